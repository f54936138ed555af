//! Whether the store is sound, and what can be mended: each repair is one transaction and only done when asked for.

mod annotations;
mod links;
mod replay;

use super::{Result, Store};
use crate::domain::memory::Model;
use crate::domain::review::audit::{Audit, Places};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The file itself, by SQLite's own check.
    File,
    /// Rows that name others which aren't there.
    Links,
    /// The journal: every row follows from the card's row before it.
    Journal,
    /// Each card's state is what the journal left.
    States,
    /// Each day's counts are what its reviews add up to.
    Days,
    /// Flags and notes are what the journal left.
    Annotations,
}

/// Something that can be done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// The indexes made anew.
    Indexes,
    /// What hangs in the air is taken away where packs make it again, and held otherwise.
    Orphans,
    /// States as the journal left them.
    States,
    /// Days counted anew.
    Days,
    /// Flags and notes as the journal left them.
    Annotations,
    /// What can be read of a damaged store, in a new file.
    Recover,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub check: Check,
    /// What is wrong.
    pub summary: String,
    /// The first places.
    pub places: Vec<String>,
    /// What can be done; none where nothing can, and nothing has to.
    pub repair: Option<Repair>,
}

/// How the store is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Rows of the journal replayed.
    pub rows: u64,
    /// Ratings among them.
    pub reviews: u64,
    /// Cards that the journal is about.
    pub cards: u64,
    /// Ratings that follow from other weights than the present ones; nothing is wrong with them.
    pub other_weights: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// How many places are named of a finding.
const NAMED: usize = 5;

impl Check {
    /// The word for it in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Links => "links",
            Self::Journal => "journal",
            Self::States => "states",
            Self::Days => "days",
            Self::Annotations => "annotations",
        }
    }
}

impl Repair {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Indexes, Self::Orphans, Self::States, Self::Days, Self::Annotations, Self::Recover];

    /// The word by which it is asked for.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Indexes => "indexes",
            Self::Orphans => "orphans",
            Self::States => "states",
            Self::Days => "days",
            Self::Annotations => "annotations",
            Self::Recover => "recover",
        }
    }

    /// What it would do, as a question.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Indexes => "Make the indexes anew?",
            Self::Orphans => "Tidy these rows up? No review is lost.",
            Self::States => "Set these cards to what the journal says?",
            Self::Days => "Count these days anew from the journal?",
            Self::Annotations => "Set these flags and notes to what the journal says?",
            Self::Recover => "Save everything that can be read into a new file? The damaged one stays as it is.",
        }
    }
}

impl Store {
    /// Looks at everything and changes nothing.
    ///
    /// # Errors
    /// When the store can't be read to its end; [`super::Fault::Damaged`] is for [`super::recover`].
    pub fn health(&self, model: &Model) -> Result<Health> {
        let failed = self.failed("check the store");
        let mut findings: Vec<Finding> = file_finding(self.integrity_problems()?).into_iter().collect();
        // One read transaction, so that what another window writes meanwhile isn't taken for a fault.
        let tx = self.db.unchecked_transaction().map_err(&failed)?;
        findings.extend(links::finding(&tx).map_err(&failed)?);
        let audit = replay::replay(&tx, model).map_err(&failed)?;
        findings.extend(journal_finding(
            ("row doesn't start", "rows don't start"),
            "where the card's row before ended",
            &audit.gaps,
        ));
        findings.extend(journal_finding(("row left", "rows left"), "what the operation doesn't make", &audit.odd));
        let wrong = replay::wrong_states(&tx, &audit).map_err(&failed)?;
        findings.extend(finding(
            Check::States,
            ("card is", "cards are"),
            "not as the journal left them",
            wrong.names(),
            Repair::States,
        ));
        let days = replay::wrong_days(&tx, &audit).map_err(&failed)?;
        let days = days.iter().map(|day| day.date().to_string()).collect();
        findings.extend(finding(
            Check::Days,
            ("day doesn't", "days don't"),
            "add up to the reviews",
            days,
            Repair::Days,
        ));
        findings.extend(finding(
            Check::Annotations,
            ("flag or note is", "flags or notes are"),
            "not as the journal left them",
            annotations::wrong(&tx).map_err(&failed)?.into_iter().map(|wrong| wrong.name).collect(),
            Repair::Annotations,
        ));
        let Audit { rows, reviews, states, other_weights, .. } = audit;
        Ok(Health { rows, reviews, cards: states.len() as u64, other_weights: other_weights.count, findings })
    }

    /// Does one repair in one transaction and says how many rows it changed. [`Repair::Recover`] is not done here.
    ///
    /// # Errors
    /// When the store can't be read or written; then nothing changed.
    pub fn repair(&mut self, repair: Repair, model: &Model) -> Result<u64> {
        let failed = self.failed("repair the store");
        let tx = self.write().map_err(&failed)?;
        let changed = match repair {
            Repair::Indexes => tx.execute_batch("REINDEX").map(|()| 1),
            Repair::Orphans => links::mend(&tx),
            Repair::States => replay::mend_states(&tx, model),
            Repair::Days => replay::mend_days(&tx, model),
            Repair::Annotations => annotations::mend(&tx),
            Repair::Recover => Ok(0),
        };
        let changed = changed.map_err(&failed)?;
        tx.commit().map_err(&failed)?;
        Ok(changed)
    }
}

impl Store {
    /// After a recovery without all of the journal: flags and notes that could be read hold against it. `whole` when all
    /// of them could be.
    pub(super) fn keep_annotations(&mut self, whole: bool) -> Result<()> {
        let failed = self.failed("repair the store");
        let tx = self.write().map_err(&failed)?;
        annotations::keep_standing(&tx, whole).map_err(&failed)?;
        tx.commit().map_err(&failed)
    }
}

/// SQLite's own findings. Where only indexes are concerned, nothing is lost.
fn file_finding(problems: Vec<String>) -> Option<Finding> {
    if problems.is_empty() {
        return None;
    }
    let only_indexes = problems.iter().all(|problem| problem.contains(" index "));
    let (summary, repair) = if only_indexes {
        ("the file's indexes don't fit its rows".to_owned(), Repair::Indexes)
    } else {
        ("the file is damaged".to_owned(), Repair::Recover)
    };
    let places = problems.into_iter().take(NAMED).collect();
    Some(Finding { check: Check::File, summary, places, repair: Some(repair) })
}

fn journal_finding(who: (&str, &str), what: &str, places: &Places) -> Option<Finding> {
    (places.count > 0).then(|| Finding {
        check: Check::Journal,
        summary: said(places.count, who, what),
        places: places.first.iter().map(|seq| format!("row {seq}")).collect(),
        repair: None,
    })
}

fn finding(check: Check, who: (&str, &str), what: &str, mut places: Vec<String>, repair: Repair) -> Option<Finding> {
    if places.is_empty() {
        return None;
    }
    let summary = said(places.len() as u64, who, what);
    places.truncate(NAMED);
    Some(Finding { check, summary, places, repair: Some(repair) })
}

fn said(n: u64, (one, many): (&str, &str), what: &str) -> String {
    format!("{n} {} {what}", if n == 1 { one } else { many })
}
