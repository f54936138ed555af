//! All items with the services of their packs: what search reads.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use serde::Deserialize;

use super::journal::HOLDS;
use super::{Result, Store};
use crate::domain::content::{Blueprint, Item, Objective, Pack, RuleBook, Services};
use crate::domain::id::{ExamId, ItemId, ObjectiveId, PackId};
use crate::domain::search::named;

/// Rows of the journal that are recent, so that a long history doesn't slow the search down.
const LATELY: u32 = 5_000;

/// Notes and traps that back a pack's rules; more would take longer than somebody waits for a screen.
const MOST_TEXTS: u32 = 5_000;

/// All of a pack's definition.
#[derive(Deserialize)]
struct Defined {
    language: String,
    services: Services,
    exams: BTreeMap<ExamId, Blueprint>,
    objectives: BTreeMap<ObjectiveId, Objective>,
    rules: RuleBook,
}

/// A definition with the stories that are kept beside it.
fn defined(definition: &str, stories: &str) -> Option<Defined> {
    let mut defined: Defined = serde_json::from_str(definition).ok()?;
    defined.rules.stories = serde_json::from_str(stories).ok()?;
    Some(defined)
}

/// What is read of a pack's definition.
#[derive(Deserialize)]
struct WithServices {
    services: Services,
}

/// The same of its rules.
#[derive(Deserialize)]
struct WithRules {
    rules: RuleBook,
}

impl Store {
    /// The packs in use with their services, by id.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn library_packs(&self) -> Result<Vec<(String, Services)>> {
        let failed = self.failed("read the packs");
        let mut query = self
            .db
            .prepare_cached("SELECT id, definition FROM pack WHERE removed_at IS NULL ORDER BY id")
            .map_err(&failed)?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).map_err(&failed)?;
        let mut packs = Vec::new();
        for row in rows {
            let (id, definition) = row.map_err(&failed)?;
            let services = serde_json::from_str::<WithServices>(&definition).map(|d| d.services).unwrap_or_default();
            packs.push((id, services));
        }
        Ok(packs)
    }

    /// The highest number of an item: counting them would read the whole table.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn last_item(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(key), 0) FROM item";
        self.db.query_row(sql, [], |row| row.get(0)).map_err(self.failed("count the items"))
    }

    /// Passes the next items of a pack after the one numbered `after` to `take`, at most so many, each with the bytes it
    /// is stored in. The number of the last one, where the next call goes on; none when these were the last. 0 comes
    /// before all.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn items_after(
        &self,
        pack: &str,
        after: i64,
        most: u32,
        take: &mut dyn FnMut(&Item, usize),
    ) -> Result<Option<i64>> {
        let failed = self.failed("read the packs");
        // By number: the index on packs would visit all of a pack's items again for each slice.
        let sql = "SELECT key, body FROM item WHERE key > ?2 AND +pack = ?1 AND retired = 0 ORDER BY key LIMIT ?3";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let mut rows = query.query(params![pack, after, most]).map_err(&failed)?;
        let (mut last, mut read) = (after, 0);
        while let Some(row) = rows.next().map_err(&failed)? {
            last = row.get(0).map_err(&failed)?;
            read += 1;
            let text = row.get_ref(1).and_then(|text| Ok(text.as_str()?)).map_err(&failed)?;
            if let Ok(item) = serde_json::from_str::<Item>(text) {
                take(&item, text.len());
            }
        }
        Ok((read == most).then_some(last))
    }

    /// The cards of an item that may be reviewed, in order.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn cards_of(&self, item: &ItemId) -> Result<Vec<i64>> {
        let failed = self.failed("read an item's cards");
        let mut query = self
            .db
            .prepare_cached(
                "SELECT card.key FROM card JOIN item ON item.key = card.item
                 WHERE item.pack = ?1 AND item.slug = ?2 AND card.retired = 0 AND card.joined = 1 ORDER BY card.rank",
            )
            .map_err(&failed)?;
        let rows = query.query_map(params![item.pack(), item.slug()], |row| row.get(0)).map_err(&failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// Items of the same pack that name that one, and where they do: traps first, then questions.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn naming(&self, id: &ItemId) -> Result<Vec<Item>> {
        let failed = self.failed("look up what belongs to an item");
        // A look at the bytes first: only few of the items have its name in them.
        let sql = "SELECT body FROM item WHERE pack = ?1 AND retired = 0 AND kind IN ('trap', 'question')
                      AND instr(body, ?2) > 0 ORDER BY kind DESC, key";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let quoted = format!("\"{}\"", id.slug());
        let rows = query.query_map(params![id.pack(), quoted], |row| row.get::<_, String>(0)).map_err(&failed)?;
        let mut naming = Vec::new();
        for body in rows {
            let item = serde_json::from_str::<Item>(&body.map_err(&failed)?).ok();
            naming.extend(item.filter(|item| named(item).iter().any(|slug| slug.as_str() == id.slug())));
        }
        Ok(naming)
    }

    /// The packs in use with what their rules are about: rules, services, objectives, notes and traps; no questions.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn rule_packs(&self) -> Result<Vec<Pack>> {
        let failed = self.failed("read the rules");
        let sql = "SELECT id, title, version, definition, stories FROM pack WHERE removed_at IS NULL ORDER BY id";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<[String; 5]> {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        };
        let rows = query.query_map([], read).map_err(&failed)?;
        let mut packs = Vec::new();
        for row in rows {
            let [id, title, version, definition, stories] = row.map_err(&failed)?;
            let Some(defined) = defined(&definition, &stories) else { continue };
            let items = if defined.rules.is_empty() { vec![] } else { self.texts_of(&id)? };
            let Ok(id) = PackId::new(id) else { continue };
            let Defined { language, services, exams, objectives, rules } = defined;
            packs.push(Pack { id, title, version, language, services, exams, objectives, items, rules });
        }
        Ok(packs)
    }

    /// A pack in use with all of its items; none when it isn't.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn whole_pack(&self, id: &PackId) -> Result<Option<Pack>> {
        let failed = self.failed("read a pack");
        let sql = "SELECT title, version, definition, stories FROM pack WHERE id = ?1 AND removed_at IS NULL";
        let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<[String; 4]> {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        };
        let found = self.db.query_row(sql, [id.as_str()], read).optional().map_err(&failed)?;
        let Some([title, version, definition, stories]) = found else { return Ok(None) };
        let Some(defined) = defined(&definition, &stories) else { return Ok(None) };
        let mut items = Vec::new();
        self.items_after(id.as_str(), 0, u32::MAX, &mut |item, _| items.push(item.clone()))?;
        let Defined { language, services, exams, objectives, rules } = defined;
        Ok(Some(Pack { id: id.clone(), title, version, language, services, exams, objectives, items, rules }))
    }

    fn texts_of(&self, pack: &str) -> Result<Vec<Item>> {
        let failed = self.failed("read the notes and traps");
        let sql = "SELECT body FROM item WHERE pack = ?1 AND retired = 0 AND kind != 'question' ORDER BY key LIMIT ?2";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let rows = query.query_map(params![pack, MOST_TEXTS], |row| row.get::<_, String>(0)).map_err(&failed)?;
        let mut items = Vec::new();
        for body in rows {
            items.extend(serde_json::from_str::<Item>(&body.map_err(&failed)?));
        }
        Ok(items)
    }

    /// The rules of a pack in use.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn rules_of(&self, pack: &str) -> Result<RuleBook> {
        let failed = self.failed("read the rules");
        let sql = "SELECT definition FROM pack WHERE id = ?1 AND removed_at IS NULL";
        let definition = self.db.query_row(sql, [pack], |row| row.get::<_, String>(0)).optional().map_err(&failed)?;
        let read = |text: String| serde_json::from_str::<WithRules>(&text).ok();
        Ok(definition.and_then(read).map(|definition| definition.rules).unwrap_or_default())
    }

    /// Traps whose cards were not recalled lately, the latest first. What was undone doesn't count.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn missed_traps(&self, most: u32) -> Result<Vec<ItemId>> {
        let failed = self.failed("look up missed traps");
        let mut query = self
            .db
            .prepare_cached(&format!(
                "SELECT item.pack || '/' || item.slug
                 FROM (SELECT seq, card FROM journal WHERE seq > (SELECT max(seq) FROM journal) - ?2 AND rating = 1) AS j
                 JOIN card ON card.key = j.card JOIN item ON item.key = card.item
                 WHERE item.kind = 'trap' AND item.retired = 0 AND {HOLDS}
                 GROUP BY item.key ORDER BY max(j.seq) DESC LIMIT ?1"
            ))
            .map_err(&failed)?;
        let rows = query.query_map([most, LATELY], |row| row.get::<_, String>(0)).map_err(&failed)?;
        let mut found = Vec::new();
        for row in rows {
            found.extend(ItemId::new(row.map_err(&failed)?));
        }
        Ok(found)
    }
}
