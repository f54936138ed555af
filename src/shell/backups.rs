//! The backups that the program makes by itself: one a study day, thinned to few of long ago.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::backups::kept;
use crate::domain::time::StudyDay;
use crate::failure::Failure;
use crate::store::{Contents, Store};

/// A larger store is backed up when the program is left, so that nobody waits for it: bytes.
const LARGE: u64 = 64 << 20;

/// Days without a backup after which even a large store is backed up at the start: who always closes the window never
/// leaves.
const OVERDUE: u32 = 3;

/// The folder of automatic backups.
#[derive(Debug, Clone)]
pub struct Backups {
    folder: PathBuf,
}

impl Backups {
    /// Those of a data directory.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("backups") }
    }

    /// All of them, newest first.
    #[must_use]
    pub fn list(&self) -> Vec<(StudyDay, PathBuf)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let mut found: Vec<(StudyDay, PathBuf)> =
            entries.filter_map(|entry| Some((day_of(entry.file_name().to_str()?)?, entry.path()))).collect();
        found.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        found
    }

    /// Makes the day's backup at the start unless it is there, or can better wait until the end. None when it made none.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn at_start(&self, store: &Store, today: StudyDay) -> Result<Option<Contents>, Failure> {
        let large = fs::metadata(store.path()).is_ok_and(|data| data.len() > LARGE);
        let overdue = self.newest(today).is_none_or(|newest| today.since(newest) >= OVERDUE);
        if large && !overdue { Ok(None) } else { self.daily(store, today) }
    }

    /// Makes the day's backup unless it is there, and thins the others. None when it made none: there is one, or nothing
    /// was ever reviewed.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn daily(&self, store: &Store, today: StudyDay) -> Result<Option<Contents>, Failure> {
        if self.newest(today) == Some(today) || !store.touched()? {
            return Ok(None);
        }
        crate::store::make_folder(&self.folder)?;
        let made = store.back_up(&self.folder.join(name_of(today)), true)?;
        self.thin(today);
        Ok(Some(made))
    }

    /// The newest one up to today. One dated later, by a clock that was wrong then, is left alone and counts for nothing.
    fn newest(&self, today: StudyDay) -> Option<StudyDay> {
        self.list().into_iter().map(|(day, _)| day).find(|day| *day <= today)
    }

    fn thin(&self, today: StudyDay) {
        let mut found = self.list();
        found.retain(|(day, _)| *day <= today);
        let stay = kept(found.iter().map(|(day, _)| *day));
        for (_, path) in found.iter().filter(|(day, _)| !stay.contains(day)) {
            // One too many does no harm; it is tried again tomorrow.
            let _ = fs::remove_file(path);
        }
    }
}

fn name_of(day: StudyDay) -> String {
    format!("plimsoll-{}.db", day.date())
}

/// The day in the name of a backup; none for files of other names, which are never touched.
fn day_of(name: &str) -> Option<StudyDay> {
    let date = name.strip_prefix("plimsoll-")?.strip_suffix(".db")?;
    let day = StudyDay::of_date(date.parse().ok()?);
    (name_of(day) == name).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_day() {
        let day = StudyDay::of_date(jiff::civil::date(2026, 11, 21));
        assert_eq!(name_of(day), "plimsoll-2026-11-21.db");
        assert_eq!(day_of("plimsoll-2026-11-21.db"), Some(day));
        for other in
            ["plimsoll.db", "plimsoll-mine.db", "plimsoll-20261121.db", "notes.txt", "plimsoll-2026-11-21.db.half-7"]
        {
            assert_eq!(day_of(other), None, "{other}");
        }
    }

    #[test]
    fn thinning_leaves_what_is_kept_and_what_is_dated_later() {
        let folder = tempfile::tempdir().unwrap();
        let backups = Backups::new(folder.path());
        fs::create_dir_all(&backups.folder).unwrap();
        let today = StudyDay::of_date(jiff::civil::date(2026, 11, 21));
        // Sixty days, a fortnight by a clock that was wrong, and a file of the learner's own.
        let days: Vec<StudyDay> = (-14..60).map(|ago| StudyDay(today.0 - ago)).collect();
        for day in &days {
            fs::write(backups.folder.join(name_of(*day)), "").unwrap();
        }
        fs::write(backups.folder.join("plimsoll-mine.db"), "").unwrap();
        assert_eq!(backups.newest(today), Some(today));
        backups.thin(today);
        let (later, past): (Vec<StudyDay>, Vec<StudyDay>) = days.into_iter().partition(|day| *day > today);
        let mut expected: Vec<StudyDay> = kept(past).into_iter().chain(later).collect();
        expected.sort_by_key(|day| std::cmp::Reverse(*day));
        assert_eq!(backups.list().into_iter().map(|(day, _)| day).collect::<Vec<_>>(), expected);
        assert!(expected.len() < 40 && backups.folder.join("plimsoll-mine.db").exists());
    }
}
