//! Reads what the forgetting curve of a card is drawn from.

use rusqlite::OptionalExtension;

use super::convert::{from_text, source};
use super::journal::{HOLDS, SINCE_NEW};
use super::{Result, Store};
use crate::domain::id::CardId;
use crate::domain::memory::{Model, Rating};
use crate::domain::review::journal::Source;
use crate::domain::review::{CardState, Phase};
use crate::domain::stats::{Curve, Showing};
use crate::domain::time::{Now, StudyDay, Timestamp};

impl Store {
    /// The number of a card by its name; none when there is no such card.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn card_key(&self, id: &CardId) -> Result<Option<i64>> {
        let find = || {
            let (item, slug) = id.as_str().split_once('#').unwrap_or_default();
            let (pack, item) = item.split_once('/').unwrap_or_default();
            self.db
                .prepare_cached(
                    "SELECT card.key FROM card JOIN item ON item.key = card.item
                     WHERE item.pack = ?1 AND item.slug = ?2 AND card.slug = ?3",
                )?
                .query_row([pack, item, slug], |row| row.get(0))
                .optional()
        };
        find().map_err(self.failed("look a card up"))
    }

    /// The forgetting curve of a card; none when it is no longer part of its pack.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn curve(&self, key: i64, now: Now, model: &Model) -> Result<Option<Curve>> {
        let Some(card) = self.card(key)? else { return Ok(None) };
        let showings = self.showings(key).map_err(self.failed("read the journal"))?;
        let due = (card.state.phase == Phase::Review).then_some(card.state.due_day);
        let title = card.item.title().to_owned();
        Ok(Some(Curve::new((card.id, title), showings, due, now.day, model)))
    }

    fn showings(&self, key: i64) -> rusqlite::Result<Vec<Showing>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT at, day, rating, origin, before, after FROM journal j
             WHERE card = ?1 AND kind = 'review' AND {SINCE_NEW} AND {HOLDS} ORDER BY seq"
        ))?;
        let mut rows = query.query([key])?;
        let mut showings = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(rating) = Rating::of(row.get(2)?) else { continue };
            let state = |at: usize| -> rusqlite::Result<CardState> {
                Ok(from_text(row.get_ref(at)?.as_str()?).unwrap_or_default())
            };
            let (before, after) = (state(4)?, state(5)?);
            let source = source(row, 3)?;
            if before.memory.is_none() && source != Source::Cram {
                // Its first rating: what cramming showed before left nothing.
                showings.clear();
            }
            let after = after.memory.zip(after.last_day);
            showings.push(Showing { at: Timestamp(row.get(0)?), day: StudyDay(row.get(1)?), rating, source, after });
        }
        Ok(showings)
    }
}
