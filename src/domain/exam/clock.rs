//! An exam's own clock: it runs whenever the wall clock runs forward and stands when that is set back.

use crate::domain::time::Timestamp;

/// Where the exam's clock stands, and how far the wall clock is behind it.
///
/// Without a set-back both are the same, and what remains is `ends_at - max(now, last_seen)`. With one, `max` alone would
/// let the exam stand still until the wall clock has caught up, which is time for free; so the exam's clock goes on from
/// where it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    seen: Timestamp,
    behind: i64,
}

impl Clock {
    pub(super) fn starting(at: Timestamp) -> Self {
        Self { seen: at, behind: 0 }
    }

    /// The last reading of the exam's clock.
    pub(super) fn seen(&self) -> Timestamp {
        self.seen
    }

    /// The exam's clock when the wall clock shows `wall`.
    pub(super) fn read(&self, wall: Timestamp) -> Timestamp {
        wall.plus(self.behind).max(self.seen)
    }

    /// Whether the wall clock, showing `wall`, was set back since it was last noted.
    pub(super) fn set_back(&self, wall: Timestamp) -> bool {
        wall.plus(self.behind) < self.seen
    }

    /// Takes note that the exam's clock showed `at` while the wall clock showed `wall`.
    pub(super) fn note(&mut self, at: Timestamp, wall: Timestamp) {
        self.seen = self.seen.max(at);
        self.behind = self.seen.since(wall).max(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn set_back_it_goes_on_from_where_it_stood() {
        let mut clock = Clock::starting(Timestamp(1_000));
        let mut hear = |wall: i64| {
            let at = clock.read(Timestamp(wall));
            clock.note(at, Timestamp(wall));
            at.0
        };
        assert_eq!([2_000, 500, 600, 700].map(&mut hear), [2_000, 2_000, 2_100, 2_200]);
        // Put right again: the hour that the wall clock jumps counts, as it does when the computer slept.
        assert_eq!(hear(5_000), 6_500);
    }

    proptest! {
        /// It never goes back, and never runs slower than the wall clock's steps forward.
        #[test]
        fn no_time_is_gained(steps in prop::collection::vec(-100_000i64..100_000, 1..60)) {
            let mut clock = Clock::starting(Timestamp(0));
            let (mut wall, mut forward) = (0, 0);
            for step in steps {
                wall += step;
                forward += step.max(0);
                let at = clock.read(Timestamp(wall));
                prop_assert!(at >= clock.seen());
                clock.note(at, Timestamp(wall));
                prop_assert_eq!(at.0, forward);
            }
        }
    }
}
