//! Mock exams: set-up, question, review list, report, walk, history.

mod history;
mod list;
mod options;
mod question;
mod report;
mod set_up;
mod times;
mod why;

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::app::exam::Exam;
use crate::app::exam::results::View;
use crate::domain::exam::{Attempt, Mode, Slot, State};
use crate::domain::text::{clean_line, cut, width};
use crate::ui::Hits;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

pub use times::home_line;

/// Lines of text are no longer than this: longer ones are hard to read.
const READABLE: u16 = 84;

/// Draws a mock exam's screen.
pub fn view(model: &Model, exam: &Exam, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    match exam {
        Exam::SetUp(set_up) => set_up::view(model, set_up, theme, frame, hits),
        Exam::Sitting(sitting) if matches!(sitting.attempt.state(), State::Paused(_)) => {
            question::paused(model, sitting, theme, frame, hits);
        }
        Exam::Sitting(sitting) if sitting.attempt.place().list => list::view(model, sitting, theme, frame, hits),
        Exam::Sitting(sitting) => question::view(model, sitting, theme, frame, hits),
        Exam::Results(results) => match results.view {
            View::Summary => report::view(model, results, theme, frame, hits),
            View::Questions => why::list(model, results, theme, frame, hits),
            View::Why => why::view(model, results, theme, frame, hits),
        },
        Exam::History(history) => history::view(model, history, theme, frame, hits),
    }
}

/// A question's stem with its deciding words marked, by their characters in it. While an answer may still change, nothing
/// is: that would help.
fn stem(slot: &Slot, deciding: &[Range<usize>], columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    markdown::render_marked(&slot.question().stem, deciding, columns, theme)
}

/// What the title line says of an attempt.
fn title(attempt: &Attempt) -> String {
    let mode = if attempt.terms().mode() == Mode::Practice { "Practice" } else { "Exam" };
    format!("{mode} · {}", attempt.terms().title)
}

/// `left` and `right` at the ends of a line of so many columns; `left` is cut first.
fn ends(left: Vec<Span<'static>>, right: Vec<Span<'static>>, columns: u16) -> Line<'static> {
    let wide = |spans: &[Span<'_>]| spans.iter().map(|span| width(&span.content)).sum::<usize>();
    let columns = usize::from(columns);
    let mut room = columns.saturating_sub(wide(&right) + 2);
    let mut spans = Vec::new();
    for span in left {
        let text = cut(&clean_line(&span.content), room).into_owned();
        room -= width(&text).min(room);
        spans.push(Span::styled(text, span.style));
    }
    let space = columns.saturating_sub(wide(&spans) + wide(&right));
    spans.push(Span::raw(" ".repeat(space)));
    spans.extend(right);
    Line::from(spans)
}

/// Draws lines from the top of an area.
fn put(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>]) {
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

/// `▸ key does it`: the one next step.
fn call(key: &str, does: &str, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled("▸ ", theme.style(Role::Focus)),
        Span::styled(key.to_owned(), theme.style(Role::KeyHint)),
        Span::styled(format!(" {does}"), theme.style(Role::Base)),
    ])
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
