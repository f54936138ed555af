//! The time of the report: how much was used, where it went, and the pace over the paper as a small chart.

use ratatui::text::{Line, Span};

use super::parts::heading;
use crate::app::exam::Results;
use crate::domain::exam::Pace;
use crate::domain::text::{clean_line, cut, pad_left};
use crate::ui::exam::times;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

/// Lines of the chart above and below the pace.
const HALF: usize = 2;

/// Columns of the chart's scale.
const SCALE: usize = 15;

/// How the time went.
pub fn time(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let (report, attempt) = (&results.report, &results.attempt);
    let mut lines = heading("Time", theme).to_vec();
    let used = match report.allowed {
        Some(allowed) => format!("{} of {} used", times::span(report.used), times::span(allowed)),
        None => format!("{} used", times::span(report.used)),
    };
    let seen = attempt.marks().iter().filter(|mark| mark.visits > 0).count().max(1);
    let each = report.used / i64::try_from(seen).unwrap_or(1);
    let pace = attempt.terms().pace;
    let text = format!("{used}, {} a question; the pace is {}", times::span(each), times::span(pace));
    lines.extend(markdown::render(&text, columns, theme));
    if report.pacing.len() >= 3 {
        lines.extend(chart(&report.pacing, columns, theme));
    }
    for (row, place) in report.slowest.iter().enumerate() {
        let lead = if row == 0 { "Slowest  " } else { "         " };
        let stem = clean_line(attempt.slots()[*place].item().title()).into_owned();
        let time = pad_left(&times::clock(attempt.marks()[*place].time), 6);
        let text = format!("{}  {stem}", pad_left(&(place + 1).to_string(), 3));
        lines.push(Line::from(vec![
            Span::styled(format!("{lead}{time}"), theme.style(Role::Base)),
            Span::styled(cut(&text, usize::from(columns).saturating_sub(15)).into_owned(), theme.style(Role::Muted)),
        ]));
    }
    lines
}

/// Ahead of the pace above the line, behind it below, from the first answer to the last.
fn chart(pacing: &[Pace], columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let cells = pacing.len().min(usize::from(columns).saturating_sub(SCALE + 1).min(65));
    let most = pacing.iter().map(|point| point.ahead.abs()).max().unwrap_or(0).max(60_000);
    let of = |cell: usize| pacing[if cells > 1 { cell * (pacing.len() - 1) / (cells - 1) } else { 0 }].ahead;
    let scale = |text: String| Span::styled(format!("{} ", pad_left(&text, SCALE - 1)), theme.style(Role::Muted));
    let mut lines = Vec::new();
    let (ahead, behind) = (pacing.iter().any(|point| point.ahead > 0), pacing.iter().any(|point| point.ahead < 0));
    for row in 0..2 * HALF {
        let above = row < HALF;
        // A side on which nothing is takes no room.
        if (above && !ahead && row + 1 != HALF) || (!above && !behind) {
            continue;
        }
        // How much of this row's height the value fills, in eighths or halves of a cell.
        let floor = if above { HALF - 1 - row } else { row - HALF };
        let mut spans = vec![scale(match row {
            0 => format!("{} ahead", times::span(most)),
            row if row == 2 * HALF - 1 => format!("{} behind", times::span(most)),
            _ => String::new(),
        })];
        let text: String = (0..cells).map(|cell| block(of(cell), most, floor, above)).collect();
        spans.push(Span::styled(text, theme.style(if above { Role::Correct } else { Role::Warning })));
        lines.push(Line::from(spans));
        if row + 1 == HALF {
            lines.push(Line::from(vec![
                scale("pace".into()),
                Span::styled("─".repeat(cells), theme.style(Role::Border)),
            ]));
        }
    }
    lines
}

/// The part of a cell that a value fills, `floor` cells away from the line.
fn block(ahead: i64, most: i64, floor: usize, above: bool) -> char {
    let value = if above { ahead } else { -ahead };
    if value <= 0 {
        return ' ';
    }
    let eighths = (value as f64 / most as f64 * (HALF * 8) as f64).ceil() as usize;
    let here = eighths.saturating_sub(floor * 8).min(8);
    match (here, above) {
        (0, _) => ' ',
        (_, true) => ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][here - 1],
        (1..=4, false) => '▀',
        (_, false) => '█',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_on_which_nothing_is_takes_no_room() {
        let rows = |ahead: [i64; 3]| {
            let pacing = ahead.map(|ahead| Pace { answered: 1, ahead });
            let lines = chart(&pacing, 40, &Theme::default());
            let pace = lines.iter().position(|line| line.to_string().contains("pace")).unwrap();
            (pace, lines.len() - pace - 1)
        };
        assert_eq!(rows([0, 30_000, 60_000]), (HALF, 0));
        assert_eq!(rows([0, -30_000, -60_000]), (1, HALF));
        assert_eq!(rows([-30_000, 0, 30_000]), (HALF, HALF));
    }
}
