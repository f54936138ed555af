//! How much is done: a calendar of reviews, days in a row, and the days one by one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Sparkline;

use super::{heading, lines_of, pace};
use crate::app::Model;
use crate::domain::plan::weekday;
use crate::domain::stats::Stats;
use crate::domain::stats::days::Levels;
use crate::domain::time::StudyDay;
use crate::ui::theme::{Role, Theme};
use crate::ui::words;

/// How much a day held, from nothing to much: to be told apart without colours.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];

/// Columns of the names of weekdays.
const NAMES: u16 = 4;

/// Weeks shown at most.
const WEEKS: u16 = 53;

/// Lines of the calendar with its months and its legend.
const CALENDAR: u16 = 9;

pub fn draw(model: &Model, stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let streak = stats.days.streak(stats.today);
    let first = Line::from(vec![
        Span::styled(words::count(streak.into(), "day", "days"), theme.style(Role::Due)),
        Span::styled(format!(" in a row, {} at most", stats.days.longest()), theme.style(Role::Base)),
    ]);
    frame.render_widget(first, lines_of(area, 0, 1));
    frame.render_widget(Line::styled(pace(stats), theme.style(Role::Base)), lines_of(area, 1, 1));
    calendar(model, stats, lines_of(area, 3, CALENDAR), theme, frame);
    let below = 3 + CALENDAR + u16::from(area.height > 16);
    let rest = lines_of(area, below, area.height);
    if rest.height < 3 {
        return;
    }
    let columns = rest.width;
    let each = (0..columns).rev().map(|back| u64::from(stats.days.reviews_on(before(stats.today, back.into()))));
    let each: Vec<u64> = each.collect();
    let most = each.iter().max().copied().unwrap_or(0);
    let title = format!("Reviews a day over {columns} days, {most} at most on one");
    frame.render_widget(heading(title, theme), lines_of(rest, 0, 1));
    let spark = Sparkline::default().data(each).style(theme.style(Role::Service));
    frame.render_widget(spark, lines_of(rest, 1, (rest.height - 1).min(8)));
}

fn before(day: StudyDay, days: i32) -> StudyDay {
    StudyDay(day.0.saturating_sub(days))
}

/// A column for each week, Monday above, this week last.
fn calendar(model: &Model, stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let room = area.width.saturating_sub(NAMES);
    let wide: u16 = if room >= 2 * WEEKS { 2 } else { 1 };
    let weeks = i32::from((room / wide).min(WEEKS));
    let monday = before(stats.today, i32::try_from(weekday(stats.today)).unwrap_or(0));
    let start = before(monday, 7 * (weeks - 1));
    let levels = stats.days.levels(start);
    frame.render_widget(months(model, start, weeks, wide), lines_of(area, 0, 1));
    for (row, name) in words::weekdays(model.settings.dates).into_iter().enumerate() {
        let mut spans = vec![Span::styled(format!("{name:<4}"), theme.style(Role::Muted))];
        for week in 0..weeks {
            let day = StudyDay(start.0 + 7 * week + row as i32);
            if day > stats.today {
                break;
            }
            let level = levels.of(stats.days.reviews_on(day));
            let role = if level == 0 { Role::Muted } else { Role::Service };
            let role = if day == stats.today && level == 0 { Role::Focus } else { role };
            spans.push(Span::styled(SHADES[level].repeat(if level == 0 { 1 } else { wide.into() }), theme.style(role)));
            if level == 0 && wide == 2 {
                spans.push(Span::raw(" "));
            }
        }
        frame.render_widget(Line::from(spans), lines_of(area, 1 + row as u16, 1));
    }
    frame.render_widget(legend(&levels, theme), lines_of(area, 8, 1));
}

fn months(model: &Model, start: StudyDay, weeks: i32, wide: u16) -> Line<'static> {
    let end = usize::from(NAMES) + weeks as usize * usize::from(wide);
    let mut text = " ".repeat(NAMES.into());
    let mut last = StudyDay(start.0 - 7).date().month();
    for week in 0..weeks {
        let date = StudyDay(start.0 + 7 * week + 6).date();
        let column = usize::from(NAMES) + week as usize * usize::from(wide);
        // The first column belongs to a month that began before; its name would crowd the next one's.
        let name = words::month(date, model.settings.dates);
        let fits = text.chars().count() <= column && column + name.chars().count() <= end;
        if date.month() != last && (week > 0 || date.day() <= 14) && fits {
            text.extend(std::iter::repeat_n(' ', column - text.chars().count()));
            text.push_str(&name);
            text.push(' ');
        }
        last = date.month();
    }
    Line::raw(text)
}

fn legend(levels: &Levels, theme: &Theme) -> Line<'static> {
    let muted = theme.style(Role::Muted);
    let mut spans = vec![Span::styled(format!("    {} none", SHADES[0]), muted)];
    for (level, name) in levels.names() {
        spans.push(Span::raw("  "));
        spans.push(Span::styled(SHADES[level], theme.style(Role::Service)));
        spans.push(Span::styled(format!(" {name}"), muted));
    }
    Line::from(spans)
}
