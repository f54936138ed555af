//! The scenario as it is typed: wrapped, its deciding words marked, the cursor in view.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::which::Which;
use crate::domain::text::{graphemes, width};
use crate::ui::theme::{Role, Theme};

/// Draws as much of the scenario as fits; gives the lines that it took.
pub fn draw(which: &Which, area: Rect, theme: &Theme, frame: &mut Frame<'_>) -> u16 {
    let text = which.field.text();
    let lines = wrapped(text, usize::from(area.width).saturating_sub(1).max(1));
    let height = usize::from(area.height).max(1);
    let cursor = which.field.halves().0.len();
    let chosen = which.selected.and_then(|at| which.reasons.get(at)).map_or(&[][..], |reason| reason.at.as_slice());
    // What is looked at is in view: the words of the chosen reason, or else the cursor.
    let looked_at = chosen.first().map_or(cursor, |at| text.char_indices().nth(at.start).map_or(0, |(byte, _)| byte));
    let line_of = |byte: usize| lines.iter().rposition(|line| line.start <= byte).unwrap_or(0);
    let first = (line_of(looked_at) + 1).saturating_sub(height);
    let style = |at: usize| -> Style {
        if chosen.iter().any(|range| range.contains(&at)) {
            theme.style(Role::Selection)
        } else if which.marks.iter().any(|range| range.contains(&at)) {
            theme.style(Role::Match)
        } else {
            theme.style(Role::Base)
        }
    };
    for (line, row) in lines.iter().skip(first).zip(area.rows()) {
        let from = text[..line.start].chars().count();
        let mut spans: Vec<Span<'static>> = Vec::new();
        for (at, character) in (from..).zip(text[line.clone()].chars()) {
            let style = style(at);
            match spans.last_mut() {
                Some(last) if last.style == style => last.content.to_mut().push(character),
                _ => spans.push(Span::styled(character.to_string(), style)),
            }
        }
        frame.render_widget(Line::from(spans), row);
    }
    let at = line_of(cursor);
    if (first..first + height).contains(&at) {
        let column = width(&text[lines[at].start..cursor]);
        let (x, y) = (area.x + u16::try_from(column).unwrap_or(0), area.y + u16::try_from(at - first).unwrap_or(0));
        frame.set_cursor_position((x.min(area.right().saturating_sub(1)), y));
    }
    u16::try_from(lines.len().min(height)).unwrap_or(u16::MAX)
}

/// Bytes of the text for each line of at most so many columns; at least one line. A space at an edge stays with the line
/// before.
fn wrapped(text: &str, columns: usize) -> Vec<Range<usize>> {
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

    #[test]
    fn lines_break_at_spaces() {
        let lines = |text: &str| wrapped(text, 8).into_iter().map(|line| text[line].to_owned()).collect::<Vec<_>>();
        assert_eq!(lines("run the tasks without servers"), ["run the ", "tasks ", "without ", "servers"]);
        assert_eq!(lines("kubernetesnodes"), ["kubernet", "esnodes"]);
        assert_eq!(lines(""), [""]);
        assert_eq!(lines(" aaaaaaa漢"), [" ", "aaaaaaa", "漢"]);
    }

    proptest! {
        #[test]
        fn lines_hold_the_whole_text(text in "[a-z漢é ]{0,80}", columns in 2usize..20) {
            let lines = wrapped(&text, columns);
            prop_assert_eq!(lines.iter().map(|line| &text[line.clone()]).collect::<String>(), text.clone());
            prop_assert!(lines.iter().all(|line| width(text[line.clone()].trim_end()) <= columns));
        }
    }
}
