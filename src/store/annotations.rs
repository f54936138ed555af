//! Flags and notes of the learner's own.

use rusqlite::{OptionalExtension, Transaction, params};

use super::undo::kept;
use super::{Result, Store};
use crate::domain::annotation::{Annotating, Annotation, Subject};
use crate::domain::id::{ItemId, Slug};
use crate::domain::review::journal::Recorded;
use crate::domain::time::Now;

impl Store {
    /// Changes a flag or a note, with its row in the journal. [`Recorded::Moved`] when it no longer says what the learner
    /// saw, or when the item is gone.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn annotate(&mut self, change: &Annotating, now: Now) -> Result<Recorded> {
        let failed = self.failed("keep your note");
        let tx = self.write().map_err(&failed)?;
        let done = annotate(&tx, change, now).map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(if done { Recorded::Done } else { Recorded::Moved })
    }

    /// What an item and its cards are annotated with.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn annotations(&self, item: &ItemId) -> Result<Vec<(Subject, Annotation)>> {
        let failed = self.failed("read your notes");
        let sql = "SELECT a.card, a.flagged, a.text FROM annotation a JOIN item ON item.key = a.item
                   WHERE item.pack = ?1 AND item.slug = ?2 ORDER BY a.card";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let rows = query.query_map(params![item.pack(), item.slug()], |row| {
            let card = Slug::new(row.get::<_, String>(0)?).ok();
            Ok((Subject { item: item.clone(), card }, Annotation { flagged: row.get(1)?, text: row.get(2)? }))
        });
        rows.map_err(&failed)?.collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// Every note of the learner's own, by the item in whose text it is searched.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn notes(&self) -> Result<Vec<(ItemId, String)>> {
        let failed = self.failed("read your notes");
        let sql = "SELECT item.pack || '/' || item.slug, a.text FROM annotation a JOIN item ON item.key = a.item
                   WHERE item.retired = 0 AND a.text != '' ORDER BY a.item, a.card";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).map_err(&failed)?;
        let mut notes = Vec::new();
        for row in rows {
            let (item, text) = row.map_err(&failed)?;
            notes.extend(ItemId::new(item).ok().map(|item| (item, text)));
        }
        Ok(notes)
    }
}

fn annotate(tx: &Transaction<'_>, change: &Annotating, now: Now) -> rusqlite::Result<bool> {
    let Subject { item, card } = &change.subject;
    let key: Option<i64> = tx
        .prepare_cached("SELECT key FROM item WHERE pack = ?1 AND slug = ?2")?
        .query_row(params![item.pack(), item.slug()], |row| row.get(0))
        .optional()?;
    let Some(key) = key else { return Ok(false) };
    if on(tx, key, card.as_ref())? != change.before {
        return Ok(false);
    }
    put_annotation(tx, key, card.as_ref(), &change.after)?;
    tx.prepare_cached(
        "INSERT INTO journal (kind, at, day, item, before, after) VALUES ('annotate', ?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        now.at.0,
        now.day.0,
        key,
        kept(card.as_ref(), &change.before),
        kept(card.as_ref(), &change.after)
    ])?;
    Ok(true)
}

/// What stands on an item, or on one of its cards.
pub(super) fn on(db: &rusqlite::Connection, item: i64, card: Option<&Slug>) -> rusqlite::Result<Annotation> {
    let found = db
        .prepare_cached("SELECT flagged, text FROM annotation WHERE item = ?1 AND card = ?2")?
        .query_row(params![item, card.map_or("", Slug::as_str)], |row| {
            Ok(Annotation { flagged: row.get(0)?, text: row.get(1)? })
        })
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Makes it say that; one that says nothing goes.
pub(super) fn put_annotation(
    tx: &Transaction<'_>,
    item: i64,
    card: Option<&Slug>,
    says: &Annotation,
) -> rusqlite::Result<()> {
    let card = card.map_or("", Slug::as_str);
    if says.is_empty() {
        let sql = "DELETE FROM annotation WHERE item = ?1 AND card = ?2";
        return tx.prepare_cached(sql)?.execute(params![item, card]).map(drop);
    }
    tx.prepare_cached("INSERT OR REPLACE INTO annotation (item, card, flagged, text) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![item, card, says.flagged, says.text])
        .map(drop)
}
