//! Today's cards by kind, within the day's limits, in the learner's order; and sittings beside the day's.

use std::collections::HashMap;

use rusqlite::{Row, ToSql};

use super::Store;
use super::convert::memory;
use super::queue::{NEW, NOT_BURIED, PULLED, REVIEW, STEP, condition, parameters};
use crate::domain::chance::Chance;
use crate::domain::memory::{Memory, Model};
use crate::domain::review::catch_up::gain;
use crate::domain::review::queue::{Due, Entry};
use crate::domain::review::schedule::{Limit, NewOrder, ReviewOrder, Rules};
use crate::domain::review::{CatchUp, Filter};
use crate::domain::time::{Now, StudyDay, Timestamp};

/// What the day still allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    /// New cards.
    pub new: u32,
    /// Reviews.
    pub reviews: u32,
    /// The backlog, if there is one.
    pub catch_up: Option<CatchUp>,
}

/// More reviews waiting than this are as many as this.
const MANY: u32 = 20_000;

/// Days over which is looked what is usual.
const USUAL_DAYS: i32 = 60;

/// While a backlog is worked off, one in so many of the usual new cards comes.
const FEWER_NEW: u32 = 4;

/// A card that may come.
struct Candidate {
    entry: Entry,
    memory: Option<Memory>,
    elapsed: u32,
}

impl Store {
    /// Cards in their steps, reviews and new cards that may come today, each in its order.
    pub(super) fn lineup(&self, now: Now, rules: &Rules, filter: &Filter) -> rusqlite::Result<[Vec<Entry>; 3]> {
        let left = self.left_today(now, rules)?;
        let mut limits = Limits::of(self, now, &rules.limits)?;
        let steps = format!("{STEP} AND due_at < {}", now.next_day_at.0);
        let steps = self.those(now, filter, rules, &steps, "due_at, key", u32::MAX, None)?;

        // What an exam's misses brought forward comes before the backlog, and within the day's limit too.
        let pulled = format!("{REVIEW} AND {PULLED}");
        let mut reviews =
            self.those(now, filter, rules, &pulled, "due_at, key", left.reviews, Some((&mut limits, Kind::Review)))?;
        let rest = left.reviews - u32::try_from(reviews.len()).unwrap_or(left.reviews);
        let others = format!("{REVIEW} AND NOT {PULLED}");
        let (order, all) = match (left.catch_up, rules.review_order) {
            (Some(_), _) | (None, ReviewOrder::Random) => ("due_day, key", true),
            (None, ReviewOrder::Due) => ("due_day, key", false),
            // The chance of recall falls with the time since the last review over the stability, whatever the weights.
            (None, ReviewOrder::Weakest) => ("(:day - last_day) / stability DESC, key", false),
        };
        let wanted = if all { None } else { Some((&mut limits, Kind::Review)) };
        let mut others = self.those(now, filter, rules, &others, order, if all { MANY } else { rest }, wanted)?;
        if all {
            match left.catch_up {
                Some(_) => by_gain(&mut others),
                None => Chance::new(u64::from(now.day.0.unsigned_abs()), "order of reviews").shuffle(&mut others),
            }
            others.retain(|candidate| limits.allow(self, Kind::Review, candidate));
            others.truncate(rest as usize);
        }
        reviews.extend(others);

        let new = if rules.new_order == NewOrder::Random {
            let mut all = self.those(now, filter, rules, NEW, "rank, key", u32::MAX, None)?;
            Chance::new(u64::from(now.day.0.unsigned_abs()), "order of new cards").shuffle(&mut all);
            all.retain(|candidate| limits.allow(self, Kind::New, candidate));
            all.truncate(left.new as usize);
            all
        } else {
            self.those(now, filter, rules, NEW, "rank, key", left.new, Some((&mut limits, Kind::New)))?
        };
        let entries = |candidates: Vec<Candidate>, due: fn(Entry) -> Due| -> Vec<Entry> {
            candidates.into_iter().map(|c| Entry { due: due(c.entry), ..c.entry }).collect()
        };
        Ok([entries(steps, |entry| entry.due), entries(reviews, |_| Due::Review), entries(new, |_| Due::New)])
    }

    /// Cards in review that come on the next days, those due first in front.
    pub(super) fn ahead(&self, now: Now, filter: &Filter, days: u32, leech: u32) -> rusqlite::Result<Vec<Entry>> {
        let rules = Rules { leech, ..Rules::default() };
        let later = "phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0";
        let later = format!("{later} AND due_day > :day AND due_day <= {}", now.day.plus(days).0);
        let found = self.those(now, filter, &rules, &later, "due_day, key", MANY, None)?;
        Ok(found.into_iter().map(|c| Entry { due: Due::Review, ..c.entry }).collect())
    }

    /// Every card that fits, those known least first, those never seen last.
    pub(super) fn cram(&self, now: Now, filter: &Filter, leech: u32) -> rusqlite::Result<Vec<Entry>> {
        let rules = Rules { leech, ..Rules::default() };
        let order = "stability IS NULL, (:day - last_day) / stability DESC, rank, key";
        let all = "retired = 0 AND joined = 1 AND suspended = 0";
        let found = self.those(now, filter, &rules, all, order, MANY, None)?;
        Ok(found.into_iter().map(|c| Entry { due: Due::Review, ..c.entry }).collect())
    }

    #[allow(clippy::too_many_arguments)]
    fn those(
        &self,
        now: Now,
        filter: &Filter,
        rules: &Rules,
        which: &str,
        order: &str,
        most: u32,
        mut limited: Option<(&mut Limits, Kind)>,
    ) -> rusqlite::Result<Vec<Candidate>> {
        let sql = format!(
            "SELECT key, item, due_at, stability, difficulty, last_day FROM card
             WHERE {which} AND {NOT_BURIED} {} ORDER BY {order}",
            condition(filter)
        );
        let fixed: Vec<(&str, &dyn ToSql)> = vec![(":day", &now.day.0)];
        let parameters = parameters(filter, &rules.leech, fixed);
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query(&parameters[..])?;
        let mut found = Vec::new();
        while found.len() < most as usize {
            let Some(row) = rows.next()? else { break };
            let candidate = candidate(row, now)?;
            let fits = match &mut limited {
                Some((limits, kind)) => limits.allow(self, *kind, &candidate),
                None => true,
            };
            if fits {
                found.push(candidate);
            }
        }
        Ok(found)
    }

    /// New cards and reviews still allowed today.
    pub(super) fn left_today(&self, now: Now, rules: &Rules) -> rusqlite::Result<Left> {
        let (new, due): (u32, u32) = self
            .db
            .prepare_cached("SELECT coalesce(sum(new), 0), coalesce(sum(due), 0) FROM day WHERE day = ?1")?
            .query_row([now.day.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // Those put aside for the day are counted too: over the index alone, which a look at each card would not be.
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM card WHERE {REVIEW} LIMIT {MANY})");
        let waiting: u32 =
            self.db.prepare_cached(&sql)?.query_row(rusqlite::named_params! {":day": now.day.0}, |row| row.get(0))?;
        let usual: f64 = self
            .db
            .prepare_cached("SELECT coalesce(avg(due), 0.0) FROM day WHERE day BETWEEN ?1 - ?2 AND ?1 - 1 AND due > 0")?
            .query_row([now.day.0, USUAL_DAYS], |row| row.get(0))?;
        let catch_up = CatchUp::plan(waiting.saturating_add(due), usual.round() as u32, rules.reviews_per_day);
        let reviews = catch_up.map_or(rules.reviews_per_day, |plan| plan.share);
        let allowed = if catch_up.is_some() { rules.new_per_day.div_ceil(FEWER_NEW) } else { rules.new_per_day };
        Ok(Left { new: allowed.saturating_sub(new), reviews: reviews.saturating_sub(due), catch_up })
    }

    /// The pack and the service of an item.
    fn pack_and_service(&self, item: i64) -> rusqlite::Result<(String, String)> {
        let mut query = self.db.prepare_cached("SELECT pack, service FROM item WHERE key = ?1")?;
        query.query_row([item], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

fn candidate(row: &Row<'_>, now: Now) -> rusqlite::Result<Candidate> {
    let due = Due::Step(Timestamp(row.get(2)?));
    let memory = memory(row, 3)?;
    let last: Option<i32> = row.get(5)?;
    Ok(Candidate {
        entry: Entry { card: row.get(0)?, item: row.get(1)?, due },
        memory,
        elapsed: last.map_or(0, |last| now.day.since(StudyDay(last))),
    })
}

/// What a review now is worth most of comes first. An order needs no more than the usual weights.
fn by_gain(candidates: &mut Vec<Candidate>) {
    let model = Model::default();
    let worth = |c: &Candidate| c.memory.map_or(0.0, |memory| gain(memory, c.elapsed, &model));
    let mut with: Vec<(f32, Candidate)> = std::mem::take(candidates).into_iter().map(|c| (worth(&c), c)).collect();
    with.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    candidates.extend(with.into_iter().map(|(_, candidate)| candidate));
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    New,
    Review,
}

/// The limits of single packs and services, with what is left of each.
#[derive(Debug, Default)]
struct Limits {
    left: Vec<(Limit, Option<u32>, Option<u32>)>,
    /// Which limits an item of that pack and service falls under.
    under: HashMap<(String, String), Vec<usize>>,
}

impl Limits {
    /// The limits with what was done of each today taken off.
    fn of(store: &Store, now: Now, limits: &[Limit]) -> rusqlite::Result<Self> {
        let left = limits.iter().map(|limit| (limit.clone(), limit.new, limit.reviews)).collect();
        let mut this = Self { left, under: HashMap::new() };
        if this.is_empty() {
            return Ok(this);
        }
        // The last rows of the journal, up to yesterday's; a reversal counts what its operation did.
        let mut query = store.db.prepare_cached(
            "SELECT j.day, j.kind, coalesce(r.before, j.before) ->> '$[0]', coalesce(r.before, j.before) ->> '$[7]',
                i.pack, i.service
             FROM journal j LEFT JOIN journal r ON r.seq = j.root JOIN card c ON c.key = j.card JOIN item i ON i.key = c.item
             WHERE coalesce(r.rating, j.rating) IS NOT NULL AND coalesce(r.origin, j.origin, 'due') = 'due' ORDER BY j.seq DESC",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i32>(0)? < now.day.0 {
                break;
            }
            let (phase, reviews): (i64, i64) = (row.get(2)?, row.get(3)?);
            let undone = row.get_ref(1)?.as_str()? == "undo";
            for at in this.of_item(store, row.get(4)?, row.get(5)?)? {
                let (_, new, due) = &mut this.left[at];
                let left = if reviews == 0 { new } else { due };
                if let Some(left) = left.as_mut().filter(|_| reviews == 0 || phase == 2) {
                    *left = if undone { left.saturating_add(1) } else { left.saturating_sub(1) };
                }
            }
        }
        Ok(this)
    }

    fn is_empty(&self) -> bool {
        self.left.is_empty()
    }

    /// Whether the card still fits, and if it does, takes it off.
    fn allow(&mut self, store: &Store, kind: Kind, candidate: &Candidate) -> bool {
        if self.is_empty() {
            return true;
        }
        let named = store.pack_and_service(candidate.entry.item);
        let Ok(under) = named.and_then(|(pack, service)| self.of_item(store, pack, service)) else { return true };
        let left =
            |(_, new, reviews): &(Limit, Option<u32>, Option<u32>)| if kind == Kind::New { *new } else { *reviews };
        if under.iter().any(|at| left(&self.left[*at]) == Some(0)) {
            return false;
        }
        for at in under {
            let (_, new, reviews) = &mut self.left[at];
            if let Some(left) = if kind == Kind::New { new } else { reviews } {
                *left -= 1;
            }
        }
        true
    }

    fn of_item(&mut self, store: &Store, pack: String, service: String) -> rusqlite::Result<Vec<usize>> {
        if let Some(known) = self.under.get(&(pack.clone(), service.clone())) {
            return Ok(known.clone());
        }
        let mut query = store.db.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM ancestry WHERE pack = ?1 AND service = ?2 AND ancestor = ?3)",
        )?;
        let mut under = Vec::new();
        for (at, (limit, ..)) in self.left.iter().enumerate() {
            if limit.name == pack || query.query_row([&pack, &service, &limit.name], |row| row.get(0))? {
                under.push(at);
            }
        }
        self.under.insert((pack, service), under.clone());
        Ok(under)
    }
}
