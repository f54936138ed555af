//! A doubtful key, written down for whoever keeps the pack.

use std::fmt::Write;

use crate::domain::exam::mark::Mark;
use crate::domain::exam::paper::{Slot, Terms};
use crate::domain::time::StudyDay;

/// A text to be put beside the pack. It is Markdown, so that the pack doesn't load it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub {
    /// `doubtful-<item>.md`: one for each question, however often it is doubted.
    pub file_name: String,
    /// What it says.
    pub text: String,
}

/// The stub for a question whose key the learner doubts, with room for the reason.
#[must_use]
pub fn stub(terms: &Terms, slot: &Slot, mark: &Mark, day: StudyDay) -> Stub {
    let (item, question) = (slot.item(), slot.question());
    let mut text = format!("# Doubtful key: {}\n\n", item.id);
    // Writing to a string can't fail.
    let mut say = |line: std::fmt::Arguments<'_>| _ = writeln!(text, "{line}");
    say(format_args!("Noted on {} against {} {}.\n", day.date(), terms.pack_title, terms.version));
    say(format_args!("{}\n", question.stem.trim()));
    for option in &question.options {
        let key = if option.correct { "x" } else { " " };
        let chosen = if mark.chosen.contains(&option.id) { " (chosen)" } else { "" };
        say(format_args!("- [{key}] `{}`{chosen}: {}", option.id, option.text.trim()));
        say(format_args!("  - why: {}", option.why.trim()));
    }
    say(format_args!("\nSource: {}\n", item.source.as_deref().unwrap_or("none given")));
    say(format_args!("Why I doubt it:\n"));
    Stub { file_name: format!("doubtful-{}.md", item.id.slug()), text }
}
