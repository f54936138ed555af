//! The cards that are hardest to keep.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{lines_of, percent};
use crate::app::Action;
use crate::app::stats::{PICK_CARD, StatsScreen};
use crate::domain::stats::Stats;
use crate::ui::Hits;
use crate::ui::parts::table::{Column, row, widths};
use crate::ui::theme::{Role, Theme};

pub fn draw(screen: &StatsScreen, stats: &Stats, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    if stats.hardest.is_empty() {
        let lines = ["No card was known and then forgotten.", "Cards that are forgotten most often will stand here."];
        for ((text, role), place) in lines.into_iter().zip([Role::Base, Role::Muted]).zip(area.rows()) {
            frame.render_widget(Line::styled(text, theme.style(role)), place);
        }
        return;
    }
    // Titles matter more than difficulty where there is little room.
    let difficulty_wide = if area.width < 70 { 0 } else { 10 };
    let columns = [
        Column::words(1),
        Column::share(1),
        Column::number(9),
        Column::number(5),
        Column::number(difficulty_wide),
        Column::number(6),
    ];
    let wide = widths(&columns, area.width);
    let muted = theme.style(Role::Muted);
    let head =
        [("", muted), ("", muted), ("forgotten", muted), ("shown", muted), ("difficulty", muted), ("recall", muted)];
    frame.render_widget(row(&head, &columns, &wide), lines_of(area, 0, 1));
    let list = lines_of(area, 1, area.height);
    let first = (screen.selected + 1).saturating_sub(list.height.into());
    for ((at, hard), place) in stats.hardest.iter().enumerate().skip(first).zip(list.rows()) {
        let chosen = at == screen.selected;
        let style = theme.style(if chosen { Role::Selection } else { Role::Base });
        let numbers = [
            hard.lapses.to_string(),
            hard.reviews.to_string(),
            format!("{:.1}", hard.difficulty),
            percent(hard.recall),
        ];
        let [lapses, reviews, difficulty, recall] = &numbers;
        let mark = if chosen { "▸" } else { " " };
        let cells = [mark, hard.title.as_str(), lapses, reviews, difficulty, recall].map(|cell| (cell, style));
        frame.buffer_mut().set_style(place, style);
        frame.render_widget(row(&cells, &columns, &wide).style(style), place);
        hits.add(place, Action::Pick(PICK_CARD + at));
    }
}
