//! Undo and redo, at any depth: the journal says what was done, and reversing it is a row of its own.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::annotations::{on, put_annotation};
use super::convert::{self, from_text, to_text};
use super::journal::{HOLDS, LAST_KIND};
use super::reviews::{join, operation, put_state};
use super::summary::{self, Sign};
use super::weights::{self, weights_changed};
use super::{Result, Store};
use crate::domain::annotation::{Annotating, Annotation, Subject};
use crate::domain::id::{ItemId, Slug};
use crate::domain::memory::Model;
use crate::domain::optimize::Adopted;
use crate::domain::own::Added;
use crate::domain::review::CardState;
use crate::domain::review::journal::{Operation, Reversed, Source};
use crate::domain::time::{Now, StudyDay};

/// An operation's row in the journal.
struct Op {
    seq: i64,
    /// The row that reversed it last, which the next reversal names.
    last: Option<i64>,
    /// What was done at once with it.
    batch: Option<i64>,
    day: StudyDay,
    what: What,
}

/// What a row says.
enum What {
    Card {
        card: i64,
        operation: Operation,
        source: Source,
        before: CardState,
        after: CardState,
    },
    /// With a card that was added: its item's annotation stays as it was.
    Annotation {
        item: i64,
        done: Annotating,
        added: Option<Box<Added>>,
    },
    Weights {
        before: Option<Box<Adopted>>,
        after: Option<Box<Adopted>>,
    },
}

/// What is kept of an annotation's row.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Kept {
    pub card: Option<Slug>,
    #[serde(flatten)]
    pub says: Annotation,
}

impl Store {
    /// Undoes the last operation that holds, at any depth; none when there is nothing to undo.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn undo(&mut self, now: Now, model: &Model) -> Result<Option<Reversed>> {
        self.reverse(now, model, Sign::Minus)
    }

    /// Does the operation again that was undone last, unless something else was done since.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn redo(&mut self, now: Now, model: &Model) -> Result<Option<Reversed>> {
        self.reverse(now, model, Sign::Plus)
    }

    /// Keeps that a card was added to the learner's own pack, so that it can be undone.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn keep_added(&mut self, added: &Added, now: Now) -> Result<()> {
        let failed = self.failed("keep that a card was added");
        let tx = self.write().map_err(&failed)?;
        keep_added(&tx, added, now).map_err(&failed)?;
        tx.commit().map_err(&failed)
    }

    /// The card whose adding would be undone next, or done again; none when that is something else.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn added_next(&self, redo: bool) -> Result<Option<Box<Added>>> {
        let ops = if redo { first_undone(&self.db) } else { last_done(&self.db) };
        let ops = ops.map_err(self.failed("look at what was done last"))?;
        Ok(ops.into_iter().find_map(|op| match op.what {
            What::Annotation { added, .. } => added,
            _ => None,
        }))
    }

    fn reverse(&mut self, now: Now, model: &Model, sign: Sign) -> Result<Option<Reversed>> {
        let failed = self.failed(if sign == Sign::Minus { "undo" } else { "do that again" });
        let tx = self.write().map_err(&failed)?;
        let ops = if sign == Sign::Minus { last_done(&tx) } else { first_undone(&tx) }.map_err(&failed)?;
        for op in &ops {
            reverse(&tx, op, sign, now, model).map_err(&failed)?;
        }
        tx.commit().map_err(&failed)?;
        let count = ops.len();
        // Of several the first is named, whichever way they were gone through.
        let first = ops.into_iter().min_by_key(|op| op.seq);
        Ok(first.map(|op| match op.what {
            What::Card { card, operation, .. } => Reversed::Cards { card, count, operation },
            What::Annotation { added: Some(added), .. } => Reversed::Added { added, stays: false },
            What::Annotation { done, .. } => {
                let now = if sign == Sign::Minus { done.before.clone() } else { done.after.clone() };
                Reversed::Annotation { done, now }
            }
            What::Weights { before, after } => Reversed::Weights(if sign == Sign::Minus { before } else { after }),
        }))
    }
}

fn reverse(tx: &Transaction<'_>, op: &Op, sign: Sign, now: Now, model: &Model) -> rusqlite::Result<()> {
    fn turned<'a, T>(sign: Sign, before: &'a T, after: &'a T) -> (&'a T, &'a T) {
        if sign == Sign::Minus { (after, before) } else { (before, after) }
    }
    let (card, item, from, to) = match &op.what {
        What::Card { card, operation, source, before, after } => {
            let (from, to) = turned(sign, before, after);
            put_state(tx, *card, None, to)?;
            summary::count(tx, op.day, operation, *source, before, sign)?;
            summary::shift_mastery(tx, *card, from, to, now, model)?;
            (Some(*card), None, to_text(from), to_text(to))
        }
        What::Annotation { item, done, .. } => {
            let (from, to) = turned(sign, &done.before, &done.after);
            put_annotation(tx, *item, done.subject.card.as_ref(), to)?;
            let text = |says: &Annotation| kept(done.subject.card.as_ref(), says);
            (None, Some(*item), text(from), text(to))
        }
        What::Weights { before, after } => {
            let (from, to) = turned(sign, before, after);
            weights_changed(tx)?;
            (None, None, weights::text(from.as_deref()), weights::text(to.as_deref()))
        }
    };
    let kind = if sign == Sign::Minus { "undo" } else { "redo" };
    tx.prepare_cached(
        "INSERT INTO journal (kind, at, day, card, item, root, reverses, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![kind, now.at.0, now.day.0, card, item, op.seq, op.last.unwrap_or(op.seq), from, to])?;
    if let What::Card { card, before, after, .. } = &op.what {
        let (from, to) = turned(sign, before, after);
        join(tx, *card, from, to)?;
    }
    Ok(())
}

fn keep_added(tx: &Transaction<'_>, added: &Added, now: Now) -> rusqlite::Result<()> {
    let item: i64 = tx
        .prepare_cached("SELECT key FROM item WHERE pack = ?1 AND slug = ?2")?
        .query_row(params![added.item.pack(), added.item.slug()], |row| row.get(0))?;
    let says = kept(None, &on(tx, item, None)?);
    tx.execute(
        "INSERT INTO journal (kind, at, day, item, before, after) VALUES ('annotate', ?1, ?2, ?3, ?4, ?4)",
        params![now.at.0, now.day.0, item, says],
    )?;
    let sql = "INSERT INTO added (seq, trap, text) VALUES (last_insert_rowid(), ?1, ?2)";
    tx.execute(sql, params![added.trap, added.text]).map(drop)
}

/// An annotation as the journal keeps it.
pub(super) fn kept(card: Option<&Slug>, says: &Annotation) -> String {
    serde_json::to_string(&Kept { card: card.cloned(), says: says.clone() }).unwrap_or_default()
}

/// The last operation that is not undone, with all that was done at once with it, the last first.
fn last_done(tx: &Connection) -> rusqlite::Result<Vec<Op>> {
    // Operations are undone from the last one backwards, so few rows are looked at.
    let not_undone = format!("j.root IS NULL AND {HOLDS}");
    let columns = columns("redo");
    let sql = format!("SELECT {columns} WHERE {not_undone} ORDER BY j.seq DESC LIMIT 1");
    let last = tx.prepare_cached(&sql)?.query_row([], op).optional()?;
    let all = format!("SELECT {columns} WHERE j.batch = ?1 AND {not_undone} ORDER BY j.seq DESC");
    together(tx, last, &all)
}

/// The first of the operations undone since the last operation of any kind, with all that was done at once with it.
fn first_undone(tx: &Connection) -> rusqlite::Result<Vec<Op>> {
    let columns = columns("undo");
    let sql = format!(
        "SELECT {columns}
         WHERE j.seq IN (SELECT r.root FROM journal r WHERE r.seq > (SELECT max(seq) FROM journal WHERE root IS NULL))
           AND {LAST_KIND} = 'undo'
         ORDER BY j.seq LIMIT 1"
    );
    let first = tx.prepare_cached(&sql)?.query_row([], op).optional()?;
    let all = format!("SELECT {columns} WHERE j.batch = ?1 AND {LAST_KIND} = 'undo' ORDER BY j.seq");
    together(tx, first, &all)
}

fn together(tx: &Connection, one: Option<Op>, all: &str) -> rusqlite::Result<Vec<Op>> {
    match one {
        Some(Op { batch: Some(batch), .. }) => tx.prepare_cached(all)?.query_map([batch], op)?.collect(),
        one => Ok(one.into_iter().collect()),
    }
}

fn columns(reversal: &str) -> String {
    format!(
        "j.seq, j.day, j.kind, j.before, j.after, j.card, j.rating, j.took, j.origin, j.item, i.pack || '/' || i.slug, j.batch,
            (SELECT max(r.seq) FROM journal r WHERE r.root = j.seq AND r.kind = '{reversal}'), a.trap, a.text
         FROM journal j LEFT JOIN item i ON i.key = j.item LEFT JOIN added a ON a.seq = j.seq"
    )
}

fn op(row: &Row<'_>) -> rusqlite::Result<Op> {
    let unreadable =
        |at: usize, what: &str| rusqlite::Error::InvalidColumnType(at, what.to_owned(), rusqlite::types::Type::Text);
    let kind: String = row.get(2)?;
    let what = if kind == "annotate" {
        let read = |at: usize| -> rusqlite::Result<Kept> {
            serde_json::from_str(row.get_ref(at)?.as_str()?).map_err(|_| unreadable(at, "an annotation in the journal"))
        };
        let (before, after) = (read(3)?, read(4)?);
        let item = ItemId::new(row.get::<_, String>(10)?).map_err(|_| unreadable(10, "an item in the journal"))?;
        let added = match row.get::<_, Option<String>>(14)? {
            Some(text) => Some(Box::new(Added { item: item.clone(), trap: row.get(13)?, text })),
            None => None,
        };
        let subject = Subject { item, card: after.card };
        let done = Annotating { subject, before: before.says, after: after.says };
        What::Annotation { item: row.get(9)?, done, added }
    } else if kind == "weights" {
        let read =
            |at: usize| -> rusqlite::Result<_> { Ok(weights::adopted(row.get_ref(at)?.as_str()?).map(Box::new)) };
        What::Weights { before: read(3)?, after: read(4)? }
    } else {
        let read = |at: usize| -> rusqlite::Result<CardState> {
            from_text(row.get_ref(at)?.as_str()?).ok_or_else(|| unreadable(at, "a state in the journal"))
        };
        What::Card {
            card: row.get(5)?,
            operation: operation(&kind, row.get(6)?, row.get(7)?),
            source: convert::source(row, 8)?,
            before: read(3)?,
            after: read(4)?,
        }
    };
    Ok(Op { seq: row.get(0)?, last: row.get(12)?, batch: row.get(11)?, day: StudyDay(row.get(1)?), what })
}
