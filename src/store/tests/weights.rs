use super::*;
use crate::domain::optimize::{Adopted, Weights};

fn adopted(by: f64) -> Adopted {
    let mut weights = Weights::default();
    weights.0[20] += by;
    Adopted { weights: weights.held(), samples: 1_500, before: 0.36, after: 0.35 }
}

#[test]
fn weights_are_taken_into_use_and_taken_back() {
    let mut world = World::with(&small());
    assert_eq!(world.store.weights().unwrap(), None);
    assert_eq!(world.store.model().unwrap().weights(), Model::default().weights());
    let (first, second) = (adopted(0.05), adopted(0.1));
    let now = world.now();
    assert!(world.store.adopt(None, &first, now).unwrap());
    let card = world.queue()[0];
    world.rate(card, Rating::Easy);
    assert!(!world.store.adopt(None, &second, now).unwrap(), "another window was faster");
    assert!(world.store.adopt(Some(&first), &second, now).unwrap());
    world.reopen();
    assert_eq!(world.store.weights().unwrap(), Some(second.clone()));
    assert_eq!(world.store.model().unwrap().weights()[20], 0.2542);
    let undo = |world: &mut World| world.store.undo(now, &world.model).unwrap().unwrap();
    assert_eq!(undo(&mut world), Reversed::Weights(Some(Box::new(first.clone()))));
    assert_eq!(world.store.weights().unwrap(), Some(first.clone()));
    assert!(matches!(undo(&mut world), Reversed::Cards { .. }));
    assert_eq!(undo(&mut world), Reversed::Weights(None));
    assert_eq!(world.store.weights().unwrap(), None);
    assert_eq!(world.store.redo(now, &world.model).unwrap(), Some(Reversed::Weights(Some(Box::new(first.clone())))));
    let history = world.store.weights_history().unwrap();
    let said: Vec<_> = history.iter().map(|change| (change.weights.as_ref(), change.undone)).collect();
    assert_eq!(
        said,
        [(Some(&first), false), (Some(&second), false), (Some(&first), true), (None, true), (Some(&first), false)]
    );
    assert_eq!(world.store.health(&world.model).unwrap().findings, vec![]);
}

#[test]
fn predictions_stay_those_of_their_time() {
    let mut world = World::with(&small());
    for key in world.queue() {
        world.rate(key, Rating::Easy);
    }
    world.at = world.at.plus(30 * DAY);
    for key in world.queue() {
        world.rate(key, Rating::Good);
    }
    let stats = |world: &World| world.store.stats(world.now(), &calendar(), &world.model).unwrap().reviews;
    let before = stats(&world);
    let now = world.now();
    world.store.adopt(None, &adopted(0.3), now).unwrap();
    world.model = world.store.model().unwrap();
    assert_eq!(stats(&world), before);
}

#[test]
fn ratings_are_read_in_pages_without_what_was_undone() {
    let mut world = World::with(&small());
    for round in 0..60 {
        for key in world.queue() {
            world.rate(key, Rating::ALL[round % 4]);
        }
        world.at = world.at.plus(3 * DAY);
    }
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    let mut reading = world.store.reading_ratings().unwrap();
    assert!(world.store.read_ratings(&mut reading).unwrap());
    let (done, all) = reading.progress();
    assert!(done == all && all > 60);
    let ratings = reading.done();
    let reviews: i64 = world.store.db.query_row("SELECT sum(reviews) FROM day", [], |row| row.get(0)).unwrap();
    assert_eq!((ratings.all() as i64, ratings.histories()), (reviews, 4));
    assert!(ratings.samples() > 0 && ratings.samples() < ratings.all() as u32);
}

/// A card that was started over, and then pulled by a mock exam's miss before its first rating.
#[test]
fn a_card_started_over_has_a_history_of_its_own() {
    for pulled in [false, true] {
        let mut world = World::with(&small());
        let key = world.queue()[0];
        world.rate(key, Rating::Easy);
        world.at = world.at.plus(20 * DAY);
        world.rate(key, Rating::Good);
        let card = world.card(key);
        world.record(&card, Operation::Forget, card.state.forget());
        world.at = world.at.plus(20 * DAY);
        if pulled {
            let (card, now) = (world.card(key), world.now());
            world.record(&card, Operation::Pull, card.state.pull(now));
        }
        world.rate(key, Rating::Easy);
        let mut reading = world.store.reading_ratings().unwrap();
        assert!(world.store.read_ratings(&mut reading).unwrap());
        let ratings = reading.done();
        assert_eq!((ratings.histories(), ratings.all(), ratings.samples()), (2, 3, 1));
        assert_eq!([ratings.known(0), ratings.known(1)], [false, true]);
        let curve = world.store.curve(key, world.now(), &world.model).unwrap().unwrap();
        assert_eq!(curve.showings.len(), 1);
    }
}

#[test]
fn cards_out_of_use_ask_for_no_reviews() {
    let mut world = World::with(&small());
    for key in world.queue() {
        world.rate(key, Rating::Easy);
    }
    let read = |world: &World| {
        let mut reading = world.store.reading_ratings().unwrap();
        assert!(world.store.read_ratings(&mut reading).unwrap());
        let ratings = reading.done();
        (0..ratings.histories()).filter(|at| ratings.known(*at)).count()
    };
    assert_eq!(read(&world), 4);
    let card = world.card(1);
    world.record(&card, Operation::Suspend, card.state.suspend());
    assert_eq!(read(&world), 3);
    let card = world.card(2);
    world.record(&card, Operation::Forget, card.state.forget());
    assert_eq!(read(&world), 2);
    world.store.remove_pack(&small().id, world.at).unwrap();
    assert_eq!(read(&world), 0);
}
