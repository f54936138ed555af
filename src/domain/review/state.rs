//! A card's scheduling state: what the journal keeps before and after every operation.

use serde::{Deserialize, Serialize};

use crate::domain::memory::Memory;
use crate::domain::time::{Now, StudyDay, Timestamp};

/// Where a card stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Phase {
    /// Never rated.
    #[default]
    New,
    /// In the learning steps; the step's index.
    Learning(u8),
    /// Known, and due on a day.
    Review,
    /// Forgotten, and in the relearning steps; the step's index.
    Relearning(u8),
}

/// All that scheduling knows of one card.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct CardState {
    /// Where it stands.
    pub phase: Phase,
    /// What FSRS knows; none before the first rating.
    pub memory: Option<Memory>,
    /// When a card in a learning step comes back.
    pub due_at: Timestamp,
    /// The study day on which a card in review is due.
    pub due_day: StudyDay,
    /// The study day of its last rating.
    pub last_day: Option<StudyDay>,
    /// Ratings so far.
    pub reviews: u32,
    /// Times it was known and then forgotten.
    pub lapses: u32,
    /// Out of the queue until somebody brings it back.
    pub suspended: bool,
    /// Out of the queue through this study day.
    pub buried: Option<StudyDay>,
}

impl CardState {
    /// Whether the learner hid it today.
    #[must_use]
    pub fn hidden(&self, today: StudyDay) -> bool {
        self.suspended || self.buried.is_some_and(|until| until >= today)
    }

    /// Whether it is in learning or relearning steps.
    #[must_use]
    pub fn stepping(&self) -> bool {
        matches!(self.phase, Phase::Learning(_) | Phase::Relearning(_))
    }

    /// Whole study days since the last rating, 0 for a card that was never rated.
    #[must_use]
    pub fn elapsed(&self, today: StudyDay) -> u32 {
        self.last_day.map_or(0, |last| today.since(last))
    }

    /// Put aside for the rest of the study day.
    #[must_use]
    pub fn bury(self, now: Now) -> Self {
        Self { buried: Some(now.day), ..self }
    }

    /// Put aside until brought back.
    #[must_use]
    pub fn suspend(self) -> Self {
        Self { suspended: true, ..self }
    }

    /// Brought forward to today: a card that is due later is due now, a new one starts with its first learning step
    /// without waiting for the day's limit. One that comes today anyhow, or is suspended, stays as it is.
    #[must_use]
    pub fn pull(self, now: Now) -> Self {
        match self.phase {
            _ if self.suspended => self,
            Phase::New => Self { phase: Phase::Learning(0), due_at: now.at, due_day: now.day, ..self },
            Phase::Review if self.due_day > now.day => Self { due_at: now.at, due_day: now.day, ..self },
            Phase::Learning(_) | Phase::Relearning(_) if self.due_at >= now.next_day_at => {
                Self { due_at: now.at, due_day: now.day, ..self }
            }
            _ => self,
        }
    }

    /// Started over: new again, and back in the queue if it was aside. A question's card stays among the daily cards.
    #[must_use]
    pub fn forget(self) -> Self {
        Self::default()
    }

    /// Brought back.
    #[must_use]
    pub fn resume(self) -> Self {
        Self { suspended: false, buried: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pulled_cards_come_today() {
        let now = Now { at: Timestamp(1_000), day: StudyDay(10), next_day_at: Timestamp(9_000) };
        let card = |phase, due_at, due_day| CardState {
            phase,
            due_at: Timestamp(due_at),
            due_day: StudyDay(due_day),
            ..CardState::default()
        };
        let later = card(Phase::Review, 0, 30).pull(now);
        assert_eq!((later.phase, later.due_day), (Phase::Review, StudyDay(10)));
        let new = CardState::default().pull(now);
        assert_eq!((new.phase, new.due_at, new.memory), (Phase::Learning(0), Timestamp(1_000), None));
        assert_eq!(card(Phase::Relearning(0), 9_000, 11).pull(now).due_at, Timestamp(1_000));
        for stays in [
            card(Phase::Review, 0, 10),
            card(Phase::Review, 0, 3),
            card(Phase::Learning(1), 8_999, 10),
            CardState::default().suspend(),
            card(Phase::Review, 0, 30).suspend(),
        ] {
            assert_eq!(stays.pull(now), stays);
        }
    }
}
