//! The Which screen: the scenario with its deciding words marked, verdicts with bars, and why.

mod scenario;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Wrap};

use crate::app::which::Which;
use crate::app::{Action, Model};
use crate::domain::text::{clean_line, cut, pad};
use crate::domain::verdict::Reason;
use crate::ui::parts::bar_line;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown};

/// From this width on, the reasons stand beside the scenario.
const WIDE: u16 = 100;
/// Columns of a bar.
const BAR: u16 = 20;
/// Verdicts that are shown.
const SHOWN: usize = 4;

/// Draws the screen.
pub fn view(model: &Model, which: &Which, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let known = match &which.answer {
        Some(answer) if answer.abstained => "the words don't decide",
        _ => "",
    };
    let area = sheet(frame, model, theme, hits, "Which service?", known);
    let (left, right) = if area.width >= WIDE {
        let [left, _, right] =
            Layout::horizontal([Constraint::Percentage(52), Constraint::Length(3), Constraint::Fill(1)]).areas(area);
        (left, Some(right))
    } else {
        (area, None)
    };
    let verdicts = verdicts(model, which, left.width, theme);
    let room = left.height.saturating_sub(to_u16(verdicts.len()) + 2);
    let most = if right.is_some() { room } else { room.div_ceil(2) };
    hits.columns = scenario::columns(left);
    let used = scenario::draw(which, Rect { height: most, ..left }, theme, frame);
    if which.answer.is_none() {
        hint(
            model,
            which,
            Rect { y: left.y + used + 1, height: left.height.saturating_sub(used + 1), ..left },
            theme,
            frame,
        );
        return;
    }
    let [_, _, below, _, rest] = Layout::vertical([
        Constraint::Length(used),
        Constraint::Length(1),
        Constraint::Length(to_u16(verdicts.len())),
        Constraint::Length(1),
        Constraint::Fill(1),
    ])
    .areas(left);
    for (line, row) in verdicts.iter().zip(below.rows()) {
        frame.render_widget(line, row);
    }
    why(model, which, right.unwrap_or(rest), theme, frame, hits);
}

fn hint(model: &Model, which: &Which, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let text = match &model.engines {
        None => "Reading the rules…",
        Some(engines) if engines.packs.is_empty() => "No pack in use has rules.",
        Some(_) if which.field.text().trim().is_empty() => {
            "Type or paste a scenario, in as many lines as it has.\n\
             While you type, the words that decide are marked, and below stands which service they point to, and why."
        }
        Some(_) => "",
    };
    let hint = Paragraph::new(text).style(theme.style(Role::Muted)).wrap(Wrap { trim: true });
    frame.render_widget(hint, area);
}

fn title<'a>(model: &'a Model, which: &Which, id: &'a str) -> &'a str {
    let services = model.engines.as_ref().and_then(|engines| engines.packs.get(which.pack)).map(|read| &read.services);
    services.map_or(id, |services| services.title(id))
}

fn verdicts(model: &Model, which: &Which, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let Some(answer) = &which.answer else { return vec![] };
    if answer.verdicts.is_empty() {
        return vec![Line::styled("No word here points to a service.", theme.style(Role::Muted))];
    }
    let name = usize::from(columns.saturating_sub(BAR + 8)).min(34);
    let lines = answer.verdicts.iter().take(SHOWN).enumerate().map(|(at, verdict)| {
        let first = at == 0 && !answer.abstained;
        let role = if first { Role::Service } else { Role::Muted };
        let named = clean_line(title(model, which, verdict.service.as_str())).into_owned();
        let style = if first { theme.style(role).patch(theme.strong()) } else { theme.style(Role::Base) };
        let mut spans = vec![Span::styled(pad(&cut(&named, name), name), style), Span::raw("  ")];
        spans.extend(bar_line(verdict.confidence, BAR, role, theme).spans);
        spans.push(Span::styled(format!(" {:3.0} %", verdict.confidence * 100.0), theme.style(Role::Base)));
        Line::from(spans)
    });
    lines.collect()
}

/// The reasons, scrolled so that the one looked at is visible.
fn why(model: &Model, which: &Which, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let mut rows: Vec<(usize, Line<'static>)> = Vec::new();
    for (at, reason) in which.reasons.iter().enumerate() {
        for line in reason_lines(model, which, reason, which.selected == Some(at), area.width, theme) {
            rows.push((at, line));
        }
    }
    let height = usize::from(area.height);
    let selected = which.selected.unwrap_or(0);
    let end = rows.iter().rposition(|(at, _)| *at == selected).map_or(0, |last| last + 1);
    let start = rows.iter().position(|(at, _)| *at == selected).unwrap_or(0);
    let first = end.saturating_sub(height).min(start);
    let hidden = rows.len().saturating_sub(first + height);
    for ((at, line), row) in rows.iter().skip(first).zip(area.rows()) {
        frame.render_widget(line, row);
        hits.add(row, Action::Pick(*at));
    }
    if hidden > 0
        && let Some(row) = area.rows().next_back()
    {
        frame.render_widget(ratatui::widgets::Clear, row);
        let more = format!("▼ {} more", hidden + 1);
        frame.render_widget(Line::styled(more, theme.style(Role::Muted)).right_aligned(), row);
    }
}

fn reason_lines(
    model: &Model,
    which: &Which,
    reason: &Reason,
    selected: bool,
    columns: u16,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let text = which.field.text();
    let words: Vec<String> = reason.at.iter().map(|at| text.chars().skip(at.start).take(at.len()).collect()).collect();
    let weights: Vec<String> = reason
        .weights
        .iter()
        .map(|(id, weight)| format!("{} {}", if *weight < 0.0 { "not" } else { "for" }, title(model, which, id)))
        .collect();
    let mark = if selected { "▸ " } else { "  " };
    let room = usize::from(columns).saturating_sub(2);
    let head = cut(&clean_line(&format!("\u{201c}{}\u{201d}", words.join("\u{201d}, \u{201c}"))), room).into_owned();
    let style = theme.style(if selected { Role::Selection } else { Role::Match });
    let mut lines = vec![Line::from(vec![Span::styled(mark, theme.style(Role::Focus)), Span::styled(head, style)])];
    let indented = |text: &str, role: Role| {
        let lines = markdown::plain(text, columns.saturating_sub(4).max(10));
        lines.into_iter().map(move |line| Line::styled(format!("    {line}"), theme.style(role))).collect::<Vec<_>>()
    };
    lines.extend(indented(&reason.because, Role::Base));
    lines.extend(indented(&weights.join(", "), Role::Muted));
    lines
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
