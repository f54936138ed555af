//! A question of a running exam. In exam mode nothing here helps.

mod panes;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::exam::Sitting;
use crate::app::keymap::Scope;
use crate::app::model::Page;
use crate::app::{Action, Model};
use crate::domain::exam::{Act, Attempt, Mark, Slot, Status, Sure};
use crate::domain::text::width;
use crate::ui::exam::{READABLE, call, ends, options, put, stem, times, title, to_u16, why};
use crate::ui::parts::{bar_line, scroll};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

use panes::panes;

/// Draws the question.
pub fn view(model: &Model, sitting: &Sitting, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let attempt = &sitting.attempt;
    let clock = times::countdown(attempt, model.now.at, model.settings.still, theme);
    let area = sheet(frame, model, theme, hits, &title(attempt), clock);
    let roomy = area.height >= 20;
    let [head, strip, _, body] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(u16::from(roomy)),
        Constraint::Length(1),
        Constraint::Fill(1),
    ])
    .areas(area);
    let (slot, mark) = attempt.current();
    frame.render_widget(heading(attempt, slot, mark, model, head.width, theme), head);
    if roomy {
        progress(attempt, strip, theme, frame, hits);
    }
    let body = Rect { width: body.width.min(READABLE), ..body };
    if attempt.explained(attempt.place().question) {
        return checked(sitting, slot, mark, body, theme, frame, hits);
    }
    let stem = stem(slot, &[], body.width, theme);
    let mut choices = options::options(slot, mark, false, body.width, theme);
    let all = stem.len() + choices.iter().map(Vec::len).sum::<usize>() + choices.len();
    if all <= usize::from(body.height) {
        // Room enough to set the options apart.
        let last = choices.len().saturating_sub(1);
        choices.iter_mut().take(last).for_each(|lines| lines.push(Line::default()));
    }
    let on = model.keymap.key(Scope::ExamQuestion, Action::PageDown);
    let drawn = panes(frame, body, &stem, &choices, usize::from(sitting.scroll), on, theme);
    hits.page = Page { height: to_u16(drawn.page), most: to_u16(drawn.last) };
    for (option, place) in drawn.options.iter().enumerate() {
        hits.add(*place, Action::Sit(Act::Choose(option)));
    }
}

/// Draws a checked question of a practice: its reasons first, the question below them.
fn checked(
    sitting: &Sitting,
    slot: &Slot,
    mark: &Mark,
    area: Rect,
    theme: &Theme,
    frame: &mut Frame<'_>,
    hits: &mut Hits,
) {
    let mut lines = vec![why::outcome(slot, mark, theme), Line::default()];
    for option in options::options(slot, mark, true, area.width, theme) {
        lines.extend(option);
    }
    lines.push(Line::styled("The question again", theme.style(Role::Title)));
    lines.extend(stem(slot, &[], area.width, theme));
    let scrolled = scroll(frame, area, &lines, sitting.scroll.into(), theme);
    hits.page = Page { height: to_u16(scrolled.page), most: to_u16(scrolled.last) };
}

fn heading(attempt: &Attempt, slot: &Slot, mark: &Mark, model: &Model, columns: u16, theme: &Theme) -> Line<'static> {
    let place = attempt.place().question;
    let mut left = vec![
        Span::styled(format!("Question {}", place + 1), theme.style(Role::Title)),
        Span::styled(format!(" of {}", attempt.slots().len()), theme.style(Role::Muted)),
    ];
    if slot.choose() > 1 {
        let done = if mark.status(slot.choose()) == Status::Answered { Role::Base } else { Role::Focus };
        left.push(Span::styled(format!(" · choose {}", slot.choose()), theme.style(done)));
    }
    if mark.flagged {
        left.push(Span::styled(" · ⚑ flagged", theme.style(Role::Warning)));
    }
    if let Some(sure) = mark.sure {
        let digit = sure as u8;
        left.push(Span::styled(format!(" · {digit} {}", sure_words(sure)), theme.style(Role::Base)));
    }
    let answered = attempt.slots().len() - attempt.open().len();
    let mut right = format!("{answered} answered");
    if !attempt.clock_hidden() {
        let pacing = times::pacing(attempt, model.now.at);
        let taken: usize = left.iter().map(|span| width(&span.content)).sum();
        let both = format!("{right}, {pacing}");
        right = if taken + 2 + width(&both) <= usize::from(columns) { both } else { pacing };
    }
    ends(left, vec![Span::styled(right, theme.style(Role::Muted))], columns)
}

pub fn sure_words(sure: Sure) -> &'static str {
    match sure {
        Sure::Guess => "a guess",
        Sure::Unsure => "not sure",
        Sure::Sure => "sure",
    }
}

/// The paper as a strip, a cell a question, each of which can be clicked; as a bar where there are more than fit.
fn progress(attempt: &Attempt, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let questions = attempt.slots().len();
    if questions > usize::from(area.width) {
        let answered = questions - attempt.open().len();
        let share = answered as f64 / questions as f64;
        frame.render_widget(bar_line(share, area.width.min(READABLE), Role::Service, theme), area);
        return;
    }
    let here = attempt.place().question;
    let mut spans = Vec::new();
    for (place, mark) in attempt.marks().iter().enumerate() {
        let (sign, role) = match attempt.status(place) {
            _ if mark.flagged => ("⚑", Role::Warning),
            Some(Status::Answered) => ("■", Role::Service),
            Some(Status::Short) => ("◧", Role::Warning),
            _ => ("·", Role::Muted),
        };
        let style = theme.style(if place == here { Role::Selection } else { role });
        spans.push(Span::styled(sign, style));
        let cell = Rect { x: area.x + to_u16(place), width: 1, ..area };
        hits.add(cell, Action::Sit(Act::Go(place)));
    }
    frame.render_widget(Line::from(spans), area);
}

/// Draws a paused exam: without the question, which could be thought about for free.
pub fn paused(model: &Model, sitting: &Sitting, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let attempt = &sitting.attempt;
    let clock = times::countdown(attempt, model.now.at, model.settings.still, theme);
    let area = sheet(frame, model, theme, hits, &title(attempt), clock);
    let answered = attempt.slots().len() - attempt.open().len();
    let lines = [
        Line::default(),
        Line::styled("Paused.", theme.style(Role::Title)),
        Line::styled("The clock stands still, and the question is covered.", theme.style(Role::Base)),
        Line::default(),
        Line::styled(
            format!("{answered} of {} answered.", words::count(attempt.slots().len() as u64, "question", "questions")),
            theme.style(Role::Muted),
        ),
        Line::styled("A paused paper doesn't count towards readiness.", theme.style(Role::Muted)),
        Line::default(),
        call(model.keymap.key(Scope::ExamPaused, Action::Sit(Act::Pause)), "goes on.", theme),
    ];
    put(frame, area, &lines);
    if let Some(row) = area.rows().nth(lines.len() - 1) {
        hits.add(row, Action::Sit(Act::Pause));
    }
}
