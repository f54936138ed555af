//! Reviews tallied by study day and hour: kept, and counted on from where they end.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::convert::source;
use super::weights::{Models, models};
use super::{Result, Store};
use crate::domain::memory::{Memory, Rating};
use crate::domain::review::journal::Source;
use crate::domain::stats::ReviewRow;
use crate::domain::stats::reviews::{Tallies, Tally, Tallying};
use crate::domain::time::{Calendar, StudyDay, Timestamp};

/// Rows of the journal that are tallied at once: some 20 ms of work.
const SLICE: i64 = 40_000;

/// Rows that are quicker tallied each time than kept.
const FEW: i64 = 500;

/// How far tallying has come, in rows of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tallied {
    /// Tallied.
    pub done: u64,
    /// All of them.
    pub all: u64,
}

impl Tallied {
    /// Whether little enough is left to be counted at once.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.all.saturating_sub(self.done) <= FEW.unsigned_abs()
    }
}

impl Store {
    /// Tallies the next rows of the journal and keeps that, unless few are left.
    ///
    /// # Errors
    /// When the store can't be read or written; then nothing changed, and [`Store::stats`] counts the rows itself.
    pub fn tally_on(&mut self, calendar: &Calendar) -> Result<Tallied> {
        let failed = self.failed("count the reviews");
        let (from, last) = (kept_to(&self.db).map_err(&failed)?, last_row(&self.db).map_err(&failed)?);
        let tallied = |done: i64| Tallied { done: done.unsigned_abs(), all: last.unsigned_abs() };
        if last.saturating_sub(from) <= FEW {
            return Ok(tallied(from));
        }
        let to = page_end(&self.db, from, last, SLICE).map_err(&failed)?;
        let more = tallies(&self.db, from, to, calendar).map_err(&failed)?;
        let tx = self.write().map_err(&failed)?;
        // Another window may have been faster.
        if kept_to(&tx).map_err(&failed)? == from {
            keep(&tx, &more, to).map_err(&failed)?;
            tx.commit().map_err(&failed)?;
        }
        Ok(tallied(to))
    }

    /// All of them: those kept, and those after.
    pub(super) fn tallies(&self, calendar: &Calendar) -> rusqlite::Result<Tallies> {
        let mut all = kept(&self.db)?;
        let (from, last) = (kept_to(&self.db)?, last_row(&self.db)?);
        all.add(&tallies(&self.db, from, last, calendar)?);
        Ok(all)
    }
}

/// The last row of a page of so many after `from`. By rows, not by numbers: a damaged number may be as large as it likes.
pub(super) fn page_end(db: &Connection, from: i64, last: i64, rows: i64) -> rusqlite::Result<i64> {
    let sql = "SELECT seq FROM journal WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT 1 OFFSET ?3";
    let found = db.prepare_cached(sql)?.query_row([from, last, rows - 1], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(last))
}

/// Throws them away, to be counted anew.
pub(super) fn forget_tallies(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM fact WHERE name = 'tallied'", [])?;
    tx.execute("DELETE FROM tally", []).map(drop)
}

/// The last row of the journal that the kept ones hold.
fn kept_to(db: &Connection) -> rusqlite::Result<i64> {
    let sql = "SELECT value FROM fact WHERE name = 'tallied'";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?.unwrap_or(0))
}

fn last_row(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("SELECT coalesce(max(seq), 0) FROM journal")?.query_row([], |row| row.get(0))
}

const COLUMNS: &str =
    "day, hour, learning_again, learning_hard, learning_good, learning_easy, due_again, due_hard, due_good, due_easy,
    predicted";

fn kept(db: &Connection) -> rusqlite::Result<Tallies> {
    let mut all = Tallies::default();
    let mut query = db.prepare_cached(&format!("SELECT {COLUMNS} FROM tally"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let tally = Tally {
            learning: [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?],
            due: [row.get(6)?, row.get(7)?, row.get(8)?, row.get(9)?],
            predicted: row.get(10)?,
        };
        all.0.insert((StudyDay(row.get(0)?), row.get(1)?), tally);
    }
    Ok(all)
}

fn keep(tx: &Transaction<'_>, more: &Tallies, to: i64) -> rusqlite::Result<()> {
    let mut put = tx.prepare_cached(&format!(
        "INSERT INTO tally ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (day, hour) DO UPDATE SET learning_again = learning_again + ?3, learning_hard = learning_hard + ?4,
            learning_good = learning_good + ?5, learning_easy = learning_easy + ?6, due_again = due_again + ?7,
            due_hard = due_hard + ?8, due_good = due_good + ?9, due_easy = due_easy + ?10, predicted = predicted + ?11"
    ))?;
    for ((day, hour), Tally { learning: l, due: d, predicted }) in &more.0 {
        put.execute(params![day.0, hour, l[0], l[1], l[2], l[3], d[0], d[1], d[2], d[3], predicted])?;
    }
    tx.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('tallied', ?1)", [to]).map(drop)
}

/// What the rows after `from` up to `to` add. Only reviews of the daily cards count, and what undoes or redoes one.
fn tallies(db: &Connection, from: i64, to: i64, calendar: &Calendar) -> rusqlite::Result<Tallies> {
    // What a review was predicted with are the weights of that time.
    let models = models(db)?;
    let mut tallying = Tallying::new(calendar);
    let mut query = db.prepare_cached(
        "SELECT rating, at, day, before, origin, seq, root, kind FROM journal WHERE seq > ?1 AND seq <= ?2",
    )?;
    let mut root = db.prepare_cached("SELECT rating, at, day, before, origin, seq FROM journal WHERE seq = ?1")?;
    let mut rows = query.query([from, to])?;
    while let Some(row) = rows.next()? {
        match row.get::<_, Option<i64>>(6)? {
            None => count(row, false, &mut tallying, &models)?,
            Some(of) => {
                let taken_back = row.get_ref(7)?.as_str()? == "undo";
                let found = root.query_row([of], |row| count(row, taken_back, &mut tallying, &models)).optional()?;
                found.unwrap_or(());
            }
        }
    }
    Ok(tallying.done())
}

/// Counts a row of rating, instant, day, state before, origin and number, if it is a review of the daily cards.
fn count(row: &Row<'_>, taken_back: bool, tallying: &mut Tallying<'_>, models: &Models) -> rusqlite::Result<()> {
    let Some(rating) = row.get::<_, Option<u8>>(0)?.and_then(Rating::of) else { return Ok(()) };
    if source(row, 4)? != Source::Due {
        return Ok(());
    }
    let before = memory_in_review(row.get_ref(3)?.as_str()?);
    let review = ReviewRow { at: Timestamp(row.get(1)?), day: StudyDay(row.get(2)?), rating, before };
    tallying.count(&review, taken_back, models.at(row.get(5)?));
    Ok(())
}

/// Memory and last day of a card in review, out of the journal's text `[phase,step,stability,difficulty,due_at,due_day,
/// last_day,...]`; none in any other phase. By hand: a general reader takes most of the time for a million rows.
fn memory_in_review(text: &str) -> Option<(Memory, StudyDay)> {
    let mut parts = text.strip_prefix("[2,")?.split(',').skip(1);
    let (stability, difficulty) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let last = parts.nth(2)?.parse().ok()?;
    Some((Memory { stability, difficulty }, StudyDay(last)))
}
