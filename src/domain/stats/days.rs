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

/// How many reviews make a day's shade in a calendar: up to each of these, rising, with what is beyond in the last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    ends: Vec<u32>,
    /// Whether each stands for one number of reviews, as there are so few different ones.
    single: bool,
}

/// The shades of so many levels, from 1 to 4: what lies far apart looks so.
const SHADES: [&[usize]; 5] = [&[], &[3], &[2, 4], &[1, 2, 4], &[1, 2, 3, 4]];

impl Levels {
    /// The shade of so many reviews: 0 for none, 4 for many.
    #[must_use]
    pub fn of(&self, reviews: u32) -> usize {
        let level = self.ends.iter().filter(|end| reviews > **end).count().min(self.ends.len().saturating_sub(1));
        if reviews == 0 { 0 } else { SHADES[self.ends.len()].get(level).copied().unwrap_or(0) }
    }

    /// What each shade that is used stands for: `to 12`, `over 40`; `3` where each is for one number.
    #[must_use]
    pub fn names(&self) -> Vec<(usize, String)> {
        let name = |at: usize| match at.checked_sub(1).map(|before| self.ends[before]) {
            _ if self.single => self.ends[at].to_string(),
            Some(before) if at + 1 == self.ends.len() => format!("over {before}"),
            _ => format!("to {}", self.ends[at]),
        };
        SHADES[self.ends.len()].iter().enumerate().map(|(at, shade)| (*shade, name(at))).collect()
    }
}

impl Days {
    /// Shades that about as many days have each, of those from `since` on; one for each number where there are few.
    #[must_use]
    pub fn levels(&self, since: StudyDay) -> Levels {
        let mut counts: Vec<u32> = self.0.iter().filter(|day| day.day >= since).map(|day| day.reviews).collect();
        counts.sort_unstable();
        let mut ends = counts.clone();
        ends.dedup();
        let single = ends.len() < SHADES.len();
        if !single {
            ends = [1, 2, 3].iter().map(|part| counts[counts.len() * part / 4]).chain(counts.last().copied()).collect();
            ends.dedup();
        }
        Levels { ends, single }
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
            if streak == 0 && Some(day.day.0) == expected.checked_sub(1) {
                expected = day.day.0;
            }
            if day.day.0 != expected {
                break;
            }
            streak += 1;
            expected = expected.saturating_sub(1);
        }
        streak
    }

    /// The most days in a row ever.
    #[must_use]
    pub fn longest(&self) -> u32 {
        let (mut longest, mut run) = (0, 0);
        let mut last = None;
        for day in &self.0 {
            run = if last.is_some() && last == day.day.0.checked_sub(1) { run + 1 } else { 1 };
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
        let named = |levels: &Levels| levels.names().into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(named(&levels), ["to 26", "to 51", "to 76", "over 76"]);
        // Few different numbers are told as they are, and no shade is named that no day can have.
        let of = |each: &[u32]| {
            let day =
                |(at, reviews): (usize, &u32)| Day { day: StudyDay(at as i32), reviews: *reviews, new: 0, took: 0 };
            Days::of(each.iter().enumerate().map(day)).levels(StudyDay(0))
        };
        let alike = of(&[4, 4, 4]);
        assert_eq!((alike.names(), [0, 1, 4, 9].map(|n| alike.of(n))), (vec![(3, "4".to_owned())], [0, 3, 3, 3]));
        let three = of(&[9, 4, 4, 6]);
        assert_eq!(named(&three), ["4", "6", "9"]);
        assert_eq!([4, 6, 9].map(|n| three.of(n)), [1, 2, 4]);
        assert_eq!(named(&of(&[1, 2, 3, 4, 5, 5, 5, 5, 5])), ["to 3", "over 3"]);
        assert!(named(&Days::default().levels(StudyDay(0))).is_empty());
    }

    #[test]
    fn a_day_without_reviews_is_none() {
        let idle = Day { day: StudyDay(1), reviews: 0, new: 0, took: 0 };
        assert!(Days::of([idle]).all().is_empty());
        assert_eq!(days(&[4]).reviews_on(StudyDay(4)), 2);
        assert_eq!(days(&[4]).reviews_on(StudyDay(5)), 0);
    }
}
