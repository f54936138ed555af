//! Laws that hold whatever keys are pressed, clocks do and crashes come.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Act(Act),
    /// Time goes on and the program runs.
    Wait(i64),
    /// The process is stopped, or the computer sleeps.
    Sleep(i64),
    /// Somebody sets the clock.
    SetClock(i64),
    Crash,
    /// The learner looks at another screen, which the clock runs through.
    Elsewhere(i64),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0usize..7).prop_map(Act::Choose),
        2 => (0usize..7).prop_map(Act::Strike),
        2 => (0usize..5).prop_map(Act::Go),
        3 => Just(Act::Next),
        1 => Just(Act::Back),
        1 => Just(Act::List),
        1 => Just(Act::Flag),
        1 => (1u8..4).prop_map(|digit| Act::Confidence(Sure::of(digit).unwrap())),
        1 => Just(Act::Check),
        1 => Just(Act::HideClock),
        1 => Just(Act::Pause),
        1 => Just(Act::Extend),
        1 => (0usize..5).prop_map(Act::Doubt),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        40 => acts().prop_map(Step::Act),
        8 => (1i64..90 * SECOND).prop_map(Step::Wait),
        2 => (1i64..5 * MINUTE).prop_map(Step::Sleep),
        2 => (-20 * MINUTE..2 * MINUTE).prop_map(Step::SetClock),
        3 => Just(Step::Crash),
        2 => (1i64..5 * MINUTE).prop_map(Step::Elsewhere),
        1 => prop_oneof![Just(Act::HandIn), Just(Act::Abandon)].prop_map(Step::Act),
    ];
    prop::collection::vec(step, 1..120)
}

fn sitting(practice: bool) -> Sitting {
    let items = vec![question("one", 1, 4), question("two", 2, 5), question("three", 1, 2), question("four", 3, 6)];
    let setup = if practice { setup(4).practice() } else { setup(4) };
    Sitting::on(paper_of(&setup, items))
}

fn sound(s: &Sitting) -> Result<(), TestCaseError> {
    for (slot, mark) in s.attempt.questions() {
        let ids: Vec<&Slug> = slot.options().map(|option| &option.id).collect();
        prop_assert!(mark.chosen.len() <= slot.choose());
        prop_assert!(mark.chosen.is_disjoint(&mark.struck));
        prop_assert!(mark.chosen.iter().chain(&mark.struck).all(|id| ids.contains(&id)));
        prop_assert!(mark.first.as_ref().is_none_or(|first| first.len() == slot.choose()));
        prop_assert!(mark.time >= 0);
    }
    let spent: i64 = s.attempt.marks().iter().map(|mark| mark.time).sum();
    prop_assert!(spent <= s.attempt.used(s.now), "{spent} of {}", s.attempt.used(s.now));
    if let Some(allowed) = s.attempt.paper().allowed() {
        let extra = if s.attempt.extended() { s.attempt.paper().extra() } else { 0 };
        prop_assert!(s.attempt.used(s.now) <= allowed + extra);
        if s.attempt.end().is_none() {
            prop_assert_eq!(s.attempt.remaining(s.now), Some(allowed + extra - s.attempt.used(s.now)));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_attempt_holds_together(steps in steps(), practice: bool) {
        let mut s = sitting(practice);
        let mut ended = None;
        // Milliseconds in which the wall clock ran forward and the exam wasn't paused: the time really had. A crash right
        // before the clock is set back forgets at most a heartbeat of it.
        let (mut had, mut forgotten) = (0, 0);
        let mut crashed = false;
        for step in steps {
            let paused = matches!(s.attempt.state(), State::Paused(_));
            let (left, extended, kept, clock) = (s.attempt.remaining(s.now), s.attempt.extended(), s.kept.len(), s.now);
            match step {
                Step::Act(act) => {
                    let refused = s.act(act).is_err();
                    prop_assert!(!refused || s.kept.len() == kept);
                }
                Step::Wait(ms) => s.wait(ms),
                Step::Sleep(ms) | Step::SetClock(ms) => {
                    s.now = s.now.plus(ms);
                    s.act(Act::Tick).unwrap();
                }
                Step::Crash => {
                    s.crash();
                    crashed = true;
                }
                Step::Elsewhere(ms) => {
                    let thought = |s: &Sitting| s.attempt.marks().iter().map(|mark| mark.time).sum::<i64>();
                    s.act(Act::Leave).unwrap();
                    let before = thought(&s);
                    s.wait_with(ms, Act::Away);
                    s.act(Act::Return).unwrap();
                    prop_assert_eq!(thought(&s), before, "nobody thinks about a question that isn't there");
                }
            }
            if !paused && s.attempt.end().is_none() {
                had += s.now.since(clock).max(0);
            }
            sound(&s)?;
            if let (Some(before), Some(left)) = (left, s.attempt.remaining(s.now)) {
                let given = if s.attempt.extended() && !extended { s.attempt.paper().extra() } else { 0 };
                let lost = (left - before - given).max(0);
                prop_assert!(lost == 0 || (crashed && lost <= 10 * SECOND), "{} ms for free", lost);
                forgotten += lost;
            }
            crashed &= s.kept.len() == kept;
            // What the store has is the attempt.
            let again = Attempt::rebuild(1, s.attempt.paper().clone(), &s.kept);
            prop_assert_eq!(again.marks(), s.attempt.marks());
            prop_assert_eq!((again.state(), again.place(), again.ends_at()), (s.attempt.state(), s.attempt.place(), s.attempt.ends_at()));
            // Ended once, and for good.
            ended = ended.or(s.attempt.end());
            prop_assert_eq!(ended, s.attempt.end());
            let ends = s.kept.iter().filter(|event| matches!(event.what, What::Ended(_))).count();
            prop_assert_eq!(ends, usize::from(ended.is_some()));
            if ended.is_none() && !practice {
                prop_assert_eq!(s.attempt.used(s.now), had - forgotten);
            }
        }
    }
}
