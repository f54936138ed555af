//! The keys that do something now.

use ratatui::text::{Line, Span};

use crate::domain::text::width;
use crate::ui::theme::{Role, Theme};

const BETWEEN: usize = 3;
/// Says that there are more keys.
const MORE: &str = " …";

/// Where a hint stands in the line that [`key_hints`] draws, so that it can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HintPlace {
    /// Which of the hints, from 0.
    pub index: usize,
    /// Its first column in the line, from 0.
    pub column: u16,
    /// How many columns it takes.
    pub width: u16,
}

/// The hints, each a key and what it does, in a line of at most `width` columns.
///
/// They are given in the order of their importance and shown in the same. When the room ends, the least important
/// ones are left out whole and a `…` says so.
#[must_use]
pub fn key_hints(hints: &[(&str, &str)], width: u16, theme: &Theme) -> Line<'static> {
    let places = hint_places(hints, width);
    let mut spans = Vec::new();
    for (key, label) in hints.iter().take(places.len()) {
        if !spans.is_empty() {
            spans.push(Span::raw(" ".repeat(BETWEEN)));
        }
        spans.push(Span::styled((*key).to_owned(), theme.style(Role::KeyHint)));
        if !label.is_empty() {
            spans.push(Span::styled(format!(" {label}"), theme.style(Role::Muted)));
        }
    }
    if places.len() < hints.len() {
        let more = if spans.is_empty() { MORE.trim_start() } else { MORE };
        if usize::from(width) >= self::width(more) {
            spans.push(Span::styled(more, theme.style(Role::Muted)));
        }
    }
    Line::from(spans)
}

/// Where [`key_hints`] puts the hints that fit.
#[must_use]
pub fn hint_places(hints: &[(&str, &str)], width: u16) -> Vec<HintPlace> {
    let mut places = Vec::new();
    let mut column = 0;
    for (index, (key, label)) in hints.iter().enumerate() {
        let wide = self::width(key) + if label.is_empty() { 0 } else { 1 + self::width(label) };
        let end = column + wide;
        let reserved = if index + 1 == hints.len() { 0 } else { MORE.chars().count() };
        if end + reserved > width.into() {
            break;
        }
        let (Ok(start), Ok(wide)) = (u16::try_from(column), u16::try_from(wide)) else { break };
        places.push(HintPlace { index, column: start, width: wide });
        column = end + BETWEEN;
    }
    places
}
