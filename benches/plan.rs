//! How long planning takes: a whole day's plan, and what a rating costs.
//!
//! `cargo bench --bench plan`. Planning runs in slices between key presses; what counts for a learner is the whole time
//! until today's list is there, and that a slice is over before anyone notices.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may unwrap, and criterion's macros write no docs")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use plimsoll::domain::memory::formula::{DEFAULT_WEIGHTS, Formula, State};
use plimsoll::domain::plan::habits::Habits;
use plimsoll::domain::plan::{Card, Days, Learner, Outlook, Planning, Price, Seen};

/// A deck half of which was shown, with so many different weights.
fn deck(cards: u64, weights: u64) -> Vec<Card> {
    let card = |id: u64| {
        let seen = id.is_multiple_of(2).then(|| Seen {
            state: State { stability: 0.5 + (id % 97) as f64 / 4.0, difficulty: 1.0 + (id % 9) as f64 },
            elapsed: 1 + (id % 13) as u32,
        });
        Card { seen, weight: 0.4 + 0.4 * (id % weights) as f64, ..Card::new(id) }
    };
    (0..cards).map(card).collect()
}

fn learner() -> Learner {
    Learner::new(Formula::new(&DEFAULT_WEIGHTS), Habits::default())
}

fn plan(cards: Vec<Card>, earlier: Option<Price>) -> Outlook {
    Planning::new(learner(), cards, Days::equal(30, 20.0), earlier).take(1200.0).0
}

fn whole_day(c: &mut Criterion) {
    let mut group = c.benchmark_group("a day's plan, 30 days ahead");
    group.sample_size(20);
    for (name, cards, weights) in [
        ("1,000 cards, one weight", 1000, 1),
        ("1,000 cards, four weights", 1000, 4),
        ("10,000 cards, one weight", 10_000, 1),
    ] {
        let cards = deck(cards, weights);
        group.bench_function(name, |b| {
            b.iter_batched(|| cards.clone(), |cards| plan(cards, None), BatchSize::LargeInput);
        });
    }
    let cards = deck(1000, 1);
    let price = plan(cards.clone(), None).price();
    group.bench_function("1,000 cards, one weight, yesterday's price", |b| {
        b.iter_batched(|| cards.clone(), |cards| plan(cards, Some(price)), BatchSize::LargeInput);
    });
    group.finish();
}

fn slices(c: &mut Criterion) {
    let cards = deck(10_000, 4);
    c.bench_function("the longest of the first slices, 10,000 cards", |b| {
        b.iter_batched(
            || Planning::new(learner(), cards.clone(), Days::equal(30, 20.0), None),
            |mut work| {
                black_box(work.step(120));
                work
            },
            BatchSize::LargeInput,
        );
    });
}

fn after_a_rating(c: &mut Criterion) {
    let cards = deck(1000, 1);
    let outlook = plan(cards.clone(), None);
    let after = State { stability: 4.0, difficulty: 5.0 };
    c.bench_function("the next card's line and its four ratings", |b| {
        b.iter(|| {
            let verdict = outlook.judge(black_box(&cards[2]));
            (
                verdict,
                [0.2, 1.0, 2.0, 4.0]
                    .map(|by| outlook.prognosis(&cards[2], State { stability: by * after.stability, ..after })),
            )
        });
    });
}

criterion_group!(benches, whole_day, slices, after_a_rating);
criterion_main!(benches);
