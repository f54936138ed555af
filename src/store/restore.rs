//! Restoring a backup: the file is checked first, the present store is kept aside, and the change is one renaming, so that
//! whatever interrupts it leaves the one store or the other, whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::Result;
use super::backup::{self, Contents};
use super::error::{Error, Fault};
use super::migrate::{self, SCHEMA};
use super::open::{FILE_NAME, make_folder};

/// How long another window may take to let go.
const PATIENCE: Duration = Duration::from_millis(500);

const DOING: &str = "restore the copy";

/// What a restoring came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What the store holds now.
    pub contents: Contents,
    /// Where the store that was there before is kept; none when there was none.
    pub aside: Option<PathBuf>,
}

/// A checked copy beside the store, ready to take its place.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) incoming: PathBuf,
    pub(super) contents: Contents,
}

/// Puts the backup in `file` in the place of the store in `data_dir`. `moment` becomes part of the name under which the
/// present store is kept.
///
/// # Errors
/// When the file isn't a whole backup, [`Fault::Open`] when another window has the store open, or when the folder can't be
/// written. The present store stays in its place then.
pub fn restore(data_dir: &Path, file: &Path, moment: &str) -> Result<Restored> {
    let ready = prepare(data_dir, file)?;
    let store = data_dir.join(FILE_NAME);
    let done = set_aside(&store, moment).and_then(|aside| swap(&ready, &store).map(|()| aside));
    let _ = fs::remove_file(&ready.incoming);
    Ok(Restored { contents: ready.contents, aside: done? })
}

/// Checks the file and copies it beside the store, brought up to date. Nothing of the present store is touched.
pub(super) fn prepare(data_dir: &Path, file: &Path) -> Result<Ready> {
    let store = data_dir.join(FILE_NAME);
    if backup::same(file, &store) {
        let (fault, detail) = (Fault::Exists, "it is the store itself".into());
        return Err(Error { fault, path: file.to_owned(), doing: DOING, detail });
    }
    let before = backup::examine(file)?;
    make_folder(data_dir)?;
    let incoming = backup::half_of(&data_dir.join("plimsoll.incoming.db"));
    let copied = copy(file, &incoming, &before);
    if copied.is_err() {
        let _ = fs::remove_file(&incoming);
    }
    Ok(Ready { incoming, contents: copied? })
}

fn copy(file: &Path, incoming: &Path, before: &Contents) -> Result<Contents> {
    let (from, _) = backup::open_to_read(file)?;
    backup::copy(&from, incoming)?;
    drop(from);
    backup::checked(incoming, before)?;
    if before.schema < SCHEMA {
        let sql = |error| Error::sql(DOING, incoming, &error);
        let mut db = Connection::open(incoming).map_err(sql)?;
        migrate::steps(&mut db, incoming, SCHEMA)?;
        db.close().map_err(|(_, error)| sql(error))?;
        backup::checked(incoming, &Contents { schema: SCHEMA, ..*before })?;
    }
    Ok(Contents { schema: SCHEMA, ..*before })
}

/// Keeps the present store under another name as well; it also stays where it is. None when there is no store.
pub(super) fn set_aside(store: &Path, moment: &str) -> Result<Option<PathBuf>> {
    if !store.exists() {
        // A log whose store is gone would be read into the one that comes.
        let aside = free_name(store, "before-restore", moment);
        for ending in ["-wal", "-shm"] {
            match fs::rename(with_ending(store, ending), with_ending(&aside, ending)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Error::io("keep the present store aside", &aside, &error));
                }
                _ => {}
            }
        }
        return Ok(None);
    }
    let whole = let_go(store)?;
    let aside = free_name(store, "before-restore", moment);
    let failed = |error: std::io::Error| Error::io("keep the present store aside", &aside, &error);
    if !whole {
        // Damaged, so SQLite can't fold its log in: both are kept as they are.
        fs::copy(store, &aside).map_err(failed)?;
        for ending in ["-wal", "-shm"] {
            let beside = with_ending(store, ending);
            if beside.exists() {
                fs::copy(&beside, with_ending(&aside, ending)).map_err(failed)?;
                // It belongs to the store that goes; SQLite would read it into the one that comes.
                fs::remove_file(&beside).map_err(failed)?;
            }
        }
    } else if fs::hard_link(store, &aside).is_err() {
        let half = backup::half_of(&aside);
        fs::copy(store, &half).and_then(|_| fs::rename(&half, &aside)).map_err(failed)?;
    }
    backup::sync_folder(&aside)?;
    Ok(Some(aside))
}

/// The one moment of change.
pub(super) fn swap(ready: &Ready, store: &Path) -> Result<()> {
    fs::rename(&ready.incoming, store).map_err(|error| Error::io(DOING, store, &error))?;
    backup::sync_folder(store)
}

/// Makes the present store one file without a log, which works only while nobody else has it open. False when it is too
/// damaged for that.
fn let_go(store: &Path) -> Result<bool> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let folded = Connection::open_with_flags(store, flags).and_then(|db| {
        db.busy_timeout(PATIENCE)?;
        let mode: String = db.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
        Ok(mode == "delete")
    });
    match folded.map_err(|error| Error::sql(DOING, store, &error)) {
        Ok(true) => Ok(true),
        Ok(false) => Err(open_elsewhere(store)),
        Err(error) if error.fault == Fault::Busy => Err(open_elsewhere(store)),
        Err(error) if error.fault == Fault::Damaged => Ok(false),
        Err(error) => Err(error),
    }
}

fn open_elsewhere(store: &Path) -> Error {
    Error { fault: Fault::Open, path: store.to_owned(), doing: DOING, detail: String::new() }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A name beside the store that no file has yet, e.g. `plimsoll.before-restore-20261121-090000.db`.
#[must_use]
pub fn free_name(store: &Path, what: &str, moment: &str) -> PathBuf {
    let name = |n: u32| match n {
        0 => store.with_extension(format!("{what}-{moment}.db")),
        n => store.with_extension(format!("{what}-{moment}-{n}.db")),
    };
    (0..).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(0))
}
