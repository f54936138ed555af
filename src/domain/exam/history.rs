//! Attempts of the past, and where they lead.

use serde::{Deserialize, Serialize};

use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::event::End;
use crate::domain::exam::report::Report;
use crate::domain::exam::setup::{Mode, Setup};
use crate::domain::exam::share::Share;
use crate::domain::id::PackId;
use crate::domain::time::Timestamp;

/// How many of the latest papers that count make up "now".
const LATEST: usize = 3;

/// An attempt in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The store's number for it.
    pub id: i64,
    /// The pack that it was drawn from.
    pub pack: PackId,
    /// The exam's name for people.
    pub title: String,
    /// What was asked for.
    pub setup: Setup,
    /// When it started.
    pub started_at: Timestamp,
    /// How it ended; none while it runs.
    pub end: Option<End>,
    /// Questions on the paper.
    pub questions: u32,
    /// The questions that count; nothing while it runs, since that would help.
    pub score: Share,
    /// Those of them never shown before.
    pub first_sight: Share,
    /// Those of them shown before.
    pub repeats: Share,
    /// Milliseconds used, pauses not counted.
    pub used: i64,
    /// Milliseconds allowed; none without a time limit.
    pub allowed: Option<i64>,
    /// Whether it was paused.
    pub paused: bool,
    /// Whether the paper was shorter than the real exam.
    pub short: bool,
    /// Whether it is held against readiness.
    pub counts: bool,
}

/// A finished attempt on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The attempt.
    pub id: i64,
    /// When it started.
    pub at: Timestamp,
    /// At first sight.
    pub first_sight: Share,
    /// Seen before: higher by nature, so never mixed with the other.
    pub repeats: Share,
    /// Whether it is held against readiness.
    pub counts: bool,
}

/// How scores have gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trend {
    /// Finished exams, oldest first. Practice and what was given up are left out.
    pub points: Vec<Point>,
    /// The latest three that count, at first sight, taken together.
    pub now: Share,
}

impl Entry {
    /// The line of an attempt as it stands.
    #[must_use]
    pub fn of(attempt: &Attempt) -> Self {
        let mut report = Report::of(attempt);
        if report.end.is_none() {
            [report.score, report.first_sight, report.repeats] = [Share::default(); 3];
        }
        let terms = attempt.terms();
        Self {
            id: attempt.id,
            pack: terms.pack.clone(),
            title: terms.title.clone(),
            setup: terms.setup.clone(),
            started_at: terms.started_at,
            end: report.end,
            questions: u32::try_from(attempt.slots().len()).unwrap_or(u32::MAX),
            score: report.score,
            first_sight: report.first_sight,
            repeats: report.repeats,
            used: report.used,
            allowed: report.allowed,
            paused: attempt.ever_paused(),
            short: report.short,
            counts: report.counts,
        }
    }
}

impl Trend {
    /// The trend of these attempts, of one exam or of all.
    #[must_use]
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let sat =
            |entry: &&Entry| entry.setup.mode == Mode::Exam && matches!(entry.end, Some(End::HandedIn | End::TimeUp));
        let mut points: Vec<Point> = entries.into_iter().filter(sat).map(point).collect();
        points.sort_by_key(|point| (point.at, point.id));
        let counting = points.iter().rev().filter(|point| point.counts && point.first_sight.of > 0);
        let now = counting.take(LATEST).map(|point| point.first_sight).sum();
        Self { points, now }
    }
}

fn point(entry: &Entry) -> Point {
    let Entry { id, started_at, first_sight, repeats, counts, .. } = *entry;
    Point { id, at: started_at, first_sight, repeats, counts }
}
