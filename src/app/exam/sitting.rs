//! Sitting a mock exam: the question, and the review list.

use crate::app::action::Action;
use crate::app::exam::{Wish, keep};
use crate::app::field::Field;
use crate::app::keymap::Scope;
use crate::app::message::Effect;
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::domain::exam::{Act, Attempt, Event, Mode, State, Status, Warning, What};
use crate::domain::time::Timestamp;

/// A running attempt on the screen.
#[derive(Debug)]
pub struct Sitting {
    /// The attempt, with everything that is on disk.
    pub attempt: Attempt,
    /// Lines scrolled.
    pub scroll: u16,
    /// The selected question on the review list.
    pub selected: usize,
    /// Which questions the review list shows.
    pub filter: Filter,
    /// The last warning of the time that was said.
    warned: Option<Warning>,
    /// The open question that enter was pressed on, in practice.
    insisted: Option<usize>,
}

/// Which questions the review list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those not answered whole.
    Open,
    /// Flagged ones.
    Flagged,
}

impl Filter {
    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::All => Self::Open,
            Self::Open => Self::Flagged,
            Self::Flagged => Self::All,
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "not answered",
            Self::Flagged => "flagged",
        }
    }
}

impl Sitting {
    /// An attempt that goes on now.
    #[must_use]
    pub fn new(attempt: Attempt, now: Timestamp) -> Self {
        let (selected, warned) = (attempt.place().question, attempt.warning(now));
        Self { attempt, scroll: 0, selected, filter: Filter::All, warned, insisted: None }
    }

    /// The scopes of its keys, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match self.attempt.state() {
            State::Paused(_) => vec![Scope::ExamPaused],
            _ if self.attempt.place().list => vec![Scope::ExamList],
            _ if self.attempt.terms().mode() == Mode::Practice => vec![Scope::ExamPractice, Scope::ExamQuestion],
            _ => vec![Scope::ExamQuestion],
        }
    }

    /// The questions that the review list shows.
    #[must_use]
    pub fn listed(&self) -> Vec<usize> {
        let fits = |place: &usize| match self.filter {
            Filter::All => true,
            Filter::Open => self.attempt.status(*place) != Some(Status::Answered),
            Filter::Flagged => self.attempt.marks()[*place].flagged,
        };
        (0..self.attempt.slots().len()).filter(fits).collect()
    }

    /// The news of a warning that was not said yet.
    pub(in crate::app) fn warn(&mut self, now: Timestamp) -> Option<String> {
        if self.attempt.state() != State::Running {
            return None;
        }
        let warning = self.attempt.warning(now);
        if warning <= self.warned {
            self.warned = warning;
            return None;
        }
        self.warned = warning;
        Some(match warning? {
            Warning::Ten => "10 minutes left.".into(),
            Warning::Five => "5 minutes left.".into(),
            Warning::One => "1 minute left: answer what is still open, a guess costs nothing.".into(),
        })
    }

    /// Folds in what is on disk; says when a question was left with too few options chosen.
    pub(in crate::app) fn apply(&mut self, events: &[Event]) -> Option<String> {
        let mut news = None;
        for event in events {
            let left = self.attempt.place();
            self.attempt.apply(event);
            match event.what {
                What::Looked(place) => {
                    (self.scroll, self.selected, self.insisted) = (0, place, None);
                    if !left.list && left.question != place {
                        news = self.too_few(left.question);
                    }
                }
                What::Listed => {
                    (self.selected, self.filter) = (left.question, Filter::All);
                    news = self.too_few(left.question);
                }
                What::Checked(_) => self.scroll = 0,
                What::Resumed => news = Some("The clock runs again.".into()),
                What::Extended => news = Some("More time was added.".into()),
                _ => {}
            }
        }
        news
    }

    fn too_few(&self, place: usize) -> Option<String> {
        let slot = self.attempt.slots().get(place)?;
        let chosen = self.attempt.marks().get(place)?.chosen.len();
        (self.attempt.status(place) == Some(Status::Short)).then(|| {
            format!("Question {} asks for {}, {chosen} chosen: as it is, it counts as wrong.", place + 1, slot.choose())
        })
    }

    /// What handing in must name.
    fn before_handing_in(&self) -> String {
        let open = self.attempt.open();
        let of = |status: Status| -> Vec<String> {
            open.iter().filter(|(_, s)| *s == status).map(|(place, _)| (place + 1).to_string()).collect()
        };
        let (blank, short) = (of(Status::Blank), of(Status::Short));
        let mut lines = Vec::new();
        if !blank.is_empty() {
            lines.push(format!("{} blank: {}", blank.len(), blank.join(", ")));
        }
        if !short.is_empty() {
            lines.push(format!("{} with too few chosen: {}", short.len(), short.join(", ")));
        }
        if lines.is_empty() {
            lines.push(format!("All {} questions are answered.", self.attempt.slots().len()));
        } else {
            lines.push("They count as wrong; a guess costs nothing.".into());
        }
        let flagged = self.attempt.marks().iter().filter(|mark| mark.flagged).count();
        if flagged > 0 {
            lines.push(format!("{flagged} flagged."));
        }
        lines.push(String::new());
        lines.push("Hand in now?".into());
        lines.join("\n")
    }
}

impl Model {
    /// Handles an action in a running attempt.
    pub(in crate::app) fn sitting_act(&mut self, action: Action) -> Vec<Effect> {
        let (page, width) = (self.page, self.size.0);
        let Some(sitting) = self.sitting() else { return vec![] };
        let list = sitting.attempt.place().list;
        match action {
            Action::Sit(act) => return self.sit(act),
            Action::Back if list => return self.sit(Act::Back),
            Action::Back | Action::QuitOrBack => return self.ask_to_leave(),
            Action::Exam(wish) => return self.sitting_wish(wish),
            Action::Open if list => {
                let at = sitting.selected;
                return self.sit(Act::Go(at));
            }
            Action::Up | Action::Down | Action::Left | Action::Right if list => {
                sitting.select(action, grid_columns(width));
            }
            Action::Behind => {
                let place = sitting.attempt.place().question;
                return self.behind_question(place);
            }
            Action::Source => {
                let place = sitting.attempt.place().question;
                return self.source_of(place);
            }
            Action::PageDown if sitting.scroll >= page.most => sitting.scroll = 0,
            _ => sitting.scroll = page.scrolled(sitting.scroll, action).unwrap_or(sitting.scroll),
        }
        vec![]
    }

    fn sitting_wish(&mut self, wish: Wish) -> Vec<Effect> {
        let Some(sitting) = self.sitting() else { return vec![] };
        let attempt = &sitting.attempt;
        let ask = |question: String, yes: Action| Overlay::Confirm { question, yes };
        let overlay = match wish {
            Wish::Advance => return self.advance(),
            Wish::Doubt => {
                let place = attempt.place().question;
                if attempt.explained(place) {
                    return self.sit(Act::Doubt(place));
                }
                self.say("Check the answer first; then its key can be doubted.");
                return vec![];
            }
            Wish::NextOpen => {
                let here = sitting.selected;
                let open: Vec<usize> = attempt.open().into_iter().map(|(place, _)| place).collect();
                let next = open.iter().filter(|place| **place > here).min().or_else(|| open.iter().min());
                match next {
                    Some(next) => sitting.selected = *next,
                    None => self.say("Every question is answered."),
                }
                return vec![];
            }
            Wish::Filter => {
                sitting.filter = sitting.filter.next();
                let listed = sitting.listed();
                if !listed.contains(&sitting.selected)
                    && let Some(first) = listed.first()
                {
                    sitting.selected = *first;
                }
                return vec![];
            }
            Wish::GoTo => Overlay::Number { title: "Go to question", field: Field::default() },
            Wish::Take(number) => {
                let last = attempt.slots().len();
                if !(1..=last).contains(&number) {
                    self.say(format!("The questions are numbered 1 to {last}."));
                    return vec![];
                }
                return self.sit(Act::Go(number - 1));
            }
            Wish::HandIn => ask(sitting.before_handing_in(), Action::Sit(Act::HandIn)),
            Wish::Pause if attempt.terms().setup.timed && !attempt.ever_paused() => ask(
                "Pause the clock?\n\nThe real exam can't be paused, so this paper will not count towards readiness.".into(),
                Action::Sit(Act::Pause),
            ),
            Wish::Pause => return self.sit(Act::Pause),
            Wish::Extend => {
                let minutes = attempt.paper().extra() / 60_000;
                let question = format!(
                    "Add {minutes} minutes?\n\nNon-native speakers get 30 minutes more for a full exam when they ask for it before they book."
                );
                ask(question, Action::Sit(Act::Extend))
            }
            Wish::GiveUp => ask(
                "Give this paper up?\n\nIt is kept, marked incomplete. What you answered wrong still goes into your daily cards.".into(),
                Action::Sit(Act::Abandon),
            ),
            Wish::LeaveNow => return self.leave(),
            _ => return vec![],
        };
        self.overlays.push(overlay);
        vec![]
    }

    fn ask_to_leave(&mut self) -> Vec<Effect> {
        let Some(sitting) = self.sitting() else { return vec![] };
        if matches!(sitting.attempt.state(), State::Paused(_)) {
            return self.leave();
        }
        let timed = sitting.attempt.ends_at().is_some();
        let time = if timed { "Time runs on while you are away" } else { "Everything is kept" };
        let question = format!("Leave the exam?\n\n{time}; e on the home screen brings you back to this question.");
        self.overlays.push(Overlay::Confirm { question, yes: Action::Exam(Wish::LeaveNow) });
        vec![]
    }

    /// Enter: in practice the check comes first.
    fn advance(&mut self) -> Vec<Effect> {
        let Some(sitting) = self.sitting() else { return vec![] };
        let place = sitting.attempt.place().question;
        let (slot, mark) = sitting.attempt.current();
        let practice = sitting.attempt.terms().mode() == Mode::Practice;
        if !practice || mark.checked {
            return self.sit(Act::Next);
        }
        let (choose, chosen) = (slot.choose(), mark.chosen.len());
        if mark.status(choose) != Status::Answered && sitting.insisted != Some(place) {
            sitting.insisted = Some(place);
            let said =
                if chosen == 0 { "Nothing chosen yet".to_owned() } else { format!("{chosen} of {choose} chosen") };
            let show = self.key_does(Action::Exam(Wish::Advance), "again shows the answer.");
            let on = self.key_does(Action::Sit(Act::Next), "goes on without it.");
            self.say(format!("{said}.{show}{on}"));
            return vec![];
        }
        self.sit(Act::Check)
    }

    /// Does something in the attempt: what comes of it is shown once it is on disk.
    pub(in crate::app) fn sit(&mut self, act: Act) -> Vec<Effect> {
        let at = self.now.at;
        let Some(sitting) = self.sitting() else { return vec![] };
        match sitting.attempt.take(act, at) {
            Ok(events) => keep(events),
            Err(refusal) => {
                self.say(refusal.to_string());
                vec![]
            }
        }
    }
}

impl Sitting {
    fn select(&mut self, action: Action, columns: usize) {
        let listed = self.listed();
        let Some(last) = listed.len().checked_sub(1) else { return };
        let at = listed.iter().position(|place| *place >= self.selected).unwrap_or(last);
        let to = match action {
            Action::Left => at.saturating_sub(1),
            Action::Right => at + 1,
            Action::Up if at >= columns => at - columns,
            Action::Down if at + columns <= last => at + columns,
            _ => at,
        };
        self.selected = listed[to.min(last)];
    }
}

/// Columns of the screen that a question takes in the review list's grid.
pub const CELL: usize = 7;

/// Questions in a row of the review list's grid in a window of that width: a round number of them where there is room.
#[must_use]
pub fn grid_columns(width: u16) -> usize {
    let fit = (usize::from(width).saturating_sub(2) / CELL).max(1);
    if fit >= 10 { fit / 5 * 5 } else { fit }
}
