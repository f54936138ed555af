//! Which rules fire on a text, how strongly, and on which words.

use std::ops::Range;

use super::Engine;
use super::automaton::{Found, Places};
use super::compile::{Compiled, Side, Wordings};
use super::reading::Reading;
use crate::domain::content::Part;

/// A text and where each wording stands in it.
#[derive(Debug)]
pub(super) struct Searched {
    pub reading: Reading,
    pub found: Places,
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
    /// The words, one place for each signal that was needed and each further one.
    pub places: Range<usize>,
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
const ASK: f64 = 1.15;
const NEED: f64 = 1.1;
const SETTING: f64 = 0.9;
/// What they come from says little about where they should go.
const LEFT_BEHIND: f64 = 0.4;
/// What somebody only suggests or has tried says no more.
const SUGGESTED: f64 = 0.4;
/// Each further signal of `any` makes the rule so much stronger, up to this many.
const FURTHER: f64 = 0.8;
const MOST_FURTHER: usize = 5;
/// What they refuse counts less against than what they want counts for.
const DENIED: f64 = 0.4;

impl Engine {
    /// Reads a text with all signals at once.
    pub(super) fn search(&self, text: &str) -> Searched {
        let reading = Reading::of(text);
        let found = self.automaton.find(reading.line());
        Searched { reading, found }
    }

    /// The rules that fire on a scenario, in the order of their ids.
    pub(super) fn fire(&self, text: &Searched) -> AllFired {
        let mut touched = vec![false; self.rules.len()];
        for wording in text.found.wordings() {
            for rule in self.users.of_wording(*wording) {
                touched[*rule as usize] = true;
            }
        }
        let mut all = AllFired::default();
        let mut room = Room::default();
        for (rule, number) in self.rules.iter().zip(0..).filter(|(_, number)| touched[*number as usize]) {
            if let Some((strength, denied)) = rule.fire(text, &mut room) {
                let from = all.places.len();
                all.places.extend(room.chosen.iter().map(|place| place.at));
                all.rules.push(Fired { rule: number, strength, denied, places: from..all.places.len() });
            }
        }
        all
    }
}

/// All rules that fired, and their words one after the other.
#[derive(Debug, Default)]
pub(super) struct AllFired {
    pub rules: Vec<Fired>,
    pub places: Vec<Found>,
}

/// Room that each rule uses anew.
#[derive(Default)]
struct Room {
    /// Places of each signal that is needed; of the last where `any` has some.
    wanted: Vec<Vec<Weighed>>,
    chosen: Vec<Weighed>,
    more: Vec<Weighed>,
}

impl Compiled {
    /// Whether it fires, how strongly, and whether by denied words; the places are then in `room.chosen`.
    fn fire(&self, text: &Searched, room: &mut Room) -> Option<(f64, bool)> {
        let Side { any, all, none } = &self.scenario;
        if !all.iter().all(|signal| text.somewhere(signal)) || none.iter().any(|signal| text.stands(signal)) {
            return None;
        }
        // Where both are given, `all` is the context and `any` decides.
        let part_of_all = if any.is_empty() { self.part } else { None };
        let needed = all.len() + usize::from(!any.is_empty());
        if room.wanted.len() < needed {
            room.wanted.resize_with(needed, Vec::new);
        }
        let wanted = &mut room.wanted[..needed];
        wanted.iter_mut().for_each(Vec::clear);
        for (signal, places) in all.iter().zip(wanted.iter_mut()) {
            text.places(signal, part_of_all, places);
            if places.is_empty() {
                return None;
            }
        }
        room.chosen.clear();
        if let Some(of_any) = wanted.last_mut().filter(|_| !any.is_empty()) {
            any.iter().for_each(|signal| text.places(signal, self.part, of_any));
            if of_any.is_empty() {
                return if all.is_empty() { self.fire_denied(text, &mut room.chosen) } else { None };
            }
            of_any.sort_by_key(|place| place.at);
        }
        match self.near {
            Some(words) => room.chosen = nearest(wanted, words)?,
            None => room.chosen.extend(wanted.iter().filter_map(|places| best(places))),
        }
        // What decides counts, not where the context stands.
        let deciding =
            if any.is_empty() { &room.chosen[..] } else { &room.chosen[room.chosen.len().checked_sub(1)?..] };
        let mut strength = deciding.iter().map(|place| place.weight).sum::<f64>() / deciding.len().max(1) as f64;
        if self.near.is_none() && !any.is_empty() {
            others(&wanted[needed - 1], &room.chosen, &mut room.more);
            strength *= 1.0 + FURTHER * room.more.len() as f64;
            room.chosen.append(&mut room.more);
        }
        (!room.chosen.is_empty()).then_some((strength, false))
    }

    /// A rule whose every mention is denied speaks against what it would point to.
    fn fire_denied(&self, text: &Searched, chosen: &mut Vec<Weighed>) -> Option<(f64, bool)> {
        let named = self.scenario.any.iter().flatten().filter(|(_, must_be_denied)| !must_be_denied);
        let places = named.flat_map(|(wording, _)| text.found.of(*wording)).filter(|at| text.reading.denied(**at));
        let first = *places.min()?;
        let fits = self.part.is_none_or(|part| text.reading.part(first) >= part);
        chosen.push(Weighed { at: first, weight: 1.0, wording: 0 });
        fits.then_some((DENIED, true))
    }
}

impl Searched {
    /// Adds where a signal stands in the right light.
    fn places(&self, signal: &Wordings, part: Option<Part>, places: &mut Vec<Weighed>) {
        for (wording, must_be_denied) in signal {
            for at in self.found.of(*wording) {
                let of = self.reading.part(*at);
                if !self.right(*at, *must_be_denied) || part.is_some_and(|part| !in_part(of, part)) {
                    continue;
                }
                let weight = match of {
                    Part::Ask => ASK,
                    Part::Need => NEED,
                    Part::Setting => SETTING,
                };
                let left = if self.reading.left_behind(*at) { LEFT_BEHIND } else { 1.0 };
                let suggested = if self.reading.suggested(*at) { SUGGESTED } else { 1.0 };
                places.push(Weighed { at: *at, weight: weight * left * suggested, wording: *wording });
            }
        }
    }

    /// Whether a signal stands anywhere, in whatever light.
    fn somewhere(&self, signal: &Wordings) -> bool {
        signal.iter().any(|(wording, _)| self.found.has(*wording))
    }

    /// Whether a signal stands anywhere in the right light.
    fn stands(&self, signal: &Wordings) -> bool {
        let right = |(wording, must_be_denied): &(u32, bool)| {
            self.found.of(*wording).iter().any(|at| self.right(*at, *must_be_denied))
        };
        signal.iter().any(right)
    }

    /// Whether a place stands in the light that a signal wants.
    fn right(&self, at: Found, must_be_denied: bool) -> bool {
        let denied = self.reading.denied(at);
        denied == must_be_denied || (denied && self.reading.harm(at))
    }

    /// Whether a side of a rule holds on this text; light counts, parts don't.
    pub fn holds(&self, side: &Side) -> Option<Vec<Found>> {
        if side.none.iter().any(|signal| self.stands(signal)) || !side.all.iter().all(|signal| self.somewhere(signal)) {
            return None;
        }
        let mut room = Vec::new();
        let mut there = |signals: &[Wordings]| {
            room.clear();
            signals.iter().for_each(|signal| self.places(signal, None, &mut room));
            best(&room)
        };
        let mut places = Vec::new();
        for signal in &side.all {
            places.push(there(std::slice::from_ref(signal))?.at);
        }
        if !side.any.is_empty() {
            places.push(there(&side.any)?.at);
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
fn others(of_any: &[Weighed], places: &[Weighed], more: &mut Vec<Weighed>) {
    more.clear();
    for place in of_any {
        let overlaps = |other: &Weighed| place.at.from < other.at.to && other.at.from < place.at.to;
        let counts = |other: &Weighed| overlaps(other) || place.wording == other.wording;
        if more.len() < MOST_FURTHER && !places.iter().any(counts) && !more.iter().any(counts) {
            more.push(*place);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn place(from: u32, to: u32, wording: u32) -> Weighed {
        Weighed { at: Found { from, to }, weight: 1.0, wording }
    }

    fn ends(places: &[Weighed]) -> Vec<(u32, u32)> {
        places.iter().map(|place| (place.at.from, place.at.to)).collect()
    }

    #[test]
    fn further_wordings_may_touch_but_not_overlap() {
        let mut more = vec![];
        others(&[place(2, 4, 1), place(3, 5, 2), place(4, 6, 3), place(8, 9, 0)], &[place(0, 2, 0)], &mut more);
        assert_eq!(ends(&more), [(2, 4), (4, 6)]);
    }

    #[test]
    fn of_places_together_the_closest_count() {
        let wanted = [vec![place(0, 1, 0), place(10, 11, 0)], vec![place(5, 6, 1), place(12, 13, 1)]];
        assert_eq!(ends(&nearest(&wanted, 10).unwrap()), [(10, 11), (12, 13)]);
        assert!(nearest(&wanted, 0).is_none());
        // Of equally close ones the first.
        let twice = [vec![place(0, 1, 0), place(10, 11, 0)], vec![place(3, 4, 1), place(13, 14, 1)]];
        assert_eq!(ends(&nearest(&twice, 10).unwrap()), [(0, 1), (3, 4)]);
        // Words between, not those of the signals, are what "near" counts.
        let long = [vec![place(0, 4, 0)], vec![place(6, 9, 1)]];
        assert!(nearest(&long, 2).is_some() && nearest(&long, 1).is_none());
    }
}
