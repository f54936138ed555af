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
    let mut short = head(text, columns - 1).trim_end_matches(' ').to_owned();
    short.push(CUT);
    Cow::Owned(short)
}

/// [`cut`] for a line of a diagram: the `…` stands in the last column, whatever is before it. Spaces at the end of
/// the line are not missed.
#[must_use]
pub fn clip(line: &str, columns: usize) -> Cow<'_, str> {
    if width(line) <= columns {
        return Cow::Borrowed(line);
    }
    let drawn = line.trim_end_matches(' ');
    if columns == 0 || width(drawn) <= columns {
        return Cow::Borrowed(head(line, columns));
    }
    let mut short = pad(head(drawn, columns - 1), columns - 1);
    short.push(CUT);
    Cow::Owned(short)
}

/// As many clusters of `text` as fit into `columns`.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let fitting = graphemes(text).take_while(|(_, wide)| {
        used += wide;
        used <= columns
    });
    let bytes = fitting.map(|(grapheme, _)| grapheme.len()).sum();
    text.get(..bytes).unwrap_or_default()
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
