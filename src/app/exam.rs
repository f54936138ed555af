//! Mock exams on screen: set-up, sitting, report, history.
//!
//! The rules are the domain's ([`Attempt::take`]); here is only where each screen stands. Whatever changes an attempt goes
//! out as [`Request::KeepExam`] first and is applied when it is on disk.

pub mod history;
pub mod results;
pub mod setup;
pub mod sitting;
mod wish;

pub use history::History;
pub use results::Results;
pub use setup::{Asked, SetUp};
pub use sitting::Sitting;
pub use wish::Wish;

use crate::app::action::Action;
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::exam::{Act, Attempt, End, Event, Sent, Started, State, Stored, What};
use crate::domain::time::Timestamp;

/// A mock exam's screen.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it stands in a box")]
pub enum Exam {
    /// What is to be sat.
    SetUp(SetUp),
    /// The question, or the review list.
    Sitting(Sitting),
    /// How it went.
    Results(Results),
    /// All of them.
    History(History),
}

/// Whether a mock exam runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing {
    /// None does.
    Nothing,
    /// This one.
    Running(Box<Stored>),
    /// One did, and its time was over: it was handed in with what was answered.
    HandedIn(i64),
}

/// What became of an attempt's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// They are on disk.
    Done,
    /// They are on disk and the attempt has ended.
    Ended(Sent),
    /// Another window went on with the attempt.
    Moved,
}

impl Exam {
    /// The scopes of its keys, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match self {
            Self::SetUp(_) => vec![Scope::ExamSetUp],
            Self::Sitting(sitting) => sitting.scopes(),
            Self::Results(results) => results.scopes(),
            Self::History(_) => vec![Scope::ExamHistory],
        }
    }

    /// When it wants to be woken.
    #[must_use]
    pub fn next_wake(&self, now: Timestamp) -> Option<Timestamp> {
        if let Self::Sitting(sitting) = self { sitting.attempt.next_second(now) } else { None }
    }
}

impl Model {
    /// The attempt on the screen, running or over.
    #[must_use]
    pub fn attempt(&self) -> Option<&Attempt> {
        match &self.screen {
            Screen::Exam(exam) => match &**exam {
                Exam::Sitting(sitting) => Some(&sitting.attempt),
                Exam::Results(results) => Some(&results.attempt),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn sitting(&mut self) -> Option<&mut Sitting> {
        let Screen::Exam(exam) = &mut self.screen else { return None };
        if let Exam::Sitting(sitting) = &mut **exam { Some(sitting) } else { None }
    }

    /// Handles an action on a mock exam's screen.
    pub(super) fn exam_act(&mut self, action: Action) -> Vec<Effect> {
        let Screen::Exam(exam) = &self.screen else { return vec![] };
        match **exam {
            Exam::SetUp(_) => self.set_up_act(action),
            Exam::Sitting(_) => self.sitting_act(action),
            Exam::Results(_) => self.results_act(action),
            Exam::History(_) => self.history_act(action),
        }
    }

    /// Goes on with the exam that runs, or opens the set-up.
    pub(super) fn open_exam(&mut self) -> Vec<Effect> {
        if self.running.is_some() { self.resume() } else { self.set_up(Asked::default()) }
    }

    fn resume(&mut self) -> Vec<Effect> {
        let Some(past) = self.running.take() else { return vec![] };
        if let Some(why) = &past.stale {
            let question = format!(
                "{why}\n\nIt can't go on, because its questions may have changed. Hand in what was answered so far?"
            );
            self.running = Some(past);
            self.overlays.push(Overlay::Confirm { question, yes: Action::Exam(Wish::HandInAsItIs) });
            return vec![];
        }
        self.sit_down(past.attempt);
        self.sit(Act::Return)
    }

    /// Leaves the exam running for Home.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let at = self.now.at;
        let Some(sitting) = self.sitting() else { return vec![] };
        let mut attempt = sitting.attempt.clone();
        let events = attempt.take(Act::Leave, at).unwrap_or_default();
        let mut effects = if events.is_empty() { vec![] } else { vec![Effect::Ask(Request::KeepAway(events))] };
        self.running = Some(Box::new(Stored { attempt, stale: None, sent: None }));
        effects.extend(self.go_home());
        effects
    }

    /// The time was noted while another screen is shown, or another window was faster.
    pub(super) fn away_kept(&mut self, events: &[Event], kept: &Kept) -> Vec<Effect> {
        match (&mut self.running, kept) {
            (Some(past), Kept::Done) => {
                events.iter().for_each(|event| past.attempt.apply(event));
                vec![]
            }
            _ => vec![Effect::Ask(Request::RunningExam)],
        }
    }

    /// Shows an attempt that runs.
    fn sit_down(&mut self, attempt: Attempt) {
        self.running = None;
        let now = self.now.at;
        self.screen = Screen::Exam(Box::new(Exam::Sitting(Sitting::new(attempt, now))));
        self.page = crate::app::model::Page::default();
    }

    /// Hands in an attempt that can't go on.
    pub(super) fn hand_in_as_it_is(&mut self) -> Vec<Effect> {
        let Some(past) = self.running.take() else { return vec![] };
        let at = self.now.at;
        let mut after = past.attempt.clone();
        let mut events = Vec::new();
        let mut wishes = vec![Act::HandIn];
        if matches!(after.state(), State::Paused(_)) {
            wishes.insert(0, Act::Pause);
        }
        for act in wishes {
            let more = after.take(act, at).unwrap_or_default();
            more.iter().for_each(|event| after.apply(event));
            events.extend(more);
        }
        self.sit_down(past.attempt);
        vec![Effect::Ask(Request::KeepExam(events))]
    }

    /// Applies the time to the attempt that runs. True when its time is over, so that whatever was wanted comes too late.
    pub(super) fn exam_tick(&mut self) -> (Vec<Effect>, bool) {
        // What can't be kept now is tried again when the learner has read why.
        if matches!(self.overlays.last(), Some(Overlay::Trouble(_))) {
            return (vec![], false);
        }
        let at = self.now.at;
        if let Some(sitting) = self.sitting() {
            let warning = sitting.warn(at);
            let events = sitting.attempt.take(Act::Tick, at).unwrap_or_default();
            let over = events.iter().any(|event| matches!(event.what, What::Ended(_)));
            if let Some(warning) = warning {
                self.say(warning);
            }
            return (keep(events), over);
        }
        let Some(past) = self.running.as_mut().filter(|past| past.stale.is_none()) else { return (vec![], false) };
        if past.attempt.state() != State::Running || past.attempt.ends_at().is_none() {
            return (vec![], false);
        }
        if past.attempt.remaining(at) == Some(0) {
            self.running = None;
            return (vec![Effect::Ask(Request::RunningExam)], false);
        }
        // It can't be seen, but its clock runs, and a clock set back meanwhile gives no time.
        let events = past.attempt.take(Act::Away, at).unwrap_or_default();
        (if events.is_empty() { vec![] } else { vec![Effect::Ask(Request::KeepAway(events))] }, false)
    }

    /// Whether a mock exam runs was looked up.
    pub(super) fn standing_came(&mut self, standing: Standing) -> Vec<Effect> {
        self.running = None;
        match standing {
            Standing::Nothing => vec![],
            Standing::Running(past) => {
                self.running = Some(past);
                // Asked for a new one while one runs: that is to be ended first.
                let Screen::Exam(exam) = &self.screen else { return vec![] };
                let Exam::SetUp(set_up) = &**exam else { return vec![] };
                if set_up.asks() {
                    self.say("This exam still runs; end it before you start another.");
                }
                self.resume()
            }
            Standing::HandedIn(_) => {
                let history = self.keymap.key(Scope::Home, Action::Exam(Wish::History));
                self.say(format!(
                    "The time of your mock exam was over: it was handed in. {history} on Home shows its report."
                ));
                vec![Effect::Ask(Request::Today)]
            }
        }
    }

    /// An attempt was started.
    pub(super) fn exam_begun(&mut self, begun: Started) -> Vec<Effect> {
        match begun {
            Started::Done(attempt) => {
                self.sit_down(*attempt);
                vec![]
            }
            Started::Running(id) => vec![Effect::Ask(Request::Exam(id))],
            Started::Changed => {
                let start = self.key_does(Action::Exam(Wish::Start), "starts it.");
                self.say(format!("The pack changed just now; look again.{start}"));
                self.ask_bank()
            }
        }
    }

    /// An attempt was fetched.
    pub(super) fn exam_came(&mut self, past: Option<Box<Stored>>) -> Vec<Effect> {
        let Some(past) = past else {
            self.say("That exam is no longer there.");
            return vec![];
        };
        if past.attempt.end().is_some() {
            self.show_results(past.attempt, past.sent.unwrap_or_default());
            return vec![];
        }
        self.running = Some(past);
        self.resume()
    }

    /// Events are on disk, or another window was faster.
    pub(super) fn exam_kept(&mut self, events: &[Event], kept: Kept) -> Vec<Effect> {
        if kept == Kept::Moved {
            let Some(id) = self.attempt().map(|attempt| attempt.id) else { return vec![] };
            self.say("Another window went on with this exam; this is how it stands.");
            return vec![Effect::Ask(Request::Exam(id))];
        }
        if let Screen::Exam(exam) = &mut self.screen
            && let Exam::Results(results) = &mut **exam
        {
            results.apply(events);
            if events.iter().any(|event| matches!(event.what, What::Doubted(_, false))) {
                self.say("It counts again. What you wrote about it stays in its file.");
            }
            return reported(events);
        }
        let Some(sitting) = self.sitting() else { return vec![] };
        let news = sitting.apply(events);
        if let Kept::Ended(sent) = kept {
            let attempt = sitting.attempt.clone();
            self.overlays.clear();
            if attempt.end() == Some(End::TimeUp) {
                self.say("Time is up: the paper was handed in with what was answered.");
            }
            self.show_results(attempt, sent);
            return vec![Effect::Ask(Request::Today)];
        }
        if let Some(news) = news {
            self.say(news);
        }
        reported(events)
    }
}

/// Asks for a stub for each key that is doubted now.
fn reported(events: &[Event]) -> Vec<Effect> {
    let doubted = events.iter().filter_map(|event| match event.what {
        What::Doubted(place, true) => Some(Effect::Ask(Request::ReportDoubt(place))),
        _ => None,
    });
    doubted.collect()
}

/// Asks for events to be kept, if there are any.
fn keep(events: Vec<Event>) -> Vec<Effect> {
    if events.is_empty() { vec![] } else { vec![Effect::Ask(Request::KeepExam(events))] }
}
