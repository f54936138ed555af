//! Where one thing ends and the next begins: exact seconds, first and last questions, nothing at all.

use super::*;

#[test]
fn back_goes_to_the_question_before() {
    let mut s = attempt(4);
    s.acts([Act::Go(3), Act::Back]);
    assert_eq!(s.attempt.place().question, 2);
    let kept = s.kept.len();
    s.acts([Act::List, Act::List]);
    assert_eq!(s.kept.len(), kept + 1, "the list is shown already");
    s.acts([Act::Back, Act::Back, Act::Back]);
    assert_eq!(s.attempt.place().question, 0);
    // A question that the paper doesn't have is not gone to, whatever a damaged store says.
    s.attempt.apply(&Event { at: s.now, wall: s.now, what: What::Looked(4) });
    assert_eq!(s.attempt.place().question, 0);
    s.attempt.apply(&Event { at: s.now, wall: s.now, what: What::Looked(3) });
    assert_eq!(s.attempt.place().question, 3);
}

#[test]
fn a_hidden_clock_comes_back() {
    let mut s = attempt(1);
    let hidden = |s: &Sitting| s.attempt.clock_hidden();
    assert!(!hidden(&s));
    s.act(Act::HideClock).unwrap();
    assert!(hidden(&s));
    s.act(Act::HideClock).unwrap();
    assert!(!hidden(&s));
}

#[test]
fn seconds_are_written_down_every_ten_and_silence_counts_after_thirty() {
    let mut s = attempt(5);
    // The same instant twice is no clock set back, and nine seconds are no heartbeat.
    s.acts([Act::Tick, Act::Tick]);
    s.wait(9 * SECOND);
    assert!(s.kept.is_empty(), "{:?}", s.kept);
    s.wait(SECOND);
    assert_eq!(s.kept.iter().map(|event| &event.what).collect::<Vec<_>>(), [&What::Ticked]);
    // Thirty seconds without a word may be a busy computer; a moment more is sleep.
    let after = |ms: i64| {
        let mut s = attempt(5);
        s.act(Act::Flag).unwrap();
        s.now = s.now.plus(ms);
        s.act(Act::Flag).unwrap();
        s.kept.into_iter().map(|event| event.what).collect::<Vec<_>>()
    };
    assert_eq!(after(30 * SECOND), [What::Flagged(0, true), What::Flagged(0, false)]);
    assert_eq!(after(30 * SECOND + 1), [What::Flagged(0, true), What::Back(START), What::Flagged(0, false)]);
}

#[test]
fn while_another_screen_is_shown_little_is_written_down() {
    let mut s = attempt(5);
    s.act(Act::Flag).unwrap();
    s.wait_with(14 * SECOND, Act::Away);
    assert_eq!(s.kept.len(), 1, "{:?}", s.kept);
    s.wait_with(SECOND, Act::Away);
    assert_eq!(s.kept.last().map(|event| &event.what), Some(&What::Back(START)));
    let kept = s.kept.len();
    // A clock that was set back is written down at once.
    s.now = s.now.plus(-60 * SECOND);
    s.act(Act::Away).unwrap();
    assert_eq!(s.kept.len(), kept + 1);
    // Five questions have ten minutes: then it is over, and what was away is nobody's time.
    s.wait_with(9 * MINUTE + 45 * SECOND, Act::Away);
    assert_eq!(s.attempt.end(), Some(End::TimeUp));
    assert_eq!(s.attempt.marks()[0].time, 0);
}

#[test]
fn a_paper_of_ten_minutes_does_not_begin_with_a_warning() {
    let mut s = attempt(5);
    let warned = |s: &Sitting| s.attempt.warning(s.now);
    assert_eq!((s.attempt.remaining(s.now), warned(&s)), (Some(10 * MINUTE), None));
    s.wait(5 * MINUTE - SECOND);
    assert_eq!(warned(&s), None);
    s.wait(SECOND);
    assert_eq!(warned(&s), Some(Warning::Five));
    s.wait(4 * MINUTE);
    assert_eq!(warned(&s), Some(Warning::One));
}

#[test]
fn a_pack_without_an_exam_has_two_minutes_a_question() {
    let form = |questions| {
        let form = Bank::whole("Demo", questions);
        (form.questions, form.minutes, form.unscored)
    };
    assert_eq!([form(0), form(40), form(500)], [(1, 2, 0), (40, 80, 0), (65, 130, 0)]);
}

#[test]
fn a_domain_with_just_enough_is_not_short() {
    // Ten questions divide into 3, 3, 2 and 2.
    let counts = [("secure", 3), ("resilient", 3), ("high-performing", 2), ("cost-optimized", 2)];
    let all = |less: usize| {
        let of =
            |(id, count): (&str, usize)| (0..count).map(|n| candidate(&format!("{id}-{n}"), id)).collect::<Vec<_>>();
        let mut all: Vec<Candidate> = counts.into_iter().flat_map(of).collect();
        all.drain(..less);
        draw(&bank_of(all), &setup(10))
    };
    assert_eq!((all(0).picks.len(), all(0).short), (10, vec![]));
    let short = vec![Shortfall { domain: domain("secure"), wanted: 3, have: 2 }];
    assert_eq!((all(1).picks.len(), all(1).short), (9, short));
}

#[test]
fn practice_and_wrong_ones_again_count_every_question() {
    let full = setup(65);
    assert_eq!((full.unscored, full.clone().practice().unscored), (15, 0));
    let these: Vec<ItemId> = (0..65).map(|n| ItemId::new(format!("demo/q{n}")).unwrap()).collect();
    let again = full.again(these, &blueprint());
    assert_eq!((again.questions, again.minutes, again.unscored), (65, 130, 0));
}

#[test]
fn confidence_has_three_digits() {
    assert_eq!([0, 1, 2, 3, 4].map(Sure::of), [None, Some(Sure::Guess), Some(Sure::Unsure), Some(Sure::Sure), None]);
}

#[test]
fn only_questions_that_were_looked_at_are_slow() {
    let mut s = attempt(3);
    s.wait(20 * SECOND);
    s.acts([Act::Next, Act::HandIn]);
    assert_eq!(Report::of(&s.attempt).slowest, [0]);
}

#[test]
fn nothing_missed_is_said_of_a_paper_without_a_miss() {
    let bank = bank(40);
    let drawn = draw(&bank, &setup(65));
    let advice = |right: usize| {
        let mut paper = Paper::new(&bank, &setup(65), &drawn, items_of(&drawn), START).unwrap();
        // Seen before, so nobody is called ready by it.
        paper.slots.iter_mut().for_each(|slot| slot.first_sight = false);
        let mut s = Sitting::on(paper);
        s.finish(right);
        Report::of(&s.attempt).advice
    };
    assert!(advice(65).starts_with("Nothing missed"), "{}", advice(65));
    let one = (0..65).map(advice).find(|advice| advice.starts_with("Review today's cards first"));
    assert!(one.is_some(), "with misses that no domain stands out by");
}

#[test]
fn markdown_names_times_and_cards_only_where_there_are_any() {
    let calendar = crate::domain::time::Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
    let said = |s: &Sitting, sent: &Sent| export::markdown(&s.attempt, sent, &calendar).unwrap();
    // Two minutes a question: one answer after three, and one at its time to the second.
    let answered = |ms: i64| {
        let mut s = attempt(2);
        s.wait(ms);
        s.choose("a").unwrap();
        s.act(Act::HandIn).unwrap();
        said(&s, &Sent::default())
    };
    let late = answered(180 * SECOND);
    assert!(late.contains("After 1 answer: 1:00 min behind.") && late.contains("Slowest: 1 (3:00 min)."), "{late}");
    let even = answered(120 * SECOND);
    assert!(even.contains("After 1 answer: 0 s ahead."), "{even}");
    assert!(answered(61 * SECOND).contains("After 1 answer: 59 s ahead."));
    assert!(!even.contains("daily cards"), "{even}");
    let mut s = attempt(1);
    s.attempt = Attempt::new(1, {
        let mut paper = s.attempt.paper().clone();
        paper.slots[0].first_sight = false;
        paper
    });
    s.act(Act::HandIn).unwrap();
    let item = |kind: &str| SentItem {
        item: ItemId::new(format!("demo/{kind}")).unwrap(),
        kind: kind.into(),
        title: "What about it?".into(),
        cards: 1,
    };
    let rated = Sent { questions: vec![item("question")], linked: vec![] };
    assert!(said(&s, &rated).contains("1 rated Again, 0 brought forward"), "{}", said(&s, &rated));
    let both = Sent { linked: vec![item("trap")], ..rated };
    assert!(said(&s, &both).contains("1 rated Again, 1 brought forward"));
    assert!(!said(&s, &both).contains("At first sight"), "none of it was");
    assert!(!said(&s, &both).contains("Never reached"), "it was on the screen");
    let mut unreached = attempt(3);
    unreached.act(Act::HandIn).unwrap();
    assert!(said(&unreached, &both).contains("Never reached, so not among the cards: 2"));
    // Nothing counted: no percent, and no division by nothing.
    let percent = |s: &Sitting| {
        let report = export::report(&s.attempt, &Sent::default(), &calendar);
        serde_json::to_value(report).unwrap()["score"]["percent"].clone()
    };
    assert_eq!(percent(&s), 0);
    s.act(Act::Doubt(0)).unwrap();
    assert_eq!(percent(&s), serde_json::Value::Null);
}
