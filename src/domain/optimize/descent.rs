//! The search for the most probable weights, step by step.
//!
//! Adam (Kingma and Ba, 2014) on portions of the histories, with a step size that falls to nothing. Each weight has a
//! prior around its default, so that what the ratings say nothing about stays as it is; first stabilities are searched
//! by their logarithm. The number of steps is fixed, so a long log takes little longer than a short one.

use super::gradient::{Loss, Walk, Window};
use super::ratings::Ratings;
use super::weights::Weights;
use crate::domain::chance::Chance;
use crate::domain::memory::formula::DEFAULT_WEIGHTS;

/// Standard deviations of the priors, about those of the weights of many learners; of the first four, of their logarithm.
const SPREAD: [f64; 21] =
    [1.3, 1.2, 1.3, 1.1, 0.4, 0.3, 0.5, 0.06, 0.35, 0.15, 0.3, 0.2, 0.05, 0.12, 0.3, 0.2, 0.6, 0.3, 0.3, 0.1, 0.15];

/// Steps of a whole search.
const STEPS: u32 = 400;

/// Ratings in a portion, about.
const PORTION: usize = 4_000;

/// The first step size, in standard deviations.
const RATE: f64 = 0.08;

/// How slowly the means of the gradient and of its square follow.
const SLOW: (f64, f64) = (0.9, 0.99);

/// The search.
#[derive(Debug, Clone)]
pub struct Descent {
    window: Window,
    /// Histories with something to learn from, in an order drawn once.
    order: Vec<u32>,
    /// Ratings to learn from in all of them.
    samples: u32,
    next: usize,
    step: u32,
    /// Each weight's distance from its default, in standard deviations.
    at: [f64; 21],
    first: [f64; 21],
    second: [f64; 21],
    /// The mean over the last quarter of the steps.
    mean: [f64; 21],
    walk: Walk,
}

impl Descent {
    /// Begins at some weights; none when there is nothing to learn from.
    #[must_use]
    pub fn new(ratings: &Ratings, from: &Weights, window: Window) -> Option<Self> {
        let mut order = ratings.with_samples(&window.0);
        if order.is_empty() {
            return None;
        }
        let counts = |at: &u32| {
            ratings.history(*at as usize).iter().filter(|step| step.sample && window.0.contains(&step.day.0)).count()
        };
        let samples = order.iter().map(counts).sum::<usize>();
        let mut chance = Chance::new(2_026, "optimize");
        chance.shuffle(&mut order);
        Some(Self {
            window,
            order,
            samples: u32::try_from(samples).unwrap_or(u32::MAX),
            next: 0,
            step: 0,
            at: away(from),
            first: [0.0; 21],
            second: [0.0; 21],
            mean: [0.0; 21],
            walk: Walk::default(),
        })
    }

    /// Takes a step. True when the search has ended.
    pub fn step(&mut self, ratings: &Ratings) -> bool {
        if self.step >= STEPS {
            return true;
        }
        let weights = there(&self.at);
        let formula = weights.formula();
        let (mut loss, mut gradient, mut seen) = (Loss::default(), [0.0; 21], 0);
        let mut histories = 0;
        while seen < PORTION && histories < self.order.len() {
            let history = ratings.history(self.order[self.next] as usize);
            self.walk.gradient(&formula, history, &self.window, &mut loss, &mut gradient);
            seen += history.len();
            histories += 1;
            self.next = (self.next + 1) % self.order.len();
        }
        self.step += 1;
        self.adapt(&weights, &gradient, loss.samples);
        let averaged = STEPS / 4;
        if self.step > STEPS - averaged {
            for (mean, at) in self.mean.iter_mut().zip(self.at) {
                *mean += at / f64::from(averaged);
            }
        }
        self.step >= STEPS
    }

    /// The weights found.
    #[must_use]
    pub fn weights(&self) -> Weights {
        let ended = self.step >= STEPS;
        there(if ended { &self.mean } else { &self.at }).held()
    }

    /// How far the search is, 0 to 1.
    #[must_use]
    pub fn part(&self) -> f64 {
        f64::from(self.step) / f64::from(STEPS)
    }

    fn adapt(&mut self, weights: &Weights, gradient: &[f64; 21], samples: u32) {
        let step = f64::from(self.step);
        let rate = RATE * 0.5 * (1.0 + (std::f64::consts::PI * step / f64::from(STEPS)).cos());
        let all = f64::from(self.samples.max(1));
        for at in 0..21 {
            // Of the mean loss; the prior counts once beside all ratings.
            let scale = if at < 4 { weights.0[at] * SPREAD[at] } else { SPREAD[at] };
            let slope = gradient[at] * scale / f64::from(samples.max(1)) + self.at[at] / all;
            if !slope.is_finite() {
                continue;
            }
            self.first[at] = SLOW.0 * self.first[at] + (1.0 - SLOW.0) * slope;
            self.second[at] = SLOW.1 * self.second[at] + (1.0 - SLOW.1) * slope * slope;
            let first = self.first[at] / (1.0 - SLOW.0.powf(step));
            let second = self.second[at] / (1.0 - SLOW.1.powf(step));
            self.at[at] -= rate * first / (second.sqrt() + 1e-9);
        }
        // What was held at an end starts from there.
        self.at = away(&there(&self.at));
    }
}

/// How far weights are from the defaults, in standard deviations.
fn away(weights: &Weights) -> [f64; 21] {
    std::array::from_fn(|at| {
        let (weight, default) = (weights.0[at], DEFAULT_WEIGHTS[at]);
        if at < 4 { (weight / default).ln() / SPREAD[at] } else { (weight - default) / SPREAD[at] }
    })
}

/// The weights that far from the defaults, within what is allowed.
fn there(away: &[f64; 21]) -> Weights {
    Weights(std::array::from_fn(|at| {
        let default = DEFAULT_WEIGHTS[at];
        if at < 4 { default * (away[at] * SPREAD[at]).exp() } else { default + away[at] * SPREAD[at] }
    }))
    .clamped()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_step(step: u32) -> Descent {
        let nothing = [0.0; 21];
        Descent {
            window: Window::all(),
            order: vec![0],
            samples: 100,
            next: 0,
            step,
            at: nothing,
            first: nothing,
            second: nothing,
            mean: nothing,
            walk: Walk::default(),
        }
    }

    #[test]
    fn the_first_steps_are_those_of_adam() {
        let rate = |step: f64| 0.04 * (1.0 + (std::f64::consts::PI * step / 400.0).cos());
        let close = |found: f64, by_hand: f64| assert!((found - by_hand).abs() < 1e-6, "{found} {by_hand}");
        let mut gradient = [0.0; 21];
        (gradient[0], gradient[4], gradient[5]) = (50.0, 50.0, f64::NAN);
        let mut descent = at_step(1);
        descent.adapt(&Weights::default(), &gradient, 10);
        // The first step is as long whatever the slope, and what is no number moves nothing.
        close(descent.at[0], -rate(1.0));
        close(descent.at[4], -rate(1.0));
        assert_eq!((descent.at[5], descent.at[6]), (0.0, 0.0));
        // Of the mean of 10 ratings, by the spread of its prior: 50 · 0.4 / 10; a first stability by its logarithm.
        let slopes = (50.0 * 0.212 * 1.3 / 10.0, 50.0 * 0.4 / 10.0);
        close(descent.first[0], 0.1 * slopes.0);
        close(descent.first[4], 0.1 * slopes.1);
        close(descent.second[4], 0.01 * slopes.1 * slopes.1);
        // Then nothing but the prior, which counts once beside the 100 ratings.
        descent.step = 2;
        descent.adapt(&Weights::default(), &[0.0; 21], 10);
        let slope = -rate(1.0) / 100.0;
        let first = (0.9 * 0.1 * slopes.1 + 0.1 * slope) / (1.0 - 0.81);
        let second: f64 = (0.99 * 0.01 * slopes.1 * slopes.1 + 0.01 * slope * slope) / (1.0 - 0.9801);
        close(descent.at[4], -rate(1.0) - rate(2.0) * first / second.sqrt());
        // Half way the steps are half as long, and none at the end.
        let length = |step: u32| {
            let mut descent = at_step(step);
            descent.adapt(&Weights::default(), &gradient, 10);
            let slow = |by: f64| (1.0 - by) / (1.0 - by.powi(step.cast_signed()));
            -descent.at[4] / (slow(0.9) / slow(0.99).sqrt())
        };
        close(length(200), 0.04);
        close(length(400), 0.0);
    }

    #[test]
    fn the_mean_of_the_last_quarter_is_what_is_found() {
        let mut descent = at_step(100);
        assert!((descent.part() - 0.25).abs() < 1e-12);
        (descent.at[4], descent.mean[4]) = (0.5, 0.25);
        let default = DEFAULT_WEIGHTS[4];
        assert!((descent.weights().0[4] - (default + 0.5 * 0.4)).abs() < 1e-6);
        descent.step = STEPS;
        assert!((descent.weights().0[4] - (default + 0.25 * 0.4)).abs() < 1e-6);
    }

    #[test]
    fn ways_from_the_defaults_lead_there_and_back() {
        let way = [0.1; 21];
        for (there_and_back, way) in away(&there(&way)).into_iter().zip(way) {
            assert!((there_and_back - way).abs() < 1e-9, "{there_and_back} {way}");
        }
    }
}
