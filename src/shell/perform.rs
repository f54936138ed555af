//! Performs what the model asks for.

use std::collections::VecDeque;
use std::rc::Rc;

use crate::app::message::{Counted, Indexed, PackRow, RatingsRead};
use crate::app::plan::PlanForm;
use crate::app::search::Library as Searchable;
use crate::app::{Effect, Model, Msg, Outcome, Request, Trouble, update};
use crate::domain::annotation::Subject;
use crate::domain::content::{Item, Kind};
use crate::domain::id::ItemId;
use crate::domain::optimize::Adopted;
use crate::domain::review::Sitting;
use crate::domain::settings::{Value, find};
use crate::domain::stats::Curve;
use crate::domain::time::Now;
use crate::failure::Failure;
use crate::shell::exams;
use crate::shell::indexing::Indexing;
use crate::shell::library::{Library, Progress};
use crate::shell::related::{items_named, related};
use crate::shell::rulebooks::engines;
use crate::store::{Reading, ReadingRatings, Store};

/// How many missed traps an empty search shows.
const MISSED: u32 = 12;

/// The world behind the model.
#[derive(Debug)]
pub struct World {
    /// The learner's store.
    pub store: Store,
    /// The learner's packs on disk.
    pub library: Library,
    /// The search index, while it is being made.
    indexing: Option<Indexing>,
    /// The cards that are being read for the plan.
    reading: Option<Reading>,
    /// The ratings that are being read to fit to.
    ratings: Option<ReadingRatings>,
}

impl World {
    /// A world with nothing begun.
    #[must_use]
    pub fn new(store: Store, library: Library) -> Self {
        Self { store, library, indexing: None, reading: None, ratings: None }
    }

    /// Performs effects, and those that follow from their outcomes, until none is left. True when one of them is the end.
    pub fn carry_out(
        &mut self,
        model: &mut Model,
        clock: &dyn Fn() -> Now,
        effects: Vec<Effect>,
        progress: &mut dyn FnMut(&Model, usize, usize),
    ) -> bool {
        let mut open: VecDeque<Effect> = effects.into();
        while let Some(effect) = open.pop_front() {
            let Effect::Ask(request) = effect else { return true };
            let outcome = {
                let model = &*model;
                self.perform(model, clock(), request, &mut |done, all| progress(model, done, all))
            };
            // What an outcome asks for comes before what was asked beside it: a card is there before news of packs.
            for effect in update(model, clock(), Msg::Done(outcome)).into_iter().rev() {
                open.push_front(effect);
            }
        }
        false
    }

    /// Performs one request. A failure changed nothing and says what to do.
    pub fn perform(&mut self, model: &Model, now: Now, request: Request, progress: &mut Progress<'_>) -> Outcome {
        let retry = request.clone();
        self.attempt(model, now, request, progress).unwrap_or_else(|failure| {
            Outcome::Failed(Trouble { summary: failure.summary, hint: failure.hint, retry: Some(retry) })
        })
    }

    fn attempt(
        &mut self,
        model: &Model,
        now: Now,
        request: Request,
        progress: &mut Progress<'_>,
    ) -> Result<Outcome, Failure> {
        Ok(match request {
            Request::Today => Outcome::Today(self.store.today(now, &model.rules)?),
            Request::Refresh => {
                self.store.refresh_mastery(now, &model.memory)?;
                Outcome::Today(self.store.today(now, &model.rules)?)
            }
            Request::Queue(filter) => {
                Outcome::Queue(match model.planner.order(now.day).filter(|_| filter.sitting == Sitting::Today) {
                    Some(order) => self.store.planned_queue(now, &model.rules, &filter, order)?,
                    None => self.store.queue(now, &model.rules, &filter)?,
                })
            }
            Request::Card(key) => {
                let card = self.store.card_among(key, now, &model.rules, &model.memory)?;
                Outcome::Card(card.map(Box::new))
            }
            Request::Record(change) => Outcome::Recorded(self.store.record(&change, &model.memory)?),
            Request::RecordCram(change) => Outcome::Recorded(self.store.record_cram(&change, &model.memory)?),
            Request::Leech(card) => Outcome::Leech(self.leech(card)?),
            Request::SuspendCard(card) => {
                self.suspend_card(card, model, now)?;
                Outcome::PutAside(card)
            }
            Request::FilterNames => Outcome::FilterNames(self.store.filter_names()?),
            Request::Undo => Outcome::Undone(self.reverse(false, model, now)?),
            Request::Redo => Outcome::Redone(self.reverse(true, model, now)?),
            Request::Behind(item) => Outcome::Behind(self.behind(&item)?),
            Request::Packs => Outcome::Packs(self.packs()?),
            Request::Rules => Outcome::Rules(Rc::new(engines(&self.store)?)),
            Request::Index => Outcome::Index(self.index()?),
            Request::Items(ids) => Outcome::Items(self.items(&ids)?),
            Request::MissedTraps => Outcome::Missed(self.items(&self.store.missed_traps(MISSED)?)?),
            Request::CardsOf(subject) => Outcome::CardsOf(self.entries_of(&subject, now)?),
            Request::Do(deed, subject) => self.carry(deed, &subject, model, now)?,
            Request::Flag(subject) => Outcome::Annotated(self.flag(subject, now)?),
            Request::Note(subject) => {
                let before = self.annotation(&subject)?;
                Outcome::Note(subject, before)
            }
            Request::Annotate(change) => Outcome::Annotated(self.annotate(*change, now)?),
            Request::About(item) => Outcome::About(self.store.about(&item, now, &model.memory)?.map(Rc::new)),
            Request::Reindex(item) => Outcome::Reindexed(self.fresh(&item)?.map(Box::new)),
            Request::Headings(shelf) => Outcome::Headings(shelf, self.store.headings(shelf, now, &model.memory)?),
            Request::ItemsUnder(under) => {
                let keys = self.store.items_under(&under)?;
                Outcome::ItemsUnder(under, keys)
            }
            Request::Lines(keys) => Outcome::Lines(self.store.item_lines(&keys, now, &model.memory)?),
            Request::Titles(keys) => Outcome::Titles(self.store.item_titles(&keys)?),
            Request::CardForm(about) => self.card_form(about.as_ref())?,
            Request::AddCard(card) => {
                let about = model.subject().map(|subject| subject.item);
                self.add_card(&card, about.as_ref(), now)?
            }
            Request::Place(subject) => Outcome::Place(self.place(&subject)?),
            Request::Related(item) => Outcome::Related(related(&self.store, &item)?),
            Request::PastQueries => Outcome::PastQueries(self.store.past_queries()?),
            Request::KeepQuery(query) => {
                self.store.keep_query(&query)?;
                Outcome::Kept
            }
            Request::Sync { closely } => {
                let news = self.library.sync(&mut self.store, now.at, closely, progress)?;
                if news.iter().any(|pack| pack.news.is_ok()) {
                    self.indexing = None;
                }
                Outcome::Synced(news)
            }
            Request::BackUp => match self.library.backups().at_start(&self.store, now.day) {
                Ok(_) => Outcome::Kept,
                Err(failure) => Outcome::NoBackup(failure.summary),
            },
            Request::Deck { first } => self.deck(model, now, first)?,
            Request::PlanForms => Outcome::PlanForms(plan_forms(&self.store)?),
            Request::SetPlan(goal) => {
                self.store.set_goal(goal.as_ref())?;
                Outcome::PlanSet(goal)
            }
            Request::KeepGlance(glance) => {
                self.store.keep_glance(&glance)?;
                Outcome::Kept
            }
            Request::Stats => Outcome::Stats(self.stats(model, now)?),
            Request::Curve(subject) => Outcome::Curve(self.curve(&subject, model, now)?),
            Request::Ratings { first } => Outcome::Ratings(self.ratings(first)?),
            Request::Adopt(new) => Outcome::Adopted(self.adopt(model, new, now)?),
            Request::KeepTheme(theme) => self.keep_setting("look.theme", &Value::Word(theme.name().to_owned()))?,
            Request::Set(change, way) => {
                let settings = self.library.settings().change(&change)?;
                Outcome::Set(Box::new(settings), change, way)
            }
            Request::LimitNames => {
                let [mut services, _, packs] = self.store.filter_names()?;
                services.extend(packs);
                Outcome::LimitNames(services)
            }
            Request::RunningExam => {
                Outcome::RunningExam(exams::standing(&mut self.store, now, &model.rules, &model.memory)?)
            }
            Request::ExamForms => exams::forms(&self.store, now)?,
            Request::ExamBank(pack, exam) => exams::bank(&self.store, model, &pack, exam.as_ref())?,
            Request::StartExam(setup) => exams::start(&mut self.store, model, &setup, now)?,
            Request::KeepExam(events) => exams::keep(&mut self.store, model, events, now)?,
            Request::KeepAway(events) => exams::keep_away(&mut self.store, model, events, now)?,
            Request::ReportDoubt(place) => exams::doubt(&self.store, &self.library, model, place, now)?,
            Request::Exam(id) => exams::one(&self.store, id)?,
            Request::Exams => Outcome::Exams(self.store.attempts()?),
        })
    }

    /// Counts a part of the history, or says what all of it says.
    fn stats(&mut self, model: &Model, now: Now) -> Result<Counted, Failure> {
        // What can't be kept is counted anew each time: slower, and nothing else.
        let tallied = self.store.tally_on(&model.calendar).ok().filter(|tallied| !tallied.finished());
        if let Some(tallied) = tallied {
            return Ok(Counted::Part(tallied.done, tallied.all));
        }
        Ok(Counted::Whole(Box::new(self.store.stats(now, &model.calendar, &model.memory)?)))
    }

    fn curve(&self, subject: &Subject, model: &Model, now: Now) -> Result<Option<Box<Curve>>, Failure> {
        let Some(card) = self.cards_of(subject)?.into_iter().next() else { return Ok(None) };
        Ok(self.store.curve(card.key, now, &model.memory)?.map(Box::new))
    }

    /// The next page of the ratings to fit to.
    fn ratings(&mut self, first: bool) -> Result<RatingsRead, Failure> {
        let mut reading = match self.ratings.take().filter(|_| !first) {
            Some(reading) => reading,
            None => self.store.reading_ratings()?,
        };
        if self.store.read_ratings(&mut reading)? {
            return Ok(RatingsRead::Whole(Box::new(reading.done())));
        }
        let (done, all) = reading.progress();
        self.ratings = Some(reading);
        Ok(RatingsRead::Part(done, all))
    }

    /// Takes weights into use, unless others hold now than those they were held against.
    fn adopt(&mut self, model: &Model, new: Box<Adopted>, now: Now) -> Result<Option<Box<Adopted>>, Failure> {
        let before = self.store.weights()?;
        let same = self.store.model()?.weights() == model.memory.weights();
        Ok((same && self.store.adopt(before.as_ref(), &new, now)?).then_some(new))
    }

    /// An index that is being made starts over.
    pub(super) fn forget_indexing(&mut self) {
        self.indexing = None;
    }

    fn keep_setting(&self, name: &str, value: &Value) -> Result<Outcome, Failure> {
        let unknown = || Failure::failed(format!("there is no setting {name}"), "Please report it.");
        let setting = find(name).ok_or_else(unknown)?;
        Ok(Outcome::SettingKept(Box::new(self.library.settings().set(setting, value)?)))
    }

    /// The next page of the cards for the plan.
    fn deck(&mut self, model: &Model, now: Now, first: bool) -> Result<Outcome, Failure> {
        let Some(goal) = &model.planner.goal else { return Ok(Outcome::Deck(Some(Box::default()))) };
        let mut reading = match self.reading.take().filter(|_| !first) {
            Some(reading) => reading,
            None => self.store.reading(goal, now, &model.calendar)?,
        };
        if self.store.read_on(&mut reading, now)? {
            return Ok(Outcome::Deck(Some(Box::new(reading.deck()))));
        }
        self.reading = Some(reading);
        Ok(Outcome::Deck(None))
    }

    fn items(&self, ids: &[ItemId]) -> Result<Vec<Item>, Failure> {
        let mut items = Vec::with_capacity(ids.len());
        for id in ids {
            items.extend(self.store.item(id)?);
        }
        Ok(items)
    }

    /// Makes the next slice of the search index.
    fn index(&mut self) -> Result<Indexed, Failure> {
        let mut indexing = self.indexing.take().map_or_else(|| Indexing::begin(&self.store), Ok)?;
        let indexed = indexing.read_on(&self.store)?;
        if matches!(indexed, Indexed::Part { .. }) {
            self.indexing = Some(indexing);
        }
        Ok(indexed)
    }

    fn packs(&self) -> Result<Vec<PackRow>, Failure> {
        let packs = self.store.packs()?;
        Ok(packs
            .into_iter()
            .map(|info| PackRow { problems: self.library.problems(&info.id, &info.origin), info })
            .collect())
    }

    /// The texts behind a card, Markdown: its own note, and the notes and traps that its item names.
    pub(super) fn behind(&self, id: &ItemId) -> Result<String, Failure> {
        let Some(item) = self.store.item(id)? else { return Ok(String::new()) };
        let mut texts = Vec::new();
        if matches!(item.kind, Kind::Note(_)) {
            texts.extend(text_of(&item));
        }
        texts.extend(items_named(&self.store, &item)?.iter().filter_map(text_of));
        Ok(texts.join("\n\n---\n\n"))
    }
}

/// The exams that can be planned for, those of every pack in use.
///
/// # Errors
/// When the store can't be read.
pub fn plan_forms(store: &Store) -> Result<Vec<PlanForm>, Failure> {
    let forms = store.exam_forms()?.into_iter();
    let named = forms.filter_map(|form| {
        let domains =
            form.blueprint.domains.into_values().map(|domain| (domain.title, domain.weight / 100.0)).collect();
        Some(PlanForm { exam: Some((form.pack, form.exam?)), title: form.blueprint.title, domains })
    });
    Ok(named.collect())
}

/// Everything that can be searched, read in one go.
///
/// # Errors
/// When the store can't be read.
pub fn index(store: &Store) -> Result<Rc<Searchable>, Failure> {
    let mut indexing = Indexing::begin(store)?;
    loop {
        if let Indexed::Whole(library) = indexing.read_on(store)? {
            return Ok(library);
        }
    }
}

fn text_of(item: &Item) -> Option<String> {
    match &item.kind {
        Kind::Note(note) => Some(format!("# {}\n\n{}", note.title, note.body)),
        Kind::Trap(trap) => Some(format!("# {}\n\n**Lure.** {}\n\n**Truth.** {}", trap.title, trap.lure, trap.truth)),
        Kind::Question(_) => None,
    }
}
