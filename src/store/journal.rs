//! Reading the journal.

use super::convert::source;
use super::reviews::operation;
use super::{Result, Store};
use crate::domain::id::CardId;
use crate::domain::review::journal::{Row, What};
use crate::domain::time::{Calendar, Now, StudyDay, Timestamp};

/// Which way the last row of an operation went, for a row under that name; empty for one that was never reversed.
macro_rules! last_kind {
    ($row:literal) => {
        concat!(
            "coalesce((SELECT r.kind FROM journal r WHERE r.root = ",
            $row,
            ".seq ORDER BY r.seq DESC LIMIT 1), '')"
        )
    };
}

/// Which way the last row of the operation `j` went.
pub(super) const LAST_KIND: &str = last_kind!("j");

/// Whether the operation `j` holds, and wasn't undone.
pub(super) const HOLDS: &str = concat!(last_kind!("j"), " <> 'undo'");

/// Whether `j` came after its card was last started over, if that holds.
pub(super) const SINCE_NEW: &str = concat!(
    "j.seq > coalesce((SELECT max(f.seq) FROM journal f WHERE f.kind = 'forget' AND f.card = j.card AND ",
    last_kind!("f"),
    " <> 'undo'), 0)"
);

impl Store {
    /// Every row of the journal in order. The calendar only tells when each row's study day ended.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn journal(&self, calendar: &Calendar) -> Result<Vec<Row>> {
        let failed = self.failed("read the journal");
        let mut query = self
            .db
            .prepare(
                "SELECT j.seq, j.at, j.day, item.pack || '/' || item.slug || '#' || card.slug, j.kind, j.rating, j.took, j.root, j.origin,
                    j.after ->> '$[5]'
                 FROM journal j JOIN card ON card.key = j.card JOIN item ON item.key = card.item ORDER BY j.seq",
            )
            .map_err(&failed)?;
        let rows = query
            .query_map([], |row| {
                let (kind, root): (String, Option<i64>) = (row.get(4)?, row.get(7)?);
                let what = match (kind.as_str(), root) {
                    ("undo", Some(root)) => What::Undone(root),
                    ("redo", Some(root)) => What::Redone(root),
                    _ => What::Done(operation(&kind, row.get(5)?, row.get(6)?)),
                };
                let (at, day) = (Timestamp(row.get(1)?), StudyDay(row.get(2)?));
                let source = source(row, 8)?;
                Ok((row.get(0)?, at, day, row.get::<_, String>(3)?, what, source, StudyDay(row.get(9)?)))
            })
            .map_err(&failed)?;
        let mut journal = Vec::new();
        for row in rows {
            let (seq, at, day, card, what, source, due_day) = row.map_err(&failed)?;
            let now = Now { at, day, next_day_at: calendar.start_of(day.plus(1)) };
            let Ok(card) = CardId::new(card) else { continue };
            journal.push(Row { seq, now, card, what, source, due_day });
        }
        Ok(journal)
    }
}
