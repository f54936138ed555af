//! Packs in the store: loading, listing, retiring.

use std::collections::HashMap;
use std::sync::mpsc;
use std::thread;

use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Result, Store};
use crate::domain::content::order::introduction;
use crate::domain::content::{Item, Kind, Pack};
use crate::domain::id::PackId;
use crate::domain::time::Timestamp;
use crate::domain::today::{Origin, PackInfo, PackNews};

/// A pack to load.
#[derive(Debug)]
pub struct Import<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// Where it comes from.
    pub origin: Origin,
    /// Hash of all its files.
    pub hash: u64,
    /// Hash of its files' sizes and times, 0 when embedded.
    pub stamp: u64,
}

#[derive(Serialize)]
struct Definition<'a> {
    language: &'a str,
    services: &'a crate::domain::content::Services,
    exams: &'a std::collections::BTreeMap<crate::domain::id::ExamId, crate::domain::content::Blueprint>,
    objectives: &'a std::collections::BTreeMap<crate::domain::id::ObjectiveId, crate::domain::content::Objective>,
    rules: &'a crate::domain::content::RuleBook,
}

struct Known {
    key: i64,
    hash: u64,
    retired: bool,
}

impl Store {
    /// Loads a pack in one transaction: new items are added, changed ones take their new text, vanished ones are retired,
    /// and no card loses its state.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn import(&mut self, import: &Import<'_>, at: Timestamp) -> Result<PackNews> {
        let failed = self.failed("load a pack");
        let tx = self.write().map_err(&failed)?;
        let news = thread::scope(|scope| {
            // JSON is written while SQLite is at work on the items before; where no thread can be had, item by item.
            let (send, bodies) = mpsc::sync_channel(4);
            let batches = import.pack.items.chunks(BATCH);
            let _ = thread::Builder::new().spawn_scoped(scope, move || {
                batches.map(|items| items.iter().map(written).collect()).try_for_each(|batch| send.send(batch))
            });
            load(&tx, import, bodies, at)
        });
        let news = news.map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(news)
    }

    /// The packs in use, by id.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn packs(&self) -> Result<Vec<PackInfo>> {
        let failed = self.failed("list the packs");
        let mut query = self
            .db
            .prepare_cached(
                "SELECT id, title, version, origin, folder, hash, stamp,
                    (SELECT count(*) FROM item WHERE pack = id AND kind = 'note' AND retired = 0),
                    (SELECT count(*) FROM item WHERE pack = id AND kind = 'trap' AND retired = 0),
                    (SELECT count(*) FROM item WHERE pack = id AND kind = 'question' AND retired = 0),
                    (SELECT count(*) FROM card JOIN item ON item.key = card.item
                        WHERE pack = id AND card.retired = 0 AND joined = 1),
                    (SELECT count(*) FROM card JOIN item ON item.key = card.item
                        WHERE pack = id AND card.retired = 0 AND joined = 1 AND phase > 0),
                    (SELECT count(*) FROM item WHERE pack = id AND retired = 1)
                 FROM pack WHERE removed_at IS NULL ORDER BY id",
            )
            .map_err(&failed)?;
        let rows = query.query_map([], info).map_err(&failed)?;
        rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// Each pack in use with the hash of its files and their cheap stamp: all that a start needs.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn pack_marks(&self) -> Result<Vec<(PackId, Origin, u64, u64)>> {
        let failed = self.failed("look at the packs");
        let sql = "SELECT id, origin, folder, hash, stamp FROM pack WHERE removed_at IS NULL ORDER BY id";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let rows = query
            .query_map([], |row| {
                let Some(id) = id(row)? else { return Ok(None) };
                let origin = origin(&row.get::<_, String>(1)?, row.get(2)?);
                Ok(Some((id, origin, bits(row.get(3)?), bits(row.get(4)?))))
            })
            .map_err(&failed)?;
        rows.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// Whether the learner took this pack out.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn pack_removed(&self, pack: &PackId) -> Result<bool> {
        let sql = "SELECT removed_at IS NOT NULL FROM pack WHERE id = ?1";
        let found = self.db.query_row(sql, [pack.as_str()], |row| row.get(0)).optional();
        Ok(found.map_err(self.failed("look at the packs"))?.unwrap_or(false))
    }

    /// Notes that a pack's files were touched without changing.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn set_pack_stamp(&mut self, pack: &PackId, stamp: u64) -> Result<()> {
        let failed = self.failed("note a pack's files");
        let sql = "UPDATE pack SET stamp = ?2 WHERE id = ?1";
        self.db.execute(sql, params![pack.as_str(), signed(stamp)]).map(drop).map_err(failed)
    }

    /// Takes a pack out: its items are retired and keep their history. False when there is no such pack.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn remove_pack(&mut self, pack: &PackId, at: Timestamp) -> Result<bool> {
        let failed = self.failed("take a pack out");
        let tx = self.write().map_err(&failed)?;
        let removed = remove(&tx, pack, at).map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(removed)
    }

    /// Starts a transaction that writes.
    pub(super) fn write(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
    }
}

fn remove(tx: &Transaction<'_>, pack: &PackId, at: Timestamp) -> rusqlite::Result<bool> {
    let sql = "UPDATE pack SET removed_at = ?2, hash = 0, stamp = 0 WHERE id = ?1 AND removed_at IS NULL";
    if tx.execute(sql, params![pack.as_str(), at.0])? == 0 {
        return Ok(false);
    }
    tx.execute("UPDATE card SET retired = 1 WHERE item IN (SELECT key FROM item WHERE pack = ?1)", [pack.as_str()])?;
    tx.execute("UPDATE item SET retired = 1 WHERE pack = ?1", [pack.as_str()])?;
    super::summary::forget_mastery(tx)?;
    Ok(true)
}

/// So many items are handed from thread to thread at once.
const BATCH: usize = 128;

/// An item as JSON, and the hash of that.
type Written = rusqlite::Result<(String, u64)>;

fn written(item: &Item) -> Written {
    let body = serde_json::to_string(item).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))?;
    let hash = xxh3_64(body.as_bytes());
    Ok((body, hash))
}

fn load(
    tx: &Transaction<'_>,
    import: &Import<'_>,
    bodies: mpsc::Receiver<Vec<Written>>,
    at: Timestamp,
) -> rusqlite::Result<PackNews> {
    let pack = import.pack;
    define(tx, import, at)?;
    let mut news = PackNews::default();
    let mut known = known_items(tx, pack)?;
    // Every kept card gets its rank below, so what is left retired at the end is what vanished.
    let mut bodies = bodies.into_iter().flatten();
    for (item, place) in pack.items.iter().zip(introduction(&pack.items)) {
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        let (body, hash) = bodies.next().unwrap_or_else(|| written(item))?;
        match known.remove(item.id.slug()) {
            Some(old) if old.hash == hash && !old.retired => rank_cards(tx, old.key, place)?,
            Some(old) => {
                if old.retired {
                    news.returned += 1;
                } else {
                    news.changed += 1;
                }
                tx.prepare_cached(
                    "UPDATE item SET kind = ?2, service = ?3, hash = ?4, body = ?5, retired = 0 WHERE key = ?1",
                )?
                .execute(params![
                    old.key,
                    item.kind.name(),
                    item.service.as_str(),
                    signed(hash),
                    body
                ])?;
                forget_parts(tx, old.key)?;
                put_parts(tx, old.key, item, place)?;
            }
            None => {
                news.new += 1;
                tx.prepare_cached(
                    "INSERT INTO item (pack, slug, kind, service, hash, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![
                    pack.id.as_str(),
                    item.id.slug(),
                    item.kind.name(),
                    item.service.as_str(),
                    signed(hash),
                    body
                ])?;
                put_parts(tx, tx.last_insert_rowid(), item, place)?;
            }
        }
    }
    for gone in known.values().filter(|item| !item.retired) {
        news.retired += 1;
        tx.prepare_cached("UPDATE item SET retired = 1 WHERE key = ?1")?.execute([gone.key])?;
        tx.prepare_cached("UPDATE card SET retired = 1 WHERE item = ?1")?.execute([gone.key])?;
    }
    describe(tx, pack)?;
    super::summary::forget_mastery(tx)?;
    Ok(news)
}

/// What is found of a pack by its columns, its services and their ancestry; the long texts come last ([`describe`]).
fn define(tx: &Transaction<'_>, import: &Import<'_>, at: Timestamp) -> rusqlite::Result<()> {
    let pack = import.pack;
    let (origin, folder) = match &import.origin {
        Origin::Shipped => ("shipped", None),
        Origin::Folder(folder) => ("folder", Some(folder)),
        Origin::Copy => ("copy", None),
    };
    tx.execute(
        "INSERT INTO pack (id, title, version, origin, folder, hash, stamp, definition, imported_at, stories)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '', ?8, '')
         ON CONFLICT (id) DO UPDATE SET title = ?2, version = ?3, origin = ?4, folder = ?5, hash = ?6, stamp = ?7,
            definition = '', imported_at = ?8, stories = '', removed_at = NULL",
        params![
            pack.id.as_str(),
            pack.title,
            pack.version,
            origin,
            folder,
            signed(import.hash),
            signed(import.stamp),
            at.0
        ],
    )?;
    tx.execute("DELETE FROM service WHERE pack = ?1", [pack.id.as_str()])?;
    tx.execute("DELETE FROM ancestry WHERE pack = ?1", [pack.id.as_str()])?;
    for (id, service) in pack.services.iter() {
        tx.prepare_cached("INSERT INTO service (pack, id, title) VALUES (?1, ?2, ?3)")?.execute(params![
            pack.id.as_str(),
            id.as_str(),
            service.title
        ])?;
        for ancestor in pack.services.ancestry(id) {
            tx.prepare_cached("INSERT INTO ancestry (pack, service, ancestor) VALUES (?1, ?2, ?3)")?
                .execute(params![pack.id.as_str(), id.as_str(), ancestor.as_str()])?;
        }
    }
    Ok(())
}

/// What is only ever read as a whole. The pack's row is looked up for each item that is written, and that reads all of it:
/// megabytes with rules and stories, so they are put there when all items are.
fn describe(tx: &Transaction<'_>, pack: &Pack) -> rusqlite::Result<()> {
    let json = |e: serde_json::Error| rusqlite::Error::ToSqlConversionFailure(e.into());
    let definition = Definition {
        language: &pack.language,
        services: &pack.services,
        exams: &pack.exams,
        objectives: &pack.objectives,
        rules: &pack.rules,
    };
    let definition = serde_json::to_string(&definition).map_err(json)?;
    let stories = serde_json::to_string(&pack.rules.stories).map_err(json)?;
    let sql = "UPDATE pack SET definition = ?2, stories = ?3 WHERE id = ?1";
    tx.execute(sql, params![pack.id.as_str(), definition, stories]).map(drop)
}

fn known_items(tx: &Transaction<'_>, pack: &Pack) -> rusqlite::Result<HashMap<String, Known>> {
    let mut query = tx.prepare("SELECT slug, key, hash, retired FROM item WHERE pack = ?1")?;
    let rows = query.query_map([pack.id.as_str()], |row| {
        Ok((row.get(0)?, Known { key: row.get(1)?, hash: bits(row.get(2)?), retired: row.get(3)? }))
    })?;
    rows.collect()
}

/// What an item's earlier text said: its tags and objectives go, and its cards wait for being found again.
fn forget_parts(tx: &Transaction<'_>, key: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("DELETE FROM tag WHERE item = ?1")?.execute([key])?;
    tx.prepare_cached("DELETE FROM teaches WHERE item = ?1")?.execute([key])?;
    tx.prepare_cached("UPDATE card SET retired = 1 WHERE item = ?1")?.execute([key]).map(drop)
}

fn put_parts(tx: &Transaction<'_>, key: i64, item: &Item, place: i64) -> rusqlite::Result<()> {
    for tag in &item.tags {
        tx.prepare_cached("INSERT OR IGNORE INTO tag (item, name) VALUES (?1, ?2)")?.execute(params![key, tag])?;
    }
    for objective in &item.teaches {
        tx.prepare_cached("INSERT OR IGNORE INTO teaches (item, objective) VALUES (?1, ?2)")?
            .execute(params![key, objective.as_str()])?;
    }
    let joined = !matches!(item.kind, Kind::Question(_));
    for (at, card) in item.cards().iter().enumerate() {
        let slug = card.as_str().rsplit('#').next().unwrap_or_default();
        tx.prepare_cached(
            "INSERT INTO card (item, slug, rank, joined) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (item, slug) DO UPDATE SET rank = ?3, retired = 0",
        )?
        .execute(params![key, slug, rank(place) + i64::try_from(at).unwrap_or(0), joined])?;
    }
    Ok(())
}

/// Moves an unchanged item's cards to its place in the pack; most often they are there already and nothing is written.
fn rank_cards(tx: &Transaction<'_>, key: i64, place: i64) -> rusqlite::Result<()> {
    let first = rank(place);
    tx.prepare_cached("UPDATE card SET rank = rank % 1024 + ?2 WHERE item = ?1 AND rank NOT BETWEEN ?2 AND ?2 + 1023")?
        .execute([key, first])
        .map(drop)
}

/// The rank of an item's first card; its other cards follow.
fn rank(place: i64) -> i64 {
    place.saturating_mul(1024)
}

fn info(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<PackInfo>> {
    let Some(id) = id(row)? else { return Ok(None) };
    Ok(Some(PackInfo {
        id,
        title: row.get(1)?,
        version: row.get(2)?,
        origin: origin(&row.get::<_, String>(3)?, row.get(4)?),
        hash: bits(row.get(5)?),
        stamp: bits(row.get(6)?),
        notes: row.get(7)?,
        traps: row.get(8)?,
        questions: row.get(9)?,
        cards: row.get(10)?,
        seen: row.get(11)?,
        retired: row.get(12)?,
    }))
}

/// The id in the first column; none where it can't be one, as in a copy that somebody changed.
fn id(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<PackId>> {
    Ok(PackId::new(row.get::<_, String>(0)?).ok())
}

fn origin(word: &str, folder: Option<String>) -> Origin {
    match (word, folder) {
        ("folder", Some(folder)) => Origin::Folder(folder),
        ("copy", _) => Origin::Copy,
        _ => Origin::Shipped,
    }
}

/// SQLite's integers are signed; hashes keep their bits.
fn signed(hash: u64) -> i64 {
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// A stored hash.
pub(super) fn bits(hash: i64) -> u64 {
    u64::from_ne_bytes(hash.to_ne_bytes())
}
