//! A course of study as the plan sees it: cards with their ratings so far, and what follows from them.

use super::card::{Card, Days, Seen};
use super::fit::{Fit, Shift};
use super::habits::{CardKind, Habits, Showing, Tally};
use super::learner::Learner;
use super::outlook::Outlook;
use super::price::Price;
use super::today::Today;
use super::work::Work;
use crate::domain::memory::Rating;
use crate::domain::memory::formula::{Formula, State};

/// A rating, in the order in which they were given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rated {
    /// Study day, by any count that goes up by one a day.
    pub day: u32,
    /// The rating.
    pub rating: Rating,
    /// Seconds until it was given.
    pub seconds: f64,
    /// Whether it tells how well cards are recalled. A miss in a mock exam doesn't, since hits there rate nothing.
    pub sample: bool,
}

/// A card with its ratings.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseCard {
    /// See [`Card::id`].
    pub id: u64,
    /// See [`Card::weight`].
    pub weight: f64,
    /// What is on it.
    pub kind: CardKind,
    history: Vec<Rated>,
    state: Option<State>,
}

/// A course of study.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    pub(super) cards: Vec<CourseCard>,
    pub(super) formula: Formula,
    pub(super) base: Formula,
    pub(super) price: Option<Price>,
    exam_day: u32,
    fitting: bool,
    begun: u32,
    fit: Option<Fit>,
    studied: u32,
    last_day: Option<u32>,
}

/// Days from one fit to the next, and from the first study day to the first fit; before, there are too few outcomes.
pub const FIT_EVERY: u32 = 7;

/// A fit goes by no more ratings than about these, so that trying a step never takes longer than a blink. Five numbers
/// need no more.
const RATINGS_TO_FIT: usize = 20_000;

/// Days that count as kept before any were.
const DAYS_TAKEN_AS_KEPT: f64 = 6.0;

impl Rated {
    /// A rating of the daily cards.
    #[must_use]
    pub fn new(day: u32, rating: Rating, seconds: f64) -> Self {
        Self { day, rating, seconds, sample: true }
    }
}

impl CourseCard {
    /// A card that was never shown.
    #[must_use]
    pub fn new(id: u64, weight: f64, kind: CardKind) -> Self {
        Self { id, weight, kind, history: Vec::new(), state: None }
    }

    /// Its ratings, oldest first.
    #[must_use]
    pub fn history(&self) -> &[Rated] {
        &self.history
    }

    /// Its ratings before a day.
    fn history_before(&self, day: u32) -> &[Rated] {
        &self.history[..self.history.partition_point(|rated| rated.day < day)]
    }

    /// Its memory after the last rating; none before the first.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        self.state
    }

    /// Its memory after the ratings before a day, and the day of the last of them.
    #[must_use]
    pub fn before(&self, day: u32, formula: &Formula) -> Option<(State, u32)> {
        let (first, later) = self.history_before(day).split_first()?;
        let start = (formula.first(first.rating), first.day);
        let step = |(state, day): (State, u32), rated: &Rated| {
            (formula.next(state, rated.day.saturating_sub(day), rated.rating), rated.day)
        };
        Some(later.iter().fold(start, step))
    }

    pub(super) fn replay(&mut self, formula: &Formula) {
        self.state = self.before(u32::MAX, formula).map(|(state, _)| state);
    }

    pub(super) fn on(&self, today: u32) -> Card {
        let last = self.history.last().map_or(0, |last| last.day);
        let seen = |state| Seen { state, elapsed: today.saturating_sub(last) };
        Card { id: self.id, seen: self.state.map(seen), weight: self.weight, kind: self.kind }
    }
}

impl Course {
    /// A course that begins on day 0.
    #[must_use]
    pub fn new(cards: Vec<CourseCard>, formula: Formula, exam_day: u32) -> Self {
        Self {
            cards,
            formula,
            base: formula,
            price: None,
            exam_day,
            fitting: true,
            begun: 0,
            fit: None,
            studied: 0,
            last_day: None,
        }
    }

    /// Whether weights are fitted to the learner on the way.
    #[must_use]
    pub fn fitting(self, fitting: bool) -> Self {
        Self { fitting, ..self }
    }

    /// A course that began on that day with these ratings, in the order in which they were given, each with the place
    /// of its card.
    #[must_use]
    pub fn begun(mut self, day: u32, past: impl IntoIterator<Item = (usize, Rated)>) -> Self {
        self.begun = day;
        past.into_iter().for_each(|(at, rated)| self.record(at, rated));
        self
    }

    /// Takes over what an earlier course of the same learner fitted, if it was fitted to the same weights and ratings.
    #[must_use]
    pub fn following(mut self, earlier: &Self) -> Self {
        let same = |fit: &Fit| {
            self.base == earlier.base && self.begun == earlier.begun && self.ratings_before(fit.before) == fit.ratings
        };
        if let Some(fit) = earlier.fit.filter(same) {
            self.take_fit(fit);
        }
        self
    }

    /// The cards.
    #[must_use]
    pub fn cards(&self) -> &[CourseCard] {
        &self.cards
    }

    /// A card as it stands on a day.
    #[must_use]
    pub fn card(&self, at: usize, today: u32) -> Option<Card> {
        self.cards.get(at).map(|card| card.on(today))
    }

    /// FSRS with the weights to plan with.
    #[must_use]
    pub fn formula(&self) -> &Formula {
        &self.formula
    }

    /// What was fitted last; nothing moved if nothing was.
    #[must_use]
    pub fn shift(&self) -> Shift {
        self.fit.map_or_else(Shift::default, |fit| fit.shift)
    }

    /// Whether weights were fitted to the learner.
    #[must_use]
    pub fn is_fitted(&self) -> bool {
        self.shift() != Shift::default()
    }

    /// How many ratings tell how well cards are recalled on a later day.
    #[must_use]
    pub fn outcomes(&self) -> usize {
        let later = |card: &CourseCard| card.history.windows(2).filter(|two| two[0].day < two[1].day).count();
        self.cards.iter().map(later).sum()
    }

    /// Takes a rating of the card at that place in the list.
    pub fn record(&mut self, at: usize, rated: Rated) {
        let Some(card) = self.cards.get_mut(at) else { return };
        if self.last_day != Some(rated.day) {
            self.last_day = Some(rated.day);
            self.studied += 1;
        }
        let state = match (card.state, card.history.last()) {
            (Some(state), Some(last)) => self.formula.next(state, rated.day.saturating_sub(last.day), rated.rating),
            _ => self.formula.first(rated.rating),
        };
        card.state = Some(state);
        card.history.push(rated);
    }

    /// Takes the last rating of the card at that place back, if it was this one.
    pub fn take_back(&mut self, at: usize, rated: Rated) {
        let Some(card) = self.cards.get_mut(at) else { return };
        let same = |last: &Rated| last.rating == rated.rating && (last.seconds - rated.seconds).abs() < 1e-6;
        let Some(taken) = card.history.pop_if(|last| same(last)) else { return };
        card.replay(&self.formula);
        let on = |card: &CourseCard| card.history.iter().rev().any(|rated| rated.day == taken.day);
        if !self.cards.iter().any(on) {
            // Nothing was studied on that day.
            self.studied = self.studied.saturating_sub(1);
            self.last_day = self.cards.iter().filter_map(|card| card.history.last()).map(|rated| rated.day).max();
        }
    }

    /// The share of days on which the learner is expected to study: the days so far, and a week kept for a start. Who
    /// skips a quarter of the days recalls 0.25 points more on exam day when the plan knows it.
    fn kept(&self, today: u32) -> f64 {
        let days = today.saturating_sub(self.begun);
        // Today may have begun already.
        let studied = self.studied - u32::from(self.last_day == Some(today));
        ((f64::from(studied) + DAYS_TAKEN_AS_KEPT) / (f64::from(days) + DAYS_TAKEN_AS_KEPT)).min(1.0)
    }

    /// The exam was moved.
    pub fn move_exam(&mut self, exam_day: u32) {
        if self.exam_day != exam_day {
            self.exam_day = exam_day;
            self.price = None;
        }
    }

    /// Begins to plan a day, with those minutes on it and on each later day until the exam. Once a week weights are
    /// fitted first, to the ratings before that week: within a week the same numbers hold, whenever it is planned anew.
    #[must_use]
    pub fn planning(self, today: u32, days: Days) -> Work {
        let days = days.keeping(self.kept(today));
        let fit = self.fit_due(today);
        Work::new(self, today, days, fit)
    }

    /// What is to be fitted on a day: nothing moved yet, with the ratings that count. None where this week's fit is done.
    fn fit_due(&self, today: u32) -> Option<Fit> {
        let weeks = today.saturating_sub(self.begun) / FIT_EVERY;
        let before = self.begun + weeks * FIT_EVERY;
        if !self.fitting || weeks == 0 || self.fit.is_some_and(|fit| fit.before == before) {
            return None;
        }
        Some(Fit { shift: Shift::default(), before, ratings: self.ratings_before(before) })
    }

    /// The ratings that a fit goes by, card by card; those of an even sample where there are very many.
    pub(super) fn to_fit(&self, fit: Fit) -> impl Iterator<Item = &[Rated]> {
        let every = fit.ratings.div_ceil(RATINGS_TO_FIT).max(1);
        self.cards.iter().step_by(every).map(move |card| card.history_before(fit.before))
    }

    fn ratings_before(&self, day: u32) -> usize {
        self.cards.iter().map(|card| card.history_before(day).len()).sum()
    }

    /// Plans a day's `seconds` of study, with `minutes` on each later day.
    pub fn plan(&mut self, today: u32, minutes: f64, seconds: f64) -> (Outlook, Today) {
        let days = Days::equal(self.exam_day.saturating_sub(today) as usize, minutes);
        let emptied = Self { cards: Vec::new(), ..*self };
        let course = std::mem::replace(self, emptied);
        let (course, outlook, today) = course.planning(today, days).take(seconds);
        *self = course;
        (outlook, today)
    }

    pub(super) fn take_fit(&mut self, fit: Fit) {
        self.fit = Some(fit);
        self.formula = fit.shift.applied(&self.base);
        let formula = self.formula;
        self.cards.iter_mut().for_each(|card| card.replay(&formula));
    }

    pub(super) fn learner(&self) -> Learner {
        Learner::new(self.formula, self.habits())
    }

    /// Predicted recall of every card on exam day if nothing more is studied.
    #[must_use]
    pub fn forecast(&self) -> Vec<f64> {
        let recall = |card: &CourseCard| {
            let last = card.history.last().map_or(0, |last| last.day);
            let days = f64::from(self.exam_day.saturating_sub(last));
            card.state.map_or(0.0, |state| self.formula.recall(days, state.stability))
        };
        self.cards.iter().map(recall).collect()
    }

    /// The learner's habits so far.
    #[must_use]
    pub fn habits(&self) -> Habits {
        let mut tally = Tally::default();
        for card in &self.cards {
            for (nth, day) in card.history.chunk_by(|a, b| a.day == b.day).enumerate() {
                let seconds = day.iter().map(|rated| rated.seconds).sum();
                if day[0].sample {
                    tally.add(Showing { kind: card.kind, new: nth == 0, rating: day[0].rating, seconds });
                }
            }
        }
        tally.habits()
    }
}

#[cfg(test)]
mod tests;
