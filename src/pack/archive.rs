//! The shipped pack's files as one compressed block. `build.rs` uses this file too.
//!
//! Plain YAML would be a third of the binary; inflated only when the pack changed, it costs nothing at start.

/// Packs paths and bytes: for each a length (4 bytes, little-endian) and the bytes, deflated together.
#[allow(dead_code, reason = "used when the program is built, and in tests")]
pub(crate) fn pack<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut plain = Vec::new();
    for part in files.flat_map(|(path, bytes)| [path.as_bytes(), bytes]) {
        plain.extend(u32::try_from(part.len()).unwrap_or_default().to_le_bytes());
        plain.extend(part);
    }
    miniz_oxide::deflate::compress_to_vec(&plain, 9)
}

/// The paths and bytes again; nothing when the block is damaged.
#[allow(dead_code, reason = "used when the program runs, not when it is built")]
pub(crate) fn unpack(block: &[u8]) -> Vec<(String, Vec<u8>)> {
    let plain = miniz_oxide::inflate::decompress_to_vec(block).unwrap_or_default();
    let mut rest = plain.as_slice();
    let mut files = Vec::new();
    while let Some(path) = part(&mut rest) {
        let Some(bytes) = part(&mut rest) else { break };
        files.push((String::from_utf8_lossy(path).into_owned(), bytes.to_vec()));
    }
    files
}

fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, behind) = rest.split_first_chunk()?;
    let (part, behind) = behind.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
    *rest = behind;
    Some(part)
}
