//! Planning a day from a course, in slices: the fit when a week has passed, then the list.

use super::build::Progress;
use super::card::{Card, Days};
use super::course::Course;
use super::fit::{Fit, Fitting};
use super::outlook::Outlook;
use super::today::{Planning, Today};

/// Work on a day's plan. Call [`step`](Self::step) until [`finished`](Self::finished), then [`take`](Self::take) it.
#[derive(Debug, Clone)]
pub struct Work {
    course: Course,
    today: u32,
    days: Days,
    stage: Stage,
    fitted: usize,
}

#[derive(Debug, Clone)]
enum Stage {
    Fit(Fit, Box<Fitting>),
    Plan(Box<Planning>),
}

/// A step of the fit counts as one unit for so many ratings; about as long as any other unit takes.
const RATINGS_A_UNIT: usize = 250;

impl Work {
    pub(super) fn new(course: Course, today: u32, days: Days, fit: Option<Fit>) -> Self {
        let stage = match fit {
            Some(fit) => Stage::Fit(fit, Box::new(Fitting::new(course.base, course.to_fit(fit)))),
            None => Stage::plan(&course, today, days.clone()),
        };
        Self { course, today, days, stage, fitted: 0 }
    }

    /// Does about so many units of work, some tens of microseconds each.
    pub fn step(&mut self, units: usize) -> Progress {
        let mut left = units;
        while left > 0 && !self.finished() {
            match &mut self.stage {
                Stage::Fit(fit, fitting) => {
                    let ratings: usize = self.course.to_fit(*fit).map(<[_]>::len).sum();
                    left = left.saturating_sub(ratings.div_ceil(RATINGS_A_UNIT).max(1));
                    if fitting.step(self.course.to_fit(*fit)) {
                        let fit = Fit { shift: fitting.best(), ..*fit };
                        self.course.take_fit(fit);
                        self.fitted = Fitting::TRIES as usize;
                        self.stage = Stage::plan(&self.course, self.today, self.days.clone());
                    }
                }
                Stage::Plan(planning) => {
                    planning.step(left);
                    break;
                }
            }
        }
        self.progress()
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match &self.stage {
            Stage::Fit(_, fitting) => {
                // The plan that follows takes some thousand units.
                Progress { done: fitting.tries() as usize, total: Fitting::TRIES as usize + 4000 }
            }
            Stage::Plan(planning) => {
                let Progress { done, total } = planning.progress();
                Progress { done: done + self.fitted, total: total + self.fitted }
            }
        }
    }

    /// Whether everything is worked out.
    #[must_use]
    pub fn finished(&self) -> bool {
        matches!(&self.stage, Stage::Plan(planning) if planning.finished())
    }

    /// The course, the outlook and the list for `seconds` of study today, with whatever is still to do done first.
    #[must_use]
    pub fn take(mut self, seconds: f64) -> (Course, Outlook, Today) {
        loop {
            match self.stage {
                Stage::Plan(planning) => {
                    let (outlook, today) = planning.take(seconds);
                    self.course.price = Some(outlook.price());
                    return (self.course, outlook, today);
                }
                Stage::Fit(..) => drop(self.step(1024)),
            }
        }
    }
}

impl Stage {
    fn plan(course: &Course, today: u32, days: Days) -> Self {
        let cards: Vec<Card> = course.cards.iter().map(|card| card.on(today)).collect();
        Self::Plan(Box::new(Planning::new(course.learner(), cards, days, course.price)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::course::{CourseCard, Rated};
    use super::super::habits::CardKind;
    use super::*;
    use crate::domain::memory::Rating;
    use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula};

    fn work() -> Work {
        let cards = (0..12).map(|id| CourseCard::new(id, 1.0, CardKind::Basic)).collect();
        let past =
            [0, 2, 5].into_iter().flat_map(|day| (0..6).map(move |at| (at, Rated::new(day, Rating::Again, 20.0))));
        Course::new(cards, Formula::new(&DEFAULT_WEIGHTS), 14).begun(0, past).planning(8, Days::equal(6, 3.0))
    }

    #[test]
    fn slices_give_what_one_go_gives() {
        let mut sliced = work();
        while !sliced.finished() {
            let before = sliced.progress();
            let after = sliced.step(5);
            assert!(after.done > before.done || after.total < before.total, "{before:?} {after:?}");
        }
        let (course, _, today) = sliced.take(180.0);
        let (whole, _, list) = work().take(180.0);
        assert_eq!((course.shift(), today.order), (whole.shift(), list.order));
        assert!(course.is_fitted());
    }

    #[test]
    fn a_fit_takes_as_many_units_as_it_has_ratings() {
        // 18 ratings are one unit a step; of a search's steps those that follow one that helped are left out.
        let mut work = work();
        assert_eq!(work.progress(), Progress { done: 0, total: Fitting::TRIES as usize + 4000 });
        let after = work.step(1);
        assert!(after.done == 1 || after.done == 2, "{after:?}");
        work.step(9);
        assert!((10..=20).contains(&work.progress().done), "{:?}", work.progress());
        while matches!(work.stage, Stage::Fit(..)) {
            work.step(1);
        }
        let Progress { done, total } = work.progress();
        let Stage::Plan(planning) = &work.stage else { unreachable!() };
        assert_eq!((done, total), (Fitting::TRIES as usize, Fitting::TRIES as usize + planning.progress().total));
        assert_eq!(work.step(20), Progress { done: done + 20, total });
    }
}
