//! What the learner has done with one question.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::id::Slug;

/// How sure the learner is of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Sure {
    /// Guessed.
    Guess = 1,
    /// Not sure.
    Unsure = 2,
    /// Sure.
    Sure = 3,
}

/// How far a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing chosen.
    Blank,
    /// Fewer chosen than asked for, which counts as wrong.
    Short,
    /// As many chosen as asked for.
    Answered,
}

/// What the learner has done with one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The options chosen now: in the end, the last answer.
    pub chosen: BTreeSet<Slug>,
    /// The first whole answer: the first time that as many were chosen as asked for.
    pub first: Option<BTreeSet<Slug>>,
    /// The options struck out.
    pub struck: BTreeSet<Slug>,
    /// Marked to come back to.
    pub flagged: bool,
    /// How sure the learner is.
    pub sure: Option<Sure>,
    /// Times it was on the screen.
    pub visits: u32,
    /// Milliseconds that it was on the screen, all visits together, without pauses and without the time that the program
    /// wasn't running.
    pub time: i64,
    /// Milliseconds of the exam used when it was first answered whole.
    pub answered_after: Option<i64>,
    /// Checked in practice: the answer stands and its reason has been shown.
    pub checked: bool,
    /// Its key is doubted, so it doesn't count.
    pub doubted: bool,
}

impl Sure {
    /// The confidence of a digit, 1 to 3.
    #[must_use]
    pub fn of(digit: u8) -> Option<Self> {
        [Self::Guess, Self::Unsure, Self::Sure].into_iter().find(|sure| *sure as u8 == digit)
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Unsure => "unsure",
            Self::Sure => "sure",
        }
    }
}

impl Mark {
    /// How far it is answered when `choose` options are asked for.
    #[must_use]
    pub fn status(&self, choose: usize) -> Status {
        match self.chosen.len() {
            0 => Status::Blank,
            chosen if chosen < choose => Status::Short,
            _ => Status::Answered,
        }
    }
}
