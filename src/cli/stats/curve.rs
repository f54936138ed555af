//! `stats --card`: the forgetting curve of one card.

use serde_json::{Value, json};

use super::super::{Context, Output};
use super::{date, thousandth};
use crate::domain::id::CardId;
use crate::domain::memory::Model;
use crate::domain::stats::Curve;
use crate::domain::time::Calendar;
use crate::failure::Failure;
use crate::store::Store;
use crate::ui::words::count;

/// Points of a curve in the answer at most.
const POINTS: usize = 400;

/// Says the forgetting curve of a card.
pub fn run(
    context: &Context,
    store: &Store,
    id: &str,
    json: bool,
    model: &Model,
    out: &mut Output,
) -> Result<u8, Failure> {
    let now = context.clock.now();
    let known = CardId::new(id).ok().and_then(|id| store.card_key(&id).transpose()).transpose()?;
    let curve = known.map(|key| store.curve(key, now, model)).transpose()?.flatten();
    let Some(curve) = curve else {
        return Err(Failure::usage(format!("there is no card {id}"), "A card's id is pack/item#card."));
    };
    if json {
        out.json(&answer(&curve, model, &context.clock.calendar));
    } else {
        text(&curve, model, out);
    }
    Ok(0)
}

fn answer(curve: &Curve, model: &Model, calendar: &Calendar) -> Value {
    let showings: Vec<Value> = curve
        .showings
        .iter()
        .zip(curve.before(model))
        .map(|(showing, before)| {
            json!({
                "at": showing.at.written(calendar), "date": date(showing.day),
                "rating": showing.rating.name().to_lowercase(), "source": showing.source.name(),
                "recall": before.map(thousandth),
                "stability": showing.after.map(|(memory, _)| thousandth(memory.stability.into())),
                "difficulty": showing.after.map(|(memory, _)| thousandth(memory.difficulty.into())),
            })
        })
        .collect();
    let first = curve.showings.first().map(|showing| showing.day);
    let step = curve.points.len().div_ceil(POINTS).max(1);
    let points: Vec<Value> = curve
        .points
        .iter()
        .step_by(step)
        .filter_map(|(day, recall)| Some(json!({"date": date(first?.plus(*day)), "recall": thousandth(*recall)})))
        .collect();
    json!({
        "card": curve.card.to_string(), "title": curve.title, "recall": curve.recall(model).map(thousandth),
        "due": curve.due.map(date), "showings": showings, "points": points,
    })
}

fn text(curve: &Curve, model: &Model, out: &mut Output) {
    out.line(&format!("{}  ({})", curve.title, curve.card));
    let Some(recall) = curve.recall(model) else {
        out.line("Never rated, so there is nothing to forget yet.");
        return;
    };
    let due = curve.due.map_or_else(String::new, |due| format!(" It comes on {}.", date(due)));
    out.line(&format!("Recall now {:.0} %.{due}", recall * 100.0));
    for (showing, before) in curve.showings.iter().zip(curve.before(model)) {
        let before = before.map_or_else(|| "new".to_owned(), |before| format!("{:.0} %", before * 100.0));
        let after = showing.after.map_or_else(String::new, |(memory, _)| {
            format!("then 90 % after {}", count(memory.stability.round().max(1.0) as u64, "day", "days"))
        });
        let source = match showing.source.name() {
            "due" => String::new(),
            other => format!(" ({other})"),
        };
        let rating = format!("{}{source}", showing.rating.name());
        out.line(&format!("  {}  {before:>5}  {rating:<12}  {after}", date(showing.day)));
    }
}
