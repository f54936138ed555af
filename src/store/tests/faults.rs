use std::fs;

use super::*;

#[test]
fn a_file_that_is_not_ours_is_left_alone() {
    for (name, bytes) in [("text", b"my diary".to_vec()), ("noise", vec![7; 5000])] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        fs::write(&path, &bytes).unwrap();
        let error = Store::open(folder.path()).unwrap_err();
        assert_eq!(error.fault, Fault::NotOurs, "{name}");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn another_programs_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE theirs (a); PRAGMA application_id = 7;").unwrap();
    drop(other);
    let before = fs::read(&path).unwrap();
    assert_eq!(Store::open(folder.path()).unwrap_err().fault, Fault::NotOurs);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_newer_store_is_refused() {
    let world = World::new();
    let newer = SCHEMA + 3;
    world.store.db.execute_batch(&format!("PRAGMA user_version = {newer}")).unwrap();
    let error = Store::open(world.folder.path()).unwrap_err();
    assert_eq!(error.fault, Fault::Newer { found: newer, known: SCHEMA });
    assert!(error.to_string().contains("newer plimsoll"), "{error}");
}

#[test]
fn a_store_whose_making_was_cut_short_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), b"").unwrap();
    assert!(Store::open(folder.path()).unwrap().packs().unwrap().is_empty());
}

#[test]
fn a_damaged_store_is_said_and_kept() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    world.rate(first, Rating::Good);
    let path = world.store.path().to_owned();
    drop(world.store);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 8;
    bytes[middle..].fill(0xAA);
    fs::write(&path, &bytes).unwrap();
    let opened = Store::open(world.folder.path());
    let error = match opened {
        Err(error) => error,
        Ok(store) => store.queue(calendar().now(world.at), &world.rules, &Filter::default()).unwrap_err(),
    };
    assert_eq!(error.fault, Fault::Damaged, "{error}");
    assert_eq!(fs::read(&path).unwrap().len(), bytes.len());
}

#[test]
fn two_windows_may_make_the_store_at_once() {
    for _ in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            let open = || Store::open(folder.path()).map(drop);
            let windows: Vec<_> = (0..4).map(|_| scope.spawn(open)).collect();
            for window in windows {
                window.join().unwrap().unwrap();
            }
        });
    }
}

/// Every older schema migrates with its reviews. With one schema there is only the empty file to start from; each new
/// migration adds its predecessor here by itself.
#[test]
fn older_schemas_migrate_with_a_backup() {
    let older: Vec<u32> = (1..=SCHEMA).filter(|schema| *schema < SCHEMA).collect();
    for schema in older {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::open_at_schema(folder.path(), schema).unwrap());
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(migrate::version(&store.db).unwrap(), SCHEMA);
        assert!(migrate::backup_path(store.path(), schema).exists());
    }
}

#[test]
fn a_failing_transaction_leaves_nothing() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    world
        .store
        .db
        .execute_batch("CREATE TRIGGER no_days BEFORE INSERT ON day BEGIN SELECT RAISE(ABORT, 'no'); END")
        .unwrap();
    let card = world.card(first);
    let all = outcomes(&card.id, &card.state, world.now(), &world.rules, &world.model).unwrap();
    let operation = Operation::Review { rating: Rating::Good, took: 1 };
    let change = Change {
        card: first,
        revision: card.revision,
        operation,
        before: card.state,
        after: all[2].after,
        now: world.now(),
    };
    assert!(world.store.record(&change, &world.model).is_err());
    assert_eq!(world.card(first), card);
    assert!(world.store.journal(&calendar()).unwrap().is_empty());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    let error = Store::open(&file.join("below")).unwrap_err();
    assert!(error.to_string().contains("below"), "{error}");
}
