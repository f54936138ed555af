//! Several windows on one store at once.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use plimsoll::domain::memory::Model;
use plimsoll::domain::review::journal::{Source, What};
use plimsoll::store::Store;

use super::{CARDS, calendar, small_store};
use crate::pty::{Terminal, program};

/// Windows that review.
const WINDOWS: usize = 4;

/// Ratings of a window in a round.
const ROUND: usize = 12;

/// What came of it.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hammered {
    /// Rounds, each a study day.
    pub rounds: usize,
    /// Ratings that the windows said they had kept; as many are in the journal.
    pub ratings: usize,
    /// Cards that another window had rated first.
    pub moved: usize,
    /// Verbs of the command line that ran meanwhile.
    pub verbs: usize,
}

/// Four windows rate the same cards as fast as the screen lets them while verbs of the command line run beside them.
pub fn hammer(time: Duration) -> Hammered {
    let folder = small_store(CARDS);
    let data = folder.path().join("data");
    let (start, barrier, over, ready) =
        (Instant::now(), Barrier::new(WINDOWS), AtomicBool::new(false), AtomicBool::new(false));
    let mut sum = Hammered::default();
    std::thread::scope(|scope| {
        let windows: Vec<_> = (0..WINDOWS)
            .map(|window| {
                let (data, barrier, over) = (&data, &barrier, &over);
                scope.spawn(move || {
                    let mut all = Hammered::default();
                    loop {
                        if barrier.wait().is_leader() {
                            over.store(start.elapsed() >= time, Ordering::SeqCst);
                        }
                        barrier.wait();
                        if over.load(Ordering::SeqCst) {
                            return all;
                        }
                        let (ratings, moved) = round(data, window, all.rounds);
                        all.rounds += 1;
                        all.ratings += ratings;
                        all.moved += moved;
                    }
                })
            })
            .collect();
        let verbs = scope.spawn(|| verbs(&data, folder.path(), &ready));
        for window in windows {
            let one = window.join().unwrap();
            sum.rounds = one.rounds;
            sum.ratings += one.ratings;
            sum.moved += one.moved;
        }
        ready.store(true, Ordering::SeqCst);
        sum.verbs = verbs.join().unwrap();
    });
    let store = Store::open(&data).unwrap();
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    assert_eq!(store.health(&Model::default()).unwrap().findings, vec![]);
    let rows = store.journal(&calendar()).unwrap();
    let kept = rows.iter().filter(|row| row.source == Source::Due && matches!(row.what, What::Done(_))).count();
    assert_eq!(kept, sum.ratings, "ratings in the journal, and those that the windows counted");
    sum
}

/// One window's sitting on a day: ratings counted on its closing screen, and cards where another was faster.
fn round(data: &Path, window: usize, day: usize) -> (usize, usize) {
    let now = super::morning(i64::try_from(day).unwrap(), 0);
    let mut terminal = Terminal::start(data, &["review", "--service", "s"], &[("PLIMSOLL_NOW", &now)]);
    let front = |screen: &str| screen.contains("shows the answer");
    // The card on screen has its own "for today" among the keys.
    let over =
        |screen: &str| !screen.contains("Front ") && (screen.contains("done for now") || screen.contains("for today"));
    let calm = |screen: &str| assert!(!screen.contains("locked") && !screen.contains("in use"), "{screen}");
    terminal.until("a card", |screen| front(screen) || over(screen));
    let mut moved = 0;
    for turn in 0..ROUND {
        if !front(&terminal.text()) {
            break;
        }
        terminal.type_keys(" ");
        terminal.until("the answer", |screen| !front(screen) && screen.contains("Easy"));
        // No Again: a card that lapses often is spoken of in a window of its own, over many rounds.
        terminal.type_keys(["3", "4", "2", "3"][(window + turn) % 4]);
        terminal.until("what comes next", |screen| {
            calm(screen);
            front(screen) || over(screen)
        });
        moved += usize::from(terminal.text().contains("Another window was faster"));
    }
    if front(&terminal.text()) {
        terminal.type_keys("\u{1b}");
        terminal.until("the end", over);
    }
    let text = terminal.text();
    // Home tells of the day in all windows, so only the closing screen is this sitting's.
    let rated = text
        .lines()
        .filter(|_| text.contains("done for now"))
        .find_map(|line| line.split_once(" rated in").or_else(|| line.split_once(" rated")));
    let ratings = rated.and_then(|(before, _)| before.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    terminal.type_keys("\u{3}");
    assert_eq!(terminal.end(), 0);
    (ratings, moved)
}

/// Verbs one after the other until the windows are closed; each must end well.
fn verbs(data: &Path, folder: &Path, over: &AtomicBool) -> usize {
    let file = folder.join("mine.db").to_string_lossy().into_owned();
    let extra = folder.join("extra");
    let path = extra.to_string_lossy().into_owned();
    let mut count = 0;
    while !over.load(Ordering::SeqCst) {
        let text = format!("format: 1\nid: extra\ntitle: Extra {count}\nservices: {{x: {{title: X}}}}\n");
        std::fs::write(extra.join("pack.yaml"), text).unwrap();
        let all: [&[&str]; 4] = [&["due"], &["backup", &file, "--force"], &["pack", "add", &path], &["doctor"]];
        let args = all[count % 4];
        let mut command = Command::new(program());
        command.args(args).env("PLIMSOLL_DATA_DIR", data).env("PLIMSOLL_NOW", "2026-01-05T09:00:00+00:00");
        let output = command.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
        count += 1;
    }
    count
}
