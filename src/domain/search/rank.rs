//! From the slots of a query to documents in order.

use super::document::Kind;
use super::index::{About, Index, place};
use super::postings::Postings;
use super::query::Query;
use super::slot::{Slot, Source};

/// Documents whose titles and keywords are looked at as phrases.
const CLOSELY: usize = 256;
/// Steps of a document's worth in one slot, so that it fits 16 bits.
const STEPS: f32 = 8192.0;

/// What places are worth.
mod worth {
    pub const TITLE: f32 = 0.9;
    pub const KEYWORD: f32 = 0.8;
    pub const ALONE: f32 = 0.2;
    pub const ID: f32 = 0.3;
    pub const CORE: [f32; 4] = [0.0, 0.45, 0.55, 0.6];
    pub const BODY: [f32; 4] = [0.0, 0.25, 0.35, 0.4];
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
    pub document: u32,
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
    /// Best worth in the slot at hand: in strong places, in weak ones, by its service.
    now: Vec<[u16; 3]>,
    /// Documents hit in the slot at hand.
    touched: Vec<u32>,
}

/// Ranks all documents that hit the required slots.
pub(super) fn rank(index: &Index, query: &Query, slots: &[Slot], limit: usize, scratch: &mut Scratch) -> Ranked {
    scratch.clear(index.about.len());
    let mut weights = Vec::with_capacity(slots.len());
    for slot in slots {
        weights.push(scratch.add(index, slot));
    }
    let required = slots.iter().filter(|slot| slot.required).count();
    let filter = Filter::new(index, query);
    let mut least = required;
    let mut found = scratch.found(index, &filter, required, least);
    // Long questions and pasted scenarios rarely have a document with all their words.
    let spare = if required > 3 { (required / 4).max(1) } else { usize::from(found.is_empty() && required == 3) };
    let partial = found.is_empty();
    if spare > 0 && (partial || required > 3) {
        least = required - spare;
        found = scratch.found(index, &filter, required, least);
    }
    if partial && found.is_empty() && required > 5 {
        found = scratch.found(index, &filter, required, required / 2);
    }
    let total = found.len();
    keep_best(index, &mut found, limit.max(CLOSELY));
    let closely = found.len().min(CLOSELY);
    look_closely(index, slots, &weights, &mut found[..closely]);
    sort(index, &mut found[..closely]);
    found.truncate(limit);
    Ranked { total, best: found, partial: partial && total > 0 }
}

impl Scratch {
    fn clear(&mut self, documents: usize) {
        self.total.clear();
        self.total.resize(documents, 0.0);
        self.hit.clear();
        self.hit.resize(documents, 0);
        self.now.resize(documents, [0; 3]);
    }

    /// Adds the slot to all documents that it hits; returns how much it says.
    fn add(&mut self, index: &Index, slot: &Slot) -> f32 {
        let (strong, weak) = tables();
        for (source, worth) in &slot.sources {
            match source {
                Source::Word(word) => {
                    self.note(&index.strong, *word, 0, |_, byte| worth * strong[usize::from(byte & 15)]);
                    self.note(&index.weak, *word, 1, |document, byte| {
                        let brevity = f32::from(index.about[document as usize].brevity) / 255.0;
                        worth * weak[usize::from(byte & 15)] * brevity
                    });
                }
                Source::Title(word) => {
                    self.note(&index.strong, *word, 0, |_, byte| worth * strong[usize::from(byte & 15)]);
                }
                Source::Service(service) => {
                    for (document, _) in index.services[usize::from(*service)].documents.iter() {
                        self.raise(document, 2, worth * worth::SERVICE);
                    }
                }
                Source::All(words) => {
                    for (document, place) in with_all(index, words, &strong, &weak) {
                        self.raise(document, 1, worth * place);
                    }
                }
            }
        }
        let weight = self.weight(index, slot);
        for document in self.touched.drain(..) {
            let at = document as usize;
            let [strong, weak, service] = std::mem::take(&mut self.now[at]).map(|steps| f32::from(steps) / STEPS);
            self.total[at] += weight * (strong + weak + service);
            self.hit[at] += u8::from(slot.required);
        }
        weight
    }

    fn note(&mut self, postings: &[Postings], word: u32, field: usize, worth: impl Fn(u32, u8) -> f32) {
        if let Some(postings) = postings.get(word as usize) {
            for (document, byte) in postings.iter() {
                self.raise(document, field, worth(document, byte));
            }
        }
    }

    fn raise(&mut self, document: u32, field: usize, worth: f32) {
        let now = &mut self.now[document as usize];
        if *now == [0; 3] {
            self.touched.push(document);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
        let steps = (worth * STEPS) as u16;
        now[field] = now[field].max(steps.max(1));
    }

    /// How much a hit in this slot says: rare words more than common ones.
    #[expect(clippy::cast_precision_loss, reason = "counts of documents")]
    fn weight(&self, index: &Index, slot: &Slot) -> f32 {
        let best = slot.sources.first().map_or(1.0, |(_, worth)| *worth);
        let of = |source: &Source| match source {
            Source::Word(word) | Source::Title(word) => index.count(*word) as usize,
            Source::Service(service) => index.services[usize::from(*service)].documents.count() as usize,
            Source::All(_) => 0,
        };
        let near = slot.sources.iter().filter(|(_, worth)| *worth >= 0.8 * best).map(|(source, _)| of(source));
        let with = near.sum::<usize>().clamp(1, self.touched.len().max(1));
        let weight = (1.0 + index.about.len() as f32 / (with as f32 + 0.5)).ln();
        if slot.required { weight } else { weight * 0.4 }
    }

    /// Documents with at least `least` of the `required` slots.
    fn found(&self, index: &Index, filter: &Filter, required: usize, least: usize) -> Vec<Scored> {
        let least = u8::try_from(least).unwrap_or(u8::MAX);
        let hits = self.hit.iter().zip(&index.about).zip(0..);
        let hits = hits.filter(|((hit, about), _)| **hit >= least && !about.removed && filter.passes(about));
        hits.map(|((hit, about), document)| {
            let missing = i32::try_from(required).unwrap_or(0) - i32::from(*hit);
            let score = self.total[document as usize] * worth::KIND[about.kind as usize] * worth::MISSING.powi(missing);
            Scored { document, score }
        })
        .collect()
    }
}

/// What a posting's byte is worth, strong and weak.
fn tables() -> ([f32; 16], [f32; 16]) {
    let mut strong = [0.0; 16];
    let mut weak = [0.0; 16];
    for byte in 0..16_u8 {
        let at = usize::from(byte);
        for (bit, worth) in [
            (place::TITLE, worth::TITLE),
            (place::KEYWORD, worth::KEYWORD),
            (place::ALONE, worth::ALONE),
            (place::ID, worth::ID),
        ] {
            if byte & bit > 0 {
                strong[at] += worth;
            }
        }
        weak[at] = worth::CORE[at >> 2] + worth::BODY[at & 3];
    }
    (strong, weak)
}

/// Documents with every one of `words`, and what the weakest is worth there.
fn with_all(index: &Index, words: &[u32], strong: &[f32; 16], weak: &[f32; 16]) -> Vec<(u32, f32)> {
    let mut words: Vec<_> = words.to_vec();
    words.sort_by_key(|word| index.count(*word));
    let mut all: Option<Vec<(u32, f32)>> = None;
    for word in words {
        let at = word as usize;
        let (Some(a), Some(b)) = (index.strong.get(at), index.weak.get(at)) else { return vec![] };
        let a = a.iter().map(|(document, byte)| (document, strong[usize::from(byte & 15)]));
        let b = b.iter().map(|(document, byte)| (document, weak[usize::from(byte & 15)]));
        let mut with: Vec<_> = a.chain(b).collect();
        with.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        with.dedup_by_key(|(document, _)| *document);
        all = Some(match all {
            None => with,
            Some(all) => {
                let mut others = with.into_iter().peekable();
                all.into_iter()
                    .filter_map(|(document, worth)| {
                        while others.next_if(|(other, _)| *other < document).is_some() {}
                        let (_, other) = others.next_if(|(other, _)| *other == document)?;
                        Some((document, worth.min(other)))
                    })
                    .collect()
            }
        });
    }
    all.unwrap_or_default()
}

/// Adds what titles and keywords are worth as phrases.
fn look_closely(index: &Index, slots: &[Slot], weights: &[f32], found: &mut [Scored]) {
    let whole: f32 = slots.iter().zip(weights).filter(|(slot, _)| slot.required).map(|(_, weight)| weight).sum();
    let mut meaning: Vec<(u8, u8)> = vec![(0, 0); index.vocabulary.len()];
    for (number, slot) in (1..).zip(slots) {
        for (source, worth) in &slot.sources {
            if let Source::Word(word) | Source::Title(word) = source {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1")]
                let worth = (worth * 255.0) as u8;
                let known = &mut meaning[*word as usize];
                if known.1 < worth {
                    *known = (number, worth);
                }
            }
        }
    }
    for scored in found {
        let mut best = 0.0_f32;
        let mut adjacent = 0.0_f32;
        for phrase in index.phrases(scored.document) {
            let mut covered = 0.0;
            let (mut matched, mut length, mut before, mut seen) = (0.0_f32, 0.0_f32, 0_u8, 0_u32);
            for word in phrase {
                let (slot, worth) = meaning[*word as usize];
                let function = (*word as usize) < super::function_words::FUNCTION.len();
                if slot > 0 {
                    let worth = f32::from(worth) / 255.0;
                    let weight = weights[usize::from(slot) - 1];
                    if seen & 1 << slot == 0 {
                        covered += weight * worth;
                        seen |= 1 << slot;
                    }
                    matched += worth;
                    if before > 0 && before + 1 == slot {
                        adjacent = adjacent.max(worth * (weight + weights[usize::from(before) - 1]));
                    }
                }
                length += if function && slot == 0 { 0.3 } else { 1.0 };
                before = slot;
            }
            if length > 0.0 {
                best = best.max(covered * (matched / length));
            }
        }
        let _ = whole;
        let kind = index.about[scored.document as usize].kind;
        scored.score += worth::KIND[kind as usize] * (worth::PHRASE * best + worth::ADJACENT * adjacent);
    }
}

/// Best first: by score, then traps before notes before questions, then in the order of their packs.
fn order(index: &Index, scored: &Scored) -> (u32, Kind, u32) {
    // Scores are positive, so their bits are in order, too.
    let score = !scored.score.max(0.0).to_bits();
    (score, index.about[scored.document as usize].kind, scored.document)
}

fn sort(index: &Index, found: &mut [Scored]) {
    found.sort_by_cached_key(|scored| order(index, scored));
}

fn keep_best(index: &Index, found: &mut Vec<Scored>, limit: usize) {
    if found.len() > limit {
        found.select_nth_unstable_by_key(limit, |scored| order(index, scored));
        found.truncate(limit);
    }
    sort(index, found);
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

    fn passes(&self, about: &About) -> bool {
        self.kinds[about.kind as usize]
            && self.services.as_ref().is_none_or(|services| services[usize::from(about.service)])
    }
}
