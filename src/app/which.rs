//! Which: a scenario typed or pasted, the service that it points to, and the words that say so.

use std::ops::Range;

use crate::app::action::Action;
use crate::app::exam::Exam;
use crate::app::exam::results::View;
use crate::app::field::Field;
use crate::app::message::Effect;
use crate::app::model::{Model, Screen};
use crate::domain::content::{Kind, Services};
use crate::domain::rules::{Answer, Engine};
use crate::domain::verdict::{Reason, deciding, reasons};

/// The rules of all packs.
#[derive(Debug, Default)]
pub struct Engines {
    /// Each pack that has rules.
    pub packs: Vec<Read>,
}

/// A pack's rules, ready to read scenarios.
#[derive(Debug)]
pub struct Read {
    /// The rules.
    pub engine: Engine,
    /// What services are called.
    pub services: Services,
}

/// The Which screen.
#[derive(Debug)]
pub struct Which {
    /// The scenario.
    pub field: Field,
    /// What it points to, once there is a text and the rules are read.
    pub answer: Option<Answer>,
    /// The pack whose rules gave the answer, by its place among [`Engines::packs`].
    pub pack: usize,
    /// Deciding words of the text, in characters.
    pub marks: Vec<Range<usize>>,
    /// The reasons of the answer.
    pub reasons: Vec<Reason>,
    /// The reason that is looked at.
    pub selected: Option<usize>,
    /// Where it was opened, if not on Home.
    back: Option<Box<Screen>>,
}

impl Default for Which {
    fn default() -> Self {
        Self {
            field: Field::of_lines(),
            answer: None,
            pack: 0,
            marks: vec![],
            reasons: vec![],
            selected: None,
            back: None,
        }
    }
}

/// The scenario of the question that is shown with its reasons after a mock exam.
fn walked(exam: &Exam) -> Option<&str> {
    match exam {
        Exam::Results(results) if results.view == View::Why => {
            Some(results.attempt.slots().get(results.place()?)?.question().stem.as_str())
        }
        _ => None,
    }
}

impl Engines {
    /// What the pack says that knows the scenario best; none without any rules.
    #[must_use]
    pub fn read(&self, scenario: &str) -> Option<(Answer, usize)> {
        self.best(|read| read.engine.read(scenario))
    }

    /// The same with answer options.
    #[must_use]
    pub fn choose(&self, scenario: &str, options: &[&str], choose: usize) -> Option<(Answer, usize)> {
        self.best(|read| read.engine.choose(scenario, options, choose))
    }

    fn best(&self, read: impl Fn(&Read) -> Answer) -> Option<(Answer, usize)> {
        // One that leaves it open is less sure than any that decides.
        let sure = |answer: &Answer| answer.verdicts.first().map_or(0.0, |first| first.confidence);
        let answers = self.packs.iter().map(read).zip(0..);
        // Of equals the first.
        answers.reduce(|best, other| if sure(&other.0) > sure(&best.0) { other } else { best })
    }
}

impl Model {
    /// Opens the Which screen with nothing typed.
    #[must_use]
    pub fn which(&mut self) -> Vec<Effect> {
        self.open_which("")
    }

    /// Opens the screen, with a scenario and a way back where it has one.
    pub(super) fn open_which(&mut self, scenario: &str) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.screen, Screen::Home);
        let back = (!matches!(before, Screen::Home | Screen::Welcome)).then(|| Box::new(before));
        let mut which = Which { back, ..Which::default() };
        which.field.set(scenario);
        self.screen = Screen::Which(Box::new(which));
        self.read_scenario();
        vec![]
    }

    /// Whether the screen wants the rules, and they are not read yet.
    pub(super) fn wants_rules(&self) -> bool {
        self.engines.is_none()
            && match &self.screen {
                Screen::Which(_) => true,
                Screen::Exam(exam) => walked(exam).is_some(),
                _ => false,
            }
    }

    /// The scenario has changed, or the rules are there now: reads it anew.
    pub(super) fn read_scenario(&mut self) {
        let Screen::Which(which) = &mut self.screen else { return };
        let text = which.field.text();
        let read = self.engines.as_ref().filter(|_| !text.trim().is_empty()).and_then(|engines| engines.read(text));
        let kept = which.selected.and_then(|at| which.reasons.get(at)).map(|reason| reason.rule.clone());
        (which.answer, which.pack) = read.map_or((None, 0), |(answer, pack)| (Some(answer), pack));
        which.marks = which.answer.as_ref().map(deciding).unwrap_or_default();
        which.reasons = which.answer.as_ref().map(reasons).unwrap_or_default();
        which.selected = kept.and_then(|rule| which.reasons.iter().position(|reason| reason.rule == rule));
    }

    /// Handles an action on the Which screen.
    pub(super) fn which_act(&mut self, action: Action) -> Vec<Effect> {
        let Screen::Which(which) = &mut self.screen else { return vec![] };
        let count = which.reasons.len();
        match action {
            Action::Down if count > 0 => which.selected = Some(which.selected.map_or(0, |at| (at + 1) % count)),
            Action::Up if count > 0 => {
                which.selected = Some(which.selected.map_or(count - 1, |at| (at + count - 1) % count));
            }
            Action::Pick(at) if at < count => which.selected = Some(at),
            Action::Back | Action::QuitOrBack => {
                if let Some(back) = which.back.take() {
                    self.screen = *back;
                } else if which.selected.is_some() {
                    which.selected = None;
                } else if which.field.text().is_empty() {
                    return self.go_home();
                } else {
                    which.field.set("");
                    self.read_scenario();
                }
            }
            _ => {}
        }
        vec![]
    }

    /// Opens the Which screen with the scenario of the question that is shown.
    pub(super) fn decide(&mut self) -> Vec<Effect> {
        let stem = match &self.screen {
            Screen::Exam(exam) => walked(exam).map(str::to_owned),
            _ => match self.found().and_then(|found| found.about.as_ref()).map(|about| &about.item.kind) {
                Some(Kind::Question(question)) => Some(question.stem.clone()),
                _ => None,
            },
        };
        match stem {
            Some(stem) => self.open_which(&stem),
            None => {
                self.say("Only questions have a scenario to decide.");
                vec![]
            }
        }
    }
}
