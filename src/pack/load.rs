//! A pack's files to a pack: one file at a time, every problem in one go.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::mpsc;
use std::{io, thread};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::{Check, Placed, Signalled, book, graph};
use super::files::Files;
use super::form::{self, Form};
use super::names::{Kind, Names};
use super::problem::{Mark, Problem, Problems, quoted};
use super::scan::Unreadable;
use super::tree::{self, Entry, Node, Parsed, Value};
use super::{raw, scan, schema};
use crate::domain::content::{self, Blueprint, Item, Objective, Pack, Rule};
use crate::domain::id::{ExamId, ObjectiveId, PackId, ServiceId, Slug};

/// The file that says what the pack is.
const HEAD: &str = "pack.yaml";

/// Threads that read files ahead.
const READERS: usize = 2;

/// The most entries that all sections of a pack may have together: a service, an objective, a note, a rule, each of its
/// signals and so on.
pub const MOST_ENTRIES: usize = 120_000;

/// The most keys and values that all files of a pack may have together. Each takes some room, however short it is.
pub const MOST_VALUES: usize = 2_000_000;

/// All stories of a pack together may have so many bytes: a quarter more than the shipped ones have.
pub const MOST_STORIES: usize = 4 * 1024 * 1024;

/// What came of a pack's files.
#[derive(Debug)]
pub struct Loaded {
    /// The pack; nothing when there is any error.
    pub pack: Option<Pack>,
    /// What is wrong, in order of file and line; at most [`MOST_TOLD`](super::MOST_TOLD).
    pub problems: Vec<Problem>,
    /// How many more problems there are.
    pub more: usize,
    /// What is in the pack, valid or not (of flashcards only valid ones).
    pub counts: Counts,
}

/// How many of what a pack has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// YAML files.
    pub files: usize,
    /// Services.
    pub services: usize,
    /// Exam blueprints.
    pub exams: usize,
    /// Objectives.
    pub objectives: usize,
    /// Notes.
    pub notes: usize,
    /// Flashcards of notes; a trap or question is one card more each.
    pub cards: usize,
    /// Traps.
    pub traps: usize,
    /// Questions.
    pub questions: usize,
    /// Rules.
    pub rules: usize,
    /// Lists of phrases that rules name.
    pub phrases: usize,
    /// Services with stories.
    pub stories: usize,
}

/// Reads and checks a pack.
#[must_use]
pub fn load(files: &Files) -> Loaded {
    load_with(files, &mut |_, _| {})
}

/// The same, telling after each file how many of how many are done.
#[must_use]
pub fn load_with(files: &Files, progress: &mut dyn FnMut(usize, usize)) -> Loaded {
    // The head comes first, since services and exams mostly stand there: names that are known need not be kept.
    let mut order: Vec<&str> = files.paths().collect();
    order.sort_by_key(|path| (*path != HEAD, *path));
    let mut draft = Draft::default();
    draft.counts.files = order.len();
    for remark in &files.remarks {
        draft.problems.add(remark.clone());
    }
    let mut done = 0;
    while done < order.len() {
        let part = files.first_of(&order[done..]);
        draft.part(done, &part, &order, progress);
        done += part.len();
    }
    draft.finish(&order)
}

/// A file's text and what stands in it, or why it is no text.
struct Read<'f> {
    bytes: &'f [u8],
    text: Result<(&'f str, Parsed<'f>), Vec<Unreadable>>,
}

fn read<'f>(bytes: &'f io::Result<Cow<'_, [u8]>>) -> Read<'f> {
    match bytes {
        Ok(bytes) => Read { bytes, text: scan::text(bytes).map(|text| (text, tree::parse(text))) },
        Err(error) => {
            let message = format!("it can't be read: {error}");
            let trouble = Unreadable { mark: Mark { line: 1, column: 1 }, message, hint: "try again" };
            Read { bytes: &[], text: Err(vec![trouble]) }
        }
    }
}

/// What `pack.yaml` says about the pack itself.
#[derive(Default)]
struct Head {
    /// Whether `pack.yaml` could be read, so that what isn't in it is missing.
    read: bool,
    id: Option<PackId>,
    title: Option<String>,
    version: Option<String>,
    language: Option<String>,
}

#[derive(Default)]
struct Draft {
    head: Head,
    services: BTreeMap<ServiceId, Placed>,
    exams: BTreeMap<ExamId, Blueprint>,
    objectives: BTreeMap<ObjectiveId, Objective>,
    items: Vec<Item>,
    rules: BTreeMap<Slug, Signalled<Rule>>,
    phrases: BTreeMap<Slug, Signalled<Vec<String>>>,
    stories: BTreeMap<ServiceId, Vec<String>>,
    names: Names,
    problems: Problems,
    counts: Counts,
    /// Entries and values so far, and whether there were too many.
    entries: usize,
    /// Bytes of stories so far.
    told: usize,
    values: usize,
    over: bool,
    /// Made when the first entry doesn't have its form.
    form: Option<Form>,
}

/// The file that is being read.
#[derive(Clone, Copy)]
struct Place<'f> {
    path: &'f str,
    file_no: u32,
    /// All paths by number.
    order: &'f [&'f str],
}

impl Draft {
    /// Reads the files from number `from` on whose bytes are there.
    fn part(
        &mut self,
        from: usize,
        bytes: &[io::Result<Cow<'_, [u8]>>],
        order: &[&str],
        progress: &mut dyn FnMut(usize, usize),
    ) {
        thread::scope(|scope| {
            // The next files are read while one is checked, which takes less time. Each reader keeps one until it is taken: a
            // tree takes several times the room of its text.
            let read_ahead: Vec<_> = (0..READERS.min(bytes.len()))
                .map(|first| {
                    let (send, read_ahead) = mpsc::sync_channel(0);
                    // Where no thread can be had, nothing is ever sent, and each file is read when its turn comes.
                    let _ = thread::Builder::new().spawn_scoped(scope, move || {
                        let mine = bytes.iter().skip(first).step_by(READERS);
                        mine.map(read).try_for_each(|file| send.send(file))
                    });
                    read_ahead
                })
                .collect();
            for (number, bytes) in bytes.iter().enumerate() {
                let done = from + number;
                let place = Place { path: order[done], file_no: u32::try_from(done).unwrap_or(u32::MAX), order };
                self.file(place, read_ahead[number % READERS].recv().unwrap_or_else(|_| read(bytes)));
                progress(done + 1, order.len());
            }
        });
    }

    fn file(&mut self, place: Place<'_>, read: Read<'_>) {
        let path = place.path;
        let (text, parsed) = match read.text {
            Ok(read) => read,
            Err(troubles) => {
                for trouble in troubles {
                    self.problems.add(Problem::error(path, trouble.message, trouble.hint).at(trouble.mark));
                }
                self.names.perhaps_in(&String::from_utf8_lossy(read.bytes));
                return;
            }
        };
        for fault in parsed.faults {
            let problem = Problem::error(path, fault.message, fault.hint).at(fault.mark);
            let item = fault.steps.get(1);
            self.problems.add(match item {
                Some(item) => problem.of(item),
                None => problem,
            });
        }
        self.problems.add_untold_errors(parsed.more);
        if parsed.broken {
            self.names.perhaps_in(text);
            return;
        }
        self.values += parsed.values;
        if self.values > MOST_VALUES {
            self.too_much(place, Mark { line: 1, column: 1 }, "keys and values", MOST_VALUES);
            self.names.perhaps_in(text);
            return;
        }
        let start = Mark { line: 1, column: 1 };
        match parsed.root {
            None if path == HEAD => self.head(place, &Node { mark: start, value: Value::Map(Vec::new()) }),
            None => {}
            Some(root) => self.root(place, &root),
        }
    }

    /// The pack has too many of something: told once, and what follows isn't kept.
    fn too_much(&mut self, place: Place<'_>, mark: Mark, what: &str, most: usize) {
        if !std::mem::replace(&mut self.over, true) {
            let message = format!("from here on the pack has more than {most} {what}; what follows isn't read");
            self.problems.add(Problem::error(place.path, message, "split the pack in two").at(mark));
        }
    }

    fn root(&mut self, place: Place<'_>, root: &Node<'_>) {
        let Value::Map(entries) = &root.value else {
            let hint = "a file has sections such as `notes:`, with ids under them";
            self.problems.add(Problem::error(place.path, "the file isn't a mapping", hint).at(root.mark));
            return;
        };
        if place.path == HEAD {
            self.head(place, root);
        }
        for entry in entries {
            match entry.key.as_ref() {
                "services" => self.section::<raw::Service>(place, Kind::Service, entry),
                "exams" => self.section::<raw::Exam>(place, Kind::Exam, entry),
                "objectives" => self.section::<raw::Objective>(place, Kind::Objective, entry),
                "notes" => self.section::<raw::Note>(place, Kind::Note, entry),
                "traps" => self.section::<raw::Trap>(place, Kind::Trap, entry),
                "questions" => self.section::<raw::Question>(place, Kind::Question, entry),
                "rules" => self.section::<raw::Rule>(place, Kind::Rule, entry),
                "phrases" => self.section::<raw::Phrases>(place, Kind::Phrases, entry),
                "stories" => self.section::<raw::Stories>(place, Kind::Stories, entry),
                "format" | "id" | "title" | "version" | "language" if place.path == HEAD => {}
                "format" | "id" | "title" | "version" | "language" => {
                    let message = format!("{} stands outside pack.yaml", quoted(&entry.key));
                    let hint = "only the pack.yaml at the top of the folder says what the pack is";
                    self.problems.add(Problem::error(place.path, message, hint).at(entry.mark));
                }
                key => {
                    let message = format!("unknown section {}", quoted(key));
                    let hint = form::unknown(key, &self.form.get_or_insert_with(Form::new).sections());
                    self.problems.add(Problem::error(place.path, message, hint).at(entry.mark));
                }
            }
        }
    }

    fn head(&mut self, place: Place<'_>, root: &Node<'_>) {
        self.head.read = true;
        match root.get("format") {
            None => self.head_error(place, root.mark, "missing field `format`", "add `format: 1`"),
            Some(entry) if entry.value.whole() == Some(1) => {}
            Some(entry) => {
                let found = match &entry.value.value {
                    Value::Text { text, .. } if !text.is_empty() => format!("`format` is {}", quoted(text)),
                    _ => "`format` isn't a number".to_owned(),
                };
                let hint = "write `format: 1`; a pack of a later format needs a later plimsoll";
                self.head_error(place, entry.value.mark, &format!("{found}, and only 1 is known"), hint);
            }
        }
        self.head.title = self.head_text(place, root, "title", "add `title`: the pack's name for people");
        self.head.version = self.head_text(place, root, "version", "");
        self.head.language = self.head_text(place, root, "language", "");
        let id = self.head_text(place, root, "id", "add `id`: lower-case letters, digits and hyphens, such as my-pack");
        let Some(id) = id else { return };
        match PackId::new(id.as_str()) {
            Ok(id) => self.head.id = Some(id),
            Err(error) => {
                let mark = root.find(&["id"]).unwrap_or(root.mark);
                self.head_error(place, mark, &format!("{} can't be an id: {error}", quoted(&id)), "");
            }
        }
    }

    /// A text of the head. One with a hint for when it is missing must be there.
    fn head_text(&mut self, place: Place<'_>, root: &Node<'_>, field: &str, missing: &str) -> Option<String> {
        let Some(entry) = root.get(field) else {
            if !missing.is_empty() {
                self.head_error(place, root.mark, &format!("missing field `{field}`"), missing);
            }
            return None;
        };
        let Value::Text { text, .. } = &entry.value.value else {
            self.head_error(place, entry.mark, &format!("`{field}` isn't a text"), "put it in quotes");
            return None;
        };
        let none = Node { mark: entry.mark, value: Value::Map(Vec::new()) };
        let problems = &mut self.problems;
        let names = &mut self.names;
        let Place { path, file_no, .. } = place;
        let mut check = Check { file: path, file_no, id: None, at: entry.mark, node: &none, names, problems };
        if field == "title" {
            check.heading(&[field], text);
        } else {
            check.text(&[field], text);
        }
        Some(text.to_string())
    }

    fn head_error(&mut self, place: Place<'_>, mark: Mark, message: &str, hint: &str) {
        self.problems.add(Problem::error(place.path, message, hint).at(mark));
    }

    fn section<T: Section>(&mut self, place: Place<'_>, kind: Kind, section: &Entry<'_>) {
        let entries = match &section.value.value {
            Value::Map(entries) => entries,
            // All of it may be commented out.
            _ if section.value.is_blank() => return,
            _ => {
                let message = format!("section `{}` isn't a mapping", section.key);
                let hint = format!("write ids on lines of their own, indented, and each {} under its id", kind.word());
                self.problems.add(Problem::error(place.path, message, hint).at(section.mark));
                return;
            }
        };
        for entry in entries {
            self.entry::<T>(place, kind, entry);
        }
    }

    fn entry<T: Section>(&mut self, place: Place<'_>, kind: Kind, entry: &Entry<'_>) {
        self.entries +=
            1 + if matches!(kind, Kind::Rule | Kind::Phrases | Kind::Stories) { entry.value.listed() } else { 0 };
        if self.entries > MOST_ENTRIES {
            return self.too_much(place, entry.mark, "entries", MOST_ENTRIES);
        }
        self.told += if matches!(kind, Kind::Stories) { entry.value.written() } else { 0 };
        if matches!(kind, Kind::Stories) && self.told > MOST_STORIES {
            return self.too_much(place, entry.mark, "bytes of stories", MOST_STORIES);
        }
        *T::count(&mut self.counts) += 1;
        let Place { path, file_no, order } = place;
        if let Some((first, file, line)) = self.names.set(kind, &entry.key, file_no, entry.mark.line) {
            let first_path = order.get(file as usize).copied().unwrap_or_default();
            let message = format!("{} is already a {} in {first_path}:{line}", quoted(&entry.key), first.word());
            let hint = "rename or delete one of them; notes, traps and questions share their ids";
            self.problems.add(Problem::error(path, message, hint).at(entry.mark).of(&entry.key));
        }
        let read = T::deserialize(&entry.value).inspect_err(|error| {
            let form = self.form.get_or_insert_with(Form::new);
            let mut misfits = form.misfits(&schema::name::<T>(), &entry.value, entry.mark);
            if misfits.is_empty() {
                let message = format!("the entry can't be read: {error}");
                misfits.push(form::Misfit { mark: entry.mark, message, hint: String::new() });
            }
            for misfit in misfits {
                let problem = Problem::error(path, misfit.message, misfit.hint);
                self.problems.add(problem.at(misfit.mark).of(&entry.key));
            }
        });
        let Ok(read) = read else { return };
        // An id of the pack's form stands in for one that is missing or wrong; there is then no pack anyway.
        let pack = self.head.id.clone().or_else(|| PackId::new("pack").ok());
        let check = Check {
            file: path,
            file_no,
            id: Some(&entry.key),
            at: entry.mark,
            node: &entry.value,
            names: &mut self.names,
            problems: &mut self.problems,
        };
        let into = Sections {
            services: &mut self.services,
            exams: &mut self.exams,
            objectives: &mut self.objectives,
            items: &mut self.items,
            rules: &mut self.rules,
            phrases: &mut self.phrases,
            stories: &mut self.stories,
        };
        if let Some(pack) = pack {
            T::keep(read, check, &pack, into);
        }
    }

    fn finish(mut self, order: &[&str]) -> Loaded {
        let path = |file: u32| order.get(file as usize).copied().unwrap_or_default().to_owned();
        if !order.contains(&HEAD) {
            let hint = "a pack has a pack.yaml at the top of its folder; `plimsoll pack new DIR` makes one";
            self.problems.add(Problem::error(HEAD, "there is no pack.yaml", hint));
        }
        self.names.tell_unknown(&mut self.problems, path);
        let services = graph(self.services, &mut self.problems, path);
        let rules = book(self.rules, &self.phrases, self.stories, &mut self.problems, path);
        self.counts.cards = self.items.iter().map(cards).sum();
        let whole = !self.problems.any_error();
        let pack = self.head.id.zip(self.head.title).filter(|_| whole && self.head.read).map(|(id, title)| Pack {
            id,
            title,
            version: self.head.version.unwrap_or_default(),
            language: self.head.language.unwrap_or_else(|| "en".to_owned()),
            services,
            exams: self.exams,
            objectives: self.objectives,
            items: self.items,
            rules,
        });
        let (problems, more) = self.problems.told();
        Loaded { pack, problems, more, counts: self.counts }
    }
}

fn cards(item: &Item) -> usize {
    match &item.kind {
        content::Kind::Note(note) => note.cards.len(),
        content::Kind::Trap(_) | content::Kind::Question(_) => 0,
    }
}

/// Where valid entries are kept.
struct Sections<'d> {
    services: &'d mut BTreeMap<ServiceId, Placed>,
    exams: &'d mut BTreeMap<ExamId, Blueprint>,
    objectives: &'d mut BTreeMap<ObjectiveId, Objective>,
    items: &'d mut Vec<Item>,
    rules: &'d mut BTreeMap<Slug, Signalled<Rule>>,
    phrases: &'d mut BTreeMap<Slug, Signalled<Vec<String>>>,
    stories: &'d mut BTreeMap<ServiceId, Vec<String>>,
}

/// What stands in a section.
trait Section: for<'de> Deserialize<'de> + JsonSchema {
    fn count(counts: &mut Counts) -> &mut usize;
    fn keep(self, check: Check<'_>, pack: &PackId, into: Sections<'_>);
}

macro_rules! section {
    ($raw:ident, $count:ident, $check:ident, $into:ident) => {
        impl Section for raw::$raw {
            fn count(counts: &mut Counts) -> &mut usize {
                &mut counts.$count
            }
            fn keep(self, mut check: Check<'_>, _: &PackId, into: Sections<'_>) {
                into.$into.extend(check.$check(self));
            }
        }
    };
    ($raw:ident, $count:ident, $check:ident) => {
        impl Section for raw::$raw {
            fn count(counts: &mut Counts) -> &mut usize {
                &mut counts.$count
            }
            fn keep(self, mut check: Check<'_>, pack: &PackId, into: Sections<'_>) {
                into.items.extend(check.$check(pack, self));
            }
        }
    };
}

section!(Service, services, service, services);
section!(Exam, exams, exam, exams);
section!(Objective, objectives, objective, objectives);
section!(Rule, rules, rule, rules);
section!(Phrases, phrases, phrases, phrases);
section!(Stories, stories, stories, stories);
section!(Note, notes, note);
section!(Trap, traps, trap);
section!(Question, questions, question);

#[cfg(test)]
mod tests;
