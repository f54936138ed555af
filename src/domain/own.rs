//! Cards of the learner's own: what a small form holds, as an item of their own pack.

use std::collections::HashSet;

use crate::domain::content::{Card, Cloze, Face, Item, Kind, Note, Service, Services, Trap};
use crate::domain::id::{ItemId, PackId, ServiceId, Slug};

/// The learner's own pack.
pub const PACK: &str = "my-cards";

/// Its name for people.
pub const TITLE: &str = "My cards";

/// Characters of a title that is taken from a text.
const LONGEST_TITLE: usize = 80;

/// Characters of an id that is made of a title.
const LONGEST_ID: usize = 48;

/// What the form holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnCard {
    /// The asking side, or what lures. With gaps written `{{like this}}` and no back it is a cloze.
    pub front: String,
    /// The answering side, or what is true.
    pub back: String,
    /// The service it is about: an id, or a name for people.
    pub service: String,
    /// Subjects, with commas or spaces between.
    pub tags: String,
    /// Whether it is a trap.
    pub trap: bool,
}

/// A card as it was added, for undoing that and doing it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The item.
    pub item: ItemId,
    /// Whether it is a trap.
    pub trap: bool,
    /// The entry, word for word as it was written into the pack.
    pub text: String,
}

/// A service with all above it, for a pack that doesn't know it yet.
pub type Defined = Vec<(ServiceId, Service)>;

impl OwnCard {
    /// The item that it makes in `pack`, under an id that is not in `taken`.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn item(&self, pack: &PackId, service: ServiceId, taken: &HashSet<String>) -> Result<Item, String> {
        let (front, back) = (self.front.trim(), self.back.trim());
        let cloze = if back.is_empty() && !self.trap { Cloze::new(front).ok() } else { None };
        if front.is_empty() {
            return Err(if self.trap { "A trap needs what lures." } else { "A card needs a front." }.into());
        }
        if back.is_empty() && cloze.is_none() {
            return Err(match self.trap {
                true => "A trap needs what is true.".into(),
                false => "A card needs a back, or gaps in its front, {{like this}}.".into(),
            });
        }
        let asked = cloze.as_ref().map_or_else(|| front.to_owned(), |cloze| cloze.masked(0));
        let title = title(&asked);
        let id = ItemId::of(pack, &free(&title, taken));
        let kind = if self.trap {
            let (lure, truth) = (front.to_owned(), back.to_owned());
            Kind::Trap(Trap { title, lure, truth, instead: vec![], keywords: vec![], notes: vec![] })
        } else {
            let body = cloze.as_ref().map_or_else(|| back.to_owned(), Cloze::solved);
            let face = match cloze {
                Some(cloze) => Face::Cloze(cloze),
                None => Face::Basic { front: front.to_owned(), back: back.to_owned() },
            };
            let cards = vec![Card { id: slug("card", "card"), face }];
            Kind::Note(Note { title, body, cards })
        };
        let tags = self.tags.split([',', ' ']).map(|tag| slug(tag, "").to_string());
        let mut tags: Vec<String> = tags.filter(|tag| tag != "-").collect();
        let mut seen = HashSet::new();
        tags.retain(|tag| seen.insert(tag.clone()));
        Ok(Item { id, service, tags, teaches: vec![], exams: [].into(), source: None, verified: None, kind })
    }

    /// The service that it names, and what to define where it is unknown: one of `known` by id or by any of its names, or
    /// a new one. Packs that come first win.
    #[must_use]
    pub fn service(&self, known: &[&Services]) -> (ServiceId, Defined) {
        let wanted = self.service.trim();
        let called = |services: &&Services| {
            let is = |name: &str| name.to_lowercase() == wanted.to_lowercase();
            let named = |id: &ServiceId, about: &Service| {
                is(id.as_str()) || is(&about.title) || about.aliases.iter().any(|alias| is(alias))
            };
            services.iter().find(|(id, about)| named(id, about)).map(|(id, _)| id.clone())
        };
        let found = known.iter().find_map(|services| called(services).map(|id| (*services, id)));
        let Some((services, id)) = found else {
            let id =
                ServiceId::new(slug(wanted, "general").to_string()).unwrap_or_else(|_| unreachable!("a slug is one"));
            let title = if wanted.is_empty() { "General".into() } else { title(wanted) };
            return (id.clone(), vec![(id, Service { title, aliases: vec![], parents: vec![] })]);
        };
        let all = services.ancestry(&id);
        let defined = all.iter().filter_map(|id| services.get(id.as_str()).map(|about| (id.clone(), about.clone())));
        (id, defined.collect())
    }
}

/// The first line with words, without the marks of Markdown, cut.
fn title(text: &str) -> String {
    let line = text.lines().map(|line| line.trim_start_matches(['#', '>', '-', '*', ' ']).trim());
    let line = line.clone().find(|line| line.chars().any(char::is_alphanumeric)).unwrap_or_else(|| text.trim());
    let plain = line.replace(['`', '*'], "");
    // A card may be about such a sign.
    let line = if plain.trim().is_empty() { line } else { plain.as_str() }.replace('\n', " ");
    if line.chars().count() <= LONGEST_TITLE {
        return line;
    }
    let cut: String = line.chars().take(LONGEST_TITLE - 1).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
}

/// Small letters, digits and hyphens of a text; `otherwise` where none are left, and `-` where that is empty.
fn slug(text: &str, otherwise: &str) -> Slug {
    let mut made = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' if made.len() < LONGEST_ID => made.push(letter),
            'a'..='z' | '0'..='9' => break,
            _ if made.ends_with('-') || made.is_empty() => {}
            _ => made.push('-'),
        }
    }
    let made = made.trim_matches('-');
    let made = [made, otherwise, "-"].into_iter().find(|one| !one.is_empty()).unwrap_or("-");
    Slug::new(made).unwrap_or_else(|_| unreachable!("only letters that ids have"))
}

/// An id of a title that isn't taken yet.
fn free(title: &str, taken: &HashSet<String>) -> Slug {
    let made = slug(title, "card");
    let numbered = (2..).map(|n: u64| format!("{made}-{n}"));
    let mut tries = std::iter::once(made.to_string()).chain(numbered);
    let found = tries.find(|one| !taken.contains(one)).unwrap_or_default();
    Slug::new(found).unwrap_or(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(card: &OwnCard, taken: &[&str]) -> Result<Item, String> {
        let taken = taken.iter().map(|one| (*one).to_owned()).collect();
        card.item(&PackId::new(PACK).unwrap(), ServiceId::new("ecs").unwrap(), &taken)
    }

    fn card(front: &str, back: &str) -> OwnCard {
        OwnCard { front: front.into(), back: back.into(), ..OwnCard::default() }
    }

    #[test]
    fn a_card_becomes_a_note_with_one_card() {
        let front = "What does an *idle* task cost?\n\nThink.";
        let item = made(&OwnCard { tags: "Cost, cost fine-print".into(), ..card(front, "All of it.") }, &[]).unwrap();
        assert_eq!(item.id.as_str(), "my-cards/what-does-an-idle-task-cost");
        assert_eq!(item.title(), "What does an idle task cost?");
        assert_eq!(item.tags, ["cost", "fine-print"]);
        let Kind::Note(note) = &item.kind else { panic!() };
        assert_eq!(note.cards[0].face, Face::Basic { front: front.into(), back: "All of it.".into() });
    }

    #[test]
    fn a_long_front_is_cut_between_words_to_a_title() {
        let title = |front: &str| made(&card(front, "Back."), &[]).unwrap().title().to_owned();
        let whole = "a".repeat(LONGEST_TITLE);
        assert_eq!(title(&whole), whole);
        assert_eq!(title(&"a".repeat(LONGEST_TITLE + 1)), format!("{}…", "a".repeat(LONGEST_TITLE - 1)));
        let cut = title(&"word ".repeat(LONGEST_TITLE));
        assert!(cut.ends_with("word…") && cut.chars().count() <= LONGEST_TITLE, "{cut}");
    }

    #[test]
    fn gaps_make_a_cloze_and_traps_a_trap() {
        let Kind::Note(note) = made(&card("Fargate bills {{vCPU}}.", " "), &[]).unwrap().kind else { panic!() };
        assert!(matches!(&note.cards[0].face, Face::Cloze(cloze) if cloze.solved() == "Fargate bills vCPU."));
        let trap = made(&OwnCard { trap: true, ..card("GPUs", "No GPUs") }, &[]).unwrap();
        assert!(matches!(&trap.kind, Kind::Trap(trap) if trap.lure == "GPUs" && trap.truth == "No GPUs"));
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(made(&card(" ", "x"), &[]).unwrap_err().contains("front"));
        assert!(made(&card("x", ""), &[]).unwrap_err().contains("back"));
        assert!(made(&OwnCard { trap: true, ..card("x {{y}}", "") }, &[]).unwrap_err().contains("true"));
    }

    #[test]
    fn ids_are_free_whatever_is_typed() {
        assert_eq!(made(&card("漢字?", "x"), &[]).unwrap().id.slug(), "card");
        assert_eq!(made(&card("漢字?", "x"), &["card", "card-2"]).unwrap().id.slug(), "card-3");
        assert_eq!(made(&card(&"x".repeat(200), "x"), &[]).unwrap().id.slug().len(), LONGEST_ID);
        assert!(made(&card(&"word ".repeat(60), "x"), &[]).unwrap().title().ends_with("word…"));
        assert_eq!(made(&card("*", "x"), &[]).unwrap().title(), "*");
    }

    #[test]
    fn services_are_known_by_any_name() {
        let service = |title: &str, parents: &[&str]| Service {
            title: title.into(),
            aliases: vec!["serverless".into()],
            parents: parents.iter().map(|id| ServiceId::new(*id).unwrap()).collect(),
        };
        let all = [("ecs", service("Amazon ECS", &[])), ("ecs-fargate", service("ECS on Fargate", &["ecs"]))];
        let all = all.into_iter().map(|(id, service)| (ServiceId::new(id).unwrap(), service)).collect();
        let services = Services::new(all).unwrap();
        let of = |typed: &str| {
            let (id, defined) = OwnCard { service: typed.into(), ..OwnCard::default() }.service(&[&services]);
            (id.to_string(), defined.into_iter().map(|(id, about)| format!("{id}={}", about.title)).collect::<Vec<_>>())
        };
        let fargate =
            ("ecs-fargate".to_owned(), vec!["ecs=Amazon ECS".to_owned(), "ecs-fargate=ECS on Fargate".into()]);
        assert_eq!(of("ecs-fargate"), fargate);
        assert_eq!(of(" ecs on FARGATE "), fargate);
        assert_eq!(of("Knots & ropes"), ("knots-ropes".to_owned(), vec!["knots-ropes=Knots & ropes".to_owned()]));
        assert_eq!(of(""), ("general".to_owned(), vec!["general=General".to_owned()]));
    }

    #[test]
    fn a_title_is_cut_at_its_longest() {
        let cut = title(&"x".repeat(200));
        assert!(cut.chars().count() == LONGEST_TITLE && cut.ends_with('…'), "{cut}");
        assert_eq!(title(&"x".repeat(LONGEST_TITLE)).len(), LONGEST_TITLE);
        assert!(title(&"word ".repeat(40)).ends_with("word…"));
    }
}
