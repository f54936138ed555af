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

/// Every older schema migrates with its reviews. What each wrote is written out here, since the program can't any more.
#[test]
fn older_schemas_migrate_with_their_reviews() {
    for schema in 1..SCHEMA {
        let folder = tempfile::tempdir().unwrap();
        let old = Store::open_at_schema(folder.path(), schema).unwrap();
        old.db.execute_batch(include_str!("schema_1.sql")).unwrap();
        drop(old);
        let mut store = Store::open(folder.path()).unwrap();
        assert_eq!(migrate::version(&store.db).unwrap(), SCHEMA);
        assert!(migrate::backup_path(store.path(), schema).exists());
        assert!(store.integrity_problems().unwrap().is_empty());
        let broken: u32 =
            store.db.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
        assert_eq!(broken, 0);

        // Two reviews, the second undone: the first holds, and replaying the journal gives the state that was kept.
        let rows = store.journal(&calendar()).unwrap();
        assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [1, 2, 3]);
        let model = Model::default();
        let rebuilt = crate::domain::review::journal::replay(&rows, &Rules::default(), &model).unwrap();
        let states = store.states().unwrap();
        assert_eq!(states.len(), 1);
        assert_eq!(rebuilt[states[0].0.as_str()], states[0].1);
        assert_eq!(states[0].1.reviews, 1);
        // Numbers go on after the last one ever given, and redo still finds what was undone.
        let now = calendar().now(Timestamp(20_459 * DAY + 9 * HOUR));
        assert!(store.redo(now, &model).unwrap().is_some());
        let last: i64 = store.db.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0)).unwrap();
        assert_eq!(last, 10);
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
