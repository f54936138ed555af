//! Between an attempt's rows and the domain.

use std::collections::BTreeMap;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::content::Item;
use crate::domain::exam::{Drawn, Event, Paper, Pick, Sent, Slot, Terms};
use crate::domain::id::{DomainId, ItemId};
use crate::domain::time::Timestamp;

/// A drawn question as it stands in the store.
pub(super) struct Wording {
    pub item: Item,
    key: i64,
    hash: i64,
    body: String,
}

/// A value as a row's JSON.
pub(super) fn to_text<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// The value of a column's JSON.
fn from_text<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    serde_json::from_str(row.get_ref(at)?.as_str()?)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into()))
}

/// The texts of the questions that were drawn; those that are no longer there are left out.
pub(super) fn questions(tx: &Transaction<'_>, drawn: &Drawn) -> rusqlite::Result<Vec<Wording>> {
    let mut query = tx.prepare(
        "SELECT key, hash, body FROM item WHERE pack = ?1 AND slug = ?2 AND kind = 'question' AND retired = 0",
    )?;
    let mut found = Vec::new();
    for pick in &drawn.picks {
        let wording = |row: &Row<'_>| {
            Ok(Wording { item: from_text(row, 2)?, key: row.get(0)?, hash: row.get(1)?, body: row.get(2)? })
        };
        found.extend(query.query_row(params![pick.id.pack(), pick.id.slug()], wording).optional()?);
    }
    Ok(found)
}

/// Writes a new attempt with its paper; its first question counts as shown. Returns its number.
pub(super) fn insert(tx: &Transaction<'_>, paper: &Paper, wordings: &[Wording]) -> rusqlite::Result<i64> {
    let terms = &paper.terms;
    tx.execute(
        "INSERT INTO attempt (pack, started_at, terms) VALUES (?1, ?2, ?3)",
        params![terms.pack.as_str(), terms.started_at.0, to_text(terms)?],
    )?;
    let id = tx.last_insert_rowid();
    let by_id: BTreeMap<&ItemId, &Wording> = wordings.iter().map(|wording| (&wording.item.id, wording)).collect();
    let mut word = tx.prepare("INSERT OR IGNORE INTO wording (hash, body) VALUES (?1, ?2)")?;
    let mut ask = tx.prepare(
        "INSERT INTO asked (attempt, place, item, wording, domain, scored, first_sight, shown)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?2 = 0)",
    )?;
    for (place, slot) in (0i64..).zip(&paper.slots) {
        let wording = by_id[&slot.item().id];
        word.execute(params![wording.hash, wording.body])?;
        let domain = slot.domain.as_ref().map(DomainId::as_str);
        ask.execute(params![id, place, wording.key, wording.hash, domain, slot.scored, slot.first_sight])?;
    }
    Ok(id)
}

/// What was agreed, and what the attempt sent once it has ended.
pub(super) fn terms(db: &Connection, id: i64) -> rusqlite::Result<Option<(Terms, Option<Sent>)>> {
    let mut query = db.prepare_cached("SELECT terms, sent FROM attempt WHERE id = ?1")?;
    let both = |row: &Row<'_>| {
        let sent = if row.get_ref(1)? == rusqlite::types::ValueRef::Null { None } else { Some(from_text(row, 1)?) };
        Ok((from_text(row, 0)?, sent))
    };
    query.query_row([id], both).optional()
}

/// The paper as it was worded.
pub(super) fn slots(db: &Connection, id: i64, seed: u64) -> rusqlite::Result<Vec<Slot>> {
    let mut query = db.prepare_cached(
        "SELECT w.body, a.domain, a.scored, a.first_sight FROM asked a JOIN wording w ON w.hash = a.wording
         WHERE a.attempt = ?1 ORDER BY a.place",
    )?;
    let mut rows = query.query([id])?;
    let mut slots = Vec::new();
    while let Some(row) = rows.next()? {
        let item: Item = from_text(row, 0)?;
        let domain = row.get::<_, Option<String>>(1)?.and_then(|id| DomainId::new(id).ok());
        let pick = Pick { id: item.id.clone(), domain, scored: row.get(2)?, first_sight: row.get(3)? };
        slots.extend(Slot::new(item, seed, &pick));
    }
    Ok(slots)
}

/// Everything that happened, in order.
pub(super) fn events(db: &Connection, id: i64) -> rusqlite::Result<Vec<Event>> {
    events_from(db, id, 0)
}

/// What happened from that number on, in order.
pub(super) fn events_from(db: &Connection, id: i64, first: u32) -> rusqlite::Result<Vec<Event>> {
    let mut query =
        db.prepare_cached("SELECT at, wall, what FROM attempt_event WHERE attempt = ?1 AND seq >= ?2 ORDER BY seq")?;
    let rows = query.query_map(params![id, first], |row| {
        Ok(Event { at: Timestamp(row.get(0)?), wall: Timestamp(row.get(1)?), what: from_text(row, 2)? })
    })?;
    rows.collect()
}

/// Writes one event.
pub(super) fn insert_event(tx: &Transaction<'_>, id: i64, seq: u32, event: &Event) -> rusqlite::Result<()> {
    tx.prepare_cached("INSERT INTO attempt_event (attempt, seq, at, wall, what) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, seq, event.at.0, event.wall.0, to_text(&event.what)?])
        .map(drop)
}
