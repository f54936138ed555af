//! What the plan says of a card: why now, what each rating leads to, and the numbers behind it.

use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::app::planner::CardPlan;
use crate::app::review::Showing;
use crate::domain::memory::Rating;
use crate::domain::plan::{course_day, wording};
use crate::domain::text::pad;
use crate::ui::plan::curve;
use crate::ui::theme::{Role, Theme};

/// Columns of a curve.
const CURVE: usize = 30;

/// Columns of the names of numbers.
const NAME: usize = 12;

/// Why the card comes now, by the plan; none without one.
pub fn why(model: &Model, showing: &Showing, columns: usize) -> Option<String> {
    model.planner.why(&showing.plan?, &showing.card.state, model.now.day, model.settings.dates, columns)
}

/// Recall on exam day after a rating, and when the card likely comes next.
pub fn then(model: &Model, showing: &Showing, rating: Rating) -> Option<String> {
    let prognosis = showing.plan?.prognoses[rating as usize - 1];
    Some(wording::after_rating(&prognosis, model.now.day.date(), model.settings.dates))
}

/// The numbers behind it.
pub fn lines(model: &Model, showing: &Showing, room: u16, theme: &Theme) -> Vec<Line<'static>> {
    let (Some(plan), Some(made)) = (showing.plan, model.planner.made.as_deref()) else { return vec![] };
    let CardPlan { verdict, .. } = plan;
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let price = made.outlook.price_on(0);
    let gain = format!("{:.4} recall a second; time costs {price:.4}", verdict.index);
    let columns = CURVE.min(usize::from(room).saturating_sub(NAME + 2));
    let card = made.course.card(plan.at, course_day(model.now.day));
    let [alone, shown] = card.map_or_else(Default::default, |card| made.outlook.curves(&card));
    let mut facts = vec![
        ("Without", format!("{} on exam day if never shown again", percent(verdict.without))),
        ("", curve(&alone, columns)),
        ("With", format!("{} on exam day if shown today, then never", percent(verdict.with))),
        ("", curve(&shown, columns)),
        ("", format!("{}{}", pad("today", columns.saturating_sub(4)), "exam")),
        ("Takes", format!("about {:.0} s", verdict.seconds)),
        ("Worth", gain),
    ];
    if let Some(later) = verdict.later {
        let day = wording::in_days(model.now.day.date(), later, model.settings.dates);
        facts.push(("Else", format!("its best later day is {day}")));
    }
    let mut lines = vec![Line::default(), Line::styled("Plan", theme.style(Role::Title))];
    lines.extend(facts.into_iter().map(|(name, value)| {
        Line::from(vec![
            Span::styled(pad(name, NAME), theme.style(Role::Muted)),
            Span::styled(value, theme.style(Role::Base)),
        ])
    }));
    lines
}
