//! Instants, study days and the rollover between them. Nothing here reads a clock.
//!
//! A study day starts at the rollover hour (04:00 unless set otherwise) of the learner's own wall clock, so that
//! a late evening belongs to the day it began on.

use jiff::{Timestamp as Instant, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// Days since 1970-01-01 of the learner's calendar, after the rollover shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StudyDay(pub i32);

/// One reading of the clock: the instant, and the study day that it falls on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub at: Timestamp,
    /// Its study day.
    pub day: StudyDay,
    /// When the next study day starts.
    pub next_day_at: Timestamp,
}

/// The learner's calendar: a time zone and the hour at which a study day starts.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// Where the learner is.
    pub zone: TimeZone,
    /// Hour of the rollover, 0 to 23.
    pub rollover_hour: i8,
}

impl Timestamp {
    /// RFC 3339 in the calendar's time zone, whole seconds.
    #[must_use]
    pub fn written(self, calendar: &Calendar) -> String {
        self.instant().to_zoned(calendar.zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The instant `ms` milliseconds later (earlier when negative).
    #[must_use]
    pub fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to here; negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same for jiff, held within the years it knows.
    #[must_use]
    pub fn instant(self) -> Instant {
        // By whole seconds: the last of them takes no milliseconds.
        let held = self.0.clamp((Instant::MIN.as_second() + 1) * 1000, Instant::MAX.as_second() * 1000);
        Instant::from_millisecond(held).unwrap_or(Instant::UNIX_EPOCH)
    }
}

impl StudyDay {
    /// Whole days from `earlier` to here, 0 when the calendar went back (a clock set back, a move westward).
    #[must_use]
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).unwrap_or(0)
    }

    /// The day `days` later.
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
    }

    /// Its date in the calendar.
    #[must_use]
    pub fn date(self) -> civil::Date {
        let epoch = civil::date(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().days(self.0.clamp(-4_000_000, 2_900_000)))
    }

    /// The study day of a calendar date.
    #[must_use]
    pub fn of_date(date: civil::Date) -> Self {
        let span = civil::date(1970, 1, 1).until(date).map_or(0, |span| span.get_days());
        Self(span)
    }
}

impl Calendar {
    /// The reading of the clock at `at`.
    #[must_use]
    pub fn now(&self, at: Timestamp) -> Now {
        let day = self.day_of(at);
        Now { at, day, next_day_at: self.start_of(day.plus(1)) }
    }

    /// The study day on which `at` falls.
    #[must_use]
    pub fn day_of(&self, at: Timestamp) -> StudyDay {
        let local = at.instant().to_zoned(self.zone.clone()).datetime();
        let today = StudyDay::of_date(local.date());
        // Not "the wall clock minus some hours": on a day when clocks change that would be an hour off.
        if local.hour() < self.rollover_hour { StudyDay(today.0.saturating_sub(1)) } else { today }
    }

    /// When the study day starts. Where the rollover hour doesn't exist (clocks go forward), the hour after it.
    #[must_use]
    pub fn start_of(&self, day: StudyDay) -> Timestamp {
        let local = day.date().at(self.rollover_hour, 0, 0, 0);
        let zoned = self.zone.to_ambiguous_zoned(local).compatible();
        Timestamp(zoned.map_or(i64::MAX, |zoned| zoned.timestamp().as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(zone: &str) -> Calendar {
        Calendar { zone: TimeZone::posix(zone).unwrap(), rollover_hour: 4 }
    }

    /// Central Europe's rule, written out so that the test needs no zone files.
    const BERLIN: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<Instant>().unwrap().as_millisecond())
    }

    #[test]
    fn the_day_turns_at_four_in_the_morning() {
        let berlin = calendar(BERLIN);
        let date = |text: &str| berlin.day_of(at(text)).date().to_string();
        assert_eq!(date("2026-01-05T02:59:59Z"), "2026-01-04");
        assert_eq!(date("2026-01-05T03:00:00Z"), "2026-01-05");
    }

    #[test]
    fn instants_are_held_within_the_calendar() {
        let year = |at: Timestamp| at.instant().to_zoned(TimeZone::UTC).year();
        assert_eq!((year(Timestamp(i64::MAX)), year(Timestamp(i64::MIN))), (9999, -9999));
        assert_eq!(Timestamp(5).plus(7), Timestamp(12));
        assert_eq!(Timestamp(i64::MAX).plus(1).since(Timestamp(i64::MIN)), i64::MAX);
    }

    #[test]
    fn rollover_holds_when_clocks_change() {
        let berlin = calendar(BERLIN);
        // Forward on 2026-03-29: 04:00 local is 02:00 UTC. Back on 2026-10-25: 04:00 local is 03:00 UTC.
        for (before, after) in
            [("2026-03-29T01:59:59Z", "2026-03-29T02:00:00Z"), ("2026-10-25T02:59:59Z", "2026-10-25T03:00:00Z")]
        {
            assert_eq!(berlin.day_of(at(after)).since(berlin.day_of(at(before))), 1, "{after}");
            assert_eq!(berlin.now(at(before)).next_day_at, at(after));
        }
    }

    #[test]
    fn every_instant_lies_inside_its_day() {
        let berlin = calendar(BERLIN);
        let first = at("2026-01-01T00:00:00Z").0;
        for step in 0..9000 {
            let at = Timestamp(first + step * 3_600_000 + 1_234);
            let now = berlin.now(at);
            assert!(berlin.start_of(now.day) <= at && at < now.next_day_at, "{at:?}");
        }
    }

    #[test]
    fn a_move_westward_gives_no_negative_days() {
        assert_eq!(StudyDay(10).since(StudyDay(11)), 0);
        assert_eq!(StudyDay(i32::MAX).since(StudyDay(i32::MIN)), u32::MAX);
    }

    #[test]
    fn far_years_hold() {
        let berlin = calendar(BERLIN);
        for at in [i64::MIN, -1, 0, 253_402_207_200_000, i64::MAX].map(Timestamp) {
            let now = berlin.now(at);
            assert!(now.next_day_at.0 > i64::MIN);
            assert!(StudyDay(i32::MAX).date() >= now.day.date());
        }
    }
}
