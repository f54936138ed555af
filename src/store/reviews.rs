//! Operations on cards: each one transaction with its row in the journal.

use rusqlite::{Transaction, params};

use super::convert::{STATE, STATE_COLUMNS, phase_numbers, state, to_text};
use super::journal::HOLDS;
use super::summary::{self, Sign};
use super::{Result, Store};
use crate::domain::memory::{Model, Rating};
use crate::domain::review::CardState;
use crate::domain::review::journal::{Change, Operation, Recorded, Source};

impl Store {
    /// Records an operation unless the card has moved on since.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn record(&mut self, change: &Change, model: &Model) -> Result<Recorded> {
        self.record_from(change, Source::Due, model)
    }

    /// Records a rating in cramming: in the journal, with the card's state and the day's counts as they are.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn record_cram(&mut self, change: &Change, model: &Model) -> Result<Recorded> {
        self.record_from(&Change { after: change.before, ..*change }, Source::Cram, model)
    }

    fn record_from(&mut self, change: &Change, source: Source, model: &Model) -> Result<Recorded> {
        let failed = self.failed("keep that");
        let tx = self.write().map_err(&failed)?;
        if record(&tx, change, source, model).map_err(&failed)?.is_none() {
            return Ok(Recorded::Moved);
        }
        tx.commit().map_err(&failed)?;
        Ok(Recorded::Done)
    }

    /// Records several operations at once, to be undone together; gives the cards of those that were done, and leaves out
    /// cards that have moved on since.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn record_all(&mut self, changes: &[Change], model: &Model) -> Result<Vec<i64>> {
        let failed = self.failed("keep that");
        let tx = self.write().map_err(&failed)?;
        let (mut done, mut rows) = (Vec::new(), Vec::new());
        for change in changes {
            if let Some(row) = record(&tx, change, Source::Due, model).map_err(&failed)? {
                done.push(change.card);
                rows.push(row);
            }
        }
        if let [first, _, ..] = rows[..] {
            for row in &rows {
                let sql = "UPDATE journal SET batch = ?1 WHERE seq = ?2";
                tx.prepare_cached(sql).and_then(|mut update| update.execute([first, *row])).map_err(&failed)?;
            }
        }
        tx.commit().map_err(&failed)?;
        Ok(done)
    }
}

/// Records an operation in the caller's transaction; gives its row in the journal, none when the card has moved on.
pub(super) fn record(
    tx: &Transaction<'_>,
    change: &Change,
    source: Source,
    model: &Model,
) -> rusqlite::Result<Option<i64>> {
    let now = change.now;
    if !put_state(tx, change.card, Some(change.revision), &change.after)? {
        return Ok(None);
    }
    let (kind, rating, took) = match change.operation {
        Operation::Review { rating, took } => ("review", Some(rating as u8), Some(took)),
        Operation::Bury => ("bury", None, None),
        Operation::Suspend => ("suspend", None, None),
        Operation::Resume => ("resume", None, None),
        Operation::Pull => ("pull", None, None),
        Operation::Forget => ("forget", None, None),
    };
    tx.prepare_cached(
        "INSERT INTO journal (kind, at, day, card, rating, took, origin, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        kind,
        now.at.0,
        now.day.0,
        change.card,
        rating,
        took,
        rating.map(|_| source.name()),
        to_text(&change.before),
        to_text(&change.after)
    ])?;
    let row = tx.last_insert_rowid();
    summary::count(tx, now.day, &change.operation, source, &change.before, Sign::Plus)?;
    summary::shift_mastery(tx, change.card, &change.before, &change.after, now, model)?;
    join(tx, change.card, &change.before, &change.after)?;
    Ok(Some(row))
}

/// Whether a question's card was started over after it had joined, so that it is new and stays among the daily cards.
pub(super) fn stays() -> String {
    format!(
        "EXISTS (SELECT 1 FROM journal j WHERE j.kind = 'forget' AND j.card = card.key AND j.before ->> '$[7]' > 0
            AND {HOLDS})"
    )
}

/// A question's card joins the queue with its first rating, and leaves it when that is undone. To be called when the
/// journal has the row.
pub(super) fn join(tx: &Transaction<'_>, card: i64, from: &CardState, to: &CardState) -> rusqlite::Result<()> {
    let joined = to.reviews > 0;
    if joined == (from.reviews > 0) {
        return Ok(());
    }
    let changed = tx
        .prepare_cached(&format!(
            "UPDATE card SET joined = (?2 OR {stays}) WHERE key = ?1 AND joined != (?2 OR {stays})
                AND (SELECT kind FROM item WHERE item.key = card.item) = 'question'",
            stays = stays()
        ))?
        .execute(params![card, joined])?;
    if changed > 0 { summary::forget_mastery(tx) } else { Ok(()) }
}

/// Writes the state, if the card is still at `revision` where one is given. False when it has moved on.
pub(super) fn put_state(
    tx: &Transaction<'_>,
    card: i64,
    revision: Option<i64>,
    state: &CardState,
) -> rusqlite::Result<bool> {
    let (phase, step) = phase_numbers(state.phase);
    let changed = tx
        .prepare_cached(
            "UPDATE card SET revision = revision + 1, phase = ?3, step = ?4, stability = ?5, difficulty = ?6, due_at = ?7,
                due_day = ?8, last_day = ?9, reviews = ?10, lapses = ?11, suspended = ?12, buried = ?13
             WHERE key = ?1 AND (?2 IS NULL OR revision = ?2)",
        )?
        .execute(params![
            card,
            revision,
            phase,
            step,
            state.memory.map(|m| m.stability),
            state.memory.map(|m| m.difficulty),
            state.due_at.0,
            state.due_day.0,
            state.last_day.map(|day| day.0),
            state.reviews,
            state.lapses,
            state.suspended,
            state.buried.map(|day| day.0)
        ])?;
    Ok(changed == 1)
}

/// The operation of a journal row.
pub(super) fn operation(kind: &str, rating: Option<u8>, took: Option<u32>) -> Operation {
    match (kind, rating.and_then(Rating::of)) {
        ("review", Some(rating)) => Operation::Review { rating, took: took.unwrap_or(0) },
        ("suspend", _) => Operation::Suspend,
        ("resume", _) => Operation::Resume,
        ("pull", _) => Operation::Pull,
        ("forget", _) => Operation::Forget,
        _ => Operation::Bury,
    }
}

impl Store {
    /// The scheduling state of every card that was ever touched, by full id.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn states(&self) -> Result<Vec<(String, CardState)>> {
        let failed = self.failed("read the cards");
        let sql = format!(
            "SELECT {STATE}, item.pack || '/' || item.slug || '#' || card.slug FROM card JOIN item ON item.key = card.item
             WHERE card.revision > 0 ORDER BY card.key"
        );
        let mut query = self.db.prepare(&sql).map_err(&failed)?;
        let rows = query.query_map([], |row| Ok((row.get(STATE_COLUMNS)?, state(row, 0)?))).map_err(&failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(&failed)
    }
}
