//! From the slots of a query to documents in order.

use super::document::Kind;
use super::function_words::FUNCTION;
use super::index::{About, Index, place};
use super::postings::Postings;
use super::query::Query;
use super::slot::{Slot, Source};

/// Documents whose titles and keywords are looked at as phrases.
const CLOSELY: usize = 256;
/// Documents that are skipped at once.
const CHUNK: usize = 64;
/// Steps of a document's worth in one slot, so that it fits 16 bits.
const STEPS: f32 = (1_u32 << STEPS_LOG) as f32;
const STEPS_LOG: u32 = 13;

/// What places are worth.
mod worth {
    pub const TITLE: f32 = 0.9;
    pub const KEYWORD: f32 = 0.8;
    pub const ALONE: f32 = 0.2;
    pub const ID: f32 = 0.3;
    pub const CORE: [f32; 4] = [0.0, 0.45, 0.55, 0.6];
    pub const BODY: [f32; 4] = [0.0, 0.25, 0.35, 0.4];
    /// Of the weak places of a text half an octave longer, twice over.
    pub const LONGER: f32 = 0.94;
    pub const SERVICE: f32 = 0.35;
    /// Of a title or keyword that is the query.
    pub const PHRASE: f32 = 0.5;
    /// Of two neighbours that are neighbours there, too.
    pub const ADJACENT: f32 = 0.15;
    /// For each required word that is missing.
    pub const MISSING: f32 = 0.5;
    /// Traps, notes, questions.
    pub const KIND: [f32; 3] = [1.0, 0.97, 0.85];
}

/// A document and its score, before anything is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub document: usize,
    pub score: f32,
}

/// What ranking found.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranked {
    /// All that hit, those beyond the limit included.
    pub total: usize,
    /// Best first.
    pub best: Vec<Scored>,
    /// Whether no document had every word, and these have most.
    pub partial: bool,
}

/// Room that is used again with each key, one place for each document.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    /// Score over all slots.
    total: Vec<f32>,
    /// Required slots hit.
    hit: Vec<u8>,
    /// Best worth in the slot at hand, in strong places and in weak ones.
    now: Vec<[u16; 2]>,
    /// Documents hit in the slot at hand.
    touched: Vec<u32>,
    /// By word: the slot that it meets best, from 1, and how well. All 0 between two uses.
    meaning: Vec<(u8, u8)>,
}

/// Ranks all documents that hit the required slots.
pub(super) fn rank(index: &Index, query: &Query, slots: &[Slot], limit: usize, scratch: &mut Scratch) -> Ranked {
    scratch.clear(index.about.len());
    let tables = Tables::new();
    let weights: Vec<_> = slots.iter().map(|slot| scratch.add(index, slot, &tables)).collect();
    let required = slots.iter().filter(|slot| slot.required).count();
    let filter = Filter::new(index, query);
    let mut found = scratch.found(index, &filter, required, required);
    let partial = found.is_empty();
    // Long questions and pasted scenarios rarely have a document with all their words.
    let spare = if required > 3 { (required / 4).max(1) } else { usize::from(partial && required == 3) };
    if spare > 0 {
        found = scratch.found(index, &filter, required, required - spare);
    }
    if partial && found.is_empty() && required > 5 {
        found = scratch.found(index, &filter, required, required / 2);
    }
    let total = found.len();
    let best = best(index, slots, &weights, found, limit, &mut scratch.meaning);
    Ranked { total, best, partial: partial && total > 0 }
}

impl Scratch {
    fn clear(&mut self, documents: usize) {
        self.total.resize(documents, 0.0);
        self.total.fill(0.0);
        self.hit.resize(documents.next_multiple_of(CHUNK), 0);
        self.hit.fill(0);
        self.now.resize(documents, [0; 2]);
    }

    /// Adds the slot to all documents that it hits; returns how much it says.
    fn add(&mut self, index: &Index, slot: &Slot, tables: &Tables) -> f32 {
        let mut services = vec![0.0_f32; index.services.len()];
        for (source, worth) in &slot.sources {
            match source {
                Source::Word(word) => {
                    let at = *word as usize;
                    if let (Some(strong), Some(weak)) = (index.strong.get(at), index.weak.get(at)) {
                        self.note::<0>(strong, *worth, &tables.strong);
                        self.note::<1>(weak, *worth, &tables.weak);
                    }
                }
                Source::Start(start) => {
                    self.note::<0>(&start.strong, *worth, &tables.strong);
                    self.note::<1>(&start.weak, *worth, &tables.weak);
                }
                Source::Service(service) => {
                    let known = &mut services[usize::from(*service)];
                    *known = known.max(worth * worth::SERVICE);
                    index.services[usize::from(*service)].documents.each(|document, _| self.raise::<1>(document, 1));
                }
                Source::All(words) => {
                    for (document, place) in with_all(index, words, tables) {
                        self.raise::<1>(document, steps(worth * f32::from(place) / STEPS));
                    }
                }
            }
        }
        let weight = self.weight(index, slot);
        for document in self.touched.drain(..) {
            let at = document as usize;
            let [strong, weak] = std::mem::take(&mut self.now[at]);
            let text = f32::from(strong) + f32::from(weak);
            self.total[at] += weight * (text / STEPS + services[usize::from(index.about[at].service)]);
            self.hit[at] += u8::from(slot.required);
        }
        weight
    }

    #[expect(clippy::cast_possible_truncation, reason = "no place is worth more than 8 times an exact word")]
    fn note<const FIELD: usize>(&mut self, postings: &Postings, worth: f32, table: &[u16; 256]) {
        let worth = u32::from(steps(worth));
        postings.each(|document, byte| {
            let steps = (worth * u32::from(table[usize::from(byte)])) >> STEPS_LOG;
            self.raise::<FIELD>(document, steps as u16);
        });
    }

    #[inline]
    fn raise<const FIELD: usize>(&mut self, document: u32, steps: u16) {
        let now = &mut self.now[document as usize];
        if *now == [0; 2] {
            self.touched.push(document);
        }
        now[FIELD] = now[FIELD].max(steps.max(1));
    }

    /// How much a hit in this slot says: rare words more than common ones.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    fn weight(&self, index: &Index, slot: &Slot) -> f32 {
        let best = slot.sources.first().map_or(1.0, |(_, worth)| *worth);
        let of = |source: &Source| match source {
            Source::Word(word) => index.count(*word) as usize,
            Source::Start(start) => start.strong.count().max(start.weak.count()) as usize,
            Source::Service(service) => index.services[usize::from(*service)].documents.count() as usize,
            Source::All(_) => 0,
        };
        let near = slot.sources.iter().filter(|(_, worth)| *worth >= 0.8 * best).map(|(source, _)| of(source));
        let with = near.sum::<usize>().clamp(1, self.touched.len().max(1));
        let weight = (1.0 + index.about.len() as f32 / (with as f32 + 0.5)).ln();
        if slot.required { weight } else { weight * 0.4 }
    }

    /// Documents with at least `least` of the `required` slots.
    fn found(&self, index: &Index, filter: &Filter, required: usize, least: usize) -> Vec<Key> {
        let missing = |hit: usize| i32::try_from(required - hit).unwrap_or(i32::MAX);
        let factors: Vec<_> = (0..=required).map(|hit| worth::MISSING.powi(missing(hit))).collect();
        let least = u8::try_from(least).unwrap_or(u8::MAX);
        let mut found = vec![];
        for (chunk, hits) in (0..).zip(self.hit.as_chunks::<CHUNK>().0) {
            // Most chunks have no hit, and this is seen for all of a chunk at once.
            if hits.iter().fold(0, |most, hit| most.max(*hit)) < least {
                continue;
            }
            for (at, hit) in (chunk * CHUNK..index.about.len()).zip(hits) {
                if *hit < least {
                    continue;
                }
                let about = index.about[at];
                if !about.removed && filter.passes(about) {
                    let score = self.total[at] * worth::KIND[about.kind as usize];
                    found.push(key(score * factors[usize::from(*hit)], about.kind, at));
                }
            }
        }
        found
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn steps(worth: f32) -> u16 {
    (worth * STEPS) as u16
}

/// What a posting's byte is worth, in steps.
struct Tables {
    strong: [u16; 256],
    weak: [u16; 256],
}

impl Tables {
    fn new() -> Self {
        let mut tables = Self { strong: [0; 256], weak: [0; 256] };
        for byte in 0..=255_u8 {
            let places = [
                (place::TITLE, worth::TITLE),
                (place::KEYWORD, worth::KEYWORD),
                (place::ALONE, worth::ALONE),
                (place::ID, worth::ID),
            ];
            let strong: f32 = places.iter().filter(|(bit, _)| byte & bit > 0).map(|(_, worth)| worth).sum();
            let (length, core, body) = (byte >> 4, usize::from(byte >> 2 & 3), usize::from(byte & 3));
            let weak = (worth::CORE[core] + worth::BODY[body]) * worth::LONGER.powi(i32::from(length));
            tables.strong[usize::from(byte)] = steps(strong);
            tables.weak[usize::from(byte)] = steps(weak);
        }
        tables
    }
}

/// Documents with every one of `words`, and what the weakest is worth there in steps.
fn with_all(index: &Index, words: &[u32], tables: &Tables) -> Vec<(u32, u16)> {
    let mut words: Vec<_> = words.to_vec();
    words.sort_by_key(|word| index.count(*word));
    let mut all: Option<Vec<(u32, u16)>> = None;
    for word in words {
        let with = with(index, word, tables);
        all = Some(match all {
            None => with,
            Some(all) => {
                let mut others = with.into_iter().peekable();
                let both = all.into_iter().filter_map(|(document, worth)| {
                    while others.next_if(|(other, _)| *other < document).is_some() {}
                    let (_, other) = others.next_if(|(other, _)| *other == document)?;
                    Some((document, worth.min(other)))
                });
                both.collect()
            }
        });
    }
    all.unwrap_or_default()
}

/// Documents with `word` and what it is worth there in its best place.
fn with(index: &Index, word: u32, tables: &Tables) -> Vec<(u32, u16)> {
    let mut with = vec![];
    if let (Some(strong), Some(weak)) = (index.strong.get(word as usize), index.weak.get(word as usize)) {
        strong.each(|document, byte| with.push((document, tables.strong[usize::from(byte)])));
        weak.each(|document, byte| with.push((document, tables.weak[usize::from(byte)])));
    }
    with.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    with.dedup_by_key(|(document, _)| *document);
    with
}

/// A document's place in the order, smallest first: by score, then traps before notes before questions, then as packs
/// have them.
type Key = u64;

fn key(score: f32, kind: Kind, document: usize) -> Key {
    // The bits of positive numbers are in order, too.
    u64::from(!score.max(0.0).to_bits()) << 32 | (kind as u64) << 30 | document as u64
}

fn document(key: Key) -> usize {
    (key & 0x3fff_ffff) as usize
}

fn score(key: Key) -> f32 {
    f32::from_bits(!((key >> 32) as u32))
}

/// The first `limit` documents of `found` in order, the foremost ordered by their titles and keywords as phrases, too.
fn best(
    index: &Index,
    slots: &[Slot],
    weights: &[f32],
    mut found: Vec<Key>,
    limit: usize,
    meaning: &mut Vec<(u8, u8)>,
) -> Vec<Scored> {
    let kept = limit.max(CLOSELY);
    if found.len() > kept {
        found.select_nth_unstable(kept);
        found.truncate(kept);
    }
    found.sort_unstable();
    let closely = found.len().min(CLOSELY);
    let phrases = Phrases::new(index, slots, weights, std::mem::take(meaning));
    for key in &mut found[..closely] {
        let document = document(*key);
        let kind = index.about[document].kind;
        *key = self::key(score(*key) + worth::KIND[kind as usize] * phrases.worth(document), kind, document);
    }
    *meaning = phrases.room(slots);
    found[..closely].sort_unstable();
    found.truncate(limit);
    found.into_iter().map(|key| Scored { document: document(key), score: score(key) }).collect()
}

/// What titles and keywords are worth as phrases.
struct Phrases<'a> {
    index: &'a Index,
    weights: &'a [f32],
    /// See [`Scratch::meaning`].
    meaning: Vec<(u8, u8)>,
}

impl<'a> Phrases<'a> {
    /// `meaning` is all 0.
    fn new(index: &'a Index, slots: &[Slot], weights: &'a [f32], mut meaning: Vec<(u8, u8)>) -> Self {
        meaning.resize(index.vocabulary.len(), (0, 0));
        for (number, slot) in (1..).zip(slots) {
            for (source, worth) in &slot.sources {
                if let Source::Word(word) = source {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1")]
                    let worth = (worth * 255.0) as u8;
                    let known: &mut (u8, u8) = &mut meaning[*word as usize];
                    if known.1 < worth {
                        *known = (number, worth);
                    }
                }
            }
        }
        Self { index, weights, meaning }
    }

    /// Gives the room for meanings back, all 0.
    fn room(mut self, slots: &[Slot]) -> Vec<(u8, u8)> {
        for (source, _) in slots.iter().flat_map(|slot| &slot.sources) {
            if let Source::Word(word) = source {
                self.meaning[*word as usize] = (0, 0);
            }
        }
        self.meaning
    }

    /// The best phrase by how much of the query is in it and how little else, and the best pair of neighbours.
    fn worth(&self, document: usize) -> f32 {
        let (mut best, mut adjacent) = (0.0_f32, 0.0_f32);
        for phrase in self.index.phrases(document) {
            let (mut covered, mut matched, mut length) = (0.0, 0.0, 0.0_f32);
            let (mut before, mut seen) = (0_u8, 0_u32);
            for word in phrase {
                let (slot, worth) = self.meaning[*word as usize];
                if slot > 0 {
                    let worth = f32::from(worth) / 255.0;
                    let weight = self.weights[usize::from(slot) - 1];
                    if seen & 1 << slot == 0 {
                        covered += weight * worth;
                        seen |= 1 << slot;
                    }
                    matched += worth;
                    if before > 0 && before + 1 == slot {
                        adjacent = adjacent.max(worth * (weight + self.weights[usize::from(before) - 1]));
                    }
                }
                length += if slot == 0 && (*word as usize) < FUNCTION.len() { 0.3 } else { 1.0 };
                before = slot;
            }
            if length > 0.0 {
                best = best.max(covered * matched / length);
            }
        }
        worth::PHRASE * best + worth::ADJACENT * adjacent
    }
}

/// Which documents may be shown.
struct Filter {
    kinds: [bool; 3],
    services: Option<Vec<bool>>,
}

impl Filter {
    fn new(index: &Index, query: &Query) -> Self {
        let kinds = Kind::ALL.map(|kind| query.kinds().is_empty() || query.kinds().contains(&kind));
        let services = (!query.services().is_empty()).then(|| {
            let wanted: Vec<_> = query.services().iter().flat_map(|typed| index.services_called(typed)).collect();
            let of = |(number, service): (u16, &super::index::Service)| {
                wanted.contains(&number) || service.above.iter().any(|above| wanted.contains(above))
            };
            (0..).zip(&index.services).map(of).collect()
        });
        Self { kinds, services }
    }

    fn passes(&self, about: About) -> bool {
        self.kinds[about.kind as usize]
            && self.services.as_ref().is_none_or(|services| services[usize::from(about.service)])
    }
}
