//! Where the learner stands, and where the plan leads.

use ratatui::text::{Line, Span};

use super::chart;
use crate::app::Model;
use crate::app::planner::Made;
use crate::domain::plan::{PASS_SHARE, Part, wording};
use crate::domain::text::{clean_line, cut, pad, pad_left};
use crate::ui::theme::{Role, Theme};
use crate::ui::words;

/// Services listed, those with most cards.
const SERVICES: usize = 8;

/// Columns of a range.
const RANGE: usize = 13;

/// Everything below the settings.
pub fn lines(model: &Model, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let muted = |text: &str| Line::styled(text.to_owned(), theme.style(Role::Muted));
    if !model.planner.rules(model.now.day) {
        return vec![muted("This exam is over: cards come at 90 % recall. Another date plans anew.")];
    }
    let Some(made) = model.planner.fresh(model.now.day) else {
        let done = model.planner.progress().map_or(0, |p| 100 * p.done / p.total.max(1));
        return vec![muted(&format!("Working out the plan: {done} %"))];
    };
    let mut lines = vec![today(made, width, theme), Line::default()];
    let goal = model.planner.goal.as_ref();
    let notes = [
        goal.and_then(|goal| wording::far_away(goal.standing(model.now.day))),
        (!model.rules.limits.is_empty())
            .then(|| "The limits of packs and services rest while a plan is set.".to_owned()),
    ];
    for note in notes.into_iter().flatten() {
        lines.extend(crate::ui::markdown::render(&note, width, theme));
        lines.push(Line::default());
    }
    lines.push(header(width, theme));
    lines.push(part(&made.readiness.whole, width, Role::Title, theme));
    lines.extend(made.readiness.domains.iter().map(|domain| part(domain, width, Role::Base, theme)));
    lines.push(Line::default());
    lines.push(heading("By minutes a day: recall from today to the exam", theme));
    let minutes = goal.map_or(0.0, crate::domain::plan::Goal::usual_minutes);
    lines.extend(chart::lines(made.ahead.expected(), minutes, width, theme));
    if !made.ahead.finished() {
        let progress = made.ahead.progress();
        lines.push(muted(&format!("Playing the plan forward: {} %", 100 * progress.done / progress.total.max(1))));
    }
    let risk = at_risk(made);
    for text in risk.into_iter().chain(passing(made)) {
        lines.push(Line::default());
        lines.extend(crate::ui::markdown::render(&text, width, theme));
    }
    lines.push(Line::default());
    lines.push(heading("Services with most cards", theme));
    lines.extend(made.readiness.services.iter().take(SERVICES).map(|service| part(service, width, Role::Base, theme)));
    lines
}

fn heading(text: &str, theme: &Theme) -> Line<'static> {
    Line::styled(text.to_owned(), theme.style(Role::Title))
}

/// What today's list is, and where it runs over.
fn today(made: &Made, width: u16, theme: &Theme) -> Line<'static> {
    let agenda = &made.agenda;
    let cards = u64::from(agenda.review + agenda.new + agenda.front);
    let seconds = agenda.seconds.round().clamp(0.0, 86_400.0) as u32;
    let mut text = format!("Today {}, {}", words::count(cards, "card", "cards"), words::minutes(seconds));
    let over = agenda.seconds - agenda.left;
    if cards > 0 && over > 60.0 {
        text.push_str(&format!(", {:.0} min over what is left of today", (over / 60.0).round()));
    }
    Line::styled(cut(&text, width.into()).into_owned(), theme.style(Role::Due))
}

fn name_columns(width: u16) -> usize {
    usize::from(width).saturating_sub(2 * RANGE + 7).min(42)
}

fn header(width: u16, theme: &Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(pad("Readiness", name_columns(width) + 5), theme.style(Role::Title)),
        Span::styled(pad_left("stopping now", RANGE), theme.style(Role::Muted)),
        Span::styled(pad_left("on the day", RANGE), theme.style(Role::Muted)),
    ])
}

fn part(part: &Part, width: u16, role: Role, theme: &Theme) -> Line<'static> {
    let columns = name_columns(width);
    let title = clean_line(&part.title).into_owned();
    let share = part.share.map_or_else(String::new, |share| format!("{:.0} %", 100.0 * share));
    let on_day = part.on_day.map_or_else(|| "…".to_owned(), wording::range);
    let now = if part.cards == 0 { "no cards".to_owned() } else { wording::range(part.now) };
    let on_day = if part.cards == 0 { String::new() } else { on_day };
    Line::from(vec![
        Span::styled(pad(&cut(&title, columns), columns), theme.style(role)),
        Span::styled(pad_left(&share, 5), theme.style(Role::Muted)),
        Span::styled(pad_left(&now, RANGE), theme.style(Role::Base)),
        Span::styled(pad_left(&on_day, RANGE), theme.style(Role::Base)),
    ])
}

/// What would be unseen on the day, and what to leave out.
fn at_risk(made: &Made) -> Option<String> {
    let unseen = made.readiness.unseen?;
    if unseen == 0 {
        return Some("On the day every card should have been seen.".into());
    }
    let cards = words::count(unseen as u64, "card", "cards");
    let mut text = format!("**At risk:** about {cards} would be unseen on the day.");
    if !made.readiness.leave_out.is_empty() {
        let named: Vec<String> =
            made.readiness.leave_out.iter().map(|(title, cards)| format!("{} ({cards})", clean_line(title))).collect();
        text.push_str(" The minutes don't cover the pack: leave out what weighs least first, in this order: ");
        text.push_str(&named.join(", "));
        text.push('.');
    }
    Some(text)
}

/// The chance of passing, only ever with its condition.
fn passing(made: &Made) -> Option<String> {
    let passing = made.passing?;
    let (low, high) = passing.percent();
    let basis = match passing.mocks {
        0 => "Not calibrated: no mock exam has been sat yet.".to_owned(),
        mocks => format!("Shifted by {}.", words::count(mocks as u64, "mock exam", "mock exams")),
    };
    Some(format!(
        "**Passing** with {:.0} % right: {low}–{high} % likely, *{}*. {basis} Cards are not exam questions.",
        100.0 * PASS_SHARE,
        wording::PASS_CONDITION
    ))
}
