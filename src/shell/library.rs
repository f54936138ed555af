//! The learner's packs on disk: the shipped one, folders that stay where they are edited, and copies in the data directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use crate::app::message::Synced;
use crate::domain::id::{ItemId, PackId};
use crate::domain::time::Timestamp;
use crate::domain::today::{Origin, PackNews};
use crate::failure::Failure;
use crate::pack::{self, Doubt, Files, Problem, Severity};
use crate::store::{Import, Store};

/// The shipped pack's id.
pub const SHIPPED: &str = "aws-containers";

/// How often a copy is tried to be put in place while other windows do the same.
const TRIES: u32 = 100;

/// Called with the files read so far and in all.
pub type Progress<'a> = dyn FnMut(usize, usize) + 'a;

/// The folders that packs are copied to.
#[derive(Debug, Clone)]
pub struct Library {
    data_dir: PathBuf,
}

/// Why a folder can't be loaded.
#[derive(Debug)]
pub enum Refused {
    /// The pack has problems, all of them told.
    Invalid(Vec<Problem>),
    /// The store or the data directory failed.
    Failed(Failure),
}

impl From<crate::store::Error> for Refused {
    fn from(error: crate::store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl Library {
    /// The library in a data directory.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self { data_dir: data_dir.to_owned() }
    }

    /// The settings file beside the packs.
    #[must_use]
    pub fn settings(&self) -> super::SettingsFile {
        super::SettingsFile::new(&self.data_dir)
    }

    /// The automatic backups beside the packs.
    #[must_use]
    pub fn backups(&self) -> super::Backups {
        super::Backups::new(&self.data_dir)
    }

    /// Where the copy of a pack is kept.
    #[must_use]
    pub fn copy_of(&self, pack: &str) -> PathBuf {
        self.data_dir.join("packs").join(pack)
    }

    /// Loads what changed: the shipped pack when the program brings another one, folders whose files changed.
    ///
    /// # Errors
    /// When the store fails. A folder that is missing or invalid is no error: its last good state stays in use.
    pub fn sync(
        &self,
        store: &mut Store,
        at: Timestamp,
        closely: bool,
        progress: &mut Progress<'_>,
    ) -> Result<Vec<Synced>, Failure> {
        let mut news = self.sync_shipped(store, at, progress)?;
        for (id, origin, hash, stamp) in store.pack_marks()? {
            let folder = match &origin {
                Origin::Shipped => continue,
                Origin::Folder(folder) => PathBuf::from(folder),
                Origin::Copy => self.copy_of(id.as_str()),
            };
            if origin == Origin::Copy {
                put_back(&folder);
            }
            news.extend(self.sync_folder(store, at, &id, &origin, &folder, (hash, stamp, closely), progress)?);
        }
        Ok(news)
    }

    fn sync_shipped(
        &self,
        store: &mut Store,
        at: Timestamp,
        progress: &mut Progress<'_>,
    ) -> Result<Vec<Synced>, Failure> {
        let Ok(id) = PackId::new(SHIPPED) else { return Ok(vec![]) };
        let known = store.pack_marks()?.into_iter().find(|(known, ..)| *known == id);
        let unchanged = known
            .as_ref()
            .is_some_and(|(_, origin, hash, _)| *origin != Origin::Shipped || *hash == pack::embedded_hash());
        if unchanged || store.pack_removed(&id)? {
            return Ok(vec![]);
        }
        let files = Files::embedded();
        let loaded = pack::load_with(&files, progress);
        let Some(pack) = loaded.pack else {
            return Err(Failure::failed(
                "the shipped pack is invalid",
                "This is a fault in plimsoll. Please report it.",
            ));
        };
        let import = Import { pack: &pack, origin: Origin::Shipped, hash: pack::embedded_hash(), stamp: 0 };
        let changed = store.import(&import, at)?;
        Ok(vec![Synced { title: pack.title, news: Ok(changed) }])
    }

    #[allow(clippy::too_many_arguments)]
    fn sync_folder(
        &self,
        store: &mut Store,
        at: Timestamp,
        id: &PackId,
        origin: &Origin,
        folder: &Path,
        (hash, stamp, closely): (u64, u64, bool),
        progress: &mut Progress<'_>,
    ) -> Result<Option<Synced>, Failure> {
        let kept = |why: String| Synced {
            title: id.to_string(),
            news: Err(format!("{why}; its last good state stays in use")),
        };
        let now_stamp = match pack::stamp(folder) {
            Ok(found) => found,
            Err(error) => return Ok(Some(kept(format!("{} can't be read ({error})", folder.display())))),
        };
        if now_stamp == stamp && !closely {
            return Ok(None);
        }
        let files = match Files::read_folder(folder) {
            Ok(files) => files,
            Err(problems) => return Ok(Some(kept(count_of(&problems)))),
        };
        let Some(now_hash) = files.hash() else {
            return Ok(Some(kept(format!("{} is being changed", folder.display()))));
        };
        if now_hash == hash {
            if now_stamp != stamp {
                store.set_pack_stamp(id, now_stamp)?;
            }
            return Ok(None);
        }
        let loaded = pack::load_with(&files, progress);
        let Some(pack) = loaded.pack else { return Ok(Some(kept(count_of(&loaded.problems)))) };
        if pack.id != *id {
            return Ok(Some(kept(format!("its id is now {}; add it as a new pack", pack.id))));
        }
        let import = Import { pack: &pack, origin: origin.clone(), hash: now_hash, stamp: now_stamp };
        let changed = store.import(&import, at)?;
        if matches!(origin, Origin::Folder(_)) {
            self.keep_copy(id, &files)?;
        }
        Ok(Some(Synced { title: pack.title, news: Ok(changed) }))
    }

    /// Takes a folder in: it stays where it is edited, and a copy serves while it is missing or invalid. With `detached`
    /// the copy becomes the pack and the folder is forgotten.
    ///
    /// # Errors
    /// [`Refused`] with every problem of the folder, or what failed.
    pub fn add(
        &self,
        store: &mut Store,
        at: Timestamp,
        folder: &Path,
        detached: bool,
        progress: &mut Progress<'_>,
    ) -> Result<(PackId, String, PackNews), Refused> {
        let folder = fs::canonicalize(folder).map_err(|error| {
            let hint = "Give the folder that holds the pack.yaml.";
            Refused::Failed(Failure::failed(format!("can't read {}: {error}", folder.display()), hint))
        })?;
        let stamp_failed = |error: io::Error| {
            Refused::Failed(Failure::failed(
                format!("can't read {}: {error}", folder.display()),
                "Check its permissions.",
            ))
        };
        let stamp = pack::stamp(&folder).map_err(stamp_failed)?;
        let files = Files::read_folder(&folder).map_err(Refused::Invalid)?;
        // The copy is written while the files are checked, and has no effect until it takes its place.
        let half = self.half();
        let (written, loaded) = thread::scope(|scope| {
            let written = thread::Builder::new().spawn_scoped(scope, || write(&files, &half));
            let loaded = pack::load_with(&files, progress);
            (written.ok().and_then(|thread| thread.join().ok()).unwrap_or_else(|| write(&files, &half)), loaded)
        });
        let Some(pack) = loaded.pack else {
            let _ = fs::remove_dir_all(&half);
            return Err(Refused::Invalid(loaded.problems));
        };
        let copied = self.copy_of(pack.id.as_str());
        written.and_then(|()| replace(&half, &copied)).map_err(|error| {
            let _ = fs::remove_dir_all(&half);
            Refused::Failed(copy_failed(&copied, &error))
        })?;
        let (origin, stamp) = if detached {
            (Origin::Copy, pack::stamp(&copied).map_err(stamp_failed)?)
        } else {
            (Origin::Folder(folder.to_string_lossy().into_owned()), stamp)
        };
        let Some(hash) = files.hash() else {
            return Err(stamp_failed(io::Error::other("it was changed at this very moment")));
        };
        let news = store.import(&Import { pack: &pack, origin, hash, stamp }, at)?;
        Ok((pack.id, pack.title, news))
    }

    /// What is wrong with a pack's folder now.
    #[must_use]
    pub fn problems(&self, id: &PackId, origin: &Origin) -> Vec<String> {
        let folder = match origin {
            Origin::Shipped => return vec![],
            Origin::Folder(folder) => PathBuf::from(folder),
            Origin::Copy => self.copy_of(id.as_str()),
        };
        if !folder.is_dir() {
            return vec![format!("{} is missing", folder.display())];
        }
        let problems = match Files::read_folder(&folder) {
            Ok(files) => pack::load(&files).problems,
            Err(problems) => problems,
        };
        problems.iter().filter(|problem| problem.severity == Severity::Error).map(Problem::render).collect()
    }

    /// Reports a doubtful key: a stub in a file next to the pack, or in the data directory for packs without a folder of
    /// their own. Gives the file, for the learner to fill in why.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn doubt(&self, origin: &Origin, item: &ItemId, doubt: Doubt) -> Result<PathBuf, Failure> {
        let file = match origin {
            Origin::Folder(folder) => PathBuf::from(format!("{folder}.doubts.yaml")),
            Origin::Shipped | Origin::Copy => self.data_dir.join("packs").join(format!("{}.doubts.yaml", item.pack())),
        };
        pack::report(&file, item.slug(), doubt).map_err(|error| {
            let hint = "The question is out of the score all the same.";
            Failure::failed(format!("can't write {}: {error}", file.display()), hint)
        })?;
        Ok(file)
    }

    /// Keeps a copy of the files: in a new folder first, which then takes the old one's place.
    fn keep_copy(&self, id: &PackId, files: &Files) -> Result<(), Failure> {
        let (half, target) = (self.half(), self.copy_of(id.as_str()));
        write(files, &half).and_then(|()| replace(&half, &target)).map_err(|error| {
            let _ = fs::remove_dir_all(&half);
            copy_failed(&target, &error)
        })
    }

    /// Where this process writes a copy before it is whole. No pack's id starts with a dot.
    fn half(&self) -> PathBuf {
        self.data_dir.join("packs").join(format!(".half-{}", std::process::id()))
    }
}

fn write(files: &Files, folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    for (name, bytes) in files.iter() {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, bytes?)?;
    }
    Ok(())
}

/// Gives a finished folder its place. The old one is moved away first and taken back by [`put_back`] if that is all that
/// happened; several windows may do this at once, and one of them comes last.
fn replace(half: &Path, target: &Path) -> io::Result<()> {
    let old = old_of(target);
    let mut tries = 0..TRIES;
    loop {
        let failed = match fs::rename(half, target) {
            Ok(()) => {
                let _ = fs::remove_dir_all(&old);
                return Ok(());
            }
            Err(error) => error,
        };
        if !half.is_dir() || tries.next().is_none() {
            return Err(failed);
        }
        let _ = fs::remove_dir_all(&old);
        match fs::rename(target, &old) {
            Err(error) if !target.exists() && !target.parent().is_some_and(Path::is_dir) => return Err(error),
            // Or another window was in between: the next turn sees.
            _ => {}
        }
    }
}

/// Where the old copy is while the new one takes its place. No pack's id starts with a dot.
fn old_of(target: &Path) -> PathBuf {
    target.with_file_name(format!(".old-{}", target.file_name().unwrap_or_default().to_string_lossy()))
}

/// Takes a copy back whose replacing was cut short.
pub(super) fn put_back(target: &Path) {
    let old = old_of(target);
    if !target.exists() && old.exists() {
        // Where this fails the folder is told as missing.
        let _ = fs::rename(old, target);
    }
}

fn copy_failed(target: &Path, error: &io::Error) -> Failure {
    let hint = "Free some space or check the permissions of the data directory.";
    Failure::failed(format!("can't keep a copy of the pack in {}: {error}", target.display()), hint)
}

fn count_of(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let first = problems.iter().find(|problem| problem.severity == Severity::Error);
    let first = first.map(|problem| format!(", first {}", problem.render().lines().next().unwrap_or_default()));
    format!("{errors} problem{}{}", if errors == 1 { "" } else { "s" }, first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(folder: &Path, text: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(folder.join("pack.yaml"), text).unwrap();
    }

    #[test]
    fn several_windows_may_put_a_copy_in_place_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("pack");
        thread::scope(|scope| {
            for window in 0..4 {
                let (target, half) = (&target, folder.path().join(format!(".half-{window}")));
                scope.spawn(move || {
                    for turn in 0..50 {
                        folder_with(&half, &format!("{window} {turn}"));
                        replace(&half, target).unwrap();
                    }
                });
            }
        });
        assert!(fs::read_to_string(target.join("pack.yaml")).unwrap().ends_with("49"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_copy_whose_replacing_was_cut_short_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("pack");
        folder_with(&target, "old");
        fs::rename(&target, old_of(&target)).unwrap();
        put_back(&target);
        assert_eq!(fs::read_to_string(target.join("pack.yaml")).unwrap(), "old");
        folder_with(&old_of(&target), "older");
        put_back(&target);
        assert_eq!(fs::read_to_string(target.join("pack.yaml")).unwrap(), "old");
    }
}
