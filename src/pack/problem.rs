//! What is wrong with a pack: where, what, and what to do.

use std::cmp::Ordering;
use std::fmt;

use serde::Serialize;

/// How many problems are told; the rest are only counted.
pub const MOST_TOLD: usize = 1_000;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The pack can't be used.
    Error,
    /// The pack can be used, but a reader will stumble here.
    Warning,
    /// Worth knowing.
    Info,
}

/// One thing that is wrong, or worth knowing, about a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Path inside the pack with `/`, or the folder itself as it was given.
    pub file: String,
    /// Line from 1, where it can be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column from 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Id of the item, service, exam, objective or rule, without the pack's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What to do about an empty text.
pub(super) const EMPTY: &str = "write it (`null` and `~` only in quotes), or leave it out where it may be left out";

/// A place in a file, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Mark {
    pub line: u32,
    pub column: u32,
}

impl Problem {
    /// An error about a file as a whole.
    pub(super) fn error(file: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Severity::Error, file, message.into(), hint.into())
    }

    /// A warning about a file as a whole.
    pub(super) fn warning(file: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Severity::Warning, file, message.into(), hint.into())
    }

    /// Something worth knowing about a file as a whole.
    pub(super) fn info(file: &str, message: String, hint: String) -> Self {
        Self::new(Severity::Info, file, message, hint)
    }

    fn new(severity: Severity, file: &str, message: String, hint: String) -> Self {
        let hint = (!hint.is_empty()).then_some(hint);
        Self { file: plain(file), line: None, column: None, item: None, severity, message, hint }
    }

    pub(super) fn at(mut self, mark: Mark) -> Self {
        (self.line, self.column) = (Some(mark.line), Some(mark.column));
        self
    }

    pub(super) fn of(mut self, item: &str) -> Self {
        self.item = (!item.is_empty()).then(|| plain(item));
        self
    }

    /// `file:line:column: error: [item] message`, and the hint on a line of its own.
    #[must_use]
    pub fn render(&self) -> String {
        self.to_string()
    }

    fn order(&self, other: &Self) -> Ordering {
        (&self.file, self.line, self.column, self.severity, &self.message).cmp(&(
            &other.file,
            other.line,
            other.column,
            other.severity,
            &other.message,
        ))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        if let Some(column) = self.column {
            write!(f, "{column}:")?;
        }
        write!(f, " {}: ", self.severity)?;
        if let Some(item) = &self.item {
            write!(f, "[{item}] ")?;
        }
        f.write_str(&self.message)?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, "\n  hint: {hint}"))
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

/// Problems as they are found, the first [`MOST_TOLD`] kept.
#[derive(Debug, Default)]
pub(super) struct Problems {
    kept: Vec<Problem>,
    more: usize,
    errors: usize,
    /// How many of those kept are no errors.
    mild: usize,
}

impl Problems {
    /// Keeps it while there is room. An error takes the place of what is none.
    pub fn add(&mut self, problem: Problem) {
        let error = problem.severity == Severity::Error;
        self.errors += usize::from(error);
        let room = self.kept.len() < MOST_TOLD;
        if !room {
            self.more += 1;
            if !error || self.mild == 0 {
                return;
            }
            let Some(mild) = self.kept.iter().rposition(|kept| kept.severity != Severity::Error) else { return };
            self.kept.swap_remove(mild);
            self.mild -= 1;
        }
        self.mild += usize::from(!error);
        self.kept.push(problem);
    }

    /// Counts problems that somebody else had to leave out.
    pub fn add_untold_errors(&mut self, count: usize) {
        self.errors += count;
        self.more += count;
    }

    /// Whether further problems are only counted, so that a hint need not be worked out.
    pub fn full(&self) -> bool {
        self.kept.len() >= MOST_TOLD && self.mild == 0
    }

    pub fn any_error(&self) -> bool {
        self.errors > 0
    }

    /// In order of file and line, and how many more there were.
    pub fn told(mut self) -> (Vec<Problem>, usize) {
        self.kept.sort_by(Problem::order);
        (self.kept, self.more)
    }
}

/// The text with everything that could disturb a terminal written out.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || turns_text(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

/// Whether the character reverses or re-orders the text around it.
pub(super) fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name out of a pack as messages quote it: in backticks, harmless and not too long.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("`{}`", plain(&short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_like_a_compiler_message() {
        let at = Mark { line: 3, column: 7 };
        let problem = Problem::error("a.yaml", "unknown service `esc`", "did you mean `ecs`?").at(at).of("gpu");
        assert_eq!(problem.render(), "a.yaml:3:7: error: [gpu] unknown service `esc`\n  hint: did you mean `ecs`?");
        assert_eq!(Problem::warning("a.yaml", "odd", "").render(), "a.yaml: warning: odd");
    }

    #[test]
    fn no_number_of_warnings_hides_an_error() {
        let mut problems = Problems::default();
        for at in 0..MOST_TOLD + 5 {
            problems.add(Problem::warning(&format!("{at:05}.yaml"), "odd", ""));
        }
        problems.add(Problem::error("z.yaml", "wrong", ""));
        assert!(problems.any_error() && !problems.full());
        problems.add(Problem::warning("zz.yaml", "odd", ""));
        let (told, more) = problems.told();
        assert_eq!((told.len(), more), (MOST_TOLD, 7));
        assert_eq!(told.last().map(|problem| problem.file.as_str()), Some("z.yaml"));
        assert_eq!(told[0].file, "00000.yaml");
    }

    #[test]
    fn json_leaves_out_what_is_not_known() {
        let json = serde_json::to_string(&Problem::error("a.yaml", "bad", "")).unwrap();
        assert_eq!(json, r#"{"file":"a.yaml","severity":"error","message":"bad"}"#);
    }

    #[test]
    fn quotes_are_harmless() {
        assert_eq!(quoted("a\u{1b}[31m\u{202e}"), "`a\\u{1b}[31m\\u{202e}`");
        assert_eq!(quoted(&"é".repeat(61)), format!("`{}…`", "é".repeat(60)));
    }

    #[test]
    fn after_a_thousand_they_are_counted() {
        let mut problems = Problems::default();
        for _ in 0..MOST_TOLD + 5 {
            problems.add(Problem::error("a.yaml", "bad", ""));
        }
        let (told, more) = problems.told();
        assert_eq!((told.len(), more), (MOST_TOLD, 5));
    }
}
