//! `stats`: what the history says.

mod curve;

use serde_json::{Value, json};

use super::{Context, Output};
use crate::domain::memory::Rating;
use crate::domain::stats::cards::{DAYS, class_name};
use crate::domain::stats::{Group, Stats};
use crate::domain::time::StudyDay;
use crate::failure::Failure;
use crate::shell::Library;
use crate::ui::words::count;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The forgetting curve of one card instead, by its id: pack/item#card
    #[arg(long, value_name = "ID")]
    card: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Days over which the pace is said.
const PACE: u32 = 30;

/// Groups and cards that the text lists; JSON has all of them.
const LISTED: usize = 8;

/// Says what the history says.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let mut store = context.store()?;
    let now = context.clock.now();
    Library::new(&context.data_dir()?).sync(&mut store, now.at, false, &mut |_, _| {})?;
    let model = store.model()?;
    if let Some(id) = &args.card {
        return curve::run(context, &store, id, args.json, &model, out);
    }
    // What can't be kept is counted anew each time: slower, and nothing else.
    while store.tally_on(&context.clock.calendar).is_ok_and(|tallied| !tallied.finished()) {}
    let stats = store.stats(now, &context.clock.calendar, &model)?;
    if args.json {
        out.json(&answer(&stats));
    } else {
        text(&stats, out);
    }
    Ok(0)
}

/// The answer in JSON, described in `docs/json.md`.
fn answer(stats: &Stats) -> Value {
    let (reviews, minutes) = stats.days.pace(stats.today, PACE);
    let days: Vec<Value> = stats.days.all().iter().map(|day| {
        json!({"date": date(day.day), "reviews": day.reviews, "new": day.new, "minutes": tenth(day.took as f64 / 60_000.0)})
    }).collect();
    let months: Vec<Value> = stats
        .reviews
        .months
        .iter()
        .map(|month| {
            let (low, high) = month.recalled.interval();
            json!({
                "month": format!("{:04}-{:02}", month.year, month.month), "reviews": month.recalled.of,
                "recalled": month.recalled.right, "retention": thousandth(month.recalled.value()),
                "low": thousandth(low), "high": thousandth(high), "predicted": thousandth(month.predicted),
            })
        })
        .collect();
    let forecast: Vec<Value> = (0u32..)
        .zip(stats.cards.forecast)
        .map(|(ahead, cards)| json!({"date": date(stats.today.plus(ahead)), "cards": cards}))
        .collect();
    let hours: Vec<Value> = (0..24)
        .zip(&stats.reviews.hours)
        .map(|(hour, found)| {
            let share = found.recalled;
            let retention = (share.of > 0).then(|| thousandth(share.value()));
            json!({"hour": hour, "reviews": found.reviews, "due": share.of, "retention": retention})
        })
        .collect();
    let hardest: Vec<Value> = stats
        .hardest
        .iter()
        .map(|hard| {
            json!({
                "card": hard.card.to_string(), "title": hard.title, "lapses": hard.lapses, "reviews": hard.reviews,
                "difficulty": tenth(hard.difficulty.into()), "recall": thousandth(hard.recall),
            })
        })
        .collect();
    let difficulty: Vec<Value> = (1..)
        .zip(stats.cards.difficulty)
        .map(|(at, cards): (u32, u32)| json!({"difficulty": at, "cards": cards}))
        .collect();
    json!({
        "today": date(stats.today), "streak": stats.days.streak(stats.today), "longest_streak": stats.days.longest(),
        "cards": stats.cards.all, "seen": stats.cards.seen,
        "reviews_a_day": tenth(reviews), "minutes_a_day": tenth(minutes),
        "days": days, "months": months, "forecast": forecast, "hours": hours,
        "answers": {"learning": answers(&stats.reviews.learning), "due": answers(&stats.reviews.due)},
        "stability": classes(&stats.cards.stability), "intervals": classes(&stats.cards.intervals),
        "difficulty": difficulty,
        "services": groups(&stats.services), "tags": groups(&stats.tags), "objectives": groups(&stats.objectives),
        "hardest": hardest,
    })
}

fn answers(counts: &[u32; 4]) -> Value {
    json!({"again": counts[0], "hard": counts[1], "good": counts[2], "easy": counts[3]})
}

fn classes(counts: &[u32]) -> Value {
    counts.iter().enumerate().map(|(at, cards)| json!({"days_to": DAYS.get(at), "cards": cards})).collect()
}

fn groups(groups: &[Group]) -> Value {
    let group = |group: &Group| {
        json!({"pack": group.pack, "id": group.id, "title": group.title, "cards": group.cards, "seen": group.seen,
            "recall": thousandth(group.recall)})
    };
    groups.iter().map(group).collect()
}

fn date(day: StudyDay) -> String {
    day.date().to_string()
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn thousandth(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn text(stats: &Stats, out: &mut Output) {
    if stats.is_empty() {
        out.line("No reviews yet. After the first ones, this says how much you do, recall and have ahead of you.");
        return;
    }
    let (reviews, minutes) = stats.days.pace(stats.today, PACE);
    let streak = stats.days.streak(stats.today);
    out.line(&format!(
        "{} in a row, {} at most. Over {PACE} days: {reviews:.1} reviews and {minutes:.1} min a day.",
        count(streak.into(), "day", "days"),
        stats.days.longest()
    ));
    out.line(&format!("{} of {} cards seen.", stats.cards.seen, stats.cards.all));
    if !stats.reviews.months.is_empty() {
        out.line("\nRecalled of what was due, beside what was predicted:");
        for month in &stats.reviews.months {
            let (low, high) = month.recalled.interval_percent();
            out.line(&format!(
                "  {:04}-{:02}  {:3} % of {:<6} true share {low} to {high} %, predicted {:.0} %",
                month.year,
                month.month,
                month.recalled.percent(),
                month.recalled.of,
                month.predicted * 100.0
            ));
        }
    }
    let week: u32 = stats.cards.forecast.iter().take(7).sum();
    let ahead: u32 = stats.cards.forecast.iter().sum();
    out.line(&format!("\nTo come: {} today, {week} in 7 days, {ahead} in 30.", stats.cards.forecast[0]));
    let used: Vec<String> =
        Rating::ALL.iter().zip(stats.reviews.due).map(|(r, n)| format!("{} {n}", r.name())).collect();
    out.line(&format!("Answers to due cards: {}.", used.join(", ")));
    let stable: Vec<String> = stats
        .cards
        .stability
        .iter()
        .enumerate()
        .filter(|(_, n)| **n > 0)
        .map(|(at, n)| format!("{} days: {n}", class_name(at)))
        .collect();
    out.line(&format!("Cards by stability: {}.", stable.join(", ")));
    for (name, groups) in [("services", &stats.services), ("tags", &stats.tags), ("objectives", &stats.objectives)] {
        if groups.is_empty() {
            continue;
        }
        out.line(&format!("\nHow much you would recall now, by {name}:"));
        for group in groups.iter().take(LISTED) {
            out.line(&format!(
                "  {:3.0} %  {:>4} of {:<4} seen  {}",
                group.recall * 100.0,
                group.seen,
                group.cards,
                group.title
            ));
        }
        if groups.len() > LISTED {
            out.line(&format!("  and {} more", groups.len() - LISTED));
        }
    }
    if !stats.hardest.is_empty() {
        out.line("\nHardest to keep:");
        for hard in stats.hardest.iter().take(LISTED) {
            out.line(&format!("  {:>2} lapses  {}  ({})", hard.lapses, hard.title, hard.card));
        }
    }
}
