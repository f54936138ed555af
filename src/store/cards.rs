//! One card with everything its screen needs.

use rusqlite::{OptionalExtension, params};

use super::convert::{STATE, STATE_COLUMNS, state};
use super::{Result, Store};
use crate::domain::id::CardId;
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
        let item = serde_json::from_str(&body).map_err(|e| unreadable(format!("{id}: {e}")))?;
        Ok(Some(CardView { key, item_key, id, item, service, state, revision }))
    }
}
