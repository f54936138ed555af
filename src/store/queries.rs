//! Past queries of the search.

use rusqlite::params;

use super::{Result, Store};

/// How many are kept.
const KEPT: u32 = 50;

impl Store {
    /// Past queries, the latest last.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn past_queries(&self) -> Result<Vec<String>> {
        let failed = self.failed("read past queries");
        let mut query = self.db.prepare_cached("SELECT text FROM query ORDER BY seq").map_err(&failed)?;
        let rows = query.query_map([], |row| row.get(0)).map_err(&failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// Keeps a query as the latest and forgets the oldest beyond what is kept.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn keep_query(&mut self, text: &str) -> Result<()> {
        let failed = self.failed("keep a query");
        let tx = self.write().map_err(&failed)?;
        let kept = tx
            .execute(
                "INSERT INTO query (text, seq) VALUES (?1, (SELECT coalesce(max(seq), 0) + 1 FROM query))
                 ON CONFLICT (text) DO UPDATE SET seq = excluded.seq",
                params![text],
            )
            .and_then(|_| tx.execute("DELETE FROM query WHERE seq <= (SELECT max(seq) FROM query) - ?1", [KEPT]));
        kept.map_err(&failed)?;
        tx.commit().map_err(&failed)
    }
}
