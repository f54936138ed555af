//! Home: what to do now.

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::packs::Packs;
use crate::app::review::Review;
use crate::domain::review::Filter;

/// How many new cards a wish for more lets in.
const MORE_NEW: u32 = 10;

impl Model {
    /// Handles an action on Home or on the first screen.
    pub(super) fn home_act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Review => self.start_review(Filter::default()),
            Action::MoreNew => {
                self.rules.new_per_day = self.rules.new_per_day.saturating_add(MORE_NEW);
                self.start_review(Filter::default())
            }
            Action::Packs => {
                self.screen = Screen::Packs(Packs::default());
                vec![Effect::Ask(Request::Packs)]
            }
            Action::Search => self.open_search(),
            Action::MockExam => self.open_exam(),
            Action::Exam(Wish::History) => self.open_history(),
            Action::NextTheme => {
                self.theme = self.theme.next();
                self.say(format!("Colours: {}", self.theme.name()));
                vec![Effect::Ask(Request::KeepTheme(self.theme))]
            }
            Action::Undo => vec![Effect::Ask(Request::Undo)],
            Action::Redo => vec![Effect::Ask(Request::Redo)],
            Action::Back if matches!(self.screen, Screen::Welcome) => self.go_home(),
            _ => vec![],
        }
    }

    /// Shows Home with the state of the day read anew.
    pub(super) fn go_home(&mut self) -> Vec<Effect> {
        self.screen = Screen::Home;
        vec![Effect::Ask(Request::Today), Effect::Ask(Request::RunningExam)]
    }

    /// Starts a sitting.
    pub(super) fn start_review(&mut self, filter: Filter) -> Vec<Effect> {
        self.screen = Screen::Review(Box::new(Review::new(filter.clone(), self.now)));
        vec![Effect::Ask(Request::Queue(filter))]
    }
}
