//! Lines that may be more than fit.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::domain::text::cut;
use crate::ui::theme::{Role, Theme};

/// What [`scroll`] drew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scrolled {
    /// The first line shown, from 0: the offset asked for, held within the text.
    pub offset: usize,
    /// How many lines a page has.
    pub page: usize,
    /// The last offset that still fills the page; 0 when everything fits.
    pub last: usize,
}

/// Draws `lines` from `offset` on. When they don't all fit, the last row of `area` says quietly how many are above
/// and below.
pub fn scroll(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>], offset: usize, theme: &Theme) -> Scrolled {
    let height = usize::from(area.height);
    // With one row, text is worth more than a mark.
    let marked = lines.len() > height && height > 1;
    let page = if marked { height - 1 } else { height };
    let last = lines.len().saturating_sub(page);
    let offset = offset.min(last);
    for (line, row) in lines.iter().skip(offset).take(page).zip(area.rows()) {
        frame.render_widget(line, row);
    }
    if marked && let Some(row) = area.rows().next_back() {
        let text = more(offset, last - offset);
        let line = Line::styled(cut(&text, area.width.into()), theme.style(Role::Muted));
        frame.render_widget(line.right_aligned(), row);
    }
    Scrolled { offset, page, last }
}

/// How much lies above and below what is shown; empty where all of it is shown.
#[must_use]
pub fn more(above: usize, below: usize) -> String {
    match (above, below) {
        (0, 0) => String::new(),
        (0, below) => format!("▼ {below} more"),
        (above, 0) => format!("▲ {above}  end"),
        (above, below) => format!("▲ {above}  ▼ {below} more"),
    }
}
