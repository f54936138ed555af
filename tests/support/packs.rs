//! Stores of the real program with packs of the tests' own and nothing else to load.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use plimsoll::domain::time::Timestamp;
use plimsoll::shell::Library;
use plimsoll::store::Store;

/// Opens a store with these pack folders.
pub fn store_with<'a>(data: &Path, packs: impl IntoIterator<Item = &'a PathBuf>) -> Store {
    let mut store = Store::open(data).unwrap();
    let library = Library::new(data);
    // Something small in the shipped pack's place, as loading that takes a second without optimisation.
    let stand_in = tempfile::tempdir().unwrap();
    let text = "format: 1\nid: aws-containers\ntitle: Nothing\nversion: '1'\nlanguage: en\nservices: {s: {title: S}}\n";
    std::fs::write(stand_in.path().join("pack.yaml"), text).unwrap();
    assert!(library.add(&mut store, Timestamp(0), stand_in.path(), true, &mut |_, _| ()).is_ok());
    store.remove_pack(&"aws-containers".parse().unwrap(), Timestamp(0)).unwrap();
    for pack in packs {
        assert!(library.add(&mut store, Timestamp(0), pack, true, &mut |_, _| ()).is_ok());
    }
    store
}

/// Writes a pack of that many cards, `many`, into a new folder there.
pub fn many(folder: &Path, cards: usize) -> PathBuf {
    let pack = folder.join("many");
    std::fs::create_dir(&pack).unwrap();
    let mut text = "format: 1\nid: many\ntitle: Many\nservices: {s: {title: Service}}\nnotes:\n".to_owned();
    for n in 0..cards {
        let cards = format!("cards: {{c: {{front: 'Front {n}.', back: Back}}}}");
        writeln!(text, "  n{n}: {{service: s, title: Word {n}, body: B, {cards}}}").unwrap();
    }
    std::fs::write(pack.join("pack.yaml"), text).unwrap();
    pack
}
