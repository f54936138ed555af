//! Mock exams in the store: attempts, everything that happens in them, and the way of their misses into the daily cards.

mod bank;
mod misses;
mod rows;

use rusqlite::{OptionalExtension, Transaction, params};

use super::{Result, Store};
use crate::domain::exam::{
    Attempt, Bank, Drawn, Entry, Event, Paper, Sent, Setup, Started, State, Stored, Verdict, What, verdict,
};
use crate::domain::memory::Model;
use crate::domain::review::Rules;
use crate::domain::time::{Now, Timestamp};

/// What became of an attempt's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// They are on disk.
    Done,
    /// They are on disk, the attempt has ended, and this went into the daily cards.
    Ended(Sent),
    /// Another window noted the time meanwhile, and nothing else: these events come first. Nothing was written; to be
    /// tried again on the attempt with them.
    Behind(Vec<Event>),
    /// Another window went on with the attempt; nothing was written.
    Moved,
}

/// The attempt that runs, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// The store's number for it.
    pub id: i64,
    /// The exam's name for people.
    pub title: String,
    /// When it started.
    pub started_at: Timestamp,
}

impl Store {
    /// Starts an attempt on what was drawn: seed, deadline and questions are on disk when this returns.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn start_attempt(&mut self, bank: &Bank, setup: &Setup, drawn: &Drawn, at: Timestamp) -> Result<Started> {
        let failed = self.failed("start an exam");
        let tx = self.write().map_err(&failed)?;
        let started = start(&tx, bank, setup, drawn, at).map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(started)
    }

    /// Writes down what is about to happen in an attempt, in one transaction; to be applied to it afterwards. The event
    /// that ends it also sends its misses into the daily cards and makes its line in the history.
    ///
    /// # Errors
    /// When the store can't be written; then nothing changed.
    pub fn keep_events(
        &mut self,
        attempt: &Attempt,
        events: &[Event],
        now: Now,
        rules: &Rules,
        model: &Model,
    ) -> Result<Kept> {
        if events.is_empty() {
            return Ok(Kept::Done);
        }
        let failed = self.failed("keep that");
        let tx = self.write().map_err(&failed)?;
        let kept = keep(&tx, attempt, events, (now, rules, model)).map_err(&failed)?;
        if matches!(kept, Kept::Done | Kept::Ended(_)) {
            tx.commit().map_err(&failed)?;
        }
        Ok(kept)
    }

    /// The attempt of that number, rebuilt from what was kept.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn attempt(&self, id: i64) -> Result<Option<Stored>> {
        let failed = self.failed("read an exam");
        let Some((terms, sent)) = rows::terms(&self.db, id).map_err(&failed)? else { return Ok(None) };
        let pack = self
            .db
            .prepare_cached("SELECT version, hash FROM pack WHERE id = ?1 AND removed_at IS NULL")
            .and_then(|mut q| {
                q.query_row([terms.pack.as_str()], |r| Ok((r.get::<_, String>(0)?, r.get(1)?))).optional()
            })
            .map_err(&failed)?;
        let pack = pack.as_ref().map(|(version, hash)| (version.as_str(), super::packs::bits(*hash)));
        let stale = if sent.is_none() { terms.stale(pack) } else { None };
        let slots = rows::slots(&self.db, id, terms.setup.seed).map_err(&failed)?;
        let events = rows::events(&self.db, id).map_err(&failed)?;
        Ok(Some(Stored { attempt: Attempt::rebuild(id, Paper { terms, slots }, &events), stale, sent }))
    }

    /// The attempt that runs, if one does: a single indexed look-up.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn running_attempt(&self) -> Result<Option<Running>> {
        let sql = "SELECT id, coalesce(terms ->> '$.title', ''), started_at FROM attempt WHERE state = 'running'";
        let running = |row: &rusqlite::Row<'_>| {
            Ok(Running { id: row.get(0)?, title: row.get(1)?, started_at: Timestamp(row.get(2)?) })
        };
        let found = self.db.prepare_cached(sql).and_then(|mut query| query.query_row([], running).optional());
        found.map_err(self.failed("look for an exam that runs"))
    }

    /// Every attempt in one line each, newest first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn attempts(&self) -> Result<Vec<Entry>> {
        let failed = self.failed("list the exams");
        let mut query = self
            .db
            .prepare_cached("SELECT id, entry FROM attempt ORDER BY started_at DESC, id DESC")
            .map_err(&failed)?;
        let rows = query
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<(i64, Option<String>)>>>)
            .map_err(&failed)?;
        let mut entries = Vec::new();
        for (id, entry) in rows {
            // One that runs has no line yet, and one of an older form is made anew.
            match entry.and_then(|text| serde_json::from_str(&text).ok()) {
                Some(entry) => entries.push(entry),
                None => entries.extend(self.attempt(id)?.map(|stored| Entry::of(&stored.attempt))),
            }
        }
        Ok(entries)
    }
}

fn start(tx: &Transaction<'_>, bank: &Bank, setup: &Setup, drawn: &Drawn, at: Timestamp) -> rusqlite::Result<Started> {
    let running = tx.query_row("SELECT id FROM attempt WHERE state = 'running'", [], |row| row.get(0)).optional()?;
    if let Some(id) = running {
        return Ok(Started::Running(id));
    }
    let hash: Option<i64> = tx
        .query_row("SELECT hash FROM pack WHERE id = ?1 AND removed_at IS NULL", [bank.pack.as_str()], |row| row.get(0))
        .optional()?;
    if hash.map(super::packs::bits) != Some(bank.hash) {
        return Ok(Started::Changed);
    }
    let questions = rows::questions(tx, drawn)?;
    let items = questions.iter().map(|question| question.item.clone()).collect();
    let Some(paper) = Paper::new(bank, setup, drawn, items, at) else { return Ok(Started::Changed) };
    let id = rows::insert(tx, &paper, &questions)?;
    Ok(Started::Done(Box::new(Attempt::new(id, paper))))
}

fn keep(
    tx: &Transaction<'_>,
    attempt: &Attempt,
    events: &[Event],
    at_hand: (Now, &Rules, &Model),
) -> rusqlite::Result<Kept> {
    let next: u32 = tx
        .prepare_cached("SELECT coalesce(max(seq) + 1, 0) FROM attempt_event WHERE attempt = ?1")?
        .query_row([attempt.id], |row| row.get(0))?;
    if next != attempt.events() {
        let since = rows::events_from(tx, attempt.id, attempt.events())?;
        let only_time = !since.is_empty() && since.iter().all(|event| event.what.is_time());
        return Ok(if only_time { Kept::Behind(since) } else { Kept::Moved });
    }
    for (seq, event) in (next..).zip(events) {
        rows::insert_event(tx, attempt.id, seq, event)?;
        if let What::Looked(place) = event.what {
            tx.prepare_cached("UPDATE asked SET shown = 1 WHERE attempt = ?1 AND place = ?2")?
                .execute(params![attempt.id, i64::try_from(place).unwrap_or(i64::MAX)])?;
        }
    }
    let ends = events.iter().any(|event| matches!(event.what, What::Ended(_)));
    let over = matches!(attempt.state(), State::Over(_));
    if !ends && !over {
        return Ok(Kept::Done);
    }
    let mut after = attempt.clone();
    events.iter().for_each(|event| after.apply(event));
    mark(tx, &after)?;
    let entry = rows::to_text(&Entry::of(&after))?;
    if over {
        // A doubt after the end changes what the attempt was worth, not what it sent.
        tx.execute("UPDATE attempt SET entry = ?2 WHERE id = ?1", params![after.id, entry])?;
        return Ok(Kept::Done);
    }
    let sent = misses::send(tx, &after, at_hand)?;
    tx.execute(
        "UPDATE attempt SET state = 'ended', entry = ?2, sent = ?3 WHERE id = ?1",
        params![after.id, entry, rows::to_text(&sent)?],
    )?;
    Ok(Kept::Ended(sent))
}

/// Notes for the next draw which questions were answered right.
fn mark(tx: &Transaction<'_>, attempt: &Attempt) -> rusqlite::Result<()> {
    for (place, (slot, mark)) in (0i64..).zip(attempt.questions()) {
        let says = mark.visits > 0 && !mark.doubted;
        let correct = says.then(|| verdict(slot, mark) == Verdict::Right);
        tx.prepare_cached("UPDATE asked SET correct = ?3 WHERE attempt = ?1 AND place = ?2")?
            .execute(params![attempt.id, place, correct])?;
    }
    Ok(())
}
