//! A rule book with signals as numbers of wordings.

use std::collections::BTreeMap;

use super::Engine;
use super::automaton::{Gather, WordingId};
use super::facts::Facts;
use super::signal::{Phrases, parse};
use crate::domain::content::{OptionSignals, Part, Rule, RuleBook, Services};
use crate::domain::id::{ServiceId, Slug};

/// A signal: wordings, and whether each must be denied.
pub(super) type Wordings = Vec<(WordingId, bool)>;

/// Signals of a rule on one text.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub any: Vec<Wordings>,
    pub all: Vec<Wordings>,
    pub none: Vec<Wordings>,
}

/// A rule, ready to fire.
#[derive(Debug)]
pub(super) struct Compiled {
    pub id: Slug,
    pub scenario: Side,
    pub near: Option<u32>,
    pub part: Option<Part>,
    pub option: Option<Side>,
    /// Services by number, with negative weights for those it speaks against.
    pub weights: Vec<(u32, f64)>,
    /// What it is worth to an option, negative when it speaks against it.
    pub worth: f64,
    pub because: String,
}

/// A name under which options propose a service.
#[derive(Debug)]
pub(super) struct Name {
    pub service: u32,
    pub wordings: Wordings,
}

pub(super) fn compile(book: &RuleBook, services: &Services) -> Engine {
    let ids: Vec<ServiceId> = services.iter().map(|(id, _)| id.clone()).collect();
    let number: BTreeMap<&str, u32> = ids.iter().zip(0..).map(|(id, number)| (id.as_str(), number)).collect();
    let of = |id: &ServiceId| number.get(id.as_str()).copied();
    let parents = services.iter().map(|(_, service)| service.parents.iter().filter_map(of).collect()).collect();
    let mut signals = Signals { gather: Gather::default(), phrases: &book.phrases };
    // The book is in the order of ids, whatever the order of the pack.
    let rules: Vec<Compiled> = book.rules.iter().map(|(id, rule)| signals.rule(id, rule, of)).collect();
    let mut names = Vec::new();
    for ((_, service), number) in services.iter().zip(0..) {
        for name in [&service.title].into_iter().chain(&service.aliases) {
            // A name is no signal: brackets and dots in it are nothing but text.
            let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            let wordings = signals.signal(&plain);
            if !wordings.is_empty() {
                names.push(Name { service: number, wordings });
            }
        }
    }
    let automaton = signals.gather.build();
    let mut users = vec![Vec::new(); automaton.wordings()];
    for (rule, number) in rules.iter().zip(0..) {
        let Side { any, all, .. } = &rule.scenario;
        for (wording, _) in any.iter().chain(all).flatten() {
            let users: &mut Vec<u32> = &mut users[*wording as usize];
            if users.last() != Some(&number) {
                users.push(number);
            }
        }
    }
    Engine { automaton, rules, users, services: ids, parents, names, facts: Facts::default() }
}

struct Signals<'a> {
    gather: Gather,
    phrases: &'a Phrases,
}

impl Signals<'_> {
    fn signal(&mut self, text: &str) -> Wordings {
        parse(text, self.phrases).map(|signal| self.gather.signal(&signal)).unwrap_or_default()
    }

    fn list(&mut self, list: &[String]) -> Vec<Wordings> {
        list.iter().map(|text| self.signal(text)).collect()
    }

    fn rule(&mut self, id: &Slug, rule: &Rule, of: impl Fn(&ServiceId) -> Option<u32>) -> Compiled {
        let scenario = Side { any: self.list(&rule.any), all: self.list(&rule.all), none: self.list(&rule.none) };
        let option = rule.option.as_ref().map(|OptionSignals { any, all, none }| Side {
            any: self.list(any),
            all: self.list(all),
            none: self.list(none),
        });
        let weigh = |weights: &BTreeMap<ServiceId, f64>, sign: f64| -> Vec<(u32, f64)> {
            weights.iter().filter_map(|(id, weight)| Some((of(id)?, sign * weight))).collect()
        };
        let mut weights = weigh(&rule.points_to, 1.0);
        weights.extend(weigh(&rule.against, -1.0));
        Compiled {
            id: id.clone(),
            scenario,
            near: rule.near.map(u32::from),
            part: rule.part,
            option,
            weights,
            worth: rule.fits.unwrap_or(0.0) - rule.breaks.unwrap_or(0.0),
            because: rule.because.clone(),
        }
    }
}
