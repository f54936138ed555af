//! A pack's notes, traps, objectives and stories as facts with their words, as far as there is room.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Fact, Told};
use crate::domain::content::{Face, Item, Kind, Objective, Services};
use crate::domain::halves;
use crate::domain::id::{ObjectiveId, ServiceId, Slug};
use crate::domain::rules::line::Line;
use crate::domain::rules::synonyms::Synonyms;
use crate::domain::rules::token::tokens;

/// Words of all facts together, each of a fact once; what comes after isn't weighed. The shipped pack has some four fifths
/// of it, and one made to fill the memory stays below 200 MB with it (`benches/hostile_packs.py`).
const MOST_WORDS: usize = 400_000;

/// Bytes of notes and traps that are looked at for facts; stories have their limit where a pack is loaded.
const MOST_READ: usize = 4 * 1024 * 1024;

/// So many words name a story.
const BEGINNING: usize = 8;

/// Words that say nothing about a service.
const PLAIN: &str = "a an the and or but if of to in on at by for from with without into as is are was were be been \
    being it its this that these those their his her our your they he she we it you i can could may might must shall \
    should will would do does did not no nor so than then there when where which who whom whose what why how all any \
    each every some such only same own more most other also has have had having one two three use uses used using \
    need needs want wants company team service solution meet requirements least amazon aws about after again \
    against already although always among another around because before behind below between during else enough even ever \
    few here however instead itself just like many much now often once onto out over per perhaps quite rather really since \
    soon still themselves though through thus too toward under until unless up upon very via while within yet them";

/// Facts with the number of their text, the words of each text by their numbers with how often they are there, and those
/// numbers.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub facts: Vec<(Fact, usize)>,
    pub counts: Vec<Vec<(u32, f32)>>,
    pub numbers: HashMap<String, u32>,
    /// Whether there was more than there is room for.
    pub more: bool,
    /// Words of all facts so far.
    words: usize,
}

/// A story with the number of its service and the name of its evidence.
struct Story<'p> {
    service: u32,
    item: Slug,
    text: &'p str,
}

/// All facts of a pack, those of stories last.
pub(super) fn facts(
    items: &[Item],
    objectives: &BTreeMap<ObjectiveId, Objective>,
    services: &Services,
    stories: &BTreeMap<ServiceId, Vec<String>>,
    synonyms: &Synonyms,
) -> Gathered {
    let plain = PLAIN.split(' ').flat_map(tokens).map(|token| token.stem).collect();
    let number: BTreeMap<&ServiceId, u32> = services.iter().map(|(id, _)| id).zip(0..).collect();
    let mut told: Vec<Story<'_>> = Vec::new();
    for (id, stories) in stories {
        // The longest ids leave no room for more.
        let item = Slug::new(format!("stories-{id}")).or_else(|_| Slug::new(id.as_str()));
        let (Some(service), Ok(item)) = (number.get(id), item) else { continue };
        told.extend(stories.iter().map(|text| Story { service: *service, item: item.clone(), text }));
    }
    let gather = || Gather { gathered: Gathered::default(), synonyms, plain: &plain };
    let (first, second) = told.split_at(told.len() / 2);
    let (all, rest) = halves::both(
        || gather().of_items(items, objectives, &number).of_stories(first),
        || gather().of_stories(second),
    );
    all.gathered.and(rest.gathered)
}

impl Gathered {
    /// Adds stories that were gathered apart, as far as there is room; each is a fact about one service.
    fn and(mut self, rest: Self) -> Self {
        let mut names: Vec<&str> = vec![""; rest.numbers.len()];
        for (word, number) in &rest.numbers {
            names[*number as usize] = word;
        }
        self.more |= rest.more;
        for ((fact, _), words) in rest.facts.into_iter().zip(rest.counts) {
            if self.words + words.len() > MOST_WORDS {
                self.more = true;
                continue;
            }
            self.words += words.len();
            self.facts.push((fact, self.counts.len()));
            self.counts.push(numbered(
                words.into_iter().map(|(word, times)| (names[word as usize], times)),
                &mut self.numbers,
            ));
        }
        self
    }
}

struct Gather<'s> {
    gathered: Gathered,
    synonyms: &'s Synonyms,
    plain: &'s HashSet<String>,
}

impl Gather<'_> {
    fn of_items(
        mut self,
        items: &[Item],
        objectives: &BTreeMap<ObjectiveId, Objective>,
        number: &BTreeMap<&ServiceId, u32>,
    ) -> Self {
        let mut bytes_left = MOST_READ;
        for item in items {
            let (title, texts) = texts(item);
            let mut texts = texts.peekable();
            if texts.peek().is_none() {
                continue;
            }
            let taught =
                item.teaches.iter().filter_map(|id| objectives.get(id)).map(|objective| objective.title.clone());
            let Ok(id) = Slug::new(item.id.slug()) else { continue };
            for (text, told) in texts.chain(taught.map(|title| (title, Told::Truth))) {
                let Some(unread) = bytes_left.checked_sub(text.len()) else {
                    self.gathered.more = true;
                    break;
                };
                bytes_left = unread;
                let about = match &item.kind {
                    Kind::Trap(trap) if told == Told::Truth && !trap.instead.is_empty() => trap.instead.as_slice(),
                    _ => std::slice::from_ref(&item.service),
                };
                let about: Vec<u32> = about.iter().filter_map(|service| number.get(service).copied()).collect();
                let fact = |service| Fact { service, item: id.clone(), title: title.to_owned(), told };
                self.add(&text, &about, fact);
            }
        }
        self
    }

    fn of_stories(mut self, stories: &[Story<'_>]) -> Self {
        for story in stories {
            let title = beginning(story.text);
            let fact = |service| Fact { service, item: story.item.clone(), title: title.clone(), told: Told::Story };
            self.add(story.text, &[story.service], fact);
        }
        self
    }

    /// Adds a text about some services, if there is room.
    fn add(&mut self, text: &str, about: &[u32], fact: impl Fn(u32) -> Fact) {
        let line = self.synonyms.read(text);
        let words = count(&line, self.plain, self.synonyms);
        // What says nothing is no fact, but it was looked at.
        let all = self.gathered.words + words.len().saturating_mul(about.len()).max(1);
        if all > MOST_WORDS {
            self.gathered.more = true;
            return;
        }
        self.gathered.words = all;
        if !words.is_empty() {
            let Gathered { facts, counts, numbers, .. } = &mut self.gathered;
            facts.extend(about.iter().map(|service| (fact(*service), counts.len())));
            counts.push(numbered(words.into_iter(), numbers));
        }
    }
}

/// Texts, each a fact with the heading before it, and what it is.
type Texts<'a> = Box<dyn Iterator<Item = (String, Told)> + 'a>;

/// The heading of a note or trap and its texts, made one by one: a hostile pack has a long heading and very many of them.
fn texts(item: &Item) -> (&str, Texts<'_>) {
    match &item.kind {
        Kind::Note(note) => {
            let paragraphs = note.body.split("\n\n").flat_map(|part| part.split("\n- "));
            let cards = note.cards.iter().map(|card| match &card.face {
                Face::Basic { front, back } => format!("{front} {back}"),
                Face::Cloze(cloze) => cloze.solved(),
            });
            let all = paragraphs.map(str::to_owned).chain(cards).filter(|text| !text.trim().is_empty());
            (&note.title, Box::new(all.map(|text| (format!("{}. {text}", note.title), Told::Truth))))
        }
        Kind::Trap(trap) => {
            let words = trap.keywords.join(". ");
            let about = |text: &str| format!("{}. {text} {words}", trap.title);
            (&trap.title, Box::new([(about(&trap.truth), Told::Truth), (about(&trap.lure), Told::Lure)].into_iter()))
        }
        Kind::Question(_) => ("", Box::new(std::iter::empty())),
    }
}

/// The first words of a story, to name it.
fn beginning(story: &str) -> String {
    let mut words = story.split_whitespace();
    let mut beginning = words.by_ref().take(BEGINNING).collect::<Vec<_>>().join(" ");
    if words.next().is_some() {
        beginning.push('…');
    }
    beginning
}

/// The words of a fact and its synonyms, in order, and how often each word is there.
fn count<'t>(text: &'t Line, plain: &HashSet<String>, synonyms: &'t Synonyms) -> Vec<(&'t str, f32)> {
    let mut words: Vec<&str> = text.stems().collect();
    words.sort_unstable();
    let runs = words.chunk_by(|one, other| one == other).filter(|run| !plain.contains(run[0]));
    let own = runs.map(|run| (run[0], run.len() as f32));
    own.chain(synonyms.find(text).into_iter().map(|(key, _)| (key, 1.0))).collect()
}

/// Words by their numbers, which new ones get here.
fn numbered<'w>(words: impl Iterator<Item = (&'w str, f32)>, numbers: &mut HashMap<String, u32>) -> Vec<(u32, f32)> {
    let mut number = |word: &str| {
        if let Some(known) = numbers.get(word) {
            return *known;
        }
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        numbers.insert(word.to_owned(), next);
        next
    };
    words.map(|(word, times)| (number(word), times)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::{Note, RuleBook, Service, Trap};
    use crate::domain::rules::facts::Facts;

    /// A few MB of text that ask for some hundred times as much.
    #[test]
    fn packs_made_to_fill_the_memory_do_not() {
        let ids: Vec<ServiceId> = (0..300).map(|n| ServiceId::new(format!("s{n}")).unwrap()).collect();
        let service =
            |id: &ServiceId| (id.clone(), Service { title: id.to_string(), aliases: vec![], parents: vec![] });
        let services = Services::new(ids.iter().map(service).collect()).unwrap();
        let words = |n: usize, from: usize| (0..n).map(|n| format!("w{}", n + from)).collect::<Vec<_>>().join(" ");
        let trap = |truth: String| {
            let (title, lure) = ("Many".to_owned(), "Lured.".to_owned());
            Kind::Trap(Trap { title, lure, truth, instead: ids.clone(), keywords: vec![], notes: vec![] })
        };
        let body = "w1 w2\n\n".repeat(9_000);
        let items = [
            Item::bare("p/wide", "s0", trap(words(20_000, 0))),
            Item::bare("p/long", "s0", Kind::Note(Note { title: words(60, 0), body, cards: vec![] })),
            Item::bare(
                "p/void",
                "s0",
                Kind::Note(Note { title: "The".to_owned(), body: "a\n\n".repeat(4_000), cards: vec![] }),
            ),
            Item::bare("p/fits", "s0", trap("This one fits.".to_owned())),
        ];
        let facts = Facts::of(&items, &[].into(), &services, &RuleBook::default());
        let weighed = facts.weights.len();
        assert!(facts.more && !Facts::of(&items[3..], &[].into(), &services, &RuleBook::default()).more);
        assert!(weighed > MOST_WORDS / 2 && weighed <= MOST_WORDS, "{weighed}");
        assert!(facts.with_word("w19999").is_empty(), "of what is too much all together, nothing is weighed");
        assert!(facts.facts.iter().all(|fact| fact.item.as_str() != "void"), "what says nothing is no fact");
    }
}
