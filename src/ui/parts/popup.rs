//! A box over the screen, for help, questions and failures.

use ratatui::Frame;
use ratatui::buffer::CellWidth;
use ratatui::layout::{Margin, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType, Clear};

use crate::domain::text::{clean_line, cut};
use crate::ui::theme::{Role, Theme};

/// Clears a box in the middle of the screen, frames it with `title` and returns the room inside.
///
/// `width` and `height` are those of the room inside; where the screen is smaller, so is the box.
pub fn popup(frame: &mut Frame<'_>, width: u16, height: u16, title: &str, theme: &Theme) -> Rect {
    let screen = frame.area();
    let wide = width.saturating_add(4).min(screen.width);
    let high = height.saturating_add(2).min(screen.height);
    let area = Rect {
        x: screen.x + (screen.width - wide) / 2,
        y: screen.y + (screen.height - high) / 2,
        width: wide,
        height: high,
    };
    clear_halves(frame, area);
    frame.render_widget(Clear, area);
    let title = cut(&clean_line(title), usize::from(wide.saturating_sub(4))).into_owned();
    let mut block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Role::Border))
        .style(theme.style(Role::Base));
    if !title.is_empty() {
        block = block.title(Line::styled(format!(" {title} "), theme.style(Role::Title)));
    }
    let inside = block.inner(area).inner(Margin::new(1, 0));
    frame.render_widget(block, area);
    inside
}

/// A wide letter that the left edge cuts in two would swallow the edge.
fn clear_halves(frame: &mut Frame<'_>, area: Rect) {
    let Some(before) = area.x.checked_sub(1) else { return };
    let buffer = frame.buffer_mut();
    for row in area.top()..area.bottom() {
        if let Some(cell) = buffer.cell_mut((before, row))
            && cell.symbol().cell_width() > 1
        {
            cell.set_symbol(" ");
        }
    }
}
