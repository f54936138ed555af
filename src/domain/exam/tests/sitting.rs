use super::*;
use crate::domain::time::Timestamp;

#[test]
fn one_of_four_is_replaced_and_first_and_last_are_logged() {
    let mut s = attempt(2);
    s.choose("b").unwrap();
    s.choose("a").unwrap();
    assert_eq!(s.chosen(), ["a"]);
    assert_eq!(s.attempt.current().1.first, Some([slug("b")].into()));
    s.choose("a").unwrap();
    assert_eq!((s.chosen().len(), s.attempt.status(0)), (0, Some(Status::Blank)));
    assert_eq!(s.attempt.current().1.first, Some([slug("b")].into()));
}

/// Check 2: three can't be chosen when two are asked for.
#[test]
fn no_more_than_asked_for() {
    let mut s = Sitting::on(paper_of(&setup(1), vec![question("two", 2, 5)]));
    s.choose("a").unwrap();
    assert_eq!(s.attempt.status(0), Some(Status::Short));
    assert_eq!(s.attempt.current().1.first, None);
    s.choose("c").unwrap();
    assert_eq!(s.choose("b"), Err(Refusal::Enough(2)));
    assert_eq!(s.chosen(), ["a", "c"]);
    s.choose("c").unwrap();
    s.choose("b").unwrap();
    assert_eq!((s.chosen(), s.attempt.status(0)), (vec!["a", "b"], Some(Status::Answered)));
    assert_eq!(s.attempt.current().1.first, Some([slug("a"), slug("c")].into()));
}

#[test]
fn a_struck_option_waits_until_it_is_restored() {
    let mut s = attempt(1);
    let (a, b) = (s.at("a"), s.at("b"));
    s.acts([Act::Strike(a)]);
    let letter = char::from(b'A' + u8::try_from(a).unwrap());
    assert_eq!(s.act(Act::Choose(a)), Err(Refusal::Struck(letter)));
    // Striking what is chosen takes it back.
    s.acts([Act::Choose(b), Act::Strike(b)]);
    assert!(s.chosen().is_empty());
    s.acts([Act::Strike(a), Act::Choose(a)]);
    assert_eq!(s.chosen(), ["a"]);
    assert_eq!(s.act(Act::Choose(4)), Err(Refusal::NoOption('E')));
    assert_eq!(s.act(Act::Strike(usize::MAX)), Err(Refusal::NoOption('?')));
}

#[test]
fn the_way_through_the_paper() {
    let mut s = attempt(3);
    let place = |s: &Sitting| (s.attempt.place().question, s.attempt.place().list);
    s.act(Act::Back).unwrap();
    assert_eq!(place(&s), (0, false));
    s.acts([Act::Next, Act::Next]);
    assert_eq!(place(&s), (2, false));
    s.act(Act::Next).unwrap();
    assert_eq!(place(&s), (2, true));
    assert_eq!(s.act(Act::Flag), Err(Refusal::OnList));
    assert_eq!(s.act(Act::Choose(0)), Err(Refusal::OnList));
    s.act(Act::Back).unwrap();
    assert_eq!(place(&s), (2, false));
    assert_eq!(s.act(Act::Go(3)), Err(Refusal::NoQuestion(3)));
    // Where one is already, there is nothing to go to.
    s.acts([Act::Go(0), Act::Go(0), Act::Flag, Act::Confidence(Sure::Guess), Act::Confidence(Sure::Sure)]);
    let mark = s.attempt.current().1;
    assert_eq!((mark.visits, mark.flagged, mark.sure), (2, true, Some(Sure::Sure)));
    s.acts([Act::Flag, Act::Confidence(Sure::Sure)]);
    assert_eq!((s.attempt.current().1.flagged, s.attempt.current().1.sure), (false, None));
}

/// Check 1: what is blank is listed first.
#[test]
fn handing_in_names_what_is_open_blank_first() {
    let items = vec![question("one", 2, 5), question("two", 1, 4), question("three", 1, 4), question("four", 1, 4)];
    let mut s = Sitting::on(paper_of(&setup(4), items));
    s.choose("a").unwrap();
    s.acts([Act::Go(2)]);
    s.choose("a").unwrap();
    assert_eq!(s.attempt.open(), [(1, Status::Blank), (3, Status::Blank), (0, Status::Short)]);
}

#[test]
fn time_is_summed_over_visits() {
    let mut s = attempt(3);
    s.wait(20 * SECOND);
    s.act(Act::Next).unwrap();
    s.wait(7 * SECOND);
    s.act(Act::List).unwrap();
    s.wait(100 * SECOND);
    s.act(Act::Go(0)).unwrap();
    s.wait(5 * SECOND);
    s.act(Act::HandIn).unwrap();
    assert_eq!(s.attempt.marks().iter().map(|mark| mark.time).collect::<Vec<_>>(), [25_000, 7_000, 0]);
    assert_eq!(s.attempt.used(s.now), 132_000);
}

#[test]
fn the_clock_hands_in() {
    let mut s = attempt(10);
    assert_eq!(s.attempt.remaining(s.now), Some(20 * MINUTE));
    s.choose("a").unwrap();
    s.wait(20 * MINUTE - SECOND);
    assert_eq!((s.attempt.remaining(s.now), s.attempt.end()), (Some(SECOND), None));
    // A key after the deadline finds a finished exam.
    s.now = s.now.plus(2 * SECOND);
    s.act(Act::Next).unwrap();
    assert_eq!((s.attempt.end(), s.attempt.place().question), (Some(End::TimeUp), 0));
    assert_eq!(s.attempt.used(s.now), 20 * MINUTE);
    assert_eq!(s.act(Act::HandIn), Err(Refusal::Over));
    assert_eq!(s.act(Act::Choose(0)), Err(Refusal::Over));
    assert_eq!(s.act(Act::Tick), Ok(()));
    assert_eq!(s.attempt.remaining(s.now), Some(0));
    assert_eq!(s.attempt.next_second(s.now), None);
}

#[test]
fn warnings_come_at_ten_five_and_one() {
    let mut s = attempt(10);
    let mut at = |left: i64| {
        s.wait(s.attempt.remaining(s.now).unwrap() - left);
        s.attempt.warning(s.now)
    };
    assert_eq!(
        [600_001, 600_000, 300_000, 60_000].map(&mut at),
        [None, Some(Warning::Ten), Some(Warning::Five), Some(Warning::One)]
    );
    // Six minutes in all: ten would be wrong from the start.
    assert_eq!(attempt(3).attempt.warning(START), None);
}

#[test]
fn the_countdown_wakes_on_whole_seconds() {
    let s = attempt(1);
    assert_eq!(s.attempt.next_second(START.plus(250)), Some(START.plus(1_000)));
    assert_eq!(s.attempt.next_second(START), Some(START.plus(1_000)));
    let s = Sitting::practice(1);
    assert_eq!(s.attempt.next_second(START.plus(250)), Some(START.plus(1_000)));
}

/// Check 4: after `kill -9` everything is as it was, and the time is right.
#[test]
fn a_crash_loses_nothing() {
    let mut s = attempt(5);
    let strike = s.at("c");
    s.acts([Act::Strike(strike), Act::Flag, Act::Confidence(Sure::Unsure)]);
    s.choose("b").unwrap();
    s.acts([Act::HideClock, Act::Next, Act::Next]);
    s.wait(4 * MINUTE + 300);
    let before = s.attempt.clone();
    s.crash();
    assert_eq!(s.attempt.marks()[0], before.marks()[0]);
    assert_eq!((s.attempt.place(), s.attempt.clock_hidden()), (before.place(), true));
    assert_eq!(s.attempt.remaining(s.now), before.remaining(s.now));
    // The time on the question is right to within a heartbeat.
    let lost = before.marks()[2].time - s.attempt.marks()[2].time;
    assert!((0..=10_000).contains(&lost), "{lost}");
}

#[test]
fn a_day_later_the_expired_attempt_is_handed_in_with_what_was_answered() {
    let mut s = attempt(5);
    s.choose("a").unwrap();
    s.wait(MINUTE);
    s.crash();
    s.now = s.now.plus(24 * 60 * MINUTE);
    s.act(Act::Tick).unwrap();
    assert_eq!(s.attempt.end(), Some(End::TimeUp));
    assert_eq!((s.attempt.used(s.now), s.chosen()), (10 * MINUTE, vec!["a"]));
    // The day is not time spent on the question.
    assert_eq!(s.attempt.marks()[0].time, MINUTE);
}

/// Check 5: suspended for ten minutes, the clock has moved ten minutes; set back, no time is gained.
#[test]
fn the_clock_neither_stops_nor_goes_back() {
    let mut s = attempt(10);
    s.wait(MINUTE);
    s.now = s.now.plus(10 * MINUTE);
    s.act(Act::Tick).unwrap();
    assert_eq!(s.attempt.remaining(s.now), Some(9 * MINUTE));
    // The question wasn't read in that time.
    s.wait(MINUTE);
    assert!((MINUTE..=2 * MINUTE).contains(&s.attempt.marks()[0].time), "{}", s.attempt.marks()[0].time);

    let left = s.attempt.remaining(s.now).unwrap();
    s.now = Timestamp(0);
    s.act(Act::Tick).unwrap();
    assert_eq!(s.attempt.remaining(s.now), Some(left));
    s.wait(MINUTE);
    assert_eq!(s.attempt.remaining(s.now), Some(left - MINUTE));
    s.crash();
    assert_eq!(s.attempt.remaining(s.now), Some(left - MINUTE));
}

/// Twenty minutes on the home screen, the clock put back by as much, and the program killed there: nothing is gained but
/// the seconds since the time was last written down.
#[test]
fn another_screen_gives_no_time() {
    let mut s = attempt(10);
    let before = s.attempt.remaining(s.now).unwrap();
    s.act(Act::Leave).unwrap();
    s.wait_with(15 * MINUTE, Act::Away);
    s.now = s.now.plus(-15 * MINUTE);
    s.act(Act::Away).unwrap();
    assert_eq!(s.attempt.remaining(s.now), Some(before - 15 * MINUTE));
    s.crash();
    assert_eq!(s.attempt.remaining(s.now), Some(before - 15 * MINUTE));
    s.act(Act::Return).unwrap();
    assert!(s.attempt.marks()[0].time < SECOND);
}

#[test]
fn time_ends_on_another_screen_too() {
    let mut s = attempt(2);
    s.act(Act::Leave).unwrap();
    s.now = s.now.plus(5 * MINUTE);
    s.act(Act::Away).unwrap();
    assert_eq!(s.attempt.end(), Some(End::TimeUp));
    assert_eq!(s.attempt.marks()[0].time, 0);
}

#[test]
fn a_pause_stops_the_clock_and_marks_the_attempt() {
    let mut s = attempt(5);
    s.wait(MINUTE);
    s.act(Act::Pause).unwrap();
    let left = s.attempt.remaining(s.now);
    s.wait(60 * MINUTE);
    s.crash();
    assert_eq!((s.attempt.remaining(s.now), s.attempt.next_second(s.now)), (left, None));
    assert_eq!(s.act(Act::Next), Err(Refusal::Paused));
    s.act(Act::Pause).unwrap();
    s.wait(MINUTE);
    assert_eq!(s.attempt.remaining(s.now), left.map(|left| left - MINUTE));
    assert_eq!(s.attempt.used(s.now), 2 * MINUTE);
    assert!(s.attempt.ever_paused());
    s.act(Act::List).unwrap();
    assert_eq!(s.attempt.marks()[0].time, 2 * MINUTE);
}

#[test]
fn thirty_minutes_are_added_once_and_in_proportion() {
    let mut s = attempt(65);
    s.act(Act::Extend).unwrap();
    assert_eq!(s.attempt.remaining(s.now), Some(160 * MINUTE));
    assert_eq!(s.act(Act::Extend), Err(Refusal::Extended));
    s.crash();
    assert_eq!(s.attempt.remaining(s.now), Some(160 * MINUTE));
    let mut s = attempt(13);
    s.act(Act::Extend).unwrap();
    assert_eq!(s.attempt.remaining(s.now), Some(32 * MINUTE));
    let extra = Setup { extra: true, ..setup(1) };
    let mut s = Sitting::on(paper_of(&extra, vec![question("q", 1, 4)]));
    assert_eq!(s.act(Act::Extend), Err(Refusal::Extended));
    assert_eq!(Sitting::practice(1).act(Act::Extend), Err(Refusal::Untimed));
}

#[test]
fn practice_checks_one_by_one_and_exams_never() {
    let mut s = Sitting::practice(2);
    assert_eq!(s.attempt.remaining(s.now), None);
    assert_eq!(s.act(Act::Doubt(0)), Err(Refusal::ExamMode));
    s.choose("b").unwrap();
    assert!(!s.attempt.explained(0));
    s.act(Act::Check).unwrap();
    assert!(s.attempt.explained(0) && !s.attempt.explained(1));
    assert_eq!(s.choose("a"), Err(Refusal::Checked));
    assert_eq!(s.act(Act::Check), Err(Refusal::Checked));
    s.acts([Act::Doubt(0), Act::Flag]);
    assert!(s.attempt.marks()[0].doubted);
    s.wait(300 * MINUTE);
    assert_eq!(s.attempt.end(), None);

    let mut s = attempt(1);
    assert_eq!(s.act(Act::Check), Err(Refusal::ExamMode));
    assert_eq!(s.act(Act::Doubt(0)), Err(Refusal::ExamMode));
    assert!(!s.attempt.explained(0));
    s.act(Act::HandIn).unwrap();
    assert!(s.attempt.explained(0));
    s.act(Act::Doubt(0)).unwrap();
    assert!(s.attempt.marks()[0].doubted);
    s.act(Act::Doubt(0)).unwrap();
    assert!(!s.attempt.marks()[0].doubted);
    assert_eq!(s.act(Act::Doubt(1)), Err(Refusal::NoQuestion(1)));
}

#[test]
fn pacing_leaves_the_question_at_hand_its_time() {
    let mut s = attempt(3);
    s.wait(2 * MINUTE);
    assert_eq!(s.attempt.ahead(s.now), 0);
    s.wait(30 * SECOND);
    assert_eq!(s.attempt.ahead(s.now), -30 * SECOND);
    s.choose("a").unwrap();
    assert_eq!(s.attempt.ahead(s.now), 0);
    s.act(Act::Next).unwrap();
    s.choose("a").unwrap();
    assert_eq!(s.attempt.ahead(s.now), 90 * SECOND);
    assert_eq!(s.attempt.marks()[1].answered_after, Some(150 * SECOND));
}

#[test]
fn another_pack_refuses_and_says_why() {
    let s = attempt(1);
    let terms = s.attempt.terms();
    assert_eq!(terms.stale(Some(("2026.11.0", 7))), None);
    let said = |now| terms.stale(now).unwrap();
    assert_eq!(
        said(Some(("2026.12.0", 8))),
        "This paper was drawn from Demo 2026.11.0, and the pack is now 2026.12.0."
    );
    assert_eq!(
        said(Some(("2026.11.0", 8))),
        "This paper was drawn from Demo 2026.11.0, whose files have changed since."
    );
    assert_eq!(said(None), "This paper was drawn from Demo 2026.11.0, which is no longer there.");
}

#[test]
fn terms_survive_being_stored() {
    let terms = attempt(1).attempt.terms().clone();
    let text = serde_json::to_string(&terms).unwrap();
    assert_eq!(serde_json::from_str::<Terms>(&text).unwrap(), terms);
    let again = setup(65).again([ItemId::new("demo/q").unwrap()], &blueprint());
    let text = serde_json::to_string(&again).unwrap();
    assert_eq!(serde_json::from_str::<Setup>(&text).unwrap(), again);
}
