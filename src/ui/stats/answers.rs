//! Which answers are given, and at which hours.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{bars, heading, lines_of, percent};
use crate::domain::memory::Rating;
use crate::domain::stats::{Hour, Stats};
use crate::domain::text::{pad, pad_left};
use crate::ui::parts::bar_line;
use crate::ui::theme::{Role, Theme};

/// Columns of a name and of the numbers beside a bar.
const BESIDE: u16 = 7 + 14;

/// Fewer due cards than this say nothing about an hour.
const ENOUGH: u32 = 50;

/// Lines of the chart at most.
const TALL: u16 = 12;

pub fn draw(stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let half = area.width / 2;
    let left = Rect { width: half.saturating_sub(3), ..area };
    let right = Rect { x: area.x + half, width: area.width - half, ..area };
    answers("Cards being learned", stats.reviews.learning, left, theme, frame);
    answers("Cards that were due", stats.reviews.due, right, theme, frame);
    let air = u16::from(area.height > 14);
    frame.render_widget(heading(busiest(&stats.reviews.hours), theme), lines_of(area, 5 + air, 1));
    let said = hours(&stats.reviews.hours);
    frame.render_widget(Line::styled(said, theme.style(Role::Muted)), lines_of(area, 6 + air, 1));
    let at = 7 + air;
    let chart = lines_of(area, at, TALL.min(area.height.saturating_sub(at)));
    let named: Vec<(String, u64)> = (0..)
        .zip(&stats.reviews.hours)
        .map(|(at, hour): (u32, &Hour)| (format!("{at:02}"), hour.reviews.into()))
        .collect();
    bars(&named, 4, chart, theme, frame);
}

fn answers(title: &'static str, counts: [u32; 4], area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    frame.render_widget(heading(title, theme), lines_of(area, 0, 1));
    let all: u32 = counts.iter().sum();
    for (at, (rating, count)) in (1..).zip(Rating::ALL.into_iter().zip(counts)) {
        let share = f64::from(count) / f64::from(all.max(1));
        let mut spans = vec![Span::styled(pad(rating.name(), 7), theme.style(Role::Base))];
        let columns = area.width.saturating_sub(BESIDE).min(30);
        spans.extend(bar_line(share, columns, Role::Service, theme).spans);
        spans.push(Span::styled(pad_left(&percent(share), 6), theme.style(Role::Base)));
        spans.push(Span::styled(pad_left(&count.to_string(), 7), theme.style(Role::Muted)));
        frame.render_widget(Line::from(spans), lines_of(area, at, 1));
    }
}

/// When most is reviewed.
fn busiest(hours: &[Hour; 24]) -> String {
    let most = (0..24).max_by_key(|at| (hours[*at].reviews, std::cmp::Reverse(*at))).unwrap_or(0);
    format!("Reviews by the hour over a year, most from {most:02}:00 on: {}", hours[most].reviews)
}

/// At which hours most and least is recalled.
fn hours(hours: &[Hour; 24]) -> String {
    let mut enough: Vec<(usize, &Hour)> =
        hours.iter().enumerate().filter(|(_, hour)| hour.recalled.of >= ENOUGH).collect();
    enough.sort_by(|a, b| b.1.recalled.value().total_cmp(&a.1.recalled.value()));
    let said = |(at, hour): &(usize, &Hour)| format!("{} recalled from {at:02}:00 on", percent(hour.recalled.value()));
    match enough[..] {
        [best, .., worst] => {
            format!("{}, {} from {:02}:00 on", said(&best), percent(worst.1.recalled.value()), worst.0)
        }
        [one] => said(&one),
        [] => "Too few yet to say when you recall most.".to_owned(),
    }
}
