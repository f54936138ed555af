//! All mock exams and their trend.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::exam::History;
use crate::app::{Action, Model};
use crate::domain::exam::{Entry, Mode, Share, Trend};
use crate::domain::text::{clean_line, cut, pad, pad_left};
use crate::ui::exam::{put, to_u16};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Draws the history.
pub fn view(model: &Model, history: &History, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let Some(entries) = &history.entries else {
        sheet(frame, model, theme, hits, "Past exams", "");
        return;
    };
    let count = words::count(entries.len() as u64, "attempt", "attempts");
    let area = sheet(frame, model, theme, hits, "Past exams", count);
    if entries.is_empty() {
        let lines = [
            Line::default(),
            Line::styled("No exam yet.", theme.style(Role::Title)),
            Line::styled("e sets one up; ten questions are a fine start.", theme.style(Role::Base)),
        ];
        put(frame, area, &lines);
        return;
    }
    let selected = history.selected.min(entries.len() - 1);
    // Scores of different exams say nothing about each other: shown is the way of the selected one.
    let here = &entries[selected];
    let alike = |entry: &&Entry| entry.pack == here.pack && entry.setup.exam == here.setup.exam;
    let several = !entries.iter().all(|entry| alike(&entry));
    let name = several.then_some(here.title.as_str());
    let trend = trend(name, &Trend::of(entries.iter().filter(alike)), area.width, theme);
    put(frame, area, &trend);
    let top = to_u16(trend.len());
    let list = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
    let height = usize::from(list.height).max(1);
    let first = (selected + 1).saturating_sub(height);
    for ((at, entry), row) in entries.iter().enumerate().skip(first).zip(list.rows()) {
        frame.render_widget(line(model, entry, at == selected, row.width, theme), row);
        hits.add(row, Action::Pick(at));
    }
}

/// Where the latest papers stand, and a bar for each at first sight, oldest first.
fn trend(name: Option<&str>, trend: &Trend, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    if let Some(name) = name {
        lines.push(Line::styled(cut(&clean_line(name), columns.into()).into_owned(), theme.style(Role::Title)));
    }
    if trend.now.of > 0 {
        let (low, high) = trend.now.interval_percent();
        let text = format!("The latest papers that count, at first sight: {}, {low} to {high} %", trend.now);
        lines.extend(crate::ui::markdown::render(&text, columns, theme));
    }
    let room = usize::from(columns).saturating_sub(24);
    let row = |name: &str, of: &dyn Fn(&crate::domain::exam::Point) -> Share, role: Role| {
        let points: Vec<Share> = trend.points.iter().map(of).collect();
        let shown = &points[points.len().saturating_sub(room)..];
        let bars: String = shown.iter().map(|share| level(*share)).collect();
        let last = shown
            .iter()
            .rev()
            .find(|share| share.of > 0)
            .map_or(String::new(), |share| format!(" {} %", share.percent()));
        Line::from(vec![
            Span::styled(pad(name, 14), theme.style(Role::Muted)),
            Span::styled(bars, theme.style(role)),
            Span::styled(last, theme.style(Role::Muted)),
        ])
    };
    if trend.points.len() > 1 {
        lines.push(row("first sight", &|point| point.first_sight, Role::Service));
        if trend.points.iter().any(|point| point.repeats.of > 0) {
            lines.push(row("seen before", &|point| point.repeats, Role::Muted));
        }
    }
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

/// A share as a bar one cell wide; nothing where there is nothing.
fn level(share: Share) -> char {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    if share.of == 0 { '·' } else { LEVELS[((share.value() * 8.0) as usize).min(7)] }
}

fn line(model: &Model, entry: &Entry, selected: bool, columns: u16, theme: &Theme) -> Line<'static> {
    let date = words::short_date(model.calendar.day_of(entry.started_at).date(), model.settings.dates);
    let (score, range) = match entry.end {
        None => ("running".to_owned(), String::new()),
        Some(_) => {
            let (low, high) = entry.score.interval_percent();
            (entry.score.to_string(), format!("{low}-{high} %"))
        }
    };
    let mut notes: Vec<&str> = Vec::new();
    if entry.setup.mode == Mode::Practice {
        notes.push("practice");
    }
    if let Some(end) = entry.end.filter(|end| *end != crate::domain::exam::End::HandedIn) {
        notes.push(end.name());
    }
    if entry.paused {
        notes.push("paused");
    }
    let note = if notes.is_empty() { String::new() } else { format!(" · {}", notes.join(", ")) };
    let room = usize::from(columns).saturating_sub(37);
    let title = clean_line(&format!("{}{note}", entry.title)).into_owned();
    let cells = [
        (pad(&date, 11), Role::Muted),
        (pad_left(&score, 9), Role::Title),
        (pad_left(&range, 11), Role::Service),
        (format!("   {}", cut(&title, room)), Role::Base),
    ];
    if selected {
        let all: String = cells.iter().map(|(text, _)| text.as_str()).collect();
        return Line::styled(
            format!("▸ {}", pad(&all, usize::from(columns).saturating_sub(2))),
            theme.style(Role::Selection),
        );
    }
    let mut spans = vec![Span::raw("  ")];
    spans.extend(cells.into_iter().map(|(text, role)| Span::styled(text, theme.style(role))));
    Line::from(spans)
}
