use super::*;
use crate::domain::plan::Goal;
use crate::domain::plan::habits::CardKind;
use crate::domain::time::StudyDay;

#[test]
fn the_plan_reads_kinds_of_cards_and_what_they_took() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    world.rate(first, Rating::Good);
    let goal = Goal { exam: None, date: StudyDay(world.now().day.0 + 20), minutes: [20; 7] };
    let mut reading = world.store.reading(&goal, world.now(), &calendar()).unwrap();
    assert!(world.store.read_on(&mut reading, world.now()).unwrap());
    let deck = reading.deck();
    let mut kinds: Vec<_> = deck.cards.iter().map(|card| format!("{:?}", card.kind)).collect();
    kinds.sort();
    assert_eq!(kinds, ["Basic", "Basic", "Cloze", "Trap"]);
    assert_eq!(deck.cards.iter().filter(|card| card.kind == CardKind::Cloze).count(), 1);
    let seconds: Vec<f64> = deck.cards.iter().flat_map(|card| &card.past).map(|rated| rated.seconds).collect();
    assert_eq!(seconds, [4.0]);
}
