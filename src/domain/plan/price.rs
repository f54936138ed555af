//! The price of time: what a second must earn in recall, so that what earns it fills the minutes.
//!
//! `lam(u) = L (1 + 3 e^(-(E-1-u)/4))`: time is dearer in the last days, when everybody's cards want to be shown.

use super::card::{Card, Days};
use super::class::Classes;
use super::grid::{Between, along_difficulty};
use super::lattice::{Hop, Lattice};
use super::learner::{Learner, OUTCOMES};
use super::table::{Prices, Table};

/// Share of the minutes that planned reviews should fill; the rest is for what turns out worse than expected.
pub(super) const FILLED: f64 = 0.9;

/// Seen cards of a class by which its demand for time is judged.
const SAMPLE: usize = 64;

/// A price found earlier, from which the next day's search starts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price(pub(super) f64);

/// Halving the range of `ln L` until it is narrow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    low: f64,
    high: f64,
    left: u32,
}

/// A class's need for time as a function of the price.
#[derive(Debug, Clone, Default)]
pub(super) struct Demand {
    sample: Vec<Reach>,
    each: f64,
    unseen: f64,
    pace: f64,
}

/// A seen card and the reviews it may have next.
#[derive(Debug, Clone)]
struct Reach {
    left_alone: f32,
    rows: [Between; OUTCOMES],
    hops: Vec<(usize, Hop)>,
}

/// The price on each day at level `L`; infinite where no minutes are meant for study.
pub(super) fn per_day(level: f64, days: &Days) -> Vec<f32> {
    let last = days.left().saturating_sub(1);
    let price = |day: usize| level * (1.0 + 3.0 * (-((last - day) as f64) / 4.0).exp());
    (0..days.left()).map(|day| if days.open(day) { price(day) as f32 } else { f32::INFINITY }).collect()
}

impl Search {
    /// A search over all prices, or around an earlier one.
    pub fn new(around: Option<Price>) -> Self {
        match around {
            None => Self { low: 1e-6f64.ln(), high: 0.03f64.ln(), left: 11 },
            Some(Price(level)) => Self { low: (level / 4.0).ln(), high: (level * 4.0).ln(), left: 6 },
        }
    }

    /// The price to look at next.
    pub fn level(&self) -> f64 {
        f64::midpoint(self.low, self.high).exp()
    }

    /// Whether the price is found.
    pub fn done(&self) -> bool {
        self.left == 0
    }

    /// How many prices are still to be looked at.
    pub fn left(&self) -> u32 {
        self.left
    }

    /// Takes the answer for [`Self::level`]: whether more time is wanted than there is.
    pub fn narrow(&mut self, too_much: bool) {
        let middle = f64::midpoint(self.low, self.high);
        if too_much {
            self.low = middle;
        } else {
            self.high = middle;
        }
        self.left -= 1;
    }
}

impl Demand {
    /// Looks at the cards of one class.
    pub fn new(cards: &[Card], class: usize, classes: &Classes, lattice: &Lattice, learner: &Learner) -> Self {
        let mine = || cards.iter().filter(|card| classes.class_of(card) == Some(class));
        let seen = mine().filter(|card| card.seen.is_some()).count();
        let taken = seen.min(SAMPLE);
        let nth = |n: usize| n * seen / taken.max(1);
        let mut wanted = (0..taken).map(nth).peekable();
        let sample = mine().filter_map(|card| card.seen).enumerate().filter(|(n, _)| wanted.next_if_eq(n).is_some());
        Self {
            sample: sample.map(|(_, seen)| Reach::new(seen, lattice, learner)).collect(),
            each: seen as f64 / taken.max(1) as f64,
            unseen: mine().filter(|card| card.seen.is_none()).count() as f64,
            pace: classes.paces[class],
        }
    }

    /// Seconds that the class's cards are expected to take until the exam when each goes its best way.
    pub fn seconds(&self, table: &Table, lattice: &Lattice, prices: &Prices) -> f64 {
        let seen: f64 = self.sample.iter().map(|reach| reach.seconds(table, prices)).sum();
        self.pace * (self.each * seen + self.unseen * seconds_of_new(table, lattice, prices))
    }
}

/// Seconds that a new card is expected to take when it is introduced on its best day; 0 if it isn't worth any.
pub(super) fn seconds_of_new(table: &Table, lattice: &Lattice, prices: &Prices) -> f64 {
    best_introduction(table, lattice, prices, 0)
        .map_or(0.0, |(_, day)| f64::from(lattice.new_seconds + lattice.mean_of_new(table.seconds(day))))
}

/// What introducing a new card on its best day from `from` on gains over never showing it, and that day.
pub(super) fn best_introduction(
    table: &Table,
    lattice: &Lattice,
    prices: &Prices,
    from: usize,
) -> Option<(f32, usize)> {
    let open = (from..prices.len()).filter(|day| prices[*day].is_finite());
    let worth = open.map(|day| (lattice.mean_of_new(table.value(day)) - lattice.new_seconds * prices[day], day));
    worth.filter(|(gain, _)| *gain > 0.0).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
}

impl Reach {
    fn new(seen: super::card::Seen, lattice: &Lattice, learner: &Learner) -> Self {
        let prospect = learner.formula.prospect(seen.state);
        let today = (seen.elapsed > 0).then_some(0);
        let days = today.into_iter().chain(lattice.waits.iter().map(|wait| *wait as usize));
        let hop = |day: usize| {
            let recall = prospect.recall((seen.elapsed as usize + day) as f64);
            (day, Hop::new(learner, &prospect, recall))
        };
        Self {
            left_alone: prospect.recall((seen.elapsed as usize + lattice.days_left) as f64) as f32,
            rows: learner.difficulties(seen.state.difficulty).map(along_difficulty),
            hops: days.map(hop).collect(),
        }
    }

    fn seconds(&self, table: &Table, prices: &Prices) -> f64 {
        let mut best = (self.left_alone, None);
        for (day, hop) in &self.hops {
            let price = prices[*day];
            if price.is_infinite() {
                continue;
            }
            let value = hop.mean(table.value(*day), &self.rows) - price * hop.seconds;
            if value > best.0 {
                best = (value, Some((*day, hop)));
            }
        }
        best.1.map_or(0.0, |(day, hop)| f64::from(hop.seconds + hop.mean(table.seconds(day), &self.rows)))
    }
}
