//! What stands on top of a screen.

mod choices;
mod fitting;
mod form;
mod note;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::field::Field;
use crate::app::keymap::Scope;
use crate::app::message::Trouble;
use crate::app::model::Page;
use crate::app::overlay::{Overlay, Palette};
use crate::app::{Action, Model};
use crate::domain::text::{cut, pad, width};
use crate::ui::parts::{end_of, popup, scroll};
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown};

/// Draws the overlays, last one uppermost.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    for overlay in &model.overlays {
        hits.cover();
        match overlay {
            Overlay::Help { scopes, scroll } => help(model, scopes, *scroll, theme, frame, hits),
            Overlay::Palette(palette) => commands(palette, theme, frame, hits),
            Overlay::Confirm { question, .. } => {
                let key = |action| model.keymap.key(Scope::Confirm, action);
                let choices =
                    [(Action::Yes, "yes"), (Action::No, "no")].map(|(action, does)| (key(action), does, action));
                buttons(question, &choices, "", theme, frame, hits);
            }
            Overlay::Trouble(trouble) => failed(model, trouble, theme, frame, hits),
            Overlay::Fitting(fitting) => fitting::draw(model, fitting, theme, frame, hits),
            Overlay::Curve(curve) => crate::ui::stats::curve(model, curve, theme, frame, hits),
            Overlay::Choose(choose) => choices::choose(choose, theme, frame, hits),
            Overlay::Note { title, field, .. } => note::view(model, title, field, theme, frame, hits),
            Overlay::Form(form) => form::view(model, form, theme, frame, hits),
            Overlay::Press { name, why } => choices::press(model, name, why.as_deref(), theme, frame, hits),
            Overlay::Value { title, field } => choices::value(model, title, field, theme, frame, hits),
            Overlay::Number { title, field } => choices::number(model, title, field, theme, frame, hits),
            Overlay::Leech { title, text, scroll, .. } | Overlay::Reader { title, text, scroll } => {
                reader(title, text, *scroll, theme, frame, hits);
            }
        }
    }
}

fn lines_in_box(
    title: &str,
    lines: &[Line<'static>],
    offset: u16,
    theme: &Theme,
    frame: &mut Frame<'_>,
    hits: &mut Hits,
) {
    let wide = lines.iter().map(Line::width).max().unwrap_or(0).max(width(title) + 4);
    let room = frame.area();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(room.height.saturating_sub(4));
    let area = popup(frame, u16::try_from(wide).unwrap_or(u16::MAX).max(30), height, title, theme);
    let scrolled = scroll(frame, area, lines, offset.into(), theme);
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    hits.page = Page { height: short(scrolled.page), most: short(scrolled.last) };
    hits.beside(Action::Back);
    hits.add(area, Action::Down);
}

fn help(model: &Model, scopes: &[Scope], offset: u16, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let mut lines = Vec::new();
    for scope in scopes {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(scope.title(), theme.style(Role::Title)));
        let one = [*scope];
        for binding in model.keymap.holding(&one) {
            lines.push(Line::from(vec![
                Span::styled(pad(&binding.keys.join(" "), 16), theme.style(Role::KeyHint)),
                Span::styled(binding.row.label, theme.style(Role::Base)),
            ]));
        }
    }
    lines_in_box("Keys", &lines, offset, theme, frame, hits);
}

fn reader(title: &str, text: &str, offset: u16, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let columns = frame.area().width.saturating_sub(6).min(80);
    lines_in_box(title, &markdown::render(text, columns, theme), offset, theme, frame, hits);
}

fn commands(palette: &Palette, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let rows = palette.matching();
    let height =
        u16::try_from(palette.commands.len() + 2).unwrap_or(u16::MAX).min(frame.area().height.saturating_sub(4));
    let area = popup(frame, 44, height, "Find a command", theme);
    typed(&palette.field, area, theme, frame);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if rows.is_empty() {
        frame.render_widget(Line::styled("No command has these words.", theme.style(Role::Muted)), list);
        return;
    }
    let selected = palette.selected.min(rows.len() - 1);
    let first = (selected + 1).saturating_sub(usize::from(list.height));
    for ((at, (label, key, _)), row) in rows.iter().enumerate().skip(first).zip(list.rows()) {
        let style = theme.style(if at == selected { Role::Selection } else { Role::Base });
        let mark = if at == selected { "▸ " } else { "  " };
        let text = pad(&format!("{mark}{label}"), usize::from(row.width).saturating_sub(8));
        frame.render_widget(Line::styled(format!("{text}{}", pad(key, 8)), style), row);
        hits.add(row, Action::Pick(at));
    }
}

/// The line in which a text is typed.
fn typed(field: &Field, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let (before, after) = field.halves();
    let room = usize::from(area.width).saturating_sub(3);
    let tail = end_of(before, room);
    let typed = vec![
        Span::styled("› ", theme.style(Role::Focus)),
        Span::styled(tail, theme.style(Role::Base)),
        Span::styled(cut(after, room.saturating_sub(width(tail))).into_owned(), theme.style(Role::Base)),
    ];
    frame.render_widget(Line::from(typed), Rect { height: 1, ..area });
    frame.set_cursor_position((area.x + 2 + u16::try_from(width(tail)).unwrap_or(0), area.y));
}

fn failed(model: &Model, trouble: &Trouble, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let key = |action| model.keymap.key(Scope::Trouble, action);
    let close = (key(Action::Back), "close", Action::Back);
    let retry = (key(Action::Retry), "try again", Action::Retry);
    let choices = if trouble.retry.is_some() { vec![retry, close] } else { vec![close] };
    buttons(&trouble.summary, &choices, &trouble.hint, theme, frame, hits);
}

/// A text with the keys that answer it below.
fn buttons(
    text: &str,
    choices: &[(&str, &str, Action)],
    hint: &str,
    theme: &Theme,
    frame: &mut Frame<'_>,
    hits: &mut Hits,
) {
    let columns = frame.area().width.saturating_sub(8).min(64);
    let mut lines = plain_lines(text, columns, Role::Base, theme);
    if !hint.is_empty() {
        lines.push(Line::default());
        lines.extend(plain_lines(hint, columns, Role::Muted, theme));
    }
    lines.push(Line::default());
    let title = if hint.is_empty() { "" } else { "That didn't work" };
    let height = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX);
    let area = popup(frame, columns, height, title, theme);
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
    let Some(row) = area.rows().next_back() else { return };
    let mut x = row.x;
    for (key, label, action) in choices {
        let text = format!("{key} {label}");
        let wide = u16::try_from(width(&text)).unwrap_or(0);
        let place = Rect { x, width: wide, ..row }.intersection(row);
        let line = Line::from(vec![
            Span::styled((*key).to_owned(), theme.style(Role::KeyHint)),
            Span::styled(format!(" {label}"), theme.style(Role::Base)),
        ]);
        frame.render_widget(line, place);
        hits.add(place, *action);
        x += wide + 4;
    }
}

/// Wrapped, with no Markdown in it: messages name files and fields as they are.
fn plain_lines(text: &str, columns: u16, role: Role, theme: &Theme) -> Vec<Line<'static>> {
    crate::domain::text::clean(text)
        .lines()
        .flat_map(|line| wrapped(line, columns.into()))
        .map(|line| Line::styled(line, theme.style(role)))
        .collect()
}

fn wrapped(line: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let mut word = word.to_owned();
        loop {
            let last = lines.len() - 1;
            let gap = usize::from(!lines[last].is_empty());
            if width(&lines[last]) + gap + width(&word) <= columns {
                if gap == 1 {
                    lines[last].push(' ');
                }
                lines[last].push_str(&word);
                break;
            }
            if lines[last].is_empty() {
                // Longer than a line, such as a path: broken where it must be.
                let mut head = String::new();
                while let Some(c) = word.chars().next().filter(|c| width(&format!("{head}{c}")) <= columns) {
                    head.push(c);
                    word.remove(0);
                }
                if head.is_empty() {
                    break;
                }
                lines[last] = head;
            }
            lines.push(String::new());
        }
    }
    lines
}
