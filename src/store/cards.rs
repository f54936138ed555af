//! One card with everything its screen needs.

use rusqlite::{OptionalExtension, params};

use super::convert::{STATE, STATE_COLUMNS, state};
use super::{Result, Store};
use crate::domain::content::{Item, Kind};
use crate::domain::id::{CardId, ItemId, ServiceId};
use crate::domain::review::CardView;

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
        Ok(Some(CardView { key, item_key, id, item, service, instead, state, revision }))
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
