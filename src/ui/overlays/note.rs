//! A note to write: several lines, wrapped, with the cursor in view.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::field::Field;
use crate::app::keymap::Scope;
use crate::app::{Action, Model};
use crate::domain::text::{rows, width};
use crate::ui::Hits;
use crate::ui::parts::{hint_places, key_hints, popup};
use crate::ui::theme::{Role, Theme};

/// Draws it.
pub fn view(model: &Model, title: &str, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let room = frame.area();
    let area = popup(frame, room.width.saturating_sub(10).min(72), (room.height / 2).clamp(6, 14), title, theme);
    let text = Rect { height: area.height.saturating_sub(2), ..area };
    lines(field, text, true, theme, frame);
    let key = |scope, action| model.keymap.key(scope, action);
    let (keep, leave) = (key(Scope::Note, Action::Open), key(Scope::Global, Action::Back));
    let keys = [(keep, "keeps it"), ("alt-enter", "new line"), (leave, "leaves")];
    let Some(row) = area.rows().next_back() else { return };
    frame.render_widget(key_hints(&keys, row.width, theme), row);
    for (place, action) in hint_places(&keys, row.width).into_iter().zip([Some(Action::Open), None, Some(Action::Back)])
    {
        let area = Rect { x: row.x + place.column, width: place.width, ..row };
        action.into_iter().for_each(|action| hits.add(area, action));
    }
}

/// Draws as much of a typed text as fits, with the cursor in view where it has the keys.
pub fn lines(field: &Field, area: Rect, focus: bool, theme: &Theme, frame: &mut Frame<'_>) {
    let text = field.text();
    let cursor = field.halves().0.len();
    let lines = rows(text, usize::from(area.width).saturating_sub(1).max(1));
    let at = lines.iter().rposition(|line| line.start <= cursor).unwrap_or(0);
    let height = usize::from(area.height).max(1);
    let first = if focus { (at + 1).saturating_sub(height) } else { 0 };
    for (line, row) in lines.iter().skip(first).zip(area.rows()) {
        let line = text[line.clone()].trim_end_matches('\n').to_owned();
        frame.render_widget(Line::styled(line, theme.style(Role::Base)), row);
    }
    if focus {
        let column = u16::try_from(width(&text[lines[at].start..cursor])).unwrap_or(0);
        let y = area.y + u16::try_from(at - first).unwrap_or(0);
        frame.set_cursor_position(((area.x + column).min(area.right().saturating_sub(1)), y));
    }
}
