//! Today's list: which cards, in which order, and why each.

use std::cmp::Ordering;

use super::build::{Outlooking, Progress};
use super::card::{Card, Days};
use super::learner::Learner;
use super::outlook::{Outlook, Verdict};
use super::price::Price;

/// A card with its place in the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// The card's id.
    pub id: u64,
    /// Its place in the slice that was planned.
    pub at: usize,
    /// Why it stands where it stands; none for a card outside the exam.
    pub verdict: Option<Verdict>,
    /// Expected seconds.
    pub seconds: f64,
    /// The chance of recall now, 0 if it was never shown.
    pub now: f64,
}

/// The cards of a day.
#[derive(Debug, Clone)]
pub struct Today {
    /// All cards that were not shown today, best first. Cards outside the exam come last.
    pub order: Vec<Entry>,
    /// How many of them fill the minutes; the last one may run over.
    pub fit: usize,
    /// Seconds that these are expected to take.
    pub seconds: f64,
}

/// Work on a day's list, in slices.
#[derive(Debug, Clone)]
pub struct Planning {
    cards: Vec<Card>,
    outlooking: Option<Outlooking>,
    outlook: Option<Outlook>,
    order: Vec<Entry>,
    next: usize,
    looked_ahead: usize,
}

/// Cards judged in a unit of work.
const CARDS_A_UNIT: usize = 16;

impl Planning {
    /// Begins to plan today. See [`Outlooking::new`] for the price.
    #[must_use]
    pub fn new(learner: Learner, cards: Vec<Card>, days: Days, earlier: Option<Price>) -> Self {
        let outlooking = Outlooking::new(learner, &cards, days, earlier);
        Self {
            order: Vec::with_capacity(cards.len()),
            cards,
            outlooking: Some(outlooking),
            outlook: None,
            next: 0,
            looked_ahead: 0,
        }
    }

    /// Does so many units of work.
    pub fn step(&mut self, units: usize) -> Progress {
        let mut left = units;
        if let Some(mut work) = self.outlooking.take() {
            let before = work.progress().done;
            let after = work.step(&self.cards, left).done;
            left = left.saturating_sub(after - before);
            self.looked_ahead = after;
            if work.finished() {
                self.outlook = Some(work.take(&self.cards));
            } else {
                self.outlooking = Some(work);
            }
        }
        if let Some(outlook) = &self.outlook {
            let end = (self.next + left * CARDS_A_UNIT).min(self.cards.len());
            let judged = (self.next..end).filter_map(|at| entry(outlook, at, &self.cards[at]));
            self.order.extend(judged);
            self.next = end;
        }
        self.progress()
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let judging = self.cards.len().div_ceil(CARDS_A_UNIT);
        match &self.outlooking {
            Some(work) => {
                let Progress { done, total } = work.progress();
                Progress { done, total: total + judging }
            }
            None => Progress {
                done: self.looked_ahead + self.next.div_ceil(CARDS_A_UNIT),
                total: self.looked_ahead + judging,
            },
        }
    }

    /// Whether everything is worked out.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.outlook.is_some() && self.next == self.cards.len()
    }

    /// The outlook and the list for `seconds` of study today, with whatever is still to do done first.
    #[must_use]
    pub fn take(mut self, seconds: f64) -> (Outlook, Today) {
        loop {
            if self.finished()
                && let Some(outlook) = self.outlook
            {
                return (outlook, Today::new(self.order, seconds));
            }
            self.step(1024);
        }
    }
}

impl Today {
    fn new(mut order: Vec<Entry>, budget: f64) -> Self {
        order.sort_by(before);
        let (mut fit, mut seconds) = (0, 0.0);
        for entry in &order {
            if seconds >= budget {
                break;
            }
            seconds += entry.seconds;
            fit += 1;
        }
        Self { order, fit, seconds }
    }
}

fn entry(outlook: &Outlook, at: usize, card: &Card) -> Option<Entry> {
    if card.seen.is_some_and(|seen| seen.elapsed == 0) {
        return None;
    }
    let habits = &outlook.learner().habits;
    let pace = habits.pace[card.kind as usize];
    let formula = &outlook.learner().formula;
    let now = card.seen.map_or(0.0, |seen| formula.recall(f64::from(seen.elapsed), seen.state.stability));
    let seconds = pace * if card.seen.is_some() { habits.seconds_at(now) } else { habits.seconds_when_new() };
    Some(Entry { id: card.id, at, verdict: outlook.judge(card), seconds, now })
}

/// Falling index; outside the exam by recall now, lowest first, new ones at the end; ties by id.
fn before(a: &Entry, b: &Entry) -> Ordering {
    let outside = |entry: &Entry| if entry.now > 0.0 { entry.now } else { 2.0 };
    match (a.verdict, b.verdict) {
        (Some(x), Some(y)) => y.index.total_cmp(&x.index),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => outside(a).total_cmp(&outside(b)),
    }
    .then(a.id.cmp(&b.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_by_index_then_by_recall_then_by_id() {
        let verdict = |index| Some(Verdict { index, seconds: 9.0, now: 0.5, with: 0.9, without: 0.4, later: None });
        let entry = |id, verdict, now| Entry { id, at: 0, verdict, seconds: 9.0, now };
        let entries = vec![
            entry(1, None, 0.0),
            entry(2, None, 0.9),
            entry(3, None, 0.3),
            entry(4, verdict(-1.0), 0.2),
            entry(9, verdict(2.0), 0.8),
            entry(6, verdict(2.0), 0.8),
            entry(7, None, 0.3),
        ];
        // What is outside the exam comes last, new ones at the very end.
        let today = Today::new(entries, 20.0);
        assert_eq!(today.order.iter().map(|entry| entry.id).collect::<Vec<_>>(), [6, 9, 4, 3, 7, 2, 1]);
        assert_eq!((today.fit, today.seconds), (3, 27.0));
        assert_eq!(Today::new(today.order, 18.0).fit, 2);
    }
}
