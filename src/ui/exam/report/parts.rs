//! The parts of the report below the score.

use ratatui::text::{Line, Span};

use crate::app::exam::Results;
use crate::domain::exam::{BAR_FROM, Part, SentItem};
use crate::domain::text::{clean_line, cut, pad, pad_left};
use crate::ui::parts::bar_line;
use crate::ui::theme::{Role, Theme};
use crate::ui::{markdown, words};

/// Services named; the others are counted.
const SERVICES: usize = 8;

/// Items named that went into the daily cards; the others are counted.
const NAMED: usize = 5;

pub fn heading(text: &str, theme: &Theme) -> [Line<'static>; 2] {
    [Line::default(), Line::styled(text.to_owned(), theme.style(Role::Title))]
}

/// What to do next.
pub fn next(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    for (row, mut line) in
        markdown::render(&results.report.advice, columns.saturating_sub(2), theme).into_iter().enumerate()
    {
        line.spans.insert(0, Span::styled(if row == 0 { "▸ " } else { "  " }, theme.style(Role::Focus)));
        lines.push(line);
    }
    lines
}

/// What went into the daily cards.
pub fn sent(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let sent = &results.sent;
    let (rated, pulled) = sent.cards();
    if rated + pulled == 0 {
        return vec![];
    }
    let mut lines = heading("In your daily cards now", theme).to_vec();
    let items = |list: &[SentItem], kind: &str| list.iter().filter(|item| item.kind == kind).count() as u64;
    let mut said = vec![words::count(rated.into(), "question, rated Again", "questions, rated Again")];
    let (traps, notes) = (items(&sent.linked, "trap"), items(&sent.linked, "note"));
    let mut linked = Vec::new();
    if traps > 0 {
        linked.push(words::count(traps, "trap", "traps"));
    }
    if notes > 0 {
        linked.push(words::count(notes, "note", "notes"));
    }
    if !linked.is_empty() {
        said.push(format!(
            "{} brought to today ({})",
            linked.join(" and "),
            words::count(pulled.into(), "card", "cards")
        ));
    }
    lines.extend(markdown::render(&said.join("; "), columns, theme));
    lines.extend(in_order(results).take(NAMED).map(|item| named(item, columns, theme)));
    let more = in_order(results).count().saturating_sub(NAMED);
    let rest = if more > 0 {
        format!("  and {more} more, at the end of this report; r reviews them")
    } else {
        "  r reviews them".into()
    };
    lines.push(Line::styled(rest, theme.style(Role::Muted)));
    lines
}

/// What went into the daily cards: the traps and notes to read first, then the questions, the most pressing first.
fn in_order(results: &Results) -> impl Iterator<Item = &SentItem> {
    results.sent.linked.iter().chain(&results.sent.questions)
}

fn named(item: &SentItem, columns: u16, theme: &Theme) -> Line<'static> {
    let text = format!("  {} {}", pad(&item.kind, 9), clean_line(&item.title));
    Line::styled(cut(&text, columns.into()).into_owned(), theme.style(Role::Muted))
}

/// All of what went into the daily cards, where the beginning of the report names only some of it.
pub fn all_sent(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    if in_order(results).count() <= NAMED {
        return vec![];
    }
    let mut lines = heading("Everything in your daily cards now", theme).to_vec();
    lines.extend(in_order(results).map(|item| named(item, columns, theme)));
    lines
}

/// By domain and by service.
pub fn shares(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let report = &results.report;
    let mut lines = Vec::new();
    if !report.domains.is_empty() {
        lines.extend(heading("By domain", theme));
        lines.extend(report.domains.iter().map(|part| share(part, columns, theme)));
    }
    if !report.services.is_empty() {
        lines.extend(heading("By service", theme));
        lines.extend(report.services.iter().take(SERVICES).map(|part| share(part, columns, theme)));
        let more = report.services.len().saturating_sub(SERVICES);
        if more > 0 {
            lines.push(Line::styled(format!("and {more} more services"), theme.style(Role::Muted)));
        }
    }
    lines
}

/// A part with its counts; below five questions there is no bar, which would look like knowledge.
fn share(part: &Part, columns: u16, theme: &Theme) -> Line<'static> {
    let name = usize::from(columns / 2).clamp(20, 40);
    let bar = columns.saturating_sub(u16::try_from(name).unwrap_or(0) + 16).min(24);
    let title = clean_line(&part.title).into_owned();
    let mut spans = vec![Span::styled(pad(&cut(&title, name), name + 1), theme.style(Role::Base))];
    match part.share.bar() {
        Some(value) => spans.extend(bar_line(value, bar, Role::Service, theme).spans),
        None => spans.push(Span::styled(pad("too few", bar.into()), theme.style(Role::Muted))),
    }
    spans.push(Span::styled(pad_left(&part.share.to_string(), 10), theme.style(Role::Muted)));
    if part.share.of >= BAR_FROM {
        spans.push(Span::styled(format!("{:>4}%", part.share.percent()), theme.style(Role::Muted)));
    }
    Line::from(spans)
}

/// Changed answers, guesses that were right, sure ones that were wrong.
pub fn answers(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let report = &results.report;
    let groups = [
        ("Changed from wrong to right", &report.wrong_to_right, Role::Correct),
        ("Changed from right to wrong", &report.right_to_wrong, Role::Wrong),
        ("Guessed and right", &report.lucky, Role::Warning),
        ("Sure and wrong", &report.sure_and_wrong, Role::Wrong),
    ];
    let mut lines = Vec::new();
    for (name, places, role) in groups.into_iter().filter(|(_, places, _)| !places.is_empty()) {
        let numbers: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
        let text = format!("{}  question {}", places.len(), numbers.join(", "));
        let room = usize::from(columns).saturating_sub(29);
        lines.push(Line::from(vec![
            Span::styled(pad(name, 29), theme.style(Role::Base)),
            Span::styled(cut(&text, room).into_owned(), theme.style(role)),
        ]));
    }
    if lines.is_empty() {
        return lines;
    }
    let mut all = heading("Your answers", theme).to_vec();
    all.extend(lines);
    all
}
