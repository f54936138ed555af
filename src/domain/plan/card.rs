//! What planning needs to know of a card and of the days until the exam.

use super::goal::MOST_DAYS;
use super::habits::CardKind;
use crate::domain::memory::formula::State;

/// A card in the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Card {
    /// Stable number of the card; settles ties.
    pub id: u64,
    /// What is known of its memory; none for a card that was never shown.
    pub seen: Option<Seen>,
    /// What recalling it is worth on exam day: its domain's share of the exam times the number of cards, divided by the
    /// domain's number of cards, so 1 on average. 0 for a card outside the exam.
    pub weight: f64,
    /// What is on it.
    pub kind: CardKind,
}

/// Memory of a card that was shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// Stability and difficulty after its last rating.
    pub state: State,
    /// Whole study days since then; 0 when it was shown today.
    pub elapsed: u32,
}

/// The study days from today to the day before the exam, today first: minutes meant for each. The exam is on the
/// morning of the day after the last. Empty when it is today or past.
///
/// Further away than [`HORIZON`], only so many days are planned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Days {
    minutes: Vec<f64>,
    kept: f64,
}

/// More than this many days ahead, planning aims at this day instead, and at the exam once it is no further away: what to
/// do today hardly depends on how much further away the exam is.
pub const HORIZON: usize = 60;

impl Card {
    /// A new card of weight 1.
    #[must_use]
    pub fn new(id: u64) -> Self {
        Self { id, seen: None, weight: 1.0, kind: CardKind::default() }
    }
}

impl Days {
    /// Takes minutes for each day, today first. Negative and unreal ones count as none.
    #[must_use]
    pub fn new(minutes: impl IntoIterator<Item = f64>) -> Self {
        let real = |minutes: f64| if minutes.is_finite() { minutes.clamp(0.0, 1440.0) } else { 0.0 };
        Self { minutes: minutes.into_iter().take(MOST_DAYS as usize).map(real).collect(), kept: 1.0 }
    }

    /// As many minutes on each of so many days.
    #[must_use]
    pub fn equal(days: usize, minutes: f64) -> Self {
        Self::new(std::iter::repeat_n(minutes, days))
    }

    /// The same days for somebody who is expected to study on that share of them, 0 to 1.
    #[must_use]
    pub fn keeping(self, share: f64) -> Self {
        Self { kept: if share.is_finite() { share.clamp(0.0, 1.0) } else { 1.0 }, ..self }
    }

    /// Study days that are planned, today among them.
    #[must_use]
    pub fn left(&self) -> usize {
        self.minutes.len().min(HORIZON)
    }

    /// Study days until the exam, today among them.
    #[must_use]
    pub fn to_exam(&self) -> usize {
        self.minutes.len()
    }

    /// The planned day that is as far from the day aimed at as this day is from the exam; today as long as that is
    /// further away than is planned.
    #[must_use]
    pub fn aimed(&self, day: usize) -> usize {
        self.left() - self.left().min(self.to_exam().saturating_sub(day))
    }

    /// Minutes of a day; today is 0.
    #[must_use]
    pub fn minutes(&self, day: usize) -> f64 {
        self.minutes.get(day).copied().unwrap_or(0.0)
    }

    /// Whether anything is studied on a day.
    #[must_use]
    pub fn open(&self, day: usize) -> bool {
        self.minutes(day) > 0.0
    }

    /// Seconds that are expected to be studied on all days that are planned.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        60.0 * self.kept * self.minutes[..self.left()].iter().sum::<f64>()
    }

    /// The same days with minutes multiplied.
    #[must_use]
    pub fn scaled(&self, by: f64) -> Self {
        Self::new(self.minutes.iter().map(|minutes| minutes * by)).keeping(self.kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_can_be_scaled_and_kept_in_part() {
        let days = Days::new([10.0, 0.0, 20.0]).keeping(0.5);
        assert_eq!((days.seconds(), days.minutes(2), days.minutes(3)), (900.0, 20.0, 0.0));
        let half = days.scaled(0.5);
        assert_eq!((half.seconds(), half.minutes(0), half.open(1), half.to_exam()), (450.0, 5.0, false, 3));
        assert_eq!(days.keeping(f64::NAN).seconds(), 1800.0);
    }

    #[test]
    fn beyond_what_is_planned_days_aim_at_the_horizon() {
        let days = Days::equal(HORIZON + 10, 1.0);
        assert_eq!((days.left(), days.to_exam(), days.seconds()), (HORIZON, HORIZON + 10, 60.0 * HORIZON as f64));
        assert_eq!([0, 10, 11, 69, 70].map(|day| days.aimed(day)), [0, 0, 1, 59, 60]);
        assert_eq!(Days::equal(5, 1.0).aimed(3), 3);
        assert_eq!(Days::new([-5.0, f64::INFINITY, 9999.0]).seconds(), 60.0 * 1440.0);
    }
}
