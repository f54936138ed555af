//! After days away: the backlog is spread over the coming days, what is worth most first.
//!
//! What a review now is worth is what it adds to the chance of recall a week from now, when most of the backlog will have
//! had its turn. A card forgotten long ago gains little more by coming today than by coming next week; one that is about
//! to slip gains most.

use crate::domain::memory::{Memory, Model};

/// Days over which a backlog is spread where the limit allows.
pub const SPREAD: u32 = 7;

/// Reviews that anybody can do on a day, however few were usual.
const EASY: u32 = 30;

/// Days until which a review's gain is counted.
const HORIZON: f32 = 7.0;

/// A backlog being worked off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatchUp {
    /// Reviews waiting, those for later days of the week counted too.
    pub waiting: u32,
    /// Reviews of the day, those done already counted too.
    pub share: u32,
}

impl CatchUp {
    /// How to work off `waiting` reviews (those of today and those left from before, and what was done of them today) for
    /// a learner who usually does `usual` a day and wants at most `limit`. None when they fit into a day.
    #[must_use]
    pub fn plan(waiting: u32, usual: u32, limit: u32) -> Option<Self> {
        let bearable = usual.max(EASY).saturating_mul(3) / 2;
        if waiting <= bearable.min(limit) {
            return None;
        }
        let share = waiting.div_ceil(SPREAD).max(usual).max(EASY).min(limit).min(waiting);
        Some(Self { waiting, share })
    }

    /// Days until the backlog is gone at this pace, at least 1.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.waiting.div_ceil(self.share.max(1)).max(1)
    }
}

/// What a review now adds to the chance of recall a week from now: mean over recalling and forgetting it. `elapsed` is days
/// since the last review. 0 when the memory is out of range.
#[must_use]
pub fn gain(memory: Memory, elapsed: u32, model: &Model) -> f32 {
    let recall = model.retrievability(memory, elapsed as f32);
    // The retention decides only intervals, which don't matter here.
    let Ok([again, _, good, _]) = model.outcomes(Some(memory), 0.9, elapsed) else { return 0.0 };
    let then = |memory: Memory| model.retrievability(memory, HORIZON);
    let reviewed = recall * then(good.memory) + (1.0 - recall) * then(again.memory);
    reviewed - model.retrievability(memory, elapsed as f32 + HORIZON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_weeks_away_are_spread_over_a_week() {
        // 40 a day, 14 days away: 600 wait.
        let plan = CatchUp::plan(600, 40, 200).unwrap();
        assert_eq!((plan.share, plan.days()), (86, 7));
        assert_eq!(CatchUp::plan(60, 40, 200), None, "a busy day is no backlog");
        assert_eq!(CatchUp::plan(9_000, 40, 200).map(|plan| (plan.share, plan.days())), Some((200, 45)));
        assert_eq!(CatchUp::plan(3, 40, 0).map(|plan| plan.share), Some(0));
    }

    proptest! {
        #[test]
        fn never_more_than_the_limit_and_never_none(waiting in 0u32..100_000, usual in 0u32..500, limit in 1u32..2000) {
            match CatchUp::plan(waiting, usual, limit) {
                None => prop_assert!(waiting <= limit && waiting <= usual.max(EASY) * 3 / 2),
                Some(plan) => {
                    prop_assert!((1..=limit).contains(&plan.share) && plan.share <= waiting);
                    prop_assert!(plan.share == limit || plan.days() <= SPREAD);
                }
            }
        }

        #[test]
        fn a_review_never_takes_away(stability in 0.1f32..500.0, difficulty in 1.0f32..10.0, elapsed in 1u32..600) {
            let gain = gain(Memory { stability, difficulty }, elapsed, &Model::default());
            prop_assert!((-0.2..=1.0).contains(&gain), "{gain}");
        }
    }

    #[test]
    fn what_is_about_to_slip_gains_more_than_what_is_safe() {
        let model = Model::default();
        let of = |stability: f32, elapsed| gain(Memory { stability, difficulty: 5.0 }, elapsed, &model);
        assert!(of(10.0, 14) > of(300.0, 14), "safe anyhow");
        assert!(of(3.0, 5) > of(3.0, 0), "just reviewed");
    }
}
