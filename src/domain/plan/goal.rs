//! What the learner plans for: an exam on a date, and minutes on each weekday.

use serde::{Deserialize, Serialize};

use super::card::Days;
use crate::domain::id::{ExamId, PackId};
use crate::domain::time::StudyDay;

/// The learner's plan as it was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The exam of a pack; none for all cards alike.
    pub exam: Option<(PackId, ExamId)>,
    /// The day of the exam. The day before is the last to study on.
    pub date: StudyDay,
    /// Minutes on each weekday, Monday first; 0 for a day off.
    pub minutes: [u16; 7],
}

/// Where a day stands to the exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// So many study days are left, the day itself among them.
    Ahead(u32),
    /// The exam is on this day.
    Today,
    /// It was so many days ago.
    Past(u32),
}

/// No exam further away than this is planned for: ten years.
pub const MOST_DAYS: u32 = 3650;

/// No day has more minutes than this.
pub const MOST_MINUTES: u16 = 720;

/// The names of the weekdays as the command line takes them, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Goal {
    /// Where a day stands to the exam.
    #[must_use]
    pub fn standing(&self, today: StudyDay) -> Standing {
        match self.date.0.cmp(&today.0) {
            std::cmp::Ordering::Greater => Standing::Ahead(self.date.since(today)),
            std::cmp::Ordering::Equal => Standing::Today,
            std::cmp::Ordering::Less => Standing::Past(today.since(self.date)),
        }
    }

    /// Minutes meant for a day.
    #[must_use]
    pub fn minutes_on(&self, day: StudyDay) -> u16 {
        self.minutes[weekday(day)]
    }

    /// The study days from today to the day before the exam.
    #[must_use]
    pub fn days(&self, today: StudyDay) -> Days {
        let left = self.date.since(today);
        Days::new((0..left).map(|ahead| f64::from(self.minutes_on(today.plus(ahead)))))
    }

    /// The next day after this one that is meant for study before the exam.
    #[must_use]
    pub fn next_study_day(&self, today: StudyDay) -> Option<StudyDay> {
        let ahead = (1..self.date.since(today)).find(|ahead| self.minutes_on(today.plus(*ahead)) > 0);
        ahead.map(|ahead| today.plus(ahead))
    }

    /// Minutes of a usual day: the mean over those of the week with any.
    #[must_use]
    pub fn usual_minutes(&self) -> f64 {
        let open = self.minutes.iter().filter(|minutes| **minutes > 0).count();
        self.minutes.iter().map(|minutes| f64::from(*minutes)).sum::<f64>() / open.max(1) as f64
    }
}

/// Place of a day in its week, Monday 0.
#[must_use]
pub fn weekday(day: StudyDay) -> usize {
    // 1970-01-01 was a Thursday.
    (i64::from(day.0) + 3).rem_euclid(7) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(minutes: [u16; 7], date: i32) -> Goal {
        Goal { exam: None, date: StudyDay(date), minutes }
    }

    #[test]
    fn weekdays_follow_the_calendar() {
        for day in [-9, 0, 1, 20_461] {
            let monday = jiff::civil::Weekday::Monday;
            let date = StudyDay(day).date();
            assert_eq!(weekday(StudyDay(day)) as i8, date.weekday().since(monday), "{date}");
        }
    }

    #[test]
    fn days_run_to_the_eve_of_the_exam() {
        // Day 4 is a Monday; Sunday is free.
        let days = goal([10, 20, 20, 20, 20, 30, 0], 11).days(StudyDay(4));
        assert_eq!((0..days.left()).map(|day| days.minutes(day)).sum::<f64>(), 120.0);
        assert_eq!((days.left(), days.open(6)), (7, false));
    }

    #[test]
    fn an_exam_is_ahead_today_or_past() {
        let goal = goal([20; 7], 10);
        assert_eq!(goal.standing(StudyDay(8)), Standing::Ahead(2));
        assert_eq!(goal.standing(StudyDay(10)), Standing::Today);
        assert_eq!(goal.standing(StudyDay(13)), Standing::Past(3));
        assert_eq!(goal.days(StudyDay(13)).left(), 0);
    }

    #[test]
    fn a_usual_day_is_the_mean_of_those_with_minutes() {
        assert_eq!(goal([30, 30, 30, 30, 30, 0, 0], 10).usual_minutes(), 30.0);
        assert_eq!(goal([10, 25, 0, 0, 0, 0, 0], 10).usual_minutes(), 17.5);
        assert_eq!(goal([0; 7], 10).usual_minutes(), 0.0);
    }

    #[test]
    fn the_next_study_day_passes_over_days_off() {
        // Day 4 is a Monday; only Mondays and Thursdays are for study.
        let week = goal([20, 0, 0, 20, 0, 0, 0], 14);
        let next = |day| week.next_study_day(StudyDay(day)).map(|day| day.0);
        assert_eq!([4, 6, 7, 10, 11, 14, 20].map(next), [Some(7), Some(7), Some(11), Some(11), None, None, None]);
    }
}
