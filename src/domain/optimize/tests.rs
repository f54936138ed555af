use fsrs::{ComputeParametersInput, FSRSItem, FSRSReview, compute_parameters};
use proptest::prelude::*;

use super::gradient::Walk;
use super::*;
use crate::domain::chance::Chance;
use crate::domain::memory::formula::DEFAULT_WEIGHTS;
use crate::domain::memory::{Model, Rating};
use crate::domain::plan::{Rated, log_likelihood};
use crate::domain::review::journal::Source;

/// Ratings of somebody whose memory has these weights, shown cards when the defaults say, for so many days.
fn ratings(truth: &Weights, cards: i64, days: i32, seed: u64) -> Ratings {
    let (truth, usual) = (truth.formula(), Weights::default().formula());
    let mut rows = Vec::new();
    for card in 0..cards {
        let mut chance = Chance::new(seed, &format!("card {card}"));
        let mut day = chance.below(days.unsigned_abs() / 2) as i32;
        let mut states: Option<(State, State)> = None;
        let mut last = day;
        while day < days {
            let passed = match states {
                None => chance.unit() < 0.7,
                Some((real, _)) => chance.unit() < truth.recall(f64::from(day - last), real.stability),
            };
            let rating = match (passed, chance.below(10)) {
                (false, _) => Rating::Again,
                (true, 0) => Rating::Hard,
                (true, 9) => Rating::Easy,
                (true, _) => Rating::Good,
            };
            rows.push((day, card, rating, states.is_none()));
            let elapsed = (day - last).unsigned_abs();
            let (real, shown) = match states {
                None => (truth.first(rating), usual.first(rating)),
                Some((real, shown)) => (truth.next(real, elapsed, rating), usual.next(shown, elapsed, rating)),
            };
            states = Some((real, shown));
            last = day;
            day += usual.interval(shown.stability, 0.9).round().max(1.0) as i32;
        }
    }
    rows.sort_by_key(|row| row.0);
    let mut all = Collecting::default();
    for (day, card, rating, new) in rows {
        all.push(card, StudyDay(day), rating, Source::Due, new);
    }
    all.done(|_| true)
}

/// Somebody who forgets sooner than most.
fn forgetful() -> Weights {
    let mut weights = DEFAULT_WEIGHTS;
    for (at, weight) in weights.iter_mut().enumerate() {
        match at {
            0..4 => *weight *= 0.4,
            8 => *weight -= 0.5,
            20 => *weight = 0.25,
            _ => {}
        }
    }
    Weights(weights)
}

fn whole(ratings: &Ratings) -> Report {
    let mut optimizing = Optimizing::new(ratings.clone(), &Weights::default(), 0.9).unwrap();
    let mut last = 0;
    loop {
        if let Some(report) = optimizing.step() {
            assert_eq!(optimizing.progress().done, 1000);
            return report;
        }
        let done = optimizing.progress().done;
        assert!(done >= last && done <= 1000);
        last = done;
    }
}

fn loss_of(weights: &Weights, ratings: &Ratings) -> f64 {
    gradient::loss(&weights.formula(), ratings, 0..ratings.histories(), &Window::all()).mean()
}

#[test]
fn a_memory_unlike_the_usual_is_found_out() {
    let learned = ratings(&forgetful(), 260, 150, 1);
    let report = whole(&learned);
    assert!(report.samples > ENOUGH && report.judged > 100, "{report:?}");
    assert!(report.better(), "{report:?}");
    assert!(report.load.1 > 1.2 * report.load.0, "whoever forgets sooner has more to do: {report:?}");
    // On ratings of the same memory that nothing was fitted to.
    let unseen = ratings(&forgetful(), 300, 150, 2);
    let (before, after) = (loss_of(&Weights::default(), &unseen), loss_of(&report.weights, &unseen));
    let best = loss_of(&forgetful(), &unseen);
    assert!(before - after > 0.6 * (before - best), "{before} {after} {best}");
    assert!(report.weights.model().is_ok());
    // The same for the same ratings.
    assert_eq!(whole(&learned), report);
}

#[test]
fn a_lapse_that_is_held_below_is_followed_back_too() {
    let mut weights = DEFAULT_WEIGHTS;
    // So much would be left that the lapse takes its least part.
    weights[11] = 4.0;
    let mut all = Collecting::default();
    for (day, rating, new) in [(0, Rating::Again, true), (1, Rating::Again, false), (6, Rating::Good, false)] {
        all.push(1, StudyDay(day), rating, Source::Due, new);
    }
    let all = all.done(|_| true);
    let loss = |at: usize, by: f64| {
        let mut moved = Weights(weights);
        moved.0[at] += by;
        gradient::loss(&moved.formula(), &all, 0..1, &Window::all()).sum
    };
    let (mut sum, mut found) = (gradient::Loss::default(), [0.0; 21]);
    Walk::default().gradient(&Weights(weights).formula(), all.history(0), &Window::all(), &mut sum, &mut found);
    for at in [17, 18] {
        let by_steps = (loss(at, 1e-5) - loss(at, -1e-5)) / 2e-5;
        assert!(found[at].abs() > 0.01 && (found[at] - by_steps).abs() < 1e-4, "{at}: {} {by_steps}", found[at]);
    }
}

#[test]
fn too_few_reviews_are_told_with_what_is_needed() {
    for (samples, said) in [(1, "1 review of cards"), (7, "7 reviews of cards")] {
        let text = wording::too_few(TooFew { samples });
        assert!(text.starts_with(said) && text.contains(&ENOUGH.to_string()), "{text}");
    }
}

#[test]
fn each_stage_has_its_part_of_the_way() {
    let mut optimizing = Optimizing::new(ratings(&forgetful(), 120, 150, 1), &Weights::default(), 0.9).unwrap();
    let all = optimizing.ratings.histories();
    let fitted = Weights::default();
    let mut done = |stage: Stage| {
        optimizing.stage = stage;
        optimizing.progress().done
    };
    let half = |of: usize| of * (all / 2) / all;
    let judged = done(Stage::Judge { fitted, at: all / 2 });
    assert!((475 - judged.cast_signed()).abs() <= 1 && judged >= 450 + half(49), "{judged}");
    let loaded = done(Stage::Load { fitted, at: all / 2 });
    assert!((975 - loaded.cast_signed()).abs() <= 1, "{loaded}");
    assert_eq!((done(Stage::Judge { fitted, at: 0 }), done(Stage::Load { fitted, at: 0 })), (450, 950));
    assert_eq!(done(Stage::Done(fitted)), 1000);
}

#[test]
fn it_finds_what_the_crate_finds() {
    let learned = ratings(&forgetful(), 260, 150, 3);
    let mut train_set = Vec::new();
    for at in 0..learned.histories() {
        let reviews: Vec<FSRSReview> = learned
            .history(at)
            .iter()
            .map(|step| FSRSReview { rating: u32::from(step.rating as u8), delta_t: step.days })
            .collect();
        train_set.extend((2..=reviews.len()).map(|end| FSRSItem { reviews: reviews[..end].to_vec() }));
    }
    let input = ComputeParametersInput { train_set, enable_short_term: true, ..ComputeParametersInput::default() };
    let theirs = compute_parameters(input).unwrap();
    let theirs = Weights::of(&Model::with_weights(&theirs).unwrap());
    let ours = whole(&learned).weights;
    let unseen = ratings(&forgetful(), 400, 150, 4);
    let (ours, theirs) = (loss_of(&ours, &unseen), loss_of(&theirs, &unseen));
    assert!(ours < theirs + 0.002, "ours {ours}, the crate's {theirs}");
}

#[test]
fn too_few_ratings_say_so() {
    let few = ratings(&forgetful(), 20, 100, 1);
    let samples = few.samples();
    assert!(samples > 0);
    assert_eq!(Optimizing::new(few, &Weights::default(), 0.9).err(), Some(TooFew { samples }));
    assert_eq!(Optimizing::new(Ratings::default(), &Weights::default(), 0.9).err(), Some(TooFew { samples: 0 }));
}

#[test]
fn odd_ratings_do_no_harm() {
    // Everything passed, everything forgotten, everything within few days.
    for (rating, days) in [(Rating::Easy, 40), (Rating::Again, 40), (Rating::Good, 3), (Rating::Good, 2)] {
        let mut all = Collecting::default();
        for day in 0..days {
            for card in 0..1_200 {
                if days == 2 || card % days == day || (card + 7) % days == day {
                    all.push(card.into(), StudyDay(day), rating, Source::Due, false);
                }
            }
        }
        let all = all.done(|_| true);
        let samples = all.samples();
        assert!(samples >= ENOUGH, "{samples}");
        let begun = Optimizing::new(all, &Weights::default(), 0.9);
        if days == 2 {
            // Each card's second rating is on the same day as every other's: there is no later part to judge on.
            assert_eq!(begun.err(), Some(TooFew { samples }));
            continue;
        }
        let mut optimizing = begun.unwrap();
        let report = std::iter::from_fn(|| Some(optimizing.step())).flatten().next().unwrap();
        assert!(report.weights.model().is_ok() && report.after.is_finite() && report.before.is_finite(), "{report:?}");
    }
}

#[test]
fn only_cards_in_use_ask_for_reviews() {
    let all = |known: &dyn Fn(i64) -> bool, again: bool| {
        let mut rows = Collecting::default();
        for (day, new) in [(0, true), (10, false)].into_iter().chain(again.then_some((40, true))) {
            for card in 0..1_500 {
                rows.push(card, StudyDay(day + card as i32 % 9), Rating::Good, Source::Due, new);
            }
        }
        whole(&rows.done(known)).load.0
    };
    let (every, half) = (all(&|_| true, false), all(&|card| card % 2 == 0, false));
    assert!((half - every / 2.0).abs() < 0.02 * every, "{half} of {every}");
    // Started over with one rating: what went before asks for nothing.
    let fresh = Weights::default().formula();
    let interval = fresh.interval(fresh.first(Rating::Good).stability, 0.9).max(1.0);
    let over = all(&|_| true, true);
    assert!((over - 1_500.0 / interval).abs() < 1e-6 * over, "{over}");
}

#[test]
fn the_loss_is_that_of_the_plans_fitting() {
    let all = ratings(&forgetful(), 30, 100, 5);
    let formula = Weights::default().formula();
    let rated = |at: usize| -> Vec<Rated> {
        let of = |step: &ratings::Step| Rated::new(u32::try_from(step.day.0).unwrap(), step.rating, 5.0);
        all.history(at).iter().map(of).collect()
    };
    let histories: Vec<Vec<Rated>> = (0..all.histories()).map(rated).collect();
    let likelihood = log_likelihood(&formula, histories.iter().map(Vec::as_slice));
    let sum = gradient::loss(&formula, &all, 0..all.histories(), &Window::all()).sum;
    assert!((likelihood + sum).abs() < 1e-9, "{likelihood} {sum}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The gradient is what a small step of each weight does to the loss.
    #[test]
    fn the_gradient_is_that_of_the_loss(
        moved in prop::collection::vec(0.85f64..1.15, 21),
        steps in prop::collection::vec((1u8..5, 0u32..40), 2..8),
    ) {
        let weights = Weights(std::array::from_fn(|at| DEFAULT_WEIGHTS[at] * moved[at])).clamped();
        let mut rows = Collecting::default();
        let mut day = 0;
        for (rating, days) in steps {
            day += days as i32;
            rows.push(1, StudyDay(day), Rating::of(rating).unwrap(), Source::Due, false);
        }
        let all = rows.done(|_| true);
        let mut found = [0.0; 21];
        let mut loss = gradient::Loss::default();
        Walk::default().gradient(&weights.formula(), all.history(0), &Window::all(), &mut loss, &mut found);
        for (at, found) in found.into_iter().enumerate() {
            let moved = |by: f64| {
                let mut moved = weights;
                moved.0[at] += by;
                gradient::loss(&moved.formula(), &all, 0..1, &Window::all()).sum
            };
            let step = 1e-5 * weights.0[at].max(0.1);
            let (right, left, here) = (moved(step), moved(-step), moved(0.0));
            let (by_right, by_left) = ((right - here) / step, (here - left) / step);
            let numeric = (right - left) / (2.0 * step);
            // At a corner of a formula the two sides differ, and either will do.
            let corner = (by_right - by_left).abs() > 1e-3 * numeric.abs().max(0.1);
            let close = (found - numeric).abs() <= 1e-4 * numeric.abs().max(0.01);
            prop_assert!(close || corner, "w{at}: {found} against {numeric}");
        }
    }
}
