//! What a learner asks for before an exam starts.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::content::Blueprint;
use crate::domain::id::{DomainId, ExamId, ItemId, ServiceId};

/// Lengths that are offered beside the blueprint's own and a free one, in questions.
pub const PRESETS: [u32; 3] = [30, 20, 10];

/// Whether anything on the screen helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// As the real thing: no feedback before the end.
    #[default]
    Exam,
    /// Each answer can be checked and explained at once.
    Practice,
}

/// Which questions may be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Only this service and those below it.
    pub service: Option<ServiceId>,
    /// Only this domain of the exam.
    pub domain: Option<DomainId>,
    /// Only questions with this past.
    pub only: Only,
}

/// Which past a question must have to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// Any.
    #[default]
    Any,
    /// Never shown.
    Unseen,
    /// Answered wrong, or not at all, when it was last asked.
    Missed,
    /// One of these: the wrong ones of an earlier paper, asked again.
    These(BTreeSet<ItemId>),
}

/// What decides among questions that fit equally well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Unseen before seen, then longest unseen; the seed decides the rest.
    #[default]
    Fresh,
    /// The seed alone, so that it draws the same paper for everybody who has the pack. For a seed that was typed in.
    Seed,
}

/// What the learner asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// The blueprint; none draws from the whole pack without domains.
    pub exam: Option<ExamId>,
    /// Exam or practice.
    pub mode: Mode,
    /// Questions wanted, at least 1.
    pub questions: u32,
    /// Minutes for that many, at least 1. Without `timed` they only set the pace.
    pub minutes: u32,
    /// Whether the paper is handed in by itself when the minutes are over.
    pub timed: bool,
    /// Whether the 30 minutes for non-native speakers are added.
    pub extra: bool,
    /// Questions among them that don't count.
    pub unscored: u32,
    /// Which questions may be drawn.
    pub scope: Scope,
    /// Decides the draw and the order of the options.
    pub seed: u64,
    /// What decides before the seed does.
    pub order: Order,
}

impl Setup {
    /// The real exam's form.
    #[must_use]
    pub fn full(exam: Option<ExamId>, blueprint: &Blueprint, seed: u64) -> Self {
        Self {
            exam,
            mode: Mode::Exam,
            questions: blueprint.questions.max(1),
            minutes: blueprint.minutes.max(1),
            timed: true,
            extra: false,
            unscored: blueprint.unscored,
            scope: Scope::default(),
            seed,
            order: Order::Fresh,
        }
    }

    /// The same with another number of questions at the real exam's pace. Only the full length has unscored questions:
    /// on a shorter paper they would cost more certainty than they are worth.
    #[must_use]
    pub fn length(self, questions: u32, blueprint: &Blueprint) -> Self {
        let questions = questions.max(1);
        let unscored = if questions == blueprint.questions { blueprint.unscored } else { 0 };
        Self { questions, minutes: minutes_for(questions, blueprint), unscored, ..self }
    }

    /// The same as practice, where reading an explanation must not cost time: the minutes only set the pace.
    #[must_use]
    pub fn practice(self) -> Self {
        Self { mode: Mode::Practice, timed: false, unscored: 0, ..self }
    }

    /// The same over these questions: the wrong ones again.
    #[must_use]
    pub fn again(self, questions: impl IntoIterator<Item = ItemId>, blueprint: &Blueprint) -> Self {
        let these: BTreeSet<ItemId> = questions.into_iter().collect();
        let count = u32::try_from(these.len()).unwrap_or(u32::MAX);
        let scope = Scope { only: Only::These(these), ..Scope::default() };
        Self { scope, unscored: 0, ..self.length(count, blueprint) }
    }

    /// Milliseconds a question may take on average.
    #[must_use]
    pub fn pace(&self) -> i64 {
        i64::from(self.minutes.max(1)) * 60_000 / i64::from(self.questions.max(1))
    }
}

/// Minutes for that many questions at the real exam's pace, rounded up.
#[must_use]
pub fn minutes_for(questions: u32, blueprint: &Blueprint) -> u32 {
    let (minutes, full) = (u64::from(blueprint.minutes.max(1)), u64::from(blueprint.questions.max(1)));
    u32::try_from((minutes * u64::from(questions)).div_ceil(full)).unwrap_or(u32::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blueprint(questions: u32, unscored: u32, minutes: u32) -> Blueprint {
        Blueprint { title: String::new(), questions, unscored, minutes, domains: [].into() }
    }

    #[test]
    fn shorter_papers_keep_the_seconds_per_question() {
        let (saa, clf) = (blueprint(65, 15, 130), blueprint(65, 15, 90));
        let minutes = |of: &Blueprint| PRESETS.map(|questions| minutes_for(questions, of));
        assert_eq!((minutes(&saa), minutes(&clf)), ([60, 40, 20], [42, 28, 14]));
        let setup = Setup::full(None, &saa, 1).length(20, &saa);
        assert_eq!((setup.minutes, setup.unscored, setup.pace()), (40, 0, 120_000));
        assert_eq!(Setup::full(None, &saa, 1).length(65, &saa).unscored, 15);
    }

    #[test]
    fn empty_blueprints_do_no_harm() {
        let none = blueprint(0, 0, 0);
        let setup = Setup::full(None, &none, 1).length(0, &none);
        assert_eq!((setup.questions, setup.minutes, setup.pace()), (1, 1, 60_000));
        assert_eq!(minutes_for(u32::MAX, &blueprint(1, 0, u32::MAX)), u32::MAX);
    }
}
