//! What each rating makes of a card: learning steps within a day, FSRS across days.
//!
//! Steps are Anki's: a new card goes through minutes-long steps before it gets a day; Again starts them anew; Hard on the
//! first of two steps waits for their mean; Easy skips them. A forgotten card goes through the relearning steps.

use crate::domain::id::CardId;
use crate::domain::memory::{BadMemory, Model, RETENTION, Rating, Recalled};
use crate::domain::review::fuzz;
use crate::domain::review::load::{Load, spread};
use crate::domain::review::state::{CardState, Phase};
use crate::domain::time::{Now, StudyDay, Timestamp};

/// How the learner wants cards scheduled.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Chance of recall at which a card comes back, [`RETENTION`].
    pub retention: f32,
    /// Steps of a new card, minutes.
    pub learning: Vec<u32>,
    /// Steps of a forgotten card, minutes.
    pub relearning: Vec<u32>,
    /// How early a card in a step may come when nothing else is left, minutes.
    pub learn_ahead: u32,
    /// New cards a day.
    pub new_per_day: u32,
    /// Reviews a day.
    pub reviews_per_day: u32,
    /// Further limits, of single packs and services.
    pub limits: Vec<Limit>,
    /// In which order reviews come.
    pub review_order: ReviewOrder,
    /// In which order new cards come.
    pub new_order: NewOrder,
    /// Lapses from which a card is a leech; 0 for never.
    pub leech: u32,
}

/// A limit of one pack or service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The id of a pack, or of a service, which has its children's cards too.
    pub name: String,
    /// New cards a day.
    pub new: Option<u32>,
    /// Reviews a day.
    pub reviews: Option<u32>,
}

/// In which order reviews come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ReviewOrder {
    /// Due longest first.
    #[default]
    Due,
    /// Least likely to be recalled first.
    Weakest,
    /// Any, another each day.
    Random,
}

/// In which order new cards come, and where among the reviews.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NewOrder {
    /// As their pack introduces them, among the reviews.
    #[default]
    Mixed,
    /// As their pack introduces them, before the reviews.
    First,
    /// As their pack introduces them, after the reviews.
    Last,
    /// Any, among the reviews.
    Random,
}

/// How long until a card comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// Within the sitting, minutes.
    Minutes(u32),
    /// On a later study day.
    Days(u32),
}

/// What one rating would do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// The rating.
    pub rating: Rating,
    /// The state after it.
    pub after: CardState,
    /// How long until the card comes back.
    pub wait: Wait,
}

const MINUTE: i64 = 60_000;

impl Outcome {
    /// The state when the rating comes at that instant: a button says "10 min", meaning from the rating on, while it was
    /// drawn at the reveal.
    #[must_use]
    pub fn rated_at(&self, at: Timestamp) -> CardState {
        let minutes = if let Wait::Minutes(minutes) = self.wait { minutes } else { 0 };
        CardState { due_at: at.plus(i64::from(minutes) * MINUTE), ..self.after }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            retention: 0.90,
            learning: vec![1, 10],
            relearning: vec![10],
            learn_ahead: 20,
            new_per_day: 20,
            reviews_per_day: 200,
            limits: vec![],
            review_order: ReviewOrder::Due,
            new_order: NewOrder::Mixed,
            leech: 8,
        }
    }
}

/// The four outcomes of rating the card now, worst rating first. What is shown from here is what is stored.
///
/// # Errors
/// [`BadMemory`] when the retention or the stored memory is out of range.
pub fn outcomes(
    card: &CardId,
    state: &CardState,
    now: Now,
    rules: &Rules,
    model: &Model,
) -> Result<[Outcome; 4], BadMemory> {
    outcomes_among(card, state, now, rules, model, &Load::default())
}

/// The same, on days that even the load out.
///
/// # Errors
/// [`BadMemory`] when the retention or the stored memory is out of range.
pub fn outcomes_among(
    card: &CardId,
    state: &CardState,
    now: Now,
    rules: &Rules,
    model: &Model,
    load: &Load,
) -> Result<[Outcome; 4], BadMemory> {
    debug_assert!(RETENTION.contains(&rules.retention));
    let recalled = model.outcomes(state.memory, rules.retention, state.elapsed(now.day))?;
    let days = spaced_days(&recalled, card, state, now.day, load);
    let outcome = |rating: Rating| {
        let at = rating as usize - 1;
        let (phase, wait) = step(state.phase, rating, rules).unwrap_or((Phase::Review, Wait::Days(days[at])));
        let lapsed = state.phase == Phase::Review && rating == Rating::Again;
        let days = if let Wait::Days(days) = wait { days } else { 0 };
        let after = CardState {
            phase,
            memory: Some(recalled[at].memory),
            due_day: now.day.plus(days),
            last_day: Some(now.day),
            reviews: state.reviews.saturating_add(1),
            lapses: state.lapses.saturating_add(u32::from(lapsed)),
            buried: None,
            ..*state
        };
        let mut outcome = Outcome { rating, after, wait };
        outcome.after.due_at = outcome.rated_at(now.at).due_at;
        outcome
    };
    Ok(Rating::ALL.map(outcome))
}

/// The learning step that a rating leads to, or none when the card gets a day.
fn step(phase: Phase, rating: Rating, rules: &Rules) -> Option<(Phase, Wait)> {
    let (steps, at, make): (&[u32], usize, fn(u8) -> Phase) = match phase {
        Phase::New => (&rules.learning, 0, Phase::Learning),
        Phase::Learning(at) => (&rules.learning, usize::from(at), Phase::Learning),
        Phase::Relearning(at) => (&rules.relearning, usize::from(at), Phase::Relearning),
        Phase::Review if rating == Rating::Again => (&rules.relearning, 0, Phase::Relearning),
        Phase::Review => return None,
    };
    let first = *steps.first()?;
    // Steps may have been shortened in the settings since.
    let at = at.min(steps.len() - 1);
    let (next, minutes) = match rating {
        Rating::Again => (0, first),
        Rating::Hard if at == 0 => (0, steps.get(1).map_or(first + first / 2, |second| (first + second).div_ceil(2))),
        Rating::Hard => (at, steps[at]),
        Rating::Good => (at + 1, *steps.get(at + 1)?),
        Rating::Easy => return None,
    };
    Some((make(u8::try_from(next).unwrap_or(u8::MAX)), Wait::Minutes(minutes.max(1))))
}

/// The days, counted from today, that each rating might give: what the load must say for [`outcomes_among`]. Empty when the
/// memory is out of range.
#[must_use]
pub fn windows(state: &CardState, now: Now, rules: &Rules, model: &Model) -> Vec<(u32, u32)> {
    let recalled = model.outcomes(state.memory, rules.retention, state.elapsed(now.day));
    recalled.map_or(vec![], |all| all.iter().map(|recalled| fuzz::window(recalled.interval)).collect())
}

/// Whole days for each rating, fuzzed, with hard < good < easy where the card has a day in each.
fn spaced_days(recalled: &[Recalled; 4], card: &CardId, state: &CardState, today: StudyDay, load: &Load) -> [u32; 4] {
    let mut days = recalled.map(|r| spread(r.interval, card, state.reviews, today, load));
    let from = if state.phase == Phase::Review { 2 } else { 3 };
    for at in from..4 {
        days[at] = days[at].max((days[at - 1] + 1).min(fuzz::LONGEST));
    }
    days
}

#[cfg(test)]
mod tests;
