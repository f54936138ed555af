//! The way of an attempt's misses into the daily cards.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::domain::content::Item;
use crate::domain::exam::{Attempt, Sent, SentItem, misses};
use crate::domain::id::{CardId, ItemId};
use crate::domain::memory::{Model, Rating};
use crate::domain::review::journal::{Change, Operation, Source};
use crate::domain::review::schedule::outcomes;
use crate::domain::review::{CardState, Rules};
use crate::domain::time::Now;
use crate::store::convert::{STATE, STATE_COLUMNS, state};
use crate::store::reviews::record;

/// A card that may come into the queue.
struct Found {
    key: i64,
    id: CardId,
    revision: i64,
    state: CardState,
}

/// Rates the cards of missed questions Again and brings the cards of their traps and notes forward to today, each with its
/// row in the journal. Suspended cards and what is no longer in its pack are left alone.
pub(super) fn send(
    tx: &Transaction<'_>,
    attempt: &Attempt,
    (now, rules, model): (Now, &Rules, &Model),
) -> rusqlite::Result<Sent> {
    let mut sent = Sent::default();
    let mut linked = BTreeSet::new();
    // A millisecond between them keeps the most pressing first wherever cards come in the order of their time.
    let mut later = (0..).map(|ms| Now { at: now.at.plus(ms), ..now });
    for miss in misses(attempt) {
        let item = miss.card.item();
        for card in cards(tx, &item)? {
            let at = later.next().unwrap_or(now);
            let outcome = outcomes(&card.id, &card.state, at, rules, model)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
            let operation = Operation::Review { rating: Rating::Again, took: miss.took };
            change(tx, &card, operation, outcome[0].after, (at, model))?;
            sent.questions.extend(named(tx, &item, 1)?);
        }
        for item in miss.linked {
            if linked.contains(&item) {
                continue;
            }
            let mut coming = 0;
            for card in cards(tx, &item)? {
                let at = later.next().unwrap_or(now);
                let after = card.state.pull(at);
                if after != card.state {
                    change(tx, &card, Operation::Pull, after, (at, model))?;
                }
                coming += u32::from(!after.hidden(now.day));
            }
            if coming > 0 {
                sent.linked.extend(named(tx, &item, coming)?);
            }
            linked.insert(item);
        }
    }
    Ok(sent)
}

fn change(
    tx: &Transaction<'_>,
    card: &Found,
    operation: Operation,
    after: CardState,
    (now, model): (Now, &Model),
) -> rusqlite::Result<()> {
    let change = Change { card: card.key, revision: card.revision, operation, before: card.state, after, now };
    // The card was read in this very transaction, so it can't have moved on.
    record(tx, &change, Source::Exam, model).map(drop)
}

/// The cards of an item that are not suspended, in their order; none when it is no longer in its pack.
fn cards(tx: &Transaction<'_>, item: &ItemId) -> rusqlite::Result<Vec<Found>> {
    let sql = format!(
        "SELECT {STATE}, card.key, card.revision, card.slug FROM card JOIN item ON item.key = card.item
         WHERE item.pack = ?1 AND item.slug = ?2 AND card.retired = 0 AND card.suspended = 0 ORDER BY card.rank, card.key"
    );
    let mut query = tx.prepare_cached(&sql)?;
    let mut rows = query.query(params![item.pack(), item.slug()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let slug: String = row.get(STATE_COLUMNS + 2)?;
        let Ok(id) = CardId::new(format!("{item}#{slug}")) else { continue };
        found.push(Found {
            key: row.get(STATE_COLUMNS)?,
            id,
            revision: row.get(STATE_COLUMNS + 1)?,
            state: state(row, 0)?,
        });
    }
    Ok(found)
}

fn named(tx: &Transaction<'_>, item: &ItemId, cards: u32) -> rusqlite::Result<Option<SentItem>> {
    let body: Option<String> = tx
        .prepare_cached("SELECT body FROM item WHERE pack = ?1 AND slug = ?2")?
        .query_row(params![item.pack(), item.slug()], |row| row.get(0))
        .optional()?;
    let known = body.and_then(|body| serde_json::from_str::<Item>(&body).ok());
    Ok(known.map(|known| SentItem {
        item: item.clone(),
        kind: known.kind.name().to_owned(),
        title: known.title().to_owned(),
        cards,
    }))
}
