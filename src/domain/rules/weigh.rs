//! From rules that fired to services in order, with their evidence.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use super::automaton::Found;
use super::confidence;
use super::facts::Met;
use super::fire::{AllFired, Searched};
use super::reading::Reading;
use super::{Answer, Engine, Evidence, Verdict};
use crate::domain::id::{ServiceId, Slug};

/// What remains of a weight when its words have spoken for the service before.
const SAID_BEFORE: f64 = 0.35;
/// What a service gets of its parents' own evidence.
const OF_PARENTS: f64 = 0.3;
/// What a service gets of its best child's total.
const OF_CHILDREN: f64 = 0.12;
/// What is left of a part's total where a service is asked for, and what the services get of which it is a part.
const AS_PART: f64 = 0.7;
const FOR_WHOLE: f64 = 0.1;
/// Rules of so much weight together speak for a usual service. The more of them there are for a service the less each
/// counts, since some fire on any long story: the share is a power of how many times as many they are.
const USUAL: f64 = 10.0;
const LEAST_USUAL: f64 = 3.0;
const BREADTH: f64 = 0.35;
/// What facts count for where no rule speaks, and how much more for each weight of the best service; never more than all.
const BACKING: f64 = 0.5;
const BY_RULES: f64 = 0.12;
/// A text of fewer words than this is told by facts the less: of a word or two every story that has them speaks, whatever
/// it is about.
const ENOUGH_WORDS: f64 = 6.0;
/// Of so many verdicts the facts behind them are told, from this weight on, by so many words each.
const BACKED: usize = 3;
const TOLD: f64 = 0.2;
const WORDS_TOLD: usize = 5;
/// So many verdicts are told.
const MOST_VERDICTS: usize = 10;
/// So many words are told: a person can't follow more, and of the rules people write never so many fire.
const MOST_EVIDENCE: usize = 400;

/// A scenario with everything that was found in it.
#[derive(Debug)]
pub(super) struct Scenario {
    pub text: Searched,
    /// Total of each service by number; 0 where nothing speaks for it.
    pub totals: Vec<f64>,
    /// Parts of the totals that have words of their own.
    pub parts: Vec<Counted>,
    /// The words of all parts.
    pub places: Vec<Found>,
    /// How well the text meets each fact, and what that is worth to each service.
    pub met: Met,
    pub backing: Vec<f64>,
    /// The characters of the text, to quote it.
    pub characters: Vec<char>,
}

/// A rule's weight for a service, after overlaps.
#[derive(Debug, Clone)]
pub(super) struct Counted {
    pub service: u32,
    pub rule: u32,
    pub weight: f64,
    pub places: Range<usize>,
}

impl Engine {
    pub(super) fn scenario(&self, text: &str) -> Scenario {
        let searched = self.search(text);
        let fired = self.fire(&searched);
        let parts = self.count(&fired, searched.reading.len());
        let mut own = vec![0.0; self.services.len()];
        for part in &parts {
            own[part.service as usize] += part.weight;
        }
        let mut totals = self.totals(&own);
        let met = self.facts.met(&self.facts.words(&searched.reading));
        // Facts speak under the rules, also where little is said.
        let most = totals.iter().copied().fold(0.0, f64::max);
        let enough = (searched.reading.words() as f64 / ENOUGH_WORDS).min(1.0);
        let under = (BACKING + BY_RULES * most).min(1.0) * enough;
        let mut backing = self.facts.backing(&met, self.services.len());
        backing.iter_mut().for_each(|worth| *worth *= under);
        for (total, backing) in totals.iter_mut().zip(&backing) {
            *total += backing;
        }
        if searched.reading.wants_service {
            self.without_parts(&mut totals);
        }
        let characters = text.chars().collect();
        Scenario { text: searched, totals, parts, places: fired.places, met, backing, characters }
    }

    /// The weights of all rules that fired; what says the same with the same words counts less.
    fn count(&self, all: &AllFired, words: usize) -> Vec<Counted> {
        let mut counted: Vec<Counted> = Vec::new();
        for fired in &all.rules {
            for (service, weight) in &self.rules[fired.rule as usize].weights {
                if fired.denied && *weight < 0.0 {
                    continue;
                }
                let sign = if fired.denied { -1.0 } else { 1.0 };
                let weight = sign * weight * fired.strength * self.shares[*service as usize];
                counted.push(Counted { service: *service, rule: fired.rule, weight, places: fired.places.clone() });
            }
        }
        // By weight and words, so that the ids of rules decide nothing: equals are equal.
        counted.sort_unstable_by(|a, b| {
            let by_weight = (a.service.cmp(&b.service)).then(b.weight.abs().total_cmp(&a.weight.abs()));
            by_weight
                .then_with(|| all.places[a.places.clone()].cmp(&all.places[b.places.clone()]))
                .then(a.weight.total_cmp(&b.weight))
                .then(a.rule.cmp(&b.rule))
        });
        let mut said = vec![(u32::MAX, 0_i8); words];
        for part in &mut counted {
            let sign: i8 = if part.weight < 0.0 { -1 } else { 1 };
            let mine = (part.service, sign);
            let places = &all.places[part.places.clone()];
            let long: usize = places.iter().map(|at| (at.to - at.from) as usize).sum();
            let mut before = 0;
            for at in places.iter().flat_map(|at| at.from..at.to) {
                if let Some(word) = said.get_mut(at as usize) {
                    before += usize::from(*word == mine);
                    *word = mine;
                }
            }
            let share = before as f64 / long.max(1) as f64;
            part.weight *= 1.0 - share * (1.0 - SAID_BEFORE);
        }
        counted
    }

    /// What children take from parents and parents from children.
    ///
    /// A child with evidence of its own gets more from a parent than the parent gets from it, so a parent never stands
    /// above a child that is better supported.
    fn totals(&self, own: &[f64]) -> Vec<f64> {
        let mut with_parents: Vec<f64> = own.to_vec();
        for (service, total) in with_parents.iter_mut().enumerate() {
            if own[service] > 0.0 {
                let parents = self.ancestors(service).iter();
                *total += parents.map(|parent| own[*parent].max(0.0) * OF_PARENTS).sum::<f64>();
            }
        }
        let mut totals = with_parents.clone();
        for (service, own_total) in with_parents.iter().enumerate() {
            if own[service] > 0.0 {
                for parent in self.ancestors(service).iter().copied() {
                    let lifted = own[parent].max(0.0) + (own_total - own[parent].max(0.0) * OF_PARENTS) * OF_CHILDREN;
                    if own[parent] >= 0.0 {
                        totals[parent] = totals[parent].max(lifted.max(0.0));
                    }
                }
            }
        }
        totals.iter().map(|total| total.max(0.0)).collect()
    }

    /// Who asks for a service names none that is a part of another: its evidence speaks for that one.
    fn without_parts(&self, totals: &mut [f64]) {
        let all = totals.to_vec();
        for (service, total) in all.iter().enumerate().filter(|(_, total)| **total > 0.0) {
            for parent in self.ancestors(service) {
                totals[*parent] = totals[*parent].max(all[*parent] + total * FOR_WHOLE);
            }
            if !self.ancestors(service).is_empty() {
                totals[service] *= AS_PART;
            }
        }
    }

    /// Everything above a service.
    pub(super) fn ancestors(&self, service: usize) -> &[usize] {
        &self.ancestors[service]
    }

    pub(super) fn verdict(&self, scenario: &Scenario) -> Answer {
        let mut order: Vec<usize> = (0..self.services.len()).filter(|at| rounded(scenario.totals[*at]) > 0.0).collect();
        order.sort_by(|a, b| {
            let (one, other) = (scenario.totals[*a], scenario.totals[*b]);
            other.total_cmp(&one).then_with(|| self.services[*a].cmp(&self.services[*b]))
        });
        order.truncate(MOST_VERDICTS);
        let scores: Vec<f64> = order.iter().map(|at| scenario.totals[*at]).collect();
        let related = |a: usize, b: usize| {
            let (a, b) = (order[a], order[b]);
            self.ancestors(a).contains(&b) || self.ancestors(b).contains(&a)
        };
        let confidences =
            confidence::confidences(&scores, related, scenario.text.reading.words(), scenario.text.reading.reversed);
        let abstained = confidence::abstains(&confidences);
        let verdicts = order.iter().zip(scores).zip(confidences).map(|((at, score), confidence)| Verdict {
            service: self.services[*at].clone(),
            score: rounded(score),
            confidence: rounded(confidence),
        });
        let verdicts: Vec<Verdict> = verdicts.collect();
        let evidence = self.evidence(scenario, &order);
        Answer { verdicts, abstained, evidence, options: None, chosen: None }
    }

    fn evidence(&self, scenario: &Scenario, order: &[usize]) -> Vec<Evidence> {
        let mut ranks = vec![usize::MAX; self.services.len()];
        order.iter().zip(0..).for_each(|(service, rank)| ranks[*service] = rank);
        let rank = |part: &Counted| ranks[part.service as usize];
        let mut parts: Vec<&Counted> = scenario.parts.iter().filter(|part| part.weight != 0.0).collect();
        parts.sort_unstable_by(|a, b| {
            (rank(a).cmp(&rank(b)))
                .then(b.weight.abs().total_cmp(&a.weight.abs()))
                .then(a.rule.cmp(&b.rule))
                .then(a.service.cmp(&b.service))
                .then(a.places.start.cmp(&b.places.start))
        });
        let mut evidence = Vec::new();
        for part in parts {
            let places = &scenario.places[part.places.clone()];
            let share = part.weight / places.len() as f64;
            for place in places {
                if evidence.len() < MOST_EVIDENCE {
                    let at = scenario.text.reading.characters(*place);
                    evidence.push(self.quote(at, &scenario.characters, part, share));
                }
            }
        }
        for service in order.iter().take(BACKED) {
            evidence.extend(self.backed(scenario, *service));
        }
        let mut evidence = merged(evidence);
        let named = |service: &ServiceId| order.iter().position(|at| self.services[*at] == *service);
        evidence.sort_by_key(|part| part.service.as_ref().and_then(named).unwrap_or(usize::MAX));
        evidence
    }

    /// The words that a service has in common with the fact of it that they meet best.
    fn backed(&self, scenario: &Scenario, service: usize) -> Vec<Evidence> {
        let backing = scenario.backing[service];
        let fact = self.facts.best_of(u32::try_from(service).unwrap_or(u32::MAX), &scenario.met);
        let Some(fact) = fact.filter(|_| backing >= TOLD) else { return Vec::new() };
        let reading = &scenario.text.reading;
        let mut evidence = self.in_fact(fact, reading, &scenario.characters, backing);
        for part in &mut evidence {
            part.service = Some(self.services[service].clone());
        }
        evidence
    }

    /// The heaviest words that a text has in common with a fact, and their shares of a weight.
    pub(super) fn in_fact(&self, fact: usize, text: &Reading, characters: &[char], weight: f64) -> Vec<Evidence> {
        let mut words = self.facts.words_of(fact, text);
        words.truncate(WORDS_TOLD);
        let all: f64 = words.iter().map(|(_, weight)| weight).sum();
        let fact = self.facts.get(fact);
        let tell = |(place, share): (Found, f64)| {
            let (start, end) = text.characters(place);
            Evidence {
                rule: fact.item.clone(),
                service: None,
                weight: rounded(weight * share / all),
                text: characters[start..end].iter().collect(),
                start,
                end,
                because: fact.because(),
                option: None,
            }
        };
        words.into_iter().map(tell).collect()
    }

    fn quote(&self, (start, end): (usize, usize), characters: &[char], part: &Counted, weight: f64) -> Evidence {
        let rule = &self.rules[part.rule as usize];
        Evidence {
            rule: rule.id.clone(),
            service: Some(self.services[part.service as usize].clone()),
            weight: rounded(weight),
            text: characters[start..end].iter().collect(),
            start,
            end,
            because: rule.because.clone(),
            option: None,
        }
    }
}

/// Evidence with the same words told once: several signals of a rule may stand on the same place.
fn merged(evidence: Vec<Evidence>) -> Vec<Evidence> {
    let mut known: BTreeMap<(Slug, Option<ServiceId>, usize, usize), usize> = BTreeMap::new();
    let mut merged: Vec<Evidence> = Vec::with_capacity(evidence.len());
    for part in evidence {
        match known.entry((part.rule.clone(), part.service.clone(), part.start, part.end)) {
            Entry::Occupied(at) => {
                let weight = &mut merged[*at.get()].weight;
                *weight = rounded(*weight + part.weight);
            }
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(part);
            }
        }
    }
    merged
}

/// What is left of the weight of each service's rules when their number is taken into account; of a parent's never more
/// than of its children's, so that it gains nothing on them.
pub(super) fn shares<'a>(rules: impl Iterator<Item = &'a (u32, f64)>, ancestors: &[Vec<usize>]) -> Vec<f64> {
    let mut own = vec![0.0; ancestors.len()];
    for (service, weight) in rules {
        own[*service as usize] += weight.max(0.0);
    }
    let mut breadth = own.clone();
    for (child, parents) in ancestors.iter().enumerate() {
        for parent in parents {
            breadth[*parent] = breadth[*parent].max(own[child]);
        }
    }
    breadth.iter().map(|sum| (sum.max(LEAST_USUAL) / USUAL).powf(-BREADTH)).collect()
}

/// To four places, so that sums read well and don't differ by a rounding error.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
