//! The learner's store: one SQLite file. The only place that names rusqlite.
//!
//! Every user operation is one transaction that appends to the journal and updates what is kept beside it, durable on
//! return (WAL with `synchronous=FULL`). Several windows may use one store.

mod annotations;
mod attempts;
mod backup;
mod browse;
mod cards;
mod convert;
mod curve;
mod definition;
mod doctor;
mod error;
mod journal;
mod library;
mod lineup;
mod migrate;
mod open;
mod packs;
mod plan;
mod queries;
mod queue;
mod recover;
mod restore;
mod reviews;
mod shape;
mod stats;
mod summary;
mod tally;
#[cfg(test)]
mod tests;
mod undo;
mod weights;

pub use attempts::{Kept, Running};
pub use backup::{Contents, examine};
pub use doctor::{Check, Finding, Health, Repair};
pub use error::{Error, Fault};
pub use migrate::SCHEMA;
pub use open::{FILE_NAME, make_folder};
pub use packs::Import;
pub use plan::Reading;
pub use recover::{Recovered, recover};
pub use restore::{Restored, free_name, restore};
pub use tally::Tallied;
pub use weights::{Change as WeightsChange, ReadingRatings};

use std::path::PathBuf;

/// An open store.
#[derive(Debug)]
pub struct Store {
    db: rusqlite::Connection,
    path: PathBuf,
}

/// What store methods return.
pub type Result<T> = std::result::Result<T, Error>;
