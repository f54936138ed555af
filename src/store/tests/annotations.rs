use super::*;
use crate::domain::annotation::Subject;

fn says(flagged: bool, text: &str) -> Annotation {
    Annotation { flagged, text: text.into() }
}

/// The first card of a note, and a trap's.
fn two(world: &World) -> (CardView, CardView) {
    let cards: Vec<CardView> = world.queue().iter().map(|key| world.card(*key)).collect();
    let of = |kind: &str| cards.iter().find(|card| card.item.kind.name() == kind).unwrap().clone();
    (of("note"), of("trap"))
}

#[test]
fn flags_and_notes_stand_on_cards_and_items() {
    let mut world = World::with(&small());
    let (card, trap) = two(&world);
    assert_eq!(world.annotate(&card, says(true, "")), Recorded::Done);
    assert_eq!(world.annotate(&trap, says(false, "mine")), Recorded::Done);
    let whole = Subject::item(card.item.id.clone());
    let change = Annotating { subject: whole.clone(), before: Annotation::default(), after: says(false, "all of it") };
    world.store.annotate(&change, world.now()).unwrap();
    world.reopen();
    let card = world.card(card.key);
    assert_eq!((card.on_card.clone(), card.on_item.clone()), (says(true, ""), says(false, "all of it")));
    assert!(card.flagged());
    assert_eq!(card.notes().collect::<Vec<_>>(), ["all of it"]);
    assert_eq!(world.card(trap.key).on_item, says(false, "mine"));
    let texts: Vec<String> = world.store.notes().unwrap().into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["all of it", "mine"]);
    assert_eq!(world.store.annotations(&whole.item).unwrap().len(), 2);
}

#[test]
fn a_note_that_another_window_changed_is_not_overwritten() {
    let mut world = World::with(&small());
    let (card, _) = two(&world);
    world.annotate(&card, says(false, "first"));
    assert_eq!(world.annotate(&card, says(false, "second")), Recorded::Moved);
    assert_eq!(world.card(card.key).annotation().text, "first");
}

#[test]
fn they_outlive_a_pack_that_is_taken_out() {
    let mut world = World::with(&small());
    let (card, _) = two(&world);
    world.annotate(&card, says(true, "kept"));
    world.store.remove_pack(&small().id, world.at).unwrap();
    assert!(world.store.notes().unwrap().is_empty());
    world.load(&small());
    assert_eq!(world.card(card.key).annotation(), &says(true, "kept"));
}

#[test]
fn undo_goes_through_annotations_and_cards_alike() {
    let mut world = World::with(&small());
    let (card, _) = two(&world);
    let now = world.now();
    world.annotate(&card, says(false, "a"));
    world.rate(card.key, Rating::Good);
    let seen = world.card(card.key);
    world.annotate(&seen, says(true, "a"));
    world.reopen();
    let mut undone = Vec::new();
    while let Some(reversed) = world.store.undo(now, &world.model).unwrap() {
        undone.push(reversed.name());
    }
    assert_eq!(undone, ["flagging", "rating Good", "writing your note"]);
    assert_eq!(world.card(card.key).annotation(), &Annotation::default());
    let mut redone = Vec::new();
    while let Some(reversed) = world.store.redo(now, &world.model).unwrap() {
        redone.push(reversed.name());
    }
    assert_eq!(redone, ["writing your note", "rating Good", "flagging"]);
    assert_eq!(world.card(card.key).annotation(), &says(true, "a"));
}

#[test]
fn what_was_done_at_once_is_undone_at_once() {
    let mut world = World::with(&small());
    let cards = world.queue();
    let now = world.now();
    let changes = world.suspending(&cards[..3]);
    assert_eq!(world.store.record_all(&changes, &world.model).unwrap(), cards[..3]);
    assert_eq!(world.queue().len(), 1);
    world.reopen();
    for _ in 0..2 {
        let undone = world.store.undo(now, &world.model).unwrap().unwrap();
        assert_eq!(undone.name(), "suspending 3 cards");
        assert_eq!(world.queue().len(), 4);
        assert_eq!(world.store.redo(now, &world.model).unwrap().unwrap().name(), "suspending 3 cards");
        assert_eq!(world.queue().len(), 1);
    }
    assert_eq!(world.store.health(&world.model).unwrap().findings, vec![]);
}

#[test]
fn a_forgotten_card_starts_as_new_and_its_past_comes_back_with_undo() {
    let mut world = World::with(&small());
    let key = world.queue()[0];
    let shown = |world: &World| {
        let curve = world.store.curve(key, world.now(), &world.model).unwrap().unwrap();
        (curve.showings.len(), curve.recall(&world.model).is_some())
    };
    world.rate(key, Rating::Easy);
    world.at = world.at.plus(30 * DAY);
    assert_eq!(shown(&world), (1, true));
    let before = world.card(key);
    assert_eq!(world.record(&before, Operation::Forget, before.state.forget()), Recorded::Done);
    assert_eq!(world.card(key).state, crate::domain::review::CardState::default());
    assert!(world.queue().contains(&key));
    assert_eq!(shown(&world), (0, false));
    assert_eq!(world.store.health(&world.model).unwrap().findings, vec![]);
    // Its first rating afterwards counts as new again.
    world.rate(key, Rating::Good);
    let now = world.now();
    world.store.undo(now, &world.model).unwrap();
    world.store.undo(now, &world.model).unwrap();
    assert_eq!(world.card(key).state, before.state);
    assert_eq!(shown(&world), (1, true));
}

#[test]
fn flags_and_notes_that_do_not_follow_are_found_and_mended() {
    let mut world = World::with(&small());
    let (card, trap) = two(&world);
    world.annotate(&card, says(true, "right"));
    world.store.db.execute_batch("UPDATE annotation SET text = 'wrong'").unwrap();
    let item = world.card(trap.key).item_key;
    world.store.db.execute("INSERT INTO annotation VALUES (?1, '', 1, '')", [item]).unwrap();
    let findings = world.store.health(&world.model).unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].check, findings[0].repair), (Check::Annotations, Some(Repair::Annotations)));
    assert_eq!(findings[0].summary, "2 flags or notes are not as the journal left them");
    assert_eq!(world.store.repair(Repair::Annotations, &world.model).unwrap(), 2);
    assert_eq!(world.store.health(&world.model).unwrap().findings, vec![]);
    assert_eq!(world.card(card.key).annotation(), &says(true, "right"));
}

/// The file's pages that hold both texts.
fn pages(bytes: &[u8], texts: [&str; 2]) -> Vec<usize> {
    let holds = |page: &[u8], text: &str| page.windows(text.len()).any(|part| part == text.as_bytes());
    let page = |at: &usize| &bytes[at * 4096..(at + 1) * 4096];
    (1..bytes.len() / 4096).filter(|at| texts.iter().all(|text| holds(page(at), text))).collect()
}

/// A page of the journal with the last word on a note, on a flag taken away and on a note without any other row; then also
/// the notes themselves.
#[test]
fn they_are_recovered_from_a_damaged_store() {
    for notes_too in [false, true] {
        let mut world = World::with(&small());
        let (card, trap) = two(&world);
        world.annotate(&trap, says(true, ""));
        world.annotate(&card, says(false, "older"));
        let rate = |world: &mut World| {
            for _ in 0..60 {
                world.at = world.at.plus(DAY);
                world.rate(card.key, Rating::Hard);
            }
        };
        rate(&mut world);
        let (seen, flagged) = (world.card(card.key), world.card(trap.key));
        world.annotate(&seen, says(true, "newer"));
        world.annotate(&flagged, says(false, ""));
        let other = world.queue().into_iter().find(|key| ![card.key, trap.key].contains(key)).unwrap();
        let view = world.card(other);
        world.annotate(&view, says(false, "alone"));
        rate(&mut world);
        world.store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let mut bytes = std::fs::read(world.store.path()).unwrap();
        let journal = pages(&bytes, ["annotate", "newer"]);
        assert_eq!(journal.len(), 1);
        assert!(pages(&bytes, ["annotate", "alone"]) == journal && pages(&bytes, ["annotate", "older"]) != journal);
        let mut hurt = journal.clone();
        if notes_too {
            hurt.extend(pages(&bytes, ["newer", "alone"]).into_iter().filter(|page| *page != journal[0]));
            assert_eq!(hurt.len(), 2);
        }
        for page in hurt {
            bytes[page * 4096..(page + 1) * 4096].fill(0xAA);
        }
        std::fs::write(world.store.path(), &bytes).unwrap();

        let target = world.folder.path().join("rescued.db");
        let recovered = recover(world.folder.path(), &target, &world.model).unwrap();
        assert_eq!(recovered.incomplete, if notes_too { vec!["annotation", "journal"] } else { vec!["journal"] });
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(&target, folder.path().join(FILE_NAME)).unwrap();
        let store = Store::open(folder.path()).unwrap();
        let found = [card.key, trap.key, other].map(|key| store.card(key).unwrap().unwrap().annotation().clone());
        let right = if notes_too {
            // What the journal knows without that page.
            [says(false, "older"), says(true, ""), says(false, "")]
        } else {
            [says(true, "newer"), says(false, ""), says(false, "alone")]
        };
        assert_eq!(found, right);
        let findings = store.health(&world.model).unwrap().findings;
        assert!(findings.iter().all(|finding| finding.check == Check::Journal), "{findings:?}");
    }
}

#[test]
fn they_are_recovered_from_a_sound_store() {
    let mut world = World::with(&small());
    let (card, _) = two(&world);
    world.annotate(&card, says(true, "kept"));
    let target = world.folder.path().join("rescued.db");
    recover(world.folder.path(), &target, &world.model).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(&target, folder.path().join(FILE_NAME)).unwrap();
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.card(card.key).unwrap().unwrap().annotation(), &says(true, "kept"));
}
