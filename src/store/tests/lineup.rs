use super::*;
use crate::domain::review::{Limit, NewOrder, ReviewOrder, Sitting};

/// A world with so many notes of one card each, the odd ones of another service.
fn many(cards: usize) -> World {
    let items = (0..cards).map(|n| {
        let item = note(&format!("n{n:04}"), &["Front?"]);
        if n % 2 == 0 { item } else { Item { service: ServiceId::new("ecs").unwrap(), ..item } }
    });
    World::with(&pack(items.collect()))
}

/// Makes cards known and due that many days ago.
fn due(world: &World, cards: std::ops::RangeInclusive<i64>, days_ago: i32, stability: f64) {
    let day = world.now().day.0 - days_ago;
    let sql = "UPDATE card SET phase = 2, reviews = 3, stability = ?3, difficulty = 5, last_day = ?4, due_day = ?4
        WHERE key BETWEEN ?1 AND ?2";
    world.store.db.execute(sql, rusqlite::params![cards.start(), cards.end(), stability, day]).unwrap();
}

fn counts(world: &World) -> (u32, u32) {
    let due = world.store.due_counts(world.now(), &world.rules, &Filter::default()).unwrap();
    (due.review, due.new)
}

fn sitting(world: &World, sitting: Sitting) -> Vec<i64> {
    let filter = Filter { sitting, ..Filter::default() };
    world.store.queue(world.now(), &world.rules, &filter).unwrap().iter().map(|entry| entry.card).collect()
}

#[test]
fn a_backlog_is_spread_and_stays_spread_over_the_day() {
    let mut world = many(700);
    due(&world, 1..=600, 14, 10.0);
    let plan = world.store.due_counts(world.now(), &world.rules, &Filter::default()).unwrap().catch_up.unwrap();
    assert_eq!((plan.waiting, plan.share, plan.days()), (600, 86, 7));
    assert_eq!(counts(&world), (86, 5), "and fewer new ones");
    for key in world.queue().into_iter().take(30) {
        world.rate(key, Rating::Easy);
    }
    let (reviews, new) = counts(&world);
    assert_eq!(reviews + new, 86 + 5 - 30);
    // The next day the rest is spread anew; no day ever has more.
    world.at = world.at.plus(DAY);
    assert!(counts(&world).0 <= 100);
}

#[test]
fn the_backlog_comes_by_what_a_review_is_worth() {
    let world = many(100);
    due(&world, 1..=50, 14, 400.0); // safe anyhow
    due(&world, 51..=100, 14, 12.0); // about to slip
    let first: Vec<i64> = world.queue().into_iter().filter(|key| *key <= 100).take(20).collect();
    assert!(first.iter().all(|key| *key > 50), "{first:?}");
}

#[test]
fn a_usual_day_is_no_backlog() {
    let world = many(50);
    due(&world, 1..=40, 1, 10.0);
    let due = world.store.due_counts(world.now(), &world.rules, &Filter::default()).unwrap();
    assert_eq!((due.review, due.catch_up), (40, None));
}

#[test]
fn packs_and_services_have_limits_of_their_own() {
    let mut world = many(100);
    due(&world, 1..=20, 0, 10.0);
    // Odd keys are of ecs-fargate, which is below ecs: a limit of ecs holds for both.
    world.rules.limits = vec![Limit { name: "ecs-fargate".into(), new: Some(3), reviews: Some(4) }];
    assert_eq!(counts(&world), (14, 20));
    let fargate = |keys: &[i64]| keys.iter().filter(|key| **key % 2 == 1).count();
    assert_eq!(fargate(&world.queue()), 7);
    world.rules.limits.push(Limit { name: "demo".into(), new: Some(5), reviews: None });
    assert_eq!(counts(&world), (14, 5));
    world.rules.limits.push(Limit { name: "ecs".into(), new: None, reviews: Some(6) });
    assert_eq!(counts(&world), (6, 5));
    // What was done counts, and what was undone doesn't.
    let new = world.queue().into_iter().find(|key| *key > 20 && key % 2 == 1).unwrap();
    world.rate(new, Rating::Easy);
    assert_eq!(counts(&world), (6, 4));
    assert_eq!(fargate(&world.queue().into_iter().filter(|key| *key > 20).collect::<Vec<_>>()), 2);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    assert_eq!(counts(&world), (6, 5));
}

#[test]
fn orders_are_the_learners() {
    let mut world = many(60);
    due(&world, 1..=10, 2, 50.0);
    due(&world, 11..=20, 1, 1.0);
    let reviews = |world: &World| world.queue().into_iter().filter(|key| *key <= 20).collect::<Vec<_>>();
    assert!(reviews(&world)[..10].iter().all(|key| *key <= 10), "due longest first");
    world.rules.review_order = ReviewOrder::Weakest;
    assert!(reviews(&world)[..10].iter().all(|key| *key > 10), "least likely to be recalled first");
    world.rules.review_order = ReviewOrder::Random;
    let (once, again) = (reviews(&world), reviews(&world));
    assert_eq!(once, again, "the same all day");
    assert!(once.windows(2).any(|pair| pair[0] > pair[1]));
    world.at = world.at.plus(DAY);
    assert_ne!(reviews(&world), once, "another each day");

    world.rules.new_order = NewOrder::First;
    assert!(world.queue()[..20].iter().all(|key| *key > 20));
    world.rules.new_order = NewOrder::Last;
    assert!(world.queue()[..20].iter().all(|key| *key <= 20));
    world.rules.new_order = NewOrder::Random;
    let new: Vec<i64> = world.queue().into_iter().filter(|key| *key > 20).collect();
    assert!(new.len() == 20 && new.windows(2).any(|pair| pair[0] > pair[1]), "{new:?}");
}

#[test]
fn cards_come_ahead_of_their_day_when_asked() {
    let world = many(10);
    due(&world, 1..=3, -2, 10.0);
    due(&world, 4..=6, -5, 10.0);
    due(&world, 7..=8, 0, 10.0);
    assert_eq!(sitting(&world, Sitting::Ahead(2)), [1, 2, 3]);
    assert_eq!(sitting(&world, Sitting::Ahead(30)), [1, 2, 3, 4, 5, 6]);
}

#[test]
fn cramming_is_kept_and_changes_no_schedule() {
    let mut world = many(4);
    due(&world, 1..=1, 3, 100.0);
    due(&world, 2..=2, 3, 2.0);
    assert_eq!(sitting(&world, Sitting::Cram), [2, 1, 3, 4], "known least first, never seen last");
    world
        .store
        .db
        .execute_batch(
            "UPDATE card SET phase = 0, reviews = 0, stability = NULL, difficulty = NULL, last_day = NULL, due_day = 0",
        )
        .unwrap();
    world.rate(1, Rating::Easy);
    let before = (world.card(1).state, world.store.today(world.now(), &world.rules).unwrap());
    let card = world.card(1);
    let operation = Operation::Review { rating: Rating::Again, took: 9 };
    let change = Change {
        card: 1,
        revision: card.revision,
        operation,
        before: card.state,
        after: card.state.suspend(),
        now: world.now(),
    };
    assert_eq!(world.store.record_cram(&change, &world.model).unwrap(), Recorded::Done);
    assert_eq!((world.card(1).state, world.store.today(world.now(), &world.rules).unwrap()), before);
    let rows = world.store.journal(&calendar()).unwrap();
    assert_eq!(rows.last().unwrap().source, crate::domain::review::journal::Source::Cram);
    assert_eq!(world.store.health(&world.model).unwrap().findings, []);
    let now = world.now();
    let undone = world.store.undo(now, &world.model).unwrap().unwrap();
    assert!(matches!(undone, Reversed::Cards { operation: found, .. } if found == operation), "{undone:?}");
    assert_eq!(world.card(1).state, before.0);
    assert_eq!(world.store.health(&world.model).unwrap().findings, []);
}

#[test]
fn leeches_are_found_by_their_tag() {
    let world = many(5);
    world
        .store
        .db
        .execute_batch("UPDATE card SET lapses = 8 WHERE key = 2; UPDATE card SET lapses = 7 WHERE key = 3")
        .unwrap();
    let filter = Filter { tag: Some("leech".into()), sitting: Sitting::Cram, ..Filter::default() };
    let found = |rules: &Rules| {
        let queue = world.store.queue(world.now(), rules, &filter).unwrap();
        queue.iter().map(|entry| entry.card).collect::<Vec<_>>()
    };
    assert_eq!(found(&world.rules), [2]);
    assert_eq!(found(&Rules { leech: 7, ..Rules::default() }), [2, 3]);
    assert_eq!(found(&Rules { leech: 0, ..Rules::default() }), [0i64; 0]);
}
