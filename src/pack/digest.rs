//! The hash by which a pack's content is known. `build.rs` uses this file too.

use xxhash_rust::xxh3::Xxh3;

/// xxh3 over paths and bytes, each with its length before it, in the order given (sorted by path).
#[derive(Default)]
pub(crate) struct Digest(Xxh3);

impl Digest {
    /// Takes in the next file.
    pub(crate) fn add(&mut self, path: &str, bytes: &[u8]) {
        for part in [path.as_bytes(), bytes] {
            self.0.update(&(part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
    }

    /// The number of all files so far.
    pub(crate) fn number(&self) -> u64 {
        self.0.digest()
    }
}

/// The digest of files that are all there.
pub(crate) fn digest<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> u64 {
    let mut hash = Digest::default();
    for (path, bytes) in files {
        hash.add(path, bytes);
    }
    hash.number()
}
