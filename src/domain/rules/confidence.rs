//! How often a verdict like this is right.
//!
//! A logistic curve over how much speaks for the first verdict, how far it is ahead of the next one and of the next that
//! is not its parent or child, and how long the text is: a long story has more words that point astray.

/// The curve's constants: a regression on scenarios written for the purpose and on the shipped questions that are not
/// held back, read with and without the rules that were written with them in sight, then made a little more careful.
const BASE: f64 = -1.7;
const BY_SCORE: f64 = 1.45;
const BY_LEAD: f64 = 1.85;
const BY_NEAREST: f64 = 2.5;
const BY_LENGTH: f64 = -0.9;
/// The length of a short scenario, in words.
const SHORT: f64 = 50.0;
/// Below this a verdict is more often wrong than right: the words don't decide.
const DECIDES: f64 = 0.5;
/// The evidence that is about enough; more counts less and less.
const ENOUGH: f64 = 4.0;
/// Confidence of what looks at an ask for the worst.
const REVERSED: f64 = 0.25;

/// A confidence for each score, which are in falling order; together at most 1.
pub(super) fn confidences(
    scores: &[f64],
    related: impl Fn(usize, usize) -> bool,
    words: usize,
    reversed: bool,
) -> Vec<f64> {
    let Some(top) = scores.first() else { return Vec::new() };
    let next = (1..scores.len()).find(|other| !related(0, *other)).map_or(0.0, |other| scores[other]);
    let kin = scores.get(1).copied().unwrap_or(0.0);
    let lead = (top - next) / (top + 1.0);
    let kin_lead = (top - kin) / (top + 1.0);
    let amount = (1.0 + top / ENOUGH).ln();
    let length = (words.max(10) as f64 / SHORT).ln();
    let logit = BASE + BY_SCORE * amount + BY_LEAD * lead + BY_NEAREST * kin_lead + BY_LENGTH * length;
    let first = 1.0 / (1.0 + (-logit).exp());
    let first = if reversed { first.min(REVERSED) } else { first };
    let rest: f64 = scores.iter().skip(1).sum();
    let share = |score: &f64| if rest > 0.0 { (1.0 - first) * score / (rest + 1.0) } else { 0.0 };
    let others = scores.iter().skip(1).map(|score| share(score).min(first));
    [first].into_iter().chain(others).collect()
}

/// Whether the words leave it open.
pub(super) fn abstains(confidences: &[f64]) -> bool {
    confidences.first().is_none_or(|first| *first < DECIDES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[f64], by_hand: &[f64]) {
        let same = |(one, other): (&f64, &f64)| (one - other).abs() < 1e-6;
        assert!(found.len() == by_hand.len() && found.iter().zip(by_hand).all(same), "{found:?} {by_hand:?}");
    }

    #[test]
    fn it_is_the_curve() {
        let nearest = |one: usize, other: usize| (one, other) == (0, 1);
        // 1 / (1 + exp(-(-1.7 + 1.45 ln(1 + 6/4) + 1.85 (6 - 2)/7 + 2.5 (6 - 3)/7 - 0.9 ln(80/50)))), and of what is
        // left the others' shares, 3/7, 2/7 and 1/7.
        let by_hand = [0.791_532_82, 0.089_343_08, 0.059_562_05, 0.029_781_03];
        close(&confidences(&[6.0, 3.0, 2.0, 1.0], nearest, 80, false), &by_hand);
        // An ask for the worst, where none of the others may be surer than the first.
        close(&confidences(&[6.0, 3.0, 2.0, 1.0], nearest, 80, true), &[0.25, 0.25, 0.214_285_71, 0.107_142_86]);
        let apart = |_: usize, _: usize| false;
        close(&confidences(&[2.0], apart, 10, false), &[0.962_182_00]);
        close(&confidences(&[2.0], apart, 5, false), &[0.962_182_00]);
        close(&confidences(&[1.0; 3], apart, 200, false), &[0.067_602_97; 3]);
        assert!(confidences(&[], apart, 50, false).is_empty());
    }

    #[test]
    fn below_a_half_it_is_left_open() {
        assert!(abstains(&[]) && abstains(&[0.499, 0.4]) && !abstains(&[0.5]));
    }
}
