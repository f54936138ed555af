//! Which automatic backups are worth keeping: many of late, fewer of long ago.

use std::collections::BTreeSet;

use crate::domain::time::StudyDay;

/// Days of which the backup is kept.
pub const DAILY: usize = 7;
/// Weeks of which the last backup is kept.
pub const WEEKLY: usize = 4;
/// Months of which the last backup is kept.
pub const MONTHLY: usize = 12;

/// The days whose backups stay: those of the last [`DAILY`] days that have one, the last of each of the last [`WEEKLY`]
/// weeks (from Monday) and of each of the last [`MONTHLY`] months that have one.
///
/// Thinning after every backup leaves the same as thinning all of them at once.
#[must_use]
pub fn kept(days: impl IntoIterator<Item = StudyDay>) -> BTreeSet<StudyDay> {
    let days: BTreeSet<StudyDay> = days.into_iter().collect();
    let mut kept = BTreeSet::new();
    kept.extend(last_of_each(&days, DAILY, |day| i64::from(day.0)));
    kept.extend(last_of_each(&days, WEEKLY, week));
    kept.extend(last_of_each(&days, MONTHLY, month));
    kept
}

/// The last day of each of the last `most` periods that have one.
fn last_of_each(days: &BTreeSet<StudyDay>, most: usize, period: fn(StudyDay) -> i64) -> Vec<StudyDay> {
    let mut found: Vec<StudyDay> = Vec::new();
    for day in days.iter().rev() {
        if found.last().is_none_or(|later| period(*later) != period(*day)) {
            found.push(*day);
        }
    }
    found.truncate(most);
    found
}

/// Weeks since the Monday before 1970-01-01, which was a Thursday.
fn week(day: StudyDay) -> i64 {
    (i64::from(day.0) + 3).div_euclid(7)
}

fn month(day: StudyDay) -> i64 {
    let date = day.date();
    i64::from(date.year()) * 12 + i64::from(date.month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn dates(days: &BTreeSet<StudyDay>) -> Vec<String> {
        days.iter().map(|day| day.date().to_string()).collect()
    }

    #[test]
    fn a_year_of_daily_backups_is_thinned() {
        let last = StudyDay::of_date(date(2026, 11, 21)); // a Saturday
        let kept = kept((0..400).map(|ago| StudyDay(last.0 - ago)));
        let expected = [
            // The last of each month, then of each week, then every day.
            "2025-12-31",
            "2026-01-31",
            "2026-02-28",
            "2026-03-31",
            "2026-04-30",
            "2026-05-31",
            "2026-06-30",
            "2026-07-31",
            "2026-08-31",
            "2026-09-30",
            "2026-10-31",
            "2026-11-01",
            "2026-11-08",
            "2026-11-15",
            "2026-11-16",
            "2026-11-17",
            "2026-11-18",
            "2026-11-19",
            "2026-11-20",
            "2026-11-21",
        ];
        assert_eq!(dates(&kept), expected);
    }

    proptest! {
        #[test]
        fn few_stay_and_the_newest_always(days in prop::collection::vec(0i32..3000, 1..200)) {
            let newest = StudyDay(*days.iter().max().unwrap());
            let kept = kept(days.iter().map(|day| StudyDay(*day)));
            prop_assert!(kept.len() <= DAILY + WEEKLY + MONTHLY);
            prop_assert!(kept.contains(&newest));
            prop_assert!(kept.iter().all(|day| days.contains(&day.0)));
        }

        #[test]
        fn the_last_seven_stay(days in prop::collection::btree_set(0i32..3000, 1..100)) {
            let kept = kept(days.iter().map(|day| StudyDay(*day)));
            prop_assert!(days.iter().rev().take(DAILY).all(|day| kept.contains(&StudyDay(*day))));
        }

        /// Otherwise what stays would depend on when the program was opened.
        #[test]
        fn thinning_each_time_equals_thinning_at_once(days in prop::collection::btree_set(0i32..1500, 1..150)) {
            let mut each_time = BTreeSet::new();
            for day in &days {
                each_time.insert(StudyDay(*day));
                each_time = kept(each_time);
            }
            prop_assert_eq!(each_time, kept(days.iter().map(|day| StudyDay(*day))));
        }
    }
}
