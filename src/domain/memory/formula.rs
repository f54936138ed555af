//! FSRS-6 as plain functions of `f64`.
//!
//! The formulas are those of <https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm> (FSRS-6, 21
//! weights `w0..w20`). Scheduling goes through the `fsrs` crate; what is here serves work that looks at millions of
//! possible states, such as planning to an exam date, and a test holds both against each other.

use serde::{Deserialize, Serialize};

use super::{Memory, Rating};

/// The weights that FSRS-6 starts from, before a learner's own are known.
pub const DEFAULT_WEIGHTS: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// Stability in days stays within these.
pub const STABILITY: (f64, f64) = (0.001, 36_500.0);

/// Difficulty stays within these.
pub const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// What FSRS knows of a card that was shown at least once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Days until the chance of recall has fallen to 90 %; see [`STABILITY`].
    pub stability: f64,
    /// How hard it is to make it more stable; see [`DIFFICULTY`].
    pub difficulty: f64,
}

/// What Hard does to stability on the day of an earlier rating: the published readings of FSRS-6 differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HardSameDay {
    /// It never falls, as in the `fsrs` crate from 6.6 on.
    #[default]
    Holds,
    /// It may fall, as in the algorithm's first description.
    MayFall,
}

/// The formulas with one learner's weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Formula {
    weights: [f64; 21],
    factor: f64,
    easy_difficulty: f64,
    hard: HardSameDay,
}

/// A memory with the parts of the formulas that don't depend on when it is reviewed.
#[derive(Debug, Clone, Copy)]
pub struct Prospect<'a> {
    formula: &'a Formula,
    state: State,
    growth: f64,
    relapse: f64,
    ceiling: f64,
}

impl From<Memory> for State {
    fn from(memory: Memory) -> Self {
        Self { stability: f64::from(memory.stability), difficulty: f64::from(memory.difficulty) }
    }
}

impl Formula {
    /// The formulas with these weights, which have to be finite and in the ranges that FSRS allows.
    #[must_use]
    pub fn new(weights: &[f64; 21]) -> Self {
        let factor = 0.9f64.powf(-1.0 / weights[20]) - 1.0;
        let mut formula = Self { weights: *weights, factor, easy_difficulty: 0.0, hard: HardSameDay::default() };
        formula.easy_difficulty = formula.raw_difficulty(Rating::Easy);
        formula
    }

    /// The same with another reading of Hard on the same day.
    #[must_use]
    pub fn reading_hard_as(self, hard: HardSameDay) -> Self {
        Self { hard, ..self }
    }

    /// The weights.
    #[must_use]
    pub fn weights(&self) -> &[f64; 21] {
        &self.weights
    }

    /// The reading of Hard on the same day.
    #[must_use]
    pub fn hard_same_day(&self) -> HardSameDay {
        self.hard
    }

    /// The chance of recall `days` after the last rating: `R = (1 + f t/S)^-w20`, so that `R = 0.9` at `t = S`.
    #[must_use]
    pub fn recall(&self, days: f64, stability: f64) -> f64 {
        (-self.weights[20] * (self.factor * days / stability).ln_1p()).exp()
    }

    /// Days until the chance of recall has fallen to `desired` (0 to 1, both excluded), unrounded.
    #[must_use]
    pub fn interval(&self, stability: f64, desired: f64) -> f64 {
        stability / self.factor * (desired.powf(-1.0 / self.weights[20]) - 1.0)
    }

    /// The memory after the first rating ever: `S = w[g-1]`, `D = w4 - e^(w5 (g-1)) + 1`.
    #[must_use]
    pub fn first(&self, rating: Rating) -> State {
        State {
            stability: held(self.weights[rating as usize - 1], STABILITY),
            difficulty: held(self.raw_difficulty(rating), DIFFICULTY),
        }
    }

    /// The memory after a rating `days` after the one before; 0 is the same day.
    #[must_use]
    pub fn next(&self, state: State, days: u32, rating: Rating) -> State {
        if days == 0 {
            return self.same_day(state, rating);
        }
        let recall = self.recall(f64::from(days), state.stability);
        let stability = if rating == Rating::Again {
            self.lapsed(self.relapse(state), self.ceiling(state), recall)
        } else {
            self.passed(state, self.growth(state), recall, rating)
        };
        State { stability, difficulty: self.next_difficulty(state.difficulty, rating) }
    }

    /// The memory after a further rating on the day of the last one:
    /// `S' = S k`, `k = e^(w17 (g-3+w18)) S^-w19`, not below 1 for a pass (but see [`HardSameDay`]).
    #[must_use]
    pub fn same_day(&self, state: State, rating: Rating) -> State {
        let stability = (state.stability.ln() + self.same_day_growth(state.stability.ln(), rating)).exp();
        let difficulty = self.next_difficulty(state.difficulty, rating);
        State { stability: held(stability, STABILITY), difficulty }
    }

    /// `ln k` of [`Self::same_day`] for a given `ln S`. A chain of steps needs no further logarithm.
    #[must_use]
    pub fn same_day_growth(&self, ln_stability: f64, rating: Rating) -> f64 {
        let w = &self.weights;
        let growth = w[17] * (number(rating) - 3.0 + w[18]) - w[19] * ln_stability;
        let floored = match self.hard {
            HardSameDay::Holds => rating >= Rating::Hard,
            HardSameDay::MayFall => rating >= Rating::Good,
        };
        if floored { growth.max(0.0) } else { growth }
    }

    /// `D' = w7 D0(4) + (1-w7) (D - w6 (g-3) (10-D)/9)`.
    #[must_use]
    pub fn next_difficulty(&self, difficulty: f64, rating: Rating) -> f64 {
        let w = &self.weights;
        let moved = difficulty - w[6] * (number(rating) - 3.0) * (10.0 - difficulty) / 9.0;
        held(w[7] * self.easy_difficulty + (1.0 - w[7]) * moved, DIFFICULTY)
    }

    /// What can become of a memory on a later day.
    #[must_use]
    pub fn prospect(&self, state: State) -> Prospect<'_> {
        Prospect {
            formula: self,
            state,
            growth: self.growth(state),
            relapse: self.relapse(state),
            ceiling: self.ceiling(state),
        }
    }

    /// `S' = S (1 + e^w8 (11-D) S^-w9 (e^(w10 (1-R)) - 1) h)`, `h = w15` for Hard, `w16` for Easy, else 1.
    fn passed(&self, state: State, growth: f64, recall: f64, rating: Rating) -> f64 {
        let w = &self.weights;
        let bonus = match rating {
            Rating::Hard => w[15],
            Rating::Easy => w[16],
            Rating::Again | Rating::Good => 1.0,
        };
        let gain = growth * ((w[10] * (1.0 - recall)).exp() - 1.0) * bonus;
        held(state.stability * (1.0 + gain), STABILITY)
    }

    /// `S' = min(w11 D^-w12 ((S+1)^w13 - 1) e^(w14 (1-R)), S / e^(w17 w18))`.
    fn lapsed(&self, relapse: f64, ceiling: f64, recall: f64) -> f64 {
        held((relapse * (self.weights[14] * (1.0 - recall)).exp()).min(ceiling), STABILITY)
    }

    /// The part of a pass that the day doesn't change: `e^w8 (11-D) S^-w9`.
    fn growth(&self, state: State) -> f64 {
        let w = &self.weights;
        (w[8] - w[9] * state.stability.ln()).exp() * (11.0 - state.difficulty)
    }

    /// The part of a lapse that the day doesn't change: `w11 D^-w12 ((S+1)^w13 - 1)`.
    fn relapse(&self, state: State) -> f64 {
        let w = &self.weights;
        w[11] * state.difficulty.powf(-w[12]) * ((state.stability + 1.0).powf(w[13]) - 1.0)
    }

    /// No lapse leaves more than this: `S / e^(w17 w18)`.
    fn ceiling(&self, state: State) -> f64 {
        state.stability / (self.weights[17] * self.weights[18]).exp()
    }

    /// `D0` before it is clamped, which is what difficulty reverts to.
    fn raw_difficulty(&self, rating: Rating) -> f64 {
        self.weights[4] - (self.weights[5] * (number(rating) - 1.0)).exp() + 1.0
    }
}

impl Prospect<'_> {
    /// The chance of recall `days` after the last rating.
    #[must_use]
    pub fn recall(&self, days: f64) -> f64 {
        self.formula.recall(days, self.state.stability)
    }

    /// Stability after a pass at that chance of recall.
    #[must_use]
    pub fn passed(&self, recall: f64, rating: Rating) -> f64 {
        self.formula.passed(self.state, self.growth, recall, rating)
    }

    /// Stability after a lapse at that chance of recall.
    #[must_use]
    pub fn lapsed(&self, recall: f64) -> f64 {
        self.formula.lapsed(self.relapse, self.ceiling, recall)
    }
}

fn number(rating: Rating) -> f64 {
    f64::from(rating as u8)
}

fn held(value: f64, (least, most): (f64, f64)) -> f64 {
    value.clamp(least, most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Model;
    use super::*;

    fn close(ours: f64, theirs: f32, what: &str) -> Result<(), TestCaseError> {
        let theirs = f64::from(theirs);
        // The crate computes in f32.
        prop_assert!((ours - theirs).abs() <= 2e-4 * theirs.abs().max(1e-3), "{what}: {ours} against {theirs}");
        Ok(())
    }

    fn weights(moved: &[f64]) -> [f64; 21] {
        let mut weights = std::array::from_fn(|i| DEFAULT_WEIGHTS[i] * moved[i]);
        // The crate allows nothing lower.
        weights[7] = f64::max(weights[7], 0.001);
        weights
    }

    proptest! {
        #[test]
        fn it_agrees_with_the_crate(
            moved in prop::collection::vec(0.8f64..1.2, 21),
            ln_s in -6.0f32..8.0,
            difficulty in 1.0f32..10.0,
            days in 0u32..400,
        ) {
            let weights = weights(&moved);
            let formula = Formula::new(&weights);
            let theirs = Model::with_weights(&weights.map(|w| w as f32)).unwrap();
            let memory = Memory { stability: ln_s.exp(), difficulty };
            let next = theirs.outcomes(Some(memory), 0.9, days).unwrap();
            let new = theirs.outcomes(None, 0.9, 0).unwrap();
            for (rating, (next, new)) in Rating::ALL.into_iter().zip(next.into_iter().zip(new)) {
                let ours = formula.next(memory.into(), days, rating);
                close(ours.stability, next.memory.stability, "stability")?;
                close(ours.difficulty, next.memory.difficulty, "difficulty")?;
                close(formula.first(rating).stability, new.memory.stability, "first stability")?;
                close(formula.first(rating).difficulty, new.memory.difficulty, "first difficulty")?;
                close(formula.interval(ours.stability, 0.9), next.interval, "interval")?;
            }
            let recall = theirs.retrievability(memory, days as f32);
            close(formula.recall(f64::from(days), f64::from(memory.stability)), recall, "recall")?;
        }

        #[test]
        fn a_prospect_is_what_comes_on_that_day(ln_s in -6.0f64..8.0, difficulty in 1.0f64..10.0, days in 1u32..400) {
            let formula = Formula::new(&DEFAULT_WEIGHTS);
            let state = State { stability: ln_s.exp(), difficulty };
            let prospect = formula.prospect(state);
            let recall = prospect.recall(f64::from(days));
            prop_assert_eq!(recall, formula.recall(f64::from(days), state.stability));
            for rating in [Rating::Hard, Rating::Good, Rating::Easy] {
                prop_assert_eq!(prospect.passed(recall, rating), formula.next(state, days, rating).stability);
            }
            prop_assert_eq!(prospect.lapsed(recall), formula.next(state, days, Rating::Again).stability);
        }

        #[test]
        fn better_ratings_leave_more_stability(ln_s in -6.0f64..8.0, difficulty in 1.0f64..10.0, days in 1u32..400) {
            let formula = Formula::new(&DEFAULT_WEIGHTS);
            let state = State { stability: ln_s.exp(), difficulty };
            let after = Rating::ALL.map(|rating| formula.next(state, days, rating).stability);
            prop_assert!(after.is_sorted(), "{after:?}");
        }
    }

    #[test]
    fn defaults_are_those_of_the_crate() {
        assert_eq!(DEFAULT_WEIGHTS.map(|w| w as f32), Model::default().weights());
    }

    #[test]
    fn hard_on_the_same_day_has_two_readings() {
        let holds = Formula::new(&DEFAULT_WEIGHTS);
        let falls = holds.reading_hard_as(HardSameDay::MayFall);
        assert_eq!((holds.hard_same_day(), falls.hard_same_day()), (HardSameDay::Holds, HardSameDay::MayFall));
        let state = State { stability: 2.0, difficulty: 5.0 };
        assert!((holds.same_day(state, Rating::Hard).stability - 2.0).abs() < 1e-12);
        // 2 * e^(0.5425 * (-1 + 0.0912)) * 2^-0.0658
        assert!((falls.same_day(state, Rating::Hard).stability - 1.166_98).abs() < 1e-3);
        assert_eq!(holds.same_day(state, Rating::Good), falls.same_day(state, Rating::Good));
        assert_eq!(holds.same_day(state, Rating::Again), falls.same_day(state, Rating::Again));
    }

    #[test]
    fn recall_is_nine_tenths_after_as_many_days_as_stability_says() {
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        assert!((formula.recall(7.0, 7.0) - 0.9).abs() < 1e-12);
        assert!((formula.recall(0.0, 7.0) - 1.0).abs() < 1e-12);
        assert!((formula.interval(7.0, 0.9) - 7.0).abs() < 1e-9);
    }
}
