//! Which cards may come today.

use rusqlite::{OptionalExtension, ToSql, named_params};

use super::{Result, Store};
use crate::domain::review::Filter;
use crate::domain::review::queue::{Due, Entry, mixed};
use crate::domain::review::schedule::Rules;
use crate::domain::time::{Now, Timestamp};
use crate::domain::today::{DueCounts, NextDue};

/// The condition on `card.item`, empty when nothing is filtered, so that counts stay on their index.
fn condition(filter: &Filter) -> String {
    let mut parts = Vec::new();
    if filter.service.is_some() {
        parts.push(
            "EXISTS (SELECT 1 FROM ancestry a WHERE a.pack = i.pack AND a.service = i.service AND a.ancestor = :service)",
        );
    }
    if filter.tag.is_some() {
        parts.push("EXISTS (SELECT 1 FROM tag t WHERE t.item = i.key AND t.name = :tag)");
    }
    if filter.pack.is_some() {
        parts.push("i.pack = :pack");
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("AND card.item IN (SELECT i.key FROM item i WHERE {})", parts.join(" AND "))
}

fn parameters<'a>(filter: &'a Filter, mut first: Vec<(&'a str, &'a dyn ToSql)>) -> Vec<(&'a str, &'a dyn ToSql)> {
    for (name, value) in [(":service", &filter.service), (":tag", &filter.tag), (":pack", &filter.pack)] {
        if let Some(value) = value {
            first.push((name, value));
        }
    }
    first
}

/// The conditions of the three partial indexes, letter by letter, so that SQLite can use them.
const NEW: &str = "phase = 0 AND retired = 0 AND joined = 1 AND suspended = 0";
const REVIEW: &str = "phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0 AND due_day <= :day";
const STEP: &str = "phase IN (1, 3) AND retired = 0 AND joined = 1 AND suspended = 0";
/// Brought forward in the last week and not rated since: a rating gives the card another day.
const PULLED: &str = "key IN (SELECT card FROM journal WHERE kind = 'pull' AND day > :day - 7)";
const NOT_BURIED: &str = "(buried IS NULL OR buried < :day)";

impl Store {
    /// Counts of the cards that may come today.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn due_counts(&self, now: Now, rules: &Rules, filter: &Filter) -> Result<DueCounts> {
        let failed = self.failed("count the cards due");
        let (new_left, reviews_left) = self.left_today(now, rules).map_err(&failed)?;
        let count = |which: &str, limit: u32| -> rusqlite::Result<u32> {
            let sql = format!(
                "SELECT count(*) FROM (SELECT 1 FROM card WHERE {which} AND {NOT_BURIED} {} LIMIT :limit)",
                condition(filter)
            );
            let parameters = parameters(filter, vec![(":day", &now.day.0), (":limit", &limit)]);
            self.db.prepare_cached(&sql)?.query_row(&parameters[..], |row| row.get(0))
        };
        let steps = format!("{STEP} AND due_at < {}", now.next_day_at.0);
        let mut counts = DueCounts {
            learning: count(&steps, u32::MAX).map_err(&failed)?,
            review: count(REVIEW, reviews_left).map_err(&failed)?,
            new: count(NEW, new_left).map_err(&failed)?,
            next: None,
        };
        counts.next = self.next_due(now, &counts).map_err(&failed)?;
        Ok(counts)
    }

    /// Today's cards in order: steps, then reviews and new ones mixed, within the day's limits.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn queue(&self, now: Now, rules: &Rules, filter: &Filter) -> Result<Vec<Entry>> {
        let failed = self.failed("line up the cards due");
        let (new_left, reviews_left) = self.left_today(now, rules).map_err(&failed)?;
        let list = |which: &str, order: &str, limit: u32| -> rusqlite::Result<Vec<(i64, i64, i64)>> {
            let sql = format!(
                "SELECT key, item, due_at FROM card WHERE {which} AND {NOT_BURIED} {} ORDER BY {order} LIMIT :limit",
                condition(filter)
            );
            let parameters = parameters(filter, vec![(":day", &now.day.0), (":limit", &limit)]);
            let mut query = self.db.prepare_cached(&sql)?;
            let rows = query.query_map(&parameters[..], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            rows.collect()
        };
        let steps = format!("{STEP} AND due_at < {}", now.next_day_at.0);
        let steps = list(&steps, "due_at, key", u32::MAX).map_err(&failed)?;
        // What an exam's misses brought forward comes before the backlog, and within the day's limit too.
        let pulled = format!("{REVIEW} AND {PULLED}");
        let mut reviews = list(&pulled, "due_at, key", reviews_left).map_err(&failed)?;
        let left = reviews_left - u32::try_from(reviews.len()).unwrap_or(reviews_left);
        reviews.extend(list(&format!("{REVIEW} AND NOT {PULLED}"), "due_day, key", left).map_err(&failed)?);
        let new = list(NEW, "rank, key", new_left).map_err(&failed)?;
        let entries = |rows: Vec<(i64, i64, i64)>, due: fn(i64) -> Due| -> Vec<Entry> {
            rows.into_iter().map(|(card, item, at)| Entry { card, item, due: due(at) }).collect()
        };
        let mut all = entries(steps, |at| Due::Step(Timestamp(at)));
        all.extend(mixed(entries(reviews, |_| Due::Review), entries(new, |_| Due::New)));
        Ok(all)
    }

    /// What a filter may name: services, tags and packs in use.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn filter_names(&self) -> Result<[Vec<String>; 3]> {
        let failed = self.failed("list services and tags");
        let list = |sql: &str| -> rusqlite::Result<Vec<String>> {
            self.db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let in_use = "IN (SELECT id FROM pack WHERE removed_at IS NULL)";
        Ok([
            list(&format!("SELECT DISTINCT id FROM service WHERE pack {in_use} ORDER BY id")).map_err(&failed)?,
            list("SELECT DISTINCT name FROM tag JOIN item ON item.key = tag.item WHERE retired = 0 ORDER BY name")
                .map_err(&failed)?,
            list("SELECT id FROM pack WHERE removed_at IS NULL ORDER BY id").map_err(&failed)?,
        ])
    }

    /// The cards in review that an exam's misses brought forward and that were not rated since, in the order in which they
    /// should come, whatever else is planned for the day.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn brought_forward(&self, now: Now) -> Result<Vec<i64>> {
        let sql = format!("SELECT key FROM card WHERE {REVIEW} AND {NOT_BURIED} AND {PULLED} ORDER BY due_at, key");
        let read = |mut query: rusqlite::CachedStatement<'_>| {
            query.query_map(named_params! {":day": now.day.0}, |row| row.get(0))?.collect()
        };
        self.db.prepare_cached(&sql).and_then(read).map_err(self.failed("look for what was brought forward"))
    }

    /// New cards and reviews still allowed today.
    fn left_today(&self, now: Now, rules: &Rules) -> rusqlite::Result<(u32, u32)> {
        let (new, due): (u32, u32) = self
            .db
            .prepare_cached("SELECT coalesce(sum(new), 0), coalesce(sum(due), 0) FROM day WHERE day = ?1")?
            .query_row([now.day.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((rules.new_per_day.saturating_sub(new), rules.reviews_per_day.saturating_sub(due)))
    }

    fn next_due(&self, now: Now, counts: &DueCounts) -> rusqlite::Result<Option<NextDue>> {
        if counts.review + counts.new > 0 {
            return Ok(Some(NextDue::At(now.at)));
        }
        let step: Option<i64> = self
            .db
            .prepare_cached(&format!("SELECT min(due_at) FROM card WHERE {STEP} AND {NOT_BURIED}"))?
            .query_row(named_params! {":day": now.day.0}, |row| row.get(0))?;
        if let Some(at) = step.filter(|at| *at < now.next_day_at.0) {
            return Ok(Some(NextDue::At(Timestamp(at))));
        }
        // Seeks in the index, never a scan: this is asked before the first frame.
        let review = "phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0";
        let mut next: Option<i32> = self
            .db
            .prepare_cached(&format!(
                "SELECT due_day FROM card WHERE {review} AND due_day > ?1 ORDER BY due_day LIMIT 1"
            ))?
            .query_row([now.day.0], |row| row.get(0))
            .optional()?;
        let waiting: bool = self
            .db
            .prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM card WHERE {NEW}) OR EXISTS (SELECT 1 FROM card WHERE {REVIEW})"
            ))?
            .query_row(named_params! {":day": now.day.0}, |row| row.get(0))?;
        let tomorrow = now.day.plus(1).0;
        if waiting || step.is_some() {
            next = Some(tomorrow);
        }
        Ok(next.map(|day| NextDue::Day(crate::domain::time::StudyDay(day.max(tomorrow)))))
    }
}
