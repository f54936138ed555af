//! Clocks that are set, zones that change, and days that are odd: over reviews, exams and streaks.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::{Msg, Request, Screen, next_wake};
use plimsoll::domain::exam::Attempt;
use plimsoll::domain::review::journal::{Operation, What};
use plimsoll::domain::time::{StudyDay, Timestamp};
use proptest::prelude::*;
use support::{Study, instant, pack};

const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";
const NEW_YORK: &str = "EST5EDT,M3.2.0,M11.1.0";
/// Where the day begins first, and where it ends last.
const KIRITIMATI: &str = "<+14>-14";
const PAGO_PAGO: &str = "<-11>11";
/// Summer time of half an hour.
const LORD_HOWE: &str = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

fn utc(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn study() -> Study {
    Study::with(&pack("many-kinds"))
}

/// Rates the first card Good from wherever the program stands.
fn rate(study: &mut Study, grade: char) {
    if !matches!(study.model.screen, Screen::Review(_)) {
        study.type_keys("r");
    }
    for _ in 0..6 {
        study.type_keys("<space>");
        if study.screen().contains("4 Easy") || study.screen().contains("Again") {
            break;
        }
    }
    study.type_keys(&grade.to_string());
}

/// The days of the ratings that stand, in the order in which they were given.
fn rated_on(study: &Study) -> Vec<StudyDay> {
    let rows = study.world.store.journal(&study.model.calendar).unwrap();
    assert!(rows.windows(2).all(|pair| pair[0].seq < pair[1].seq), "reviews keep their order");
    let rating = |what| matches!(what, What::Done(Operation::Review { .. }));
    rows.iter().filter(|row| rating(row.what)).map(|row| row.now.day).collect()
}

/// What must hold whatever the clock does: the store in order, the journal replayable, no card due before its rating.
fn sound(study: &Study) {
    let health = study.world.store.health(&study.model.memory).unwrap();
    assert!(health.findings.is_empty(), "{:#?}", health.findings);
    for row in study.world.store.journal(&study.model.calendar).unwrap() {
        let rating = matches!(row.what, What::Done(Operation::Review { .. }));
        assert!(!rating || row.due_day >= row.now.day, "due on {:?}, rated on {:?}", row.due_day, row.now.day);
    }
    let today = study.world.store.today(study.now(), &study.model.rules).unwrap();
    let mut days = rated_on(study);
    days.sort_unstable();
    days.dedup();
    assert!(today.streak as usize <= days.len());
}

fn streak(study: &Study) -> u32 {
    study.world.store.today(study.now(), &study.model.rules).unwrap().streak
}

#[test]
fn a_clock_set_back_a_year_loses_no_rating_and_makes_none_negative() {
    let mut study = study();
    rate(&mut study, '4');
    rate(&mut study, '3');
    study.wait(-YEAR);
    study.send(Msg::Woke);
    rate(&mut study, '3');
    rate(&mut study, '1');
    sound(&study);
    let days = rated_on(&study);
    assert_eq!(days.len(), 4);
    assert_eq!(days[0].since(days[2]), 365);
    // Undone in the order in which they were given, not in that of the clock.
    study.type_keys("u");
    sound(&study);
    study.wait(YEAR);
    // The first key after a day has turned only shows the new day.
    study.send(Msg::Woke);
    study.type_keys("u");
    sound(&study);
    let rows = study.world.store.journal(&study.model.calendar).unwrap();
    assert_eq!(rows.iter().filter(|row| matches!(row.what, What::Undone(_))).count(), 2);
}

#[test]
fn ten_years_away_everything_is_due_and_the_streak_is_over() {
    let mut study = study();
    rate(&mut study, '4');
    assert_eq!(streak(&study), 1);
    study.wait(10 * YEAR);
    study.send(Msg::Woke);
    study.type_keys("<esc><esc><esc>");
    study.ask(Request::Refresh);
    assert_eq!(streak(&study), 0);
    rate(&mut study, '3');
    assert_eq!(streak(&study), 1);
    sound(&study);
    // Put right again: what was rated in the future stays, and today goes on.
    study.wait(-10 * YEAR);
    study.send(Msg::Woke);
    assert_eq!(streak(&study), 1);
    rate(&mut study, '3');
    sound(&study);
}

#[test]
fn days_follow_each_other_when_clocks_change() {
    for (zone, before, after) in [
        // Forward and back, in the night between the two.
        (BERLIN, "2026-03-28T20:00:00Z", "2026-03-29T04:30:00Z"),
        (BERLIN, "2026-10-24T20:00:00Z", "2026-10-25T04:30:00Z"),
        (NEW_YORK, "2026-03-07T22:00:00Z", "2026-03-08T09:30:00Z"),
        (NEW_YORK, "2026-10-31T22:00:00Z", "2026-11-01T10:30:00Z"),
        (LORD_HOWE, "2026-10-03T10:00:00Z", "2026-10-03T18:30:00Z"),
        (LORD_HOWE, "2026-04-04T10:00:00Z", "2026-04-04T18:30:00Z"),
    ] {
        let mut study = study();
        study.set_clock(utc(before));
        study.fly(zone);
        rate(&mut study, '4');
        study.set_clock(utc(after));
        study.send(Msg::Woke);
        rate(&mut study, '3');
        rate(&mut study, '3');
        let days = rated_on(&study);
        assert_eq!(days.last().unwrap().since(days[0]), 1, "{zone} {after}");
        assert_eq!(streak(&study), 2, "{zone} {after}");
        sound(&study);
    }
}

#[test]
fn an_exam_takes_as_long_when_clocks_change() {
    for (start, end) in
        [("2026-03-29T00:50:00Z", "2026-03-29T01:10:00Z"), ("2026-10-25T00:50:00Z", "2026-10-25T01:10:00Z")]
    {
        let mut study = Study::with(&pack("mock-exam"));
        study.set_clock(utc(start));
        study.fly(BERLIN);
        study.type_keys("e<enter>");
        let left = |study: &Study| study.model.attempt().unwrap().remaining(study.now().at).unwrap();
        let (before, began) = (left(&study), study.now().at);
        study.set_clock(utc(end));
        study.send(Msg::Woke);
        assert_eq!(left(&study), before - utc(end).since(began), "{start}");
    }
}

#[test]
fn flying_west_and_east_breaks_no_streak_and_rates_nothing_twice() {
    let mut study = study();
    study.set_clock(utc("2026-06-10T12:00:00Z"));
    study.fly(KIRITIMATI);
    rate(&mut study, '4');
    let first = rated_on(&study)[0];
    // The same instant is two days earlier there by the date, and one by the study day.
    study.wait(HOUR);
    study.fly(PAGO_PAGO);
    rate(&mut study, '3');
    assert_eq!(rated_on(&study).last().unwrap().since(first), 0);
    sound(&study);
    study.wait(DAY);
    study.fly(KIRITIMATI);
    rate(&mut study, '3');
    assert!(streak(&study) >= 2, "{}", streak(&study));
    sound(&study);
    study.wait(HOUR);
    study.fly(BERLIN);
    rate(&mut study, '3');
    sound(&study);
    assert!(streak(&study) >= 1);
}

#[test]
fn an_exam_goes_on_in_another_zone_with_the_same_time_left() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>a");
    let left = study.model.attempt().unwrap().remaining(study.now().at).unwrap();
    study.wait(5 * 60_000);
    for zone in [PAGO_PAGO, KIRITIMATI, LORD_HOWE] {
        study.fly(zone);
        let running = &study.model.running.as_ref().unwrap().attempt;
        assert_eq!(running.remaining(study.now().at), Some(left - 5 * 60_000), "{zone}");
    }
}

#[test]
fn the_day_may_turn_in_the_middle_of_a_sitting() {
    let mut study = study().at("2026-01-06 03:58");
    rate(&mut study, '3');
    assert_eq!(rated_on(&study)[0].date().to_string(), "2026-01-05");
    study.wait(5 * 60_000);
    study.send(Msg::Woke);
    rate(&mut study, '3');
    rate(&mut study, '3');
    let days = rated_on(&study);
    assert_eq!(days.last().unwrap().date().to_string(), "2026-01-06");
    assert_eq!(streak(&study), 2);
    sound(&study);
    // In an exam the rollover changes nothing at all.
    let mut exam = Study::with(&pack("mock-exam")).at("2026-01-06 03:55").press("e<enter>a");
    let left = exam.model.attempt().unwrap().remaining(exam.now().at).unwrap();
    exam.wait(10 * 60_000);
    exam.send(Msg::Woke);
    exam.type_keys("l");
    assert_eq!(exam.model.attempt().unwrap().remaining(exam.now().at), Some(left - 601_000));
    assert_eq!(exam.model.attempt().unwrap().place().question, 1);
}

#[test]
fn leap_days_are_days() {
    let mut study = study();
    for (day, so_far) in [("2028-02-28 10:00", 1), ("2028-02-29 10:00", 2), ("2028-03-01 10:00", 3)] {
        study = study.at(day);
        rate(&mut study, '3');
        assert_eq!(streak(&study), so_far, "{day}");
        assert_eq!(rated_on(&study).last().unwrap().date().to_string(), day[..10]);
    }
    // None in a year that 100 divides and 400 doesn't.
    let span = |a: &str, b: &str| StudyDay::of_date(b.parse().unwrap()).since(StudyDay::of_date(a.parse().unwrap()));
    assert_eq!((span("2100-02-28", "2100-03-01"), span("2000-02-28", "2000-03-01")), (1, 2));
    sound(&study);
}

/// Where 32 bits of seconds end, and where the calendar does.
#[test]
fn far_years_can_be_lived_in() {
    for text in ["2038-01-19T03:14:07Z", "2106-02-07T06:28:15Z", "9999-12-30T10:00:00Z"] {
        for zone in ["UTC0", KIRITIMATI, PAGO_PAGO] {
            let mut study = study();
            study.set_clock(utc(text));
            study.fly(zone);
            rate(&mut study, '4');
            rate(&mut study, '1');
            rate(&mut study, '3');
            study.type_keys("u");
            assert_eq!(rated_on(&study).len(), 3, "{text} {zone}");
            assert!(next_wake(&study.model).is_none_or(|at| at > Timestamp(0)));
            sound(&study);

            let mut exam = Study::with(&pack("mock-exam"));
            exam.set_clock(utc(text));
            exam.fly(zone);
            exam.type_keys("e<enter>alb");
            exam.wait(60_000);
            exam.send(Msg::Woke);
            exam.type_keys("Sy");
            let over = exam.model.attempt().unwrap();
            assert!(over.end().is_some() && over.used(exam.now().at) >= 60_000, "{text} {zone}");
            exam.screen();
        }
    }
}

/// The steps of the calendar and of people who set it.
const INSTANTS: [&str; 8] = [
    "2026-03-29 00:59",
    "2026-10-25 00:59",
    "2028-02-29 03:59",
    "2025-01-05 09:00",
    "2036-01-05 09:00",
    "2038-01-19 03:14",
    "1999-12-31 23:59",
    "9999-12-30 10:00",
];

#[derive(Debug, Clone)]
enum Step {
    Keys(&'static str),
    Wait(i64),
    Set(usize),
    Fly(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let keys = prop::sample::select(vec![
        "r", "<space>", "1", "3", "4", "u", "-", "<esc>", "e", "<enter>", "a", "l", "m", "y", "n", "E", "S",
    ]);
    let step = prop_oneof![
        12 => keys.prop_map(Step::Keys),
        3 => (-2 * DAY..40 * DAY).prop_map(Step::Wait),
        2 => (0..20 * 60_000i64).prop_map(Step::Wait),
        1 => (0..INSTANTS.len()).prop_map(Step::Set),
        1 => (0..5usize).prop_map(Step::Fly),
    ];
    prop::collection::vec(step, 1..50)
}

fn running(study: &Study) -> Option<&Attempt> {
    let here = study.model.attempt().filter(|attempt| attempt.end().is_none());
    here.or(study.model.running.as_ref().map(|past| &past.attempt))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever clocks, zones and keys do: nothing panics, the store stays in order, and no exam gets time for it.
    #[test]
    fn no_clock_does_harm(steps in steps()) {
        let mut study = Study::with(&pack("mock-exam"));
        for step in steps {
            // Longer than a heartbeat may a program that was ended not know of.
            let before = running(&study).and_then(|attempt| Some((attempt.id, attempt.remaining(study.now().at)?)));
            match step {
                Step::Keys(keys) => study.type_keys(keys),
                Step::Wait(ms) => {
                    study.wait(ms);
                    study.send(Msg::Woke);
                }
                Step::Set(at) => {
                    study.set_clock(instant(INSTANTS[at]));
                    study.send(Msg::Woke);
                }
                Step::Fly(zone) => study.fly([BERLIN, NEW_YORK, KIRITIMATI, PAGO_PAGO, LORD_HOWE][zone]),
            }
            study.screen();
            let after = running(&study).and_then(|attempt| Some((attempt.id, attempt.remaining(study.now().at)?)));
            if let (Some((one, before)), Some((other, after))) = (before, after) && one == other {
                prop_assert!(after <= before + 15_000, "{after} after {before}");
            }
        }
        sound(&study);
    }
}
