//! What follows from where the learner is: which pack, which day, which way back.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use std::fs;

use plimsoll::app::exam::Exam;
use plimsoll::app::overlay::Overlay;
use plimsoll::app::planner::Planner;
use plimsoll::app::{Action, Effect, Msg, Outcome, Request, Screen, Trouble, update};
use plimsoll::domain::optimize::{Adopted, Weights};
use plimsoll::domain::plan::{Glance, Goal};
use plimsoll::shell::Library;
use support::{Study, pack};

fn add(study: &mut Study, folder: &std::path::Path, copy: bool) {
    let (at, library) = (study.now().at, Library::new(study.folder.path()));
    assert!(library.add(&mut study.world.store, at, folder, copy, &mut |_, _| ()).is_ok());
}

/// The fixture of mock exams as a pack of another name.
fn twin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = pack("mock-exam");
    let text = fs::read_to_string(from.join("pack.yaml")).unwrap().replace("id: mock-exam", "id: twin");
    fs::write(folder.path().join("pack.yaml"), text).unwrap();
    fs::copy(from.join("questions.yaml"), folder.path().join("questions.yaml")).unwrap();
    folder
}

#[test]
fn the_wrong_ones_are_sat_again_from_the_pack_of_that_paper() {
    let folder = twin();
    let mut study = Study::with(&pack("mock-exam"));
    add(&mut study, folder.path(), true);
    let chosen = |study: &Study| match &study.model.screen {
        Screen::Exam(exam) => match &**exam {
            Exam::SetUp(set_up) => set_up.chosen().unwrap().pack.to_string(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    for wanted in ["mock-exam", "twin"] {
        study.type_keys("e");
        for _ in 0..4 {
            if chosen(&study) != wanted {
                study.type_keys("<right>");
            }
        }
        assert_eq!(chosen(&study), wanted);
        study.type_keys("<enter>SyR");
        assert_eq!(chosen(&study), wanted);
        study.type_keys("<esc>");
    }
}

#[test]
fn a_card_says_whether_it_is_early_due_or_late() {
    let rated = || Study::with(&pack("two-cards")).press("r<space>4<space>4<esc><esc>");
    let due = rated().world.store.states().unwrap()[0].1.due_day;
    let shown = |days: u32| {
        let mut study = rated();
        study.set_clock(study.now().at.plus(i64::from(days) * 86_400_000));
        study.send(Msg::Woke);
        study.ask(Request::Refresh);
        study.type_keys(if study.now().day < due { "a" } else { "r" });
        study.screen()
    };
    let wait = due.since(rated().now().day);
    for (days, says) in [
        (wait - 2, "2 days early: about"),
        (wait - 1, "A day early: about"),
        (wait, "Due today: about"),
        (wait + 1, "Due since yesterday: about"),
        (wait + 5, "Due for 5 days: about"),
    ] {
        let screen = shown(days);
        assert!(screen.contains(says), "{says}: {screen}");
    }
}

#[test]
fn a_planned_card_says_its_share_of_the_exam() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>Sy<esc><esc>");
    let exam = Some(("mock-exam".parse().unwrap(), "mate".parse().unwrap()));
    let goal = Goal { exam, date: study.now().day.plus(20), minutes: [20; 7] };
    study.ask(Request::SetPlan(Some(goal)));
    while study.model.planner.busy(&study.model.screen) {
        study.send(Msg::Woke);
    }
    let of: Vec<_> = (0..20).filter_map(|at| study.model.planner.belongs(at)).collect();
    assert!(of.iter().any(|of| (of.domain, of.share) == ("Loading and stowing", 0.6)), "{of:?}");
}

#[test]
fn the_service_searched_for_is_named() {
    let mut study = Study::with(&pack("many-kinds")).press("/gpu<ctrl-s>farg<enter>");
    assert!(study.screen().contains("AWS Fargate only · "), "{}", study.screen());
}

#[test]
fn the_way_back_from_which_is_the_way_there() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>Sy<esc><esc>/barque<enter>w");
    assert!(matches!(study.model.screen, Screen::Which(_)), "{}", study.screen());
    study.type_keys("<esc>");
    let Screen::Search(search) = &study.model.screen else { panic!("{}", study.screen()) };
    assert_eq!(search.opened.len(), 1);
    // From Home it leads to a Home that was read anew.
    let mut study = Study::with(&pack("many-kinds")).press("w");
    study.model.today = plimsoll::domain::today::Today::default();
    study.type_keys("<esc>");
    assert!(matches!(study.model.screen, Screen::Home));
    assert_eq!(study.model.today.due.total(), 3);
}

#[test]
fn a_leech_says_where_it_is_reworded() {
    for (copy, says) in [(true, "in its copy"), (false, "two-cards")] {
        let folder = tempfile::tempdir().unwrap();
        let mut study = Study::with(&pack("mock-exam")).press("r-<esc><esc>");
        let own = folder.path().join("two-cards");
        fs::create_dir(&own).unwrap();
        for file in fs::read_dir(pack("two-cards")).unwrap().flatten() {
            fs::copy(file.path(), own.join(file.file_name())).unwrap();
        }
        add(&mut study, &own, copy);
        study.ask(Request::Refresh);
        let mut study = study.press("/idle<enter>r<space>4<esc><esc><esc>").at("2026-03-05 09:00");
        study.model.rules.leech = 1;
        study.type_keys("<esc>/idle<enter>r<space>1");
        let Some(Overlay::Leech { text, .. }) = study.model.overlays.last() else { panic!("{}", study.screen()) };
        assert!(text.contains("reword `") && text.contains(says), "{text}");
        assert_eq!(text.contains(&*own.to_string_lossy()), !copy, "{text}");
    }
}

#[test]
fn a_rule_lists_only_the_kinds_of_words_that_it_has() {
    let mut study = Study::with(&pack("many-kinds")).press("/serverless<enter>g<down><enter>");
    let screen = study.screen();
    assert!(screen.contains("Rule accelerated") && screen.contains("One of these"), "{screen}");
    study.type_keys("<end>");
    let screen = study.screen();
    assert!(!screen.contains("All of these") && !screen.contains("None of these"), "{screen}");
    assert!(!screen.contains("Options that say"), "{screen}");
}

#[test]
fn a_new_limit_is_added_in_the_last_row() {
    let mut study = Study::with(&pack("many-kinds")).press(",<tab>+ecs<enter>5 40<enter><tab>+<esc>");
    let Screen::Settings(settings) = &study.model.screen else { panic!() };
    let (part, selected) = (settings.part, settings.selected);
    assert_eq!(study.model.settings.rules.limits.len(), 1, "{}", study.screen());
    assert_eq!(selected, 1, "{part:?} {}", study.screen());
    assert!(study.screen().contains("▸ Limit a pack or a service…"), "{}", study.screen());
}

#[test]
fn the_hardest_cards_are_moved_through() {
    let study = Study::with(&pack("two-cards")).press("r<space>4<space><space>4<esc><esc>").at("2026-03-05 09:00");
    let study = study.press("r<space>1<space><space>1<esc><esc>shh");
    let selected = |study: &Study| match &study.model.screen {
        Screen::Stats(screen) => (screen.stats.as_ref().unwrap().hardest.len(), screen.selected),
        other => panic!("{other:?}"),
    };
    let mut study = study;
    for (key, expected) in [("", 0), ("<down>", 1), ("<down>", 1), ("<up>", 0), ("<end>", 1), ("<home>", 0)] {
        study.type_keys(key);
        assert_eq!(selected(&study), (2, expected), "{key}");
    }
}

#[test]
fn what_decides_a_question_is_read_from_its_story() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>Sya<enter>");
    let Screen::Exam(exam) = &study.model.screen else { panic!() };
    let Exam::Results(results) = &**exam else { panic!() };
    let stem = results.attempt.slots()[results.place().unwrap()].question().stem.trim().to_owned();
    study.type_keys("v");
    let Screen::Which(which) = &study.model.screen else { panic!("{}", study.screen()) };
    assert_eq!(which.field.text().trim(), stem);
    study.type_keys("<esc>");
    assert!(matches!(study.model.screen, Screen::Exam(_)));
}

#[test]
fn the_first_start_can_be_looked_around_from() {
    let study = Study::fresh().press("h");
    assert!(matches!(study.model.screen, Screen::Home));
}

#[test]
fn what_is_left_is_told_by_the_usual_pace() {
    let mut study = Study::with(&pack("many-kinds")).press("r");
    // Three cards at 40 seconds.
    study.model.today.seconds = 120;
    assert!(study.screen().contains("3 left, about 2 min"), "{}", study.screen());
}

#[test]
fn what_was_said_of_today_stands_until_it_is_planned_anew() {
    let mut study = Study::with(&pack("two-cards"));
    let day = study.now().day;
    let goal = Goal { exam: None, date: day.plus(20), minutes: [20; 7] };
    let glance = Glance { day, review: 3, new: 4, seconds: 300, now: (10, 20), on_day: None };
    study.model.planner = Planner::new(Some((goal, Some(glance))));
    study.ask(Request::Today);
    assert!(study.model.planner.pending(day) && study.model.planner.said(day) == Some(glance));
    let home = study.screen();
    assert!(home.contains("7 cards for today") && !home.contains("Planning today's cards"), "{home}");
    assert_eq!(study.model.planner.said(day.plus(1)), None, "another day's");
}

#[test]
fn weights_hold_as_soon_as_they_are_taken() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>s");
    let usual = study.model.memory.weights().to_vec();
    let mut weights = Weights::of(&study.model.memory);
    weights.0[2] += 1.0;
    study.ask(Request::Adopt(Box::new(Adopted { weights, samples: 500, before: 0.4, after: 0.3 })));
    assert_eq!(study.model.memory.weights(), weights.model().unwrap().weights());
    study.type_keys("u");
    assert_eq!(study.model.memory.weights(), usual.as_slice());
    study.type_keys("U");
    assert_eq!(study.model.memory.weights(), weights.model().unwrap().weights());
}

#[test]
fn a_plan_that_cannot_be_read_holds_no_review_up() {
    let mut study = Study::with(&pack("two-cards"));
    let goal = Goal { exam: None, date: study.now().day.plus(20), minutes: [20; 7] };
    study.ask(Request::SetPlan(Some(goal)));
    study.model.planner.outdated();
    let now = study.now();
    assert!(update(&mut study.model, now, Msg::Act(Action::Review)).is_empty(), "it waits for the plan");
    let asked = Request::Deck { first: true };
    assert_eq!(update(&mut study.model, now, Msg::Woke), [Effect::Ask(asked.clone())]);
    let trouble = Trouble { summary: "can't read".into(), hint: String::new(), retry: Some(asked) };
    study.send(Msg::Done(Outcome::Failed(trouble)));
    study.type_keys("<esc>");
    let Screen::Review(review) = &study.model.screen else { panic!("{}", study.screen()) };
    assert!(review.showing.is_some(), "{}", study.screen());
}
