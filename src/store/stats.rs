//! Reads the rows that statistics are folded from: each table once, of the journal only what isn't tallied yet.

use std::collections::HashMap;

use serde::Deserialize;

use super::convert::memory;
use super::{Result, Store};
use crate::domain::id::CardId;
use crate::domain::memory::{Memory, Model};
use crate::domain::stats::{CardRow, Cards, Day, Days, Group, Hard, Stats};
use crate::domain::time::{Calendar, Now, StudyDay};

/// How many of the hardest cards are listed.
const HARDEST: u32 = 12;

/// Cards, those seen, and the sum of their recall.
type Sum = (u32, u32, f64);

/// What is read of a pack's definition.
#[derive(Deserialize)]
struct WithObjectives {
    objectives: HashMap<String, Titled>,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

impl Store {
    /// Everything that the history says.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn stats(&self, now: Now, calendar: &Calendar, model: &Model) -> Result<Stats> {
        let read = || -> rusqlite::Result<Stats> {
            // One read transaction: another window may rate a card between the tables, or keep tallies that would then
            // be counted twice.
            let _all_at_once = self.db.unchecked_transaction()?;
            let (cards, items) = self.cards_for_stats(now.day, model)?;
            Ok(Stats {
                today: now.day,
                days: self.days()?,
                reviews: self.tallies(calendar)?.reviews(now.day),
                services: self.services(&items)?,
                tags: self.tags(&items)?,
                objectives: self.objectives(&items)?,
                hardest: self.hardest(now.day, model)?,
                cards,
            })
        };
        read().map_err(self.failed("count the statistics"))
    }

    fn days(&self) -> rusqlite::Result<Days> {
        let mut query = self.db.prepare_cached("SELECT day, reviews, new, took FROM day WHERE reviews > 0")?;
        let rows = query.query_map([], |row| {
            // Undoing leaves no negative sums, but a damaged row must not stop the screen.
            let sum = |at: usize| -> rusqlite::Result<u64> { Ok(u64::try_from(row.get::<_, i64>(at)?).unwrap_or(0)) };
            let count = |at: usize| -> rusqlite::Result<u32> { Ok(u32::try_from(sum(at)?).unwrap_or(u32::MAX)) };
            let day = i32::try_from(row.get::<_, i64>(0)?).unwrap_or(i32::MAX);
            Ok(Day { day: StudyDay(day), reviews: count(1)?, new: count(2)?, took: sum(3)? })
        })?;
        Ok(Days::of(rows.collect::<rusqlite::Result<Vec<_>>>()?))
    }

    /// The cards together, and by item.
    fn cards_for_stats(&self, today: StudyDay, model: &Model) -> rusqlite::Result<(Cards, HashMap<i64, Sum>)> {
        let mut query = self.db.prepare_cached(
            "SELECT item, phase, stability, difficulty, due_day, last_day, suspended FROM card
             WHERE retired = 0 AND joined = 1",
        )?;
        let mut rows = query.query([])?;
        let (mut cards, mut items) = (Cards::default(), HashMap::<i64, Sum>::new());
        while let Some(row) = rows.next()? {
            let phase: u8 = row.get(1)?;
            let card = CardRow {
                memory: memory(row, 2)?,
                last: row.get::<_, Option<i32>>(5)?.map(StudyDay),
                due: if phase == 2 { Some(StudyDay(row.get(4)?)) } else { None },
                stepping: phase == 1 || phase == 3,
                suspended: row.get(6)?,
            };
            cards.add(&card, today);
            let sum = items.entry(row.get(0)?).or_default();
            sum.0 += 1;
            sum.1 += u32::from(card.memory.is_some());
            sum.2 += card.recall(today, model);
        }
        Ok((cards, items))
    }

    fn services(&self, items: &HashMap<i64, Sum>) -> rusqlite::Result<Vec<Group>> {
        // In runs of the same service, so that a hundred thousand items don't each bring two names of their own.
        let mut own: HashMap<(String, String), Sum> = HashMap::new();
        let mut run = ((String::new(), String::new()), Sum::default());
        let mut query = self.db.prepare_cached("SELECT key, pack, service FROM item WHERE retired = 0")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let Some(sum) = items.get(&row.get(0)?) else { continue };
            let (pack, service) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
            if run.0.0 != pack || run.0.1 != service {
                let (name, sum) = std::mem::replace(&mut run, ((pack.to_owned(), service.to_owned()), Sum::default()));
                add(own.entry(name).or_default(), &sum);
            }
            add(&mut run.1, sum);
        }
        add(own.entry(run.0).or_default(), &run.1);
        let mut all: HashMap<(Option<String>, String), (String, Sum)> = HashMap::new();
        let mut above = self.db.prepare_cached(
            "SELECT a.ancestor, coalesce(s.title, a.ancestor) FROM ancestry a
             LEFT JOIN service s ON s.pack = a.pack AND s.id = a.ancestor WHERE a.pack = ?1 AND a.service = ?2",
        )?;
        for ((pack, service), sum) in own {
            let mut rows = above.query([&pack, &service])?;
            while let Some(row) = rows.next()? {
                let group = all.entry((Some(pack.clone()), row.get(0)?)).or_insert((row.get(1)?, Sum::default()));
                add(&mut group.1, &sum);
            }
        }
        Ok(groups(all))
    }

    fn tags(&self, items: &HashMap<i64, Sum>) -> rusqlite::Result<Vec<Group>> {
        let mut all: HashMap<(Option<String>, String), (String, Sum)> = HashMap::new();
        let mut query = self.db.prepare_cached("SELECT item, name FROM tag")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let Some(sum) = items.get(&row.get(0)?) else { continue };
            let name: String = row.get(1)?;
            add(&mut all.entry((None, name.clone())).or_insert((name, Sum::default())).1, sum);
        }
        Ok(groups(all))
    }

    fn objectives(&self, items: &HashMap<i64, Sum>) -> rusqlite::Result<Vec<Group>> {
        let mut all: HashMap<(Option<String>, String), (String, Sum)> = HashMap::new();
        let mut packs = self.db.prepare_cached("SELECT id, definition FROM pack WHERE removed_at IS NULL")?;
        let mut rows = packs.query([])?;
        while let Some(row) = rows.next()? {
            let pack: String = row.get(0)?;
            let Ok(definition) = serde_json::from_str::<WithObjectives>(row.get_ref(1)?.as_str()?) else { continue };
            for (id, objective) in definition.objectives {
                all.insert((Some(pack.clone()), id), (objective.title, Sum::default()));
            }
        }
        let mut query = self.db.prepare_cached(
            "SELECT item.key, item.pack, objective FROM teaches JOIN item ON item.key = teaches.item WHERE item.retired = 0",
        )?;
        let mut rows = if all.is_empty() { return Ok(vec![]) } else { query.query([])? };
        while let Some(row) = rows.next()? {
            let Some(sum) = items.get(&row.get(0)?) else { continue };
            if let Some(group) = all.get_mut(&(Some(row.get(1)?), row.get(2)?)) {
                add(&mut group.1, sum);
            }
        }
        Ok(groups(all))
    }

    fn hardest(&self, today: StudyDay, model: &Model) -> rusqlite::Result<Vec<Hard>> {
        let mut query = self.db.prepare_cached(
            "SELECT item.pack || '/' || item.slug || '#' || card.slug, item.body, hard.lapses, hard.reviews,
                hard.stability, hard.difficulty, hard.last_day
             FROM (SELECT key, lapses, reviews, stability, difficulty, last_day FROM card
                   WHERE retired = 0 AND joined = 1 AND reviews > 0 AND lapses > 0
                   ORDER BY lapses DESC, difficulty DESC, key LIMIT ?1) AS hard
             JOIN card ON card.key = hard.key JOIN item ON item.key = card.item
             ORDER BY hard.lapses DESC, hard.difficulty DESC, hard.key",
        )?;
        let mut rows = query.query([HARDEST])?;
        let mut hardest = Vec::new();
        while let Some(row) = rows.next()? {
            let Ok(card) = CardId::new(row.get::<_, String>(0)?) else { continue };
            let item: Option<crate::domain::content::Item> = serde_json::from_str(row.get_ref(1)?.as_str()?).ok();
            let Some((stability, difficulty)) = row.get::<_, Option<f32>>(4)?.zip(row.get(5)?) else { continue };
            let state = CardRow {
                memory: Some(Memory { stability, difficulty }),
                last: row.get::<_, Option<i32>>(6)?.map(StudyDay),
                due: None,
                stepping: false,
                suspended: false,
            };
            hardest.push(Hard {
                title: item.map_or_else(|| card.to_string(), |item| item.title().to_owned()),
                card,
                lapses: row.get(2)?,
                reviews: row.get(3)?,
                difficulty,
                recall: state.recall(today, model),
            });
        }
        Ok(hardest)
    }
}

fn add(to: &mut Sum, sum: &Sum) {
    to.0 += sum.0;
    to.1 += sum.1;
    to.2 += sum.2;
}

/// Groups with a card, most cards first.
fn groups(all: HashMap<(Option<String>, String), (String, Sum)>) -> Vec<Group> {
    let group = |((pack, id), (title, (cards, seen, recall))): ((Option<String>, String), (String, Sum))| {
        let recall = (recall / f64::from(cards.max(1))).clamp(0.0, 1.0);
        Group { pack, id, title, cards, seen, recall }
    };
    let mut groups: Vec<Group> = all.into_iter().map(group).filter(|group| group.cards > 0).collect();
    groups.sort_by(|a, b| b.cards.cmp(&a.cards).then_with(|| (&a.id, &a.pack).cmp(&(&b.id, &b.pack))));
    groups
}
