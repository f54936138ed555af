//! How a mock exam went: the report, and the walk through its questions.

use crate::app::action::Action;
use crate::app::exam::{Asked, Exam, SetUp, Wish, keep};
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Page, Screen};
use crate::domain::annotation::{Annotation, Subject};
use crate::domain::browse::About;
use crate::domain::exam::{Act, Attempt, Event, Only, Report, Sent, Verdict, Walk};
use crate::domain::id::ItemId;
use crate::domain::review::Filter;

/// An attempt that is over, on the screen.
#[derive(Debug)]
pub struct Results {
    /// The attempt.
    pub attempt: Attempt,
    /// What it was worth.
    pub report: Report,
    /// What it put into the daily cards.
    pub sent: Sent,
    /// Which part is shown.
    pub view: View,
    /// Which questions are walked through.
    pub walk: Walk,
    /// The selected one of [`Results::walked`].
    pub selected: usize,
    /// Lines scrolled.
    pub scroll: u16,
    /// What the learner put on the question that is shown; none while that is read.
    pub says: Option<(ItemId, Annotation)>,
    /// Whether the history led here.
    from_history: bool,
}

/// A part of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The report.
    Summary,
    /// The questions in one line each.
    Questions,
    /// One question with its reasons.
    Why,
}

impl Results {
    /// The scopes of its keys, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match self.view {
            View::Summary => vec![Scope::ExamReport, Scope::ExamResults],
            View::Questions => vec![Scope::ExamQuestions, Scope::ExamResults],
            View::Why => vec![Scope::ExamWhy, Scope::ExamResults],
        }
    }

    /// The questions walked through, by their place on the paper.
    #[must_use]
    pub fn walked(&self) -> Vec<usize> {
        self.report.walk(self.walk, &self.attempt)
    }

    /// The question shown or selected.
    #[must_use]
    pub fn place(&self) -> Option<usize> {
        let walked = self.walked();
        walked.get(self.selected.min(walked.len().saturating_sub(1))).copied()
    }

    /// The question shown with its reasons.
    fn shown(&self) -> Option<ItemId> {
        let place = self.place().filter(|_| self.view == View::Why)?;
        Some(self.attempt.slots().get(place)?.item().id.clone())
    }

    pub(in crate::app) fn apply(&mut self, events: &[Event]) {
        events.iter().for_each(|event| self.attempt.apply(event));
        self.report = Report::of(&self.attempt);
    }
}

impl Model {
    /// Shows how an attempt went.
    pub(in crate::app) fn show_results(&mut self, attempt: Attempt, sent: Sent) {
        let from_history = matches!(&self.screen, Screen::Exam(exam) if matches!(**exam, Exam::History(_)));
        let report = Report::of(&attempt);
        let results = Results {
            attempt,
            report,
            sent,
            view: View::Summary,
            walk: Walk::All,
            selected: 0,
            scroll: 0,
            says: None,
            from_history,
        };
        self.page = Page::default();
        self.screen = Screen::Exam(Box::new(Exam::Results(results)));
    }

    fn results(&mut self) -> Option<&mut Results> {
        let Screen::Exam(exam) = &mut self.screen else { return None };
        if let Exam::Results(results) = &mut **exam { Some(results) } else { None }
    }

    /// Handles an action on the results.
    pub(in crate::app) fn results_act(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = self.results_do(action);
        effects.extend(self.look_at_question());
        effects
    }

    /// Asks for what the learner put on the question that is shown.
    fn look_at_question(&mut self) -> Vec<Effect> {
        let Some(results) = self.results() else { return vec![] };
        let Some(id) = results.shown() else { return vec![] };
        if results.says.as_ref().is_some_and(|(on, _)| *on == id) {
            return vec![];
        }
        results.says = None;
        vec![Effect::Ask(Request::About(id))]
    }

    /// The question that is shown has been read; none when it is in no pack now.
    pub(in crate::app) fn question_read(&mut self, about: Option<&About>) -> Vec<Effect> {
        let Some(results) = self.results() else { return vec![] };
        let Some(id) = results.shown() else { return vec![] };
        let on = about.filter(|about| about.item.id == id).map(|about| about.on_item.clone());
        results.says = Some((id, on.unwrap_or_default()));
        vec![]
    }

    /// An annotation says that now.
    pub(in crate::app) fn question_says(&mut self, subject: &Subject, now: &Annotation) {
        if let Some(results) = self.results()
            && let Some((id, says)) = &mut results.says
            && subject.card.is_none()
            && *id == subject.item
        {
            says.clone_from(now);
        }
    }

    fn results_do(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page;
        let Some(results) = self.results() else { return vec![] };
        let last = results.walked().len().saturating_sub(1);
        results.selected = results.selected.min(last);
        match (action, results.view) {
            (Action::Exam(wish), _) => return self.results_wish(wish),
            (Action::Review, _) => return self.start_review(Filter::default()),
            (Action::Undo, _) => return vec![Effect::Ask(Request::Undo)],
            (Action::Redo, _) => return vec![Effect::Ask(Request::Redo)],
            (Action::Right, View::Why) if results.selected < last => results.select(results.selected + 1),
            // After the last one, the list.
            (Action::Back | Action::QuitOrBack | Action::Right, View::Why) => results.turn_to(View::Questions),
            (Action::Back | Action::QuitOrBack, View::Questions) => results.turn_to(View::Summary),
            (Action::Back | Action::QuitOrBack, View::Summary) => {
                return if results.from_history { self.open_history() } else { self.go_home() };
            }
            (Action::Up, View::Questions) | (Action::Left, View::Why) => {
                results.select(results.selected.saturating_sub(1));
            }
            (Action::Down, View::Questions) => results.select((results.selected + 1).min(last)),
            (Action::PageUp, View::Questions) => results.select(results.selected.saturating_sub(10)),
            (Action::PageDown, View::Questions) => results.select((results.selected + 10).min(last)),
            (Action::Top, View::Questions) => results.select(0),
            (Action::Bottom, View::Questions) => results.select(last),
            (Action::Pick(at), View::Questions) if at == results.selected => results.turn_to(View::Why),
            (Action::Pick(at), View::Questions) => results.select(at.min(last)),
            (Action::Pick(place), View::Summary) => results.explain(place),
            (Action::Open, View::Summary) => results.show(Walk::Wrong),
            (Action::Open, View::Questions) if results.place().is_some() => results.turn_to(View::Why),
            (Action::Behind, View::Why) => {
                let place = results.place();
                return place.map(|place| self.behind_question(place)).unwrap_or_default();
            }
            (Action::Source, View::Why) => {
                let place = results.place();
                return place.map(|place| self.source_of(place)).unwrap_or_default();
            }
            _ => results.scroll = page.scrolled(results.scroll, action).unwrap_or(results.scroll),
        }
        vec![]
    }

    fn results_wish(&mut self, wish: Wish) -> Vec<Effect> {
        let at = self.now.at;
        let Some(results) = self.results() else { return vec![] };
        match wish {
            Wish::Show(walk) => results.show(walk),
            Wish::Summary => {
                results.turn_to(if results.view == View::Summary { View::Questions } else { View::Summary });
            }
            Wish::Doubt if results.view == View::Why => {
                let Some(place) = results.place() else { return vec![] };
                return keep(results.attempt.take(Act::Doubt(place), at).unwrap_or_default());
            }
            Wish::Again => return self.again(),
            Wish::History => return self.open_history(),
            _ => {}
        }
        vec![]
    }

    /// Sets up a paper of the questions that were wrong.
    fn again(&mut self) -> Vec<Effect> {
        let Some(results) = self.results() else { return vec![] };
        let marks = results.attempt.marks();
        let wrong = |place: &usize| results.report.verdicts[*place] != Verdict::Right && !marks[*place].doubted;
        let slots = results.attempt.slots();
        let these = (0..slots.len()).filter(wrong).map(|place| slots[place].item().id.clone());
        let these: std::collections::BTreeSet<_> = these.collect();
        if these.is_empty() {
            self.say("Nothing was missed on this paper.");
            return vec![];
        }
        let terms = results.attempt.terms();
        let asked = Asked { pack: Some(terms.pack.clone()), exam: terms.setup.exam.clone(), ..Asked::default() };
        let mut set_up = SetUp::asked(asked);
        set_up.scope.only = Only::These(these);
        self.screen = Screen::Exam(Box::new(Exam::SetUp(set_up)));
        vec![Effect::Ask(Request::ExamForms)]
    }

    /// Shows the notes and traps behind a question, when its answer may be explained.
    pub(in crate::app) fn behind_question(&mut self, place: usize) -> Vec<Effect> {
        let Some(attempt) = self.attempt().filter(|attempt| attempt.explained(place)) else { return vec![] };
        let item = attempt.slots()[place].item().id.clone();
        vec![Effect::Ask(Request::Behind(item))]
    }

    /// Says where a question is from, when its answer may be explained.
    pub(in crate::app) fn source_of(&mut self, place: usize) -> Vec<Effect> {
        let Some(attempt) = self.attempt().filter(|attempt| attempt.explained(place)) else { return vec![] };
        let text = match &attempt.slots()[place].item().source {
            Some(source) => format!("Source: {source}"),
            None => "This question names no source.".into(),
        };
        self.say(text);
        vec![]
    }
}

impl Results {
    fn turn_to(&mut self, view: View) {
        (self.view, self.scroll) = (view, 0);
    }

    fn select(&mut self, selected: usize) {
        (self.selected, self.scroll) = (selected, 0);
    }

    /// Shows the questions of a kind.
    fn show(&mut self, walk: Walk) {
        (self.walk, self.selected) = (walk, 0);
        self.turn_to(View::Questions);
    }

    /// Shows the question at that place of the paper.
    fn explain(&mut self, place: usize) {
        (self.walk, self.selected) = (Walk::All, place);
        self.turn_to(View::Why);
    }
}
