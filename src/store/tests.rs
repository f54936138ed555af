//! Real SQLite, real migrations, no mocks.

mod annotations;
mod backups;
mod browse;
mod doctor;
mod exams;
mod faults;
mod history;
mod lineup;
mod packs;
mod plan;
mod queries;
mod stats;
mod weights;

use tempfile::TempDir;

use super::*;
use crate::domain::annotation::{Annotating, Annotation};
use crate::domain::content::{Card, Cloze, Face, Item, Kind, Note, Pack, RuleBook, Service, Services, Trap};
use crate::domain::id::{ItemId, PackId, ServiceId, Slug};
use crate::domain::memory::{Model, Rating};
use crate::domain::review::journal::{Change, Operation, Recorded, Reversed};
use crate::domain::review::schedule::{Rules, outcomes, outcomes_among};
use crate::domain::review::{CardView, Filter};
use crate::domain::time::{Calendar, Now, Timestamp};
use crate::domain::today::{Origin, PackNews};

/// A store in a folder of its own, with a clock that the test moves.
struct World {
    folder: TempDir,
    store: Store,
    at: Timestamp,
    rules: Rules,
    model: Model,
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn calendar() -> Calendar {
    Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 }
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let at = Timestamp(20_458 * DAY + 9 * HOUR);
        Self { folder, store, at, rules: Rules::default(), model: Model::default() }
    }

    fn with(pack: &Pack) -> Self {
        let mut world = Self::new();
        world.load(pack);
        world
    }

    fn now(&self) -> Now {
        calendar().now(self.at)
    }

    fn load(&mut self, pack: &Pack) -> PackNews {
        let import = Import { pack, origin: Origin::Shipped, hash: 1, stamp: 0 };
        self.store.import(&import, self.at).unwrap()
    }

    fn reopen(&mut self) {
        self.store = Store::open(self.folder.path()).unwrap();
    }

    fn queue(&self) -> Vec<i64> {
        let entries = self.store.queue(self.now(), &self.rules, &Filter::default()).unwrap();
        entries.iter().map(|entry| entry.card).collect()
    }

    fn card(&self, key: i64) -> CardView {
        self.store.card(key).unwrap().unwrap()
    }

    fn rate(&mut self, key: i64, rating: Rating) -> Recorded {
        let card = self.store.card_among(key, self.now(), &self.rules, &self.model).unwrap().unwrap();
        let all = outcomes_among(&card.id, &card.state, self.now(), &self.rules, &self.model, &card.load).unwrap();
        let after = all[rating as usize - 1].after;
        self.record(&card, Operation::Review { rating, took: 4_000 }, after)
    }

    fn record(&mut self, card: &CardView, operation: Operation, after: crate::domain::review::CardState) -> Recorded {
        let change =
            Change { card: card.key, revision: card.revision, operation, before: card.state, after, now: self.now() };
        self.store.record(&change, &self.model).unwrap()
    }

    /// What suspending those cards at once would record.
    fn suspending(&self, cards: &[i64]) -> Vec<Change> {
        let change = |card: CardView| Change {
            card: card.key,
            revision: card.revision,
            operation: Operation::Suspend,
            before: card.state,
            after: card.state.suspend(),
            now: self.now(),
        };
        cards.iter().map(|key| change(self.card(*key))).collect()
    }

    fn annotate(&mut self, card: &CardView, after: Annotation) -> Recorded {
        let change = Annotating { subject: card.subject(), before: card.annotation().clone(), after };
        self.store.annotate(&change, self.now()).unwrap()
    }

    /// Each card's state and what is put on it.
    fn likeness(&self, cards: &[i64]) -> Likeness {
        let of = |card: CardView| (card.state, card.annotation().clone());
        cards.iter().map(|key| of(self.card(*key))).collect()
    }
}

/// Each card's state and what is put on it.
type Likeness = Vec<(crate::domain::review::CardState, Annotation)>;

/// The card that something was undone on.
fn card_of(reversed: &Reversed) -> i64 {
    match reversed {
        Reversed::Cards { card, .. } => *card,
        Reversed::Annotation { .. } | Reversed::Weights(_) | Reversed::Added { .. } => 0,
    }
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn item(pack: &str, name: &str, kind: Kind) -> Item {
    Item { tags: vec!["cost".into()], ..Item::bare(&format!("{pack}/{name}"), "ecs-fargate", kind) }
}

fn note(name: &str, fronts: &[&str]) -> Item {
    let card = |(n, front): (usize, &&str)| Card {
        id: slug(&format!("c{n}")),
        face: Face::Basic { front: (*front).into(), back: "Back".into() },
    };
    let cards = fronts.iter().enumerate().map(card).collect();
    item("demo", name, Kind::Note(Note { title: name.into(), body: "Body".into(), cards }))
}

fn trap(name: &str) -> Item {
    let (lure, truth) = ("Lure".into(), "Truth".into());
    let trap = Trap { title: name.into(), lure, truth, instead: vec![], keywords: vec![], notes: vec![] };
    item("demo", name, Kind::Trap(trap))
}

fn pack(items: Vec<Item>) -> Pack {
    let service = |title: &str, parents: &[&str]| Service {
        title: title.into(),
        aliases: vec![],
        parents: parents.iter().map(|p| ServiceId::new(*p).unwrap()).collect(),
    };
    let services = [("ecs", service("Amazon ECS", &[])), ("ecs-fargate", service("ECS on Fargate", &["ecs"]))];
    let services = services.into_iter().map(|(id, s)| (ServiceId::new(id).unwrap(), s)).collect();
    Pack {
        id: PackId::new("demo").unwrap(),
        title: "Demo".into(),
        version: "1".into(),
        language: "en".into(),
        services: Services::new(services).unwrap(),
        exams: [].into(),
        objectives: [].into(),
        items,
        rules: RuleBook::default(),
    }
}

/// A pack of one note with a cloze, one with two cards, and a trap.
fn small() -> Pack {
    let cloze = Face::Cloze(Cloze::new("{{A}} is {{B}}").unwrap());
    let gaps = Note { title: "Gaps".into(), body: "Body".into(), cards: vec![Card { id: slug("gap"), face: cloze }] };
    pack(vec![note("two", &["One?", "Two?"]), item("demo", "gaps", Kind::Note(gaps)), trap("lure")])
}
