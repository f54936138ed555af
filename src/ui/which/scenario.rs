//! The scenario as it is typed: wrapped, its deciding words marked, the cursor in view.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::which::Which;
use crate::domain::text::{rows, width};
use crate::ui::theme::{Role, Theme};

/// Columns on which the scenario wraps in an area: the last one is for the cursor and for what tells of hidden rows.
pub fn columns(area: Rect) -> u16 {
    area.width.saturating_sub(1).max(1)
}

/// Draws as much of the scenario as fits; gives the lines that it took.
pub fn draw(which: &Which, area: Rect, theme: &Theme, frame: &mut Frame<'_>) -> u16 {
    let text = which.field.text();
    let lines = rows(text, usize::from(columns(area)));
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
        for (at, character) in (from..).zip(text[line.clone()].trim_end_matches('\n').chars()) {
            let style = style(at);
            match spans.last_mut() {
                Some(last) if last.style == style => last.content.to_mut().push(character),
                _ => spans.push(Span::styled(character.to_string(), style)),
            }
        }
        frame.render_widget(Line::from(spans), row);
    }
    let edge = |row: u16, mark: &'static str, frame: &mut Frame<'_>| {
        let place = Rect { x: area.right().saturating_sub(1), y: area.y + row, width: 1, height: 1 };
        frame.render_widget(Line::styled(mark, theme.style(Role::Muted)), place);
    };
    if first > 0 {
        edge(0, "▲", frame);
    }
    if first + height < lines.len() {
        edge(area.height.saturating_sub(1), "▼", frame);
    }
    let at = line_of(cursor);
    if (first..first + height).contains(&at) {
        let column = width(&text[lines[at].start..cursor]);
        let (x, y) = (area.x + u16::try_from(column).unwrap_or(0), area.y + u16::try_from(at - first).unwrap_or(0));
        frame.set_cursor_position((x.min(area.right().saturating_sub(1)), y));
    }
    u16::try_from(lines.len().min(height)).unwrap_or(u16::MAX)
}
