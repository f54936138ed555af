//! Cards as they stand: when they come, how stable and difficult they are, how well groups of them are known.

use crate::domain::id::CardId;
use crate::domain::memory::{Memory, Model};
use crate::domain::time::StudyDay;

/// How many days are looked ahead.
pub const AHEAD: usize = 30;

/// Upper ends, in days, of the classes of stability and of intervals; a last class holds all above.
pub const DAYS: [u32; 8] = [1, 3, 7, 14, 30, 90, 180, 365];

/// Classes of difficulty: one for each whole number from 1 to 10.
pub const DIFFICULTIES: usize = 10;

/// What of a card's state matters here.
#[derive(Debug, Clone, Copy)]
pub struct CardRow {
    /// None before its first rating.
    pub memory: Option<Memory>,
    /// The study day of its last rating.
    pub last: Option<StudyDay>,
    /// The study day on which it comes, for cards that come on a day.
    pub due: Option<StudyDay>,
    /// Whether it is in a learning or relearning step.
    pub stepping: bool,
    /// Whether it is put aside for good.
    pub suspended: bool,
}

/// What the cards say together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cards {
    /// Cards in use.
    pub all: u32,
    /// Those rated at least once.
    pub seen: u32,
    /// Cards that come on each of the next days, today first with all that are overdue or in a learning step.
    pub forecast: [u32; AHEAD],
    /// By stability, in the classes of [`DAYS`].
    pub stability: [u32; DAYS.len() + 1],
    /// By the interval between the last rating and the day they come.
    pub intervals: [u32; DAYS.len() + 1],
    /// By difficulty, rounded.
    pub difficulty: [u32; DIFFICULTIES],
}

/// How well a group of cards is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The pack, for services and objectives; tags are counted over all packs.
    pub pack: Option<String>,
    /// Its name in packs.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Cards of it.
    pub cards: u32,
    /// Those rated at least once.
    pub seen: u32,
    /// Mean chance of recall now, unseen cards as 0; 0 to 1.
    pub recall: f64,
}

/// A card that is hard to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Hard {
    /// The card.
    pub card: CardId,
    /// The title of its item.
    pub title: String,
    /// Times it was known and then forgotten.
    pub lapses: u32,
    /// Ratings so far.
    pub reviews: u32,
    /// 1 to 10.
    pub difficulty: f32,
    /// Chance of recall now, 0 to 1.
    pub recall: f64,
}

impl CardRow {
    /// The chance of recall on that day, 0 for a card never rated.
    #[must_use]
    pub fn recall(&self, today: StudyDay, model: &Model) -> f64 {
        model.recall(self.memory, self.last, today)
    }
}

impl Cards {
    /// Counts a card in.
    pub fn add(&mut self, card: &CardRow, today: StudyDay) {
        self.all += 1;
        if card.stepping && !card.suspended {
            self.forecast[0] += 1;
        }
        if let Some(due) = card.due {
            if !card.suspended
                && let Some(day) = self.forecast.get_mut(due.since(today) as usize)
            {
                *day += 1;
            }
            let interval = card.last.map_or(0, |last| due.since(last));
            self.intervals[class(f64::from(interval))] += 1;
        }
        if let Some(memory) = card.memory {
            self.seen += 1;
            self.stability[class(f64::from(memory.stability))] += 1;
            let difficulty = memory.difficulty.round().clamp(1.0, DIFFICULTIES as f32) as usize;
            self.difficulty[difficulty - 1] += 1;
        }
    }
}

/// The class of so many days.
fn class(days: f64) -> usize {
    DAYS.iter().position(|end| days <= f64::from(*end)).unwrap_or(DAYS.len())
}

/// The name of a class of days: `to 7`, `over 365`.
#[must_use]
pub fn class_name(class: usize) -> String {
    match DAYS.get(class) {
        Some(end) => format!("to {end}"),
        None => format!("over {}", DAYS[DAYS.len() - 1]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(stability: f32, last: i32, due: i32) -> CardRow {
        let memory = Some(Memory { stability, difficulty: 9.7 });
        let (last, due) = (Some(StudyDay(last)), Some(StudyDay(due)));
        CardRow { memory, last, due, stepping: false, suspended: false }
    }

    #[test]
    fn cards_fall_into_their_days_and_classes() {
        let today = StudyDay(100);
        let mut cards = Cards::default();
        let new = CardRow { memory: None, last: None, due: None, stepping: false, suspended: false };
        for card in [
            known(7.0, 93, 98),
            known(7.1, 93, 100),
            known(400.0, 90, 129),
            known(400.0, 90, 130),
            CardRow { suspended: true, ..known(1.0, 99, 100) },
            CardRow { due: None, stepping: true, ..known(0.2, 100, 0) },
            new,
        ] {
            cards.add(&card, today);
        }
        assert_eq!((cards.all, cards.seen), (7, 6));
        assert_eq!((cards.forecast[0], cards.forecast[29], cards.forecast.iter().sum::<u32>()), (3, 1, 4));
        assert_eq!(cards.stability, [2, 0, 1, 1, 0, 0, 0, 0, 2]);
        assert_eq!(cards.intervals.iter().sum::<u32>(), 5);
        assert_eq!(cards.difficulty[9], 6);
        assert_eq!((class_name(2), class_name(8)), ("to 7".into(), "over 365".into()));
    }

    #[test]
    fn unseen_cards_count_as_not_recalled() {
        let model = Model::default();
        assert!((known(7.0, 93, 98).recall(StudyDay(100), &model) - 0.9).abs() < 1e-4);
        let new = CardRow { memory: None, last: None, due: None, stepping: false, suspended: false };
        assert_eq!(new.recall(StudyDay(100), &model), 0.0);
    }
}
