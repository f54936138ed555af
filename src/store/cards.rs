//! One card with everything its screen needs.

use rusqlite::{OptionalExtension, params};

use super::annotations::on;
use super::convert::{STATE, STATE_COLUMNS, state};
use super::{Result, Store};
use crate::domain::annotation::{Annotation, Subject};
use crate::domain::content::{Item, Kind};
use crate::domain::id::{CardId, ItemId, ServiceId};
use crate::domain::memory::Model;
use crate::domain::review::CardView;
use crate::domain::review::load::Load;
use crate::domain::review::schedule::{Rules, windows};
use crate::domain::time::{Now, StudyDay};

impl Store {
    /// The card of that number; none when it is no longer part of its pack.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn card(&self, key: i64) -> Result<Option<CardView>> {
        let failed = self.failed("read a card");
        let sql = format!(
            "SELECT {STATE}, card.revision, item.key, item.pack || '/' || item.slug || '#' || card.slug, item.body,
                coalesce(service.title, item.service)
             FROM card JOIN item ON item.key = card.item
             LEFT JOIN service ON service.pack = item.pack AND service.id = item.service
             WHERE card.key = ?1 AND card.retired = 0"
        );
        let mut query = self.db.prepare_cached(&sql).map_err(&failed)?;
        let found = query
            .query_row(params![key], |row| {
                let at = STATE_COLUMNS;
                let (id, body): (String, String) = (row.get(at + 2)?, row.get(at + 3)?);
                Ok((state(row, 0)?, row.get(at)?, row.get(at + 1)?, id, body, row.get(at + 4)?))
            })
            .optional()
            .map_err(&failed)?;
        let Some((state, revision, item_key, id, body, service)) = found else { return Ok(None) };
        let unreadable = |detail: String| super::Error {
            fault: super::Fault::Damaged,
            path: self.path.clone(),
            doing: "read a card",
            detail,
        };
        let id = CardId::new(id).map_err(|e| unreadable(e.to_string()))?;
        let item: Item = serde_json::from_str(&body).map_err(|e| unreadable(format!("{id}: {e}")))?;
        let instead = match &item.kind {
            Kind::Trap(trap) => self.titles(&item.id, &trap.instead).map_err(&failed)?,
            Kind::Note(_) | Kind::Question(_) => vec![],
        };
        let on_item = on(&self.db, item_key, None).map_err(&failed)?;
        let on_card = match Subject::card(&id).card {
            Some(card) => on(&self.db, item_key, Some(&card)).map_err(&failed)?,
            None => Annotation::default(),
        };
        let load = Load::default();
        Ok(Some(CardView { key, item_key, id, item, service, instead, state, revision, on_item, on_card, load }))
    }

    /// The card of that number with how full the days are that a rating may give it.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn card_among(&self, key: i64, now: Now, rules: &Rules, model: &Model) -> Result<Option<CardView>> {
        let Some(mut card) = self.card(key)? else { return Ok(None) };
        let load = self.load(&card, windows(&card.state, now, rules, model), now);
        card.load = load.map_err(self.failed("read a card"))?;
        Ok(Some(card))
    }

    fn load(&self, card: &CardView, mut windows: Vec<(u32, u32)>, now: Now) -> rusqlite::Result<Load> {
        let mut load = Load::default();
        // Over the index on days alone. Windows overlap; each day is counted once.
        let mut query = self.db.prepare_cached(
            "SELECT due_day, count(*) FROM card WHERE phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0
                AND due_day BETWEEN ?1 AND ?2 AND key != ?3 GROUP BY due_day",
        )?;
        windows.sort_unstable();
        let mut next = 0;
        for (from, to) in windows {
            let from = from.max(next);
            if from <= to {
                let mut rows = query.query(params![now.day.plus(from).0, now.day.plus(to).0, card.key])?;
                while let Some(row) = rows.next()? {
                    load.add(StudyDay(row.get(0)?), row.get(1)?);
                }
                next = to + 1;
            }
        }
        let mut siblings = self.db.prepare_cached(
            "SELECT due_day FROM card WHERE item = ?1 AND key != ?2 AND phase = 2 AND retired = 0 AND suspended = 0",
        )?;
        let mut rows = siblings.query(params![card.item_key, card.key])?;
        while let Some(row) = rows.next()? {
            load.add_sibling(StudyDay(row.get(0)?));
        }
        Ok(load)
    }

    /// The services' names for people.
    fn titles(&self, item: &ItemId, services: &[ServiceId]) -> rusqlite::Result<Vec<String>> {
        let mut query = self.db.prepare_cached("SELECT title FROM service WHERE pack = ?1 AND id = ?2")?;
        let title = |service: &ServiceId| {
            let found = query.query_row(params![item.pack(), service.as_str()], |row| row.get(0)).optional()?;
            Ok(found.unwrap_or_else(|| service.to_string()))
        };
        services.iter().map(title).collect()
    }

    /// The item of that id; none when it is not in any pack now.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn item(&self, id: &ItemId) -> Result<Option<Item>> {
        let failed = self.failed("read an item");
        let sql = "SELECT body FROM item WHERE pack = ?1 AND slug = ?2 AND retired = 0";
        let mut query = self.db.prepare_cached(sql).map_err(&failed)?;
        let body: Option<String> =
            query.query_row(params![id.pack(), id.slug()], |row| row.get(0)).optional().map_err(&failed)?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }
}
