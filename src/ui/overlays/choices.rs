//! A list to choose from by typing, and a number to type.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::typed;
use crate::app::Action;
use crate::app::field::Field;
use crate::app::overlay::Choose;
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::Hits;
use crate::ui::parts::popup;
use crate::ui::theme::{Role, Theme};

/// Draws a list to choose from.
pub fn choose(choose: &Choose, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let rows = choose.matching();
    let room = frame.area();
    let height = u16::try_from(choose.rows.len() + 2).unwrap_or(u16::MAX).min(room.height.saturating_sub(4));
    let area = popup(frame, 56.min(room.width.saturating_sub(6)), height, choose.title, theme);
    hits.add(room, Action::Back);
    hits.add(area, Action::Down);
    typed(&choose.field, area, theme, frame);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if rows.is_empty() {
        frame.render_widget(Line::styled("None has these words.", theme.style(Role::Muted)), list);
        return;
    }
    let selected = choose.selected.min(rows.len() - 1);
    let first = (selected + 1).saturating_sub(usize::from(list.height));
    for ((at, (_, text)), row) in rows.iter().enumerate().skip(first).zip(list.rows()) {
        let style = theme.style(if at == selected { Role::Selection } else { Role::Base });
        let mark = if at == selected { "▸ " } else { "  " };
        let text = cut(&clean_line(text), usize::from(row.width).saturating_sub(2)).into_owned();
        frame.render_widget(Line::styled(pad(&format!("{mark}{text}"), row.width.into()), style), row);
        hits.add(row, Action::Pick(at));
    }
}

/// Draws a value to type.
pub fn value(title: &str, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let wide = u16::try_from(width(title)).unwrap_or(u16::MAX).saturating_add(4).max(30);
    entry(title, wide, field, theme, frame, hits);
}

/// Draws a number to type.
pub fn number(title: &str, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    entry(title, 30, field, theme, frame, hits);
}

fn entry(title: &str, wide: u16, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = popup(frame, wide, 3, title, theme);
    hits.add(frame.area(), Action::Back);
    typed(field, area, theme, frame);
    if let Some(row) = area.rows().nth(2) {
        let line = Line::from(vec![
            Span::styled("enter", theme.style(Role::KeyHint)),
            Span::styled(" takes it", theme.style(Role::Base)),
        ]);
        frame.render_widget(line, row);
        hits.add(row, Action::Open);
    }
}
