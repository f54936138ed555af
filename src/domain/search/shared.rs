//! What an item leads to: the items that it names, and the rules with its keywords.

use std::collections::HashSet;

use super::fold::words;
use crate::domain::content::{Item, Kind, RuleBook};
use crate::domain::id::Slug;

/// Notes and traps that an item names, in its order.
#[must_use]
pub fn named(item: &Item) -> Vec<&Slug> {
    match &item.kind {
        Kind::Note(_) => vec![],
        Kind::Trap(trap) => trap.notes.iter().collect(),
        Kind::Question(question) => question.traps.iter().chain(&question.notes).collect(),
    }
}

/// Rules with a signal that has every word of one of `keywords`: those that share most keywords first, then by name, at
/// most so many.
#[must_use]
pub fn rules_sharing<'a>(keywords: &[String], book: &'a RuleBook, most: usize) -> Vec<&'a Slug> {
    let keywords: Vec<Vec<String>> = keywords.iter().map(|keyword| words(keyword)).collect();
    let mut shared: Vec<(usize, &Slug)> = Vec::new();
    for (id, rule) in &book.rules {
        let signals = rule.any.iter().chain(&rule.all).chain(rule.option.iter().flat_map(|option| &option.any));
        let signals: Vec<HashSet<String>> = signals.map(|signal| words_of(signal, book)).collect();
        let count = keywords.iter().filter(|keyword| {
            !keyword.is_empty() && signals.iter().any(|signal| keyword.iter().all(|word| signal.contains(word)))
        });
        let count = count.count();
        if count > 0 {
            shared.push((count, id));
        }
    }
    shared.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    shared.truncate(most);
    shared.into_iter().map(|(_, id)| id).collect()
}

/// The words of a signal and of the phrases that it names.
fn words_of(signal: &str, book: &RuleBook) -> HashSet<String> {
    let mut all: HashSet<String> = words(signal).into_iter().collect();
    for (name, phrases) in &book.phrases {
        if signal.contains(&format!("<{name}>")) {
            all.extend(phrases.iter().flat_map(|phrase| words(phrase)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Rule;

    fn slug(name: &str) -> Slug {
        Slug::new(name).unwrap()
    }

    #[test]
    fn rules_share_whole_keywords() {
        let rule = |any: &[&str]| Rule { any: any.iter().map(|text| (*text).to_owned()).collect(), ..Rule::default() };
        let book = RuleBook {
            phrases: [(slug("accelerators"), vec!["GPU".to_owned(), "graphics card".to_owned()])].into(),
            rules: [
                (slug("accelerated"), rule(&["needs <accelerators>"])),
                (slug("cards"), rule(&["credit card"])),
                (slug("trained"), rule(&["(train|training) ... GPU", "training job"])),
            ]
            .into(),
            ..RuleBook::default()
        };
        let found = |keywords: &[&str]| {
            let keywords: Vec<String> = keywords.iter().map(|word| (*word).to_owned()).collect();
            rules_sharing(&keywords, &book, 8).into_iter().map(Slug::as_str).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found(&["gpu", "training"]), "trained accelerated");
        assert_eq!(found(&["graphics card"]), "accelerated");
        assert_eq!(found(&["", "disk"]), "");
    }
}
