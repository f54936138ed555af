//! How wide a text is, and how to make it fit.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands where something was cut off.
const CUT: char = '…';

/// Columns that `text` takes, cluster by cluster as a terminal's cells hold it. Control characters take none.
///
/// This is not the width of the whole string: some pairs of letters join when drawn as one string,
/// but every cluster has cells of its own.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return text.len();
    }
    graphemes(text).map(|(_, columns)| columns).sum()
}

/// The clusters of `text` that share cells, each with its columns.
pub fn graphemes(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true).map(|grapheme| {
        let columns = if grapheme.contains(char::is_control) { 0 } else { UnicodeWidthStr::width(grapheme) };
        (grapheme, columns)
    })
}

/// `text` shortened to at most `columns`, with `…` as its last column where something is missing.
///
/// A text that fits is returned as it is. With 0 columns nothing is left.
#[must_use]
pub fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut short = String::new();
    let mut used = 0;
    for (grapheme, wide) in graphemes(text) {
        if used + wide > columns - 1 {
            break;
        }
        short.push_str(grapheme);
        used += wide;
    }
    short.truncate(short.trim_end_matches(' ').len());
    short.push(CUT);
    Cow::Owned(short)
}

/// `text` cut or filled with spaces at its end to exactly `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let mut padded = cut(text, columns).into_owned();
    padded.extend(std::iter::repeat_n(' ', columns.saturating_sub(width(&padded))));
    padded
}

/// `text` cut at its end or filled with spaces at its start to exactly `columns`, for numbers.
#[must_use]
pub fn pad_left(text: &str, columns: usize) -> String {
    let short = cut(text, columns);
    let mut padded = " ".repeat(columns.saturating_sub(width(&short)));
    padded.push_str(&short);
    padded
}
