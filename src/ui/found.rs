//! An item that was opened: its text with the learner's notes, what it teaches, and its cards.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::found::Found;
use crate::app::model::Page;
use crate::app::{Action, Model};
use crate::domain::annotation::Annotation;
use crate::domain::browse::{About, CardLine, recall};
use crate::domain::content::Kind;
use crate::domain::review::Phase;
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::parts::{bar_line, scroll};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown, preview, words};

/// Lines of text are no longer than this: longer ones are hard to read.
const READABLE: u16 = 84;

/// From this width on, the cards stand beside the text.
const WIDE: u16 = 126;

/// Marks what the learner flagged.
pub const FLAG: &str = "⚑";

/// Marks what the learner wrote a note on.
pub const NOTE: &str = "✎";

/// Columns of a bar.
const BAR: u16 = 10;

/// Draws the item.
pub fn view(model: &Model, found: &Found, place: &str, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let Some(about) = &found.about else {
        sheet(frame, model, theme, hits, place, "");
        return;
    };
    let flags = if about.on_item.flagged { FLAG } else { "" };
    let area = sheet(frame, model, theme, hits, place, flags);
    let parts = about.parts();
    let (text, cards) = if parts == 0 {
        (Rect { width: area.width.min(READABLE), ..area }, Rect::ZERO)
    } else if area.width >= WIDE {
        let [text, _, cards] =
            Layout::horizontal([Constraint::Length(READABLE), Constraint::Length(3), Constraint::Fill(1)]).areas(area);
        (text, cards)
    } else {
        let rows = u16::try_from(parts + 2).unwrap_or(u16::MAX).min((area.height / 3).max(4));
        let [text, _, cards] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(1), Constraint::Length(rows)]).areas(area);
        (Rect { width: text.width.min(READABLE), ..text }, cards)
    };
    let scrolled = scroll(frame, text, &lines(model, about, text.width, theme), found.scroll.into(), theme);
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    hits.page = Page { height: short(scrolled.page), most: short(scrolled.last) };
    if parts > 0 {
        listed(model, found, about, cards, theme, frame, hits);
    }
}

fn lines(model: &Model, about: &About, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = vec![head(model, about, columns, theme)];
    lines.extend(preview::text(&about.item, &about.instead, columns, theme));
    let cards = about.cards.iter().map(|card| (card.id.as_str().rsplit('#').next().unwrap_or_default(), &card.on));
    let notes = std::iter::once(("", &about.on_item)).chain(cards).filter(|(_, on)| !on.text.is_empty());
    for (card, on) in notes {
        let title = if card.is_empty() { format!("{NOTE} Your note") } else { format!("{NOTE} Your note on {card}") };
        lines.extend([Line::default(), Line::styled(title, theme.style(Role::Focus))]);
        lines.extend(markdown::render(&on.text, columns, theme));
    }
    if !about.teaches.is_empty() {
        lines.extend([Line::default(), Line::styled("Teaches", theme.style(Role::Title))]);
    }
    for taught in &about.teaches {
        let id = clean_line(taught.id.as_str()).into_owned();
        let mut spans = vec![Span::styled(format!("{}  ", pad(&id, 8)), theme.style(Role::Muted))];
        match taught.recall {
            Some(recall) => {
                spans.extend(bar_line(recall, BAR, Role::Service, theme).spans);
                spans.push(Span::styled(format!(" {:>3.0} %", recall * 100.0), theme.style(Role::Muted)));
            }
            None => spans.push(Span::styled("no cards", theme.style(Role::Muted))),
        }
        lines.push(Line::from(spans));
        lines.extend(markdown::render(&taught.title, columns, theme));
    }
    lines
}

/// What it is, and how its only card stands.
fn head(model: &Model, about: &About, columns: u16, theme: &Theme) -> Line<'static> {
    let service = clean_line(&about.service).into_owned();
    let mut spans = vec![
        Span::styled(service, theme.style(Role::Service)),
        Span::styled(format!(" · {}", about.item.kind.name()), theme.style(Role::Muted)),
    ];
    if about.parts() == 0
        && let Some(card) = about.cards.first()
    {
        let room = usize::from(columns).saturating_sub(spans.iter().map(|span| width(&span.content)).sum::<usize>());
        let state = cut(&format!(" · {}", stands(model, card)), room).into_owned();
        spans.push(Span::styled(state, theme.style(Role::Muted)));
    } else if matches!(about.item.kind, Kind::Note(_)) && about.cards.is_empty() {
        spans.push(Span::styled(" · no cards", theme.style(Role::Muted)));
    }
    Line::from(spans)
}

/// How a card stands: `new`, `84 % now, due on Fri 21 Nov`.
pub fn stands(model: &Model, card: &CardLine) -> String {
    let state = &card.state;
    if !card.joined {
        return "not among the daily cards yet".into();
    }
    if state.suspended {
        return "put aside".into();
    }
    let known = format!("{:.0} % now", recall(state, model.now.day, &model.memory) * 100.0);
    let stands = match state.phase {
        Phase::New => "new".into(),
        Phase::Learning(_) | Phase::Relearning(_) => "just learned".into(),
        Phase::Review if state.due_day <= model.now.day => format!("{known}, due"),
        Phase::Review => format!("{known}, {}", words::day(state.due_day, model.now, model.settings.dates)),
    };
    if state.hidden(model.now.day) { format!("{stands}, not today") } else { stands }
}

/// Flag and pen, where there are any.
pub fn marks(on: &Annotation) -> String {
    let flag = if on.flagged { FLAG } else { " " };
    let note = if on.text.is_empty() { " " } else { NOTE };
    format!("{flag}{note}")
}

fn listed(
    model: &Model,
    found: &Found,
    about: &About,
    area: Rect,
    theme: &Theme,
    frame: &mut Frame<'_>,
    hits: &mut Hits,
) {
    let count = words::count(about.cards.len() as u64, "card", "cards");
    let rows = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let height = usize::from(rows.height).max(1);
    let first = (found.part + 1).saturating_sub(height);
    let hidden = (about.parts() + 1).saturating_sub(first + height);
    let title = format!("── {count} ");
    let more = if hidden > 0 { format!(" ▼ {hidden} more") } else { String::new() };
    let rule = "─".repeat(usize::from(area.width).saturating_sub(width(&title) + width(&more)));
    let rule = Line::from(vec![
        Span::styled(title + &rule, theme.style(Role::Border)),
        Span::styled(more, theme.style(Role::Muted)),
    ]);
    frame.render_widget(rule, area);
    let area = rows;
    for (part, row) in (first..=about.parts()).zip(area.rows()) {
        let (text, state, on) = match part.checked_sub(1).and_then(|at| about.cards.get(at)) {
            Some(card) => (card.front.as_str(), stands(model, card), &card.on),
            None => ("The whole note", String::new(), &about.on_item),
        };
        let chosen = part == found.part;
        let style = theme.style(if chosen { Role::Selection } else { Role::Base });
        let muted = if chosen { style } else { theme.style(Role::Muted) };
        let state = cut(&state, usize::from(row.width) / 2).into_owned();
        let room = usize::from(row.width).saturating_sub(width(&state) + 6);
        let text = clean_line(text).replace(['`', '*'], "");
        let line = Line::from(vec![
            Span::styled(if chosen { "▸ " } else { "  " }, style),
            Span::styled(pad(&text, room), style),
            Span::styled(format!(" {} ", marks(on)), style),
            Span::styled(state, muted),
        ]);
        frame.render_widget(line, row);
        hits.add(row, Action::Pick(part));
    }
}
