//! What the plan says of a card: why now, what each rating leads to, and the numbers behind it.

use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::app::planner::CardPlan;
use crate::app::review::Showing;
use crate::domain::memory::Rating;
use crate::domain::plan::wording::{self, Belongs};
use crate::domain::review::Phase;
use crate::domain::text::{clean_line, pad, width};
use crate::ui::plan::curve;
use crate::ui::theme::{Role, Theme};

/// Columns of a curve.
const CURVE: usize = 30;

/// Why the card comes now, by the plan; none without one, and in learning steps, where the plan has no say.
pub fn why(model: &Model, showing: &Showing, columns: usize) -> Option<String> {
    let plan = showing.plan?;
    if showing.card.state.stepping() {
        return None;
    }
    let new = showing.card.state.phase == Phase::New;
    let belongs = model.planner.belongs(plan.at);
    let said = |belongs| {
        let text = wording::why_now(&plan.verdict, new, belongs, model.now.day.date());
        clean_line(&text).into_owned()
    };
    let whole = said(belongs);
    // The numbers matter more than the domain's name.
    Some(if width(&whole) <= columns { whole } else { said(belongs.map(|belongs| Belongs { domain: "", ..belongs })) })
}

/// Recall on exam day after a rating, and when the card likely comes next.
pub fn then(model: &Model, showing: &Showing, rating: Rating) -> Option<String> {
    let prognosis = showing.plan?.prognoses[rating as usize - 1];
    let next =
        prognosis.next.map_or_else(|| "not again".to_owned(), |days| wording::short_date(model.now.day.date(), days));
    Some(format!("{:.0} %, {next}", 100.0 * prognosis.on_exam_day))
}

/// The numbers behind it.
pub fn lines(model: &Model, showing: &Showing, room: u16, theme: &Theme) -> Vec<Line<'static>> {
    let (Some(plan), Some(made)) = (showing.plan, model.planner.made.as_deref()) else { return vec![] };
    let CardPlan { verdict, .. } = plan;
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    let price = made.outlook.price_on(0);
    let gain = format!("{:.4} recall a second; the price of time today is {price:.4}", verdict.index);
    let mut facts = vec![
        ("Without", format!("{} on exam day if it is never shown again", percent(verdict.without))),
        ("With", format!("{} on exam day if it is shown today and never again", percent(verdict.with))),
        ("Takes", format!("about {:.0} s", verdict.seconds)),
        ("Worth", gain),
    ];
    if let Some(later) = verdict.later {
        facts.push(("Else", format!("its best later day is {}", wording::short_date(model.now.day.date(), later))));
    }
    let days = made.outlook.days().left();
    let columns = CURVE.min(usize::from(room).saturating_sub(20));
    let formula = made.course.formula();
    if let Some(state) = plan.state {
        let alone: Vec<f64> =
            (0..=days).map(|day| formula.recall(f64::from(plan.elapsed) + day as f64, state.stability)).collect();
        facts.push(("Forgetting", format!("{} to {}", curve(&alone, columns), percent(verdict.without))));
    }
    let mut lines = vec![Line::default(), Line::styled("Plan", theme.style(Role::Title))];
    lines.extend(facts.into_iter().map(|(name, value)| {
        Line::from(vec![
            Span::styled(pad(name, 12), theme.style(Role::Muted)),
            Span::styled(value, theme.style(Role::Base)),
        ])
    }));
    lines
}
