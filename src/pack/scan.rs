//! From bytes to text, before any YAML is read: encoding and raw control characters.

use super::problem::Mark;

/// Why bytes aren't text that YAML may be read from.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub mark: Mark,
    pub message: String,
    pub hint: &'static str,
}

/// The text, without its byte-order mark.
///
/// # Errors
/// What isn't UTF-8, or every raw control character (at most a hundred), each with its place.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Vec<Unreadable>> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let mark = Mark { line: 1, column: 1 };
        let message = "the file is UTF-16, not UTF-8".to_owned();
        return Err(vec![Unreadable { mark, message, hint: "save it as UTF-8" }]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let wrong = bytes[error.valid_up_to()];
        let message = format!("this isn't UTF-8 (byte {wrong:#04x})");
        vec![Unreadable { mark: end_of(&before), message, hint: "save the file as UTF-8" }]
    })?;
    // A first look that compilers turn into a few instructions for many bytes; what it finds is mostly harmless.
    let odd = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) | (byte == 0x7f) | (byte == 0xc2);
    if !bytes.iter().fold(false, |any, byte| any | odd(*byte)) {
        return Ok(text);
    }
    let controls: Vec<_> = controls(text).take(100).collect();
    if controls.is_empty() { Ok(text) } else { Err(controls) }
}

/// Control characters other than tab and line ends. C1 ones are two bytes in UTF-8, `c2 80` to `c2 9f`.
fn controls(text: &str) -> impl Iterator<Item = Unreadable> {
    let bytes = text.as_bytes();
    let found = move |at: usize| match bytes[at] {
        b'\t' | b'\n' | b'\r' => false,
        ..0x20 | 0x7f => true,
        0x80..0xa0 => at > 0 && bytes[at - 1] == 0xc2,
        _ => false,
    };
    (0..bytes.len()).filter(move |at| found(*at)).map(move |at| {
        let start = if bytes[at] >= 0x80 { at - 1 } else { at };
        let c = text[start..].chars().next().unwrap_or_default();
        Unreadable {
            mark: end_of(&text[..start]),
            message: format!("a control character (U+{:04X}) is in the text", u32::from(c)),
            hint: "delete it; it doesn't show in most editors",
        }
    })
}

/// The place right behind `text`. Line ends are `\n`, `\r\n` and `\r`.
fn end_of(text: &str) -> Mark {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (line, last) =
        text.rsplit_once('\n').map_or((1, text.as_str()), |(before, last)| (before.matches('\n').count() + 2, last));
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Mark { line: small(line), column: small(last.chars().count() + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(bytes: &[u8]) -> Vec<(u32, u32)> {
        text(bytes).unwrap_err().iter().map(|trouble| (trouble.mark.line, trouble.mark.column)).collect()
    }

    #[test]
    fn text_passes_and_loses_its_byte_order_mark() {
        assert_eq!(text("\u{feff}a: é\r\n\tb ツ\u{a0}".as_bytes()), Ok("a: é\r\n\tb ツ\u{a0}"));
    }

    #[test]
    fn control_characters_are_placed() {
        assert_eq!(places(b"a\0"), [(1, 2)]);
        assert_eq!(places("\u{feff}é: \u{1b}[31m\nb\u{9b}\r\n\u{7f}".as_bytes()), [(1, 4), (2, 2), (3, 1)]);
    }

    #[test]
    fn other_encodings_are_placed() {
        assert_eq!(places(b"a: b\nc: caf\xe9\n"), [(2, 7)]);
        assert_eq!(places(b"\xff\xfea\0"), [(1, 1)]);
    }
}
