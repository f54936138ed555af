//! Operations on cards: each one transaction with its row in the journal.

use rusqlite::{OptionalExtension, Transaction, params};

use super::convert::{STATE, STATE_COLUMNS, from_text, phase_numbers, state, to_text};
use super::summary::{self, Sign};
use super::{Result, Store};
use crate::domain::memory::{Model, Rating};
use crate::domain::review::CardState;
use crate::domain::review::journal::{Change, Operation, Recorded, Reversed, Source};
use crate::domain::time::{Now, StudyDay};

/// An operation's row in the journal.
struct Op {
    seq: i64,
    /// The row that undid it last, for redo.
    undo: Option<i64>,
    card: i64,
    day: StudyDay,
    operation: Operation,
    source: Source,
    before: CardState,
    after: CardState,
}

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
        let done = record(&tx, change, source, model).map_err(&failed)?;
        if !done {
            return Ok(Recorded::Moved);
        }
        tx.commit().map_err(&failed)?;
        Ok(Recorded::Done)
    }

    /// Records several operations at once; gives the cards of those that were done, and leaves out cards that have moved
    /// on since.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn record_all(&mut self, changes: &[Change], model: &Model) -> Result<Vec<i64>> {
        let failed = self.failed("keep that");
        let tx = self.write().map_err(&failed)?;
        let mut done = Vec::new();
        for change in changes {
            if record(&tx, change, Source::Due, model).map_err(&failed)? {
                done.push(change.card);
            }
        }
        tx.commit().map_err(&failed)?;
        Ok(done)
    }

    /// Undoes the last operation that holds, at any depth; none when there is nothing to undo.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn undo(&mut self, now: Now, model: &Model) -> Result<Option<Reversed>> {
        self.reverse(now, model, last_done, "undo", Sign::Minus)
    }

    /// Does the operation again that was undone last, unless something else was done since.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn redo(&mut self, now: Now, model: &Model) -> Result<Option<Reversed>> {
        self.reverse(now, model, first_undone, "redo", Sign::Plus)
    }

    fn reverse(
        &mut self,
        now: Now,
        model: &Model,
        find: fn(&Transaction<'_>) -> rusqlite::Result<Option<Op>>,
        kind: &str,
        sign: Sign,
    ) -> Result<Option<Reversed>> {
        let failed = self.failed(if kind == "undo" { "undo" } else { "do that again" });
        let tx = self.write().map_err(&failed)?;
        let Some(op) = find(&tx).map_err(&failed)? else { return Ok(None) };
        let (from, to) = if sign == Sign::Minus { (op.after, op.before) } else { (op.before, op.after) };
        put_state(&tx, op.card, None, &to).map_err(&failed)?;
        let insert = tx.execute(
            "INSERT INTO journal (kind, at, day, card, root, reverses, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![kind, now.at.0, now.day.0, op.card, op.seq, op.undo.unwrap_or(op.seq), to_text(&from), to_text(&to)],
        );
        insert.map_err(&failed)?;
        summary::count(&tx, op.day, &op.operation, op.source, &op.before, sign).map_err(&failed)?;
        summary::shift_mastery(&tx, op.card, &from, &to, now, model).map_err(&failed)?;
        join(&tx, op.card, &from, &to).map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(Some(Reversed { card: op.card, operation: op.operation }))
    }
}

/// Records an operation in the caller's transaction. False when the card has moved on.
pub(super) fn record(tx: &Transaction<'_>, change: &Change, source: Source, model: &Model) -> rusqlite::Result<bool> {
    let now = change.now;
    if !put_state(tx, change.card, Some(change.revision), &change.after)? {
        return Ok(false);
    }
    let (kind, rating, took) = match change.operation {
        Operation::Review { rating, took } => ("review", Some(rating as u8), Some(took)),
        Operation::Bury => ("bury", None, None),
        Operation::Suspend => ("suspend", None, None),
        Operation::Resume => ("resume", None, None),
        Operation::Pull => ("pull", None, None),
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
    summary::count(tx, now.day, &change.operation, source, &change.before, Sign::Plus)?;
    summary::shift_mastery(tx, change.card, &change.before, &change.after, now, model)?;
    join(tx, change.card, &change.before, &change.after)?;
    Ok(true)
}

/// A question's card joins the queue with its first rating, and leaves it when that is undone.
fn join(tx: &Transaction<'_>, card: i64, from: &CardState, to: &CardState) -> rusqlite::Result<()> {
    let joined = to.reviews > 0;
    if joined == (from.reviews > 0) {
        return Ok(());
    }
    let changed = tx
        .prepare_cached(
            "UPDATE card SET joined = ?2 WHERE key = ?1 AND joined != ?2
                AND (SELECT kind FROM item WHERE item.key = card.item) = 'question'",
        )?
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

/// The last operation that is not undone.
fn last_done(tx: &Transaction<'_>) -> rusqlite::Result<Option<Op>> {
    // Operations are undone from the last one backwards, so few rows are looked at.
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT max(r.seq) FROM journal r WHERE r.root = j.seq AND r.kind = 'redo') FROM journal j
         WHERE j.root IS NULL AND coalesce((SELECT r.kind FROM journal r WHERE r.root = j.seq ORDER BY r.seq DESC LIMIT 1), '') != 'undo'
         ORDER BY j.seq DESC LIMIT 1"
    );
    tx.prepare_cached(&sql)?.query_row([], op).optional()
}

/// The first of the operations undone since the last operation of any kind.
fn first_undone(tx: &Transaction<'_>) -> rusqlite::Result<Option<Op>> {
    let sql = format!(
        "SELECT {COLUMNS}, (SELECT max(r.seq) FROM journal r WHERE r.root = j.seq AND r.kind = 'undo') AS undo FROM journal j
         WHERE j.seq IN (SELECT r.root FROM journal r WHERE r.seq > (SELECT max(seq) FROM journal WHERE root IS NULL))
           AND (SELECT r.kind FROM journal r WHERE r.root = j.seq ORDER BY r.seq DESC LIMIT 1) = 'undo'
         ORDER BY j.seq LIMIT 1"
    );
    tx.prepare_cached(&sql)?.query_row([], op).optional()
}

const COLUMNS: &str = "j.seq, j.card, j.day, j.kind, j.rating, j.took, j.before, j.after, j.origin";

fn op(row: &rusqlite::Row<'_>) -> rusqlite::Result<Op> {
    let text = |at: usize| -> rusqlite::Result<CardState> {
        from_text(&row.get::<_, String>(at)?).ok_or(rusqlite::Error::InvalidColumnType(
            at,
            "state".into(),
            rusqlite::types::Type::Text,
        ))
    };
    Ok(Op {
        seq: row.get(0)?,
        card: row.get(1)?,
        day: StudyDay(row.get(2)?),
        operation: operation(&row.get::<_, String>(3)?, row.get(4)?, row.get(5)?),
        before: text(6)?,
        after: text(7)?,
        source: row.get::<_, Option<String>>(8)?.map_or(Source::Due, |name| Source::of(&name)),
        undo: row.get(9)?,
    })
}

/// The operation of a journal row.
pub(super) fn operation(kind: &str, rating: Option<u8>, took: Option<u32>) -> Operation {
    match (kind, rating.and_then(Rating::of)) {
        ("review", Some(rating)) => Operation::Review { rating, took: took.unwrap_or(0) },
        ("suspend", _) => Operation::Suspend,
        ("resume", _) => Operation::Resume,
        ("pull", _) => Operation::Pull,
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
