//! A synthetic learner: weights that no policy knows, and the ratings and seconds that follow from them.
//!
//! How often each rating follows and how long it takes are means over many learners' logs. Luck is drawn from the card
//! and the number of its showing, so that one student meets the same luck under every policy and two policies can be
//! compared student by student.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::super::pass::share_below;
use super::population::{FACTOR, QUANTILES, SHARES};
use crate::domain::chance::Chance;
use crate::domain::memory::Rating;
use crate::domain::memory::formula::{Formula, HardSameDay, State};

/// First ratings of new cards: shares of Again, Hard, Good, Easy.
const FIRST: [f64; 4] = [0.24, 0.094, 0.495, 0.171];
/// Passes: shares of Hard, Good, Easy.
const PASS: [f64; 3] = [0.224, 0.631, 0.145];
/// Ratings in the learning steps, by the rating before (Again, Hard, Good).
const LEARNING: [[f64; 4]; 3] =
    [[0.3686, 0.0628, 0.5108, 0.0577], [0.0442, 0.4553, 0.4457, 0.0549], [0.0519, 0.047, 0.8462, 0.055]];
/// Ratings in the relearning step, by the rating before.
const RELEARNING: [[f64; 4]; 3] =
    [[0.2157, 0.0643, 0.6595, 0.0604], [0.05, 0.4638, 0.4475, 0.0387], [0.1057, 0.1434, 0.7266, 0.0244]];
/// Seconds by rating: of a new card and its steps, of a review, of a relearning step.
const LEARNING_SECONDS: [f64; 4] = [19.58, 18.79, 13.78, 10.71];
const REVIEW_SECONDS: [f64; 4] = [19.38, 17.59, 12.38, 8.94];
const RELEARNING_SECONDS: [f64; 4] = [16.44, 15.25, 12.32, 8.03];
/// No showing has more steps than this after its first rating.
const MOST_STEPS: u64 = 5;

/// A synthetic learner in the middle of a course.
#[derive(Debug, Clone)]
pub struct Student {
    formula: Formula,
    seed: u64,
    cards: Vec<Held>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Held {
    state: Option<State>,
    last_day: u32,
    showings: u64,
}

/// Weights of the student of that number, drawn from the population.
#[must_use]
pub fn weights(seed: u64, number: u64) -> [f64; 21] {
    let mut chance = Chance::new(seed, &format!("student {number}"));
    let normals: [f64; 21] = std::array::from_fn(|_| normal(&mut chance));
    std::array::from_fn(|weight| {
        let z: f64 = FACTOR[weight].iter().zip(normals).map(|(factor, normal)| factor * normal).sum();
        let share = share_below(z);
        let upper = SHARES.partition_point(|other| *other <= share).clamp(1, SHARES.len() - 1);
        let (low, high) = (SHARES[upper - 1], SHARES[upper]);
        let values = &QUANTILES[weight];
        values[upper - 1] + (values[upper] - values[upper - 1]) * (share - low) / (high - low)
    })
}

impl Student {
    /// A student of these weights who has seen none of so many cards. `seed` is the student's luck.
    #[must_use]
    pub fn new(weights: &[f64; 21], cards: usize, seed: u64) -> Self {
        let formula = Formula::new(weights).reading_hard_as(HardSameDay::MayFall);
        Self { formula, seed, cards: vec![Held::default(); cards] }
    }

    /// Shows a card: its ratings with their seconds, learning steps included.
    pub fn show(&mut self, card: usize, day: u32) -> Vec<(Rating, f64)> {
        let held = self.cards[card];
        let luck = |step: u64| self.luck(card as u64, held.showings, step);
        let (mut state, first, seconds, next, step_seconds) = match held.state {
            None => {
                let rating = Rating::ALL[drawn(&FIRST, luck(0))];
                let state = self.formula.first(rating);
                (state, rating, &LEARNING_SECONDS, &LEARNING, &LEARNING_SECONDS)
            }
            Some(state) => {
                let days = day - held.last_day;
                let recall = self.formula.recall(f64::from(days), state.stability);
                let luck = luck(0);
                let passed = luck < recall;
                let rating = if passed { Rating::ALL[1 + drawn(&PASS, luck / recall)] } else { Rating::Again };
                let state = self.formula.next(state, days, rating);
                (state, rating, &REVIEW_SECONDS, &RELEARNING, &RELEARNING_SECONDS)
            }
        };
        let mut ratings = vec![(first, seconds[first as usize - 1])];
        let new = held.state.is_none();
        if new || first == Rating::Again {
            let needed = if new && first < Rating::Good { 2 } else { 1 };
            let (mut passes, mut last) = (0, first);
            for step in 1..=MOST_STEPS {
                if passes == needed || last == Rating::Easy {
                    break;
                }
                last = Rating::ALL[drawn(&next[last as usize - 1], luck(step))];
                state = self.formula.same_day(state, last);
                ratings.push((last, step_seconds[last as usize - 1]));
                passes = match last {
                    Rating::Again if new => 0,
                    Rating::Again | Rating::Hard => passes,
                    Rating::Good | Rating::Easy => passes + 1,
                };
            }
        }
        self.cards[card] = Held { state: Some(state), last_day: day, showings: held.showings + 1 };
        ratings
    }

    /// The true chance of recall of every card on a day.
    #[must_use]
    pub fn recall(&self, day: u32) -> Vec<f64> {
        let recall = |held: &Held| {
            let days = f64::from(day - held.last_day);
            held.state.map_or(0.0, |state| self.formula.recall(days, state.stability))
        };
        self.cards.iter().map(recall).collect()
    }

    /// Whether the student skips a day, when that share of days is skipped.
    #[must_use]
    pub fn skips(&self, day: u32, share: f64) -> bool {
        self.luck(u64::MAX, u64::from(day), 0) < share
    }

    /// A draw from 0 up to but not including 1.
    fn luck(&self, card: u64, showing: u64, step: u64) -> f64 {
        let bytes: [u8; 24] = std::array::from_fn(|at| [card, showing, step][at / 8].to_le_bytes()[at % 8]);
        (xxh3_64_with_seed(&bytes, self.seed) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Which of these shares a draw falls into.
fn drawn(shares: &[f64], luck: f64) -> usize {
    let mut left = luck * shares.iter().sum::<f64>();
    let found = shares.iter().position(|share| {
        left -= share;
        left < 0.0
    });
    found.unwrap_or(shares.len() - 1)
}

/// A draw from the standard normal distribution (Box and Muller).
fn normal(chance: &mut Chance) -> f64 {
    let radius = (-2.0 * (1.0 - chance.unit()).ln()).sqrt();
    radius * (std::f64::consts::TAU * chance.unit()).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Students of seed 7 by their number, and the sum over their weights below.
    const STUDENTS: [(u64, f64); 5] =
        [(0, -212.932805862), (1, -315.763814465), (2, -221.569291743), (3, -130.831543392), (4, -195.631732338)];

    #[test]
    fn students_look_like_the_population() {
        let mut second: Vec<f64> = (0..2000).map(|number| weights(7, number)[2]).collect();
        second.sort_by(f64::total_cmp);
        for (share, expected) in [(0.25, QUANTILES[2][3]), (0.5, QUANTILES[2][4]), (0.75, QUANTILES[2][5])] {
            let found = second[(share * 2000.0) as usize];
            assert!((found / expected).ln().abs() < 0.2, "{share}: {found}, expected {expected}");
        }
    }

    #[test]
    fn passes_are_as_frequent_as_recall_says() {
        let weights = weights(1, 1);
        let (mut passed, mut expected) = (0.0, 0.0);
        let mut student = Student::new(&weights, 4000, 3);
        for card in 0..4000 {
            student.show(card, 0);
        }
        let recall = student.recall(4);
        for (card, recall) in recall.into_iter().enumerate() {
            expected += recall;
            passed += f64::from(u8::from(student.show(card, 4)[0].0 > Rating::Again));
        }
        assert!((passed - expected).abs() < 100.0, "{passed} of {expected}");
    }

    #[test]
    fn luck_belongs_to_the_card_and_its_showing() {
        let weights = weights(1, 2);
        let (mut one, mut other) = (Student::new(&weights, 3, 9), Student::new(&weights, 3, 9));
        one.show(0, 0);
        assert_eq!(one.show(2, 0), other.show(2, 0));
        assert_eq!(one.show(2, 5), other.show(2, 5));
    }

    #[test]
    fn students_stay_who_they_are() {
        // What is written of comparisons can be repeated only as long as a seed gives the same students. Every weight
        // counts, by its logarithm where it spans powers of ten.
        let sum =
            |number| weights(7, number).iter().zip(1..).map(|(w, at)| f64::from(at) * (w + 0.001).ln()).sum::<f64>();
        for (number, expected) in STUDENTS {
            assert!((sum(number) - expected).abs() < 1e-6, "{number}: {}", sum(number));
        }
    }

    #[test]
    fn a_showing_goes_on_until_it_is_learned() {
        let weights = weights(1, 1);
        let formula = Formula::new(&weights).reading_hard_as(HardSameDay::MayFall);
        let mut student = Student::new(&weights, 3000, 3);
        let (mut lapses, mut longest) = (0, 0);
        for (card, day) in (0..3000).map(|card| (card, 1)).chain((0..3000).map(|card| (card, 4))) {
            let before = student.cards[card];
            let ratings: Vec<Rating> = student.show(card, day).into_iter().map(|(rating, _)| rating).collect();
            let (first, steps) = (ratings[0], &ratings[1..]);
            // The memory is that of the formulas.
            let mut state =
                before.state.map_or(formula.first(first), |state| formula.next(state, day - before.last_day, first));
            steps.iter().for_each(|rating| state = formula.same_day(state, *rating));
            assert_eq!(student.cards[card].state, Some(state));
            assert_eq!((student.cards[card].last_day, student.cards[card].showings), (day, before.showings + 1));
            // How many passes are needed, and whether they were reached at the last step and not before.
            let new = before.state.is_none();
            let needed = match first {
                Rating::Again if !new => 1,
                _ if !new => 0,
                Rating::Again | Rating::Hard => 2,
                Rating::Good => 1,
                Rating::Easy => 0,
            };
            let learned = |steps: &[Rating]| {
                let passes = steps.iter().fold(0, |passes, rating| match rating {
                    Rating::Again if new => 0,
                    Rating::Again | Rating::Hard => passes,
                    Rating::Good | Rating::Easy => passes + 1,
                });
                passes >= needed || steps.last() == Some(&Rating::Easy)
            };
            assert!(learned(steps) || steps.len() == MOST_STEPS as usize, "{new} {ratings:?}");
            assert!((0..steps.len()).all(|some| !learned(&steps[..some])), "{new} {ratings:?}");
            lapses += u32::from(!new && first == Rating::Again);
            longest = longest.max(steps.len());
        }
        let recalled = student.recall(9)[7];
        assert!((recalled - formula.recall(5.0, student.cards[7].state.unwrap().stability)).abs() < 1e-12);
        assert!(lapses > 100 && longest == MOST_STEPS as usize, "{lapses} {longest}");
    }

    #[test]
    fn ratings_and_seconds_are_as_frequent_as_the_logs_say() {
        let mut student = Student::new(&weights(1, 1), 6000, 3);
        let mut firsts = [0.0; 4];
        let mut after_good = [0.0; 4];
        for card in 0..6000 {
            let shown = student.show(card, 0);
            let at = shown[0].0 as usize - 1;
            firsts[at] += 1.0 / 6000.0;
            assert!((shown[0].1 - LEARNING_SECONDS[at]).abs() < 1e-12);
            if shown[0].0 == Rating::Good {
                after_good[shown[1].0 as usize - 1] += 1.0;
                assert!((shown[1].1 - LEARNING_SECONDS[shown[1].0 as usize - 1]).abs() < 1e-12);
            }
        }
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 0.03, "{found}, expected {expected}");
        firsts.into_iter().zip(FIRST).for_each(|(found, expected)| near(found, expected));
        let all: f64 = after_good.iter().sum();
        after_good.into_iter().zip(LEARNING[2]).for_each(|(found, expected)| near(found / all, expected));
        let mut passes = [0.0; 3];
        for card in 0..6000 {
            let shown = student.show(card, 2);
            let at = shown[0].0 as usize - 1;
            assert!((shown[0].1 - REVIEW_SECONDS[at]).abs() < 1e-12);
            match at {
                0 => assert!((shown[1].1 - RELEARNING_SECONDS[shown[1].0 as usize - 1]).abs() < 1e-12),
                _ => passes[at - 1] += 1.0,
            }
        }
        let all: f64 = passes.iter().sum();
        passes.into_iter().zip(PASS).for_each(|(found, expected)| near(found / all, expected));
        let skipped = (0..3000).filter(|day| student.skips(*day, 0.3)).count();
        near(skipped as f64 / 3000.0, 0.3);
        assert!(!student.skips(1, 0.0) && student.skips(1, 1.0));
    }

    #[test]
    fn a_draw_falls_into_its_share_of_the_whole() {
        let found = [0.0, 0.24, 0.25, 0.74, 0.75, 0.99].map(|luck| drawn(&[1.0, 2.0, 1.0], luck));
        assert_eq!(found, [0, 0, 1, 1, 2, 2]);
        assert_eq!(drawn(&[1.0, 1.0], 1.0), 1);
    }
}
