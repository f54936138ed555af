use super::*;
use crate::domain::browse::{Shelf, Under};
use crate::domain::content::{Choice, Objective, Question};
use crate::domain::id::ObjectiveId;

/// The small pack with an objective, and a question that nobody has met.
fn taught() -> Pack {
    let mut pack = small();
    let id = ObjectiveId::new("SF-1").unwrap();
    pack.objectives.insert(id.clone(), Objective { title: "Know it.".into(), exams: [].into() });
    pack.items[0].teaches = vec![id];
    let option = |name: &str, correct| Choice { id: slug(name), text: name.into(), why: "Because".into(), correct };
    let question = Question {
        stem: "Which?".into(),
        choose: 1,
        needs_options: false,
        difficulty: 2,
        options: vec![option("a", true), option("b", false)],
        pin_last: vec![],
        traps: vec![],
        notes: vec![],
    };
    pack.items.push(item("demo", "scenario", Kind::Question(question)));
    pack
}

fn headings(world: &World, shelf: Shelf) -> Vec<(String, u8, u32, u32)> {
    let all = world.store.headings(shelf, world.now(), &world.model).unwrap();
    all.into_iter().map(|one| (one.id.clone(), one.depth, one.items(), one.cards)).collect()
}

fn under(world: &World, shelf: Shelf, id: &str) -> Vec<String> {
    let under = Under { shelf, pack: None, id: id.into() };
    let keys = world.store.items_under(&under).unwrap();
    let lines = world.store.item_lines(&keys, world.now(), &world.model).unwrap();
    lines.into_iter().map(|(_, line)| line.item.id.slug().to_owned()).collect()
}

#[test]
fn items_are_gathered_by_service_subject_and_objective() {
    let mut world = World::with(&taught());
    let now = world.now();
    world.store.refresh_mastery(now, &world.model).unwrap();
    let both = [("ecs".to_owned(), 0, 3, 4), ("ecs-fargate".to_owned(), 1, 3, 4)];
    assert_eq!(headings(&world, Shelf::Services), both);
    assert_eq!(headings(&world, Shelf::Subjects), [("cost".to_owned(), 0, 3, 4)]);
    assert_eq!(headings(&world, Shelf::Objectives), [("SF-1".to_owned(), 0, 1, 2)]);
    // Notes, then traps; a question is listed once it was met.
    assert_eq!(under(&world, Shelf::Services, "ecs"), ["two", "gaps", "lure"]);
    assert_eq!(under(&world, Shelf::Subjects, "cost"), ["two", "gaps", "lure"]);
    assert_eq!(under(&world, Shelf::Objectives, "SF-1"), ["two"]);
    world.store.db.execute_batch("UPDATE card SET joined = 1").unwrap();
    assert_eq!(under(&world, Shelf::Services, "ecs-fargate"), ["two", "gaps", "lure", "scenario"]);
    let keys = world.store.items_under(&Under { shelf: Shelf::Services, pack: None, id: "ecs".into() }).unwrap();
    let lines = world.store.item_lines(&keys, now, &world.model).unwrap();
    let titles: Vec<(i64, String)> = lines.into_iter().map(|(key, line)| (key, line.item.title().to_owned())).collect();
    assert_eq!(world.store.item_titles(&keys).unwrap(), titles);
}

#[test]
fn an_item_comes_with_its_cards_and_what_it_teaches() {
    let mut world = World::with(&taught());
    let key = world.queue().into_iter().find(|key| world.card(*key).id.as_str() == "demo/two#c0").unwrap();
    world.rate(key, Rating::Easy);
    let card = world.card(key);
    world.annotate(&card, Annotation { flagged: true, text: String::new() });
    let about = world.store.about(&card.item.id, world.now(), &world.model).unwrap().unwrap();
    assert_eq!((about.service.as_str(), about.cards.len(), about.parts()), ("ECS on Fargate", 2, 2));
    assert_eq!((about.cards[0].front.as_str(), about.cards[0].on.flagged), ("One?", true));
    assert_eq!(about.subject(1), card.subject());
    assert_eq!((about.teaches[0].title.as_str(), about.teaches[0].recall), ("Know it.", Some(0.5)));
    let keys = world.store.items_under(&Under { shelf: Shelf::Mine, ..Under::default() }).unwrap();
    let lines = world.store.item_lines(&keys, world.now(), &world.model).unwrap();
    assert_eq!(lines.len(), 1);
    assert!((lines[0].1.flagged, lines[0].1.noted, lines[0].1.cards, lines[0].1.seen) == (true, false, 2, 1));
    assert_eq!(world.store.about(&ItemId::new("demo/gone").unwrap(), world.now(), &world.model).unwrap(), None);
}

#[test]
fn an_item_is_aside_when_all_of_its_cards_are() {
    let mut world = World::with(&taught());
    let keys = world.store.items_under(&Under { shelf: Shelf::Services, pack: None, id: "ecs".into() }).unwrap();
    let aside = |world: &World| -> Vec<String> {
        let lines = world.store.item_lines(&keys, world.now(), &world.model).unwrap();
        lines.into_iter().filter(|(_, line)| line.aside).map(|(_, line)| line.item.id.slug().to_owned()).collect()
    };
    let cards: Vec<i64> =
        world.queue().into_iter().filter(|key| world.card(*key).id.as_str().starts_with("demo/two#")).collect();
    assert_eq!((aside(&world).len(), cards.len()), (0, 2));
    for (card, all) in cards.iter().zip([vec![], vec!["two".to_owned()]]) {
        let changes = world.suspending(&[*card]);
        world.record(&world.card(*card), Operation::Suspend, changes[0].after);
        assert_eq!(aside(&world), all);
    }
}

#[test]
fn a_question_counts_once_it_was_met() {
    let world = World::with(&taught());
    let questions = |world: &World| -> Vec<(u32, u32, u32)> {
        let all = world.store.headings(Shelf::Subjects, world.now(), &world.model).unwrap();
        all.into_iter().map(|one| (one.notes, one.traps, one.questions)).collect()
    };
    assert_eq!(questions(&world), [(2, 1, 0)]);
    world.store.db.execute_batch("UPDATE card SET joined = 1").unwrap();
    assert_eq!(questions(&world), [(2, 1, 1)]);
}

#[test]
fn objectives_of_an_older_store_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let old = Store::open_at_schema(folder.path(), 4).unwrap();
    let body = r#"{"id":"demo/one","teaches":["SF-1","SF-2","SF-1"]}"#;
    let sql = "INSERT INTO pack (id, title, version, origin, hash, stamp, definition, imported_at)
               VALUES ('demo', 'Demo', '1', 'shipped', 1, 0, '{}', 0)";
    old.db.execute_batch(sql).unwrap();
    let sql = "INSERT INTO item (pack, slug, kind, service, hash, body) VALUES ('demo', 'one', 'note', 'ecs', 1, ?1)";
    old.db.execute(sql, [body]).unwrap();
    drop(old);
    let store = Store::open(folder.path()).unwrap();
    let count: u32 = store.db.query_row("SELECT count(*) FROM teaches", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 2);
}
