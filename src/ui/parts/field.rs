//! A line that is being typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::field::Field;
use crate::domain::text::{cut, graphemes, width};
use crate::ui::theme::{Role, Theme};

/// Draws it with its cursor, and what it is for while nothing is typed.
pub fn field(frame: &mut Frame<'_>, area: Rect, field: &Field, hint: &str, theme: &Theme) {
    let (before, after) = field.halves();
    let room = usize::from(area.width).saturating_sub(4);
    // The end of a long text stays visible while it is typed.
    let shown = end_of(before, room);
    let mut spans =
        vec![Span::styled("/ ", theme.style(Role::Focus)), Span::styled(shown.to_owned(), theme.style(Role::Base))];
    if field.text().is_empty() {
        spans.push(Span::styled(cut(hint, room).into_owned(), theme.style(Role::Muted)));
    } else {
        spans.push(Span::styled(cut(after, room.saturating_sub(width(shown))).into_owned(), theme.style(Role::Base)));
    }
    frame.render_widget(Line::from(spans), area);
    let x = area.x + 2 + u16::try_from(width(shown)).unwrap_or(u16::MAX);
    frame.set_cursor_position((x.min(area.right().saturating_sub(1)), area.y));
}

/// As much of the end of `text` as so many columns hold. From the end on: a paste may be long.
#[must_use]
pub fn end_of(text: &str, columns: usize) -> &str {
    let graphemes: Vec<_> = graphemes(text).collect();
    let (mut bytes, mut used) = (0, 0);
    for (grapheme, wide) in graphemes.into_iter().rev() {
        used += wide;
        if used > columns {
            break;
        }
        bytes += grapheme.len();
    }
    &text[text.len() - bytes..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_long_text_is_shown() {
        assert_eq!(end_of("fargate gpu", 5), "e gpu");
        assert_eq!(end_of("gpu", 5), "gpu");
        assert_eq!(end_of("東京タワー", 5), "ワー");
        assert_eq!(end_of("", 5), "");
    }
}
