//! Attempts for other programs and for reading outside: JSON answers and Markdown.
//!
//! The JSON is a contract (fields are added, never renamed) and described with examples in `docs/json.md`. Questions are
//! numbered from 1 and options named by the letter they had on the screen. Texts are cleaned, since they may end up on
//! a terminal.

mod markdown;
mod question;

use serde::Serialize;

use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::event::End;
use crate::domain::exam::history::{Entry, Trend};
use crate::domain::exam::misses::{Sent, SentItem};
use crate::domain::exam::report::{Part, Report};
use crate::domain::exam::setup::Mode;
use crate::domain::exam::share::Share;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::Calendar;

pub use markdown::markdown;
use question::QuestionAnswer;

/// The answer of `exam --list --json`.
#[derive(Debug, Serialize)]
pub struct ListAnswer {
    attempts: Vec<Line>,
    recent: ShareAnswer,
}

#[derive(Debug, Serialize)]
struct Line {
    id: i64,
    pack: String,
    exam: Option<String>,
    title: String,
    mode: Mode,
    state: &'static str,
    started_at: String,
    seed: u64,
    questions: u32,
    score: Option<ShareAnswer>,
    first_sight: Option<ShareAnswer>,
    repeats: Option<ShareAnswer>,
    seconds_used: i64,
    seconds_allowed: Option<i64>,
    paused: bool,
    short: bool,
    counts_for_readiness: bool,
}

/// The answer of `exam --report ID --format json`.
#[derive(Debug, Serialize)]
pub struct ReportAnswer {
    #[serde(flatten)]
    line: Line,
    pack_version: String,
    advice: String,
    range: Option<RangeAnswer>,
    domains: Vec<PartAnswer>,
    services: Vec<PartAnswer>,
    lacking: Vec<LackAnswer>,
    pace_seconds: i64,
    pacing: Vec<PaceAnswer>,
    slowest: Vec<usize>,
    blank: Vec<usize>,
    never_reached: usize,
    right_to_wrong: Vec<usize>,
    wrong_to_right: Vec<usize>,
    lucky: Vec<usize>,
    sure_and_wrong: Vec<usize>,
    sent: SentAnswer,
    items: Vec<QuestionAnswer>,
}

#[derive(Debug, Serialize)]
struct ShareAnswer {
    right: u32,
    of: u32,
    percent: Option<u32>,
    low: u32,
    high: u32,
}

#[derive(Debug, Serialize)]
struct RangeAnswer {
    low: u32,
    high: u32,
    of: u32,
}

#[derive(Debug, Serialize)]
struct PartAnswer {
    id: String,
    title: String,
    #[serde(flatten)]
    share: ShareAnswer,
    /// Whether there are enough questions for a bar.
    bar: bool,
}

#[derive(Debug, Serialize)]
struct LackAnswer {
    domain: String,
    wanted: u32,
    have: u32,
}

#[derive(Debug, Serialize)]
struct PaceAnswer {
    answered: u32,
    seconds_ahead: i64,
}

#[derive(Debug, Serialize)]
struct SentAnswer {
    questions: Vec<SentLine>,
    linked: Vec<SentLine>,
}

#[derive(Debug, Serialize)]
struct SentLine {
    id: String,
    kind: String,
    title: String,
    cards: u32,
}

/// The attempts, newest first as the store lists them, and where they lead.
#[must_use]
pub fn list(entries: &[Entry], calendar: &Calendar) -> ListAnswer {
    let attempts = entries.iter().map(|entry| line(entry, calendar)).collect();
    ListAnswer { attempts, recent: Trend::of(entries).now.into() }
}

/// One attempt with everything its report says. None while it runs, since it holds the keys.
#[must_use]
pub fn report(attempt: &Attempt, sent: &Sent, calendar: &Calendar) -> Option<ReportAnswer> {
    attempt.end()?;
    let report = Report::of(attempt);
    let terms = attempt.terms();
    let numbers = |places: &[usize]| places.iter().map(|place| place + 1).collect();
    let parts = |parts: &[Part]| parts.iter().map(part).collect();
    let lack = |short: &crate::domain::exam::Shortfall| LackAnswer {
        domain: short.domain.to_string(),
        wanted: short.wanted,
        have: short.have,
    };
    Some(ReportAnswer {
        line: line(&Entry::of(attempt), calendar),
        pack_version: clean_line(&terms.version).into_owned(),
        range: report.range.map(|(low, high)| RangeAnswer { low: low.right, high: high.right, of: low.of }),
        domains: parts(&report.domains),
        services: parts(&report.services),
        lacking: terms.short.iter().map(lack).collect(),
        pace_seconds: seconds(terms.pace),
        pacing: report
            .pacing
            .iter()
            .map(|pace| PaceAnswer { answered: pace.answered, seconds_ahead: seconds(pace.ahead) })
            .collect(),
        slowest: numbers(&report.slowest),
        blank: numbers(&report.blank),
        never_reached: report.unreached,
        right_to_wrong: numbers(&report.right_to_wrong),
        wrong_to_right: numbers(&report.wrong_to_right),
        lucky: numbers(&report.lucky),
        sure_and_wrong: numbers(&report.sure_and_wrong),
        sent: SentAnswer { questions: lines(&sent.questions), linked: lines(&sent.linked) },
        items: question::all(attempt),
        advice: report.advice,
    })
}

impl From<Share> for ShareAnswer {
    fn from(share: Share) -> Self {
        let (low, high) = share.interval_percent();
        let percent = (share.of > 0).then(|| share.percent());
        Self { right: share.right, of: share.of, percent, low, high }
    }
}

fn line(entry: &Entry, calendar: &Calendar) -> Line {
    let ended = |share: Share| entry.end.map(|_| share.into());
    Line {
        id: entry.id,
        pack: entry.pack.to_string(),
        exam: entry.setup.exam.as_ref().map(ToString::to_string),
        title: clean_line(&entry.title).into_owned(),
        mode: entry.setup.mode,
        state: state(entry.end),
        started_at: entry.started_at.written(calendar),
        seed: entry.setup.seed,
        questions: entry.questions,
        score: ended(entry.score),
        first_sight: ended(entry.first_sight),
        repeats: ended(entry.repeats),
        seconds_used: seconds(entry.used),
        seconds_allowed: entry.allowed.map(seconds),
        paused: entry.paused,
        short: entry.short,
        counts_for_readiness: entry.counts,
    }
}

fn part(part: &Part) -> PartAnswer {
    PartAnswer {
        id: part.id.clone(),
        title: clean_line(&part.title).into_owned(),
        share: part.share.into(),
        bar: part.share.bar().is_some(),
    }
}

fn lines(items: &[SentItem]) -> Vec<SentLine> {
    let line = |item: &SentItem| SentLine {
        id: item.item.to_string(),
        kind: item.kind.clone(),
        title: clean(&item.title).into_owned(),
        cards: item.cards,
    };
    items.iter().map(line).collect()
}

fn state(end: Option<End>) -> &'static str {
    match end {
        None => "running",
        Some(End::HandedIn) => "handed-in",
        Some(End::TimeUp) => "time-up",
        Some(End::Abandoned) => "abandoned",
    }
}

/// Whole seconds, towards zero.
fn seconds(ms: i64) -> i64 {
    ms / 1000
}
