//! Which cards an attempt calls for.

use serde::{Deserialize, Serialize};

use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::event::End;
use crate::domain::exam::mark::{Mark, Sure};
use crate::domain::exam::paper::Slot;
use crate::domain::exam::report::{Verdict, verdict};
use crate::domain::id::{CardId, ItemId, Slug};

/// Why a question's cards are called for, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Wrong, and said to be sure.
    SureAndWrong,
    /// Wrong.
    Wrong,
    /// Looked at and left blank.
    Blank,
    /// Right, and said to be a guess.
    Lucky,
}

/// A question that calls for its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Its place on the paper, from 0.
    pub place: usize,
    /// The question's own card, to be rated Again.
    pub card: CardId,
    /// Why.
    pub cause: Cause,
    /// Milliseconds spent on it.
    pub took: u32,
    /// The traps and notes it names, whose cards are to come today.
    pub linked: Vec<ItemId>,
}

/// What went into the daily cards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Questions whose own card was rated Again, the most pressing first.
    pub questions: Vec<SentItem>,
    /// Traps and notes whose cards come today, in the same order.
    pub linked: Vec<SentItem>,
}

/// An item whose cards went into the daily ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentItem {
    /// The item.
    pub item: ItemId,
    /// `question`, `trap` or `note`.
    pub kind: String,
    /// What people call it.
    pub title: String,
    /// How many of its cards.
    pub cards: u32,
}

impl Cause {
    /// What to call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SureAndWrong => "sure and wrong",
            Self::Wrong => "wrong",
            Self::Blank => "blank",
            Self::Lucky => "lucky guess",
        }
    }
}

impl Sent {
    /// Cards rated Again and cards pulled forward.
    #[must_use]
    pub fn cards(&self) -> (u32, u32) {
        let sum = |items: &[SentItem]| items.iter().map(|item| item.cards).sum();
        (sum(&self.questions), sum(&self.linked))
    }
}

/// The questions whose cards an attempt calls for, the most pressing first.
///
/// A question that was never on the screen is not among them: nothing was missed, and it can still be asked at first sight.
/// Neither is a doubted one, nor what is blank in an attempt that was given up.
#[must_use]
pub fn misses(attempt: &Attempt) -> Vec<Miss> {
    let given_up = attempt.end() == Some(End::Abandoned);
    let mut misses: Vec<Miss> = Vec::new();
    for (place, (slot, mark)) in attempt.questions().enumerate() {
        let cause = cause(slot, mark).filter(|cause| !(given_up && *cause == Cause::Blank));
        if let Some(cause) = cause {
            misses.push(miss(place, slot, mark, cause));
        }
    }
    misses.sort_by_key(|miss| (miss.cause, miss.place));
    misses
}

/// Why a question's cards are called for, if they are.
#[must_use]
pub fn cause(slot: &Slot, mark: &Mark) -> Option<Cause> {
    match verdict(slot, mark) {
        _ if mark.doubted => None,
        Verdict::Wrong if mark.sure == Some(Sure::Sure) => Some(Cause::SureAndWrong),
        Verdict::Wrong => Some(Cause::Wrong),
        Verdict::Blank if mark.visits > 0 => Some(Cause::Blank),
        Verdict::Right if mark.sure == Some(Sure::Guess) => Some(Cause::Lucky),
        Verdict::Blank | Verdict::Right => None,
    }
}

fn miss(place: usize, slot: &Slot, mark: &Mark, cause: Cause) -> Miss {
    let item = slot.item();
    let question = slot.question();
    let same_pack = |slug: &Slug| ItemId::new(format!("{}/{slug}", item.id.pack())).ok();
    Miss {
        place,
        card: item.cards().remove(0),
        cause,
        took: u32::try_from(mark.time).unwrap_or(u32::MAX),
        linked: question.traps.iter().chain(&question.notes).filter_map(same_pack).collect(),
    }
}
