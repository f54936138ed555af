//! What a picture in text doesn't show: colours, and which row of a list is marked.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::Action;
use plimsoll::domain::exam::Act;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Modifier;
use support::{Study, pack};

/// A pack of one note with twelve cards.
fn twelve_cards() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let cards: Vec<String> = (0..12).map(|n| format!("c{n}: {{front: 'Front {n}.', back: Back}}")).collect();
    let text = format!(
        "format: 1\nid: p\ntitle: P\nversion: '1'\nlanguage: en\nservices: {{s: {{title: S}}}}\n\
         notes: {{n: {{service: s, title: Tall, body: B, cards: {{{}}}}}}}\n",
        cards.join(", ")
    );
    std::fs::write(folder.path().join("pack.yaml"), text).unwrap();
    folder
}

/// The cell where a text begins on the screen.
fn at<'a>(cells: &'a Buffer, text: &str) -> &'a Cell {
    let (x, y) = place(cells, text);
    &cells[(x, y)]
}

fn place(cells: &Buffer, text: &str) -> (u16, u16) {
    let row = |y: u16| -> Vec<&str> { (0..cells.area.width).map(|x| cells[(x, y)].symbol()).collect() };
    for y in 0..cells.area.height {
        let row = row(y);
        if let Some(x) = (0..row.len()).find(|x| row[*x..].concat().starts_with(text)) {
            return (u16::try_from(x).unwrap(), y);
        }
    }
    panic!("no {text} in {cells:?}");
}

#[test]
fn the_selected_question_of_the_review_list_is_marked() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>r");
    let marked = |study: &mut Study| -> Vec<usize> {
        let (hits, cells) = (study.draw(), study.cells());
        let mut marked: Vec<usize> = (0..80)
            .flat_map(|x| (2..22).map(move |y| (x, y)))
            .filter(|place| cells[*place].modifier.contains(Modifier::REVERSED))
            .filter_map(|(x, y)| match hits.at(x, y) {
                Some(Action::Sit(Act::Go(place))) => Some(place),
                _ => None,
            })
            .collect();
        marked.dedup();
        marked
    };
    for (key, expected) in [("", 0), ("<right>", 1), ("<down>", 11), ("<left>", 10)] {
        study.type_keys(key);
        assert_eq!(marked(&mut study), [expected], "{key}");
    }
}

#[test]
fn a_click_on_a_weekdays_minutes_chooses_that_day() {
    let mut study = Study::with(&pack("two-cards")).press("p");
    let (hits, cells) = (study.draw(), study.cells());
    let (_, row) = place(&cells, "Minutes");
    for day in 0..7u16 {
        let ends = (0..80).filter(|x| hits.at(*x, row + 1) == Some(Action::Pick(3 + usize::from(day))));
        let ends: Vec<u16> = ends.collect();
        assert_eq!(ends.len(), 4, "{day}");
        // The name ends where the click does.
        assert_ne!(cells[(ends[3], row + 1)].symbol(), " ", "{day}");
        assert_eq!(cells[(ends[0], row + 1)].symbol(), " ", "{day}");
        assert_eq!(hits.at(ends[0], row + 2), Some(Action::Pick(3 + usize::from(day))));
    }
}

#[test]
fn taking_away_a_plan_that_is_not_there_asks_nothing() {
    let study = Study::with(&pack("two-cards")).press("px");
    assert!(study.model.overlays.is_empty());
}

#[test]
fn a_key_of_ones_own_stands_out_in_the_list() {
    let mut study = Study::with(&pack("two-cards")).press(",<tab><tab><enter>z<down>");
    let cells = study.cells();
    let (x, row) = place(&cells, "z ");
    assert!(place(&cells, "all keys").1 == row && place(&cells, "quit or back").1 == row + 2, "{}", study.screen());
    let (own, other) = (&cells[(x, row)], &cells[(x, row + 2)]);
    assert_ne!(own.fg, other.fg);
    assert_eq!(other.fg, at(&cells, "quit or back").fg);
}

#[test]
fn a_question_whose_match_is_out_of_sight_shows_the_words_around_it() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>Sy<esc><esc>/apology");
    assert!(study.screen().contains("question An apology to the owner"), "{}", study.screen());
    study.type_keys("<esc>schooner");
    assert!(study.screen().contains("question A schooner in fog carries"), "{}", study.screen());
}

#[test]
fn the_rule_above_the_cards_is_as_wide_as_the_sheet() {
    let mut study = Study::with(twelve_cards().path()).sized(60, 20).press("/tall<enter>");
    let screen = study.screen();
    let rule = screen.lines().find(|line| line.contains("── 12 cards")).unwrap().to_owned();
    assert!(rule.trim_matches('"').trim_end().ends_with("more") && rule.contains("─ ▼ "), "{screen}");
}

#[test]
fn today_stands_out_in_the_calendar_of_days_until_something_is_done() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>").at("2026-01-07 09:00").press("s");
    // On Wednesday the last day shown is today, on Tuesday yesterday; nothing was done on either.
    let last = |cells: &Buffer, day: &str| {
        let (x, y) = place(cells, day);
        let marked = (x + 4..80).rev().find(|x| !matches!(cells[(*x, y)].symbol(), " " | "│")).unwrap();
        cells[(marked, y)].fg
    };
    let cells = study.cells();
    let (today, yesterday) = (last(&cells, "We "), last(&cells, "Tu "));
    assert_ne!(today, yesterday, "{}", study.screen());
    assert_eq!(yesterday, at(&cells, "Tu ").fg);
    assert_ne!(last(&cells, "Mo "), yesterday, "a card was rated");
}

#[test]
fn beside_what_a_form_says_of_keys_nothing_is_to_be_clicked() {
    let mut study = Study::with(&pack("two-cards")).press("b<enter>+");
    let (hits, cells) = (study.draw(), study.cells());
    let (_, row) = place(&cells, "keeps it");
    let text: String = (0..80).map(|x| cells[(x, row)].symbol()).collect();
    for (action, says) in
        [(Action::Keep, "ctrl-s keeps it"), (Action::Open, "enter next row"), (Action::Trap, "ctrl-t trap")]
    {
        assert!(text.contains(says), "{text}");
        let clicked: Vec<u16> = (0..80).filter(|x| hits.at(*x, row) == Some(action)).collect();
        assert_eq!(clicked.len(), says.len(), "{says}: {clicked:?}");
        assert_eq!(clicked.first(), Some(&place(&cells, says).0), "{says}");
    }
}
