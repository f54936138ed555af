//! Where the words of a query stand in a text.

#![allow(clippy::single_range_in_vec_init, reason = "one span of letters is a list of one range")]

use std::collections::HashSet;
use std::ops::Range;

use super::fold::{each_word, fold};
use super::function_words::is_function;
use super::fuzzy::Gaps;
use super::index::Index;
use super::query::Query;
use super::slot::{Slot, Source};

/// What counts as a match of a query.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    typed: Vec<Typed>,
}

#[derive(Debug, Clone)]
struct Typed {
    text: String,
    /// Whether every word that starts with it matches.
    start: bool,
    /// Words that match for another reason.
    others: HashSet<String>,
    /// Whether those have its letters with gaps.
    gapped: bool,
}

/// A match in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    /// Which word of the query.
    pub word: usize,
    /// Characters of the text.
    pub at: Range<usize>,
}

impl Marks {
    /// What `slots` found for `query`.
    pub fn new(index: &Index, query: &Query, slots: &[Slot]) -> Self {
        let spoken = query.words.iter().zip(slots).filter(|(word, slot)| slot.required || !is_function(&word.text));
        let typed = spoken.map(|(word, slot)| {
            let start = word.required && (word.open || word.text.chars().count() > 2);
            let words = slot.sources.iter().flat_map(|(source, _)| match source {
                Source::Word(word) => std::slice::from_ref(word),
                Source::All(words) => words.as_slice(),
                Source::Start(_) | Source::Service(_) => &[],
            });
            let spellings = words.map(|word| index.vocabulary.word(*word));
            let others = spellings.filter(|other| !(start && other.starts_with(&word.text))).map(str::to_owned);
            Typed { text: word.text.clone(), start, others: others.collect(), gapped: slot.gapped }
        });
        Self { typed: typed.collect() }
    }

    /// All matches in `text`, in order and without overlaps.
    pub fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = vec![];
        let (mut bytes, mut characters) = (0, 0);
        each_word(text, &mut String::new(), |piece| {
            let start = piece.at.start;
            let Some((word, letters)) = self.letters(piece.word) else { return };
            let first = if start < bytes {
                characters - text[start..bytes].chars().count()
            } else {
                characters += text[bytes..start].chars().count();
                bytes = start;
                characters
            };
            // The whole of a name written in one comes after its parts, which say more exactly where the match is.
            if piece.whole && spans.last().is_some_and(|last| last.at.end > first) {
                return;
            }
            let raw = &text[piece.at];
            spans.extend(letters.into_iter().map(|letters| {
                let at = unfolded(raw, &letters);
                Span { word, at: first + at.start..first + at.end }
            }));
        });
        spans
    }

    /// Which word of the query `word` matches, and with which of its letters.
    fn letters(&self, word: &str) -> Option<(usize, Vec<Range<usize>>)> {
        let length = |text: &str| text.chars().count();
        let find = |hits: &dyn Fn(&Typed) -> bool| self.typed.iter().position(hits);
        if let Some(at) = find(&|typed| typed.text == word) {
            return Some((at, vec![0..length(word)]));
        }
        if let Some(at) = find(&|typed| typed.start && word.starts_with(&typed.text)) {
            return Some((at, vec![0..length(&self.typed[at].text)]));
        }
        let at = find(&|typed| typed.others.contains(word))?;
        let typed = &self.typed[at];
        if let Some(inside) = word.find(&typed.text) {
            let start = length(&word[..inside]);
            return Some((at, vec![start..start + length(&typed.text)]));
        }
        let places = if typed.gapped { Gaps::new().places(word, &typed.text) } else { vec![] };
        if places.is_empty() {
            return Some((at, vec![0..length(word)]));
        }
        Some((at, joined(&places)))
    }
}

/// Neighbouring places as ranges.
fn joined(places: &[usize]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = vec![];
    for place in places {
        match ranges.last_mut() {
            Some(last) if last.end == *place => last.end += 1,
            _ => ranges.push(*place..place + 1),
        }
    }
    ranges
}

/// The characters of `raw` that were folded into the characters `letters`.
fn unfolded(raw: &str, letters: &Range<usize>) -> Range<usize> {
    let mut folded = 0;
    let (mut start, mut end) = (None, 0);
    for (at, character) in raw.chars().enumerate() {
        let before = folded;
        fold(character, |_| folded += 1);
        if folded > letters.start && start.is_none() {
            start = Some(at);
        }
        // A mark on a matched letter belongs to it.
        if before < letters.end && folded > letters.start || (folded == before && end == at && start.is_some()) {
            end = at + 1;
        }
    }
    start.unwrap_or(0)..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_again_in_what_was_folded() {
        for (raw, letters, characters) in [
            ("abcd", 0..2, 0..2),
            ("abcd", 2..4, 2..4),
            // One that became two, and a mark, which belongs to the letter before it.
            ("Straße", 4..6, 4..5),
            ("Straße", 6..7, 5..6),
            ("cafe\u{301}s", 0..4, 0..5),
            ("cafe\u{301}s", 4..5, 5..6),
            ("abe\u{301}", 0..1, 0..1),
        ] {
            assert_eq!(unfolded(raw, &letters), characters, "{raw} {letters:?}");
        }
    }

    #[test]
    fn neighbours_are_one_range() {
        assert_eq!(joined(&[0, 2, 3, 6]), [0..1, 2..4, 6..7]);
    }
}
