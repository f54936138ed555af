//! The program in a real terminal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may unwrap, and wait for a real program")]

#[path = "support/packs.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod packs;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;

use std::path::Path;

use plimsoll::domain::chance::Chance;
use plimsoll::domain::time::Calendar;
use plimsoll::store::Store;
use pty::Terminal;

/// A store with a pack of that many cards and nothing else to load.
fn store_with(cards: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    drop(packs::store_with(&data(&folder), [&packs::many(folder.path(), cards)]));
    folder
}

fn data(folder: &tempfile::TempDir) -> std::path::PathBuf {
    folder.path().join("data")
}

fn reviews(data: &Path) -> usize {
    let store = Store::open(data).unwrap();
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
    store.journal(&calendar).unwrap().len()
}

#[test]
fn kill_at_any_moment_loses_no_rating_that_was_shown() {
    let folder = store_with(400);
    let data = data(&folder);
    let mut chance = Chance::new(1, "kills");
    let mut kept = 0;
    for day in 0..15 {
        let now = format!("2026-02-{:02}T09:00:00+00:00", day + 1);
        let mut terminal = Terminal::start(&data, &["review"], &[("PLIMSOLL_NOW", &now)]);
        terminal.wait_for("shows the answer");
        for _ in 0..chance.below(8) {
            terminal.type_keys(" ");
            terminal.wait_for("Again");
            terminal.type_keys("4");
            terminal.until("the next card", |screen| screen.contains("shows the answer") && !screen.contains("Again"));
            kept += 1;
        }
        // One more rating under way while the program dies, at a moment that differs each time.
        terminal.type_keys(" ");
        terminal.wait_for("Again");
        terminal.type_keys("4");
        for _ in 0..chance.below(40_000) {
            std::hint::spin_loop();
        }
        terminal.kill();
        let found = reviews(&data);
        assert!(found == kept || found == kept + 1, "shown as done: {kept}, on disk: {found}");
        kept = found;
    }
    assert!(kept > 15);
}

#[test]
fn the_terminal_is_given_back() {
    let folder = store_with(3);
    let data = data(&folder);
    let mut terminal = Terminal::start(&data, &[], &[]);
    terminal.wait_for("for today");
    assert!(!terminal.restored());
    terminal.type_keys("q");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
    for (name, code) in [("TERM", 143), ("HUP", 129)] {
        let mut terminal = Terminal::start(&data, &[], &[]);
        terminal.wait_for("for today");
        terminal.signal(name);
        let ended = terminal.end();
        assert!(terminal.restored(), "after {name}");
        assert_eq!(ended, code, "after {name}");
    }
}

#[test]
fn stopped_and_continued_it_draws_anew() {
    let folder = store_with(3);
    let mut terminal = Terminal::start(&data(&folder), &[], &[]);
    terminal.wait_for("for today");
    terminal.signal("TSTP");
    terminal.until("the shell's screen", |screen| !screen.contains("for today"));
    terminal.signal_until("CONT", "for today");
    terminal.type_keys("q");
    terminal.end();
    assert!(terminal.restored());
}

#[test]
fn the_first_start_leads_to_a_card() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &[], &[]);
    terminal.wait_for("shows you the first cards");
    terminal.type_keys("\r");
    terminal.wait_for("20 left");
    while !terminal.text().contains("Again") {
        let before = terminal.text();
        terminal.type_keys(" ");
        terminal.until("the next gap or the answer", |screen| screen != before);
    }
    terminal.type_keys("4");
    terminal.wait_for("19 left");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    assert_eq!(reviews(folder.path()), 1);
}

#[test]
fn a_dumb_terminal_is_told_what_works() {
    let folder = store_with(3);
    let mut terminal = Terminal::start(&data(&folder), &[], &[("TERM", "dumb")]);
    assert_eq!(terminal.end(), 1);
    assert!(terminal.text().contains("TERM=dumb") && terminal.text().contains("review --plain"), "{}", terminal.text());
    assert!(!terminal.raw.contains(&0x1b));
}

#[test]
fn windows_of_every_size() {
    let folder = store_with(3);
    let mut terminal = Terminal::start(&data(&folder), &[], &[]);
    terminal.wait_for("for today");
    terminal.resize(60, 20);
    terminal.wait_for("for today");
    terminal.resize(40, 10);
    terminal.wait_for("Needs 60");
    terminal.resize(200, 60);
    terminal.wait_for("for today");
    terminal.type_keys("r");
    terminal.wait_for("shows the answer");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn garbage_as_keys_does_no_harm() {
    let folder = store_with(3);
    let data = data(&folder);
    let mut terminal = Terminal::start(&data, &["review"], &[]);
    terminal.wait_for("shows the answer");
    terminal.type_keys("\u{1b}[200~3333\u{1b}[201~\u{1b}[999;999H\u{1b}]0;x\u{7}\u{1b}[~");
    terminal.type_keys("?");
    terminal.wait_for("╭ Keys");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
}

#[test]
fn a_pack_cannot_send_escapes_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    let evil = "format: 1\nid: evil\ntitle: \"a\\e]0;owned\\a\"\n";
    std::fs::write(pack.join("pack.yaml"), evil).unwrap();
    let path = pack.to_string_lossy().into_owned();
    let mut terminal = Terminal::start(folder.path(), &["pack", "check", &path], &[]);
    assert_eq!(terminal.end(), 2);
    assert!(!terminal.raw.contains(&0x1b) && !terminal.raw.contains(&7), "{}", String::from_utf8_lossy(&terminal.raw));
}

/// The cursor of text fields blinks as the terminal has it; with little motion it stands still, and the terminal gets its
/// own back at the end.
#[test]
fn with_little_motion_the_cursor_stands_still() {
    const STEADY: &[u8] = b"\x1b[6 q";
    const OWN: &[u8] = b"\x1b[0 q";
    let places = |raw: &[u8], sequence: &[u8]| -> Vec<usize> {
        raw.windows(sequence.len()).enumerate().filter(|(_, part)| *part == sequence).map(|(at, _)| at).collect()
    };
    let run = |folder: &tempfile::TempDir| {
        let mut terminal = Terminal::start(&data(folder), &[], &[]);
        terminal.wait_for("for today");
        terminal.type_keys("\u{3}");
        assert_eq!(terminal.end(), 0);
        terminal.raw
    };
    let folder = store_with(3);
    assert!(places(&run(&folder), STEADY).is_empty());
    std::fs::write(data(&folder).join("settings.toml"), "[look]\nreduced_motion = \"yes\"\n").unwrap();
    let raw = run(&folder);
    assert_eq!(places(&raw, STEADY).len(), 1, "{}", String::from_utf8_lossy(&raw));
    assert!(places(&raw, OWN).last() > places(&raw, STEADY).last());
}

#[test]
fn a_review_as_the_first_thing_has_cards() {
    let folder = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(folder.path(), &["review"], &[]);
    terminal.wait_for("20 left");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn only_packs_of_many_files_say_how_far_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    for (files, says) in [(5, false), (6, true)] {
        let pack = folder.path().join(format!("p{files}"));
        std::fs::create_dir(&pack).unwrap();
        let head =
            format!("format: 1\nid: p{files}\ntitle: P\nversion: '1'\nlanguage: en\nservices: {{s: {{title: S}}}}\n");
        std::fs::write(pack.join("pack.yaml"), head).unwrap();
        for n in 1..files {
            let note = format!(
                "notes: {{n{n}: {{service: s, title: T{n}, body: B, cards: {{c: {{front: F{n}, back: B}}}}}}}}\n"
            );
            std::fs::write(pack.join(format!("n{n}.yaml")), note).unwrap();
        }
        let path = pack.to_string_lossy().into_owned();
        let mut terminal = Terminal::start(folder.path(), &["pack", "add", &path, "--copy"], &[]);
        assert_eq!(terminal.end(), 0);
        let raw = String::from_utf8_lossy(&terminal.raw).into_owned();
        assert_eq!(raw.contains(&format!("of {files}")), says, "{raw}");
    }
}
