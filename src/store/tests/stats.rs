use super::*;
use crate::domain::exam::Share;

/// Rates everything Easy, so that all cards get a day, and moves on to it.
fn known() -> World {
    let mut world = World::with(&small());
    for key in world.queue() {
        world.rate(key, Rating::Easy);
    }
    let due = world.queue_day();
    world.at = Timestamp(i64::from(due) * DAY + 9 * HOUR);
    world
}

impl World {
    fn queue_day(&self) -> i32 {
        self.store.states().unwrap().iter().map(|(_, state)| state.due_day.0).max().unwrap()
    }

    fn stats(&self) -> crate::domain::stats::Stats {
        self.store.stats(self.now(), &calendar(), &self.model).unwrap()
    }
}

#[test]
fn an_empty_store_says_nothing() {
    let stats = World::new().stats();
    assert!(stats.is_empty() && stats.services.is_empty() && stats.reviews.months.is_empty());
}

#[test]
fn reviews_of_due_cards_stand_beside_what_was_predicted() {
    let mut world = known();
    let cards = world.queue();
    world.rate(cards[0], Rating::Good);
    world.rate(cards[1], Rating::Again);
    let stats = world.stats();
    let [month] = stats.reviews.months[..] else { panic!("{:?}", stats.reviews.months) };
    assert_eq!(month.recalled, Share { right: 1, of: 2 });
    assert!((0.80..0.99).contains(&month.predicted), "{month:?}");
    assert_eq!((stats.reviews.learning, stats.reviews.due), ([0, 0, 0, 4], [1, 0, 1, 0]));
    assert_eq!(stats.reviews.hours[9].reviews, 6);
    assert_eq!((stats.days.all().len(), stats.days.streak(stats.today)), (2, 1));
    assert_eq!((stats.cards.all, stats.cards.seen), (4, 4));
    assert_eq!(stats.hardest.iter().map(|hard| hard.lapses).collect::<Vec<_>>(), [1]);
    let titles: Vec<_> = stats.services.iter().map(|group| (group.id.as_str(), group.cards, group.seen)).collect();
    assert_eq!(titles, [("ecs", 4, 4), ("ecs-fargate", 4, 4)]);
    assert_eq!(stats.tags.iter().map(|group| (group.id.as_str(), group.cards)).collect::<Vec<_>>(), [("cost", 4)]);
    assert!(stats.services[0].recall > 0.8);
}

#[test]
fn the_time_that_is_left_is_by_the_learners_own_pace() {
    let mut world = World::with(&small());
    let today = |world: &World| {
        let today = world.store.today(world.now(), &world.rules).unwrap();
        (today.due.total(), today.seconds)
    };
    let (cards, seconds) = today(&world);
    assert_eq!((cards, seconds), (4, 4 * 14));
    // As if 20 ratings had taken 14 seconds each; then one took 4.
    world.rate(world.queue()[0], Rating::Easy);
    let pace = (20.0 * 14.0 + 4.0) / 21.0;
    assert_eq!(today(&world), (3, f64::round(3.0 * pace) as u32));
}

#[test]
fn mastery_is_counted_anew_when_cards_come() {
    let mut world = World::with(&small());
    let stale = |world: &World| world.store.today(world.now(), &world.rules).unwrap().stale;
    world.store.refresh_mastery(world.now(), &world.model).unwrap();
    assert!(!stale(&world));
    let mut larger = small();
    larger.items.push(note("three", &["Three?"]));
    let import = Import { pack: &larger, origin: Origin::Shipped, hash: 2, stamp: 0 };
    world.store.import(&import, world.at).unwrap();
    assert!(stale(&world));
}

#[test]
fn who_was_away_has_started_all_the_same() {
    let mut world = World::with(&small());
    let today = |world: &World| {
        let today = world.store.today(world.now(), &world.rules).unwrap();
        (today.streak, today.started)
    };
    assert_eq!(today(&world), (0, false));
    world.rate(world.queue()[0], Rating::Good);
    assert_eq!(today(&world), (1, true));
    world.at = world.at.plus(3 * DAY);
    assert_eq!(today(&world), (0, true));
}

#[test]
fn a_damaged_day_does_not_stop_the_screen() {
    let world = known();
    let day = "INSERT INTO day (day, reviews, new, due, kept, took) VALUES";
    let odd = [
        "(1, 5000000000, -3, 0, 0, -9)",
        "(5000000000, 1, 5000000000, 0, 0, 1)",
        "(-2147483648, 1, 1, 0, 0, 1)",
        "(-2147483647, 1, 1, 0, 0, 1)",
    ];
    world.store.db.execute_batch(&odd.map(|row| format!("{day} {row};")).concat()).unwrap();
    let stats = world.stats();
    assert_eq!(stats.days.all().len(), 5);
    assert_eq!(stats.days.reviews_on(crate::domain::time::StudyDay(1)), u32::MAX);
    assert_eq!((stats.days.longest(), stats.days.streak(crate::domain::time::StudyDay(i32::MIN))), (2, 1));
    let today = Now { day: crate::domain::time::StudyDay(i32::MIN), ..world.now() };
    assert_eq!(world.store.today(today, &world.rules).unwrap().streak, 1);
}

/// Another window rates and undoes while the statistics are read: what they say always belongs together.
#[test]
fn statistics_are_of_one_moment() {
    let mut world = known();
    let path = world.folder.path().to_owned();
    let reader = Store::open(&path).unwrap();
    let (now, model) = (world.now(), world.model.clone());
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let cards = world.queue();
            for _ in 0..60 {
                for key in &cards {
                    world.rate(*key, Rating::Good);
                }
                for _ in &cards {
                    world.store.undo(now, &world.model).unwrap();
                }
            }
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        while !done.load(std::sync::atomic::Ordering::SeqCst) {
            let stats = reader.stats(now, &calendar(), &model).unwrap();
            let days: u32 = stats.days.all().iter().map(|day| day.reviews).sum();
            let tallied: u32 = stats.reviews.learning.iter().chain(&stats.reviews.due).sum();
            assert_eq!(days, tallied);
        }
    });
}

#[test]
fn a_review_that_says_not_where_it_is_from_is_a_daily_one() {
    let mut world = known();
    let card = world.queue()[0];
    world.rate(card, Rating::Again);
    let before = world.stats();
    world.store.db.execute_batch("UPDATE journal SET origin = NULL").unwrap();
    assert_eq!(world.stats(), before);
}

#[test]
fn undone_reviews_are_not_counted() {
    let mut world = known();
    let card = world.queue()[0];
    let before = world.stats();
    world.rate(card, Rating::Again);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    assert_eq!(world.stats(), before);
    world.store.redo(now, &world.model).unwrap();
    assert_eq!(world.stats().reviews.due, [1, 0, 0, 0]);
}

#[test]
fn habits_are_those_of_a_year_and_months_are_all() {
    let mut world = known();
    world.at = world.at.plus(400 * DAY);
    for key in world.queue() {
        world.rate(key, Rating::Good);
    }
    let stats = world.stats();
    assert_eq!((stats.reviews.learning, stats.reviews.due), ([0; 4], [0, 0, 4, 0]));
    assert_eq!((stats.days.all().len(), stats.reviews.months.len()), (2, 1));
    for key in world.queue() {
        world.rate(key, Rating::Good);
    }
    world.at = world.at.plus(800 * DAY);
    for key in world.queue() {
        world.rate(key, Rating::Hard);
    }
    assert_eq!(world.stats().reviews.months.len(), 2);
}

#[test]
fn kept_tallies_say_what_counting_all_says() {
    let mut world = known();
    for round in 0..500 {
        let cards = world.queue();
        for (at, key) in cards.iter().enumerate() {
            world.rate(*key, Rating::ALL[(round + at) % 4]);
        }
        let now = world.now();
        if round % 3 == 0 {
            world.store.undo(now, &world.model).unwrap();
        }
        if round % 6 == 0 {
            world.store.redo(now, &world.model).unwrap();
        }
        world.at = world.at.plus(2 * DAY + HOUR);
    }
    let counted = world.stats();
    let mut tallied = world.store.tally_on(&calendar()).unwrap();
    assert!(tallied.all > 500 && tallied.done == tallied.all, "{tallied:?}");
    assert_eq!(world.store.fact("tallied").unwrap().map(i64::unsigned_abs), Some(tallied.all), "it is kept");
    assert_eq!(world.stats(), counted);
    // What is undone of what is kept is taken off again.
    let before = world.stats();
    let card = world.store.states().unwrap().len() as i64;
    let due = world.queue().first().copied().unwrap_or(card);
    world.rate(due, Rating::Good);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    world.store.undo(now, &world.model).unwrap();
    world.store.redo(now, &world.model).unwrap();
    assert_eq!(world.stats().reviews, before.reviews);
    // And thrown away, they are counted anew.
    world.store.repair(Repair::Days, &world.model).unwrap();
    assert_eq!(world.stats().reviews, before.reviews);
    tallied = world.store.tally_on(&calendar()).unwrap();
    assert!(tallied.finished());
}

#[test]
fn a_card_has_its_curve_without_what_was_undone() {
    let mut world = known();
    let card = world.queue()[0];
    world.rate(card, Rating::Again);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    world.rate(card, Rating::Good);
    let curve = world.store.curve(card, now, &world.model).unwrap().unwrap();
    assert_eq!(curve.showings.iter().map(|showing| showing.rating).collect::<Vec<_>>(), [Rating::Easy, Rating::Good]);
    assert_eq!(curve.recall(&world.model), Some(1.0));
    assert_eq!(world.store.card_key(&curve.card).unwrap(), Some(card));
    let state = world.card(card).state;
    assert_eq!(curve.due, Some(state.due_day));
    let (last, recall) = *curve.points.last().unwrap();
    assert_eq!(last, curve.since_first(state.due_day));
    assert!((recall - 0.9).abs() < 0.03, "{recall}");
    assert_eq!(world.store.curve(9_999, now, &world.model).unwrap(), None);
}
