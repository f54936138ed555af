//! Mock exams: drawing a paper, sitting it, and saying honestly how it went.
//!
//! A [`Setup`] says what the learner wants, a [`Bank`] what there is; [`draw`] picks the questions and [`Paper`] holds
//! them with everything that was agreed before the first one was shown. An [`Attempt`] is the paper with what has
//! happened since. It changes by [`Event`]s alone:
//!
//! 1. [`Attempt::take`] turns an intent ([`Act`]) and the time into events, after applying the time itself: the only
//!    place that knows "time is up". It refuses what can't be done, with a [`Refusal`] to show.
//! 2. The store writes the events.
//! 3. [`Attempt::apply`] folds each of them in. Folding the stored events again rebuilds the attempt.
//!
//! [`Report::of`] scores a finished attempt, [`misses`] says which cards it calls for.

mod act;
mod advice;
mod apportion;
mod attempt;
mod bank;
mod clock;
mod countdown;
mod draw;
mod event;
pub mod export;
mod form;
mod history;
mod kept;
mod mark;
mod misses;
mod options;
mod paper;
mod report;
mod setup;
mod share;
#[cfg(test)]
mod tests;

pub use act::{Act, Refusal};
pub use attempt::{Attempt, Place, State};
pub use bank::{Available, Bank, Candidate, domain_in};
pub use countdown::Warning;
pub use draw::{Drawn, Pick, Shortfall, draw};
pub use event::{End, Event, What};
pub use form::Form;
pub use history::{Entry, Point, Trend};
pub use kept::{Started, Stored};
pub use mark::{Mark, Status, Sure};
pub use misses::{Cause, Miss, Sent, SentItem, cause, misses};
pub use options::option_order;
pub use paper::{Named, Paper, Slot, Terms};
pub use report::{Pace, Part, Report, Verdict, Walk, counts, verdict};
pub use setup::{Mode, Only, Order, PRESETS, Scope, Setup, minutes_for};
pub use share::{BAR_FROM, Share};
