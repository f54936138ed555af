//! Taking an added card out of the learner's own pack, and putting it back.

use std::path::Path;

use super::{NotAdded, TRIES, appended, failed, headed, locked, put, valid};
use crate::domain::content::Pack;
use crate::domain::id::PackId;
use crate::domain::own::Added;
use crate::pack::files::Files;

/// What became of an entry that was to be taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is out; all else stands as it stood.
    Out,
    /// It was edited since it was added, so it stays as it is.
    Edited,
    /// It was taken out already.
    Gone,
}

/// Takes the entry out of whichever file has it word for word, if nothing else changes by that.
///
/// # Errors
/// [`NotAdded`] says why nothing was written.
pub fn take_out(folder: &Path, added: &Added) -> Result<Taken, NotAdded> {
    let _held = locked(folder)?;
    for _ in 0..TRIES {
        let files = Files::read_folder(folder).map_err(NotAdded::Invalid)?;
        let pack = valid(&files)?;
        if !pack.items.iter().any(|item| item.id == added.item) {
            return Ok(Taken::Gone);
        }
        let Some((name, rest)) = without(&files, &pack, added) else { return Ok(Taken::Edited) };
        let path = folder.join(&name);
        let read = files.bytes(&name).map_err(failed(&path))?;
        if put(&path, read.as_deref(), rest.as_bytes()).map_err(failed(&path))? {
            return Ok(Taken::Out);
        }
    }
    Err(NotAdded::changing(folder))
}

/// Adds the entry again at the end of a file. An item of that name that is there by now stays as it is.
///
/// # Errors
/// [`NotAdded`] says why nothing was written.
pub fn put_back(folder: &Path, id: &PackId, title: &str, added: &Added) -> Result<(), NotAdded> {
    let _held = locked(folder)?;
    headed(folder, id, title)?;
    for _ in 0..TRIES {
        let files = Files::read_folder(folder).map_err(NotAdded::Invalid)?;
        let pack = valid(&files)?;
        if pack.items.iter().any(|item| item.id == added.item) {
            return Ok(());
        }
        let (section, name) = if added.trap { ("traps", "traps") } else { ("notes", "cards") };
        let fits = |with: &Pack| {
            with.items.len() == pack.items.len() + 1
                && with.items.iter().all(|one| one.id == added.item || pack.items.contains(one))
        };
        let (name, whole) = appended(&files, section, name, &added.text, &fits).ok_or(NotAdded::Unwritable)?;
        let path = folder.join(&name);
        let read = files.bytes(&name).map_err(failed(&path))?;
        if put(&path, read.as_deref(), whole.as_bytes()).map_err(failed(&path))? {
            return Ok(());
        }
    }
    Err(NotAdded::changing(folder))
}

/// The file that has the entry, and what is left of it; none where the pack would not be the same without the item.
fn without(files: &Files, pack: &Pack, added: &Added) -> Option<(String, String)> {
    let same = |rest: &Pack| {
        rest.items.len() + 1 == pack.items.len()
            && rest.items.iter().all(|one| one.id != added.item && pack.items.contains(one))
    };
    files.iter().find_map(|(name, bytes)| {
        let bytes = bytes.ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let at =
            text.match_indices(&added.text).map(|(at, _)| at).find(|at| *at == 0 || text[..*at].ends_with('\n'))?;
        let rest = format!("{}{}", &text[..at], &text[at + added.text.len()..]);
        let loaded = super::load(&files.with(name, &rest)).pack?;
        same(&loaded).then(|| (name.to_owned(), rest))
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::{add_to, card, pack};
    use super::*;
    use crate::domain::own::{PACK, TITLE};

    fn back(folder: &Path, added: &Added) {
        put_back(folder, &PackId::new(PACK).unwrap(), TITLE, added).unwrap();
    }

    fn slugs(folder: &Path) -> Vec<String> {
        pack(folder).items.iter().map(|item| item.id.slug().to_owned()).collect()
    }

    #[test]
    fn an_entry_is_taken_out_and_put_back_word_for_word() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let one = add_to(folder, &card("One?", "1")).unwrap();
        let path = folder.join("cards.yaml");
        let first = fs::read_to_string(&path).unwrap();
        let two = add_to(folder, &card("Two?", "- 2\n\n```text\n  a\n```")).unwrap();
        let both = fs::read_to_string(&path).unwrap();
        assert_eq!(take_out(folder, &two).unwrap(), Taken::Out);
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
        assert_eq!(take_out(folder, &two).unwrap(), Taken::Gone);
        back(folder, &two);
        assert_eq!(fs::read_to_string(&path).unwrap(), both);
        back(folder, &two);
        assert_eq!(fs::read_to_string(&path).unwrap(), both);
        // Also the first of several, and the last that is left.
        assert_eq!(take_out(folder, &one).unwrap(), Taken::Out);
        assert_eq!(slugs(folder), ["two"]);
        assert_eq!(take_out(folder, &two).unwrap(), Taken::Out);
        assert!(slugs(folder).is_empty());
        back(folder, &one);
        assert_eq!(fs::read_to_string(&path).unwrap(), first);
    }

    #[test]
    fn an_entry_that_was_edited_stays() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let one = add_to(folder, &card("One?", "1")).unwrap();
        let two = add_to(folder, &card("Two?", "2")).unwrap();
        let path = folder.join("cards.yaml");
        let both = fs::read_to_string(&path).unwrap();
        // A line more at its end would come to belong to the entry before.
        for edited in [both.replace("'2'", "'3'"), format!("{both}    source: here\n")] {
            assert_ne!(edited, both);
            fs::write(&path, &edited).unwrap();
            assert_eq!(take_out(folder, &two).unwrap(), Taken::Edited);
            assert_eq!(fs::read_to_string(&path).unwrap(), edited);
        }
        // What was edited around it stays, too.
        fs::write(&path, format!("# mine\n{}  # the end\n", both.replace("One?", "Eins?"))).unwrap();
        assert_eq!(take_out(folder, &two).unwrap(), Taken::Out);
        assert!(fs::read_to_string(&path).unwrap().starts_with("# mine"));
        assert_eq!(take_out(folder, &one).unwrap(), Taken::Edited);
        assert_eq!(slugs(folder), ["one"]);
    }
}
