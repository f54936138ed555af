//! The last resort: letters in order with gaps, as in `krpntr` for `karpenter`.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Finds words that have the letters of another in order.
pub(super) struct Gaps {
    matcher: SkimMatcherV2,
}

impl Gaps {
    pub fn new() -> Self {
        // Words come folded, so capitals carry nothing.
        Self { matcher: SkimMatcherV2::default().ignore_case() }
    }

    /// How well `word` holds the letters of `typed` in order, 0 to 1; `None` when it doesn't, or starts otherwise.
    pub fn likeness(&self, word: &str, typed: &str) -> Option<f32> {
        if word.chars().next() != typed.chars().next() || !in_order(word, typed) {
            return None;
        }
        let score = self.matcher.fuzzy_match(word, typed)?;
        let best = self.matcher.fuzzy_match(typed, typed)?;
        #[expect(clippy::cast_precision_loss, reason = "scores of words are small")]
        let likeness = score as f32 / best.max(1) as f32;
        Some(likeness.clamp(0.0, 1.0))
    }

    /// Characters of `word` that stand for those of `typed`, from 0 and in order.
    pub fn places(&self, word: &str, typed: &str) -> Vec<usize> {
        self.matcher.fuzzy_indices(word, typed).map_or_else(Vec::new, |(_, places)| places)
    }
}

/// Far cheaper than a score, and false for nearly every word.
fn in_order(word: &str, typed: &str) -> bool {
    let mut letters = word.chars();
    typed.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_are_found() {
        let gaps = Gaps::new();
        assert!(gaps.likeness("karpenter", "krpntr").is_some());
        assert!(gaps.likeness("karpenter", "kt") < gaps.likeness("karpenter", "ka"));
        assert_eq!(gaps.likeness("karpenter", "rpn"), None);
        assert_eq!(gaps.likeness("karpenter", "kz"), None);
        assert_eq!(gaps.places("karpenter", "krpt"), [0, 2, 3, 6]);
    }
}
