//! How badly weights predict which ratings were passes, and in which direction each weight makes that better.
//!
//! Log loss is `-ln R` of a pass and `-ln (1-R)` of a lapse, `R` being the chance of recall that the formulas give just
//! before. The gradient is worked out backwards through each history, by the chain rule over the formulas in
//! [`crate::domain::memory::formula`]; a test holds it against small steps of each weight.

use std::ops::Range;

use super::ratings::{Ratings, Step};
use crate::domain::memory::Rating;
use crate::domain::memory::formula::{DIFFICULTY, Formula, STABILITY, State};
use crate::domain::time::StudyDay;

/// Chances of recall nearer to 0 or 1 than this count as this: one surprise must not outweigh everything.
const CERTAIN: f64 = 1e-4;

/// The study days whose ratings are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window(pub Range<i32>);

/// Summed log loss.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Loss {
    /// The sum.
    pub sum: f64,
    /// Of how many ratings.
    pub samples: u32,
}

/// A rating on the way through a history, with what going back needs.
#[derive(Debug, Clone, Copy)]
struct Node {
    before: State,
    after: State,
    days: f64,
    rating: Rating,
    /// The chance of recall; 1 on the same day.
    recall: f64,
    /// Whether its outcome counts.
    scored: bool,
}

/// Goes through histories; keeps its room between them.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    nodes: Vec<Node>,
}

impl Window {
    /// All days.
    #[must_use]
    pub fn all() -> Self {
        Self(i32::MIN..i32::MAX)
    }

    /// The days before that one.
    #[must_use]
    pub fn before(day: StudyDay) -> Self {
        Self(i32::MIN..day.0)
    }

    /// That day and those after.
    #[must_use]
    pub fn from(day: StudyDay) -> Self {
        Self(day.0..i32::MAX)
    }

    fn scores(&self, step: &Step) -> bool {
        step.sample && self.0.contains(&step.day.0)
    }
}

impl Loss {
    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.samples += other.samples;
    }

    /// The mean, 0 of nothing.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.sum / f64::from(self.samples.max(1))
    }

    fn count(&mut self, recall: f64, passed: bool) {
        let recall = recall.clamp(CERTAIN, 1.0 - CERTAIN);
        self.sum -= if passed { recall.ln() } else { (1.0 - recall).ln() };
        self.samples += 1;
    }
}

/// Log loss over these histories; their ratings up to the end of the window are gone through, those in it count.
#[must_use]
pub fn loss(formula: &Formula, ratings: &Ratings, histories: Range<usize>, window: &Window) -> Loss {
    let (mut loss, mut walk) = (Loss::default(), Walk::default());
    for at in histories {
        walk.forward(formula, ratings.history(at), window, &mut loss);
    }
    loss
}

impl Walk {
    /// Adds the log loss of a history, and its gradient by each weight.
    pub fn gradient(
        &mut self,
        formula: &Formula,
        history: &[Step],
        window: &Window,
        loss: &mut Loss,
        gradient: &mut [f64; 21],
    ) {
        self.forward(formula, history, window, loss);
        if let Some(first) = history.first() {
            self.backward(formula, first.rating, gradient);
        }
    }

    /// Through the history up to its last rating that counts.
    fn forward(&mut self, formula: &Formula, history: &[Step], window: &Window, loss: &mut Loss) {
        self.nodes.clear();
        let Some(last) = history.iter().rposition(|step| window.scores(step)) else { return };
        let mut state = formula.first(history[0].rating);
        for step in &history[1..=last] {
            let days = f64::from(step.days);
            let recall = if step.days > 0 { formula.recall(days, state.stability) } else { 1.0 };
            let scored = window.scores(step);
            if scored {
                loss.count(recall, step.rating != Rating::Again);
            }
            let after = formula.next(state, step.days, step.rating);
            self.nodes.push(Node { before: state, after, days, rating: step.rating, recall, scored });
            state = after;
        }
    }

    /// Back again: `s` and `d` are what a little more stability and difficulty would add to the loss of what came after.
    fn backward(&self, formula: &Formula, first: Rating, gradient: &mut [f64; 21]) {
        let (mut s, mut d) = (0.0, 0.0);
        for node in self.nodes.iter().rev() {
            (s, d) = node.back(formula, (s, d), gradient);
        }
        let w = formula.weights();
        let state = formula.first(first);
        if inside(state.stability, STABILITY) {
            gradient[first as usize - 1] += s;
        }
        if inside(state.difficulty, DIFFICULTY) {
            let steps = f64::from(first as u8) - 1.0;
            gradient[4] += d;
            gradient[5] -= d * steps * (w[5] * steps).exp();
        }
    }
}

impl Node {
    fn back(&self, formula: &Formula, (s, d): (f64, f64), gradient: &mut [f64; 21]) -> (f64, f64) {
        let mut ds = 0.0;
        let mut dd =
            if inside(self.after.difficulty, DIFFICULTY) { self.difficulty(formula, d, gradient) } else { 0.0 };
        let mut dr = 0.0;
        if inside(self.after.stability, STABILITY) {
            let (by_s, by_d, by_r) = if self.days <= 0.0 {
                self.same_day(formula, s, gradient)
            } else if self.rating == Rating::Again {
                self.lapse(formula, s, gradient)
            } else {
                self.pass(formula, s, gradient)
            };
            (ds, dd, dr) = (ds + by_s, dd + by_d, dr + by_r);
        }
        if self.scored && (CERTAIN..=1.0 - CERTAIN).contains(&self.recall) {
            dr += if self.rating == Rating::Again { 1.0 / (1.0 - self.recall) } else { -1.0 / self.recall };
        }
        if self.days > 0.0 {
            ds += self.recall(formula, dr, gradient);
        }
        (ds, dd)
    }

    /// Through `D' = w7 D0(4) + (1-w7) (D - w6 (g-3) (10-D)/9)`.
    fn difficulty(&self, formula: &Formula, d: f64, gradient: &mut [f64; 21]) -> f64 {
        let w = formula.weights();
        let (difficulty, by) = (self.before.difficulty, f64::from(self.rating as u8) - 3.0);
        let easy_by_w5 = (3.0 * w[5]).exp();
        let easy = w[4] - easy_by_w5 + 1.0;
        let moved = difficulty - w[6] * by * (10.0 - difficulty) / 9.0;
        gradient[7] += d * (easy - moved);
        gradient[4] += d * w[7];
        gradient[5] -= d * w[7] * 3.0 * easy_by_w5;
        let by_moved = d * (1.0 - w[7]);
        gradient[6] -= by_moved * by * (10.0 - difficulty) / 9.0;
        by_moved * (1.0 + w[6] * by / 9.0)
    }

    /// Through `S' = S k`, `ln k = w17 (g-3+w18) - w19 ln S`, not below 0 for a pass.
    fn same_day(&self, formula: &Formula, s: f64, gradient: &mut [f64; 21]) -> (f64, f64, f64) {
        let w = formula.weights();
        let ln_s = self.before.stability.ln();
        let by = f64::from(self.rating as u8) - 3.0 + w[18];
        let growth = formula.same_day_growth(ln_s, self.rating);
        if growth <= 0.0 && self.rating != Rating::Again {
            return (s, 0.0, 0.0);
        }
        let up = s * self.after.stability;
        gradient[17] += up * by;
        gradient[18] += up * w[17];
        gradient[19] -= up * ln_s;
        (s * growth.exp() * (1.0 - w[19]), 0.0, 0.0)
    }

    /// Through `S' = S (1 + e^w8 (11-D) S^-w9 (e^(w10 (1-R)) - 1) h)`.
    fn pass(&self, formula: &Formula, s: f64, gradient: &mut [f64; 21]) -> (f64, f64, f64) {
        let w = formula.weights();
        let (stability, difficulty) = (self.before.stability, self.before.difficulty);
        let bonus = match self.rating {
            Rating::Hard => w[15],
            Rating::Easy => w[16],
            Rating::Again | Rating::Good => 1.0,
        };
        let growth = (w[8] - w[9] * stability.ln()).exp() * (11.0 - difficulty);
        let surprise = (w[10] * (1.0 - self.recall)).exp();
        let gain = growth * (surprise - 1.0) * bonus;
        let up = s * stability;
        gradient[8] += up * gain;
        gradient[9] -= up * gain * stability.ln();
        gradient[10] += up * growth * bonus * surprise * (1.0 - self.recall);
        match self.rating {
            Rating::Hard => gradient[15] += up * growth * (surprise - 1.0),
            Rating::Easy => gradient[16] += up * growth * (surprise - 1.0),
            Rating::Again | Rating::Good => {}
        }
        let by_s = s * (1.0 + gain) - up * gain * w[9] / stability;
        (by_s, -up * gain / (11.0 - difficulty), -up * growth * bonus * surprise * w[10])
    }

    /// Through `S' = min(w11 D^-w12 ((S+1)^w13 - 1) e^(w14 (1-R)), S / e^(w17 w18))`.
    fn lapse(&self, formula: &Formula, s: f64, gradient: &mut [f64; 21]) -> (f64, f64, f64) {
        let w = formula.weights();
        let (stability, difficulty, after) = (self.before.stability, self.before.difficulty, self.after.stability);
        let power = (stability + 1.0).powf(w[13]);
        let left = w[11] * difficulty.powf(-w[12]) * (power - 1.0) * (w[14] * (1.0 - self.recall)).exp();
        let up = s * after;
        let shrink = (w[17] * w[18]).exp();
        if left >= stability / shrink {
            gradient[17] -= up * w[18];
            gradient[18] -= up * w[17];
            return (s / shrink, 0.0, 0.0);
        }
        gradient[11] += up / w[11];
        gradient[12] -= up * difficulty.ln();
        let by_power = up / (power - 1.0) * power;
        gradient[13] += by_power * (stability + 1.0).ln();
        gradient[14] += up * (1.0 - self.recall);
        (by_power * w[13] / (stability + 1.0), -up * w[12] / difficulty, -up * w[14])
    }

    /// Through `R = (1 + f t/S)^-w20`, `f = 0.9^(-1/w20) - 1`.
    fn recall(&self, formula: &Formula, dr: f64, gradient: &mut [f64; 21]) -> f64 {
        let w20 = formula.weights()[20];
        let power = 0.9f64.powf(-1.0 / w20);
        let part = self.days / self.before.stability;
        let inner = (power - 1.0) * part;
        let up = dr * self.recall;
        let factor_by_w20 = power * 0.9f64.ln() / (w20 * w20);
        gradient[20] += up * (-inner.ln_1p() - w20 * part / (1.0 + inner) * factor_by_w20);
        up * w20 * inner / ((1.0 + inner) * self.before.stability)
    }
}

/// Whether a value was not held at one of its ends, where it no longer follows what it is made of.
fn inside(value: f64, (least, most): (f64, f64)) -> bool {
    value > least && value < most
}
