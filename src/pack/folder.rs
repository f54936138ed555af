//! A pack's folder on disk: which files belong to it, and reading them without leaving it.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::digest::digest;
use super::files::{Files, LARGEST_FILE, LARGEST_PACK, read, too_large, too_much};
use super::problem::Problem;

impl Files {
    /// Reads the `.yaml` files of a folder and its subfolders, but nothing that begins with a dot.
    ///
    /// What can't be read, lies outside the folder or is too large is left out and becomes a problem of the pack.
    ///
    /// # Errors
    /// When there is no such folder or no `pack.yaml` in it.
    pub fn read_folder(folder: &Path) -> Result<Self, Vec<Problem>> {
        Self::default().of_folder(folder)
    }

    /// These, which are none yet, with those of the folder.
    fn of_folder(mut self, folder: &Path) -> Result<Self, Vec<Problem>> {
        let mut walk = Walk::of(folder).map_err(|problem| vec![problem])?;
        walk.all();
        let files = &mut self;
        files.remarks = walk.problems;
        let large = files.too_many_to_keep(walk.found.values().map(|found| found.about.len()).sum());
        let mut total = 0;
        for (path, found) in walk.found {
            if found.about.len() > LARGEST_FILE {
                files.remarks.push(too_large(&path, found.about.len()));
                continue;
            }
            total += found.about.len();
            if total > LARGEST_PACK {
                files.remarks.push(too_much(&path));
                break;
            }
            let name = path.clone();
            let taken = if large {
                files.add_from(path, found.real)
            } else {
                read(&found.real).map(|bytes| files.add(path, bytes))
            };
            if let Err(error) = taken {
                files.remarks.push(unreadable(&name, &error));
            }
        }
        Ok(self)
    }
}

/// A cheap number that changes when a file of the folder does: over relative paths, sizes and times of change.
///
/// # Errors
/// When there is no such folder or no `pack.yaml` in it.
pub fn stamp(folder: &Path) -> io::Result<u64> {
    let mut walk = Walk::of(folder).map_err(|problem| io::Error::new(io::ErrorKind::NotFound, problem.message))?;
    walk.all();
    let about = walk.found.iter().map(|(path, found)| {
        let changed = found.about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let nanos = changed.unwrap_or_default().as_nanos();
        (path.as_str(), [found.about.len().to_le_bytes().as_slice(), &nanos.to_le_bytes()].concat())
    });
    let about: Vec<_> = about.collect();
    Ok(digest(about.iter().map(|(path, about)| (*path, about.as_slice()))))
}

/// A file that belongs to the pack.
struct Found {
    /// Where its bytes are, without symlinks.
    real: PathBuf,
    about: Metadata,
    link: bool,
}

struct Walk {
    root: PathBuf,
    found: BTreeMap<String, Found>,
    problems: Vec<Problem>,
}

impl Walk {
    fn of(folder: &Path) -> Result<Self, Problem> {
        let name = folder.display().to_string();
        let root = folder.canonicalize().map_err(|error| {
            Problem::error(&name, format!("the folder can't be read: {error}"), "give the folder that pack.yaml is in")
        })?;
        if !root.is_dir() {
            return Err(Problem::error(&name, "this is a file", "give the folder that pack.yaml is in"));
        }
        if root.join("pack.yaml").symlink_metadata().is_err() {
            let hint = if root.join("pack.yml").exists() {
                "rename pack.yml to pack.yaml"
            } else {
                "give the folder that pack.yaml is in; `plimsoll pack new DIR` makes a new pack"
            };
            return Err(Problem::error(&name, "there is no pack.yaml in the folder", hint));
        }
        Ok(Self { root, found: BTreeMap::new(), problems: Vec::new() })
    }

    fn all(&mut self) {
        let mut open = vec![(self.root.clone(), String::new())];
        while let Some((folder, inside)) = open.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.problems.push(unreadable(&inside, &error));
                    continue;
                }
            };
            for entry in entries.flatten() {
                let name = entry.file_name();
                if name.as_encoded_bytes().starts_with(b".") {
                    continue;
                }
                let path = format!("{inside}{}", name.to_string_lossy());
                let Ok(kind) = entry.file_type() else { continue };
                if kind.is_symlink() {
                    self.link(&entry.path(), &path, &mut open);
                } else if kind.is_dir() {
                    open.push((entry.path(), format!("{path}/")));
                } else {
                    self.file(&entry.path(), path, false);
                }
            }
        }
        self.once();
        self.problems.sort_by(|a, b| a.file.cmp(&b.file));
    }

    /// A symlink may lead to what is inside the folder. What is walked anyway needs no second walk.
    fn link(&mut self, link: &Path, path: &str, open: &mut Vec<(PathBuf, String)>) {
        let real = match link.canonicalize() {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_yaml(link) => return,
            Err(_) => {
                let message = "the symlink leads nowhere or round in a circle";
                self.problems.push(Problem::error(path, message, "delete or mend the link"));
                return;
            }
        };
        let Ok(inside) = real.strip_prefix(&self.root) else {
            if real.is_dir() || is_yaml(link) {
                let message = "the symlink leads out of the pack's folder";
                self.problems.push(Problem::error(path, message, "copy what it leads to into the folder"));
            }
            return;
        };
        if !real.is_dir() {
            self.file(&real, path.to_owned(), true);
        } else if link.parent().and_then(|parent| parent.canonicalize().ok()).is_some_and(|at| at.starts_with(&real)) {
            let message = "the symlink leads round in a circle";
            self.problems.push(Problem::error(path, message, "delete the link"));
        } else if hidden(inside) && !open.iter().any(|(folder, _)| *folder == real) {
            open.push((real, format!("{path}/")));
        }
    }

    fn file(&mut self, real: &Path, path: String, link: bool) {
        let name = Path::new(&path);
        if !is_yaml(name) {
            let nearly = name.extension().and_then(OsStr::to_str).map(str::to_lowercase);
            if matches!(nearly.as_deref(), Some("yml" | "yaml")) {
                self.problems.push(Problem::warning(&path, "the file isn't read", "let its name end in `.yaml`"));
            }
            return;
        }
        match fs::metadata(real) {
            Ok(about) if about.is_file() => {
                if real.to_str().is_none() {
                    let message = "the file's name isn't UTF-8";
                    self.problems.push(Problem::error(&path, message, "rename it in plain letters"));
                } else {
                    self.found.insert(path, Found { real: real.to_owned(), about, link });
                }
            }
            Ok(_) => {
                let message = "this isn't a file but a device, pipe or socket";
                self.problems.push(Problem::error(&path, message, "take it out of the pack's folder"));
            }
            Err(error) => self.problems.push(unreadable(&path, &error)),
        }
    }

    /// Of several paths to one file, keeps `pack.yaml`, else the one that isn't a link.
    fn once(&mut self) {
        let mut best: BTreeMap<&Path, (bool, bool, &str)> = BTreeMap::new();
        for (path, found) in &self.found {
            let rank = (path != "pack.yaml", found.link, path.as_str());
            let known = best.entry(&found.real).or_insert(rank);
            *known = rank.min(*known);
        }
        let keep: HashSet<String> = best.into_values().map(|(_, _, path)| path.to_owned()).collect();
        self.found.retain(|path, _| keep.contains(path));
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("yaml"))
}

fn hidden(inside: &Path) -> bool {
    inside.iter().any(|part| part.as_encoded_bytes().starts_with(b"."))
}

fn unreadable(path: &str, error: &io::Error) -> Problem {
    Problem::error(path, format!("it can't be read: {error}"), "check its permissions")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::load;

    #[test]
    fn files_of_a_large_pack_are_read_again_and_make_the_same_pack() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("pack.yaml", "format: 1\nid: p\ntitle: P\nservices: {one: {}}\n");
        for name in ["a", "b", "c"] {
            write(&format!("{name}.yaml"), &format!("notes:\n  {name}: {{service: one, title: T, body: B}}\n"));
        }
        let kept = Files::read_folder(folder.path()).unwrap();
        let few = Files::keeping(60).of_folder(folder.path()).unwrap();
        assert_eq!((few.hash(), few.size(), few.len()), (kept.hash(), kept.size(), 4));
        assert!(few.hash().is_some());
        assert_eq!(load(&few).pack.unwrap(), load(&kept).pack.unwrap());

        write("b.yaml", "notes:\n  b: {service: one, title: T, body: C}\n");
        assert!(load(&kept).pack.is_some_and(|pack| pack.items.len() == 3));
        let loaded = load(&few);
        assert!(loaded.pack.is_none() && few.hash().is_none());
        let said: Vec<_> = loaded.problems.iter().map(crate::pack::Problem::render).collect();
        assert!(said.len() == 1 && said[0].contains("b.yaml") && said[0].contains("changed"), "{said:?}");
        fs::remove_file(folder.path().join("c.yaml")).unwrap();
        assert_eq!(load(&few).problems.len(), 2);
    }

    #[test]
    fn a_folder_is_read_up_to_the_limit_and_no_further() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pack.yaml"), "format: 1\n").unwrap();
        let largest = |name: &str| fs::File::create(folder.path().join(name)).unwrap().set_len(LARGEST_FILE).unwrap();
        (0..34).for_each(|n| largest(&format!("n{n:02}.yaml")));
        let files = Files::read_folder(folder.path()).unwrap();
        assert_eq!((files.len(), files.size()), (32, LARGEST_PACK));
        let said: Vec<_> = files.remarks.iter().map(Problem::render).collect();
        assert!(said.len() == 1 && said[0].contains("n32.yaml") && said[0].contains("the rest"), "{said:?}");
    }
}
