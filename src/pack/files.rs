//! A pack's files by their relative path: in memory, or on disk where that would be much.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::digest::Digest;
use super::problem::Problem;

/// The most bytes that one file may have: 2 MiB.
pub const LARGEST_FILE: u64 = 2 * 1024 * 1024;

/// The most bytes that all files together may have: 64 MiB.
pub const LARGEST_PACK: u64 = 64 * 1024 * 1024;

/// The most bytes that are kept in memory. Files of a larger pack are read again when their turn comes: with the pack that
/// is made of them they would take twice the room.
const MOST_KEPT: u64 = 24 * 1024 * 1024;

/// A pack's YAML files by their path inside it (with `/`), in order of path.
#[derive(Debug, Clone)]
pub struct Files {
    files: BTreeMap<String, Bytes>,
    /// Bytes of all files together.
    size: u64,
    /// The most bytes that are in memory at once.
    at_once: u64,
    /// What was found while they were read; part of the pack's problems.
    pub(super) remarks: Vec<Problem>,
}

impl Default for Files {
    fn default() -> Self {
        Self::keeping(MOST_KEPT)
    }
}

#[derive(Debug, Clone)]
enum Bytes {
    Kept(Vec<u8>),
    /// Where they were, and what they were.
    OnDisk {
        at: PathBuf,
        size: u64,
        hash: u64,
    },
}

impl Bytes {
    fn size(&self) -> u64 {
        match self {
            Self::Kept(bytes) => bytes.len() as u64,
            Self::OnDisk { size, .. } => *size,
        }
    }

    fn get(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Kept(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::OnDisk { at, hash, .. } => {
                let bytes = read(at)?;
                let same = xxh3_64(&bytes) == *hash;
                let changed = || io::Error::other("it was changed at this very moment");
                same.then_some(Cow::Owned(bytes)).ok_or_else(changed)
            }
        }
    }
}

/// Reads no more than the limit and a byte, should the file grow meanwhile.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl Files {
    /// None yet, and at most so many bytes in memory at once, or one file.
    pub(super) fn keeping(at_once: u64) -> Self {
        Self { files: BTreeMap::new(), size: 0, at_once, remarks: Vec::new() }
    }

    /// Takes files by path and bytes, as the store keeps them. Paths that aren't plain relative ones, and files over
    /// the limits, are left out and become problems of the pack.
    #[must_use]
    pub fn of(list: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut files = Self::default();
        for (path, bytes) in list {
            files.add(path, bytes);
        }
        files
    }

    /// Paths, in their order, with the bytes or why they can't be had: the file of a large pack may be gone or changed
    /// since it was first read.
    pub fn iter(&self) -> impl Iterator<Item = (&str, io::Result<Cow<'_, [u8]>>)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.get()))
    }

    /// Paths, in their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
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

    /// xxh3 over paths and bytes: the same content gives the same number on every machine. None where a file of a large
    /// pack is gone or changed since it was first read.
    #[must_use]
    pub fn hash(&self) -> Option<u64> {
        let mut digest = Digest::default();
        for (path, bytes) in self.iter() {
            digest.add(path, &bytes.ok()?);
        }
        Some(digest.number())
    }

    /// A file's bytes, if there is one of that path.
    pub(super) fn bytes(&self, path: &str) -> io::Result<Option<Cow<'_, [u8]>>> {
        self.files.get(path).map(Bytes::get).transpose()
    }

    /// The bytes of the first of these files: of as many as may be in memory at once.
    pub(super) fn first_of(&self, paths: &[&str]) -> Vec<io::Result<Cow<'_, [u8]>>> {
        let mut size = 0;
        let fits = |path: &&&str| {
            size += self.files.get(**path).map_or(0, Bytes::size);
            size <= self.at_once
        };
        let many = paths.iter().take_while(fits).count().max(1);
        paths.iter().take(many).map(|path| self.bytes(path).map(Option::unwrap_or_default)).collect()
    }

    /// Whether files of so many bytes are read again when they are wanted.
    pub(super) const fn too_many_to_keep(&self, bytes: u64) -> bool {
        bytes > self.at_once
    }

    /// The same with another text in one file, or with one file more.
    pub(super) fn with(&self, path: &str, text: &str) -> Self {
        let mut files = self.clone();
        files.size -= files.files.remove(path).map_or(0, |old| old.size());
        files.add(path.to_owned(), text.as_bytes().to_vec());
        files
    }

    /// Takes in a file that is read again whenever it is wanted.
    pub(super) fn add_from(&mut self, path: String, at: PathBuf) -> io::Result<()> {
        let bytes = read(&at)?;
        let found = Bytes::OnDisk { at, size: bytes.len() as u64, hash: xxh3_64(&bytes) };
        self.take(path, found);
        Ok(())
    }

    pub(super) fn add(&mut self, path: String, bytes: Vec<u8>) {
        self.take(path, Bytes::Kept(bytes));
    }

    fn take(&mut self, path: String, bytes: Bytes) {
        let size = bytes.size();
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
