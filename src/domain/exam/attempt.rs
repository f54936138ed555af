//! An attempt: a paper and everything that has happened to it, folded from its events.

use crate::domain::exam::clock::Clock;
use crate::domain::exam::event::{End, Event, What};
use crate::domain::exam::mark::{Mark, Status};
use crate::domain::exam::paper::{Paper, Slot, Terms};
use crate::domain::exam::setup::Mode;
use crate::domain::id::Slug;
use crate::domain::time::Timestamp;

/// One sitting of a mock exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// The store's number for it.
    pub id: i64,
    paper: Paper,
    marks: Vec<Mark>,
    state: State,
    place: Place,
    clock_hidden: bool,
    pub(super) clock: Clock,
    /// Events folded in so far.
    events: u32,
    /// The exam's clock at the last event.
    pub(super) last: Timestamp,
    /// Milliseconds paused, all pauses together.
    paused: i64,
    ever_paused: bool,
    extended: bool,
}

/// Whether an attempt runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It runs.
    Running,
    /// It stands still since that reading of the exam's clock.
    Paused(Timestamp),
    /// It is over.
    Over(End),
}

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The question there, or the one to go back to from the list.
    pub question: usize,
    /// Whether the review list is shown.
    pub list: bool,
}

impl Attempt {
    /// An attempt in which nothing has happened yet: the first question is on the screen.
    #[must_use]
    pub fn new(id: i64, paper: Paper) -> Self {
        let mut marks = vec![Mark::default(); paper.slots.len()];
        if let Some(first) = marks.first_mut() {
            first.visits = 1;
        }
        let at = paper.terms.started_at;
        let extended = paper.terms.setup.extra;
        Self {
            id,
            paper,
            marks,
            state: State::Running,
            place: Place { question: 0, list: false },
            clock_hidden: false,
            clock: Clock::starting(at),
            events: 0,
            last: at,
            paused: 0,
            ever_paused: false,
            extended,
        }
    }

    /// The attempt as it was left, from what the store kept.
    #[must_use]
    pub fn rebuild<'a>(id: i64, paper: Paper, events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut attempt = Self::new(id, paper);
        events.into_iter().for_each(|event| attempt.apply(event));
        attempt
    }

    /// Folds in an event that is on disk. One that names a question the paper doesn't have, or that comes after the end,
    /// changes nothing but the count.
    pub fn apply(&mut self, event: &Event) {
        self.events += 1;
        if let State::Over(_) = self.state {
            // Its time is over; only a doubt still changes what it is worth.
            if let What::Doubted(question, on) = event.what {
                self.with(question, |mark| mark.doubted = on);
            }
            return;
        }
        self.clock.note(event.at, event.wall);
        let passed = event.at.since(self.last).max(0);
        self.last = self.last.max(event.at);
        self.spend(passed, &event.what);
        self.change(event.at, &event.what);
    }

    /// Gives the time since the last event to what was on the screen.
    fn spend(&mut self, passed: i64, what: &What) {
        let State::Running = self.state else { return };
        let awake = match what {
            What::Back(since) => passed - self.last.since(*since).clamp(0, passed),
            _ => passed,
        };
        if !self.place.list
            && let Some(mark) = self.marks.get_mut(self.place.question)
        {
            mark.time += awake;
        }
    }

    fn change(&mut self, at: Timestamp, what: &What) {
        match what {
            What::Looked(question) => self.look(*question),
            What::Listed => self.place.list = true,
            What::Chose(question, option) => self.choose(*question, option),
            What::Dropped(question, option) => {
                self.with(*question, |mark| {
                    mark.chosen.remove(option);
                });
            }
            What::Struck(question, option) => self.with(*question, |mark| {
                mark.chosen.remove(option);
                mark.struck.insert(option.clone());
            }),
            What::Restored(question, option) => {
                self.with(*question, |mark| {
                    mark.struck.remove(option);
                });
            }
            What::Flagged(question, on) => self.with(*question, |mark| mark.flagged = *on),
            What::Sure(question, sure) => self.with(*question, |mark| mark.sure = *sure),
            What::Checked(question) => self.with(*question, |mark| mark.checked = true),
            What::Doubted(question, on) => self.with(*question, |mark| mark.doubted = *on),
            What::Hid(on) => self.clock_hidden = *on,
            What::Paused => {
                self.state = State::Paused(at);
                self.ever_paused = true;
            }
            What::Resumed => self.unpause(at),
            What::Extended => self.extended = true,
            What::Ticked | What::Back(_) => {}
            What::Ended(end) => {
                self.unpause(at);
                self.state = State::Over(*end);
            }
        }
    }

    fn with(&mut self, question: usize, change: impl FnOnce(&mut Mark)) {
        if let Some(mark) = self.marks.get_mut(question) {
            change(mark);
        }
    }

    fn look(&mut self, question: usize) {
        if question < self.marks.len() {
            self.place = Place { question, list: false };
            self.with(question, |mark| mark.visits += 1);
        }
    }

    fn choose(&mut self, question: usize, option: &Slug) {
        let used = self.used_at(self.last);
        let Some(slot) = self.paper.slots.get(question) else { return };
        let choose = slot.choose();
        self.with(question, |mark| {
            if choose == 1 {
                mark.chosen.clear();
            }
            mark.chosen.insert(option.clone());
            if mark.status(choose) == Status::Answered {
                mark.first.get_or_insert_with(|| mark.chosen.clone());
                mark.answered_after.get_or_insert(used);
            }
        });
    }

    fn unpause(&mut self, at: Timestamp) {
        if let State::Paused(since) = self.state {
            self.paused += at.since(since).max(0);
            self.state = State::Running;
        }
    }

    /// What was agreed before the first question.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.paper.terms
    }

    /// The paper.
    #[must_use]
    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    /// The questions in order.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.paper.slots
    }

    /// What the learner has done with each question, in the same order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Questions with what was done to them.
    #[must_use]
    pub fn questions(&self) -> impl ExactSizeIterator<Item = (&Slot, &Mark)> {
        self.paper.slots.iter().zip(&self.marks)
    }

    /// Whether it runs.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// How it ended, if it has.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        if let State::Over(end) = self.state { Some(end) } else { None }
    }

    /// What is on the screen.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The question on the screen, or the one to go back to.
    #[must_use]
    pub fn current(&self) -> (&Slot, &Mark) {
        let at = self.place.question.min(self.marks.len().saturating_sub(1));
        (&self.paper.slots[at], &self.marks[at])
    }

    /// Whether the learner hid the clock; warnings stay.
    #[must_use]
    pub fn clock_hidden(&self) -> bool {
        self.clock_hidden
    }

    /// Whether the 30 minutes were added.
    #[must_use]
    pub fn extended(&self) -> bool {
        self.extended
    }

    /// Whether it was ever paused, which keeps it out of readiness.
    #[must_use]
    pub fn ever_paused(&self) -> bool {
        self.ever_paused
    }

    /// Milliseconds paused, all pauses together.
    pub(super) fn paused(&self) -> i64 {
        self.paused
    }

    /// How many events it is made of: the number of the next one.
    #[must_use]
    pub fn events(&self) -> u32 {
        self.events
    }

    /// Whether the reasons of the question may be shown now: at the end, and in practice once it is checked.
    #[must_use]
    pub fn explained(&self, question: usize) -> bool {
        let checked = self.marks.get(question).is_some_and(|mark| mark.checked);
        matches!(self.state, State::Over(_)) || (checked && self.terms().mode() == Mode::Practice)
    }

    /// How far a question is answered.
    #[must_use]
    pub fn status(&self, question: usize) -> Option<Status> {
        Some(self.marks.get(question)?.status(self.paper.slots.get(question)?.choose()))
    }

    /// The questions that are not answered whole, blank ones first: what handing in must name.
    #[must_use]
    pub fn open(&self) -> Vec<(usize, Status)> {
        let all = self.questions().map(|(slot, mark)| mark.status(slot.choose())).enumerate();
        let mut open: Vec<_> = all.filter(|(_, status)| *status != Status::Answered).collect();
        open.sort_by_key(|(place, status)| (*status, *place));
        open
    }
}
