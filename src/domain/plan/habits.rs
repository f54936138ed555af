//! How the learner rates and how long it takes: means over all learners, replaced by the learner's own as they come.
//!
//! The priors are means over many learners' published logs. They weigh as much as [`PRIOR_SHOWINGS`] of the learner's
//! own showings, so that after about a hundred the learner's habits decide.

use serde::{Deserialize, Serialize};

use crate::domain::memory::Rating;

/// How many showings the priors weigh.
pub const PRIOR_SHOWINGS: f64 = 50.0;

/// What is on a card, as far as the time it takes depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum CardKind {
    /// Front and back.
    #[default]
    Basic,
    /// A sentence with gaps.
    Cloze,
    /// Lure and truth.
    Trap,
    /// Stem and options.
    Question,
}

/// One showing of a card: the first rating of the day and the whole time, its learning steps included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Showing {
    /// What was shown.
    pub kind: CardKind,
    /// Whether it was the card's first showing ever.
    pub new: bool,
    /// The first rating.
    pub rating: Rating,
    /// Seconds it took, steps included.
    pub seconds: f64,
}

/// How the learner rates and how long it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habits {
    /// Shares of Again, Hard, Good and Easy when a card is shown for the first time.
    pub first: [f64; 4],
    /// Shares of Hard, Good and Easy among passes.
    pub pass: [f64; 3],
    /// Seconds of a first showing by its first rating, steps included.
    pub new_seconds: [f64; 4],
    /// Seconds of a later showing by its first rating, relearning included.
    pub review_seconds: [f64; 4],
    /// How many times as long as these a card of each kind takes ([`CardKind`] as index).
    pub pace: [f64; 4],
}

/// Sums over a learner's showings.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    first: [f64; 4],
    review: [f64; 4],
    first_seconds: [f64; 4],
    review_seconds: [f64; 4],
    kind_seconds: [f64; 4],
    kind_expected: [f64; 4],
}

impl CardKind {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Basic, Self::Cloze, Self::Trap, Self::Question];
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            first: [0.24, 0.094, 0.495, 0.171],
            pass: [0.224, 0.631, 0.145],
            new_seconds: [62.2, 64.0, 30.8, 10.7],
            review_seconds: [38.2, 17.6, 12.4, 8.9],
            pace: [1.0; 4],
        }
    }
}

impl Habits {
    /// Expected seconds of a card's first showing, before its kind's pace.
    #[must_use]
    pub fn seconds_when_new(&self) -> f64 {
        self.first.iter().zip(self.new_seconds).map(|(share, seconds)| share * seconds).sum()
    }

    /// Expected seconds of a later showing at that chance of recall, before its kind's pace.
    #[must_use]
    pub fn seconds_at(&self, recall: f64) -> f64 {
        let passed: f64 = self.pass.iter().zip(&self.review_seconds[1..]).map(|(share, seconds)| share * seconds).sum();
        (1.0 - recall) * self.review_seconds[0] + recall * passed
    }
}

impl Tally {
    /// Counts a showing in. A pause in front of an open card is not study time, so seconds are held to 300.
    pub fn add(&mut self, showing: Showing) {
        let prior = Habits::default();
        let at = showing.rating as usize - 1;
        let seconds = showing.seconds.clamp(0.5, 300.0);
        let (counts, sums, expected) = if showing.new {
            (&mut self.first, &mut self.first_seconds, prior.new_seconds)
        } else {
            (&mut self.review, &mut self.review_seconds, prior.review_seconds)
        };
        counts[at] += 1.0;
        sums[at] += seconds;
        self.kind_seconds[showing.kind as usize] += seconds;
        self.kind_expected[showing.kind as usize] += expected[at];
    }

    /// The learner's habits as far as they are known.
    #[must_use]
    pub fn habits(&self) -> Habits {
        let prior = Habits::default();
        let paced: [f64; 4] = std::array::from_fn(|kind| {
            // A kind that was never shown is expected to be like the rest.
            let (all_seconds, all_expected) = (sum(&self.kind_seconds), sum(&self.kind_expected));
            let shown = PRIOR_SHOWINGS * MEAN_SECONDS;
            let overall = (shown + all_seconds) / (shown + all_expected);
            (shown * overall + self.kind_seconds[kind]) / (shown + self.kind_expected[kind])
        });
        // Pace carries how slow the learner is altogether, so the seconds by rating only carry their proportions.
        let scale = (sum(&self.kind_seconds) + 1.0) / (sum(&self.kind_expected) + 1.0);
        let seconds = |counts: &[f64; 4], sums: &[f64; 4], prior: &[f64; 4]| {
            std::array::from_fn(|at| (PRIOR_SHOWINGS * prior[at] + sums[at] / scale) / (PRIOR_SHOWINGS + counts[at]))
        };
        let passes: [f64; 3] = [self.review[1], self.review[2], self.review[3]];
        Habits {
            first: shares(&prior.first, &self.first),
            pass: shares(&prior.pass, &passes),
            new_seconds: seconds(&self.first, &self.first_seconds, &prior.new_seconds),
            review_seconds: seconds(&self.review, &self.review_seconds, &prior.review_seconds),
            pace: paced,
        }
    }
}

/// Seconds of a usual showing.
const MEAN_SECONDS: f64 = 18.0;

fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

fn shares<const N: usize>(prior: &[f64; N], counts: &[f64; N]) -> [f64; N] {
    let total = PRIOR_SHOWINGS + sum(counts);
    std::array::from_fn(|at| (PRIOR_SHOWINGS * prior[at] + counts[at]) / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn showings(count: usize, kind: CardKind, rating: Rating, seconds: f64) -> Tally {
        let mut tally = Tally::default();
        for _ in 0..count {
            tally.add(Showing { kind, new: false, rating, seconds });
        }
        tally
    }

    #[test]
    fn without_showings_the_priors_hold() {
        let (mine, prior) = (Tally::default().habits(), Habits::default());
        assert_eq!(mine.first, prior.first);
        assert_eq!(mine.pace, prior.pace);
        assert!((prior.seconds_when_new() - 38.0).abs() < 0.1);
        assert!((prior.seconds_at(0.0) - 38.2).abs() < 1e-9);
        // .224 * 17.6 + .631 * 12.4 + .145 * 8.9
        assert!((prior.seconds_at(1.0) - 13.06).abs() < 0.01);
    }

    #[test]
    fn after_a_hundred_showings_the_learner_decides() {
        let habits = showings(100, CardKind::Basic, Rating::Easy, 8.9).habits();
        // (50 * .145 + 100) / 150
        assert!((habits.pass[2] - 0.715).abs() < 1e-3);
        assert!((habits.pass.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_slow_kind_is_expected_to_stay_slow() {
        let mut tally = showings(200, CardKind::Question, Rating::Good, 62.0);
        for _ in 0..200 {
            tally.add(Showing { kind: CardKind::Cloze, new: false, rating: Rating::Good, seconds: 12.4 });
        }
        let habits = tally.habits();
        assert!(habits.pace[CardKind::Question as usize] > 3.5, "{habits:?}");
        assert!(habits.pace[CardKind::Cloze as usize] < 1.5, "{habits:?}");
        let question = habits.seconds_at(1.0) * habits.pace[CardKind::Question as usize];
        assert!((35.0..75.0).contains(&question), "{question}");
    }

    #[test]
    fn a_forgotten_open_card_is_not_study_time() {
        let habits = showings(1000, CardKind::Basic, Rating::Good, 86_400.0).habits();
        assert!(habits.review_seconds[2] * habits.pace[0] <= 300.5);
    }

    #[test]
    fn habits_are_the_priors_weighed_with_the_showings() {
        let mut tally = Tally::default();
        let showing = |kind, new, rating, seconds| Showing { kind, new, rating, seconds };
        tally.add(showing(CardKind::Basic, true, Rating::Good, 20.0));
        tally.add(showing(CardKind::Basic, false, Rating::Hard, 10.0));
        // Held to 300 seconds.
        tally.add(showing(CardKind::Cloze, false, Rating::Again, 400.0));
        let habits = tally.habits();
        let near =
            |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, expected {expected}");
        near(habits.first[2], (50.0 * 0.495 + 1.0) / 51.0);
        near(habits.first[0], 50.0 * 0.24 / 51.0);
        near(habits.pass[0], (50.0 * 0.224 + 1.0) / 51.0);
        near(habits.pass[1], 50.0 * 0.631 / 51.0);
        // Expected were 30.8 and 17.6 seconds of basic cards and 38.2 of gaps, 86.6 in all; 30 and 300 were taken.
        let overall = (900.0 + 330.0) / (900.0 + 86.6);
        near(habits.pace[0], (900.0 * overall + 30.0) / (900.0 + 48.4));
        near(habits.pace[1], (900.0 * overall + 300.0) / (900.0 + 38.2));
        near(habits.pace[2], overall);
        let scale = 331.0 / 87.6;
        near(habits.new_seconds[2], (50.0 * 30.8 + 20.0 / scale) / 51.0);
        near(habits.review_seconds[0], (50.0 * 38.2 + 300.0 / scale) / 51.0);
        near(habits.review_seconds[1], (50.0 * 17.6 + 10.0 / scale) / 51.0);
        near(habits.review_seconds[3], 8.9);
        // 0.7 of a pass and 0.3 of a lapse.
        let prior = Habits::default();
        let passed = 0.224 * 17.6 + 0.631 * 12.4 + 0.145 * 8.9;
        near(prior.seconds_at(0.7), 0.3 * 38.2 + 0.7 * passed);
        near(prior.seconds_when_new(), 0.24 * 62.2 + 0.094 * 64.0 + 0.495 * 30.8 + 0.171 * 10.7);
    }
}
