//! The stem above, the options below: whatever is long, no option ever vanishes behind the stem.
//!
//! Where not all fits, the stem is shown as far as it can be while each option keeps at least its first line. Scrolling
//! moves the stem up to its end, then the line between the two, until the options stand whole; only options that are longer
//! than the screen scroll away themselves.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::text::{cut, width};
use crate::ui::theme::{Role, Theme};

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Where each option stands; empty for one that is scrolled away.
    pub options: Vec<Rect>,
    /// The last offset that shows anything new.
    pub last: usize,
    /// Lines that reading on passes: those of the stem on the screen, as long as there are any.
    pub page: usize,
}

/// How the lines of a question lie at an offset.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lie {
    /// Lines of the stem above the screen.
    skip: usize,
    /// Lines of the stem on it.
    stem: usize,
    /// Lines of each option on it, from its first.
    options: Vec<usize>,
    /// Lines of options above the screen, once the stem is gone.
    past: Option<usize>,
    /// The last offset.
    last: usize,
}

/// Draws the stem and the options, from `offset` on; `key` reads on.
pub fn panes(
    frame: &mut Frame<'_>,
    area: Rect,
    stem: &[Line<'static>],
    options: &[Vec<Line<'static>>],
    offset: usize,
    key: &str,
    theme: &Theme,
) -> Drawn {
    let heights: Vec<usize> = options.iter().map(Vec::len).collect();
    let lie = lie(stem.len(), &heights, usize::from(area.height), offset);
    let mut rows = area.rows();
    for (line, row) in stem.iter().skip(lie.skip).take(lie.stem).zip(&mut rows) {
        frame.render_widget(line, row);
    }
    let page = if lie.stem > 0 { lie.stem } else { usize::from(area.height) };
    let mut drawn = Drawn { options: vec![Rect::default(); options.len()], last: lie.last, page };
    if lie.past.is_none()
        && let Some(row) = rows.next()
    {
        let hidden =
            stem.len() - lie.skip - lie.stem + heights.iter().sum::<usize>() - lie.options.iter().sum::<usize>();
        let text = match (lie.skip, hidden) {
            (0, 0) => String::new(),
            (0, hidden) => format!("▼ {hidden} more, {key} reads on"),
            (above, 0) => format!("▲ {above}"),
            (above, hidden) => format!("▲ {above}  ▼ {hidden} more"),
        };
        if !text.is_empty() {
            let rule = "─".repeat(usize::from(row.width).saturating_sub(width(&text) + 1));
            let line = Line::from(vec![
                Span::styled(rule, theme.style(Role::Border)),
                Span::styled(format!(" {text}"), theme.style(Role::Muted)),
            ]);
            frame.render_widget(line, row);
        }
    }
    let mut past = lie.past.unwrap_or(0);
    for ((lines, shown), place) in options.iter().zip(&lie.options).zip(&mut drawn.options) {
        let cut_off = *shown < lines.len();
        for (at, line) in lines.iter().take(*shown).enumerate() {
            if past > 0 {
                past -= 1;
                continue;
            }
            let Some(row) = rows.next() else { return drawn };
            if cut_off && at + 1 == *shown {
                frame.render_widget(with_mark(line, row.width), row);
            } else {
                frame.render_widget(line, row);
            }
            *place = if place.is_empty() { row } else { place.union(row) };
        }
    }
    drawn
}

/// The line with a mark at its end that more follows.
fn with_mark(line: &Line<'static>, columns: u16) -> Line<'static> {
    let mut room = usize::from(columns).saturating_sub(2);
    let mut spans = Vec::new();
    for span in &line.spans {
        let mut text = cut(&span.content, room).into_owned();
        if text.ends_with('…') {
            // At the end of a word, where there is one.
            text.pop();
            text.truncate(text.rfind(' ').unwrap_or(text.len()));
        }
        room = room.saturating_sub(width(&span.content));
        spans.push(Span::styled(text, span.style));
    }
    let style = spans.last().map(|span| span.style).unwrap_or_default();
    spans.push(Span::styled(" …", style));
    Line::from(spans)
}

/// How the lines lie in so many rows, one of which stands between stem and options.
fn lie(stem: usize, options: &[usize], rows: usize, offset: usize) -> Lie {
    let all: usize = options.iter().sum();
    let room = rows.saturating_sub(1);
    if stem + all <= room {
        return Lie { skip: 0, stem, options: options.to_vec(), past: None, last: 0 };
    }
    // At first: the stem as far as every option keeps a line. In the end: the options whole, and what then is left for
    // the stem. Options that are longer than the screen scroll away themselves after that.
    let first = stem.min(room.saturating_sub(options.len()));
    let end = room.saturating_sub(all).min(first);
    let (scroll, grow) = (stem - first, first - end);
    let beyond = if all > room { all.saturating_sub(rows).max(1) } else { 0 };
    let last = scroll + grow + beyond;
    let offset = offset.min(last);
    if offset > scroll + grow {
        let past = (offset - scroll - grow).min(all.saturating_sub(rows));
        return Lie { skip: stem, stem: 0, options: options.to_vec(), past: Some(past), last };
    }
    let shown = first - offset.saturating_sub(scroll);
    let skip = if offset <= scroll { offset } else { stem - shown };
    Lie { skip, stem: shown, options: shared(options, room - shown), past: None, last }
}

/// The rows that each option gets: all of them a line, then one more for each in turn, until they are whole.
fn shared(options: &[usize], rows: usize) -> Vec<usize> {
    let mut shown = vec![0; options.len()];
    let mut left = rows;
    while left > 0 {
        let before = left;
        for (shown, whole) in shown.iter_mut().zip(options) {
            if left > 0 && *shown < *whole {
                *shown += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!(lie(5, &[2, 2, 1], 11, 0), Lie { skip: 0, stem: 5, options: vec![2, 2, 1], past: None, last: 0 });
    }

    #[test]
    fn a_long_stem_leaves_every_option_a_line() {
        let at = |offset| lie(30, &[2, 3, 1, 2], 14, offset);
        assert_eq!((at(0).stem, at(0).options.as_slice()), (9, [1, 1, 1, 1].as_slice()));
        let end = at(usize::MAX);
        assert_eq!((end.skip, end.stem, end.options.as_slice()), (25, 5, [2, 3, 1, 2].as_slice()));
    }

    proptest! {
        /// Every line of the stem and of every option can be reached, the screen is never overfull, and before the
        /// options fill it alone each of them shows at least a line.
        #[test]
        fn everything_can_be_read(stem in 0usize..60, options in prop::collection::vec(1usize..9, 2..7), rows in 8usize..40) {
            let last = lie(stem, &options, rows, 0).last;
            let all: usize = options.iter().sum();
            let (mut stem_seen, mut seen) = (vec![false; stem], vec![false; all]);
            for offset in 0..=last {
                let lie = lie(stem, &options, rows, offset);
                stem_seen.iter_mut().skip(lie.skip).take(lie.stem).for_each(|line| *line = true);
                if let Some(past) = lie.past {
                    seen.iter_mut().skip(past).take(rows).for_each(|line| *line = true);
                    continue;
                }
                prop_assert!(lie.options.iter().all(|shown| *shown >= 1));
                prop_assert!(lie.stem + 1 + lie.options.iter().sum::<usize>() <= rows);
                let mut start = 0;
                for (whole, shown) in options.iter().zip(&lie.options) {
                    prop_assert!(shown <= whole);
                    seen[start..start + shown].fill(true);
                    start += whole;
                }
            }
            prop_assert!(stem_seen.iter().chain(&seen).all(|line| *line));
        }
    }
}
