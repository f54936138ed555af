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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::memory::Rating;

    const TODAY: u32 = 20;

    /// Six cards: 0 and 3 new; 1 and 2 due, 2 with the lower recall but 1 the more overdue; 4 and 5 not due, 5 with the
    /// lower recall.
    fn schedule(fixed: Fixed, last_pass: Option<u32>) -> Schedule {
        let seen = |stability, days| Some((State { stability, difficulty: 5.0 }, TODAY - days));
        Schedule {
            fixed,
            last_pass,
            formula: Formula::new(&DEFAULT_WEIGHTS),
            seen: vec![None, seen(2.0, 5), seen(4.0, 9), None, seen(20.0, 1), seen(10.0, 8)],
            new_a_day: 1,
            exam_day: 30,
        }
    }

    fn fixed(paced: bool, new_first: bool, most_overdue_first: bool, leftover: Leftover) -> Fixed {
        Fixed { retention: 0.9, paced, new_first, most_overdue_first, leftover }
    }

    #[test]
    fn a_schedule_shows_what_is_due_in_its_order() {
        let plan = |paced, new_first, overdue, leftover| {
            schedule(fixed(paced, new_first, overdue, leftover), None).plan(TODAY)
        };
        // With a desired retention of 0.9 a card is due after as many days as its stability says: 5/2 against 9/4 overdue.
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        assert!(formula.recall(5.0, 2.0) < formula.recall(9.0, 4.0));
        assert_eq!(plan(true, false, false, Leftover::Nothing), [1, 2, 0]);
        assert_eq!(plan(true, true, false, Leftover::Nothing), [0, 1, 2]);
        assert_eq!(plan(false, true, false, Leftover::Nothing), [0, 3, 1, 2]);
        assert_eq!(plan(true, false, false, Leftover::NewThenAhead), [1, 2, 0, 3, 5, 4]);
        // Ten days are not enough for a stability of forty.
        let mut early = schedule(fixed(true, true, true, Leftover::Nothing), None);
        early.seen = vec![Some((State { stability: 40.0, difficulty: 5.0 }, TODAY - 10))];
        assert!(early.plan(TODAY).is_empty());
    }

    #[test]
    fn the_most_overdue_need_not_be_the_least_known() {
        // Stability 1.4 counts as one day: twice overdue after two days. Stability 1.6 counts as two: 1.5 times after three,
        // though recall has fallen lower.
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        assert!(formula.recall(3.0, 1.6) < formula.recall(2.0, 1.4));
        let order = |overdue| {
            let mut schedule = schedule(fixed(true, true, overdue, Leftover::Nothing), None);
            let seen = |stability, days| Some((State { stability, difficulty: 5.0 }, TODAY - days));
            schedule.seen = vec![seen(1.6, 3), seen(1.4, 2)];
            schedule.plan(TODAY)
        };
        assert_eq!((order(false), order(true)), (vec![0, 1], vec![1, 0]));
    }

    #[test]
    fn a_last_pass_shows_every_card_once_more() {
        let plain = fixed(true, true, false, Leftover::Nothing);
        // Ten days before the exam, on day 20: cards last shown before that day, lowest recall first, then the rest.
        assert_eq!(schedule(plain, Some(10)).plan(TODAY), [1, 2, 5, 4, 0, 1, 2]);
        assert_eq!(schedule(plain, Some(9)).plan(TODAY), [0, 1, 2], "not begun");
        // Begun on day 19: what was shown on that day has had its turn.
        assert_eq!(schedule(plain, Some(11)).plan(TODAY), [1, 2, 5, 0, 1, 2]);
        let mut moved = Running::Fixed(Box::new(schedule(plain, Some(9))));
        moved.move_exam(29);
        assert_eq!(moved.plan(TODAY, &Setting::default(), 60.0), [1, 2, 5, 4, 0, 1, 2]);
        assert_eq!(moved.forecast(), None);
    }

    #[test]
    fn a_schedule_knows_what_was_rated() {
        let setting = Setting { cards: 40, days: 30, minutes: 5.0, ..Setting::default() };
        let scheduled = |policy| match Running::new(policy, &setting) {
            Running::Fixed(schedule) => schedule,
            Running::Plan(_) => panic!("a schedule"),
        };
        let schedule = scheduled(Policy::LAST_PASS);
        // 40 cards of 16 seconds in days of 5 minutes: 2.13, so three days; 1.5 times 40/30 new ones a day.
        assert_eq!((schedule.last_pass, schedule.new_a_day, schedule.exam_day), (Some(3), 2, 30));
        let mut schedule = scheduled(Policy::PLAIN);
        assert_eq!(schedule.last_pass, None);
        schedule.record(7, Rated::new(2, Rating::Good, 9.0));
        schedule.record(7, Rated::new(5, Rating::Hard, 9.0));
        let formula = schedule.formula;
        let expected = formula.next(formula.first(Rating::Good), 3, Rating::Hard);
        assert_eq!(schedule.seen[7], Some((expected, 5)));
        assert_eq!(schedule.plan(5), [0, 1]);
        let Running::Plan(course) = Running::new(Policy::Plan { fit: false }, &setting) else { panic!("a course") };
        assert_eq!(course.cards().len(), 40);
        assert_eq!(Running::Plan(course).forecast(), Some(vec![0.0; 40]));
    }

    #[test]
    fn settings_in_hindsight_differ_and_have_names() {
        let all = Policy::fixed_settings();
        let names: std::collections::BTreeSet<String> = all.iter().map(|policy| policy.name()).collect();
        assert_eq!((all.len(), names.len()), (21, 21), "{names:?}");
        assert!(names.contains("FSRS 0.85, new last and paced, lowest recall first"), "{names:?}");
        assert!(names.contains("FSRS 0.70, new first, most overdue first"), "{names:?}");
        assert_eq!(Policy::PLAIN.name(), "FSRS 0.90, new last and paced, lowest recall first, plain");
        assert_eq!(Policy::LAST_PASS.name(), "last pass, FSRS 0.90, new first and paced, lowest recall first");
        let unpaced = Policy::Fixed(fixed(false, false, false, Leftover::NewThenAhead));
        assert_eq!(unpaced.name(), "FSRS 0.90, new last, lowest recall first");
        assert_eq!(Policy::Plan { fit: true }.name(), "exam plan");
        assert_eq!(Policy::Plan { fit: false }.name(), "exam plan, weights not fitted");
    }
}
