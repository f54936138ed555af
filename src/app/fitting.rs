//! Fitting the memory model to the learner's own ratings: in slices, on top of the Stats screen.

use crate::app::keymap::Scope;
use crate::app::message::{Effect, RatingsRead, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::optimize::{Adopted, Optimizing, Report, TooFew, Weights};

/// Steps in a slice: some milliseconds.
const SLICE: usize = 3;

/// How far fitting is.
#[derive(Debug, Clone)]
pub enum Fitting {
    /// Ratings are read: rows of the journal, and all.
    Reading(u64, u64),
    /// Weights are fitted and judged.
    Working(Box<Optimizing>),
    /// What came of it.
    Fitted(Box<Report>),
    /// There is too little to learn from.
    TooFew(TooFew),
}

impl Fitting {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Self::Reading(..) | Self::Working(_) => Scope::Fitting,
            Self::Fitted(report) if report.better() => Scope::Fitted,
            Self::Fitted(_) | Self::TooFew(_) => Scope::FitOver,
        }
    }

    /// Whether there is more to do.
    #[must_use]
    pub fn busy(&self) -> bool {
        matches!(self, Self::Reading(..) | Self::Working(_))
    }

    /// How far it is, 0 to 1: reading takes about a tenth of the time.
    #[must_use]
    pub fn part(&self) -> f64 {
        match self {
            Self::Reading(done, all) => 0.1 * *done as f64 / (*all).max(1) as f64,
            Self::Working(optimizing) => {
                let progress = optimizing.progress();
                0.1 + 0.9 * progress.done as f64 / progress.total.max(1) as f64
            }
            Self::Fitted(_) | Self::TooFew(_) => 1.0,
        }
    }
}

impl Model {
    /// Begins to fit.
    pub(super) fn fit(&mut self) -> Vec<Effect> {
        self.overlays.push(Overlay::Fitting(Fitting::Reading(0, 0)));
        vec![Effect::Ask(Request::Ratings { first: true })]
    }

    /// The fitting on top, if there is one.
    fn fitting(&mut self) -> Option<&mut Fitting> {
        match self.overlays.last_mut() {
            Some(Overlay::Fitting(fitting)) => Some(fitting),
            _ => None,
        }
    }

    /// Whether there is more to fit.
    pub(super) fn fits(&self) -> bool {
        matches!(self.overlays.last(), Some(Overlay::Fitting(fitting)) if fitting.busy())
    }

    /// Some ratings were read; the last part comes with all of them. Nobody waits for them after a cancel.
    pub(super) fn ratings_came(&mut self, read: RatingsRead) -> Vec<Effect> {
        let (present, retention) = (Weights::of(&self.memory), self.rules.retention);
        let Some(fitting) = self.fitting() else { return vec![] };
        *fitting = match read {
            RatingsRead::Part(done, all) => Fitting::Reading(done, all),
            RatingsRead::Whole(ratings) => match Optimizing::new(*ratings, &present, retention) {
                Ok(optimizing) => Fitting::Working(Box::new(optimizing)),
                Err(few) => Fitting::TooFew(few),
            },
        };
        vec![]
    }

    /// Does a slice of what is to be fitted.
    pub(super) fn fit_slice(&mut self) -> Vec<Effect> {
        let Some(fitting) = self.fitting() else { return vec![] };
        match fitting {
            Fitting::Reading(..) => return vec![Effect::Ask(Request::Ratings { first: false })],
            Fitting::Working(optimizing) => {
                if let Some(report) = (0..SLICE).find_map(|_| optimizing.step()) {
                    *fitting = Fitting::Fitted(Box::new(report));
                }
            }
            Fitting::Fitted(_) | Fitting::TooFew(_) => {}
        }
        vec![]
    }

    /// Reading failed: begun anew when the learner says so.
    pub(super) fn stop_fitting(&mut self) {
        if self.fits() {
            self.overlays.pop();
        }
    }

    /// Takes the fitted weights into use.
    pub(super) fn adopt(&mut self) -> Vec<Effect> {
        let Some(Fitting::Fitted(report)) = self.fitting() else { return vec![] };
        let (weights, samples) = (report.weights, report.samples);
        let adopted = Adopted { weights, samples, before: report.before, after: report.after };
        self.overlays.pop();
        vec![Effect::Ask(Request::Adopt(Box::new(adopted)))]
    }

    /// Weights came into use: newly fitted ones, or those of before.
    pub(super) fn weights_came(&mut self, weights: Option<&Adopted>) -> Vec<Effect> {
        self.memory = weights.and_then(|adopted| adopted.weights.model().ok()).unwrap_or_default();
        self.planner.outdated();
        let mut effects = vec![Effect::Ask(Request::Refresh)];
        if matches!(self.screen, Screen::Stats(_)) {
            effects.push(Effect::Ask(Request::Stats));
        }
        effects
    }

    /// Newly fitted weights are on disk, or another window was faster.
    pub(super) fn adopted(&mut self, adopted: Option<Box<Adopted>>) -> Vec<Effect> {
        match adopted {
            Some(adopted) => {
                self.say_done("Fitted to you. Cards take it on with their next review.", "takes it back.");
                self.weights_came(Some(&adopted))
            }
            None => {
                self.say("Another window fitted anew meanwhile; nothing was changed.");
                vec![]
            }
        }
    }
}
