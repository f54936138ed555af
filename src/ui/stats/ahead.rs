//! What is to come over the next days.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Bar, BarChart, BarGroup};

use super::{heading, lines_of};
use crate::app::Model;
use crate::domain::plan::weekday;
use crate::domain::stats::Stats;
use crate::domain::stats::cards::AHEAD;
use crate::domain::text::width;
use crate::domain::time::StudyDay;
use crate::ui::theme::{Role, Theme};
use crate::ui::words;

/// Columns between two weeks.
const BETWEEN: u16 = 2;

/// Lines of the chart at most: taller ones say no more.
const TALL: u16 = 16;

pub fn draw(model: &Model, stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let forecast = &stats.cards.forecast;
    let week: u32 = forecast.iter().take(7).sum();
    let all: u32 = forecast.iter().sum();
    let due = words::count(forecast[0].into(), "card", "cards");
    let long = format!(" due by today, {week} within 7 days, {all} within {AHEAD}");
    let fits = width(&due) + width(&long) <= usize::from(area.width);
    let more = if fits { long } else { format!(" due by today, {week} in 7 days, {all} in {AHEAD}") };
    let counts =
        Line::from(vec![Span::styled(due, theme.style(Role::Due)), Span::styled(more, theme.style(Role::Base))]);
    frame.render_widget(counts, lines_of(area, 0, 1));
    let most = (1..AHEAD).max_by_key(|ahead| (forecast[*ahead], std::cmp::Reverse(*ahead))).unwrap_or(1);
    let day = stats.today.plus(u32::try_from(most).unwrap_or(1));
    let said = match forecast[most] {
        0 => "No other day has any yet.".to_owned(),
        cards => {
            let when = words::short_date(day.date(), model.settings.dates);
            format!("The fullest day to come: {when} with {}", words::count(cards.into(), "card", "cards"))
        }
    };
    frame.render_widget(Line::styled(said, theme.style(Role::Muted)), lines_of(area, 1, 1));
    frame.render_widget(heading("Cards that come, day by day in weeks", theme), lines_of(area, 3, 1));
    chart(model, stats, lines_of(area, 4, TALL.min(area.height.saturating_sub(4))), theme, frame);
}

fn chart(model: &Model, stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let days = u32::try_from(AHEAD).unwrap_or(30);
    let mut weeks: Vec<Vec<(StudyDay, u32)>> = vec![];
    for (ahead, cards) in (0..days).zip(stats.cards.forecast) {
        let day = stats.today.plus(ahead);
        if weeks.is_empty() || weekday(day) == 0 {
            weeks.push(vec![]);
        }
        if let Some(week) = weeks.last_mut() {
            week.push((day, cards));
        }
    }
    let gaps = BETWEEN * u16::try_from(weeks.len()).unwrap_or(6);
    let wide = (area.width.saturating_sub(gaps) / u16::try_from(days).unwrap_or(30)).clamp(1, 4);
    let mut chart = BarChart::default().bar_width(wide).bar_gap(0).group_gap(BETWEEN);
    for week in &weeks {
        let bars: Vec<Bar<'_>> = week.iter().map(|(day, cards)| bar(*day, *cards, wide, model, stats, theme)).collect();
        let room = usize::from(wide) * week.len();
        let date = week[0].0.date();
        let names = [
            words::short_date(date, model.settings.dates),
            format!("{} {}", date.day(), words::month(date, model.settings.dates)),
            date.day().to_string(),
        ];
        let name = names.into_iter().find(|name| name.chars().count() <= room).unwrap_or_default();
        chart = chart.data(BarGroup::default().label(Line::styled(name, theme.style(Role::Muted))).bars(&bars));
    }
    frame.render_widget(chart, area);
}

fn bar(day: StudyDay, cards: u32, wide: u16, model: &Model, stats: &Stats, theme: &Theme) -> Bar<'static> {
    let style = theme.style(if day == stats.today { Role::Due } else { Role::Service });
    let text = cards.to_string();
    // Numbers that touch would be read as one.
    let fits = cards > 0 && text.len() < usize::from(wide) && wide > 3;
    let initial = words::weekday_name(weekday(day), model.settings.dates).chars().take(1).collect::<String>();
    let initial = initial.to_uppercase();
    Bar::default()
        .value(cards.into())
        .label(Line::styled(initial, theme.style(if day == stats.today { Role::Focus } else { Role::Muted })))
        .text_value(if fits { text } else { String::new() })
        .style(style)
        .value_style(style.add_modifier(Modifier::REVERSED))
}
