//! YAML text as a tree that knows where everything stands.
//!
//! One streaming parse gives values, places, repeated keys, depth, anchors and the true syntax error, so that nothing
//! has to be read twice: a pack's files are untrusted, and what they may not have is refused before it can grow.

mod serde;

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput};

use super::problem::{MOST_TOLD, Mark, quoted};

/// How deep mappings and lists may stand in each other. The format needs 6.
const DEEPEST: usize = 16;

/// How many keys and values a file may have: a tree takes up to 100 bytes for each.
pub(super) const MOST_VALUES: usize = 200_000;

/// A value and its place.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub mark: Mark,
    pub value: Value<'a>,
}

/// What a YAML node holds.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// A scalar as it is written; `plain` when without quotes, so that it may mean a number or a truth value.
    /// What means nothing (`~` and `null` without quotes) is empty.
    Text {
        text: Cow<'a, str>,
        plain: bool,
    },
    List(Vec<Node<'a>>),
    /// Keys in file order, each once.
    Map(Vec<Entry<'a>>),
}

/// A key, its place and its value.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub key: Cow<'a, str>,
    pub mark: Mark,
    pub value: Node<'a>,
}

/// Something the YAML of a pack may not have.
#[derive(Debug)]
pub(super) struct Fault {
    pub mark: Mark,
    /// Keys from the root to the place.
    pub steps: Vec<String>,
    pub message: String,
    pub hint: String,
}

/// What a file's text gave.
#[derive(Debug)]
pub(super) struct Parsed<'a> {
    /// Nothing when there are only comments, or when it can't be trusted.
    pub root: Option<Node<'a>>,
    /// At most [`MOST_TOLD`].
    pub faults: Vec<Fault>,
    /// How many more there were.
    pub more: usize,
    /// Whether what stands in the file is not (wholly) known.
    pub broken: bool,
    /// Keys and values.
    pub values: usize,
}

impl<'a> Node<'a> {
    /// How many values stand in its lists.
    pub fn listed(&self) -> usize {
        match &self.value {
            Value::List(list) => list.len(),
            Value::Map(entries) => entries.iter().map(|entry| entry.value.listed()).sum(),
            Value::Text { .. } => 0,
        }
    }

    /// Bytes of the texts in its lists.
    pub fn written(&self) -> usize {
        match &self.value {
            Value::List(list) => list.iter().map(Self::written).sum(),
            Value::Text { text, .. } => text.len(),
            Value::Map(_) => 0,
        }
    }

    /// The value of `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// What a mapping holds.
    pub fn entries(&self) -> &[Entry<'a>] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Text { .. } | Value::List(_) => &[],
        }
    }

    /// The place of what lies behind these steps (keys, or numbers in lists), or of the last that is there.
    pub fn find(&self, steps: &[&str]) -> Option<Mark> {
        let (first, rest) = steps.split_first()?;
        let (mark, node) = match &self.value {
            Value::Text { .. } => return None,
            Value::List(list) => list.get(first.parse::<usize>().ok()?).map(|node| (node.mark, node))?,
            Value::Map(_) => self.get(first).map(|entry| {
                let scalar = matches!(&entry.value.value, Value::Text { text, .. } if !text.is_empty());
                (if scalar { entry.value.mark } else { entry.mark }, &entry.value)
            })?,
        };
        Some(node.find(rest).unwrap_or(mark))
    }

    /// Whether nothing is written where a value should be.
    pub fn is_blank(&self) -> bool {
        matches!(&self.value, Value::Text { text, plain: true } if text.is_empty())
    }
}

/// Reads a file's text.
pub(super) fn parse(text: &str) -> Parsed<'_> {
    let mut reader =
        Reader { parser: Parser::new_from_str(text), steps: vec![], faults: vec![], more: 0, broken: false, values: 0 };
    let root = match reader.document() {
        Ok(root) => root,
        Err(Stop) => {
            reader.broken = true;
            None
        }
    };
    let Reader { faults, more, broken, values, .. } = reader;
    Parsed { root: root.filter(|_| !broken), faults, more, broken, values }
}

/// The fault is noted and nothing more can be read.
struct Stop;

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    steps: Vec<String>,
    faults: Vec<Fault>,
    more: usize,
    broken: bool,
    values: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Option<Node<'a>>, Stop> {
        let mut root = None;
        let mut documents = 0;
        loop {
            let (event, mark) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(root),
                Event::DocumentStart(_) if documents == 1 => {
                    self.fault(
                        mark,
                        "a second YAML document starts here",
                        "take out the line with `---`, or make it a file",
                    );
                    return Err(Stop);
                }
                Event::DocumentStart(_) => documents += 1,
                Event::StreamStart | Event::DocumentEnd | Event::Nothing => {}
                event => root = Some(self.node(event, mark, 0)?),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, mark: Mark, depth: usize) -> Result<Node<'a>, Stop> {
        if depth > DEEPEST {
            return Err(self.too_deep(mark));
        }
        self.values += 1;
        if self.values > MOST_VALUES {
            let message = format!("the file has more than {MOST_VALUES} keys and values");
            self.fault(mark, &message, "split it by subject; ids and progress don't depend on the file");
            return Err(Stop);
        }
        let value = match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(mark, anchor, tag.is_some());
                let plain = style == ScalarStyle::Plain;
                let nothing = plain && matches!(text.as_ref(), "~" | "null" | "Null" | "NULL");
                Value::Text { text: if nothing { Cow::Borrowed("") } else { text }, plain }
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse(mark, anchor, tag.is_some());
                self.list(depth)?
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse(mark, anchor, tag.is_some());
                self.map(depth)?
            }
            Event::Alias(_) => {
                self.broken = true;
                self.fault(mark, "an alias (`*name`) is used here", "packs have no aliases; write the text out");
                Value::Text { text: Cow::Borrowed(""), plain: true }
            }
            _ => return Err(Stop),
        };
        Ok(Node { mark, value })
    }

    fn list(&mut self, depth: usize) -> Result<Value<'a>, Stop> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::List(list)),
                (event, mark) => list.push(self.node(event, mark, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value<'a>, Stop> {
        let mut entries = Vec::new();
        let mut seen = Seen::default();
        loop {
            let (event, mark) = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Map(entries)),
                next => next,
            };
            let key = match self.node(event, mark, depth + 1)?.value {
                Value::Text { text, .. } => text,
                Value::List(_) | Value::Map(_) => {
                    self.broken = true;
                    self.fault(
                        mark,
                        "a list or mapping stands where a key should be",
                        "a text with brackets goes in quotes",
                    );
                    Cow::Borrowed("")
                }
            };
            self.steps.push(key.to_string());
            let (event, value_mark) = self.next()?;
            let value = self.node(event, value_mark, depth + 1)?;
            if let Some(first) = seen.first(&entries, &key).filter(|_| !self.broken) {
                let message = format!("{} is there twice; the first is in line {}", quoted(&key), first.line);
                self.fault(mark, &message, "rename or delete one of them");
            } else {
                entries.push(Entry { key, mark, value });
            }
            self.steps.pop();
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Mark), Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, place(span.start))),
            Some(Err(error)) => Err(self.syntax(&error)),
            None => Ok((Event::StreamEnd, Mark::default())),
        }
    }

    fn syntax(&mut self, error: &ScanError) -> Stop {
        let mark = place(*error.marker());
        if error.info().contains("recursion limit") {
            return self.too_deep(mark);
        }
        if error.info().contains("unknown anchor") {
            self.fault(
                mark,
                "an alias (`*name`) is used here",
                "packs have no aliases; a text that starts with `*` goes in quotes",
            );
            return Stop;
        }
        self.fault(mark, &format!("this isn't YAML: {}", error.info()), hint(error.info()));
        Stop
    }

    fn too_deep(&mut self, mark: Mark) -> Stop {
        let message = format!("more than {DEEPEST} mappings or lists stand in each other");
        self.fault(mark, &message, "a text with brackets goes in quotes");
        Stop
    }

    fn refuse(&mut self, mark: Mark, anchor: usize, tag: bool) {
        if anchor > 0 {
            self.broken = true;
            self.fault(
                mark,
                "an anchor (`&name`) is set here",
                "packs have no anchors; a text that starts with `&` goes in quotes",
            );
        }
        if tag {
            self.fault(
                mark,
                "a tag (`!name`) is set here",
                "packs have no tags; a text that starts with `!` goes in quotes",
            );
        }
    }

    fn fault(&mut self, mark: Mark, message: &str, hint: &str) {
        if self.faults.len() == MOST_TOLD {
            self.more += 1;
            return;
        }
        let (message, hint) = (message.to_owned(), hint.to_owned());
        self.faults.push(Fault { mark, steps: self.steps.clone(), message, hint });
    }
}

/// Keys of one mapping. Most have few; a section can have thousands.
#[derive(Default)]
struct Seen(HashMap<String, usize>);

impl Seen {
    const FEW: usize = 16;

    fn first(&mut self, entries: &[Entry<'_>], key: &str) -> Option<Mark> {
        if entries.len() < Self::FEW {
            return entries.iter().find(|entry| entry.key == key).map(|entry| entry.mark);
        }
        for (at, entry) in entries.iter().enumerate().skip(self.0.len()) {
            self.0.insert(entry.key.to_string(), at);
        }
        self.0.get(key).map(|at| entries[*at].mark)
    }
}

fn place(marker: Marker) -> Mark {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Mark { line: small(marker.line()), column: small(marker.col() + 1) }
}

/// What to do about the parser's complaint.
fn hint(info: &str) -> &'static str {
    const HINTS: [(&str, &str); 7] = [
        ("tab", "indent with spaces; a tab isn't allowed here"),
        ("mapping values are not allowed", "a text with `: ` in it goes in quotes, or the line is indented too far"),
        ("quoted scalar", "close the quotes; inside double quotes, `\\` starts an escape and is itself written `\\\\`"),
        ("flow", "a `[` or `{` isn't closed, or a comma is missing; a text that starts with one goes in quotes"),
        ("simple key", "a key needs `: ` behind it; a text over several lines starts with `|` or goes in quotes"),
        ("block scalar", "indent every line of the text as far as its first line"),
        (
            "did not find expected key",
            "keys of one mapping start in the same column; a text with special characters goes in quotes",
        ),
    ];
    let known = HINTS.iter().find(|(part, _)| info.contains(part));
    known.map_or("check the indentation, and put a text with special characters in quotes", |(_, hint)| hint)
}

#[cfg(test)]
mod tests;
