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
use super::problem::{Mark, Problem, Problems};
use super::tree::{self, Node};
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
    for problem in placed(files, findings(&pack, today)) {
        problems.add(problem);
    }
    let (problems, more) = problems.told();
    Loaded { pack: Some(pack), problems, more: more + loaded.more, counts: loaded.counts }
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
    if findings.is_empty() {
        return Vec::new();
    }
    let trees: Vec<(&str, Node<'_>)> =
        files.iter().filter_map(|(path, bytes)| Some((path, tree::parse(scan::text(bytes).ok()?).root?))).collect();
    // A rule may have the id of an item.
    let mut items: HashMap<(bool, &str), (&str, Mark, &Node<'_>)> = HashMap::new();
    for (path, root) in &trees {
        for section in ["notes", "traps", "questions", "rules"] {
            let Some(entries) = root.get(section) else { continue };
            for entry in entries.value.entries() {
                items.insert((section == "rules", &entry.key), (path, entry.mark, &entry.value));
            }
        }
    }
    let place = |finding: Finding| {
        let tell = if finding.info { Problem::info } else { Problem::warning };
        let at = finding.item.as_deref().and_then(|item| items.get(&(finding.rule, item)));
        let Some((path, mark, node)) = at else {
            return tell("pack.yaml", finding.message, finding.hint);
        };
        let steps: Vec<_> = finding.steps.iter().map(String::as_str).collect();
        let problem = tell(path, finding.message, finding.hint).at(node.find(&steps).unwrap_or(*mark));
        problem.of(finding.item.as_deref().unwrap_or_default())
    };
    findings.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests;
