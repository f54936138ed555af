//! Which answer options fit a scenario best.
//!
//! An option is read by the same rules as the scenario: what it proposes is weighed by what the scenario points to, and
//! rules about options add what fits and take off what breaks a requirement. Order and length of options count nothing.

use super::automaton::Found;
use super::facts::{Met, Words};
use super::fire::Searched;
use super::weigh::{Scenario, rounded};
use super::{Answer, Engine, Evidence, OptionScore};

/// What a service's name in an option is worth as a proposal; a rule's weight is worth so much of itself.
const NAMED: f64 = 1.0;
const BY_RULE: f64 = 0.15;
const MOST_PROPOSED: f64 = 1.5;
/// What the option gets that facts of the pack fit best.
const BY_FACTS: f64 = 3.0;
/// An agreement that is worth half of that.
const AGREED_HALF: f64 = 4.0;
/// What the proposal gets that fits best, and all of them together, against weights of rules about options.
const BY_BEST: f64 = 2.2;
const BY_ALL: f64 = 0.75;
/// What an option gets that names no service, of what those that name one get on average.
const NAMELESS: f64 = 0.4;

struct Option_ {
    text: Searched,
    characters: Vec<char>,
    /// How firmly it proposes each service.
    proposed: Vec<f64>,
    /// How well its proposal fits the scenario.
    affinity: f64,
    score: f64,
    evidence: Vec<Evidence>,
}

pub(super) fn choose(engine: &Engine, scenario: &str, options: &[&str], choose: usize) -> Answer {
    let scenario = engine.scenario(scenario);
    let mut answer = engine.verdict(&scenario);
    let mut read: Vec<Option_> =
        options.iter().enumerate().map(|(index, text)| engine.option(&scenario, index, text)).collect();
    lift_nameless(engine, &mut read);
    by_facts(engine, &scenario, &mut read);
    let mut order: Vec<usize> = (0..read.len()).collect();
    let sign = if scenario.text.reading.reversed { -1.0 } else { 1.0 };
    // Equals are told apart by their words, never by where they stand.
    order.sort_by(|a, b| {
        let (one, other) = (&read[*a], &read[*b]);
        (sign * other.score)
            .total_cmp(&(sign * one.score))
            .then_with(|| one.text.reading.line().text().cmp(other.text.reading.line().text()))
    });
    let mut chosen: Vec<usize> = order.into_iter().take(choose).collect();
    chosen.sort_unstable();
    let scores = read.iter().enumerate().map(|(index, option)| OptionScore {
        index,
        score: rounded(option.score),
        services: engine.proposals(&option.proposed).into_iter().map(|at| engine.services[at].clone()).collect(),
    });
    answer.options = Some(scores.collect());
    answer.chosen = Some(chosen);
    answer.evidence.extend(read.into_iter().flat_map(|option| option.evidence));
    answer
}

/// An option that names no service is a setting of what the scenario stands on, not a worse proposal than each that
/// names one.
fn lift_nameless(engine: &Engine, options: &mut [Option_]) {
    let named = |option: &Option_| !engine.proposals(&option.proposed).is_empty();
    let affinities: Vec<f64> = options.iter().filter(|option| named(option)).map(|option| option.affinity).collect();
    let mean = affinities.iter().sum::<f64>() / affinities.len().max(1) as f64;
    for option in options.iter_mut().filter(|option| !named(option)) {
        option.score += NAMELESS * mean;
    }
}

/// Adds to each option how well facts speak of it and of the scenario, by the words that not all options have.
fn by_facts(engine: &Engine, scenario: &Scenario, options: &mut [Option_]) {
    if engine.facts.is_empty() {
        return;
    }
    let words: Vec<Words> = options.iter().map(|option| engine.facts.words(&option.text.reading)).collect();
    let differing = |own: &Words| -> Words {
        let differs = |word: &String| words.iter().any(|other| !other.contains_key(word));
        own.iter().filter(|(word, _)| differs(word)).map(|(word, share)| (word.clone(), *share)).collect()
    };
    let met: Vec<Met> = words.iter().map(|words| engine.facts.met(&differing(words))).collect();
    let agreements: Vec<f64> = met.iter().map(|met| engine.facts.agreement(&scenario.met, met)).collect();
    let most = agreements.iter().copied().fold(0.0, f64::max);
    for (index, ((option, agreement), met)) in options.iter_mut().zip(agreements).zip(&met).enumerate() {
        let Some(fact) = engine.facts.shared(&scenario.met, met).filter(|_| agreement > 0.0) else { continue };
        let worth = BY_FACTS * agreement / (most + AGREED_HALF);
        option.score += worth;
        let told = engine.in_fact(fact, &option.text.reading, &option.characters, worth);
        option.evidence.extend(told.into_iter().map(|told| Evidence { option: Some(index), ..told }));
    }
}

impl Engine {
    fn option(&self, scenario: &Scenario, index: usize, text: &str) -> Option_ {
        let searched = self.search(text);
        let proposed = self.proposed(&searched);
        let affinity = self.affinity(&proposed, &scenario.totals);
        let characters = text.chars().collect();
        let mut option =
            Option_ { text: searched, characters, proposed, affinity, score: affinity, evidence: Vec::new() };
        for rule in self.about_options.iter().map(|number| &self.rules[*number as usize]) {
            let Some(side) = &rule.option else { continue };
            let Some(places) = option.text.holds(side) else { continue };
            if scenario.text.holds(&rule.scenario).is_none() {
                continue;
            }
            option.score += rule.worth;
            let place = places.first().copied().unwrap_or(Found { from: 0, to: 0 });
            let (start, end) = option.text.reading.characters(place);
            option.evidence.push(Evidence {
                rule: rule.id.clone(),
                service: self.proposals(&option.proposed).first().map(|at| self.services[*at].clone()),
                weight: rounded(rule.worth),
                text: option.characters[start..end].iter().collect(),
                start,
                end,
                because: rule.because.clone(),
                option: Some(index),
            });
        }
        option
    }

    /// How firmly an option proposes each service.
    fn proposed(&self, option: &Searched) -> Vec<f64> {
        let mut proposed: Vec<f64> = vec![0.0; self.services.len()];
        for fired in self.fire(option).rules {
            for (service, weight) in &self.rules[fired.rule as usize].weights {
                if *weight > 0.0 && !fired.denied {
                    proposed[*service as usize] += weight * BY_RULE;
                }
            }
        }
        for name in &self.names {
            let there = |(wording, _): &(u32, bool)| {
                option
                    .found
                    .of(*wording)
                    .iter()
                    .any(|at| !option.reading.denied(*at) && !option.reading.left_behind(*at))
            };
            if name.wordings.iter().any(there) {
                let proposed = &mut proposed[name.service as usize];
                *proposed = proposed.max(NAMED);
            }
        }
        proposed.iter().map(|firm| firm.min(MOST_PROPOSED)).collect()
    }

    /// What an option proposes, most firmly first, without parents of what it proposes as well.
    fn proposals(&self, proposed: &[f64]) -> Vec<usize> {
        let mut all: Vec<usize> = (0..proposed.len()).filter(|at| proposed[*at] > 0.3).collect();
        let above: Vec<usize> = all.iter().flat_map(|at| self.ancestors(*at)).copied().collect();
        all.retain(|at| !above.contains(at));
        all.sort_by(|a, b| {
            proposed[*b].total_cmp(&proposed[*a]).then_with(|| self.services[*a].cmp(&self.services[*b]))
        });
        all
    }

    /// How well proposals fit what the scenario points to.
    fn affinity(&self, proposed: &[f64], totals: &[f64]) -> f64 {
        let most = totals.iter().copied().fold(0.0, f64::max);
        if most <= 0.0 {
            return 0.0;
        }
        let firm: f64 = proposed.iter().sum();
        let sum: f64 = proposed.iter().zip(totals).map(|(firm, total)| firm * total / most).sum();
        let best = proposed.iter().zip(totals).map(|(firm, total)| firm.min(1.0) * total / most).fold(0.0, f64::max);
        BY_BEST * best + BY_ALL * sum / (1.0 + firm)
    }
}
