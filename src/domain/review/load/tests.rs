use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::chance::Chance;
use crate::domain::memory::{Model, Rating};
use crate::domain::review::schedule::{Rules, outcomes_among};
use crate::domain::review::state::{CardState, Phase};
use crate::domain::time::{Now, Timestamp};

fn card(n: usize) -> CardId {
    CardId::new(format!("p/i{}#c{n}", n / 2)).unwrap()
}

fn loaded(days: &[(i32, u32)]) -> Load {
    let mut load = Load::default();
    days.iter().for_each(|(day, cards)| load.add(StudyDay(*day), *cards));
    load
}

#[test]
fn the_emptiest_day_is_taken() {
    // A window of 17 to 23 days around 20; the fifth of them is empty.
    let load = loaded(&[(17, 9), (18, 9), (19, 9), (20, 9), (21, 0), (22, 9), (23, 9)]);
    assert_eq!(spread(20.0, &card(0), 3, StudyDay(0), &load), 21);
}

#[test]
fn a_falling_trend_alone_does_not_lengthen_intervals() {
    let load = loaded(&[(17, 70), (18, 60), (19, 50), (20, 40), (21, 30), (22, 20), (23, 10)]);
    let mean = (0..200).map(|n| f64::from(spread(20.0, &card(n), 3, StudyDay(0), &load))).sum::<f64>() / 200.0;
    assert!((mean - 20.0).abs() < 0.5, "{mean}");
}

#[test]
fn siblings_get_other_days() {
    let mut load = loaded(&[(17, 9), (18, 9), (19, 9), (20, 9), (21, 0), (22, 9), (23, 9)]);
    load.add_sibling(StudyDay(21));
    assert_ne!(spread(20.0, &card(0), 3, StudyDay(0), &load), 21);
}

proptest! {
    #[test]
    fn it_stays_in_the_window(
        interval in 0.0f32..3000.0,
        repetition in 0u32..50,
        counts in prop::collection::vec(0u32..40, 0..60),
        siblings in prop::collection::vec(0i32..60, 0..4),
    ) {
        let mut load = Load::default();
        let (from, to) = window(interval);
        for (at, cards) in counts.iter().enumerate() {
            load.add(StudyDay(from as i32 + at as i32), *cards);
        }
        siblings.iter().for_each(|at| load.add_sibling(StudyDay(from as i32 + at)));
        let days = spread(interval, &card(1), repetition, StudyDay(0), &load);
        prop_assert!((from..=to).contains(&days));
        prop_assert_eq!(days, spread(interval, &card(1), repetition, StudyDay(0), &load));
    }
}

/// What a simulated learner met.
struct Met {
    /// Cards due on each day of the second half.
    due: Vec<f64>,
    /// Pairs of siblings on one day, for each card due.
    meetings: f64,
    /// Mean interval given, days.
    interval: f64,
}

/// 240 days, new cards in siblings of two in the first half, answered at random as people answer.
fn simulate(balanced: bool) -> Met {
    const DAYS: usize = 240;
    let (rules, model) = (Rules::default(), Model::default());
    let mut states: Vec<CardState> = Vec::new();
    let mut chance = Chance::new(5, "answers");
    let mut due = vec![0.0; DAYS];
    let (mut meetings, mut intervals, mut given) = (0.0, 0.0, 0.0);
    let mut counts: BTreeMap<StudyDay, u32> = BTreeMap::new();
    for (day, due) in due.iter_mut().enumerate() {
        let today = StudyDay(day as i32);
        let now = Now { at: Timestamp(0), day: today, next_day_at: Timestamp(i64::MAX) };
        // A weekend learner: new cards come in bursts, which plain fuzz carries on for months.
        states.extend(std::iter::repeat_n(CardState::default(), if day % 7 < 2 && day < DAYS / 2 { 20 } else { 0 }));
        let coming: Vec<usize> = (0..states.len())
            .filter(|at| {
                states[*at].due_day <= today && (states[*at].phase == Phase::Review || states[*at].reviews == 0)
            })
            .collect();
        *due = coming.iter().filter(|at| states[**at].reviews > 0).count() as f64;
        if day >= DAYS / 2 {
            meetings +=
                coming.windows(2).filter(|pair| pair[0] / 2 == pair[1] / 2 && states[pair[0]].reviews > 1).count()
                    as f64;
        }
        for at in coming {
            let old = states[at].due_day;
            if states[at].phase == Phase::Review {
                counts.entry(old).and_modify(|n| *n -= 1);
            }
            // Through the learning steps on one day, then a rating.
            loop {
                let mut load = Load::default();
                if balanced {
                    counts.range(today..).for_each(|(day, cards)| load.add(*day, *cards));
                    let sibling = states[at ^ 1];
                    if sibling.phase == Phase::Review {
                        load.add_sibling(sibling.due_day);
                    }
                }
                let rating = match chance.below(20) {
                    0..2 => Rating::Again,
                    2..4 => Rating::Hard,
                    4..17 => Rating::Good,
                    _ => Rating::Easy,
                };
                let all = outcomes_among(&card(at), &states[at], now, &rules, &model, &load).unwrap();
                states[at] = all[rating as usize - 1].after;
                if states[at].phase == Phase::Review {
                    break;
                }
            }
            *counts.entry(states[at].due_day).or_default() += 1;
            intervals += f64::from(states[at].due_day.since(today));
            given += 1.0;
        }
    }
    let late: Vec<f64> = due[DAYS / 2..].to_vec();
    Met { meetings: meetings / late.iter().sum::<f64>(), due: late, interval: intervals / given }
}

/// How far a day is from the days around it, in parts of the mean: the spread that a learner feels.
fn roughness(due: &[f64]) -> f64 {
    let mean = due.iter().sum::<f64>() / due.len() as f64;
    let steps = due.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum::<f64>() / (due.len() - 1) as f64;
    steps.sqrt() / mean
}

#[test]
fn days_even_out_and_siblings_part() {
    let (plain, balanced) = (simulate(false), simulate(true));
    let (rough, smooth) = (roughness(&plain.due), roughness(&balanced.due));
    assert!(smooth < rough * 0.6, "from {rough:.3} to {smooth:.3}");
    assert!(balanced.meetings < plain.meetings * 0.7, "from {:.3} to {:.3}", plain.meetings, balanced.meetings);
    let drift = balanced.interval / plain.interval;
    assert!((0.97..1.03).contains(&drift), "intervals became {drift:.3} times as long");
}
