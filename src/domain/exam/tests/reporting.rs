use proptest::prelude::*;

use super::*;

fn report(s: &Sitting) -> Report {
    Report::of(&s.attempt)
}

fn share(right: u32, of: u32) -> Share {
    Share { right, of }
}

/// Check 1: what is blank counts as wrong.
#[test]
fn blanks_are_wrong() {
    let mut s = attempt(4);
    s.choose("a").unwrap();
    s.acts([Act::Next, Act::HandIn]);
    let report = report(&s);
    assert_eq!(report.score, share(1, 4));
    assert_eq!((report.blank, report.unreached), (vec![1, 2, 3], 2));
}

/// Check 2: all or nothing.
#[test]
fn one_right_of_two_scores_nothing() {
    let right = |chosen: &[&str]| {
        let mut s = Sitting::on(paper_of(&setup(1), vec![question("two", 2, 5)]));
        chosen.iter().for_each(|option| s.choose(option).unwrap());
        s.act(Act::HandIn).unwrap();
        report(&s).verdicts[0]
    };
    assert_eq!(right(&["a", "b"]), Verdict::Right);
    assert_eq!([right(&["a"]), right(&["a", "c"]), right(&["c", "d"])], [Verdict::Wrong; 3]);
    assert_eq!(right(&[]), Verdict::Blank);
}

fn says_ready(text: &str) -> Option<usize> {
    text.to_lowercase().find("ready")
}

/// Check 8: ten questions show counts and an interval, and nobody is called ready.
#[test]
fn ten_questions_never_say_ready() {
    for right in 0..=10 {
        let mut s = attempt(10);
        s.finish(right);
        let report = report(&s);
        assert_eq!(report.score, share(u32::try_from(right).unwrap(), 10));
        let (low, high) = report.score.interval();
        assert!(high - low > 0.27, "{low} {high}");
        assert!(report.short);
        assert_eq!(says_ready(&report.advice), None, "{}", report.advice);
    }
    let mut s = attempt(10);
    s.finish(10);
    assert_eq!(report(&s).advice, "10 questions can't tell 72 % from 100 %: sit a full paper to see where you stand.");
}

#[test]
fn only_a_whole_paper_at_first_sight_says_ready() {
    let advice = |change: &dyn Fn(&mut Setup), seen: usize, right: usize| {
        let mut setup = setup(65);
        change(&mut setup);
        let mut paper = paper_of(&setup, (0..65).map(|n| question(&format!("q{n:02}"), 1, 4)).collect());
        paper.slots.iter_mut().take(seen).for_each(|slot| slot.first_sight = false);
        let mut s = Sitting::on(paper);
        s.finish(right);
        report(&s).advice
    };
    let as_it_is = |_: &mut Setup| {};
    assert_eq!(
        advice(&as_it_is, 0, 62),
        "Ready on this subject as far as a paper can tell: even the low end is 87 %. Keep reviewing to the day."
    );
    for not in [
        advice(&as_it_is, 0, 55),
        advice(&as_it_is, 30, 62),
        advice(&|setup| setup.mode = Mode::Practice, 0, 62),
        advice(&|setup| setup.scope.domain = Some(domain("secure")), 0, 62),
        advice(&|setup| setup.scope.only = Only::Missed, 0, 62),
    ] {
        assert_eq!(says_ready(&not), None, "{not}");
    }
}

#[test]
fn unscored_questions_make_a_range() {
    let bank = bank(40);
    let drawn = draw(&bank, &setup(65));
    let paper = Paper::new(&bank, &setup(65), &drawn, items_of(&drawn), START).unwrap();
    let mut s = Sitting::on(paper);
    s.finish(52);
    let report = report(&s);
    assert_eq!(report.score.of, 50);
    assert_eq!(report.range, Some((share(37, 50), share(50, 50))));
    let (low, high) = report.range.unwrap();
    assert!(low.right <= report.score.right && report.score.right <= high.right);
    assert_eq!(report.domains.iter().map(|part| part.share).sum::<Share>(), report.score);
}

#[test]
fn parts_of_the_paper() {
    let mut items: Vec<Item> = (0..6).map(|n| question(&format!("q{n}"), 1, 4)).collect();
    items[0].service = ServiceId::new("eks").unwrap();
    let mut paper = paper_of(&setup(6), items);
    // A paper knows its services when it is made of a bank that has them.
    paper.slots[5].domain = Some(domain("resilient"));
    let mut s = Sitting::on(paper);
    s.finish(4);
    let report = report(&s);
    let lines = |parts: &[Part]| -> Vec<String> {
        parts.iter().map(|part| format!("{}: {} {}", part.title, part.share, part.share.bar().is_some())).collect()
    };
    assert_eq!(lines(&report.domains), ["Secure architectures: 4 of 5 true", "Resilient architectures: 0 of 1 false"]);
    assert_eq!(
        lines(&report.services),
        [
            "Amazon ECS: 3 of 5 true",
            "ECS on Fargate: 3 of 5 true",
            "AWS Fargate: 3 of 5 true",
            "Amazon EKS: 1 of 1 false"
        ]
    );
}

#[test]
fn the_slowest_five_and_the_pacing() {
    let mut s = attempt(7);
    for seconds in [60, 200, 30, 90, 10, 120, 1] {
        s.wait(seconds * SECOND);
        if seconds != 30 {
            s.choose("a").unwrap();
        }
        s.act(Act::Next).unwrap();
    }
    s.act(Act::HandIn).unwrap();
    let report = report(&s);
    assert_eq!(report.slowest, [1, 5, 3, 0, 2]);
    let seconds: Vec<(u32, i64)> = report.pacing.iter().map(|pace| (pace.answered, pace.ahead / SECOND)).collect();
    assert_eq!(seconds, [(1, 60), (2, -20), (3, -20), (4, 90), (5, 90), (6, 209)]);
    assert_eq!((report.used, report.allowed), (511 * SECOND, Some(14 * MINUTE)));
}

#[test]
fn changed_answers_lucky_guesses_and_sure_mistakes() {
    let mut s = attempt(6);
    let mut answer = |first: &str, last: &str, sure: Option<Sure>| {
        s.choose(first).unwrap();
        if first != last {
            s.choose(last).unwrap();
        }
        s.acts(sure.map(Act::Confidence));
        s.act(Act::Next).unwrap();
    };
    answer("a", "b", None);
    answer("b", "a", None);
    answer("b", "c", Some(Sure::Sure));
    answer("a", "a", Some(Sure::Guess));
    answer("a", "a", Some(Sure::Sure));
    answer("d", "d", Some(Sure::Guess));
    s.act(Act::HandIn).unwrap();
    let report = report(&s);
    assert_eq!((report.right_to_wrong.as_slice(), report.wrong_to_right.as_slice()), (&[0][..], &[1][..]));
    assert_eq!((report.lucky.as_slice(), report.sure_and_wrong.as_slice()), (&[3][..], &[2][..]));
    assert_eq!(report.walk(Walk::Wrong, &s.attempt), [0, 2, 5]);
    assert_eq!(report.walk(Walk::Guessed, &s.attempt), [3, 5]);
    assert_eq!(report.walk(Walk::All, &s.attempt).len(), 6);

    // The most pressing first: sure and wrong, wrong, then the lucky guess.
    let misses = misses(&s.attempt);
    let named: Vec<_> = misses.iter().map(|miss| (miss.place, miss.cause.name())).collect();
    assert_eq!(named, [(2, "sure and wrong"), (0, "wrong"), (5, "wrong"), (3, "lucky guess")]);
    assert_eq!(misses[0].card.as_str(), "demo/q02#question");
    let linked: Vec<_> = misses[0].linked.iter().map(ItemId::as_str).collect();
    assert_eq!(linked, ["demo/lure", "demo/sheet"]);
}

#[test]
fn what_was_never_shown_is_not_missed() {
    let mut s = attempt(5);
    s.choose("b").unwrap();
    s.acts([Act::Next, Act::HandIn]);
    let named: Vec<_> = misses(&s.attempt).iter().map(|miss| (miss.place, miss.cause)).collect();
    assert_eq!(named, [(0, Cause::Wrong), (1, Cause::Blank)]);
    // Given up: what is blank says nothing.
    let mut s = attempt(5);
    s.choose("b").unwrap();
    s.acts([Act::Next, Act::Abandon]);
    assert_eq!(misses(&s.attempt).iter().map(|miss| miss.cause).collect::<Vec<_>>(), [Cause::Wrong]);
    assert_eq!(report(&s).advice, "Incomplete: sit a paper to its end to see where you stand.");
}

#[test]
fn a_doubted_key_is_out_of_the_score() {
    let mut s = attempt(5);
    s.finish(4);
    assert_eq!(report(&s).score, share(4, 5));
    s.act(Act::Doubt(4)).unwrap();
    assert_eq!((report(&s).score, misses(&s.attempt).len()), (share(4, 4), 0));
    s.act(Act::Doubt(4)).unwrap();
    assert_eq!(report(&s).score, share(4, 5));
}

#[test]
fn the_advice_names_what_matters_most() {
    let mut s = attempt(10);
    s.choose("a").unwrap();
    s.wait(20 * MINUTE);
    let said = report(&s).advice;
    assert_eq!(said, "Time ran out with 9 questions open: practise 20 at this pace before the next full paper.");

    let mut s = attempt(10);
    for _ in 0..3 {
        s.choose("b").unwrap();
        s.acts([Act::Confidence(Sure::Sure), Act::Next]);
    }
    s.act(Act::HandIn).unwrap();
    let said = report(&s).advice;
    assert_eq!(said, "3 answers you were sure of are wrong: start with those, they lead today's cards.");

    let mut s = attempt(10);
    s.choose("a").unwrap();
    s.act(Act::HandIn).unwrap();
    let said = report(&s).advice;
    assert_eq!(said, "9 of 10 questions were never reached: sit a paper to its end to see where you stand.");

    let mut paper = paper_of(&setup(20), (0..20).map(|n| question(&format!("q{n:02}"), 1, 4)).collect());
    paper.slots.iter_mut().skip(12).for_each(|slot| slot.domain = Some(domain("resilient")));
    let mut s = Sitting::on(paper);
    s.finish(13);
    let said = report(&s).advice;
    assert_eq!(said, "Weakest: Resilient architectures, 1 of 8. Review its cards, then sit 20 questions of it alone.");
}

#[test]
fn repeats_are_kept_apart_from_first_sight() {
    let entry = |id: i64, seen: usize, right: usize, change: &dyn Fn(&mut Setup), last: Act| {
        let mut setup = setup(65);
        change(&mut setup);
        let mut paper = paper_of(&setup, (0..65).map(|n| question(&format!("q{n:02}"), 1, 4)).collect());
        paper.terms.started_at = START.plus(id);
        paper.slots.iter_mut().take(seen).for_each(|slot| slot.first_sight = false);
        let mut s = Sitting::on(paper);
        s.attempt.id = id;
        if last == Act::HandIn {
            s.finish(right);
        } else {
            s.act(last).unwrap();
        }
        Entry::of(&s.attempt)
    };
    let same = |_: &mut Setup| {};
    let entries = [
        entry(3, 20, 40, &same, Act::HandIn),
        entry(1, 0, 30, &same, Act::HandIn),
        entry(2, 0, 0, &same, Act::Abandon),
        entry(4, 0, 65, &|setup| setup.mode = Mode::Practice, Act::HandIn),
        entry(5, 65, 60, &|setup| setup.scope.only = Only::These([].into()), Act::HandIn),
    ];
    // Papers without anything new take no place among the latest.
    let again = [6, 7, 8].map(|id| entry(id, 65, 65, &same, Act::HandIn));
    assert_eq!(Trend::of(entries.iter().chain(&again)).now, share(50, 110));
    let text = serde_json::to_string(&entries).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Entry>>(&text).unwrap(), entries);
    let trend = Trend::of(&entries);
    let points: Vec<_> = trend.points.iter().map(|p| (p.id, p.first_sight, p.repeats, p.counts)).collect();
    assert_eq!(
        points,
        [
            (1, share(30, 65), share(0, 0), true),
            (3, share(20, 45), share(20, 20), true),
            (5, share(0, 0), share(60, 65), false)
        ]
    );
    assert_eq!(trend.now, share(50, 110));
    assert_eq!((entries[2].end, entries[2].counts), (Some(End::Abandoned), false));
}

proptest! {
    /// Whatever happens on a short paper, its report keeps its word and its counts add up.
    #[test]
    fn a_short_paper_promises_nothing(
        answers in prop::collection::vec((0usize..5, 0u8..5), 1..20), seconds in 0i64..200, last in prop_oneof![Just(Act::HandIn), Just(Act::Abandon)]
    ) {
        let mut s = attempt(u32::try_from(answers.len()).unwrap());
        for (option, sure) in answers {
            s.now = s.now.plus(seconds * SECOND);
            let _ = s.act(Act::Choose(option));
            if let Some(sure) = Sure::of(sure) {
                let _ = s.act(Act::Confidence(sure));
            }
            let _ = s.act(Act::Next);
        }
        let _ = s.act(last);
        let report = report(&s);
        prop_assert_eq!(says_ready(&report.advice), None);
        prop_assert!(!report.advice.contains('\n') && !report.advice.contains("scaled"));
        let right = report.verdicts.iter().filter(|verdict| **verdict == Verdict::Right).count();
        prop_assert_eq!((report.score.right as usize, report.score.of as usize), (right, report.verdicts.len()));
        let parts = [report.first_sight, report.repeats];
        prop_assert_eq!(parts.into_iter().sum::<Share>(), report.score);
        let called = misses(&s.attempt);
        prop_assert!(called.windows(2).all(|pair| pair[0].cause <= pair[1].cause));
    }
}
