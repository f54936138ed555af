//! The frame of every screen with the keys that do something now, and the line of news.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::keymap::Bound;
use crate::app::{Action, Model};
use crate::domain::exam::{Act, Sure};
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
    let shown: Vec<(Cow<'_, str>, &str)> = bindings.iter().map(|b| together(b, model)).collect();
    let mut hints: Vec<(&str, &str)> = shown.iter().map(|(key, label)| (key.as_ref(), *label)).collect();
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
        let binding = bindings[place.index];
        // What stands for several keys can't be clicked: which of them was meant?
        if hints[place.index].1 == binding.row.label {
            hits.add_footer(area, binding.row.action);
        }
    }
    news(frame, model, theme, page.footer);
    page.content
}

/// A key and what it does; keys that do the same to one thing after the other stand together.
fn together<'a>(binding: &'a Bound, model: &Model) -> (Cow<'a, str>, &'a str) {
    let options = || model.attempt().map_or(0, |attempt| attempt.current().0.options().len());
    let last = |first: u8| char::from(first + u8::try_from(options().clamp(1, 6) - 1).unwrap_or(0));
    let key = binding.keys[0].as_str();
    match binding.row.action {
        Action::Sit(Act::Choose(0)) if key == "a" => (format!("a-{}", last(b'a')).into(), "choose"),
        Action::Sit(Act::Strike(0)) if key == "A" => (format!("A-{}", last(b'A')).into(), "strike"),
        Action::Sit(Act::Confidence(Sure::Guess)) if key == "1" => ("1-3".into(), "how sure"),
        _ => (key.into(), binding.row.label),
    }
}

/// What the footer shows: the bindings of the scopes below any overlay.
fn hinted(model: &Model) -> Vec<&Bound> {
    let scopes = model.scopes();
    let useful = |b: &&Bound| b.row.hint > 0 && (b.row.action != Action::Undo || model.today.started);
    let mut bindings: Vec<_> = model.keymap.holding(&scopes).into_iter().filter(useful).collect();
    bindings.sort_by_key(|b| b.row.hint);
    // One action may stand in two scopes; the inner one is enough.
    let mut seen = Vec::new();
    bindings.retain(|b| {
        !seen.contains(&b.row.action) && {
            seen.push(b.row.action);
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
