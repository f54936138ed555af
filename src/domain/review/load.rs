//! How full the coming days are, and the day inside a card's fuzz window that evens them out.
//!
//! Among the days of the window, those on which no sibling (a card of the same item) is due come first; among these the one
//! that is emptiest against the trend of the window. Against the trend, because days further off are always emptier, and
//! going there each time would lengthen every interval.

use std::collections::BTreeMap;

use crate::domain::id::CardId;
use crate::domain::review::fuzz::{fuzzed, window};
use crate::domain::time::StudyDay;

/// What is due on the days that a card may be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    days: BTreeMap<StudyDay, Busy>,
}

/// What is due on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Busy {
    /// Cards in review.
    pub cards: u32,
    /// Cards of the same item among them.
    pub siblings: u32,
}

impl Load {
    /// Counts cards on a day.
    pub fn add(&mut self, day: StudyDay, cards: u32) {
        self.days.entry(day).or_default().cards += cards;
    }

    /// Notes a card of the same item on a day.
    pub fn add_sibling(&mut self, day: StudyDay) {
        self.days.entry(day).or_default().siblings += 1;
    }

    /// What is due on a day.
    #[must_use]
    pub fn on(&self, day: StudyDay) -> Busy {
        self.days.get(&day).copied().unwrap_or_default()
    }
}

/// The interval in whole days for this card's repetition number: inside its fuzz window, on the day that evens the load out.
/// With an empty load that is plain fuzz. The same load gives the same day, so that what a button shows is what is kept.
#[must_use]
pub fn spread(interval: f32, card: &CardId, repetition: u32, today: StudyDay, load: &Load) -> u32 {
    let (from, to) = window(interval);
    let plain = fuzzed(interval, card, repetition);
    if from == to || load.days.is_empty() {
        return plain;
    }
    let days: Vec<(u32, Busy)> = (from..=to).map(|days| (days, load.on(today.plus(days)))).collect();
    let trend = Trend::of(&days);
    let fewest = days.iter().map(|(_, busy)| busy.siblings).min().unwrap_or(0);
    let best = days.iter().filter(|(_, busy)| busy.siblings == fewest).min_by(|a, b| {
        let over = |(days, busy): &(u32, Busy)| f64::from(busy.cards) - trend.at(*days);
        let far = |(days, _): &(u32, Busy)| days.abs_diff(plain);
        over(a).total_cmp(&over(b)).then(far(a).cmp(&far(b)))
    });
    best.map_or(plain, |(days, _)| *days)
}

/// The straight line through the counts (least squares).
struct Trend {
    middle: f64,
    mean: f64,
    slope: f64,
}

impl Trend {
    fn of(days: &[(u32, Busy)]) -> Self {
        let n = days.len() as f64;
        let middle = days.iter().map(|(days, _)| f64::from(*days)).sum::<f64>() / n;
        let mean = days.iter().map(|(_, busy)| f64::from(busy.cards)).sum::<f64>() / n;
        let (mut both, mut square) = (0.0, 0.0);
        for (days, busy) in days {
            let off = f64::from(*days) - middle;
            both += off * (f64::from(busy.cards) - mean);
            square += off * off;
        }
        Self { middle, mean, slope: if square > 0.0 { both / square } else { 0.0 } }
    }

    fn at(&self, days: u32) -> f64 {
        self.mean + self.slope * (f64::from(days) - self.middle)
    }
}

#[cfg(test)]
mod tests;
