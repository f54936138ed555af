//! Rules: signals that point to or against services, and the phrases they name.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::{Check, Kind, ServiceId, Slug};
use crate::domain::content::{OptionSignals, Part, Rule, RuleBook};
use crate::domain::rules::{BadSignal, Lists, MOST_BYTES, MOST_WORDS, Phrases, check_signal, never_fires};
use crate::pack::problem::{Mark, Problem, Problems, quoted};
use crate::pack::raw::{self, Entries};
use crate::pack::tree::Value;

/// The longest story, in characters.
const LONGEST_STORY: usize = 2_000;

/// A rule or a list of phrases, and where each of its signals stands.
pub(in crate::pack) struct Signalled<T> {
    pub what: T,
    pub file: u32,
    pub at: Mark,
    /// Each signal and its place, in order.
    pub signals: Vec<(String, Mark)>,
}

impl Check<'_> {
    /// A rule of the pack.
    pub fn rule(&mut self, rule: raw::Rule) -> Option<(Slug, Signalled<Rule>)> {
        let mut signals = Vec::new();
        for (field, list) in [("any", &rule.any), ("all", &rule.all), ("none", &rule.none)] {
            self.signals(&[field], list, &mut signals);
        }
        if let Some(option) = &rule.option {
            for (field, list) in [("any", &option.any), ("all", &option.all), ("none", &option.none)] {
                self.signals(&["option", field], list, &mut signals);
            }
        }
        self.text(&["because"], &rule.because);
        self.says_something(&rule);
        let part = rule.part.as_deref().map(|word| self.part(word));
        let near = rule.near.map(|words| self.near(words));
        self.above_zero("fits", rule.fits);
        self.above_zero("breaks", rule.breaks);
        let points_to = self.weights("points_to", &rule.points_to);
        let against = self.weights("against", &rule.against);
        for (service, _) in
            rule.points_to.0.iter().filter(|(id, _)| rule.against.0.iter().any(|(other, _)| other == id))
        {
            let message = format!("the rule points to {} and against it", quoted(service));
            self.error(&["against", service], message, "keep one of them");
        }
        let id = self.own_id()?;
        let option = rule.option.map(|option| OptionSignals { any: option.any, all: option.all, none: option.none });
        let (points_to, against) = (points_to?, against?);
        let (near, part) = (or_none(near)?, or_none(part)?);
        let (any, all, none, fits, breaks) = (rule.any, rule.all, rule.none, rule.fits, rule.breaks);
        let because = rule.because;
        let what = Rule { any, all, none, near, part, option, points_to, against, fits, breaks, because };
        Some((id, Signalled { what, file: self.file_no, at: self.at, signals }))
    }

    /// A list of phrases that signals name.
    pub fn phrases(&mut self, phrases: raw::Phrases) -> Option<(Slug, Signalled<Vec<String>>)> {
        let mut signals = Vec::new();
        self.signals(&[], &phrases.0, &mut signals);
        if phrases.0.is_empty() {
            self.error(&[], "the list of phrases is empty", "write signals, or delete it");
        }
        let id = self.own_id()?;
        Some((id, Signalled { what: phrases.0, file: self.file_no, at: self.at, signals }))
    }

    /// Stories that point to a service.
    pub fn stories(&mut self, stories: raw::Stories) -> Option<(ServiceId, Vec<String>)> {
        if stories.0.is_empty() {
            self.error(&[], "the list of stories is empty", "write stories, or delete it");
        }
        for (at, story) in stories.0.iter().enumerate() {
            let at = at.to_string();
            self.text(&[&at], story);
            let long = story.chars().count();
            if long > LONGEST_STORY {
                let message = format!("the story has {long} characters");
                let hint = format!("tell it in {LONGEST_STORY} at most; the few words that decide are enough");
                self.error(&[&at], message, hint);
            }
        }
        let (id, at) = (self.id?.to_owned(), self.at);
        Some((self.name(Kind::Service, &id, at)?, stories.0))
    }

    /// A list of signals; lists of phrases that they name must exist.
    fn signals(&mut self, steps: &[&str], list: &[String], into: &mut Vec<(String, Mark)>) {
        let mut node = Some(self.node);
        for step in steps {
            node = node.and_then(|node| node.get(step)).map(|entry| &entry.value);
        }
        let marks: Vec<Mark> = match node.map(|node| &node.value) {
            Some(Value::List(list)) => list.iter().map(|node| node.mark).collect(),
            _ => Vec::new(),
        };
        let mut seen = HashSet::new();
        for ((at, signal), mark) in list.iter().enumerate().zip(marks) {
            let at = at.to_string();
            let steps: Vec<&str> = steps.iter().copied().chain([at.as_str()]).collect();
            self.text(&steps, signal);
            for name in named(signal) {
                self.name::<Slug>(Kind::Phrases, name, mark);
            }
            if !signal.is_empty() && !seen.insert(signal) {
                self.warn(&steps, format!("{} stands in this list twice", quoted(signal)), "delete one");
            }
            into.push((signal.clone(), mark));
        }
    }

    fn says_something(&mut self, rule: &raw::Rule) {
        let of_services = !rule.points_to.0.is_empty() || !rule.against.0.is_empty();
        let of_options = rule.fits.is_some() || rule.breaks.is_some();
        if rule.any.is_empty() && rule.all.is_empty() && rule.option.is_none() {
            self.error(&[], "the rule has no signal", "list words or phrases under `any` or `all`");
        }
        if !of_services && !of_options {
            let hint =
                "name services with weights under `points_to` or `against`, or say what an option `fits` or `breaks`";
            self.error(&[], "the rule says nothing", hint);
        }
        if of_services && rule.option.is_some() {
            let hint = "make it two: what an option says is weighed with `fits` or `breaks`";
            self.error(&["option"], "the rule speaks of services and of options", hint);
        }
        if of_options && rule.option.is_none() {
            let field = if rule.fits.is_some() { "fits" } else { "breaks" };
            let hint = "say under `option` what an option must say";
            self.error(&[field], format!("`{field}` has no option to weigh"), hint);
        }
        if rule.fits.is_some() && rule.breaks.is_some() {
            self.error(&["breaks"], "the rule fits an option and breaks it", "keep one of them");
        }
        if let Some(option) = &rule.option
            && option.any.is_empty()
            && option.all.is_empty()
        {
            self.error(&["option"], "the option has no signal", "list words or phrases under `any` or `all`");
        }
        if rule.near.is_some() && rule.all.len() + usize::from(!rule.any.is_empty()) < 2 {
            self.error(&["near"], "there is only one signal to be near", "list at least two under `all`");
        }
    }

    fn part(&mut self, word: &str) -> Option<Part> {
        let part = raw::part(word);
        if part.is_none() {
            self.error(&["in"], format!("`in` is {}", quoted(word)), "it can be `setting`, `need` or `ask`");
        }
        part
    }

    fn near(&mut self, words: i64) -> Option<u16> {
        let near = u16::try_from(words).ok().filter(|words| (1..=200).contains(words));
        if near.is_none() {
            self.error(&["near"], format!("`near` is {words}"), "it counts words, from 1 to 200");
        }
        near
    }

    fn above_zero(&mut self, field: &str, weight: Option<f64>) {
        if let Some(weight) = weight.filter(|weight| *weight <= 0.0) {
            self.error(&[field], format!("`{field}` is {weight}"), "weights are above 0");
        }
    }

    fn weights(&mut self, field: &str, weights: &Entries<f64>) -> Option<BTreeMap<ServiceId, f64>> {
        let mut all = Some(BTreeMap::new());
        for ((service, weight), mark) in weights.0.iter().zip(self.marks(field)) {
            if *weight <= 0.0 {
                let message = format!("the weight of `{service}` in `{field}` is {weight}");
                self.error(&[field, service], message, "weights are above 0; what speaks against goes under `against`");
            }
            match (self.name::<ServiceId>(Kind::Service, service, mark), &mut all) {
                (Some(service), Some(all)) => {
                    all.insert(service, *weight);
                }
                _ => all = None,
            }
        }
        all
    }
}

/// What a field that may be left out came to: `None` when it is wrong.
fn or_none<T>(field: Option<Option<T>>) -> Option<Option<T>> {
    match field {
        None => Some(None),
        Some(None) => None,
        Some(found) => Some(found),
    }
}

/// The lists that a signal names: `<name>`.
fn named(signal: &str) -> impl Iterator<Item = &str> {
    let after = signal.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    after.filter_map(|rest| rest.split_once('>')).map(|(name, _)| name)
}

/// The rules of all files, once every list of phrases is known: tells signals that can never match.
pub(in crate::pack) fn book(
    rules: BTreeMap<Slug, Signalled<Rule>>,
    phrases: &BTreeMap<Slug, Signalled<Vec<String>>>,
    stories: BTreeMap<ServiceId, Vec<String>>,
    problems: &mut Problems,
    path: impl Fn(u32) -> String,
) -> RuleBook {
    let all: Phrases = phrases.iter().map(|(id, list)| (id.clone(), list.what.clone())).collect();
    let lists = Lists::of(&all);
    let mut tell = |file: u32, id: &Slug, at: Mark, message: String, hint: &str| {
        problems.add(Problem::error(&path(file), message, hint).at(at).of(id.as_str()));
    };
    let mut reading =
        Reading { lists: &lists, bad_lists: BTreeSet::new(), words: 0, runs: HashSet::new(), bytes: 0, over: false };
    for (id, list) in phrases {
        if reading.wrong(&list.signals, |at, message, hint| tell(list.file, id, at, message, hint)) {
            reading.bad_lists.insert(id.as_str());
        }
    }
    for (id, rule) in &rules {
        reading.wrong(&rule.signals, |at, message, hint| tell(rule.file, id, at, message, hint));
        if !reading.over && never_fires(&rule.what, &lists) {
            let message = "the rule never fires: `none` forbids what it needs".to_owned();
            tell(rule.file, id, rule.at, message, "take the signal out of one of them");
        }
    }
    RuleBook { phrases: all, rules: rules.into_iter().map(|(id, rule)| (id, rule.what)).collect(), stories }
}

/// The signals of all entries, one after another.
struct Reading<'p> {
    lists: &'p Lists<'p>,
    /// A bad list is told once, not again at every signal that names it.
    bad_lists: BTreeSet<&'p str>,
    /// Words so far, hashes of the different runs of them, and the bytes of those.
    words: usize,
    runs: HashSet<u64>,
    bytes: usize,
    /// Whether there was too much.
    over: bool,
}

impl Reading<'_> {
    /// Tells the signals of one entry that can't be used, and whether there are any.
    fn wrong(&mut self, signals: &[(String, Mark)], mut tell: impl FnMut(Mark, String, &str)) -> bool {
        let mut any = false;
        for (signal, at) in signals.iter().filter(|(signal, _)| !signal.trim().is_empty()) {
            if self.over {
                return true;
            }
            match check_signal(signal, self.lists) {
                Ok(extent) => {
                    self.words += extent.words;
                    let new = |run: &&String| self.runs.insert(xxh3_64(run.as_bytes()));
                    self.bytes += extent.runs.iter().filter(new).map(String::len).sum::<usize>();
                    let what = if self.words > MOST_WORDS {
                        format!("{MOST_WORDS} words, each choice written out")
                    } else if self.bytes > MOST_BYTES {
                        format!("{MOST_BYTES} bytes of different words")
                    } else {
                        continue;
                    };
                    self.over = true;
                    let message = format!(
                        "from here on the signals of all rules and phrases have more than {what}; what follows isn't read"
                    );
                    tell(*at, message, "take rules out, or split the pack in two");
                }
                // Told with the other names that don't exist.
                Err(BadSignal::UnknownPhrases(_)) => {}
                Err(_) if named(signal).any(|list| self.bad_lists.contains(list)) => any = true,
                Err(bad) => {
                    tell(*at, format!("signal {}: {bad}", quoted(signal)), hint(&bad));
                    any = true;
                }
            }
        }
        any
    }
}

fn hint(bad: &BadSignal) -> &'static str {
    match bad {
        BadSignal::Empty => "write a word that says something; articles and signs alone are skipped",
        BadSignal::TwoSentences => "make two signals of it, under `all` where both are needed",
        BadSignal::Bracket(_) => "choices stand in round brackets: (one|other)",
        BadSignal::Comparison(_) => "write it as `> 15 minutes`; the words around it stand before or behind",
        BadSignal::Skipped(_) => "take that choice out; an empty one, as in (one|), makes the word optional",
        BadSignal::Dots => "`...` lets a few words pass between two others",
        BadSignal::NotInside => "write the phrase out without `not`, or make it a signal of its own",
        BadSignal::Long => "keep the few words that decide",
        BadSignal::Deep | BadSignal::TooMany => "split it into several signals",
        BadSignal::Circle(_) | BadSignal::UnknownPhrases(_) => "take one of the names out",
    }
}
