//! Performs what mock exams ask for.

use crate::app::exam::{Kept, Standing};
use crate::app::{Model, Outcome};
use crate::domain::chance::Chance;
use crate::domain::exam::{Act, Attempt, Event, Form, Setup, Started, draw};
use crate::domain::id::{ExamId, PackId};
use crate::domain::time::Now;
use crate::domain::today::Origin;
use crate::domain::{memory, review};
use crate::failure::Failure;
use crate::pack::Doubt;
use crate::shell::Library;
use crate::store::{self, Store};

/// Papers are told apart by a number short enough to be read out.
const SEEDS: u32 = 1_000_000;

/// The exam that runs; one whose time is over is handed in with what was answered.
///
/// # Errors
/// When the store fails.
pub fn standing(
    store: &mut Store,
    now: Now,
    rules: &review::Rules,
    model: &memory::Model,
) -> Result<Standing, Failure> {
    let Some(running) = store.running_attempt()? else { return Ok(Standing::Nothing) };
    let Some(mut past) = store.attempt(running.id)? else { return Ok(Standing::Nothing) };
    if past.attempt.remaining(now.at) != Some(0) || past.attempt.end().is_some() {
        return Ok(Standing::Running(Box::new(past)));
    }
    let before = past.attempt.clone();
    let events = past.attempt.take(Act::Tick, now.at).unwrap_or_default();
    match store.keep_events(&before, &events, now, rules, model)? {
        store::Kept::Ended(_) => Ok(Standing::HandedIn(running.id)),
        // Another window goes on with it, or it stands still.
        _ => Ok(Standing::Running(Box::new(past))),
    }
}

/// The exams that can be sat, with the likely one and a seed for the next paper.
pub(super) fn forms(store: &Store, now: Now) -> Result<Outcome, Failure> {
    let forms = store.exam_forms()?;
    let likely = likely(store, &forms)?;
    Ok(Outcome::ExamForms { forms, likely, seed: seed(now) })
}

/// The place among those exams of the one to offer first: the one sat last, else the one planned for, else the first.
///
/// # Errors
/// When the store can't be read.
pub fn likely(store: &Store, forms: &[Form]) -> Result<usize, Failure> {
    let at = |pack: &PackId, exam: Option<&ExamId>| {
        forms.iter().position(|form| form.pack == *pack && form.exam.as_ref() == exam)
    };
    if let Some(place) = store.attempts()?.first().and_then(|last| at(&last.pack, last.setup.exam.as_ref())) {
        return Ok(place);
    }
    let planned = store.goal()?.and_then(|(goal, _)| goal.exam);
    Ok(planned.and_then(|(pack, exam)| at(&pack, Some(&exam))).unwrap_or(0))
}

/// A seed for a paper; `PLIMSOLL_SEED` fixes it.
fn seed(now: Now) -> u64 {
    let set = std::env::var("PLIMSOLL_SEED").ok().and_then(|text| text.trim().parse().ok());
    set.unwrap_or_else(|| Chance::new(now.at.0.unsigned_abs(), "seed of a paper").below(SEEDS).into())
}

pub(super) fn bank(store: &Store, model: &Model, pack: &PackId, exam: Option<&ExamId>) -> Result<Outcome, Failure> {
    Ok(Outcome::ExamBank(store.bank(pack, exam, &model.calendar)?.map(Box::new)))
}

pub(super) fn start(store: &mut Store, model: &Model, setup: &Setup, now: Now) -> Result<Outcome, Failure> {
    let Some(bank) = model.bank() else { return Ok(Outcome::ExamBegun(Started::Changed)) };
    let drawn = draw(bank, setup);
    Ok(Outcome::ExamBegun(store.start_attempt(bank, setup, &drawn, now.at)?))
}

pub(super) fn keep(store: &mut Store, model: &Model, events: Vec<Event>, now: Now) -> Result<Outcome, Failure> {
    let Some(attempt) = model.attempt() else { return Ok(Outcome::ExamKept(events, Kept::Moved)) };
    let (events, kept) = kept(store, attempt, events, now, model)?;
    Ok(Outcome::ExamKept(events, kept))
}

/// The same for the exam that runs while another screen is shown.
pub(super) fn keep_away(store: &mut Store, model: &Model, events: Vec<Event>, now: Now) -> Result<Outcome, Failure> {
    let Some(past) = &model.running else { return Ok(Outcome::AwayKept(events, Kept::Moved)) };
    let (events, kept) = kept(store, &past.attempt, events, now, model)?;
    Ok(Outcome::AwayKept(events, kept))
}

/// Keeps events, with those before them that another window wrote meanwhile, where these were only about the time.
fn kept(
    store: &mut Store,
    attempt: &Attempt,
    events: Vec<Event>,
    now: Now,
    model: &Model,
) -> Result<(Vec<Event>, Kept), Failure> {
    let mut keep = |attempt: &Attempt| store.keep_events(attempt, &events, now, &model.rules, &model.memory);
    let (mut before, mut kept) = (Vec::new(), keep(attempt)?);
    if let store::Kept::Behind(since) = kept {
        let mut later = attempt.clone();
        since.iter().for_each(|event| later.apply(event));
        before = since;
        kept = keep(&later)?;
    }
    before.extend(events);
    Ok(match kept {
        store::Kept::Done => (before, Kept::Done),
        store::Kept::Ended(sent) => (before, Kept::Ended(sent)),
        store::Kept::Moved | store::Kept::Behind(_) => (before, Kept::Moved),
    })
}

pub(super) fn doubt(
    store: &Store,
    library: &Library,
    model: &Model,
    place: usize,
    now: Now,
) -> Result<Outcome, Failure> {
    let slot = model.attempt().and_then(|attempt| Some((attempt.slots().get(place)?, attempt.marks().get(place)?)));
    let Some((slot, mark)) = slot else { return Ok(Outcome::DoubtReported(String::new())) };
    let chosen: Vec<String> = mark.chosen.iter().map(ToString::to_string).collect();
    let stub = Doubt::of(slot.question(), &chosen, &now.day.date().to_string());
    let id = &slot.item().id;
    let origin = store.pack_marks()?.into_iter().find(|(pack, ..)| pack.as_str() == id.pack());
    let origin = origin.map_or(Origin::Shipped, |(_, origin, ..)| origin);
    let file = library.doubt(&origin, id, stub)?;
    Ok(Outcome::DoubtReported(file.display().to_string()))
}

pub(super) fn one(store: &Store, id: i64) -> Result<Outcome, Failure> {
    Ok(Outcome::Exam(store.attempt(id)?.map(Box::new)))
}
