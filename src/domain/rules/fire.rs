//! Which rules fire on a text, how strongly, and on which words.

use super::Engine;
use super::automaton::Found;
use super::compile::{Compiled, Side, Wordings};
use super::reading::Reading;
use crate::domain::content::Part;

/// A text and where each wording stands in it.
#[derive(Debug)]
pub(super) struct Searched {
    pub reading: Reading,
    pub found: Vec<Vec<Found>>,
}

/// A rule that fired.
#[derive(Debug, Clone)]
pub(super) struct Fired {
    /// Its number.
    pub rule: u32,
    /// How much of its weight counts, above 0.
    pub strength: f64,
    /// Whether its words are denied, so that it speaks against what it would point to.
    pub denied: bool,
    /// The words, one place for each signal that was needed.
    pub places: Vec<Found>,
}

/// A place of a signal and how much it counts.
#[derive(Debug, Clone, Copy)]
struct Weighed {
    at: Found,
    weight: f64,
    /// The wording that stands there.
    wording: u32,
}

/// Words in the question itself say most about what is asked, words of the setting least.
const ASK: f64 = 1.25;
const NEED: f64 = 1.1;
const SETTING: f64 = 0.9;
/// What they come from says little about where they should go.
const LEFT_BEHIND: f64 = 0.4;
/// Each further signal of `any` makes the rule so much stronger, up to this many.
const FURTHER: f64 = 0.35;
const MOST_FURTHER: usize = 5;
/// What they refuse counts less against than what they want counts for.
const DENIED: f64 = 0.8;

impl Engine {
    /// Reads a text with all signals at once.
    pub(super) fn search(&self, text: &str) -> Searched {
        let reading = Reading::of(text);
        let found = self.automaton.find(&reading);
        Searched { reading, found }
    }

    /// The rules that fire on a scenario, in the order of their ids.
    pub(super) fn fire(&self, text: &Searched) -> Vec<Fired> {
        let mut touched: Vec<u32> = Vec::new();
        for (wording, places) in text.found.iter().enumerate() {
            if !places.is_empty() {
                touched.extend(&self.users[wording]);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let fired = touched.into_iter().map(|rule| (rule, &self.rules[rule as usize]));
        fired.filter_map(|(number, rule)| rule.fire(text).map(|fired| Fired { rule: number, ..fired })).collect()
    }
}

impl Compiled {
    fn fire(&self, text: &Searched) -> Option<Fired> {
        let Side { any, all, none } = &self.scenario;
        if none.iter().any(|signal| !text.places(signal, None).is_empty()) {
            return None;
        }
        // Where both are given, `all` is the context and `any` decides.
        let part_of_all = if any.is_empty() { self.part } else { None };
        let mut wanted: Vec<Vec<Weighed>> = all.iter().map(|signal| text.places(signal, part_of_all)).collect();
        let mut of_any: Vec<Weighed> = any.iter().flat_map(|signal| text.places(signal, self.part)).collect();
        if !any.is_empty() {
            if of_any.is_empty() && all.is_empty() {
                return self.fire_denied(text);
            }
            of_any.sort_by_key(|place| place.at);
            wanted.push(of_any.clone());
        }
        if wanted.is_empty() || wanted.iter().any(Vec::is_empty) {
            return None;
        }
        let mut places: Vec<Weighed> = match self.near {
            Some(words) => nearest(&wanted, words)?,
            None => wanted.iter().filter_map(|places| best(places)).collect(),
        };
        // What decides counts, not where the context stands.
        let deciding = if any.is_empty() { &places[..] } else { &places[places.len() - 1..] };
        let mut strength = deciding.iter().map(|place| place.weight).sum::<f64>() / deciding.len() as f64;
        if self.near.is_none() {
            let more = others(&of_any, &places);
            strength *= 1.0 + FURTHER * more.len() as f64;
            places.extend(more);
        }
        Some(Fired { rule: 0, strength, denied: false, places: places.iter().map(|place| place.at).collect() })
    }

    /// A rule whose every mention is denied speaks against what it would point to.
    fn fire_denied(&self, text: &Searched) -> Option<Fired> {
        let mut places = Vec::new();
        for (wording, must_be_denied) in self.scenario.any.iter().flatten() {
            if !must_be_denied {
                places.extend(text.found[*wording as usize].iter().filter(|at| text.reading.denied(**at)));
            }
        }
        let first = places.iter().min()?;
        let fits = self.part.is_none_or(|part| text.reading.part(*first) >= part);
        fits.then(|| Fired { rule: 0, strength: DENIED, denied: true, places: vec![*first] })
    }
}

impl Searched {
    /// Where a signal stands in the right light.
    fn places(&self, signal: &Wordings, part: Option<Part>) -> Vec<Weighed> {
        let mut places = Vec::new();
        for (wording, must_be_denied) in signal {
            for at in &self.found[*wording as usize] {
                let of = self.reading.part(*at);
                if self.reading.denied(*at) != *must_be_denied || part.is_some_and(|part| !in_part(of, part)) {
                    continue;
                }
                let weight = match of {
                    Part::Ask => ASK,
                    Part::Need => NEED,
                    Part::Setting => SETTING,
                };
                let left = if self.reading.left_behind(*at) { LEFT_BEHIND } else { 1.0 };
                places.push(Weighed { at: *at, weight: weight * left, wording: *wording });
            }
        }
        places
    }

    /// Whether a side of a rule holds on this text; light counts, parts don't.
    pub fn holds(&self, side: &Side) -> Option<Vec<Found>> {
        let there = |signal: &Wordings| best(&self.places(signal, None));
        if side.none.iter().any(|signal| there(signal).is_some()) {
            return None;
        }
        let mut places = Vec::new();
        for signal in &side.all {
            places.push(there(signal)?.at);
        }
        if !side.any.is_empty() {
            let all: Vec<Weighed> = side.any.iter().filter_map(there).collect();
            places.push(best(&all)?.at);
        }
        Some(places)
    }
}

/// A requirement may stand in the question too.
fn in_part(of: Part, wanted: Part) -> bool {
    of == wanted || (wanted == Part::Need && of == Part::Ask)
}

/// The place that counts most; of equals the longest, then the first.
fn best(places: &[Weighed]) -> Option<Weighed> {
    let long = |place: &Weighed| place.at.to - place.at.from;
    places
        .iter()
        .copied()
        .max_by(|a, b| a.weight.total_cmp(&b.weight).then(long(a).cmp(&long(b))).then(b.at.cmp(&a.at)))
}

/// Places of further wordings beside those that count already, the first of each that overlaps none.
fn others(of_any: &[Weighed], places: &[Weighed]) -> Vec<Weighed> {
    let mut more: Vec<Weighed> = Vec::new();
    for place in of_any {
        let overlaps = |other: &Weighed| place.at.from < other.at.to && other.at.from < place.at.to;
        let same = |other: &Weighed| place.wording == other.wording;
        let counted = || places.iter().chain(&more);
        if more.len() < MOST_FURTHER && !counted().any(overlaps) && !counted().any(same) {
            more.push(*place);
        }
    }
    more
}

/// One place of each signal, all within so many words; the closest such places.
fn nearest(wanted: &[Vec<Weighed>], words: u32) -> Option<Vec<Weighed>> {
    let mut closest: Option<(u32, Vec<Weighed>)> = None;
    for anchor in wanted.iter().flatten() {
        // From an anchor on, the next place of each signal.
        let next: Option<Vec<Weighed>> = wanted
            .iter()
            .map(|places| {
                places.iter().filter(|place| place.at.from >= anchor.at.from).min_by_key(|place| place.at).copied()
            })
            .collect();
        let Some(next) = next else { continue };
        let end = next.iter().map(|place| place.at.to).max().unwrap_or(0);
        let width = end - anchor.at.from;
        let inner: u32 = next.iter().map(|place| place.at.to - place.at.from).sum();
        if width <= words + inner && closest.as_ref().is_none_or(|(least, _)| width < *least) {
            closest = Some((width, next));
        }
    }
    closest.map(|(_, places)| places)
}
