//! The only place that reads the clock and the time zone.

use std::time::Instant;

use jiff::tz::TimeZone;

use crate::domain::time::{Calendar, Now, Timestamp};
use crate::failure::Failure;

/// Hour at which a study day starts.
const ROLLOVER_HOUR: i8 = 4;

/// A clock that may start elsewhere than now, for tests and demonstrations; it runs on from there.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The learner's calendar.
    pub calendar: Calendar,
    shift: i64,
}

impl Clock {
    /// The clock of this machine, or one that starts at `set`: an RFC 3339 instant, or an offset such as `+3d`.
    ///
    /// # Errors
    /// When `set` is neither.
    #[allow(clippy::disallowed_methods)] // This is the one place.
    pub fn new(set: Option<&str>) -> Result<Self, Failure> {
        let calendar = Calendar { zone: TimeZone::system(), rollover_hour: ROLLOVER_HOUR };
        let mut clock = Self { calendar, shift: 0 };
        if let Some(text) = set {
            let bad = || {
                let hint = "Give an instant such as 2026-12-01T09:00:00+01:00, or an offset such as +3d or -2h.";
                Failure::usage(format!("PLIMSOLL_NOW is {text:?}, which is no time"), hint)
            };
            clock.shift = shift(text, clock.real()).ok_or_else(bad)?;
        }
        Ok(clock)
    }

    /// The reading of the clock.
    #[must_use]
    pub fn now(&self) -> Now {
        self.calendar.now(Timestamp(self.real().saturating_add(self.shift)))
    }

    #[allow(clippy::disallowed_methods, clippy::unused_self)] // This is the one place.
    fn real(&self) -> i64 {
        jiff::Timestamp::now().as_millisecond()
    }
}

/// A stopwatch, for waiting; never for study time.
#[must_use]
#[allow(clippy::disallowed_methods)] // This is the one place.
pub fn tick() -> Instant {
    Instant::now()
}

fn shift(text: &str, real: i64) -> Option<i64> {
    if let Some(unit) = text.strip_prefix(['+', '-']).and_then(|rest| rest.chars().last()) {
        let ms: i64 = match unit {
            'd' => 86_400_000,
            'h' => 3_600_000,
            'm' => 60_000,
            's' => 1_000,
            _ => return None,
        };
        return text[..text.len() - 1].parse::<i64>().ok()?.checked_mul(ms);
    }
    text.parse::<jiff::Timestamp>().ok().map(|at| at.as_millisecond() - real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_can_be_set() {
        assert_eq!(shift("+3d", 0), Some(3 * 86_400_000));
        assert_eq!(shift("-2h", 0), Some(-7_200_000));
        assert_eq!(shift("1970-01-01T01:00:00+01:00", 500), Some(-500));
        for bad in ["", "+", "+3", "+3y", "tomorrow", "+9999999999999999d", "+é"] {
            assert_eq!(shift(bad, 0), None, "{bad}");
        }
    }
}
