//! What the pack's notes, traps, objectives and stories say: weak evidence under the rules, for what no rule was written for.
//!
//! Every paragraph, card and objective is a fact about its item's service; what is true of a trap is one about what to
//! choose instead, and its lure is one about nothing: it only speaks against options. A story is a fact about the service
//! that it points to, and says nothing of options. A word weighs the more the fewer services have facts with it, as search
//! engines weigh words (BM25), so each verdict leads to words and to a note or story. Words that mean the same
//! (`synonyms`) meet facts too.

mod gather;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::automaton::Found;
use super::reading::Reading;
use super::synonyms::{Synonyms, is_key};
use crate::domain::content::{Item, Objective, RuleBook, Services};
use crate::domain::id::{ObjectiveId, Slug};
use gather::Gathered;

/// How fast further mentions in a fact stop counting, and how much long facts are held back (BM25's usual values).
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.5;
/// Facts of a service that count, each so much of the one before.
const FACTS_COUNT: usize = 8;
const NEXT_FACT: f64 = 0.8;
/// What the best backed service gets, in weights of rules: from stories, and from notes and traps alone, which tell what is
/// true rather than what people ask for.
const MOST_BY_STORIES: f64 = 9.0;
const MOST_BY_NOTES: f64 = 3.2;
/// The higher, the less the others get.
const SHARPNESS: i32 = 4;
/// A fact met this well is met half.
const MET_HALF: f64 = 6.0;

/// What a list of synonyms counts for, of a word that as many services have.
const SYNONYM: f64 = 0.65;
/// What a fact of a note or trap counts, of a story.
const TRUTH: f64 = 0.8;

/// How much of a fact that speaks of a scenario and of an option is the scenario's part.
const BY_SCENARIO: f64 = 0.57;
/// What an option loses that says what a trap's lure says, of what it would gain by a truth.
const LURED: f64 = 0.15;

/// All facts, by the words in them.
#[derive(Debug, Default)]
pub(super) struct Facts {
    facts: Vec<Fact>,
    /// Words and synonyms by number, and for each where its facts start among all and its weight in each.
    numbers: HashMap<String, u32>,
    starts: Vec<usize>,
    weights: Vec<(u32, f32)>,
    synonyms: Synonyms,
    /// What the best backed service gets.
    most: f64,
    /// Whether there were more than there is room for.
    pub more: bool,
}

/// A sentence or two about a service.
#[derive(Debug)]
pub(super) struct Fact {
    pub service: u32,
    /// The note or trap; of a story `stories-` and its service.
    pub item: Slug,
    /// Its heading; of a story the first words.
    pub title: String,
    told: Told,
}

impl Fact {
    /// Why its words count, for people.
    pub fn because(&self) -> String {
        match self.told {
            Told::Story => format!("It is told like “{}”.", self.title),
            Told::Truth | Told::Lure => format!("These words are in “{}”.", self.title),
        }
    }
}

/// What a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// What is true of a service.
    Truth,
    /// What lures: it speaks for nothing.
    Lure,
    /// How people tell of a service's need.
    Story,
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
        book: &RuleBook,
    ) -> Self {
        let synonyms = Synonyms::of(&book.phrases);
        let gathered = gather::facts(items, objectives, services, &book.stories, &synonyms);
        Self { synonyms, ..Self::weighed(gathered) }
    }

    fn weighed(gathered: Gathered) -> Self {
        let Gathered { facts, counts, numbers, more, .. } = gathered;
        let mut shares = vec![1.0; numbers.len()];
        for (word, number) in &numbers {
            if is_key(word) {
                shares[*number as usize] = SYNONYM;
            }
        }
        let plain = |(word, times): &(u32, f32)| if shares[*word as usize] < 1.0 { 0.0 } else { f64::from(*times) };
        let long: Vec<f64> = counts.iter().map(|words| words.iter().map(plain).sum()).collect();
        let mean = facts.iter().map(|(_, text)| long[*text]).sum::<f64>() / facts.len().max(1) as f64;
        let mut services_with: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); numbers.len()];
        let mut starts = vec![0; numbers.len() + 1];
        for (fact, text) in &facts {
            for (word, _) in &counts[*text] {
                starts[*word as usize + 1] += 1;
                if fact.told != Told::Lure {
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
                let (word, times) = (*word as usize, f64::from(*times));
                let rare = (1.0 + services / services_with[word].len().max(1) as f64).ln();
                let full = times + SATURATION * (1.0 - LENGTH + LENGTH * long[*text] / mean);
                let weight = shares[word] * rare * times * (SATURATION + 1.0) / full;
                #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough, and half the memory")]
                let weight = weight as f32;
                weights[next[word]] = (number, weight);
                next[word] += 1;
            }
        }
        let facts: Vec<Fact> = facts.into_iter().map(|(fact, _)| fact).collect();
        let told = facts.iter().any(|fact| fact.told == Told::Story);
        let most = if told { MOST_BY_STORIES } else { MOST_BY_NOTES };
        Self { facts, numbers, starts, weights, synonyms: Synonyms::default(), most, more }
    }

    /// The facts that have a word, in their order, and its weight there.
    fn with_word(&self, word: &str) -> &[(u32, f32)] {
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
                met[*fact as usize] += f64::from(*weight) * share;
            }
        }
        met
    }

    /// What the facts that a text meets are worth to each of so many services.
    pub fn backing(&self, met: &Met, services: usize) -> Vec<f64> {
        let mut best = vec![Few::default(); services];
        for (fact, met) in self.facts.iter().zip(met).filter(|(_, met)| **met > 0.0) {
            let worth = match fact.told {
                Told::Story => *met,
                Told::Truth => *met * TRUTH,
                Told::Lure => continue,
            };
            best[fact.service as usize].add(worth);
        }
        let sums: Vec<f64> = best.iter().map(Few::sum).collect();
        let most = sums.iter().copied().fold(0.0, f64::max);
        if most <= 0.0 {
            return sums;
        }
        let well = most / (most + MET_HALF);
        sums.into_iter().map(|sum| self.most * well * (sum / most).powi(SHARPNESS)).collect()
    }

    /// The fact of a service that a text meets best.
    pub fn best_of(&self, service: u32, met: &Met) -> Option<usize> {
        let own = (0..self.facts.len()).filter(|fact| {
            let about = &self.facts[*fact];
            about.service == service && about.told != Told::Lure && met[*fact] > 0.0
        });
        own.max_by(|a, b| met[*a].total_cmp(&met[*b]).then(b.cmp(a)))
    }

    /// What of a text a fact has, each word and synonym once where it stands first, with weights, the heaviest first.
    pub fn words_of(&self, fact: usize, text: &Reading) -> Vec<(Found, f64)> {
        let weight = |word: &str| {
            let facts = self.with_word(word);
            facts
                .binary_search_by_key(&fact, |(number, _)| *number as usize)
                .ok()
                .map(|place| f64::from(facts[place].1))
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
        let all = (0..self.facts.len()).filter(|fact| self.facts[*fact].told == Told::Truth && both(fact) > 0.0);
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
            match fact.told {
                _ if both <= 0.0 => {}
                Told::Truth => truths.add(both),
                Told::Lure => lures.add(both),
                Told::Story => {}
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
