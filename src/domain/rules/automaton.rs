//! All wordings of all signals as one automaton over the stems of a text.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::line::Line;
use super::number::{Comparison, Number, Unit};
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
    place: Place,
}

/// All wordings, each once, however many signals share it.
#[derive(Debug, Default)]
pub(super) struct Automaton {
    runs: Option<AhoCorasick>,
    /// Steps that take a run of words, by the run's number.
    users: Vec<Vec<Place>>,
    /// Steps that compare a number, by its unit.
    numbers: HashMap<Unit, Vec<Compared>>,
    steps: usize,
    wordings: usize,
}

/// Wordings being gathered.
#[derive(Debug, Default)]
pub(super) struct Gather {
    runs: HashMap<String, u32>,
    by_steps: HashMap<String, WordingId>,
    /// Room for the key of a wording.
    key: String,
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
        self.key.clear();
        write_key(steps, &mut self.key);
        if let Some(known) = self.by_steps.get(&self.key) {
            return *known;
        }
        let wording = small(self.made.wordings);
        self.made.wordings += 1;
        for (at, step) in steps.iter().enumerate() {
            let place = Place {
                wording,
                // A wording is over with its last step, which nothing follows.
                step: small(self.made.steps),
                first: at == 0,
                last: at + 1 == steps.len(),
                gap: step.gap,
            };
            self.made.steps += usize::from(!place.last);
            match &step.part {
                Part::Run(run) => self.run(run, place),
                Part::Choice(runs) => runs.iter().for_each(|run| self.run(run, place)),
                Part::Number(comparison, limit, unit) => {
                    let compared = Compared { comparison: *comparison, limit: *limit, place };
                    self.made.numbers.entry(unit.clone()).or_default().push(compared);
                }
            }
        }
        self.by_steps.insert(self.key.clone(), wording);
        wording
    }

    fn run(&mut self, run: &str, user: Place) {
        if let Some(known) = self.runs.get(run) {
            return self.made.users[*known as usize].push(user);
        }
        self.runs.insert(run.to_owned(), small(self.runs.len()));
        self.made.users.push(vec![user]);
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

/// Where all wordings stand in a text; most of them stand nowhere, and only the others take room.
#[derive(Debug)]
pub(super) struct Places {
    /// The number of each wording among those that were found, from 1; 0 for all others.
    slots: Vec<u32>,
    /// The wordings that were found.
    wordings: Vec<WordingId>,
    /// Where the places of each of them start.
    starts: Vec<u32>,
    places: Vec<Found>,
}

impl Places {
    /// Where a wording stands, in the order of the text.
    pub fn of(&self, wording: WordingId) -> &[Found] {
        match self.slots.get(wording as usize) {
            Some(slot) if *slot > 0 => {
                let at = *slot as usize;
                &self.places[self.starts[at - 1] as usize..self.starts[at] as usize]
            }
            _ => &[],
        }
    }

    /// Whether a wording stands anywhere.
    pub fn has(&self, wording: WordingId) -> bool {
        self.slots.get(wording as usize).is_some_and(|slot| *slot > 0)
    }

    /// The wordings that stand somewhere.
    pub fn wordings(&self) -> &[WordingId] {
        &self.wordings
    }
}

/// A place where a wording got as far as a step: where it began, from 1 so that 0 is nowhere, and where that step ended.
#[derive(Clone, Copy)]
struct Partial {
    from: u32,
    to: u32,
}

impl Automaton {
    /// How many wordings there are.
    pub fn wordings(&self) -> usize {
        self.wordings
    }

    /// Whether any wording compares a number.
    pub fn compares_numbers(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// Where each wording stands in a text; places count the words that are not skipped.
    pub fn find(&self, line: &Line) -> Places {
        let mut search = Search {
            line,
            slots: vec![0; self.wordings],
            wordings: Vec::new(),
            counts: Vec::new(),
            last: Vec::new(),
            found: Vec::new(),
            reached: vec![[0; 4]; self.steps],
        };
        let mut numbers = line.numbers.iter().peekable();
        // Runs come in the order in which they end, and numbers are merged into it: a step always follows the one before.
        for hit in self.runs.iter().flat_map(|runs| runs.find_overlapping_iter(line.text())) {
            let (from, to) = line.words_between(hit.start(), hit.end());
            while let Some(number) = numbers.next_if(|number| line.kept_from(number.to) <= to) {
                self.compare(number, &mut search);
            }
            for place in &self.users[hit.pattern().as_usize()] {
                search.reach(Found { from, to }, *place);
            }
        }
        for number in numbers {
            self.compare(number, &mut search);
        }
        search.places()
    }

    fn compare(&self, number: &Number, search: &mut Search<'_>) {
        let Some(compared) = self.numbers.get(&number.unit).filter(|_| !number.rhythm) else { return };
        let at = Found { from: search.line.kept_from(number.from), to: search.line.kept_from(number.to) };
        for compared in compared.iter().filter(|compared| number.is(compared.comparison, compared.limit)) {
            search.reach(at, compared.place);
        }
    }
}

/// How far each wording has got in a text. Zeros cost nothing until they are touched, so that a text pays for the
/// wordings that stand in it and not for all that there are.
struct Search<'a> {
    line: &'a Line,
    slots: Vec<u32>,
    wordings: Vec<WordingId>,
    counts: Vec<u32>,
    last: Vec<Found>,
    /// Each place with its wording's slot.
    found: Vec<(u32, Found)>,
    /// The last two places that each step reached, the later first.
    reached: Vec<[u32; 4]>,
}

impl Search<'_> {
    fn reach(&mut self, at: Found, place: Place) {
        let begins = if place.first {
            at.from
        } else {
            let fits = |partial: &Partial| {
                partial.from > 0
                    && partial.to <= at.from
                    && at.from - partial.to <= place.gap
                    && self.line.sentence(partial.from - 1) == self.line.sentence(at.from)
            };
            // The steps of a wording are numbered in turn.
            let [from, to, earlier_from, earlier_to] = self.reached[place.step as usize - 1];
            let both = [Partial { from, to }, Partial { from: earlier_from, to: earlier_to }];
            match both.into_iter().find(fits) {
                Some(partial) => partial.from - 1,
                None => return,
            }
        };
        if place.last {
            self.keep(place.wording, Found { from: begins, to: at.to });
        } else {
            let reached = &mut self.reached[place.step as usize];
            *reached = [begins + 1, at.to, reached[0], reached[1]];
        }
    }

    fn keep(&mut self, wording: WordingId, found: Found) {
        let slot = &mut self.slots[wording as usize];
        if *slot == 0 {
            self.wordings.push(wording);
            self.counts.push(0);
            self.last.push(Found { from: u32::MAX, to: u32::MAX });
            *slot = small(self.wordings.len());
        }
        let at = *slot as usize - 1;
        if (self.counts[at] as usize) < MOST_PLACES && self.last[at] != found {
            self.counts[at] += 1;
            self.last[at] = found;
            self.found.push((*slot, found));
        }
    }

    /// The places in order of wordings, each wording's in the order of the text.
    fn places(self) -> Places {
        let mut starts = Vec::with_capacity(self.counts.len() + 1);
        let mut end = 0;
        starts.push(0);
        for count in &self.counts {
            end += count;
            starts.push(end);
        }
        let mut next = starts.clone();
        let mut places = vec![Found { from: 0, to: 0 }; self.found.len()];
        for (slot, found) in self.found {
            let next = &mut next[slot as usize - 1];
            places[*next as usize] = found;
            *next += 1;
        }
        Places { slots: self.slots, wordings: self.wordings, starts, places }
    }
}

/// What makes a wording: the same key for the same steps.
fn write_key(steps: &[Step], key: &mut String) {
    for step in steps {
        let mut run = |run: &str| {
            key.push_str(run);
            key.push('|');
        };
        match &step.part {
            Part::Run(only) => run(only),
            Part::Choice(runs) => runs.iter().for_each(|one| run(one)),
            Part::Number(comparison, limit, unit) => run(&format!("{comparison:?} {limit} {unit:?}")),
        }
        // No stem has a line end; a gap is a few words, which a character holds.
        key.push('\n');
        key.push(char::from_u32(step.gap).unwrap_or(char::REPLACEMENT_CHARACTER));
        key.push('\n');
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
