//! What a pack in use defines besides its items, read without its rules.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use serde::Deserialize;

use super::Store;
use crate::domain::content::{Blueprint, Objective, Services};
use crate::domain::id::{ExamId, ObjectiveId};

/// The outline of a pack.
#[derive(Debug, Deserialize)]
pub(super) struct Outline {
    pub services: Services,
    pub exams: BTreeMap<ExamId, Blueprint>,
    pub objectives: BTreeMap<ObjectiveId, Objective>,
}

impl Store {
    /// That of one pack; none when it isn't in use.
    pub(super) fn outline(&self, pack: &str) -> rusqlite::Result<Option<Outline>> {
        let found: Option<String> = self
            .db
            .prepare_cached("SELECT definition FROM pack WHERE id = ?1 AND removed_at IS NULL")?
            .query_row([pack], |row| row.get(0))
            .optional()?;
        Ok(found.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Those of all packs in use, by pack.
    pub(super) fn outlines(&self) -> rusqlite::Result<Vec<(String, Outline)>> {
        let mut query =
            self.db.prepare_cached("SELECT id, definition FROM pack WHERE removed_at IS NULL ORDER BY id")?;
        let mut rows = query.query([])?;
        let mut packs = Vec::new();
        while let Some(row) = rows.next()? {
            if let Ok(outline) = serde_json::from_str(row.get_ref(1)?.as_str()?) {
                packs.push((row.get(0)?, outline));
            }
        }
        Ok(packs)
    }
}
