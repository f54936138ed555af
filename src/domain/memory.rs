//! Memory of a card: FSRS-6 behind a small interface.
//!
//! Stability is the days in which the chance of recall falls from 100 % to 90 %; difficulty runs from 1 to 10;
//! retrievability is the predicted chance of recall now. This is the only file that names the `fsrs` crate.

pub mod formula;

use fsrs::{DEFAULT_PARAMETERS, FSRS, MemoryState, current_retrievability};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::time::StudyDay;

/// What FSRS knows of a card.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Days until recall has fallen to 90 %, 0.001 to 36,500.
    pub stability: f32,
    /// 1 (easy) to 10.
    pub difficulty: f32,
}

/// The learner's answer to "how well did you recall it?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Rating {
    /// Not recalled.
    Again = 1,
    /// Recalled with effort.
    Hard = 2,
    /// Recalled.
    Good = 3,
    /// Recalled at once.
    Easy = 4,
}

/// What a rating would make of a card's memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recalled {
    /// The memory after it.
    pub memory: Memory,
    /// Days until recall falls to the desired retention, unrounded, at least 0.
    pub interval: f32,
}

/// FSRS with one learner's weights.
#[derive(Debug, Clone)]
pub struct Model {
    fsrs: FSRS,
    weights: Vec<f32>,
}

/// Why weights or a memory can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadMemory {
    /// Not 21 finite numbers, or out of their ranges.
    #[error("these are not FSRS weights")]
    Weights,
    /// Desired retention outside [`RETENTION`].
    #[error("desired retention lies between 0.70 and 0.99")]
    Retention,
    /// Stability or difficulty that can't be.
    #[error("a card's memory is out of range")]
    State,
}

/// The desired retentions that are accepted. Outside, FSRS gives infinite, zero or negative intervals.
pub const RETENTION: std::ops::RangeInclusive<f32> = 0.70..=0.99;

impl Rating {
    /// All four, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The rating of a number, 1 to 4.
    #[must_use]
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| *rating as u8 == number)
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Again => "Again",
            Self::Hard => "Hard",
            Self::Good => "Good",
            Self::Easy => "Easy",
        }
    }
}

impl Default for Model {
    fn default() -> Self {
        Self { fsrs: FSRS::default(), weights: DEFAULT_PARAMETERS.to_vec() }
    }
}

impl Model {
    /// FSRS with these 21 weights.
    ///
    /// # Errors
    /// [`BadMemory::Weights`] when they are not 21 finite numbers.
    pub fn with_weights(weights: &[f32]) -> Result<Self, BadMemory> {
        if weights.len() != DEFAULT_PARAMETERS.len() || weights.iter().any(|w| !w.is_finite()) {
            return Err(BadMemory::Weights);
        }
        let fsrs = FSRS::new(weights).map_err(|_| BadMemory::Weights)?;
        Ok(Self { fsrs, weights: weights.to_vec() })
    }

    /// The 21 weights, w0 first.
    #[must_use]
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// What each rating would make of the memory, [`Rating::ALL`]'s order. `elapsed` is whole study days since the last
    /// review; 0 uses the same-day formula. `None` is a card that was never seen.
    ///
    /// # Errors
    /// [`BadMemory`] when the retention or the memory is out of range.
    pub fn outcomes(&self, memory: Option<Memory>, retention: f32, elapsed: u32) -> Result<[Recalled; 4], BadMemory> {
        if !RETENTION.contains(&retention) {
            return Err(BadMemory::Retention);
        }
        let state = memory.map(|m| MemoryState { stability: m.stability, difficulty: m.difficulty });
        let next = self.fsrs.next_states(state, retention, elapsed).map_err(|_| BadMemory::State)?;
        Ok([next.again, next.hard, next.good, next.easy].map(|state| Recalled {
            memory: Memory { stability: state.memory.stability, difficulty: state.memory.difficulty },
            interval: state.interval.max(0.0),
        }))
    }

    /// The predicted chance of recall `elapsed` days after the last review, 0 to 1.
    #[must_use]
    pub fn retrievability(&self, memory: Memory, elapsed: f32) -> f32 {
        let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
        let decay = self.weights.last().copied().unwrap_or(fsrs::FSRS6_DEFAULT_DECAY).clamp(0.1, 0.8);
        current_retrievability(state, elapsed.max(0.0), decay).clamp(0.0, 1.0)
    }

    /// The chance of recall today of a card with that memory and last rating, 0 to 1; 0 for one that was never rated.
    #[must_use]
    pub fn recall(&self, memory: Option<Memory>, last: Option<StudyDay>, today: StudyDay) -> f64 {
        let elapsed = last.map_or(0, |last| today.since(last)) as f32;
        memory.map_or(0.0, |memory| f64::from(self.retrievability(memory, elapsed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn better_ratings_keep_longer() {
        let model = Model::default();
        let new = model.outcomes(None, 0.9, 0).unwrap();
        assert!(new.windows(2).all(|pair| pair[0].interval < pair[1].interval), "{new:?}");
        // At 90 % the interval is the stability, by the definition of stability.
        assert!(new.iter().all(|o| (o.interval - o.memory.stability).abs() < 1e-3));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let model = Model::default();
        for retention in [0.0, 1.0, 1.5, f32::NAN] {
            assert_eq!(model.outcomes(None, retention, 0), Err(BadMemory::Retention));
        }
        assert!(Model::with_weights(&[1.0; 3]).is_err());
        assert!(Model::with_weights(&[f32::NAN; 21]).is_err());
        // The crate takes the weights of older versions, or none; here they are always 21 numbers.
        for weights in [&DEFAULT_PARAMETERS[..0], &DEFAULT_PARAMETERS[..17], &DEFAULT_PARAMETERS[..19]] {
            assert_eq!(Model::with_weights(weights).map(|_| ()), Err(BadMemory::Weights));
        }
        let mut odd = DEFAULT_PARAMETERS;
        odd[3] = f32::INFINITY;
        assert_eq!(Model::with_weights(&odd).map(|_| ()), Err(BadMemory::Weights));
    }

    proptest! {
        #[test]
        fn grades_are_ordered(stability in 0.01f32..3000.0, difficulty in 1.0f32..10.0, elapsed in 1u32..2000) {
            let model = Model::default();
            let after = model.outcomes(Some(Memory { stability, difficulty }), 0.9, elapsed).unwrap();
            prop_assert!(after.windows(2).all(|pair| pair[0].memory.stability <= pair[1].memory.stability));
            prop_assert!(after.iter().all(|o| (1.0..=10.0).contains(&o.memory.difficulty)));
        }

        #[test]
        fn recall_falls_with_time(stability in 0.01f32..3000.0, days in 0.0f32..3000.0) {
            let model = Model::default();
            let memory = Memory { stability, difficulty: 5.0 };
            let (now, later) = (model.retrievability(memory, days), model.retrievability(memory, days + 1.0));
            prop_assert!((0.0..=1.0).contains(&later) && later <= now);
        }
    }
}
