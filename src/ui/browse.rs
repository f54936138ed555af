//! Browse: the shelves, the items under a heading, and what was opened.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::browse::{Browse, Listed};
use crate::app::keymap::Scope;
use crate::app::{Action, Model};
use crate::domain::browse::{self, Heading, Shelf};
use crate::domain::text::{clean_line, cut, pad, pad_left, width};
use crate::ui::found::{self, FLAG, NOTE};
use crate::ui::parts::{bar_line, field, more, scroll};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, preview, words};

/// From this width on, the selected item is shown beside the list.
const WIDE: u16 = 110;

/// Columns of a bar.
const BAR: u16 = 8;

/// Draws it.
pub fn view(model: &Model, browse: &Browse, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let place = match &browse.listed {
        Some(listed) => format!("Browse · {}", listed.title),
        None => "Browse".into(),
    };
    if let Some(found) = browse.opened.last() {
        found::view(model, found, &place, theme, frame, hits);
        return;
    }
    match &browse.listed {
        Some(listed) => items(model, listed, &place, theme, frame, hits),
        None => headings(model, browse, theme, frame, hits),
    }
}

/// The shelves in one line, the one that is open marked.
fn shelves(open: Shelf, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let mut spans = Vec::new();
    for shelf in Shelf::ALL {
        let style = theme.style(if shelf == open { Role::Focus } else { Role::Muted });
        let mark = if shelf == open { "▸ " } else { "  " };
        spans.push(Span::styled(format!("{mark}{}  ", shelf.name()), style));
    }
    frame.render_widget(Line::from(spans), area);
}

fn headings(model: &Model, browse: &Browse, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = sheet(frame, model, theme, hits, "Browse", "");
    let [top, _, list, foot] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
            .areas(area);
    shelves(browse.shelf, top, theme, frame);
    hits.add(top, Action::NextKind);
    hits.page.height = list.height;
    let Some(all) = &browse.headings else { return };
    if all.is_empty() {
        let text = match browse.shelf {
            Shelf::Subjects => "No item in the packs has a tag.",
            Shelf::Objectives => "No item in the packs teaches an objective.",
            _ => "There are no packs. `plimsoll pack add DIR` adds one.",
        };
        frame.render_widget(Line::styled(text, theme.style(Role::Muted)), list);
        return;
    }
    let height = usize::from(list.height).max(1);
    let first = (browse.heading + 1).saturating_sub(height);
    for ((at, heading), row) in all.iter().enumerate().skip(first).zip(list.rows()) {
        frame.render_widget(heading_line(heading, browse.shelf, at == browse.heading, row.width, theme), row);
        hits.add(row, if at == browse.heading { Action::Open } else { Action::Pick(at) });
    }
    below(all.len(), first, height, foot, theme, frame);
}

/// A quiet word on what isn't in sight.
fn below(all: usize, first: usize, height: usize, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let (above, below) = (first, all.saturating_sub(first + height));
    frame.render_widget(Line::styled(more(above, below), theme.style(Role::Muted)).right_aligned(), area);
}

fn heading_line(heading: &Heading, shelf: Shelf, chosen: bool, columns: u16, theme: &Theme) -> Line<'static> {
    let style = theme.style(if chosen { Role::Selection } else { Role::Base });
    let muted = if chosen { style } else { theme.style(Role::Muted) };
    let bar_role = if chosen { Role::Selection } else { Role::Service };
    let indent = "  ".repeat(usize::from(heading.depth.min(4)));
    let name = match shelf {
        Shelf::Objectives => format!("{}  {}", heading.id, heading.title),
        _ => format!("{indent}{}", heading.title),
    };
    let counts =
        [(heading.notes, "note", "notes"), (heading.traps, "trap", "traps"), (heading.questions, "met", "met")];
    let wide = columns >= 90;
    let counts = if wide {
        let each = counts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| words::count(n.into(), one, many));
        pad(&each.collect::<Vec<_>>().join(", "), 30)
    } else {
        pad_left(&words::count(heading.items().into(), "item", "items"), 10)
    };
    let room = usize::from(columns).saturating_sub(width(&counts) + usize::from(BAR) + 11);
    let mut spans = vec![
        Span::styled(if chosen { "▸ " } else { "  " }, style),
        Span::styled(pad(&clean_line(&name), room), style),
        Span::styled(format!("  {counts}  "), muted),
    ];
    if heading.cards > 0 {
        let bar = bar_line(heading.recall, BAR, bar_role, theme).spans;
        spans.extend(bar.into_iter().map(|span| if chosen { span.style(style) } else { span }));
        spans.push(Span::styled(pad_left(&format!("{:.0} %", heading.recall * 100.0), 5), muted));
    } else {
        spans.push(Span::styled(pad("no cards", usize::from(BAR) + 5), muted));
    }
    Line::from(spans)
}

fn items(model: &Model, listed: &Listed, place: &str, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let mut count = words::count(listed.all.len() as u64, "item", "items");
    if listed.keys.len() < listed.all.len() {
        count = format!("{} of {count}", listed.keys.len());
    }
    let area = sheet(frame, model, theme, hits, place, count);
    let (list, beside) = if area.width >= WIDE {
        let [list, _, beside] =
            Layout::horizontal([Constraint::Percentage(50), Constraint::Length(3), Constraint::Fill(1)]).areas(area);
        (list, Some(beside))
    } else {
        (area, None)
    };
    let [list, foot] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(list);
    let list = if listed.under.shelf == Shelf::Mine {
        let [top, _, list] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Fill(1)]).areas(list);
        shelves(Shelf::Mine, top, theme, frame);
        hits.add(top, Action::NextKind);
        list
    } else {
        list
    };
    let list = match &listed.narrowing {
        None => list,
        Some(narrowing) => {
            let [line, _, list] =
                Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Fill(1)]).areas(list);
            field(frame, line, &narrowing.field, "type words of a title", theme);
            list
        }
    };
    hits.page.height = list.height;
    if listed.keys.is_empty() {
        let key = |action| model.keymap.key(Scope::Narrow, action);
        let others = format!("{} searches the texts.", key(Action::Search));
        let here = |action| model.keymap.key(Scope::Found, action);
        let (flag, note) = (here(Action::Flag), here(Action::Note));
        let marks = format!("{flag} flags a card, {note} writes a note, wherever one is shown.");
        let text: &[&str] = if listed.keys.len() < listed.all.len() {
            &["No title here has these words.", &others]
        } else if listed.under.shelf == Shelf::Mine {
            &["Nothing is flagged and there are no notes of yours.", &marks]
        } else {
            &["Nothing stands here yet."]
        };
        for (line, row) in text.iter().zip(list.rows()) {
            frame.render_widget(Line::styled(cut(line, row.width.into()).into_owned(), theme.style(Role::Muted)), row);
        }
        return;
    }
    let height = usize::from(list.height).max(1);
    let first = (listed.selected + 1).saturating_sub(height);
    for ((at, key), row) in listed.keys.iter().enumerate().skip(first).zip(list.rows()) {
        hits.add(row, if at == listed.selected { Action::Open } else { Action::Pick(at) });
        let Some(line) = listed.lines.get(key) else { continue };
        frame.render_widget(item_line(line, at == listed.selected, row.width, theme), row);
    }
    below(listed.keys.len(), first, height, foot, theme, frame);
    let selected = listed.keys.get(listed.selected).and_then(|key| listed.lines.get(key));
    if let (Some(beside), Some(line)) = (beside, selected) {
        let lines = preview::text(&line.item, &[], beside.width, theme);
        scroll(frame, beside, &lines, 0, theme);
    }
}

fn item_line(line: &browse::Line, chosen: bool, columns: u16, theme: &Theme) -> Line<'static> {
    let style = theme.style(if chosen { Role::Selection } else { Role::Base });
    let muted = if chosen { style } else { theme.style(Role::Muted) };
    let flag = if line.flagged { FLAG } else { " " };
    let note = if line.noted { NOTE } else { " " };
    let known = match line.cards {
        0 => "no cards".to_owned(),
        _ if line.aside => "put aside".to_owned(),
        cards if line.seen == 0 => {
            if cards == 1 {
                "new".to_owned()
            } else {
                format!("{cards} new")
            }
        }
        cards => {
            let of = if cards == 1 { String::new() } else { format!(" of {cards}") };
            format!("{:.0} %{of}", line.recall * 100.0)
        }
    };
    let room = usize::from(columns).saturating_sub(25);
    Line::from(vec![
        Span::styled(if chosen { "▸ " } else { "  " }, style),
        Span::styled(pad(line.item.kind.name(), 9), muted),
        Span::styled(pad(&clean_line(line.item.title()), room), style),
        Span::styled(format!(" {flag}{note} "), style),
        Span::styled(pad_left(&known, 10), muted),
    ])
}
