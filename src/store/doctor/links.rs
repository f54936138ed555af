//! Rows that name others which aren't there: taken away where loading packs makes them again, held by a stand-in otherwise,
//! so that no review is lost.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction};

use super::{Check, Finding, NAMED, Repair};

/// Each step, in an order in which a stand-in finds what it needs itself. Stand-ins are retired and belong to a pack
/// called `lost`, which is out of use.
const STEPS: [&str; 16] = [
    "DELETE FROM tag WHERE item NOT IN (SELECT key FROM item)",
    "DELETE FROM teaches WHERE item NOT IN (SELECT key FROM item)",
    "DELETE FROM ancestry WHERE pack NOT IN (SELECT id FROM pack)",
    "DELETE FROM service WHERE pack NOT IN (SELECT id FROM pack)",
    "DELETE FROM mastery WHERE pack NOT IN (SELECT id FROM pack)",
    // An operation that only its reversal remembers.
    "INSERT INTO journal (seq, kind, at, day, card, item, before, after)
        SELECT root, iif(card IS NOT NULL, 'suspend', iif(item IS NOT NULL, 'annotate', 'weights')), min(at), day, card, item,
            after, before FROM journal
        WHERE root IS NOT NULL AND root NOT IN (SELECT seq FROM journal) AND kind = 'undo' GROUP BY root",
    "INSERT INTO journal (seq, kind, at, day, card, item, before, after)
        SELECT root, iif(card IS NOT NULL, 'suspend', iif(item IS NOT NULL, 'annotate', 'weights')), min(at), day, card, item,
            before, after FROM journal
        WHERE root IS NOT NULL AND root NOT IN (SELECT seq FROM journal) GROUP BY root",
    "DELETE FROM added WHERE seq NOT IN (SELECT seq FROM journal)",
    "UPDATE OR IGNORE journal SET reverses = root WHERE reverses NOT IN (SELECT seq FROM journal)",
    // What was done at once stays so: the first row that is left stands for the one that is gone, or its stand-in joins in.
    "UPDATE journal SET batch = left.first FROM (SELECT batch AS gone, min(seq) AS first FROM journal
        WHERE batch NOT IN (SELECT seq FROM journal) GROUP BY batch) AS left WHERE journal.batch = left.gone",
    "UPDATE journal SET batch = seq WHERE batch IS NULL AND seq IN (SELECT batch FROM journal)",
    "INSERT OR IGNORE INTO pack (id, title, version, origin, hash, stamp, definition, imported_at, removed_at)
        SELECT 'lost', 'Lost', '', 'copy', 0, 0, '{}', 0, 0 WHERE EXISTS (
            SELECT 1 FROM journal WHERE card NOT IN (SELECT key FROM card)
            UNION ALL SELECT 1 FROM card WHERE item NOT IN (SELECT key FROM item)
            UNION ALL SELECT 1 FROM asked WHERE item NOT IN (SELECT key FROM item)
            UNION ALL SELECT 1 FROM annotation WHERE item NOT IN (SELECT key FROM item)
            UNION ALL SELECT 1 FROM journal WHERE item NOT IN (SELECT key FROM item))",
    "INSERT INTO card (key, item, slug, rank, retired)
        SELECT DISTINCT card, -card, 'lost-' || card, 0, 1 FROM journal WHERE card NOT IN (SELECT key FROM card)",
    "INSERT INTO item (key, pack, slug, kind, service, hash, body, retired)
        SELECT item, 'lost', 'lost-' || abs(item), 'note', 'lost', 0, '', 1 FROM (
            SELECT item FROM card UNION SELECT item FROM asked UNION SELECT item FROM annotation
            UNION SELECT item FROM journal WHERE item IS NOT NULL) WHERE item NOT IN (SELECT key FROM item)",
    "INSERT INTO pack (id, title, version, origin, hash, stamp, definition, imported_at, removed_at)
        SELECT DISTINCT pack, pack, '', 'copy', 0, 0, '{}', 0, 0 FROM item WHERE pack NOT IN (SELECT id FROM pack)",
    "UPDATE card SET retired = 1 WHERE item IN (SELECT key FROM item WHERE retired = 1) AND retired = 0",
];

/// How many rows of each table hang in the air.
pub fn finding(db: &Connection) -> rusqlite::Result<Option<Finding>> {
    let mut check = db.prepare("SELECT \"table\", \"parent\" FROM pragma_foreign_key_check")?;
    let mut rows = check.query([])?;
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (table, parent): (String, String) = (row.get(0)?, row.get(1)?);
        *found.entry(format!("{table} without its {parent}")).or_default() += 1;
    }
    let total: u64 = found.values().sum();
    Ok((total > 0).then(|| Finding {
        check: Check::Links,
        summary: format!("{total} rows name others that aren't there"),
        places: found.into_iter().take(NAMED).map(|(what, n)| format!("{n} of {what}")).collect(),
        repair: Some(Repair::Orphans),
    }))
}

/// Takes away or holds them; gives the number of rows changed.
pub fn mend(tx: &Transaction<'_>) -> rusqlite::Result<u64> {
    // Stand-ins come before what they stand on.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    let mut changed = 0;
    for step in STEPS {
        changed += tx.execute(step, [])? as u64;
    }
    super::super::summary::forget_mastery(tx)?;
    Ok(changed)
}
