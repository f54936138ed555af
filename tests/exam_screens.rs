//! The screens of mock exams as pictures in text at both sizes.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::exam::{Asked, Exam, SetUp};
use plimsoll::app::{Action, Msg, Request, Screen};
use plimsoll::domain::exam::Act;
use support::{Study, pack};

/// A study whose set-up has a seed of its own, so that pictures don't change.
fn study(width: u16, height: u16) -> Study {
    let mut study = Study::with(&pack("mock-exam")).sized(width, height);
    let asked = Asked { seed: Some(42), ..Asked::default() };
    study.model.screen = Screen::Exam(Box::new(Exam::SetUp(SetUp::asked(asked))));
    study.ask(Request::ExamForms);
    study
}

fn picture(name: &str, keys: &str) {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = study(width, height).press(keys);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), study.screen());
    }
}

/// The long question with two answers.
fn long(name: &str, keys: &str) {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = study(width, height).press("<enter>");
        let slots = study.model.attempt().unwrap().slots();
        let at = slots.iter().position(|slot| slot.item().id.as_str().ends_with("q05")).unwrap();
        study.send(Msg::Act(Action::Sit(Act::Go(at))));
        let mut study = study.press(keys);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), study.screen());
    }
}

/// Everything answered with A, some of it flagged, guessed, sure or changed.
const SAT: &str = "<enter>a3la1lbam3lala2lblala3lclbalalaSy";

#[test]
fn set_up() {
    picture("set-up", "");
}

#[test]
fn set_up_of_practice() {
    picture("set-up-practice", "<down><right><down><right><down>");
}

#[test]
fn every_exam_on_offer() {
    picture("set-up-choices", "<down><down><down><down><down><down><space>");
}

#[test]
fn question() {
    picture("question", "<enter>bC3m");
}

#[test]
fn long_stem_leaves_the_options() {
    long("question-long", "a");
}

#[test]
fn long_stem_scrolled_to_its_end() {
    long("question-end", &format!("aC{}", "<down>".repeat(60)));
}

/// Reading on passes no line of the stem unseen, and comes back to the start after the end.
#[test]
fn space_reads_every_line() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = study(width, height).press("<enter>");
        let slots = study.model.attempt().unwrap().slots();
        let at = slots.iter().position(|slot| slot.item().id.as_str().ends_with("q05")).unwrap();
        let stem = slots[at].question().stem.clone();
        study.send(Msg::Act(Action::Sit(Act::Go(at))));
        let below_clock = |study: &mut Study| study.screen().lines().skip(1).collect::<Vec<_>>().join("\n");
        let first = below_clock(&mut study);
        let mut seen = String::new();
        for _ in 0..20 {
            seen.push_str(&below_clock(&mut study));
            study.type_keys("<space>");
            if below_clock(&mut study) == first {
                break;
            }
        }
        assert_eq!(below_clock(&mut study), first, "back at the start");
        let seen: String = seen.split_whitespace().filter(|word| *word != "\"").collect::<Vec<_>>().join(" ");
        for report in stem.match_indices("Report ").map(|(at, _)| &stem[at..at + 9]) {
            assert!(seen.contains(report), "{report} was passed unseen at {width}x{height}: {seen}");
        }
        assert!(seen.contains(stem.trim().rsplit(' ').next().unwrap()));
    }
}

#[test]
fn review_list() {
    picture("review-list", "<enter>al1bm<enter>c<enter><enter>r");
}

#[test]
fn review_list_of_flagged_ones() {
    picture("review-list-flagged", "<enter>m<enter><enter>mrff");
}

#[test]
fn handing_in() {
    picture("hand-in", "<enter>a<enter>bm<enter>S");
}

#[test]
fn paused() {
    picture("paused", "<enter>aPy");
}

#[test]
fn practice_checked() {
    picture("practice-checked", "<down><right><enter>a<enter>");
}

#[test]
fn report() {
    picture("report", SAT);
    picture("report-2", &format!("{SAT}<pgdn>"));
    picture("report-end", &format!("{SAT}<end>"));
}

#[test]
fn questions_of_a_report() {
    picture("report-questions", &format!("{SAT}a<down>"));
}

#[test]
fn why() {
    picture("why", &format!("{SAT}w<enter>"));
}

#[test]
fn history() {
    picture("past-exams", &format!("{SAT}<esc>e<enter>aSy<esc>E"));
}

#[test]
fn home_with_an_exam_that_runs() {
    picture("home-exam", "<enter>a<esc>y");
}
