//! Working out an [`Outlook`] in slices, so that a screen never waits for it.

use super::card::{Card, Days};
use super::class::Classes;
use super::grid::LAYER;
use super::habits::Habits;
use super::lattice::Lattice;
use super::learner::Learner;
use super::outlook::Outlook;
use super::price::{Demand, FILLED, Price, Search, per_day};
use super::table::{Scratch, Table};
use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula};

/// How far a piece of work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Units done. A unit takes some tens of microseconds.
    pub done: usize,
    /// Units altogether, as far as they can be foreseen.
    pub total: usize,
}

/// Work on an outlook. Call [`step`](Self::step) until [`finished`](Self::finished), then [`take`](Self::take) it.
#[derive(Debug, Clone)]
pub struct Outlooking {
    outlook: Outlook,
    demands: Vec<Demand>,
    scratch: Scratch,
    search: Search,
    stage: Stage,
    wanted: f64,
    done: usize,
    /// Whether it has begun anew with the usual weights and habits.
    usual: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Lattice,
    Demands,
    /// A backward pass over a class has come down to this day (excluded).
    Tables {
        class: usize,
        day: usize,
    },
    Finished,
}

/// Lattice points in a unit.
const POINTS_A_UNIT: usize = 4;

impl Outlooking {
    /// Begins to look ahead. With an earlier price the search is short; leave it out after any change of date,
    /// minutes or weights.
    #[must_use]
    pub fn new(learner: Learner, cards: &[Card], days: Days, earlier: Option<Price>) -> Self {
        let classes = Classes::of(cards, &learner.habits);
        let left = days.left();
        let lattice = Lattice::new(&learner, u32::try_from(left).unwrap_or(u32::MAX));
        let search = Search::new(earlier);
        let nothing_to_do = left == 0 || classes.ratios.is_empty();
        let mut work = Self {
            outlook: Outlook {
                level: search.level(),
                prices: Vec::new(),
                tables: vec![Table::new(left); classes.ratios.len()],
                lattice,
                classes,
                learner,
                days,
                new: Vec::new(),
            },
            demands: Vec::new(),
            scratch: Scratch::new(left),
            search,
            stage: if nothing_to_do { Stage::Finished } else { Stage::Lattice },
            wanted: 0.0,
            done: 0,
            usual: false,
        };
        work.price_classes();
        work
    }

    /// Does so many units of work. `cards` have to be the same at every call.
    pub fn step(&mut self, cards: &[Card], units: usize) -> Progress {
        for _ in 0..units {
            if self.finished() {
                break;
            }
            self.unit(cards);
            self.done += 1;
        }
        self.progress()
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let points = LAYER / POINTS_A_UNIT;
        let passes = 1 + if self.stage == Stage::Finished { 0 } else { self.search.left() as usize };
        // A class takes a unit for each day and one for what it wants then.
        let (classes, a_class) = (self.outlook.classes.ratios.len(), self.outlook.days.left() + 1);
        let pass = classes * a_class;
        let ahead = match self.stage {
            Stage::Lattice => {
                points - self.outlook.lattice.points() / POINTS_A_UNIT + self.demands_wanted() + passes * pass
            }
            Stage::Demands => self.demands_wanted() - self.demands.len() + passes * pass,
            Stage::Tables { class, day } => passes * pass - (class + 1) * a_class + day + 1,
            Stage::Finished => 0,
        };
        Progress { done: self.done, total: self.done + ahead }
    }

    /// Whether the outlook can be taken.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.stage == Stage::Finished
    }

    /// The outlook, with whatever is still to do done first.
    #[must_use]
    pub fn take(mut self, cards: &[Card]) -> Outlook {
        while !self.finished() {
            self.step(cards, 1024);
        }
        self.outlook
    }

    fn demands_wanted(&self) -> usize {
        self.outlook.classes.ratios.len()
    }

    fn unit(&mut self, cards: &[Card]) {
        let Outlook { learner, lattice, classes, tables, prices, days, .. } = &mut self.outlook;
        match self.stage {
            Stage::Lattice => {
                for _ in 0..POINTS_A_UNIT.min(LAYER - lattice.points()) {
                    lattice.add_point(learner);
                }
                if lattice.points() == LAYER {
                    self.stage = Stage::Demands;
                }
            }
            Stage::Demands => {
                self.demands.push(Demand::new(cards, self.demands.len(), classes, lattice, learner));
                if self.demands.len() == classes.ratios.len() {
                    self.stage = Stage::Tables { class: 0, day: days.left() };
                }
            }
            Stage::Tables { class, day: 0 } => {
                self.wanted += self.demands[class].seconds(&tables[class], lattice, &prices[class]);
                self.stage = Stage::Tables { class: class + 1, day: days.left() };
                if class + 1 == classes.ratios.len() {
                    self.next_price(cards);
                }
            }
            Stage::Tables { class, day } => {
                tables[class].work_out(day - 1, lattice, &prices[class], &mut self.scratch);
                self.stage = Stage::Tables { class, day: day - 1 };
            }
            Stage::Finished => {}
        }
    }

    /// All tables of one price are done: takes the next price, or ends.
    fn next_price(&mut self, cards: &[Card]) {
        if self.search.done() {
            if self.usual || self.outlook.tables.iter().all(Table::sound) {
                self.stage = Stage::Finished;
                self.outlook.judge_new();
            } else {
                self.start_over(cards);
            }
            return;
        }
        self.search.narrow(self.wanted > FILLED * self.outlook.days.seconds());
        self.wanted = 0.0;
        self.outlook.level = self.search.level();
        self.price_classes();
        self.stage = Stage::Tables { class: 0, day: self.outlook.days.left() };
    }

    /// Weights or habits under which values are no numbers can't come out of FSRS, but out of a damaged store. Tables can
    /// always be made of the weights that FSRS starts from and the habits of most people, and plan better than any rule
    /// that needs no tables.
    fn start_over(&mut self, cards: &[Card]) {
        let Outlook { learner, days, .. } = &self.outlook;
        let usual = Formula::new(&DEFAULT_WEIGHTS).reading_hard_as(learner.formula.hard_same_day());
        let done = self.done;
        *self = Self::new(Learner::new(usual, Habits::default()), cards, days.clone(), None);
        (self.done, self.usual) = (done, true);
    }

    fn price_classes(&mut self) {
        let prices = per_day(self.outlook.level, &self.outlook.days);
        let of_class = |ratio: &f64| prices.iter().map(|price| (f64::from(*price) / ratio) as f32).collect();
        self.outlook.prices = self.outlook.classes.ratios.iter().map(of_class).collect();
    }
}
