//! How the cards stand: how long they last, how far apart they come, how difficult they are.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::{bars, heading, lines_of};
use crate::domain::stats::Stats;
use crate::domain::stats::cards::DAYS;
use crate::ui::theme::Theme;

/// Lines of a chart at most: taller ones say no more.
const TALL: u16 = 11;

pub fn draw(stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let days = |counts: &[u32]| -> Vec<(String, u64)> {
        let name = |at: usize| DAYS.get(at).map_or_else(|| "more".to_owned(), |end| format!("≤{end}"));
        counts.iter().enumerate().map(|(at, n)| (name(at), u64::from(*n))).collect()
    };
    let difficulty = (1..).zip(stats.cards.difficulty).map(|(at, n): (u32, u32)| (at.to_string(), n.into())).collect();
    let charts = [
        ("How long they last: days until recall falls to 90 %", days(&stats.cards.stability)),
        ("How far apart: days from one showing to the next", days(&stats.cards.intervals)),
        ("How difficult, from 1 to 10", difficulty),
    ];
    let each = (area.height / 3).min(TALL);
    let areas: [Rect; 3] = Layout::vertical([Constraint::Length(each); 3]).areas(area);
    for ((title, counts), place) in charts.into_iter().zip(areas) {
        // Air between two charts, where there is any.
        let place = lines_of(place, 0, if each > 5 { each - 1 } else { each });
        frame.render_widget(heading(title, theme), lines_of(place, 0, 1));
        bars(&counts, 9, lines_of(place, 1, place.height), theme, frame);
    }
}
