//! What a course keeps of its ratings.

use super::super::simulate::{Student, weights};
use super::*;
use crate::domain::memory::formula::DEFAULT_WEIGHTS;

fn course(cards: u64, exam_day: u32) -> Course {
    let cards = (0..cards).map(|id| CourseCard::new(id, 1.0, CardKind::Basic)).collect();
    Course::new(cards, Formula::new(&DEFAULT_WEIGHTS), exam_day)
}

fn study(course: &mut Course, student: &mut Student, days: std::ops::Range<u32>, minutes: f64) {
    for day in days {
        let (_, today) = course.plan(day, minutes, 60.0 * minutes);
        for entry in &today.order[..today.fit] {
            for (rating, seconds) in student.show(entry.at, day) {
                course.record(entry.at, Rated::new(day, rating, seconds));
            }
        }
    }
}

#[test]
fn states_are_those_of_a_replay() {
    let mut course = course(20, 6);
    study(&mut course, &mut Student::new(&weights(1, 1), 20, 1), 0..6, 4.0);
    for card in &course.cards {
        assert_eq!(card.state, card.before(99, &course.formula).map(|(state, _)| state));
    }
    assert!(course.forecast().iter().all(|recall| (0.0..=1.0).contains(recall)));
}

#[test]
fn days_without_study_are_expected_to_come_again() {
    let mut course = course(4, 40);
    assert!((course.kept(0) - 1.0).abs() < 1e-12);
    for day in [0, 0, 2] {
        course.record(0, Rated::new(day, Rating::Good, 9.0));
    }
    // (2 + 6) / (10 + 6)
    assert!((course.kept(10) - 0.5).abs() < 1e-12);
    // Today is not over, so it counts neither way.
    course.record(0, Rated::new(10, Rating::Good, 9.0));
    assert!((course.kept(10) - 0.5).abs() < 1e-12);
}

/// The same ratings in a new course, planned for that day.
fn again(whole: &Course, today: u32) -> Course {
    let mut past: Vec<(usize, Rated)> =
        whole.cards.iter().enumerate().flat_map(|(at, card)| card.history.iter().map(move |r| (at, *r))).collect();
    past.sort_by_key(|(_, rated)| rated.day);
    let mut again = course(whole.cards.len() as u64, whole.exam_day).begun(0, past);
    again.plan(today, 4.0, 240.0);
    again
}

#[test]
fn a_course_taken_up_again_is_the_one_that_went_on() {
    let mut whole = course(20, 24);
    let mut student = Student::new(&weights(1, 1), 20, 1);
    for days in [0..9, 9..13, 13..16] {
        let today = days.end;
        study(&mut whole, &mut student, days, 4.0);
        whole.plan(today, 4.0, 240.0);
        let again = again(&whole, today);
        assert!(whole.is_fitted(), "fitted on the eighth day");
        assert_eq!(again.fit, whole.fit);
        assert_eq!(again.cards, whole.cards);
        assert_eq!(again.habits(), whole.habits());
        assert!((again.kept(today) - whole.kept(today)).abs() < 1e-12);
    }
}

#[test]
fn a_rating_taken_back_leaves_no_trace() {
    let mut course = course(2, 24);
    course.record(0, Rated::new(0, Rating::Good, 9.0));
    let before = course.clone();
    let rated = Rated::new(3, Rating::Again, 20.0);
    course.record(0, rated);
    course.take_back(0, Rated { rating: Rating::Easy, ..rated });
    assert_ne!(course, before, "another one");
    course.record(1, rated);
    course.take_back(0, rated);
    assert_eq!((course.studied, course.last_day), (2, Some(3)), "another card was rated on that day");
    course.take_back(1, rated);
    assert_eq!(course, before);
    course.take_back(1, rated);
    course.take_back(9, rated);
    assert_eq!(course, before);
}

#[test]
fn weights_are_fitted_once_a_week() {
    let mut course = course(20, 24);
    let mut student = Student::new(&weights(1, 1), 20, 1);
    let mut shifts = Vec::new();
    for day in 0..22 {
        study(&mut course, &mut student, day..day + 1, 4.0);
        shifts.push(course.shift());
    }
    let changed: Vec<usize> = (1..22).filter(|day| shifts[*day] != shifts[day - 1]).collect();
    assert_eq!(changed, [7, 14, 21]);
}

#[test]
fn a_fit_is_taken_over_as_long_as_it_holds() {
    let mut whole = course(20, 24);
    study(&mut whole, &mut Student::new(&weights(1, 1), 20, 1), 0..9, 4.0);
    let fresh = Course { fit: None, ..again(&whole, 9) };
    assert_eq!(fresh.clone().following(&whole).fit, whole.fit);
    assert_eq!(fresh.clone().following(&whole).formula, whole.formula);
    let mut weights = DEFAULT_WEIGHTS;
    weights[0] = 0.3;
    let other = Course { base: Formula::new(&weights), ..fresh.clone() };
    assert_eq!(other.following(&whole).fit, None, "to other weights");
    let mut fewer = fresh;
    fewer.cards[0].history.clear();
    assert_eq!(fewer.following(&whole).fit, None, "to other ratings");
}

#[test]
fn a_moved_exam_moves_the_forecast() {
    let mut course = course(1, 10);
    course.record(0, Rated::new(0, Rating::Good, 9.0));
    let before = course.forecast()[0];
    course.move_exam(30);
    assert!(course.forecast()[0] < before);
    course.record(99, Rated::new(0, Rating::Good, 9.0));
}

#[test]
fn outcomes_are_ratings_after_another_day() {
    let mut course = course(3, 40);
    let days = [(0, 0), (0, 0), (0, 3), (1, 1), (2, 2), (2, 5), (2, 5), (2, 9)];
    days.into_iter().for_each(|(at, day)| course.record(at, Rated::new(day, Rating::Good, 9.0)));
    assert_eq!(course.outcomes(), 3);
    assert_eq!(course.cards()[2].history().iter().map(|rated| rated.day).collect::<Vec<_>>(), [2, 5, 5, 9]);
}

#[test]
fn habits_are_those_of_whole_showings() {
    let mut course = course(2, 40);
    let ratings = [(0, Rating::Good, 10.0), (0, Rating::Good, 5.0), (3, Rating::Again, 20.0), (3, Rating::Good, 8.0)];
    ratings.into_iter().for_each(|(day, rating, seconds)| course.record(0, Rated::new(day, rating, seconds)));
    // A miss in a mock exam says nothing of them.
    course.record(1, Rated { sample: false, ..Rated::new(4, Rating::Again, 99.0) });
    let mut tally = Tally::default();
    let kind = CardKind::Basic;
    tally.add(Showing { kind, new: true, rating: Rating::Good, seconds: 15.0 });
    tally.add(Showing { kind, new: false, rating: Rating::Again, seconds: 28.0 });
    assert_eq!(course.habits(), tally.habits());
    assert_ne!(course.habits(), Habits::default());
    // What is planned goes by them.
    let (_, outlook, _) = course.clone().planning(5, Days::equal(9, 5.0)).take(300.0);
    assert_eq!(outlook.learner().habits, course.habits());
    assert_eq!(outlook.learner().formula, *course.formula());
}

#[test]
fn weights_may_be_left_as_they_are() {
    let mut fixed = course(20, 24).fitting(false);
    let mut student = Student::new(&weights(1, 1), 20, 1);
    study(&mut fixed, &mut student, 0..9, 4.0);
    assert!(!fixed.is_fitted() && fixed.fit_due(9).is_none());
    let fitted = Course { fitting: true, ..fixed };
    let due = fitted.fit_due(9).unwrap();
    assert_eq!((due.before, due.ratings), (7, fitted.ratings_before(7)));
    assert_eq!(fitted.fit_due(6), None, "in the first week");
    // Of very many ratings an even share of the cards is enough.
    let every = |ratings| fitted.to_fit(Fit { ratings, ..due }).count();
    assert_eq!([0, RATINGS_TO_FIT, RATINGS_TO_FIT + 1, 5 * RATINGS_TO_FIT].map(every), [20, 20, 10, 4]);
}

#[test]
fn forecasts_are_recall_on_the_day_of_the_exam() {
    let mut course = course(2, 20);
    course.record(0, Rated::new(4, Rating::Good, 9.0));
    let forecast = course.forecast();
    assert!((forecast[0] - course.formula.recall(16.0, DEFAULT_WEIGHTS[2])).abs() < 1e-12);
    assert!(forecast[1].abs() < 1e-12);
    assert_eq!(course.card(0, 9).and_then(|card| card.seen).map(|seen| seen.elapsed), Some(5));
}

#[test]
fn a_rating_is_taken_back_by_its_seconds_too() {
    let mut course = course(1, 20);
    course.record(0, Rated::new(0, Rating::Good, 9.0));
    course.take_back(0, Rated::new(0, Rating::Good, 9.5));
    assert_eq!(course.cards[0].history.len(), 1, "another rating");
    course.take_back(0, Rated::new(0, Rating::Good, 9.0));
    assert_eq!((course.cards[0].history.len(), course.cards[0].state), (0, None));
}
