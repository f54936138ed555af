//! All wordings of all signals as one automaton over the stems of a text.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::number::{Comparison, Number, Unit};
use super::reading::Reading;
use super::signal::{Part, Signal, Step};

/// A wording's number.
pub(super) type WordingId = u32;

/// At most so many places of one wording are kept: more of the same say nothing new.
const MOST_PLACES: usize = 12;

/// A step of a wording.
#[derive(Debug, Clone, Copy)]
struct Place {
    wording: WordingId,
    /// Its number among all steps of all wordings.
    step: u32,
    first: bool,
    last: bool,
    gap: u32,
}

/// A number that some step compares.
#[derive(Debug)]
struct Compared {
    comparison: Comparison,
    limit: f64,
    unit: Unit,
    place: Place,
}

/// All wordings, each once, however many signals share it.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    runs: Option<AhoCorasick>,
    /// Steps that take a run of words, by the run's number.
    users: Vec<Vec<Place>>,
    numbers: Vec<Compared>,
    steps: usize,
    wordings: usize,
}

/// Wordings being gathered.
#[derive(Debug, Default)]
pub(super) struct Gather {
    runs: HashMap<String, u32>,
    by_steps: HashMap<String, WordingId>,
    made: Automaton,
}

/// Where a wording was found: words of the text, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub from: u32,
    pub to: u32,
}

impl Gather {
    /// The number of each wording of a signal, and whether it must be denied.
    pub fn signal(&mut self, signal: &Signal) -> Vec<(WordingId, bool)> {
        signal.wordings.iter().map(|wording| (self.wording(&wording.steps), wording.denied)).collect()
    }

    fn wording(&mut self, steps: &[Step]) -> WordingId {
        let key = format!("{steps:?}");
        if let Some(known) = self.by_steps.get(&key) {
            return *known;
        }
        let wording = small(self.made.wordings);
        self.made.wordings += 1;
        for (at, step) in steps.iter().enumerate() {
            let place = Place {
                wording,
                step: small(self.made.steps),
                first: at == 0,
                last: at + 1 == steps.len(),
                gap: step.gap,
            };
            self.made.steps += 1;
            match &step.part {
                Part::Words(runs) => {
                    for run in runs {
                        let number = self.run(run);
                        self.made.users[number].push(place);
                    }
                }
                Part::Number(comparison, limit, unit) => {
                    let (comparison, limit, unit) = (*comparison, *limit, unit.clone());
                    self.made.numbers.push(Compared { comparison, limit, unit, place });
                }
            }
        }
        self.by_steps.insert(key, wording);
        wording
    }

    fn run(&mut self, run: &str) -> usize {
        let next = small(self.runs.len());
        let number = *self.runs.entry(run.to_owned()).or_insert(next);
        if number == next {
            self.made.users.push(Vec::new());
        }
        number as usize
    }

    /// The automaton of everything gathered.
    pub fn build(mut self) -> Automaton {
        let mut runs = vec![String::new(); self.runs.len()];
        for (run, number) in self.runs {
            runs[number as usize] = format!(" {run} ");
        }
        // Nothing but too many signals for 32 bits can fail; then nothing is found.
        self.made.runs = (!runs.is_empty()).then(|| AhoCorasick::new(&runs).ok()).flatten();
        self.made
    }
}

/// The last two places where a wording got as far as a step: where it began and where that step ended.
#[derive(Clone, Copy)]
struct Partial {
    from: u32,
    to: u32,
}

const NOWHERE: Partial = Partial { from: u32::MAX, to: u32::MAX };

impl Automaton {
    /// How many wordings there are.
    pub fn wordings(&self) -> usize {
        self.wordings
    }

    /// Where each wording stands in a text; places count the words that are not skipped.
    pub fn find(&self, reading: &Reading) -> Vec<Vec<Found>> {
        let mut search =
            Search { reading, found: vec![Vec::new(); self.wordings], reached: vec![[NOWHERE; 2]; self.steps] };
        let mut numbers = reading.numbers().iter().peekable();
        // Runs come in the order in which they end, and numbers are merged into it: a step always follows the one before.
        for hit in self.runs.iter().flat_map(|runs| runs.find_overlapping_iter(reading.line())) {
            let (from, to) = reading.words_between(hit.start(), hit.end());
            while let Some(number) = numbers.next_if(|number| reading.kept_from(number.to) <= to) {
                self.compare(number, &mut search);
            }
            for place in &self.users[hit.pattern().as_usize()] {
                search.reach(Found { from, to }, *place);
            }
        }
        for number in numbers {
            self.compare(number, &mut search);
        }
        search.found
    }

    fn compare(&self, number: &Number, search: &mut Search<'_>) {
        let at = Found { from: search.reading.kept_from(number.from), to: search.reading.kept_from(number.to) };
        let fits =
            |compared: &&Compared| compared.unit == number.unit && number.is(compared.comparison, compared.limit);
        for compared in self.numbers.iter().filter(fits).filter(|_| !number.rhythm) {
            search.reach(at, compared.place);
        }
    }
}

/// How far each wording has got in a text.
struct Search<'a> {
    reading: &'a Reading,
    found: Vec<Vec<Found>>,
    reached: Vec<[Partial; 2]>,
}

impl Search<'_> {
    fn reach(&mut self, at: Found, place: Place) {
        let begins = if place.first {
            at.from
        } else {
            let fits = |partial: &&Partial| {
                partial.to <= at.from
                    && at.from - partial.to <= place.gap
                    && self.reading.same_sentence(partial.from, at.from)
            };
            match self.reached[place.step as usize - 1].iter().filter(|partial| partial.from != u32::MAX).find(fits) {
                Some(partial) => partial.from,
                None => return,
            }
        };
        if place.last {
            let places = &mut self.found[place.wording as usize];
            let found = Found { from: begins, to: at.to };
            if places.len() < MOST_PLACES && places.last() != Some(&found) {
                places.push(found);
            }
        } else {
            let reached = &mut self.reached[place.step as usize];
            *reached = [Partial { from: begins, to: at.to }, reached[0]];
        }
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
