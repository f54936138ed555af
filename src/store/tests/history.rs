use proptest::prelude::*;

use super::*;
use crate::domain::optimize::{Adopted, Weights};
use crate::domain::review::journal::replay_by;
use crate::domain::today::NextDue;

#[test]
fn a_rating_is_there_after_reopening() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    assert_eq!(world.rate(first, Rating::Good), Recorded::Done);
    let kept = world.card(first);
    world.reopen();
    assert_eq!(world.card(first), kept);
    assert!(world.store.integrity_problems().unwrap().is_empty());
}

#[test]
fn a_second_window_learns_that_the_card_moved_on() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    let seen = world.card(first);
    let mut other = Store::open(world.folder.path()).unwrap();
    let all = outcomes(&seen.id, &seen.state, world.now(), &world.rules, &world.model).unwrap();
    let operation = Operation::Review { rating: Rating::Good, took: 1 };
    let change = Change {
        card: first,
        revision: seen.revision,
        operation,
        before: seen.state,
        after: all[2].after,
        now: world.now(),
    };
    assert_eq!(other.record(&change, &world.model).unwrap(), Recorded::Done);
    assert_eq!(world.store.record(&change, &world.model).unwrap(), Recorded::Moved);
    assert_eq!(world.store.journal(&calendar()).unwrap().len(), 1);
    assert_eq!(world.store.today(world.now(), &world.rules).unwrap().done, 1);
}

#[test]
fn undo_goes_to_any_depth_and_redo_comes_back() {
    let mut world = World::with(&small());
    let cards = world.queue();
    let fresh: Vec<_> = cards.iter().map(|key| world.card(*key).state).collect();
    for key in &cards {
        world.rate(*key, Rating::Easy);
    }
    let rated: Vec<_> = cards.iter().map(|key| world.card(*key).state).collect();
    world.reopen();
    for (key, before) in cards.iter().zip(&fresh).rev() {
        let now = world.now();
        assert_eq!(world.store.undo(now, &world.model).unwrap().as_ref().map(card_of), Some(*key));
        assert_eq!(world.card(*key).state, *before);
    }
    let now = world.now();
    assert_eq!(world.store.undo(now, &world.model).unwrap(), None);
    assert_eq!(world.store.today(now, &world.rules).unwrap().done, 0);
    for (key, after) in cards.iter().zip(&rated) {
        assert_eq!(world.store.redo(now, &world.model).unwrap().as_ref().map(card_of), Some(*key));
        assert_eq!(world.card(*key).state, *after);
    }
    assert_eq!(world.store.redo(now, &world.model).unwrap(), None);
    assert_eq!(world.store.today(now, &world.rules).unwrap().done, 4);
}

#[test]
fn a_new_operation_ends_redo() {
    let mut world = World::with(&small());
    let cards = world.queue();
    world.rate(cards[0], Rating::Good);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    world.rate(cards[1], Rating::Good);
    assert_eq!(world.store.redo(now, &world.model).unwrap(), None);
    assert_eq!(world.store.undo(now, &world.model).unwrap().as_ref().map(card_of), Some(cards[1]));
    assert_eq!(world.store.undo(now, &world.model).unwrap(), None);
}

#[test]
fn limits_and_the_next_card() {
    let mut world = World::with(&small());
    world.rules.new_per_day = 2;
    assert_eq!(world.queue().len(), 2);
    for key in world.queue() {
        world.rate(key, Rating::Easy);
    }
    let due = world.store.due_counts(world.now(), &world.rules, &Filter::default()).unwrap();
    assert_eq!((due.total(), due.next), (0, Some(NextDue::Day(world.now().day.plus(1)))));
    world.at = world.at.plus(DAY);
    assert_eq!(world.queue().len(), 2);
}

#[test]
fn buried_cards_come_back_tomorrow_and_suspended_ones_do_not() {
    let mut world = World::with(&small());
    let cards = world.queue();
    let (first, second) = (world.card(cards[0]), world.card(cards[1]));
    let now = world.now();
    world.record(&first, Operation::Bury, first.state.bury(now));
    world.record(&second, Operation::Suspend, second.state.suspend());
    assert_eq!(world.queue().len(), 2);
    world.at = world.at.plus(DAY);
    assert!(world.queue().contains(&cards[0]) && !world.queue().contains(&cards[1]));
}

#[test]
fn streak_and_mastery_follow_the_reviews() {
    let mut world = World::with(&small());
    let now = world.now();
    assert!(world.store.today(now, &world.rules).unwrap().stale);
    world.store.refresh_mastery(now, &world.model).unwrap();
    let cards = world.queue();
    world.rate(cards[0], Rating::Easy);
    let today = world.store.today(world.now(), &world.rules).unwrap();
    assert_eq!((today.streak, today.done, today.stale), (1, 1, false));
    let ecs = today.mastery.iter().find(|m| m.service.as_str() == "ecs").unwrap();
    assert_eq!((ecs.cards, ecs.title.as_str()), (4, "Amazon ECS"));
    assert!((ecs.recall - 0.25).abs() < 1e-6, "{}", ecs.recall);

    world.at = world.at.plus(DAY);
    let today = world.store.today(world.now(), &world.rules).unwrap();
    assert_eq!((today.streak, today.stale), (1, true));
    world.rate(cards[1], Rating::Easy);
    assert_eq!(world.store.today(world.now(), &world.rules).unwrap().streak, 2);
    world.at = world.at.plus(2 * DAY);
    assert_eq!(world.store.today(world.now(), &world.rules).unwrap().streak, 0);
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Rate(usize, u8),
    Bury(usize),
    Suspend(usize),
    Resume(usize),
    Forget(usize),
    Cram(usize, u8),
    SuspendAll,
    Fit(u8),
    Flag(usize),
    Write(usize, &'static str),
    Undo,
    Redo,
    Sleep(i64),
    Restart,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => (0usize..4, 1u8..5).prop_map(|(card, rating)| Act::Rate(card, rating)),
        1 => (0usize..4).prop_map(Act::Bury),
        1 => (0usize..4).prop_map(Act::Suspend),
        1 => (0usize..4).prop_map(Act::Resume),
        1 => (0usize..4).prop_map(Act::Forget),
        1 => (0usize..4, 1u8..5).prop_map(|(card, rating)| Act::Cram(card, rating)),
        1 => Just(Act::SuspendAll),
        1 => (1u8..9).prop_map(Act::Fit),
        1 => (0usize..4).prop_map(Act::Flag),
        1 => (0usize..4, prop_oneof![Just(""), Just("a note"), Just("another")]).prop_map(|(card, text)| Act::Write(card, text)),
        4 => Just(Act::Undo),
        2 => Just(Act::Redo),
        2 => (1i64..5 * DAY).prop_map(Act::Sleep),
        1 => Just(Act::Restart),
    ];
    prop::collection::vec(act, 1..40)
}

/// What an act makes of the cards, by the rules alone: the store has no part in it but to say how full the days are.
fn by_the_rules(world: &World, cards: &[i64], mut is: Likeness, act: Act) -> Likeness {
    let now = world.now();
    match act {
        Act::Rate(at, rating) => {
            let seen = world.store.card_among(cards[at], now, &world.rules, &world.model).unwrap().unwrap();
            let all = outcomes_among(&seen.id, &is[at].0, now, &world.rules, &world.model, &seen.load).unwrap();
            is[at].0 = all[usize::from(rating) - 1].after;
        }
        Act::Bury(at) => is[at].0 = is[at].0.bury(now),
        Act::Suspend(at) => is[at].0 = is[at].0.suspend(),
        Act::Resume(at) => is[at].0 = is[at].0.resume(),
        Act::Forget(at) => is[at].0 = is[at].0.forget(),
        Act::SuspendAll => is.iter_mut().for_each(|(state, _)| *state = state.suspend()),
        Act::Flag(at) => is[at].1.flagged = !is[at].1.flagged,
        Act::Write(at, text) => is[at].1 = is[at].1.saying(text),
        Act::Cram(..) | Act::Fit(_) | Act::Undo | Act::Redo | Act::Sleep(_) | Act::Restart => {}
    }
    is
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is done, undone, done again and over restarts is what the rules alone make of it; and the journal is the
    /// truth: replaying it gives every state, and counting it gives every day.
    #[test]
    fn replay_rebuilds_every_state(acts in acts()) {
        let mut world = World::with(&small());
        let now = world.now();
        world.store.refresh_mastery(now, &world.model).unwrap();
        let cards = world.queue();
        let (mut past, mut place) = (vec![world.likeness(&cards)], 0usize);
        for act in acts {
            let now = world.now();
            let expected = by_the_rules(&world, &cards, past[place].clone(), act);
            match act {
                Act::Rate(at, rating) => drop(world.rate(cards[at], Rating::of(rating).unwrap())),
                Act::Bury(at) => { let c = world.card(cards[at]); world.record(&c, Operation::Bury, c.state.bury(now)); }
                Act::Suspend(at) => { let c = world.card(cards[at]); world.record(&c, Operation::Suspend, c.state.suspend()); }
                Act::Resume(at) => { let c = world.card(cards[at]); world.record(&c, Operation::Resume, c.state.resume()); }
                Act::Forget(at) => { let c = world.card(cards[at]); world.record(&c, Operation::Forget, c.state.forget()); }
                Act::Cram(at, rating) => {
                    let c = world.card(cards[at]);
                    let operation = Operation::Review { rating: Rating::of(rating).unwrap(), took: 9 };
                    let change = Change { card: c.key, revision: c.revision, operation, before: c.state, after: c.state, now };
                    world.store.record_cram(&change, &world.model).unwrap();
                }
                Act::SuspendAll => {
                    let change = |c: CardView| Change {
                        card: c.key, revision: c.revision, operation: Operation::Suspend, before: c.state, after: c.state.suspend(), now
                    };
                    let all: Vec<Change> = cards.iter().map(|key| change(world.card(*key))).collect();
                    world.store.record_all(&all, &world.model).unwrap();
                }
                Act::Flag(at) => {
                    let c = world.card(cards[at]);
                    let after = Annotation { flagged: !c.annotation().flagged, text: c.annotation().text.clone() };
                    world.annotate(&c, after);
                }
                Act::Write(at, text) => { let c = world.card(cards[at]); let after = c.annotation().saying(text); world.annotate(&c, after); }
                Act::Fit(by) => {
                    let before = world.store.weights().unwrap();
                    let mut weights = Weights::default();
                    weights.0[2] += f64::from(by) / 4.0;
                    weights.0[20] += f64::from(by) / 100.0;
                    let new = Adopted { weights: weights.held(), samples: by.into(), before: 0.4, after: 0.3 };
                    prop_assert!(world.store.adopt(before.as_ref(), &new, now).unwrap());
                }
                Act::Undo => drop(world.store.undo(now, &world.model).unwrap()),
                Act::Redo => drop(world.store.redo(now, &world.model).unwrap()),
                Act::Sleep(ms) => world.at = world.at.plus(ms),
                Act::Restart => world.reopen(),
            }
            world.model = world.store.model().unwrap();
            // A plain list of what each thing done led to: undo and redo walk along it.
            let is = world.likeness(&cards);
            match act {
                Act::Undo => { place = place.saturating_sub(1); prop_assert_eq!(&past[place], &is); }
                Act::Redo => { place = (place + 1).min(past.len() - 1); prop_assert_eq!(&past[place], &is); }
                Act::Sleep(_) | Act::Restart => prop_assert_eq!(&past[place], &is),
                _ => {
                    prop_assert_eq!(&expected, &is, "{:?}", act);
                    past.truncate(place + 1);
                    past.push(expected);
                    place += 1;
                }
            }
        }
        prop_assert_eq!(world.store.health(&world.model).unwrap().findings, vec![]);
        let models = crate::store::weights::models(&world.store.db).unwrap();
        let rows = world.store.journal(&calendar()).unwrap();
        let rebuilt = replay_by(&rows, &world.rules, |seq| models.at(seq)).unwrap();
        for (id, state) in world.store.states().unwrap() {
            let expected = rebuilt.get(id.as_str()).copied().unwrap_or_default();
            prop_assert_eq!(state, expected, "{}", id);
        }
        let holds = crate::domain::review::journal::effective(&rows);
        let reviews = rows.iter().filter(|row| holds.contains(&row.seq)
            && row.source == crate::domain::review::journal::Source::Due
            && matches!(row.what, crate::domain::review::journal::What::Done(Operation::Review { .. }))).count();
        let counted: i64 = world.store.db.query_row("SELECT total(reviews) FROM day", [], |row| row.get::<_, f64>(0)).unwrap() as i64;
        prop_assert_eq!(counted, reviews as i64);
    }

    /// Mastery kept by each operation equals mastery counted anew on the same day.
    #[test]
    fn kept_mastery_equals_counted(ratings in prop::collection::vec((0usize..4, 1u8..5), 1..12)) {
        let mut world = World::with(&small());
        let now = world.now();
        world.store.refresh_mastery(now, &world.model).unwrap();
        let cards = world.queue();
        for (at, rating) in ratings {
            world.rate(cards[at], Rating::of(rating).unwrap());
        }
        let kept = world.store.today(now, &world.rules).unwrap().mastery;
        world.store.refresh_mastery(now, &world.model).unwrap();
        let counted = world.store.today(now, &world.rules).unwrap().mastery;
        for (kept, counted) in kept.iter().zip(&counted) {
            prop_assert!((kept.recall - counted.recall).abs() < 1e-9);
        }
    }
}
