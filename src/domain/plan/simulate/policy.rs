//! Policies to compare: the plan, and what others do.

use super::super::course::{Course, CourseCard, Rated};
use super::super::habits::CardKind;
use super::Setting;
use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula, HardSameDay, State};

/// Which card to show when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Policy {
    /// Plimsoll's plan; with or without fitting weights to the learner.
    Plan {
        /// Whether weights are fitted on the way.
        fit: bool,
    },
    /// FSRS with a fixed desired retention.
    Fixed(Fixed),
    /// The same, and every card once more in the final days.
    LastPass(Fixed),
}

/// FSRS with a fixed desired retention, and what else can be set about it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fixed {
    /// Desired retention, 0 to 1.
    pub retention: f64,
    /// Whether new cards are spread over the first two thirds of the days instead of shown as soon as there is time.
    pub paced: bool,
    /// Whether new cards come before reviews.
    pub new_first: bool,
    /// Whether reviews are ordered by how overdue they are instead of by lowest recall.
    pub most_overdue_first: bool,
    /// What unused minutes are for.
    pub leftover: Leftover,
}

/// What minutes are for that no due card needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leftover {
    /// Nothing.
    Nothing,
    /// Further new cards, then cards that aren't due, lowest recall first.
    NewThenAhead,
}

/// A policy in the middle of a course.
#[derive(Debug, Clone)]
pub(super) enum Running {
    Plan(Box<Course>),
    Fixed(Box<Schedule>),
}

/// What a fixed schedule knows. It plans with the weights that FSRS starts from.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    fixed: Fixed,
    last_pass: Option<u32>,
    formula: Formula,
    seen: Vec<Option<(State, u32)>>,
    new_a_day: usize,
    exam_day: u32,
}

/// Seconds that one showing in a last pass is taken to need.
const LAST_PASS_SECONDS: f64 = 16.0;

impl Policy {
    /// FSRS as it comes: desired retention 0.90, no more than what is due.
    pub const PLAIN: Self = Self::Fixed(Fixed {
        retention: 0.9,
        paced: true,
        new_first: false,
        most_overdue_first: false,
        leftover: Leftover::Nothing,
    });

    /// Last pass with new cards first and unused minutes used: the strongest rival.
    pub const LAST_PASS: Self = Self::LastPass(Fixed {
        retention: 0.9,
        paced: true,
        new_first: true,
        most_overdue_first: false,
        leftover: Leftover::NewThenAhead,
    });

    /// Fixed settings among which the best is picked in hindsight.
    #[must_use]
    pub fn fixed_settings() -> Vec<Self> {
        let setting = |retention, paced, new_first, most_overdue_first| {
            Self::Fixed(Fixed { retention, paced, new_first, most_overdue_first, leftover: Leftover::NewThenAhead })
        };
        let mut all: Vec<Self> = [0.7, 0.8, 0.85, 0.9, 0.95].map(|r| setting(r, true, false, false)).to_vec();
        for retention in [0.7, 0.8, 0.9, 0.95] {
            for paced in [true, false] {
                for most_overdue_first in [true, false] {
                    all.push(setting(retention, paced, true, most_overdue_first));
                }
            }
        }
        all
    }

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> String {
        let fixed = |f: Fixed| {
            let order = if f.most_overdue_first { "most overdue first" } else { "lowest recall first" };
            let new = match (f.new_first, f.paced) {
                (true, true) => "new first and paced",
                (true, false) => "new first",
                (false, true) => "new last and paced",
                (false, false) => "new last",
            };
            let leftover = if f.leftover == Leftover::Nothing { ", plain" } else { "" };
            format!("{:.2}, {new}, {order}{leftover}", f.retention)
        };
        match self {
            Self::Plan { fit: true } => "exam plan".to_owned(),
            Self::Plan { fit: false } => "exam plan, weights not fitted".to_owned(),
            Self::Fixed(f) => format!("FSRS {}", fixed(f)),
            Self::LastPass(f) => format!("last pass, FSRS {}", fixed(f)),
        }
    }
}

impl Running {
    pub fn new(policy: Policy, setting: &Setting) -> Self {
        let formula = Formula::new(&DEFAULT_WEIGHTS).reading_hard_as(HardSameDay::MayFall);
        let schedule = |fixed: Fixed, last_pass| Schedule {
            fixed,
            last_pass,
            formula,
            seen: vec![None; setting.cards],
            new_a_day: (1.5 * setting.cards as f64 / f64::from(setting.days)).ceil() as usize,
            exam_day: setting.days,
        };
        match policy {
            Policy::Plan { fit } => {
                let card = |at: usize| CourseCard::new(at as u64, setting.weight(at), CardKind::Basic);
                let cards = (0..setting.cards).map(card).collect();
                Self::Plan(Box::new(Course::new(cards, formula, setting.days).fitting(fit)))
            }
            Policy::Fixed(fixed) => Self::Fixed(Box::new(schedule(fixed, None))),
            Policy::LastPass(fixed) => {
                let pass = setting.cards as f64 * LAST_PASS_SECONDS / (60.0 * setting.minutes);
                Self::Fixed(Box::new(schedule(fixed, Some((pass.ceil() as u32).max(1)))))
            }
        }
    }

    /// The cards of a day, best first.
    pub fn plan(&mut self, day: u32, setting: &Setting, seconds: f64) -> Vec<usize> {
        match self {
            Self::Plan(course) => course.plan(day, setting.minutes, seconds).1.order.iter().map(|e| e.at).collect(),
            Self::Fixed(schedule) => schedule.plan(day),
        }
    }

    pub fn record(&mut self, card: usize, rated: Rated) {
        match self {
            Self::Plan(course) => course.record(card, rated),
            Self::Fixed(schedule) => schedule.record(card, rated),
        }
    }

    pub fn move_exam(&mut self, day: u32) {
        match self {
            Self::Plan(course) => course.move_exam(day),
            Self::Fixed(schedule) => schedule.exam_day = day,
        }
    }

    /// Predicted recall of every card on exam day; none from policies that predict nothing.
    pub fn forecast(&self) -> Option<Vec<f64>> {
        match self {
            Self::Plan(course) => Some(course.forecast()),
            Self::Fixed(_) => None,
        }
    }
}

impl Schedule {
    fn record(&mut self, card: usize, rated: Rated) {
        let state = match self.seen[card] {
            None => self.formula.first(rated.rating),
            Some((state, day)) => self.formula.next(state, rated.day - day, rated.rating),
        };
        self.seen[card] = Some((state, rated.day));
    }

    fn plan(&self, today: u32) -> Vec<usize> {
        let (mut new, mut due, mut ahead, mut last) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let last_pass_from = self.last_pass.map(|days| self.exam_day.saturating_sub(days));
        for (card, seen) in self.seen.iter().enumerate() {
            let Some((state, day)) = seen else {
                new.push(card);
                continue;
            };
            let days = f64::from(today - day);
            let recall = self.formula.recall(days, state.stability);
            let interval = self.formula.interval(state.stability, self.fixed.retention).round().max(1.0);
            if days >= interval {
                due.push((if self.fixed.most_overdue_first { -days / interval } else { recall }, card));
            } else {
                ahead.push((recall, card));
            }
            if last_pass_from.is_some_and(|from| today >= from && *day < from) {
                last.push((recall, card));
            }
        }
        let allowed = if self.fixed.paced { self.new_a_day.min(new.len()) } else { new.len() };
        let (first, second) = (new[..allowed].to_vec(), sorted(due));
        let mut order = sorted(last);
        order.extend(if self.fixed.new_first { [first, second].concat() } else { [second, first].concat() });
        if self.fixed.leftover == Leftover::NewThenAhead {
            order.extend(&new[allowed..]);
            order.extend(sorted(ahead));
        }
        order
    }
}

fn sorted(mut cards: Vec<(f64, usize)>) -> Vec<usize> {
    cards.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    cards.into_iter().map(|(_, card)| card).collect()
}
