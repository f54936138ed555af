//! Everything worked out for one day: the price of time and what every card may still become.

use super::card::{Card, Days, Seen};
use super::class::Classes;
use super::grid::{along_difficulty, read_state};
use super::lattice::{Hop, Lattice};
use super::learner::Learner;
use super::price::{Price, best_introduction, per_day};
use super::table::Table;
use crate::domain::memory::formula::State;

/// Tables and price for one learner, deck and day. Made by [`Outlooking`](super::build::Outlooking).
#[derive(Debug, Clone)]
pub struct Outlook {
    pub(super) learner: Learner,
    pub(super) days: Days,
    pub(super) classes: Classes,
    pub(super) lattice: Lattice,
    pub(super) tables: Vec<Table>,
    /// By class.
    pub(super) prices: Vec<Vec<f32>>,
    pub(super) level: f64,
    /// What showing a new card today would do, by class, for a card of weight and pace 1.
    pub(super) new: Vec<Verdict>,
}

/// What showing a card today would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// Gain in weighted exam-day recall per second over the card's best later day. Negative: better later, or never.
    pub index: f64,
    /// Expected seconds.
    pub seconds: f64,
    /// The chance of recall now; 0 for a card that was never shown.
    pub now: f64,
    /// Recall on exam day if it is shown today and never again.
    pub with: f64,
    /// Recall on exam day if it is never shown again.
    pub without: f64,
    /// Days until its best later showing, if one is worth its time.
    pub later: Option<u32>,
}

/// What a rating makes of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prognosis {
    /// Recall on exam day if it is not shown again.
    pub on_exam_day: f64,
    /// Recall on the day that is aimed at if it goes on as planned.
    pub as_planned: f64,
    /// Seconds that going on as planned is expected to take.
    pub seconds: f64,
    /// Days until it is likely shown next; none if not before the exam.
    pub next: Option<u32>,
}

impl Outlook {
    /// The price, for the next day's search to start from.
    #[must_use]
    pub fn price(&self) -> Price {
        Price(self.level)
    }

    /// The price of time on a day (0 is today): recall of one card of weight 1 per second.
    #[must_use]
    pub fn price_on(&self, day: usize) -> f64 {
        per_day(self.level, &self.days).get(day).copied().map_or(f64::INFINITY, f64::from)
    }

    /// The days it was worked out for.
    #[must_use]
    pub fn days(&self) -> &Days {
        &self.days
    }

    /// The learner it was worked out for.
    #[must_use]
    pub fn learner(&self) -> &Learner {
        &self.learner
    }

    /// What showing a card today would do; none for a card outside the exam or when no study day is left.
    #[must_use]
    pub fn judge(&self, card: &Card) -> Option<Verdict> {
        let class = self.classes.class_of(card)?;
        if self.days.left() == 0 {
            return None;
        }
        Some(match card.seen {
            Some(seen) => self.judge_seen(card, seen, class),
            None => {
                let usual = self.new[class];
                let pace = self.classes.pace_of(card);
                Verdict { index: card.weight * usual.index / pace, seconds: usual.seconds * pace, ..usual }
            }
        })
    }

    /// What a showing that leaves this state today leads to, for a card of that weight and kind.
    #[must_use]
    pub fn prognosis(&self, card: &Card, after: State) -> Prognosis {
        let exam = self.days.to_exam() as f64;
        let prospect = self.learner.formula.prospect(after);
        let on_exam_day = prospect.recall(exam);
        let alone = Prognosis { on_exam_day, as_planned: on_exam_day, seconds: 0.0, next: None };
        let Some(class) = self.classes.class_of(card).filter(|_| self.days.left() > 0) else { return alone };
        let table = &self.tables[class];
        let (_, next) = self.best_wait(0, Seen { state: after, elapsed: 0 }, class);
        Prognosis {
            on_exam_day,
            as_planned: f64::from(read_state(table.recall(0), after)).max(on_exam_day),
            seconds: f64::from(read_state(table.seconds(0), after)) * self.classes.pace_of(card),
            next,
        }
    }

    /// Recall on each day from today to the exam, the last one the exam's: if the card is never shown again, and if it is
    /// shown today and never after.
    #[must_use]
    pub fn curves(&self, card: &Card) -> [Vec<f64>; 2] {
        let formula = &self.learner.formula;
        let days = 0..=self.days.to_exam();
        let after: Vec<(f64, f64)> = match card.seen {
            None => self.learner.introductions().iter().map(|a| (a.share, a.ln_stability.exp())).collect(),
            Some(seen) => {
                let prospect = formula.prospect(seen.state);
                let outcomes = self.learner.outcomes(&prospect, prospect.recall(f64::from(seen.elapsed)));
                outcomes.iter().map(|(share, ln_s)| (*share, ln_s.exp())).collect()
            }
        };
        let alone = |day: usize| {
            card.seen.map_or(0.0, |seen| formula.recall((seen.elapsed as usize + day) as f64, seen.state.stability))
        };
        let shown = |day: usize| after.iter().map(|(share, s)| share * formula.recall(day as f64, *s)).sum();
        [days.clone().map(alone).collect(), days.map(shown).collect()]
    }

    fn judge_seen(&self, card: &Card, seen: Seen, class: usize) -> Verdict {
        let exam = self.days.to_exam();
        let prospect = self.learner.formula.prospect(seen.state);
        let now = prospect.recall(f64::from(seen.elapsed));
        let without = prospect.recall((seen.elapsed as usize + exam) as f64);
        let rows = self.learner.difficulties(seen.state.difficulty).map(along_difficulty);
        let hop = Hop::new(&self.learner, &prospect, now);
        let shown = f64::from(hop.mean(self.tables[class].value(0), &rows));
        let (waiting, later) = self.best_wait(0, seen, class);
        let outcomes = self.learner.outcomes(&prospect, now);
        let kept = |(share, ln_s): (f64, f64)| share * self.learner.formula.recall(exam as f64, ln_s.exp());
        let seconds = self.learner.habits.seconds_at(now) * self.classes.pace_of(card);
        Verdict {
            index: card.weight * (shown - waiting) / seconds,
            seconds,
            now,
            with: outcomes.into_iter().map(kept).sum(),
            without,
            later,
        }
    }

    /// The class of a card; none outside the exam.
    pub(super) fn class_of(&self, card: &Card) -> Option<usize> {
        self.classes.class_of(card)
    }

    /// How many times as long as usual a card of this kind takes.
    pub(super) fn pace_of(&self, card: &Card) -> f64 {
        self.classes.pace_of(card)
    }

    /// How many classes there are.
    pub(super) fn classes(&self) -> usize {
        self.tables.len()
    }

    /// The index of a seen card of weight 1 and pace 1 on a later day, with the days since its last showing as of then.
    pub(super) fn index_on(&self, day: usize, seen: Seen, class: usize) -> f64 {
        let prospect = self.learner.formula.prospect(seen.state);
        let now = prospect.recall(f64::from(seen.elapsed));
        let rows = self.learner.difficulties(seen.state.difficulty).map(along_difficulty);
        let shown = f64::from(Hop::new(&self.learner, &prospect, now).mean(self.tables[class].value(day), &rows));
        (shown - self.best_wait(day, seen, class).0) / self.learner.habits.seconds_at(now)
    }

    /// The index of a new card of weight 1 and pace 1 on a later day.
    pub(super) fn index_of_new_on(&self, day: usize, class: usize) -> f64 {
        let (table, prices) = (&self.tables[class], &self.prices[class]);
        let shown = f64::from(self.lattice.mean_of_new(table.value(day)));
        let later = best_introduction(table, &self.lattice, prices, day + 1);
        (shown - later.map_or(0.0, |(gain, _)| f64::from(gain))) / self.learner.habits.seconds_when_new()
    }

    /// Works out what all new cards of a class have in common.
    pub(super) fn judge_new(&mut self) {
        let exam = self.days.to_exam() as f64;
        let kept = |a: super::learner::Arrival| a.share * self.learner.formula.recall(exam, a.ln_stability.exp());
        let with = self.learner.introductions().into_iter().map(kept).sum();
        let seconds = self.learner.habits.seconds_when_new();
        let of_class = |(table, prices): (&Table, &Vec<f32>)| {
            let shown = f64::from(self.lattice.mean_of_new(table.value(0)));
            let later = best_introduction(table, &self.lattice, prices, 1);
            Verdict {
                index: (shown - later.map_or(0.0, |(gain, _)| f64::from(gain))) / seconds,
                seconds,
                now: 0.0,
                with,
                without: 0.0,
                later: later.and_then(|(_, day)| u32::try_from(day).ok()),
            }
        };
        self.new = self.tables.iter().zip(&self.prices).map(of_class).collect();
    }

    /// The value of not showing a card on a day, and the wait until its best later day.
    fn best_wait(&self, day: usize, seen: Seen, class: usize) -> (f64, Option<u32>) {
        let (table, prices) = (&self.tables[class], &self.prices[class]);
        let prospect = self.learner.formula.prospect(seen.state);
        let rows = self.learner.difficulties(seen.state.difficulty).map(along_difficulty);
        let alone = prospect.recall((seen.elapsed as usize + self.days.left() - day) as f64);
        let mut best = (alone, None);
        for wait in &self.lattice.waits {
            let then = day + *wait as usize;
            let Some(price) = prices.get(then) else { break };
            if price.is_infinite() {
                continue;
            }
            let hop = Hop::new(&self.learner, &prospect, prospect.recall(f64::from(seen.elapsed + wait)));
            let value = f64::from(hop.mean(table.value(then), &rows) - price * hop.seconds);
            if value > best.0 {
                best = (value, Some(*wait));
            }
        }
        best
    }
}
