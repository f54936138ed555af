//! Reads the judged queries.

use std::error::Error;
use std::fs;

use toml_edit::{DocumentMut, Table};

const QUERIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/search/queries.toml");

/// A query with the items of which one belongs into the first hits.
#[derive(Debug)]
pub struct Judged {
    /// What is special about it, e.g. `typo`.
    pub kind: String,
    pub query: String,
    /// Ids without their pack.
    pub wanted: Vec<String>,
}

/// The queries of `half`, `tune` or `held`.
pub fn judged(half: &str) -> Result<Vec<Judged>, Box<dyn Error>> {
    let queries: DocumentMut = fs::read_to_string(QUERIES)?.parse()?;
    let tables = queries.get(half).and_then(|half| half.as_array_of_tables()).ok_or("no such half")?;
    tables.iter().map(|table| one(table).ok_or_else(|| format!("not a query: {table}").into())).collect()
}

fn one(table: &Table) -> Option<Judged> {
    let text = |name: &str| Some(table.get(name)?.as_str()?.to_owned());
    let wanted = table.get("wanted")?.as_array()?.iter().map(|id| Some(id.as_str()?.to_owned()));
    Some(Judged { kind: text("kind")?, query: text("query")?, wanted: wanted.collect::<Option<_>>()? })
}
