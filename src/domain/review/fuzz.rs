//! A little spread on long intervals, so that cards learned together don't come back together for ever.
//!
//! The window is Anki's: none under 2.5 days; else 1 day + 15 % of the part from 2.5 to 7 days + 10 % of the part from 7 to 20
//! + 5 % of the part beyond, to either side.

use crate::domain::chance::Chance;
use crate::domain::id::CardId;

/// The longest interval, in days.
pub const LONGEST: u32 = 36_500;

/// The days among which a card's interval may lie, both ends included, at least 1.
#[must_use]
pub fn window(interval: f32) -> (u32, u32) {
    let interval = interval.clamp(0.0, LONGEST as f32);
    let whole = |days: f32| (days.round() as u32).clamp(1, LONGEST);
    if interval < 2.5 {
        return (whole(interval), whole(interval));
    }
    let part = |from: f32, to: f32| (interval.min(to) - from).max(0.0);
    let spread = 1.0 + 0.15 * part(2.5, 7.0) + 0.10 * part(7.0, 20.0) + 0.05 * part(20.0, f32::MAX);
    (whole(interval - spread).max(2), whole(interval + spread))
}

/// The interval in days for this card's repetition number: always the same, so that what a button shows is what is kept.
#[must_use]
pub fn fuzzed(interval: f32, card: &CardId, repetition: u32) -> u32 {
    let (from, to) = window(interval);
    // One draw for all four ratings: it picks the place in each window, so their order can't turn round.
    let place = Chance::new(u64::from(repetition), card.as_str()).unit();
    let days = f64::from(to - from + 1) * place;
    (from + days as u32).min(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn windows_are_as_documented() {
        assert_eq!(window(0.2), (1, 1));
        assert_eq!(window(2.4), (2, 2));
        assert_eq!(window(2.5), (2, 4));
        assert_eq!(window(7.0), (5, 9));
        // 20 days: 1 + 0.675 + 1.3 = 2.975 to either side.
        assert_eq!(window(20.0), (17, 23));
        assert_eq!(window(f32::INFINITY).1, LONGEST);
    }

    proptest! {
        #[test]
        fn an_interval_lies_in_its_window(interval in 0.0f32..40_000.0, repetition in 0u32..1000) {
            let card = CardId::new("p/i#c").unwrap();
            let (from, to) = window(interval);
            let days = fuzzed(interval, &card, repetition);
            prop_assert!((from..=to).contains(&days));
            prop_assert_eq!(days, fuzzed(interval, &card, repetition));
        }

        #[test]
        fn longer_stays_longer(short in 0.0f32..30_000.0, more in 0.0f32..1000.0, repetition in 0u32..50) {
            let card = CardId::new("p/i#c").unwrap();
            prop_assert!(fuzzed(short, &card, repetition) <= fuzzed(short + more, &card, repetition));
        }
    }
}
