//! The different words of all documents: 100,000 items have some 20,000, so whatever is costly looks here and not into
//! texts.

use std::ops::Range;

use hashbrown::HashTable;
use memchr::memmem;
use xxhash_rust::xxh3::xxh3_64;

/// Ends a word in the joined text; no folded word contains it.
const END: char = '\n';

/// All words, each numbered in the order of first sight.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    /// All words one after the other.
    text: String,
    /// Where each word ends, its [`END`] not counted.
    ends: Vec<u32>,
    by_hash: HashTable<u32>,
    /// Numbers by spelling; lacks the newest until [`Vocabulary::settle`].
    by_spelling: Vec<u32>,
    /// Letters that each word has, see [`letters`].
    letters: Vec<u32>,
    /// Characters of each word.
    lengths: Vec<u8>,
}

impl Vocabulary {
    /// The number of `word`, new when it wasn't known.
    pub fn learn(&mut self, word: &str) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        if let Some(number) = self.find(hash, word) {
            return number;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(word);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.text.push(END);
        self.letters.push(letters(word));
        self.lengths.push(u8::try_from(word.chars().count()).unwrap_or(u8::MAX));
        let Self { by_hash, text, ends, .. } = self;
        by_hash.insert_unique(hash, number, |known| xxh3_64(word_at(text, ends, *known).as_bytes()));
        number
    }

    /// Sorts the words learned since the last time in.
    pub fn settle(&mut self) {
        let known = self.by_spelling.len();
        let new = known..self.ends.len();
        let number = |at| u32::try_from(at).unwrap_or(u32::MAX);
        if new.len() > 64 {
            self.by_spelling.extend(new.map(number));
            let Self { by_spelling, text, ends, .. } = self;
            by_spelling.sort_by_cached_key(|known| word_at(text, ends, *known));
            return;
        }
        for word in new.map(number) {
            let at = self.by_spelling.partition_point(|known| self.word(*known) < self.word(word));
            self.by_spelling.insert(at, word);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of that number.
    pub fn word(&self, number: u32) -> &str {
        word_at(&self.text, &self.ends, number)
    }

    /// The number of `word`.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.find(xxh3_64(word.as_bytes()), word)
    }

    /// Characters of that word.
    pub fn length(&self, number: u32) -> usize {
        self.lengths.get(number as usize).copied().unwrap_or(0).into()
    }

    /// Words that start with `start`, by spelling.
    pub fn starting_with<'a>(&'a self, start: &'a str) -> impl Iterator<Item = u32> + 'a {
        let from = self.by_spelling.partition_point(|number| self.word(*number) < start);
        self.by_spelling[from..].iter().copied().take_while(move |number| self.word(*number).starts_with(start))
    }

    /// Words that have `part` behind their first letter.
    pub fn containing(&self, part: &str) -> Vec<u32> {
        let finder = memmem::Finder::new(part.as_bytes());
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            let word = self.ends.partition_point(|end| (*end as usize) < at);
            let Some(end) = self.ends.get(word) else { break };
            if at > self.start(word) {
                found.push(u32::try_from(word).unwrap_or(u32::MAX));
                from = *end as usize;
            } else {
                from = at + 1;
            }
        }
        found
    }

    /// Words of a length in `lengths` that lack at most `missing` of the letters of `typed` and, unless `longer`, have
    /// at most `missing` others: what an edit distance of `missing` can't rule out at a glance.
    pub fn about_as<'a>(
        &'a self,
        typed: &str,
        missing: u32,
        lengths: Range<usize>,
        longer: bool,
    ) -> impl Iterator<Item = u32> + 'a {
        let wanted = letters(typed);
        self.letters.iter().zip(&self.lengths).zip(0..).filter_map(move |((has, length), number)| {
            let near = (wanted & !has).count_ones() <= missing && (longer || (has & !wanted).count_ones() <= missing);
            (near && lengths.contains(&usize::from(*length))).then_some(number)
        })
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.lengths.capacity()
            + 4 * (self.ends.capacity() + self.by_spelling.capacity() + self.letters.capacity())
            + 5 * self.by_hash.capacity()
    }

    fn start(&self, word: usize) -> usize {
        if word == 0 { 0 } else { self.ends[word - 1] as usize + END.len_utf8() }
    }

    fn find(&self, hash: u64, word: &str) -> Option<u32> {
        self.by_hash.find(hash, |known| self.word(*known) == word).copied()
    }
}

fn word_at<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize + END.len_utf8() };
    &text[start..ends[at] as usize]
}

/// One bit for each letter of the Latin alphabet, one for digits, five for the rest: a word that lacks none of
/// another's bits may have its letters, a word that lacks one has not.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, character| {
        bits | match character {
            'a'..='z' => 1 << (character as u32 - 'a' as u32),
            '0'..='9' => 1 << 26,
            other => 1 << (27 + other as u32 % 5),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            vocabulary.learn(word);
        }
        vocabulary.settle();
        vocabulary
    }

    fn named(vocabulary: &Vocabulary, numbers: impl IntoIterator<Item = u32>) -> Vec<&str> {
        numbers.into_iter().map(|number| vocabulary.word(number)).collect()
    }

    #[test]
    fn words_are_found_by_start_and_inside() {
        let words = known(&["task", "subtask", "tasks", "table", "ask"]);
        assert_eq!(named(&words, words.starting_with("ta")), ["table", "task", "tasks"]);
        assert_eq!(named(&words, words.containing("ask")), ["task", "subtask", "tasks"]);
        assert_eq!(words.number("tasks"), Some(2));
        assert_eq!(words.number("tas"), None);
    }

    #[test]
    fn a_word_learned_later_is_sorted_in() {
        let mut words = known(&["b", "d"]);
        assert_eq!(words.learn("c"), 2);
        assert_eq!(words.learn("b"), 0);
        words.settle();
        assert_eq!(named(&words, words.starting_with("")), ["b", "c", "d"]);
    }

    #[test]
    fn letters_rule_out() {
        let words = known(&["service", "device", "vice", "serving", "xyz"]);
        assert_eq!(named(&words, words.about_as("sevice", 1, 5..8, false)), ["service", "device"]);
        assert_eq!(named(&words, words.about_as("ser", 0, 3..99, true)), ["service", "serving"]);
    }
}
