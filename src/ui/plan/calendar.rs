//! A month with the day of the exam marked.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::Action;
use crate::domain::plan::{Goal, weekday};
use crate::domain::settings::Dates;
use crate::domain::time::StudyDay;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Columns of the calendar, the mark behind a Sunday included.
pub const COLUMNS: u16 = 21;

/// Columns of a day.
const DAY: u16 = 3;

/// The month of the exam: its name, the weekdays, its weeks.
pub fn lines(goal: &Goal, today: StudyDay, dates: Dates, theme: &Theme) -> Vec<Line<'static>> {
    let date = goal.date.date();
    let first = StudyDay::of_date(date.first_of_month());
    let muted = theme.style(Role::Muted);
    let mut lines = vec![
        Line::from(vec![
            Span::styled("‹", theme.style(if first > today { Role::Focus } else { Role::Muted })),
            Span::styled(format!("{:^18}", words::long_month(date, dates)), theme.style(Role::Title)),
            Span::styled("›", theme.style(Role::Focus)),
        ]),
        Line::styled(words::weekdays(dates).join(" "), muted),
    ];
    let mut week = vec![Span::raw("   ".repeat(weekday(first)))];
    for ahead in 0..u32::try_from(date.days_in_month()).unwrap_or(0) {
        let day = first.plus(ahead);
        let (text, role) = (format!("{:>2}", ahead + 1), role(goal, day, today));
        // The exam's day is marked in letters too: colour alone says nothing to some.
        let text = if day == goal.date { format!("{text}◂") } else { format!("{text} ") };
        week.push(Span::styled(text, theme.style(role)));
        if weekday(day) == 6 {
            lines.push(Line::from(std::mem::take(&mut week)));
        }
    }
    if !week.is_empty() {
        lines.push(Line::from(week));
    }
    lines
}

/// A click on a day chooses it; one on an arrow beside the month's name, the same day of the month before or after.
pub fn clicks(goal: &Goal, today: StudyDay, area: Rect, hits: &mut Hits) {
    let date = goal.date.date();
    let first = StudyDay::of_date(date.first_of_month());
    let mut add = |column: u16, row: u16, width: u16, action: Action| {
        hits.add(Rect { x: area.x + column, y: area.y + row, width, height: 1 }.intersection(area), action);
    };
    add(0, 0, DAY, Action::LastMonth);
    add(COLUMNS - 1 - DAY, 0, DAY, Action::NextMonth);
    for ahead in 0..u32::try_from(date.days_in_month()).unwrap_or(0) {
        let day = first.plus(ahead);
        let place = weekday(first) as u16 + ahead as u16;
        if day >= today {
            add(DAY * (place % 7), 2 + place / 7, DAY, Action::PickDay(day));
        }
    }
}

fn role(goal: &Goal, day: StudyDay, today: StudyDay) -> Role {
    if day == goal.date {
        Role::Urgent
    } else if day < today || day > goal.date || goal.minutes_on(day) == 0 {
        Role::Muted
    } else if day == today {
        Role::Focus
    } else {
        Role::Base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_after_the_exam_and_days_off_are_muted() {
        // Day 9 is a Saturday.
        let goal = Goal { exam: None, date: StudyDay(20), minutes: [30, 30, 30, 30, 30, 0, 30] };
        let today = StudyDay(6);
        let role = |day| role(&goal, StudyDay(day), today);
        assert_eq!([role(5), role(21), role(9)].map(|role| role == Role::Muted), [true; 3]);
        assert!(role(6) == Role::Focus && role(7) == Role::Base && role(20) == Role::Urgent);
    }
}
