use std::fs;
use std::path::Path;

use super::super::restore::{prepare, set_aside, swap};
use super::*;

/// Ratings in the store of a folder.
fn reviews(folder: &Path) -> usize {
    Store::open(folder).unwrap().journal(&calendar()).unwrap().len()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A world with so many ratings and a backup of it.
fn rated(times: usize) -> (World, std::path::PathBuf) {
    let mut world = World::with(&small());
    for key in world.queue().into_iter().cycle().take(times) {
        world.rate(key, Rating::Good);
        world.at = world.at.plus(HOUR);
    }
    let file = world.folder.path().join("copy.db");
    world.store.back_up(&file, false).unwrap();
    (world, file)
}

#[test]
fn a_backup_is_whole_private_and_one_file() {
    let (world, file) = rated(3);
    let contents = examine(&file).unwrap();
    assert_eq!((contents.schema, contents.packs, contents.cards, contents.reviews), (SCHEMA, 1, 4, 3));
    assert_eq!(contents.last, Some(world.at.plus(-HOUR)));
    let beside: Vec<String> = names(world.folder.path()).into_iter().filter(|name| name.contains("copy")).collect();
    assert_eq!(beside, ["copy.db"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_backup_is_taken_while_another_window_writes() {
    let (mut world, _) = rated(1);
    let other = Store::open(world.folder.path()).unwrap();
    let first = world.queue()[0];
    world.rate(first, Rating::Again);
    let file = world.folder.path().join("other.db");
    assert_eq!(other.back_up(&file, false).unwrap().reviews, 2);
}

#[test]
fn an_existing_file_is_replaced_only_when_asked() {
    let (mut world, file) = rated(1);
    let before = fs::read(&file).unwrap();
    let first = world.queue()[0];
    world.rate(first, Rating::Good);
    assert_eq!(world.store.back_up(&file, false).unwrap_err().fault, Fault::Exists);
    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(world.store.back_up(&file, true).unwrap().reviews, 2);
    let itself = world.store.path().to_owned();
    assert_eq!(world.store.back_up(&itself, true).unwrap_err().fault, Fault::Exists);
    assert_eq!(world.store.journal(&calendar()).unwrap().len(), 2);
}

#[test]
fn a_backup_that_cannot_be_written_leaves_nothing() {
    let (world, _) = rated(1);
    let before = names(world.folder.path());
    let error = world.store.back_up(&world.folder.path().join("no/such/folder.db"), false).unwrap_err();
    assert!(error.to_string().contains("folder.db"), "{error}");
    assert_eq!(names(world.folder.path()), before);
}

#[test]
fn restoring_keeps_the_present_store_aside() {
    let (mut world, file) = rated(2);
    let first = world.queue()[0];
    world.rate(first, Rating::Good);
    let folder = world.folder;
    drop(world.store);
    let restored = restore(folder.path(), &file, "now").unwrap();
    assert_eq!(restored.contents.reviews, 2);
    assert_eq!(reviews(folder.path()), 2);
    let aside = restored.aside.unwrap();
    assert_eq!(examine(&aside).unwrap().reviews, 3);
    // And back again.
    let back = restore(folder.path(), &aside, "now").unwrap();
    assert_ne!(back.aside.as_ref(), Some(&aside), "what was kept aside is never written over");
    assert_eq!(reviews(folder.path()), 3);
    assert!(!names(folder.path()).iter().any(|name| name.contains("incoming")));
}

/// Every step of restoring, with nothing after it: what is in the store's place is the one or the other, whole.
#[test]
fn interrupted_half_way_one_store_or_the_other_is_whole() {
    for stop in 0..4 {
        let (mut world, file) = rated(2);
        let first = world.queue()[0];
        world.rate(first, Rating::Good);
        let (folder, store) = (world.folder, world.store.path().to_owned());
        drop(world.store);
        if stop >= 1 {
            let ready = prepare(folder.path(), &file).unwrap();
            if stop >= 2 {
                set_aside(&store, "now").unwrap();
            }
            if stop >= 3 {
                swap(&ready, &store).unwrap();
            }
        }
        assert_eq!(reviews(folder.path()), if stop == 3 { 2 } else { 3 }, "stopped after step {stop}");
        assert_eq!(examine(&store).unwrap().reviews, if stop == 3 { 2 } else { 3 });
    }
}

#[test]
fn a_store_that_is_open_elsewhere_is_not_exchanged() {
    let (world, file) = rated(1);
    let error = restore(world.folder.path(), &file, "now").unwrap_err();
    assert_eq!(error.fault, Fault::Open);
    assert!(!names(world.folder.path()).iter().any(|name| name.contains("incoming") || name.contains("before")));
    assert!(world.store.today(world.now(), &world.rules).unwrap().started);
}

#[test]
fn what_is_no_whole_backup_is_refused_and_nothing_changes() {
    let (world, file) = rated(4);
    let (folder, at) = (world.folder, world.at);
    drop(world.store);
    let before = names(folder.path());
    let text = folder.path().join("text.db");
    fs::write(&text, "my diary").unwrap();
    assert_eq!(restore(folder.path(), &text, "now").unwrap_err().fault, Fault::NotOurs);
    fs::write(&text, "").unwrap();
    assert_eq!(restore(folder.path(), &text, "now").unwrap_err().fault, Fault::NotOurs);
    fs::remove_file(&text).unwrap();
    assert!(restore(folder.path(), &text, "now").is_err(), "a file that isn't there");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle..].fill(0xAA);
    fs::write(&file, &bytes).unwrap();
    assert_eq!(restore(folder.path(), &file, "now").unwrap_err().fault, Fault::Damaged);
    assert_eq!(names(folder.path()), before);
    let store = folder.path().join(FILE_NAME);
    assert_eq!(restore(folder.path(), &store, "now").unwrap_err().fault, Fault::Exists);
    assert_eq!(reviews(folder.path()), 4);
    assert!(at.0 > 0);
}

#[test]
fn a_damaged_store_is_kept_aside_too() {
    let (world, file) = rated(2);
    let (folder, store) = (world.folder, world.store.path().to_owned());
    drop(world.store);
    let mut bytes = fs::read(&store).unwrap();
    bytes[100..].fill(0xAA);
    fs::write(&store, &bytes).unwrap();
    let restored = restore(folder.path(), &file, "now").unwrap();
    assert_eq!(fs::read(restored.aside.unwrap()).unwrap(), bytes);
    assert_eq!(reviews(folder.path()), 2);
}

#[test]
fn an_older_backup_is_brought_up_to_date() {
    for schema in 1..SCHEMA {
        let old = tempfile::tempdir().unwrap();
        let store = Store::open_at_schema(old.path(), schema).unwrap();
        store.db.execute_batch(include_str!("schema_1.sql")).unwrap();
        drop(store);
        let folder = tempfile::tempdir().unwrap();
        let restored = restore(folder.path(), &old.path().join(FILE_NAME), "now").unwrap();
        assert_eq!((restored.contents.schema, restored.contents.rows, restored.aside), (SCHEMA, 3, None));
        assert_eq!(reviews(folder.path()), 3);
        assert_eq!(examine(&old.path().join(FILE_NAME)).unwrap().schema, schema, "the backup itself stays as it was");
    }
}

/// Somebody else's backup must not bring anything that acts on its own, nor be half a store.
#[test]
fn a_backup_with_triggers_or_without_its_tables_is_refused() {
    for (sql, said) in [
        ("CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM journal; END", "trigger t"),
        ("CREATE VIEW v AS SELECT 1", "view v"),
        ("DROP TABLE query", "query.seq"),
        ("ALTER TABLE day RENAME COLUMN took TO took2", "day.took"),
    ] {
        let (world, file) = rated(2);
        let db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db.execute_batch(sql).unwrap();
        drop(db);
        let error = examine(&file).unwrap_err();
        assert!(error.fault == Fault::Damaged && error.to_string().contains(said), "{error}");
        drop(world.store);
        assert_eq!(restore(world.folder.path(), &file, "now").unwrap_err().fault, Fault::Damaged);
        assert_eq!(reviews(world.folder.path()), 2);
    }
}

#[test]
fn a_copy_that_is_gone_is_not_taken_for_one_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let error = backup::put_in_place(&folder.path().join("half"), &folder.path().join("copy"), false).unwrap_err();
    assert!(!matches!(error.fault, Fault::Exists) && !folder.path().join("copy").exists(), "{error}");
    let there = folder.path().join("there");
    std::fs::write(&there, "mine").unwrap();
    std::fs::write(folder.path().join("half"), "new").unwrap();
    let error = backup::put_in_place(&folder.path().join("half"), &there, false).unwrap_err();
    assert!(matches!(error.fault, Fault::Exists), "{error:?}");
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "mine");
}
