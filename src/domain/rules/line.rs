//! A text as the automaton reads it: the stems of its words in a line, its sentences apart.

use super::number::Number;
use super::signal::is_skipped;
use super::token::{Gap, TakeWords, Token, Word, each_word};
use super::word;

/// The stems of a text. Facts need no more of theirs than that, and there are thousands of them.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The stems of kept words, a space before and behind each; sentences are apart.
    text: String,
    /// For each byte of `text` that is the space before a kept word, that word's number among the kept.
    word_at: Vec<u32>,
    /// The words that are not skipped.
    kept: Vec<Kept>,
    /// Numbers with their units, where they were asked for.
    pub numbers: Vec<Number>,
    /// How many words there are so far.
    words: u32,
    /// The sentence of the last word, and the sentence that the line has reached.
    sentence: u32,
    written: u32,
}

/// A word that counts for signals.
#[derive(Debug, Clone, Copy)]
struct Kept {
    /// Its number among all words.
    word: u32,
    sentence: u32,
    /// Where its stem is in the line.
    from: u32,
    to: u32,
}

/// Stands between sentences in the line, where no signal has it.
const APART: &str = " .";

impl Line {
    /// The line of a text, without numbers.
    pub fn of(text: &str) -> Self {
        let mut line = Self::with_room(text.len());
        each_word(text, &mut line);
        line.ended()
    }

    /// The line of a text that was taken apart already, with its numbers.
    pub fn of_tokens(tokens: &[Token], numbers: Vec<Number>) -> Self {
        let mut line = Self { numbers, ..Self::with_room(tokens.len() * 8) };
        for token in tokens {
            line.add(token.gap, &token.raw, |text| text.push_str(&token.stem));
        }
        line.ended()
    }

    fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), word_at: Vec::with_capacity(bytes), ..Self::default() }
    }

    fn add(&mut self, gap: Gap, raw: &str, push_stem: impl FnOnce(&mut String)) {
        if gap == Gap::Sentence && self.words > 0 {
            self.sentence += 1;
        }
        self.words += 1;
        if is_skipped(raw) {
            return;
        }
        if self.sentence != self.written {
            self.written = self.sentence;
            self.text.push_str(APART);
        }
        self.word_at.resize(self.text.len(), u32::MAX);
        self.word_at.push(small(self.kept.len()));
        self.text.push(' ');
        let from = small(self.text.len());
        push_stem(&mut self.text);
        self.kept.push(Kept { word: self.words - 1, sentence: self.sentence, from, to: small(self.text.len()) });
    }

    fn ended(mut self) -> Self {
        self.text.push(' ');
        self.word_at.resize(self.text.len(), u32::MAX);
        self
    }

    /// The stems, a space before and behind each.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The stem of each kept word.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.kept.iter().map(|kept| &self.text[kept.from as usize..kept.to as usize])
    }

    /// How many words are kept.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// The number of a kept word among all words.
    pub fn word(&self, kept: u32) -> Option<usize> {
        self.kept.get(kept as usize).map(|kept| kept.word as usize)
    }

    /// The sentence of a kept word.
    pub fn sentence(&self, kept: u32) -> Option<usize> {
        self.kept.get(kept as usize).map(|kept| kept.sentence as usize)
    }

    /// The kept words between two places of the line, the end exclusive.
    pub fn words_between(&self, start: usize, end: usize) -> (u32, u32) {
        let from = self.word_at.get(start).copied().unwrap_or(0);
        let words = self.text[start..end].bytes().filter(|b| *b == b' ').count().saturating_sub(1);
        (from, from.saturating_add(small(words)))
    }

    /// How many kept words stand before a word.
    pub fn kept_from(&self, word: usize) -> u32 {
        small(self.kept.partition_point(|kept| (kept.word as usize) < word))
    }
}

impl TakeWords for Line {
    fn take(&mut self, word: Word<'_>) {
        self.add(word.gap, word.raw, |text| word::push_stem(text, word.raw));
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn words_and_sentences_have_their_places() {
        let text = "The team runs tasks. They fail; all of them. Why?";
        for line in [Line::of(text), Line::of_tokens(&tokens(text), vec![])] {
            assert_eq!(line.text(), " team run task . they fail of them . why ");
            assert_eq!(line.stems().collect::<Vec<_>>(), ["team", "run", "task", "they", "fail", "of", "them", "why"]);
            assert_eq!(
                (line.word(0), line.word(3), line.sentence(3), line.sentence(7)),
                (Some(1), Some(4), Some(1), Some(2))
            );
            let found = line.text().find(" they fail ").unwrap();
            assert_eq!(line.words_between(found, found + 11), (3, 5));
            assert_eq!((line.len(), line.kept_from(4), line.kept_from(99)), (8, 3, 8));
        }
    }
}
