//! The pack that ships in the binary.

use super::archive;
use super::files::Files;
use super::lint::Words;

static BLOCK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));

/// Word lists for spelling.
static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

impl Files {
    /// The shipped pack, `content/aws-containers` as it was when the program was built.
    #[must_use]
    pub fn embedded() -> Self {
        Self::of(archive::unpack(BLOCK))
    }
}

/// English words and terms of computing, inflated for each use: only `pack check` needs them.
pub(super) fn words() -> Words {
    let lists = archive::unpack(WORDS).into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned());
    Words::of(&lists.collect::<String>())
}

/// [`Files::hash`] of the shipped pack, known since the program was built.
#[must_use]
pub const fn embedded_hash() -> u64 {
    const HASH: u64 = match u64::from_str_radix(env!("PLIMSOLL_PACK_HASH"), 16) {
        Ok(hash) => hash,
        Err(_) => 0,
    };
    HASH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_was_right_when_the_program_was_built() {
        assert_eq!(Files::embedded().hash(), Some(embedded_hash()));
    }

    #[test]
    fn the_block_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content/aws-containers");
        if folder.join("pack.yaml").exists() {
            assert_eq!(Files::read_folder(&folder).unwrap().hash(), Some(embedded_hash()));
        }
    }

    #[test]
    fn a_damaged_block_gives_no_files() {
        let block = archive::pack([("a.yaml", b"x".as_slice()), ("b.yaml", b"")].into_iter());
        assert_eq!(archive::unpack(&block).len(), 2);
        assert!(archive::unpack(&block[..block.len() / 2]).is_empty());
        assert!(archive::unpack(b"\xff\xff\xff").is_empty());
    }
}
