//! The chance of passing, under a condition that has to be said with it: if the exam's questions were like the cards.
//!
//! A card that is recalled answers its question but for a slip; one that isn't leaves a guess. Cards are not exam
//! questions, so until mock scores exist the chance is uncalibrated; then it is shifted by their mean residual.

use super::course::Course;
use super::deck::Mock;
use super::readiness::Range;
use crate::domain::memory::formula::Formula;

/// The share of questions that has to be right. Exams publish scaled scores, so this is an assumption to be said.
pub const PASS_SHARE: f64 = 0.72;

/// The chance of guessing right.
const GUESS: f64 = 0.25;

/// The chance of a wrong answer though the card is recalled.
const SLIP: f64 = 0.05;

/// Spread of what mock exams may differ from the cards by, as logits, before any was sat.
const PRIOR_SPREAD: f64 = 0.5;

/// Papers differ from each other by about this, as logits, besides the luck of single questions.
const PAPER_SPREAD: f64 = 0.2;

/// The chance of passing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passing {
    /// Between the two ends of the readiness range.
    pub chance: Range,
    /// How many mock exams it was shifted by; 0 for an uncalibrated one.
    pub mocks: usize,
}

/// The share of questions expected right at that readiness, 0 to 1.
fn right(readiness: f64) -> f64 {
    GUESS + (1.0 - GUESS - SLIP) * readiness
}

impl Passing {
    /// The chance at a readiness, for an exam of so many questions, shifted by what mock exams showed.
    #[must_use]
    pub fn new(readiness: Range, questions: u32, mocks: &[Mock], course: &Course) -> Self {
        let counted = mocks.iter().filter(|mock| mock.of > 0).count();
        Self::shifted(readiness, questions, shift(mocks, course, course.formula()), counted)
    }

    /// Its ends in percent, rounded outwards to fives and never certain: more would look like knowledge.
    #[must_use]
    pub fn percent(&self) -> (u32, u32) {
        let (low, high) = self.chance.percent();
        ((low / 5 * 5).clamp(5, 90), (high.div_ceil(5) * 5).clamp(10, 95))
    }

    fn shifted(readiness: Range, questions: u32, shift: f64, mocks: usize) -> Self {
        let at = |readiness: f64| chance(expit(logit(right(readiness)) + shift), questions);
        Self { chance: Range { low: at(readiness.low), high: at(readiness.high) }, mocks }
    }
}

/// The mean residual of mock exams, as a logit: what was right against what recall on their day foretold. Pulled towards
/// 0 as long as there are few.
fn shift(mocks: &[Mock], course: &Course, formula: &Formula) -> f64 {
    let (mut sum, mut precision) = (0.0, 1.0 / (PRIOR_SPREAD * PRIOR_SPREAD));
    for mock in mocks.iter().filter(|mock| mock.of > 0) {
        let expected = right(recall_on(mock.day, course, formula));
        let of = f64::from(mock.of);
        let observed = (f64::from(mock.right) + 0.5) / (of + 1.0);
        let variance = 1.0 / (of * expected * (1.0 - expected)) + PAPER_SPREAD * PAPER_SPREAD;
        sum += (logit(observed) - logit(expected)) / variance;
        precision += 1.0 / variance;
    }
    sum / precision
}

/// Weighted mean recall on an earlier day.
fn recall_on(day: u32, course: &Course, formula: &Formula) -> f64 {
    let (mut sum, mut whole) = (0.0, 0.0);
    for card in course.cards() {
        whole += card.weight;
        if let Some((state, last)) = card.before(day, formula) {
            sum += card.weight * formula.recall(f64::from(day.saturating_sub(last)), state.stability);
        }
    }
    if whole > 0.0 { sum / whole } else { 0.0 }
}

/// The chance that at least [`PASS_SHARE`] of so many questions are right when each is with chance `p`: the normal
/// distribution with its usual correction of half a question.
fn chance(p: f64, questions: u32) -> f64 {
    let n = f64::from(questions.max(1));
    let needed = (PASS_SHARE * n).ceil() - 0.5;
    let spread = (n * p * (1.0 - p)).sqrt().max(1e-9);
    share_below((n * p - needed) / spread)
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The share of the standard normal distribution below `z`, within 1e-7 (Abramowitz and Stegun 26.2.17).
pub(super) fn share_below(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let terms = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let series = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    let above = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt() * series;
    if z > 0.0 { 1.0 - above } else { above }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::memory::Rating;
    use crate::domain::memory::formula::DEFAULT_WEIGHTS;
    use crate::domain::plan::habits::CardKind;
    use crate::domain::plan::{CourseCard, Rated};

    #[test]
    fn the_normal_distribution_is_right() {
        for (z, share) in [(0.0, 0.5), (1.0, 0.841_344_7), (-1.96, 0.024_997_9), (-9.0, 0.0), (9.0, 1.0)] {
            assert!((share_below(z) - share).abs() < 2e-7, "{z}");
        }
    }

    #[test]
    fn chances_follow_from_the_questions() {
        // At recall 0.7 a question is right with 0.25 + 0.7 * 0.7 = 0.74; 36 of 50 are needed, 37 expected:
        // (37 - 35.5) / sqrt(50 * 0.74 * 0.26) = 0.4836.
        let half = Passing::shifted(Range { low: 0.7, high: 0.7 }, 50, 0.0, 0);
        assert!((half.chance.low - share_below(0.483_6)).abs() < 1e-3, "{half:?}");
        let sure = Passing::shifted(Range { low: 0.5, high: 1.0 }, 65, 0.0, 0).chance;
        let certain = Passing::shifted(Range { low: 1.0, high: 1.0 }, 65, 0.0, 0);
        assert_eq!(certain.percent(), (90, 95));
        assert!(sure.low < 0.05 && sure.high > 0.99, "{sure:?}");
    }

    #[test]
    fn mock_scores_shift_it_and_more_of_them_do_so_more() {
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        let cards = vec![CourseCard::new(1, 1.0, CardKind::Basic)];
        let course =
            crate::domain::plan::Course::new(cards, formula, 90).begun(0, [(0, Rated::new(0, Rating::Easy, 9.0))]);
        // Recall is near 1 a day later, so 95 % of the questions would be right; half were.
        let bad = Mock { day: 1, right: 30, of: 60 };
        let (one, two) = (shift(&[bad], &course, &formula), shift(&[bad, bad], &course, &formula));
        assert!(one < -1.0 && two < one, "{one} {two}");
        assert!(shift(&[], &course, &formula).abs() < 1e-12);
        let ready = Range { low: 0.6, high: 0.8 };
        let (plain, sat) = (Passing::new(ready, 50, &[], &course), Passing::new(ready, 50, &[bad], &course));
        assert!(sat.chance.high < plain.chance.high && (plain.mocks, sat.mocks) == (0, 1));
        assert!(shift(&[Mock { day: 1, right: 58, of: 60 }], &course, &formula).abs() < 0.3);
    }

    #[test]
    fn a_shift_is_the_mean_residual_of_the_mocks() {
        let formula = Formula::new(&DEFAULT_WEIGHTS);
        let cards = vec![CourseCard::new(1, 1.0, CardKind::Basic), CourseCard::new(2, 3.0, CardKind::Basic)];
        let past = [(0, Rated::new(0, Rating::Easy, 9.0)), (1, Rated::new(4, Rating::Easy, 9.0))];
        let course = crate::domain::plan::Course::new(cards, formula, 90).begun(0, past);
        // On day 6 both cards were shown, 6 and 2 days before, and the second weighs three times as much.
        let recall = (formula.recall(6.0, 8.2956) + 3.0 * formula.recall(2.0, 8.2956)) / 4.0;
        assert!((recall_on(6, &course, &formula) - recall).abs() < 1e-12);
        // On day 3 the second was not seen yet.
        assert!((recall_on(3, &course, &formula) - formula.recall(3.0, 8.2956) / 4.0).abs() < 1e-12);
        // Half of 60 were right: a logit of 0, with half a question added on both sides.
        let expected = 0.25 + 0.7 * recall;
        let variance = 1.0 / (60.0 * expected * (1.0 - expected)) + 0.2 * 0.2;
        let residual = (expected / (1.0 - expected)).ln();
        let mocks = [Mock { day: 6, right: 30, of: 60 }, Mock { day: 6, right: 0, of: 0 }];
        let found = shift(&mocks, &course, &formula);
        assert!((found + residual / variance / (1.0 / (0.5 * 0.5) + 1.0 / variance)).abs() < 1e-9, "{found}");
        let all = shift(&[Mock { day: 6, right: 60, of: 60 }], &course, &formula);
        let residual = (60.5f64 / 0.5).ln() - residual;
        assert!((all - residual / variance / (4.0 + 1.0 / variance)).abs() < 1e-9, "{all}");
        assert_eq!(Passing::new(Range { low: 0.6, high: 0.8 }, 50, &mocks, &course).mocks, 1);
        let nothing = crate::domain::plan::Course::new(vec![], formula, 90);
        assert_eq!(recall_on(6, &nothing, &formula), 0.0);
        // The ends are held where a logit is still a number.
        assert!((logit(1.0) - 1e6f64.ln()).abs() < 1e-5 && (logit(0.0) + 1e6f64.ln()).abs() < 1e-5);
    }

    #[test]
    fn percents_are_rounded_outwards_to_fives() {
        let percent = |low, high| Passing { chance: Range { low, high }, mocks: 0 }.percent();
        assert_eq!([percent(0.33, 0.61), percent(0.4, 0.6)], [(30, 65), (40, 60)]);
        assert_eq!([percent(0.0, 0.01), percent(0.99, 1.0)], [(5, 10), (90, 95)]);
    }
}
