//! The settings with their values, and what the selected one does.

mod lists;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::settings::{Part, Settings};
use crate::app::{Action, Model};
use crate::domain::settings::ALL;
use crate::domain::text::{cut, pad};
use crate::ui::parts::more;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown};

/// Columns of the names.
const NAMES: usize = 24;

/// Lines that say what the selected one does.
const ABOUT: u16 = 3;

/// Draws the settings.
pub fn view(model: &Model, screen: &Settings, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    match screen.part {
        Part::Values => values(model, screen, theme, frame, hits),
        Part::Limits | Part::Keys => lists::view(model, screen, theme, frame, hits),
    }
}

/// The parts in one line, the one that is open marked.
fn parts(open: Part, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let mut spans = Vec::new();
    for part in Part::ALL {
        let style = theme.style(if part == open { Role::Focus } else { Role::Muted });
        let mark = if part == open { "▸ " } else { "  " };
        spans.push(Span::styled(format!("{mark}{}  ", part.name()), style));
    }
    frame.render_widget(Line::from(spans), area);
    hits.add(area, Action::NextKind);
}

fn values(model: &Model, screen: &Settings, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = sheet(frame, model, theme, hits, "Settings", "kept in settings.toml");
    let [top, list, rest, about] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
        Constraint::Length(ABOUT),
    ])
    .areas(area);
    parts(screen.part, top, theme, frame, hits);
    hits.page.height = list.height;
    let selected = screen.selected.min(ALL.len() - 1);
    let mut lines: Vec<(Line<'static>, Option<usize>)> = Vec::new();
    let mut group = "";
    for (at, setting) in ALL.iter().enumerate() {
        let of = setting.name.split('.').next().unwrap_or_default();
        if of != group {
            group = of;
            let title = match of {
                "review" => "Review",
                "day" => "Day",
                _ => "Look",
            };
            lines.push((Line::styled(title, theme.style(Role::Title)), None));
        }
        let chosen = at == selected;
        let value = (setting.get)(&model.settings).to_string();
        let value = if value.is_empty() { "none".to_owned() } else { value };
        let style = theme.style(if chosen { Role::Selection } else { Role::Base });
        let mark = if chosen { "▸ " } else { "  " };
        let value = if chosen { format!("‹ {value} ›") } else { format!("  {value}") };
        let line = Line::from(vec![Span::styled(
            pad(&format!("{mark}{}{value}", pad(&setting.title(), NAMES)), usize::from(list.width.min(50))),
            style,
        )]);
        lines.push((line, Some(at)));
    }
    let row = lines.iter().position(|(_, at)| *at == Some(selected)).unwrap_or(0);
    let height = usize::from(list.height);
    // The heading above the first one of a group stays in sight.
    let first = (row + 1).saturating_sub(height).min(lines.len().saturating_sub(height));
    for ((line, at), place) in lines.iter().skip(first).zip(list.rows()) {
        frame.render_widget(line, place);
        if let Some(at) = at {
            hits.add(place, if *at == selected { Action::Right } else { Action::Pick(*at) });
        }
    }
    let (above, below) = (first, lines.len().saturating_sub(first + height));
    let hidden = more(above, below);
    frame.render_widget(Line::styled(hidden, theme.style(Role::Muted)).right_aligned(), rest);
    let setting = &ALL[selected];
    let text = markdown::render(setting.about, about.width, theme);
    for (line, place) in text.iter().zip(about.rows()) {
        frame.render_widget(line, place);
    }
    let range = cut(&setting.range.to_string(), about.width.into()).into_owned();
    if let Some(place) = about.rows().nth(text.len()) {
        let range = Line::styled(format!("Can be {range}."), theme.style(Role::Muted));
        frame.render_widget(range, Rect { height: 1, ..place });
    }
}
