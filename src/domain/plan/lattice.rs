//! Where reviews lead from every point of the grid. It depends on the learner alone, so it is worked out once and
//! serves every price, weight and day.

use super::grid::{
    Between, DIFFICULTIES, LAYER, STABILITIES, along_difficulty, along_stability, difficulty, stability,
};
use super::learner::{Learner, OUTCOMES};
use crate::domain::memory::formula::{Prospect, State};

/// Whole days that may pass before the next review: every one up to 8, then coarser.
pub(super) fn waits(days_left: u32) -> Vec<u32> {
    let coarser = |from: u32, to: u32, step: usize| (from..=to).step_by(step);
    let all = (1..=8).chain(coarser(10, 16, 2)).chain(coarser(20, 32, 4)).chain(coarser(40, days_left.max(40), 8));
    all.take_while(|wait| *wait < days_left).collect()
}

/// One review: what it takes and between which stabilities its outcomes lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hop {
    pub seconds: f32,
    pub share: [f32; OUTCOMES],
    pub at: [u8; OUTCOMES],
    pub lean: [f32; OUTCOMES],
}

/// All reviews from all points.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    /// Study days until the exam.
    pub days_left: usize,
    /// Days between reviews that are looked at.
    pub waits: Vec<u32>,
    /// By difficulty row: where the outcomes' difficulties lie.
    pub rows: [[Between; OUTCOMES]; DIFFICULTIES],
    /// Where a first showing leads.
    pub arrivals: Vec<(f32, Between, Between)>,
    /// Seconds of a first showing.
    pub new_seconds: f32,
    hops: Vec<Hop>,
    /// Recall by days since the last review (0 to `days_left`) and stability point.
    kept: Vec<f32>,
}

impl Hop {
    /// A review at that chance of recall.
    pub fn new(learner: &Learner, prospect: &Prospect<'_>, recall: f64) -> Self {
        let outcomes = learner.outcomes(prospect, recall);
        let spots = outcomes.map(|(_, ln_s)| along_stability(ln_s));
        Self {
            seconds: learner.habits.seconds_at(recall) as f32,
            share: outcomes.map(|(share, _)| share as f32),
            at: spots.map(|spot| spot.at as u8),
            lean: spots.map(|spot| spot.lean),
        }
    }

    /// The mean of a layer over the outcomes.
    pub fn mean(&self, layer: &[f32], rows: &[Between; OUTCOMES]) -> f32 {
        (0..OUTCOMES).map(|o| self.share[o] * super::grid::read(layer, self.stability(o), rows[o])).sum()
    }

    fn stability(&self, outcome: usize) -> Between {
        Between { at: usize::from(self.at[outcome]), lean: self.lean[outcome] }
    }
}

impl Lattice {
    /// A lattice whose points are still to be [added](Self::add_point), [`LAYER`] of them.
    pub fn new(learner: &Learner, days_left: u32) -> Self {
        let arrival = |a: super::learner::Arrival| {
            (a.share as f32, along_stability(a.ln_stability), along_difficulty(a.difficulty))
        };
        let recall = |(days, point)| learner.formula.recall(f64::from(days), stability(point)) as f32;
        let kept = (0..=days_left).flat_map(|days| (0..STABILITIES).map(move |point| (days, point)));
        let waits = waits(days_left);
        Self {
            days_left: days_left as usize,
            rows: std::array::from_fn(|row| learner.difficulties(difficulty(row)).map(along_difficulty)),
            arrivals: learner.introductions().into_iter().map(arrival).collect(),
            new_seconds: learner.habits.seconds_when_new() as f32,
            hops: Vec::with_capacity(LAYER * waits.len()),
            kept: kept.map(recall).collect(),
            waits,
        }
    }

    /// How many points have been added.
    pub fn points(&self) -> usize {
        if self.waits.is_empty() { LAYER } else { self.hops.len() / self.waits.len() }
    }

    /// Works out the next point's reviews.
    pub fn add_point(&mut self, learner: &Learner) {
        let point = self.points();
        let state = State { stability: stability(point % STABILITIES), difficulty: difficulty(point / STABILITIES) };
        let prospect = learner.formula.prospect(state);
        let hop = |wait: &u32| Hop::new(learner, &prospect, prospect.recall(f64::from(*wait)));
        self.hops.extend(self.waits.iter().map(hop));
    }

    /// The reviews from a point, in the order of [`Self::waits`].
    pub fn hops(&self, point: usize) -> &[Hop] {
        &self.hops[point * self.waits.len()..][..self.waits.len()]
    }

    /// Recall of all stabilities after so many days without a review.
    pub fn kept(&self, days: usize) -> &[f32] {
        &self.kept[days * STABILITIES..][..STABILITIES]
    }

    /// The mean of a layer over where a first showing leads.
    pub fn mean_of_new(&self, layer: &[f32]) -> f32 {
        self.arrivals.iter().map(|(share, s, d)| share * super::grid::read(layer, *s, *d)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_coarser() {
        assert_eq!(waits(1), Vec::<u32>::new());
        assert_eq!(waits(5), [1, 2, 3, 4]);
        assert_eq!(waits(30), [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28]);
        assert_eq!(waits(60)[15..], [28, 32, 40, 48, 56][1..]);
        assert!(waits(730).iter().all(|wait| *wait < 730));
    }

    #[test]
    fn a_layer_of_ones_has_mean_one() {
        let learner = Learner::default();
        let mut lattice = Lattice::new(&learner, 4);
        while lattice.points() < LAYER {
            lattice.add_point(&learner);
        }
        let ones = vec![1.0; LAYER];
        assert!((lattice.mean_of_new(&ones) - 1.0).abs() < 1e-5);
        let hop = lattice.hops(100)[2];
        assert!((hop.mean(&ones, &lattice.rows[100 / STABILITIES]) - 1.0).abs() < 1e-3);
    }
}
