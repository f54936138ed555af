//! Whether a file that calls itself a store has a store's tables, and nothing that acts on its own.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::Connection;

use super::Result;
use super::error::{Error, Fault};
use super::migrate;

/// Refuses a file that lacks a table or a column of its schema, and one with triggers or views: no store has any, and
/// whoever hands on such a file could make the program do something else than it says.
pub(super) fn check(db: &Connection, file: &Path, schema: u32) -> Result<()> {
    let sql = |error| Error::sql("check the copy", file, &error);
    let wrong = |detail| {
        let (fault, doing) = (Fault::Damaged, "check the copy");
        Err(Error { fault, path: file.to_owned(), doing, detail })
    };
    let of = "SELECT type || ' ' || name FROM sqlite_schema WHERE type NOT IN ('table', 'index') ORDER BY 1 LIMIT 1";
    let mut acting = db.prepare(of).map_err(sql)?;
    if let Some(one) =
        acting.query([]).and_then(|mut rows| rows.next()?.map(|row| row.get(0)).transpose()).map_err(sql)?
    {
        let one: String = one;
        return wrong(format!("it has a {one}, which no store has"));
    }
    let mut sound = Connection::open_in_memory().map_err(sql)?;
    migrate::steps(&mut sound, file, schema)?;
    let there = columns(db).map_err(sql)?;
    match columns(&sound).map_err(sql)?.difference(&there).next() {
        Some(missing) => wrong(format!("it lacks {missing}")),
        None => Ok(()),
    }
}

/// Every `table.column`.
fn columns(db: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let sql = "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}
