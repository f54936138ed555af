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
use super::load::{Loaded, load};
use super::problem::{MOST_TOLD, Mark, Problem, Problems};
use super::tree;
use super::{embedded, scan};
use crate::domain::content::{Item, Month, Pack};

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

/// Loads a pack and, where it has no error, looks for what could be better: what `pack check` tells.
///
/// `today` decides which items were last held against their source too long ago.
#[must_use]
pub fn check(files: &Files, today: Month) -> Loaded {
    let loaded = load(files);
    let Some(pack) = loaded.pack else { return loaded };
    let mut problems = Problems::default();
    for problem in loaded.problems {
        problems.add(problem);
    }
    // What is only counted needs no place.
    let mut found = findings(&pack, today);
    let untold = found.split_off(found.len().min(MOST_TOLD)).len();
    for problem in placed(files, found) {
        problems.add(problem);
    }
    let (problems, more) = problems.told();
    Loaded { pack: Some(pack), problems, more: more + untold + loaded.more, counts: loaded.counts }
}

fn findings(pack: &Pack, today: Month) -> Vec<Finding> {
    let mut all = sources::findings(pack, today);
    all.extend(keys::findings(pack));
    all.extend(cards::findings(pack));
    all.extend(stems::findings(pack));
    all.extend(rules::findings(pack));
    // The word list is English, and so is the way in which questions stress words.
    if pack.language == "en" || pack.language.starts_with("en-") {
        let words = embedded::words();
        all.extend(abbreviations::findings(pack, &words));
        all.extend(spelling::findings(pack, &words));
    }
    all
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
    // One tree at a time: each takes many times the room of its text.
    for (path, bytes) in files.iter().filter(|_| !wanted.is_empty()) {
        let Some(root) = scan::text(bytes).ok().and_then(|text| tree::parse(text).root) else { continue };
        for section in ["notes", "traps", "questions", "rules"] {
            let Some(entries) = root.get(section) else { continue };
            for entry in entries.value.entries() {
                for at in wanted.get(&(section == "rules", entry.key.as_ref())).into_iter().flatten() {
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
