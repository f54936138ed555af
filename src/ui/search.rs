//! The search screen: field, hits, preview; and a hit that was opened.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::keymap::Scope;
use crate::app::search::{Library, MOST, Search};
use crate::app::{Action, Model};
use crate::domain::search::Kind;
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::parts::{field, scroll};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, found, preview, words};

/// From this width on, the preview stands beside the hits.
const WIDE: u16 = 100;

/// Draws the search.
pub fn view(model: &Model, search: &Search, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    if let Some(found) = search.opened.last() {
        found::view(model, found, "Search", theme, frame, hits);
        return;
    }
    let area = sheet(frame, model, theme, hits, "Search", counted(search, model));
    let [line, _, rest] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Fill(1)]).areas(area);
    field(frame, line, &search.field, "type a word, a service, or what you half remember", theme);
    let (list, preview_area) = if rest.width >= WIDE {
        let [list, _, beside] =
            Layout::horizontal([Constraint::Percentage(45), Constraint::Length(3), Constraint::Fill(1)]).areas(rest);
        (list, beside)
    } else {
        let [list, _, beside] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(1), Constraint::Length(rest.height / 2)])
                .areas(rest);
        (list, beside)
    };
    hits.page.height = list.height;
    let Some(library) = &model.library else {
        frame.render_widget(Line::styled(reading(model), theme.style(Role::Muted)), list);
        return;
    };
    if search.listed.is_empty() {
        nothing(model, search, list, theme, frame);
        return;
    }
    rows(search, library, list, theme, frame, hits);
    if let Some(item) = search.item(search.selected) {
        if rest.width < WIDE {
            let rule = Rect { y: preview_area.y.saturating_sub(1), height: 1, ..preview_area };
            frame.render_widget(Line::styled("─".repeat(rule.width.into()), theme.style(Role::Border)), rule);
        }
        let lines = preview::lines(item, Some(library), &search.hits, preview_area.width, theme);
        scroll(frame, preview_area, &lines, 0, theme);
    }
}

fn reading(model: &Model) -> String {
    match model.indexing {
        Some((done, all @ 1..)) if !model.settings.still => {
            format!("Reading the packs… {} %", u64::from(done) * 100 / u64::from(all))
        }
        _ => "Reading the packs…".into(),
    }
}

fn counted(search: &Search, model: &Model) -> String {
    let service = search.service.as_ref().map_or(String::new(), |id| {
        let title = model.library.as_ref().map_or(id.as_str(), |library| library.title(id));
        format!("{} only · ", clean_line(title))
    });
    let kind = match search.kind {
        None => "",
        Some(Kind::Trap) => "traps only · ",
        Some(Kind::Note) => "notes only · ",
        Some(Kind::Question) => "questions only · ",
    };
    if search.idle() || model.library.is_none() {
        return String::new();
    }
    let total = search.hits.total;
    let shown = if total > MOST { format!(", the best {MOST} listed") } else { String::new() };
    let near = if search.hits.partial { ", none with every word" } else { "" };
    format!("{kind}{service}{}{shown}{near}", words::count(total as u64, "hit", "hits"))
}

fn nothing(model: &Model, search: &Search, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let again = format!("Try fewer words; {} starts again.", model.keymap.key(Scope::Global, Action::Back));
    let text: &[&str] = if search.idle() {
        &[
            "Traps come first, then notes and questions.",
            "Typing mistakes and the order of words don't matter.",
            "kind:trap and service:eks narrow it down.",
        ]
    } else {
        &["Nothing has these words.", &again]
    };
    for (line, row) in text.iter().zip(area.rows()) {
        frame.render_widget(Line::styled(cut(line, row.width.into()).into_owned(), theme.style(Role::Muted)), row);
    }
}

fn rows(search: &Search, library: &Library, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let mut area = area;
    if search.idle() {
        frame.render_widget(Line::styled("Traps you missed lately", theme.style(Role::Title)), area);
        area = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    }
    let height = usize::from(area.height).max(1);
    let first = (search.selected + 1).saturating_sub(height);
    for (at, row) in (first..search.listed.len()).zip(area.rows()) {
        hits.add(row, Action::Pick(at));
        let Some(found) = search.row(at, library) else { continue };
        let kind = search.item(at).map_or("", |item| item.kind.name());
        let chosen = at == search.selected;
        let base = theme.style(if chosen { Role::Selection } else { Role::Base });
        // On the chosen row, which changes the ground, weight and a line mark what matched.
        let muted = if chosen { base } else { theme.style(Role::Muted) };
        let strong = if chosen { base.bold().underlined() } else { theme.style(Role::Match) };
        let mark = if chosen { "▸ " } else { "  " };
        let mut spans = vec![Span::styled(mark, base), Span::styled(pad(kind, 9), muted)];
        let room = usize::from(row.width).saturating_sub(11);
        // A title that is cut before its first match says less than the words around the match.
        let shown = width(&cut(&found.title, room)).saturating_sub(1);
        let hidden = found.title_matches.first().is_none_or(|first| first.start >= shown);
        let (text, matches) = if hidden && !found.matches.is_empty() && kind == "question" {
            (&found.excerpt, &found.matches)
        } else {
            (&found.title, &found.title_matches)
        };
        spans.extend(marked(&clean_line(text), matches, room, base, strong));
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        spans.push(Span::styled(" ".repeat(usize::from(row.width).saturating_sub(used)), base));
        frame.render_widget(Line::from(spans), row);
    }
}

/// A text with its matched characters in another style, cut to fit.
fn marked(
    text: &str,
    matches: &[std::ops::Range<usize>],
    columns: usize,
    base: ratatui::style::Style,
    found: ratatui::style::Style,
) -> Vec<Span<'static>> {
    let shown = cut(text, columns).into_owned();
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (at, character) in shown.chars().enumerate() {
        let style = if matches.iter().any(|range| range.contains(&at)) { found } else { base };
        match spans.last_mut() {
            Some(last) if last.style == style => last.content.to_mut().push(character),
            _ => spans.push(Span::styled(character.to_string(), style)),
        }
    }
    spans
}
