//! How often a verdict like this is right.
//!
//! A logistic curve over how much speaks for the first verdict and how far it is ahead of the next one that is not its
//! parent or child.

/// The curve's constants, fitted to questions.
const BASE: f64 = -1.2;
const BY_SCORE: f64 = 0.5;
const BY_LEAD: f64 = 2.0;
/// Below this the words don't decide.
const DECIDES: f64 = 0.3;
/// The evidence that is about enough; more counts less and less.
const ENOUGH: f64 = 4.0;
/// Confidence of what looks at an ask for the worst.
const REVERSED: f64 = 0.25;

/// A confidence for each score, which are in falling order; together at most 1.
pub(super) fn confidences(scores: &[f64], related: impl Fn(usize, usize) -> bool, reversed: bool) -> Vec<f64> {
    let Some(top) = scores.first() else { return Vec::new() };
    let next = (1..scores.len()).find(|other| !related(0, *other)).map_or(0.0, |other| scores[other]);
    let kin = scores.get(1).copied().unwrap_or(0.0);
    let lead = (top - next) / (top + 1.0);
    let kin_lead = (top - kin) / (top + 1.0);
    let amount = (1.0 + top / ENOUGH).ln();
    let logit = BASE + BY_SCORE * amount + BY_LEAD * lead + 0.5 * kin_lead;
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
