//! The weights in use, with their history, and the ratings that new ones are fitted to.
//!
//! Weights are rows of the journal like anything else that is done: the last row about weights says which hold, and undo
//! adds another.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::convert::source;
use super::summary::forget_mastery;
use super::tally::page_end;
use super::{Result, Store};
use crate::domain::memory::{Model, Rating};
use crate::domain::optimize::{Adopted, Collecting, Ratings};
use crate::domain::time::{Now, StudyDay, Timestamp};

/// Rows of the journal that are read at once: some milliseconds.
const PAGE: i64 = 20_000;

/// Ratings while they are read.
#[derive(Debug)]
pub struct ReadingRatings {
    collecting: Collecting,
    undone: HashSet<i64>,
    in_use: HashSet<i64>,
    at: i64,
    last: i64,
}

/// Weights that came into use.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// The weights from then on; none for the defaults.
    pub weights: Option<Adopted>,
    /// Whether that took something back.
    pub undone: bool,
}

/// The models that predicted, by the first row of the journal after which each held.
#[derive(Debug, Default)]
pub(super) struct Models {
    usual: Model,
    changes: Vec<(i64, Model)>,
}

impl Models {
    /// The model that held when that row was written.
    pub(super) fn at(&self, seq: i64) -> &Model {
        match self.changes.partition_point(|(from, _)| *from < seq).checked_sub(1) {
            Some(at) => &self.changes[at].1,
            None => &self.usual,
        }
    }
}

impl ReadingRatings {
    /// Rows read, and all.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.at.unsigned_abs(), self.last.unsigned_abs())
    }

    /// All ratings, once they were read.
    #[must_use]
    pub fn done(self) -> Ratings {
        self.collecting.done(|card| self.in_use.contains(&card))
    }
}

impl Store {
    /// The weights in use; none while they are the defaults.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn weights(&self) -> Result<Option<Adopted>> {
        in_use(&self.db).map_err(self.failed("read the weights"))
    }

    /// FSRS with the weights in use.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn model(&self) -> Result<Model> {
        Ok(model_of(self.weights()?.as_ref()))
    }

    /// Every change of the weights, the first one first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn weights_history(&self) -> Result<Vec<Change>> {
        let failed = self.failed("read the weights");
        let sql = format!("SELECT at, after, kind {ABOUT_WEIGHTS} ORDER BY seq");
        let read = || -> rusqlite::Result<Vec<Change>> {
            let mut query = self.db.prepare_cached(&sql)?;
            let rows = query.query_map([], |row| {
                let weights = adopted(row.get_ref(1)?.as_str()?);
                Ok(Change { at: Timestamp(row.get(0)?), weights, undone: row.get_ref(2)?.as_str()? == "undo" })
            })?;
            rows.collect()
        };
        read().map_err(failed)
    }

    /// Takes weights into use, if those are in use that they were held against. False when another window was faster.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn adopt(&mut self, before: Option<&Adopted>, new: &Adopted, now: Now) -> Result<bool> {
        let failed = self.failed("keep the weights");
        let tx = self.write().map_err(&failed)?;
        if in_use(&tx).map_err(&failed)?.as_ref() != before {
            return Ok(false);
        }
        let insert = tx.execute(
            "INSERT INTO journal (kind, at, day, before, after) VALUES ('weights', ?1, ?2, ?3, ?4)",
            params![now.at.0, now.day.0, text(before), text(Some(new))],
        );
        insert.map_err(&failed)?;
        // Recall is another with other weights.
        forget_mastery(&tx).map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(true)
    }

    /// Begins to read the ratings that weights are fitted to.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn reading_ratings(&self) -> Result<ReadingRatings> {
        let begin = || -> rusqlite::Result<ReadingRatings> {
            let last = self.db.query_row("SELECT coalesce(max(seq), 0) FROM journal", [], |row| row.get(0))?;
            let mut undone = self.db.prepare_cached(
                "SELECT root FROM (SELECT root, kind, max(seq) FROM journal WHERE root IS NOT NULL GROUP BY root)
                 WHERE kind = 'undo'",
            )?;
            let undone = undone.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let mut in_use = self.db.prepare_cached(
                "SELECT key FROM card WHERE retired = 0 AND joined = 1 AND suspended = 0 AND stability IS NOT NULL",
            )?;
            let in_use = in_use.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            Ok(ReadingRatings { collecting: Collecting::default(), undone, in_use, at: 0, last })
        };
        begin().map_err(self.failed("read the journal"))
    }

    /// Reads the next of them. True when all are read.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn read_ratings(&self, reading: &mut ReadingRatings) -> Result<bool> {
        let mut read = || -> rusqlite::Result<()> {
            let to = page_end(&self.db, reading.at, reading.last, PAGE)?;
            let mut query = self.db.prepare_cached(
                // No stability before: new, or started over, also when a miss pulled it since. `[phase,step,null,...`
                "SELECT seq, card, day, rating, origin, substr(before, 5, 5) = ',null' FROM journal
                 WHERE seq > ?1 AND seq <= ?2 AND kind = 'review'",
            )?;
            let mut rows = query.query([reading.at, to])?;
            while let Some(row) = rows.next()? {
                let Some(rating) = Rating::of(row.get(3)?) else { continue };
                if reading.undone.contains(&row.get(0)?) {
                    continue;
                }
                let source = source(row, 4)?;
                reading.collecting.push(row.get(1)?, StudyDay(row.get(2)?), rating, source, row.get(5)?);
            }
            reading.at = to;
            Ok(())
        };
        read().map_err(self.failed("read the journal"))?;
        Ok(reading.at >= reading.last)
    }
}

/// Rows about weights are those about no card and no item.
const ABOUT_WEIGHTS: &str = "FROM journal WHERE card IS NULL AND item IS NULL";

fn in_use(db: &Connection) -> rusqlite::Result<Option<Adopted>> {
    let sql = format!("SELECT after {ABOUT_WEIGHTS} ORDER BY seq DESC LIMIT 1");
    let found = db.prepare_cached(&sql)?.query_row([], |row| Ok(adopted(row.get_ref(0)?.as_str()?))).optional()?;
    Ok(found.flatten())
}

/// The models of all times.
pub(super) fn models(db: &Connection) -> rusqlite::Result<Models> {
    let mut query = db.prepare_cached(&format!("SELECT seq, after {ABOUT_WEIGHTS} ORDER BY seq"))?;
    let rows = query.query_map([], |row| {
        let weights = adopted(row.get_ref(1)?.as_str()?);
        Ok((row.get(0)?, model_of(weights.as_ref())))
    })?;
    Ok(Models { usual: Model::default(), changes: rows.collect::<rusqlite::Result<_>>()? })
}

/// What undoing or redoing a change of the weights needs, beside its row.
pub(super) fn weights_changed(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    forget_mastery(tx)
}

/// Weights as the journal keeps them.
pub(super) fn text(weights: Option<&Adopted>) -> String {
    serde_json::to_string(&weights).unwrap_or_else(|_| "null".to_owned())
}

/// The weights of a journal text; the defaults where there are none, or none that can be.
pub(super) fn adopted(text: &str) -> Option<Adopted> {
    let adopted: Option<Adopted> = serde_json::from_str(text).ok()?;
    adopted.filter(|adopted| adopted.weights.model().is_ok())
}

fn model_of(weights: Option<&Adopted>) -> Model {
    weights.and_then(|adopted| adopted.weights.model().ok()).unwrap_or_default()
}
