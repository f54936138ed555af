//! Numbers, dates and waits as people say them.

use crate::domain::review::Wait;
use crate::domain::settings::Dates;
use crate::domain::time::{Calendar, Now, StudyDay, Timestamp};
use crate::domain::today::NextDue;

pub use crate::domain::dates::{long_date, long_month, month, month_of_year, short_date, weekday_name, weekdays};

/// `1 card`, `2 cards`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Names of keys start large where they start a line: `Enter`; single letters stay as they are.
#[must_use]
pub fn capital(key: &str) -> String {
    let mut letters = key.chars();
    match letters.next() {
        Some(first) if key.chars().count() > 1 => first.to_uppercase().chain(letters).collect(),
        _ => key.to_owned(),
    }
}

/// How long until a card comes back: `10 min`, `4 days`, `2.3 months`.
#[must_use]
pub fn wait(wait: Wait) -> String {
    match wait {
        Wait::Minutes(minutes) => format!("{minutes} min"),
        Wait::Days(days) if days < 45 => count(days.into(), "day", "days"),
        Wait::Days(days) if days < 365 => format!("{:.1} months", f64::from(days) / 30.4375),
        Wait::Days(days) => format!("{:.1} years", f64::from(days) / 365.25),
    }
}

/// `under a minute`, `about 6 min`.
#[must_use]
pub fn minutes(seconds: u32) -> String {
    if seconds < 60 { "under a minute".into() } else { format!("about {} min", seconds.div_ceil(60)) }
}

/// `09:42`.
#[must_use]
pub fn clock(at: Timestamp, calendar: &Calendar) -> String {
    at.instant().to_zoned(calendar.zone.clone()).strftime("%H:%M").to_string()
}

/// `tomorrow`, `on Fri 21 Nov`.
#[must_use]
pub fn day(day: StudyDay, now: Now, dates: Dates) -> String {
    match day.since(now.day) {
        0 => "today".into(),
        1 => "tomorrow".into(),
        _ => format!("on {}", short_date(day.date(), dates)),
    }
}

/// `at 09:42`, `tomorrow`, `on Fri 21 Nov`.
#[must_use]
pub fn next_due(next: NextDue, now: Now, calendar: &Calendar, dates: Dates) -> String {
    match next {
        NextDue::At(at) => format!("at {}", clock(at, calendar)),
        NextDue::Day(next) => day(next, now, dates),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_read_well() {
        let said: Vec<String> = [1, 44, 45, 70, 364, 365, 800].map(|days| wait(Wait::Days(days))).to_vec();
        assert_eq!(said, ["1 day", "44 days", "1.5 months", "2.3 months", "12.0 months", "1.0 years", "2.2 years"]);
        assert_eq!(wait(Wait::Minutes(1)), "1 min");
    }

    #[test]
    fn minutes_read_well() {
        assert_eq!((minutes(59).as_str(), minutes(61).as_str()), ("under a minute", "about 2 min"));
    }
}
