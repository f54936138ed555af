//! Lines of standard input, which may be endless.

use std::io::{self, BufRead, Read};

/// What came of reading a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The input has ended.
    End,
    /// All of it is there.
    Whole,
    /// It went on for longer; the rest was passed over.
    Cut,
}

/// Reads the next line, of which at most so many bytes are kept.
///
/// # Errors
/// When the input can't be read.
pub fn read(input: &mut impl BufRead, line: &mut Vec<u8>, most: usize) -> io::Result<Line> {
    line.clear();
    let limit = most as u64 + 1;
    if Read::take(&mut *input, limit).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.len() <= most || line.ends_with(b"\n") {
        return Ok(Line::Whole);
    }
    line.truncate(most);
    loop {
        let there = input.fill_buf()?;
        let end = memchr::memchr(b'\n', there);
        let (length, over) = end.map_or((there.len(), there.is_empty()), |at| (at + 1, true));
        input.consume(length);
        if over {
            return Ok(Line::Cut);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_cut_and_the_next_one_read() {
        let mut input = io::BufReader::with_capacity(3, &b"abcd\nabcdefghij\n\nxy"[..]);
        let mut next = || {
            let mut line = Vec::new();
            let found = read(&mut input, &mut line, 4).unwrap();
            (found, String::from_utf8(line).unwrap())
        };
        assert_eq!(next(), (Line::Whole, "abcd\n".into()));
        assert_eq!(next(), (Line::Cut, "abcd".into()));
        assert_eq!(next(), (Line::Whole, "\n".into()));
        assert_eq!(next(), (Line::Whole, "xy".into()));
        assert_eq!(next(), (Line::End, String::new()));
        // The end of the input ends a long line, too.
        assert_eq!(read(&mut &b"abcdefg"[..], &mut Vec::new(), 4).unwrap(), Line::Cut);
    }
}
