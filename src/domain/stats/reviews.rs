//! Reviews: recall held against prediction by month, the answers given, the hours of the day.

use std::collections::BTreeMap;

use crate::domain::exam::Share;
use crate::domain::memory::{Memory, Model, Rating};
use crate::domain::time::{Calendar, StudyDay, Timestamp};

/// A quarter of an hour in milliseconds: no time zone is offset by less.
const QUARTER: i64 = 900_000;

/// One review as the journal has it.
#[derive(Debug, Clone, Copy)]
pub struct ReviewRow {
    /// When.
    pub at: Timestamp,
    /// Its study day.
    pub day: StudyDay,
    /// The answer.
    pub rating: Rating,
    /// Memory and study day of the rating before it, for a card that was due on a day; none in learning steps.
    pub before: Option<(Memory, StudyDay)>,
}

/// A calendar month of reviews of cards that were due on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Recalled ones.
    pub recalled: Share,
    /// The share that was predicted, 0 to 1.
    pub predicted: f64,
}

/// An hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hour {
    /// All ratings in it.
    pub reviews: u32,
    /// Recalled of those that were due on a day.
    pub recalled: Share,
}

/// What a stretch of reviews says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reviews {
    /// Months with a review of a card that was due on a day, earliest first.
    pub months: Vec<Month>,
    /// How often each answer was given in learning steps, [`Rating::ALL`]'s order.
    pub learning: [u32; 4],
    /// The same for cards that were due on a day.
    pub due: [u32; 4],
    /// The hours of the learner's wall clock, from midnight.
    pub hours: [Hour; 24],
}

/// Folds reviews one by one.
#[derive(Debug)]
pub struct Folding<'a> {
    model: &'a Model,
    calendar: &'a Calendar,
    sum: Reviews,
    days: BTreeMap<StudyDay, (Share, f64)>,
    /// The quarter of an hour looked up last, and its hour on the wall clock.
    hour: (i64, usize),
}

impl<'a> Folding<'a> {
    /// Begins with nothing.
    #[must_use]
    pub fn new(model: &'a Model, calendar: &'a Calendar) -> Self {
        Self { model, calendar, sum: Reviews::default(), days: BTreeMap::new(), hour: (i64::MIN, 0) }
    }

    /// Counts a review in.
    pub fn add(&mut self, row: &ReviewRow) {
        let at = row.rating as usize - 1;
        let hour = self.hour_of(row.at);
        self.sum.hours[hour].reviews += 1;
        let Some((memory, last)) = row.before else {
            self.sum.learning[at] += 1;
            return;
        };
        self.sum.due[at] += 1;
        let share = Share::one(row.rating != Rating::Again);
        let here = &mut self.sum.hours[hour].recalled;
        *here = [*here, share].into_iter().sum();
        let predicted = self.model.retrievability(memory, row.day.since(last) as f32);
        let day = self.days.entry(row.day).or_default();
        day.0 = [day.0, share].into_iter().sum();
        day.1 += f64::from(predicted);
    }

    /// What they say together.
    #[must_use]
    pub fn done(self) -> Reviews {
        let mut months: BTreeMap<(i16, i8), (Share, f64)> = BTreeMap::new();
        for (day, (share, predicted)) in self.days {
            let date = day.date();
            let month = months.entry((date.year(), date.month())).or_default();
            month.0 = [month.0, share].into_iter().sum();
            month.1 += predicted;
        }
        let month = |((year, month), (recalled, sum)): ((i16, i8), (Share, f64))| {
            let predicted = sum / f64::from(recalled.of.max(1));
            Month { year, month, recalled, predicted }
        };
        Reviews { months: months.into_iter().map(month).collect(), ..self.sum }
    }

    fn hour_of(&mut self, at: Timestamp) -> usize {
        let quarter = at.0.div_euclid(QUARTER);
        if self.hour.0 != quarter {
            let local = at.instant().to_zoned(self.calendar.zone.clone());
            self.hour = (quarter, usize::try_from(local.hour()).unwrap_or(0).min(23));
        }
        self.hour.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_stands_beside_what_was_predicted() {
        let (model, calendar) = (Model::default(), Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 });
        let mut folding = Folding::new(&model, &calendar);
        let memory = Memory { stability: 10.0, difficulty: 5.0 };
        // 2026-01-31 and 2026-02-01, at 09:00; ten days after the rating before.
        for (day, rating, before) in [
            (20_484, Rating::Good, true),
            (20_484, Rating::Again, true),
            (20_484, Rating::Again, false),
            (20_485, Rating::Hard, true),
        ] {
            let at = Timestamp(i64::from(day) * 86_400_000 + 9 * 3_600_000);
            let before = before.then_some((memory, StudyDay(day - 10)));
            folding.add(&ReviewRow { at, day: StudyDay(day), rating, before });
        }
        let sum = folding.done();
        let [january, february] = sum.months[..] else { panic!("{sum:?}") };
        assert_eq!((january.year, january.month, january.recalled), (2026, 1, Share { right: 1, of: 2 }));
        assert_eq!((february.month, february.recalled), (2, Share { right: 1, of: 1 }));
        // By the definition of stability.
        assert!((january.predicted - 0.9).abs() < 1e-4 && (february.predicted - 0.9).abs() < 1e-4);
        assert_eq!((sum.learning, sum.due), ([1, 0, 0, 0], [1, 1, 1, 0]));
        assert_eq!(sum.hours[9], Hour { reviews: 4, recalled: Share { right: 2, of: 3 } });
        assert_eq!(sum.hours.iter().map(|hour| hour.reviews).sum::<u32>(), 4);
    }
}
