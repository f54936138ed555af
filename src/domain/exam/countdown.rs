//! The time of an attempt: what is left, what is used, and how that compares with the pace.

use crate::domain::exam::attempt::{Attempt, State};
use crate::domain::exam::mark::Status;
use crate::domain::time::Timestamp;

/// The last warning of the time that is left. It stays on the screen while the clock is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// At most 10 minutes.
    Ten,
    /// At most 5 minutes.
    Five,
    /// At most 1 minute.
    One,
}

const MINUTE: i64 = 60_000;

impl Attempt {
    /// When it is handed in by itself, by the exam's clock, pauses so far counted in. None without a time limit.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let extra = if self.extended() { self.paper().extra() } else { 0 };
        Some(self.terms().started_at.plus(self.paper().allowed()? + extra + self.paused()))
    }

    /// Milliseconds left, at least 0: what the countdown shows. None without a time limit.
    #[must_use]
    pub fn remaining(&self, now: Timestamp) -> Option<i64> {
        Some(self.ends_at()?.since(self.standing(now)).max(0))
    }

    /// The last warning of the time left. Those that are longer than the whole paper are not given.
    #[must_use]
    pub fn warning(&self, now: Timestamp) -> Option<Warning> {
        let (left, whole) = (self.remaining(now)?, self.paper().allowed()?);
        let fits = |(minutes, _): &(i64, Warning)| left <= minutes * MINUTE && minutes * MINUTE < whole;
        [(1, Warning::One), (5, Warning::Five), (10, Warning::Ten)].into_iter().find(fits).map(|(_, warning)| warning)
    }

    /// Milliseconds used, pauses not counted, at most what is allowed.
    #[must_use]
    pub fn used(&self, now: Timestamp) -> i64 {
        self.used_at(self.standing(now))
    }

    /// Milliseconds ahead of the pace (behind when negative). The question being thought about may take its share, so a
    /// learner who is within it is neither ahead nor behind.
    #[must_use]
    pub fn ahead(&self, now: Timestamp) -> i64 {
        let answered = self.questions().filter(|(slot, mark)| mark.status(slot.choose()) == Status::Answered).count();
        let planned = self.terms().pace * i64::try_from(answered).unwrap_or(i64::MAX);
        let spare = planned - self.used(now);
        let whole = answered == self.marks().len();
        if spare >= 0 || whole { spare } else { (spare + self.terms().pace).min(0) }
    }

    /// When the next whole second of the countdown begins, by the wall clock. None while it stands.
    #[must_use]
    pub fn next_second(&self, now: Timestamp) -> Option<Timestamp> {
        let shown = self.remaining(now).unwrap_or_else(|| -self.used(now));
        let left = match shown.rem_euclid(1000) {
            0 => 1000,
            part => part,
        };
        (self.state() == State::Running).then(|| now.plus(left))
    }

    /// Milliseconds used when the exam's clock shows `at`.
    pub(super) fn used_at(&self, at: Timestamp) -> i64 {
        let end = self.ends_at().map_or(at, |end| end.min(at));
        (end.since(self.terms().started_at) - self.paused()).max(0)
    }

    /// The exam's clock, which stands while the attempt is paused or over.
    fn standing(&self, now: Timestamp) -> Timestamp {
        match self.state() {
            State::Running => self.clock.read(now),
            State::Paused(since) => since,
            State::Over(_) => self.last,
        }
    }
}
