//! Words that no list knows.
//!
//! Only plain lower-case words are looked at: names, code and abbreviations aren't English. A word that several items
//! use is a term of the subject, not a slip.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Words;
use super::{Finding, Findings, prose};
use crate::domain::content::{Item, Pack};

/// In this many items a word is taken to be meant.
const MEANT: usize = 3;

/// So many unknown words are kept; with more than that the pack isn't written in English.
const MOST_UNKNOWN: usize = 20_000;

/// For this many words the list is searched for what was meant: it takes a while, and nobody reads more.
const SEARCHED: usize = 500;

/// Letters of words that are looked at: shorter ones are abbreviations, longer ones no words.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=30;

/// Where an unknown word stands.
struct Places<'p> {
    item: &'p Item,
    steps: Vec<String>,
    /// How many items have it.
    items: usize,
    last: &'p Item,
    /// Whether it only ever begins sentences with a capital, so that it can be a name.
    name: bool,
}

pub(super) fn findings(pack: &Pack, items: &[Item], words: &Words) -> Findings {
    let mut found = Findings::default();
    let services = pack.services.iter().flat_map(|(id, service)| {
        service.aliases.iter().chain([&service.title]).map(String::as_str).chain([id.as_str()])
    });
    let own: BTreeSet<String> =
        services.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).map(str::to_lowercase).collect();
    let mut unknown: BTreeMap<String, Places<'_>> = BTreeMap::new();
    for item in items {
        for (steps, text) in prose::texts(item) {
            for (word, name) in plain(&prose::of(&text)).filter(|(word, _)| !words.has(word) && !own.contains(word)) {
                if unknown.len() == MOST_UNKNOWN && !unknown.contains_key(&word) {
                    continue;
                }
                let places = unknown.entry(word).or_insert_with(|| {
                    let steps = steps.iter().map(|step| (*step).to_owned()).collect();
                    Places { item, steps, items: 1, last: item, name }
                });
                places.items += usize::from(places.last.id != item.id);
                places.last = item;
                places.name &= name;
            }
        }
    }
    let slips = unknown.into_iter().filter(|(_, places)| places.items < MEANT);
    let told = |(at, (word, Places { item, steps, name, .. })): (usize, (String, Places<'_>))| {
        let near = if at < SEARCHED { words.near(&word) } else { None };
        // A name is told only where it is nearly a word.
        if name && near.is_none() {
            return None;
        }
        let hint = near.map(|near| format!("did you mean \"{near}\"?"));
        let hint = hint.unwrap_or_else(|| "mend it, or put it in backticks if it is code".to_owned());
        let steps: Vec<_> = steps.iter().map(String::as_str).collect();
        Some(Finding::of(item, &steps, format!("\"{word}\" isn't in the word list"), hint))
    };
    found.extend(slips.enumerate().filter_map(told));
    found
}

/// The plain words of prose in lower case, and whether each begins a sentence with a capital.
fn plain(prose: &str) -> impl Iterator<Item = (String, bool)> {
    let parts = prose::words(prose)
        .filter(|word| !word.text.contains(['\'', '’']))
        .flat_map(|word| word.text.split('-').map(move |part| (part, word.first)));
    parts.filter_map(|(part, first)| {
        let mut letters = part.chars();
        let capital = letters.next()?.is_ascii_uppercase();
        let plain = LENGTHS.contains(&part.len()) && letters.all(|c| c.is_ascii_lowercase());
        let fits = plain && (part.starts_with(|c: char| c.is_ascii_lowercase()) || (capital && first));
        fits.then(|| (part.to_lowercase(), capital))
    })
}
