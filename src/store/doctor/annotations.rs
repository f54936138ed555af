//! Flags and notes against what the journal left of them.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, params};

use crate::domain::annotation::Annotation;
use crate::domain::id::Slug;
use crate::store::annotations::put_annotation;
use crate::store::undo::{Kept, kept};

/// One that isn't as the journal left it.
#[derive(Debug)]
pub struct Wrong {
    /// The item, and the card's name.
    pub name: String,
    item: i64,
    card: Option<Slug>,
    stands: Annotation,
    right: Annotation,
}

/// What stands on each item, and on each of its cards.
type Standing = BTreeMap<(i64, Option<Slug>), Annotation>;

/// All that differ.
pub fn wrong(db: &Connection) -> rusqlite::Result<Vec<Wrong>> {
    let mut right = Standing::new();
    let mut query =
        db.prepare("SELECT j.item, j.after FROM journal j JOIN item ON item.key = j.item ORDER BY j.seq")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let Ok(Kept { card, says }) = serde_json::from_str(row.get_ref(1)?.as_str()?) else { continue };
        right.insert((row.get(0)?, card), says);
    }
    let mut now = Standing::new();
    let mut query =
        db.prepare("SELECT a.item, a.card, a.flagged, a.text FROM annotation a JOIN item ON item.key = a.item")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let card = Slug::new(row.get::<_, String>(1)?).ok();
        now.insert((row.get(0)?, card), Annotation { flagged: row.get(2)?, text: row.get(3)? });
    }
    let of = |all: &Standing, at: &(i64, Option<Slug>)| all.get(at).cloned().unwrap_or_default();
    let mut places: Vec<&(i64, Option<Slug>)> = right.keys().chain(now.keys()).collect();
    places.sort();
    places.dedup();
    places.retain(|at| of(&right, at) != of(&now, at));
    let mut name = db.prepare("SELECT pack || '/' || slug FROM item WHERE key = ?1")?;
    places
        .into_iter()
        .map(|at| {
            let (item, card) = at.clone();
            let of_item: String = name.query_row([item], |row| row.get(0))?;
            let of_card = card.as_ref().map(|card| format!("#{card}")).unwrap_or_default();
            Ok(Wrong { name: of_item + &of_card, item, card, stands: of(&now, at), right: of(&right, at) })
        })
        .collect()
}

/// Sets them to what the journal left; gives how many.
pub fn mend(tx: &Transaction<'_>) -> rusqlite::Result<u64> {
    let all = wrong(tx)?;
    for Wrong { item, card, right, .. } in &all {
        put_annotation(tx, *item, card.as_ref(), right)?;
    }
    Ok(all.len() as u64)
}

/// Where rows of the journal are lost: what stands holds, and the journal takes it down as its last word, so that no note
/// that could be read gives way to an older one. Where nothing stands and not all that stood is here (`whole` is false),
/// it is what the journal left.
pub fn keep_standing(tx: &Transaction<'_>, whole: bool) -> rusqlite::Result<()> {
    for Wrong { item, card, stands, right, .. } in &wrong(tx)? {
        if stands.is_empty() && !whole {
            put_annotation(tx, *item, card.as_ref(), right)?;
            continue;
        }
        tx.prepare_cached(
            "INSERT INTO journal (kind, at, day, item, before, after)
             SELECT 'annotate', coalesce(max(at), 0), coalesce(max(day), 0), ?1, ?2, ?3 FROM journal",
        )?
        .execute(params![item, kept(card.as_ref(), right), kept(card.as_ref(), stands)])?;
    }
    Ok(())
}
