//! What is done to items and cards wherever they are shown: flags, notes, putting aside, forgetting, and where to edit.

use std::path::{Path, PathBuf};

use crate::app::message::Deed;
use crate::app::search::Fresh;
use crate::app::{Model, Outcome};
use crate::domain::annotation::{Annotating, Annotation, Subject};
use crate::domain::id::{ItemId, Slug};
use crate::domain::review::journal::{Change, Operation, Recorded};
use crate::domain::review::{CardView, Due, Entry};
use crate::domain::time::Now;
use crate::domain::today::Origin;
use crate::failure::Failure;
use crate::pack::{self, Files};
use crate::shell::perform::World;

impl World {
    /// The cards of an item, or the one of them.
    pub(super) fn cards_of(&self, subject: &Subject) -> Result<Vec<CardView>, Failure> {
        let mut cards = Vec::new();
        for key in self.store.cards_of(&subject.item)? {
            let card = self.store.card(key)?;
            cards.extend(card.filter(|card| subject.card.is_none() || card.subject() == *subject));
        }
        Ok(cards)
    }

    /// Those of them that can be reviewed now.
    pub(super) fn entries_of(&self, subject: &Subject, now: Now) -> Result<Vec<Entry>, Failure> {
        let cards = self.cards_of(subject)?.into_iter().filter(|card| !card.state.hidden(now.day));
        Ok(cards.map(|card| Entry { due: Due::Review, ..card.entry() }).collect())
    }

    /// Does something to all of them at once.
    pub(super) fn carry(&mut self, deed: Deed, subject: &Subject, model: &Model, now: Now) -> Result<Outcome, Failure> {
        let cards = self.cards_of(subject)?;
        let all_aside = !cards.is_empty() && cards.iter().all(|card| card.state.suspended);
        let operation = match deed {
            Deed::Forget => Operation::Forget,
            Deed::PutAside if all_aside => Operation::Resume,
            Deed::PutAside => Operation::Suspend,
        };
        let changes = cards.iter().filter_map(|card| {
            let after = match operation {
                Operation::Forget => card.state.forget(),
                Operation::Resume => card.state.resume(),
                _ => card.state.suspend(),
            };
            let change = Change { card: card.key, revision: card.revision, operation, before: card.state, after, now };
            (after != card.state).then_some(change)
        });
        let changes: Vec<Change> = changes.collect();
        Ok(Outcome::DeedDone(operation, self.store.record_all(&changes, &model.memory)?))
    }

    /// What an item or card is annotated with.
    pub(super) fn annotation(&self, subject: &Subject) -> Result<Annotation, Failure> {
        let all = self.store.annotations(&subject.item)?;
        Ok(all.into_iter().find(|(on, _)| on == subject).map(|(_, says)| says).unwrap_or_default())
    }

    /// Flags it, or takes the flag off.
    pub(super) fn flag(&mut self, subject: Subject, now: Now) -> Result<Option<Box<Annotating>>, Failure> {
        let before = self.annotation(&subject)?;
        let after = Annotation { flagged: !before.flagged, text: before.text.clone() };
        self.annotate(Annotating { subject, before, after }, now)
    }

    /// Keeps a flag or a note; none when another window was faster.
    pub(super) fn annotate(&mut self, change: Annotating, now: Now) -> Result<Option<Box<Annotating>>, Failure> {
        let done = self.store.annotate(&change, now)? == Recorded::Done;
        // An index that is being made has read the notes as they were.
        self.forget_indexing();
        Ok(done.then(|| Box::new(change)))
    }

    /// An item for the search; none when it is in no pack now.
    pub(super) fn fresh(&self, id: &ItemId) -> Result<Option<Fresh>, Failure> {
        let Some(item) = self.store.item(id)? else { return Ok(None) };
        let services = self.store.library_packs()?.into_iter().find(|(pack, _)| pack == id.pack());
        let texts = self.store.annotations(id)?.into_iter().map(|(_, says)| says.text).filter(|text| !text.is_empty());
        let notes = texts.collect::<Vec<_>>().join("\n");
        Ok(services.map(|(_, services)| Fresh { item, services, notes }))
    }

    /// Where an item can be edited: its file and line, Markdown.
    pub(super) fn place(&self, subject: &Subject) -> Result<String, Failure> {
        let id = &subject.item;
        let origin = self.store.pack_marks()?.into_iter().find(|(pack, ..)| pack.as_str() == id.pack());
        let (folder, files) = match origin.map(|(_, origin, ..)| origin) {
            Some(Origin::Folder(folder)) => (PathBuf::from(&folder), Files::read_folder(Path::new(&folder))),
            Some(Origin::Copy) => {
                let folder = self.library.copy_of(id.pack());
                (folder.clone(), Files::read_folder(&folder))
            }
            Some(Origin::Shipped) | None => (PathBuf::new(), Ok(Files::embedded())),
        };
        let shipped = folder.as_os_str().is_empty();
        let files = files.map_err(|problems| {
            let why = problems.first().map_or(String::new(), |problem| format!(": {}", problem.message));
            Failure::failed(format!("can't read {}{why}", folder.display()), "Its last good state stays in use.")
        })?;
        let Some((file, line)) = pack::place(&files, id.slug(), subject.card.as_ref().map(Slug::as_str)) else {
            return Ok(format!("`{id}` isn't in the files of its pack now; what was last loaded stays in use."));
        };
        Ok(if shipped {
            format!(
                "`{id}` stands in the pack that came with the program, in its `{file}`, line {line}.\n\nThat text can't be \
                 changed here, but your own note beside it can say it better, and its cards can be put aside."
            )
        } else {
            let path = folder.join(&file);
            format!(
                "`{}`, line {line}\n\nOpen it with your editor, change any text but the ids, on which progress hangs, and load \
                 it with the key for changed files on the Packs screen, or start the program again.",
                path.display(),
            )
        })
    }
}
