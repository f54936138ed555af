//! The ratings that weights are fitted to, card by card.

use std::ops::Range;

use crate::domain::memory::Rating;
use crate::domain::review::journal::Source;
use crate::domain::time::StudyDay;

/// A rating of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its study day.
    pub day: StudyDay,
    /// Days since the rating before, 0 on the same day and for the first.
    pub days: u32,
    /// The answer.
    pub rating: Rating,
    /// Whether it says something about recall: on a later day, and not because a mock exam was missed.
    pub sample: bool,
}

/// All ratings, those of a card together and in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ratings {
    steps: Vec<Step>,
    /// Where each history starts, and the end.
    starts: Vec<u32>,
    /// Which of them say how a card is known now.
    known: Vec<bool>,
    samples: u32,
}

/// Ratings as they come, in the order of the journal.
#[derive(Debug, Default)]
pub struct Collecting(Vec<Row>);

#[derive(Debug, Clone, Copy)]
struct Row {
    card: i64,
    day: StudyDay,
    rating: Rating,
    sample: bool,
    /// Whether the card was new: for the first time, or started over.
    new: bool,
}

impl Collecting {
    /// Takes the next rating. Cramming leaves memories as they are and is left out.
    pub fn push(&mut self, card: i64, day: StudyDay, rating: Rating, source: Source, new: bool) {
        if source != Source::Cram {
            self.0.push(Row { card, day, rating, sample: source == Source::Due, new });
        }
    }

    /// All of them, by card. `in_use` says which cards are known and come again; of each the last history counts as known.
    #[must_use]
    pub fn done(mut self, in_use: impl Fn(i64) -> bool) -> Ratings {
        self.0.sort_by_key(|row| row.card);
        let mut ratings = Ratings { steps: Vec::with_capacity(self.0.len()), ..Ratings::default() };
        let mut before: Option<Row> = None;
        for row in self.0 {
            let last = before.filter(|before| before.card == row.card && !row.new);
            if last.is_none() {
                ratings.starts.push(ratings.steps.len() as u32);
                // A life before this one is over.
                if let Some(over) = ratings.known.last_mut().filter(|_| before.is_some_and(|one| one.card == row.card))
                {
                    *over = false;
                }
                ratings.known.push(in_use(row.card));
            }
            let days = last.map_or(0, |last| row.day.since(last.day));
            let sample = row.sample && days > 0;
            ratings.samples += u32::from(sample);
            ratings.steps.push(Step { day: row.day, days, rating: row.rating, sample });
            before = Some(row);
        }
        ratings.starts.push(ratings.steps.len() as u32);
        ratings
    }
}

impl Ratings {
    /// Ratings that say something about recall.
    #[must_use]
    pub fn samples(&self) -> u32 {
        self.samples
    }

    /// All ratings.
    #[must_use]
    pub fn all(&self) -> usize {
        self.steps.len()
    }

    /// How many histories there are: one for each card, and one more for each time it was started over.
    #[must_use]
    pub fn histories(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Whether it says how a card in use is known now: not one that was started over since, or is out of use.
    #[must_use]
    pub fn known(&self, at: usize) -> bool {
        self.known.get(at).copied().unwrap_or(false)
    }

    /// One of them.
    #[must_use]
    pub fn history(&self, at: usize) -> &[Step] {
        match self.starts.get(at).zip(self.starts.get(at + 1)) {
            Some((start, end)) => &self.steps[*start as usize..*end as usize],
            None => &[],
        }
    }

    /// The end of a range of histories from `at` on that holds about so many ratings, one history at least.
    #[must_use]
    pub fn chunk(&self, at: usize, ratings: usize) -> usize {
        let Some(start) = self.starts.get(at) else { return self.histories() };
        let end = (at + 1..self.histories()).find(|end| (self.starts[*end] - start) as usize >= ratings);
        end.unwrap_or(self.histories())
    }

    /// The histories with a sample before that day.
    #[must_use]
    pub fn with_samples(&self, days: &Range<i32>) -> Vec<u32> {
        let counts = |step: &Step| step.sample && days.contains(&step.day.0);
        (0..self.histories()).filter(|at| self.history(*at).iter().any(counts)).map(|at| at as u32).collect()
    }

    /// The day before which that part of the samples lies; none where nothing would be left on one side.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<StudyDay> {
        let mut days: Vec<i32> = self.steps.iter().filter(|step| step.sample).map(|step| step.day.0).collect();
        days.sort_unstable();
        let day = *days.get((days.len() as f64 * part) as usize)?;
        (days.first() < Some(&day)).then_some(StudyDay(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_sorted_into_histories() {
        let mut rows = Collecting::default();
        for (card, day, rating, source, new) in [
            (2, 10, Rating::Good, Source::Due, true),
            (1, 10, Rating::Again, Source::Due, true),
            (2, 10, Rating::Good, Source::Due, false),
            (1, 12, Rating::Hard, Source::Cram, false),
            (1, 13, Rating::Again, Source::Exam, false),
            (2, 15, Rating::Easy, Source::Due, false),
            (2, 20, Rating::Easy, Source::Due, true),
        ] {
            rows.push(card, StudyDay(day), rating, source, new);
        }
        let ratings = rows.done(|card| card == 2);
        assert_eq!((ratings.histories(), ratings.all(), ratings.samples()), (3, 6, 1));
        let days = |at: usize| ratings.history(at).iter().map(|step| (step.days, step.sample)).collect::<Vec<_>>();
        assert_eq!(days(0), [(0, false), (3, false)], "cramming is left out, and an exam's miss is no sample");
        assert_eq!(days(1), [(0, false), (0, false), (5, true)]);
        assert_eq!(days(2), [(0, false)], "started over");
        assert_eq!([0, 1, 2, 3].map(|at| ratings.known(at)), [false, false, true, false]);
        assert_eq!((days(3), ratings.chunk(0, 3), ratings.chunk(0, 99)), (vec![], 2, 3));
        assert_eq!(ratings.quantile(0.5), None, "all samples on one day");
        assert_eq!(Ratings::default().histories(), 0);
    }
}
