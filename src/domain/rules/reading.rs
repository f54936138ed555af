//! A text as the rules read it: words, sentences, numbers and the light in which each word stands.

use super::automaton::Found;
use super::number::{Number, numbers};
use super::scope::{Light, harm, lights};
use super::sentence::{Sentence, reversed, sentences, wants_service};
use super::signal::is_skipped;
use super::token::{Gap, Token, tokens};
use crate::domain::content::Part;

/// A text, taken apart once for all signals.
#[derive(Debug)]
pub(super) struct Reading {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    /// The number of the sentence of each word.
    sentence_of: Vec<u32>,
    lights: Vec<Light>,
    numbers: Vec<Number>,
    /// The words that are not skipped, by their number among all words.
    kept: Vec<u32>,
    /// The stems of kept words, a space before and behind each; sentences are apart.
    line: String,
    /// For each byte of `line` that is the space before a kept word, that word's number among the kept.
    word_at: Vec<u32>,
    /// Whether the ask wants the opposite.
    pub reversed: bool,
    /// Whether the ask wants a service by its name, and so no part of one.
    pub wants_service: bool,
}

/// What a word of the setting, and a suggested one, counts for facts.
const IN_SETTING: f64 = 0.8;
const ONLY_SUGGESTED: f64 = 0.4;

/// Stands between sentences in the line, where no signal has it.
const APART: &str = " .";

impl Reading {
    pub fn of(text: &str) -> Self {
        let tokens = tokens(text);
        let sentences = sentences(&tokens);
        let mut sentence_of = vec![0; tokens.len()];
        for (number, sentence) in sentences.iter().enumerate() {
            sentence_of[sentence.from..sentence.to].fill(u32::try_from(number).unwrap_or(u32::MAX));
        }
        let mut reading = Self {
            lights: lights(&tokens),
            numbers: numbers(&tokens),
            reversed: reversed(&tokens, &sentences),
            wants_service: wants_service(&tokens, &sentences),
            kept: Vec::with_capacity(tokens.len()),
            line: String::with_capacity(text.len() + tokens.len()),
            word_at: Vec::new(),
            sentence_of,
            sentences,
            tokens,
        };
        reading.make_line();
        reading
    }

    fn make_line(&mut self) {
        let mut sentence = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if is_skipped(&token.raw) {
                continue;
            }
            if self.sentence_of[at] != sentence {
                sentence = self.sentence_of[at];
                self.line.push_str(APART);
            }
            self.word_at.resize(self.line.len(), u32::MAX);
            self.word_at.push(u32::try_from(self.kept.len()).unwrap_or(u32::MAX));
            self.line.push(' ');
            self.line.push_str(&token.stem);
            self.kept.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        self.line.push(' ');
        self.word_at.resize(self.line.len(), u32::MAX);
    }

    /// The stems in a line, for the automaton.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The stem of each kept word.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.kept.iter().map(|at| self.tokens[*at as usize].stem.as_str())
    }

    /// The kept words between two places of the line, the end exclusive.
    pub fn words_between(&self, start: usize, end: usize) -> (u32, u32) {
        let from = self.word_at.get(start).copied().unwrap_or(0);
        let words = self.line[start..end].bytes().filter(|b| *b == b' ').count().saturating_sub(1);
        (from, from.saturating_add(u32::try_from(words).unwrap_or(0)))
    }

    pub fn numbers(&self) -> &[Number] {
        &self.numbers
    }

    /// How many kept words stand before a word.
    pub fn kept_from(&self, token: usize) -> u32 {
        u32::try_from(self.kept.partition_point(|kept| (*kept as usize) < token)).unwrap_or(u32::MAX)
    }

    pub fn same_sentence(&self, one: u32, other: u32) -> bool {
        let of = |word: u32| self.kept.get(word as usize).map(|at| self.sentence_of[*at as usize]);
        of(one) == of(other)
    }

    /// What the sentence of a place is for.
    pub fn part(&self, found: Found) -> Part {
        let Some(at) = self.kept.get(found.from as usize) else { return Part::Setting };
        self.sentences.get(self.sentence_of[*at as usize] as usize).map_or(Part::Setting, |sentence| sentence.part)
    }

    /// Whether the words of a place are a harm, which a denial doesn't turn round.
    pub fn harm(&self, found: Found) -> bool {
        let words = self.kept.get(found.from as usize..found.to as usize).unwrap_or_default();
        words.iter().any(|at| harm(&self.tokens[*at as usize].stem))
    }

    /// Whether what stands at a place is denied by a word outside it.
    pub fn denied(&self, found: Found) -> bool {
        let (Some(first), Some(last)) = (self.token(found.from), self.token(found.to.wrapping_sub(1))) else {
            return false;
        };
        let by = |at: usize| self.lights[at].denied_by.is_some_and(|cue| (cue as usize) < first);
        if by(first) {
            return true;
        }
        (last + 1..=last + 2).any(|next| {
            self.tokens.get(next).is_some_and(|token| token.gap == Gap::None) && self.lights[next].denies_what_was
        })
    }

    /// Whether what stands at a place is what they come from.
    pub fn left_behind(&self, found: Found) -> bool {
        self.token(found.from).is_some_and(|at| self.lights[at].left_behind)
    }

    /// Whether what stands at a place is only suggested.
    pub fn suggested(&self, found: Found) -> bool {
        self.token(found.from).is_some_and(|at| self.lights[at].suggested)
    }

    /// How much a kept word says of what is asked, for facts.
    pub fn share(&self, word: u32) -> f64 {
        let at = Found { from: word, to: word.saturating_add(1) };
        let light = if self.suggested(at) { ONLY_SUGGESTED } else { 1.0 };
        light * if self.part(at) == Part::Setting { IN_SETTING } else { 1.0 }
    }

    /// The characters of a place.
    pub fn characters(&self, found: Found) -> (usize, usize) {
        match (self.token(found.from), self.token(found.to.wrapping_sub(1))) {
            (Some(first), Some(last)) => (self.tokens[first].start, self.tokens[last].end.max(self.tokens[first].end)),
            _ => (0, 0),
        }
    }

    /// How many words the text has.
    pub fn words(&self) -> usize {
        self.tokens.len()
    }

    /// How many words count for signals.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    fn token(&self, kept: u32) -> Option<usize> {
        self.kept.get(kept as usize).map(|at| *at as usize)
    }
}
