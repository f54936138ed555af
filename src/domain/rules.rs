//! Which service does this scenario point to? Rules as data find its deciding words and say why.
//!
//! Exam scenarios play with keywords: they name a service that is only the setting, deny another, come from a third.
//! So words are read in their light (`scope`: denied, left behind; `suggested`; `sentence`: setting, need or ask), every rule that
//! fires keeps the words that made it fire, and a verdict is nothing but the sum of its evidence:
//!
//! text → words (`token`, `word`, `number`) → one automaton over all signals (`signal`, `automaton`) →
//! rules that fire (`fire`) → services with their parents (`weigh`) → confidence, or none (`confidence`).
//!
//! Answer options are read by the same rules (`choose`). Nothing depends on the order of rules or of options.

mod automaton;
mod choose;
mod compile;
mod confidence;
mod facts;
mod fire;
mod line;
mod number;
mod reading;
mod scope;
mod sentence;
mod signal;
mod suggested;
mod synonyms;
mod token;
mod weigh;
mod word;

use serde::Serialize;

pub use signal::{
    BadSignal, Extent, GAP, LONGEST, Lists, MOST_BYTES, MOST_WORDINGS, MOST_WORDS, MOST_WRITTEN_OUT, Phrases,
    check_signal, never_fires,
};

use crate::domain::content::{Pack, RuleBook, Services};
use crate::domain::halves;
use crate::domain::id::{ItemId, ServiceId, Slug};
use automaton::Automaton;
use compile::{Compiled, Name, Users};
use facts::Facts;

/// The rules of a pack, ready to read scenarios.
#[derive(Debug)]
pub struct Engine {
    automaton: Automaton,
    rules: Vec<Compiled>,
    /// Rules that speak of options, by number.
    about_options: Vec<u32>,
    users: Users,
    services: Vec<ServiceId>,
    /// Everything above each service, by number.
    ancestors: Vec<Vec<usize>>,
    /// What is left of a rule's weight for each service.
    shares: Vec<f64>,
    /// Names under which options propose a service.
    names: Vec<Name>,
    /// What notes and traps say, under the rules.
    facts: Facts,
}

/// What a scenario points to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// Services in falling order.
    pub verdicts: Vec<Verdict>,
    /// Whether the words don't decide.
    pub abstained: bool,
    /// The words that decided, those of the first verdict first.
    pub evidence: Vec<Evidence>,
    /// What each option was worth, when options were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<Vec<OptionScore>>,
    /// The best options by index from 0, in the order in which they were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Vec<usize>>,
}

/// A service that the scenario points to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The service.
    pub service: ServiceId,
    /// The sum of its evidence and of a part of its parents' and children's.
    pub score: f64,
    /// How often a verdict like this is right, 0 to 1.
    pub confidence: f64,
}

/// Words that speak for or against a service or an option.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The rule that they fired.
    pub rule: Slug,
    /// The service; of a rule about options, one that the option proposes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// How much they count; negative when against.
    pub weight: f64,
    /// The words.
    pub text: String,
    /// Where they start, in characters of the scenario or of the option.
    pub start: usize,
    /// Where they end, exclusive.
    pub end: usize,
    /// Why they count.
    pub because: String,
    /// The option in whose text they stand, by index from 0; none when they stand in the scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<usize>,
}

/// What an option is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OptionScore {
    /// Its index from 0.
    pub index: usize,
    /// How well it fits the scenario; only the order means something.
    pub score: f64,
    /// What it proposes, the most specific first.
    pub services: Vec<ServiceId>,
}

impl Engine {
    /// Makes one automaton of all signals. Signals that can't be used, which a checked pack doesn't have, never match.
    #[must_use]
    pub fn new(book: &RuleBook, services: &Services) -> Self {
        compile::compile(book, services)
    }

    /// The rules of a pack, and under them what its notes, traps, objectives and stories say, for what no rule was written
    /// for. The `rule` of such evidence is the note's or trap's id, or `stories-` and the service's.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let facts = || Facts::of(&pack.items, &pack.objectives, &pack.services, &pack.rules);
        let (facts, rules) = halves::both(facts, || Self::new(&pack.rules, &pack.services));
        Self { facts, ..rules }
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether all notes, traps and stories are weighed; of very many words those that come first are.
    #[must_use]
    pub fn weighs_all(&self) -> bool {
        !self.facts.more
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What a scenario points to.
    #[must_use]
    pub fn read(&self, scenario: &str) -> Answer {
        self.verdict(&self.scenario(scenario))
    }

    /// The rules that a text fires, in the order of their ids.
    pub fn fired(&self, text: &str) -> impl Iterator<Item = &Slug> {
        let fired = self.fire(&self.search(text)).rules;
        fired.into_iter().map(|fired| &self.rules[fired.rule as usize].id)
    }

    /// What a scenario points to, and the best `choose` of the answer options.
    #[must_use]
    pub fn choose(&self, scenario: &str, options: &[&str], choose: usize) -> Answer {
        choose::choose(self, scenario, options, choose)
    }
}

/// Whether a question is kept out of sight of whoever writes rules: a third of all, by the FNV-1a 64 hash of its full id.
#[must_use]
pub fn held_back(question: &ItemId) -> bool {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    question.as_str().bytes().fold(0xcbf2_9ce4_8422_2325, step).is_multiple_of(3)
}

#[cfg(test)]
mod tests;
