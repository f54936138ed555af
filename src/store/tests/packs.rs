use super::*;

#[test]
fn loading_counts_what_changed() {
    let mut world = World::with(&small());
    assert!(world.load(&small()).is_empty());
    let changed = pack(vec![note("two", &["One??", "Two?"]), trap("other")]);
    assert_eq!(world.load(&changed), PackNews { new: 1, changed: 1, retired: 2, returned: 0 });
    let news = world.load(&small());
    assert_eq!(news.to_string(), "1 changed, 1 retired, 2 back");
}

#[test]
fn rewording_and_reordering_keep_progress() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    world.rate(first, Rating::Easy);
    let kept = world.card(first).state;
    let reordered = pack(vec![trap("lure"), note("new-one", &["X?"]), note("two", &["Reworded?", "Two?"])]);
    world.load(&reordered);
    assert_eq!(world.card(first).state, kept);
    let order: Vec<String> = world.queue().iter().map(|key| world.card(*key).id.to_string()).collect();
    assert_eq!(order, ["demo/lure#trap", "demo/new-one#c0", "demo/two#c1"]);
}

#[test]
fn what_vanishes_returns_with_its_history() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    world.rate(first, Rating::Easy);
    let kept = world.card(first).state;
    world.load(&pack(vec![trap("lure")]));
    assert_eq!(world.store.card(first).unwrap(), None);
    world.load(&small());
    assert_eq!(world.card(first).state, kept);

    // The same for a whole pack.
    let id = PackId::new("demo").unwrap();
    assert!(world.store.remove_pack(&id, world.at).unwrap());
    assert!(world.queue().is_empty() && world.store.packs().unwrap().is_empty());
    assert!(world.store.pack_removed(&id).unwrap());
    assert!(!world.store.remove_pack(&id, world.at).unwrap());
    assert_eq!(world.load(&small()).returned, 3);
    assert_eq!(world.card(first).state, kept);
}

#[test]
fn a_card_taken_out_of_a_note_is_retired_alone() {
    let mut world = World::with(&small());
    world.load(&pack(vec![note("two", &["One?"]), trap("lure")]));
    let ids: Vec<String> = world.queue().iter().map(|key| world.card(*key).id.to_string()).collect();
    assert_eq!(ids, ["demo/two#c0", "demo/lure#trap"]);
}

#[test]
fn packs_are_listed_with_their_counts() {
    let mut world = World::with(&small());
    let first = world.queue()[0];
    world.rate(first, Rating::Good);
    let info = &world.store.packs().unwrap()[0];
    assert_eq!((info.notes, info.traps, info.questions, info.cards, info.seen, info.retired), (2, 1, 0, 4, 1, 0));
    assert_eq!(info.origin, Origin::Shipped);
}

#[test]
fn filters_follow_service_parents_tags_and_packs() {
    let world = World::with(&small());
    let count = |filter: Filter| world.store.queue(world.now(), &world.rules, &filter).unwrap().len();
    let service = |id: &str| Filter { service: Some(id.into()), ..Filter::default() };
    assert_eq!((count(service("ecs")), count(service("ecs-fargate")), count(service("eks"))), (4, 4, 0));
    assert_eq!(count(Filter { tag: Some("cost".into()), ..Filter::default() }), 4);
    assert_eq!(count(Filter { tag: Some("other".into()), ..Filter::default() }), 0);
    assert_eq!(count(Filter { pack: Some("demo".into()), ..service("ecs") }), 4);
}

#[test]
fn counting_uses_the_indexes() {
    let world = World::with(&small());
    for (table, condition) in [("card_new", "phase = 0"), ("card_due", "phase = 2"), ("card_step", "phase IN (1, 3)")] {
        let sql = format!(
            "EXPLAIN QUERY PLAN SELECT 1 FROM card WHERE {condition} AND retired = 0 AND joined = 1 AND suspended = 0
             AND (buried IS NULL OR buried < 5) LIMIT 20"
        );
        let plan: String = world.store.db.query_row(&sql, [], |row| row.get(3)).unwrap();
        assert!(plan.contains(&format!("INDEX {table}")), "{plan}");
    }
}

#[test]
fn a_pack_whose_name_cant_be_one_hides_no_other() {
    let world = World::with(&small());
    let sql = "INSERT INTO pack SELECT 'A/\u{1b}b', title, version, origin, folder, hash, stamp, definition, 0, NULL, stories FROM pack";
    world.store.db.execute(sql, []).unwrap();
    let ids: Vec<String> = world.store.packs().unwrap().iter().map(|info| info.id.to_string()).collect();
    assert_eq!(ids, ["demo"]);
    assert_eq!(world.store.pack_marks().unwrap().len(), 1);
}

#[test]
fn stories_are_kept_and_read_with_the_rules() {
    let ecs = ServiceId::new("ecs").unwrap();
    let told =
        |story: &str| RuleBook { stories: [(ecs.clone(), vec![story.to_owned()])].into(), ..RuleBook::default() };
    let pack = |story: &str| Pack { rules: told(story), ..small() };
    let mut world = World::with(&pack("Containers are to be placed by somebody."));
    for story in ["Containers are to be placed by somebody.", "Nobody wants to place them."] {
        world.load(&pack(story));
        let packs = world.store.rule_packs().unwrap();
        assert_eq!(packs.iter().map(|pack| &pack.rules).collect::<Vec<_>>(), [&told(story)]);
        let whole = world.store.whole_pack(&packs[0].id).unwrap().unwrap();
        assert_eq!(whole.rules, told(story));
    }
}
