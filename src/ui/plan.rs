//! The plan: what is planned for, where the learner stands, and what more or fewer minutes would bring.

mod calendar;
mod chart;
mod readiness;

pub use chart::curve;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::keymap::Scope;
use crate::app::model::Page;
use crate::app::plan::{PlanScreen, Row};
use crate::app::{Action, Model};
use crate::domain::plan::{Goal, Standing, wording};
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::parts::scroll;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Columns of the names of rows.
const NAME: usize = 8;

/// Draws the plan.
pub fn view(model: &Model, plan: &PlanScreen, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let kept = model.planner.goal.as_ref();
    let right = kept.map_or_else(String::new, |goal| wording::countdown(goal.standing(model.now.day)));
    let area = sheet(frame, model, theme, hits, "Plan", right);
    let beside = settings(model, plan, area.width.saturating_sub(calendar::COLUMNS + 1), theme);
    let month = calendar::lines(&plan.draft, model.now.day, model.settings.dates, theme);
    let mut lines = vec![Line::default()];
    for at in 0..beside.len().max(month.len()) {
        let mut line = beside.get(at).cloned().unwrap_or_default();
        let used = line.spans.iter().map(|span| width(&span.content)).sum::<usize>();
        let room = usize::from(area.width.saturating_sub(calendar::COLUMNS));
        line.push_span(Span::raw(" ".repeat(room.saturating_sub(used))));
        line.spans.extend(month.get(at).cloned().unwrap_or_default().spans);
        lines.push(line);
    }
    lines.push(Line::default());
    if kept == Some(&plan.draft) {
        lines.extend(readiness::lines(model, area.width, theme));
    } else {
        lines.push(Line::from(vec![
            Span::styled("▸ ", theme.style(Role::Focus)),
            Span::styled(model.keymap.key(Scope::Plan, Action::Open).to_owned(), theme.style(Role::KeyHint)),
            Span::styled(" keeps this plan and works out what it leads to.", theme.style(Role::Base)),
        ]));
        lines.extend(blueprint(plan, area.width, theme));
    }
    let scrolled = scroll(frame, area, &lines, plan.scroll.into(), theme);
    hits.page = Page {
        height: u16::try_from(scrolled.page).unwrap_or(u16::MAX),
        most: u16::try_from(scrolled.last).unwrap_or(u16::MAX),
    };
    if plan.scroll == 0 {
        clicks(area, hits);
        let month = Rect { x: area.right().saturating_sub(calendar::COLUMNS), y: area.y + 1, ..area };
        calendar::clicks(&plan.draft, model.now.day, month.intersection(area), hits);
    }
}

/// The domains of the exam with their weights.
fn blueprint(plan: &PlanScreen, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let Some(form) = plan.form().filter(|form| !form.domains.is_empty()) else { return vec![] };
    let head = Line::styled("What it asks for", theme.style(Role::Title));
    let domain = |(title, share): &(String, f64)| {
        let title = clean_line(title).into_owned();
        let text = format!("{:>3.0} %  {title}", 100.0 * share);
        Line::styled(cut(&text, columns.into()).into_owned(), theme.style(Role::Base))
    };
    [Line::default(), head].into_iter().chain(form.domains.iter().map(domain)).collect()
}

/// Exam, date and minutes as rows.
fn settings(model: &Model, plan: &PlanScreen, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let today = model.now.day;
    let room = usize::from(columns).saturating_sub(NAME + 6);
    let title = clean_line(plan.title().unwrap_or("…")).into_owned();
    let mut date = words::short_date(plan.draft.date.date(), model.settings.dates);
    if plan.draft.date.date().year() != today.date().year() {
        date.push_str(&format!(" {}", plan.draft.date.date().year()));
    }
    let far = match plan.draft.standing(today) {
        Standing::Ahead(1) => "tomorrow".to_owned(),
        Standing::Ahead(days) => format!("in {days} days"),
        Standing::Today => "today".to_owned(),
        Standing::Past(_) => "past".to_owned(),
    };
    let with_days = format!("{date}, {far}");
    let date = if width(&with_days) > room { date } else { with_days };
    let minutes = match plan.row {
        Row::Minutes(0) | Row::Exam | Row::Date => "every day".to_owned(),
        Row::Minutes(day) => words::weekday_name(day - 1, model.settings.dates).to_owned(),
    };
    let row = |name: &str, value: String, chosen: bool| {
        let (mark, role) = if chosen { ("▸ ", Role::Focus) } else { ("  ", Role::Base) };
        let value = cut(&value, room).into_owned();
        let (left, right) = if chosen { ("‹ ", " ›") } else { ("  ", "") };
        Line::from(vec![
            Span::styled(mark, theme.style(Role::Focus)),
            Span::styled(pad(name, NAME), theme.style(Role::Muted)),
            Span::styled(left, theme.style(Role::Focus)),
            Span::styled(value, theme.style(role)),
            Span::styled(right, theme.style(Role::Focus)),
        ])
    };
    vec![
        row("Exam", title, plan.row == Row::Exam),
        Line::default(),
        row("Date", date, plan.row == Row::Date),
        Line::default(),
        row("Minutes", minutes, matches!(plan.row, Row::Minutes(_))),
        week(plan, words::weekdays(model.settings.dates), Role::Muted, theme),
        week(plan, plan.draft.minutes.map(|minutes| minutes.to_string()), Role::Base, theme),
    ]
}

fn week(plan: &PlanScreen, cells: [String; 7], role: Role, theme: &Theme) -> Line<'static> {
    let mut line = Line::from(Span::raw("  "));
    for (day, cell) in cells.into_iter().enumerate() {
        let chosen = plan.row == Row::Minutes(0) || plan.row == Row::Minutes(day + 1);
        let style = theme.style(if chosen { Role::Focus } else { role });
        line.push_span(Span::styled(format!("{cell:>4}"), style));
    }
    line
}

/// A click on a row chooses it; one on a weekday, that day.
fn clicks(area: Rect, hits: &mut Hits) {
    let room = area.width.saturating_sub(calendar::COLUMNS + 1);
    let row = |at: u16, height: u16| Rect { y: area.y + at, height, width: room, ..area }.intersection(area);
    hits.add(row(1, 1), Action::Pick(0));
    hits.add(row(3, 1), Action::Pick(1));
    hits.add(row(5, 1), Action::Pick(2));
    for day in 0..7u16 {
        let cell = Rect { x: area.x + 2 + 4 * day, y: area.y + 6, width: 4, height: 2 };
        hits.add(cell.intersection(area), Action::Pick(3 + usize::from(day)));
    }
}

/// Two lines about the plan for Home.
pub fn home_lines(model: &Model, theme: &Theme) -> Vec<Line<'static>> {
    let Some(goal) = &model.planner.goal else { return vec![] };
    let standing = goal.standing(model.now.day);
    let head = |text: String, rest: String| {
        Line::from(vec![Span::styled(text, theme.style(Role::Title)), Span::styled(rest, theme.style(Role::Muted))])
    };
    let date = words::short_date(goal.date.date(), model.settings.dates);
    match standing {
        Standing::Past(_) => vec![
            head(wording::countdown(standing), format!(", {date}")),
            Line::from(vec![
                Span::styled("▸ ", theme.style(Role::Focus)),
                Span::styled(model.keymap.key(Scope::Home, Action::Plan).to_owned(), theme.style(Role::KeyHint)),
                Span::styled(" plans another; until then cards come at 90 % recall.", theme.style(Role::Base)),
            ]),
        ],
        _ => vec![head(wording::countdown(standing), format!(", {date}")), ready(model, goal, theme)],
    }
}

fn ready(model: &Model, goal: &Goal, theme: &Theme) -> Line<'static> {
    let Some(glance) = &model.planner.glance else {
        return Line::styled("Readiness is being worked out…", theme.style(Role::Muted));
    };
    let said = |(low, high): (u32, u32)| if low == high { format!("{low} %") } else { format!("{low}–{high} %") };
    let mut text = format!("Readiness {} if you stopped now", said(glance.now));
    if let Some(on_day) = glance.on_day.filter(|_| goal.date > model.now.day) {
        text = format!("Readiness {} now, {} on the day if you keep to it", said(glance.now), said(on_day));
    }
    Line::styled(text, theme.style(Role::Base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_whose_minutes_change_is_marked_and_for_every_day_all() {
        let theme = Theme::default();
        let goal = Goal { exam: None, date: crate::domain::time::StudyDay(9), minutes: [20; 7] };
        let marked = |row| {
            let plan = PlanScreen { forms: None, row, draft: goal.clone(), scroll: 0 };
            let cells = ["m", "t", "w", "t", "f", "s", "s"].map(String::from);
            let line = week(&plan, cells, Role::Muted, &theme);
            line.spans[1..].iter().map(|span| span.style == theme.style(Role::Focus)).collect::<Vec<_>>()
        };
        assert_eq!(marked(Row::Minutes(0)), [true; 7]);
        assert_eq!(marked(Row::Date), [false; 7]);
        assert_eq!(marked(Row::Minutes(1)), [true, false, false, false, false, false, false]);
        assert_eq!(marked(Row::Minutes(7)), [false, false, false, false, false, false, true]);
    }
}
