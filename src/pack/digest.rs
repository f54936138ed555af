//! The hash by which a pack's content is known. `build.rs` uses this file too.

use xxhash_rust::xxh3::Xxh3;

/// xxh3 over paths and bytes, each with its length before it, in the order given (sorted by path).
pub(crate) fn digest<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> u64 {
    let mut hash = Xxh3::new();
    for (path, bytes) in files {
        for part in [path.as_bytes(), bytes] {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hash.digest()
}
