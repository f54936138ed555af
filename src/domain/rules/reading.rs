//! A text as the rules read it: words, sentences, numbers and the light in which each word stands.

use super::automaton::Found;
use super::line::Line;
use super::number::numbers;
use super::scope::{Light, harm, lights};
use super::sentence::{Sentence, reversed, sentences, wants_service};
use super::token::{Gap, Token, tokens};
use crate::domain::content::Part;

/// A text, taken apart once for all signals.
#[derive(Debug)]
pub(super) struct Reading {
    tokens: Vec<Token>,
    sentences: Vec<Sentence>,
    lights: Vec<Light>,
    line: Line,
    /// Whether the ask wants the opposite.
    pub reversed: bool,
    /// Whether the ask wants a service by its name, and so no part of one.
    pub wants_service: bool,
}

/// What a word of the setting, and a suggested one, counts for facts.
const IN_SETTING: f64 = 0.8;
const ONLY_SUGGESTED: f64 = 0.4;

impl Reading {
    pub fn of(text: &str) -> Self {
        let tokens = tokens(text);
        let sentences = sentences(&tokens);
        Self {
            lights: lights(&tokens),
            line: Line::of_tokens(&tokens, numbers(&tokens)),
            reversed: reversed(&tokens, &sentences),
            wants_service: wants_service(&tokens, &sentences),
            sentences,
            tokens,
        }
    }

    /// What the automaton reads of it.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// Nothing else of it.
    pub fn into_line(self) -> Line {
        self.line
    }

    /// The stem of each kept word.
    pub fn stems(&self) -> impl Iterator<Item = &str> {
        self.line.stems()
    }

    /// What the sentence of a place is for.
    pub fn part(&self, found: Found) -> Part {
        let sentence = self.line.sentence(found.from).and_then(|sentence| self.sentences.get(sentence));
        sentence.map_or(Part::Setting, |sentence| sentence.part)
    }

    /// Whether the words of a place are a harm, which a denial doesn't turn round.
    pub fn harm(&self, found: Found) -> bool {
        (found.from..found.to).filter_map(|word| self.token(word)).any(|at| harm(&self.tokens[at].stem))
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
        self.line.len()
    }

    fn token(&self, kept: u32) -> Option<usize> {
        self.line.word(kept)
    }
}
