//! Adding a card to the learner's own pack: plain YAML that stays theirs to edit.
//!
//! Text is added at the end of a file and nothing that stands there is touched, so comments and order stay. Before it
//! counts, the whole pack is read with it as any pack is: where that doesn't give exactly one item more, and that one word
//! for word, another file is begun. A file that changed meanwhile is read anew.

mod withdraw;

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_yaml::{Mapping, Value};
use thiserror::Error;

use super::files::{Files, LARGEST_FILE};
use super::load::load;
use super::problem::{Problem, Severity};
use crate::domain::content::{Face, Item, Kind, Pack, Piece, Service, Services};
use crate::domain::id::{PackId, ServiceId};
use crate::domain::own::{Added, OwnCard};

pub use withdraw::{Taken, put_back, take_out};

/// How often files that change meanwhile are read anew.
const TRIES: u32 = 20;

/// So many files of a kind are looked through for one that can take an entry.
const MOST_FILES: u32 = 99;

/// Why a card wasn't added; nothing was written.
#[derive(Debug, Error)]
pub enum NotAdded {
    /// Something is missing in what was typed.
    #[error("{0}")]
    Incomplete(String),
    /// The pack has errors, made by hand: adding to it would not help.
    #[error("your pack has errors")]
    Invalid(Vec<Problem>),
    /// It would not read back as it was typed.
    #[error("this text can't be written into a pack as it stands")]
    Unwritable,
    /// Its files are gone, and the store has more of it than can be written anew.
    #[error("{0} has no pack.yaml any more")]
    Lost(PathBuf),
    /// The disk said no.
    #[error("{path} can't be written")]
    Failed {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl NotAdded {
    fn changing(folder: &Path) -> Self {
        Self::Failed { path: folder.to_owned(), source: io::Error::other("its files keep changing") }
    }
}

/// Adds a card to the pack in `folder`, which is made if it isn't there. Services that the pack doesn't know are taken from
/// `known`, the packs in use. Gives the item with its entry.
///
/// # Errors
/// [`NotAdded`] says why; then nothing was written but an empty pack.
pub fn add(folder: &Path, id: &PackId, title: &str, card: &OwnCard, known: &[&Services]) -> Result<Added, NotAdded> {
    let _held = locked(folder)?;
    headed(folder, id, title)?;
    for _ in 0..TRIES {
        let files = Files::read_folder(folder).map_err(NotAdded::Invalid)?;
        let pack = valid(&files)?;
        let plan = plan(&files, &pack, card, known)?;
        let mut settled = true;
        for (name, text) in &plan.changed {
            let path = folder.join(name);
            let read = files.bytes(name).map_err(failed(&path))?;
            settled = put(&path, read.as_deref(), text.as_bytes()).map_err(failed(&path))?;
            if !settled {
                break;
            }
        }
        if settled {
            return Ok(plan.added);
        }
    }
    Err(NotAdded::changing(folder))
}

/// Makes the pack's head if it isn't there.
fn headed(folder: &Path, id: &PackId, title: &str) -> Result<(), NotAdded> {
    let head = folder.join("pack.yaml");
    if !head.exists() {
        let text = format!(
            "# Your own cards. This is yours to edit; keep the ids, on which progress hangs.\n{}",
            yaml(&head_of(id, title))
        );
        put(&head, None, text.as_bytes()).map_err(failed(&head))?;
    }
    Ok(())
}

/// Makes the folder if it isn't there, and holds it: another window may write at the same time. The lock goes with the
/// file's handle.
fn locked(folder: &Path) -> Result<File, NotAdded> {
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let lock = folder.join(".lock");
    let held = File::options().create(true).append(true).open(&lock).map_err(failed(&lock))?;
    held.lock().map_err(failed(&lock))?;
    Ok(held)
}

fn failed(path: &Path) -> impl Fn(io::Error) -> NotAdded {
    let path = path.to_owned();
    move |source| NotAdded::Failed { path: path.clone(), source }
}

/// Writes a pack anew, for a folder that was lost.
///
/// # Errors
/// [`NotAdded::Lost`] when there is something in it that can't be written here, such as questions, rules or exams: what is
/// read back must be the whole pack, as what isn't there would be given up.
pub fn write_anew(folder: &Path, pack: &Pack) -> Result<(), NotAdded> {
    let lost = || NotAdded::Lost(folder.to_owned());
    let mut list = vec![("pack.yaml".to_owned(), yaml(&head_of(&pack.id, &pack.title)))];
    let services: BTreeMap<_, _> = pack.services.iter().collect();
    let mut sections = [("services", String::new()), ("notes", String::new()), ("traps", String::new())];
    for (id, about) in services {
        sections[0].1.push_str(&entry(id.as_str(), service_of(about)));
    }
    for item in &pack.items {
        let section = usize::from(matches!(item.kind, Kind::Trap(_))) + 1;
        sections[section].1.push_str(&entry(item.id.slug(), value_of(item).ok_or_else(lost)?));
    }
    for (name, text) in sections.into_iter().filter(|(_, text)| !text.is_empty()) {
        list.push((format!("{name}.yaml"), format!("{name}:\n{text}")));
    }
    let files = Files::of(list.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())));
    let in_order = |mut pack: Pack| {
        pack.items.sort_by(|a, b| a.id.cmp(&b.id));
        pack
    };
    if in_order(valid(&files).map_err(|_| lost())?) != in_order(pack.clone()) {
        return Err(lost());
    }
    fs::create_dir_all(folder).map_err(failed(folder))?;
    // The head comes last: without it the folder is no pack.
    for (name, text) in list.iter().rev() {
        let path = folder.join(name);
        put(&path, None, text.as_bytes()).map_err(failed(&path))?;
    }
    Ok(())
}

/// What is to be written.
struct Plan {
    added: Added,
    /// Whole files by name, in the order in which they are written.
    changed: Vec<(String, String)>,
}

fn valid(files: &Files) -> Result<Pack, NotAdded> {
    let loaded = load(files);
    let errors = |problem: &Problem| problem.severity == Severity::Error;
    loaded.pack.ok_or_else(|| NotAdded::Invalid(loaded.problems.into_iter().filter(errors).collect()))
}

fn plan(files: &Files, pack: &Pack, card: &OwnCard, known: &[&Services]) -> Result<Plan, NotAdded> {
    // The pack's own services come first: what it calls something holds in it.
    let all: Vec<&Services> = std::iter::once(&pack.services).chain(known.iter().copied()).collect();
    let (service, defined) = card.service(&all);
    let taken: HashSet<String> = pack.items.iter().map(|item| item.id.slug().to_owned()).collect();
    let item = card.item(&pack.id, service, &taken).map_err(NotAdded::Incomplete)?;
    let (mut changed, mut before) = (Vec::new(), files.clone());
    let missing: Vec<_> = defined.into_iter().filter(|(id, _)| pack.services.get(id.as_str()).is_none()).collect();
    if !missing.is_empty() {
        let text: String = missing.iter().map(|(id, about)| entry(id.as_str(), service_of(about))).collect();
        let fits = |with: &Pack| {
            let there = |(id, about): &(ServiceId, Service)| with.services.get(id.as_str()) == Some(about);
            with.items == pack.items && missing.iter().all(there)
        };
        let (name, whole) = appended(&before, "services", "services", &text, &fits).ok_or(NotAdded::Unwritable)?;
        before = before.with(&name, &whole);
        changed.push((name, whole));
    }
    let (section, name) = if matches!(item.kind, Kind::Trap(_)) { ("traps", "traps") } else { ("notes", "cards") };
    let text = entry(item.id.slug(), value_of(&item).ok_or(NotAdded::Unwritable)?);
    let fits = |with: &Pack| {
        // The others stay in their order.
        with.items.len() == pack.items.len() + 1 && with.items.iter().filter(|one| **one != item).eq(&pack.items)
    };
    changed.push(appended(&before, section, name, &text, &fits).ok_or(NotAdded::Unwritable)?);
    let trap = matches!(item.kind, Kind::Trap(_));
    Ok(Plan { added: Added { item: item.id, trap, text }, changed })
}

/// The first file of that name, or of it with a number, that takes the entries at its end.
fn appended(
    files: &Files,
    section: &str,
    name: &str,
    entries: &str,
    fits: &dyn Fn(&Pack) -> bool,
) -> Option<(String, String)> {
    (1..=MOST_FILES).find_map(|number| {
        let name = if number == 1 { format!("{name}.yaml") } else { format!("{name}-{number}.yaml") };
        let there = files.bytes(&name).ok()?;
        let whole = match there.as_deref().map(std::str::from_utf8) {
            Some(Ok(text)) => {
                let end = if text.ends_with('\n') { "" } else { "\n" };
                format!("{text}{end}{entries}")
            }
            Some(Err(_)) => return None,
            None => format!("{section}:\n{entries}"),
        };
        if whole.len() as u64 > LARGEST_FILE {
            return None;
        }
        let loaded = load(&files.with(&name, &whole)).pack?;
        fits(&loaded).then_some((name, whole))
    })
}

/// Gives the file that content if it still has the one that was read. False when it hasn't.
fn put(path: &Path, read: Option<&[u8]>, bytes: &[u8]) -> io::Result<bool> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let half = folder.join(format!(".half-{}-{name}", std::process::id()));
    let written = File::create(&half).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    let now = match fs::read(path) {
        Ok(now) => Some(now),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let settled = written.and_then(|()| {
        if now.as_deref() != read {
            return Ok(false);
        }
        // One that isn't there yet must not take the place of one made in this moment.
        let linked = if read.is_none() { fs::hard_link(&half, path) } else { Err(io::ErrorKind::Unsupported.into()) };
        match linked {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            // Not every disk has links.
            Err(_) => fs::rename(&half, path).map(|()| true),
        }
    });
    let _ = fs::remove_file(&half);
    // So that the name is on disk, too; where folders can't be opened there is nothing to be done.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    settled
}

fn head_of(id: &PackId, title: &str) -> Mapping {
    let mut head = Mapping::new();
    head.insert("format".into(), 1.into());
    for (key, value) in [("id", id.as_str()), ("title", title), ("version", "1"), ("language", "en")] {
        head.insert(key.into(), value.into());
    }
    head
}

fn service_of(about: &Service) -> Value {
    let mut map = Mapping::new();
    map.insert("title".into(), about.title.as_str().into());
    list(&mut map, "aliases", about.aliases.iter().map(String::as_str));
    list(&mut map, "parents", about.parents.iter().map(ServiceId::as_str));
    Value::Mapping(map)
}

/// An item as it is written; none for questions, which are not made here.
fn value_of(item: &Item) -> Option<Value> {
    let mut map = Mapping::new();
    map.insert("service".into(), item.service.as_str().into());
    match &item.kind {
        Kind::Note(note) => {
            map.insert("title".into(), note.title.as_str().into());
            map.insert("body".into(), note.body.as_str().into());
            list(&mut map, "tags", item.tags.iter().map(String::as_str));
            let mut cards = Mapping::new();
            for card in &note.cards {
                let mut sides = Mapping::new();
                match &card.face {
                    Face::Basic { front, back } => {
                        sides.insert("front".into(), front.as_str().into());
                        sides.insert("back".into(), back.as_str().into());
                    }
                    Face::Cloze(cloze) => {
                        let pieces = cloze.pieces().iter().map(|piece| match piece {
                            Piece::Text(text) => text.clone(),
                            Piece::Gap(text) => format!("{{{{{text}}}}}"),
                        });
                        sides.insert("cloze".into(), pieces.collect::<String>().into());
                    }
                }
                cards.insert(card.id.as_str().into(), Value::Mapping(sides));
            }
            if !cards.is_empty() {
                map.insert("cards".into(), Value::Mapping(cards));
            }
        }
        Kind::Trap(trap) => {
            for (key, value) in [("title", &trap.title), ("lure", &trap.lure), ("truth", &trap.truth)] {
                map.insert(key.into(), value.as_str().into());
            }
            list(&mut map, "instead", trap.instead.iter().map(ServiceId::as_str));
            list(&mut map, "keywords", trap.keywords.iter().map(String::as_str));
            list(&mut map, "notes", trap.notes.iter().map(crate::domain::id::Slug::as_str));
            list(&mut map, "tags", item.tags.iter().map(String::as_str));
        }
        Kind::Question(_) => return None,
    }
    if let Some(source) = &item.source {
        map.insert("source".into(), source.as_str().into());
    }
    Some(Value::Mapping(map))
}

fn list<'a>(map: &mut Mapping, key: &str, values: impl Iterator<Item = &'a str>) {
    let values: Vec<Value> = values.map(Value::from).collect();
    if !values.is_empty() {
        map.insert(key.into(), Value::Sequence(values));
    }
}

/// An entry of a section, two spaces in.
fn entry(id: &str, value: Value) -> String {
    let mut map = Mapping::new();
    map.insert(id.into(), value);
    yaml(&map).lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

fn yaml(map: &Mapping) -> String {
    // Plain strings and lists of them always can be written.
    serde_yaml::to_string(map).unwrap_or_default()
}

#[cfg(test)]
mod tests;
