//! The text of a card as lines.

use ratatui::text::{Line, Span};

use crate::app::review::Showing;
use crate::domain::content::Question;
use crate::domain::review::Sides;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

/// The front; after the reveal a rule and the answer below it.
pub fn lines(showing: &Showing, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    if let Sides::Cloze(cloze) = &showing.sides {
        return markdown::render_cloze(cloze, showing.opened, width, theme);
    }
    let mut lines = front(&showing.sides, width, theme);
    if showing.back() {
        lines.push(Line::default());
        lines.push(Line::styled("─".repeat(usize::from(width).min(24)), theme.style(Role::Border)));
        lines.push(Line::default());
        lines.extend(back(showing, width, theme));
    }
    lines
}

fn front(sides: &Sides, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    match sides {
        Sides::Basic { front, .. } => markdown::render(front, width, theme),
        Sides::Cloze(cloze) => markdown::render_cloze(cloze, 0, width, theme),
        Sides::Trap(trap) => {
            let mut lines = markdown::render(&trap.lure, width, theme);
            lines.push(Line::default());
            lines.push(Line::styled("What is the catch, and what do you choose instead?", theme.style(Role::Focus)));
            lines
        }
        Sides::Question(question) => {
            let mut lines = markdown::render(&question.stem, width, theme);
            lines.push(Line::default());
            for (at, option) in question.options.iter().enumerate() {
                lines.extend(lettered(at, &option.text, width, theme, None));
            }
            lines
        }
    }
}

fn back(showing: &Showing, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    match &showing.sides {
        Sides::Basic { back, .. } => markdown::render(back, width, theme),
        Sides::Cloze(_) => vec![],
        Sides::Trap(trap) => {
            let mut lines = markdown::render(&trap.truth, width, theme);
            if !showing.card.instead.is_empty() {
                lines.push(Line::default());
                let text = format!("Choose instead: {}", showing.card.instead.join(", "));
                lines.extend(markdown::render(&text, width, theme));
            }
            lines
        }
        Sides::Question(question) => whys(question, width, theme),
    }
}

fn whys(question: &Question, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for (at, option) in question.options.iter().enumerate() {
        lines.extend(lettered(at, &option.why, width, theme, Some(option.correct)));
    }
    lines
}

/// A text behind its letter, the right and wrong ones marked with a sign and a word.
fn lettered(at: usize, text: &str, width: u16, theme: &Theme, correct: Option<bool>) -> Vec<Line<'static>> {
    let letter = char::from(b'A' + u8::try_from(at).unwrap_or(25).min(25));
    let (sign, role) = match correct {
        None => (format!("{letter}  "), Role::KeyHint),
        Some(true) => (format!("{letter} ✓ right: "), Role::Correct),
        Some(false) => (format!("{letter} ✗ wrong: "), Role::Wrong),
    };
    let indent = crate::domain::text::width(&sign);
    let body = markdown::render(text, width.saturating_sub(u16::try_from(indent).unwrap_or(0)).max(10), theme);
    let mut lines = Vec::new();
    for (row, line) in body.into_iter().enumerate() {
        let lead = if row == 0 { sign.clone() } else { " ".repeat(indent) };
        let mut spans = vec![Span::styled(lead, theme.style(role))];
        spans.extend(line.spans);
        lines.push(Line::from(spans));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_has_its_letter_once_and_the_rest_stands_below_it() {
        let lines = lettered(1, "one two three four five six", 24, &Theme::default(), Some(false));
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["B ✗ wrong: one two three", "           four five six"]);
    }
}
