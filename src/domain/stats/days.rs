//! Study days: how much was done on each, and how many in a row.

use crate::domain::time::StudyDay;

/// What one study day held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub day: StudyDay,
    /// Ratings.
    pub reviews: u32,
    /// Cards seen for the first time.
    pub new: u32,
    /// Milliseconds from showing each front to its rating.
    pub took: u64,
}

/// The days with at least one review, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Days(Vec<Day>);

/// How many reviews make a day's shade in a calendar: up to each of these, and above the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Levels([u32; 3]);

impl Levels {
    /// The shade of so many reviews: 0 for none, 4 for many.
    #[must_use]
    pub fn of(&self, reviews: u32) -> usize {
        if reviews == 0 { 0 } else { 1 + self.0.iter().filter(|end| reviews > **end).count() }
    }

    /// What the shades from 1 to 4 stand for: `to 12`, `over 40`.
    #[must_use]
    pub fn names(&self) -> [String; 4] {
        let [first, second, third] = self.0;
        [format!("to {first}"), format!("to {second}"), format!("to {third}"), format!("over {third}")]
    }
}

impl Days {
    /// Shades that as many days have each, of those from `since` on.
    #[must_use]
    pub fn levels(&self, since: StudyDay) -> Levels {
        let mut counts: Vec<u32> = self.0.iter().filter(|day| day.day >= since).map(|day| day.reviews).collect();
        counts.sort_unstable();
        let mut ends = [1, 2, 3].map(|part| counts.get(counts.len() * part / 4).copied().unwrap_or(0));
        // Each shade is for something, also where all days are alike.
        ends[0] = ends[0].max(1);
        ends[1] = ends[1].max(ends[0] + 1);
        ends[2] = ends[2].max(ends[1] + 1);
        Levels(ends)
    }

    /// The days that held a review, in any order.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = Day>) -> Self {
        let mut days: Vec<Day> = days.into_iter().filter(|day| day.reviews > 0).collect();
        days.sort_unstable_by_key(|day| day.day);
        days.dedup_by_key(|day| day.day);
        Self(days)
    }

    /// All of them, earliest first.
    #[must_use]
    pub fn all(&self) -> &[Day] {
        &self.0
    }

    /// The reviews of a day, 0 where there were none.
    #[must_use]
    pub fn reviews_on(&self, day: StudyDay) -> u32 {
        self.0.binary_search_by_key(&day, |day| day.day).map_or(0, |at| self.0[at].reviews)
    }

    /// Days in a row up to today. Today does not yet count against it.
    #[must_use]
    pub fn streak(&self, today: StudyDay) -> u32 {
        let mut streak = 0;
        let mut expected = today.0;
        for day in self.0.iter().rev().skip_while(|day| day.day > today) {
            if streak == 0 && day.day.0 == expected - 1 {
                expected -= 1;
            }
            if day.day.0 != expected {
                break;
            }
            streak += 1;
            expected -= 1;
        }
        streak
    }

    /// The most days in a row ever.
    #[must_use]
    pub fn longest(&self) -> u32 {
        let (mut longest, mut run) = (0, 0);
        let mut last = None;
        for day in &self.0 {
            run = if last == Some(day.day.0 - 1) { run + 1 } else { 1 };
            longest = longest.max(run);
            last = Some(day.day.0);
        }
        longest
    }

    /// Reviews and minutes a day over the last so many days, idle days counted in.
    #[must_use]
    pub fn pace(&self, today: StudyDay, days: u32) -> (f64, f64) {
        let from = today.0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX));
        let lately = self.0.iter().filter(|day| day.day.0 > from && day.day <= today);
        let (reviews, took) =
            lately.fold((0.0, 0.0), |(n, ms), day| (n + f64::from(day.reviews), ms + day.took as f64));
        let days = f64::from(days.max(1));
        (reviews / days, took / 60_000.0 / days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(days: &[i32]) -> Days {
        Days::of(days.iter().map(|day| Day { day: StudyDay(*day), reviews: 2, new: 1, took: 60_000 }))
    }

    #[test]
    fn today_does_not_count_against_a_streak() {
        let days = days(&[3, 1, 2, 8, 9]);
        assert_eq!([8, 9, 10, 11, 3, 4, 5].map(|today| days.streak(StudyDay(today))), [1, 2, 2, 0, 3, 3, 0]);
        assert_eq!((days.longest(), days.all().len()), (3, 5));
    }

    #[test]
    fn idle_days_count_into_the_pace() {
        assert_eq!(days(&[1, 2, 3, 4]).pace(StudyDay(5), 4), (1.5, 0.75));
        assert_eq!(Days::default().pace(StudyDay(5), 0), (0.0, 0.0));
    }

    #[test]
    fn shades_rise_with_the_reviews() {
        let many = Days::of((0..100).map(|n| Day { day: StudyDay(n), reviews: n as u32 + 1, new: 0, took: 0 }));
        let levels = many.levels(StudyDay(0));
        assert_eq!([0, 1, 26, 27, 51, 52, 76, 77, 100].map(|n| levels.of(n)), [0, 1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(levels.names(), ["to 26", "to 51", "to 76", "over 76"]);
        let alike = days(&[1, 2, 3]).levels(StudyDay(0));
        assert_eq!([1, 2, 3, 4, 5].map(|n| alike.of(n)), [1, 1, 2, 3, 4]);
        assert_eq!(Days::default().levels(StudyDay(0)).names()[3], "over 3");
    }

    #[test]
    fn a_day_without_reviews_is_none() {
        let idle = Day { day: StudyDay(1), reviews: 0, new: 0, took: 0 };
        assert!(Days::of([idle]).all().is_empty());
        assert_eq!(days(&[4]).reviews_on(StudyDay(4)), 2);
        assert_eq!(days(&[4]).reviews_on(StudyDay(5)), 0);
    }
}
