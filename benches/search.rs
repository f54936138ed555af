//! From a key to ranked hits: `nice cargo bench --bench search`.
//!
//! Packs are synthetic: items shaped like the shipped ones, of words that are as common as words are (Zipf), 25,000
//! different ones at the top size. Each query is typed letter by letter and every key is timed. Beside ours run, on
//! the same texts and keys, SQLite FTS5 with prefixes, fuzzy-matcher over all texts, and one look at every byte, the
//! least that any scan costs. A number picks one size, `alone` leaves the others out, `build` stops when
//! the index is made.
//!
//! `-- screen [FOLDER]` measures the program itself over a store of 100,000 items: the slices in which it makes the
//! index, then each key to its drawn frame at 200x60. With a folder the store stays there, to be tried by hand.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "a bench prints what it measures"
)]

use std::hint::black_box;
use std::time::Duration;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem;
use plimsoll::domain::content::{Item, Kind, Note, Question, Service, Services, Trap};
use plimsoll::domain::id::{ItemId, ServiceId};
use plimsoll::domain::search::{Builder, Document, Index, Query};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rusqlite::Connection;

#[path = "search/screen.rs"]
mod screen;

/// Rows of a tall screen.
const SHOWN: usize = 60;
const ROUNDS: usize = 5;
/// Items made before the index takes them in, as many as a slice of the program reads.
const AT_ONCE: usize = 64;

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.any(|argument| argument == "screen") {
        let folder = arguments.next().filter(|folder| !folder.starts_with('-'));
        return screen::measure(100_000, 25_000, folder.map(Into::into));
    }
    let only: Option<usize> = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let alone = std::env::args().any(|argument| argument == "alone");
    for (items, words) in [(1_000, 6_000), (10_000, 12_000), (100_000, 25_000)] {
        if only.is_none_or(|only| only == items) {
            for length in [Length::Line, Length::Shipped] {
                measure(items, words, length, alone);
            }
        }
    }
}

/// How long the texts of an item are.
#[derive(Debug, Clone, Copy)]
enum Length {
    /// About 120 characters in all.
    Line,
    /// As in the shipped pack, about 900 characters.
    Shipped,
}

fn measure(items: usize, words: usize, length: Length, alone: bool) {
    let before = resident();
    let mut pack = Synthetic::new(words, length);
    let services = pack.services();
    let mut builder = Builder::default();
    let (mut bytes, mut building) = (0, Duration::ZERO);
    // Some at a time: reading the clock for each would take longer than many an item.
    for from in (0..items).step_by(AT_ONCE) {
        let some: Vec<_> = (from..items.min(from + AT_ONCE)).map(|number| pack.item(number)).collect();
        let documents: Vec<_> = some.iter().map(|item| Document::of(item, &services)).collect();
        bytes += documents.iter().map(|document| text(document).len()).sum::<usize>();
        let start = now();
        for document in &documents {
            builder.add(document);
        }
        building += now() - start;
    }
    let start = now();
    let mut index = builder.finish();
    building += now() - start;
    let after = resident();
    println!("\n{items} items, {length:?}: {} characters each, {:.1} MB of text", bytes / items, bytes as f64 / 1e6,);
    println!(
        "  index built in {:.0} ms; {:.1} MB by its own count, resident set grew by {:.1} MB to {:.1} MB",
        building.as_secs_f64() * 1e3,
        index.bytes() as f64 / 1e6,
        after - before,
        after
    );

    let changed: Vec<_> = (0..100).map(|number| pack.item(number * items / 100)).collect();
    let start = now();
    for item in &changed {
        index.add(&Document::of(item, &services));
    }
    println!("  an item taken in anew in {:.3} ms", (now() - start).as_secs_f64() * 1e3 / 100.0);
    if std::env::args().any(|argument| argument == "build") {
        return;
    }
    let keys = pack.keys();
    // Before anything is remembered.
    let first = timed_in(1, &keys, |key| {
        black_box(search(&index, key));
    });
    let ours = timed(&keys, |key| {
        black_box(search(&index, key));
    });
    report("ours", &ours, &ours);
    report("ours, typed the first time", &first, &ours);
    slowest(&keys, &index);
    hostile(&index);
    if alone {
        return;
    }
    let texts: Vec<String> = {
        let mut pack = Synthetic::new(words, length);
        pack.services();
        (0..items).map(|number| text(&Document::of(&pack.item(number), &services))).collect()
    };
    let start = now();
    let store = fts(&texts);
    println!("  FTS5 built in {:.0} ms", (now() - start).as_secs_f64() * 1e3);
    let all = texts.join("\n");
    let fewer = if items > 10_000 { 12 } else { 1 };
    let some: Vec<_> = keys.iter().step_by(fewer).cloned().collect();
    let fts = timed(&some, |key| {
        black_box(matched(&store, key));
    });
    let matcher = SkimMatcherV2::default().ignore_case();
    let some: Vec<_> = keys.iter().step_by(fewer * 8).cloned().collect();
    let fuzzy = timed(&some, |key| {
        black_box(texts.iter().filter_map(|text| matcher.fuzzy_match(text, key)).max());
    });
    let scan = timed(&some, |_| {
        black_box(memmem::find(all.as_bytes(), b"~never~"));
    });
    report("SQLite FTS5, prefix", &fts, &ours);
    report("fuzzy-matcher over texts", &fuzzy, &ours);
    report("every byte once", &scan, &ours);
}

fn search(index: &Index, key: &str) -> usize {
    index.search(&Query::new(key), SHOWN).total
}

/// The best of several rounds for each key, since this machine has other work, too.
fn timed(keys: &[String], run: impl FnMut(&str)) -> Vec<Duration> {
    timed_in(ROUNDS, keys, run)
}

fn timed_in(rounds: usize, keys: &[String], mut run: impl FnMut(&str)) -> Vec<Duration> {
    let mut times = vec![Duration::MAX; keys.len()];
    for _ in 0..rounds {
        for (key, best) in keys.iter().zip(&mut times) {
            let start = now();
            run(key);
            *best = (now() - start).min(*best);
        }
    }
    times.sort();
    times
}

/// Processor time of this thread: other work on the machine doesn't count.
#[cfg(unix)]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Time since the start of the bench.
#[cfg(not(unix))]
fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

fn report(name: &str, times: &[Duration], ours: &[Duration]) {
    let at = |times: &[Duration], share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "  {name:26} p50 {:9.3} ms  p99 {:9.3} ms  worst {:9.3} ms   {:7.1} times ours at p99",
        at(times, 0.5),
        at(times, 0.99),
        at(times, 1.0),
        at(times, 0.99) / at(ours, 0.99)
    );
}

fn slowest(keys: &[String], index: &Index) {
    let mut times: Vec<_> = keys
        .iter()
        .map(|key| {
            let time = timed(std::slice::from_ref(key), |key| {
                black_box(search(index, key));
            });
            (time[0], key, search(index, key))
        })
        .collect();
    times.sort_by(|a, b| b.cmp(a));
    for (time, key, total) in times.iter().take(5) {
        println!("    slow: {:7.3} ms for {key:?}, {total} hits", time.as_secs_f64() * 1e3);
    }
}

fn hostile(index: &Index) {
    let queries = [
        "lorem ipsum dolor sit amet ".repeat(380),
        (0..2_000).map(|number| format!("w{number} ")).collect(),
        " ".repeat(10_000),
        "\u{301}".repeat(5_000),
        "a".repeat(10_000),
        "a ".repeat(5_000),
        ".*[a-z]+(?:x)|\\b$^".repeat(500),
        ('a'..='z').map(|letter| format!("{letter} ")).collect(),
        "e s t a i n o r".to_owned(),
    ];
    let times = timed(&queries, |query| {
        black_box(search(index, query));
    });
    println!("  worst hostile query {:.3} ms", times.last().copied().unwrap_or_default().as_secs_f64() * 1e3);
}

/// Megabytes of this process in memory.
fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = pages.split_whitespace().nth(1).and_then(|pages| pages.parse::<f64>().ok());
    pages.map_or(f64::NAN, |pages| pages * 4096.0 / 1e6)
}

fn text(document: &Document<'_>) -> String {
    let title = if document.kind == plimsoll::domain::search::Kind::Question { "" } else { document.title };
    let mut text = format!("{title} {}", document.keywords.join(" "));
    for part in document.core.iter().chain(&document.body) {
        text.push(' ');
        text.push_str(part);
    }
    text
}

fn fts(texts: &[String]) -> Connection {
    let store = Connection::open_in_memory().expect("a store in memory");
    store.execute("CREATE VIRTUAL TABLE texts USING fts5(body, prefix='1 2 3')", []).expect("FTS5 is built in");
    store.execute_batch("BEGIN").expect("a transaction");
    let mut insert = store.prepare("INSERT INTO texts VALUES (?1)").expect("valid SQL");
    for text in texts {
        insert.execute([text]).expect("a row");
    }
    drop(insert);
    store.execute_batch("COMMIT").expect("a commit");
    store
}

fn matched(store: &Connection, key: &str) -> usize {
    let words: Vec<_> = key.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    let query = format!("{}*", words.join(" "));
    let mut ask =
        store.prepare_cached("SELECT rowid FROM texts WHERE texts MATCH ?1 ORDER BY rank LIMIT 60").expect("valid SQL");
    ask.query_map([query], |row| row.get::<_, i64>(0)).expect("a result").count()
}

/// A pack of random words.
struct Synthetic {
    chance: ChaCha8Rng,
    words: Vec<String>,
    /// Sums of the words' shares, for drawing by bisection.
    shares: Vec<f64>,
    length: Length,
    services: Vec<ServiceId>,
}

impl Synthetic {
    fn new(words: usize, length: Length) -> Self {
        let mut chance = ChaCha8Rng::seed_from_u64(7);
        let mut list: Vec<String> = SHIPPED.split_whitespace().map(str::to_owned).collect();
        let mut known: std::collections::HashSet<String> = list.iter().cloned().collect();
        while list.len() < words {
            let word = invented(&mut chance);
            if known.insert(word.clone()) {
                list.push(word);
            }
        }
        let mut sum = 0.0;
        // Zipf, flattened at the top as content words are.
        let share = |rank: usize| 1.0 / (rank as f64 + 8.0);
        let shares = (0..list.len())
            .map(|rank| {
                sum += share(rank);
                sum
            })
            .collect();
        Self { chance, words: list, shares, length, services: vec![] }
    }

    fn services(&mut self) -> Services {
        let service = |number: usize| Service {
            title: format!("Amazon {} {}", self.words[number * 3], self.words[number * 3 + 1]),
            aliases: vec![format!("{} {}", self.words[number + 400], self.words[number + 500]), format!("svc{number}")],
            parents: vec![],
        };
        let all = (0..90).map(|number| (ServiceId::new(format!("service-{number}")).expect("an id"), service(number)));
        let services = Services::new(all.collect()).expect("no cycle");
        self.services = services.iter().map(|(id, _)| id.clone()).collect();
        services
    }

    fn item(&mut self, number: usize) -> Item {
        let (title, lure, truth, body) = match self.length {
            Length::Line => (3, 6, 7, 14),
            Length::Shipped => (4, 20, 25, 125),
        };
        let service = self.below(self.services.len());
        let service = self.services[service].clone();
        let slug = format!("synthetic/{}-{}-{number}", self.word(), self.word());
        let kind = match number % 5 {
            0 | 1 => Kind::Trap(Trap {
                title: self.words(title),
                lure: self.words(lure),
                truth: self.words(truth),
                instead: vec![],
                keywords: (0..title + 1).map(|_| self.word()).collect(),
                notes: vec![],
            }),
            2 => Kind::Note(Note { title: self.words(title), body: self.words(body), cards: vec![] }),
            _ => Kind::Question(Question {
                stem: self.words(body),
                choose: 1,
                needs_options: false,
                difficulty: 2,
                options: vec![],
                pin_last: vec![],
                traps: vec![],
                notes: vec![],
            }),
        };
        Item {
            id: ItemId::new(slug).expect("an id"),
            service,
            tags: vec![],
            teaches: vec![],
            exams: Default::default(),
            source: None,
            verified: None,
            kind,
        }
    }

    /// What people type: every start of 60 queries of one to four words, a third of them misspelt.
    fn keys(&mut self) -> Vec<String> {
        let mut keys = Vec::new();
        for number in 0..60 {
            let words: Vec<_> = (0..1 + number % 4).map(|_| self.word()).collect();
            let mut query = words.join(" ");
            if number % 3 == 0 {
                let mut letters: Vec<char> = query.chars().collect();
                let at = self.below(letters.len() - 1);
                letters.swap(at, at + 1);
                query = letters.into_iter().collect();
            }
            let ends = (1..=query.len()).filter(|end| query.is_char_boundary(*end));
            keys.extend(ends.map(|end| query[..end].to_owned()));
        }
        keys
    }

    fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn word(&mut self) -> String {
        let drawn =
            f64::from(self.chance.next_u32()) / f64::from(u32::MAX) * self.shares.last().copied().unwrap_or(1.0);
        let at = self.shares.partition_point(|sum| *sum < drawn).min(self.words.len() - 1);
        self.words[at].clone()
    }

    fn below(&mut self, end: usize) -> usize {
        self.chance.next_u32() as usize % end
    }
}

/// A word of two to five syllables with an English ending now and then.
fn invented(chance: &mut ChaCha8Rng) -> String {
    const STARTS: &str =
        "b c d f g h j k l m n p r s t v w z br ch cl cr dr fl gr ph pl pr qu sc sh sl sp st str th tr";
    const MIDDLES: &str = "a e i o u a e i o u ai ea ee ie io ou";
    const ENDS: &str = " n r s t l m ck nd nt rd st x   ";
    const ENDINGS: &str = "ing ed s er tion ment able ly ity";
    let mut pick = |list: &str| {
        let all: Vec<_> = list.split(' ').collect();
        all[chance.next_u32() as usize % all.len()].to_owned()
    };
    let syllables = pick("1 2 2 3 3 4").parse().unwrap_or(2);
    let mut word = String::new();
    for _ in 0..syllables {
        word += &pick(STARTS);
        word += &pick(MIDDLES);
        word += &pick(ENDS);
    }
    if pick("0 1 2") == "0" {
        word += &pick(ENDINGS);
    }
    word
}

/// The most common words are real ones.
const SHIPPED: &str = "task service cluster container image role instance fargate network load balancer deployment \
    scaling policy capacity provider subnet security group endpoint private public storage volume secret log metric \
    alarm event queue job batch function lambda pipeline build repository registry tag digest scan node pod namespace \
    profile account permission access trust region zone version upgrade support cost price spot interruption memory \
    compute processor operating system kernel host port address route gateway proxy mesh discovery name record health \
    check timeout drain stop start restart replace rollback canary linear rolling blue green traffic target listener \
    rule stage hook test production development environment variable file parameter rotation encryption key signature";
