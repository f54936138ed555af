//! `due`: what is to do today.

use serde::Serialize;

use super::{Context, Output};
use crate::domain::plan::Standing;
use crate::domain::time::Calendar;
use crate::domain::today::NextDue;
use crate::failure::Failure;
use crate::shell::{Library, planning};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer {
    new: u32,
    learning: u32,
    review: u32,
    total: u32,
    planned_today: u32,
    next_due: Option<String>,
}

/// Says what is due.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let now = context.clock.now();
    Library::new(&context.data_dir()?).sync(&mut store, now.at, false, &mut |_, _| {})?;
    let today = store.today(now, &context.settings.rules)?;
    let mut due = today.due;
    let (mut planned_today, mut seconds) = (due.total(), today.seconds);
    if let Some((goal, _)) = store.goal()?
        && !matches!(goal.standing(now.day), Standing::Past(_))
    {
        let agenda = planning::made(&store, &goal, now, &context.clock.calendar)?.agenda;
        due.review = agenda.review + agenda.front.saturating_sub(due.learning);
        due.new = agenda.new;
        planned_today = due.total();
        if planned_today == 0 {
            due.next = goal.next_study_day(now.day).map(NextDue::Day);
        } else if due.learning < planned_today {
            due.next = Some(NextDue::At(now.at));
        }
        seconds = agenda.seconds.round().clamp(0.0, 86_400.0) as u32;
    }
    let next_due = due.next.map(|next| instant(next, &context.clock.calendar));
    if args.json {
        let total = due.total();
        out.json(&Answer { new: due.new, learning: due.learning, review: due.review, total, planned_today, next_due });
    } else if due.total() == 0 {
        out.line(&match next_due {
            Some(next) => format!("Nothing due. Next card: {next}"),
            None => "Nothing due, and no cards waiting.".into(),
        });
    } else {
        let minutes = seconds.div_ceil(60);
        out.line(&format!(
            "{} due: {} learning, {} to review, {} new; about {minutes} min",
            due.total(),
            due.learning,
            due.review,
            due.new
        ));
    }
    Ok(0)
}

/// The instant in the learner's own time, RFC 3339.
fn instant(next: NextDue, calendar: &Calendar) -> String {
    let at = match next {
        NextDue::At(at) => at,
        NextDue::Day(day) => calendar.start_of(day),
    };
    at.written(calendar)
}
