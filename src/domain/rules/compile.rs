//! A rule book with signals as numbers of wordings.

use std::collections::{BTreeMap, HashMap};

use super::Engine;
use super::automaton::{Gather, WordingId};
use super::facts::Facts;
use super::signal::{Lists, is_skipped, parse};
use super::weigh;
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

/// Which rules have a wording, by the wording's number.
#[derive(Debug, Default)]
pub(super) struct Users {
    starts: Vec<u32>,
    rules: Vec<u32>,
}

impl Users {
    fn of(lists: Vec<Vec<u32>>) -> Self {
        let mut users = Self { starts: vec![0], rules: Vec::new() };
        for list in lists {
            users.rules.extend(list);
            users.starts.push(u32::try_from(users.rules.len()).unwrap_or(u32::MAX));
        }
        users
    }

    /// The rules that have a wording.
    pub fn of_wording(&self, wording: WordingId) -> &[u32] {
        &self.rules[self.starts[wording as usize] as usize..self.starts[wording as usize + 1] as usize]
    }
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
    let parents: Vec<Vec<usize>> = services
        .iter()
        .map(|(_, service)| service.parents.iter().filter_map(of).map(|at| at as usize).collect())
        .collect();
    let mut signals = Signals { gather: Gather::default(), lists: Lists::of(&book.phrases), read: HashMap::new() };
    // The book is in the order of ids, whatever the order of the pack.
    let rules: Vec<Compiled> = book.rules.iter().map(|(id, rule)| signals.rule(id, rule, of)).collect();
    let mut names = Vec::new();
    for ((_, service), number) in services.iter().zip(0..) {
        for name in [&service.title].into_iter().chain(&service.aliases) {
            // A name is no signal: brackets and dots in it are nothing but text. One of which a word is skipped would be
            // another's: "EKS-A" is not "EKS".
            let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            let whole = !plain.split(' ').any(|word| is_skipped(&word.to_lowercase()));
            let wordings = signals.signal(&plain);
            if whole && !wordings.is_empty() {
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
    let users = Users::of(users);
    let about_options = (0..).zip(&rules).filter(|(_, rule)| rule.worth != 0.0 && rule.option.is_some());
    let about_options = about_options.map(|(number, _)| number).collect();
    let ancestors: Vec<Vec<usize>> = (0..ids.len()).map(|service| ancestors(&parents, service)).collect();
    let shares = weigh::shares(rules.iter().flat_map(|rule| &rule.weights), &ancestors);
    Engine { automaton, about_options, rules, users, shares, services: ids, ancestors, names, facts: Facts::default() }
}

/// Everything above a service.
fn ancestors(parents: &[Vec<usize>], service: usize) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let mut seen = vec![false; parents.len()];
    let mut open = parents[service].clone();
    while let Some(parent) = open.pop() {
        if !std::mem::replace(&mut seen[parent], true) {
            found.push(parent);
            open.extend(&parents[parent]);
        }
    }
    found
}

struct Signals<'a> {
    gather: Gather,
    lists: Lists<'a>,
    /// Signals of rules: many rules share one.
    read: HashMap<&'a str, Wordings>,
}

impl<'a> Signals<'a> {
    fn signal(&mut self, text: &str) -> Wordings {
        parse(text, &self.lists).map(|signal| self.gather.signal(&signal)).unwrap_or_default()
    }

    fn list(&mut self, list: &'a [String]) -> Vec<Wordings> {
        let wordings = |text: &'a String| {
            if let Some(known) = self.read.get(text.as_str()) {
                return known.clone();
            }
            let wordings = self.signal(text);
            self.read.insert(text, wordings.clone());
            wordings
        };
        list.iter().map(wordings).collect()
    }

    fn rule(&mut self, id: &Slug, rule: &'a Rule, of: impl Fn(&ServiceId) -> Option<u32>) -> Compiled {
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
