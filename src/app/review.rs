//! The review screen: front, reveal, back, rating.

mod aside;
mod leech;
mod why;

use crate::app::action::Action;
use crate::app::closing::{Closing, Tally};
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::planner::CardPlan;
use crate::domain::memory::Rating;
use crate::domain::review::journal::{Change, Operation, Recorded};
use crate::domain::review::leech as leeches;
use crate::domain::review::schedule::{Outcome, outcomes_among};
use crate::domain::review::session::Next;
use crate::domain::review::{CardView, Entry, Filter, Session, Sides, Sitting};
use crate::domain::time::{Now, StudyDay, Timestamp};

pub use why::why_now;

/// A key that may be held down grades only this long after the reveal, milliseconds.
const SETTLED: i64 = 700;

/// And only this long after its last press or repeat, milliseconds.
const RELEASED: i64 = 200;

/// Longer looks at a card count as this, milliseconds: somebody went for coffee.
const LONGEST_LOOK: i64 = 120_000;

/// A sitting on screen.
#[derive(Debug)]
pub struct Review {
    /// What it is about.
    pub filter: Filter,
    /// The cards to come.
    pub session: Session,
    /// The card shown; none while the first one is fetched.
    pub showing: Option<Showing>,
    /// What was done so far.
    pub tally: Tally,
    /// The screen from which some cards were to be reviewed now; it ends there.
    back: Option<Box<Screen>>,
    /// Whether its cards come once the plan has been worked out.
    pub waiting: bool,
    /// The entry whose card is being fetched.
    fetching: Option<Entry>,
    /// What is being recorded.
    recording: Option<(Operation, Entry, Outcome)>,
    /// The last press of a key that may be held.
    pressed: Timestamp,
    /// The study day of the sitting.
    day: StudyDay,
}

/// A card on screen.
#[derive(Debug)]
pub struct Showing {
    /// The card.
    pub card: CardView,
    /// Its two sides.
    pub sides: Sides,
    /// What each rating would do.
    pub outcomes: [Outcome; 4],
    /// Gaps opened so far.
    pub opened: usize,
    /// When the answer was shown, if it was.
    pub revealed: Option<Timestamp>,
    /// Whether the numbers are shown.
    pub numbers: bool,
    /// Lines scrolled.
    pub scroll: u16,
    /// What the plan says of it; none without a plan.
    pub plan: Option<CardPlan>,
    entry: Entry,
    shown: Timestamp,
}

impl Review {
    /// A sitting whose cards are being fetched.
    #[must_use]
    pub fn new(filter: Filter, now: Now) -> Self {
        Self {
            filter,
            session: Session::default(),
            showing: None,
            tally: Tally::default(),
            back: None,
            waiting: false,
            fetching: None,
            recording: None,
            pressed: Timestamp(i64::MIN / 2),
            day: now.day,
        }
    }

    /// The scopes of its keys, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match &self.showing {
            Some(showing) if showing.revealed.is_some() => vec![Scope::Back, Scope::Review],
            Some(_) => vec![Scope::Front, Scope::Review],
            None => vec![Scope::Review],
        }
    }

    /// Whether ratings change no schedule.
    #[must_use]
    pub fn cramming(&self) -> bool {
        self.filter.sitting == Sitting::Cram
    }

    /// Cards left, the one shown counted.
    #[must_use]
    pub fn left(&self) -> usize {
        self.session.left() + usize::from(self.showing.is_some())
    }
}

impl Showing {
    /// Whether the answer is shown.
    #[must_use]
    pub fn back(&self) -> bool {
        self.revealed.is_some()
    }
}

impl Model {
    /// Handles an action on a card.
    pub(super) fn review_act(&mut self, action: Action) -> Vec<Effect> {
        let now = self.now;
        let page = self.page;
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        if matches!(action, Action::Back | Action::QuitOrBack) {
            return self.leave_review();
        }
        if matches!(action, Action::Undo) {
            return vec![Effect::Ask(Request::Undo)];
        }
        if matches!(action, Action::Redo) {
            return vec![Effect::Ask(Request::Redo)];
        }
        let held = matches!(action, Action::Reveal | Action::ConfirmGood) && now.at.since(review.pressed) < RELEASED;
        if matches!(action, Action::Reveal | Action::ConfirmGood) {
            review.pressed = now.at;
        }
        let Some(showing) = &mut review.showing else { return vec![] };
        match action {
            Action::Reveal => {
                showing.reveal(now);
                vec![]
            }
            Action::ConfirmGood => {
                let settled = showing.revealed.is_some_and(|at| now.at.since(at) >= SETTLED);
                if settled && !held { self.grade(Rating::Good) } else { vec![] }
            }
            Action::Grade(rating) if showing.back() => self.grade(rating),
            Action::Bury => self.put_aside(Operation::Bury),
            Action::Suspend => self.put_aside(Operation::Suspend),
            Action::Numbers => {
                showing.numbers = !showing.numbers;
                vec![]
            }
            Action::Behind => vec![Effect::Ask(Request::Behind(showing.card.item.id.clone()))],
            Action::Source => {
                let text = match &showing.card.item.source {
                    Some(source) => format!("Source: {source}"),
                    None => "This card names no source.".into(),
                };
                self.say(text);
                vec![]
            }
            _ => {
                showing.scroll = page.scrolled(showing.scroll, action).unwrap_or(showing.scroll);
                vec![]
            }
        }
    }

    fn grade(&mut self, rating: Rating) -> Vec<Effect> {
        let now = self.now;
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        let Some(showing) = &review.showing else { return vec![] };
        let mut outcome = showing.outcomes[rating as usize - 1];
        outcome.after = outcome.rated_at(now.at);
        if review.cramming() {
            outcome.after = showing.card.state;
        }
        let took = now.at.since(showing.shown).clamp(0, LONGEST_LOOK);
        let operation = Operation::Review { rating, took: u32::try_from(took).unwrap_or(0) };
        self.record(operation, outcome)
    }

    fn put_aside(&mut self, operation: Operation) -> Vec<Effect> {
        let Screen::Review(review) = &self.screen else { return vec![] };
        let Some(showing) = &review.showing else { return vec![] };
        let state = showing.card.state;
        let after = if operation == Operation::Bury { state.bury(self.now) } else { state.suspend() };
        self.record(operation, Outcome { after, ..showing.outcomes[0] })
    }

    fn record(&mut self, operation: Operation, outcome: Outcome) -> Vec<Effect> {
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        let Some(showing) = &review.showing else { return vec![] };
        let change = Change {
            card: showing.card.key,
            revision: showing.card.revision,
            operation,
            before: showing.card.state,
            after: outcome.after,
            now: self.now,
        };
        review.recording = Some((operation, showing.entry, outcome));
        let cram = review.cramming() && matches!(operation, Operation::Review { .. });
        let change = Box::new(change);
        vec![Effect::Ask(if cram { Request::RecordCram(change) } else { Request::Record(change) })]
    }

    /// The day's cards have been fetched.
    pub(super) fn queue_came(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        // A card put back in front before (undo from another screen) stays in front.
        let first = review.fetching.take().or_else(|| review.showing.as_ref().map(|showing| showing.entry));
        review.session = Session::new(entries);
        review.day = self.now.day;
        match first {
            Some(entry) => {
                review.session.put_first(entry);
                review.showing = None;
                self.next_card()
            }
            None => self.next_card(),
        }
    }

    /// Fetches the next card, or closes the sitting.
    pub(super) fn next_card(&mut self) -> Vec<Effect> {
        let ahead = i64::from(self.rules.learn_ahead) * 60_000;
        let now = self.now;
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        match review.session.next(now, ahead) {
            Next::Card(entry) => {
                review.fetching = Some(entry);
                vec![Effect::Ask(Request::Card(entry.card))]
            }
            // More cards come with the plan.
            _ if review.waiting => vec![],
            Next::At(at) => self.close_review(Some(at)),
            Next::Done => self.close_review(None),
        }
    }

    /// A card has been fetched.
    pub(super) fn card_came(&mut self, card: Option<Box<CardView>>) -> Vec<Effect> {
        let (now, page) = (self.now, &mut self.page);
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        let Some(entry) = review.fetching.take() else { return vec![] };
        let daily = review.filter.sitting == Sitting::Today;
        // Another window may have retired, rated or hidden it since the queue was made.
        let usable = card.filter(|card| !card.state.hidden(now.day));
        let shown = usable.and_then(|card| {
            let sides = Sides::of(&card.item, &card.id)?;
            let outcomes = outcomes_among(&card.id, &card.state, now, &self.rules, &self.memory, &card.load).ok()?;
            let entry = Entry { due: card.entry().due, ..entry };
            Some(Showing {
                card: *card,
                sides,
                outcomes,
                opened: 0,
                revealed: None,
                numbers: false,
                scroll: 0,
                plan: self.planner.card(entry.card, now.day).filter(|_| daily),
                entry,
                shown: now.at,
            })
        });
        match shown {
            Some(showing) => {
                *page = crate::app::model::Page::default();
                review.showing = Some(showing);
                vec![]
            }
            None => self.next_card(),
        }
    }

    /// An operation is on disk, or another window was faster.
    pub(super) fn recorded(&mut self, recorded: Recorded) -> Vec<Effect> {
        let now = self.now;
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        let Some((operation, entry, outcome)) = review.recording.take() else { return vec![] };
        if recorded == Recorded::Moved {
            self.say("Another window was faster with this card; nothing was counted twice.");
            if let Screen::Review(review) = &mut self.screen {
                review.showing = None;
                review.session.drop_card(entry.card);
            }
            return self.next_card();
        }
        let before = review.showing.take().map(|showing| showing.card.state);
        let mut leech = None;
        match operation {
            Operation::Review { rating, took } if review.cramming() => {
                review.tally.rated += 1;
                review.tally.recalled += u32::from(rating != Rating::Again);
                review.tally.took += u64::from(took);
                if rating == Rating::Again {
                    review.session.put_last(entry);
                } else {
                    review.session.drop_card(entry.card);
                }
            }
            Operation::Review { rating, took } => {
                if !review.cramming() {
                    self.planner.rated(entry.card, now.day, rating, f64::from(took) / 1000.0);
                }
                review.tally.rated += 1;
                review.tally.recalled += u32::from(rating != Rating::Again);
                review.tally.took += u64::from(took);
                if review.aside() {
                    review.session.drop_card(entry.card);
                } else {
                    review.session.rated(entry, &outcome.after, now);
                }
                leech =
                    before.filter(|before| leeches::told(before, &outcome.after, self.rules.leech)).map(|_| entry.card);
            }
            Operation::Bury => {
                self.planner.outdated();
                review.session.drop_card(entry.card);
                self.say_done("Put aside until tomorrow.", "brings it back.");
            }
            Operation::Suspend | Operation::Resume | Operation::Pull | Operation::Forget => {
                self.planner.outdated();
                review.session.drop_card(entry.card);
                self.say_done("Put aside for good.", "brings it back.");
            }
        }
        let mut effects = self.next_card();
        self.say_rated(operation);
        effects.extend(leech.map(|card| Effect::Ask(Request::Leech(card))));
        effects
    }

    /// An operation on cards was undone: its card is shown again, except where cards are only looked at.
    pub(super) fn cards_undone(&mut self, card: i64, operation: Operation, count: usize) -> Vec<Effect> {
        self.planner.outdated();
        if let Operation::Review { rating, took } = operation {
            self.planner.taken_back(card, self.now.day, rating, f64::from(took) / 1000.0);
        }
        if matches!(self.screen, Screen::Exam(_) | Screen::Browse(_) | Screen::Search(_) | Screen::Stats(_)) {
            return self.look_again();
        }
        let entry = Entry { card, item: 0, due: crate::domain::review::Due::Review };
        if let Screen::Review(review) = &mut self.screen {
            if let Operation::Review { rating, took } = operation {
                let tally = &mut review.tally;
                tally.rated = tally.rated.saturating_sub(1);
                tally.recalled = tally.recalled.saturating_sub(u32::from(rating != Rating::Again));
                tally.took = tally.took.saturating_sub(u64::from(took));
            }
            if let Some(showing) = review.showing.take() {
                review.session.put_first(showing.entry);
            }
            review.session.drop_card(entry.card);
            review.fetching = Some(entry);
            return vec![Effect::Ask(Request::Card(card))];
        }
        // Several cards at once came from no sitting, so none of them is to be shown.
        if count > 1 {
            return vec![Effect::Ask(Request::Today)];
        }
        let mut review = Review::new(Filter::default(), self.now);
        review.fetching = Some(entry);
        self.screen = Screen::Review(Box::new(review));
        self.queue_when_planned()
    }

    /// An operation on cards was done again.
    pub(super) fn cards_redone(&mut self, card: i64) -> Vec<Effect> {
        self.planner.outdated();
        match &mut self.screen {
            Screen::Review(review) => {
                let shown = review.showing.take_if(|showing| showing.card.key == card).is_some();
                if review.aside() {
                    review.session.drop_card(card);
                    return if shown { self.next_card() } else { vec![] };
                }
                let filter = review.filter.clone();
                vec![Effect::Ask(Request::Queue(filter))]
            }
            Screen::Home | Screen::Closing(_) => vec![Effect::Ask(Request::Today)],
            _ => self.look_again(),
        }
    }

    /// The study day has changed while a card was shown: what the buttons say is computed anew.
    pub(super) fn review_new_day(&mut self) {
        let now = self.now;
        let Screen::Review(review) = &mut self.screen else { return };
        if review.day == now.day {
            return;
        }
        review.day = now.day;
        if let Some(showing) = &mut review.showing
            && let card = &showing.card
            && let Ok(anew) = outcomes_among(&card.id, &card.state, now, &self.rules, &self.memory, &card.load)
        {
            showing.outcomes = anew;
        }
    }

    /// Shows the notes and traps behind the card.
    pub(super) fn behind_came(&mut self, text: String) -> Vec<Effect> {
        if text.is_empty() {
            self.say("No note or trap belongs to it.");
        } else {
            let what = if matches!(self.screen, Screen::Exam(_)) { "question" } else { "card" };
            self.overlays.push(Overlay::Reader { title: format!("Behind this {what}"), text, scroll: 0 });
        }
        vec![]
    }

    /// The plan was worked out while a card was shown.
    pub(super) fn card_planned(&mut self) {
        let today = self.now.day;
        if let Screen::Review(review) = &mut self.screen
            && review.filter.sitting == Sitting::Today
            && let Some(showing) = &mut review.showing
        {
            showing.plan = self.planner.card(showing.card.key, today);
        }
    }

    fn leave_review(&mut self) -> Vec<Effect> {
        let Screen::Review(review) = &self.screen else { return vec![] };
        if review.tally.rated == 0 && !review.aside() { self.go_home() } else { self.close_review(None) }
    }

    fn close_review(&mut self, back_at: Option<Timestamp>) -> Vec<Effect> {
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        if let Some(back) = review.back.take() {
            return self.come_back(*back);
        }
        let closing = Closing { filter: review.filter.clone(), tally: review.tally, back_at };
        self.screen = Screen::Closing(closing);
        vec![Effect::Ask(Request::Today)]
    }
}

impl Showing {
    /// Opens the next gap, or shows the answer.
    fn reveal(&mut self, now: Now) {
        if self.opened < self.sides.gaps() {
            self.opened += 1;
        }
        if self.opened >= self.sides.gaps() {
            self.revealed = Some(now.at);
            self.scroll = 0;
        }
    }
}
