//! `optimize`: fits the memory model to the learner's own ratings.

use serde_json::{Value, json};

use super::output::Pace;
use super::{Context, Output};
use crate::domain::optimize::wording::{said, too_few};
use crate::domain::optimize::{Adopted, ENOUGH, Optimizing, Report, Weights};
use crate::domain::time::Calendar;
use crate::failure::Failure;
use crate::shell::clock::tick;
use crate::store::{Store, WeightsChange};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// List the fits so far instead
    #[arg(long, conflicts_with = "dry_run")]
    history: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// How often progress is told.
const EVERY: std::time::Duration = std::time::Duration::from_millis(200);

/// Fits, and takes what is better into use.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    if args.history {
        return history(&store, &context.clock.calendar, args.json, out);
    }
    let (present, retention) = (store.weights()?, context.settings.rules.retention);
    let model = store.model()?;
    let mut reading = store.reading_ratings()?;
    while !store.read_ratings(&mut reading)? {}
    let mut optimizing = match Optimizing::new(reading.done(), &Weights::of(&model), retention) {
        Ok(optimizing) => optimizing,
        Err(few) => {
            if args.json {
                out.json(
                    &json!({"adopted": false, "reason": "too few reviews", "reviews": few.samples, "needed": ENOUGH}),
                );
            } else {
                out.line(&too_few(few));
            }
            return Ok(0);
        }
    };
    let report = fit(&mut optimizing);
    let adopted = report.better() && !args.dry_run && {
        let new =
            Adopted { weights: report.weights, samples: report.samples, before: report.before, after: report.after };
        store.adopt(present.as_ref(), &new, context.clock.now())?
    };
    if args.json {
        out.json(&answer(&report, adopted));
        return Ok(0);
    }
    out.line(&plain(&said(&report, retention)));
    match (report.better(), adopted, args.dry_run) {
        (true, true, _) => out.line("Taken into use. Undo (u) in the program takes it back."),
        (true, false, true) => out.line("Nothing was changed: this was a dry run."),
        (true, false, false) => out.line("Another window fitted anew meanwhile; nothing was changed."),
        (false, ..) => {}
    }
    Ok(0)
}

/// Fits to the end, telling how far it is where somebody watches.
fn fit(optimizing: &mut Optimizing) -> Report {
    let (mut told, mut pace) = (tick(), Pace::default());
    loop {
        if let Some(report) = optimizing.step() {
            return report;
        }
        if told.elapsed() >= EVERY {
            told = tick();
            let progress = optimizing.progress();
            pace.say(&format!("Fitting: {} %", 100 * progress.done / progress.total.max(1)));
        }
    }
}

fn answer(report: &Report, adopted: bool) -> Value {
    let (before, after) = report.load;
    let reason = match (report.better(), adopted) {
        (false, _) => Some("no better"),
        (true, false) => Some("not asked for"),
        (true, true) => None,
    };
    json!({
        "adopted": adopted, "reason": reason, "better": report.better(), "reviews": report.samples, "needed": ENOUGH,
        "judged": report.judged, "log_loss": {"before": rounded(report.before), "after": rounded(report.after)},
        "reviews_a_day": {"before": rounded(before), "after": rounded(after)}, "weights": report.weights,
    })
}

fn history(store: &Store, calendar: &Calendar, json: bool, out: &mut Output) -> Result<u8, Failure> {
    let changes = store.weights_history()?;
    if json {
        let change = |change: &WeightsChange| {
            let weights = change.weights.as_ref();
            json!({
                "at": change.at.written(calendar), "undone": change.undone, "reviews": weights.map(|w| w.samples),
                "log_loss": weights.map(|w| json!({"before": rounded(w.before), "after": rounded(w.after)})),
                "weights": weights.map(|w| w.weights),
            })
        };
        out.json(&changes.iter().map(change).collect::<Value>());
        return Ok(0);
    }
    if changes.is_empty() {
        out.line("Nothing was fitted yet: the memory model is the one everybody starts with.");
    }
    for change in &changes {
        let said = match &change.weights {
            None => "back to what everybody starts with".to_owned(),
            Some(adopted) => {
                format!("{} reviews, log loss {:.4} instead of {:.4}", adopted.samples, adopted.after, adopted.before)
            }
        };
        let undone = if change.undone { "  (taken back to)" } else { "" };
        out.line(&format!(
            "{}  {said}{undone}",
            change.at.instant().to_zoned(calendar.zone.clone()).strftime("%Y-%m-%d %H:%M")
        ));
    }
    Ok(0)
}

fn plain(markdown: &str) -> String {
    markdown.replace("**", "")
}

fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_plain_and_short() {
        assert_eq!(plain("It fits **better**."), "It fits better.");
        assert_eq!(rounded(0.123_456), 0.1235);
    }
}
