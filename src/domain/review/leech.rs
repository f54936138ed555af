//! Leeches: cards that are forgotten again and again, and cost more than they teach.

use crate::domain::review::state::CardState;

/// The tag by which they are found beside the tags of packs.
pub const TAG: &str = "leech";

/// Whether a card forgotten so often is a leech, at `threshold` lapses; 0 finds none.
#[must_use]
pub fn is(state: &CardState, threshold: u32) -> bool {
    threshold > 0 && state.lapses >= threshold
}

/// Whether this rating makes it worth a word: at the threshold, and again after each half of it, rounded up.
#[must_use]
pub fn told(before: &CardState, after: &CardState, threshold: u32) -> bool {
    let lapsed = after.lapses > before.lapses;
    lapsed && is(after, threshold) && (after.lapses - threshold).is_multiple_of(threshold.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn told_at_eight_and_then_every_four() {
        let at = |lapses| CardState { lapses, ..CardState::default() };
        let told: Vec<u32> = (0..20).filter(|n| told(&at(*n), &at(n + 1), 8)).map(|n| n + 1).collect();
        assert_eq!(told, [8, 12, 16, 20]);
        assert!(!super::told(&at(8), &at(8), 8), "only a lapse is worth a word");
        assert!(!super::told(&at(0), &at(1), 0) && super::told(&at(0), &at(1), 1));
    }
}
