//! Mock exams in the program as it is run: a real terminal, real kills, and what the command line answers.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may unwrap, and wait for a real program")]

#[path = "support/packs.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod packs;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;
#[path = "support/sitting.rs"]
mod sitting;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use packs::store_with;
use plimsoll::domain::chance::Chance;
use plimsoll::domain::exam::{Act, End, State};
use pty::Terminal;
use sitting::{KEYS, answers, apply, instant, kept, press, shows};

const START: &str = "2026-02-02T09:00:00+00:00";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study").join(name)
}

/// A data directory with these pack folders and nothing else to load.
fn data_with(packs: &[PathBuf]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    drop(store_with(folder.path(), packs));
    folder
}

fn data() -> tempfile::TempDir {
    data_with(&[fixture("mock-exam")])
}

/// The start, so many seconds later, as `PLIMSOLL_NOW` takes it.
fn later(seconds: i64) -> String {
    instant(START).plus(seconds * 1000).instant().to_string()
}

fn at(data: &Path, now: &str, args: &[&str]) -> Terminal {
    Terminal::start(data, args, &[("PLIMSOLL_NOW", now), ("PLIMSOLL_SEED", "7")])
}

/// Starts the exam of twelve questions at [`START`].
fn begin(data: &Path) -> Terminal {
    let mut terminal = at(data, START, &["exam", "mate"]);
    terminal.wait_for("12 questions fit");
    terminal.type_keys("\r");
    terminal.wait_for("Question 1 of 12");
    terminal
}

/// The seconds left that the title line shows.
fn left(screen: &str) -> i64 {
    let title = screen.lines().next().unwrap_or_default();
    let clock = title.split_whitespace().rev().nth(1).unwrap_or_default();
    clock.split(':').fold(0, |sum, part| sum * 60 + part.parse::<i64>().unwrap_or_else(|_| panic!("{title}")))
}

/// `kill -9` in the middle of a question, again and again, at moments that differ: answers, strikes, flags, confidence and
/// place are as they were shown, at most one key further, and the clock has run on.
#[test]
fn kill_at_any_moment_keeps_the_exam() {
    let data = data();
    let data = data.path();
    let mut chance = Chance::new(3, "kills");
    let mut terminal = begin(data);
    let mut expected = kept(data);
    for round in 1..=20 {
        for _ in 0..chance.below(7) {
            let key = KEYS[chance.below(13) as usize];
            let mut ahead = expected.clone();
            apply(&mut ahead, key.1);
            // The review list is another screen; this test stays on questions.
            if !ahead.place().list {
                press(&mut terminal, &mut expected, key);
            }
        }
        // One more key under way while the program dies.
        terminal.type_keys("m");
        for _ in 0..chance.below(60_000) {
            std::hint::spin_loop();
        }
        terminal.kill();
        let found = kept(data);
        let before = answers(&expected);
        apply(&mut expected, Act::Flag);
        let after = answers(&expected);
        assert!(answers(&found) == before || answers(&found) == after, "{:#?}\n{before:#?}", answers(&found));
        assert_eq!((found.place(), found.state()), (expected.place(), State::Running));
        expected = found;
        // Three quarters of a minute later by the wall clock.
        let now = later(round * 45);
        let begun = Instant::now();
        terminal = at(data, &now, &["exam"]);
        terminal.until("the question again", |screen| shows(screen, &expected));
        let shown = left(&terminal.text());
        let most = (expected.ends_at().unwrap().since(instant(&now)) + 999) / 1000;
        let ran = i64::try_from(begun.elapsed().as_secs()).unwrap() + 1;
        assert!((most - ran..=most).contains(&shown), "{shown} s shown, {most} s left when it started, {ran} s ago");
        // Going on is noted too.
        expected = kept(data);
    }
    terminal.type_keys("Sy");
    terminal.wait_for("right,");
    terminal.type_keys("\u{3}");
    terminal.end();
    assert_eq!(kept(data).end(), Some(End::HandedIn));
}

#[test]
fn stopped_and_continued_the_clock_has_run_on() {
    let data = data();
    let mut terminal = begin(data.path());
    terminal.type_keys("b");
    terminal.wait_for("(•) B");
    let before = left(&terminal.text());
    terminal.signal("TSTP");
    terminal.until("the shell's screen", |screen| !screen.contains("Question 1"));
    // Stopped is stopped: nothing to wait for but time.
    let stopped = Instant::now();
    std::thread::sleep(Duration::from_millis(1_600));
    let slept = i64::try_from(stopped.elapsed().as_secs()).unwrap();
    terminal.signal_until("CONT", "Question 1");
    terminal.until("the clock", |screen| screen.contains("left") && left(screen) <= before - slept);
    assert!(terminal.text().contains("(•) B"));
    terminal.type_keys("c");
    terminal.wait_for("(•) C");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
}

#[test]
fn a_day_later_it_is_handed_in_with_what_was_answered() {
    let data = data();
    let mut terminal = begin(data.path());
    terminal.type_keys("a");
    terminal.wait_for("(•) A");
    terminal.kill();
    let mut terminal = at(data.path(), &later(86_400), &[]);
    terminal.wait_for("it was handed in");
    let over = kept(data.path());
    assert_eq!(over.end(), Some(End::TimeUp));
    assert_eq!(over.marks().iter().filter(|mark| !mark.chosen.is_empty()).count(), 1);
    terminal.type_keys("E");
    terminal.wait_for("time up");
    terminal.type_keys("\r");
    terminal.wait_for("handed in by the clock");
    terminal.type_keys("\u{3}");
    terminal.end();
}

/// A hang-up in the middle, as when the window is closed: nothing is lost, and the time goes on.
#[test]
fn a_closed_window_keeps_the_exam() {
    let data = data();
    let mut terminal = begin(data.path());
    terminal.type_keys("lb");
    terminal.wait_for("(•) B");
    terminal.signal("HUP");
    assert_eq!(terminal.end(), 129);
    let mut terminal = at(data.path(), &later(60), &[]);
    terminal.wait_for("Exam running");
    terminal.type_keys("e");
    terminal.wait_for("Question 2 of 12");
    let most = (kept(data.path()).ends_at().unwrap().since(instant(&later(60))) + 999) / 1000;
    assert!(terminal.text().contains("(•) B") && left(&terminal.text()) <= most && most < 23 * 60 + 30);
    terminal.type_keys("\u{3}");
    terminal.end();
}

#[test]
fn the_mouse_chooses_and_turns_pages() {
    let data = data();
    let mut terminal = begin(data.path());
    let click = |terminal: &mut Terminal, what: &str| {
        let text = terminal.text();
        let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains(what)).unwrap();
        let column = line[..line.find(what).unwrap()].chars().count();
        terminal.type_keys(&format!("\u{1b}[<0;{x};{y}M\u{1b}[<0;{x};{y}m", x = column + 2, y = row + 1));
    };
    click(&mut terminal, "C  ");
    terminal.wait_for("(•) C");
    click(&mut terminal, "review list");
    terminal.wait_for("Review list");
    click(&mut terminal, " 7·");
    terminal.wait_for("Question 7 of 12");
    click(&mut terminal, "A  ");
    terminal.wait_for("(•) A");
    assert_eq!(kept(data.path()).marks().iter().filter(|mark| !mark.chosen.is_empty()).count(), 2);
    terminal.type_keys("S");
    terminal.wait_for("Hand in now?");
    click(&mut terminal, "y yes");
    terminal.wait_for("right,");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn run(data: &Path, args: &[&str]) -> Run {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(args).env("PLIMSOLL_DATA_DIR", data).env("PLIMSOLL_NOW", START).stdin(std::process::Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn names_typed_wrongly_are_told() {
    let data = data();
    let told = |args: &[&str], summary: &str, hint: &str| {
        let run = run(data.path(), args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.out.is_empty());
        assert!(run.err.contains(summary) && run.err.contains(hint), "{args:?}: {}", run.err);
    };
    told(&["exam", "maet"], "no exam is called \"maet\"", "Did you mean mate?");
    told(&["exam", "quux"], "no exam is called \"quux\"", "There is: mate, mock-exam");
    told(&["exam", "mock-exam/maet"], "no exam is called", "Did you mean mock-exam/mate?");
    told(&["exam", "--service", "engin"], "no service is called \"engin\"", "Did you mean engine?");
    told(&["search", "water", "--service", "engnie"], "no service is called \"engnie\"", "Did you mean engine?");
    told(&["review", "--service", "engnie", "--plain"], "no service is called", "Did you mean engine?");
    told(&["pack", "remove", "mock-exm"], "no pack is called \"mock-exm\"", "Did you mean mock-exam?");
    told(&["exam", "--questions", "0"], "'0'", "--questions");
    told(&["exam", "--json"], "--list", "");
    told(&["exam", "--report", "99"], "no exam with the number 99", "--list");
}

#[test]
fn two_packs_with_the_same_exam_are_told_apart() {
    let other = tempfile::tempdir().unwrap();
    for file in ["pack.yaml", "questions.yaml"] {
        let text = std::fs::read_to_string(fixture("mock-exam").join(file)).unwrap();
        let text = text.replace("id: mock-exam", "id: other").replace("port: {title: Port}", "port: {title: Quay}");
        std::fs::write(other.path().join(file), text.replace("Sea stories", "Other stories")).unwrap();
    }
    let data = data_with(&[fixture("mock-exam"), other.path().to_owned()]);
    let both = run(data.path(), &["exam", "mate"]);
    assert_eq!(both.code, 2);
    assert!(both.err.contains("2 packs have an exam called \"mate\""), "{}", both.err);
    assert!(both.err.contains("Say which one: mock-exam/mate, other/mate"), "{}", both.err);
    let mut terminal = at(data.path(), START, &["exam", "other/mate", "--questions", "10", "--service", "engine"]);
    terminal.wait_for("3 questions fit");
    assert!(terminal.text().contains("Mate (other/mate)") && terminal.text().contains("All from Other stories"));
    terminal.type_keys("\r");
    terminal.wait_for("Question 1 of 3");
    terminal.type_keys("Sy");
    terminal.wait_for("On Other stories alone");
    terminal.type_keys("\u{3}");
    terminal.end();
    // The one sat last is offered first, not its namesake.
    let mut terminal = at(data.path(), START, &["exam"]);
    terminal.wait_for("All from Other stories");
    terminal.type_keys("\u{3}");
    terminal.end();
    // A pack's own name is a paper over all of it.
    let mut terminal = at(data.path(), START, &["exam", "other"]);
    terminal.wait_for("Other stories, the whole pack");
    terminal.type_keys("\u{3}");
    terminal.end();
}

#[test]
fn the_command_line_reports_past_exams() {
    let data = data();
    let data = data.path();
    let none = run(data, &["exam", "--list"]);
    assert_eq!((none.code, none.out.as_str()), (0, "No exam yet. `plimsoll exam` sets one up.\n"));
    let empty: serde_json::Value = serde_json::from_str(&run(data, &["exam", "--list", "--json"]).out).unwrap();
    assert_eq!(empty["attempts"], serde_json::json!([]));
    let blind = run(data, &["exam", "mate"]);
    assert_eq!((blind.code, blind.out.as_str()), (1, ""));
    assert!(blind.err.contains("screens need a terminal"), "{}", blind.err);

    let mut terminal = begin(data);
    terminal.type_keys("a");
    terminal.wait_for("(•) A");
    // The keys of a running paper are told to nobody.
    let running = run(data, &["exam", "--report", "1"]);
    assert_eq!((running.code, running.out.as_str()), (1, ""));
    assert!(running.err.contains("this exam still runs"), "{}", running.err);
    assert_eq!(run(data, &["exam", "--list"]).out, "1  2026-02-02  Mate  running\n");
    terminal.type_keys("Sy");
    terminal.wait_for("right,");
    terminal.type_keys("\u{3}");
    terminal.end();

    let list: serde_json::Value = serde_json::from_str(&run(data, &["exam", "--list", "--json"]).out).unwrap();
    let line = &list["attempts"][0];
    assert_eq!((&line["state"], &line["seed"], &line["exam"]), (&"handed-in".into(), &7.into(), &"mate".into()));
    let markdown = run(data, &["exam", "--report", "1"]).out;
    assert!(markdown.starts_with("# Mate: ") && markdown.contains("### 12. blank"), "{markdown}");
    let json: serde_json::Value =
        serde_json::from_str(&run(data, &["exam", "--report", "1", "--format", "json"]).out).unwrap();
    assert_eq!(json["items"].as_array().unwrap().len(), 12);
    assert_eq!((&json["pack"], &json["never_reached"]), (&"mock-exam".into(), &11.into()));
    // A reader that stops early is no error.
    let piped =
        format!("PLIMSOLL_DATA_DIR={} {} exam --report 1 | head -n 1", data.display(), env!("CARGO_BIN_EXE_plimsoll"));
    let piped = std::process::Command::new("sh").args(["-c", &piped]).output().unwrap();
    assert!(piped.stderr.is_empty(), "{}", String::from_utf8_lossy(&piped.stderr));
}
