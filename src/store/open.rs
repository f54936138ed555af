//! Opens the store, or makes a new one. Never touches a file that isn't ours.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::error::{Error, Fault};
use super::migrate::{self, APPLICATION_ID, SCHEMA};
use super::{Result, Store};

/// The store's file in the data directory.
pub const FILE_NAME: &str = "plimsoll.db";

/// How long to wait for another window's transaction, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the store in `data_dir`, making both if they don't exist.
    ///
    /// # Errors
    /// [`Error`] with the fault and the path; an existing file is left as it is.
    pub fn open(data_dir: &Path) -> Result<Self> {
        Self::open_at_schema(data_dir, SCHEMA)
    }

    /// Opens or makes a store of an older schema, to test migrations with.
    pub(crate) fn open_at_schema(data_dir: &Path, schema: u32) -> Result<Self> {
        make_folder(data_dir)?;
        let path = data_dir.join(FILE_NAME);
        look(&path)?;
        let sql = |error| Error::sql("open the store", &path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&path, flags).map_err(sql)?;
        db.busy_timeout(PATIENCE).map_err(sql)?;
        db.set_prepared_statement_cache_capacity(64);
        db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")
            .map_err(sql)?;
        if migrate::version(&db).map_err(sql)? != schema {
            migrate::migrate(&mut db, &path, schema)?;
        }
        Ok(Self { db, path })
    }

    /// The store's file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What SQLite's own check finds: nothing when all is well.
    ///
    /// # Errors
    /// When the check itself can't run.
    pub fn integrity_problems(&self) -> Result<Vec<String>> {
        let sql = |error| Error::sql("check the store", &self.path, &error);
        let mut check = self.db.prepare("PRAGMA integrity_check").map_err(sql)?;
        let found = check.query_map([], |row| row.get::<_, String>(0)).map_err(sql)?;
        let lines: Vec<String> = found.collect::<rusqlite::Result<_>>().map_err(sql)?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Turns an SQLite error into ours.
    pub(super) fn failed(&self, doing: &'static str) -> impl Fn(rusqlite::Error) -> Error + use<> {
        let path = self.path.clone();
        move |error| Error::sql(doing, &path, &error)
    }
}

/// Makes a folder of its owner's alone, unless it is there.
///
/// # Errors
/// When it can't be made.
pub fn make_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|e| Error::io("make the data folder", folder, &e))
}

/// Refuses a file that SQLite would take for damaged or that belongs to another program.
pub(super) fn look(path: &Path) -> Result<()> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("open the store", path, &error)),
    };
    let mut header = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut header).map_err(|e| Error::io("open the store", path, &e))?;
    // An empty file is one whose making was cut short, and a header without an id is our own before its first commit
    // only when it holds no table: SQLite writes both in one transaction, so any other id is somebody else's.
    let ours = header.is_empty()
        || (header.starts_with(b"SQLite format 3\0")
            && header.get(68..72).is_some_and(|id| id == APPLICATION_ID.to_be_bytes() || (id == [0; 4] && bare(path))));
    if ours {
        return Ok(());
    }
    Err(Error { fault: Fault::NotOurs, path: path.to_owned(), doing: "open the store", detail: String::new() })
}

/// Whether the database has no table yet (its making was cut short after the header).
fn bare(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
        .and_then(|db| db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)))
        .is_ok_and(|tables| tables == 0)
        || wal_holds_ours(path)
}

/// Whether the application id is still in the write-ahead log, because the process died before the first checkpoint.
fn wal_holds_ours(path: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
        .and_then(|db| db.query_row("PRAGMA application_id", [], |row| row.get::<_, i32>(0)))
        .is_ok_and(|id| id == APPLICATION_ID)
}
