//! All items with the services of their packs: what search reads.

use rusqlite::params;
use serde::Deserialize;

use super::{Result, Store};
use crate::domain::content::{Item, Services};
use crate::domain::id::ItemId;

/// What is read of a pack's definition.
#[derive(Deserialize)]
struct WithServices {
    services: Services,
}

impl Store {
    /// Every item in use, a pack at a time with its services.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn each_pack(&self, take: &mut dyn FnMut(&Services, &Item)) -> Result<()> {
        let failed = self.failed("read the packs");
        let mut packs = self
            .db
            .prepare_cached("SELECT id, definition FROM pack WHERE removed_at IS NULL ORDER BY id")
            .map_err(&failed)?;
        let mut items = self
            .db
            .prepare_cached("SELECT body FROM item WHERE pack = ?1 AND retired = 0 ORDER BY key")
            .map_err(&failed)?;
        let mut rows = packs.query([]).map_err(&failed)?;
        while let Some(row) = rows.next().map_err(&failed)? {
            let (id, definition): (String, String) = (row.get(0).map_err(&failed)?, row.get(1).map_err(&failed)?);
            let services = serde_json::from_str::<WithServices>(&definition).map(|d| d.services).unwrap_or_default();
            let mut bodies = items.query(params![id]).map_err(&failed)?;
            while let Some(body) = bodies.next().map_err(&failed)? {
                let text = body.get_ref(0).and_then(|text| Ok(text.as_str()?)).map_err(&failed)?;
                if let Ok(item) = serde_json::from_str::<Item>(text) {
                    take(&services, &item);
                }
            }
        }
        Ok(())
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

    /// Traps whose cards were not recalled, the latest first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn missed_traps(&self, most: u32) -> Result<Vec<ItemId>> {
        let failed = self.failed("look up missed traps");
        let mut query = self
            .db
            .prepare_cached(
                "SELECT item.pack || '/' || item.slug FROM journal
                 JOIN card ON card.key = journal.card JOIN item ON item.key = card.item
                 WHERE journal.rating = 1 AND item.kind = 'trap' AND item.retired = 0
                 GROUP BY item.key ORDER BY max(journal.seq) DESC LIMIT ?1",
            )
            .map_err(&failed)?;
        let rows = query.query_map([most], |row| row.get::<_, String>(0)).map_err(&failed)?;
        let mut found = Vec::new();
        for row in rows {
            found.extend(ItemId::new(row.map_err(&failed)?));
        }
        Ok(found)
    }
}
