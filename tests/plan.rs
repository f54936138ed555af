//! The exam plan: messages in, screens, queue and store out.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use std::collections::BTreeSet;

use plimsoll::app::{Action, Effect, Msg, Outcome, Request, Screen, Trouble, update};
use plimsoll::domain::id::PackId;
use plimsoll::domain::memory::Rating;
use plimsoll::domain::plan::{Goal, weekday};
use plimsoll::domain::review::Filter;
use plimsoll::domain::review::journal::{Change, Operation};
use plimsoll::domain::review::schedule::Limit;
use plimsoll::domain::settings::Dates;
use plimsoll::domain::time::StudyDay;
use proptest::prelude::*;
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

/// Presses a key while the plan is being worked out, and lets nothing of it be worked out.
fn meanwhile(study: &mut Study, action: Action) {
    let now = study.now();
    let effects = update(&mut study.model, now, Msg::Act(action));
    study.world.carry_out(&mut study.model, &|| now, effects, &mut |_, _, _| {});
}

#[test]
fn only_the_sitting_that_waited_gets_the_planned_cards() {
    let mut study = Study::with(&pack("many-kinds"));
    study.ask(Request::SetPlan(Some(goal(10, 1))));
    for action in [Action::Review, Action::Back, Action::Cram, Action::Open] {
        meanwhile(&mut study, action);
    }
    let sitting = |study: &Study| match &study.model.screen {
        Screen::Review(review) => (review.cramming(), review.left(), review.showing.as_ref().unwrap().plan.is_none()),
        other => panic!("{other:?}"),
    };
    let before = sitting(&study);
    assert!(before.0 && before.1 > 2 && before.2, "{before:?}");
    settle(&mut study);
    assert_eq!(study.model.planner.order(study.now().day).map(<[i64]>::len), Some(2));
    assert_eq!(sitting(&study), before, "cramming changes no day, so the plan has no say");
    // Nor does an undo end a sitting whose cards are still to come.
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>");
    study.ask(Request::SetPlan(Some(goal(10, 20))));
    for action in [Action::Review, Action::Undo, Action::Reveal, Action::Grade(Rating::Good)] {
        meanwhile(&mut study, action);
    }
    assert!(matches!(&study.model.screen, Screen::Review(review) if review.waiting), "{:?}", study.model.screen);
    settle(&mut study);
    assert!(shown(&study).is_some());
}

#[test]
fn cards_that_cant_be_read_hold_no_review_up() {
    let mut study = planned("two-cards", goal(10, 20));
    study.model.planner.outdated();
    meanwhile(&mut study, Action::Review);
    assert!(shown(&study).is_none());
    let request = Request::Deck { first: true };
    let trouble = Trouble { summary: "can't read".into(), hint: String::new(), retry: Some(request.clone()) };
    study.send(Msg::Done(Outcome::Failed(trouble.clone())));
    settle(&mut study);
    study.type_keys("<enter>");
    assert!(shown(&study).is_some(), "by desired retention");
    study.type_keys("<esc>");
    assert!(study.model.overlays.is_empty());
    let home = study.screen();
    assert!(home.contains("2 cards for today") && !home.contains("Planning"), "{home}");
    study.model.planner.outdated();
    study.send(Msg::Woke);
    study.send(Msg::Done(Outcome::Failed(trouble)));
    study.type_keys("r");
    settle(&mut study);
    assert!(study.model.planner.fresh(study.now().day).is_some(), "tried again");
}

#[test]
fn what_happens_while_a_plan_is_worked_out_counts() {
    let mut study = planned("two-cards", goal(10, 20));
    meanwhile(&mut study, Action::Packs);
    study.model.replan();
    meanwhile(&mut study, Action::Down);
    study.model.planner.outdated();
    settle(&mut study);
    assert!(study.model.planner.fresh(study.now().day).is_none(), "that was before");
    meanwhile(&mut study, Action::Back);
    settle(&mut study);
    assert!(study.model.planner.fresh(study.now().day).is_some());
    // Whatever happened on Home itself is planned for as well.
    study.model.planner.outdated();
    study.send(Msg::Resize(80, 24));
    settle(&mut study);
    assert!(study.model.planner.fresh(study.now().day).is_some());
}

#[test]
fn going_home_doesnt_begin_the_work_anew() {
    let mut study = Study::with(&pack("many-kinds"));
    study.ask(Request::SetPlan(Some(goal(10, 20))));
    meanwhile(&mut study, Action::Packs);
    let now = study.now();
    // The cards are being read.
    let asked = update(&mut study.model, now, Msg::Woke);
    assert_eq!(asked, [Effect::Ask(Request::Deck { first: true })]);
    update(&mut study.model, now, Msg::Done(Outcome::Deck(None)));
    update(&mut study.model, now, Msg::Act(Action::Back));
    assert_eq!(update(&mut study.model, now, Msg::Woke), [Effect::Ask(Request::Deck { first: false })]);
}

#[test]
fn home_names_no_number_before_the_plan_is_there() {
    let mut study = planned("two-cards", goal(10, 20)).press("r<space>1<esc><esc>");
    assert!(study.model.today.due.learning > 0);
    settle(&mut study);
    assert!(study.screen().contains("for today,"));
    study.model.planner.outdated();
    let home = study.screen();
    assert!(home.contains("Planning today's cards…") && !home.contains("for today,"), "{home}");
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

#[test]
fn an_exam_far_away_says_how_it_is_planned() {
    let study = planned("two-cards", goal(90, 20)).press("p");
    let mut study = study.sized(80, 40);
    settle(&mut study);
    let screen = study.screen();
    assert!(screen.contains("More than 60 days away"), "{screen}");
    let made = study.model.planner.fresh(study.now().day).unwrap();
    assert_eq!((made.outlook.days().left(), made.outlook.days().to_exam()), (60, 90));
    assert!(made.ahead.expected().iter().all(|expected| expected.curve.len() == 91));
    study.type_keys("<esc>r<space>");
    let Screen::Review(review) = &study.model.screen else { panic!() };
    let plan = review.showing.as_ref().unwrap().plan.unwrap();
    let made = study.model.planner.made.as_deref().unwrap();
    let card = made.course.card(plan.at, u32::try_from(study.now().day.0).unwrap()).unwrap();
    let [alone, shown] = made.outlook.curves(&card);
    assert_eq!((alone.len(), shown.len()), (91, 91));
    assert!((shown[90] - plan.verdict.with).abs() < 1e-9, "on exam day, not on the 60th");
}

#[test]
fn dates_are_written_as_the_learner_has_chosen() {
    let mut study = planned("two-cards", goal(30, 20));
    study.model.settings.dates = Dates::German;
    study.type_keys("p");
    let screen = study.screen();
    assert!(screen.contains("Februar 2026") && screen.contains("Mo Di Mi Do Fr Sa So"), "{screen}");
    study.type_keys("<esc>r<space>");
    settle(&mut study);
    study.model.settings.dates = Dates::Iso;
    let screen = study.screen();
    assert!(screen.contains(" %, 01-") || screen.contains(" %, 02-"), "{screen}");
}

#[test]
fn a_blueprint_is_shown_before_it_is_planned_for() {
    let mut study = Study::with(&pack("mock-exam")).press("p<up><right>");
    let screen = study.screen();
    assert!(screen.contains("60 %  Loading and stowing") && screen.contains("40 %  Steering"), "{screen}");
}

#[test]
fn the_minutes_stand_in_for_every_daily_limit() {
    let mut study = Study::with(&pack("many-kinds"));
    study.model.rules.new_per_day = 1;
    study.model.rules.limits = vec![Limit { name: "many-kinds".into(), new: Some(0), reviews: Some(0) }];
    study.ask(Request::SetPlan(Some(goal(10, 20))));
    settle(&mut study);
    let cards = study.model.planner.order(study.now().day).unwrap().len();
    assert!(cards > 1 && study.model.today.due.new as usize == cards);
    study.type_keys("r");
    let Screen::Review(review) = &study.model.screen else { panic!() };
    assert_eq!(review.left(), cards);
    let mut study = study.press("<esc>p").sized(80, 40);
    settle(&mut study);
    assert!(study.screen().contains("The limits of packs and services rest while a plan is set."));
}

#[test]
fn a_backlog_is_left_to_the_plan() {
    let mut study = planned("many-kinds", goal(40, 20)).press("r<space>4<esc><esc>");
    settle(&mut study);
    let mut study = study.at("2026-02-05 09:00");
    settle(&mut study);
    assert_eq!(study.model.today.due.catch_up, None);
    assert!(study.model.today.due.review > 0 && !study.screen().contains("piled up"));
}

#[test]
fn what_a_mock_exam_brought_forward_comes_first_and_says_so() {
    let study = planned("two-cards", goal(30, 20)).press("r<space>4<esc><esc>");
    let key = study.model.planner.made.as_ref().unwrap().deck.cards[0].key;
    let mut study = study.at("2026-01-06 09:00");
    let card = study.world.store.card(key).unwrap().unwrap();
    let now = study.now();
    let (before, after) = (card.state, card.state.pull(now));
    assert_ne!(before, after);
    let change = Change { card: key, revision: card.revision, operation: Operation::Pull, before, after, now };
    study.world.store.record(&change, &study.model.memory).unwrap();
    study.model.replan();
    settle(&mut study);
    study.type_keys("r");
    assert_eq!(shown(&study), Some(key));
    let screen = study.screen();
    assert!(screen.contains("From your mock exam: exam-day recall"), "{screen}");
}

/// Something that happens while a plan is set.
#[derive(Debug, Clone)]
enum Event {
    Rate(u8),
    PutAside,
    ForGood,
    Undo,
    DaysPass(u32),
    MoveExam(u32),
    Minutes(u16),
    AddPack,
    RemovePack,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (1u8..=4).prop_map(Event::Rate),
        1 => Just(Event::PutAside),
        2 => Just(Event::ForGood),
        2 => Just(Event::Undo),
        2 => (1u32..4).prop_map(Event::DaysPass),
        1 => (0u32..9).prop_map(Event::MoveExam),
        1 => (0u16..5).prop_map(Event::Minutes),
        1 => Just(Event::AddPack),
        1 => Just(Event::RemovePack),
    ]
}

fn happen(study: &mut Study, event: &Event) {
    let set = |study: &mut Study, change: &dyn Fn(&mut Goal)| {
        let mut goal = study.model.planner.goal.clone().unwrap();
        change(&mut goal);
        study.ask(Request::SetPlan(Some(goal)));
    };
    let in_review = |study: &mut Study, keys: &str| {
        study.type_keys("r");
        settle(study);
        // Every gap of a cloze.
        for _ in 0..3 {
            let Screen::Review(review) = &study.model.screen else { break };
            if review.showing.as_ref().is_none_or(plimsoll::app::review::Showing::back) {
                break;
            }
            study.type_keys("<space>");
        }
        study.type_keys(keys);
        study.type_keys("<esc><esc>");
    };
    let at = instant("2026-01-05 09:00");
    match event {
        Event::Rate(rating) => in_review(study, &rating.to_string()),
        Event::PutAside => in_review(study, "-"),
        Event::ForGood => in_review(study, "@"),
        Event::Undo => study.type_keys("u<esc><esc>"),
        Event::DaysPass(days) => {
            study.wait(i64::from(*days) * 86_400_000);
            study.send(Msg::Woke);
        }
        Event::MoveExam(days) => {
            let date = study.now().day.plus(*days);
            set(study, &|goal| goal.date = date);
        }
        Event::Minutes(minutes) => set(study, &|goal| goal.minutes = [*minutes; 7]),
        Event::AddPack => {
            let (library, store) = (&study.world.library, &mut study.world.store);
            assert!(library.add(store, at, &pack("many-kinds"), true, &mut |_, _| ()).is_ok());
            study.ask(Request::Sync { closely: true });
            study.model.replan();
        }
        Event::RemovePack => {
            study.world.store.remove_pack(&PackId::new("many-kinds").unwrap(), at).unwrap();
            study.model.replan();
        }
    }
    study.type_keys("<esc><esc>");
    study.quit = false;
    settle(study);
}

/// What the plan promises, whatever happened before.
fn holds(study: &Study) -> Result<(), TestCaseError> {
    let today = study.now().day;
    let Some(made) = study.model.planner.fresh(today) else {
        prop_assert!(!study.model.planner.rules(today), "a plan that rules has been worked out");
        return Ok(());
    };
    let agenda = &made.agenda;
    let listed: Vec<i64> = agenda.list.iter().chain(&agenda.beyond).copied().collect();
    prop_assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), listed.len(), "no card twice");
    for key in &listed {
        let card = study.world.store.card(*key).unwrap();
        prop_assert!(card.is_some_and(|card| !card.state.hidden(today)), "{} can come", key);
    }
    // What runs over is the last card, beside those that come first in any case.
    let Some(last) = agenda.list.last() else { return Ok(()) };
    let longest = made.outlook.learner().habits.new_seconds[1] * 4.0;
    prop_assert!(agenda.seconds < agenda.left + longest, "{agenda:?} {last}");
    let rules = &study.model.rules;
    let queue = study.world.store.planned_queue(study.now(), rules, &Filter::default(), &agenda.list).unwrap();
    prop_assert!(agenda.list.iter().all(|key| queue.iter().any(|entry| entry.card == *key)));
    let whole = &made.readiness.whole;
    for range in [Some(whole.now), whole.on_day].into_iter().flatten() {
        prop_assert!((0.0..=1.0).contains(&range.low) && (range.low..=1.0).contains(&range.high), "{range:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_list_holds_whatever_changes_on_the_way(events in prop::collection::vec(event(), 1..9)) {
        let mut study = planned("two-cards", goal(6, 1));
        for event in &events {
            happen(&mut study, event);
            holds(&study)?;
        }
    }

    #[test]
    fn what_is_taken_back_leaves_the_list_as_it_was(
        before in prop::collection::vec((1u8..=4).prop_map(Event::Rate), 0..3),
        taken_back in prop_oneof![Just(Event::Rate(1)), Just(Event::Rate(3)), Just(Event::PutAside), Just(Event::ForGood)],
    ) {
        let mut study = planned("many-kinds", goal(6, 1));
        before.iter().for_each(|event| happen(&mut study, event));
        let list = |study: &Study| study.model.planner.fresh(study.now().day).unwrap().agenda.list.clone();
        let first = list(&study);
        let steps = study.model.today.due.learning;
        happen(&mut study, &taken_back);
        happen(&mut study, &Event::Undo);
        // A card that came first because of its step is none of the list's.
        prop_assert!(steps > 0 || list(&study) == first, "{:?}, before {:?}", list(&study), first);
        let goal = study.model.planner.goal.clone().unwrap();
        let again = list(&study);
        happen(&mut study, &Event::MoveExam(3));
        study.ask(Request::SetPlan(Some(goal)));
        settle(&mut study);
        prop_assert_eq!(list(&study), again, "moved there and back");
    }
}
