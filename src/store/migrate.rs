//! Brings the schema up to date. Migrations are only ever appended.
//!
//! By hand in a few lines rather than with `rusqlite_migration`: the version must be read inside the very transaction
//! that migrates (two windows may start at once), and a backup copy must be taken between the look and the first step.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use super::backup;
use super::error::{Error, Fault};

/// Every migration in order; a file's number is its place here plus 1.
const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_foundation.sql"),
    include_str!("../../migrations/0002_exams.sql"),
    include_str!("../../migrations/0003_queries.sql"),
    include_str!("../../migrations/0004_plan.sql"),
    include_str!("../../migrations/0005_annotations.sql"),
    include_str!("../../migrations/0006_tally.sql"),
    include_str!("../../migrations/0007_weights.sql"),
    include_str!("../../migrations/0008_added.sql"),
    include_str!("../../migrations/0009_stories.sql"),
];

/// The newest schema that this program knows.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;

/// Marks the file as ours: "PLIM" in the SQLite header.
pub(super) const APPLICATION_ID: i32 = 0x504c_494d;

/// The schema of the file, 0 for a new one.
pub(super) fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Applies what is missing up to `target`, all of it or nothing. An older store is copied aside first.
pub(super) fn migrate(db: &mut Connection, path: &Path, target: u32) -> Result<(), Error> {
    let sql = |error| Error::sql("bring the store up to date", path, &error);
    let found = version(db).map_err(sql)?;
    if found > SCHEMA {
        let fault = Fault::Newer { found, known: SCHEMA };
        return Err(Error { fault, path: path.to_owned(), doing: "open the store", detail: String::new() });
    }
    if found >= target {
        return Ok(());
    }
    if found > 0 {
        back_up(db, path, found)?;
    }
    steps(db, path, target)
}

/// Applies what is missing up to `target`, all of it or nothing.
pub(super) fn steps(db: &mut Connection, path: &Path, target: u32) -> Result<(), Error> {
    let sql = |error| Error::sql("bring the store up to date", path, &error);
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql)?;
    // Read again: another window may have been faster.
    let found = version(&tx).map_err(sql)?;
    for step in MIGRATIONS.iter().take(target as usize).skip(found as usize) {
        tx.execute_batch(step).map_err(sql)?;
    }
    tx.execute_batch(&format!("PRAGMA user_version = {target}; PRAGMA application_id = {APPLICATION_ID};"))
        .map_err(sql)?;
    tx.commit().map_err(sql)
}

/// Where the copy before a migration from that schema is kept.
pub(super) fn backup_path(path: &Path, from: u32) -> PathBuf {
    path.with_extension(format!("schema-{from}.backup.db"))
}

fn back_up(db: &Connection, path: &Path, from: u32) -> Result<(), Error> {
    let copy = backup_path(path, from);
    // A copy left half-written by a crash must not pass for a whole one, so it gets its name last; and two windows may start
    // at once.
    let half = backup::half_of(&copy);
    let _ = std::fs::remove_file(&half);
    // SQLite writes into an empty file as into none, and leaves its permissions.
    backup::make_private(&half)?;
    let text = half.to_string_lossy().into_owned();
    db.execute("VACUUM INTO ?1", [text]).map_err(|e| Error::sql("copy the store before changing it", &half, &e))?;
    std::fs::rename(&half, &copy).map_err(|e| Error::io("copy the store before changing it", &copy, &e))
}
