//! Lists that are longer than the window, texts that scroll in it, and what lies where a click is.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use plimsoll::app::exam::Exam;
use plimsoll::app::model::Page;
use plimsoll::app::overlay::Overlay;
use plimsoll::app::{Action, Effect, Msg, Request, Screen};
use plimsoll::ui;
use support::{Study, pack};

const OPTIONS: &str =
    "options: {a: {text: Yes, why: W, correct: true}, b: {text: No, why: W}, c: {text: Never, why: W}}";

/// Writes a pack of that name with 30 services of a note each, and an exam of that many questions.
fn wide(folder: &Path, name: &str, questions: u32) -> PathBuf {
    let pack = folder.join(name);
    std::fs::create_dir(&pack).unwrap();
    let mut text = format!("format: 1\nid: {name}\ntitle: Pack {name}\nversion: '1'\nlanguage: en\nservices:\n");
    for n in 10..40 {
        writeln!(text, "  s{n}: {{title: Service {n}}}").unwrap();
    }
    write!(text, "exams:\n  x: {{title: X, questions: {questions}, minutes: {questions}, ").unwrap();
    text.push_str("domains: {d: {title: D, weight: 100}}}\nnotes:\n");
    for n in 10..40 {
        let cards = "cards: {c: {front: 'Front.', back: Back}}";
        writeln!(text, "  n{n}: {{service: s{n}, title: Note {n}, body: '{}', {cards}}}", "word ".repeat(60)).unwrap();
    }
    text.push_str("questions:\n");
    for n in 0..questions {
        writeln!(text, "  q{n}: {{service: s10, exams: {{x: d}}, stem: 'Is it {n}?', {OPTIONS}}}").unwrap();
    }
    std::fs::write(pack.join("pack.yaml"), text).unwrap();
    pack
}

fn line_with<'a>(screen: &'a str, part: &str) -> Option<&'a str> {
    screen.lines().find(|line| line.contains(part))
}

#[test]
fn the_selected_heading_is_in_sight_and_the_first_key_leads_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut study = Study::with(&wide(folder.path(), "wide", 12)).sized(60, 20).press("b");
    for (key, heading) in [("<end>", 39), ("<up>", 38), ("<home>", 10), ("<pgdn>", 24), ("<pgup>", 10), ("<down>", 11)]
    {
        study.type_keys(key);
        let screen = study.screen();
        assert!(screen.contains(&format!("▸ Service {heading}")), "{key}: {screen}");
    }
    study.type_keys("<enter>");
    assert!(study.screen().contains("Note 11"));
    study.type_keys("<left>");
    assert!(study.screen().contains("▸ Service 11"), "left leads back: {}", study.screen());
}

#[test]
fn the_reason_looked_at_is_in_sight() {
    let scenario =
        "It runs every night. It must cost the least.\nNothing runs by day.\n\nA team needs GPUs.\n\nGPUs are a must.";
    let mut study = Study::with(&pack("many-kinds")).sized(60, 20).press("w");
    study.send(Msg::Paste(scenario.into()));
    let reasons = |study: &Study| match &study.model.screen {
        Screen::Which(which) => (which.reasons.len(), which.selected),
        other => panic!("{other:?}"),
    };
    let (count, _) = reasons(&study);
    assert!(count > 1, "{}", study.screen());
    for at in 0..count {
        study.type_keys("<tab>");
        assert_eq!(reasons(&study).1, Some(at));
        let hits = study.draw();
        let rows = |hits: &ui::Hits| (0..60).filter(|row| hits.at(10, *row) == Some(Action::Pick(at))).count();
        let shown = rows(&hits);
        let whole = rows(&study.draw_sized(60, 60));
        assert!(whole >= 3 && shown == whole, "{at} of {count}, {shown} of {whole}: {}", study.screen());
    }
}

#[test]
fn a_click_beside_the_rows_of_the_plan_chooses_none() {
    let mut study = Study::with(&pack("two-cards")).sized(80, 24).press("p");
    let hits = study.draw();
    let screen = study.screen();
    let at = |part: &str| u16::try_from(screen.lines().position(|line| line.contains(part)).unwrap()).unwrap();
    let picked = |row: u16| (0..80).filter(|x| matches!(hits.at(*x, row), Some(Action::Pick(_)))).max().unwrap();
    for row in [at("Exam "), at("Date "), at("Minutes ")] {
        assert!(picked(row) < 79 - 20, "the calendar lies beside it: {screen}");
    }
}

#[test]
fn a_page_keeps_a_line_of_the_one_before() {
    let page = Page { height: 10, most: 40 };
    let leads = |from, action| page.scrolled(from, action);
    assert_eq!(leads(0, Action::PageDown), Some(9));
    assert_eq!(leads(39, Action::PageDown), Some(40));
    assert_eq!(leads(20, Action::PageUp), Some(11));
    assert_eq!(leads(5, Action::PageUp), Some(0));
    assert_eq!([leads(7, Action::Top), leads(7, Action::Bottom)], [Some(0), Some(40)]);
    assert_eq!([leads(7, Action::Up), leads(7, Action::Down)], [Some(6), Some(8)]);
    assert_eq!(leads(50, Action::Up), Some(39), "from what was the end of a longer text");
    assert_eq!(leads(7, Action::Open), None);
}

#[test]
fn hits_and_services_are_leafed_through() {
    let folder = tempfile::tempdir().unwrap();
    let mut study = Study::with(&wide(folder.path(), "wide", 1)).sized(60, 20).press("/note");
    let selected = |study: &Study| match &study.model.screen {
        Screen::Search(search) => (search.selected, search.listed.len()),
        other => panic!("{other:?}"),
    };
    assert_eq!(selected(&study), (0, 30));
    let page = usize::from(study.model.page.height);
    study.type_keys("<pgdn>");
    assert_eq!(selected(&study).0, page);
    study.type_keys("<down><pgup>");
    assert_eq!(selected(&study).0, 1);
    study.type_keys("<ctrl-s>");
    let chosen = |study: &Study| match study.model.overlays.last() {
        Some(Overlay::Choose(choose)) => choose.selected,
        other => panic!("{other:?}"),
    };
    for (key, expected) in
        [("<pgdn>", 10), ("<pgdn>", 20), ("<pgdn>", 30), ("<pgdn>", 30), ("<pgup>", 20), ("<up>", 19)]
    {
        study.type_keys(key);
        assert_eq!(chosen(&study), expected, "{key}");
    }
}

#[test]
fn missed_traps_stand_below_their_title() {
    let mut study = Study::with(&pack("many-kinds")).press("/serverless<enter>r<space>1<esc><esc><esc><esc><esc>/");
    let screen = study.screen();
    let row = |part: &str| screen.lines().position(|line| line.contains(part));
    assert_eq!(row("Serverless GPU"), row("Traps you missed lately").map(|row| row + 1), "{screen}");
    let hits = study.draw();
    assert_eq!(hits.at(10, u16::try_from(row("Serverless GPU").unwrap()).unwrap()), Some(Action::Pick(0)));
}

#[test]
fn one_pack_is_crammed() {
    let mut study = Study::with(&pack("many-kinds"));
    let (at, library) = (study.now().at, plimsoll::shell::Library::new(study.folder.path()));
    assert!(library.add(&mut study.world.store, at, &pack("two-cards"), true, &mut |_, _| ()).is_ok());
    study.type_keys("cpack two<enter>");
    let Screen::Review(review) = &study.model.screen else { panic!("{}", study.screen()) };
    assert_eq!(review.filter.pack.as_deref(), Some("two-cards"));
    assert_eq!(review.left(), 2);
}

#[test]
fn what_is_due_is_counted_anew_while_the_closing_screen_waits() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>1<space>4<esc>");
    assert!(matches!(study.model.screen, Screen::Closing(_)), "{}", study.screen());
    let now = study.now();
    let asked = plimsoll::app::update(&mut study.model, now, Msg::Woke);
    assert!(matches!(asked[..], [Effect::Ask(Request::Today)]), "{asked:?}");
}

#[test]
fn the_row_of_minutes_names_the_day_that_was_chosen() {
    let mut study = Study::with(&pack("two-cards")).press("p");
    for (day, name) in [(0, "Mon"), (3, "Thu"), (6, "Sun")] {
        study.send(Msg::Act(Action::Pick(3 + day)));
        let screen = study.screen();
        assert!(line_with(&screen, "Minutes").unwrap().contains(&format!("‹ {name}")), "{screen}");
    }
}

#[test]
fn a_long_review_list_is_walked_down_its_columns() {
    let folder = tempfile::tempdir().unwrap();
    let mut study = Study::with(&wide(folder.path(), "wide", 35)).press("e<enter>r");
    let at = |study: &Study| match &study.model.screen {
        Screen::Exam(exam) => match &**exam {
            Exam::Sitting(sitting) => sitting.selected,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    for (key, expected) in [("<right>", 1), ("<right>", 2), ("<down>", 12), ("<down>", 22), ("<up>", 12), ("<up>", 2)] {
        study.type_keys(key);
        assert_eq!(at(&study), expected, "{key}");
    }
}

#[test]
fn the_commands_are_moved_through() {
    let mut study = Study::with(&pack("two-cards")).press("<ctrl-k>");
    let rows = match study.model.overlays.last() {
        Some(Overlay::Palette(palette)) => palette.matching().len(),
        other => panic!("{other:?}"),
    };
    let at = |study: &Study| match study.model.overlays.last() {
        Some(Overlay::Palette(palette)) => palette.selected,
        other => panic!("{other:?}"),
    };
    assert!(rows > 4);
    for (key, expected) in [("<up>", 0), ("<down>", 1), ("<down>", 2), ("<up>", 1)] {
        study.type_keys(key);
        assert_eq!(at(&study), expected, "{key}");
    }
    for _ in 0..rows {
        study.type_keys("<down>");
    }
    assert_eq!(at(&study), rows - 1);
}
