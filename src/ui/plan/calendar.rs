//! A month with the day of the exam marked.

use ratatui::text::{Line, Span};

use crate::domain::plan::{Goal, weekday};
use crate::domain::time::StudyDay;
use crate::ui::theme::{Role, Theme};

/// The month of the exam: its name, the weekdays, its weeks.
pub fn lines(goal: &Goal, today: StudyDay, theme: &Theme) -> Vec<Line<'static>> {
    let date = goal.date.date();
    let first = StudyDay::of_date(date.first_of_month());
    let muted = theme.style(Role::Muted);
    let mut lines = vec![
        Line::styled(format!("{:^20}", date.strftime("%B %Y").to_string()), theme.style(Role::Title)),
        Line::styled("Mo Tu We Th Fr Sa Su", muted),
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
