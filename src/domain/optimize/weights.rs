//! Weights: 21 numbers of FSRS-6 within what the model allows, and those that were taken into use.

use serde::{Deserialize, Serialize};

use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula};
use crate::domain::memory::{BadMemory, Model};

/// What each weight may be.
const BOUNDS: [(f64, f64); 21] = [
    (0.001, 100.0),
    (0.001, 100.0),
    (0.001, 100.0),
    (0.001, 100.0),
    (1.0, 10.0),
    (0.001, 4.0),
    (0.001, 4.0),
    (0.001, 0.75),
    (0.0, 4.5),
    (0.0, 0.8),
    (0.001, 3.5),
    (0.001, 5.0),
    (0.001, 0.25),
    (0.001, 0.9),
    (0.0, 4.0),
    (0.0, 1.0),
    (1.0, 6.0),
    (0.0, 2.0),
    (0.0, 2.0),
    (0.01, 0.8),
    (0.1, 0.8),
];

/// 21 weights, w0 first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Weights(pub [f64; 21]);

/// Weights that were taken into use, with what they promised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adopted {
    /// The weights.
    pub weights: Weights,
    /// Ratings that they were fitted to.
    pub samples: u32,
    /// Log loss of the weights before on ratings not fitted to.
    pub before: f64,
    /// Log loss of weights fitted in the same way.
    pub after: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self(DEFAULT_WEIGHTS)
    }
}

impl Weights {
    /// Those of a model.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut weights = Self::default();
        for (to, from) in weights.0.iter_mut().zip(model.weights()) {
            *to = f64::from(*from);
        }
        weights
    }

    /// The model with them.
    ///
    /// # Errors
    /// [`BadMemory::Weights`] when they are out of their ranges.
    pub fn model(&self) -> Result<Model, BadMemory> {
        if self.0.iter().zip(BOUNDS).any(|(weight, (least, most))| !(least..=most).contains(weight)) {
            return Err(BadMemory::Weights);
        }
        Model::with_weights(&self.0.map(|weight| weight as f32))
    }

    /// The formulas with them.
    #[must_use]
    pub fn formula(&self) -> Formula {
        Formula::new(&self.0)
    }

    /// The same, each within what the model allows.
    #[must_use]
    pub fn clamped(mut self) -> Self {
        for (weight, (least, most)) in self.0.iter_mut().zip(BOUNDS) {
            *weight = if weight.is_finite() { weight.clamp(least, most) } else { least };
        }
        self
    }

    /// The same within what the model allows, a better first answer never leaving less; rounded to what is kept.
    #[must_use]
    pub fn held(self) -> Self {
        let rounded = self.clamped().0.map(|weight| (weight * 1e4).round() / 1e4);
        let mut held = Self(rounded).clamped();
        for at in 1..4 {
            held.0[at] = held.0[at].max(held.0[at - 1]);
        }
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_held_within_what_is_allowed() {
        let wild = Weights([f64::NAN; 21]).held();
        assert!(wild.model().is_ok());
        assert!(Weights([1e9; 21]).held().model().is_ok());
        assert!(Weights([-1e9; 21]).held().model().is_ok());
        assert!(Weights([-1.0; 21]).model().is_err());
        let mut odd = Weights::default();
        odd.0[0] = 5.0;
        assert!(odd.held().0[..4].is_sorted());
        assert_eq!(Weights::default().held(), Weights::default());
        assert_eq!(Weights::of(&Weights::default().model().unwrap()).held(), Weights::default());
    }

    #[test]
    fn what_was_adopted_is_kept_as_json() {
        let adopted = Adopted { weights: Weights::default(), samples: 1_200, before: 0.35, after: 0.34 };
        let text = serde_json::to_string(&adopted).unwrap();
        assert_eq!(serde_json::from_str::<Adopted>(&text).unwrap(), adopted);
    }
}
