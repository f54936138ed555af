//! One sitting: which card comes next. It knows nothing of the store; what it plans can always be rebuilt from there.

use std::collections::VecDeque;

use crate::domain::review::queue::{Due, Entry};
use crate::domain::review::state::CardState;
use crate::domain::time::{Now, Timestamp};

/// The cards still to come in this sitting.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    waiting: VecDeque<Entry>,
    steps: Vec<(Timestamp, Entry)>,
    last_item: Option<i64>,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// This card, now.
    Card(Entry),
    /// Nothing now; a card in a learning step comes back then.
    At(Timestamp),
    /// Nothing more today.
    Done,
}

impl Session {
    /// A sitting over these cards: those in learning steps by their instant, the rest in the order given.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut session = Self::default();
        for entry in entries {
            match entry.due {
                Due::Step(at) => session.wait_until(at, entry),
                Due::Review | Due::New => session.waiting.push_back(entry),
            }
        }
        session
    }

    /// How many cards are left, the one being shown not counted.
    #[must_use]
    pub fn left(&self) -> usize {
        self.waiting.len() + self.steps.len()
    }

    /// Cards left that are (in learning steps, for review, new).
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let new = self.waiting.iter().filter(|entry| entry.due == Due::New).count();
        (self.steps.len(), self.waiting.len() - new, new)
    }

    /// Takes out the next card: steps that are due, then reviews and new cards, then steps up to `ahead` milliseconds early.
    pub fn next(&mut self, now: Now, ahead: i64) -> Next {
        let due = self.steps.first().filter(|(at, _)| *at <= now.at);
        // A step of the very item just shown waits for one other card, if there is one.
        let sibling = due.is_some_and(|(_, entry)| Some(entry.item) == self.last_item);
        let found = if due.is_some() && (!sibling || self.waiting.is_empty()) {
            Some(self.steps.remove(0).1)
        } else {
            self.take_waiting().or_else(|| self.take_early(now, ahead))
        };
        match (found, self.steps.first()) {
            (Some(entry), _) => {
                self.last_item = Some(entry.item);
                Next::Card(entry)
            }
            (None, Some((at, _))) => Next::At(*at),
            (None, None) => Next::Done,
        }
    }

    /// Puts a rated card back if its new state brings it back within this study day.
    pub fn rated(&mut self, entry: Entry, after: &CardState, now: Now) {
        self.drop_card(entry.card);
        if after.stepping() && after.due_at < now.next_day_at && !after.hidden(now.day) {
            self.wait_until(after.due_at, Entry { due: Due::Step(after.due_at), ..entry });
        }
    }

    /// Puts a card behind everything, once more in this sitting.
    pub fn put_last(&mut self, entry: Entry) {
        self.drop_card(entry.card);
        self.waiting.push_back(entry);
    }

    /// Puts a card in front of everything, e.g. after its rating was undone.
    pub fn put_first(&mut self, entry: Entry) {
        self.drop_card(entry.card);
        self.waiting.push_front(entry);
        self.last_item = None;
    }

    /// Takes a card out, wherever it is.
    pub fn drop_card(&mut self, card: i64) {
        self.waiting.retain(|entry| entry.card != card);
        self.steps.retain(|(_, entry)| entry.card != card);
    }

    fn take_waiting(&mut self) -> Option<Entry> {
        let other = self.waiting.iter().position(|entry| Some(entry.item) != self.last_item);
        self.waiting.remove(other.unwrap_or(0))
    }

    fn take_early(&mut self, now: Now, ahead: i64) -> Option<Entry> {
        let limit = now.at.plus(ahead);
        let may = |at: &(Timestamp, Entry)| at.0 <= limit;
        let other =
            self.steps.iter().take_while(|at| may(at)).position(|(_, entry)| Some(entry.item) != self.last_item);
        let first = self.steps.first().filter(|at| may(at)).map(|_| 0);
        other.or(first).map(|at| self.steps.remove(at).1)
    }

    fn wait_until(&mut self, at: Timestamp, entry: Entry) {
        let place = self.steps.partition_point(|(other, _)| *other <= at);
        self.steps.insert(place, (at, entry));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::review::state::Phase;
    use crate::domain::time::StudyDay;

    const AHEAD: i64 = 20 * 60_000;

    fn now(minutes: i64) -> Now {
        let at = Timestamp(minutes * 60_000);
        Now { at, day: StudyDay(0), next_day_at: Timestamp(24 * 3_600_000) }
    }

    fn entry(card: i64, due: Due) -> Entry {
        Entry { card, item: card / 10, due }
    }

    fn step(minutes: i64) -> Due {
        Due::Step(Timestamp(minutes * 60_000))
    }

    fn shown(session: &mut Session, minutes: i64) -> i64 {
        match session.next(now(minutes), AHEAD) {
            Next::Card(entry) => entry.card,
            other => panic!("expected a card, got {other:?}"),
        }
    }

    #[test]
    fn steps_that_are_due_come_first_and_early_ones_last() {
        let mut session = Session::new(vec![entry(10, Due::Review), entry(20, step(5)), entry(30, step(15))]);
        assert_eq!(shown(&mut session, 6), 20);
        assert_eq!(shown(&mut session, 6), 10);
        assert_eq!(shown(&mut session, 6), 30);
        assert_eq!(session.next(now(6), AHEAD), Next::Done);
    }

    #[test]
    fn it_says_when_a_far_step_comes_back() {
        let mut session = Session::new(vec![entry(10, step(60))]);
        assert_eq!(session.next(now(0), AHEAD), Next::At(Timestamp(3_600_000)));
        assert_eq!(shown(&mut session, 45), 10);
    }

    #[test]
    fn a_sibling_lets_another_go_first() {
        let mut session = Session::new(vec![entry(10, Due::New), entry(11, Due::New), entry(20, Due::New)]);
        let order: Vec<i64> = (0..3).map(|_| shown(&mut session, 0)).collect();
        assert_eq!(order, [10, 20, 11]);
    }

    #[test]
    fn a_failed_card_comes_back_and_an_undone_one_comes_first() {
        let mut session = Session::new(vec![entry(10, Due::Review), entry(20, Due::Review)]);
        let Next::Card(first) = session.next(now(0), AHEAD) else { panic!() };
        let failed = CardState { phase: Phase::Relearning(0), due_at: Timestamp(600_000), ..CardState::default() };
        session.rated(first, &failed, now(0));
        assert_eq!(session.left(), 2);
        session.put_first(entry(10, Due::Review));
        assert_eq!((shown(&mut session, 0), session.left()), (10, 1));
    }

    #[test]
    fn what_comes_back_tomorrow_is_done_today() {
        let step = |due_at: Timestamp| CardState { phase: Phase::Learning(0), due_at, ..CardState::default() };
        let tomorrow = now(0).next_day_at;
        for (due_at, left) in [(tomorrow, 0), (tomorrow.plus(-1), 1)] {
            let mut session = Session::new(vec![entry(10, Due::New)]);
            let Next::Card(first) = session.next(now(0), AHEAD) else { panic!() };
            session.rated(first, &step(due_at), now(0));
            assert_eq!(session.left(), left);
        }
    }
}
