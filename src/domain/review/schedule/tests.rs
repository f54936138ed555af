use proptest::prelude::*;

use super::*;
use crate::domain::memory::Memory;
use crate::domain::time::{StudyDay, Timestamp};

fn now(day: i32) -> Now {
    let at = Timestamp(i64::from(day) * 86_400_000 + 36_000_000);
    Now { at, day: StudyDay(day), next_day_at: at.plus(64_800_000) }
}

fn card() -> CardId {
    CardId::new("pack/note#card").unwrap()
}

fn rate(state: &CardState, rating: Rating, now: Now) -> Outcome {
    outcomes(&card(), state, now, &Rules::default(), &Model::default()).unwrap()[rating as usize - 1]
}

#[test]
fn a_new_card_goes_through_its_steps() {
    let new = CardState::default();
    let waits: Vec<Wait> = Rating::ALL.iter().map(|r| rate(&new, *r, now(100)).wait).collect();
    assert_eq!(waits[..3], [Wait::Minutes(1), Wait::Minutes(6), Wait::Minutes(10)]);
    assert!(matches!(waits[3], Wait::Days(days) if days >= 5));

    let second = rate(&new, Rating::Good, now(100)).after;
    assert_eq!(second.phase, Phase::Learning(1));
    let known = rate(&second, Rating::Good, now(100));
    assert_eq!(known.after.phase, Phase::Review);
    assert!(matches!(known.wait, Wait::Days(days) if days >= 1));
}

#[test]
fn a_forgotten_card_is_relearned() {
    let memory = Some(Memory { stability: 30.0, difficulty: 5.0 });
    let known = CardState {
        phase: Phase::Review,
        memory,
        last_day: Some(StudyDay(70)),
        due_day: StudyDay(100),
        reviews: 5,
        ..CardState::default()
    };
    let lapse = rate(&known, Rating::Again, now(100));
    assert_eq!((lapse.after.phase, lapse.after.lapses, lapse.wait), (Phase::Relearning(0), 1, Wait::Minutes(10)));
    let hard = rate(&lapse.after, Rating::Hard, now(100));
    assert_eq!((hard.after.phase, hard.wait), (Phase::Relearning(0), Wait::Minutes(15)));
    let back = rate(&lapse.after, Rating::Good, now(100));
    assert_eq!((back.after.phase, back.after.lapses), (Phase::Review, 1));
}

#[test]
fn steps_that_were_taken_out_of_the_settings_do_no_harm() {
    let rules = Rules { learning: vec![], relearning: vec![], ..Rules::default() };
    let stuck = CardState { phase: Phase::Learning(7), ..CardState::default() };
    let after = outcomes(&card(), &stuck, now(1), &rules, &Model::default()).unwrap();
    assert!(after.iter().all(|o| o.after.phase == Phase::Review));
}

#[test]
fn rating_brings_a_buried_card_back() {
    let buried = CardState::default().bury(now(5));
    assert!(buried.hidden(StudyDay(5)) && !buried.hidden(StudyDay(6)));
    assert!(!rate(&buried, Rating::Good, now(5)).after.hidden(StudyDay(5)));
}

fn any_state() -> impl Strategy<Value = CardState> {
    let phase = prop_oneof![
        Just(Phase::New),
        (0u8..3).prop_map(Phase::Learning),
        Just(Phase::Review),
        (0u8..3).prop_map(Phase::Relearning)
    ];
    (phase, 0.01f32..5000.0, 1.0f32..10.0, 0i32..4000, 0u32..50).prop_map(
        |(phase, stability, difficulty, last, reviews)| {
            let new = phase == Phase::New;
            CardState {
                phase,
                memory: (!new).then_some(Memory { stability, difficulty }),
                last_day: (!new).then_some(StudyDay(last)),
                reviews,
                ..CardState::default()
            }
        },
    )
}

proptest! {
    /// A better rating never brings a card back sooner, and days keep hard < good < easy.
    #[test]
    fn waits_are_ordered(state in any_state(), today in 0i32..5000) {
        let all = outcomes(&card(), &state, now(today), &Rules::default(), &Model::default()).unwrap();
        prop_assert!(all.windows(2).all(|pair| pair[0].wait <= pair[1].wait), "{all:?}");
        let days: Vec<u32> = all[1..].iter().filter_map(|o| match o.wait { Wait::Days(d) => Some(d), Wait::Minutes(_) => None }).collect();
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{days:?}");
    }

    /// What a button shows is what is stored, however often it is asked.
    #[test]
    fn preview_equals_result(state in any_state(), today in 0i32..5000) {
        let ask = || outcomes(&card(), &state, now(today), &Rules::default(), &Model::default()).unwrap();
        prop_assert_eq!(ask(), ask());
        for outcome in ask() {
            match outcome.wait {
                Wait::Days(days) => prop_assert_eq!(outcome.after.due_day, StudyDay(today).plus(days)),
                Wait::Minutes(minutes) => prop_assert_eq!(outcome.after.due_at.since(now(today).at), i64::from(minutes) * MINUTE),
            }
        }
    }
}
