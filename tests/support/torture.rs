//! Crash torture: sittings that end by `kill -9` at random moments, and what is on disk held against what was shown.
//!
//! Each life of the program is a sitting in a real terminal or a verb of the command line. It ends in SIGKILL; then
//! everything that the screen had shown as done must be there exactly once, what was under way wholly or not at all, the
//! file must be sound, and the journal must replay to the cards' states. What a kill can't show is a power cut: the
//! system keeps what was written but not yet synced.

#[path = "torture/held.rs"]
mod held;
#[path = "torture/past.rs"]
mod past;
#[path = "torture/reviews.rs"]
mod reviews;
#[path = "torture/sittings.rs"]
mod sittings;
#[path = "torture/verbs.rs"]
mod verbs;
#[path = "torture/windows.rs"]
pub mod windows;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use plimsoll::domain::chance::Chance;
use plimsoll::domain::time::{Calendar, Timestamp};
use plimsoll::shell::Library;
use plimsoll::store::{Store, examine};
use tempfile::TempDir;

use crate::packs::{many, store_with};
use held::Held;

/// New cards of the pack that is reviewed.
const CARDS: usize = 300;

/// Its cards that were reviewed for half a year.
const PAST: usize = 350;

/// Lives on one store; then a new one, since every check replays the whole journal.
const LIVES: u32 = 60;

/// What a run came to.
#[derive(Debug, Default, Clone)]
pub struct Counts {
    /// What was done in reviews and shown as done.
    pub done: BTreeMap<&'static str, u32>,
    /// Kills by what was killed.
    pub kills: BTreeMap<&'static str, u32>,
    /// Operations that the screen or an exit code had shown as done before a kill.
    pub shown: u64,
    /// Kills after which what was under way was there, and wasn't.
    pub under_way: [u32; 2],
    /// Stores used.
    pub stores: u32,
}

impl Counts {
    /// All kills.
    pub fn all(&self) -> u32 {
        self.kills.values().sum()
    }
}

/// A store under torture.
struct Torture<'a> {
    folder: TempDir,
    chance: Chance,
    /// Days since the start; time only goes forward.
    day: i64,
    /// Seconds since nine o'clock.
    second: i64,
    held: Held,
    /// Cards of the learner's own that were begun.
    own: u32,
    /// What the backup file may hold; nothing while there is none.
    backups: Vec<Held>,
    counts: &'a mut Counts,
}

/// Kills until told to stop; panics at the first loss, and then keeps the folder.
pub fn run(seed: u64, mut go_on: impl FnMut(&Counts) -> bool) -> Counts {
    let mut counts = Counts::default();
    while go_on(&counts) {
        let purpose = format!("store {}", counts.stores);
        counts.stores += 1;
        let mut torture = Torture::new(Chance::new(seed, &purpose), &mut counts);
        for _ in 0..LIVES {
            if !go_on(torture.counts) {
                break;
            }
            torture.life();
        }
    }
    counts
}

impl<'a> Torture<'a> {
    fn new(chance: Chance, counts: &'a mut Counts) -> Self {
        let folder = store_with_a_past();
        let exam = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/mock-exam");
        let mut store = Store::open(&folder.path().join("data")).unwrap();
        let library = Library::new(&folder.path().join("data"));
        assert!(library.add(&mut store, Timestamp(0), &exam, true, &mut |_, _| ()).is_ok());
        drop(store);
        let mut torture =
            Self { folder, chance, day: 0, second: 0, held: Held::default(), own: 0, backups: vec![], counts };
        torture.held = torture.on_disk();
        torture
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One life of the program, or several that belong together.
    fn life(&mut self) {
        self.day += 1;
        self.second = 0;
        match self.chance.below(20) {
            0..10 => self.review(),
            10..12 => self.exam(),
            12 => self.search(),
            13..15 => self.pack(),
            15 => self.optimize(),
            16 => self.fit(),
            17..19 => self.back_up(),
            _ => self.restore(),
        }
    }

    /// The clock of the next life.
    fn now(&self) -> String {
        morning(self.day, self.second)
    }

    /// Waits for up to so many microseconds, for a kill at a moment that nobody chose.
    fn pause(&mut self, most: u32) {
        std::thread::sleep(std::time::Duration::from_micros(u64::from(self.chance.below(most))));
    }

    /// After a kill: what is on disk must be one of these, the first being what was held before the last thing was done.
    fn settle(&mut self, what: &'static str, allowed: &[&Held]) {
        *self.counts.kills.entry(what).or_default() += 1;
        let found = self.on_disk();
        if !allowed.contains(&&found) {
            let folder = self.folder.path().to_owned();
            self.folder.disable_cleanup(true);
            let allowed: String = allowed.iter().fold(String::new(), |mut text, held| {
                let _ = writeln!(text, "or {}", held.difference(&found));
                text
            });
            panic!("after killing {what} on day {}, in {}: {allowed}", self.day, folder.display());
        }
        if allowed.len() > 1 && allowed[0] != allowed[1] {
            self.counts.under_way[usize::from(*allowed[0] == found)] += 1;
        }
        self.held = found;
    }

    /// What is on disk, after every check that there is.
    fn on_disk(&self) -> Held {
        let data = self.data();
        for name in ["mine.db", "data/backups"] {
            let path = self.folder.path().join(name);
            let newest = std::fs::read_dir(&path).ok().and_then(|entries| {
                entries
                    .map(|entry| entry.unwrap().path())
                    .filter(|path| path.extension().is_some_and(|e| e == "db"))
                    .max()
            });
            for file in newest.into_iter().chain(path.is_file().then_some(path)) {
                examine(&file).unwrap_or_else(|error| panic!("a backup that is not whole: {error}"));
            }
        }
        Held::read(&data)
    }
}

/// So many days after the first at nine, and so many seconds later, as `PLIMSOLL_NOW` takes it.
fn morning(day: i64, second: i64) -> String {
    let start = crate::sitting::instant("2026-01-05T09:00:00+00:00");
    start.plus((day * 86_400 + second) * 1000).instant().to_string()
}

fn calendar() -> Calendar {
    Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 }
}

/// A folder with `data`, a store of one pack of many cards, and `extra`, a pack not yet added.
fn small_store(cards: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    drop(store_with(&folder.path().join("data"), [&many(folder.path(), cards)]));
    std::fs::create_dir(folder.path().join("extra")).unwrap();
    folder
}

/// The same with a history, which is made once.
fn store_with_a_past() -> TempDir {
    static MADE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let folder = small_store(CARDS + PAST);
        let data = folder.path().join("data");
        past::live(&data);
        std::fs::read(data.join("plimsoll.db")).unwrap()
    });
    let folder = small_store(CARDS + PAST);
    std::fs::write(folder.path().join("data/plimsoll.db"), &*MADE).unwrap();
    folder
}
