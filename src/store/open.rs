//! Opens the store, or makes a new one. Never touches a file that isn't ours.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::{Error, Fault};
use super::migrate::{self, APPLICATION_ID, SCHEMA};
use super::{Result, Store};

/// The store's file in the data directory.
pub const FILE_NAME: &str = "plimsoll.db";

/// How long to wait for another window's transaction, which takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to sleep between two questions that SQLite doesn't wait at.
const PAUSE: Duration = Duration::from_millis(2);

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
        emptied(data_dir, &path)?;
        make_private(&path)?;
        let sql = |error| Error::sql("open the store", &path, &error);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut db = Connection::open_with_flags(&path, flags).map_err(sql)?;
        db.set_prepared_statement_cache_capacity(64);
        write_ahead(&db).map_err(sql)?;
        db.busy_timeout(PATIENCE).map_err(sql)?;
        db.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;").map_err(sql)?;
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

/// Switches to a write-ahead log, which a store keeps from then on. While several windows make a store at once, SQLite
/// answers "busy" here without waiting, so the waiting is done here.
fn write_ahead(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(Duration::ZERO)?;
    let switch = || db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()));
    let busy = |error: &rusqlite::Error| error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy);
    for _ in 0..PATIENCE.as_millis() / PAUSE.as_millis() {
        match switch() {
            Err(error) if busy(&error) => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
    switch()
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

/// Makes a new store's file its owner's alone; SQLite gives its log the same permissions. One that is there stays as it is.
fn make_private(path: &Path) -> Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::io("open the store", path, &error))
        }
        // Or another window made it in this moment.
        _ => Ok(()),
    }
}

/// Refuses an empty file where there was a store: its log is still beside it, which SQLite would throw away, or backups
/// of it are there. Taken for a new store it would look as if nothing had ever been learned.
fn emptied(data_dir: &Path, path: &Path) -> Result<()> {
    let empty = || fs::metadata(path).is_ok_and(|data| data.len() == 0);
    if !empty() {
        return Ok(());
    }
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let log = fs::metadata(log).is_ok_and(|data| data.len() > 0);
    let backups = fs::read_dir(data_dir.join("backups")).is_ok_and(|mut entries| entries.next().is_some());
    // Looked at again: another window may be making the store in this moment.
    if (log || backups) && empty() {
        let detail = "it is empty, and there was a store before".into();
        return Err(Error { fault: Fault::Damaged, path: path.to_owned(), doing: "open the store", detail });
    }
    Ok(())
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
    // Our mark without SQLite's: ours, with its first bytes gone.
    let marked = header.get(68..72).is_some_and(|id| id == APPLICATION_ID.to_be_bytes());
    let fault = if marked { Fault::Damaged } else { Fault::NotOurs };
    Err(Error {
        fault,
        path: path.to_owned(),
        doing: "open the store",
        detail: "its first bytes are not SQLite's".into(),
    })
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
