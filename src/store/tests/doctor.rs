use std::fs;

use super::*;

/// A world with some ratings, one of them undone, and something put aside.
fn studied() -> World {
    let mut world = World::with(&small());
    for key in world.queue() {
        world.rate(key, Rating::Easy);
        world.at = world.at.plus(DAY);
    }
    let first = world.queue().first().copied().unwrap_or(1);
    world.rate(first, Rating::Again);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    let card = world.card(first);
    world.record(&card, Operation::Suspend, card.state.suspend());
    world
}

fn checks(world: &World) -> Vec<(Check, Option<Repair>)> {
    let health = world.store.health(&world.model).unwrap();
    health.findings.iter().map(|finding| (finding.check, finding.repair)).collect()
}

fn repair(world: &mut World, repair: Repair) -> u64 {
    world.store.repair(repair, &world.model).unwrap()
}

#[test]
fn a_sound_store_has_no_findings() {
    let world = studied();
    let health = world.store.health(&world.model).unwrap();
    assert_eq!(health.findings, []);
    assert_eq!((health.rows, health.reviews, health.cards, health.other_weights), (7, 5, 4, 0));
}

#[test]
fn a_state_that_does_not_follow_is_found_and_mended() {
    let mut world = studied();
    let right = world.store.states().unwrap();
    world.store.db.execute_batch("UPDATE card SET stability = 99, lapses = 3 WHERE key = 2").unwrap();
    assert_eq!(checks(&world), [(Check::States, Some(Repair::States))]);
    let named = world.store.health(&world.model).unwrap().findings.remove(0).places;
    assert_eq!(named.len(), 1);
    assert!(named[0].starts_with("demo/"), "{named:?}");
    assert_eq!(repair(&mut world, Repair::States), 1);
    assert_eq!(checks(&world), []);
    assert_eq!(world.store.states().unwrap(), right);
}

#[test]
fn a_card_that_was_never_rated_is_new() {
    let mut world = World::with(&small());
    world.store.db.execute_batch("UPDATE card SET phase = 2, reviews = 4 WHERE key = 1").unwrap();
    assert_eq!(checks(&world), [(Check::States, Some(Repair::States))]);
    repair(&mut world, Repair::States);
    assert_eq!(world.card(1).state, crate::domain::review::CardState::default());
}

#[test]
fn days_that_do_not_add_up_are_counted_anew() {
    let mut world = studied();
    world
        .store
        .db
        .execute_batch("UPDATE day SET reviews = reviews + 5, took = 0; INSERT INTO day VALUES (1, 2, 3, 4, 5, 6)")
        .unwrap();
    assert_eq!(checks(&world), [(Check::Days, Some(Repair::Days))]);
    assert_eq!(repair(&mut world, Repair::Days), 6);
    assert_eq!(checks(&world), []);
}

#[test]
fn a_missing_row_of_the_journal_is_told() {
    // The last one, and the undo before it.
    for (seq, check) in [(7, (Check::States, Some(Repair::States))), (6, (Check::Journal, None))] {
        let world = studied();
        world.store.db.execute_batch(&format!("DELETE FROM journal WHERE seq = {seq}")).unwrap();
        assert!(checks(&world).contains(&check), "{:?}", checks(&world));
    }
}

#[test]
fn what_hangs_in_the_air_is_tidied_and_no_review_is_lost() {
    let mut world = studied();
    let before = world.store.journal(&calendar()).unwrap().len();
    world
        .store
        .db
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DELETE FROM item WHERE key = 1; DELETE FROM card WHERE key = 4;
             DELETE FROM journal WHERE seq = 5; PRAGMA foreign_keys = ON;",
        )
        .unwrap();
    assert!(checks(&world).contains(&(Check::Links, Some(Repair::Orphans))));
    assert!(repair(&mut world, Repair::Orphans) > 0);
    assert!(!checks(&world).iter().any(|(check, _)| *check == Check::Links), "{:?}", checks(&world));
    repair(&mut world, Repair::States);
    repair(&mut world, Repair::Days);
    let left = checks(&world);
    assert!(left.iter().all(|(check, _)| *check == Check::Journal), "{left:?}");
    // The undone rating is gone; a stand-in remembers that there was something.
    assert_eq!(world.store.journal(&calendar()).unwrap().len(), before);
    world.load(&small());
    assert_eq!(world.store.packs().unwrap().len(), 1);
}

/// Three cards suspended with one key, whose first row is lost: the other two still belong together.
#[test]
fn what_was_done_at_once_stays_together_without_its_first_row() {
    for undone in [false, true] {
        let mut world = World::with(&small());
        let cards = world.queue();
        let changes = world.suspending(&cards[..3]);
        world.store.record_all(&changes, &world.model).unwrap();
        let now = world.now();
        if undone {
            world.store.undo(now, &world.model).unwrap();
        }
        world
            .store
            .db
            .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM journal WHERE seq = 1; PRAGMA foreign_keys = ON;")
            .unwrap();
        assert!(checks(&world).contains(&(Check::Links, Some(Repair::Orphans))));
        repair(&mut world, Repair::Orphans);
        assert!(!checks(&world).iter().any(|(check, _)| *check == Check::Links), "{:?}", checks(&world));
        let (reversed, count) =
            if undone { (world.store.redo(now, &world.model), 3) } else { (world.store.undo(now, &world.model), 2) };
        let of = |reversed| if let Some(Reversed::Cards { count, .. }) = reversed { count } else { 0 };
        assert_eq!(of(reversed.unwrap()), count);
    }
}

#[test]
fn an_index_that_does_not_fit_is_made_anew() {
    let mut world = studied();
    // An index over one column less than its table says: what SQLite finds when a row is missing from one.
    world
        .store
        .db
        .execute_batch(
            "PRAGMA writable_schema = ON;
             UPDATE sqlite_schema SET sql = replace(sql, 'phase = 0', 'phase = 2') WHERE name = 'card_new';
             PRAGMA writable_schema = RESET;",
        )
        .unwrap();
    assert_eq!(checks(&world), [(Check::File, Some(Repair::Indexes))]);
    repair(&mut world, Repair::Indexes);
    assert_eq!(checks(&world), []);
}

/// Pages in the middle of the file overwritten: every review on the others is in the new file, and it is sound.
#[test]
fn a_damaged_store_is_recovered_as_far_as_it_can_be_read() {
    let mut world = studied();
    let last = world.at;
    for round in 0..60 {
        for key in 1..=4 {
            world.at = last.plus((round * 4 + key) * HOUR);
            world.rate(key, Rating::Good);
        }
    }
    let all = world.store.journal(&calendar()).unwrap().len();
    let leaves: Vec<i64> = world
        .store
        .db
        .prepare("SELECT pageno FROM dbstat WHERE name = 'journal' AND pagetype = 'leaf' ORDER BY pageno")
        .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect())
        .unwrap_or_default();
    let (folder, store, model) = (world.folder, world.store.path().to_owned(), world.model);
    drop(world.store);
    let mut bytes = fs::read(&store).unwrap();
    // Without SQLite's page statistics, the pages whose content is the journal's are found by what they hold.
    let pages: Vec<usize> = if leaves.is_empty() {
        (1..bytes.len() / 4096)
            .filter(|page| {
                let page = &bytes[page * 4096..(page + 1) * 4096];
                page[0] == 13
                    && page.windows(10).filter(|text| text == b"reviewdue[" || text.starts_with(b"review")).count() > 5
            })
            .collect()
    } else {
        leaves.iter().map(|page| *page as usize - 1).collect()
    };
    assert!(pages.len() >= 4, "{} pages of journal", pages.len());
    let hurt = pages[pages.len() / 2];
    bytes[hurt * 4096..(hurt + 1) * 4096].fill(0xAA);
    fs::write(&store, &bytes).unwrap();

    let opened = Store::open(folder.path()).unwrap();
    let told = opened.health(&model).map(|health| health.findings[0].repair);
    assert!(matches!(told, Err(Error { fault: Fault::Damaged, .. }) | Ok(Some(Repair::Recover))), "{told:?}");
    drop(opened);

    let file = folder.path().join("saved.db");
    let recovered = recover(folder.path(), &file, &model).unwrap();
    assert_eq!(fs::read(&store).unwrap(), bytes, "the damaged store stays as it is");
    assert_eq!(recovered.incomplete, ["journal"]);
    assert!(recovered.missing > 0 && recovered.missing < 60, "{recovered:?}");
    assert_eq!(examine(&file).unwrap().rows + recovered.missing, all as u64);
    restore(folder.path(), &file, "now").unwrap();
    let store = Store::open(folder.path()).unwrap();
    let left = store.health(&model).unwrap().findings;
    assert!(left.iter().all(|finding| finding.check == Check::Journal), "{left:?}");
    assert_eq!(store.packs().unwrap().len(), 1);
    assert_eq!(recover(folder.path(), &file, &model).unwrap_err().fault, Fault::Exists);
}

#[test]
fn a_sound_store_is_recovered_whole() {
    let mut world = studied();
    for text in ["gpu", "spot price", "gpu"] {
        world.store.keep_query(text).unwrap();
    }
    let goal = serde_json::from_str(r#"{"exam":null,"date":20800,"minutes":[20,0,0,0,0,0,0]}"#).unwrap();
    world.store.set_goal(Some(&goal)).unwrap();
    world.store.db.execute("INSERT INTO fact (name, value) VALUES ('theme', 2)", []).unwrap();
    let (states, rows) = (world.store.states().unwrap(), world.store.journal(&calendar()).unwrap());
    let file = world.folder.path().join("saved.db");
    let recovered = recover(world.folder.path(), &file, &world.model).unwrap();
    assert_eq!((recovered.incomplete.len(), recovered.missing, recovered.reviews, recovered.cards), (0, 0, 5, 4));
    let folder = world.folder;
    drop(world.store);
    restore(folder.path(), &file, "now").unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.states().unwrap(), states);
    assert_eq!(store.journal(&calendar()).unwrap(), rows);
    assert_eq!(store.health(&world.model).unwrap().findings, []);
    assert_eq!(store.past_queries().unwrap(), ["spot price", "gpu"]);
    assert_eq!(store.goal().unwrap().map(|(goal, _)| goal), Some(goal));
    assert_eq!(store.fact("theme").unwrap(), Some(2));
}

/// A row that can't be read, far behind the others: it is lost, and the one after it isn't. Trying the numbers between them
/// one by one would take years.
#[test]
fn rows_far_apart_are_recovered_too() {
    let world = studied();
    let far = (1i64 << 60) + 77;
    let columns = "kind, at, day, card, rating, took, origin, before, after";
    for seq in [far, far + (1 << 40)] {
        let sql = format!("INSERT INTO journal (seq, {columns}) SELECT {seq}, {columns} FROM journal WHERE seq = 1");
        world.store.db.execute_batch(&sql).unwrap();
    }
    let (folder, path, model) = (world.folder, world.store.path().to_owned(), world.model);
    let rows = world.store.journal(&calendar()).unwrap().len() as u64;
    drop(world.store);
    // The row's number as SQLite writes it, 7 bits a byte and 8 in the ninth; then comes the length of what describes it.
    let mut number: Vec<u8> = (0..8).map(|byte| 0x80 | ((far >> (57 - 7 * byte)) & 0x7f) as u8).collect();
    number.push((far & 0xff) as u8);
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(9).position(|window| window == number).unwrap();
    bytes[at + 9] = 0x7f;
    fs::write(&path, &bytes).unwrap();
    let file = folder.path().join("saved.db");
    let recovered = recover(folder.path(), &file, &model).unwrap();
    assert_eq!(recovered.incomplete, ["journal"]);
    assert_eq!(examine(&file).unwrap().rows, rows - 1);
}
