//! The frame that every screen has: where am I, the content, the keys.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Margin, Rect};
use ratatui::text::{Line, Span};

use crate::domain::text::{clean_line, cut, width};
use crate::ui::theme::{Role, Theme};

use super::hints::key_hints;

/// Fewest columns of a window in which everything works.
pub const MIN_WIDTH: u16 = 60;
/// Fewest lines of a window in which everything works.
pub const MIN_HEIGHT: u16 = 20;

/// The places of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Framed {
    /// For the screen to fill.
    pub content: Rect,
    /// Where the keys stand, for [`super::hint_places`].
    pub footer: Rect,
}

/// Paints the ground, `left` and `right` in the title line, a rule below it and `hints` at the bottom, and says where
/// the content goes: at 80x24 that is 76x20, at 60x20 58x17.
///
/// `right` is muted unless it brings a style, as a clock does that runs out.
pub fn frame<'a>(
    screen: &mut Frame<'_>,
    left: &str,
    right: impl Into<Span<'a>>,
    hints: &[(&str, &str)],
    theme: &Theme,
) -> Framed {
    let whole = screen.area();
    screen.buffer_mut().set_style(whole, theme.style(Role::Base));
    let margin = if whole.width >= 80 { 2 } else { 1 };
    let air = u16::from(whole.height >= 24);
    let [title, rule, content, _, footer] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(air),
        Constraint::Length(1),
    ])
    .areas(whole);
    let inside = |area: Rect| area.inner(Margin::new(margin, 0));
    let framed = Framed { content: inside(content), footer: inside(footer) };
    let title = inside(title);
    screen.render_widget(title_line(left, &right.into(), title.width, theme), title);
    screen.render_widget(Line::styled("─".repeat(rule.width.into()), theme.style(Role::Border)), rule);
    screen.render_widget(key_hints(hints, framed.footer.width, theme), framed.footer);
    framed
}

/// What stands right is the shorter and stays whole in up to half of the line; what stands left is cut first.
fn title_line(left: &str, right: &Span<'_>, columns: u16, theme: &Theme) -> Line<'static> {
    let columns = usize::from(columns);
    let style = theme.style(Role::Muted).patch(right.style);
    let (left, right) = (clean_line(left), clean_line(&right.content));
    let right = cut(&right, if width(&left) + 2 + width(&right) > columns { columns / 2 } else { columns });
    let room = if right.is_empty() { columns } else { columns.saturating_sub(width(&right) + 2) };
    let left = cut(&left, room);
    let space = columns.saturating_sub(width(&left) + width(&right));
    Line::from(vec![
        Span::styled(left.into_owned(), theme.style(Role::Title)),
        Span::raw(" ".repeat(space)),
        Span::styled(right.into_owned(), style),
    ])
}

/// In a window below [`MIN_WIDTH`] x [`MIN_HEIGHT`], draws one line that says so. Returns whether it did.
pub fn too_small(frame: &mut Frame<'_>, theme: &Theme) -> bool {
    let area = frame.area();
    if area.width >= MIN_WIDTH && area.height >= MIN_HEIGHT {
        return false;
    }
    frame.buffer_mut().set_style(area, theme.style(Role::Base));
    let text = format!("Needs {MIN_WIDTH}×{MIN_HEIGHT}, this window has {}×{}.", area.width, area.height);
    frame.render_widget(Line::raw(cut(&text, area.width.into())), area);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_right_is_cut_only_where_both_dont_fit() {
        let line =
            |left: &str, right: &'static str| title_line(left, &Span::raw(right), 20, &Theme::default()).to_string();
        assert_eq!(line("Search", "1 of 12"), "Search       1 of 12");
        assert_eq!(line("", "a word of eighteen"), "  a word of eighteen");
        assert_eq!(line("Past", "fourteen and 2"), "Past  fourteen and 2");
        assert_eq!(line("A long name of a place", "2 of 3"), "A long name…  2 of 3");
        assert_eq!(line("Past exams", "fourteen and 2"), "Past exa…  fourteen…");
    }
}
