//! Lists of mock exams: the questions of a report and past papers, by keys and clicks.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::exam::results::View;
use plimsoll::app::exam::{Exam, History, Results, Sitting};
use plimsoll::app::{Action, Msg, Screen};
use support::{Study, pack};

fn exam(study: &Study) -> &Exam {
    match &study.model.screen {
        Screen::Exam(exam) => exam,
        other => panic!("{other:?}"),
    }
}

fn sitting(study: &Study) -> &Sitting {
    match exam(study) {
        Exam::Sitting(sitting) => sitting,
        other => panic!("{other:?}"),
    }
}

fn results(study: &Study) -> &Results {
    match exam(study) {
        Exam::Results(results) => results,
        other => panic!("{other:?}"),
    }
}

fn history(study: &Study) -> &History {
    match exam(study) {
        Exam::History(history) => history,
        other => panic!("{other:?}"),
    }
}

/// A study that sits the whole paper of twelve.
fn paper() -> Study {
    Study::with(&pack("mock-exam")).press("e<enter>")
}

fn pick(study: &mut Study, at: usize) {
    study.send(Msg::Act(Action::Pick(at)));
}

fn said(study: &Study) -> &str {
    study.model.status.as_ref().map_or("", |status| status.text.as_str())
}

#[test]
fn the_questions_of_a_report_are_moved_through() {
    let mut study = paper().press("Sya");
    let at = |study: &Study| (results(study).view, results(study).selected);
    assert_eq!(at(&study), (View::Questions, 0));
    for (key, expected) in [
        ("<end>", 11),
        ("<pgup>", 1),
        ("<pgup>", 0),
        ("<pgdn>", 10),
        ("<pgdn>", 11),
        ("<home>", 0),
        ("<down>", 1),
        ("<down>", 2),
        ("<up>", 1),
    ] {
        study.type_keys(key);
        assert_eq!(at(&study), (View::Questions, expected), "{key}");
    }
    pick(&mut study, 4);
    assert_eq!(at(&study), (View::Questions, 4));
    pick(&mut study, 4);
    assert_eq!(at(&study), (View::Why, 4));
}

#[test]
fn a_past_exam_is_selected_and_then_opened() {
    let mut study = Study::with(&pack("mock-exam"));
    for _ in 0..3 {
        study.type_keys("e<enter>aSy<esc>");
    }
    study.type_keys("E");
    let at = |study: &Study| history(study).selected;
    for (key, expected) in
        [("<down>", 1), ("<end>", 2), ("<up>", 1), ("<pgdn>", 2), ("<home>", 0), ("<end>", 2), ("<pgup>", 0)]
    {
        study.type_keys(key);
        assert_eq!(at(&study), expected, "{key}");
    }
    pick(&mut study, 1);
    assert_eq!(at(&study), 1);
    let id = history(&study).entries.as_ref().unwrap()[1].id;
    pick(&mut study, 1);
    assert_eq!(results(&study).attempt.id, id);
}

#[test]
fn more_time_is_asked_for_and_said() {
    let study = paper();
    let before = sitting(&study).attempt.ends_at().unwrap();
    let study = study.press("+y");
    assert_eq!(said(&study), "More time was added.");
    assert!(sitting(&study).attempt.ends_at().unwrap() > before);
}
