//! Edit distance with swapped neighbours: how many letters are missing, extra, wrong or swapped.

/// Letters of a pattern that count.
const LONGEST: usize = 64;

/// A typed word made ready to be held against many others.
///
/// All letters of the pattern are compared at once, one bit each (Hyyrö 2003, "A bit-vector algorithm for computing
/// Levenshtein and Damerau edit distances", the restricted variant in which no swapped pair is edited again).
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    length: u32,
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
}

/// Distances of a pattern from a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Distance {
    /// From the whole word.
    pub whole: u32,
    /// From the start of the word that is nearest.
    pub start: u32,
}

impl Pattern {
    /// The first 64 characters of `typed`.
    pub fn new(typed: &str) -> Self {
        let mut pattern = Self { length: 0, ascii: [0; 128], others: Vec::new() };
        for (at, character) in typed.chars().take(LONGEST).enumerate() {
            pattern.length += 1;
            let bit = 1 << at;
            match pattern.ascii.get_mut(character as usize) {
                Some(places) => *places |= bit,
                None => match pattern.others.iter_mut().find(|(other, _)| *other == character) {
                    Some((_, places)) => *places |= bit,
                    None => pattern.others.push((character, bit)),
                },
            }
        }
        pattern
    }

    /// Both distances from `word`.
    pub fn distance(&self, word: &str) -> Distance {
        if self.length == 0 {
            return Distance { whole: u32::try_from(word.chars().count()).unwrap_or(u32::MAX), start: 0 };
        }
        let last = 1_u64 << (self.length - 1);
        let (mut rises, mut falls, mut diagonal, mut places_before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut score = self.length;
        let mut start = score;
        for character in word.chars() {
            let places = self.places(character);
            let swapped = ((!diagonal & places) << 1) & places_before;
            diagonal = ((places & rises).wrapping_add(rises) ^ rises) | places | falls | swapped;
            let up = falls | !(diagonal | rises);
            let down = diagonal & rises;
            score = score + u32::from(up & last != 0) - u32::from(down & last != 0);
            let up = (up << 1) | 1;
            let down = down << 1;
            rises = down | !(diagonal | up);
            falls = up & diagonal;
            places_before = places;
            start = start.min(score);
        }
        Distance { whole: score, start }
    }

    fn places(&self, character: char) -> u64 {
        let other = || self.others.iter().find(|(other, _)| *other == character).map_or(0, |(_, places)| *places);
        self.ascii.get(character as usize).copied().unwrap_or_else(other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_swap_is_one_edit() {
        assert_eq!(Pattern::new("serivce").distance("service").whole, 1);
        assert_eq!(Pattern::new("fargte").distance("fargate").whole, 1);
        assert_eq!(Pattern::new("contianr").distance("containers"), Distance { whole: 3, start: 2 });
        assert_eq!(Pattern::new("").distance("ab"), Distance { whole: 2, start: 0 });
    }

    proptest! {
        #[test]
        fn as_the_table_says(a in "[abcé]{0,12}", b in "[abcé]{0,12}") {
            let starts = b.char_indices().map(|(at, _)| at).chain([b.len()]);
            let nearest = starts.map(|at| strsim::osa_distance(&a, &b[..at])).min().unwrap();
            let distance = Pattern::new(&a).distance(&b);
            prop_assert_eq!(distance.whole as usize, strsim::osa_distance(&a, &b));
            prop_assert_eq!(distance.start as usize, nearest);
        }
    }
}
