//! The options of a question as lines.

use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

use crate::domain::content::Choice;
use crate::domain::exam::{Mark, Slot};
use crate::domain::text::width;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

/// The lines of each option, in the order of the screen. With `why` each says whether it is right and why.
pub fn options(slot: &Slot, mark: &Mark, why: bool, columns: u16, theme: &Theme) -> Vec<Vec<Line<'static>>> {
    slot.options()
        .zip('A'..)
        .map(|(choice, letter)| {
            let chosen = mark.chosen.contains(&choice.id);
            let struck = mark.struck.contains(&choice.id);
            let mut lines = option(choice, letter, (chosen, struck), slot.choose() > 1, columns, theme);
            if why {
                lines.extend(reason(choice, chosen, columns, theme));
                lines.push(Line::default());
            }
            lines
        })
        .collect()
}

fn option(
    choice: &Choice,
    letter: char,
    (chosen, struck): (bool, bool),
    several: bool,
    columns: u16,
    theme: &Theme,
) -> Vec<Line<'static>> {
    let sign = match (several, chosen, struck) {
        (_, _, true) => " ✗ ",
        (false, true, _) => "(•)",
        (false, false, _) => "( )",
        (true, true, _) => "[x]",
        (true, false, _) => "[ ]",
    };
    let role = if chosen { Role::Focus } else { Role::Muted };
    let lead = vec![
        Span::styled(sign, theme.style(if struck { Role::Muted } else { role })),
        Span::styled(format!(" {letter}  "), theme.style(if struck { Role::Muted } else { Role::KeyHint })),
    ];
    let mut lines = led(&lead, &choice.text, columns, theme);
    if struck {
        let crossed = theme.style(Role::Muted).add_modifier(Modifier::CROSSED_OUT);
        for line in &mut lines {
            line.spans.iter_mut().skip(2).for_each(|span| span.style = crossed);
        }
    }
    lines
}

/// Whether an option is right and why, said in words and set in below it.
fn reason(choice: &Choice, chosen: bool, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let (sign, role) = match (choice.correct, chosen) {
        (true, true) => ("✓ right, you chose it:", Role::Correct),
        (true, false) => ("✓ right:", Role::Correct),
        (false, true) => ("✗ wrong, you chose it:", Role::Wrong),
        (false, false) => ("✗ wrong:", Role::Wrong),
    };
    let lead = " ".repeat(7);
    let text = format!("**{sign}** {}", choice.why);
    let body = markdown::render(&text, columns.saturating_sub(7).max(10), theme);
    let mut lines = Vec::new();
    for (row, mut line) in body.into_iter().enumerate() {
        if row == 0 {
            let mut left = width(sign);
            for span in &mut line.spans {
                if left == 0 {
                    break;
                }
                left = left.saturating_sub(width(&span.content));
                span.style = theme.style(role).patch(theme.strong());
            }
        }
        line.spans.insert(0, Span::raw(lead.clone()));
        lines.push(line);
    }
    lines
}

/// A text behind what leads it, its further lines set in as far.
fn led(lead: &[Span<'static>], text: &str, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let indent: usize = lead.iter().map(|span| width(&span.content)).sum();
    let room = usize::from(columns).saturating_sub(indent).max(10);
    let body = markdown::render(text, super::to_u16(room), theme);
    let mut lines = Vec::new();
    for (row, line) in body.into_iter().enumerate() {
        let mut spans = if row == 0 { lead.to_vec() } else { vec![Span::raw(" ".repeat(indent)), Span::raw("")] };
        spans.extend(line.spans);
        lines.push(Line::from(spans));
    }
    lines
}
