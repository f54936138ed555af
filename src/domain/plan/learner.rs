//! What is believed about the learner, and where a review takes a card's memory.

use super::habits::Habits;
use super::path::{Path, learning, relearning};
use crate::domain::memory::Rating;
use crate::domain::memory::formula::{Formula, Prospect, STABILITY};

/// Outcomes that are told apart when a seen card is shown: three passes and four ways through relearning.
pub(super) const OUTCOMES: usize = 7;

/// The believed memory formulas and habits of a learner.
#[derive(Debug, Clone)]
pub struct Learner {
    /// FSRS with the weights to plan with.
    pub formula: Formula,
    /// How the learner rates and how long it takes.
    pub habits: Habits,
    learning: [Vec<Path>; 4],
    relearning: [Path; 4],
}

/// A state that a showing may leave behind. Stability is kept as its logarithm, in which learning steps only add.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arrival {
    pub share: f64,
    pub ln_stability: f64,
    pub difficulty: f64,
}

impl Learner {
    /// A learner with these weights and habits.
    #[must_use]
    pub fn new(formula: Formula, habits: Habits) -> Self {
        Self { formula, habits, learning: Rating::ALL.map(learning), relearning: relearning() }
    }

    /// Where the first showing of a card leads; shares sum to 1.
    pub(super) fn introductions(&self) -> Vec<Arrival> {
        let of_first = |first: Rating| {
            let state = self.formula.first(first);
            let share = self.habits.first[first as usize - 1];
            self.learning[first as usize - 1].iter().map(move |path| {
                let arrival = Arrival {
                    share: share * path.share,
                    ln_stability: state.stability.ln(),
                    difficulty: state.difficulty,
                };
                self.along(arrival, &path.then)
            })
        };
        Rating::ALL.into_iter().flat_map(of_first).collect()
    }

    /// Where a review at that chance of recall leads: the shares and `ln S` of all outcomes.
    pub(super) fn outcomes(&self, prospect: &Prospect<'_>, recall: f64) -> [(f64, f64); OUTCOMES] {
        let lapse = 1.0 - recall;
        let lapsed = prospect.lapsed(recall).ln();
        let pass = |at: usize, rating| (recall * self.habits.pass[at], prospect.passed(recall, rating).ln());
        let relearned = |at: usize| {
            let path = &self.relearning[at];
            (lapse * path.share, self.ln_stability_along(lapsed, &path.then))
        };
        [
            pass(0, Rating::Hard),
            pass(1, Rating::Good),
            pass(2, Rating::Easy),
            relearned(0),
            relearned(1),
            relearned(2),
            relearned(3),
        ]
    }

    /// The difficulties after the same outcomes, which don't depend on the day.
    pub(super) fn difficulties(&self, difficulty: f64) -> [f64; OUTCOMES] {
        let pass = |rating| self.formula.next_difficulty(difficulty, rating);
        let lapsed = pass(Rating::Again);
        let relearned = |at: usize| {
            self.relearning[at].then.iter().fold(lapsed, |d, rating| self.formula.next_difficulty(d, *rating))
        };
        [
            pass(Rating::Hard),
            pass(Rating::Good),
            pass(Rating::Easy),
            relearned(0),
            relearned(1),
            relearned(2),
            relearned(3),
        ]
    }

    fn along(&self, from: Arrival, steps: &[Rating]) -> Arrival {
        let difficulty = steps.iter().fold(from.difficulty, |d, rating| self.formula.next_difficulty(d, *rating));
        Arrival { ln_stability: self.ln_stability_along(from.ln_stability, steps), difficulty, ..from }
    }

    fn ln_stability_along(&self, from: f64, steps: &[Rating]) -> f64 {
        let (least, most) = (STABILITY.0.ln(), STABILITY.1.ln());
        steps.iter().fold(from, |ln_s, rating| (ln_s + self.formula.same_day_growth(ln_s, *rating)).clamp(least, most))
    }
}

impl Default for Learner {
    fn default() -> Self {
        Self::new(Formula::new(&crate::domain::memory::formula::DEFAULT_WEIGHTS), Habits::default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::memory::formula::State;

    proptest! {
        #[test]
        fn outcomes_follow_the_formulas(ln_s in -4.0f64..6.0, difficulty in 1.0f64..10.0, days in 1u32..60) {
            let learner = Learner::default();
            let state = State { stability: ln_s.exp(), difficulty };
            let prospect = learner.formula.prospect(state);
            let outcomes = learner.outcomes(&prospect, prospect.recall(f64::from(days)));
            let difficulties = learner.difficulties(difficulty);
            let then: [&[Rating]; OUTCOMES] = [
                &[Rating::Hard],
                &[Rating::Good],
                &[Rating::Easy],
                &[Rating::Again, Rating::Good],
                &[Rating::Again, Rating::Easy],
                &[Rating::Again, Rating::Again, Rating::Good],
                &[Rating::Again, Rating::Hard, Rating::Good],
            ];
            for ((ratings, outcome), difficulty) in then.into_iter().zip(outcomes).zip(difficulties) {
                let mut expected = learner.formula.next(state, days, ratings[0]);
                for rating in &ratings[1..] {
                    expected = learner.formula.same_day(expected, *rating);
                }
                prop_assert!((outcome.1.exp() / expected.stability - 1.0).abs() < 1e-9);
                prop_assert!((difficulty - expected.difficulty).abs() < 1e-9);
            }
            let total: f64 = outcomes.iter().map(|outcome| outcome.0).sum();
            prop_assert!((total - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn introductions_cover_every_first_rating() {
        let arrivals = Learner::default().introductions();
        assert_eq!(arrivals.len(), 49);
        let total: f64 = arrivals.iter().map(|arrival| arrival.share).sum();
        assert!((total - 1.0).abs() < 1e-9);
        // Easy at once: no step, so the first stability stays.
        let easy = arrivals.last().unwrap();
        assert!((easy.ln_stability - 8.2956f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn introductions_follow_the_steps_of_their_paths() {
        let learner = Learner::default();
        let mut arrivals = learner.introductions().into_iter();
        for first in Rating::ALL {
            for path in learning(first) {
                let mut state = learner.formula.first(first);
                path.then.iter().for_each(|rating| state = learner.formula.same_day(state, *rating));
                let found = arrivals.next().unwrap();
                assert!((found.ln_stability - state.stability.ln()).abs() < 1e-9, "{first:?} {path:?}");
                assert!((found.difficulty - state.difficulty).abs() < 1e-9, "{first:?} {path:?}");
                assert!((found.share - learner.habits.first[first as usize - 1] * path.share).abs() < 1e-12);
            }
        }
        assert_eq!(arrivals.next(), None);
    }
}
