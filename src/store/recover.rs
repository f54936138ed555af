//! Saves what can be read of a damaged store into a new one, page by damaged page.
//!
//! SQLite refuses a damaged page and reads the others, so each table is read in the order of its row numbers; where that
//! fails, the next number that can be read again is looked for. What is kept beside the journal is then made anew from it.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::backup::{half_of, put_in_place};
use super::convert::from_text;
use super::doctor::Repair;
use super::error::{Error, Fault};
use super::open::{FILE_NAME, make_folder};
use super::{Result, Store};
use crate::domain::memory::Model;

/// What a recovery came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The new store.
    pub file: PathBuf,
    /// Ratings saved.
    pub reviews: u64,
    /// Cards saved, those never seen too.
    pub cards: u64,
    /// Tables of which something couldn't be read.
    pub incomplete: Vec<String>,
    /// Rows of the journal that are known to be missing.
    pub missing: u64,
}

const DOING: &str = "recover the store";

/// Reads everything that can be read of the store in `data_dir` into the new file `to`. The store stays as it is.
///
/// # Errors
/// When not even its first page can be read, or the new file can't be written; then nothing is left of it.
pub fn recover(data_dir: &Path, to: &Path, model: &Model) -> Result<Recovered> {
    // The new store is made in a folder of its own, so that half of one is never mistaken for one.
    let workshop = half_of(to);
    make_folder(&workshop)?;
    let made = rescue(&data_dir.join(FILE_NAME), &workshop, model).and_then(|recovered| {
        put_in_place(&workshop.join(FILE_NAME), to, false)?;
        Ok(Recovered { file: to.to_owned(), ..recovered })
    });
    let _ = fs::remove_dir_all(&workshop);
    made
}

fn rescue(damaged: &Path, workshop: &Path, model: &Model) -> Result<Recovered> {
    let lost = |error| Error::sql(DOING, damaged, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(damaged, flags).map_err(lost)?;
    from.execute_batch("PRAGMA cell_size_check = ON").map_err(lost)?;
    let schema = super::migrate::version(&from).map_err(lost)?;
    if schema > super::SCHEMA {
        let fault = Fault::Newer { found: schema, known: super::SCHEMA };
        return Err(Error { fault, path: damaged.to_owned(), doing: DOING, detail: String::new() });
    }
    let store = Store::open_at_schema(workshop, schema)?;
    let failed = store.failed(DOING);
    store.db.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF").map_err(&failed)?;
    let mut incomplete = Vec::new();
    for table in tables(&store.db).map_err(&failed)? {
        let tx = store.db.unchecked_transaction().map_err(&failed)?;
        if !copy_table(&from, &tx, &table).map_err(&failed)? {
            incomplete.push(table);
        }
        tx.commit().map_err(&failed)?;
    }
    drop(store);
    // Opened again as any store is: an older schema is brought up to date.
    let mut store = Store::open(workshop)?;
    store.db.execute_batch("PRAGMA synchronous = OFF").map_err(&failed)?;
    for repair in [Repair::Orphans, Repair::States, Repair::Days] {
        store.repair(repair, model)?;
    }
    let lost = |table: &str| incomplete.iter().any(|name| name == table);
    if lost("journal") {
        store.keep_annotations(!lost("annotation"))?;
    } else {
        store.repair(Repair::Annotations, model)?;
    }
    let count = |sql: &str| store.db.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(&failed);
    let reviews = count("SELECT count(*) FROM journal WHERE rating IS NOT NULL")?;
    let cards = count("SELECT count(*) FROM card WHERE retired = 0")?;
    let missing = count("SELECT coalesce(max(seq), 0) - count(*) FROM journal")?;
    store.db.execute_batch("PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE").map_err(&failed)?;
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let (reviews, cards, missing) = (number(reviews), number(cards), number(missing));
    Ok(Recovered { file: PathBuf::new(), reviews, cards, incomplete, missing })
}

/// Every table but what is made anew from the others.
fn tables(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('mastery', 'tally') ORDER BY name";
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Copies what can be read of a table. False when something couldn't be.
fn copy_table(from: &Connection, to: &Connection, table: &str) -> rusqlite::Result<bool> {
    let columns: Vec<(String, bool)> = to
        .prepare("SELECT name, pk > 0 FROM pragma_table_info(?1)")?
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let keys: Vec<&str> = columns.iter().filter(|(_, key)| *key).map(|(name, _)| name.as_str()).collect();
    let marks = vec!["?"; names.len()].join(", ");
    let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table} ({}) VALUES ({marks})", names.join(", ")))?;
    let states: Vec<usize> = (0..names.len()).filter(|at| matches!(names[*at], "before" | "after")).collect();
    let card = names.iter().position(|name| *name == "card");
    let mut whole = true;
    let mut take = |values: Vec<Value>| {
        // What is about no card holds no state.
        let stateless = card.is_some_and(|card| values[card] == Value::Null);
        let sound =
            stateless || states.iter().all(|at| matches!(&values[*at], Value::Text(text) if from_text(text).is_some()));
        // A row that breaks the table's own rules was misread.
        whole &= sound && insert.execute(params_from_iter(values)).is_ok();
    };
    let single: i64 =
        to.query_row("SELECT count(*) FROM pragma_table_list WHERE name = ?1 AND wr = 0", [table], |row| row.get(0))?;
    let read = if single == 1 {
        by_number(from, table, &names, &mut take)
    } else {
        from_both_ends(from, table, &names, &keys, &mut take)
    };
    Ok(read && whole)
}

/// Reads by row number, over damaged places. False when there were any.
fn by_number(from: &Connection, table: &str, names: &[&str], take: &mut dyn FnMut(Vec<Value>)) -> bool {
    let sql = format!("SELECT rowid, {} FROM {table} NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid", names.join(", "));
    let (mut at, mut whole) = (i64::MIN, true);
    loop {
        let mut next = at;
        let read = from.prepare(&sql).and_then(|mut query| {
            let mut rows = query.query([at])?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let values = (1..=names.len()).map(|column| row.get(column)).collect::<rusqlite::Result<_>>();
                next = number.saturating_add(1);
                values.map(&mut *take)?;
            }
            Ok(())
        });
        if read.is_ok() {
            return whole;
        }
        whole = false;
        let Some(readable) = next_readable(from, table, names, next) else { return false };
        at = readable;
    }
}

/// The first number after `from` at which the table can be read again, found by doubling and halving; none when it can't
/// anywhere. All of a row is looked at: its number alone may be readable, and so large that going up to it one by one has
/// no end.
fn next_readable(db: &Connection, table: &str, names: &[&str], from: i64) -> Option<i64> {
    let columns = names.join(", ");
    let sql = format!("SELECT rowid, {columns} FROM {table} NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid LIMIT 1");
    let mut query = db.prepare(&sql).ok()?;
    let mut readable = |number: i64| -> bool {
        let found = query.query([number]).and_then(|mut rows| rows.next().map(|_| ()));
        found.is_ok()
    };
    // Row numbers are positive but for hashes; those are few.
    let from = if from == i64::MIN && table != "wording" { 0 } else { from };
    let mut step = 1i64;
    let mut bad = from;
    let mut good = loop {
        let number = from.saturating_add(step);
        if readable(number) {
            break number;
        }
        bad = number;
        step = step.checked_mul(2).filter(|_| number < i64::MAX)?;
    };
    while good - 1 > bad {
        let middle = bad + (good - bad) / 2;
        if readable(middle) { good = middle } else { bad = middle }
    }
    Some(good)
}

/// Reads a table without row numbers from its start and, when that fails, from its end. False when it failed.
fn from_both_ends(
    from: &Connection,
    table: &str,
    names: &[&str],
    keys: &[&str],
    take: &mut dyn FnMut(Vec<Value>),
) -> bool {
    let mut read = |order: &str| {
        let order: Vec<String> = keys.iter().map(|key| format!("{key} {order}")).collect();
        let sql = format!("SELECT {} FROM {table} NOT INDEXED ORDER BY {}", names.join(", "), order.join(", "));
        from.prepare(&sql).and_then(|mut query| {
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                (0..names.len()).map(|column| row.get(column)).collect::<rusqlite::Result<_>>().map(&mut *take)?;
            }
            Ok(())
        })
    };
    if read("ASC").is_ok() {
        return true;
    }
    let _ = read("DESC");
    false
}
