//! Fitting a few numbers to a learner's first weeks, long before there are reviews enough for all of FSRS's weights.
//!
//! Five numbers shift the weights: all first stabilities together, Again's first stability, how much a pass
//! strengthens, how fast recall decays, and what a lapse leaves. Each has a prior around the given weights; the most
//! probable values given the outcomes of the first rating of every later day are searched coordinate by coordinate.

use serde::{Deserialize, Serialize};

use super::course::Rated;
use crate::domain::memory::Rating;
use crate::domain::memory::formula::Formula;

/// Standard deviations of the priors.
const SPREAD: [f64; 5] = [1.2, 0.7, 0.35, 0.6, 0.3];

/// First steps of the search.
const STEPS: [f64; 5] = [0.8, 0.8, 0.3, 0.4, 0.3];

/// From round to round the steps shrink by this.
const SHRINK: f64 = 0.6;

/// Rounds after which the steps are as small as need be.
const ROUNDS: u32 = 7;

/// How often that is gone through: the numbers hang together, so where one ends is not yet the top.
const CYCLES: u32 = 3;

/// Steps tried in a round: each number up and down.
const A_ROUND: u32 = 2 * STEPS.len() as u32;

/// Five numbers that move a set of weights.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Shift([f64; 5]);

/// What was fitted, and to what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// How the weights are moved.
    pub shift: Shift,
    /// Only ratings before this day count.
    pub before: u32,
    /// How many ratings that are.
    pub ratings: usize,
}

/// A search for the most probable shift, step by step.
#[derive(Debug, Clone)]
pub struct Fitting {
    base: Formula,
    best: Shift,
    score: f64,
    tries: u32,
}

impl Shift {
    /// The weights moved: `w0..w3 e^a`, `w0 e^b`, `w8 + c`, `w20 e^d`, `w11 e^e`, each held to sensible values.
    #[must_use]
    pub fn applied(&self, base: &Formula) -> Formula {
        let [all, again, pass, decay, lapse] = self.0;
        let mut weights = *base.weights();
        for (rating, weight) in weights[..4].iter_mut().enumerate() {
            let by = if rating == 0 { all + again } else { all };
            *weight = (*weight * by.exp()).clamp(0.01, 100.0);
        }
        weights[8] = (weights[8] + pass).clamp(0.0, 4.5);
        weights[20] = (weights[20] * decay.exp()).clamp(0.03, 0.8);
        weights[11] = (weights[11] * lapse.exp()).clamp(0.05, 5.0);
        Formula::new(&weights).reading_hard_as(base.hard_same_day())
    }

    fn log_prior(&self) -> f64 {
        self.0.iter().zip(SPREAD).map(|(value, spread)| -0.5 * (value / spread).powi(2)).sum()
    }
}

impl Fitting {
    /// Begins at weights that nothing moves, so that the same ratings always give the same result.
    #[must_use]
    pub fn new<'a>(base: Formula, histories: impl Iterator<Item = &'a [Rated]>) -> Self {
        let score = log_likelihood(&base, histories);
        Self { base, best: Shift::default(), score, tries: 0 }
    }

    /// Tries one step, a millisecond or less for a month of reviews. True when the search has ended.
    pub fn step<'a>(&mut self, histories: impl Iterator<Item = &'a [Rated]>) -> bool {
        let (at, step) = step_of(self.tries);
        let mut tried = self.best;
        tried.0[at] += step;
        let score = tried.log_prior() + log_likelihood(&tried.applied(&self.base), histories);
        self.tries += 1;
        if score > self.score {
            (self.best, self.score) = (tried, score);
            // What led forward need not be tried backward.
            self.tries += u32::from(step > 0.0);
        }
        self.finished()
    }

    /// Whether the search has ended.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.tries >= Self::TRIES
    }

    /// How many steps have been tried or passed over, of [`Self::TRIES`].
    #[must_use]
    pub fn tries(&self) -> u32 {
        self.tries.min(Self::TRIES)
    }

    /// Steps of a whole search.
    pub const TRIES: u32 = CYCLES * ROUNDS * A_ROUND;

    /// The most probable shift found so far.
    #[must_use]
    pub fn best(&self) -> Shift {
        self.best
    }
}

/// Which number a try moves, and by how much: each in turn, first forward, then backward.
fn step_of(nth: u32) -> (usize, f64) {
    let (round, at) = (nth / A_ROUND % ROUNDS, nth as usize / 2 % STEPS.len());
    let step = STEPS[at] * SHRINK.powi(round as i32);
    (at, if nth % 2 == 1 { -step } else { step })
}

/// How well weights explain which first ratings of later days were passes.
#[must_use]
pub fn log_likelihood<'a>(formula: &Formula, histories: impl Iterator<Item = &'a [Rated]>) -> f64 {
    histories.map(|history| of_card(formula, history)).sum()
}

fn of_card(formula: &Formula, history: &[Rated]) -> f64 {
    let Some((first, later)) = history.split_first() else { return 0.0 };
    let (mut state, mut day, mut sum) = (formula.first(first.rating), first.day, 0.0);
    for rated in later {
        let days = rated.day.saturating_sub(day);
        if days > 0 && rated.sample {
            let recall = formula.recall(f64::from(days), state.stability).clamp(1e-4, 1.0 - 1e-4);
            sum += if rated.rating == Rating::Again { (1.0 - recall).ln() } else { recall.ln() };
        }
        state = formula.next(state, days, rated.rating);
        day = rated.day;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::super::simulate::Student;
    use super::*;
    use crate::domain::memory::formula::{DEFAULT_WEIGHTS, HardSameDay};

    /// Ratings of a student with these weights, each card shown on the given days.
    fn histories(weights: &[f64; 21], cards: usize, days: &[u32]) -> Vec<Vec<Rated>> {
        let mut student = Student::new(weights, cards, 11);
        let mut all = vec![Vec::new(); cards];
        for day in days {
            for (card, history) in all.iter_mut().enumerate() {
                let ratings = student.show(card, *day).into_iter();
                history.extend(ratings.map(|(rating, seconds)| Rated::new(*day, rating, seconds)));
            }
        }
        all
    }

    fn fitted(histories: &[Vec<Rated>]) -> (Formula, Fitting) {
        let base = Formula::new(&DEFAULT_WEIGHTS).reading_hard_as(HardSameDay::MayFall);
        let iter = || histories.iter().map(Vec::as_slice);
        let mut fitting = Fitting::new(base, iter());
        while !fitting.step(iter()) {}
        (base, fitting)
    }

    #[test]
    fn without_ratings_nothing_moves() {
        assert_eq!(fitted(&[]).1.best(), Shift::default());
    }

    #[test]
    fn a_forgetful_student_is_found_out() {
        let mut truth = DEFAULT_WEIGHTS;
        for weight in &mut truth[..4] {
            *weight *= 0.2;
        }
        let histories = histories(&truth, 150, &[0, 2, 5, 9]);
        let (base, fitting) = fitted(&histories);
        let fitted = fitting.best().applied(&base);
        let good = fitted.first(Rating::Good).stability;
        assert!(good < 0.5 * base.first(Rating::Good).stability, "{good}");
        let likelihood = |formula: &Formula| log_likelihood(formula, histories.iter().map(Vec::as_slice));
        let gained = likelihood(&fitted) - likelihood(&base);
        assert!(gained > 3.0, "{gained}");
    }

    #[test]
    fn moved_weights_stay_sensible() {
        for direction in [-50.0, 50.0] {
            let weights = *Shift([direction; 5]).applied(&Formula::new(&DEFAULT_WEIGHTS)).weights();
            assert!(weights[..4].iter().all(|weight| (0.01..=100.0).contains(weight)));
            assert!((0.03..=0.8).contains(&weights[20]) && (0.05..=5.0).contains(&weights[11]));
            assert!((0.0..=4.5).contains(&weights[8]));
        }
    }

    #[test]
    fn misses_of_an_exam_are_no_sample() {
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        let rated = |day, sample| Rated { sample, ..Rated::new(day, Rating::Again, 9.0) };
        let history = [rated(0, true), rated(3, false)];
        assert!(log_likelihood(&formula, [history.as_slice()].into_iter()).abs() < 1e-12);
    }

    #[test]
    fn likelihood_is_that_of_the_outcomes() {
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        let rated = |day, rating| Rated::new(day, rating, 9.0);
        let history = [rated(0, Rating::Good), rated(0, Rating::Good), rated(3, Rating::Again), rated(3, Rating::Good)];
        let state = formula.same_day(formula.first(Rating::Good), Rating::Good);
        let expected = (1.0 - formula.recall(3.0, state.stability)).ln();
        assert!((log_likelihood(&formula, [history.as_slice()].into_iter()) - expected).abs() < 1e-12);
        // Recall so near to certain that a miss would rule the weights out is held to 0.9999.
        let mut sure = DEFAULT_WEIGHTS;
        sure[3] = 36_000.0;
        let history = [rated(0, Rating::Easy), rated(1, Rating::Again)];
        let found = log_likelihood(&Formula::new(&sure), [history.as_slice()].into_iter());
        assert!((found - 1e-4f64.ln()).abs() < 1e-9, "{found}");
    }

    #[test]
    fn each_number_is_tried_up_and_down_in_shrinking_rounds() {
        let near = |nth, at, by: f64| {
            let found = step_of(nth);
            assert!(found.0 == at && (found.1 - by).abs() < 1e-12, "{nth}: {found:?}");
        };
        near(0, 0, 0.8);
        near(1, 0, -0.8);
        near(2, 1, 0.8);
        near(5, 2, -0.3);
        near(9, 4, -0.3);
        near(10, 0, 0.8 * 0.6);
        near(69, 4, -0.3 * 0.6f64.powi(6));
        near(70, 0, 0.8);
        near(209, 4, -0.3 * 0.6f64.powi(6));
    }

    #[test]
    fn a_shift_moves_five_weights_and_leaves_the_rest() {
        let base = Formula::new(&DEFAULT_WEIGHTS);
        let moved = Shift([0.1, -0.3, 0.2, 0.4, -0.5]).applied(&base);
        let w = DEFAULT_WEIGHTS;
        let mut expected = w;
        expected[0] = w[0] * (-0.2f64).exp();
        for first in &mut expected[1..4] {
            *first *= 0.1f64.exp();
        }
        expected[8] = w[8] + 0.2;
        expected[20] = w[20] * 0.4f64.exp();
        expected[11] = w[11] * (-0.5f64).exp();
        for (at, (found, expected)) in moved.weights().iter().zip(expected).enumerate() {
            assert!((found - expected).abs() < 1e-12, "w{at}: {found}, expected {expected}");
        }
        // Half the square of each number in standard deviations: 1.2, 0.7, 0.35, 0.6, 0.3.
        let log_prior = Shift([1.2, 1.4, -0.35, 0.0, 0.9]).log_prior();
        assert!((log_prior + 0.5 * (1.0 + 4.0 + 1.0 + 9.0)).abs() < 1e-9, "{log_prior}");
    }

    #[test]
    fn a_search_ends_where_no_step_is_better() {
        let mut truth = DEFAULT_WEIGHTS;
        truth[0] *= 3.0;
        truth[8] += 0.3;
        truth[11] *= 0.8;
        truth[20] *= 1.6;
        let histories = histories(&truth, 80, &[0, 1, 4, 9, 20]);
        let iter = || histories.iter().map(Vec::as_slice);
        let base = Formula::new(&DEFAULT_WEIGHTS);
        let mut fitting = Fitting::new(base, iter());
        let (mut steps, mut over) = (0, false);
        while !over {
            let (at, by) = step_of(fitting.tries);
            let (tries, before) = (fitting.tries, fitting.best());
            over = fitting.step(iter());
            steps += 1;
            // A step that helped stays, and its opposite is passed over.
            let (mut moved, helped) = (before, fitting.best() != before);
            moved.0[at] += by;
            assert_eq!(fitting.best(), if helped { moved } else { before });
            assert_eq!(fitting.tries, tries + if helped && by > 0.0 { 2 } else { 1 });
            assert!(fitting.tries() >= steps && over == (fitting.tries() == Fitting::TRIES));
        }
        // Three times seven rounds of each number up and down; after a step up that helped there is none down.
        assert_eq!((Fitting::TRIES, fitting.tries()), (210, 210));
        assert!((130..210).contains(&steps), "{steps}");
        let score = |shift: Shift| shift.log_prior() + log_likelihood(&shift.applied(&base), iter());
        let best = score(fitting.best());
        assert!((best - fitting.score).abs() < 1e-9);
        for (at, step) in STEPS.iter().enumerate() {
            for by in [-1.0, 1.0] {
                let mut other = fitting.best();
                other.0[at] += by * step * SHRINK.powi(6);
                assert!(score(other) < best + 0.05, "{at} by {by}: {} above {best}", score(other));
            }
        }
    }
}
