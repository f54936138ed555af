//! Limits of single packs and services, and the keys.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::parts;
use crate::app::keymap::Scope;
use crate::app::settings::{Part, Settings};
use crate::app::{Action, Model};
use crate::domain::settings::same_key;
use crate::domain::text::{clean_line, cut, pad};
use crate::ui::Hits;
use crate::ui::parts::more;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};

/// A row: its name, its value, and which it is; headings have no number.
struct Row {
    name: String,
    value: String,
    own: bool,
    at: Option<usize>,
}

/// Draws the list.
pub fn view(model: &Model, screen: &Settings, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = sheet(frame, model, theme, hits, "Settings", "kept in settings.toml");
    let [top, list, rest, about] =
        Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1), Constraint::Length(2)])
            .areas(area);
    parts(screen.part, top, theme, frame, hits);
    let list = Rect { y: list.y + 1, height: list.height.saturating_sub(1), ..list };
    hits.page.height = list.height;
    let rows = if screen.part == Part::Keys { keys(model) } else { limits(model) };
    let chosen = rows.iter().position(|row| row.at == Some(screen.selected)).unwrap_or(0);
    let height = usize::from(list.height).max(1);
    let first = (chosen + 1).saturating_sub(height);
    let names = usize::from(list.width).saturating_sub(24).min(52);
    for (row, place) in rows.iter().skip(first).zip(list.rows()) {
        let selected = row.at == Some(screen.selected);
        let style = theme.style(match (row.at, selected) {
            (None, _) => Role::Title,
            (_, true) => Role::Selection,
            (_, false) => Role::Base,
        });
        let mark = match (row.at, selected) {
            (None, _) => "",
            (_, true) => "▸ ",
            (_, false) => "  ",
        };
        let value = if selected || !row.own { style } else { theme.style(Role::Focus) };
        let line = Line::from(vec![
            Span::styled(pad(&format!("{mark}{}", clean_line(&row.name)), names), style),
            Span::styled(
                cut(&clean_line(&row.value), usize::from(list.width).saturating_sub(names)).into_owned(),
                value,
            ),
        ]);
        frame.render_widget(line, place);
        if let Some(at) = row.at {
            hits.add(place, if selected { Action::Open } else { Action::Pick(at) });
        }
    }
    let below = rows.len().saturating_sub(first + height);
    let hidden = more(first, below);
    frame.render_widget(Line::styled(hidden, theme.style(Role::Muted)).right_aligned(), rest);
    let key = |action| format!("`{}`", model.keymap.key(Scope::SettingsLists, action));
    let (open, remove, add) = (key(Action::Open), key(Action::Remove), key(Action::More));
    let text = match screen.part {
        Part::Keys => {
            format!("{open} takes the next key you press; {remove} goes back to the key that came with the program.")
        }
        _ => {
            format!("Besides the limits of the whole day. {open} changes one, {remove} takes it away, {add} adds one.")
        }
    };
    for (line, place) in crate::ui::markdown::render(&text, about.width, theme).iter().zip(about.rows()) {
        frame.render_widget(line.clone().style(theme.style(Role::Muted)), place);
    }
}

fn limits(model: &Model) -> Vec<Row> {
    let most = |n: Option<u32>, what: &str| n.map(|n| format!("{n} {what}"));
    let mut rows: Vec<Row> = model
        .settings
        .rules
        .limits
        .iter()
        .enumerate()
        .map(|(at, limit)| {
            let parts: Vec<String> =
                [most(limit.new, "new"), most(limit.reviews, "reviews")].into_iter().flatten().collect();
            Row { name: limit.name.clone(), value: parts.join(", ") + " a day", own: false, at: Some(at) }
        })
        .collect();
    rows.push(Row {
        name: "Limit a pack or a service…".into(),
        value: String::new(),
        own: false,
        at: Some(rows.len()),
    });
    rows
}

fn keys(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut scope = None;
    for (at, bound) in model.keymap.all().iter().enumerate() {
        if scope != Some(bound.row.scope) {
            scope = Some(bound.row.scope);
            rows.push(Row { name: bound.row.scope.title().into(), value: String::new(), own: false, at: None });
        }
        let own = model.settings.keys.iter().any(|(name, _)| same_key(name, &bound.row.name()));
        let mark = if own { "  yours" } else { "" };
        let value = format!("{}{mark}", bound.keys.join(" "));
        rows.push(Row { name: bound.row.label.into(), value, own, at: Some(at) });
    }
    rows
}
