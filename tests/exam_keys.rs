//! Keys and clicks of mock exams: rows of the set-up, lists, pauses and doubts.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::exam::results::View;
use plimsoll::app::exam::setup::Row;
use plimsoll::app::exam::{Exam, SetUp};
use plimsoll::app::{Action, Msg, Screen};
use plimsoll::domain::exam::{Act, Attempt, Only, State};
use support::{Study, pack};

fn set_up(study: &Study) -> &SetUp {
    let Screen::Exam(exam) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    let Exam::SetUp(set_up) = &**exam else { panic!("no set-up") };
    set_up
}

fn attempt(study: &Study) -> &Attempt {
    study.model.attempt().unwrap_or_else(|| panic!("{:?}", study.model.screen))
}

/// The set-up with that row chosen.
fn on_row(row: Row) -> Study {
    let mut study = Study::with(&pack("mock-exam")).press("e");
    for _ in 0..8 {
        if set_up(&study).selected() == row {
            return study;
        }
        study.type_keys("<down>");
    }
    panic!("no row {row:?}")
}

#[test]
fn a_row_goes_through_all_its_choices_and_round() {
    let mut study = on_row(Row::Domain);
    let mut domains = vec![];
    for _ in 0..4 {
        study.type_keys("<right>");
        domains.push(set_up(&study).scope.domain.as_ref().map(ToString::to_string));
        let (choices, at) = set_up(&study).choices(Row::Domain);
        let title = set_up(&study)
            .scope
            .domain
            .as_ref()
            .map_or("all", |id| if id.as_str() == "loading" { "Loading and stowing" } else { "Steering" });
        assert_eq!(choices[at], title);
    }
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(domains, [named("loading"), named("steering"), None, named("loading")]);
    let mut study = on_row(Row::Only);
    let mut only = vec![];
    for _ in 0..3 {
        study.type_keys("<right>");
        only.push(set_up(&study).scope.only.clone());
    }
    assert_eq!(only, [Only::Unseen, Only::Missed, Only::Any]);
}

#[test]
fn a_number_is_typed_for_questions_and_minutes() {
    let mut study = on_row(Row::Questions).press("<space>7<enter>");
    assert_eq!(set_up(&study).setup().unwrap().questions, 7);
    study.type_keys("<down><space>99<enter>");
    assert_eq!(set_up(&study).setup().unwrap().minutes, 99);
}

#[test]
fn a_click_on_another_past_exam_chooses_it_and_a_second_one_opens_it() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>aSy<esc><esc>e<enter>bSy<esc><esc>E");
    let selected = |study: &Study| {
        let Screen::Exam(exam) = &study.model.screen else { panic!("{:?}", study.model.screen) };
        match &**exam {
            Exam::History(history) => Some(history.selected),
            _ => None,
        }
    };
    assert_eq!(selected(&study), Some(0));
    study.send(Msg::Act(Action::Pick(1)));
    assert_eq!(selected(&study), Some(1));
    study.send(Msg::Act(Action::Pick(1)));
    assert_eq!(selected(&study), None, "it is open");
}

#[test]
fn the_questions_of_a_report_are_walked_by_pages_and_to_both_ends() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>Sya");
    let at = |study: &Study| {
        let Screen::Exam(exam) = &study.model.screen else { panic!() };
        let Exam::Results(results) = &**exam else { panic!() };
        assert_eq!(results.view, View::Questions);
        results.selected
    };
    let mut places = vec![at(&study)];
    for key in ["<end>", "<pgup>", "<pgup>", "<pgdn>", "<end>", "<home>"] {
        study.type_keys(key);
        places.push(at(&study));
    }
    assert_eq!(places, [0, 11, 1, 0, 10, 11, 0]);
}

#[test]
fn a_question_with_too_few_chosen_is_named_once() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>");
    let two = attempt(&study).slots().iter().position(|slot| slot.choose() == 2).unwrap();
    study.send(Msg::Act(Action::Sit(Act::Go(two))));
    study.type_keys("ar");
    let said = |study: &Study| study.model.status.as_ref().map(|status| status.text.clone()).unwrap_or_default();
    assert!(said(&study).contains("asks for 2, 1 chosen"), "{}", said(&study));
    study.model.status = None;
    let next = if two > 0 { "<left>" } else { "<right>" };
    study.type_keys(&format!("{next}<enter>"));
    assert!(!attempt(&study).place().list && attempt(&study).place().question != two);
    assert_eq!(said(&study), "");
}

#[test]
fn a_key_is_doubted_in_practice_once_checked() {
    let mut study = Study::with(&pack("mock-exam")).press("e<down><right><enter>!");
    assert!(study.model.status.as_ref().unwrap().text.contains("Check the answer first"));
    let two = attempt(&study).current().0.choose() == 2;
    study.type_keys(if two { "ab<enter>!" } else { "a<enter>!" });
    assert!(study.screen().contains("no longer counts"), "{}", study.screen());
}

#[test]
fn the_clock_stops_at_once_when_it_was_stopped_before() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>Py");
    assert!(matches!(attempt(&study).state(), State::Paused(_)));
    study.type_keys("P");
    assert_eq!(attempt(&study).state(), State::Running);
    study.type_keys("P");
    assert!(matches!(attempt(&study).state(), State::Paused(_)), "it asks only the first time");
}

#[test]
fn the_grid_of_questions_is_walked_by_rows() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>r");
    let at = |study: &Study| {
        let Screen::Exam(exam) = &study.model.screen else { panic!() };
        let Exam::Sitting(sitting) = &**exam else { panic!() };
        sitting.selected
    };
    let mut places = vec![at(&study)];
    for key in ["<right>", "<down>", "<down>", "<up>", "<up>", "<left>", "<left>"] {
        study.type_keys(key);
        places.push(at(&study));
    }
    assert_eq!(places, [0, 1, 11, 11, 1, 1, 0, 0]);
}

#[test]
fn a_paper_that_gets_shorter_is_told() {
    let mut study = Study::with(&pack("mock-exam")).press("e");
    let available = |study: &Study| match &study.model.screen {
        Screen::Exam(exam) => match &**exam {
            Exam::SetUp(set_up) => (set_up.available.total, set_up.setup().unwrap().questions),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    let (there, wanted) = available(&study);
    assert!(wanted <= there, "{wanted} of {there}");
    assert!(!study.screen().contains("The paper will have"), "{}", study.screen());
    for (wanted, shorter) in [(there, false), (there + 1, true)] {
        let Screen::Exam(exam) = &mut study.model.screen else { panic!() };
        let Exam::SetUp(set_up) = &mut **exam else { panic!() };
        set_up.questions = Some(wanted);
        assert_eq!(available(&study), (there, wanted));
        let says = format!("The paper will have {there} questions, with the time in proportion.");
        assert_eq!(study.screen().contains(&says), shorter, "{}", study.screen());
    }
}
