//! Fitting the weights of FSRS to a learner's own ratings.
//!
//! Written out here and not taken from the `fsrs` crate, whose fitting runs on threads of its own in one go and panics on
//! some histories: this one goes in small steps between two keys, says how far it is, stops when asked to, and gives the
//! same for the same ratings. A test holds it against the crate's.
//!
//! New weights are only worth having when they predict better what they haven't seen. So the weights are fitted to the
//! earlier part of the ratings and judged on the later part; those to be kept are then fitted to all.

pub mod descent;
pub mod gradient;
pub mod ratings;
pub mod weights;
pub mod wording;

pub use ratings::{Collecting, Ratings};
pub use weights::{Adopted, Weights};

use crate::domain::memory::formula::{Formula, State};
use crate::domain::plan::Progress;
use crate::domain::time::StudyDay;
use descent::Descent;
use gradient::{Loss, Window};

/// Ratings on a later day than the one before that fitting needs: from fewer, predictions rather get worse.
pub const ENOUGH: u32 = 1_000;

/// The part of the ratings that new weights are fitted to before they are judged on the rest.
const EARLIER: f64 = 0.8;

/// Ratings that are gone through in one step of judging.
const CHUNK: usize = 10_000;

/// What fitting came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Ratings that say something: on a later day than the one before.
    pub samples: u32,
    /// Those of them that the weights were judged on.
    pub judged: u32,
    /// Log loss of the present weights on these; less is better.
    pub before: f64,
    /// Log loss of weights fitted to the ratings before these.
    pub after: f64,
    /// Reviews a day that the cards known now ask for, with the present weights and the new ones.
    pub load: (f64, f64),
    /// Weights fitted to all ratings.
    pub weights: Weights,
}

/// Why nothing is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew {
    /// Ratings that say something.
    pub samples: u32,
}

/// Fitting and judging, step by step.
#[derive(Debug, Clone)]
pub struct Optimizing {
    ratings: Ratings,
    present: Weights,
    retention: f64,
    /// The first day that weights are judged on.
    cut: StudyDay,
    stage: Stage,
    judged: [Loss; 2],
    load: [f64; 2],
}

#[derive(Debug, Clone)]
enum Stage {
    Earlier(Descent),
    Judge { fitted: Weights, at: usize },
    All(Descent),
    Load { fitted: Weights, at: usize },
    Done(Weights),
}

impl Report {
    /// Whether the new weights predict better what they haven't seen.
    #[must_use]
    pub fn better(&self) -> bool {
        self.after < self.before
    }
}

impl Optimizing {
    /// Begins. `retention` is the desired one, by which the load is told.
    ///
    /// # Errors
    /// [`TooFew`] when there are too few ratings to learn from, or all of one day.
    pub fn new(ratings: Ratings, present: &Weights, retention: f32) -> Result<Self, TooFew> {
        let samples = ratings.samples();
        let cut = ratings.quantile(EARLIER).filter(|_| samples >= ENOUGH).ok_or(TooFew { samples })?;
        let earlier = Descent::new(&ratings, present, Window::before(cut)).ok_or(TooFew { samples })?;
        Ok(Self {
            ratings,
            present: *present,
            retention: f64::from(retention),
            cut,
            stage: Stage::Earlier(earlier),
            judged: [Loss::default(); 2],
            load: [0.0; 2],
        })
    }

    /// Does a step, some milliseconds at most. The report comes with the last one.
    pub fn step(&mut self) -> Option<Report> {
        match &mut self.stage {
            Stage::Earlier(descent) => {
                if descent.step(&self.ratings) {
                    self.stage = Stage::Judge { fitted: descent.weights(), at: 0 };
                }
            }
            Stage::Judge { fitted, at } => {
                let (fitted, end) = (*fitted, self.ratings.chunk(*at, CHUNK));
                for (weights, sum) in [self.present, fitted].iter().zip(&mut self.judged) {
                    sum.add(gradient::loss(&weights.formula(), &self.ratings, *at..end, &Window::from(self.cut)));
                }
                *at = end;
                if end >= self.ratings.histories() {
                    let all = Descent::new(&self.ratings, &fitted, Window::all());
                    self.stage = all.map_or(Stage::Load { fitted, at: 0 }, Stage::All);
                }
            }
            Stage::All(descent) => {
                if descent.step(&self.ratings) {
                    self.stage = Stage::Load { fitted: descent.weights(), at: 0 };
                }
            }
            Stage::Load { fitted, at } => {
                let (fitted, end) = (*fitted, self.ratings.chunk(*at, CHUNK));
                for (weights, sum) in [self.present, fitted].iter().zip(&mut self.load) {
                    *sum += load(&weights.formula(), &self.ratings, *at..end, self.retention);
                }
                *at = end;
                if end >= self.ratings.histories() {
                    self.stage = Stage::Done(fitted);
                }
            }
            Stage::Done(_) => {}
        }
        let Stage::Done(weights) = self.stage else { return None };
        let [before, after] = self.judged;
        Some(Report {
            samples: self.ratings.samples(),
            judged: before.samples,
            before: before.mean(),
            after: after.mean(),
            load: (self.load[0], self.load[1]),
            weights,
        })
    }

    /// How far it is, of a thousand.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let part = |at: usize| at as f64 / self.ratings.histories().max(1) as f64;
        let done = match &self.stage {
            Stage::Earlier(descent) => 0.45 * descent.part(),
            Stage::Judge { at, .. } => 0.45 + 0.05 * part(*at),
            Stage::All(descent) => 0.5 + 0.45 * descent.part(),
            Stage::Load { at, .. } => 0.95 + 0.05 * part(*at),
            Stage::Done(_) => 1.0,
        };
        Progress { done: (1000.0 * done) as usize, total: 1000 }
    }
}

/// Reviews a day that the cards known among these ask for as they stand: each comes once in its interval, a day at least.
fn load(formula: &Formula, ratings: &Ratings, histories: std::ops::Range<usize>, retention: f64) -> f64 {
    let known = |at: usize| -> Option<State> {
        let mut steps = ratings.history(at).iter();
        let first = formula.first(steps.next()?.rating);
        Some(steps.fold(first, |state, step| formula.next(state, step.days, step.rating)))
    };
    histories
        .filter(|at| ratings.known(*at))
        .filter_map(known)
        .map(|state| 1.0 / formula.interval(state.stability, retention).max(1.0))
        .sum()
}

#[cfg(test)]
mod tests;
