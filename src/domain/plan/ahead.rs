//! The plan played forward to the exam, many times over: what to expect if the learner keeps to it.
//!
//! Memory is believed to follow the weights that the plan uses, so a run knows nothing of how wrong these are; see
//! [`readiness`](super::readiness) for that. The tables of today serve every later day: the price of time was chosen so
//! that what is worth it fills the minutes. With an exam further away than is planned, each day until then goes by the
//! table of today, as it will when it has come.

use super::build::{Outlooking, Progress};
use super::card::{Card, Days, HORIZON, Seen};
use super::learner::{Arrival, OUTCOMES};
use super::outlook::Outlook;
use crate::domain::chance::Chance;
use crate::domain::memory::formula::State;

/// Runs for the learner's own minutes.
const RUNS: u32 = 20;

/// Runs for other minutes, of which only the mean is shown.
const RUNS_BESIDE: u32 = 4;

/// More cards than this are not played; a sample stands for them, with as much less time.
const MOST_CARDS: usize = 400;

/// With an exam further away than this, fewer cards stand for the deck and fewer runs are played, so that the work grows
/// no faster than the days do.
const USUAL_DAYS: usize = HORIZON;

/// Fewest cards and runs that are played then.
const FEWEST_CARDS: usize = 100;
const FEWEST_RUNS: u32 = 4;

/// Cards judged in a unit of work.
const CARDS_A_UNIT: usize = 16;

/// What is to be expected with so many minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// The minutes as a multiple of the learner's own.
    pub times: f64,
    /// Mean recall over the exam's cards, each by its weight, on every day from today to the exam: 0 to 1.
    pub curve: Vec<f64>,
    /// The last of these for each run, lowest first.
    pub runs: Vec<f64>,
    /// The cards that were played.
    pub cards: Vec<ExpectedCard>,
}

/// What is to be expected of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedCard {
    /// Its place in the list of cards.
    pub at: usize,
    /// Mean recall on exam day.
    pub recall: f64,
    /// Share of the runs in which it was never shown.
    pub unseen: f64,
}

/// Work on what is to be expected, in slices.
#[derive(Debug, Clone)]
pub struct Ahead {
    cards: Vec<(usize, Card)>,
    /// Share of the exam's cards that are played.
    share: f64,
    seconds_today: f64,
    done: Vec<Expected>,
    open: Vec<f64>,
    outlook: Outlook,
    building: Option<Outlooking>,
    days: Days,
    level: Option<Level>,
    seed: u64,
    units: usize,
    all: Vec<Card>,
}

/// One number of minutes being played.
#[derive(Debug, Clone)]
struct Level {
    expected: Expected,
    runs: u32,
    run: u32,
    day: usize,
    debt: f64,
    new_index: Vec<Vec<f64>>,
    arrivals: Vec<Arrival>,
    held: Vec<Option<Seen>>,
    chance: Chance,
    seed: u64,
}

impl Ahead {
    /// Begins with the outlook of today and `seconds_today` still to study; `times` are multiples of the minutes, played
    /// in this order, of which 1 gets the most runs (and costs least when it comes first). Nothing is to be expected without a study day left.
    #[must_use]
    pub fn new(cards: &[Card], outlook: Outlook, seconds_today: f64, times: &[f64], seed: u64) -> Self {
        let played = sample(cards, &outlook);
        let worth = cards.iter().filter(|card| card.weight > 0.0).count();
        let days = outlook.days().clone();
        let open =
            if days.to_exam() == 0 || played.is_empty() { vec![] } else { times.iter().rev().copied().collect() };
        Self {
            share: played.len() as f64 / worth.max(1) as f64,
            cards: played,
            seconds_today,
            done: Vec::new(),
            open,
            outlook,
            building: None,
            days,
            level: None,
            seed,
            units: 0,
            all: cards.to_vec(),
        }
    }

    /// Does about so many units of work, some tens of microseconds each.
    pub fn step(&mut self, units: usize) -> Progress {
        let mut left = units;
        while left > 0 && !self.finished() {
            let used = self.unit(left);
            self.units += used;
            left = left.saturating_sub(used);
        }
        self.progress()
    }

    /// How far it has come.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let day = self.cards.len().div_ceil(CARDS_A_UNIT).max(1);
        let days = self.days.to_exam();
        let of = |times: f64| runs_of(times, days) as usize * days * day;
        let ahead: usize = self.open.iter().map(|times| of(*times)).sum();
        let here = self
            .level
            .as_ref()
            .map_or(0, |level| (level.runs - level.run) as usize * days * day - (level.day * day).min(days * day));
        let building = self.building.as_ref().map_or(0, |work| work.progress().total - work.progress().done);
        Progress { done: self.units, total: self.units + ahead + here + building }
    }

    /// Whether all is played.
    #[must_use]
    pub fn finished(&self) -> bool {
        self.open.is_empty() && self.level.is_none() && self.building.is_none()
    }

    /// What was played so far, in the order of the multiples asked for.
    #[must_use]
    pub fn expected(&self) -> &[Expected] {
        &self.done
    }

    /// Does at least one unit; gives how many.
    fn unit(&mut self, most: usize) -> usize {
        if let Some(level) = &mut self.level {
            let minutes = |day: usize, times: f64| 60.0 * self.days.minutes(day) * times;
            let budget = if level.day == 0 {
                let spent = minutes(0, 1.0) - self.seconds_today;
                minutes(0, level.expected.times) - spent
            } else {
                minutes(level.day, level.expected.times)
            };
            level.day(&self.outlook, &self.cards, budget * self.share);
            if level.run == level.runs {
                let mut expected = level.expected.clone();
                expected.runs.sort_by(f64::total_cmp);
                self.done.push(expected);
                self.level = None;
            }
            return self.cards.len().div_ceil(CARDS_A_UNIT).max(1);
        }
        if let Some(work) = &mut self.building {
            let before = work.progress().done;
            let after = work.step(&self.all, most).done;
            if work.finished()
                && let Some(work) = self.building.take()
            {
                self.outlook = work.take(&self.all);
                self.begin();
            }
            return (after - before).max(1);
        }
        let times = self.open.last().copied().unwrap_or(1.0);
        if (times - 1.0).abs() < 1e-9 && (self.outlook.days() == &self.days) {
            self.begin();
        } else {
            let learner = self.outlook.learner().clone();
            self.building = Some(Outlooking::new(learner, &self.all, self.days.scaled(times), None));
        }
        1
    }

    fn begin(&mut self) {
        let Some(times) = self.open.pop() else { return };
        self.level = Some(Level::new(times, &self.outlook, &self.cards, self.seed));
    }
}

/// Runs for a multiple of the minutes with an exam so many days away.
fn runs_of(times: f64, days: usize) -> u32 {
    let usual = if (times - 1.0).abs() < 1e-9 { RUNS } else { RUNS_BESIDE };
    let fewer = usual as usize * USUAL_DAYS / days.max(USUAL_DAYS);
    u32::try_from(fewer).map_or(usual, |fewer| fewer.clamp(FEWEST_RUNS.min(usual), usual))
}

/// The cards of the exam with their places; of very many, an even sample of those alike.
fn sample(cards: &[Card], outlook: &Outlook) -> Vec<(usize, Card)> {
    let mut all: Vec<(usize, Card)> =
        cards.iter().copied().enumerate().filter(|(_, card)| outlook.class_of(card).is_some()).collect();
    let most = (MOST_CARDS * USUAL_DAYS / outlook.days().to_exam().max(USUAL_DAYS)).max(FEWEST_CARDS);
    if all.len() <= most {
        return all;
    }
    let known = |card: &Card| card.seen.map_or(-1.0, |seen| seen.state.stability / (1.0 + f64::from(seen.elapsed)));
    all.sort_by(|(_, a), (_, b)| a.weight.total_cmp(&b.weight).then(known(a).total_cmp(&known(b))));
    (0..most).map(|nth| all[(2 * nth + 1) * all.len() / (2 * most)]).collect()
}

impl Level {
    fn new(times: f64, outlook: &Outlook, cards: &[(usize, Card)], seed: u64) -> Self {
        let (left, to_exam) = (outlook.days().left(), outlook.days().to_exam());
        let index = |class| (0..left).map(|day| outlook.index_of_new_on(day, class)).collect();
        let card = |(at, _): &(usize, Card)| ExpectedCard { at: *at, recall: 0.0, unseen: 0.0 };
        Self {
            expected: Expected {
                times,
                curve: vec![0.0; to_exam + 1],
                runs: Vec::new(),
                cards: cards.iter().map(card).collect(),
            },
            runs: runs_of(times, to_exam),
            run: 0,
            day: 0,
            debt: 0.0,
            new_index: (0..outlook.classes()).map(index).collect(),
            arrivals: outlook.learner().introductions(),
            held: cards.iter().map(|(_, card)| card.seen).collect(),
            chance: luck(seed, 0),
            seed,
        }
    }

    /// Plays a day. After the last one the run is counted and the next begins.
    fn day(&mut self, outlook: &Outlook, cards: &[(usize, Card)], budget: f64) {
        self.look(outlook, cards);
        let order = self.order(outlook, cards);
        let (budget, mut spent) = ((budget - self.debt).max(0.0), 0.0);
        for at in order {
            if spent >= budget {
                break;
            }
            spent += self.show(outlook, &cards[at].1, at);
        }
        self.debt = (spent - budget).max(0.0);
        for seen in self.held.iter_mut().flatten() {
            seen.elapsed += 1;
        }
        self.day += 1;
        if self.day == outlook.days().to_exam() {
            self.look(outlook, cards);
            self.end(cards);
        }
    }

    /// Adds the recall of this day to the curve.
    fn look(&mut self, outlook: &Outlook, cards: &[(usize, Card)]) {
        let formula = &outlook.learner().formula;
        let recall = |seen: &Option<Seen>| {
            seen.map_or(0.0, |seen| formula.recall(f64::from(seen.elapsed), seen.state.stability))
        };
        let last = self.day == outlook.days().to_exam();
        let share = 1.0 / f64::from(self.runs);
        let (mut sum, mut whole) = (0.0, 0.0);
        for ((seen, (_, card)), expected) in self.held.iter().zip(cards).zip(&mut self.expected.cards) {
            let recall = recall(seen);
            sum += card.weight * recall;
            whole += card.weight;
            if last {
                expected.recall += share * recall;
                expected.unseen += if seen.is_none() { share } else { 0.0 };
            }
        }
        let mean = if whole > 0.0 { sum / whole } else { 0.0 };
        self.expected.curve[self.day] += share * mean;
        if last {
            self.expected.runs.push(mean);
        }
    }

    fn end(&mut self, cards: &[(usize, Card)]) {
        self.run += 1;
        (self.day, self.debt) = (0, 0.0);
        self.held = cards.iter().map(|(_, card)| card.seen).collect();
        self.chance = luck(self.seed, self.run);
    }

    fn order(&self, outlook: &Outlook, cards: &[(usize, Card)]) -> Vec<usize> {
        let day = outlook.days().aimed(self.day);
        let index = |at: usize| {
            let (_, card) = &cards[at];
            let class = outlook.class_of(card)?;
            let plain = match self.held[at] {
                Some(seen) if seen.elapsed == 0 => return None,
                Some(seen) => outlook.index_on(day, seen, class),
                None => self.new_index[class][day],
            };
            Some((plain * card.weight / outlook.pace_of(card), at))
        };
        let mut order: Vec<(f64, usize)> = (0..cards.len()).filter_map(index).collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// Shows a card; gives the seconds it took.
    fn show(&mut self, outlook: &Outlook, card: &Card, at: usize) -> f64 {
        let (learner, luck) = (outlook.learner(), self.chance.unit());
        let pace = outlook.pace_of(card);
        let Some(seen) = self.held[at] else {
            let arrival = drawn(luck, self.arrivals.iter().map(|arrival| arrival.share));
            let Arrival { ln_stability, difficulty, .. } = self.arrivals[arrival];
            self.held[at] = Some(Seen { state: State { stability: ln_stability.exp(), difficulty }, elapsed: 0 });
            return pace * learner.habits.seconds_when_new();
        };
        let prospect = learner.formula.prospect(seen.state);
        let outcomes = learner.outcomes(&prospect, prospect.recall(f64::from(seen.elapsed)));
        let which = drawn(luck, outcomes.iter().map(|(share, _)| *share)).min(OUTCOMES - 1);
        let difficulty = learner.difficulties(seen.state.difficulty)[which];
        self.held[at] = Some(Seen { state: State { stability: outcomes[which].1.exp(), difficulty }, elapsed: 0 });
        // Passes come first: Hard, Good, Easy; then the ways through relearning.
        pace * learner.habits.review_seconds[if which < 3 { which + 1 } else { 0 }]
    }
}

/// The luck of a run: the same for all minutes, so that more of them don't look worse by chance.
fn luck(seed: u64, run: u32) -> Chance {
    Chance::new(seed, &format!("ahead {run}"))
}

/// Which of these shares a draw from 0 to 1 falls into; the last one if they sum to less.
fn drawn(luck: f64, shares: impl Iterator<Item = f64>) -> usize {
    let mut left = luck;
    let mut last = 0;
    for (at, share) in shares.enumerate() {
        left -= share;
        last = at;
        if left < 0.0 {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests;
