//! What is expected of the days to come.

use super::super::learner::Learner;
use super::super::today::Planning;
use super::*;
use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula};
use crate::domain::plan::habits::{CardKind, Habits};

fn ahead(cards: usize, days: usize, minutes: f64, times: &[f64]) -> Ahead {
    let cards: Vec<Card> = (0..cards as u64).map(Card::new).collect();
    let (outlook, _) =
        Planning::new(Learner::default(), cards.clone(), Days::equal(days, minutes), None).take(60.0 * minutes);
    Ahead::new(&cards, outlook, 60.0 * minutes, times, 5)
}

fn played(mut work: Ahead, slice: usize) -> Vec<Expected> {
    while !work.finished() {
        let before = work.progress();
        let after = work.step(slice);
        assert!(after.done > before.done, "{before:?} {after:?}");
    }
    work.expected().to_vec()
}

#[test]
fn it_can_be_repeated_and_cut_into_slices() {
    let times = [1.0, 0.5];
    assert_eq!(played(ahead(20, 5, 3.0, &times), 1), played(ahead(20, 5, 3.0, &times), 10_000));
}

#[test]
fn more_minutes_are_expected_to_bring_more() {
    let found = played(ahead(60, 8, 3.0, &[1.0, 0.5, 2.0]), 500);
    let last = |at: usize| *found[at].curve.last().unwrap();
    assert!(last(1) < last(0) && last(0) < last(2), "{} {} {}", last(1), last(0), last(2));
    assert!(found[0].curve[0].abs() < 1e-9 && found[0].curve.len() == 9);
    assert_eq!((found[0].runs.len(), found[1].runs.len()), (RUNS as usize, RUNS_BESIDE as usize));
    let unseen = |at: usize| found[at].cards.iter().map(|card| card.unseen).sum::<f64>();
    assert!(unseen(1) > unseen(2));
}

#[test]
fn a_sample_stands_for_very_many() {
    let (few, many) = (ahead(MOST_CARDS, 4, 20.0, &[1.0]), ahead(4 * MOST_CARDS, 4, 80.0, &[1.0]));
    assert_eq!(many.cards.len(), MOST_CARDS);
    let last = |work| *played(work, 100_000)[0].curve.last().unwrap();
    let (few, many) = (last(few), last(many));
    assert!((few - many).abs() < 0.05, "{few} {many}");
}

#[test]
fn an_exam_far_away_is_expected_on_its_day() {
    let near = played(ahead(20, 60, 2.0, &[1.0]), 100_000);
    let far = played(ahead(20, 90, 2.0, &[1.0]), 100_000);
    assert_eq!((near[0].curve.len(), far[0].curve.len()), (61, 91));
    // Cards are kept in mind all the time, and refreshed before the exam.
    let (middle, last) = (far[0].curve[75], far[0].curve[90]);
    assert!(middle > 0.8 && last > 0.9, "{middle} {last}");
    // With free Sundays, to the day.
    let days = Days::new((0..200).map(|day| if day % 7 == 6 { 0.0 } else { 2.0 }));
    assert_eq!((0..4).map(|day| days.aimed(day)).collect::<Vec<_>>(), [0, 0, 0, 0]);
    assert_eq!([140, 141, 199, 200].map(|day| days.aimed(day)), [0, 1, 59, 60]);
}

#[test]
fn without_days_or_cards_there_is_nothing_to_expect() {
    assert!(played(ahead(3, 0, 3.0, &[1.0]), 5).is_empty());
    assert!(played(ahead(0, 5, 3.0, &[1.0]), 5).is_empty());
}

/// Two cards that were shown and one that wasn't, of different weights and kinds.
fn three() -> Vec<Card> {
    let seen = |id, weight, stability, elapsed| Card {
        seen: Some(Seen { state: State { stability, difficulty: 5.0 }, elapsed }),
        weight,
        kind: CardKind::Cloze,
        ..Card::new(id)
    };
    vec![seen(0, 2.0, 3.0, 4), seen(1, 0.5, 30.0, 1), Card { weight: 0.5, ..Card::new(2) }]
}

/// A learner whom gaps take twice as long.
fn slow() -> Learner {
    let habits = Habits { pace: [1.0, 2.0, 1.0, 1.0], ..Habits::default() };
    Learner::new(Formula::new(&DEFAULT_WEIGHTS), habits)
}

fn outlook(cards: &[Card], days: &Days) -> Outlook {
    Planning::new(slow(), cards.to_vec(), days.clone(), None).take(0.0).0
}

#[test]
fn without_minutes_the_curve_is_that_of_forgetting() {
    let cards = three();
    let outlook = outlook(&cards, &Days::equal(6, 0.0));
    let found = played(Ahead::new(&cards, outlook, 0.0, &[1.0], 5), 7);
    let formula = Formula::new(&DEFAULT_WEIGHTS);
    for (day, mean) in found[0].curve.iter().enumerate() {
        let recall = |elapsed: usize, stability| formula.recall((elapsed + day) as f64, stability);
        let expected = (2.0 * recall(4, 3.0) + 0.5 * recall(1, 30.0)) / 3.0;
        assert!((mean - expected).abs() < 1e-9, "{day}: {mean}, expected {expected}");
    }
    let last = found[0].curve[6];
    assert!(found[0].curve.len() == 7 && found[0].runs.iter().all(|run| (run - last).abs() < 1e-9));
    let of = |at: usize| (found[0].cards[at].recall, found[0].cards[at].unseen);
    let near =
        |(recall, unseen): (f64, f64), (r, u): (f64, f64)| (recall - r).abs() < 1e-9 && (unseen - u).abs() < 1e-9;
    assert!(near(of(0), (formula.recall(10.0, 3.0), 0.0)), "{:?}", found[0].cards);
    assert!(near(of(2), (0.0, 1.0)), "{:?}", found[0].cards);
}

#[test]
fn cards_are_played_best_first_until_the_minutes_are_used() {
    let cards = three();
    let days = Days::equal(4, 1.0);
    let outlook = outlook(&cards, &days);
    let places: Vec<(usize, Card)> = cards.iter().copied().enumerate().collect();
    let mut level = Level::new(1.0, &outlook, &places, 5);
    // The order of today is that of the verdicts.
    let mut best: Vec<usize> = (0..3).collect();
    let index = |at: usize| outlook.judge(&cards[at]).unwrap().index;
    best.sort_by(|a, b| index(*b).total_cmp(&index(*a)));
    assert_eq!(level.order(&outlook, &places), best);
    // One second is enough for one card, which runs over; the next day has that much less.
    level.day(&outlook, &places, 1.0);
    let first = best[0];
    let elapsed = |level: &Level| level.held.iter().map(|seen| seen.map(|seen| seen.elapsed)).collect::<Vec<_>>();
    let mut expected = vec![Some(5), Some(2), None];
    expected[first] = Some(1);
    assert_eq!((elapsed(&level), level.day), (expected.clone(), 1));
    let debt = level.debt;
    let habits = slow().habits;
    let mut seconds = habits.review_seconds.iter().map(|seconds| 2.0 * seconds).chain([habits.seconds_when_new()]);
    assert!(seconds.any(|seconds| (debt - (seconds - 1.0)).abs() < 1e-9), "{debt}");
    level.day(&outlook, &places, debt);
    expected.iter_mut().flatten().for_each(|elapsed| *elapsed += 1);
    assert_eq!((elapsed(&level), level.debt), (expected, 0.0), "nothing but the debt was paid");
    // After the last day the run is over and all is as it was.
    level.day(&outlook, &places, 500.0);
    assert!(level.held.iter().all(Option::is_some) && level.run == 0);
    level.day(&outlook, &places, 500.0);
    assert_eq!((elapsed(&level), level.run, level.day, level.debt), (vec![Some(4), Some(1), None], 1, 0, 0.0));
    assert_eq!(level.expected.runs.len(), 1);
}

#[test]
fn days_are_played_by_the_same_index_as_verdicts() {
    let card = |n: u64| {
        let state = State { stability: 0.5 * 1.6f64.powi(n as i32), difficulty: 3.0 + (n % 5) as f64 };
        let seen = (n < 9).then_some(Seen { state, elapsed: (n % 3) as u32 });
        let kind = if n.is_multiple_of(2) { CardKind::Basic } else { CardKind::Cloze };
        Card { seen, weight: [0.0, 0.4, 1.0, 2.5][n as usize % 4], kind, ..Card::new(n) }
    };
    let cards: Vec<Card> = (0..16).map(card).collect();
    let outlook = outlook(&cards, &Days::equal(4, 3.0));
    let places = sample(&cards, &outlook);
    assert_eq!(places.len(), 12, "nothing outside the exam is played");
    let level = Level::new(1.0, &outlook, &places, 5);
    let mut best: Vec<(f64, usize)> = Vec::new();
    for (at, (_, card)) in places.iter().enumerate() {
        let class = outlook.class_of(card).unwrap();
        let usual = match card.seen {
            Some(seen) => outlook.index_on(0, seen, class),
            None => outlook.index_of_new_on(0, class),
        };
        let verdict = outlook.judge(card).unwrap().index;
        assert!((usual * card.weight / slow().habits.pace[card.kind as usize] - verdict).abs() < 1e-9, "{card:?}");
        // What was shown today is not shown again.
        if card.seen.is_none_or(|seen| seen.elapsed > 0) {
            best.push((verdict, at));
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best: Vec<usize> = best.into_iter().map(|(_, at)| at).collect();
    assert_eq!(level.order(&outlook, &places), best);
    assert!((6..12).contains(&best.len()));
}

#[test]
fn a_showing_leads_to_one_of_its_outcomes_and_takes_its_time() {
    let cards = three();
    let outlook = outlook(&cards, &Days::equal(4, 1.0));
    let places: Vec<(usize, Card)> = cards.iter().copied().enumerate().collect();
    let (learner, mut ways) = (slow(), std::collections::BTreeSet::new());
    for seed in 0..60 {
        let mut level = Level::new(1.0, &outlook, &places, seed);
        let draw = luck(seed, 0).unit();
        let seconds = level.show(&outlook, &cards[0], 0);
        let seen = cards[0].seen.unwrap();
        let prospect = learner.formula.prospect(seen.state);
        let outcomes = learner.outcomes(&prospect, prospect.recall(4.0));
        // Recalled with Hard, Good, Easy, or relearned in one of four ways: whichever the draw falls into.
        let mut sum = 0.0;
        let way = outcomes.iter().position(|(share, _)| {
            sum += share;
            draw < sum
        });
        let way = way.unwrap_or(OUTCOMES - 1);
        let after = level.held[0].unwrap();
        assert_eq!(after.elapsed, 0);
        assert!((after.state.stability.ln() - outcomes[way].1).abs() < 1e-9, "{draw}");
        assert!((after.state.difficulty - learner.difficulties(5.0)[way]).abs() < 1e-9);
        let rating = if way < 3 { way + 1 } else { 0 };
        assert!((seconds - 2.0 * learner.habits.review_seconds[rating]).abs() < 1e-9, "{seconds}");
        ways.insert(rating);
        // A new card leads to one of its arrivals.
        let first = level.show(&outlook, &cards[2], 2);
        assert!((first - learner.habits.seconds_when_new()).abs() < 1e-9);
        let after = level.held[2].unwrap().state;
        let arrived =
            |a: &Arrival| (a.ln_stability - after.stability.ln()).abs() < 1e-9 && a.difficulty == after.difficulty;
        assert!(learner.introductions().iter().any(arrived), "{after:?}");
    }
    assert_eq!(ways.len(), 4, "among sixty draws is every rating");
}

#[test]
fn a_draw_falls_into_its_share() {
    let shares = [0.25, 0.25, 0.5];
    let found = [0.0, 0.24, 0.25, 0.49, 0.5, 0.99].map(|luck| drawn(luck, shares.into_iter()));
    assert_eq!(found, [0, 0, 1, 1, 2, 2]);
    assert_eq!(drawn(0.99, [0.25, 0.25].into_iter()), 1, "the last one if they sum to less");
}

#[test]
fn what_there_is_to_play_is_known_from_the_beginning() {
    // 40 cards are three units a day; beginning is one more.
    let mut work = ahead(40, 5, 3.0, &[1.0]);
    let whole = RUNS as usize * 5 * 3;
    assert_eq!(work.progress(), Progress { done: 0, total: whole });
    let mut done = 1;
    assert_eq!(work.step(1), Progress { done, total: whole + 1 });
    while !work.finished() {
        done += 3;
        assert_eq!(work.step(1), Progress { done, total: whole + 1 });
    }
    assert_eq!(done, whole + 1);
    // Other minutes need tables of their own first.
    let mut work = ahead(40, 5, 3.0, &[2.0]);
    assert_eq!(work.progress().total, RUNS_BESIDE as usize * 5 * 3);
    let total = work.step(1).total;
    assert!(total > 100 && work.step(9) == (Progress { done: 10, total }), "{total} {:?}", work.progress());
    while work.level.is_none() {
        work.step(1);
    }
    assert!(work.progress().total <= total + 2, "{total} {:?}", work.progress());
}

#[test]
fn of_other_minutes_today_keeps_what_was_studied() {
    // Ten of thirty minutes are spent: with half the minutes five are left, with twice as many fifty.
    let cards: Vec<Card> = (0..200).map(Card::new).collect();
    let days = Days::equal(2, 30.0);
    let today = Planning::new(Learner::default(), cards.clone(), days, None).take(1200.0).0;
    let new = Learner::default().habits.seconds_when_new();
    for (times, minutes) in [(0.5, 5.0), (1.0, 20.0), (2.0, 50.0)] {
        let mut work = Ahead::new(&cards, today.clone(), 1200.0, &[times], 5);
        while work.level.as_ref().is_none_or(|level| level.day == 0) {
            work.step(1);
        }
        let shown = work.level.as_ref().unwrap().held.iter().flatten().count() as f64;
        assert!((shown - (60.0 * minutes / new).ceil()).abs() < 1e-9, "{times}: {shown}");
    }
}

#[test]
fn a_sample_is_even_among_those_alike() {
    // Of 800 cards every second is played, in the order of their weights and how well they are known.
    let card = |id: u64| Card {
        weight: if id.is_multiple_of(2) { 1.0 } else { 2.0 },
        seen: (id % 4 < 2).then_some(Seen { state: State { stability: 1.0 + id as f64, difficulty: 5.0 }, elapsed: 1 }),
        ..Card::new(id)
    };
    let cards: Vec<Card> = (0..2 * MOST_CARDS as u64).map(card).collect();
    let outlook = outlook(&cards, &Days::equal(3, 1.0));
    let played = sample(&cards, &outlook);
    assert_eq!(played.len(), MOST_CARDS);
    let count = |fits: &dyn Fn(&Card) -> bool| played.iter().filter(|(_, card)| fits(card)).count();
    assert_eq!(count(&|card| card.weight < 1.5), MOST_CARDS / 2);
    assert_eq!(count(&|card| card.seen.is_some()), MOST_CARDS / 2);
    assert_eq!(count(&|card| card.seen.is_some_and(|seen| seen.state.stability < 400.0)), MOST_CARDS / 4);
    assert!(played.iter().all(|(at, card)| card.id == *at as u64));
    // Further away than is planned fewer cards are played, but never fewer than these.
    let far = |days| sample(&cards, &self::outlook(&cards, &Days::equal(days, 1.0))).len();
    assert_eq!([HORIZON, 2 * HORIZON, 10 * HORIZON].map(far), [MOST_CARDS, MOST_CARDS / 2, FEWEST_CARDS]);
    assert_eq!([runs_of(1.0, HORIZON), runs_of(1.0, 2 * HORIZON), runs_of(1.0, 3600)], [RUNS, RUNS / 2, FEWEST_RUNS]);
    assert_eq!([runs_of(0.5, HORIZON), runs_of(0.5, 3600)], [RUNS_BESIDE, FEWEST_RUNS]);
}
