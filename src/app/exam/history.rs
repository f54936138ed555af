//! All mock exams and their trend.

use crate::app::action::Action;
use crate::app::exam::{Exam, Wish};
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::domain::exam::Entry;

/// The history on the screen.
#[derive(Debug, Default)]
pub struct History {
    /// Every attempt, newest first; none until they were read.
    pub entries: Option<Vec<Entry>>,
    /// The selected one.
    pub selected: usize,
}

impl Model {
    /// Opens the history.
    pub(in crate::app) fn open_history(&mut self) -> Vec<Effect> {
        self.screen = Screen::Exam(Box::new(Exam::History(History::default())));
        vec![Effect::Ask(Request::Exams)]
    }

    fn history(&mut self) -> Option<&mut History> {
        let Screen::Exam(exam) = &mut self.screen else { return None };
        if let Exam::History(history) = &mut **exam { Some(history) } else { None }
    }

    /// The attempts were read.
    pub(in crate::app) fn exams_came(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        if let Some(history) = self.history() {
            history.entries = Some(entries);
        }
        vec![]
    }

    /// Handles an action on the history.
    pub(in crate::app) fn history_act(&mut self, action: Action) -> Vec<Effect> {
        let Some(history) = self.history() else { return vec![] };
        let entries = history.entries.as_deref().unwrap_or_default();
        let last = entries.len().saturating_sub(1);
        let open = |at: usize| entries.get(at).map(|entry| Effect::Ask(Request::Exam(entry.id))).into_iter().collect();
        match action {
            Action::Up => history.selected = history.selected.saturating_sub(1),
            Action::Down => history.selected = (history.selected + 1).min(last),
            Action::PageUp => history.selected = history.selected.saturating_sub(10),
            Action::PageDown => history.selected = (history.selected + 10).min(last),
            Action::Top => history.selected = 0,
            Action::Bottom => history.selected = last,
            Action::Pick(at) if at == history.selected => return open(at),
            Action::Pick(at) => history.selected = at.min(last),
            Action::Open => return open(history.selected),
            Action::MockExam => return self.open_exam(),
            Action::Exam(Wish::Summary) | Action::Back | Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        vec![]
    }
}
