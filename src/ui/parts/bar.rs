//! A share as a bar.

use ratatui::text::{Line, Span};

use crate::ui::theme::{Role, Theme};

/// Blocks that fill a cell by eighths, from one to seven.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const FULL: char = '█';
const EMPTY: char = '·';

/// `value`, from 0 to 1, as a bar of exactly `width` columns, such as `█████▍····`. It reads without colours.
///
/// Only 0 (or no number) looks empty, and only 1 looks full: whatever lies between shows at least an eighth of a cell
/// on either side.
#[must_use]
pub fn bar(value: f64, width: u16) -> String {
    let (filled, empty) = parts(value, width);
    filled + &empty
}

/// [`bar`] with the filled part in the style of `role`.
#[must_use]
pub fn bar_line(value: f64, width: u16, role: Role, theme: &Theme) -> Line<'static> {
    let (filled, empty) = parts(value, width);
    Line::from(vec![Span::styled(filled, theme.style(role)), Span::styled(empty, theme.style(Role::Muted))])
}

fn parts(value: f64, width: u16) -> (String, String) {
    let most = u32::from(width) * 8;
    let eighths = match value {
        value if value >= 1.0 => most,
        value if value > 0.0 && most > 1 => ((value * f64::from(most)).round() as u32).clamp(1, most - 1),
        _ => 0,
    };
    let (whole, rest) = ((eighths / 8) as usize, (eighths % 8) as usize);
    let mut filled: String = std::iter::repeat_n(FULL, whole).collect();
    if let Some(block) = rest.checked_sub(1).and_then(|index| EIGHTHS.get(index)) {
        filled.push(*block);
    }
    let empty = usize::from(width) - whole - usize::from(rest > 0);
    (filled, std::iter::repeat_n(EMPTY, empty).collect())
}
