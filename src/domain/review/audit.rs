//! Replays the journal a row at a time and says what doesn't follow: the proof that states are what the reviews made.
//!
//! The state that a row says it left is the truth. Every row must start where the card's row before it ended; what an
//! operation makes of a state is computed anew, and a reversal must restore what its operation found or left. Days and
//! steps depend on the settings of that time and on how full each day was, so they are taken as kept.

use std::collections::{BTreeMap, HashMap};

use crate::domain::memory::{Memory, Model, RETENTION, Rating};
use crate::domain::review::journal::{Operation, Source};
use crate::domain::review::state::{CardState, Phase};
use crate::domain::time::{Now, StudyDay, Timestamp};

/// How many places are named of each kind of fault.
const NAMED: usize = 5;

/// Parts by which a memory may differ from the one computed: it was kept in decimal digits, by another build perhaps.
const CLOSE: f32 = 1e-3;

/// A row as it stands in the journal, cards by the store's number.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Its number.
    pub seq: i64,
    /// The card.
    pub card: i64,
    /// Its study day.
    pub day: StudyDay,
    /// What it says; none for a kind of row that says nothing about scheduling.
    pub what: Option<Said>,
    /// The state that it found.
    pub before: CardState,
    /// The state that it left.
    pub after: CardState,
}

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub enum Said {
    /// This was done.
    Done(Operation, Source),
    /// That operation was undone.
    Undone(Root),
    /// That operation was done again.
    Redone(Root),
}

/// The operation that a reversal is about.
#[derive(Debug, Clone, Copy)]
pub struct Root {
    /// Its study day.
    pub day: StudyDay,
    /// What it was.
    pub operation: Operation,
    /// Where a review came from.
    pub source: Source,
    /// The state that it found.
    pub before: CardState,
    /// The state that it left.
    pub after: CardState,
}

/// What the reviews of a study day add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DaySum {
    /// Ratings.
    pub reviews: i64,
    /// Cards seen for the first time.
    pub new: i64,
    /// Ratings of cards that had a day.
    pub due: i64,
    /// Those of them that were recalled.
    pub kept: i64,
    /// Milliseconds.
    pub took: i64,
}

/// A count with the first places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// How many.
    pub count: u64,
    /// The first of them, numbers of rows.
    pub first: Vec<i64>,
}

/// The journal as far as it was replayed.
#[derive(Debug)]
pub struct Audit<'a> {
    model: &'a Model,
    /// What each card's last row left.
    pub states: HashMap<i64, CardState>,
    /// What each study day adds up to.
    pub days: BTreeMap<StudyDay, DaySum>,
    /// Rows replayed.
    pub rows: u64,
    /// Ratings among them, those undone counted too.
    pub reviews: u64,
    /// Rows that don't start where the card's row before them ended.
    pub gaps: Places,
    /// Rows whose operation doesn't make what they left of what they found.
    pub odd: Places,
    /// Ratings whose memory follows from other weights than the present ones.
    pub other_weights: Places,
}

impl DaySum {
    /// What a review counts into its day: only those of the daily cards do.
    fn of(operation: Operation, source: Source, before: &CardState) -> Option<Self> {
        let (Operation::Review { rating, took }, Source::Due) = (operation, source) else { return None };
        let due = i64::from(before.phase == Phase::Review);
        Some(Self {
            reviews: 1,
            new: i64::from(before.reviews == 0),
            due,
            kept: if rating == Rating::Again { 0 } else { due },
            took: took.into(),
        })
    }

    fn add(&mut self, other: Self, sign: i64) {
        self.reviews += sign * other.reviews;
        self.new += sign * other.new;
        self.due += sign * other.due;
        self.kept += sign * other.kept;
        self.took += sign * other.took;
    }
}

impl Places {
    fn add(&mut self, seq: i64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(seq);
        }
    }
}

impl<'a> Audit<'a> {
    /// Nothing replayed yet.
    #[must_use]
    pub fn new(model: &'a Model) -> Self {
        Self {
            model,
            states: HashMap::new(),
            days: BTreeMap::new(),
            rows: 0,
            reviews: 0,
            gaps: Places::default(),
            odd: Places::default(),
            other_weights: Places::default(),
        }
    }

    /// Replays the next row.
    pub fn take(&mut self, step: &Step) {
        self.rows += 1;
        let found = self.states.insert(step.card, step.after).unwrap_or_default();
        if found != step.before {
            self.gaps.add(step.seq);
        }
        let Some(said) = step.what else { return };
        let (counted, sign) = match said {
            Said::Done(operation, source) => {
                self.check(step, operation, source);
                (DaySum::of(operation, source, &step.before).map(|sum| (step.day, sum)), 1)
            }
            Said::Undone(root) | Said::Redone(root) => {
                let undone = matches!(said, Said::Undone(_));
                if step.after != if undone { root.before } else { root.after } {
                    self.odd.add(step.seq);
                }
                let sum = DaySum::of(root.operation, root.source, &root.before).map(|sum| (root.day, sum));
                (sum, if undone { -1 } else { 1 })
            }
        };
        if let Some((day, sum)) = counted {
            self.days.entry(day).or_default().add(sum, sign);
        }
    }

    fn check(&mut self, step: &Step, operation: Operation, source: Source) {
        let (before, after) = (step.before, step.after);
        let now = Now { at: after.due_at, day: step.day, next_day_at: Timestamp(i64::MAX) };
        let right = match operation {
            Operation::Review { rating, .. } => {
                self.reviews += 1;
                source == Source::Cram && after == before || self.rated(step, rating)
            }
            Operation::Bury => after == before.bury(now),
            Operation::Suspend => after == before.suspend(),
            Operation::Resume => after == before.resume(),
            Operation::Forget => after == before.forget(),
            // When it was due again depends on the hour at which the day ended then.
            Operation::Pull => after.memory == before.memory && after.reviews == before.reviews,
        };
        if !right {
            self.odd.add(step.seq);
        }
    }

    /// Whether the rating makes that of the card; only its memory may come from other weights.
    fn rated(&mut self, step: &Step, rating: Rating) -> bool {
        let (before, after) = (step.before, step.after);
        let lapsed = before.phase == Phase::Review && rating == Rating::Again;
        let counted = after.reviews == before.reviews.saturating_add(1)
            && after.lapses == before.lapses.saturating_add(u32::from(lapsed))
            && after.last_day == Some(step.day)
            && after.phase != Phase::New
            && after.suspended == before.suspended;
        let Some(memory) = after.memory else { return false };
        let retention = *RETENTION.end();
        match self.model.outcomes(before.memory, retention, before.elapsed(step.day)) {
            Ok(all) if close(all[rating as usize - 1].memory, memory) => {}
            Ok(_) => self.other_weights.add(step.seq),
            Err(_) => return false,
        }
        counted
    }
}

fn close(one: Memory, other: Memory) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() <= CLOSE * a.abs().max(b.abs());
    near(one.stability, other.stability) && near(one.difficulty, other.difficulty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::CardId;
    use crate::domain::review::schedule::{Rules, outcomes};

    fn now(day: i32) -> Now {
        let at = Timestamp(i64::from(day) * 86_400_000);
        Now { at, day: StudyDay(day), next_day_at: at.plus(80_000_000) }
    }

    fn rating(seq: i64, day: i32, before: CardState, rating: Rating) -> Step {
        let card = CardId::new("p/i#c").unwrap();
        let all = outcomes(&card, &before, now(day), &Rules::default(), &Model::default()).unwrap();
        let after = all[rating as usize - 1].after;
        let what = Some(Said::Done(Operation::Review { rating, took: 1000 }, Source::Due));
        Step { seq, card: 1, day: StudyDay(day), what, before, after }
    }

    fn audit(steps: &[Step]) -> (u64, u64, u64) {
        let model = Model::default();
        let mut audit = Audit::new(&model);
        steps.iter().for_each(|step| audit.take(step));
        (audit.gaps.count, audit.odd.count, audit.other_weights.count)
    }

    #[test]
    fn a_right_journal_has_no_faults_and_counts_its_days() {
        let first = rating(1, 10, CardState::default(), Rating::Easy);
        let second = rating(2, 30, first.after, Rating::Again);
        let root = Root {
            day: second.day,
            operation: Operation::Review { rating: Rating::Again, took: 1000 },
            source: Source::Due,
            before: second.before,
            after: second.after,
        };
        let undone =
            Step { seq: 3, what: Some(Said::Undone(root)), before: second.after, after: second.before, ..second };
        let model = Model::default();
        let mut audit = Audit::new(&model);
        [first, second, undone].iter().for_each(|step| audit.take(step));
        assert_eq!((audit.gaps.count, audit.odd.count, audit.other_weights.count), (0, 0, 0));
        assert_eq!(audit.states[&1], first.after);
        assert_eq!(audit.days[&StudyDay(10)], DaySum { reviews: 1, new: 1, took: 1000, ..DaySum::default() });
        assert_eq!(audit.days[&StudyDay(30)], DaySum::default());
    }

    #[test]
    fn what_does_not_follow_is_found() {
        let first = rating(1, 10, CardState::default(), Rating::Easy);
        let second = rating(2, 30, first.after, Rating::Good);
        assert_eq!(audit(&[second]), (1, 0, 0), "a row is missing before it");
        let miscounted = Step { after: CardState { reviews: 9, ..second.after }, ..second };
        assert_eq!(audit(&[first, miscounted]), (0, 1, 0));
        let memory = second.after.memory.map(|m| Memory { stability: m.stability * 1.2, ..m });
        let other = Step { after: CardState { memory, ..second.after }, ..second };
        assert_eq!(audit(&[first, other]), (0, 0, 1));
        let buried = Step { what: Some(Said::Done(Operation::Bury, Source::Due)), ..second };
        assert_eq!(audit(&[first, buried]), (0, 1, 0));
        let resumed = |after| {
            let what = Some(Said::Done(Operation::Resume, Source::Due));
            let aside = CardState { suspended: true, ..first.after };
            let suspend = Some(Said::Done(Operation::Suspend, Source::Due));
            let suspended = Step { seq: 2, what: suspend, before: first.after, after: aside, ..first };
            audit(&[first, suspended, Step { seq: 3, what, before: aside, after, ..first }])
        };
        assert_eq!(resumed(first.after), (0, 0, 0));
        assert_eq!(resumed(CardState { suspended: true, ..first.after }), (0, 1, 0));
        let pulled = |after| {
            let what = Some(Said::Done(Operation::Pull, Source::Due));
            audit(&[first, Step { seq: 2, what, before: first.after, after, ..first }])
        };
        assert_eq!(pulled(first.after), (0, 0, 0));
        assert_eq!(pulled(CardState { reviews: 9, ..first.after }), (0, 1, 0));
        assert_eq!(pulled(CardState { memory: None, ..first.after }), (0, 1, 0));
    }

    #[test]
    fn cramming_leaves_the_state_alone() {
        let first = rating(1, 10, CardState::default(), Rating::Easy);
        let what = Some(Said::Done(Operation::Review { rating: Rating::Again, took: 1 }, Source::Cram));
        let cram = Step { seq: 2, what, before: first.after, after: first.after, ..first };
        assert_eq!(audit(&[first, cram]), (0, 0, 0));
    }

    #[test]
    fn only_the_first_places_are_named() {
        let mut places = Places::default();
        (1..=2 * NAMED as i64).for_each(|seq| places.add(seq));
        assert_eq!(places.count as usize, 2 * NAMED);
        assert_eq!(places.first, (1..=NAMED as i64).collect::<Vec<_>>());
    }
}
