//! Expected recall from today to the exam, for several numbers of minutes.

use ratatui::text::{Line, Span};

use crate::domain::plan::Expected;
use crate::domain::text::pad_left;
use crate::ui::theme::{Role, Theme};

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Columns beside the curve.
const BESIDE: u16 = 24;

/// A line of blocks, one a column, for values from 0 to 1 spread evenly.
pub fn curve(values: &[f64], columns: usize) -> String {
    let last = values.len().saturating_sub(1);
    let at = |column: usize| {
        let place = if columns > 1 { column * last / (columns - 1) } else { last };
        values.get(place).copied().unwrap_or(0.0).clamp(0.0, 1.0)
    };
    (0..columns).map(|column| LEVELS[((at(column) * 8.0) as usize).min(7)]).collect()
}

/// One line for each number of minutes, least first.
pub fn lines(expected: &[Expected], minutes: f64, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut sorted: Vec<&Expected> = expected.iter().collect();
    sorted.sort_by(|a, b| a.times.total_cmp(&b.times));
    let columns = usize::from(width.saturating_sub(BESIDE)).min(60);
    let line = |expected: &&Expected| {
        let own = (expected.times - 1.0).abs() < 1e-9;
        let role = if own { Role::Focus } else { Role::Base };
        let last = expected.curve.last().copied().unwrap_or(0.0);
        let label = format!("{} min ", pad_left(&format!("{:.0}", expected.times * minutes), 5));
        Line::from(vec![
            Span::styled(label, theme.style(role)),
            Span::styled(curve(&expected.curve, columns), theme.style(Role::Service)),
            Span::styled(format!(" about {:.0} %", 100.0 * last), theme.style(role)),
        ])
    };
    sorted.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_rise_with_their_values() {
        assert_eq!(curve(&[0.0, 0.5, 1.0], 3), "▁▅█");
        assert_eq!(curve(&[0.0, 1.0], 4), "▁▁▁█");
        assert_eq!(curve(&[], 2), "▁▁");
        assert_eq!(curve(&[0.3], 0), "");
    }
}
