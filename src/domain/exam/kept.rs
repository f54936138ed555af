//! Attempts as they are kept.

use super::attempt::Attempt;
use super::misses::Sent;

/// What became of a start.
#[derive(Debug, Clone, PartialEq)]
pub enum Started {
    /// The attempt is on disk; its first question may be shown.
    Done(Box<Attempt>),
    /// There is an attempt that runs, with this number: it is to be ended first.
    Running(i64),
    /// The pack isn't the one that the paper was drawn from any more.
    Changed,
}

/// An attempt as it was kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The attempt.
    pub attempt: Attempt,
    /// Why it can't go on with the pack as it is now; what was answered can still be handed in.
    pub stale: Option<String>,
    /// What it put into the daily cards, once it has ended.
    pub sent: Option<Sent>,
}
