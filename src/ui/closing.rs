//! After the last card.

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::Model;
use crate::app::closing::Closing;
use crate::domain::today::NextDue;
use crate::ui::parts::bar_line;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Draws what the sitting came to.
pub fn view(model: &Model, closing: &Closing, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = sheet(frame, model, theme, hits, "Review", "done for now");
    let tally = closing.tally;
    let mut lines = vec![Line::default()];
    if tally.rated == 0 {
        lines.push(Line::styled("Nothing to review here now.", theme.style(Role::Title)));
    } else {
        let share = f64::from(tally.recalled) / f64::from(tally.rated);
        lines.push(Line::styled("Well done.", theme.style(Role::Title)));
        lines.push(Line::default());
        lines.push(Line::raw(format!(
            "{} rated in {}",
            words::count(tally.rated.into(), "card", "cards"),
            words::minutes(u32::try_from(tally.took / 1000).unwrap_or(u32::MAX)).replace("about ", ""),
        )));
        lines.push(Line::raw(format!("{} of {} recalled", tally.recalled, tally.rated)));
        lines.push(bar_line(share, area.width.min(40), Role::Correct, theme));
    }
    lines.push(Line::default());
    lines.extend(next(model, closing).into_iter().map(Line::raw));
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
}

fn next(model: &Model, closing: &Closing) -> Vec<String> {
    let due = model.today.due;
    let mut said = Vec::new();
    if let Some(at) = closing.back_at {
        said.push(format!("A card you are learning comes back at {}.", words::clock(at, &model.calendar)));
    }
    // One that is waited for has been told; otherwise cards in their steps wait too.
    let steps = if closing.back_at.is_some() { 0 } else { due.learning };
    let waiting = due.review + due.new + steps;
    if waiting > 0 {
        said.push(format!("{} for today, whenever you like.", words::count(waiting.into(), "more card", "more cards")));
    } else if let Some(next @ NextDue::Day(_)) = due.next {
        said.push(format!(
            "The next cards come {}.",
            words::next_due(next, model.now, &model.calendar, model.settings.dates)
        ));
    }
    said
}
