//! Hostile input given to each place that takes any, for `tests/hostile.rs` and for the targets in `fuzz/`. Nothing may
//! panic, and what is refused is refused with a word.

use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use plimsoll::app::which::{Engines, Read};
use plimsoll::domain::chance::Chance;
use plimsoll::domain::content::{Month, Pack};
use plimsoll::domain::memory::Model;
use plimsoll::domain::plan::Goal;
use plimsoll::domain::review::{Filter, Rules};
use plimsoll::domain::rules::Engine;
use plimsoll::domain::search::{Document, Index, Query};
use plimsoll::domain::settings::{ALL, find};
use plimsoll::domain::text::clean;
use plimsoll::domain::time::{Calendar, Now, Timestamp};
use plimsoll::domain::today::Origin;
use plimsoll::pack::{self, Files};
use plimsoll::shell::{SettingsFile, planning, rulebooks, scenarios};
use plimsoll::store::{Import, Store, examine, recover, restore};
use plimsoll::ui::markdown;
use plimsoll::ui::theme::Theme;
use rusqlite::Connection;
use rusqlite::types::Value;
use tempfile::TempDir;

const TODAY: Month = Month { year: 2026, month: 11 };

/// What separates the two parts of an input that has two.
const BORDER: &str = "\n=====\n";

const HEAD: &str = "format: 1\nid: hostile\ntitle: Hostile\nversion: '1'\nlanguage: en\n\
    services: {s: {title: S}, t: {title: T, aliases: [tea]}}\n";

static SHIPPED: LazyLock<Pack> = LazyLock::new(|| pack::load(&Files::embedded()).pack.unwrap());

static ENGINES: LazyLock<Engines> = LazyLock::new(|| Engines {
    packs: vec![Read { engine: Engine::of(&SHIPPED), services: SHIPPED.services.clone() }],
});

thread_local! {
    static INDEX: Index = Index::build(SHIPPED.items.iter().map(|item| Document::of(item, &SHIPPED.services)));
}

fn calendar() -> Calendar {
    Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 }
}

/// 2026-12-02 09:00.
fn now() -> Now {
    calendar().now(Timestamp(1_796_202_000_000))
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// `pack.yaml`.
pub fn pack(bytes: &[u8]) {
    let files = Files::of([("pack.yaml".to_owned(), bytes.to_vec())]);
    look(&files, "GPUs at the LEAST cost");
}

/// A pack's file of rules, and a scenario that they read.
pub fn rules(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (rules, scenario) = text.split_once(BORDER).unwrap_or((&text, "s and tea at the LEAST cost of 5 GB"));
    let rules = ("rules.yaml".to_owned(), rules.as_bytes().to_vec());
    look(&Files::of([("pack.yaml".to_owned(), HEAD.as_bytes().to_vec()), rules]), scenario);
}

fn look(files: &Files, scenario: &str) {
    let loaded = pack::check(files, TODAY, &mut |_| {});
    assert!(loaded.pack.is_some() || !loaded.problems.is_empty(), "refused without a word");
    assert!(loaded.problems.len() <= pack::MOST_TOLD + 1);
    for problem in &loaded.problems {
        assert!(!problem.render().contains(['\u{1b}', '\u{202e}', '\0']), "{problem:?}");
    }
    let Some(pack) = &loaded.pack else { return };
    let engine = Engine::of(pack);
    drop(engine.read(scenario));
    drop(engine.choose(scenario, &["s", scenario, "tea"], 2));
    let index = Index::build(pack.items.iter().map(|item| Document::of(item, &pack.services)));
    drop(index.search(&Query::new(scenario), 10));
}

/// Markdown of a pack.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for width in [0, 1, 2, 20, 80] {
        for line in markdown::plain(&text, width) {
            assert_eq!(clean(&line), line, "a terminal would see more than text");
        }
    }
    let cleaned = clean(&text);
    let length = cleaned.chars().count();
    let mut chance = Chance::new(bytes.len() as u64, "marks");
    let mut place = || chance.below(u32::try_from(length).unwrap() + 3) as usize;
    let marks: Vec<_> = (0..4).map(|_| (place(), place())).map(|(a, b)| a.min(b)..a.max(b)).collect();
    drop(markdown::render_marked(&text, &marks, 30, &Theme::default()));
}

/// What somebody types into Search.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let query = Query::new(&text);
    let found = INDEX.with(|index| index.search(&query, 10));
    assert!(found.total >= found.hits.len());
    for hit in found.hits.iter().take(3) {
        let item = SHIPPED.items.iter().find(|item| item.id == hit.id).unwrap();
        let document = Document::of(item, &SHIPPED.services);
        let title = document.title;
        drop(found.row(&document, 5));
        drop(found.row(&document, 70));
        assert!(found.matches(title).iter().all(|span| title.get(span.clone()).is_some()), "{title}");
    }
    drop(ENGINES.read(&text));
    drop(ENGINES.choose(&text, &["ECS", &text], 1));
}

/// A line of `which --jsonl`.
pub fn line(bytes: &[u8]) {
    let (said, _) = scenarios::answer(&ENGINES, bytes, 1).unwrap();
    assert!(!said.contains('\n'));
    serde_json::from_str::<serde_json::Value>(&said).unwrap();
}

/// The settings file.
pub fn settings(bytes: &[u8]) {
    static FOLDER: LazyLock<Mutex<TempDir>> = LazyLock::new(|| Mutex::new(folder()));
    let folder = FOLDER.lock().unwrap();
    let file = SettingsFile::new(folder.path());
    fs::write(file.path(), bytes).unwrap();
    let read = file.read();
    for setting in ALL {
        let value = (setting.get)(&read.settings);
        setting.set(&mut read.settings.clone(), &value).unwrap();
    }
    let setting = find("review.leech").unwrap();
    let value = setting.read("6").unwrap();
    match file.set(setting, &value) {
        Ok(_) => {
            let after = file.read();
            assert_eq!((setting.get)(&after.settings), value);
            assert_eq!(after.settings.keys, read.settings.keys);
        }
        Err(_) => assert_eq!(fs::read(file.path()).unwrap(), bytes, "a refused change changed the file"),
    }
}

/// A plan as the store keeps it.
pub fn plan(bytes: &[u8]) {
    static STORE: LazyLock<Mutex<(TempDir, Store)>> = LazyLock::new(|| Mutex::new(planned()));
    let Ok(goal) = serde_json::from_slice::<Goal>(bytes) else { return };
    let mut kept = STORE.lock().unwrap();
    kept.1.set_goal(Some(&goal)).unwrap();
    let (goal, _) = kept.1.goal().unwrap().unwrap();
    foresee(&kept.1, &goal);
}

fn foresee(store: &Store, goal: &Goal) {
    let mut made = planning::made(store, goal, now(), &calendar()).unwrap();
    // Some of it: all takes seconds without optimisation.
    for _ in 0..3 {
        made.ahead.step(40);
    }
    made.stand();
    let _ = (goal.standing(now().day), goal.usual_minutes(), goal.date.date());
}

fn planned() -> (TempDir, Store) {
    let folder = folder();
    let mut store = Store::open(folder.path()).unwrap();
    let mut text = HEAD.to_owned()
        + "exams: {x: {title: X, minutes: 60, questions: 10, domains: {a: {title: A, weight: 60}, b: {title: B, weight: 40}}}}\n"
        + "notes:\n";
    for n in 0..6 {
        text += &format!("  n{n}: {{service: s, title: W {n}, body: B, cards: {{c: {{front: 'F {n}.', back: B}}}}}}\n");
    }
    import(&mut store, text);
    (folder, store)
}

fn import(store: &mut Store, text: String) {
    let files = Files::of([("pack.yaml".to_owned(), text.into_bytes())]);
    let loaded = pack::load(&files);
    let pack = loaded.pack.unwrap_or_else(|| panic!("{:?}", loaded.problems));
    let import = Import { pack: &pack, origin: Origin::Shipped, hash: 1, stamp: 0 };
    store.import(&import, Timestamp(0)).unwrap();
}

/// A file given to `restore`: a sound store in which bytes, or values in its tables, were changed as the input says; or
/// the input itself, where it looks like a store.
pub fn backup(bytes: &[u8]) {
    static SOUND: LazyLock<Vec<u8>> = LazyLock::new(sound);
    let folder = folder();
    let file = folder.path().join("mine.db");
    let data = folder.path().join("data");
    if bytes.starts_with(b"SQLite") {
        fs::write(&file, bytes).unwrap();
    } else if let Some((how, edits)) = bytes.split_first() {
        let mut store = SOUND.clone();
        if how % 2 == 0 {
            for edit in edits.chunks_exact(4) {
                let at = u32::from_le_bytes([edit[0], edit[1], edit[2], 0]) as usize % store.len();
                store[at] = edit[3];
            }
            fs::write(&file, &store).unwrap();
        } else {
            fs::write(&file, &store).unwrap();
            if change(&Connection::open(&file).unwrap(), edits).is_err() {
                return;
            }
        }
    }
    let before = fs::read(&file).unwrap_or_default();
    let examined = examine(&file);
    assert_eq!(fs::read(&file).unwrap_or_default(), before, "looking at a file changed it");
    if let Err(error) = &examined {
        assert!(!error.to_string().is_empty());
    }
    if restore(&data, &file, "now").is_ok() {
        assert!(examined.is_ok());
        use_store(&data);
    } else {
        // The same file in the store's own place.
        let _ = fs::create_dir_all(&data);
        fs::write(data.join("plimsoll.db"), &before).unwrap();
        if let Ok(store) = Store::open(&data) {
            let _ = store.health(&Model::default());
        }
    }
    let _ = recover(&data, &folder.path().join("saved.db"), &Model::default());
}

/// Everything that reads a store; it may refuse, in words.
fn use_store(data: &Path) {
    let Ok(mut store) = Store::open(data) else { return };
    let (model, rules, filter) = (Model::default(), Rules::default(), Filter::default());
    let _ = store.health(&model);
    let _ = store.today(now(), &rules);
    let _ = store.stats(now(), &calendar(), &model);
    let _ = store.due_counts(now(), &rules, &filter);
    let _ = store.journal(&calendar());
    let _ = store.packs();
    let _ = store.past_queries();
    let _ = store.attempts();
    let _ = store.running_attempt();
    let _ = rulebooks::engines(&store);
    for entry in store.queue(now(), &rules, &filter).unwrap_or_default().iter().take(3) {
        let _ = store.card_among(entry.card, now(), &rules, &model);
    }
    for attempt in store.attempts().unwrap_or_default().iter().take(2) {
        let _ = store.attempt(attempt.id);
    }
    if let Ok(Some((goal, _))) = store.goal()
        && let Ok(mut made) = planning::made(&store, &goal, now(), &calendar())
    {
        made.ahead.step(40);
        made.stand();
    }
    let _ = store.refresh_mastery(now(), &model);
    let _ = store.undo(now(), &model);
    let _ = store.redo(now(), &model);
}

/// A store of the first schema with a few reviews, brought up to date.
fn sound() -> Vec<u8> {
    let folder = folder();
    let old = Connection::open(folder.path().join("plimsoll.db")).unwrap();
    old.execute_batch(include_str!("../../migrations/0001_foundation.sql")).unwrap();
    old.execute_batch(include_str!("../../src/store/tests/schema_1.sql")).unwrap();
    old.execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 0x504c494d").unwrap();
    drop(old);
    let mut store = Store::open(folder.path()).unwrap();
    store.keep_query("gpu").unwrap();
    let goal = r#"{"exam":null,"date":20800,"minutes":[20,20,20,20,20,0,0]}"#;
    store.set_goal(Some(&serde_json::from_str(goal).unwrap())).unwrap();
    let file = folder.path().join("mine.db");
    store.back_up(&file, false).unwrap();
    fs::read(file).unwrap()
}

/// Puts other values into its tables: 12 bytes say which and what.
fn change(db: &Connection, edits: &[u8]) -> rusqlite::Result<()> {
    db.execute_batch(
        "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN",
    )?;
    let sql = "SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_stat%' ORDER BY 1, c.cid";
    let columns: Vec<(String, String)> =
        db.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for edit in edits.chunks_exact(12).take(40) {
        let (table, column) = &columns[usize::from(edit[0]) % columns.len()];
        let rows: u32 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        let row = u32::from(edit[1]) % rows.max(1);
        let old: Option<Value> =
            db.query_row(&format!("SELECT {column} FROM {table} LIMIT 1 OFFSET {row}"), [], |row| row.get(0)).ok();
        let number = i64::from_le_bytes([edit[4], edit[5], edit[6], edit[7], edit[8], edit[9], edit[10], edit[11]]);
        let new = match edit[2] % 8 {
            0 => Value::Null,
            1 => Value::Integer(number),
            2 => Value::Integer(
                [i64::MIN, i64::MAX, -1, i64::from(i32::MAX) + 1, 0, 9_999_999_999_999][usize::from(edit[3]) % 6],
            ),
            3 => Value::Real(f64::from_bits(number.cast_unsigned())),
            4 => Value::Blob(edit[4..].to_vec()),
            5 => Value::Text(String::from_utf8_lossy(&edit[4..]).into_owned()),
            // The text that is there, with some letters changed.
            6 => match old {
                Some(Value::Text(text)) => {
                    let mut text = text.into_bytes();
                    let at = usize::from(edit[3]) % text.len().max(1);
                    text.splice(
                        at..text.len().min(at + usize::from(edit[4] % 9)),
                        edit[5..5 + usize::from(edit[4]) % 7].iter().copied(),
                    );
                    Value::Text(String::from_utf8_lossy(&text).into_owned())
                }
                _ => Value::Integer(number),
            },
            // A number of it that is another one.
            _ => match old {
                Some(Value::Text(text)) => {
                    let places: Vec<usize> =
                        text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
                    let at = places.get(usize::from(edit[3]) % places.len().max(1)).copied().unwrap_or(0);
                    let rest = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
                    Value::Text(format!("{}{number}{rest}", &text[..at]))
                }
                _ => Value::Integer(-number.saturating_abs()),
            },
        };
        // Two rows of one key are refused, and the table stays as it is.
        let place = format!("{column} IS (SELECT {column} FROM {table} LIMIT 1 OFFSET {row})");
        let _ = db.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE {place}"), [new]);
    }
    db.execute_batch("COMMIT")
}
