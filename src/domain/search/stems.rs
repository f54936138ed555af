//! Words with the same stem: `rotate`, `rotates`, `rotation`.

use rust_stemmers::{Algorithm, Stemmer};
use xxhash_rust::xxh3::xxh3_64;

use super::vocabulary::Vocabulary;

/// Shorter words have no ending worth cutting off.
const SHORTEST: usize = 4;
const ISE: [&str; 7] = ["ise", "ised", "iser", "ises", "ising", "isation", "isations"];

/// Words by the hash of their stem.
#[derive(Debug, Clone, Default)]
pub(super) struct Stems {
    by_stem: Vec<(u32, u32)>,
    known: usize,
}

impl Stems {
    /// Takes in the words learned since the last time.
    pub fn settle(&mut self, vocabulary: &Vocabulary) {
        let stemmer = Stemmer::create(Algorithm::English);
        for number in self.known..vocabulary.len() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if let Some(stem) = stem(&stemmer, vocabulary.word(number)) {
                self.by_stem.push((stem, number));
            }
        }
        self.known = vocabulary.len();
        // Nearly sorted after a single document, which this sort makes use of.
        self.by_stem.sort();
    }

    /// Numbers of words with the stem of `word`, itself included if known.
    pub fn like(&self, word: &str) -> impl Iterator<Item = u32> {
        let stem = stem(&Stemmer::create(Algorithm::English), word);
        let from = self.by_stem.partition_point(|(known, _)| Some(*known) < stem);
        let same = self.by_stem[from..].iter().take_while(move |(known, _)| Some(*known) == stem);
        same.map(|(_, number)| *number)
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        8 * self.by_stem.capacity()
    }
}

/// A hash of the English stem. Two stems in a million share one, and then a word too many is found.
fn stem(stemmer: &Stemmer, word: &str) -> Option<u32> {
    if word.len() < SHORTEST || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    // The stemmer knows the American spelling of `-ise` only.
    let british = ISE.iter().find_map(|ending| Some((word.strip_suffix(ending)?, ending)));
    let american = british.map(|(root, ending)| format!("{root}{}", ending.replacen('s', "z", 1)));
    let word = stemmer.stem(american.as_deref().unwrap_or(word));
    #[expect(clippy::cast_possible_truncation, reason = "half a hash will do")]
    Some(xxh3_64(word.as_bytes()) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_do_not_matter() {
        let mut vocabulary = Vocabulary::default();
        for word in ["rotate", "rotation", "pod", "rotor", "optimised", "optimize"] {
            vocabulary.learn(word);
        }
        let mut stems = Stems::default();
        stems.settle(&vocabulary);
        assert_eq!(stems.like("rotating").collect::<Vec<_>>(), [0, 1]);
        assert_eq!(stems.like("optimized").collect::<Vec<_>>(), [4, 5]);
        assert_eq!(stems.like("pods").count(), 0, "too short");
        assert!((5 * 8..50 * 8).contains(&stems.bytes()), "{}", stems.bytes());
    }
}
