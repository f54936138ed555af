//! What can be leafed through: services, subjects and objectives, the items under each, and one item with its cards.

use crate::domain::annotation::{Annotation, Subject};
use crate::domain::content::Item;
use crate::domain::id::{CardId, ObjectiveId};
use crate::domain::memory::Model;
use crate::domain::review::CardState;
use crate::domain::time::StudyDay;

/// How items are gathered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shelf {
    /// By what they are about.
    #[default]
    Services,
    /// By their tags.
    Subjects,
    /// By what they teach.
    Objectives,
    /// What the learner flagged or wrote a note on.
    Mine,
}

/// Something that items are gathered under.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// The pack; none for tags, which all packs share.
    pub pack: Option<String>,
    /// Its name in packs.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Steps below the top, for services under others.
    pub depth: u8,
    /// Notes under it.
    pub notes: u32,
    /// Traps under it.
    pub traps: u32,
    /// Questions under it that the learner has met.
    pub questions: u32,
    /// Cards under it that can come up.
    pub cards: u32,
    /// Mean chance of recall now over them, unseen ones as 0; 0 to 1.
    pub recall: f64,
}

/// Which items are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Under {
    /// How they are gathered.
    pub shelf: Shelf,
    /// Only of this pack.
    pub pack: Option<String>,
    /// The service, tag or objective; unused where the learner's own marks are listed.
    pub id: String,
}

/// An item in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The item.
    pub item: Item,
    /// Cards of it that can come up.
    pub cards: u32,
    /// Those rated at least once.
    pub seen: u32,
    /// Mean chance of recall now, unseen cards as 0; 0 to 1.
    pub recall: f64,
    /// Whether all of them are put aside.
    pub aside: bool,
    /// Whether it or one of its cards is flagged.
    pub flagged: bool,
    /// Whether the learner wrote a note on it or on one of its cards.
    pub noted: bool,
}

/// An item with everything that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The item.
    pub item: Item,
    /// Its service's name for people.
    pub service: String,
    /// For a trap: names of what to choose instead, for people.
    pub instead: Vec<String>,
    /// What the learner put on all of it.
    pub on_item: Annotation,
    /// Its cards in order.
    pub cards: Vec<CardLine>,
    /// What it teaches.
    pub teaches: Vec<Taught>,
}

/// A card in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct CardLine {
    /// The store's number for it.
    pub key: i64,
    /// Its full id.
    pub id: CardId,
    /// Its asking side, Markdown.
    pub front: String,
    /// Its scheduling state.
    pub state: CardState,
    /// Whether it is among the daily cards: a question's joins with an attempt.
    pub joined: bool,
    /// What the learner put on it alone.
    pub on: Annotation,
}

/// An objective that an item teaches.
#[derive(Debug, Clone, PartialEq)]
pub struct Taught {
    /// Its id.
    pub id: ObjectiveId,
    /// One sentence.
    pub title: String,
    /// Mean chance of recall now over all cards that teach it, unseen ones as 0; 0 to 1. None without cards.
    pub recall: Option<f64>,
}

impl Shelf {
    /// All of them in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Services, Self::Subjects, Self::Objectives, Self::Mine];

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Services => "Services",
            Self::Subjects => "Subjects",
            Self::Objectives => "Objectives",
            Self::Mine => "Flags and notes",
        }
    }

    /// The next one, or the one before.
    #[must_use]
    pub fn next(self, on: bool) -> Self {
        let at = Self::ALL.iter().position(|one| *one == self).unwrap_or(0);
        let step = if on { 1 } else { Self::ALL.len() - 1 };
        Self::ALL[(at + step) % Self::ALL.len()]
    }
}

impl Heading {
    /// Items under it.
    #[must_use]
    pub fn items(&self) -> u32 {
        self.notes + self.traps + self.questions
    }
}

impl About {
    /// What the learner's keys are about: the nth card from 1, or 0 for all of it.
    #[must_use]
    pub fn subject(&self, part: usize) -> Subject {
        let card = part.checked_sub(1).and_then(|at| self.cards.get(at));
        card.map_or_else(|| Subject::item(self.item.id.clone()), |card| Subject::card(&card.id))
    }

    /// How many parts there are besides all of it; an item that is its own card has none.
    #[must_use]
    pub fn parts(&self) -> usize {
        if matches!(self.item.kind, crate::domain::content::Kind::Note(_)) { self.cards.len() } else { 0 }
    }
}

/// The chance of recall of a card now, 0 for one that was never rated.
#[must_use]
pub fn recall(state: &CardState, today: StudyDay, model: &Model) -> f64 {
    model.recall(state.memory, state.last_day, today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shelves_follow_each_other_round_and_back() {
        for (at, shelf) in Shelf::ALL.into_iter().enumerate() {
            let next = shelf.next(true);
            assert_eq!(next, Shelf::ALL[if at + 1 == Shelf::ALL.len() { 0 } else { at + 1 }]);
            assert_eq!(next.next(false), shelf);
        }
    }
}
