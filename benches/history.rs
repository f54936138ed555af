//! What months of use cost: a store of 100,000 cards and 1,000,000 reviews, each figure beside plain SQL or a plain copy
//! of the same data in the same run.
//!
//! usage: `cargo bench --bench history [-- REVIEWS CARDS]`
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a measuring program")]

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use plimsoll::domain::browse::{Shelf, Under};
use plimsoll::domain::chance::Chance;
use plimsoll::domain::id::CardId;
use plimsoll::domain::memory::{Model, Rating};
use plimsoll::domain::optimize::{Optimizing, Weights};
use plimsoll::domain::review::schedule::{Rules, outcomes, outcomes_among};
use plimsoll::domain::review::{CardState, Filter};
use plimsoll::domain::search::narrowed;
use plimsoll::domain::time::{Calendar, Timestamp};
use plimsoll::shell::Library;
use plimsoll::store::Store;
use rusqlite::{Connection, params};

const DAY: i64 = 86_400_000;

/// Packs that the cards are in: one may hold a million keys and values.
const PACKS: usize = 4;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (reviews, cards) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(100_000));
    let folder = tempfile::tempdir().unwrap();
    let (took, ()) = timed(|| fill(folder.path(), cards, reviews));
    println!("{cards} cards and {reviews} reviews written in {:.1} s", took.as_secs_f64());

    // Filling took memory of its own: the peak is counted from here on.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    println!("  memory before {:.0} MB", peak());
    let mut store = Store::open(folder.path()).unwrap();
    let model = Model::default();
    let db = Connection::open(store.path()).unwrap();
    let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
    let now = calendar.now(Timestamp(20_730 * DAY));
    let sql =
        "SELECT count(*), total(rating), total(length(before)) FROM journal WHERE day > 20365 AND kind = 'review'";
    let (floor, _) = timed(|| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap());
    let sql_cards =
        "SELECT count(*), total(stability), total(difficulty), total(due_day), total(last_day), total(item) FROM card
        WHERE retired = 0 AND joined = 1";
    let (floor_cards, _) = timed(|| db.query_row(sql_cards, [], |row| row.get::<_, i64>(0)).unwrap());
    let (uncounted, first) = timed(|| store.stats(now, &calendar, &model).unwrap());
    assert_eq!(first.cards.all as usize, cards);
    show("statistics, nothing tallied yet", uncounted, "one pass over a year of reviews by SQL", floor);
    let mut slices = Vec::new();
    loop {
        let (took, tallied) = timed(|| store.tally_on(&calendar).unwrap());
        slices.push(took);
        if tallied.finished() {
            break;
        }
    }
    let longest = slices.iter().max().copied().unwrap_or_default();
    show("tallying once, all slices", slices.iter().sum(), "one pass over a year of reviews by SQL", floor);
    show("tallying once, the longest slice", longest, "one pass over a year of reviews by SQL", floor);
    let (took, stats) = timed(|| store.stats(now, &calendar, &model).unwrap());
    assert_eq!(stats, first);
    show("statistics", took, "one pass over the cards by SQL", floor_cards);
    println!("  peak memory so far {:.0} MB", peak());

    let rules = Rules::default();
    let sql_due =
        "SELECT key FROM card WHERE phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0 AND due_day <= ?1
        ORDER BY due_day LIMIT 200";
    let plain = |db: &Connection| -> Vec<i64> {
        let mut query = db.prepare_cached(sql_due).unwrap();
        query.query_map([now.day.0], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let (floor, _) = median(|| plain(&db));
    let (took, today) = median(|| store.today(now, &rules).unwrap());
    assert!(today.started);
    show("Home: the state of the day", took, "200 due cards by SQL", floor);
    let (took, queue) = median(|| store.queue(now, &rules, &Filter::default()).unwrap());
    show("the day's queue", took, "200 due cards by SQL", floor);
    let key = queue[0].card;
    let (took, all) = median(|| {
        let card = store.card_among(key, now, &rules, &model).unwrap().unwrap();
        outcomes_among(&card.id, &card.state, now, &rules, &model, &card.load).unwrap()
    });
    assert!(all[3].after.due_day > now.day);
    show("the next card with its four outcomes", took, "200 due cards by SQL", floor);
    let (took, curve) = median(|| store.curve(key, now, &model).unwrap().unwrap());
    assert!(!curve.points.is_empty());
    show("the forgetting curve of a card", took, "200 due cards by SQL", floor);

    store.refresh_mastery(now, &model).unwrap();
    let sql_bodies = "SELECT count(*), total(length(body)) FROM item WHERE retired = 0";
    let (floor, _) = median(|| db.query_row(sql_bodies, [], |row| row.get::<_, i64>(0)).unwrap());
    let (took, headings) = median(|| store.headings(Shelf::Services, now, &model).unwrap());
    show("Browse: the headings", took, "the lengths of all items by SQL", floor);
    let under = Under { shelf: Shelf::Services, pack: headings[0].pack.clone(), id: headings[0].id.clone() };
    let (took, (keys, lines)) = median(|| {
        let keys = store.items_under(&under).unwrap();
        let lines = store.item_lines(&keys[..keys.len().min(60)], now, &model).unwrap();
        (keys, lines)
    });
    assert_eq!((keys.len(), lines.len()), (cards / PACKS, 60));
    show("Browse: a list of a quarter opened", took, "the lengths of all items by SQL", floor);
    let (took, titles) = timed(|| store.item_titles(&keys).unwrap());
    show("Browse: their titles, once", took, "the lengths of all items by SQL", floor);
    let (took, found) = median(|| narrowed(titles.iter().map(|(_, title)| title.as_str()), "t777"));
    assert!(!found.is_empty());
    show("Browse: it narrowed", took, "the lengths of all items by SQL", floor);

    let sql = "SELECT count(*), sum(length(before) + length(after)) FROM journal";
    let (floor, _) = timed(|| db.query_row(sql, [], |row| row.get::<_, i64>(1)).unwrap());
    let (check, _) = timed(|| store.integrity_problems().unwrap());
    let (all, health) = timed(|| store.health(&model).unwrap());
    assert_eq!(health.findings, []);
    assert_eq!(health.other_weights, 0);
    show("doctor: replay against the states", all.saturating_sub(check), "reading the journal by SQL", floor);
    show("doctor: everything", all, "SQLite's own check of the file", check);

    let (read, ratings) = timed(|| {
        let mut reading = store.reading_ratings().unwrap();
        while !store.read_ratings(&mut reading).unwrap() {}
        reading.done()
    });
    show("optimize: reading the ratings", read, "reading the journal by SQL", floor);
    let (mut longest, mut steps) = (Duration::ZERO, 0);
    let (fitted, report) = timed(|| {
        let mut optimizing = Optimizing::new(ratings, &Weights::default(), 0.9).unwrap();
        loop {
            let (took, report) = timed(|| optimizing.step());
            (longest, steps) = (longest.max(took), steps + 1);
            if let Some(report) = report {
                break report;
            }
        }
    });
    show("optimize: fitting and judging", fitted, "reading the journal by SQL", floor);
    let longest = longest.as_secs_f64() * 1e3;
    println!("  {} samples in {steps} steps, the longest {longest:.1} ms", report.samples);

    let copy = folder.path().join("copy.db");
    let (floor, _) = timed(|| std::fs::copy(store.path(), folder.path().join("plain.db")).unwrap());
    let (made, _) = timed(|| store.back_up(&copy, false).unwrap());
    show("backup, read back and checked", made, "a plain copy of the file", floor);
    println!("  {:.0} MB", std::fs::metadata(&copy).unwrap().len() as f64 / 1e6);
    println!("peak memory of all {:.0} MB", peak());
}

fn timed<T>(what: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = what();
    (start.elapsed(), result)
}

/// The middle of 21 runs.
fn median<T>(mut what: impl FnMut() -> T) -> (Duration, T) {
    let mut runs: Vec<(Duration, T)> = (0..21).map(|_| timed(&mut what)).collect();
    runs.sort_by_key(|run| run.0);
    runs.swap_remove(10)
}

fn show(name: &str, took: Duration, floor_name: &str, floor: Duration) {
    let ratio = took.as_secs_f64() / floor.as_secs_f64();
    let (took, floor) = (took.as_secs_f64() * 1e3, floor.as_secs_f64() * 1e3);
    println!("{name:<36} {took:9.2} ms   {floor_name}: {floor:.2} ms, {ratio:.1} times");
}

fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// Loads packs of that many cards and writes that many ratings over two years, as the program would have.
fn fill(folder: &Path, cards: usize, reviews: usize) {
    let mut store = Store::open(folder).unwrap();
    let library = Library::new(folder);
    for number in 0..PACKS {
        let pack = folder.join(format!("pack{number}"));
        std::fs::create_dir(&pack).unwrap();
        let head = format!("format: 1\nid: many{number}\ntitle: Many {number}\nservices: {{s: {{title: S}}}}\n");
        std::fs::write(pack.join("pack.yaml"), head).unwrap();
        for part in 0..5 {
            let mut text = "notes:\n".to_owned();
            for n in part * cards / PACKS / 5..(part + 1) * cards / PACKS / 5 {
                let _ = writeln!(
                    text,
                    "  n{n}: {{service: s, title: T{n}, body: B, cards: {{c: {{front: 'F {n}', back: B}}}}}}"
                );
            }
            std::fs::write(pack.join(format!("part{part:02}.yaml")), text).unwrap();
        }
        assert!(library.add(&mut store, Timestamp(0), &pack, true, &mut |_, _| ()).is_ok());
    }
    let path = store.path().to_owned();
    drop(store);

    let (rules, model) = (Rules::default(), Model::default());
    let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
    let mut db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA synchronous = OFF").unwrap();
    let keys: Vec<i64> = {
        let mut query = db.prepare("SELECT key FROM card ORDER BY rank").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let mut chance = Chance::new(7, "history");
    let mut states = vec![CardState::default(); keys.len()];
    let tx = db.transaction().unwrap();
    let id = CardId::new("many/n#c").unwrap();
    for at in 0..reviews {
        // Each round goes through all cards in order, on later days; a rating every so many seconds.
        let card = at % keys.len();
        let now = calendar.now(Timestamp(20_000 * DAY + (at as i64) * (730 * DAY / reviews as i64)));
        let rating = [Rating::Again, Rating::Hard, Rating::Good, Rating::Good, Rating::Easy][chance.below(5) as usize];
        let before = states[card];
        let after = outcomes(&id, &before, now, &rules, &model).unwrap()[rating as usize - 1].after;
        tx.prepare_cached(
            "INSERT INTO journal (kind, at, day, card, rating, took, origin, before, after)
             VALUES ('review', ?1, ?2, ?3, ?4, 5000, 'due', ?5, ?6)",
        )
        .unwrap()
        .execute(params![now.at.0, now.day.0, keys[card], rating as u8, text(&before), text(&after)])
        .unwrap();
        let (new, due) = (i64::from(before.reviews == 0), i64::from(phase(&before).0 == 2));
        let kept = if rating == Rating::Again { 0 } else { due };
        tx.prepare_cached(
            "INSERT INTO day (day, reviews, new, due, kept, took) VALUES (?1, 1, ?2, ?3, ?4, 5000) ON CONFLICT (day)
             DO UPDATE SET reviews = reviews + 1, new = new + ?2, due = due + ?3, kept = kept + ?4, took = took + 5000",
        )
        .unwrap()
        .execute(params![now.day.0, new, due, kept])
        .unwrap();
        states[card] = after;
    }
    for (key, state) in keys.iter().zip(&states).filter(|(_, state)| state.reviews > 0) {
        let (phase, step) = phase(state);
        tx.prepare_cached(
            "UPDATE card SET revision = reviews + 1, phase = ?2, step = ?3, stability = ?4, difficulty = ?5, due_at = ?6,
                due_day = ?7, last_day = ?8, reviews = ?9, lapses = ?10 WHERE key = ?1",
        )
        .unwrap()
        .execute(params![
            key,
            phase,
            step,
            state.memory.map(|m| m.stability),
            state.memory.map(|m| m.difficulty),
            state.due_at.0,
            state.due_day.0,
            state.last_day.map(|day| day.0),
            state.reviews,
            state.lapses
        ])
        .unwrap();
    }
    tx.commit().unwrap();
}

fn phase(state: &CardState) -> (u8, u8) {
    use plimsoll::domain::review::Phase;
    match state.phase {
        Phase::New => (0, 0),
        Phase::Learning(step) => (1, step),
        Phase::Review => (2, 0),
        Phase::Relearning(step) => (3, step),
    }
}

/// A state as the journal keeps it.
fn text(state: &CardState) -> String {
    let (phase, step) = phase(state);
    let memory = state.memory;
    serde_json::to_string(&(
        phase,
        step,
        memory.map(|m| m.stability),
        memory.map(|m| m.difficulty),
        state.due_at.0,
        state.due_day.0,
        state.last_day.map(|day| day.0),
        state.reviews,
        state.lapses,
        u8::from(state.suspended),
        state.buried.map(|day| day.0),
    ))
    .unwrap()
}
