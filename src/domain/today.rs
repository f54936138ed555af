//! What a learner sees first: what is due, how long it takes, and where they stand.

use crate::domain::id::{PackId, ServiceId};
use crate::domain::review::CatchUp;
use crate::domain::time::{StudyDay, Timestamp};

/// The state of the day at one glance.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Today {
    /// What is to do.
    pub due: DueCounts,
    /// Seconds that will take, from the learner's own pace.
    pub seconds: u32,
    /// Cards rated so far today, repeats counted.
    pub done: u32,
    /// Study days in a row with a review; today doesn't count against it yet.
    pub streak: u32,
    /// The services with most cards, most first.
    pub mastery: Vec<Mastery>,
    /// Whether mastery was counted on an earlier day and wants counting anew.
    pub stale: bool,
    /// Whether any card was ever rated.
    pub started: bool,
}

/// Cards that may come today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// In learning steps, back before the day ends.
    pub learning: u32,
    /// Due for review, within the day's limit.
    pub review: u32,
    /// New cards still allowed today.
    pub new: u32,
    /// When the next card comes if nothing is due now.
    pub next: Option<NextDue>,
    /// How a backlog is being worked off, if there is one.
    pub catch_up: Option<CatchUp>,
}

/// When the next card comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextDue {
    /// A learning step.
    At(Timestamp),
    /// A review, or new cards when the day's limit starts anew.
    Day(StudyDay),
}

/// Mean recall now over all cards of a service and its children, unseen as 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Mastery {
    /// The service.
    pub service: ServiceId,
    /// Its name for people.
    pub title: String,
    /// Cards counted.
    pub cards: u32,
    /// 0 to 1.
    pub recall: f64,
}

/// A pack in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct PackInfo {
    /// Its id.
    pub id: PackId,
    /// Its name for people.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Notes in it.
    pub notes: u32,
    /// Traps in it.
    pub traps: u32,
    /// Questions in it.
    pub questions: u32,
    /// Cards in it that can come up.
    pub cards: u32,
    /// Cards of it that were rated.
    pub seen: u32,
    /// Items that are no longer in it, kept with their history.
    pub retired: u32,
    /// Hash of all its files.
    pub hash: u64,
    /// Hash of its files' sizes and times.
    pub stamp: u64,
}

/// Where a pack comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the program.
    Shipped,
    /// A folder that stays where it is edited.
    Folder(String),
    /// A copy in the data directory.
    Copy,
}

/// What loading a pack changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PackNews {
    /// Items that were not there.
    pub new: u32,
    /// Items with another text.
    pub changed: u32,
    /// Items that vanished; their history stays.
    pub retired: u32,
    /// Items that came back with their history.
    pub returned: u32,
}

impl DueCounts {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.learning + self.review + self.new
    }
}

impl PackNews {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl std::fmt::Display for PackNews {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [(self.new, "new"), (self.changed, "changed"), (self.retired, "retired"), (self.returned, "back")];
        let said: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        f.write_str(&if said.is_empty() { "nothing changed".to_owned() } else { said.join(", ") })
    }
}
