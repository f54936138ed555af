//! A terminal that behaves badly: signals, storms of sizes, windows of one cell, garbage, huge pastes, and its own death.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may unwrap, and wait for a real program")]

#[path = "support/packs.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod packs;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;

use std::io::BufRead;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use packs::store_with;
use plimsoll::domain::chance::Chance;
use plimsoll::domain::exam::{Attempt, State};
use plimsoll::domain::memory::Model;
use plimsoll::store::Store;
use pty::Terminal;

/// A data directory with the exam's pack and nothing else to load.
fn data() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/mock-exam");
    drop(store_with(folder.path(), [&pack]));
    folder
}

/// The program in the middle of an exam, B chosen.
fn sitting(data: &Path) -> Terminal {
    let mut terminal = Terminal::start(data, &["exam", "mate"], &[("PLIMSOLL_SEED", "7")]);
    terminal.wait_for("12 questions fit");
    terminal.type_keys("\r");
    terminal.wait_for("Question 1 of 12");
    terminal.type_keys("b");
    terminal.wait_for("(•) B");
    terminal
}

/// The exam as it is on disk, in a store that has nothing wrong with it.
fn kept(data: &Path) -> Attempt {
    let store = Store::open(data).unwrap();
    let health = store.health(&Model::default()).unwrap();
    assert!(health.findings.is_empty(), "{:#?}", health.findings);
    let newest = store.attempts().unwrap().remove(0).id;
    store.attempt(newest).unwrap().unwrap().attempt
}

#[test]
fn every_deadly_signal_gives_the_terminal_back() {
    let data = data();
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut terminal = Terminal::start(data.path(), &["exam"], &[]);
        terminal.until("a screen", |screen| screen.contains("questions fit"));
        terminal.signal(name);
        assert_eq!(terminal.end(), code, "after {name}");
        assert!(terminal.restored(), "after {name}");
    }
}

#[test]
fn stopped_and_continued_over_and_over() {
    let data = data();
    std::fs::write(data.path().join("settings.toml"), "[look]\nreduced_motion = \"yes\"\n").unwrap();
    let mut terminal = sitting(data.path());
    let steady = |terminal: &Terminal| terminal.raw.windows(5).filter(|bytes| bytes == b"\x1b[6 q").count();
    for _ in 0..5 {
        let before = steady(&terminal);
        assert!(before > 0);
        terminal.signal("TSTP");
        terminal.until("the shell's screen", |screen| !screen.contains("Question 1"));
        terminal.signal_until("CONT", "Question 1");
        assert!(steady(&terminal) > before, "the cursor stands still again");
    }
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
    assert_eq!(kept(data.path()).marks()[0].chosen.len(), 1);
}

#[test]
fn a_storm_of_sizes_changes_nothing() {
    let data = data();
    let mut terminal = sitting(data.path());
    let mut chance = Chance::new(5, "sizes");
    let mut side = |most: u32| u16::try_from(chance.below(most) + 1).unwrap();
    for _ in 0..300 {
        terminal.resize(side(220), side(80));
        terminal.drain();
    }
    for (columns, rows) in [(1, 1), (1000, 500), (1, 500), (1000, 1), (2, 2)] {
        terminal.resize(columns, rows);
        terminal.drain();
        terminal.type_keys("j");
    }
    terminal.resize_until("(•) B");
    assert!(terminal.text().contains("Question 1 of 12"));
    terminal.type_keys("m");
    terminal.wait_for("flagged");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
    assert!(kept(data.path()).marks()[0].flagged);
}

/// Keys go on working in windows in which nothing can be shown.
#[test]
fn one_cell_and_half_a_million() {
    let data = data();
    let mut terminal = sitting(data.path());
    terminal.resize(1000, 500);
    terminal.drain();
    // Each key comes at the moment of a change of size.
    for question in 2..=8 {
        terminal.resize(1, 1);
        terminal.type_keys("l");
        terminal.resize(80, 24);
        terminal.resize_until(&format!("Question {question} of 12"));
    }
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
}

#[test]
fn garbage_and_half_sequences_do_no_harm() {
    let data = data();
    let mut terminal = sitting(data.path());
    let mut chance = Chance::new(9, "garbage");
    // Whatever comes, but for what would be meant: a yes, keys that lead out, and clicks.
    let mut byte = || loop {
        let byte = u8::try_from(chance.below(256)).unwrap();
        if !matches!(byte, 3 | 0x1a | 0x1b | 0x1c | b'q' | b'y' | b'M' | b'm') {
            return byte;
        }
    };
    let half: [&[u8]; 8] = [
        b"\x1b[",
        b"\x1b[<0;5",
        b"\x1b[1;",
        b"\x1bO",
        b"\x1b[M",
        b"\x1b]0;x",
        b"\x1b[999999999999;9H",
        b"\xf0\x9f\x98",
    ];
    for piece in half.iter().cycle().take(64) {
        let noise: Vec<u8> = (0..128).map(|_| byte()).collect();
        terminal.type_bytes(&noise);
        terminal.type_bytes(piece);
    }
    terminal.type_keys("\u{1b}[201~~");
    terminal.resize(100, 30);
    terminal.signal("TERM");
    let code = terminal.end();
    let said = String::from_utf8_lossy(&terminal.raw).into_owned();
    assert!(!said.contains("panicked"), "{}", &said[said.find("panicked").unwrap_or(0).saturating_sub(100)..]);
    assert!(code == 143 && terminal.restored(), "{code}: {}", terminal.text());
    assert!(matches!(kept(data.path()).state(), State::Running | State::Paused(_)));
}

#[test]
fn ten_megabytes_pasted_are_no_keys() {
    let data = data();
    let paste = |terminal: &mut Terminal, text: &str| {
        terminal.type_keys("\u{1b}[200~");
        let piece = text.repeat(4096 / text.len());
        for _ in 0..10 * 1024 * 1024 / piece.len() {
            terminal.type_bytes(piece.as_bytes());
        }
        terminal.type_keys("\u{1b}[201~");
    };
    let mut terminal = sitting(data.path());
    paste(&mut terminal, "aSyq1 ");
    terminal.type_keys("m");
    terminal.wait_for("flagged");
    assert!(terminal.text().contains("(•) B") && terminal.text().contains("Question 1 of 12"));
    // A field takes as much of it as a field can hold.
    terminal.type_keys("\u{1b}");
    terminal.wait_for("Leave the exam?");
    terminal.type_keys("y");
    terminal.wait_for("Exam running");
    terminal.type_keys("/");
    terminal.wait_for("Search");
    paste(&mut terminal, "water\u{7}\n");
    terminal.type_keys("\u{15}");
    terminal.type_keys("fresh");
    terminal.wait_for("Fresh water");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    assert!(terminal.restored());
    assert_eq!(kept(data.path()).state(), State::Running);
}

/// The other side of the next test: a terminal with the program in it, until somebody kills it.
#[test]
fn holder() {
    let Some(data) = std::env::var_os("PLIMSOLL_TEST_HOLDS") else { return };
    let terminal = sitting(Path::new(&data));
    println!("\nholds {}", terminal.pid());
    loop {
        std::thread::sleep(Duration::from_secs(1));
    }
}

#[test]
fn the_program_ends_when_its_terminal_dies() {
    let data = data();
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holder", "--nocapture"])
        .env("PLIMSOLL_TEST_HOLDS", data.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(holder.stdout.take().unwrap()).lines();
    let pid = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("holds ").map(str::to_owned)).unwrap();
    // Where the first process of all collects no orphans, as in a container, it stays in the table when it has ended.
    let ended = || {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
    };
    let known = || Command::new("kill").args(["-0", &pid]).stderr(Stdio::null()).status().unwrap().success();
    let alive = || known() && !ended();
    assert!(alive());
    holder.kill().unwrap();
    holder.wait().unwrap();
    let start = Instant::now();
    while alive() {
        assert!(start.elapsed() < Duration::from_secs(30), "it lives on without a terminal");
        std::thread::sleep(Duration::from_millis(20));
    }
    let exam = kept(data.path());
    assert_eq!((exam.state(), exam.marks()[0].chosen.len()), (State::Running, 1));
}

/// The end of the calendar, where the next day never comes.
#[test]
fn the_last_day_of_all_can_be_waited_for() {
    let data = data();
    let now = [("PLIMSOLL_NOW", "9999-12-30T20:00:00+00:00")];
    let mut terminal = Terminal::start(data.path(), &[], &now);
    terminal.wait_for("for today");
    terminal.type_keys("r");
    terminal.wait_for("left");
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
}
