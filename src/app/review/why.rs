//! Why a card comes now, in one line.

use crate::domain::memory::Model;
use crate::domain::review::{CardView, Phase, Sitting};
use crate::domain::time::Now;

/// The reason this card is shown now.
#[must_use]
pub fn why_now(sitting: Sitting, card: &CardView, now: Now, memory: &Model) -> String {
    let state = &card.state;
    if sitting == Sitting::Cram {
        return "Cramming: no day changes by it".into();
    }
    let recall = state.memory.map(|m| memory.retrievability(m, state.elapsed(now.day) as f32) * 100.0);
    match (state.phase, recall) {
        (Phase::New, _) | (_, None) => "New to you".into(),
        (Phase::Learning(_), _) => "Being learned: once more before it gets a day".into(),
        (Phase::Relearning(_), _) => "Forgotten today: once more to get it back".into(),
        (Phase::Review, Some(recall)) => {
            let late = now.day.since(state.due_day);
            let early = state.due_day.since(now.day);
            let chance = format!("about {recall:.0} % likely that you still know it");
            match late {
                0 if early > 0 => {
                    format!("{} early: {chance}", if early == 1 { "A day".into() } else { format!("{early} days") })
                }
                0 => format!("Due today: {chance}"),
                1 => format!("Due since yesterday: {chance}"),
                days => format!("Due for {days} days: {chance}"),
            }
        }
    }
}
