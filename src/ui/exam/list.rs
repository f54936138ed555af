//! The review list: every question in a grid.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::exam::Sitting;
use crate::app::exam::sitting::{CELL, Filter, grid_columns};
use crate::app::model::Page;
use crate::app::{Action, Model};
use crate::domain::exam::{Act, Status, Sure};
use crate::domain::text::{pad, pad_left};
use crate::ui::Hits;
use crate::ui::exam::{ends, times, title, to_u16};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};

/// Draws the review list.
pub fn view(model: &Model, sitting: &Sitting, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let attempt = &sitting.attempt;
    let clock = times::countdown(attempt, model.now.at, model.settings.still, theme);
    let area = sheet(frame, model, theme, hits, &title(attempt), clock);
    let [head, _, grid, _, legend] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
        Constraint::Length(2),
    ])
    .areas(area);
    let mut left = vec![Span::styled("Review list", theme.style(Role::Title))];
    left.push(Span::styled(" · ", theme.style(Role::Muted)));
    let role = if sitting.filter == Filter::All { Role::Muted } else { Role::Focus };
    left.push(Span::styled(sitting.filter.name(), theme.style(role)));
    let right = if attempt.clock_hidden() { String::new() } else { times::pacing(attempt, model.now.at) };
    frame.render_widget(ends(left, vec![Span::styled(right, theme.style(Role::Muted))], head.width), head);
    cells(sitting, model, grid, theme, frame, hits);
    let rows = explain(sitting, theme);
    super::put(frame, legend, &rows);
}

fn cells(sitting: &Sitting, model: &Model, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let listed = sitting.listed();
    if listed.is_empty() {
        let text = match sitting.filter {
            Filter::Open => "Every question is answered.",
            _ => "No question is flagged.",
        };
        frame.render_widget(Line::styled(text, theme.style(Role::Base)), area);
        return;
    }
    let columns = grid_columns(model.size.0);
    let at = listed.iter().position(|place| *place >= sitting.selected).unwrap_or(listed.len() - 1);
    let height = usize::from(area.height).max(1);
    let first = (at / columns + 1).saturating_sub(height);
    for (row, places) in listed.chunks(columns).enumerate().skip(first).take(height) {
        for (column, place) in places.iter().enumerate() {
            let cell = Rect {
                x: area.x + to_u16(column * CELL),
                y: area.y + to_u16(row - first),
                width: to_u16(CELL - 1),
                height: 1,
            };
            frame.render_widget(one(sitting, *place, listed[at] == *place, theme), cell.intersection(area));
            hits.add(cell.intersection(area), Action::Sit(Act::Go(*place)));
        }
    }
    hits.page = Page::default();
}

fn one(sitting: &Sitting, place: usize, selected: bool, theme: &Theme) -> Line<'static> {
    let mark = &sitting.attempt.marks()[place];
    let (sign, role) = sign(sitting.attempt.status(place));
    let flag = if mark.flagged { "⚑" } else { " " };
    let guess = if mark.sure == Some(Sure::Guess) { "?" } else { " " };
    let number = pad_left(&(place + 1).to_string(), 3);
    if selected {
        return Line::styled(format!("{number}{sign}{flag}{guess}"), theme.style(Role::Selection));
    }
    Line::from(vec![
        Span::styled(number, theme.style(if mark.visits > 0 { Role::Base } else { Role::Muted })),
        Span::styled(sign, theme.style(role)),
        Span::styled(flag, theme.style(Role::Warning)),
        Span::styled(guess, theme.style(Role::Muted)),
    ])
}

fn sign(status: Option<Status>) -> (&'static str, Role) {
    match status {
        Some(Status::Answered) => ("■", Role::Service),
        Some(Status::Short) => ("◧", Role::Warning),
        _ => ("·", Role::Muted),
    }
}

/// What the signs mean, with how many there are.
fn explain(sitting: &Sitting, theme: &Theme) -> Vec<Line<'static>> {
    let attempt = &sitting.attempt;
    let all = 0..attempt.slots().len();
    let with = |status: Status| all.clone().filter(|place| attempt.status(*place) == Some(status)).count();
    let flagged = attempt.marks().iter().filter(|mark| mark.flagged).count();
    let guessed = attempt.marks().iter().filter(|mark| mark.sure == Some(Sure::Guess)).count();
    let (_, answered) = sign(Some(Status::Answered));
    let groups = [
        vec![
            ("■", answered, with(Status::Answered), "answered"),
            ("·", Role::Muted, with(Status::Blank), "blank"),
            ("◧", Role::Warning, with(Status::Short), "too few chosen"),
        ],
        vec![("⚑", Role::Warning, flagged, "flagged"), ("?", Role::Muted, guessed, "guessed")],
    ];
    let line = |group: Vec<(&'static str, Role, usize, &'static str)>| {
        let mut spans = Vec::new();
        for (sign, role, n, what) in group {
            spans.push(Span::styled(format!("{sign} "), theme.style(role)));
            spans.push(Span::styled(pad(&format!("{n} {what}"), 17), theme.style(Role::Muted)));
        }
        Line::from(spans)
    };
    groups.into_iter().map(line).collect()
}
