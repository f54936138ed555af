//! Reviews: recall held against prediction by month, the answers given, the hours of the day.
//!
//! Reviews are first tallied by study day and hour, which is little enough to be kept; everything else follows from the
//! tallies.

use std::collections::BTreeMap;

use crate::domain::exam::Share;
use crate::domain::memory::{Memory, Model, Rating};
use crate::domain::time::{Calendar, StudyDay, Timestamp};

/// A quarter of an hour in milliseconds: no time zone is offset by less.
const QUARTER: i64 = 900_000;

/// Predicted chances are summed in millionths, so that taking a review back leaves exactly what was there before.
const MILLION: f64 = 1e6;

/// Days over which answers and hours are counted: habits of years ago say little.
pub const LATELY: i32 = 365;

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

/// What an hour of a study day held. Negative where a review is taken back that was tallied elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Answers in learning steps, [`Rating::ALL`]'s order.
    pub learning: [i64; 4],
    /// Answers to cards that were due on a day.
    pub due: [i64; 4],
    /// The sum of their predicted chances of recall, millionths.
    pub predicted: i64,
}

/// Reviews tallied by study day and hour of the wall clock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tallies(pub BTreeMap<(StudyDay, u8), Tally>);

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

/// What the reviews say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reviews {
    /// Months with a review of a card that was due on a day, earliest first.
    pub months: Vec<Month>,
    /// How often each answer was given in learning steps over [`LATELY`] days, [`Rating::ALL`]'s order.
    pub learning: [u32; 4],
    /// The same for cards that were due on a day.
    pub due: [u32; 4],
    /// The hours of the learner's wall clock, from midnight, over the same days.
    pub hours: [Hour; 24],
}

/// Tallies reviews one by one.
#[derive(Debug)]
pub struct Tallying<'a> {
    calendar: &'a Calendar,
    /// What was tallied.
    pub tallies: Tallies,
    /// The quarter of an hour looked up last, and its hour on the wall clock.
    hour: (i64, u8),
    /// The hour that was tallied last, kept out of the map: most reviews fall into the hour of the one before.
    open: Option<((StudyDay, u8), Tally)>,
}

impl Month {
    /// Whether what was predicted lies within the interval in which the true share lies.
    #[must_use]
    pub fn as_predicted(&self) -> bool {
        let (low, high) = self.recalled.interval();
        (low..=high).contains(&self.predicted)
    }
}

impl Tally {
    /// All ratings.
    fn reviews(&self) -> i64 {
        self.learning.iter().chain(&self.due).sum()
    }

    fn add(&mut self, other: &Self) {
        for (to, from) in self.learning.iter_mut().chain(&mut self.due).zip(other.learning.iter().chain(&other.due)) {
            *to += from;
        }
        self.predicted += other.predicted;
    }

    /// Recalled ones of those due on a day.
    fn recalled(&self) -> Share {
        let [again, rest @ ..] = self.due.map(count);
        let right = rest.iter().sum();
        Share { right, of: right + again }
    }
}

impl Tallies {
    /// Adds others to them.
    pub fn add(&mut self, others: &Self) {
        for (hour, tally) in &others.0 {
            self.0.entry(*hour).or_default().add(tally);
        }
    }

    /// What they say together.
    #[must_use]
    pub fn reviews(&self, today: StudyDay) -> Reviews {
        let since = StudyDay(today.0.saturating_sub(LATELY));
        let (mut months, mut hours) = (BTreeMap::<(i16, i8), Tally>::new(), [Tally::default(); 24]);
        let mut of: Option<(StudyDay, (i16, i8))> = None;
        for ((day, hour), tally) in &self.0 {
            let month = match of {
                Some((same, month)) if same == *day => month,
                _ => (day.date().year(), day.date().month()),
            };
            of = Some((*day, month));
            months.entry(month).or_default().add(tally);
            if *day > since {
                hours[usize::from(*hour).min(23)].add(tally);
            }
        }
        let mut all = Tally::default();
        hours.iter().for_each(|tally| all.add(tally));
        let month = |((year, month), tally): ((i16, i8), Tally)| {
            let recalled = tally.recalled();
            let predicted = (tally.predicted as f64 / MILLION / f64::from(recalled.of.max(1))).clamp(0.0, 1.0);
            Month { year, month, recalled, predicted }
        };
        Reviews {
            months: months.into_iter().map(month).filter(|month| month.recalled.of > 0).collect(),
            learning: all.learning.map(count),
            due: all.due.map(count),
            hours: hours.map(|tally| Hour { reviews: count(tally.reviews()), recalled: tally.recalled() }),
        }
    }
}

impl<'a> Tallying<'a> {
    /// Begins with nothing.
    #[must_use]
    pub fn new(calendar: &'a Calendar) -> Self {
        Self { calendar, tallies: Tallies::default(), hour: (i64::MIN, 0), open: None }
    }

    /// Counts a review in, or takes it back. The model is the one that predicted it.
    pub fn count(&mut self, row: &ReviewRow, taken_back: bool, model: &Model) {
        let one = if taken_back { -1 } else { 1 };
        let key = (row.day, self.hour_of(row.at));
        if self.open.as_ref().is_none_or(|(open, _)| *open != key) {
            self.close();
        }
        let (_, tally) = self.open.get_or_insert((key, Tally::default()));
        let at = row.rating as usize - 1;
        match row.before {
            None => tally.learning[at] += one,
            Some((memory, last)) => {
                tally.due[at] += one;
                let predicted = model.retrievability(memory, row.day.since(last) as f32);
                tally.predicted += one * (f64::from(predicted) * MILLION).round() as i64;
            }
        }
    }

    /// What was tallied.
    #[must_use]
    pub fn done(mut self) -> Tallies {
        self.close();
        self.tallies
    }

    fn close(&mut self) {
        if let Some((key, tally)) = self.open.take() {
            self.tallies.0.entry(key).or_default().add(&tally);
        }
    }

    fn hour_of(&mut self, at: Timestamp) -> u8 {
        let quarter = at.0.div_euclid(QUARTER);
        if self.hour.0 != quarter {
            let local = at.instant().to_zoned(self.calendar.zone.clone());
            self.hour = (quarter, u8::try_from(local.hour()).unwrap_or(0).min(23));
        }
        self.hour.1
    }
}

fn count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(day: i32, rating: Rating, due: bool) -> ReviewRow {
        let at = Timestamp(i64::from(day) * 86_400_000 + 9 * 3_600_000);
        let memory = Memory { stability: 10.0, difficulty: 5.0 };
        ReviewRow { at, day: StudyDay(day), rating, before: due.then_some((memory, StudyDay(day - 10))) }
    }

    fn tallied(rows: &[(ReviewRow, bool)]) -> Tallies {
        let (model, calendar) = (Model::default(), Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 });
        let mut tallying = Tallying::new(&calendar);
        rows.iter().for_each(|(row, taken_back)| tallying.count(row, *taken_back, &model));
        tallying.done()
    }

    // 2026-01-31 and 2026-02-01, at 09:00; ten days after the rating before.
    fn rows() -> Vec<(ReviewRow, bool)> {
        [(20_484, Rating::Good, true), (20_484, Rating::Again, true), (20_484, Rating::Again, false)]
            .into_iter()
            .chain([(20_485, Rating::Hard, true)])
            .map(|(day, rating, due)| (row(day, rating, due), false))
            .collect()
    }

    #[test]
    fn recall_stands_beside_what_was_predicted() {
        let sum = tallied(&rows()).reviews(StudyDay(20_485));
        let [january, february] = sum.months[..] else { panic!("{sum:?}") };
        assert_eq!((january.year, january.month, january.recalled), (2026, 1, Share { right: 1, of: 2 }));
        assert_eq!((february.month, february.recalled), (2, Share { right: 1, of: 1 }));
        // By the definition of stability.
        assert!((january.predicted - 0.9).abs() < 1e-4 && (february.predicted - 0.9).abs() < 1e-4);
        assert!(january.as_predicted());
        assert_eq!((sum.learning, sum.due), ([1, 0, 0, 0], [1, 1, 1, 0]));
        assert_eq!(sum.hours[9], Hour { reviews: 4, recalled: Share { right: 2, of: 3 } });
        assert_eq!(sum.hours.iter().map(|hour| hour.reviews).sum::<u32>(), 4);
    }

    #[test]
    fn what_is_taken_back_leaves_nothing() {
        let before = tallied(&rows()).reviews(StudyDay(20_485));
        let mut more = rows();
        more.extend([(row(20_300, Rating::Easy, true), false), (row(20_300, Rating::Easy, true), true)]);
        assert_eq!(tallied(&more).reviews(StudyDay(20_485)), before);
    }

    #[test]
    fn habits_are_those_of_the_last_year_and_months_are_all() {
        let sum = tallied(&rows()).reviews(StudyDay(20_485 + LATELY));
        assert_eq!((sum.months.len(), sum.due, sum.hours[9].reviews), (2, [0; 4], 0));
    }

    #[test]
    fn tallies_add_up_in_any_parts() {
        let all = rows();
        for at in 0..all.len() {
            let mut sum = tallied(&all[..at]);
            sum.add(&tallied(&all[at..]));
            assert_eq!(sum, tallied(&all));
        }
    }
}
