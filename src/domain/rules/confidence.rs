//! How often a verdict like this is right.
//!
//! A logistic curve over how much speaks for the first verdict, how far it is ahead of the next one and of the next that
//! is not its parent or child, and how long the text is: a long story has more words that point astray.

/// The curve's constants: a regression on scenarios written for the purpose and on the shipped questions that are not
/// held back, read with and without the rules that were written with them in sight, then made a little more careful.
const BASE: f64 = -1.4;
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
