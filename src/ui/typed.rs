//! How a text that is being typed falls into lines.

use std::ops::Range;

use crate::domain::text::graphemes;

/// Bytes of the text for each line of at most so many columns; at least one line. A space at an edge and a line end stay
/// with the line before.
pub fn wrapped(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let parts = paragraph(line.trim_end_matches('\n'), columns);
        let last = parts.len() - 1;
        for (at, part) in parts.into_iter().enumerate() {
            let end = if at == last { line.len() } else { part.end };
            lines.push(start + part.start..start + end);
        }
        start += line.len();
    }
    // After a line end the cursor stands on a line of its own.
    if text.is_empty() || text.ends_with('\n') {
        lines.push(start..start);
    }
    lines
}

fn paragraph(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut used, mut at) = (0, 0, 0);
    // Where the line could end, and how many columns stand behind that.
    let mut gap: Option<(usize, usize)> = None;
    for (grapheme, wide) in graphemes(text) {
        // Twice where what stands behind the gap leaves no room for a wide letter.
        while used + wide > columns && used > 0 && grapheme != " " {
            let (end, behind) = gap.take().unwrap_or((at, 0));
            lines.push(start..end);
            (start, used) = (end, behind);
        }
        at += grapheme.len();
        used += wide;
        gap = if grapheme == " " { Some((at, 0)) } else { gap.map(|(end, behind)| (end, behind + wide)) };
    }
    lines.push(start..text.len());
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::width;

    #[test]
    fn lines_break_at_spaces() {
        let lines = |text: &str| wrapped(text, 8).into_iter().map(|line| text[line].to_owned()).collect::<Vec<_>>();
        assert_eq!(lines("run the tasks without servers"), ["run the ", "tasks ", "without ", "servers"]);
        assert_eq!(lines("kubernetesnodes"), ["kubernet", "esnodes"]);
        assert_eq!(lines(""), [""]);
        assert_eq!(lines(" aaaaaaa漢"), [" ", "aaaaaaa", "漢"]);
        assert_eq!(lines("a\n\nb\n"), ["a\n", "\n", "b\n", ""]);
    }

    proptest! {
        #[test]
        fn lines_hold_the_whole_text(text in "[a-z漢é \n]{0,80}", columns in 2usize..20) {
            let lines = wrapped(&text, columns);
            prop_assert_eq!(lines.iter().map(|line| &text[line.clone()]).collect::<String>(), text.clone());
            prop_assert!(lines.iter().all(|line| width(text[line.clone()].trim_end()) <= columns));
        }
    }
}
