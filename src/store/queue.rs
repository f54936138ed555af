//! Which cards may come today.

use rusqlite::{OptionalExtension, ToSql, named_params};

use super::{Result, Store};
use crate::domain::review::leech;
use crate::domain::review::queue::{Entry, mixed};
use crate::domain::review::schedule::{NewOrder, Rules};
use crate::domain::review::{Filter, Sitting};
use crate::domain::time::{Now, Timestamp};
use crate::domain::today::{DueCounts, NextDue};

/// The condition on `card.item`, empty when nothing is filtered, so that counts stay on their index.
pub(super) fn condition(filter: &Filter) -> String {
    let mut parts = Vec::new();
    if filter.service.is_some() {
        parts.push(
            "EXISTS (SELECT 1 FROM ancestry a WHERE a.pack = i.pack AND a.service = i.service AND a.ancestor = :service)",
        );
    }
    if filter.tag.as_deref() == Some(leech::TAG) {
        // Not one of the pack's tags: the store knows which cards are leeches.
        parts.push(":tag = 'leech' AND :leech > 0 AND card.lapses >= :leech");
    } else if filter.tag.is_some() {
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

pub(super) fn parameters<'a>(
    filter: &'a Filter,
    leech: &'a u32,
    mut first: Vec<(&'a str, &'a dyn ToSql)>,
) -> Vec<(&'a str, &'a dyn ToSql)> {
    for (name, value) in [(":service", &filter.service), (":tag", &filter.tag), (":pack", &filter.pack)] {
        if let Some(value) = value {
            first.push((name, value));
        }
    }
    if filter.tag.as_deref() == Some(leech::TAG) {
        first.push((":leech", leech));
    }
    first
}

/// The conditions of the three partial indexes, letter by letter, so that SQLite can use them.
pub(super) const NEW: &str = "phase = 0 AND retired = 0 AND joined = 1 AND suspended = 0";
pub(super) const REVIEW: &str = "phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0 AND due_day <= :day";
pub(super) const STEP: &str = "phase IN (1, 3) AND retired = 0 AND joined = 1 AND suspended = 0";
/// Brought forward in the last week and not rated since: a rating gives the card another day.
pub(super) const PULLED: &str = "key IN (SELECT card FROM journal WHERE kind = 'pull' AND day > :day - 7)";
pub(super) const NOT_BURIED: &str = "(buried IS NULL OR buried < :day)";

impl Store {
    /// Counts of the cards that may come today.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn due_counts(&self, now: Now, rules: &Rules, filter: &Filter) -> Result<DueCounts> {
        let failed = self.failed("count the cards due");
        let left = self.left_today(now, rules).map_err(&failed)?;
        let count = |which: &str, limit: Option<&u32>| -> rusqlite::Result<u32> {
            let those = format!("FROM card WHERE {which} AND {NOT_BURIED} {}", condition(filter));
            let fixed: Vec<(&str, &dyn ToSql)> = vec![(":day", &now.day.0)];
            let mut parameters = parameters(filter, &rules.leech, fixed);
            // Without a limit SQLite counts twice as fast where it isn't asked to keep to one.
            let sql = match limit {
                None => format!("SELECT count(*) {those}"),
                Some(limit) => {
                    parameters.push((":limit", limit));
                    format!("SELECT count(*) FROM (SELECT 1 {those} LIMIT :limit)")
                }
            };
            self.db.prepare_cached(&sql)?.query_row(&parameters[..], |row| row.get(0))
        };
        let steps = format!("{STEP} AND due_at < {}", now.next_day_at.0);
        let mut counts = DueCounts {
            learning: count(&steps, None).map_err(&failed)?,
            review: count(REVIEW, Some(&left.reviews)).map_err(&failed)?,
            new: count(NEW, Some(&left.new)).map_err(&failed)?,
            next: None,
            catch_up: left.catch_up,
        };
        if !rules.limits.is_empty() {
            // Cards of a limited pack or service have to be looked at one by one.
            let [_, reviews, new] = self.lineup(now, rules, filter).map_err(&failed)?;
            counts.review = u32::try_from(reviews.len()).unwrap_or(u32::MAX);
            counts.new = u32::try_from(new.len()).unwrap_or(u32::MAX);
        }
        counts.next = self.next_due(now, &counts).map_err(&failed)?;
        Ok(counts)
    }

    /// Today's cards in order: steps, then reviews and new ones mixed, within the day's limits.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn queue(&self, now: Now, rules: &Rules, filter: &Filter) -> Result<Vec<Entry>> {
        let failed = self.failed("line up the cards due");
        let [mut all, reviews, new] = match filter.sitting {
            Sitting::Today => self.lineup(now, rules, filter).map_err(&failed)?,
            Sitting::Ahead(days) => [vec![], self.ahead(now, filter, days, rules.leech).map_err(&failed)?, vec![]],
            Sitting::Cram => return self.cram(now, filter, rules.leech).map_err(&failed),
        };
        all.extend(match rules.new_order {
            NewOrder::Mixed | NewOrder::Random => mixed(reviews, new),
            NewOrder::First => [mixed(vec![], new), mixed(reviews, vec![])].concat(),
            NewOrder::Last => [mixed(reviews, vec![]), mixed(vec![], new)].concat(),
        });
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
            list(
                "SELECT DISTINCT name FROM tag JOIN item ON item.key = tag.item WHERE retired = 0
                UNION SELECT 'leech' ORDER BY name",
            )
            .map_err(&failed)?,
            list("SELECT id FROM pack WHERE removed_at IS NULL ORDER BY id").map_err(&failed)?,
        ])
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
