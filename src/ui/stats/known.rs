//! How well services, tags and objectives are known.

use ratatui::text::{Line, Span};

use super::{heading, percent};
use crate::domain::stats::{Group, Stats};
use crate::domain::text::{clean_line, cut, pad, pad_left};
use crate::ui::parts::bar_line;
use crate::ui::theme::{Role, Theme};

/// Columns of the numbers beside a bar.
const NUMBERS: u16 = 20;

pub fn lines(stats: &Stats, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let groups = [("Services", &stats.services), ("Tags", &stats.tags), ("Objectives", &stats.objectives)];
    for (name, groups) in groups.into_iter().filter(|(_, groups)| !groups.is_empty()) {
        if lines.is_empty() {
            lines.push(heading(format!("{name}: how much you would recall now"), theme));
        } else {
            lines.push(Line::default());
            lines.push(heading(name, theme));
        }
        lines.extend(groups.iter().map(|group| row(group, width, theme)));
    }
    if lines.is_empty() {
        lines.push(Line::styled("No pack is in use.", theme.style(Role::Muted)));
    }
    lines
}

fn row(group: &Group, width: u16, theme: &Theme) -> Line<'static> {
    let name_columns = usize::from(width.saturating_sub(NUMBERS) / 2).min(48);
    let bar_columns = width.saturating_sub(NUMBERS + u16::try_from(name_columns).unwrap_or(0) + 1).min(40);
    let title = clean_line(&group.title).into_owned();
    let mut spans = vec![Span::styled(pad(&cut(&title, name_columns), name_columns + 1), theme.style(Role::Base))];
    spans.extend(bar_line(group.recall, bar_columns, Role::Service, theme).spans);
    let seen = format!("{} of {}", group.seen, group.cards);
    spans.push(Span::styled(pad_left(&percent(group.recall), 6), theme.style(Role::Base)));
    spans.push(Span::styled(format!("{} ", pad_left(&seen, 13)), theme.style(Role::Muted)));
    Line::from(spans)
}
