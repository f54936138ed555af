//! What happens in an attempt, as the store keeps it: one row each.

use serde::{Deserialize, Serialize};

use crate::domain::exam::mark::Sure;
use crate::domain::id::Slug;
use crate::domain::time::Timestamp;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The exam's clock, which never goes back.
    pub at: Timestamp,
    /// What the wall clock showed.
    pub wall: Timestamp,
    /// What it was.
    pub what: What,
}

/// What happened. Questions are named by their place on the paper, from 0; options by their id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// A question came on the screen.
    Looked(usize),
    /// The review list came on the screen.
    Listed,
    /// An option was chosen; where one is asked for, it replaces the other.
    Chose(usize, Slug),
    /// An option was taken back.
    Dropped(usize, Slug),
    /// An option was struck out, and taken back if it was chosen.
    Struck(usize, Slug),
    /// A struck option was restored.
    Restored(usize, Slug),
    /// A question was flagged or unflagged.
    Flagged(usize, bool),
    /// The learner said how sure the answer is, or took that back.
    Sure(usize, Option<Sure>),
    /// A question was checked in practice.
    Checked(usize),
    /// The clock was hidden or shown.
    Hid(bool),
    /// The attempt was paused.
    Paused,
    /// The attempt goes on.
    Resumed,
    /// 30 minutes were added.
    Extended,
    /// Nothing; how late it is, so that no time is gained by a crash.
    Ticked,
    /// The learner is back: since that reading of the exam's clock the program wasn't running, or asleep, or showed another
    /// screen.
    Back(Timestamp),
    /// A question's key is doubted, or no longer.
    Doubted(usize, bool),
    /// It is over.
    Ended(End),
}

impl What {
    /// Whether only time was noted, so that it matters to nobody who did something meanwhile.
    #[must_use]
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Ticked | Self::Back(_))
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// Handed in by the learner.
    HandedIn,
    /// Handed in by the clock.
    TimeUp,
    /// Given up: kept, marked incomplete.
    Abandoned,
}

impl End {
    /// What to call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HandedIn => "handed in",
            Self::TimeUp => "time up",
            Self::Abandoned => "incomplete",
        }
    }
}
