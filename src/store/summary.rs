//! What is kept beside the journal so that the first frame needs no counting: days and mastery.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Transaction, params};

use super::convert::memory;
use super::{Result, Store};
use crate::domain::id::ServiceId;
use crate::domain::memory::Model;
use crate::domain::review::journal::{Operation, Source};
use crate::domain::review::schedule::Rules;
use crate::domain::review::{CardState, Filter, Phase};
use crate::domain::time::{Now, StudyDay};
use crate::domain::today::{Mastery, Today};

/// How many services the home screen shows.
const SHOWN: u32 = 6;

/// Days over which the learner's pace is taken.
const PACE_DAYS: i32 = 30;

/// Seconds a review takes before the learner's own pace is known: the mean over many learners.
const PRIOR_SECONDS: f64 = 14.0;

/// How many reviews the prior is worth.
const PRIOR_WEIGHT: f64 = 20.0;

/// Whether an operation is counted or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Plus,
    Minus,
}

impl Store {
    /// The state of the day: a few indexed look-ups.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn today(&self, now: Now, rules: &Rules) -> Result<Today> {
        let due = self.due_counts(now, rules, &Filter::default())?;
        let failed = self.failed("read the day's state");
        let read = || -> rusqlite::Result<Today> {
            let done =
                self.db.prepare_cached("SELECT reviews FROM day WHERE day = ?1")?.query_row([now.day.0], |r| r.get(0));
            let done = done.optional()?.unwrap_or(0);
            let seconds = f64::from(due.total()) * self.pace(now)?;
            let stale = self.mastery_day()? != Some(now.day);
            let (streak, mastery) = (self.streak(now.day)?, self.mastery()?);
            let started = streak > 0 || self.ever_reviewed()?;
            Ok(Today { due, seconds: seconds.round() as u32, done, streak, mastery, stale, started })
        };
        read().map_err(failed)
    }

    /// Counts mastery anew for the study day.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn refresh_mastery(&mut self, now: Now, model: &Model) -> Result<()> {
        let failed = self.failed("count mastery");
        let tx = self.write().map_err(&failed)?;
        recount(&tx, now, model).map_err(&failed)?;
        tx.commit().map_err(&failed)
    }

    /// The number kept under a name.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn fact(&self, name: &str) -> Result<Option<i64>> {
        let found = self.db.prepare_cached("SELECT value FROM fact WHERE name = ?1");
        found.and_then(|mut q| q.query_row([name], |row| row.get(0)).optional()).map_err(self.failed("read a setting"))
    }

    /// Mean seconds a rating takes the learner.
    fn pace(&self, now: Now) -> rusqlite::Result<f64> {
        let (took, reviews): (f64, f64) = self
            .db
            .prepare_cached("SELECT coalesce(total(took), 0), coalesce(total(reviews), 0) FROM day WHERE day > ?1")?
            .query_row([now.day.0.saturating_sub(PACE_DAYS)], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((took / 1000.0 + PRIOR_SECONDS * PRIOR_WEIGHT) / (reviews + PRIOR_WEIGHT))
    }

    fn streak(&self, today: StudyDay) -> rusqlite::Result<u32> {
        let mut query =
            self.db.prepare_cached("SELECT day FROM day WHERE reviews > 0 AND day <= ?1 ORDER BY day DESC")?;
        let mut rows = query.query([today.0])?;
        let (mut streak, mut expected) = (0, today.0);
        while let Some(row) = rows.next()? {
            let day: i32 = row.get(0)?;
            let today_missing = streak == 0 && Some(day) == expected.checked_sub(1);
            if day != expected && !today_missing {
                break;
            }
            streak += 1;
            expected = day.saturating_sub(1);
        }
        Ok(streak)
    }

    fn ever_reviewed(&self) -> rusqlite::Result<bool> {
        self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM day WHERE reviews > 0)")?.query_row([], |row| row.get(0))
    }

    fn mastery_day(&self) -> rusqlite::Result<Option<StudyDay>> {
        let sql = "SELECT value FROM fact WHERE name = 'mastery_day'";
        Ok(self.db.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?.map(StudyDay))
    }

    fn mastery(&self) -> rusqlite::Result<Vec<Mastery>> {
        let mut query = self.db.prepare_cached(
            "SELECT m.service, coalesce(s.title, m.service), m.cards, m.recall FROM mastery m
             LEFT JOIN service s ON s.pack = m.pack AND s.id = m.service
             WHERE m.cards > 0 ORDER BY m.cards DESC, m.service LIMIT ?1",
        )?;
        let rows = query.query_map([SHOWN], |row| {
            let cards: u32 = row.get(2)?;
            let recall: f64 = row.get(3)?;
            let service: String = row.get(0)?;
            Ok((service, row.get(1)?, cards, (recall / f64::from(cards)).clamp(0.0, 1.0)))
        })?;
        let mut mastery = Vec::new();
        for row in rows {
            let (service, title, cards, recall) = row?;
            if let Ok(service) = ServiceId::new(service) {
                mastery.push(Mastery { service, title, cards, recall });
            }
        }
        Ok(mastery)
    }
}

/// Counts an operation into its study day, or takes it back. What an exam rated isn't counted: only its misses are rated,
/// so it would falsify what is recalled, and how long a rating takes.
pub(super) fn count(
    tx: &Transaction<'_>,
    day: StudyDay,
    operation: &Operation,
    source: Source,
    before: &CardState,
    sign: Sign,
) -> rusqlite::Result<()> {
    let (Operation::Review { rating, took }, Source::Due) = (*operation, source) else { return Ok(()) };
    let one = if sign == Sign::Plus { 1 } else { -1 };
    let new = i64::from(before.reviews == 0) * one;
    let due = i64::from(before.phase == Phase::Review) * one;
    let kept = if rating == crate::domain::memory::Rating::Again { 0 } else { due };
    tx.prepare_cached(
        "INSERT INTO day (day, reviews, new, due, kept, took) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (day) DO UPDATE SET reviews = reviews + ?2, new = new + ?3, due = due + ?4, kept = kept + ?5,
            took = took + ?6",
    )?
    .execute(params![day.0, one, new, due, kept, i64::from(took) * one])
    .map(drop)
}

/// Moves the mastery of the card's service and everything above it by what its recall changed.
pub(super) fn shift_mastery(
    tx: &Transaction<'_>,
    card: i64,
    before: &CardState,
    after: &CardState,
    now: Now,
    model: &Model,
) -> rusqlite::Result<()> {
    let change = recall(after, now, model) - recall(before, now, model);
    tx.prepare_cached(
        "UPDATE mastery SET recall = recall + ?2 WHERE (pack, service) IN (
            SELECT a.pack, a.ancestor FROM card JOIN item ON item.key = card.item
            JOIN ancestry a ON a.pack = item.pack AND a.service = item.service WHERE card.key = ?1)",
    )?
    .execute(params![card, change])
    .map(drop)
}

/// Marks mastery as not counted, after cards came or went.
pub(super) fn forget_mastery(tx: &Transaction<'_>) -> rusqlite::Result<()> {
    tx.execute("DELETE FROM fact WHERE name = 'mastery_day'", []).map(drop)
}

fn recall(state: &CardState, now: Now, model: &Model) -> f64 {
    model.recall(state.memory, state.last_day, now.day)
}

fn recount(tx: &Transaction<'_>, now: Now, model: &Model) -> rusqlite::Result<()> {
    let mut sums: HashMap<(String, String), (u32, f64)> = HashMap::new();
    {
        // Grouped by service first, so that a hundred thousand cards don't each look up their ancestors.
        let mut query = tx.prepare(
            "SELECT item.pack, item.service, card.stability, card.difficulty, card.last_day FROM card
             JOIN item ON item.key = card.item WHERE card.retired = 0 AND card.joined = 1",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let recall = model.recall(memory(row, 2)?, row.get::<_, Option<i32>>(4)?.map(StudyDay), now.day);
            let (pack, service) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
            // Looked up by reference would need a borrowed pair key; two short strings a card are cheap enough.
            let sum = sums.entry((pack.to_owned(), service.to_owned())).or_default();
            sum.0 += 1;
            sum.1 += recall;
        }
    }
    tx.execute("DELETE FROM mastery", [])?;
    for ((pack, service), (cards, recall)) in sums {
        tx.prepare_cached(
            "INSERT INTO mastery (pack, service, cards, recall)
             SELECT pack, ancestor, ?3, ?4 FROM ancestry WHERE pack = ?1 AND service = ?2
             ON CONFLICT (pack, service) DO UPDATE SET cards = cards + ?3, recall = recall + ?4",
        )?
        .execute(params![pack, service, cards, recall])?;
    }
    tx.execute("INSERT OR REPLACE INTO fact (name, value) VALUES ('mastery_day', ?1)", [now.day.0]).map(drop)
}
