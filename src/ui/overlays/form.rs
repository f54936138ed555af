//! A card of the learner's own: its rows, the one that has the keys marked.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::note::lines;
use crate::app::keymap::Scope;
use crate::app::own::{Form, SERVICE};
use crate::app::{Action, Model};
use crate::domain::text::{clean_line, cut, width};
use crate::ui::Hits;
use crate::ui::parts::{hint_places, key_hints, popup};
use crate::ui::theme::{Role, Theme};

/// Draws it.
pub fn view(model: &Model, form: &Form, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let room = frame.area();
    let key = |action| model.keymap.key(Scope::Form, action);
    let title = if form.trap { "A trap of your own" } else { "A card of your own" };
    let height = room.height.saturating_sub(4).min(20);
    let area = popup(frame, room.width.saturating_sub(8).min(76), height, title, theme);
    let text = if area.height >= 18 { 4 } else { 3 };
    let rows = [1, text, 1, text, 1, 1, 1, 1];
    let places = Layout::vertical(rows.map(Constraint::Length)).split(area);
    for (at, label) in form.labels().iter().enumerate() {
        let (head, body) = (places[2 * at], places[2 * at + 1]);
        let focus = at == form.row;
        let style = theme.style(if focus { Role::Focus } else { Role::Muted });
        let mut spans = vec![Span::styled(format!("{}{label}", if focus { "▸ " } else { "  " }), style)];
        let more = match at {
            0 if !form.trap => "gaps: {{like this}}, with no back".to_owned(),
            SERVICE => form.service_title().map_or_else(
                || format!("new; {} and {} choose", key(Action::Up), key(Action::Down)),
                ToOwned::to_owned,
            ),
            3 => "if you like".into(),
            _ => String::new(),
        };
        let more = clean_line(&more).into_owned();
        let left = usize::from(head.width).saturating_sub(width(label) + 5);
        spans.push(Span::styled(format!("   {}", cut(&more, left)), theme.style(Role::Muted)));
        frame.render_widget(Line::from(spans), head);
        let body = Rect { x: body.x + 2, width: body.width.saturating_sub(2), ..body };
        lines(&form.fields[at], body, focus, theme, frame);
        hits.add(head, Action::Pick(at));
        hits.add(body, Action::Pick(at));
    }
    if let Some(missing) = &form.missing
        && let Some(row) = area.rows().rev().nth(1)
    {
        let line = Line::styled(cut(missing, row.width.into()).into_owned(), theme.style(Role::Warning));
        frame.render_widget(line, row);
    }
    let Some(row) = area.rows().next_back() else { return };
    let hints = [
        (key(Action::Keep), "keeps it"),
        (key(Action::Open), "next row"),
        ("alt-enter", "new line"),
        (key(Action::Trap), "trap"),
    ];
    frame.render_widget(key_hints(&hints, row.width, theme), row);
    let does = [Some(Action::Keep), Some(Action::Open), None, Some(Action::Trap)];
    for (place, action) in hint_places(&hints, row.width).into_iter().zip(does) {
        let area = Rect { x: row.x + place.column, width: place.width, ..row };
        action.into_iter().for_each(|action| hits.add(area, action));
    }
}
