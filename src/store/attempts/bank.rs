//! What a paper can be drawn from, as the store has it.

use std::collections::BTreeMap;

use rusqlite::OptionalExtension;
use rusqlite::types::Type;
use serde::Deserialize;

use crate::domain::exam::{Bank, Candidate, Form, domain_in};
use crate::domain::id::{DomainId, ExamId, ItemId, ObjectiveId, PackId, ServiceId};
use crate::domain::time::{Calendar, StudyDay, Timestamp};
use crate::store::definition::Outline;
use crate::store::packs::bits;
use crate::store::{Result, Store};

/// What of an item's body matters here; the rest is passed over unread.
#[derive(Deserialize)]
struct Placed {
    teaches: Vec<ObjectiveId>,
    exams: BTreeMap<ExamId, DomainId>,
}

struct Found {
    title: String,
    version: String,
    hash: u64,
    definition: Outline,
    questions: u32,
}

impl Store {
    /// The exams of the packs in use, by pack and exam; each pack with questions also as a whole, last.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn exam_forms(&self) -> Result<Vec<Form>> {
        let mut forms = Vec::new();
        for (pack, ..) in self.pack_marks()? {
            let Some(found) = self.found(&pack)? else { continue };
            let whole = Bank::whole(&found.title, found.questions);
            let exams = found.definition.exams.into_iter().map(|(exam, blueprint)| (Some(exam), blueprint));
            let form =
                |(exam, blueprint)| Form { pack: pack.clone(), pack_title: found.title.clone(), exam, blueprint };
            if found.questions > 0 {
                forms.extend(exams.chain([(None, whole)]).map(form));
            }
        }
        Ok(forms)
    }

    /// The questions that a paper of that exam can be drawn from, with their past; none when there is no such pack or
    /// exam. Reads the whole pack: once for a set-up screen, not for every change on it.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn bank(&self, pack: &PackId, exam: Option<&ExamId>, calendar: &Calendar) -> Result<Option<Bank>> {
        let Some(found) = self.found(pack)? else { return Ok(None) };
        let Found { title, version, hash, mut definition, questions } = found;
        let blueprint = match exam {
            None => Bank::whole(&title, questions),
            Some(exam) => match definition.exams.remove(exam) {
                Some(blueprint) => blueprint,
                None => return Ok(None),
            },
        };
        let candidates =
            self.candidates(pack, exam, &definition, calendar).map_err(self.failed("read the questions"))?;
        Ok(Some(Bank::new(
            (pack.clone(), title, version, hash),
            exam.cloned(),
            blueprint,
            definition.services,
            candidates,
        )))
    }

    /// The services of the packs in use, with their pack.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn services_in_use(&self) -> Result<Vec<(PackId, ServiceId)>> {
        let sql = "SELECT pack, id FROM service WHERE pack IN (SELECT id FROM pack WHERE removed_at IS NULL)
             ORDER BY pack, id";
        let read = |mut query: rusqlite::CachedStatement<'_>| -> rusqlite::Result<Vec<(String, String)>> {
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let rows = self.db.prepare_cached(sql).and_then(read).map_err(self.failed("list the services"))?;
        let both = |(pack, id): (String, String)| Some((PackId::new(pack).ok()?, ServiceId::new(id).ok()?));
        Ok(rows.into_iter().filter_map(both).collect())
    }

    fn found(&self, pack: &PackId) -> Result<Option<Found>> {
        let sql = "SELECT title, version, hash, definition,
                (SELECT count(*) FROM item WHERE pack = id AND kind = 'question' AND retired = 0)
             FROM pack WHERE id = ?1 AND removed_at IS NULL";
        let read = |row: &rusqlite::Row<'_>| {
            let definition = serde_json::from_str(row.get_ref(3)?.as_str()?)
                .map_err(|error| rusqlite::Error::FromSqlConversionFailure(3, Type::Text, error.into()))?;
            Ok(Found {
                title: row.get(0)?,
                version: row.get(1)?,
                hash: bits(row.get(2)?),
                definition,
                questions: row.get(4)?,
            })
        };
        let found = self.db.prepare_cached(sql).and_then(|mut q| q.query_row([pack.as_str()], read).optional());
        found.map_err(self.failed("read a pack"))
    }

    fn candidates(
        &self,
        pack: &PackId,
        exam: Option<&ExamId>,
        definition: &Outline,
        calendar: &Calendar,
    ) -> rusqlite::Result<Vec<Candidate>> {
        // A rating of the question's card counts as seeing it, from the start of its study day on.
        let mut query = self.db.prepare_cached(
            "SELECT i.slug, i.service, i.body,
                (SELECT max(t.started_at) FROM asked a JOIN attempt t ON t.id = a.attempt WHERE a.item = i.key AND a.shown = 1),
                (SELECT max(c.last_day) FROM card c WHERE c.item = i.key),
                (SELECT a.correct FROM asked a WHERE a.item = i.key AND a.correct IS NOT NULL ORDER BY a.attempt DESC LIMIT 1),
                (SELECT a.correct IS NULL AND a.wording = i.hash FROM asked a JOIN attempt t ON t.id = a.attempt
                    WHERE a.item = i.key AND a.shown = 1 AND t.state = 'ended' ORDER BY a.attempt DESC LIMIT 1)
             FROM item i WHERE i.pack = ?1 AND i.kind = 'question' AND i.retired = 0",
        )?;
        let mut rows = query.query([pack.as_str()])?;
        let mut candidates = Vec::new();
        while let Some(row) = rows.next()? {
            let slug = row.get_ref(0)?.as_str()?;
            let (Ok(id), Ok(service)) =
                (ItemId::new(format!("{pack}/{slug}")), ServiceId::new(row.get_ref(1)?.as_str()?))
            else {
                continue;
            };
            let placed: Placed = serde_json::from_str(row.get_ref(2)?.as_str()?)
                .map_err(|error| rusqlite::Error::FromSqlConversionFailure(2, Type::Text, error.into()))?;
            let domain =
                exam.and_then(|exam| domain_in(exam, &placed.exams, &placed.teaches, &definition.objectives)).cloned();
            let asked: Option<i64> = row.get(3)?;
            let rated = row.get::<_, Option<i32>>(4)?.map(|day| calendar.start_of(StudyDay(day)));
            let missed = row.get::<_, Option<bool>>(5)? == Some(false);
            // What was shown and then marked neither right nor wrong was doubted; mended since, it is asked again.
            let doubted = row.get::<_, Option<bool>>(6)? == Some(true);
            candidates.push(Candidate { id, service, domain, seen: asked.map(Timestamp).max(rated), missed, doubted });
        }
        Ok(candidates)
    }
}
