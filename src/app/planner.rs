//! The plan while the program runs: read and worked out in slices between events, so that no key waits for it.

use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::domain::memory::Rating;
use crate::domain::memory::formula::{Formula, State};
use crate::domain::plan::wording::{self, Belongs};
use crate::domain::plan::{
    Agenda, Ahead, Course, Deck, Glance, Goal, Outlook, Passing, Prognosis, Progress, Rated, Readiness, Standing,
    Verdict, Work, course_day,
};
use crate::domain::review::{CardState, Phase, Sitting};
use crate::domain::settings::Dates;
use crate::domain::text::{clean_line, width};
use crate::domain::time::{Now, StudyDay};
use crate::domain::today::NextDue;

/// Units of work in a slice: some milliseconds.
const SLICE: usize = 120;

/// Multiples of the minutes that the Plan screen compares. The learner's own come first: they matter most.
pub const TIMES: [f64; 4] = [1.0, 0.5, 1.5, 2.0];

/// The same forecast for the same state, so that the screen doesn't flicker.
const SEED: u64 = 2026;

/// The plan while the program runs.
#[derive(Debug, Default)]
pub struct Planner {
    /// What the learner plans for.
    pub goal: Option<Goal>,
    /// What Home says until the plan has been worked out.
    pub glance: Option<Glance>,
    /// What was worked out last.
    pub made: Option<Box<Made>>,
    /// Cards wanted today beyond the minutes.
    pub extra: usize,
    stage: Stage,
    /// How often something happened that the list depends on.
    happened: u64,
    /// How often it had when the work at hand began.
    begun: u64,
    /// How often it had when the work began that led to the list, or to the glance where there is no list yet.
    planned: u64,
    /// Whether the cards couldn't be read: then desired retention rules until something happens.
    failed: bool,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Idle,
    /// The next page of cards is to be asked for.
    Read {
        first: bool,
    },
    /// The shell reads a page.
    Asked,
    Work(Box<(Deck, Work)>),
}

/// A plan that was worked out.
#[derive(Debug)]
pub struct Made {
    /// Its day.
    pub day: StudyDay,
    /// The cards.
    pub deck: Deck,
    /// Their ratings, those of this sitting included.
    pub course: Course,
    /// Prices and values.
    pub outlook: Outlook,
    /// Today's list.
    pub agenda: Agenda,
    /// Where the learner stands.
    pub readiness: Readiness,
    /// The plan played forward.
    pub ahead: Ahead,
    /// The chance of passing, with its condition; none without an exam or before the plan was played.
    pub passing: Option<Passing>,
    played: usize,
}

/// What the plan says of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CardPlan {
    /// Why it comes now.
    pub verdict: Verdict,
    /// Recall on exam day after each rating, and when it likely comes next.
    pub prognoses: [Prognosis; 4],
    /// Its place in the deck.
    pub at: usize,
    /// The state that the plan believes in; none for a new card.
    pub state: Option<State>,
    /// Days since its last rating.
    pub elapsed: u32,
    /// Whether a mock exam brought it forward.
    pub missed: bool,
}

impl Planner {
    /// A planner with what the store knows.
    #[must_use]
    pub fn new(kept: Option<(Goal, Option<Glance>)>) -> Self {
        let (goal, glance) = kept.map_or((None, None), |(goal, glance)| (Some(goal), glance));
        Self { goal, glance, ..Self::default() }
    }

    /// Whether a plan rules the day's cards.
    #[must_use]
    pub fn rules(&self, today: StudyDay) -> bool {
        self.goal.as_ref().is_some_and(|goal| !matches!(goal.standing(today), Standing::Past(_)))
    }

    /// Whether something is to be worked out.
    #[must_use]
    pub fn busy(&self, screen: &Screen) -> bool {
        match self.stage {
            Stage::Read { .. } | Stage::Work(_) => true,
            Stage::Asked => false,
            Stage::Idle => self.playing(screen),
        }
    }

    /// Whether today's list is being worked out.
    #[must_use]
    pub fn pending(&self, today: StudyDay) -> bool {
        self.rules(today) && self.fresh(today).is_none() && !self.failed
    }

    /// What was last said of today, unless something has happened since.
    #[must_use]
    pub fn said(&self, today: StudyDay) -> Option<Glance> {
        self.glance.filter(|glance| glance.day == today && self.current())
    }

    /// Whether nothing has happened since the list was made.
    fn current(&self) -> bool {
        self.planned == self.happened
    }

    /// How far working out has come, while it goes on.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        match &self.stage {
            Stage::Work(work) => Some(work.1.progress()),
            Stage::Idle => self.made.as_ref().filter(|made| !made.ahead.finished()).map(|made| made.ahead.progress()),
            Stage::Read { .. } | Stage::Asked => Some(Progress { done: 0, total: 1 }),
        }
    }

    /// Today's list as it was last made, whatever happened since.
    #[must_use]
    pub fn order(&self, today: StudyDay) -> Option<&[i64]> {
        let made = self.made.as_deref().filter(|made| made.day == today && self.rules(today))?;
        Some(&made.agenda.list)
    }

    /// The plan if it was made today and nothing has happened since.
    #[must_use]
    pub fn fresh(&self, today: StudyDay) -> Option<&Made> {
        self.made.as_deref().filter(|made| made.day == today && self.current() && self.rules(today))
    }

    /// What the plan says of a card.
    #[must_use]
    pub fn card(&self, key: i64, today: StudyDay) -> Option<CardPlan> {
        let made = self.made.as_deref().filter(|made| made.day == today && self.rules(today))?;
        let at = made.deck.cards.binary_search_by_key(&key, |card| card.key).ok()?;
        let card = made.course.card(at, course_day(today))?;
        let verdict = made.outlook.judge(&card)?;
        let formula = made.course.formula();
        let (state, elapsed) = (card.seen.map(|seen| seen.state), card.seen.map_or(0, |seen| seen.elapsed));
        let prognoses = Rating::ALL.map(|rating| made.outlook.prognosis(&card, after(formula, state, elapsed, rating)));
        let missed = made.deck.cards[at].front;
        Some(CardPlan { verdict, prognoses, at, state, elapsed, missed })
    }

    /// Why a card comes now, by the plan, in no more columns than these if that can be. None in learning steps, where the
    /// plan has no say.
    #[must_use]
    pub fn why(
        &self,
        plan: &CardPlan,
        state: &CardState,
        today: StudyDay,
        dates: Dates,
        columns: usize,
    ) -> Option<String> {
        if state.stepping() {
            return None;
        }
        if plan.missed {
            return Some(wording::why_in_front(&plan.verdict));
        }
        let said = |belongs| {
            let text = wording::why_now(&plan.verdict, state.phase == Phase::New, belongs, today.date(), dates);
            clean_line(&text).into_owned()
        };
        let belongs = self.belongs(plan.at);
        let whole = said(belongs);
        // The numbers matter more than the domain's name.
        let short = || said(belongs.map(|belongs| Belongs { domain: "", ..belongs }));
        Some(if width(&whole) <= columns { whole } else { short() })
    }

    /// A planner that goes on with a plan that was worked out at once.
    #[must_use]
    pub fn with(goal: Goal, made: Made) -> Self {
        Self { goal: Some(goal), made: Some(Box::new(made)), ..Self::default() }
    }

    /// The domain of a card with its share of the exam.
    #[must_use]
    pub fn belongs(&self, at: usize) -> Option<Belongs<'_>> {
        let made = self.made.as_deref()?;
        let domain = &made.deck.domains[made.deck.cards.get(at)?.domain?];
        Some(Belongs { domain: &domain.title, share: domain.share })
    }

    /// A card was rated.
    pub fn rated(&mut self, key: i64, today: StudyDay, rating: Rating, seconds: f64) {
        self.outdated();
        let Some(made) = self.made.as_deref_mut() else { return };
        if let Ok(at) = made.deck.cards.binary_search_by_key(&key, |card| card.key) {
            made.course.record(at, Rated::new(course_day(today), rating, seconds));
        }
    }

    /// A rating was taken back.
    pub fn taken_back(&mut self, key: i64, today: StudyDay, rating: Rating, seconds: f64) {
        self.outdated();
        let Some(made) = self.made.as_deref_mut() else { return };
        if let Ok(at) = made.deck.cards.binary_search_by_key(&key, |card| card.key) {
            made.course.take_back(at, Rated::new(course_day(today), rating, seconds));
        }
    }

    /// The list no longer holds.
    pub fn outdated(&mut self) {
        self.happened += 1;
        self.failed = false;
    }

    /// Whether the work at hand leads to a list that holds.
    fn at_work(&self) -> bool {
        !matches!(self.stage, Stage::Idle) && self.begun == self.happened
    }

    fn playing(&self, screen: &Screen) -> bool {
        let watched = match screen {
            Screen::Plan(_) => true,
            // Home says one range only; the rest waits for the Plan screen.
            Screen::Home => self.made.as_ref().is_some_and(|made| made.played == 0),
            _ => false,
        };
        watched && self.made.as_ref().is_some_and(|made| !made.ahead.finished())
    }

    fn slice(&mut self, now: Now, screen: &Screen) -> Sliced {
        match std::mem::take(&mut self.stage) {
            Stage::Read { first } => {
                self.stage = Stage::Asked;
                Sliced::Ask(first)
            }
            Stage::Asked => {
                self.stage = Stage::Asked;
                Sliced::Nothing
            }
            Stage::Work(mut work) => {
                work.1.step(SLICE);
                if work.1.finished() {
                    self.finish(*work, now);
                    return Sliced::Made;
                }
                self.stage = Stage::Work(work);
                Sliced::Nothing
            }
            Stage::Idle if self.playing(screen) => {
                let Some(made) = self.made.as_deref_mut() else { return Sliced::Nothing };
                made.ahead.step(SLICE);
                let played = made.ahead.expected().len();
                if played == made.played {
                    return Sliced::Nothing;
                }
                made.played = played;
                made.stand();
                Sliced::Played
            }
            Stage::Idle => Sliced::Nothing,
        }
    }

    fn begin(&mut self, deck: Deck, now: Now, base: Formula) {
        let Some(goal) = &self.goal else { return };
        let course = deck.course(base, goal);
        let course = match &self.made {
            Some(made) => course.following(&made.course),
            None => course,
        };
        let work = course.planning(course_day(now.day), goal.days(now.day));
        self.stage = Stage::Work(Box::new((deck, work)));
    }

    fn finish(&mut self, (deck, work): (Deck, Work), now: Now) {
        let Some(goal) = &self.goal else { return };
        let left = (60.0 * f64::from(goal.minutes_on(now.day)) - deck.spent).max(0.0);
        self.made = Some(Box::new(Made::new(deck, work, left, self.extra, now.day)));
        self.planned = self.begun;
    }
}

/// What a slice of work leads to.
enum Sliced {
    Nothing,
    Ask(bool),
    Made,
    Played,
}

impl Made {
    /// A plan whose work is done, for `left` seconds of study today.
    #[must_use]
    pub fn new(deck: Deck, work: Work, left: f64, extra: usize, day: StudyDay) -> Self {
        let (course, outlook, order) = work.take(left);
        let agenda = Agenda::new(&deck, &course, &order, left, extra);
        let cards: Vec<_> = (0..deck.cards.len()).filter_map(|at| course.card(at, course_day(day))).collect();
        let ahead = Ahead::new(&cards, outlook.clone(), left, &TIMES, SEED);
        let readiness = Readiness::of(&deck, &course, None);
        Self { day, deck, course, outlook, agenda, readiness, ahead, passing: None, played: 0 }
    }

    /// Readiness anew, after more was played.
    pub fn stand(&mut self) {
        let own = self.ahead.expected().iter().find(|expected| (expected.times - 1.0).abs() < 1e-9);
        self.readiness = Readiness::of(&self.deck, &self.course, own);
        let range = self.readiness.whole.on_day.unwrap_or(self.readiness.whole.now);
        self.passing =
            self.deck.questions.map(|questions| Passing::new(range, questions, &self.deck.mocks, &self.course));
    }
}

/// The usual state after a whole showing that begins with a rating: every learning step that follows is passed with Good.
fn after(formula: &Formula, state: Option<State>, elapsed: u32, rating: Rating) -> State {
    let (mut after, steps) = match state {
        None => (formula.first(rating), [2, 2, 1, 0][rating as usize - 1]),
        Some(state) => (formula.next(state, elapsed, rating), u32::from(rating == Rating::Again)),
    };
    for _ in 0..steps {
        after = formula.same_day(after, Rating::Good);
    }
    after
}

impl Model {
    /// FSRS with the learner's weights, to plan with.
    #[must_use]
    pub fn formula(&self) -> Formula {
        let mut weights = crate::domain::memory::formula::DEFAULT_WEIGHTS;
        for (to, from) in weights.iter_mut().zip(self.memory.weights()) {
            *to = f64::from(*from);
        }
        Formula::new(&weights)
    }

    /// Begins to work the plan out anew; what was worked out stays until then.
    pub fn replan(&mut self) {
        if self.planner.rules(self.now.day) {
            self.planner.stage = Stage::Read { first: true };
            self.planner.begun = self.planner.happened;
            self.planner.failed = false;
        }
    }

    /// The same where the plan is waited for, if something has happened since it was worked out.
    pub(super) fn keep_planned(&mut self) {
        let wanted = match &self.screen {
            Screen::Home | Screen::Closing(_) | Screen::Plan(_) => true,
            Screen::Review(review) => review.waiting,
            _ => false,
        };
        if wanted && self.planner.pending(self.now.day) && !self.planner.at_work() {
            self.replan();
        }
    }

    /// Shows the day's cards once the plan has been worked out; at once where there is none.
    pub(super) fn queue_when_planned(&mut self) -> Vec<Effect> {
        let pending = self.planner.pending(self.now.day);
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        review.waiting = pending && review.filter.sitting == Sitting::Today;
        if review.waiting { vec![] } else { vec![Effect::Ask(Request::Queue(review.filter.clone()))] }
    }

    /// The cards of a sitting that waited for the plan, whatever has become of it.
    fn waited(&mut self) -> Vec<Effect> {
        let Screen::Review(review) = &mut self.screen else { return vec![] };
        if !std::mem::take(&mut review.waiting) {
            return vec![];
        }
        vec![Effect::Ask(Request::Queue(review.filter.clone()))]
    }

    /// The cards couldn't be read: desired retention rules, so that there is something to review.
    pub(super) fn stop_planning(&mut self) -> Vec<Effect> {
        self.planner.stage = Stage::Idle;
        self.planner.failed = true;
        let mut effects = self.waited();
        effects.push(Effect::Ask(Request::Today));
        effects
    }

    /// Does a slice of what is to be worked out.
    pub(super) fn plan_slice(&mut self) -> Vec<Effect> {
        match self.planner.slice(self.now, &self.screen) {
            Sliced::Nothing => vec![],
            Sliced::Ask(first) => vec![Effect::Ask(Request::Deck { first })],
            Sliced::Played => self.glance(),
            Sliced::Made => {
                self.plan_today();
                let mut effects = self.glance();
                effects.extend(self.waited());
                self.card_planned();
                effects
            }
        }
    }

    /// A page of cards was read; the last one comes with all of them.
    pub(super) fn deck_came(&mut self, deck: Option<Box<Deck>>) -> Vec<Effect> {
        self.planner.failed = false;
        match deck {
            None => self.planner.stage = Stage::Read { first: false },
            Some(deck) => {
                self.planner.stage = Stage::Idle;
                let base = self.formula();
                self.planner.begin(*deck, self.now, base);
            }
        }
        vec![]
    }

    /// Puts the plan's counts in the place of those that desired retention would give.
    pub(super) fn plan_today(&mut self) {
        let today = self.now.day;
        let Some(goal) = self.planner.goal.as_ref().filter(|_| self.planner.rules(today) && !self.planner.failed)
        else {
            return;
        };
        let due = &mut self.today.due;
        let (review, new, seconds) = match (self.planner.fresh(today), self.planner.said(today)) {
            (Some(made), _) => {
                let steps = due.learning;
                let pulled = made.agenda.front.saturating_sub(steps);
                (made.agenda.review + pulled, made.agenda.new, made.agenda.seconds.round().min(86_400.0) as u32)
            }
            (None, Some(glance)) => (glance.review, glance.new, glance.seconds),
            (None, None) => (0, 0, 0),
        };
        (due.review, due.new, self.today.seconds) = (review, new, seconds);
        // The plan spreads what was missed by itself.
        due.catch_up = None;
        if due.total() == 0 {
            due.next = goal.next_study_day(today).map(NextDue::Day);
        }
    }

    /// Keeps what Home says, if that has changed.
    fn glance(&mut self) -> Vec<Effect> {
        let today = self.now.day;
        let Some(made) = self.planner.fresh(today) else { return vec![] };
        let mut glance = Glance::of(today, &made.agenda, &made.readiness);
        if glance.on_day.is_none() {
            // What was expected before is nearer to the truth than nothing.
            glance.on_day = self.planner.glance.and_then(|before| before.on_day);
        }
        if self.planner.glance == Some(glance) {
            return vec![];
        }
        self.planner.glance = Some(glance);
        vec![Effect::Ask(Request::KeepGlance(glance))]
    }
}
