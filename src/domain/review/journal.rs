//! What the learner did, and how card states follow from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::annotation::{Annotating, Annotation};
use crate::domain::id::CardId;
use crate::domain::memory::{BadMemory, Model, Rating};
use crate::domain::optimize::Adopted;
use crate::domain::own::Added;
use crate::domain::review::schedule::{Rules, Wait, outcomes};
use crate::domain::review::state::CardState;
use crate::domain::time::{Now, StudyDay};

/// An operation on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Rated.
    Review {
        /// The answer.
        rating: Rating,
        /// Milliseconds from showing the front to the rating.
        took: u32,
    },
    /// Put aside for the day.
    Bury,
    /// Put aside until brought back.
    Suspend,
    /// Brought back.
    Resume,
    /// Brought forward to today.
    Pull,
    /// Started over as new.
    Forget,
}

/// Where a review came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// The daily cards.
    #[default]
    Due,
    /// A mock exam: a miss rates the question's card Again. Hits rate nothing, so these reviews are no sample of what is
    /// recalled; fitting and statistics leave them out.
    Exam,
    /// Cramming: it leaves the card's state as it is and counts into no day.
    Cram,
}

/// An operation to record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The card.
    pub card: i64,
    /// The revision that the learner saw.
    pub revision: i64,
    /// What is done.
    pub operation: Operation,
    /// The state that the learner saw.
    pub before: CardState,
    /// The state to keep.
    pub after: CardState,
    /// When, by the clock that the state was computed with.
    pub now: Now,
}

/// How recording went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is on disk.
    Done,
    /// Another window changed the card since; nothing was written.
    Moved,
}

/// What was undone or done again.
#[derive(Debug, Clone, PartialEq)]
pub enum Reversed {
    /// An operation on cards.
    Cards {
        /// The card; the first of several that were done at once.
        card: i64,
        /// How many they were.
        count: usize,
        /// What it was.
        operation: Operation,
    },
    /// A change of a flag or a note.
    Annotation {
        /// What was done first.
        done: Annotating,
        /// What it says now.
        now: Annotation,
    },
    /// A fit to the own reviews: the weights that hold now, none for the defaults.
    Weights(Option<Box<Adopted>>),
    /// A card of the learner's own, which was added.
    Added {
        /// The card as it was added.
        added: Box<Added>,
        /// Whether its text stayed where it is, as it was edited since.
        stays: bool,
    },
}

/// A row of the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number, rising.
    pub seq: i64,
    /// When.
    pub now: Now,
    /// The card.
    pub card: CardId,
    /// What it says.
    pub what: What,
    /// Where a review came from.
    pub source: Source,
    /// The study day that the card was given, which depended on how full each day was then.
    pub due_day: StudyDay,
}

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// This was done.
    Done(Operation),
    /// The operation of that row was undone.
    Undone(i64),
    /// The operation of that row was done again.
    Redone(i64),
}

impl Source {
    /// The store's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Exam => "exam",
            Self::Cram => "cram",
        }
    }

    /// The source of the store's word.
    #[must_use]
    pub fn of(name: &str) -> Self {
        match name {
            "exam" => Self::Exam,
            "cram" => Self::Cram,
            _ => Self::Due,
        }
    }
}

impl Operation {
    /// What it did, for people: `rating Good`, `burying`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Review { rating, .. } => format!("rating {}", rating.name()),
            Self::Bury => "burying".into(),
            Self::Suspend => "suspending".into(),
            Self::Resume => "bringing back".into(),
            Self::Pull => "bringing forward".into(),
            Self::Forget => "forgetting".into(),
        }
    }
}

impl Reversed {
    /// What was undone, for people: `rating Good`, `suspending 3 cards`, `flagging`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Cards { operation, count: 1, .. } => operation.name(),
            Self::Cards { operation, count, .. } => format!("{} {count} cards", operation.name()),
            Self::Annotation { done, .. } => done.name().into(),
            Self::Weights(_) => "the fit to your reviews".into(),
            Self::Added { .. } => "adding a card".into(),
        }
    }
}

/// The numbers of the operations that hold: done, and not undone since.
#[must_use]
pub fn effective(rows: &[Row]) -> BTreeSet<i64> {
    let mut holds = BTreeSet::new();
    for row in rows {
        match row.what {
            What::Done(_) => holds.insert(row.seq),
            What::Undone(root) => holds.remove(&root),
            What::Redone(root) => holds.insert(root),
        };
    }
    holds
}

/// The state of every card that follows from the journal, rows in order, undone ones skipped. Days are taken as they were given.
///
/// # Errors
/// [`BadMemory`] when a rating leads to a memory out of range.
pub fn replay(rows: &[Row], rules: &Rules, model: &Model) -> Result<BTreeMap<CardId, CardState>, BadMemory> {
    replay_by(rows, rules, |_| model)
}

/// The same, with the model that held when a row of that number was written.
///
/// # Errors
/// [`BadMemory`] when a rating leads to a memory out of range.
pub fn replay_by<'a>(
    rows: &[Row],
    rules: &Rules,
    model: impl Fn(i64) -> &'a Model,
) -> Result<BTreeMap<CardId, CardState>, BadMemory> {
    let holds = effective(rows);
    let mut states: BTreeMap<CardId, CardState> = BTreeMap::new();
    for row in rows.iter().filter(|row| holds.contains(&row.seq)) {
        let What::Done(operation) = row.what else { continue };
        let state = states.entry(row.card.clone()).or_default();
        *state = match operation {
            Operation::Review { .. } if row.source == Source::Cram => *state,
            Operation::Review { rating, .. } => {
                let outcome = outcomes(&row.card, state, row.now, rules, model(row.seq))?[rating as usize - 1];
                match outcome.wait {
                    Wait::Days(_) => CardState { due_day: row.due_day, ..outcome.after },
                    Wait::Minutes(_) => outcome.after,
                }
            }
            Operation::Bury => state.bury(row.now),
            Operation::Suspend => state.suspend(),
            Operation::Resume => state.resume(),
            Operation::Pull => state.pull(row.now),
            Operation::Forget => state.forget(),
        };
    }
    Ok(states)
}
