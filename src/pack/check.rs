//! From what is written to what is valid: every rule of the format beyond fields and types.
//!
//! Nothing is changed on the way: a text that can't stand as it is, is an error. Every problem is told, not the first.

mod exam;
mod item;
mod question;
mod rule;
mod service;

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

pub(super) use rule::{Signalled, book};
pub(super) use service::{Placed, graph};

use super::names::{Kind, Names, near};
use super::problem::{EMPTY, Mark, Problem, Problems, quoted, turns_text};
use super::raw::Entries;
use super::tree::{Node, Value};
use crate::domain::content::Month;
use crate::domain::id::{BadId, DomainId, ExamId, ObjectiveId, ServiceId, Slug};

/// The most characters of a title. Each stands over every part of what it heads, wherever that is listed or weighed.
const LONGEST_TITLE: usize = 300;

/// One entry of a section under check: where it stands, and where its problems and names go.
pub(super) struct Check<'c> {
    /// Path of its file.
    pub file: &'c str,
    /// Number of its file in the pack's order.
    pub file_no: u32,
    /// Its id as it is written; none for the pack itself.
    pub id: Option<&'c str>,
    /// Place of its id.
    pub at: Mark,
    /// What stands under its id.
    pub node: &'c Node<'c>,
    pub names: &'c mut Names,
    pub problems: &'c mut Problems,
}

impl Check<'_> {
    /// Tells an error about what lies behind `steps`.
    pub fn error(&mut self, steps: &[&str], message: impl Into<String>, hint: impl Into<String>) {
        self.tell(steps, Problem::error(self.file, message, hint));
    }

    fn warn(&mut self, steps: &[&str], message: impl Into<String>, hint: impl Into<String>) {
        self.tell(steps, Problem::warning(self.file, message, hint));
    }

    fn tell(&mut self, steps: &[&str], problem: Problem) {
        // Looking up places takes time, which a file full of problems has no claim to.
        let mark = if self.problems.full() { self.at } else { self.mark(steps) };
        let problem = problem.at(mark);
        self.problems.add(match self.id {
            Some(id) => problem.of(id),
            None => problem,
        });
    }

    fn mark(&self, steps: &[&str]) -> Mark {
        self.node.find(steps).unwrap_or(self.at)
    }

    /// The entry's own id.
    pub fn own_id<T: FromStr<Err = BadId>>(&mut self) -> Option<T> {
        self.as_id(&[], self.id.unwrap_or_default())
    }

    /// A text that sets an id.
    fn as_id<T: FromStr<Err = BadId>>(&mut self, steps: &[&str], text: &str) -> Option<T> {
        match text.parse() {
            Ok(id) => Some(id),
            Err(BadId::Empty) => {
                self.error(steps, "an id is missing here", "write lower-case letters, digits and hyphens");
                None
            }
            Err(error) => {
                let plain = plain_id(text);
                let hint = if plain.is_empty() { String::new() } else { format!("`{plain}` would do") };
                self.error(steps, format!("{} can't be an id: {error}", quoted(text)), hint);
                None
            }
        }
    }

    /// A text that a person reads: not empty, and nothing in it that a terminal would obey.
    pub fn text(&mut self, steps: &[&str], text: &str) {
        // Nearly every text is plain, and a large pack has millions of characters.
        let plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
        if text.bytes().fold(true, |all, byte| all & plain(byte)) && !text.trim_ascii_start().is_empty() {
            return;
        }
        let name = || match steps {
            // A list right under its id, such as stories.
            [at] if let Ok(at) = at.parse::<usize>() => format!("entry {}", at + 1),
            _ => quoted(&steps.join(".")),
        };
        if text.trim().is_empty() {
            self.error(steps, format!("{} is empty", name()), EMPTY);
        } else if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            let message = format!("{} has a control character (U+{:04X})", name(), u32::from(c));
            self.error(steps, message, "take out the escape; to write a backslash use `\\\\` or single quotes");
        } else if let Some(c) = text.chars().find(|c| turns_text(*c)) {
            let message = format!("{} has U+{:04X}, which re-orders the text around it", name(), u32::from(c));
            self.warn(steps, message, "it isn't shown; delete it");
        }
    }

    /// A text that names something, in lists and over what it heads: short as well.
    pub fn heading(&mut self, steps: &[&str], text: &str) {
        self.text(steps, text);
        // Only few are longer in bytes, which are quicker counted.
        if text.len() > LONGEST_TITLE && text.chars().count() > LONGEST_TITLE {
            let name = quoted(&steps.join("."));
            let message =
                format!("{name} has {} characters, and at most {LONGEST_TITLE} are read", text.chars().count());
            self.error(steps, message, "keep what names it, and put the rest into the text under it");
        }
    }

    fn text_if_any(&mut self, step: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.text(&[step], text);
        }
    }

    /// A list of texts, none of them empty or twice.
    fn texts(&mut self, field: &str, list: &[String]) {
        for (at, text) in list.iter().enumerate() {
            let at = at.to_string();
            self.text(&[field, &at], text);
        }
        self.once(field, list);
    }

    fn once(&mut self, field: &str, list: &[String]) {
        let mut seen = HashSet::new();
        for (at, text) in list.iter().enumerate() {
            if !text.is_empty() && !seen.insert(text) {
                self.warn(&[field, &at.to_string()], format!("`{field}` names {} twice", quoted(text)), "delete one");
            }
        }
    }

    /// The title, or the id where there is none.
    fn title(&mut self, title: Option<String>) -> String {
        if let Some(title) = &title {
            self.heading(&["title"], title);
        }
        title.unwrap_or_else(|| self.id.unwrap_or_default().to_owned())
    }

    /// A list of names that must exist. `None` when one of them isn't even an id; it is then told as unknown.
    fn names<T: FromStr<Err = BadId>>(&mut self, kind: Kind, field: &str, list: &[String]) -> Option<Vec<T>> {
        self.once(field, list);
        let marks = self.marks(field);
        let each = list.iter().zip(marks).map(|(name, mark)| self.name(kind, name, mark));
        let each: Vec<Option<T>> = each.collect();
        each.into_iter().collect()
    }

    /// A name that must exist.
    fn name<T: FromStr<Err = BadId>>(&mut self, kind: Kind, name: &str, mark: Mark) -> Option<T> {
        self.names.ask(kind, name, self.id.unwrap_or_default(), self.file_no, mark);
        name.parse().ok()
    }

    /// The places of all that stands in a list or mapping, in order.
    fn marks(&self, field: &str) -> Vec<Mark> {
        match self.node.get(field).map(|entry| &entry.value.value) {
            Some(Value::List(list)) => list.iter().map(|node| node.mark).collect(),
            Some(Value::Map(entries)) => entries.iter().map(|entry| entry.value.mark).collect(),
            Some(Value::Text { .. }) | None => Vec::new(),
        }
    }

    /// Exams and the domain in each; both must exist.
    fn exams(&mut self, exams: &Entries<String>) -> Option<BTreeMap<ExamId, DomainId>> {
        let mut all = Some(BTreeMap::new());
        for ((exam, domain), mark) in exams.0.iter().zip(self.marks("exams")) {
            let exam_id = self.name::<ExamId>(Kind::Exam, exam, mark);
            self.names.ask_domain(exam, domain, self.id.unwrap_or_default(), self.file_no, mark);
            match (exam_id, DomainId::new(domain.as_str()), &mut all) {
                (Some(exam), Ok(domain), Some(all)) => {
                    all.insert(exam, domain);
                }
                _ => all = None,
            }
        }
        all
    }

    fn month(&mut self, text: Option<&String>) -> Option<Month> {
        let text = text?;
        let month = month(text);
        if month.is_none() {
            let hint = "write year and month, such as 2026-11";
            self.error(&["verified"], format!("`verified` is {}, not a month", quoted(text)), hint);
        }
        month
    }
}

/// What every item has, as it is written.
struct Common<'r> {
    service: &'r str,
    tags: Vec<String>,
    teaches: &'r [String],
    exams: &'r Entries<String>,
    source: Option<String>,
    verified: Option<String>,
}

/// `YYYY-MM`, from 1970 to 9999.
fn month(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let (year, month) = (digits(year, 4) && digits(month, 2)).then_some((year, month))?;
    let month = Month { year: year.parse().ok()?, month: month.parse().ok()? };
    (month.year >= 1970 && (1..=12).contains(&month.month)).then_some(month)
}

/// The text with what an id can't have as hyphens.
fn plain_id(text: &str) -> String {
    let plain = text.to_lowercase();
    let parts = plain.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit())).filter(|part| !part.is_empty());
    let mut id = parts.collect::<Vec<_>>().join("-");
    id.truncate(crate::domain::id::LONGEST);
    id
}

/// The option that a list of options probably meant.
fn near_slug<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    near(name, known).map(|near| format!("did you mean `{near}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_year_and_month() {
        assert_eq!(month("2026-11"), Some(Month { year: 2026, month: 11 }));
        for text in ["2026-13", "2026-00", "2026-1", "26-11", "2026-11-20", "2026", "+026-11", "1969-12", "2026-1a"] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    #[test]
    fn an_id_is_proposed() {
        assert_eq!(plain_id("Fargate GPU_1!"), "fargate-gpu-1");
        assert_eq!(plain_id("日本"), "");
    }
}
