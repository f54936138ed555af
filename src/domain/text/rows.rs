//! How a text being typed lies on rows of so many columns.

use std::ops::Range;

use super::graphemes;

/// Bytes of the text for each row of at most so many columns; at least one row. A row ends at a line end or behind a
/// space; a space at an edge stays with the row before. A text that ends with a line end has an empty row behind it.
#[must_use]
pub fn rows(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(1);
    let mut rows = Vec::new();
    let (mut start, mut used, mut at) = (0, 0, 0);
    // Where the row could end, and how many columns stand behind that.
    let mut gap: Option<(usize, usize)> = None;
    for (grapheme, wide) in graphemes(text) {
        // Twice where what stands behind the gap leaves no room for a wide letter.
        while used + wide > columns && used > 0 && !matches!(grapheme, " " | "\n") {
            let (end, behind) = gap.take().unwrap_or((at, 0));
            rows.push(start..end);
            (start, used) = (end, behind);
        }
        at += grapheme.len();
        if grapheme == "\n" {
            rows.push(start..at);
            (start, used, gap) = (at, 0, None);
            continue;
        }
        used += wide;
        gap = if grapheme == " " { Some((at, 0)) } else { gap.map(|(end, behind)| (end, behind + wide)) };
    }
    rows.push(start..text.len());
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::width;
    use super::*;

    #[test]
    fn rows_break_at_spaces_and_line_ends() {
        let cut = |text: &str| rows(text, 8).into_iter().map(|row| text[row].to_owned()).collect::<Vec<_>>();
        assert_eq!(cut("run the tasks without servers"), ["run the ", "tasks ", "without ", "servers"]);
        assert_eq!(cut("kubernetesnodes"), ["kubernet", "esnodes"]);
        assert_eq!(cut(""), [""]);
        assert_eq!(cut(" aaaaaaa漢"), [" ", "aaaaaaa", "漢"]);
        assert_eq!(cut("a\n\nb c\n"), ["a\n", "\n", "b c\n", ""]);
    }

    proptest! {
        #[test]
        fn rows_hold_the_whole_text(text in "[a-z漢é \n]{0,80}", columns in 2usize..20) {
            let rows = rows(&text, columns);
            prop_assert_eq!(rows.iter().map(|row| &text[row.clone()]).collect::<String>(), text.clone());
            prop_assert!(rows.iter().all(|row| width(text[row.clone()].trim_end()) <= columns));
        }
    }
}
