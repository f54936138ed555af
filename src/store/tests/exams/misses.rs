//! What was missed in an exam and comes back in the daily cards.

use super::*;

#[test]
fn misses_become_the_days_cards() {
    let mut world = World::with(&bank_pack());
    // The trap is known and due later; one of the note's two cards is suspended; new cards are used up for today.
    let trap = world.store.db.query_row("SELECT key FROM card WHERE slug = 'trap'", [], |row| row.get(0)).unwrap();
    world.rate(trap, Rating::Easy);
    let note: i64 = world.store.db.query_row("SELECT key FROM card WHERE slug = 'c0'", [], |row| row.get(0)).unwrap();
    let card = world.card(note);
    world.record(&card, Operation::Suspend, card.state.suspend());
    world.rules.new_per_day = 0;
    assert!(world.queue().is_empty());

    let mut s = Sitting::start_in(world, 4);
    // The last question of the paper is wrong and sure, the first a lucky guess, the second blank, the third right.
    let order: Vec<String> = s.attempt.slots().iter().map(|slot| slot.item().id.slug().to_owned()).collect();
    s.choose("a");
    s.acts([Act::Confidence(Sure::Guess), Act::Next, Act::Next]);
    s.choose("a");
    s.act(Act::Next);
    s.choose("b");
    s.act(Act::Confidence(Sure::Sure));
    let Kept::Ended(sent) = s.act(Act::HandIn) else { panic!() };
    let (questions, mut linked) = names(&sent);
    assert_eq!(questions, [&order[3], &order[1], &order[0]]);
    linked.sort_unstable();
    let note = order.iter().position(|name| name == "q0") != Some(2);
    assert_eq!(linked, if note { vec![("lure", 1), ("two", 1)] } else { vec![("lure", 1)] });
    assert_eq!(s.stored().sent, Some(sent));

    // The trap is due today, the questions have joined in their order, and the limit of new cards is no hindrance.
    assert_eq!(s.world.card(trap).state.due_day, s.world.now().day);
    let due = s.world.store.due_counts(s.world.now(), &s.world.rules, &Filter::default()).unwrap();
    assert_eq!((due.review, due.learning), (1, 3 + u32::from(note)));
    s.world.at = s.world.at.plus(DAY);
    let queue: Vec<String> = s.world.queue().iter().map(|key| s.world.card(*key).id.item().slug().to_owned()).collect();
    let asked: Vec<&String> = queue.iter().filter(|name| name.starts_with('q')).collect();
    assert_eq!(asked, [&order[3], &order[1], &order[0]]);
    // An exam's reviews count neither as recalled nor as new, and the time they took says nothing of cards.
    let day = "SELECT reviews, new, due FROM day ORDER BY day DESC LIMIT 1";
    let counted: (u32, u32, u32) =
        s.world.store.db.query_row(day, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    assert_eq!(counted, (1, 1, 0));
    let rows = s.world.store.journal(&calendar()).unwrap();
    let of_exam = |row: &&crate::domain::review::journal::Row| {
        row.source == Source::Exam && matches!(row.what, What::Done(Operation::Review { rating: Rating::Again, .. }))
    };
    assert_eq!(rows.iter().filter(of_exam).count(), 3);
}

#[test]
fn what_was_brought_forward_comes_before_the_backlog() {
    let mut world = World::with(&bank_pack());
    let cards = world.queue();
    for key in &cards {
        world.rate(*key, Rating::Easy);
    }
    world.rules.reviews_per_day = 1;
    let trap: i64 = world.store.db.query_row("SELECT key FROM card WHERE slug = 'trap'", [], |row| row.get(0)).unwrap();
    // Everything is overdue but the trap, which is due in a month.
    world.at = world.at.plus(40 * DAY);
    let card = world.card(trap);
    let all = outcomes(&card.id, &card.state, world.now(), &world.rules, &world.model).unwrap();
    world.record(&card, Operation::Review { rating: Rating::Easy, took: 1 }, all[3].after);
    world.at = world.at.plus(DAY);
    assert_ne!(world.queue()[0], trap);
    let mut s = Sitting::start_in(world, 1);
    s.hand_in("b");
    let reviews: Vec<i64> =
        s.world.queue().into_iter().filter(|key| s.world.card(*key).state.phase == Phase::Review).collect();
    assert_eq!(reviews, [trap]);
    let planned = |s: &Sitting| {
        let queue = s.world.store.planned_queue(s.world.now(), &s.world.rules, &Filter::default(), &[]).unwrap();
        queue.into_iter().filter(|entry| entry.due == Due::Review).map(|entry| entry.card).collect::<Vec<_>>()
    };
    assert_eq!(planned(&s), [trap]);
    s.world.rate(trap, Rating::Good);
    assert_eq!(planned(&s), [0; 0]);
}

#[test]
fn a_forgotten_question_stays_among_the_daily_cards() {
    let mut s = Sitting::start(1);
    let (now, key) = (s.world.now(), s.key(s.attempt.slots()[0].item().id.slug()));
    let joined = |s: &Sitting| {
        let sql = "SELECT joined FROM card WHERE key = ?1";
        s.world.store.db.query_row(sql, [key], |row| row.get::<_, bool>(0)).unwrap()
    };
    let undo = |s: &mut Sitting| s.world.store.undo(now, &s.world.model).unwrap().unwrap();
    s.hand_in("b");
    let card = s.world.card(key);
    s.world.record(&card, Operation::Forget, card.state.forget());
    assert!(joined(&s) && s.world.queue().contains(&key));
    s.world.rate(key, Rating::Good);
    undo(&mut s);
    assert!(joined(&s) && s.world.queue().contains(&key), "its first rating since was undone");
    assert_eq!(s.world.store.health(&s.world.model).unwrap().findings, vec![]);
    s.world.store.db.execute("UPDATE card SET joined = 0 WHERE key = ?1", [key]).unwrap();
    assert_eq!(s.world.store.repair(Repair::States, &s.world.model).unwrap(), 1);
    assert!(joined(&s));
    assert_eq!(undo(&mut s).name(), "forgetting");
    assert!(joined(&s) && s.world.card(key).state == card.state);
    while s.world.store.undo(now, &s.world.model).unwrap().is_some() {}
    assert!(!joined(&s));
    assert_eq!(s.world.store.health(&s.world.model).unwrap().findings, vec![]);
}

#[test]
fn misses_are_undone_like_anything_else() {
    let mut s = Sitting::start(1);
    let (now, key) = (s.world.now(), s.key(s.attempt.slots()[0].item().id.slug()));
    let (trap, joined) = (s.key("lure"), "SELECT joined FROM card WHERE key = ?1");
    let is_joined = |s: &Sitting| s.world.store.db.query_row(joined, [key], |row| row.get::<_, bool>(0)).unwrap();
    let fresh = s.world.card(trap).state;
    let sent = s.hand_in("b");
    assert!(is_joined(&s));
    assert!(s.world.store.today(now, &s.world.rules).unwrap().stale);
    let changes = sent.cards().0 + sent.cards().1;
    let mut last = None;
    for _ in 0..changes {
        last = s.world.store.undo(now, &s.world.model).unwrap();
    }
    assert_eq!(last.as_ref().map(card_of), Some(key));
    assert_eq!((is_joined(&s), s.world.card(trap).state), (false, fresh));
    assert_eq!(s.world.store.undo(now, &s.world.model).unwrap(), None);
    let all: u32 = s.world.store.packs().unwrap()[0].cards;
    assert_eq!(all, 4);
    for _ in 0..changes {
        assert!(s.world.store.redo(now, &s.world.model).unwrap().is_some());
    }
    assert!(is_joined(&s));
    assert_eq!(s.world.card(trap).state.phase, Phase::Learning(0));
}
