//! Value tables: the best that can still be made of a card, for every state and day, at a price of time.
//!
//! `V_u(S, D) = max(R(E-u, S), max_j [sum of P_o V_{u+j}(S_o, D_o) - q(u+j) c])`, worked out backwards from the last
//! study day. `u` counts days from today, the exam is on day `days_left`.

use super::grid::{DIFFICULTIES, LAYER, STABILITIES};
use super::lattice::{Hop, Lattice};
use super::learner::OUTCOMES;

/// One day's values blended along difficulty: a line of stabilities for each outcome of each difficulty.
type Blended = [[[f32; STABILITIES]; OUTCOMES]; DIFFICULTIES];

/// The tables of one class of cards.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    value: Vec<f32>,
    seconds: Vec<f32>,
    recall: Vec<f32>,
}

/// Room for a backward pass, kept between passes.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    blended: Vec<Blended>,
}

/// What time costs on each day from today on, recall per second; infinite on a day without study.
pub(super) type Prices = [f32];

impl Table {
    /// An empty table for so many days.
    pub fn new(days_left: usize) -> Self {
        let room = || vec![0.0; days_left * LAYER];
        Self { value: room(), seconds: room(), recall: room() }
    }

    /// Values of a day.
    pub fn value(&self, day: usize) -> &[f32] {
        &self.value[day * LAYER..][..LAYER]
    }

    /// Seconds that the best course from a day on is expected to take.
    pub fn seconds(&self, day: usize) -> &[f32] {
        &self.seconds[day * LAYER..][..LAYER]
    }

    /// Recall on exam day that the best course from a day on is expected to reach.
    pub fn recall(&self, day: usize) -> &[f32] {
        &self.recall[day * LAYER..][..LAYER]
    }

    /// Whether every value is a number.
    pub fn sound(&self) -> bool {
        self.value.iter().all(|value| value.is_finite())
    }

    /// Works out one day; all later days have to be done. `prices` are those of the class.
    pub fn work_out(&mut self, day: usize, lattice: &Lattice, prices: &Prices, scratch: &mut Scratch) {
        let stop = lattice.kept(lattice.days_left - day);
        for row in 0..DIFFICULTIES {
            for (s, recall) in stop.iter().enumerate() {
                let point = row * STABILITIES + s;
                let (best, hop) = best_of(lattice, prices, day, point, *recall, scratch);
                let at = day * LAYER + point;
                self.value[at] = best;
                (self.seconds[at], self.recall[at]) = match hop {
                    None => (0.0, *recall),
                    Some((hop, then)) => {
                        let rows = &lattice.rows[row];
                        (hop.seconds + hop.mean(self.seconds(then), rows), hop.mean(self.recall(then), rows))
                    }
                };
            }
        }
        scratch.blend(day, lattice, self.value(day));
    }
}

/// The best value from a point, and the review with its day that it begins with; none if it is best left alone.
fn best_of<'a>(
    lattice: &'a Lattice,
    prices: &Prices,
    day: usize,
    point: usize,
    stop: f32,
    scratch: &Scratch,
) -> (f32, Option<(&'a Hop, usize)>) {
    let row = point / STABILITIES;
    let mut best = (stop, None);
    for (hop, wait) in lattice.hops(point).iter().zip(&lattice.waits) {
        let then = day + *wait as usize;
        let Some(price) = prices.get(then) else { break };
        if price.is_infinite() {
            continue;
        }
        let lines = &scratch.blended[then][row];
        let mut value = -price * hop.seconds;
        for (outcome, line) in lines.iter().enumerate() {
            let at = usize::from(hop.at[outcome]).min(STABILITIES - 2);
            value += hop.share[outcome] * (line[at] + (line[at + 1] - line[at]) * hop.lean[outcome]);
        }
        if value > best.0 {
            best = (value, Some((hop, then)));
        }
    }
    best
}

impl Scratch {
    /// Room for so many days.
    pub fn new(days_left: usize) -> Self {
        Self { blended: vec![[[[0.0; STABILITIES]; OUTCOMES]; DIFFICULTIES]; days_left] }
    }

    /// Every outcome's difficulty is the same wherever its stability lands, so blending along difficulty once for a
    /// day saves half of the reading.
    fn blend(&mut self, day: usize, lattice: &Lattice, layer: &[f32]) {
        let lines = self.blended[day].iter_mut().flatten();
        for (spot, line) in lattice.rows.iter().flatten().zip(lines) {
            let (low, high) = (&layer[spot.at * STABILITIES..], &layer[(spot.at + 1) * STABILITIES..]);
            for (out, (low, high)) in line.iter_mut().zip(low.iter().zip(high)) {
                *out = low + (high - low) * spot.lean;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::grid::{difficulty, read, stability};
    use super::super::learner::Learner;
    use super::*;
    use crate::domain::memory::formula::State;

    fn lattice(days_left: u32) -> Lattice {
        let learner = Learner::default();
        let mut lattice = Lattice::new(&learner, days_left);
        while lattice.points() < LAYER {
            lattice.add_point(&learner);
        }
        lattice
    }

    fn table(lattice: &Lattice, prices: &Prices) -> Table {
        let mut table = Table::new(lattice.days_left);
        let mut scratch = Scratch::new(lattice.days_left);
        for day in (0..lattice.days_left).rev() {
            table.work_out(day, lattice, prices, &mut scratch);
        }
        table
    }

    #[test]
    fn time_that_costs_too_much_is_not_spent() {
        let lattice = lattice(5);
        let table = table(&lattice, &[1.0; 5]);
        for day in 0..5 {
            for point in 0..LAYER {
                assert!((table.value(day)[point] - lattice.kept(5 - day)[point % STABILITIES]).abs() < 1e-6);
                assert!(table.seconds(day)[point].abs() < 1e-6);
            }
        }
    }

    #[test]
    fn with_one_free_evening_left_a_review_is_worth_its_outcomes() {
        let learner = Learner::default();
        let lattice = lattice(2);
        let table = table(&lattice, &[0.0; 2]);
        let (row, s) = (2, 20);
        let state = State { stability: stability(s), difficulty: difficulty(row) };
        let prospect = learner.formula.prospect(state);
        let recall = prospect.recall(1.0);
        let after = learner.outcomes(&prospect, recall);
        let expected: f64 = after.iter().map(|(share, ln_s)| share * learner.formula.recall(1.0, ln_s.exp())).sum();
        let found = f64::from(table.value(0)[row * STABILITIES + s]);
        assert!((found - expected).abs() < 2e-3, "{found}, expected {expected}");
        let seconds = f64::from(table.seconds(0)[row * STABILITIES + s]);
        assert!((seconds - learner.habits.seconds_at(recall)).abs() < 1e-3);
    }

    #[test]
    fn a_price_is_weighed_against_the_gain() {
        let lattice = lattice(2);
        let point = 2 * STABILITIES + 20;
        let (free, stop) = (table(&lattice, &[0.0; 2]), lattice.kept(2)[20]);
        let gain = free.value(0)[point] - stop;
        let seconds = free.seconds(0)[point];
        let worth = table(&lattice, &[0.9 * gain / seconds; 2]);
        assert!((worth.value(0)[point] - (stop + 0.1 * gain)).abs() < 1e-5);
        let dear = table(&lattice, &[1.1 * gain / seconds; 2]);
        assert!((dear.value(0)[point] - stop).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_planned_on_days_without_study() {
        let lattice = lattice(6);
        let mut prices = [1e-4; 6];
        prices[1..].fill(f32::INFINITY);
        let table = table(&lattice, &prices);
        assert!(table.seconds(0).iter().all(|seconds| *seconds <= 0.0));
        assert!(table.sound());
    }

    #[test]
    fn more_days_and_better_states_are_worth_more() {
        let lattice = lattice(12);
        let table = table(&lattice, &[5e-4; 12]);
        for row in 0..DIFFICULTIES {
            let values: Vec<f32> = (0..STABILITIES).map(|s| table.value(3)[row * STABILITIES + s]).collect();
            assert!(values.windows(2).all(|pair| pair[0] <= pair[1] + 1e-4), "{values:?}");
        }
        for point in 0..LAYER {
            assert!(table.recall(3)[point] >= table.value(3)[point] - 1e-6);
        }
        let new = |day: usize| lattice.arrivals.iter().map(|(p, s, d)| p * read(table.value(day), *s, *d)).sum::<f32>();
        assert!((new(3) - lattice.mean_of_new(table.value(3))).abs() < 1e-6);
    }
}
