//! A list to choose from by typing, and a number to type.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::typed;
use crate::app::field::Field;
use crate::app::keymap::Scope;
use crate::app::overlay::Choose;
use crate::app::{Action, Model};
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::parts::popup;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown};

/// Draws a list to choose from.
pub fn choose(choose: &Choose, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let rows = choose.matching();
    let room = frame.area();
    let height = u16::try_from(choose.rows.len() + 2).unwrap_or(u16::MAX).min(room.height.saturating_sub(4));
    let area = popup(frame, 56.min(room.width.saturating_sub(6)), height, choose.title, theme);
    hits.beside(Action::Back);
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
pub fn value(model: &Model, title: &str, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let wide = u16::try_from(width(title)).unwrap_or(u16::MAX).saturating_add(4).max(30);
    entry(model, title, wide, field, theme, frame, hits);
}

/// Draws a key to press.
pub fn press(model: &Model, name: &str, why: Option<&str>, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let columns = frame.area().width.saturating_sub(10).min(60);
    let text = format!("Press the key for **{}**.", name.replace('*', "\\*"));
    let mut lines = markdown::render(&text, columns, theme);
    lines.push(Line::default());
    let mut why = markdown::render(&why.unwrap_or_default().replace('*', "\\*"), columns, theme);
    why.iter_mut().for_each(|line| *line = line.clone().style(theme.style(Role::Warning)));
    lines.extend(why);
    let esc = vec![
        Span::styled(model.keymap.key(Scope::Press, Action::Back).to_owned(), theme.style(Role::KeyHint)),
        Span::styled(" leaves it as it is", theme.style(Role::Base)),
    ];
    lines.extend([Line::default(), Line::from(esc)]);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let area = popup(frame, columns, height, "Your key", theme);
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
    hits.beside(Action::Back);
}

/// Draws a number to type.
pub fn number(model: &Model, title: &str, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    entry(model, title, 30, field, theme, frame, hits);
}

#[allow(clippy::too_many_arguments)]
fn entry(model: &Model, title: &str, wide: u16, field: &Field, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = popup(frame, wide, 3, title, theme);
    hits.beside(Action::Back);
    typed(field, area, theme, frame);
    if let Some(row) = area.rows().nth(2) {
        let line = Line::from(vec![
            Span::styled(model.keymap.key(Scope::Number, Action::Open).to_owned(), theme.style(Role::KeyHint)),
            Span::styled(" takes it", theme.style(Role::Base)),
        ]);
        frame.render_widget(line, row);
        hits.add(row, Action::Open);
    }
}
