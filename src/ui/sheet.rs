//! The frame of every screen with the keys that do something now, and the line of news.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::keymap::{self, Binding};
use crate::app::{Action, Model};
use crate::domain::text::{clean_line, cut};
use crate::ui::Hits;
use crate::ui::parts::{self, hint_places};
use crate::ui::theme::{Role, Theme};

/// Draws the frame and gives the area for the content.
pub fn sheet<'a>(
    frame: &mut Frame<'_>,
    model: &Model,
    theme: &Theme,
    hits: &mut Hits,
    left: &str,
    right: impl Into<Span<'a>>,
) -> Rect {
    let mut bindings = hinted(model);
    let mut hints: Vec<(&str, &str)> = bindings.iter().map(|b| (b.keys[0], b.label)).collect();
    // Where not all fit, the last one stays: it leads to all the others.
    let room = frame.area().width.saturating_sub(4);
    while hints.len() > 2 && hint_places(&hints, room).len() < hints.len() {
        let least = hints.len() - 2;
        hints.remove(least);
        bindings.remove(least);
    }
    let page = parts::frame(frame, left, right, &hints, theme);
    for place in hint_places(&hints, page.footer.width) {
        let area = Rect { x: page.footer.x + place.column, width: place.width, ..page.footer };
        hits.add(area, bindings[place.index].action);
    }
    news(frame, model, theme, page.footer);
    page.content
}

/// What the footer shows: the bindings of the scopes below any overlay.
fn hinted(model: &Model) -> Vec<&'static Binding> {
    let scopes = model.scopes();
    let useful = |b: &&Binding| b.hint > 0 && (b.action != Action::Undo || model.today.started);
    let mut bindings: Vec<_> = keymap::holding(&scopes).filter(useful).collect();
    bindings.sort_by_key(|b| b.hint);
    // One action may stand in two scopes; the inner one is enough.
    let mut seen = Vec::new();
    bindings.retain(|b| {
        !seen.contains(&b.action) && {
            seen.push(b.action);
            true
        }
    });
    bindings
}

/// News stand in the free line above the footer, or instead of the footer where there is none.
fn news(frame: &mut Frame<'_>, model: &Model, theme: &Theme, footer: Rect) {
    let Some(status) = &model.status else { return };
    let row = if frame.area().height >= 24 { footer.y.saturating_sub(1) } else { footer.y };
    line_of_news(frame, theme, Rect { y: row, ..footer }, &status.text);
}

fn line_of_news(frame: &mut Frame<'_>, theme: &Theme, area: Rect, text: &str) {
    let text = clean_line(text).into_owned();
    let text = cut(&text, area.width.into());
    frame.render_widget(ratatui::widgets::Clear, area);
    frame.buffer_mut().set_style(area, theme.style(Role::Base));
    frame.render_widget(Line::styled(text, theme.style(Role::Focus)), area);
}

/// Says how far loading packs has come, over whatever is shown.
pub fn loading(frame: &mut Frame<'_>, theme: &Theme, done: usize, all: usize) {
    let area = frame.area();
    let row =
        Rect { x: area.x + 2, y: area.bottom().saturating_sub(2), width: area.width.saturating_sub(4), height: 1 };
    line_of_news(frame, theme, row.intersection(area), &format!("Loading packs: {done} of {all} files"));
}
