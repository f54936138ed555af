//! A pack's files in memory: relative path to bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::digest::digest;
use super::problem::Problem;

/// The most bytes that one file may have: 2 MiB.
pub const LARGEST_FILE: u64 = 2 * 1024 * 1024;

/// The most bytes that all files together may have: 64 MiB.
pub const LARGEST_PACK: u64 = 64 * 1024 * 1024;

/// A pack's YAML files by their path inside it (with `/`), in order of path.
#[derive(Debug, Default, Clone)]
pub struct Files {
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// Bytes of all files together.
    size: u64,
    /// What was found while they were read; part of the pack's problems.
    pub(super) remarks: Vec<Problem>,
}

impl Files {
    /// Takes files by path and bytes, as the store keeps them. Paths that aren't plain relative ones, and files over
    /// the limits, are left out and become problems of the pack.
    #[must_use]
    pub fn of(list: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files = Self::default();
        for (path, bytes) in list {
            files.add(path, Cow::Owned(bytes));
        }
        files
    }

    /// Paths and bytes, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_ref()))
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All bytes together.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// xxh3 over paths and bytes: the same content gives the same number on every machine.
    #[must_use]
    pub fn hash(&self) -> u64 {
        digest(self.iter())
    }

    pub(super) fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Cow::as_ref)
    }

    pub(super) fn add(&mut self, path: String, bytes: Cow<'static, [u8]>) {
        let size = bytes.len() as u64;
        if !is_plain(&path) {
            self.remarks.push(Problem::error(
                &path,
                "a pack holds only files inside its folder",
                "give a path such as `questions/gpu.yaml`, without `..`",
            ));
        } else if size > LARGEST_FILE {
            self.remarks.push(too_large(&path, size));
        } else if self.size + size > LARGEST_PACK {
            self.remarks.push(too_much(&path));
        } else {
            self.size += size;
            self.files.insert(path, bytes);
        }
    }
}

/// A file over its limit; `size` in bytes.
pub(super) fn too_large(path: &str, size: u64) -> Problem {
    let message = format!("the file has {size} bytes, and at most {LARGEST_FILE} (2 MiB) are read");
    Problem::error(path, message, "split it by subject; ids and progress don't depend on the file")
}

/// The file that would take the pack over its limit.
pub(super) fn too_much(path: &str) -> Problem {
    let message =
        format!("with this file the pack has over {LARGEST_PACK} bytes (64 MiB); it and the rest aren't read");
    Problem::error(path, message, "split the pack in two")
}

fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Files {
        Files::of(list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())))
    }

    #[test]
    fn the_hash_sees_paths_bytes_and_their_border() {
        let hash = files(&[("a.yaml", "x"), ("b.yaml", "y")]).hash();
        assert_eq!(hash, files(&[("b.yaml", "y"), ("a.yaml", "x")]).hash());
        assert_ne!(hash, files(&[("a.yaml", "x"), ("b.yaml", "z")]).hash());
        assert_ne!(hash, files(&[("a.yaml", "x"), ("c.yaml", "y")]).hash());
        assert_ne!(files(&[("a", "bc")]).hash(), files(&[("ab", "c")]).hash());
    }

    #[test]
    fn paths_stay_inside() {
        for path in ["../a.yaml", "/a.yaml", "a/../../b.yaml", "", "a//b.yaml", "c:\\a.yaml"] {
            let files = files(&[(path, "")]);
            assert!(files.is_empty() && files.remarks.len() == 1, "{path}");
        }
        assert_eq!(files(&[("notes/a.yaml", "")]).len(), 1);
    }

    #[test]
    fn limits_hold() {
        let file = vec![b' '; usize::try_from(LARGEST_FILE).unwrap()];
        let files = Files::of((0..33).map(|n| (format!("{n:02}.yaml"), file.clone())));
        assert_eq!((files.len(), files.remarks.len()), (32, 1));
        let files = Files::of([("a.yaml".to_owned(), [file, vec![b' ']].concat())]);
        assert_eq!((files.len(), files.remarks.len()), (0, 1));
    }
}
