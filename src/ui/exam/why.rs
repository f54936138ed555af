//! The walk through a finished paper: the questions in one line each, and one with its reasons.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::exam::Results;
use crate::app::model::Page;
use crate::app::{Action, Model};
use crate::domain::exam::{Mark, Slot, Verdict, Walk, verdict};
use crate::domain::text::{clean_line, cut, pad, pad_left};
use crate::domain::verdict::deciding;
use crate::ui::exam::{READABLE, ends, options, put, question, stem, times, to_u16};
use crate::ui::found::{FLAG, NOTE};
use crate::ui::parts::scroll;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown, words};

/// Draws the questions.
pub fn list(model: &Model, results: &Results, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let walked = results.walked();
    let shown = match results.walk {
        Walk::All => "all",
        Walk::Wrong => "wrong or blank",
        Walk::Flagged => "flagged",
        Walk::Guessed => "guessed",
        Walk::Slow => "slowest",
    };
    let count = words::count(walked.len() as u64, "question", "questions");
    let area = sheet(frame, model, theme, hits, &format!("Questions · {shown}"), count);
    if walked.is_empty() {
        put(frame, area, &[Line::default(), Line::styled("None of this kind.", theme.style(Role::Base))]);
        return;
    }
    let height = usize::from(area.height).max(1);
    let selected = results.selected.min(walked.len() - 1);
    let first = (selected + 1).saturating_sub(height);
    for ((at, place), row) in walked.iter().enumerate().skip(first).zip(area.rows()) {
        let line = line(results, *place, at == selected, row.width, theme);
        frame.render_widget(line, row);
        hits.add(row, Action::Pick(at));
    }
}

fn line(results: &Results, place: usize, selected: bool, columns: u16, theme: &Theme) -> Line<'static> {
    let (slot, mark) = (&results.attempt.slots()[place], &results.attempt.marks()[place]);
    let (sign, word, role) = said(slot, mark);
    let flag = if mark.flagged { "⚑" } else { " " };
    let sure = mark.sure.map_or("", |sure| sure.name());
    let time = pad_left(&times::clock(mark.time), 6);
    let stem = clean_line(slot.item().title()).into_owned();
    let room = usize::from(columns).saturating_sub(30);
    let text = [
        (pad_left(&(place + 1).to_string(), 3), Role::Muted),
        (format!(" {sign} {}", pad(word, 6)), role),
        (format!("{flag} "), Role::Warning),
        (pad(sure, 7), Role::Muted),
        (format!("{time}  "), Role::Muted),
        (cut(&stem, room).into_owned(), Role::Base),
    ];
    if selected {
        let all: String = text.iter().map(|(text, _)| text.as_str()).collect();
        return Line::styled(
            format!("▸{}", pad(&all, usize::from(columns).saturating_sub(1))),
            theme.style(Role::Selection),
        );
    }
    let mut spans = vec![Span::raw(" ")];
    spans.extend(text.into_iter().map(|(text, role)| Span::styled(text, theme.style(role))));
    Line::from(spans)
}

fn said(slot: &Slot, mark: &Mark) -> (&'static str, &'static str, Role) {
    match verdict(slot, mark) {
        _ if mark.doubted => ("!", "doubt", Role::Warning),
        Verdict::Right => ("✓", "right", Role::Correct),
        Verdict::Wrong => ("✗", "wrong", Role::Wrong),
        Verdict::Blank => ("·", "blank", Role::Wrong),
    }
}

/// How an answer was, in one line.
pub fn outcome(slot: &Slot, mark: &Mark, theme: &Theme) -> Line<'static> {
    let (sign, _, role) = said(slot, mark);
    let key: Vec<String> =
        slot.options().zip('A'..).filter(|(option, _)| option.correct).map(|(_, l)| l.to_string()).collect();
    let key = key.join(" and ");
    let chosen: Vec<String> = mark.chosen.iter().filter_map(|id| slot.letter(id)).map(|l| l.to_string()).collect();
    let text = match verdict(slot, mark) {
        Verdict::Right => format!("{sign} Right: {key}."),
        Verdict::Wrong => {
            let mut chosen = chosen;
            chosen.sort();
            format!("{sign} Wrong: you chose {}, right is {key}.", chosen.join(" and "))
        }
        Verdict::Blank => format!("{sign} Left blank: right is {key}."),
    };
    let mut spans = vec![Span::styled(text, theme.style(role).patch(theme.strong()))];
    if mark.doubted {
        spans.push(Span::styled(" You doubt the key, so it doesn't count.", theme.style(Role::Warning)));
    }
    Line::from(spans)
}

/// Draws a question with its reasons.
pub fn view(model: &Model, results: &Results, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let Some(place) = results.place() else { return };
    let (slot, mark) = (&results.attempt.slots()[place], &results.attempt.marks()[place]);
    let of = format!("{} of {}", results.selected + 1, results.walked().len());
    let left = format!("Question {} · {}", place + 1, results.attempt.terms().title);
    let area = sheet(frame, model, theme, hits, &left, of);
    let [head, _, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Fill(1)]).areas(area);
    frame.render_widget(facts(results, slot, mark, head.width, theme), head);
    let body = Rect { width: body.width.min(READABLE), ..body };
    // How it went stands first, however long the question is.
    let mut lines = vec![outcome(slot, mark, theme), Line::default()];
    let read = model.engines.as_ref().and_then(|engines| engines.read(&slot.question().stem));
    let deciding = read.map(|(answer, _)| deciding(&answer)).unwrap_or_default();
    lines.extend(stem(slot, &deciding, body.width, theme));
    lines.push(Line::default());
    for option in options::options(slot, mark, true, body.width, theme) {
        lines.extend(option);
    }
    if let Some((_, says)) = results.says.as_ref().filter(|(_, says)| !says.text.is_empty()) {
        lines.extend([Line::default(), Line::styled(format!("{NOTE} Your note"), theme.style(Role::Focus))]);
        lines.extend(markdown::render(&says.text, body.width, theme));
    }
    let scrolled = scroll(frame, body, &lines, results.scroll.into(), theme);
    hits.page = Page { height: to_u16(scrolled.page), most: to_u16(scrolled.last) };
}

/// What it is about, how long it took, how sure the answer was.
fn facts(results: &Results, slot: &Slot, mark: &Mark, columns: u16, theme: &Theme) -> Line<'static> {
    let terms = results.attempt.terms();
    let service = &slot.item().service;
    let title = terms.services.get(service).map_or(service.as_str(), |named| named.title.as_str());
    let mut left = vec![Span::styled(title.to_owned(), theme.style(Role::Service))];
    if let Some(domain) = &slot.domain {
        let title = terms.domains.get(domain).map_or(domain.as_str(), String::as_str);
        left.push(Span::styled(format!(" · {title}"), theme.style(Role::Muted)));
    }
    let mut right = vec![times::span(mark.time)];
    right.extend(mark.sure.map(|sure| question::sure_words(sure).to_owned()));
    if mark.flagged {
        right.push(format!("{FLAG} flagged"));
    }
    if results.says.as_ref().is_some_and(|(_, says)| says.flagged) {
        right.push(format!("{FLAG} for later"));
    }
    if !slot.scored {
        right.push("unscored".into());
    }
    ends(left, vec![Span::styled(right.join(" · "), theme.style(Role::Muted))], columns)
}
