//! Making the search index a slice at a time, so that a large store never holds a key up.

use std::collections::HashMap;
use std::rc::Rc;

use crate::app::message::Indexed;
use crate::app::search::Library;
use crate::domain::content::Services;
use crate::domain::id::ItemId;
use crate::domain::search::{Builder, Document};
use crate::failure::Failure;
use crate::store::Store;

/// Bytes of stored items that one slice reads: some 10 ms. By size and not by the clock, so that a test sees what a
/// learner sees.
const SLICE: usize = 512 * 1024;

/// Items read at once; a slice ends between them.
const AT_ONCE: u32 = 64;

/// An index being made.
#[derive(Debug, Default)]
pub struct Indexing {
    builder: Builder,
    services: HashMap<String, Services>,
    notes: HashMap<ItemId, String>,
    /// Packs not read to their end, the one at hand last.
    open: Vec<(String, Services)>,
    /// The last item read of it.
    after: i64,
    /// Items read.
    done: u32,
    /// As many as there may be, those of removed packs and those that are no longer in their packs included.
    all: u32,
}

impl Indexing {
    /// Starts over with what the store has now.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn begin(store: &Store) -> Result<Self, Failure> {
        let mut open = store.library_packs()?;
        open.reverse();
        let mut notes: HashMap<ItemId, String> = HashMap::new();
        for (item, text) in store.notes()? {
            let notes = notes.entry(item).or_default();
            let gap = if notes.is_empty() { "" } else { "\n" };
            notes.push_str(&format!("{gap}{text}"));
        }
        Ok(Self { open, notes, all: u32::try_from(store.last_item()?).unwrap_or(u32::MAX), ..Self::default() })
    }

    /// Reads the next slice; the library once everything is read, after which there is nothing more to do here.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn read_on(&mut self, store: &Store) -> Result<Indexed, Failure> {
        let mut bytes = 0;
        while let Some((pack, services)) = self.open.last() {
            let Self { builder, done, notes, .. } = self;
            let last = store.items_after(pack, self.after, AT_ONCE, &mut |item, size| {
                let own = notes.get(&item.id).map_or("", String::as_str);
                builder.add(&Document::of(item, services).with_notes(own));
                *done += 1;
                bytes += size;
            })?;
            self.after = last.unwrap_or(0);
            if last.is_none() {
                self.services.extend(self.open.pop());
            }
            if bytes >= SLICE {
                return Ok(Indexed::Part { done: self.done, all: self.all });
            }
        }
        let Self { builder, services, notes, .. } = std::mem::take(self);
        Ok(Indexed::Whole(Rc::new(Library { index: builder.finish(), services, notes })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::Query;
    use crate::domain::time::Timestamp;

    #[test]
    fn the_index_is_made_in_slices() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        crate::shell::Library::new(folder.path()).sync(&mut store, Timestamp(0), false, &mut |_, _| {}).unwrap();
        let items = u32::try_from(store.last_item().unwrap()).unwrap();
        let mut indexing = Indexing::begin(&store).unwrap();
        let mut before = 0;
        let library = loop {
            match indexing.read_on(&store).unwrap() {
                Indexed::Part { done, all } => {
                    assert!(done > before && done <= items && all == items);
                    before = done;
                }
                Indexed::Whole(library) => break library,
            }
        };
        assert!(before > items / 2, "the shipped pack takes more than one slice");
        assert_eq!(library.index.len(), items as usize);
        assert!(!library.index.search(&Query::new("gpu serverless"), 1).hits.is_empty());
    }
}
