//! Cards of the learner's own: from the form into their pack, the queue and the search.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use std::fs;
use std::path::PathBuf;

use crossterm::event::MouseEventKind;
use plimsoll::app::{Msg, Screen};
use plimsoll::domain::review::Filter;
use plimsoll::pack::Files;
use plimsoll::shell::Library;
use plimsoll::shell::perform::World;
use plimsoll::store::Store;
use support::{Study, pack};

fn folder(study: &Study) -> PathBuf {
    study.folder.path().join("packs/my-cards")
}

fn new_cards(study: &Study) -> Vec<String> {
    let filter = Filter { pack: Some("my-cards".into()), ..Filter::default() };
    let queue = study.world.store.queue(study.now(), &study.model.rules, &filter).unwrap();
    queue.iter().map(|entry| study.world.store.card(entry.card).unwrap().unwrap().id.to_string()).collect()
}

#[test]
fn screens() {
    for (width, height) in [(80, 24), (60, 20), (140, 40)] {
        let mut study = Study::with(&pack("many-kinds")).sized(width, height).press("r+What is **mine**?<enter>This.");
        insta::assert_snapshot!(format!("form-{width}x{height}"), study.screen());
    }
    let mut study = Study::with(&pack("many-kinds")).press("r+Mine?<enter>This.<ctrl-s><esc><esc>k");
    insta::assert_snapshot!("packs-with-own", study.screen());
}

#[test]
fn a_card_is_in_its_pack_the_queue_and_the_search_at_once() {
    let mut study = Study::with(&pack("many-kinds")).press("/zanzibar<esc><esc>r+Where is Zanzibar?<enter>At sea.");
    study.type_keys("<enter><enter>geo far<enter>");
    assert!(study.model.overlays.is_empty(), "{:?}", study.model.status);
    assert!(matches!(study.model.screen, Screen::Review(_)));
    assert_eq!(new_cards(&study), ["my-cards/where-is-zanzibar#card"]);
    let item = study.world.store.item(&"my-cards/where-is-zanzibar".parse().unwrap()).unwrap().unwrap();
    // About the service of the card that was shown, by its own name.
    assert_eq!((item.service.as_str(), item.tags.as_slice()), ("ecs", &["geo".to_owned(), "far".to_owned()][..]));
    assert!(plimsoll::pack::load(&Files::read_folder(&folder(&study)).unwrap()).problems.is_empty());
    study.type_keys("<esc>/zanzibar");
    let Screen::Search(search) = &study.model.screen else { panic!() };
    assert_eq!(search.hits.total, 1);
    // And it stays, with what is done to it, over a restart.
    study.type_keys("<enter>r<space>4");
    let store = Store::open(study.folder.path()).unwrap();
    assert_eq!(store.states().unwrap()[0].0, "my-cards/where-is-zanzibar#card");
}

#[test]
fn the_wheel_chooses_no_service() {
    let mut study = Study::with(&pack("many-kinds")).press("r+<tab><tab>");
    let before = study.screen();
    study.send(Msg::Mouse(MouseEventKind::ScrollDown));
    assert_eq!(study.screen(), before);
    study.type_keys("<down>");
    assert_ne!(study.screen(), before);
}

#[test]
fn what_is_missing_is_said_and_what_was_typed_stays() {
    let mut study = Study::with(&pack("two-cards")).press("b<enter>+Half a card<ctrl-s>");
    assert!(study.screen().contains("A card needs a back"));
    assert!(study.screen().contains("Half a card"));
    study.type_keys("<esc>");
    assert!(study.screen().contains("Leave this card?"));
    study.type_keys("n<tab>and its back<ctrl-s>");
    assert_eq!(new_cards(&study), ["my-cards/half-a-card#card"]);
}

#[test]
fn a_trap_and_a_cloze_are_made_too() {
    let mut study = Study::with(&pack("two-cards")).press("b+");
    study.type_keys("<ctrl-t>It looks cheap.<enter>It isn't.<ctrl-s>+Fargate bills {{vCPU}}.<ctrl-s>");
    assert_eq!(new_cards(&study).len(), 2, "{:?}", study.model.status);
    let ids = new_cards(&study).join(" ");
    assert!(ids.contains("#trap") && ids.contains("fargate-bills"), "{ids}");
    study.type_keys("b");
    assert!(study.screen().contains("General"));
}

#[test]
fn an_error_made_by_hand_is_told_and_nothing_is_lost() {
    let mut study = Study::with(&pack("two-cards")).press("b+One?<enter>1<ctrl-s>");
    let file = folder(&study).join("cards.yaml");
    let broken = fs::read_to_string(&file).unwrap().replace("front", "frnt");
    fs::write(&file, &broken).unwrap();
    study.type_keys("+Two?<enter>2<ctrl-s>");
    assert!(study.screen().contains("cards.yaml"), "{}", study.screen());
    assert_eq!(fs::read_to_string(&file).unwrap(), broken);
    study.type_keys("<esc>");
    assert!(study.screen().contains("Two?"), "{}", study.screen());
    fs::write(&file, broken.replace("frnt", "front")).unwrap();
    study.type_keys("<ctrl-s>");
    assert_eq!(new_cards(&study).len(), 2);
}

#[test]
fn cards_come_back_where_only_the_store_was_saved() {
    let mut study = Study::with(&pack("two-cards")).press("b+One?<enter>1<ctrl-s>");
    fs::remove_dir_all(folder(&study)).unwrap();
    study.type_keys("+Two?<enter>2<ctrl-s>");
    assert_eq!(new_cards(&study).len(), 2, "{}", study.screen());
    let files = Files::read_folder(&folder(&study)).unwrap();
    assert_eq!(plimsoll::pack::load(&files).pack.unwrap().items.len(), 2);
}

#[test]
fn a_card_is_made_after_a_mock_exam() {
    let mut study = Study::with(&pack("mock-exam")).press("e<enter>");
    study.type_keys("Sy");
    study.type_keys("a<enter>+From a miss<enter>Learned<ctrl-s>");
    assert_eq!(new_cards(&study), ["my-cards/from-a-miss#card"], "{}", study.screen());
    // What is done there can be taken back there.
    study.type_keys("u");
    assert_eq!(new_cards(&study), Vec::<String>::new());
    for (key, done) in [("@", "suspending"), ("f", "forgetting"), ("M", "flagging")] {
        study.type_keys(key);
        assert!(told(&study).contains("u undoes it"), "{}", told(&study));
        study.type_keys("u");
        assert_eq!(told(&study), format!("Undid {done}. U does it again."));
        assert!(matches!(study.model.screen, Screen::Exam(_)));
    }
}

/// The program started anew on the same store.
fn restart(study: &mut Study) {
    let store = Store::open(study.folder.path()).unwrap();
    study.world = World::new(store, Library::new(study.folder.path()));
    study.fly("UTC0");
}

fn told(study: &Study) -> &str {
    &study.model.status.as_ref().unwrap().text
}

fn found(study: &mut Study, typed: &str) -> usize {
    study.type_keys("/");
    study.type_keys(typed);
    let Screen::Search(search) = &study.model.screen else { panic!() };
    let total = search.hits.total;
    study.type_keys("<esc><esc>");
    total
}

#[test]
fn adding_is_undone_and_done_again_also_after_a_restart() {
    let mut study = Study::with(&pack("many-kinds")).press("r+Where is Zanzibar?<enter>At sea.<ctrl-s>");
    assert_eq!(told(&study), "Added to My cards, among the new ones. u undoes it.");
    let file = folder(&study).join("cards.yaml");
    let text = fs::read_to_string(&file).unwrap();
    restart(&mut study);
    assert_eq!(found(&mut study, "zanzibar"), 1);
    study.type_keys("u");
    assert_eq!(told(&study), "Undid adding a card. U does it again.");
    assert_eq!((new_cards(&study), found(&mut study, "zanzibar")), (vec![], 0));
    assert!(!fs::read_to_string(&file).unwrap().contains("Zanzibar"));
    restart(&mut study);
    study.type_keys("U");
    assert_eq!(new_cards(&study), ["my-cards/where-is-zanzibar#card"]);
    assert_eq!((fs::read_to_string(&file).unwrap(), found(&mut study, "zanzibar")), (text, 1));
    // Even where nothing is left of the files.
    study.type_keys("u");
    fs::remove_dir_all(folder(&study)).unwrap();
    study.type_keys("U");
    assert_eq!(new_cards(&study), ["my-cards/where-is-zanzibar#card"]);
    assert_eq!(study.world.store.health(&study.model.memory).unwrap().findings, vec![]);
}

#[test]
fn a_card_that_was_edited_since_stays_and_what_was_done_before_can_be_undone() {
    let mut study = Study::with(&pack("many-kinds")).press("rm+Where is Zanzibar?<enter>At sea.<ctrl-s>");
    let file = folder(&study).join("cards.yaml");
    let edited = fs::read_to_string(&file).unwrap().replace("At sea.", "In the sea.");
    fs::write(&file, &edited).unwrap();
    study.type_keys("u");
    assert_eq!(told(&study), "You edited that card since you added it, so it stays as it is.");
    assert_eq!((new_cards(&study).len(), fs::read_to_string(&file).unwrap()), (1, edited.clone()));
    study.type_keys("u");
    assert_eq!(told(&study), "Undid flagging. U does it again.");
    study.type_keys("UU");
    assert_eq!((new_cards(&study).len(), fs::read_to_string(&file).unwrap()), (1, edited));
    // Files with an error made by hand are left alone, and nothing counts as undone.
    fs::write(&file, "notes: [").unwrap();
    study.type_keys("u");
    assert!(study.screen().contains("no card can be"), "{}", study.screen());
    assert_eq!(fs::read_to_string(&file).unwrap(), "notes: [");
}

#[test]
fn what_is_shown_of_a_card_goes_with_it() {
    let mut study = Study::with(&pack("many-kinds")).press("b<enter><enter>+Where is Zanzibar?<enter>At sea.");
    study.type_keys("<enter><enter>basics<enter>");
    let listed = |study: &Study| match &study.model.screen {
        Screen::Browse(browse) => browse.listed.as_ref().unwrap().all.len(),
        other => panic!("{other:?}"),
    };
    study.type_keys("<esc><esc><tab><enter>");
    let before = listed(&study);
    study.type_keys("u");
    assert_eq!(listed(&study), before - 1);
    study.type_keys("U");
    assert_eq!(listed(&study), before);
    // The card itself, while it is open.
    study.type_keys("<end><enter>u");
    assert!(study.model.found().is_none_or(|found| found.id.pack() != "my-cards"));
}
