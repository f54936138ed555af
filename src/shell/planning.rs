//! Working the plan out at once, for the command line.

use crate::app::planner::Made;
use crate::domain::optimize::Weights;
use crate::domain::plan::{Goal, course_day};
use crate::domain::time::{Calendar, Now};
use crate::failure::Failure;
use crate::store::Store;

/// The plan for a goal as of now.
///
/// # Errors
/// When the store can't be read.
pub fn made(store: &Store, goal: &Goal, now: Now, calendar: &Calendar) -> Result<Made, Failure> {
    let mut reading = store.reading(goal, now, calendar)?;
    while !store.read_on(&mut reading, now)? {}
    let deck = reading.deck();
    let course = deck.course(Weights::of(&store.model()?).formula(), goal);
    let work = course.planning(course_day(now.day), goal.days(now.day));
    let left = (60.0 * f64::from(goal.minutes_on(now.day)) - deck.spent).max(0.0);
    Ok(Made::new(deck, work, left, 0, now.day))
}
