//! Rows of a list whose cells stand below each other.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::text::{clean_line, pad, pad_left};

/// Columns between two cells.
const BETWEEN: u16 = 2;

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wide {
    /// This many columns of the screen.
    Exactly(u16),
    /// A share of what the others leave, in proportion to this number.
    Share(u16),
}

/// On which side the text of a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its width.
    pub wide: Wide,
    /// Where its text stands.
    pub align: Align,
}

impl Column {
    /// A column of words that takes `share` parts of the room that is left.
    #[must_use]
    pub fn share(share: u16) -> Self {
        Self { wide: Wide::Share(share), align: Align::Left }
    }

    /// A column of words, `columns` wide.
    #[must_use]
    pub fn words(columns: u16) -> Self {
        Self { wide: Wide::Exactly(columns), align: Align::Left }
    }

    /// A column of numbers, `columns` wide.
    #[must_use]
    pub fn number(columns: u16) -> Self {
        Self { wide: Wide::Exactly(columns), align: Align::Right }
    }
}

/// How wide each column is in `width` columns of the screen. Where the room ends, columns get less than they ask for.
#[must_use]
pub fn widths(columns: &[Column], width: u16) -> Vec<u16> {
    let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX).saturating_mul(BETWEEN);
    let mut left = width.saturating_sub(gaps);
    let mut widths = vec![0; columns.len()];
    for (width, column) in widths.iter_mut().zip(columns) {
        if let Wide::Exactly(wanted) = column.wide {
            *width = wanted.min(left);
            left -= *width;
        }
    }
    let mut shares: u32 = columns.iter().map(|column| share(*column)).sum();
    for (width, column) in widths.iter_mut().zip(columns) {
        if share(*column) > 0 {
            // The last share takes what is left, so that rounding loses nothing.
            *width = u16::try_from(u32::from(left) * share(*column) / shares).unwrap_or(left);
            left -= *width;
            shares -= share(*column);
        }
    }
    widths
}

fn share(column: Column) -> u32 {
    if let Wide::Share(share) = column.wide { share.into() } else { 0 }
}

/// A row of `cells` at the widths that [`widths`] gave, never wider than their sum with the gaps. Texts are cleaned,
/// and what is too long is cut with `…`.
#[must_use]
pub fn row(cells: &[(&str, Style)], columns: &[Column], widths: &[u16]) -> Line<'static> {
    let mut spans = Vec::new();
    for (((text, style), column), width) in cells.iter().zip(columns).zip(widths) {
        if *width == 0 {
            continue;
        }
        if !spans.is_empty() {
            spans.push(Span::raw(" ".repeat(BETWEEN.into())));
        }
        let text = clean_line(text);
        let text = match column.align {
            Align::Left => pad(&text, (*width).into()),
            Align::Right => pad_left(&text, (*width).into()),
        };
        spans.push(Span::styled(text, *style));
    }
    Line::from(spans)
}
