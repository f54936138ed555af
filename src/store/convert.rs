//! Between rows and domain types.

use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::domain::memory::Memory;
use crate::domain::review::journal::Source;
use crate::domain::review::{CardState, Phase};
use crate::domain::time::{StudyDay, Timestamp};

/// The columns of `card` that make its state, in the order that [`state`] reads them.
pub(super) const STATE: &str = "card.phase, card.step, card.stability, card.difficulty, card.due_at, card.due_day, card.last_day, card.reviews, \
     card.lapses, card.suspended, card.buried";

/// How many columns [`STATE`] has.
pub(super) const STATE_COLUMNS: usize = 11;

/// The state in the columns from `at` on.
pub(super) fn state(row: &Row<'_>, at: usize) -> rusqlite::Result<CardState> {
    let phase = phase(row.get(at)?, row.get(at + 1)?);
    let memory = memory(row, at + 2)?;
    Ok(CardState {
        phase,
        memory,
        due_at: Timestamp(row.get(at + 4)?),
        due_day: StudyDay(row.get(at + 5)?),
        last_day: row.get::<_, Option<i32>>(at + 6)?.map(StudyDay),
        reviews: row.get(at + 7)?,
        lapses: row.get(at + 8)?,
        suspended: row.get(at + 9)?,
        buried: row.get::<_, Option<i32>>(at + 10)?.map(StudyDay),
    })
}

/// The memory in two columns, stability and difficulty; none for a card that was never rated.
pub(super) fn memory(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Memory>> {
    let both = row.get::<_, Option<f32>>(at)?.zip(row.get::<_, Option<f32>>(at + 1)?);
    Ok(both.map(|(stability, difficulty)| Memory { stability, difficulty }))
}

/// Where a review came from; a row that doesn't say is one of the daily cards.
pub(super) fn source(row: &Row<'_>, at: usize) -> rusqlite::Result<Source> {
    Ok(row.get_ref(at)?.as_str_or_null()?.map_or(Source::Due, Source::of))
}

/// A phase and its step as the two numbers of the table.
pub(super) fn phase_numbers(phase: Phase) -> (u8, u8) {
    match phase {
        Phase::New => (0, 0),
        Phase::Learning(step) => (1, step),
        Phase::Review => (2, 0),
        Phase::Relearning(step) => (3, step),
    }
}

fn phase(number: u8, step: u8) -> Phase {
    match number {
        1 => Phase::Learning(step),
        2 => Phase::Review,
        3 => Phase::Relearning(step),
        _ => Phase::New,
    }
}

/// A state as the journal keeps it: a short JSON list, a million of which are still a small file.
#[derive(Serialize, Deserialize)]
struct Kept(u8, u8, Option<f32>, Option<f32>, i64, i32, Option<i32>, u32, u32, u8, Option<i32>);

/// The state as the journal's text.
pub(super) fn to_text(state: &CardState) -> String {
    let (phase, step) = phase_numbers(state.phase);
    let kept = Kept(
        phase,
        step,
        state.memory.map(|m| m.stability),
        state.memory.map(|m| m.difficulty),
        state.due_at.0,
        state.due_day.0,
        state.last_day.map(|day| day.0),
        state.reviews,
        state.lapses,
        u8::from(state.suspended),
        state.buried.map(|day| day.0),
    );
    serde_json::to_string(&kept).unwrap_or_default()
}

/// The state of a journal text.
pub(super) fn from_text(text: &str) -> Option<CardState> {
    let Kept(number, step, stability, difficulty, due_at, due_day, last, reviews, lapses, suspended, buried) =
        serde_json::from_str(text).ok()?;
    Some(CardState {
        phase: phase(number, step),
        memory: stability.zip(difficulty).map(|(stability, difficulty)| Memory { stability, difficulty }),
        due_at: Timestamp(due_at),
        due_day: StudyDay(due_day),
        last_day: last.map(StudyDay),
        reviews,
        lapses,
        suspended: suspended != 0,
        buried: buried.map(StudyDay),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_survives_the_journal() {
        let state = CardState {
            phase: Phase::Relearning(1),
            memory: Some(Memory { stability: 12.345_679, difficulty: 0.1 + 0.2 }),
            due_at: Timestamp(1_767_600_000_123),
            due_day: StudyDay(20_458),
            last_day: Some(StudyDay(-3)),
            reviews: 7,
            lapses: 2,
            suspended: true,
            buried: Some(StudyDay(1)),
        };
        assert_eq!(from_text(&to_text(&state)), Some(state));
        assert_eq!(from_text(&to_text(&CardState::default())), Some(CardState::default()));
        assert_eq!(from_text("[]"), None);
    }
}
