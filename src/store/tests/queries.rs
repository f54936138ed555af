//! What the search keeps and asks.

use super::*;

#[test]
fn queries_are_kept_once_each_and_the_latest_only() {
    let mut world = World::new();
    for text in ["gpu", "blue green", "gpu"] {
        world.store.keep_query(text).unwrap();
    }
    world.reopen();
    assert_eq!(world.store.past_queries().unwrap(), ["blue green", "gpu"]);
    for number in 0..60 {
        world.store.keep_query(&format!("query {number}")).unwrap();
    }
    let kept = world.store.past_queries().unwrap();
    assert_eq!((kept.len(), kept.first().unwrap().as_str()), (50, "query 10"));
}

#[test]
fn missed_traps_are_the_latest_first_without_those_undone() {
    let mut world = World::with(&pack(vec![trap("one"), trap("two"), trap("three"), note("note", &["Front?"])]));
    for key in world.queue() {
        world.rate(key, Rating::Again);
    }
    let missed = |world: &World| -> Vec<String> {
        world.store.missed_traps(2).unwrap().iter().map(|id| id.slug().to_owned()).collect()
    };
    let first = missed(&world);
    assert_eq!(first.len(), 2);
    while missed(&world) == first {
        assert!(world.store.undo(world.now(), &world.model).unwrap().is_some());
    }
    assert_eq!(missed(&world)[0], first[1], "the latest miss was undone");
}

#[test]
fn several_cards_are_put_aside_at_once() {
    let mut world = World::with(&pack(vec![note("two", &["One?", "Two?"])]));
    let cards = world.queue();
    let changes = world.suspending(&cards);
    world.rate(cards[0], Rating::Good);
    let done = world.store.record_all(&changes, &world.model).unwrap();
    assert_eq!(done, [cards[1]], "another window was faster with the first");
    assert!(world.card(cards[1]).state.suspended);
}
