//! The journal replayed row by row against what is kept beside it.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, Transaction, params};

use super::super::convert::{STATE, STATE_COLUMNS, from_text, source, state};
use super::super::reviews::{operation, put_state, stays};
use super::super::summary::forget_mastery;
use super::super::tally::forget_tallies;
use crate::domain::memory::Model;
use crate::domain::review::CardState;
use crate::domain::review::audit::{Audit, DaySum, Root, Said, Step};
use crate::domain::time::StudyDay;

/// The operations that change a state; other rows only pass it on.
const OPERATIONS: [&str; 6] = ["review", "bury", "suspend", "resume", "pull", "forget"];

/// Replays all of it; a row at a time, so that a million take little memory.
pub fn replay<'a>(db: &Connection, model: &'a Model) -> rusqlite::Result<Audit<'a>> {
    let mut audit = Audit::new(model);
    let mut query = db.prepare(
        "SELECT j.seq, j.card, j.day, j.before, j.after, j.kind, j.rating, j.took, j.origin,
            r.day, r.before, r.after, r.kind, r.rating, r.took, r.origin
         FROM journal j LEFT JOIN journal r ON r.seq = j.root WHERE j.card IS NOT NULL ORDER BY j.seq",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        audit.take(&step(row)?);
    }
    Ok(audit)
}

fn step(row: &Row<'_>) -> rusqlite::Result<Step> {
    let kind = row.get_ref(5)?.as_str()?;
    let reversal = matches!(kind, "undo" | "redo");
    let what = if reversal {
        root(row)?.map(|root| if kind == "undo" { Said::Undone(root) } else { Said::Redone(root) })
    } else if OPERATIONS.contains(&kind) {
        Some(Said::Done(operation(kind, row.get(6)?, row.get(7)?), source(row, 8)?))
    } else {
        None
    };
    let day = StudyDay(row.get(2)?);
    Ok(Step { seq: row.get(0)?, card: row.get(1)?, day, what, before: text(row, 3)?, after: text(row, 4)? })
}

/// The operation that a reversal names; none when it is missing, or of a kind that has no state.
fn root(row: &Row<'_>) -> rusqlite::Result<Option<Root>> {
    let Some(kind) = row.get::<_, Option<String>>(12)?.filter(|kind| OPERATIONS.contains(&kind.as_str())) else {
        return Ok(None);
    };
    Ok(Some(Root {
        day: StudyDay(row.get(9)?),
        operation: operation(&kind, row.get(13)?, row.get(14)?),
        source: source(row, 15)?,
        before: text(row, 10)?,
        after: text(row, 11)?,
    }))
}

fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<CardState> {
    let unreadable =
        || rusqlite::Error::InvalidColumnType(at, "a state in the journal".into(), rusqlite::types::Type::Text);
    from_text(row.get_ref(at)?.as_str()?).ok_or_else(unreadable)
}

/// Cards whose state, or whose place in the queue, isn't what the journal left.
#[derive(Debug, Default)]
pub struct WrongStates(Vec<(i64, String, CardState)>);

impl WrongStates {
    /// Their ids.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|(_, id, _)| id.clone()).collect()
    }
}

/// Compares every card with what the journal left of it; one without a row was never touched.
pub fn wrong_states(db: &Connection, audit: &Audit<'_>) -> rusqlite::Result<WrongStates> {
    let sql = format!(
        "SELECT {STATE}, card.key, item.pack || '/' || item.slug || '#' || card.slug,
            item.kind = 'question' AND card.joined != (card.reviews > 0 OR {})
         FROM card JOIN item ON item.key = card.item ORDER BY card.key",
        stays()
    );
    let mut query = db.prepare(&sql)?;
    let mut rows = query.query([])?;
    let mut wrong = WrongStates::default();
    while let Some(row) = rows.next()? {
        let key: i64 = row.get(STATE_COLUMNS)?;
        let expected = audit.states.get(&key).copied().unwrap_or_default();
        let misplaced: bool = row.get(STATE_COLUMNS + 2)?;
        if state(row, 0)? != expected || misplaced {
            wrong.0.push((key, row.get(STATE_COLUMNS + 1)?, expected));
        }
    }
    Ok(wrong)
}

/// Days whose counts aren't what their reviews add up to.
pub fn wrong_days(db: &Connection, audit: &Audit<'_>) -> rusqlite::Result<Vec<StudyDay>> {
    let mut kept = db.prepare("SELECT day, reviews, new, due, kept, took FROM day")?;
    let rows = kept.query_map([], |row| {
        let sum =
            DaySum { reviews: row.get(1)?, new: row.get(2)?, due: row.get(3)?, kept: row.get(4)?, took: row.get(5)? };
        Ok((StudyDay(row.get(0)?), sum))
    })?;
    let kept: BTreeMap<StudyDay, DaySum> = rows.collect::<rusqlite::Result<_>>()?;
    let of = |days: &BTreeMap<StudyDay, DaySum>, day| days.get(&day).copied().unwrap_or_default();
    let mut days: Vec<StudyDay> = kept.keys().chain(audit.days.keys()).copied().collect();
    days.sort_unstable();
    days.dedup();
    days.retain(|day| of(&kept, *day) != of(&audit.days, *day));
    Ok(days)
}

/// Sets cards to what the journal left of them.
pub fn mend_states(tx: &Transaction<'_>, model: &Model) -> rusqlite::Result<u64> {
    let audit = replay(tx, model)?;
    let wrong = wrong_states(tx, &audit)?;
    for (card, _, state) in &wrong.0 {
        put_state(tx, *card, None, state)?;
        tx.prepare_cached(&format!(
            "UPDATE card SET joined = (?2 OR {}) WHERE key = ?1
                AND (SELECT kind FROM item WHERE item.key = card.item) = 'question'",
            stays()
        ))?
        .execute(params![card, state.reviews > 0])?;
    }
    forget_mastery(tx)?;
    Ok(wrong.0.len() as u64)
}

/// Counts the days anew.
pub fn mend_days(tx: &Transaction<'_>, model: &Model) -> rusqlite::Result<u64> {
    let audit = replay(tx, model)?;
    let wrong = wrong_days(tx, &audit)?;
    for day in &wrong {
        let sum = audit.days.get(day).copied().unwrap_or_default();
        tx.execute(
            "INSERT OR REPLACE INTO day (day, reviews, new, due, kept, took) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![day.0, sum.reviews, sum.new, sum.due, sum.kept, sum.took],
        )?;
    }
    forget_tallies(tx)?;
    Ok(wrong.len() as u64)
}
