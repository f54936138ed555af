//! Lists, rows and charts: what is chosen is in view, keys and clicks go where they say, and nothing is cut off.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use std::fmt::Write as _;
use std::fs;

use plimsoll::app::message::RatingsRead;
use plimsoll::app::{Action, Model, Msg, Outcome, Request, Screen};
use plimsoll::domain::exam::Act;
use plimsoll::shell::Library;
use plimsoll::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use support::{Study, instant, pack};
use tempfile::TempDir;

const HEAD: &str = "format: 1\ntitle: Long\nversion: '1'\nlanguage: en\n";

fn written(id: &str, rest: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.yaml"), format!("id: {id}\n{HEAD}{rest}")).unwrap();
    folder
}

/// Forty services with a note each, and twelve rules that one story fires.
fn long_lists() -> TempDir {
    let (mut services, mut notes) = ("services:\n".to_owned(), "notes:\n".to_owned());
    for n in 10..50 {
        writeln!(services, "  s{n}: {{title: Service {n}}}").unwrap();
        writeln!(notes, "  n{n}: {{service: s{n}, title: Note {n}, body: Text {n}.}}").unwrap();
    }
    let mut rules = "rules:\n".to_owned();
    for n in 10..22 {
        writeln!(rules, "  r{n}: {{any: [word{n}], points_to: {{s{n}: 2}}, because: 'Word {n} says so.'}}").unwrap();
    }
    written("long-lists", &(services + &notes + &rules))
}

/// Presses a key so often; the mark of what is chosen is always on the screen.
fn walks(study: &mut Study, key: &str, times: usize) {
    for step in 0..times {
        study.type_keys(key);
        let screen = study.screen();
        let marked = screen.lines().filter(|line| line.contains('▸')).count();
        assert!(marked > 0, "{step} times {key}:\n{screen}");
    }
}

#[test]
fn a_heading_that_is_chosen_is_in_view() {
    let folder = long_lists();
    let mut study = Study::with(folder.path()).sized(60, 20).press("b");
    let chosen = |study: &mut Study, n: usize| {
        let screen = study.screen();
        assert!(screen.lines().any(|line| line.contains(&format!("▸ Service {n}"))), "{n}:\n{screen}");
    };
    for n in 11..50 {
        study.type_keys("<down>");
        chosen(&mut study, n);
    }
    study.type_keys("<home>");
    chosen(&mut study, 10);
    study.type_keys("<end>");
    chosen(&mut study, 49);
}

#[test]
fn a_pack_that_is_chosen_is_in_view() {
    let mut study = Study::with(&pack("two-cards")).sized(60, 20);
    for n in 0..7 {
        let folder = written(&format!("small-{n}"), "services: {s: {title: S}}\n");
        let library = Library::new(study.folder.path());
        let added =
            library.add(&mut study.world.store, instant("2026-01-05 09:00"), folder.path(), true, &mut |_, _| ());
        assert!(added.is_ok());
    }
    study.model.screen = Screen::Home;
    study.type_keys("k");
    assert!(matches!(study.model.screen, Screen::Packs(_)), "{:?}", study.model.screen);
    walks(&mut study, "<down>", 8);
    let Screen::Packs(packs) = &study.model.screen else { panic!() };
    assert_eq!(packs.selected, packs.rows.as_ref().unwrap().len() - 1);
}

#[test]
fn a_reason_that_is_chosen_is_in_view() {
    let folder = long_lists();
    let words: Vec<String> = (10..22).map(|n| format!("word{n}")).collect();
    let mut study = Study::with(folder.path()).sized(60, 20).press(&format!("w{}.", words.join(" ")));
    let Screen::Which(which) = &study.model.screen else { panic!() };
    let reasons = which.reasons.len();
    assert!(reasons >= 12);
    walks(&mut study, "<tab>", reasons + 1);
    walks(&mut study, "<ctrl-p>", reasons + 1);
}

#[test]
fn the_cursor_stands_behind_what_is_typed() {
    let mut study = Study::with(&pack("many-kinds")).press("wGpus");
    let cursor = |model: &Model| {
        let mut screen = Terminal::new(TestBackend::new(80, 24)).unwrap();
        screen.set_cursor_position((79, 23)).unwrap();
        screen.draw(|frame| drop(ui::view(model, frame))).unwrap();
        let place = screen.get_cursor_position().unwrap();
        (place.x, place.y)
    };
    let (column, row) = cursor(&study.model);
    study.type_keys("!");
    assert_eq!(cursor(&study.model), (column + 1, row));
    assert!(row < 20, "in the text, not at the end of the window");
}

#[test]
fn a_shelf_with_nothing_on_it_says_what_is_missing() {
    for (keys, says) in [("b<tab>", "has a tag"), ("b<tab><tab>", "teaches an objective")] {
        let folder = written("bare", "services: {s: {title: S}}\nnotes: {n: {service: s, title: T, body: B}}\n");
        let mut study = Study::with(folder.path()).press(keys);
        assert!(study.screen().contains(says), "{keys}: {}", study.screen());
    }
}

#[test]
fn left_leads_from_the_items_to_the_headings() {
    let mut study = Study::with(&pack("many-kinds")).press("b<enter>");
    let listed = |study: &Study| {
        let Screen::Browse(browse) = &study.model.screen else { panic!() };
        browse.listed.is_some()
    };
    assert!(listed(&study));
    study.type_keys("h");
    assert!(!listed(&study));
}

#[test]
fn an_items_text_is_no_wider_than_can_be_read() {
    let body = "Words that go on and on. ".repeat(30);
    let rest = format!(
        "services: {{s: {{title: S}}}}\nnotes:\n  n: {{service: s, title: T, body: '{body}', cards: {{c: {{front: F, back: B}}}}}}\n"
    );
    let folder = written("wide", &rest);
    let mut study = Study::with(folder.path()).sized(120, 40).press("b<enter><enter>");
    let screen = study.screen();
    let text = |line: &&str| line.contains("Words that");
    let widest = screen.lines().filter(text).map(|line| line.trim_matches(['"', ' ']).chars().count()).max();
    assert!(widest.is_some_and(|widest| (60..=84).contains(&widest)), "{widest:?}\n{screen}");
}

#[test]
fn a_place_without_a_day_in_the_calendar_is_no_row() {
    let mut study = Study::with(&pack("two-cards")).press("p");
    let screen = study.screen();
    let rows: Vec<Vec<char>> = screen.lines().map(|line| line.trim_matches('"').chars().collect()).collect();
    let hits = study.draw();
    let labels = ["Exam", "Date", "Minutes"];
    for (row, line) in (0..).zip(&rows) {
        let text: String = line.iter().collect();
        let Some(at) = labels.iter().position(|label| text.trim_start_matches([' ', '▸']).starts_with(label)) else {
            continue;
        };
        assert_eq!(hits.at(10, row), Some(Action::Pick(at)), "{text}");
        for column in 80 - 24..80 {
            assert_ne!(hits.at(column, row), Some(Action::Pick(at)), "column {column} of {text}");
        }
    }
}

#[test]
fn what_runs_over_the_day_is_said() {
    use plimsoll::domain::plan::Goal;
    use plimsoll::domain::time::StudyDay;
    let mut cards = String::new();
    for n in 0..12 {
        write!(cards, "c{n}: {{front: 'Front {n}', back: 'Back {n}'}}, ").unwrap();
    }
    let note =
        format!("services: {{s: {{title: S}}}}\nnotes:\n  n: {{service: s, title: T, body: B, cards: {{{cards}}}}}\n");
    let folder = written("many-cards", &note);
    let mut study = Study::with(folder.path());
    let day = study.now().day.0 + 10;
    study.ask(Request::SetPlan(Some(Goal { exam: None, date: StudyDay(day), minutes: [1; 7] })));
    let settle = |study: &mut Study| {
        while study.model.planner.busy(&study.model.screen) {
            study.send(Msg::Woke);
        }
    };
    settle(&mut study);
    study.type_keys("p");
    settle(&mut study);
    assert!(!study.screen().contains("over what is left"), "{}", study.screen());
    study.type_keys("<esc>n");
    settle(&mut study);
    study.model.screen = Screen::Home;
    study.type_keys("p");
    settle(&mut study);
    assert!(study.screen().contains("min over what is left of today"), "{}", study.screen());
}

#[test]
fn every_day_of_the_month_to_come_is_drawn_at_any_width() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<space><space>4<esc><esc>s<tab><tab>");
    for width in 60..=140 {
        study = study.sized(width, 30);
        let screen = study.screen();
        // The initials of the days, in weeks.
        let days = |line: &&str| line.chars().all(|c| "MTWFS \"".contains(c)) && line.contains('M');
        let initials = screen.lines().find(days).unwrap_or_else(|| panic!("{width}:\n{screen}"));
        assert_eq!(initials.chars().filter(char::is_ascii_alphabetic).count(), 30, "{width}: {initials}");
    }
}

#[test]
fn down_scrolls_where_there_is_no_list() {
    let study = Study::with(&pack("two-cards")).press("r<space>4<space><space>4<esc><esc>");
    let mut study = study.at("2026-03-05 09:00").press("r<space>1<space><space>1<esc><esc>s<down>");
    let selected = |study: &Study| {
        let Screen::Stats(stats) = &study.model.screen else { panic!("{:?}", study.model.screen) };
        (stats.stats.as_ref().unwrap().hardest.len(), stats.selected)
    };
    assert_eq!(selected(&study), (2, 0), "no list is on this page");
    study.type_keys("hh<down>");
    assert_eq!(selected(&study), (2, 1));
}

#[test]
fn the_source_of_a_card_is_told() {
    let mut study = Study::with(&pack("two-cards")).press("ro");
    let said = |study: &Study| study.model.status.as_ref().unwrap().text.clone();
    assert_eq!(said(&study), "Source: https://docs.aws.amazon.com/fargate");
    if let Screen::Review(review) = &mut study.model.screen {
        review.showing.as_mut().unwrap().card.item.source = None;
    }
    study.type_keys("o");
    assert_eq!(said(&study), "This card names no source.");
}

#[test]
fn before_the_first_query_there_is_no_earlier_one() {
    let mut study = Study::with(&pack("many-kinds")).press("/<up><up><down>");
    let Screen::Search(search) = &study.model.screen else { panic!() };
    assert_eq!(search.field.text(), "");
    study.type_keys("letters<enter><esc><esc><esc>/<up>");
    let Screen::Search(search) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    assert_eq!(search.field.text(), "letters");
}

/// A paper of so many questions that all of them are in a row of the window.
#[test]
fn the_strip_of_questions_may_take_the_whole_width() {
    let questions = 58;
    let mut rest = format!(
        "services: {{s: {{title: S}}}}\nexams: {{x: {{title: X, minutes: 60, questions: {questions}, domains: {{a: {{title: A, weight: 100}}}}}}}}\nquestions:\n"
    );
    for n in 0..questions {
        let options: Vec<String> = (0..4)
            .map(|o| {
                format!(
                    "o{o}: {{text: 'Option {o} of {n}', why: 'So {o}.'{}}}",
                    if o == 0 { ", correct: true" } else { "" }
                )
            })
            .collect();
        writeln!(
            rest,
            "  q{n}: {{service: s, exams: {{x: a}}, stem: 'Story {n}. Which one?', options: {{{}}}}}",
            options.join(", ")
        )
        .unwrap();
    }
    let folder = written("paper", &rest);
    let mut study = Study::with(folder.path()).press("e<enter>");
    assert_eq!(study.model.attempt().unwrap().slots().len(), questions);
    for width in [60, 80] {
        study = study.sized(width, 24);
        let hits = study.draw();
        let places = (0..24).flat_map(|row| (0..width).map(move |column| (column, row)));
        let cells = places.filter(|(column, row)| matches!(hits.at(*column, *row), Some(Action::Sit(Act::Go(_)))));
        assert_eq!(cells.count(), questions, "{width}");
    }
}

#[test]
fn ratings_are_read_page_by_page() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<space><space>4<esc>");
    let db = rusqlite::Connection::open(study.folder.path().join("plimsoll.db")).unwrap();
    db.execute_batch(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20000)
         INSERT INTO journal (kind, at, day, card, rating, took, origin, before, after)
         SELECT kind, at, day, card, rating, took, origin, before, after FROM journal, n WHERE seq = 1",
    )
    .unwrap();
    let now = study.now();
    let mut read =
        |first: bool| match study.world.perform(&study.model, now, Request::Ratings { first }, &mut |_, _| ()) {
            Outcome::Ratings(RatingsRead::Part(done, all)) => Some((done, all)),
            Outcome::Ratings(RatingsRead::Whole(_)) => None,
            other => panic!("{other:?}"),
        };
    assert_eq!(read(true), Some((20_000, 20_002)));
    assert_eq!(read(true), Some((20_000, 20_002)), "begun anew");
    assert_eq!(read(false), None, "the rest");
    assert_eq!(read(false), Some((20_000, 20_002)), "nothing was begun");
}
