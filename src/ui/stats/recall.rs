//! What was recalled each month, beside what was predicted.

use ratatui::text::{Line, Span};

use super::{heading, percent};
use crate::domain::exam::Share;
use crate::domain::settings::Dates;
use crate::domain::stats::{Month, Stats};
use crate::domain::text::{pad, pad_left};
use crate::ui::theme::{Role, Theme};
use crate::ui::words;

/// Columns of the month, its reviews, what was recalled and what was predicted.
const COLUMNS: [usize; 4] = [9, 7, 10, 11];

/// Fewer reviews than this say nothing about the predictions.
const ENOUGH: u32 = 100;

pub fn lines(stats: &Stats, dates: Dates, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let months = &stats.reviews.months;
    if months.is_empty() {
        return vec![
            Line::styled("No card was due on a day yet.", theme.style(Role::Base)),
            Line::styled("Once cards come back, this says how many you still knew.", theme.style(Role::Muted)),
        ];
    }
    let mut lines = vec![heading("Recalled of what was due, beside what was predicted", theme)];
    lines.extend(verdict(months).map(|text| Line::styled(text, theme.style(Role::Base))));
    lines.push(Line::default());
    let plot = usize::from(width).saturating_sub(COLUMNS.iter().sum::<usize>() + 2);
    let from = scale(months);
    lines.push(head(plot, from, theme));
    lines.extend(months.iter().rev().map(|month| row(month, dates, plot, from, theme)));
    lines.push(Line::default());
    lines.extend(legend(width, theme));
    lines
}

/// What the marks mean, in one line where there is room.
fn legend(width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let said = |text: &'static str| Span::styled(text, theme.style(Role::Muted));
    let mark = |text: &'static str, role| Span::styled(text, theme.style(role));
    let shares = [mark("●", Role::Service), said(" recalled  "), mark("◇", Role::Title), said(" predicted")];
    let interval = [mark("├─┤", Role::Service), said(" where the true share lies, 19 times of 20")];
    let whole = Line::from([shares.to_vec(), vec![Span::raw("  ")], interval.to_vec()].concat());
    if whole.width() <= width.into() {
        return vec![whole];
    }
    vec![Line::from(shares.to_vec()), Line::from(interval.to_vec())]
}

/// Whether the predictions of the last months fit.
fn verdict(months: &[Month]) -> Option<String> {
    let lately = &months[months.len().saturating_sub(3)..];
    let recalled: Share = lately.iter().map(|month| month.recalled).sum();
    if recalled.of < ENOUGH {
        return None;
    }
    let sum: f64 = lately.iter().map(|month| month.predicted * f64::from(month.recalled.of)).sum();
    let predicted = sum / f64::from(recalled.of);
    let (low, high) = recalled.interval();
    let said = if predicted < low {
        "more than predicted"
    } else if predicted > high {
        "less than predicted"
    } else {
        "that fits"
    };
    Some(format!("Lately {} recalled, {} predicted: {said}.", percent(recalled.value()), percent(predicted)))
}

/// Where the scale begins, a share in tenths, so that nothing shown lies outside.
fn scale(months: &[Month]) -> f64 {
    let lowest = months.iter().map(|month| month.recalled.interval().0.min(month.predicted)).fold(0.9, f64::min);
    (lowest * 10.0).floor() / 10.0
}

fn head(plot: usize, from: f64, theme: &Theme) -> Line<'static> {
    let muted = theme.style(Role::Muted);
    let [month, of, recalled, predicted] = COLUMNS;
    let text = format!(
        "{}{}{}{}  ",
        pad("", month),
        pad_left("due", of),
        pad_left("recalled", recalled),
        pad_left("predicted", predicted)
    );
    let left = percent(from);
    let scale = format!("{left}{}", pad_left("100 %", plot.saturating_sub(left.chars().count())));
    Line::from(vec![Span::styled(text, muted), Span::styled(if plot < 12 { String::new() } else { scale }, muted)])
}

fn row(month: &Month, dates: Dates, plot: usize, from: f64, theme: &Theme) -> Line<'static> {
    let [name, of, recalled, predicted] = COLUMNS;
    let mut spans = vec![
        Span::styled(pad(&words::month_of_year(month.year, month.month, dates), name), theme.style(Role::Base)),
        Span::styled(pad_left(&month.recalled.of.to_string(), of), theme.style(Role::Muted)),
        Span::styled(pad_left(&percent(month.recalled.value()), recalled), theme.style(Role::Base)),
        Span::styled(pad_left(&percent(month.predicted), predicted), theme.style(Role::Muted)),
        Span::raw("  "),
    ];
    if plot >= 12 {
        let drawn = interval(month, plot, from);
        spans.extend(drawn.into_iter().map(|c| {
            let role = if c == '◇' || c == '◈' { Role::Title } else { Role::Service };
            Span::styled(c.to_string(), theme.style(role))
        }));
    }
    Line::from(spans)
}

/// The interval as a line of characters.
fn interval(month: &Month, plot: usize, from: f64) -> Vec<char> {
    let last = plot - 1;
    let place = |share: f64| (((share - from) / (1.0 - from)).clamp(0.0, 1.0) * last as f64).round() as usize;
    let (low, high) = month.recalled.interval();
    let (low, high) = (place(low), place(high));
    let mut drawn = vec![' '; plot];
    drawn[low..=high].fill('─');
    (drawn[low], drawn[high]) = ('├', '┤');
    drawn[place(month.recalled.value())] = '●';
    let predicted = place(month.predicted);
    drawn[predicted] = if drawn[predicted] == '●' { '◈' } else { '◇' };
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(right: u32, of: u32, predicted: f64) -> Month {
        Month { year: 2026, month: 1, recalled: Share { right, of }, predicted }
    }

    #[test]
    fn an_interval_shows_what_was_recalled_and_predicted() {
        let drawn: String = interval(&month(80, 100, 0.92), 41, 0.6).into_iter().collect();
        assert_eq!(drawn, "           ├────────●──────┤    ◇        ");
        let met: String = interval(&month(80, 100, 0.8), 41, 0.6).into_iter().collect();
        assert_eq!(met.trim(), "├────────◈──────┤");
    }

    #[test]
    fn what_was_predicted_has_a_colour_of_its_own() {
        let theme = Theme::default();
        for predicted in [0.92, 0.8] {
            let line = row(&month(80, 100, predicted), Dates::default(), 41, 0.6, &theme);
            let styles = |sign: fn(char) -> bool| -> Vec<_> {
                line.spans.iter().filter(|span| span.content.chars().all(sign)).map(|span| span.style).collect()
            };
            assert_eq!(styles(|c| matches!(c, '◇' | '◈')), [theme.style(Role::Title)]);
            assert!(styles(|c| matches!(c, '├' | '┤' | '●')).iter().all(|style| *style == theme.style(Role::Service)));
        }
    }

    #[test]
    fn the_legend_is_whole_in_any_window() {
        let theme = Theme::default();
        for width in [58, 76, 120] {
            let lines = legend(width, &theme);
            assert!(lines.iter().all(|line| line.width() <= width.into()));
            let text: String = lines.iter().map(ToString::to_string).collect();
            assert!(text.contains("◇ predicted") && text.contains("19 times of 20"), "{text}");
        }
    }

    #[test]
    fn the_verdict_needs_reviews_enough() {
        assert_eq!(verdict(&[month(9, 10, 0.9)]), None);
        let said = |right, predicted| verdict(&[month(right, 400, predicted)]).unwrap();
        assert!(said(360, 0.9).ends_with("that fits."));
        assert!(said(390, 0.9).ends_with("more than predicted."));
        assert!(said(300, 0.9).ends_with("less than predicted."));
        assert_eq!(scale(&[month(300, 400, 0.9)]), 0.7);
    }
}
