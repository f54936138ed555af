//! Flashcards that are too long to take in at a glance, or that ask nearly the same; traps nobody can find.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::{Finding, Findings};
use crate::domain::content::{Face, Item, Kind, Pack};

/// The most characters of a front that is read at a glance.
const LONGEST_FRONT: usize = 200;
/// The most characters of a back that can be graded honestly.
const LONGEST_BACK: usize = 300;
/// Share of common words from which two fronts ask nearly the same.
const NEARLY: f64 = 0.85;

/// Fronts with more bytes are held against no others: they are told as too long.
const LONGEST_COMPARED: usize = 4 * LONGEST_FRONT;

/// A front is held against this many others with the same rare word; a pack with more alike is told often enough.
const MOST_COMPARED: usize = 50;

/// Words that carry no content of their own.
const SMALL: &str = "a an and are as at be by can do does for from has have how if in into is it its not of on or so that the \
    their there they this to was what when where which who why will with you your";

pub(super) fn findings(pack: &Pack, found: &mut Findings) {
    for item in &pack.items {
        match &item.kind {
            Kind::Note(note) => {
                for card in &note.cards {
                    let id = card.id.as_str();
                    match &card.face {
                        Face::Basic { front, back } => {
                            found.extend(length(item, &["cards", id, "front"], front, LONGEST_FRONT));
                            found.extend(length(item, &["cards", id, "back"], back, LONGEST_BACK));
                        }
                        Face::Cloze(cloze) => {
                            found.extend(length(item, &["cards", id, "cloze"], &cloze.solved(), LONGEST_BACK));
                        }
                    }
                }
            }
            Kind::Trap(trap) => {
                found.extend(length(item, &["lure"], &trap.lure, LONGEST_FRONT));
                found.extend(length(item, &["truth"], &trap.truth, LONGEST_BACK));
                if trap.keywords.is_empty() {
                    let hint = "add `keywords`: words under which somebody would look for it";
                    found.push(Finding::of(item, &[], "the trap has no keywords", hint));
                }
            }
            Kind::Question(_) => {}
        }
    }
}

fn length(item: &Item, steps: &[&str], text: &str, most: usize) -> Option<Finding> {
    let count = text.trim_end().chars().count();
    let message = format!("`{}` has {count} characters; over {most} is hard to take in", steps.join("."));
    (count > most).then(|| Finding::of(item, steps, message, "shorten it, or make two cards of it"))
}

/// Item, card and field of a front.
type Front<'p> = (&'p Item, &'p str, &'static str);

/// Fronts of these items that ask nearly the same.
pub(super) fn alike(items: &[Item], found: &mut Findings) {
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut often: Vec<u32> = Vec::new();
    let mut fronts: Vec<(Front<'_>, Vec<u32>)> = Vec::new();
    for (front, text) in items.iter().flat_map(fronts_of).filter(|(_, text)| text.len() <= LONGEST_COMPARED) {
        let mut words: Vec<u32> = Vec::new();
        for word in content(&text) {
            let next = u32::try_from(often.len()).unwrap_or(u32::MAX);
            let number = *numbers.entry(word).or_insert(next);
            if number == next {
                often.push(0);
            }
            often[number as usize] += 1;
            words.push(number);
        }
        words.sort_unstable();
        fronts.push((front, words));
    }
    // Two sets that share enough must share one of their rarest words, so only those are looked up.
    let mut by_rare: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, ((item, card, field), words)) in fronts.iter().enumerate() {
        let mut rarest = words.clone();
        rarest.sort_by_key(|word| (often[*word as usize], *word));
        let needed = (words.len() as f64 * NEARLY).ceil() as usize;
        rarest.truncate(words.len() + 1 - needed.max(1));
        let near: BTreeSet<usize> = rarest.iter().filter_map(|word| by_rare.get(word)).flatten().copied().collect();
        if let Some(first) = near.into_iter().find(|other| share(words, &fronts[*other].1) >= NEARLY) {
            let (other, other_card, _) = fronts[first].0;
            let message = format!("card `{card}` asks nearly the same as `{}#{other_card}`", other.id.slug());
            found.push(Finding::of(item, &["cards", card, field], message, "make clear what each asks, or delete one"));
        }
        for word in rarest {
            let others = by_rare.entry(word).or_default();
            if others.len() < MOST_COMPARED {
                others.push(at);
            }
        }
    }
}

/// What each card of a note asks.
fn fronts_of(item: &Item) -> impl Iterator<Item = (Front<'_>, Cow<'_, str>)> {
    let cards = match &item.kind {
        Kind::Note(note) => note.cards.as_slice(),
        Kind::Trap(_) | Kind::Question(_) => &[],
    };
    cards.iter().map(move |card| match &card.face {
        Face::Basic { front, .. } => ((item, card.id.as_str(), "front"), Cow::Borrowed(front.as_str())),
        Face::Cloze(cloze) => ((item, card.id.as_str(), "cloze"), Cow::Owned(cloze.masked(0))),
    })
}

/// The words that say what is asked, sorted, each once, without a plural's s.
fn content(front: &str) -> Vec<String> {
    let small: BTreeSet<&str> = SMALL.split_whitespace().collect();
    let words = front.split(|c: char| !(c.is_alphanumeric() || c == '…')).map(str::to_lowercase);
    let words = words.filter(|word| !word.is_empty() && !small.contains(word.as_str()));
    let plain = words.map(|word| match word.strip_suffix('s') {
        Some(one) if one.len() > 3 => one.to_owned(),
        _ => word,
    });
    plain.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Common words as a share of all words of both; both are sorted.
fn share(a: &[u32], b: &[u32]) -> f64 {
    let common = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    common as f64 / (a.len() + b.len() - common).max(1) as f64
}
