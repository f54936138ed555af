//! Backups: a copy made while the store is in use, checked after it was written, and given its name last.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::error::{Error, Fault};
use super::migrate::{self, SCHEMA};
use super::open::look;
use super::{Result, Store, shape};
use crate::domain::time::Timestamp;

/// What is in a store, by which a copy is known to be whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// Its schema.
    pub schema: u32,
    /// Packs in use.
    pub packs: u64,
    /// Cards in use.
    pub cards: u64,
    /// Ratings, those undone counted too.
    pub reviews: u64,
    /// Rows of the journal.
    pub rows: u64,
    /// Mock exams.
    pub exams: u64,
    /// When something was done last.
    pub last: Option<Timestamp>,
}

impl Store {
    /// Copies the store to a file that only its owner can read. It may be in use meanwhile: the copy is as of one moment.
    /// What was written is read back and checked before it gets its name, so a file of that name is always whole.
    ///
    /// # Errors
    /// [`Fault::Exists`] when there is such a file and it isn't to be replaced; otherwise when it can't be written or read
    /// back. Then nothing is left of it.
    pub fn back_up(&self, to: &Path, replace: bool) -> Result<Contents> {
        if same(to, &self.path) {
            return Err(exists(to, "it is the store itself"));
        }
        if !replace && to.exists() {
            return Err(exists(to, "it was left as it is"));
        }
        let half = half_of(to);
        let written = self.copy_to(&half).and_then(|contents| put_in_place(&half, to, replace).map(|()| contents));
        if written.is_err() {
            let _ = fs::remove_file(&half);
        }
        written
    }

    /// Whether anything was ever done in it.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn touched(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM attempt)";
        self.db.query_row(sql, [], |row| row.get(0)).map_err(self.failed("look at the store"))
    }

    /// Copies and checks.
    fn copy_to(&self, half: &Path) -> Result<Contents> {
        let failed = self.failed("back up the store");
        // One read transaction around counting and copying, so that both see the same moment.
        let tx = self.db.unchecked_transaction().map_err(&failed)?;
        let expected = contents(&tx).map_err(&failed)?;
        copy(&tx, half)?;
        tx.rollback().map_err(&failed)?;
        checked(half, &expected)?;
        Ok(expected)
    }
}

/// What a store's file holds, after checking that it is one and that it is whole. The file is left as it is.
///
/// # Errors
/// When it is missing, not a store, of a newer program, or damaged; also when it has triggers or lacks tables.
pub fn examine(file: &Path) -> Result<Contents> {
    let (db, contents) = open_to_read(file)?;
    let sql = |error| Error::sql("check the copy", file, &error);
    let found: Vec<String> = db
        .prepare("PRAGMA integrity_check(3)")
        .and_then(|mut check| check.query_map([], |row| row.get(0))?.collect())
        .map_err(sql)?;
    if found != ["ok"] {
        let detail = found.join("; ");
        return Err(Error { fault: Fault::Damaged, path: file.to_owned(), doing: "check the copy", detail });
    }
    Ok(contents)
}

/// Opens a store's file for reading only.
pub(super) fn open_to_read(file: &Path) -> Result<(Connection, Contents)> {
    let doing = "read the copy";
    let size = fs::metadata(file).map_err(|error| Error::io(doing, file, &error))?.len();
    look(file)?;
    if size == 0 {
        let fault = Fault::NotOurs;
        return Err(Error { fault, path: file.to_owned(), doing, detail: "it is empty".into() });
    }
    let sql = |error| Error::sql(doing, file, &error);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags).map_err(sql)?;
    let found = migrate::version(&db).map_err(sql)?;
    if found > SCHEMA {
        let fault = Fault::Newer { found, known: SCHEMA };
        return Err(Error { fault, path: file.to_owned(), doing, detail: String::new() });
    }
    shape::check(&db, file, found)?;
    let contents = contents(&db).map_err(sql)?;
    Ok((db, contents))
}

/// Copies a store to a new file of its owner's alone; on return it is one file without a log beside it.
pub(super) fn copy(from: &Connection, to: &Path) -> Result<()> {
    let sql = |error| Error::sql("write the copy", to, &error);
    make_private(to)?;
    let mut db = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(sql)?;
    // A copy cut short is thrown away as a whole, so it needs no journal of its own.
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;").map_err(sql)?;
    let step = Backup::new(from, &mut db).and_then(|backup| backup.step(-1)).map_err(sql)?;
    if step != StepResult::Done {
        let (fault, detail) = (Fault::Busy, String::new());
        return Err(Error { fault, path: to.to_owned(), doing: "write the copy", detail });
    }
    // The copied header asks for a write-ahead log; a backup should be one file.
    let mode: String = db.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(sql)?;
    debug_assert_eq!(mode, "delete");
    db.close().map_err(|(_, error)| sql(error))?;
    let file = OpenOptions::new().read(true).write(true).open(to);
    file.and_then(|file| file.sync_all()).map_err(|error| Error::io("write the copy", to, &error))
}

/// Reads a copy back.
pub(super) fn checked(copy: &Path, expected: &Contents) -> Result<()> {
    if examine(copy)? == *expected {
        return Ok(());
    }
    let (fault, detail) = (Fault::Damaged, "it isn't what was written".into());
    Err(Error { fault, path: copy.to_owned(), doing: "check the copy", detail })
}

/// Gives a finished file its name, over another one only when that is to be replaced.
pub(super) fn put_in_place(half: &Path, name: &Path, replace: bool) -> Result<()> {
    let failed = |error: std::io::Error| Error::io("write the copy", name, &error);
    if !replace {
        // A second name can't be given over an existing one, which renaming would; not every file system has second names.
        match fs::hard_link(half, name) {
            Ok(()) => {
                let _ = fs::remove_file(half);
                return sync_folder(name);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(exists(name, "it was left as it is"));
            }
            Err(_) => {}
        }
    }
    fs::rename(half, name).map_err(failed)?;
    sync_folder(name)
}

/// Makes a new name survive a power cut.
pub(super) fn sync_folder(file: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(folder) = file.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| Error::io("write the copy", file, &error))?;
    }
    Ok(())
}

pub(super) fn make_private(file: &Path) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop).map_err(|error| Error::io("write the copy", file, &error))
}

/// The name that a file has while it is written: beside its place, and of this process alone.
pub(super) fn half_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".half-{}", std::process::id()));
    PathBuf::from(name)
}

fn exists(file: &Path, detail: &str) -> Error {
    Error { fault: Fault::Exists, path: file.to_owned(), doing: "write the copy", detail: detail.into() }
}

/// Whether two names are of one file.
pub(super) fn same(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Counts what a store holds; tables that an older schema lacks count nothing.
fn contents(db: &Connection) -> rusqlite::Result<Contents> {
    let count = |table: &str, sql: &str| -> rusqlite::Result<u64> {
        let there: bool = db.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1)",
            [table],
            |row| row.get(0),
        )?;
        let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, Option<i64>>(0));
        Ok(if there { number(sql)?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0) } else { 0 })
    };
    let last = count("journal", "SELECT at FROM journal ORDER BY seq DESC LIMIT 1")
        .or_else(|error| if error == rusqlite::Error::QueryReturnedNoRows { Ok(0) } else { Err(error) })?;
    Ok(Contents {
        schema: migrate::version(db)?,
        packs: count("pack", "SELECT count(*) FROM pack WHERE removed_at IS NULL")?,
        cards: count("card", "SELECT count(*) FROM card WHERE retired = 0")?,
        reviews: count("journal", "SELECT count(*) FROM journal WHERE rating IS NOT NULL")?,
        rows: count("journal", "SELECT count(*) FROM journal")?,
        exams: count("attempt", "SELECT count(*) FROM attempt")?,
        last: (last > 0).then(|| Timestamp(i64::try_from(last).unwrap_or(i64::MAX))),
    })
}
