//! What the history says: days, recall held against prediction, what is to come, what is known.
//!
//! Pure folding of rows that the store reads; a row is never kept. Reviews that a mock exam or cramming caused are no
//! sample of what is recalled and stay out, as do undone ones.

pub mod cards;
pub mod curve;
pub mod days;
pub mod reviews;

pub use cards::{CardRow, Cards, Group, Hard};
pub use curve::{Curve, Showing};
pub use days::{Day, Days};
pub use reviews::{Hour, Month, ReviewRow, Reviews, Tallies, Tally};

use crate::domain::time::StudyDay;

/// Everything that the history says.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The study day it was counted on.
    pub today: StudyDay,
    /// What each study day held.
    pub days: Days,
    /// What the reviews say.
    pub reviews: Reviews,
    /// The cards as they stand.
    pub cards: Cards,
    /// How well each service is known, its children counted in; most cards first.
    pub services: Vec<Group>,
    /// The same by tag.
    pub tags: Vec<Group>,
    /// The same by objective.
    pub objectives: Vec<Group>,
    /// The cards that are hardest to keep, hardest first.
    pub hardest: Vec<Hard>,
}

impl Stats {
    /// Whether there is nothing to say yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.all().is_empty()
    }
}
