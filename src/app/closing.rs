//! After the last card: what was done, and when the next card comes.

use crate::app::action::Action;
use crate::app::message::{Effect, Request};
use crate::app::model::Model;
use crate::domain::review::Filter;
use crate::domain::time::Timestamp;

/// What a sitting came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Closing {
    /// What the sitting was about.
    pub filter: Filter,
    /// Ratings and what they said.
    pub tally: Tally,
    /// A card in a learning step that comes back then.
    pub back_at: Option<Timestamp>,
}

/// Ratings of a sitting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ratings given.
    pub rated: u32,
    /// Ratings better than Again.
    pub recalled: u32,
    /// Milliseconds spent on cards.
    pub took: u64,
}

impl Model {
    /// Handles an action after the last card.
    pub(super) fn closing_act(&mut self, action: Action, filter: Filter) -> Vec<Effect> {
        match action {
            Action::Review => self.start_review(filter),
            Action::Undo => vec![Effect::Ask(Request::Undo)],
            Action::Redo => vec![Effect::Ask(Request::Redo)],
            Action::Back | Action::QuitOrBack => self.go_home(),
            _ => vec![],
        }
    }
}
