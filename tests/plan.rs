//! The exam plan: messages in, screens, queue and store out.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::{Action, Msg, Request, Screen, update};
use plimsoll::domain::plan::{Goal, weekday};
use plimsoll::domain::time::StudyDay;
use support::{Study, calendar, instant, pack};

fn goal(days: u32, minutes: u16) -> Goal {
    let today = calendar().now(instant("2026-01-05 09:00")).day;
    Goal { exam: None, date: today.plus(days), minutes: [minutes; 7] }
}

/// Lets everything be worked out, as the loop does between keys.
fn settle(study: &mut Study) {
    while study.model.planner.busy(&study.model.screen) {
        study.send(Msg::Woke);
    }
}

/// A study with that plan, worked out.
fn planned(name: &str, goal: Goal) -> Study {
    let mut study = Study::with(&pack(name));
    study.ask(Request::SetPlan(Some(goal)));
    settle(&mut study);
    study.model.status = None;
    study
}

fn shown(study: &Study) -> Option<i64> {
    let Screen::Review(review) = &study.model.screen else { return None };
    review.showing.as_ref().map(|showing| showing.card.key)
}

#[test]
fn screens() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = planned("two-cards", goal(19, 20)).sized(width, height);
        insta::assert_snapshot!(format!("plan-home-{width}x{height}"), study.screen());
        study.type_keys("p");
        settle(&mut study);
        insta::assert_snapshot!(format!("plan-{width}x{height}"), study.screen());
        study.type_keys("<pgdn>");
        insta::assert_snapshot!(format!("plan-below-{width}x{height}"), study.screen());
        study.type_keys("<esc>r<space>i");
        insta::assert_snapshot!(format!("plan-card-{width}x{height}"), study.screen());
    }
}

#[test]
fn a_first_plan_is_set_on_its_screen() {
    let mut study = Study::with(&pack("two-cards")).press("p");
    insta::assert_snapshot!("plan-first-80x24", study.screen());
    // A week later, every day ten minutes more, Sunday free.
    study.type_keys("+<down>++<left>-----<enter>");
    settle(&mut study);
    let (kept, _) = study.world.store.goal().unwrap().unwrap();
    assert_eq!(kept.date, study.now().day.plus(37));
    assert_eq!(kept.minutes, [30, 30, 30, 30, 30, 30, 5]);
    assert!(study.model.planner.fresh(study.now().day).is_some());
}

#[test]
fn the_queue_is_the_plans() {
    // One minute: two new cards of 38 seconds each fill it, and no daily limit of new cards matters.
    let mut study = planned("many-kinds", goal(10, 1));
    let list = study.model.planner.order(study.now().day).unwrap().to_vec();
    assert_eq!(list.len(), 2);
    assert_eq!((study.model.today.due.new, study.model.today.due.review), (2, 0));
    study.type_keys("r");
    assert!(list.contains(&shown(&study).unwrap()));
}

#[test]
fn a_review_waits_for_the_plan() {
    let mut study = Study::with(&pack("two-cards"));
    study.ask(Request::SetPlan(Some(goal(10, 20))));
    study.model.planner.outdated();
    let now = study.now();
    assert!(update(&mut study.model, now, Msg::Act(Action::Review)).is_empty());
    assert!(study.screen().contains("Planning today's cards"));
    settle(&mut study);
    assert!(shown(&study).is_some());
}

#[test]
fn it_is_planned_anew_after_a_sitting_and_on_a_new_day() {
    let mut study = planned("two-cards", goal(10, 20)).press("r<space>4");
    assert!(study.model.planner.fresh(study.now().day).is_none());
    study.type_keys("<esc><esc>");
    settle(&mut study);
    let before = study.model.planner.fresh(study.now().day).unwrap().agenda.clone();
    let mut study = study.at("2026-01-08 09:00");
    settle(&mut study);
    let made = study.model.planner.fresh(study.now().day).unwrap();
    assert_eq!(made.outlook.days().left(), 7, "three days were missed");
    assert!(made.agenda.review > before.review);
}

#[test]
fn more_cards_than_the_minutes_come_when_wanted() {
    let mut study = planned("many-kinds", goal(10, 1));
    let before = study.model.planner.order(study.now().day).unwrap().len();
    study.type_keys("n");
    settle(&mut study);
    assert!(study.model.planner.order(study.now().day).unwrap().len() > before);
}

#[test]
fn ends_of_time_hold() {
    for (days, says) in [(0, "Exam today"), (1, "Exam tomorrow"), (730, "730 days to the exam")] {
        let mut study = planned("two-cards", goal(days, 20));
        assert!(study.screen().contains(says), "{says}");
        study.type_keys("r");
        assert!(shown(&study).is_some(), "{says}");
    }
    let mut study = planned("two-cards", goal(2, 20)).at("2026-01-09 09:00");
    settle(&mut study);
    let screen = study.screen();
    assert!(screen.contains("Exam was 2 days ago") && screen.contains("plans another"), "{screen}");
    study.type_keys("r");
    assert!(shown(&study).is_some(), "desired retention rules again");
}

#[test]
fn a_day_off_has_no_cards() {
    let mut free = goal(10, 20);
    free.minutes[weekday(StudyDay(free.date.0 - 10))] = 0;
    let mut study = planned("two-cards", free);
    let screen = study.screen();
    assert!(screen.contains("Nothing is due"), "{screen}");
    assert!(screen.contains("tomorrow"), "{screen}");
}

#[test]
fn ratings_say_what_they_lead_to() {
    let study = planned("two-cards", goal(10, 20)).press("r<space>");
    let Screen::Review(review) = &study.model.screen else { panic!() };
    let plan = review.showing.as_ref().unwrap().plan.unwrap();
    let recalls = plan.prognoses.map(|prognosis| prognosis.on_exam_day);
    assert!(recalls.is_sorted(), "{recalls:?}");
}

#[test]
fn taking_the_plan_away_asks_first() {
    let mut study = planned("two-cards", goal(10, 20)).press("px");
    assert!(study.world.store.goal().unwrap().is_some());
    study.type_keys("y");
    assert!(study.world.store.goal().unwrap().is_none());
    assert!(matches!(study.model.screen, Screen::Home));
    assert_eq!(study.model.today.due.total(), 2, "{:?}", study.model.today.due);
}

#[test]
fn undo_takes_the_rating_out_of_the_plan() {
    let mut study = planned("two-cards", goal(10, 20)).press("r<space>3");
    settle(&mut study);
    study.type_keys("u<esc><esc>");
    settle(&mut study);
    let made = study.model.planner.fresh(study.now().day).unwrap();
    assert!(made.course.cards().iter().all(|card| card.history().is_empty()));
}

#[test]
fn days_and_months_of_the_calendar_can_be_clicked() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = Study::with(&pack("two-cards")).sized(width, height).press("p");
        // 4 February is suggested. Its month begins on a Sunday.
        let click = |study: &mut Study, column: u16, row: u16| {
            if let Some(action) = study.draw().at(width - if width > 60 { 2 } else { 1 } - 21 + column, row) {
                study.send(Msg::Act(action));
            }
        };
        let date = |study: &Study| {
            let Screen::Plan(plan) = &study.model.screen else { panic!() };
            plan.draft.date.date().to_string()
        };
        click(&mut study, 7, 7);
        assert_eq!(date(&study), "2026-02-11", "the Wednesday of the third week");
        click(&mut study, 19, 3);
        assert_eq!(date(&study), "2026-03-11");
        click(&mut study, 1, 3);
        click(&mut study, 0, 3);
        assert_eq!(date(&study), "2026-01-11");
        // 2 January is past, 5 January today.
        click(&mut study, 12, 5);
        assert_eq!(date(&study), "2026-01-11");
        click(&mut study, 0, 6);
        assert_eq!(date(&study), "2026-01-05");
    }
}

#[test]
fn the_date_moves_by_days_weeks_and_months() {
    let mut study = Study::with(&pack("two-cards")).press("p<right>+>>");
    let Screen::Plan(plan) = &study.model.screen else { panic!() };
    assert_eq!(plan.draft.date.date().to_string(), "2026-04-12");
    study.type_keys(&"<".repeat(9).replace('<', ","));
    let Screen::Plan(plan) = &study.model.screen else { panic!() };
    assert_eq!(plan.draft.date, study.now().day, "not before today");
}
