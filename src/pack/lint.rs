//! What makes a pack worse without making it invalid: told as warnings.
//!
//! Each file under `lint/` holds one kind of weakness. They look at the finished pack; places are looked up afterwards,
//! only for what was found.

mod abbreviations;
mod cards;
mod keys;
mod prose;
mod rules;
mod sources;
mod spelling;
mod stems;
mod words;

use std::collections::HashMap;

pub(super) use words::Words;

use super::files::Files;
use super::load::{Loaded, load_with};
use super::problem::{MOST_TOLD, Mark, Problem, Problems};
use super::tree;
use super::{embedded, scan};
use crate::domain::content::{Item, Month, Pack};
use crate::domain::halves;

/// The most text of a pack, in bytes, that is read word by word: three times the shipped pack's. What is kept of each word
/// takes many times its room, and a file may be made of words that nobody knows.
const MOST_READ: usize = 4 * 1024 * 1024;

/// What was found. What is only counted needs no place, and no room.
#[derive(Debug, Default)]
struct Findings {
    told: Vec<Finding>,
    untold: usize,
}

impl Findings {
    /// Findings that were gathered apart, after these.
    fn append(&mut self, others: Self) {
        self.extend(others.told);
        self.untold += others.untold;
    }

    fn push(&mut self, finding: Finding) {
        if self.told.len() < MOST_TOLD {
            self.told.push(finding);
        } else {
            self.untold += 1;
        }
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, all: I) {
        all.into_iter().for_each(|finding| self.push(finding));
    }
}

/// Something that could be better, before its place is known.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    /// Item's own id; none for the pack as a whole.
    item: Option<String>,
    /// Fields from the item to the text.
    steps: Vec<String>,
    message: String,
    hint: String,
    /// Whether the id is a rule's.
    rule: bool,
    /// Whether it is only worth knowing.
    info: bool,
}

impl Finding {
    fn of(item: &Item, steps: &[&str], message: impl Into<String>, hint: impl Into<String>) -> Self {
        let steps = steps.iter().map(|step| (*step).to_owned()).collect();
        Self { steps, ..Self::about(Some(item.id.slug().to_owned()), message, hint) }
    }

    fn of_rule(id: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { rule: true, ..Self::about(Some(id.to_owned()), message, hint) }
    }

    fn of_pack(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::about(None, message, hint)
    }

    fn about(item: Option<String>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { item, steps: Vec::new(), message: message.into(), hint: hint.into(), rule: false, info: false }
    }

    /// No fault, but worth knowing.
    fn info(self) -> Self {
        Self { info: true, ..self }
    }
}

/// How far a check has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// So many files of so many are read.
    Files(usize, usize),
    /// From now on this is looked at.
    At(&'static str),
}

/// Loads a pack and, where it has no error, looks for what could be better: what `pack check` tells.
///
/// `today` decides which items were last held against their source too long ago. A large pack takes seconds, so each
/// step is told to `progress`.
#[must_use]
pub fn check(files: &Files, today: Month, progress: &mut dyn FnMut(Checked)) -> Loaded {
    let loaded = load_with(files, &mut |done, all| progress(Checked::Files(done, all)));
    let Some(pack) = loaded.pack else { return loaded };
    let mut problems = Problems::default();
    for problem in loaded.problems {
        problems.add(problem);
    }
    let found = findings(&pack, today, MOST_READ, progress);
    progress(Checked::At("the places of what was found"));
    for problem in placed(files, found.told) {
        problems.add(problem);
    }
    let (problems, more) = problems.told();
    Loaded { pack: Some(pack), problems, more: more + found.untold + loaded.more, counts: loaded.counts }
}

fn findings(pack: &Pack, today: Month, most_read: usize, progress: &mut dyn FnMut(Checked)) -> Findings {
    let mut all = Findings::default();
    progress(Checked::At("sources, cards and questions"));
    sources::findings(pack, today, &mut all);
    all.extend(keys::findings(pack));
    cards::findings(pack, &mut all);
    all.extend(stems::findings(pack));
    let first = read_closely(&pack.items, most_read);
    cards::alike(first, &mut all);
    progress(Checked::At("rules"));
    rules::findings(pack, first, most_read, &mut all);
    // The word list is English, and so is the way in which questions stress words.
    if pack.language == "en" || pack.language.starts_with("en-") {
        progress(Checked::At("spelling and abbreviations"));
        let words = embedded::words();
        let (short, spelled) =
            halves::both(|| abbreviations::findings(pack, first, &words), || spelling::findings(pack, first, &words));
        all.append(short);
        all.append(spelled);
    }
    if first.len() < pack.items.len() {
        let message = format!("only the first {} of {} items were read word by word", first.len(), pack.items.len());
        let hint = "spelling, abbreviations, rules and cards that are alike were not looked at in the others";
        all.push(Finding::of_pack(message, hint).info());
    }
    all
}

/// The first items, with as much text as is read word by word.
fn read_closely(items: &[Item], most: usize) -> &[Item] {
    let mut size = 0;
    let fits = |item: &&Item| {
        size += prose::texts(item).iter().map(|(_, text)| text.len()).sum::<usize>();
        size <= most
    };
    &items[..items.iter().take_while(fits).count()]
}

/// The findings with file and line.
fn placed(files: &Files, findings: Vec<Finding>) -> Vec<Problem> {
    // A rule may have the id of an item.
    let mut wanted: HashMap<(bool, &str), Vec<usize>> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let Some(item) = &finding.item {
            wanted.entry((finding.rule, item)).or_default().push(at);
        }
    }
    let mut places: Vec<Option<(&str, Mark)>> = vec![None; findings.len()];
    // One tree at a time: each takes many times the room of its text. No id stands twice in a pack that is valid, so that
    // files after the last one that is looked for are not read again.
    let mut left = wanted.len();
    for (path, bytes) in files.iter() {
        if left == 0 {
            break;
        }
        let Ok(bytes) = bytes else { continue };
        let Some(root) = scan::text(&bytes).ok().and_then(|text| tree::parse(text).root) else { continue };
        for section in ["notes", "traps", "questions", "rules"] {
            let Some(entries) = root.get(section) else { continue };
            for entry in entries.value.entries() {
                let Some(about) = wanted.get(&(section == "rules", entry.key.as_ref())) else { continue };
                left -= 1;
                for at in about {
                    let steps: Vec<_> = findings[*at].steps.iter().map(String::as_str).collect();
                    places[*at] = Some((path, entry.value.find(&steps).unwrap_or(entry.mark)));
                }
            }
        }
    }
    let place = |(finding, place): (Finding, Option<(&str, Mark)>)| {
        let tell = if finding.info { Problem::info } else { Problem::warning };
        match place {
            Some((path, mark)) => {
                tell(path, finding.message, finding.hint).at(mark).of(finding.item.as_deref().unwrap_or_default())
            }
            None => tell("pack.yaml", finding.message, finding.hint),
        }
    };
    findings.into_iter().zip(places).map(place).collect()
}

#[cfg(test)]
mod tests;
