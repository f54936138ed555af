//! One question of a finished attempt.

use serde::Serialize;

use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::mark::{Mark, Sure};
use crate::domain::exam::paper::Slot;
use crate::domain::exam::report::{Verdict, verdict};
use crate::domain::id::Slug;
use crate::domain::text::{clean, clean_line};

#[derive(Debug, Serialize)]
pub(super) struct QuestionAnswer {
    number: usize,
    id: String,
    domain: Option<String>,
    service: String,
    verdict: &'static str,
    scored: bool,
    doubted: bool,
    first_sight: bool,
    flagged: bool,
    confidence: Option<&'static str>,
    seconds: i64,
    visits: u32,
    choose: usize,
    first: Vec<char>,
    chosen: Vec<char>,
    key: Vec<char>,
    stem: String,
    options: Vec<OptionAnswer>,
    source: Option<String>,
}

#[derive(Debug, Serialize)]
struct OptionAnswer {
    letter: char,
    id: String,
    text: String,
    correct: bool,
    chosen: bool,
    struck: bool,
    why: String,
}

/// All questions of the paper.
pub(super) fn all(attempt: &Attempt) -> Vec<QuestionAnswer> {
    (1..).zip(attempt.questions()).map(|(number, (slot, mark))| one(number, slot, mark)).collect()
}

/// The word for a verdict.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Wrong => "wrong",
        Verdict::Blank => "blank",
    }
}

/// The letters of some options, in the order of the screen.
pub(super) fn letters<'a>(slot: &Slot, options: impl IntoIterator<Item = &'a Slug>) -> Vec<char> {
    let mut letters: Vec<char> = options.into_iter().filter_map(|option| slot.letter(option)).collect();
    letters.sort_unstable();
    letters
}

/// The ids of the key.
pub(super) fn key(slot: &Slot) -> impl Iterator<Item = &Slug> {
    slot.question().options.iter().filter(|option| option.correct).map(|option| &option.id)
}

fn one(number: usize, slot: &Slot, mark: &Mark) -> QuestionAnswer {
    let item = slot.item();
    let option = |(letter, option): (char, &crate::domain::content::Choice)| OptionAnswer {
        letter,
        id: option.id.to_string(),
        text: clean(&option.text).into_owned(),
        correct: option.correct,
        chosen: mark.chosen.contains(&option.id),
        struck: mark.struck.contains(&option.id),
        why: clean(&option.why).into_owned(),
    };
    QuestionAnswer {
        number,
        id: item.id.to_string(),
        domain: slot.domain.as_ref().map(ToString::to_string),
        service: item.service.to_string(),
        verdict: word(verdict(slot, mark)),
        scored: slot.scored,
        doubted: mark.doubted,
        first_sight: slot.first_sight,
        flagged: mark.flagged,
        confidence: mark.sure.map(Sure::name),
        seconds: super::seconds(mark.time),
        visits: mark.visits,
        choose: slot.choose(),
        first: mark.first.as_ref().map(|first| letters(slot, first)).unwrap_or_default(),
        chosen: letters(slot, &mark.chosen),
        key: letters(slot, key(slot)),
        stem: clean(&slot.question().stem).into_owned(),
        options: ('A'..='Z').zip(slot.options()).map(option).collect(),
        source: item.source.as_deref().map(|source| clean_line(source).into_owned()),
    }
}
