//! What the pack's notes, traps and objectives say: weak evidence under the rules, for what no rule was written for.
//!
//! Every paragraph, card and objective is a fact about its item's service; what is true of a trap is one about what to
//! choose instead, and its lure is one about nothing: it only speaks against options. A word weighs the more the fewer
//! services have facts with it, as search engines weigh words (BM25), so each verdict leads to words and to a note.
//! Words that mean the same (`synonyms`) meet facts too.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::automaton::Found;
use super::line::Line;
use super::reading::Reading;
use super::signal::Phrases;
use super::synonyms::{Synonyms, is_key};
use super::token::tokens;
use crate::domain::content::{Face, Item, Kind, Objective, Services};
use crate::domain::id::{ObjectiveId, ServiceId, Slug};

/// How fast further mentions in a fact stop counting, and how much long facts are held back (BM25's usual values).
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.5;
/// Facts of a service that count, each so much of the one before.
const FACTS_COUNT: usize = 3;
const NEXT_FACT: f64 = 0.5;
/// What the best backed service gets, in weights of rules.
const MOST: f64 = 3.2;
/// The higher, the less the others get.
const SHARPNESS: i32 = 4;
/// A fact met this well is met half.
const MET_HALF: f64 = 6.0;

/// What a list of synonyms counts for, of a word that as many services have.
const SYNONYM: f64 = 0.8;

/// Words of all facts together, each of a fact once; what comes after isn't weighed. The shipped pack has a fifth of it, and
/// one made to fill the memory gets some 50 MB.
const MOST_WORDS: usize = 300_000;

/// Bytes of texts that are looked at for facts.
const MOST_READ: usize = 4 * 1024 * 1024;

/// How much of a fact that speaks of a scenario and of an option is the scenario's part.
const BY_SCENARIO: f64 = 0.57;
/// What an option loses that says what a trap's lure says, of what it would gain by a truth.
const LURED: f64 = 0.15;

/// Words that say nothing about a service.
const PLAIN: &str = "a an the and or but if of to in on at by for from with without into as is are was were be been \
    being it its this that these those their his her our your they he she we it you i can could may might must shall \
    should will would do does did not no nor so than then there when where which who whom whose what why how all any \
    each every some such only same own more most other also has have had having one two three use uses used using \
    need needs want wants company team service solution meet requirements least amazon aws about after again \
    against already although always among another around because before behind below between during else enough even ever \
    few here however instead itself just like many much now often once onto out over per perhaps quite rather really since \
    soon still themselves though through thus too toward under until unless up upon very via while within yet them";

/// All facts, by the words in them.
#[derive(Debug, Default)]
pub(super) struct Facts {
    facts: Vec<Fact>,
    /// Words and synonyms by number, and for each where its facts start among all and its weight in each.
    numbers: HashMap<String, u32>,
    starts: Vec<usize>,
    weights: Vec<(u32, f64)>,
    synonyms: Synonyms,
}

/// A sentence or two about a service.
#[derive(Debug)]
pub(super) struct Fact {
    pub service: u32,
    /// The note or trap.
    pub item: Slug,
    /// Its heading.
    pub title: String,
    /// Whether it is what lures, not what is true.
    lure: bool,
}

/// Words of a text, and how much each counts.
pub(super) type Words = BTreeMap<String, f64>;

/// How well a text meets each fact.
pub(super) type Met = Vec<f64>;

impl Facts {
    pub fn of(
        items: &[Item],
        objectives: &BTreeMap<ObjectiveId, Objective>,
        services: &Services,
        phrases: &Phrases,
    ) -> Self {
        let synonyms = Synonyms::of(phrases);
        let number: BTreeMap<&ServiceId, u32> = services.iter().map(|(id, _)| id).zip(0..).collect();
        let plain: HashSet<String> = PLAIN.split(' ').flat_map(tokens).map(|token| token.stem).collect();
        let mut facts: Vec<(Fact, usize)> = Vec::new();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut counts: Vec<Vec<(u32, f64)>> = Vec::new();
        let (mut left, mut to_read) = (MOST_WORDS, MOST_READ);
        for item in items {
            let (title, texts) = texts(item);
            let mut texts = texts.peekable();
            if texts.peek().is_none() {
                continue;
            }
            let taught =
                item.teaches.iter().filter_map(|id| objectives.get(id)).map(|objective| objective.title.clone());
            let Ok(id) = Slug::new(item.id.slug()) else { continue };
            for (text, lure) in texts.chain(taught.map(|title| (title, false))) {
                let about = match &item.kind {
                    Kind::Trap(trap) if !lure && !trap.instead.is_empty() => trap.instead.as_slice(),
                    _ => std::slice::from_ref(&item.service),
                };
                let Some(unread) = to_read.checked_sub(text.len()) else { break };
                to_read = unread;
                let line = synonyms.read(&text);
                let words = count(&line, &plain, &synonyms);
                // What says nothing is no fact, but it was looked at.
                let Some(rest) = left.checked_sub(words.len().saturating_mul(about.len()).max(1)) else { continue };
                left = rest;
                if words.is_empty() {
                    continue;
                }
                for service in about.iter().filter_map(|service| number.get(service)) {
                    let fact = Fact { service: *service, item: id.clone(), title: title.to_owned(), lure };
                    facts.push((fact, counts.len()));
                }
                counts.push(numbered(words, &mut numbers));
            }
        }
        Self { synonyms, ..Self::weighed(facts, &counts, numbers) }
    }

    /// Facts with the number of their text, and the words of each text.
    fn weighed(facts: Vec<(Fact, usize)>, counts: &[Vec<(u32, f64)>], numbers: HashMap<String, u32>) -> Self {
        let mut shares = vec![1.0; numbers.len()];
        for (word, number) in &numbers {
            if is_key(word) {
                shares[*number as usize] = SYNONYM;
            }
        }
        let plain = |(word, times): &(u32, f64)| if shares[*word as usize] < 1.0 { 0.0 } else { *times };
        let long: Vec<f64> = counts.iter().map(|words| words.iter().map(plain).sum()).collect();
        let mean = facts.iter().map(|(_, text)| long[*text]).sum::<f64>() / facts.len().max(1) as f64;
        let mut services_with: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); numbers.len()];
        let mut starts = vec![0; numbers.len() + 1];
        for (fact, text) in &facts {
            for (word, _) in &counts[*text] {
                starts[*word as usize + 1] += 1;
                if !fact.lure {
                    services_with[*word as usize].insert(fact.service);
                }
            }
        }
        for word in 0..numbers.len() {
            starts[word + 1] += starts[word];
        }
        let services = facts.iter().map(|(fact, _)| fact.service).collect::<BTreeSet<u32>>().len() as f64;
        let mut weights = vec![(0, 0.0); starts[numbers.len()]];
        let mut next = starts.clone();
        for ((_, text), number) in facts.iter().zip(0..) {
            for (word, times) in &counts[*text] {
                let word = *word as usize;
                let rare = (1.0 + services / services_with[word].len().max(1) as f64).ln();
                let full = times + SATURATION * (1.0 - LENGTH + LENGTH * long[*text] / mean);
                weights[next[word]] = (number, shares[word] * rare * times * (SATURATION + 1.0) / full);
                next[word] += 1;
            }
        }
        let facts = facts.into_iter().map(|(fact, _)| fact).collect();
        Self { facts, numbers, starts, weights, synonyms: Synonyms::default() }
    }

    /// The facts that have a word, in their order, and its weight there.
    fn with_word(&self, word: &str) -> &[(u32, f64)] {
        let facts = self.numbers.get(word).map(|word| self.starts[*word as usize]..self.starts[*word as usize + 1]);
        &self.weights[facts.unwrap_or_default()]
    }

    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    pub fn get(&self, fact: usize) -> &Fact {
        &self.facts[fact]
    }

    /// The words of a text and its synonyms, each as much as where it counts most.
    pub fn words(&self, text: &Reading) -> Words {
        let mut words = Words::new();
        let own = text.stems().zip(0..).map(|(stem, at)| (stem, text.share(at)));
        let lists = self.synonyms.find(text.line());
        let lists = lists.iter().flat_map(|(key, places)| places.iter().map(|at| (*key, text.share(at.from))));
        for (word, share) in own.chain(lists) {
            match words.get_mut(word) {
                Some(most) => *most = share.max(*most),
                None => drop(words.insert(word.to_owned(), share)),
            }
        }
        words
    }

    /// How well a text meets each fact.
    pub fn met(&self, words: &Words) -> Met {
        let mut met = vec![0.0; self.facts.len()];
        for (word, share) in words {
            for (fact, weight) in self.with_word(word) {
                met[*fact as usize] += weight * share;
            }
        }
        met
    }

    /// What the facts that a text meets are worth to each of so many services.
    pub fn backing(&self, met: &Met, services: usize) -> Vec<f64> {
        let mut best = vec![Few::default(); services];
        for (fact, met) in self.facts.iter().zip(met) {
            if *met > 0.0 && !fact.lure {
                best[fact.service as usize].add(*met);
            }
        }
        let sums: Vec<f64> = best.iter().map(Few::sum).collect();
        let most = sums.iter().copied().fold(0.0, f64::max);
        if most <= 0.0 {
            return sums;
        }
        let well = most / (most + MET_HALF);
        sums.into_iter().map(|sum| MOST * well * (sum / most).powi(SHARPNESS)).collect()
    }

    /// The fact of a service that a text meets best.
    pub fn best_of(&self, service: u32, met: &Met) -> Option<usize> {
        let own = (0..self.facts.len()).filter(|fact| {
            let about = &self.facts[*fact];
            about.service == service && !about.lure && met[*fact] > 0.0
        });
        own.max_by(|a, b| met[*a].total_cmp(&met[*b]).then(b.cmp(a)))
    }

    /// What of a text a fact has, each word and synonym once where it stands first, with weights, the heaviest first.
    pub fn words_of(&self, fact: usize, text: &Reading) -> Vec<(Found, f64)> {
        let weight = |word: &str| {
            let facts = self.with_word(word);
            facts.binary_search_by_key(&fact, |(number, _)| *number as usize).ok().map(|place| facts[place].1)
        };
        let mut seen = BTreeSet::new();
        let mut found: BTreeMap<Found, f64> = BTreeMap::new();
        let lists = self.synonyms.find(text.line());
        let own = text.stems().zip(0..).map(|(word, at)| (word, Found { from: at, to: at + 1 }));
        for (word, at) in own.chain(lists.iter().map(|(key, places)| (*key, places[0]))) {
            if let Some(weight) = weight(word)
                && seen.insert(word)
            {
                *found.entry(at).or_default() += weight;
            }
        }
        let mut found: Vec<(Found, f64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    /// The true fact that speaks most of both a scenario and an option.
    pub fn shared(&self, scenario: &Met, option: &Met) -> Option<usize> {
        let both = |fact: &usize| scenario[*fact] * option[*fact];
        let all = (0..self.facts.len()).filter(|fact| !self.facts[*fact].lure && both(fact) > 0.0);
        all.max_by(|a, b| both(a).total_cmp(&both(b)).then(b.cmp(a)))
    }

    /// How well an option fits a scenario by facts that speak of both; what lures speaks against it.
    pub fn agreement(&self, scenario: &Met, option: &Met) -> f64 {
        let both = scenario.iter().zip(option).map(|(one, other)| match one * other {
            0.0 => 0.0,
            _ => one.powf(BY_SCENARIO) * other.powf(1.0 - BY_SCENARIO),
        });
        let [mut truths, mut lures] = [Few::default(), Few::default()];
        for (fact, both) in self.facts.iter().zip(both) {
            if both > 0.0 {
                if fact.lure { lures.add(both) } else { truths.add(both) }
            }
        }
        (truths.sum() - LURED * lures.sum()).max(0.0)
    }
}

/// The best few, in falling order.
#[derive(Debug, Clone, Copy, Default)]
struct Few([f64; FACTS_COUNT]);

impl Few {
    fn add(&mut self, mut met: f64) {
        for place in &mut self.0 {
            if met > *place {
                std::mem::swap(place, &mut met);
            }
        }
    }

    /// Their sum, each counting less than the one before.
    fn sum(&self) -> f64 {
        self.0.iter().rev().fold(0.0, |sum, met| met + NEXT_FACT * sum)
    }
}

/// Texts, each a fact with the heading before it, and whether it lures.
type Texts<'a> = Box<dyn Iterator<Item = (String, bool)> + 'a>;

/// The heading of a note or trap and its texts, made one by one: a hostile pack has a long heading and very many of them.
fn texts(item: &Item) -> (&str, Texts<'_>) {
    match &item.kind {
        Kind::Note(note) => {
            let paragraphs = note.body.split("\n\n").flat_map(|part| part.split("\n- "));
            let cards = note.cards.iter().map(|card| match &card.face {
                Face::Basic { front, back } => format!("{front} {back}"),
                Face::Cloze(cloze) => cloze.solved(),
            });
            let all = paragraphs.map(str::to_owned).chain(cards).filter(|text| !text.trim().is_empty());
            (&note.title, Box::new(all.map(|text| (format!("{}. {text}", note.title), false))))
        }
        Kind::Trap(trap) => {
            let words = trap.keywords.join(". ");
            let about = |text: &str| format!("{}. {text} {words}", trap.title);
            (&trap.title, Box::new([(about(&trap.truth), false), (about(&trap.lure), true)].into_iter()))
        }
        Kind::Question(_) => ("", Box::new(std::iter::empty())),
    }
}

/// The words of a fact and its synonyms, in order, and how often each word is there.
fn count<'t>(text: &'t Line, plain: &HashSet<String>, synonyms: &'t Synonyms) -> Vec<(&'t str, f64)> {
    let mut words: Vec<&str> = text.stems().collect();
    words.sort_unstable();
    let runs = words.chunk_by(|one, other| one == other).filter(|run| !plain.contains(run[0]));
    let own = runs.map(|run| (run[0], run.len() as f64));
    own.chain(synonyms.find(text).into_iter().map(|(key, _)| (key, 1.0))).collect()
}

/// Words by their numbers, which new ones get here.
fn numbered(words: Vec<(&str, f64)>, numbers: &mut HashMap<String, u32>) -> Vec<(u32, f64)> {
    let mut number = |word: &str| {
        if let Some(known) = numbers.get(word) {
            return *known;
        }
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        numbers.insert(word.to_owned(), next);
        next
    };
    words.into_iter().map(|(word, times)| (number(word), times)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::{Note, Service, Trap};
    use crate::domain::id::ItemId;

    fn item(id: &str, kind: Kind) -> Item {
        let service = ServiceId::new("s0").unwrap();
        let id = ItemId::new(format!("p/{id}")).unwrap();
        Item { id, service, tags: vec![], teaches: vec![], exams: [].into(), source: None, verified: None, kind }
    }

    /// A few MB of text that ask for some hundred times as much.
    #[test]
    fn packs_made_to_fill_the_memory_do_not() {
        let ids: Vec<ServiceId> = (0..300).map(|n| ServiceId::new(format!("s{n}")).unwrap()).collect();
        let service =
            |id: &ServiceId| (id.clone(), Service { title: id.to_string(), aliases: vec![], parents: vec![] });
        let services = Services::new(ids.iter().map(service).collect()).unwrap();
        let words = |n: usize, from: usize| (0..n).map(|n| format!("w{}", n + from)).collect::<Vec<_>>().join(" ");
        let trap = |truth: String| {
            let (title, lure) = ("Many".to_owned(), "Lured.".to_owned());
            Kind::Trap(Trap { title, lure, truth, instead: ids.clone(), keywords: vec![], notes: vec![] })
        };
        let body = "w1 w2\n\n".repeat(4_000);
        let items = [
            item("wide", trap(words(20_000, 0))),
            item("long", Kind::Note(Note { title: words(60, 0), body, cards: vec![] })),
            item("void", Kind::Note(Note { title: "The".to_owned(), body: "a\n\n".repeat(4_000), cards: vec![] })),
            item("fits", trap("This one fits.".to_owned())),
        ];
        let facts = Facts::of(&items, &[].into(), &services, &Phrases::new());
        let weighed = facts.weights.len();
        assert!(weighed > MOST_WORDS / 2 && weighed <= MOST_WORDS, "{weighed}");
        assert!(facts.with_word("w19999").is_empty(), "of what is too much all together, nothing is weighed");
        assert!(facts.facts.iter().all(|fact| fact.item.as_str() != "void"), "what says nothing is no fact");
    }
}
