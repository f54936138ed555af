//! Words that mean the same, for facts: a story says "machines" where a note says "hosts".
//!
//! Lists of phrases whose name begins with `word-` are such synonyms. A text that has any wording of one has the list's
//! name as a further word, so it meets every fact that has another of its wordings.

use std::collections::BTreeMap;

use super::automaton::{Automaton, Found, Gather};
use super::line::Line;
use super::reading::Reading;
use super::signal::{Lists, Phrases, parse};
use crate::domain::id::Slug;

/// What the names of lists of synonyms begin with.
const SYNONYMS: &str = "word-";

/// All lists of synonyms, found in one pass.
#[derive(Debug, Default)]
pub(super) struct Synonyms {
    automaton: Automaton,
    /// Each list's key, which no stem is.
    keys: Vec<String>,
    /// The lists that have a wording, by the wording's number.
    lists_with: Vec<Vec<usize>>,
}

impl Synonyms {
    pub fn of(phrases: &Phrases) -> Self {
        let mut gather = Gather::default();
        let parsed = Lists::of(phrases);
        let names = phrases.keys().map(Slug::as_str).filter(|name| name.starts_with(SYNONYMS));
        let keys: Vec<String> = names.map(|name| format!("<{name}>")).collect();
        let mut lists_with: Vec<Vec<usize>> = Vec::new();
        for (list, key) in keys.iter().enumerate() {
            let wordings = parse(key, &parsed).map(|signal| gather.signal(&signal)).unwrap_or_default();
            for (wording, _) in wordings {
                let wording = wording as usize;
                lists_with.resize(lists_with.len().max(wording + 1), Vec::new());
                lists_with[wording].push(list);
            }
        }
        Self { automaton: gather.build(), keys, lists_with }
    }

    /// A text as far as it is needed to find them.
    pub fn read(&self, text: &str) -> Line {
        if self.automaton.compares_numbers() { Reading::of(text).into_line() } else { Line::of(text) }
    }

    /// Each list that a text has a wording of, by its key, and where.
    pub fn find(&self, text: &Line) -> Vec<(&str, Vec<Found>)> {
        if self.keys.is_empty() {
            return Vec::new();
        }
        let found = self.automaton.find(text);
        let mut places: BTreeMap<usize, Vec<Found>> = BTreeMap::new();
        for wording in found.wordings() {
            for list in &self.lists_with[*wording as usize] {
                places.entry(*list).or_default().extend(found.of(*wording));
            }
        }
        let sorted = |(list, mut places): (usize, Vec<Found>)| {
            places.sort_unstable();
            (self.keys[list].as_str(), places)
        };
        places.into_iter().map(sorted).collect()
    }
}

/// Whether a word of facts is the key of a list.
pub(super) fn is_key(word: &str) -> bool {
    word.starts_with('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lists_of_words_are_synonyms() {
        let list = |name: &str, words: &[&str]| {
            (Slug::new(name).unwrap(), words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>())
        };
        let lists = [list("word-host", &["host", "virtual machine"]), list("other", &["pod"])].into();
        let synonyms = Synonyms::of(&lists);
        let text = synonyms.read("A pod on two virtual machines of a host.");
        let found = synonyms.find(&text);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].1.len()), ("<word-host>", 2));
        assert!(is_key(found[0].0) && text.stems().all(|stem| !is_key(stem)));
    }
}
