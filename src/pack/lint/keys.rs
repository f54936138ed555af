//! Keys that give themselves away over the pack: as the longest option, or by absolute words.
//!
//! Both are tests of chance: if each option of a question were equally likely to be the key, how likely would it be to
//! find as many? Below 1 % it is told. Only questions with one right option are counted.

use std::collections::HashSet;

use super::{Finding, prose};
use crate::domain::content::{Choice, Item, Kind, Pack};

/// Below this chance a pattern is told.
const LEVEL: f64 = 0.01;

/// Words that claim something without exception.
const ABSOLUTES: [&str; 14] = [
    "absolutely",
    "all",
    "always",
    "any",
    "completely",
    "entirely",
    "every",
    "everything",
    "impossible",
    "never",
    "none",
    "nothing",
    "only",
    "solely",
];

pub(super) fn findings(pack: &Pack) -> Vec<Finding> {
    let questions: Vec<(&Item, &[Choice])> = pack.items.iter().filter_map(single_key).collect();
    let mut found = Vec::new();
    found.extend(longest(&questions));
    found.extend(absolutes(&questions));
    found
}

fn single_key(item: &Item) -> Option<(&Item, &[Choice])> {
    match &item.kind {
        Kind::Question(question) if question.choose == 1 => Some((item, &question.options)),
        _ => None,
    }
}

/// The key is the one longest option in too many questions.
fn longest(questions: &[(&Item, &[Choice])]) -> Option<Finding> {
    let chances: Vec<f64> = questions.iter().map(|(_, options)| 1.0 / options.len() as f64).collect();
    let mut margins: Vec<(usize, &str)> = questions
        .iter()
        .filter_map(|(item, options)| {
            let length =
                |right| options.iter().filter(move |o| o.correct == right).map(|o| o.text.chars().count()).max();
            let margin = length(true)?.checked_sub(length(false)?).filter(|margin| *margin > 0)?;
            Some((margin, item.id.slug()))
        })
        .collect();
    let seen = margins.len();
    let chance = at_least(&chances, seen);
    if chance >= LEVEL {
        return None;
    }
    margins.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let worst: Vec<_> = margins.iter().take(5).map(|(_, id)| *id).collect();
    let message = format!(
        "the key is the longest option in {seen} of {} questions; chance gives about {:.0}",
        questions.len(),
        chances.iter().sum::<f64>()
    );
    Some(Finding::of_pack(
        message,
        format!("shorten keys or lengthen distractors, most of all in {}", worst.join(", ")),
    ))
}

/// Options with absolute words are keys too seldom (or too often).
fn absolutes(questions: &[(&Item, &[Choice])]) -> Vec<Finding> {
    let words: HashSet<&str> = ABSOLUTES.into_iter().collect();
    let absolute =
        |option: &Choice| prose::words(&option.text).any(|word| words.contains(word.text.to_lowercase().as_str()));
    let mut chances = Vec::new();
    let mut keys = 0;
    for (_, options) in questions {
        let with = options.iter().filter(|option| absolute(option)).count();
        if with > 0 && with < options.len() {
            chances.push(with as f64 / options.len() as f64);
            keys += usize::from(options.iter().any(|option| option.correct && absolute(option)));
        }
    }
    let expected = chances.iter().sum::<f64>();
    let told = |which: &str, hint: &str| {
        let message = format!(
            "words such as `always` and `only` stand in {which}: where some option has one, the key has it in {keys} of {} \
             questions; chance gives about {expected:.0}",
            chances.len()
        );
        Finding::of_pack(message, hint)
    };
    let complement: Vec<f64> = chances.iter().map(|chance| 1.0 - chance).collect();
    if at_least(&chances, keys) < LEVEL {
        vec![told("keys", "write distractors as absolutely, or keys with less certainty")]
    } else if at_least(&complement, chances.len() - keys) < LEVEL {
        vec![told("distractors", "a reader can strike such options unread; word distractors as carefully as keys")]
    } else {
        Vec::new()
    }
}

/// The chance that at least `count` of independent events with these chances happen.
fn at_least(chances: &[f64], count: usize) -> f64 {
    // The distribution of the number of events so far, without the ends that can't matter any more.
    const NOTHING: f64 = 1e-18;
    let (mut first, mut of) = (0, vec![1.0]);
    for chance in chances {
        of.push(0.0);
        for at in (0..of.len()).rev() {
            let before = if at == 0 { 0.0 } else { of[at - 1] };
            of[at] = of[at] * (1.0 - chance) + before * chance;
        }
        while of.len() > 1 && of.last().is_some_and(|end| *end < NOTHING) {
            of.pop();
        }
        let gone = of.iter().take_while(|start| **start < NOTHING).count().min(of.len() - 1);
        of.drain(..gone);
        first += gone;
    }
    of.iter().enumerate().filter(|(at, _)| first + at >= count).map(|(_, chance)| chance).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Note;
    use crate::domain::id::Slug;

    #[test]
    fn tails_are_the_binomials() {
        // Heads in ten throws: 1/1024, 11/1024, 56/1024 for at least 10, 9, 8.
        for (count, expected) in [(0, 1024.0), (8, 56.0), (9, 11.0), (10, 1.0), (11, 0.0)] {
            assert!((at_least(&[0.5; 10], count) - expected / 1024.0).abs() < 1e-12, "{count}");
        }
        assert!((at_least(&[0.25, 0.5], 1) - 0.625).abs() < 1e-12);
    }

    #[test]
    fn tails_hold_for_many() {
        let many = vec![0.25; 20_000];
        assert!((at_least(&many, 5_000) - 0.5).abs() < 0.01);
        assert!(at_least(&many, 5_300) < 1e-5);
    }

    #[test]
    fn questions_whose_every_option_is_absolute_say_nothing() {
        let note = Note { title: String::new(), body: String::new(), cards: vec![] };
        let item = Item::bare("p/q", "s", Kind::Note(note));
        let option = |text: &str, correct| Choice {
            id: Slug::new(if correct { "a" } else { "b" }).unwrap(),
            text: text.to_owned(),
            why: String::new(),
            correct,
        };
        let (telling, all) =
            ([option("Always so", true), option("So", false)], [option("Always so", true), option("Never so", false)]);
        let questions = |telling_ones: usize, others: usize| -> Vec<(&Item, &[Choice])> {
            let telling = std::iter::repeat_n((&item, &telling[..]), telling_ones);
            telling.chain(std::iter::repeat_n((&item, &all[..]), others)).collect()
        };
        let said = |telling, others| {
            absolutes(&questions(telling, others)).into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        assert!(said(20, 0)[0].contains("in 20 of 20 questions; chance gives about 10"), "{:?}", said(20, 0));
        assert_eq!(said(20, 0), said(20, 7));
        assert_eq!(said(0, 20), Vec::<String>::new());
    }
}
