//! The exam plan in the store, and the cards as planning needs them.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::types::Type;
use rusqlite::{OptionalExtension, named_params, params};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::convert::source;
use super::journal::{HOLDS, SINCE_NEW};
use super::queue::{NOT_BURIED, PULLED, REVIEW, STEP, condition, parameters};
use super::{Result, Store};
use crate::domain::content::Objective;
use crate::domain::exam::domain_in;
use crate::domain::id::{DomainId, ExamId, ObjectiveId};
use crate::domain::memory::Rating;
use crate::domain::plan::habits::CardKind;
use crate::domain::plan::{Deck, DeckCard, DeckDomain, Glance, Goal, Mock, Rated, course_day};
use crate::domain::review::journal::Source;
use crate::domain::review::{Due, Entry, Filter, Rules};
use crate::domain::time::{Calendar, Now, StudyDay, Timestamp};

/// Cards read at once, so that reading very many never holds up a key.
const PAGE: u32 = 1000;

/// A deck that is being read, page by page.
#[derive(Debug)]
pub struct Reading {
    deck: Deck,
    goal: Goal,
    after: i64,
    domains: Vec<DomainId>,
    objectives: BTreeMap<ObjectiveId, Objective>,
    services: HashMap<(String, String), usize>,
}

/// What of an item's body matters here.
#[derive(Deserialize)]
struct Body {
    teaches: Vec<ObjectiveId>,
    exams: BTreeMap<ExamId, DomainId>,
    kind: BodyKind,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum BodyKind {
    Note(BodyNote),
    Trap(IgnoredAny),
    Question(IgnoredAny),
}

#[derive(Deserialize)]
struct BodyNote {
    cards: Vec<BodyCard>,
}

#[derive(Deserialize)]
struct BodyCard {
    id: String,
    face: BodyFace,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum BodyFace {
    Basic(IgnoredAny),
    Cloze(IgnoredAny),
}

impl Store {
    /// The plan, and what Home last said of it; none when there is none.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn goal(&self) -> Result<Option<(Goal, Option<Glance>)>> {
        let found = self.db.prepare_cached("SELECT goal, glance FROM plan").and_then(|mut query| {
            query.query_row([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))).optional()
        });
        let Some((goal, glance)) = found.map_err(self.failed("read the plan"))? else { return Ok(None) };
        let glance = glance.and_then(|text| serde_json::from_str(&text).ok());
        Ok(serde_json::from_str(&goal).ok().map(|goal| (goal, glance)))
    }

    /// Keeps a plan, or takes it away.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn set_goal(&mut self, goal: Option<&Goal>) -> Result<()> {
        let failed = self.failed("keep the plan");
        let done = match goal {
            None => self.db.execute("DELETE FROM plan", []),
            Some(goal) => serde_json::to_string(goal)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
                .and_then(|text| self.db.execute("INSERT OR REPLACE INTO plan (one, goal) VALUES (1, ?1)", [text])),
        };
        done.map(drop).map_err(failed)
    }

    /// Keeps what Home says of the plan, for its next first frame.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn keep_glance(&mut self, glance: &Glance) -> Result<()> {
        let text = serde_json::to_string(glance).unwrap_or_default();
        self.db.execute("UPDATE plan SET glance = ?1", [text]).map(drop).map_err(self.failed("keep the plan"))
    }

    /// Today's cards when there is a plan: steps and what an exam's misses brought forward, then these cards in their
    /// order. Those that may not come today are left out.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn planned_queue(&self, now: Now, rules: &Rules, filter: &Filter, order: &[i64]) -> Result<Vec<Entry>> {
        let failed = self.failed("line up the cards of the plan");
        let list = |which: &str| -> rusqlite::Result<Vec<(Entry, bool)>> {
            let sql = format!(
                "SELECT key, item, due_at, phase FROM card WHERE {which} AND {NOT_BURIED} {} ORDER BY due_at, key",
                condition(filter)
            );
            let parameters = parameters(filter, &rules.leech, vec![(":day", &now.day.0)]);
            let mut query = self.db.prepare_cached(&sql)?;
            let rows = query.query_map(&parameters[..], |row| {
                let (due, phase): (i64, u8) = (row.get(2)?, row.get(3)?);
                let entry = Entry { card: row.get(0)?, item: row.get(1)?, due: Due::Step(Timestamp(due)) };
                Ok((entry, phase == 0))
            })?;
            rows.collect()
        };
        let mut all: Vec<Entry> = list(&format!("{STEP} AND due_at < {}", now.next_day_at.0))
            .map_err(&failed)?
            .into_iter()
            .map(|(entry, _)| entry)
            .collect();
        let pulled = list(&format!("{REVIEW} AND {PULLED}")).map_err(&failed)?;
        all.extend(pulled.into_iter().map(|(entry, _)| Entry { due: Due::Review, ..entry }));
        let taken: HashSet<i64> = all.iter().map(|entry| entry.card).collect();
        let open = list("retired = 0 AND joined = 1 AND suspended = 0 AND (last_day IS NULL OR last_day < :day)")
            .map_err(&failed)?;
        let open: HashMap<i64, (Entry, bool)> = open.into_iter().map(|found| (found.0.card, found)).collect();
        let due = |new: bool| if new { Due::New } else { Due::Review };
        let planned = order.iter().filter(|key| !taken.contains(key)).filter_map(|key| open.get(key));
        all.extend(planned.map(|(entry, new)| Entry { due: due(*new), ..*entry }));
        Ok(all)
    }

    /// Begins to read the cards for a goal.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn reading(&self, goal: &Goal, now: Now, calendar: &Calendar) -> Result<Reading> {
        let failed = self.failed("read the cards for the plan");
        let mut reading = Reading {
            deck: Deck::default(),
            goal: goal.clone(),
            after: i64::MIN,
            domains: Vec::new(),
            objectives: BTreeMap::new(),
            services: HashMap::new(),
        };
        let spent: Option<i64> = self
            .db
            .query_row("SELECT took FROM day WHERE day = ?1", [now.day.0], |row| row.get(0))
            .optional()
            .map_err(&failed)?;
        reading.deck.spent = spent.unwrap_or(0) as f64 / 1000.0;
        let Some((pack, exam)) = &goal.exam else { return Ok(reading) };
        let Some(mut outline) = self.outline(pack.as_str()).map_err(&failed)? else { return Ok(reading) };
        let Some(blueprint) = outline.exams.remove(exam) else { return Ok(reading) };
        reading.objectives = outline.objectives;
        reading.deck.questions = Some(blueprint.questions.saturating_sub(blueprint.unscored).max(1));
        for (id, domain) in blueprint.domains {
            reading.domains.push(id);
            reading.deck.domains.push(DeckDomain { title: domain.title, share: domain.weight / 100.0 });
        }
        for entry in self.attempts()? {
            // Two packs may have an exam of the same name.
            let same = entry.pack == *pack && entry.setup.exam.as_ref() == Some(exam);
            if same && entry.counts && entry.first_sight.of > 0 {
                let day = course_day(calendar.day_of(entry.started_at));
                reading.deck.mocks.push(Mock { day, right: entry.first_sight.right, of: entry.first_sight.of });
            }
        }
        reading.deck.mocks.sort_by_key(|mock| mock.day);
        Ok(reading)
    }

    /// Reads the next page. True when there are no more.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn read_on(&self, reading: &mut Reading, now: Now) -> Result<bool> {
        let failed = self.failed("read the cards for the plan");
        let from = reading.deck.cards.len();
        let done = self.cards_on(reading, now).map_err(&failed)?;
        self.past_of(&mut reading.deck.cards[from..]).map_err(&failed)?;
        Ok(done)
    }

    fn cards_on(&self, reading: &mut Reading, now: Now) -> rusqlite::Result<bool> {
        let sql = format!(
            "SELECT card.key, card.slug, item.key, item.pack, item.service, coalesce(service.title, item.service),
                item.body, card.buried,
                (phase IN (1, 3) AND due_at < :tomorrow) OR card.key IN (SELECT key FROM card WHERE {REVIEW} AND {PULLED})
             FROM card JOIN item ON item.key = card.item
             LEFT JOIN service ON service.pack = item.pack AND service.id = item.service
             WHERE card.key > :after AND card.retired = 0 AND card.joined = 1 AND card.suspended = 0
             ORDER BY card.key LIMIT :page"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query(named_params! {
            ":after": reading.after, ":page": PAGE, ":day": now.day.0, ":tomorrow": now.next_day_at.0
        })?;
        let mut found = 0;
        let mut last: Option<(i64, Body)> = None;
        while let Some(row) = rows.next()? {
            found += 1;
            let (key, item): (i64, i64) = (row.get(0)?, row.get(2)?);
            reading.after = key;
            if last.as_ref().is_none_or(|(known, _)| *known != item) {
                let body = serde_json::from_str(row.get_ref(6)?.as_str()?)
                    .map_err(|error| rusqlite::Error::FromSqlConversionFailure(6, Type::Text, error.into()))?;
                last = Some((item, body));
            }
            let Some((_, body)) = &last else { continue };
            let (pack, service): (String, String) = (row.get(3)?, row.get(4)?);
            let domain = reading.domain_of(&pack, body);
            let next = reading.services.len();
            let place = *reading.services.entry((pack, service)).or_insert(next);
            if place == next {
                reading.deck.services.push(row.get(5)?);
            }
            let buried: Option<i32> = row.get(7)?;
            reading.deck.cards.push(DeckCard {
                key,
                domain,
                service: place,
                kind: body.kind_of(row.get_ref(1)?.as_str()?),
                front: row.get(8)?,
                hidden: buried.is_some_and(|until| until >= now.day.0),
                past: Vec::new(),
            });
        }
        Ok(found < PAGE)
    }

    /// The ratings of these cards that hold.
    fn past_of(&self, cards: &mut [DeckCard]) -> rusqlite::Result<()> {
        let (Some(first), Some(last)) = (cards.first().map(|card| card.key), cards.last().map(|card| card.key)) else {
            return Ok(());
        };
        let mut query = self.db.prepare_cached(&format!(
            "SELECT card, day, rating, took, origin FROM journal j
             WHERE kind = 'review' AND card BETWEEN ?1 AND ?2 AND coalesce(origin, '') <> 'cram'
                AND {SINCE_NEW} AND {HOLDS} ORDER BY card, seq"
        ))?;
        let mut rows = query.query(params![first, last])?;
        let mut at = 0;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            while cards.get(at).is_some_and(|card| card.key < key) {
                at += 1;
            }
            let (Some(card), Some(rating)) = (cards.get_mut(at).filter(|c| c.key == key), Rating::of(row.get(2)?))
            else {
                continue;
            };
            let source = source(row, 4)?;
            let seconds = f64::from(row.get::<_, Option<u32>>(3)?.unwrap_or(0)) / 1000.0;
            let day = course_day(StudyDay(row.get(1)?));
            card.past.push(Rated { sample: source == Source::Due, ..Rated::new(day, rating, seconds) });
        }
        Ok(())
    }
}

impl Reading {
    /// The deck, once everything was read.
    #[must_use]
    pub fn deck(self) -> Deck {
        self.deck
    }

    fn domain_of(&self, pack: &str, body: &Body) -> Option<usize> {
        let (own, exam) = self.goal.exam.as_ref()?;
        let domain = domain_in(exam, &body.exams, &body.teaches, &self.objectives)?;
        (own.as_str() == pack).then(|| self.domains.iter().position(|id| id == domain)).flatten()
    }
}

impl Body {
    fn kind_of(&self, slug: &str) -> CardKind {
        match &self.kind {
            BodyKind::Note(note) => {
                let cloze = |card: &BodyCard| card.id == slug && matches!(card.face, BodyFace::Cloze(_));
                if note.cards.iter().any(cloze) { CardKind::Cloze } else { CardKind::Basic }
            }
            BodyKind::Trap(_) => CardKind::Trap,
            BodyKind::Question(_) => CardKind::Question,
        }
    }
}
