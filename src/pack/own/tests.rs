use proptest::prelude::*;

use super::*;
use crate::domain::own::{PACK, TITLE};
use crate::domain::text::tests::nasty;

pub(super) fn card(front: &str, back: &str) -> OwnCard {
    OwnCard { front: front.into(), back: back.into(), service: "ecs".into(), ..OwnCard::default() }
}

pub(super) fn add_to(folder: &Path, card: &OwnCard) -> Result<Added, NotAdded> {
    add(folder, &PackId::new(PACK).unwrap(), TITLE, card, &[])
}

pub(super) fn pack(folder: &Path) -> Pack {
    valid(&Files::read_folder(folder).unwrap()).unwrap()
}

#[test]
fn cards_and_traps_are_added_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("new");
    add_to(&folder, &card("One?", "1")).unwrap();
    add_to(&folder, &card("Two: \"quoted\"?", "- 2\n- zwei\n\n```text\na --> b\n```")).unwrap();
    add_to(&folder, &OwnCard { trap: true, ..card("Lure", "Truth") }).unwrap();
    let second = add_to(&folder, &card("One?", "once more")).unwrap();
    assert_eq!(second.item.as_str(), "my-cards/one-2");
    let names: Vec<String> = pack(&folder).items.iter().map(|item| item.id.slug().to_owned()).collect();
    assert_eq!(names, ["one", "two-quoted", "one-2", "lure"]);
    assert!(
        fs::read_dir(&folder).unwrap().flatten().all(|entry| !entry.file_name().to_string_lossy().contains("half"))
    );
    assert!(load(&Files::read_folder(&folder).unwrap()).problems.is_empty());
}

#[test]
fn what_was_written_by_hand_stays_word_for_word() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    add_to(folder, &card("One?", "1")).unwrap();
    let path = folder.join("cards.yaml");
    let by_hand = fs::read_to_string(&path).unwrap().replace("notes:", "# mine\nnotes: # all of them")
        + "  # the end, without a line end";
    fs::write(&path, &by_hand).unwrap();
    add_to(folder, &card("Two?", "2")).unwrap();
    assert!(fs::read_to_string(&path).unwrap().starts_with(&by_hand));
    assert_eq!(pack(folder).items.len(), 2);
    // Where an entry can't stand at the end, another file is begun.
    let other = format!("{by_hand}\nphrases: {{}}\n");
    fs::write(&path, &other).unwrap();
    add_to(folder, &card("Three?", "3")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), other);
    assert!(folder.join("cards-2.yaml").exists());
    assert_eq!(pack(folder).items.len(), 2);
}

#[test]
fn a_pack_with_errors_is_left_as_it_is_and_they_are_told() {
    let folder = tempfile::tempdir().unwrap();
    add_to(folder.path(), &card("One?", "1")).unwrap();
    let path = folder.path().join("cards.yaml");
    fs::write(&path, "notes:\n  one: {service: ecs}\n").unwrap();
    let Err(NotAdded::Invalid(problems)) = add_to(folder.path(), &card("Two?", "2")) else { panic!() };
    assert!(problems[0].render().contains("cards.yaml"), "{}", problems[0].render());
    assert_eq!(fs::read_to_string(&path).unwrap(), "notes:\n  one: {service: ecs}\n");
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cards.yaml");
    fs::write(&path, "by hand").unwrap();
    assert!(!put(&path, Some(b"as it was read"), b"ours").unwrap());
    assert!(!put(&path, None, b"ours").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "by hand");
    assert!(put(&path, Some(b"by hand"), b"ours").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "ours");
}

#[test]
fn several_windows_add_at_once_and_none_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::thread::scope(|scope| {
        for window in 0..4 {
            scope.spawn(move || {
                for n in 0..5 {
                    add_to(folder, &card(&format!("Window {window} card {n}?"), "x")).unwrap();
                }
            });
        }
    });
    assert_eq!(pack(folder).items.len(), 20);
}

#[test]
fn a_lost_folder_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    add_to(folder.path(), &card("One?", "1")).unwrap();
    add_to(folder.path(), &card("{{Two}} gaps {{here}}", "")).unwrap();
    add_to(folder.path(), &OwnCard { trap: true, tags: "a b".into(), ..card("Lure", "Truth") }).unwrap();
    let kept = pack(folder.path());
    let anew = tempfile::tempdir().unwrap();
    write_anew(anew.path(), &kept).unwrap();
    let mut found = pack(anew.path());
    found.items.sort_by(|a, b| a.id.cmp(&b.id));
    let mut meant = kept;
    meant.items.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(found, meant);
}

#[test]
fn what_would_be_given_up_is_not_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    add_to(folder.path(), &card("One?", "1")).unwrap();
    let kept = pack(folder.path());
    let question = "questions:\n  q:\n    service: ecs\n    stem: Which?\n    options:\n      a: {text: First., why: Yes., correct: true}\n      b: {text: Second., why: No.}\n";
    let by_hand = [
        ("rules:\n  r: {any: [gpu], points_to: {ecs: 1}, because: So.}\n", "rules"),
        ("objectives:\n  o: {title: O}\n", "objectives"),
        (question, "a question"),
    ];
    for (text, what) in by_hand {
        std::fs::write(folder.path().join("hand.yaml"), text).unwrap();
        let anew = tempfile::tempdir().unwrap();
        let refused = write_anew(anew.path(), &pack(folder.path()));
        assert!(matches!(refused, Err(NotAdded::Lost(_))), "{what}: {refused:?}");
        assert_eq!(std::fs::read_dir(anew.path()).unwrap().count(), 0, "{what}");
    }
    let later = Pack { version: "2".into(), ..kept };
    assert!(matches!(write_anew(folder.path(), &later), Err(NotAdded::Lost(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is typed reads back word for word, or is refused; and what was there stays.
    #[test]
    fn any_text_can_be_written(texts in prop::collection::vec((nasty(), nasty(), nasty(), any::<bool>()), 1..4)) {
        let folder = tempfile::tempdir().unwrap();
        let mut added = Vec::new();
        for (front, back, tags, trap) in texts {
            let clean = |text: &str| crate::domain::text::clean(text).into_owned();
            let typed = OwnCard { front: clean(&front), back: clean(&back), tags: clean(&tags), trap, ..card("", "") };
            match add_to(folder.path(), &typed) {
                Ok(item) => added.push(item),
                Err(error) => prop_assert!(matches!(error, NotAdded::Incomplete(_)), "{error:?} for {typed:?}"),
            }
        }
        if !added.is_empty() {
            let found = pack(folder.path()).items;
            prop_assert_eq!(found.len(), added.len());
            prop_assert!(added.iter().all(|added| found.iter().any(|item| item.id == added.item)));
            // Each of them can be taken out again, and nothing else goes with it.
            for (taken, added) in added.iter().enumerate() {
                prop_assert_eq!(take_out(folder.path(), added).unwrap(), Taken::Out, "{:?}", added);
                prop_assert_eq!(pack(folder.path()).items.len(), found.len() - taken - 1);
            }
        }
    }
}
