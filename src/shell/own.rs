//! The learner's own pack: a card is added to its files and taken in at once.

use std::path::{Path, PathBuf};

use crate::app::{Model, Outcome};
use crate::domain::content::Services;
use crate::domain::id::{ItemId, PackId};
use crate::domain::memory;
use crate::domain::own::{Added, OwnCard, PACK, TITLE};
use crate::domain::review::journal::Reversed;
use crate::domain::time::{Now, Timestamp};
use crate::domain::today::Origin;
use crate::failure::Failure;
use crate::pack::{self, Files, NotAdded, Problem, Taken};
use crate::shell::Library;
use crate::shell::library::put_back;
use crate::shell::perform::World;
use crate::store::{Import, Store};

impl World {
    /// The service that a new card is likely about, and all services to choose from.
    pub(super) fn card_form(&self, about: Option<&ItemId>) -> Result<Outcome, Failure> {
        let item = about.map(|id| self.store.item(id)).transpose()?.flatten();
        let service = item.map(|item| item.service.to_string()).unwrap_or_default();
        let packs = self.store.library_packs()?;
        let all = packs.iter().flat_map(|(_, services)| services.iter());
        let mut services: Vec<(String, String)> =
            all.map(|(id, about)| (id.to_string(), about.title.clone())).collect();
        services.sort();
        services.dedup_by(|a, b| a.0 == b.0);
        Ok(Outcome::CardForm(service, services))
    }

    /// Adds a card to the learner's own pack, and takes the pack in.
    pub(super) fn add_card(&mut self, card: &OwnCard, about: Option<&ItemId>, now: Now) -> Result<Outcome, Failure> {
        let added = match self.library.add_own(&mut self.store, card, about, now) {
            Ok(added) => added,
            Err(OwnFailure::Incomplete(why)) => return Ok(Outcome::CardAdded(Err(why))),
            Err(OwnFailure::Failed(failure)) => return Err(failure),
        };
        // An index that is being made starts over, so that the card is in it.
        self.forget_indexing();
        let id = added.item;
        let gone = || Failure::failed(format!("{id} is in no pack"), "Please report it.");
        Ok(Outcome::CardAdded(Ok(Box::new(self.fresh(&id)?.ok_or_else(gone)?))))
    }

    /// Takes the last thing back, or does it again.
    pub(super) fn reverse(&mut self, redo: bool, model: &Model, now: Now) -> Result<Option<Reversed>, Failure> {
        let reversed = self.library.reverse(&mut self.store, redo, &model.memory, now)?;
        if matches!(reversed, Some(Reversed::Added { .. } | Reversed::Annotation { .. })) {
            self.forget_indexing();
        }
        Ok(reversed)
    }
}

/// Why no card was added.
#[derive(Debug)]
pub enum OwnFailure {
    /// Something is missing in what was typed.
    Incomplete(String),
    /// The store or the files failed.
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for OwnFailure {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Library {
    /// Adds a card to the learner's own pack and takes it in. What an item of another pack calls its services holds first.
    ///
    /// # Errors
    /// [`OwnFailure`]; then no card was added.
    pub fn add_own(
        &self,
        store: &mut Store,
        card: &OwnCard,
        about: Option<&ItemId>,
        now: Now,
    ) -> Result<Added, OwnFailure> {
        let (id, folder, origin) = self.own_pack(store)?;
        let mut packs = store.library_packs()?;
        packs.sort_by_key(|(pack, _)| Some(pack.as_str()) != about.map(ItemId::pack));
        let known: Vec<&Services> = packs.iter().map(|(_, services)| services).collect();
        let added = match pack::add_own(&folder, &id, TITLE, card, &known) {
            Ok(added) => added,
            Err(NotAdded::Incomplete(why)) => return Err(OwnFailure::Incomplete(why)),
            Err(error) => return Err(failed(&folder, error).into()),
        };
        take_in(store, &folder, origin, now.at)?;
        store.keep_added(&added, now)?;
        Ok(added)
    }

    /// Takes the last thing back, or does it again. Where that was adding a card, it comes out of the learner's files, and
    /// back into them.
    ///
    /// # Errors
    /// When the store or the files can't be written; then nothing was taken back.
    pub fn reverse(
        &self,
        store: &mut Store,
        redo: bool,
        model: &memory::Model,
        now: Now,
    ) -> Result<Option<Reversed>, Failure> {
        let mut edited = false;
        if let Some(added) = store.added_next(redo)? {
            let (id, folder, origin) = self.own_pack(store)?;
            let failed = |error| failed(&folder, error);
            if redo {
                pack::put_back(&folder, &id, TITLE, &added).map_err(failed)?;
            } else {
                edited = pack::take_out(&folder, &added).map_err(failed)? == Taken::Edited;
            }
            take_in(store, &folder, origin, now.at)?;
        }
        let reversed = if redo { store.redo(now, model)? } else { store.undo(now, model)? };
        Ok(match reversed {
            Some(Reversed::Added { added, .. }) => Some(Reversed::Added { added, stays: edited }),
            other => other,
        })
    }

    /// The learner's own pack: its id, its folder with its files in it, and where that comes from.
    fn own_pack(&self, store: &Store) -> Result<(PackId, PathBuf, Origin), Failure> {
        let id = PackId::new(PACK).map_err(|error| Failure::failed(error.to_string(), "Please report it."))?;
        let origin = store.pack_marks()?.into_iter().find(|(known, ..)| *known == id).map(|(_, origin, ..)| origin);
        let (folder, origin) = match origin {
            Some(Origin::Folder(folder)) => (PathBuf::from(&folder), Origin::Folder(folder)),
            _ => (self.copy_of(PACK), Origin::Copy),
        };
        put_back(&folder);
        if !folder.join("pack.yaml").exists()
            && let Some(kept) =
                store.whole_pack(&id)?.filter(|kept| !kept.items.is_empty() || kept.services.iter().next().is_some())
        {
            let written = match origin {
                // The files are lost, e.g. where only the store was restored from a backup. The store has every text.
                Origin::Copy => pack::write_anew(&folder, &kept),
                // It may be on a disk that isn't there today.
                _ => Err(NotAdded::Lost(folder.clone())),
            };
            written.map_err(|error| failed(&folder, error))?;
        }
        Ok((id, folder, origin))
    }
}

/// Takes the pack in as its files are now.
fn take_in(store: &mut Store, folder: &Path, origin: Origin, at: Timestamp) -> Result<(), Failure> {
    let stamp = pack::stamp(folder).unwrap_or_default();
    let files = Files::read_folder(folder).map_err(|problems| failed(folder, NotAdded::Invalid(problems)))?;
    let loaded = pack::load(&files);
    let Some(whole) = loaded.pack else { return Err(failed(folder, NotAdded::Invalid(loaded.problems))) };
    // Without a hash the next start looks again.
    store.import(&Import { pack: &whole, origin, hash: files.hash().unwrap_or_default(), stamp }, at)?;
    Ok(())
}

fn failed(folder: &Path, error: NotAdded) -> Failure {
    let folder = folder.display();
    match error {
        NotAdded::Invalid(problems) => {
            let first = problems.first().map(Problem::render).unwrap_or_default();
            Failure::failed(
                format!("no card can be added to {folder}\n{first}"),
                format!(
                    "What you typed is still there. Mend the file; `plimsoll pack check {folder}` says all that is wrong."
                ),
            )
        }
        NotAdded::Failed { path, source } => Failure::failed(
            format!("can't write {}: {source}", path.display()),
            "What you typed is still there. Free some space or check the permissions, then try again.",
        ),
        NotAdded::Lost(_) => Failure::failed(
            format!("the files of your own cards are gone: {folder} has no pack.yaml"),
            "What you typed is still there, and so are the cards. Put the folder back where it was, or from a copy of it.",
        ),
        other => Failure::failed(other.to_string(), "What you typed is still there."),
    }
}
