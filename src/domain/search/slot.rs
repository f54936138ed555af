//! For each word of a query, everything in the index that it may mean, and how well.

use std::rc::Rc;

use super::Index;
use super::edits::Pattern;
use super::function_words::is_function;
use super::fuzzy::Gaps;
use super::query::{Query, Word};
use super::same::Group;
use super::starts::Lists;

/// Where a word of a query may hit.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// In documents with this word.
    Word(u32),
    /// In documents with a word that starts with these one or two letters.
    Start(Rc<Lists>),
    /// In documents with all of these words.
    All(Vec<u32>),
    /// In documents about this service.
    Service(u16),
}

/// A word of a query and its sources.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Slot {
    /// Whether a document without it is no hit.
    pub required: bool,
    /// Whether spelling mistakes were looked for.
    edited: bool,
    /// Whether nothing but its letters with gaps was found.
    pub gapped: bool,
    /// Sources with what a hit there is worth, 0 to 1.
    pub sources: Vec<(Source, f32)>,
}

/// What each way of meeting a word is worth.
mod worth {
    pub const EXACT: f32 = 1.0;
    /// Of a word still being typed, by how much of the other it is.
    pub const OPEN: (f32, f32) = (0.7, 0.25);
    /// Of a finished word.
    pub const START: (f32, f32) = (0.5, 0.35);
    pub const STEM: f32 = 0.85;
    pub const INSIDE: f32 = 0.4;
    pub const EDITS: [f32; 3] = [1.0, 0.75, 0.5];
    pub const OTHER_FIRST_LETTER: f32 = 0.8;
    pub const SPLIT: f32 = 0.9;
    pub const GAPS: f32 = 0.4;
    /// Of a name of a service that stands in a text.
    pub const BELOW: f32 = 0.9;
}

/// Edits that are tried at most.
const MOST_EDITED: usize = 40;
/// Words with gaps that are tried at most.
const MOST_GAPPED: usize = 12;

/// Words whose slots are remembered: more than a query has.
const REMEMBERED: usize = 32;

/// Slots of the words typed lately. While somebody types, all words but the last stay the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Remembered {
    known: Vec<Known>,
}

#[derive(Debug, Clone)]
struct Known {
    word: Word,
    slot: Slot,
    /// What [`edited`] adds, once it was asked for.
    mistakes: Option<Vec<(Source, f32)>>,
}

impl Remembered {
    /// Forgets all: the index has changed.
    pub fn clear(&mut self) {
        self.known.clear();
    }

    /// What is known of `word`, the latest at the end.
    fn of(&mut self, index: &Index, word: &Word) -> &mut Known {
        let known = match self.known.iter().position(|known| known.word == *word) {
            Some(at) => self.known.remove(at),
            None => Known { word: word.clone(), slot: slot(index, word), mistakes: None },
        };
        if self.known.len() >= REMEMBERED {
            self.known.remove(0);
        }
        self.known.push(known);
        let last = self.known.len() - 1;
        &mut self.known[last]
    }
}

/// The slots of `query`, in its order.
pub(super) fn slots(index: &Index, query: &Query, remembered: &mut Remembered) -> Vec<Slot> {
    let mut slots: Vec<_> = query.words.iter().map(|word| remembered.of(index, word).slot.clone()).collect();
    phrases(index, query, &mut slots);
    for slot in &mut slots {
        slot.tidy();
    }
    slots
}

/// Looks for spelling mistakes in words that are known, too; false if that finds nothing more.
pub(super) fn loosen(index: &Index, query: &Query, slots: &mut [Slot], remembered: &mut Remembered) -> bool {
    let mut more = false;
    for (word, slot) in query.words.iter().zip(slots) {
        if word.required && !slot.edited {
            let mistakes = remembered.of(index, word).mistakes.get_or_insert_with(|| {
                let mut alone = Slot::default();
                edited(index, word, &mut alone);
                alone.sources
            });
            slot.edited = true;
            slot.sources.extend(mistakes.iter().cloned());
            more |= !mistakes.is_empty();
            slot.tidy();
        }
    }
    more
}

impl Slot {
    fn add(&mut self, source: Source, worth: f32) {
        self.sources.push((source, worth));
    }

    /// Each source once, with its best worth, best first.
    fn tidy(&mut self) {
        let key = |source: &Source| match source {
            Source::Word(word) => (0, *word),
            // There is one at most.
            Source::Start(_) => (1, 0),
            Source::Service(service) => (2, u32::from(*service)),
            Source::All(words) => (3, words.first().copied().unwrap_or(0)),
        };
        self.sources.sort_by(|(a, x), (b, y)| key(a).cmp(&key(b)).then(y.total_cmp(x)));
        self.sources.dedup_by(|(later, _), (first, _)| later == first);
        self.sources.sort_by(|(_, x), (_, y)| y.total_cmp(x));
    }
}

fn slot(index: &Index, word: &Word) -> Slot {
    let mut slot = Slot { required: word.required, ..Slot::default() };
    let length = word.text.chars().count();
    let own = index.vocabulary.number(&word.text);
    let mut known = own.is_some_and(|own| index.count(own) > 0);
    if let Some(own) = own {
        slot.add(Source::Word(own), worth::EXACT);
    }
    for group in index.same.of(&word.text) {
        known |= group.service.is_some();
        stand_ins(index, group, &word.text, 1.0, &mut slot);
    }
    if !word.required {
        return slot;
    }
    let (least, more) = if word.open { worth::OPEN } else { worth::START };
    let mut started = false;
    if word.open && length < 3 {
        let start = index.start(&word.text);
        if start.strong.count() + start.weak.count() > 0 {
            slot.add(Source::Start(start), least + more / 3.0);
            started = true;
        }
    }
    if length > 2 {
        for other in index.vocabulary.starting_with(&word.text) {
            if Some(other) != own && index.count(other) > 0 {
                let worth = least + more * share(length, index.vocabulary.length(other));
                slot.add(Source::Word(other), worth);
                started |= word.open || length > 3;
            }
        }
    }
    known |= started;
    for other in index.stems.like(&word.text) {
        if Some(other) != own && index.count(other) > 0 {
            slot.add(Source::Word(other), worth::STEM);
            known = true;
        }
    }
    if length > 3 || (length == 3 && !known) {
        for other in index.vocabulary.containing(&word.text) {
            slot.add(Source::Word(other), worth::INSIDE);
        }
    }
    if !known {
        edited(index, word, &mut slot);
        split(index, word, &mut slot);
    }
    if slot.sources.iter().all(|(source, _)| matches!(source, Source::Word(word) if index.count(*word) == 0)) {
        slot.gapped = true;
        gapped(index, word, &mut slot);
    }
    slot
}

/// Adds what else a group says for `phrase`.
fn stand_ins(index: &Index, group: &Group, phrase: &str, factor: f32, slot: &mut Slot) {
    let worth = group.worth * factor;
    if let Some(service) = group.service {
        for (other, about) in (0..).zip(&index.services) {
            if other == service {
                slot.add(Source::Service(other), worth);
            } else if about.above.contains(&service) {
                slot.add(Source::Service(other), worth * worth::BELOW);
            }
        }
    }
    for (at, words) in group.phrases.iter().enumerate() {
        if words.join(" ") == phrase {
            continue;
        }
        match words.as_slice() {
            [word] => {
                if let Some(number) = index.vocabulary.number(word) {
                    slot.add(Source::Word(number), worth);
                }
                for other in index.stems.like(word) {
                    slot.add(Source::Word(other), worth * worth::STEM);
                }
            }
            // Of a service's many names only its id and title are sure enough to be looked for in scattered words.
            words if group.service.is_none() || at < 2 => {
                let words = words.iter().filter(|word| !is_function(word));
                let numbers: Option<Vec<_>> = words.map(|word| index.vocabulary.number(word)).collect();
                if let Some(numbers) = numbers {
                    slot.add(Source::All(numbers), worth * 0.7);
                }
            }
            _ => {}
        }
    }
}

/// Words that a few edits make out of the typed one, whole or as far as it goes.
fn edited(index: &Index, word: &Word, slot: &mut Slot) {
    slot.edited = true;
    let length = word.text.chars().count();
    let letters = word.text.chars().filter(|character| character.is_alphabetic()).count();
    if length < 3 || letters * 2 < length || (letters < length && letters < 4) {
        return;
    }
    let pattern = Pattern::new(&word.text);
    let first = word.text.chars().next();
    for edits in 1..=if length > 4 { 2 } else { 1 } {
        let slack = edits as usize;
        let mut found: Vec<(u32, f32, bool)> = vec![];
        for other in index.vocabulary.about_as(&word.text, edits, length > 3) {
            let spelling = index.vocabulary.word(other);
            let distance = pattern.distance(spelling);
            let whole = distance.whole <= edits;
            if distance.whole == 0 || (!whole && (distance.start > edits || length < 4)) {
                continue;
            }
            let mut worth = worth::EDITS[slack];
            if !whole {
                worth *= 0.5 + 0.4 * share(length, index.vocabulary.length(other));
            }
            if spelling.chars().next() != first {
                worth *= worth::OTHER_FIRST_LETTER;
            }
            // Of two words equally near, people more often mean the one that is written more often.
            worth *= 0.7 + 0.3 * index.frequency(other);
            found.push((other, worth, whole));
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MOST_EDITED);
        let mut any = false;
        for (other, worth, whole) in found {
            any |= index.count(other) > 0;
            slot.add(Source::Word(other), worth);
            if whole {
                let spelling = index.vocabulary.word(other);
                for group in index.same.of(spelling) {
                    any |= group.service.is_some();
                    stand_ins(index, group, spelling, worth, slot);
                }
            }
        }
        if any {
            return;
        }
    }
}

/// Two known words written as one.
fn split(index: &Index, word: &Word, slot: &mut Slot) {
    let cuts = word.text.char_indices().map(|(at, _)| at).skip(2);
    let halves = cuts.filter_map(|at| {
        let (a, b) = word.text.split_at(at);
        let (a, b) = (index.vocabulary.number(a)?, index.vocabulary.number(b)?);
        let fewer = index.count(a).min(index.count(b));
        (fewer > 0 && index.vocabulary.length(b) > 1).then_some((fewer, vec![a, b]))
    });
    if let Some((_, words)) = halves.max_by_key(|(fewer, _)| *fewer) {
        slot.add(Source::All(words), worth::SPLIT);
    }
}

/// Words that have the letters in order.
fn gapped(index: &Index, word: &Word, slot: &mut Slot) {
    let length = word.text.chars().count();
    if length < 3 {
        return;
    }
    let gaps = Gaps::new();
    let candidates = index.vocabulary.spanning(&word.text);
    let mut found: Vec<_> = candidates
        .into_iter()
        .filter(|other| index.count(*other) > 0)
        .filter_map(|other| Some((gaps.likeness(index.vocabulary.word(other), &word.text)?, other)))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (likeness, other) in found.into_iter().take(MOST_GAPPED) {
        slot.add(Source::Word(other), worth::GAPS * likeness);
    }
}

/// Adds what neighbours mean together: other names in several words, and words written apart.
fn phrases(index: &Index, query: &Query, slots: &mut [Slot]) {
    let words = &query.words;
    for from in 0..words.len() {
        for to in from + 2..=words.len().min(from + index.same.longest().max(4)) {
            let texts: Vec<_> = words[from..to].iter().map(|word| word.text.as_str()).collect();
            let phrase = texts.join(" ");
            let mut together = Slot::default();
            for group in index.same.of(&phrase) {
                stand_ins(index, group, &phrase, 1.0, &mut together);
            }
            if to - from <= 4
                && let Some(number) = index.vocabulary.number(&texts.concat())
            {
                together.add(Source::Word(number), worth::EXACT);
            }
            for slot in &mut slots[from..to] {
                slot.sources.extend(together.sources.iter().cloned());
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "words are short")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
