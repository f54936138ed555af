//! What the Browse screen lists. Items are listed by their numbers first and read a screenful at a time.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{OptionalExtension, params};

use super::annotations::on;
use super::convert::{STATE, STATE_COLUMNS, memory, state};
use super::{Result, Store};
use crate::domain::browse::{About, CardLine, Heading, Line, Shelf, Taught, Under, recall};
use crate::domain::content::{Item, Kind, Services};
use crate::domain::id::{CardId, ItemId, ServiceId, Slug};
use crate::domain::memory::Model;
use crate::domain::review::Sides;
use crate::domain::time::{Now, StudyDay};

/// A question that the learner has met: shown in an attempt, or among the daily cards.
const MET: &str = "(EXISTS (SELECT 1 FROM asked WHERE asked.item = item.key AND asked.shown = 1)
    OR EXISTS (SELECT 1 FROM card WHERE card.item = item.key AND card.joined = 1 AND card.retired = 0))";

/// Notes, traps and questions, cards, and the sum of their recall.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    items: [u32; 3],
    cards: u32,
    recall: f64,
}

/// Adds what a row says to the sum of its service.
type Take<'a> = dyn FnMut(&rusqlite::Row<'_>, &mut Sum) -> rusqlite::Result<()> + 'a;

impl Store {
    /// The headings of a shelf, without those that nothing stands under.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn headings(&self, shelf: Shelf, now: Now, model: &Model) -> Result<Vec<Heading>> {
        let failed = self.failed("list what can be browsed");
        let all = match shelf {
            Shelf::Services => self.services_listed(),
            Shelf::Subjects => self.subjects_listed(now, model),
            Shelf::Objectives => self.objectives_listed(now, model),
            Shelf::Mine => Ok(vec![]),
        };
        let mut all = all.map_err(&failed)?;
        all.retain(|heading| heading.items() > 0);
        Ok(all)
    }

    /// The numbers of the items under a heading: notes, then traps, then questions that were met, each in the order of
    /// their pack.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn items_under(&self, under: &Under) -> Result<Vec<i64>> {
        let failed = self.failed("list items");
        let of_pack = if under.pack.is_some() { "AND item.pack = ?2" } else { "AND ?2 IS NULL" };
        let which = match under.shelf {
            Shelf::Services => {
                "(item.pack, item.service) IN (SELECT pack, service FROM ancestry WHERE ancestor = ?1)".to_owned()
            }
            Shelf::Subjects => "item.key IN (SELECT item FROM tag WHERE name = ?1)".to_owned(),
            Shelf::Objectives => "item.key IN (SELECT item FROM teaches WHERE objective = ?1)".to_owned(),
            Shelf::Mine => "item.key IN (SELECT item FROM annotation) AND ?1 IS NOT NULL".to_owned(),
        };
        let met = if under.shelf == Shelf::Mine { "1" } else { MET };
        let sql = format!(
            "SELECT item.key FROM item WHERE item.retired = 0 AND {which} {of_pack} AND (item.kind != 'question' OR {met})
             ORDER BY CASE item.kind WHEN 'note' THEN 0 WHEN 'trap' THEN 1 ELSE 2 END, item.key"
        );
        let mut query = self.db.prepare_cached(&sql).map_err(&failed)?;
        let rows = query.query_map(params![under.id, under.pack], |row| row.get(0)).map_err(&failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(&failed)
    }

    /// These items in one line each; those that are gone are left out.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn item_lines(&self, keys: &[i64], now: Now, model: &Model) -> Result<Vec<(i64, Line)>> {
        let failed = self.failed("read items");
        let mut lines = Vec::with_capacity(keys.len());
        for key in keys {
            lines.extend(self.line(*key, now, model).map_err(&failed)?.map(|line| (*key, line)));
        }
        Ok(lines)
    }

    /// The titles of these items, in their order; those that are gone are left out.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn item_titles(&self, keys: &[i64]) -> Result<Vec<(i64, String)>> {
        let failed = self.failed("read titles");
        let mut titles = Vec::with_capacity(keys.len());
        for key in keys {
            titles.extend(self.listed_item(*key).map_err(&failed)?.map(|item| (*key, item.title().to_owned())));
        }
        Ok(titles)
    }

    fn listed_item(&self, key: i64) -> rusqlite::Result<Option<Item>> {
        let mut query = self.db.prepare_cached("SELECT body FROM item WHERE key = ?1 AND retired = 0")?;
        let mut rows = query.query([key])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(serde_json::from_str(row.get_ref(0)?.as_str()?).ok())
    }

    fn line(&self, key: i64, now: Now, model: &Model) -> rusqlite::Result<Option<Line>> {
        let Some(item) = self.listed_item(key)? else { return Ok(None) };
        let sql = format!("SELECT {STATE} FROM card WHERE item = ?1 AND retired = 0 AND joined = 1");
        let mut query = self.db.prepare_cached(&sql)?;
        let states = query.query_map([key], |row| state(row, 0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let (flagged, noted): (bool, bool) = self
            .db
            .prepare_cached(
                "SELECT coalesce(max(flagged), 0), coalesce(max(text != ''), 0) FROM annotation WHERE item = ?1",
            )?
            .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let sum: f64 = states.iter().map(|state| recall(state, now.day, model)).sum();
        Ok(Some(Line {
            item,
            cards: count(states.len()),
            seen: count(states.iter().filter(|state| state.reviews > 0).count()),
            recall: sum / states.len().max(1) as f64,
            aside: !states.is_empty() && states.iter().all(|state| state.suspended),
            flagged,
            noted,
        }))
    }

    /// An item with its cards and all that the learner put on it; none when it is in no pack now.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn about(&self, id: &ItemId, now: Now, model: &Model) -> Result<Option<About>> {
        let failed = self.failed("read an item");
        let Some(item) = self.item(id)? else { return Ok(None) };
        self.about_item(item, now, model).map(Some).map_err(&failed)
    }

    fn about_item(&self, item: Item, now: Now, model: &Model) -> rusqlite::Result<About> {
        let key: i64 = self
            .db
            .prepare_cached("SELECT key FROM item WHERE pack = ?1 AND slug = ?2")?
            .query_row(params![item.id.pack(), item.id.slug()], |row| row.get(0))?;
        let sql = format!(
            "SELECT {STATE}, card.key, slug, joined FROM card WHERE item = ?1 AND retired = 0 ORDER BY rank, key"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([key])?;
        let mut cards = Vec::new();
        while let Some(row) = rows.next()? {
            let Ok(slug) = Slug::new(row.get::<_, String>(STATE_COLUMNS + 1)?) else { continue };
            let card = CardId::of(&item.id, &slug);
            let front = match Sides::of(&item, &card) {
                Some(Sides::Basic { front, .. }) => front,
                Some(Sides::Cloze(cloze)) => cloze.masked(0),
                Some(Sides::Trap(trap)) => trap.lure,
                Some(Sides::Question(question)) => question.stem,
                None => continue,
            };
            cards.push(CardLine {
                key: row.get(STATE_COLUMNS)?,
                id: card,
                front,
                state: state(row, 0)?,
                joined: row.get(STATE_COLUMNS + 2)?,
                on: on(&self.db, key, Some(&slug))?,
            });
        }
        let mut title = self.db.prepare_cached("SELECT title FROM service WHERE pack = ?1 AND id = ?2")?;
        let mut titled = |service: &ServiceId| -> rusqlite::Result<String> {
            let found = title.query_row(params![item.id.pack(), service.as_str()], |row| row.get(0)).optional()?;
            Ok(found.unwrap_or_else(|| service.to_string()))
        };
        let instead = match &item.kind {
            Kind::Trap(trap) => trap.instead.iter().map(&mut titled).collect::<rusqlite::Result<_>>()?,
            _ => vec![],
        };
        let service = titled(&item.service)?;
        let teaches = self.taught(&item, now, model)?;
        Ok(About { on_item: on(&self.db, key, None)?, service, instead, cards, teaches, item })
    }

    fn taught(&self, item: &Item, now: Now, model: &Model) -> rusqlite::Result<Vec<Taught>> {
        if item.teaches.is_empty() {
            return Ok(vec![]);
        }
        let defined = self.outline(item.id.pack())?;
        let mut query = self.db.prepare_cached(
            "SELECT card.stability, card.difficulty, card.last_day FROM teaches JOIN item ON item.key = teaches.item
             JOIN card ON card.item = item.key AND card.retired = 0 AND card.joined = 1
             WHERE teaches.objective = ?1 AND item.pack = ?2 AND item.retired = 0",
        )?;
        let mut taught = Vec::new();
        for id in &item.teaches {
            let mut rows = query.query(params![id.as_str(), item.id.pack()])?;
            let mut sum = Sum::default();
            while let Some(row) = rows.next()? {
                sum.cards += 1;
                sum.recall += recall_of(row, 0, now.day, model)?;
            }
            let title = defined.as_ref().and_then(|d| d.objectives.get(id)).map_or("", |objective| &objective.title);
            let recall = (sum.cards > 0).then(|| (sum.recall / f64::from(sum.cards)).clamp(0.0, 1.0));
            taught.push(Taught { id: id.clone(), title: title.to_owned(), recall });
        }
        Ok(taught)
    }

    fn services_listed(&self) -> rusqlite::Result<Vec<Heading>> {
        let mut own: HashMap<(String, String), Sum> = HashMap::new();
        let mut add = |sql: &str, take: &mut Take<'_>| -> rusqlite::Result<()> {
            let mut query = self.db.prepare_cached(sql)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                take(row, own.entry((row.get(0)?, row.get(1)?)).or_default())?;
            }
            Ok(())
        };
        // Over the index alone; questions are counted by their attempts and cards, of which there are fewer.
        add(
            "SELECT pack, service, kind, count(*) FROM item WHERE retired = 0 AND kind != 'question'
             GROUP BY pack, service, kind",
            &mut |row, sum| {
                sum.items[usize::from(row.get_ref(2)?.as_str()? == "trap")] = row.get(3)?;
                Ok(())
            },
        )?;
        add(
            "SELECT pack, service, count(*) FROM item WHERE retired = 0 AND kind = 'question' AND key IN (
                SELECT item FROM asked WHERE shown = 1 UNION SELECT item FROM card WHERE joined = 1 AND retired = 0)
             GROUP BY pack, service",
            &mut |row, sum| {
                sum.items[2] = row.get(2)?;
                Ok(())
            },
        )?;
        // Cards and their recall as Home has them, services below counted.
        let mut known: HashMap<(String, String), (u32, f64)> = HashMap::new();
        let mut query = self.db.prepare_cached("SELECT pack, service, cards, recall FROM mastery")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            known.insert((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?));
        }
        let mut all = Vec::new();
        for (pack, defined) in self.outlines()? {
            let services = &defined.services;
            let mut sums: HashMap<&ServiceId, Sum> = HashMap::new();
            for (id, _) in services.iter() {
                let Some(sum) = own.get(&(pack.clone(), id.to_string())) else { continue };
                for above in services.ancestry(id) {
                    if let Some(above) = services.key(above.as_str()) {
                        sums.entry(above).or_default().add(sum);
                    }
                }
            }
            for (id, depth) in tree(services) {
                let mut sum = sums.get(id).copied().unwrap_or_default();
                (sum.cards, sum.recall) = known.get(&(pack.clone(), id.to_string())).copied().unwrap_or_default();
                all.push(sum.heading(
                    Some(pack.clone()),
                    id.to_string(),
                    services.title(id.as_str()).to_owned(),
                    depth,
                ));
            }
        }
        Ok(all)
    }

    fn subjects_listed(&self, now: Now, model: &Model) -> rusqlite::Result<Vec<Heading>> {
        let sums = self.sums(
            "SELECT tag.name, NULL, item.key, item.kind FROM tag JOIN item ON item.key = tag.item",
            now,
            model,
        )?;
        let mut all: Vec<Heading> =
            sums.into_iter().map(|((tag, _), sum)| sum.heading(None, tag.clone(), tag, 0)).collect();
        all.sort_by(|a, b| b.items().cmp(&a.items()).then_with(|| a.id.cmp(&b.id)));
        Ok(all)
    }

    fn objectives_listed(&self, now: Now, model: &Model) -> rusqlite::Result<Vec<Heading>> {
        let sql = "SELECT t.objective, item.pack, item.key, item.kind FROM teaches t JOIN item ON item.key = t.item";
        let mut sums = self.sums(sql, now, model)?;
        let mut all = Vec::new();
        for (pack, defined) in self.outlines()? {
            for (id, objective) in defined.objectives {
                let sum = sums.remove(&(id.to_string(), Some(pack.clone()))).unwrap_or_default();
                all.push(sum.heading(Some(pack.clone()), id.to_string(), objective.title, 0));
            }
        }
        Ok(all)
    }

    /// Sums by name and pack, over the items that `which` lists with their kind.
    fn sums(&self, which: &str, now: Now, model: &Model) -> rusqlite::Result<HashMap<(String, Option<String>), Sum>> {
        let mut of_item: HashMap<i64, Sum> = HashMap::new();
        let mut query = self.db.prepare_cached(
            "SELECT item, stability, difficulty, last_day FROM card WHERE retired = 0 AND joined = 1",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let sum = of_item.entry(row.get(0)?).or_default();
            sum.cards += 1;
            sum.recall += recall_of(row, 1, now.day, model)?;
        }
        let sql = format!("{which} WHERE item.retired = 0 AND (item.kind != 'question' OR {MET})");
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query([])?;
        let mut sums: HashMap<(String, Option<String>), Sum> = HashMap::new();
        while let Some(row) = rows.next()? {
            let mut sum = of_item.get(&row.get(2)?).copied().unwrap_or_default();
            let kind = row.get_ref(3)?.as_str()?;
            sum.items[usize::from(kind == "trap") + 2 * usize::from(kind == "question")] = 1;
            sums.entry((row.get(0)?, row.get(1)?)).or_default().add(&sum);
        }
        Ok(sums)
    }
}

impl Sum {
    fn add(&mut self, other: &Self) {
        (0..3).for_each(|kind| self.items[kind] += other.items[kind]);
        self.cards += other.cards;
        self.recall += other.recall;
    }

    fn heading(self, pack: Option<String>, id: String, title: String, depth: u8) -> Heading {
        let [notes, traps, questions] = self.items;
        let recall = (self.recall / f64::from(self.cards.max(1))).clamp(0.0, 1.0);
        Heading { pack, id, title, depth, notes, traps, questions, cards: self.cards, recall }
    }
}

fn recall_of(row: &rusqlite::Row<'_>, at: usize, today: StudyDay, model: &Model) -> rusqlite::Result<f64> {
    let last: Option<i32> = row.get(at + 2)?;
    Ok(model.recall(memory(row, at)?, last.map(StudyDay), today))
}

/// The services in the order of a tree, each under its first parent, with its depth.
fn tree(services: &Services) -> Vec<(&ServiceId, u8)> {
    let mut below: BTreeMap<Option<&ServiceId>, Vec<&ServiceId>> = BTreeMap::new();
    for (id, service) in services.iter() {
        let parent = service.parents.first().and_then(|parent| services.key(parent.as_str()));
        below.entry(parent).or_default().push(id);
    }
    let mut order = Vec::new();
    let mut open: Vec<(&ServiceId, u8)> = below.get(&None).into_iter().flatten().rev().map(|id| (*id, 0)).collect();
    while let Some((id, depth)) = open.pop() {
        order.push((id, depth));
        let children = below.get(&Some(id)).into_iter().flatten().rev();
        open.extend(children.map(|child| (*child, depth.saturating_add(1))));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recall_of_a_heading_is_the_mean_of_its_cards() {
        let heading = |cards, recall| {
            Sum { items: [1, 0, 0], cards, recall }.heading(None, "a".to_owned(), "A".to_owned(), 0).recall
        };
        assert_eq!([heading(4, 3.0), heading(1, 1.0), heading(0, 0.0)], [0.75, 1.0, 0.0]);
    }

    #[test]
    fn cards_of_all_items_count_under_a_heading() {
        let mut sum = Sum { items: [1, 0, 0], cards: 2, recall: 1.5 };
        sum.add(&Sum { items: [0, 1, 0], cards: 1, recall: 0.9 });
        let heading = sum.heading(None, "a".to_owned(), "A".to_owned(), 0);
        assert_eq!((heading.notes, heading.traps, heading.cards), (1, 1, 3));
        assert!((heading.recall - 0.8).abs() < 1e-9);
    }
}
