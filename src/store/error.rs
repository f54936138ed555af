//! What can go wrong with the store, sorted by what the learner can do about it.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A failure of the store; nothing of the failed operation is kept.
#[derive(Debug)]
pub struct Error {
    /// What kind it is.
    pub fault: Fault,
    /// The file or folder concerned.
    pub path: PathBuf,
    /// What was being done, e.g. `open the store`.
    pub doing: &'static str,
    /// What the system said.
    pub detail: String,
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The file is something else; it was left alone.
    NotOurs,
    /// A newer version of the program made it.
    Newer {
        /// The file's schema.
        found: u32,
        /// The newest schema this program knows.
        known: u32,
    },
    /// SQLite finds it damaged.
    Damaged,
    /// Another process holds it.
    Busy,
    /// There is such a file already; it was left alone.
    Exists,
    /// Another window has the store open.
    Open,
    /// It can't be written.
    ReadOnly,
    /// No room left.
    Full,
    /// It can't be opened or read.
    Unreadable,
    /// Anything else: a fault of the program.
    Other,
}

impl Error {
    /// An error from the file system.
    pub(super) fn io(doing: &'static str, path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let fault = match error.kind() {
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Fault::ReadOnly,
            Kind::StorageFull | Kind::QuotaExceeded => Fault::Full,
            _ => Fault::Unreadable,
        };
        Self { fault, path: path.to_owned(), doing, detail: error.to_string() }
    }

    /// An error from SQLite.
    pub(super) fn sql(doing: &'static str, path: &Path, error: &rusqlite::Error) -> Self {
        let fault = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Fault::Damaged,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Fault::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Fault::ReadOnly,
            Some(ErrorCode::DiskFull) => Fault::Full,
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => Fault::Unreadable,
            _ => Fault::Other,
        };
        Self { fault, path: path.to_owned(), doing, detail: error.to_string() }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self.fault {
            Fault::NotOurs => {
                "It was left as it is. Choose another folder with --data-dir, or move the file away.".into()
            }
            Fault::Newer { .. } => "Install the newer version of plimsoll; this one leaves the store as it is.".into(),
            Fault::Damaged => {
                "It was left as it is. `plimsoll doctor` says what can be saved; `plimsoll restore` lists the backups that were made of \
                 the store by itself."
                    .into()
            }
            Fault::Exists => "Choose another name, or add --force to replace the file.".into(),
            Fault::Open => "Close every other plimsoll window first; nothing was changed.".into(),
            Fault::Busy => "Another program holds the store. Close it, or try again in a moment.".into(),
            Fault::ReadOnly => "Check the permissions of the folder, or choose another one with --data-dir.".into(),
            Fault::Full => "Free some space and try again; nothing that was shown as done is lost.".into(),
            Fault::Unreadable => {
                "Check that the disk has room and that the folder is there and yours, or choose another one with --data-dir.".into()
            }
            Fault::Other => "This is a fault in plimsoll; what was shown as done is kept. Please report it.".into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match self.fault {
            Fault::NotOurs => write!(f, "{path} is not a plimsoll store"),
            Fault::Newer { found, known } => {
                write!(f, "{path} was made by a newer plimsoll (its form is {found}, this one knows up to {known})")
            }
            Fault::Damaged => write!(f, "{path} is damaged ({})", self.detail),
            Fault::Exists => write!(f, "{path} exists already; {}", self.detail),
            Fault::Open => write!(f, "can't {}: another window has {path} open", self.doing),
            Fault::Busy => write!(f, "can't {}: {path} is in use", self.doing),
            Fault::ReadOnly => write!(f, "can't {}: {path} can't be written ({})", self.doing, self.detail),
            Fault::Full => write!(f, "can't {}: no space left for {path}", self.doing),
            Fault::Unreadable | Fault::Other => write!(f, "can't {}: {path}: {}", self.doing, self.detail),
        }
    }
}

impl std::error::Error for Error {}
