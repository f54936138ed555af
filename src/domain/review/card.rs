//! A card with everything its screen needs.

use crate::domain::annotation::{Annotation, Subject};
use crate::domain::content;
use crate::domain::id::CardId;
use crate::domain::review::load::Load;
use crate::domain::review::queue::{Due, Entry};
use crate::domain::review::state::{CardState, Phase};

/// A card as it stands in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct CardView {
    /// The store's number for it.
    pub key: i64,
    /// The store's number for its item.
    pub item_key: i64,
    /// Its full id.
    pub id: CardId,
    /// The item it belongs to.
    pub item: content::Item,
    /// Name of the item's service for people.
    pub service: String,
    /// For a trap: names of what to choose instead, for people.
    pub instead: Vec<String>,
    /// Its scheduling state.
    pub state: CardState,
    /// Raised with every change of the state.
    pub revision: i64,
    /// What the learner put on its item.
    pub on_item: Annotation,
    /// What the learner put on the card alone.
    pub on_card: Annotation,
    /// How full the days are that a rating may give it; empty unless it was asked for.
    pub load: Load,
}

impl CardView {
    /// What the learner's keys annotate: the card, or all of an item that is its only card.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::card(&self.id)
    }

    /// What stands there.
    #[must_use]
    pub fn annotation(&self) -> &Annotation {
        if self.subject().card.is_some() { &self.on_card } else { &self.on_item }
    }

    /// Whether it or its item is flagged.
    #[must_use]
    pub fn flagged(&self) -> bool {
        self.on_item.flagged || self.on_card.flagged
    }

    /// The learner's notes on it and on its item.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        [&self.on_card, &self.on_item].into_iter().map(|on| on.text.as_str()).filter(|text| !text.is_empty())
    }

    /// Its entry in a sitting's queue.
    #[must_use]
    pub fn entry(&self) -> Entry {
        let due = match self.state.phase {
            Phase::New => Due::New,
            Phase::Review => Due::Review,
            _ => Due::Step(self.state.due_at),
        };
        Entry { card: self.key, item: self.item_key, due }
    }
}

/// Which cards a sitting is about; all fields empty means all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this service and its children.
    pub service: Option<String>,
    /// Only items with this tag.
    pub tag: Option<String>,
    /// Only this pack.
    pub pack: Option<String>,
    /// What is done with them.
    pub sitting: Sitting,
}

/// Which cards come in a sitting, and what a rating does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sitting {
    /// Today's.
    #[default]
    Today,
    /// Those in review that come in so many days, before their day. Ratings count.
    Ahead(u32),
    /// All of them, those known least first. Ratings are kept in the journal and change no schedule.
    Cram,
}

impl Filter {
    /// Whether it lets all of today's cards through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
