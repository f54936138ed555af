//! Home: what to do now, at one glance.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::keymap::Scope;
use crate::app::{Action, Model};
use crate::domain::text::{clean_line, cut, pad, pad_left};
use crate::domain::today::{Mastery, NextDue, Today};
use crate::ui::exam::home_line;
use crate::ui::parts::bar_line;
use crate::ui::plan;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Draws Home.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let date = words::long_date(model.now.day.date(), model.settings.dates);
    let area = sheet(frame, model, theme, hits, "⊖ Plimsoll", &date);
    let mut lines = vec![Line::default()];
    let call = lines.len() + due(model, theme, &mut lines);
    let exam = model.running.as_ref().map(|past| {
        lines.push(Line::default());
        lines.push(Line::from(vec![
            Span::styled("Exam running  ", theme.style(Role::Warning)),
            Span::styled(
                clean_line(&home_line(&past.attempt, model.now.at, model.settings.still)).into_owned(),
                theme.style(Role::Base),
            ),
        ]));
        lines.push(self::call(model.keymap.key(Scope::Home, Action::MockExam), "goes on with it.", theme));
        lines.len() - 1
    });
    let plan = plan::home_lines(model, theme);
    let planned = (!plan.is_empty()).then(|| {
        lines.push(Line::default());
        let at = lines.len();
        lines.extend(plan);
        at
    });
    lines.push(Line::default());
    lines.push(so_far(&model.today, theme));
    if !model.today.mastery.is_empty() {
        lines.push(Line::default());
        lines.push(Line::styled("How much you would recall now", theme.style(Role::Title)));
        lines.extend(model.today.mastery.iter().map(|m| mastery(m, area.width, theme)));
    }
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
    if let Some(row) = exam.and_then(|exam| area.rows().nth(exam)) {
        hits.add(Rect { y: row.y - 1, height: 2, ..row }, Action::MockExam);
    }
    if let Some(row) = planned.and_then(|at| area.rows().nth(at)) {
        hits.add(Rect { height: 2, ..row }.intersection(area), Action::Plan);
    }
    if let Some(row) = area.rows().nth(call) {
        hits.add(Rect { height: 1, ..row }, if model.today.due.total() > 0 { Action::Review } else { Action::MoreNew });
    }
}

/// What is due and the one next step; gives the place of the line that says it, counted from the first line it adds.
fn due(model: &Model, theme: &Theme, lines: &mut Vec<Line<'static>>) -> usize {
    let due = model.today.due;
    let strong = theme.style(Role::Due);
    // Steps alone are not the day's cards.
    if model.planner.pending(model.now.day) && model.planner.said(model.now.day).is_none() {
        lines.push(Line::styled("Planning today's cards…", strong));
        lines.push(Line::default());
        lines.push(Line::styled("They come in a moment.", theme.style(Role::Base)));
        return 2;
    }
    if due.total() == 0 {
        let next = match due.next {
            Some(next @ NextDue::At(_)) => {
                format!(
                    "The next card comes back {}.",
                    words::next_due(next, model.now, &model.calendar, model.settings.dates)
                )
            }
            Some(next) => format!(
                "The next cards come {}.",
                words::next_due(next, model.now, &model.calendar, model.settings.dates)
            ),
            None => "No cards are waiting: add a pack with `plimsoll pack add`.".into(),
        };
        lines.push(Line::styled(if model.today.done > 0 { "Done for today." } else { "Nothing is due." }, strong));
        lines.push(Line::styled(next, theme.style(Role::Base)));
        lines.push(Line::default());
        let more = if model.planner.rules(model.now.day) {
            "takes ten more cards now."
        } else {
            "takes ten more new cards now."
        };
        lines.push(call(model.keymap.key(Scope::Home, Action::MoreNew), more, theme));
        lines.push(call(
            model.keymap.key(Scope::Home, Action::Ahead),
            "reviews the next three days' cards ahead.",
            theme,
        ));
        return 3;
    }
    lines.push(Line::from(vec![
        Span::styled(words::count(due.total().into(), "card", "cards"), strong),
        Span::styled(" for today, ", theme.style(Role::Base)),
        Span::styled(words::minutes(model.today.seconds), theme.style(Role::Base)),
    ]));
    let parts = [
        (due.learning, "being learned", Role::Base),
        (due.review, "to review", Role::Base),
        (due.new, "new", Role::New),
    ];
    let mut kinds = Vec::new();
    for (n, what, role) in parts.into_iter().filter(|(n, ..)| *n > 0) {
        if !kinds.is_empty() {
            kinds.push(Span::styled(" · ", theme.style(Role::Muted)));
        }
        kinds.push(Span::styled(format!("{n} {what}"), theme.style(role)));
    }
    lines.push(Line::from(kinds));
    let before = if let Some(plan) = due.catch_up {
        lines.push(Line::default());
        let waiting = words::count(plan.waiting.into(), "card", "cards");
        let days = words::count(plan.days().into(), "day", "days");
        let said = [
            (format!("Welcome back. {waiting} piled up; no need to rush."), Role::Base),
            (format!("At {} a day, what helps most first, it takes {days}.", plan.share), Role::Muted),
        ];
        lines.extend(said.into_iter().map(|(text, role)| Line::styled(text, theme.style(role))));
        3
    } else {
        0
    };
    lines.push(Line::default());
    lines.push(call(&words::capital(model.keymap.key(Scope::Home, Action::Review)), "starts.", theme));
    3 + before
}

fn call(key: &str, does: &'static str, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled("▸ ", theme.style(Role::Focus)),
        Span::styled(key.to_owned(), theme.style(Role::KeyHint)),
        Span::styled(format!(" {does}"), theme.style(Role::Base)),
    ])
}

fn so_far(today: &Today, theme: &Theme) -> Line<'static> {
    let mut parts = Vec::new();
    if today.done > 0 {
        parts.push(format!("{} rated today", words::count(today.done.into(), "card", "cards")));
    }
    if today.streak > 0 {
        parts.push(format!("{} in a row", words::count(today.streak.into(), "day", "days")));
    }
    if parts.is_empty() && !today.started {
        parts.push("A few minutes a day are enough.".into());
    }
    Line::styled(parts.join(" · "), theme.style(Role::Muted))
}

fn mastery(mastery: &Mastery, width: u16, theme: &Theme) -> Line<'static> {
    let name_columns = usize::from(width / 3).clamp(16, 28);
    let bar_columns = (width / 3).min(30);
    let name = clean_line(&mastery.title).into_owned();
    let mut spans = vec![Span::styled(pad(&cut(&name, name_columns), name_columns + 1), theme.style(Role::Base))];
    spans.extend(bar_line(mastery.recall, bar_columns, Role::Service, theme).spans);
    let numbers = format!(
        " {} %  {}",
        pad_left(&format!("{:.0}", mastery.recall * 100.0), 3),
        words::count(mastery.cards.into(), "card", "cards")
    );
    spans.push(Span::styled(numbers, theme.style(Role::Muted)));
    Line::from(spans)
}
