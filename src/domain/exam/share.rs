//! So many right of so many, and how little that says when there are few.

use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

/// Fewer questions than this get no bar: it would look like knowledge.
pub const BAR_FROM: u32 = 5;

/// The standard normal quantile of 0.975.
const Z: f64 = 1.959_963_984_540_054;

/// So many right of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Right ones.
    pub right: u32,
    /// All of them.
    pub of: u32,
}

impl Share {
    /// One question.
    #[must_use]
    pub fn one(right: bool) -> Self {
        Self { right: u32::from(right), of: 1 }
    }

    /// The share, 0 to 1; 0 of nothing.
    #[must_use]
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.right) / f64::from(self.of) }
    }

    /// The share in whole percent.
    #[must_use]
    pub fn percent(self) -> u32 {
        (self.value() * 100.0).round() as u32
    }

    /// The 95 % interval in which the true share lies, 0 to 1 (Wilson 1927: with p the share, n the number and z = 1.96,
    /// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)). Everything when there is nothing.
    #[must_use]
    pub fn interval(self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (p, n, z2) = (self.value(), f64::from(self.of), Z * Z);
        let middle = p + z2 / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let whole = 1.0 + z2 / n;
        (((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0))
    }

    /// The interval in whole percent.
    #[must_use]
    pub fn interval_percent(self) -> (u32, u32) {
        let (low, high) = self.interval();
        ((low * 100.0).round() as u32, (high * 100.0).round() as u32)
    }

    /// The length of a bar, 0 to 1; none for too few.
    #[must_use]
    pub fn bar(self) -> Option<f64> {
        (self.of >= BAR_FROM).then(|| self.value())
    }
}

impl Sum for Share {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, share| Self { right: sum.right + share.right, of: sum.of + share.of })
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.right, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(share: Share, low: f64, high: f64) {
        let found = share.interval();
        assert!((found.0 - low).abs() < 5e-5 && (found.1 - high).abs() < 5e-5, "{share}: {found:?}");
    }

    /// Worked out by hand from the formula, and the ends where the plain formula would leave 0 to 1.
    #[test]
    fn intervals_are_wilsons() {
        near(Share { right: 8, of: 10 }, 0.4902, 0.9433);
        near(Share { right: 52, of: 65 }, 0.6873, 0.8792);
        near(Share { right: 0, of: 10 }, 0.0, 0.2775);
        near(Share { right: 10, of: 10 }, 0.7225, 1.0);
        assert_eq!(Share::default().interval(), (0.0, 1.0));
    }

    #[test]
    fn few_questions_have_no_bar() {
        assert_eq!(Share { right: 4, of: 4 }.bar(), None);
        assert_eq!(Share { right: 4, of: 5 }.bar(), Some(0.8));
    }

    proptest! {
        #[test]
        fn the_share_lies_inside_and_more_questions_say_more(of in 1u32..500, part in 0.0f64..=1.0) {
            let share = Share { right: (f64::from(of) * part) as u32, of };
            let (low, high) = share.interval();
            prop_assert!(0.0 <= low && low <= share.value() + 1e-12 && share.value() <= high + 1e-12 && high <= 1.0);
            let (more_low, more_high) = Share { right: share.right * 2, of: of * 2 }.interval();
            prop_assert!(more_high - more_low < high - low);
        }
    }
}
