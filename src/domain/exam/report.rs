//! What an attempt was worth, and what it can't say.

use std::collections::BTreeMap;

use crate::domain::exam::advice;
use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::event::End;
use crate::domain::exam::mark::{Mark, Status, Sure};
use crate::domain::exam::paper::{Slot, Terms};
use crate::domain::exam::setup::{Mode, Only, Scope};
use crate::domain::exam::share::Share;

/// How many of the slowest questions are named.
const SLOWEST: usize = 5;

/// Whether an answer is right. All or nothing: two of a key of three is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Exactly the key.
    Right,
    /// Anything else that was chosen.
    Wrong,
    /// Nothing was chosen, which counts as wrong.
    Blank,
}

/// The score of a part of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The domain's or service's id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Its questions that count.
    pub share: Share,
}

/// A point of the pacing chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Questions answered by then.
    pub answered: u32,
    /// Milliseconds ahead of the pace, behind when negative.
    pub ahead: i64,
}

/// What an attempt was worth. Lists of questions hold their places on the paper, from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// How it ended; none while it runs.
    pub end: Option<End>,
    /// Each question, whether it counts or not.
    pub verdicts: Vec<Verdict>,
    /// The questions that count.
    pub score: Share,
    /// The lowest and the highest score that other unscored questions among the same answers would have given; none when
    /// all count.
    pub range: Option<(Share, Share)>,
    /// Questions left blank.
    pub blank: Vec<usize>,
    /// Those of them that were never on the screen.
    pub unreached: usize,
    /// The questions that count and were never shown before.
    pub first_sight: Share,
    /// The questions that count and had been shown before.
    pub repeats: Share,
    /// By domain, most questions first.
    pub domains: Vec<Part>,
    /// By service, a question counting for its own and every service above it; most questions first.
    pub services: Vec<Part>,
    /// Milliseconds used.
    pub used: i64,
    /// Milliseconds that were allowed in the end, pauses not counted; none without a time limit.
    pub allowed: Option<i64>,
    /// The slowest five, slowest first.
    pub slowest: Vec<usize>,
    /// How far ahead of the pace each answer came, in the order of the answers.
    pub pacing: Vec<Pace>,
    /// First answer right, last one not.
    pub right_to_wrong: Vec<usize>,
    /// First answer wrong, last one right.
    pub wrong_to_right: Vec<usize>,
    /// Right, and said to be a guess.
    pub lucky: Vec<usize>,
    /// Wrong, and said to be sure.
    pub sure_and_wrong: Vec<usize>,
    /// Whether the paper has fewer questions than the real exam.
    pub short: bool,
    /// Whether it is held against readiness: see [`counts`].
    pub counts: bool,
    /// What to do next, in one line.
    pub advice: String,
}

/// Which questions to walk through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Walk {
    /// All of them.
    #[default]
    All,
    /// Wrong and blank ones.
    Wrong,
    /// Flagged ones.
    Flagged,
    /// Those said to be a guess.
    Guessed,
    /// The slowest five.
    Slow,
}

impl Report {
    /// The report of an attempt as it stands.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let all: Vec<(usize, &Slot, &Mark)> =
            attempt.questions().enumerate().map(|(place, (slot, mark))| (place, slot, mark)).collect();
        let places = |fits: &dyn Fn(&Slot, &Mark) -> bool| -> Vec<usize> {
            all.iter().filter(|(_, slot, mark)| fits(slot, mark)).map(|(place, ..)| *place).collect()
        };
        let counted = |fits: &dyn Fn(&Slot) -> bool| -> Share {
            let counted = all.iter().filter(|(_, slot, mark)| slot.scored && !mark.doubted && fits(slot));
            counted.map(|(_, slot, mark)| Share::one(verdict(slot, mark) == Verdict::Right)).sum()
        };
        let first_right = |slot: &Slot, mark: &Mark| mark.first.as_ref().map(|first| slot.is_right(first));
        let right = |slot: &Slot, mark: &Mark| verdict(slot, mark) == Verdict::Right;
        let blank = places(&|slot, mark| verdict(slot, mark) == Verdict::Blank);
        let used = attempt.used(attempt.last);
        let mut report = Self {
            end: attempt.end(),
            verdicts: all.iter().map(|(_, slot, mark)| verdict(slot, mark)).collect(),
            score: counted(&|_| true),
            range: range(&all),
            unreached: blank.iter().filter(|place| attempt.marks()[**place].visits == 0).count(),
            blank,
            first_sight: counted(&|slot| slot.first_sight),
            repeats: counted(&|slot| !slot.first_sight),
            domains: by_domain(attempt.terms(), &all),
            services: by_service(attempt.terms(), &all),
            used,
            allowed: attempt.ends_at().map(|end| attempt.used_at(end)),
            slowest: slowest(&all),
            pacing: pacing(attempt),
            right_to_wrong: places(&|slot, mark| first_right(slot, mark) == Some(true) && !right(slot, mark)),
            wrong_to_right: places(&|slot, mark| first_right(slot, mark) == Some(false) && right(slot, mark)),
            lucky: places(&|slot, mark| mark.sure == Some(Sure::Guess) && right(slot, mark)),
            sure_and_wrong: places(&|slot, mark| {
                mark.sure == Some(Sure::Sure) && verdict(slot, mark) == Verdict::Wrong
            }),
            short: attempt.slots().len() < attempt.terms().full as usize,
            counts: counts(attempt),
            advice: String::new(),
        };
        report.advice = advice::next(&report);
        report
    }

    /// The questions to walk through, in the order of the paper, the slow ones slowest first.
    #[must_use]
    pub fn walk(&self, walk: Walk, attempt: &Attempt) -> Vec<usize> {
        let all = 0..self.verdicts.len();
        match walk {
            Walk::All => all.collect(),
            Walk::Wrong => all.filter(|place| self.verdicts[*place] != Verdict::Right).collect(),
            Walk::Flagged => all.filter(|place| attempt.marks()[*place].flagged).collect(),
            Walk::Guessed => all.filter(|place| attempt.marks()[*place].sure == Some(Sure::Guess)).collect(),
            Walk::Slow => self.slowest.clone(),
        }
    }
}

/// Whether a question is answered right.
#[must_use]
pub fn verdict(slot: &Slot, mark: &Mark) -> Verdict {
    match mark.status(slot.choose()) {
        Status::Blank => Verdict::Blank,
        _ if slot.is_right(&mark.chosen) => Verdict::Right,
        _ => Verdict::Wrong,
    }
}

/// Whether an attempt says something about the real exam: sat to its end in exam mode against the clock, without a pause,
/// on questions drawn over the whole exam and not picked by what was known.
#[must_use]
pub fn counts(attempt: &Attempt) -> bool {
    let setup = &attempt.terms().setup;
    let Scope { service, domain, only } = &setup.scope;
    let whole = service.is_none() && domain.is_none() && matches!(only, Only::Any | Only::Unseen);
    let sat = matches!(attempt.end(), Some(End::HandedIn | End::TimeUp));
    sat && whole && setup.mode == Mode::Exam && setup.timed && !attempt.ever_paused()
}

fn range(all: &[(usize, &Slot, &Mark)]) -> Option<(Share, Share)> {
    let valid: Vec<_> = all.iter().filter(|(_, _, mark)| !mark.doubted).collect();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let right = number(valid.iter().filter(|(_, slot, mark)| verdict(slot, mark) == Verdict::Right).count());
    let unscored = number(valid.iter().filter(|(_, slot, _)| !slot.scored).count());
    let of = number(valid.len()) - unscored;
    let (low, high) = (right.saturating_sub(unscored), right.min(of));
    (unscored > 0).then_some((Share { right: low, of }, Share { right: high, of }))
}

fn by_domain(terms: &Terms, all: &[(usize, &Slot, &Mark)]) -> Vec<Part> {
    let title = |id: &str| terms.domains.get(id).map_or(id, String::as_str).to_owned();
    parts(all, |slot| slot.domain.iter().map(ToString::to_string).collect(), title)
}

fn by_service(terms: &Terms, all: &[(usize, &Slot, &Mark)]) -> Vec<Part> {
    let title = |id: &str| terms.services.get(id).map_or(id, |named| named.title.as_str()).to_owned();
    let with_above = |slot: &Slot| {
        let own = &slot.item().service;
        let above = terms.services.get(own).map(|named| named.above.as_slice()).unwrap_or_default();
        std::iter::once(own).chain(above).map(ToString::to_string).collect()
    };
    parts(all, with_above, title)
}

fn parts(
    all: &[(usize, &Slot, &Mark)],
    of: impl Fn(&Slot) -> Vec<String>,
    title: impl Fn(&str) -> String,
) -> Vec<Part> {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for (_, slot, mark) in all.iter().filter(|(_, slot, mark)| slot.scored && !mark.doubted) {
        for id in of(slot) {
            let share = shares.entry(id).or_default();
            *share = [*share, Share::one(verdict(slot, mark) == Verdict::Right)].into_iter().sum();
        }
    }
    let mut parts: Vec<Part> = shares.into_iter().map(|(id, share)| Part { title: title(&id), id, share }).collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.share.of));
    parts
}

fn slowest(all: &[(usize, &Slot, &Mark)]) -> Vec<usize> {
    let mut seen: Vec<(i64, usize)> =
        all.iter().filter(|(_, _, mark)| mark.time > 0).map(|(place, _, mark)| (mark.time, *place)).collect();
    seen.sort_by_key(|(time, place)| (std::cmp::Reverse(*time), *place));
    seen.into_iter().take(SLOWEST).map(|(_, place)| place).collect()
}

fn pacing(attempt: &Attempt) -> Vec<Pace> {
    let mut answered: Vec<i64> = attempt.marks().iter().filter_map(|mark| mark.answered_after).collect();
    answered.sort_unstable();
    let point = |(number, after): (u32, i64)| Pace {
        answered: number,
        ahead: i64::from(number) * attempt.terms().pace - after,
    };
    (1..).zip(answered).map(point).collect()
}
