//! What was done before: a store with a history to fit to, and what of it undo and redo come to next.

use std::path::Path;

use plimsoll::domain::chance::Chance;
use plimsoll::domain::id::CardId;
use plimsoll::domain::memory::Model;
use plimsoll::domain::review::journal::{Change, Operation, Recorded};
use plimsoll::domain::review::schedule::outcomes;
use plimsoll::domain::review::{CardState, Rules, Wait};
use plimsoll::store::Store;
use rusqlite::Connection;

use super::held::{Row, mine};
use super::{CARDS, PAST, calendar};

/// An operation that can be undone, or done again.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    /// On cards.
    Cards(Vec<String>),
    /// A flag or a note: on what, before and after.
    Note(String, [String; 2]),
    /// A fit.
    Weights,
}

/// What undo and redo come to, the next one last.
#[derive(Debug, Clone, Default)]
pub(super) struct Past {
    pub done: Vec<Op>,
    pub undone: Vec<Op>,
}

impl Op {
    /// Whether the torture did it, and knows what its undoing comes to. Adding a card, which is about a whole item, is left
    /// as it is: undone, its file and the store follow one after the other.
    pub(super) fn mine(&self) -> bool {
        self.subjects().iter().all(|subject| mine(subject) && (subject.contains('#') || *self == Self::Weights))
    }

    /// What it is on.
    pub(super) fn subjects(&self) -> Vec<String> {
        match self {
            Self::Cards(cards) => cards.clone(),
            Self::Note(subject, _) => vec![subject.clone()],
            Self::Weights => vec!["weights".into()],
        }
    }
}

impl Past {
    /// What the journal says of it. Worked out another way than the program does.
    pub(super) fn of(rows: &[Row]) -> Self {
        let (mut done, mut undone): (Vec<Vec<&Row>>, Vec<Vec<&Row>>) = (vec![], vec![]);
        // Rows of a batch that were gone through already.
        let mut part = 0;
        for row in rows {
            let (from, to) = match row.kind.as_str() {
                "undo" => (&mut done, &mut undone),
                "redo" => (&mut undone, &mut done),
                _ => {
                    undone.clear();
                    match done.last_mut() {
                        Some(last) if row.batch.is_some() && last[0].batch == row.batch => last.push(row),
                        _ => done.push(vec![row]),
                    }
                    continue;
                }
            };
            let last = from.last().unwrap_or_else(|| panic!("nothing to reverse for row {}", row.seq));
            assert!(last.iter().any(|one| Some(one.seq) == row.root), "row {} reverses another operation", row.seq);
            part += 1;
            if part == last.len() {
                to.extend(from.pop());
                part = 0;
            }
        }
        assert_eq!(part, 0, "half of an operation was reversed");
        let op = |rows: &Vec<&Row>| match rows[0].kind.as_str() {
            "annotate" => Op::Note(rows[0].subject.clone(), rows[0].turned.clone()),
            "weights" => Op::Weights,
            _ => Op::Cards(rows.iter().map(|row| row.subject.clone()).collect()),
        };
        Self { done: done.iter().map(op).collect(), undone: undone.iter().map(op).collect() }
    }

    /// Something new was done.
    pub(super) fn push(&mut self, op: Op) {
        self.done.push(op);
        self.undone.clear();
    }
}

/// Half a year of reviews by somebody who forgets less than most, so that fitting has something to find.
pub(super) fn live(data: &Path) {
    let mut store = Store::open(data).unwrap();
    let db = Connection::open(data.join("plimsoll.db")).unwrap();
    let sql =
        "SELECT card.key, item.pack || '/' || item.slug || '#' || card.slug FROM card JOIN item ON item.key = card.item
        WHERE item.pack = 'many' ORDER BY card.rank LIMIT ?1 OFFSET ?2";
    let mut query = db.prepare(sql).unwrap();
    let mut chance = Chance::new(3, "past");
    let start = crate::sitting::instant("2025-05-05T08:00:00+00:00");
    let cards: Vec<(i64, String)> = query
        .query_map([PAST as i64, CARDS as i64], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(|one| one.unwrap())
        .collect();
    let mut ahead: Vec<_> = cards
        .iter()
        .map(|(key, name)| {
            let first = start.plus(i64::from(chance.below(20)) * 86_400_000);
            (first, *key, CardId::new(name.as_str()).unwrap(), CardState::default(), 0)
        })
        .collect();
    let (model, rules) = (Model::default(), Rules::default());
    for _ in 0..PAST * 6 {
        let next = ahead.iter_mut().min_by_key(|(at, key, ..)| (*at, *key)).unwrap();
        let (at, key, name, state, revision) = next;
        let now = calendar().now(*at);
        let outcome = outcomes(name, state, now, &rules, &model).unwrap()[if chance.below(50) == 0 { 0 } else { 2 }];
        let operation = Operation::Review { rating: outcome.rating, took: 4000 };
        let (before, after) = (*state, outcome.rated_at(now.at));
        let change = Change { card: *key, revision: *revision, operation, before, after, now };
        assert_eq!(store.record(&change, &model).unwrap(), Recorded::Done);
        *state = after;
        *revision += 1;
        *at = match outcome.wait {
            Wait::Minutes(minutes) => at.plus(i64::from(minutes) * 60_000),
            Wait::Days(_) => calendar().start_of(after.due_day).plus(4 * 3_600_000),
        };
    }
}
