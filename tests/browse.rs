//! Browse, flags, own notes and forgetting: keys in, store and screen out.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEventKind};
use plimsoll::app::message::Indexed;
use plimsoll::app::{Action, Effect, Msg, Outcome, Request, Screen, Trouble, update};
use plimsoll::domain::annotation::{Annotating, Annotation};
use plimsoll::domain::browse::Shelf;
use plimsoll::domain::memory::{Model, Rating};
use support::{Study, pack};

/// The screen after these keys at 80x24, at 60x20, and where asked for at 140x40.
fn picture(name: &str, keys: &str, wide: bool) {
    for (width, height) in [(80, 24), (60, 20), (140, 40)] {
        if width == 140 && !wide {
            continue;
        }
        let mut study = Study::with(&pack("many-kinds")).sized(width, height).press(keys);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), study.screen());
    }
}

#[test]
fn screens() {
    picture("headings", "b", true);
    picture("subjects", "b<tab>", false);
    picture("items", "b<enter>", true);
    picture("narrowed", "b<enter>/lettres", true);
    picture("item", "b<enter><enter>nMy own words.<enter>m<tab>m", true);
    picture("own-shelf-empty", "b<tab><tab><tab>", false);
    picture("own-shelf", "b<enter><enter>m<esc><esc><tab><tab><tab>", false);
    picture("note", "b<enter><enter>nA long note that has to be wrapped because it says a lot.", false);
    picture("reviewed-with-a-note", "r<space>nMind the gap.<enter>m", false);
}

fn undoes(study: &mut Study) {
    study.type_keys("u");
}

#[test]
fn a_card_is_flagged_and_noted_in_review_and_stays_shown() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>mnMind  this<enter>");
    let shown = |study: &Study| {
        let Screen::Review(review) = &study.model.screen else { panic!("{:?}", study.model.screen) };
        let showing = review.showing.as_ref().unwrap();
        (showing.back(), showing.card.flagged(), showing.card.notes().map(str::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(shown(&study), (true, true, vec!["Mind  this".to_owned()]));
    undoes(&mut study);
    assert_eq!(study.model.status.as_ref().unwrap().text, "Undid writing your note. U does it again.");
    assert_eq!(shown(&study), (true, true, vec![]));
    undoes(&mut study);
    assert_eq!(shown(&study), (true, false, vec![]));
    study.type_keys("UU");
    assert_eq!(shown(&study), (true, true, vec!["Mind  this".to_owned()]));
}

#[test]
fn a_note_is_searched_as_soon_as_it_is_written() {
    let mut study = Study::with(&pack("many-kinds")).press("/zanzibar");
    let hits = |study: &Study| {
        let Screen::Search(search) = &study.model.screen else { panic!() };
        search.hits.total
    };
    assert_eq!(hits(&study), 0);
    study.type_keys("<esc>letters<enter>nsee Zanzibar<enter><esc><esc>zanzibar");
    assert_eq!(hits(&study), 1);
    assert!(study.screen().contains("see Zanzibar"));
    // And after the index was made anew.
    study.model.library = None;
    study.type_keys("<esc><esc>/zanzibar");
    assert_eq!(hits(&study), 1);
    study.type_keys("<enter>u<esc>");
    assert_eq!(hits(&study), 0);
}

#[test]
fn an_item_is_put_aside_and_forgotten_as_a_whole_and_undone_at_once() {
    let mut study = Study::with(&pack("many-kinds")).press("r<space>4<space>4<esc><esc>");
    let states = |study: &Study| study.world.store.states().unwrap();
    let rated = states(&study);
    study.type_keys("b<enter><enter>@");
    assert!(states(&study).iter().any(|(_, state)| state.suspended));
    study.type_keys("u");
    assert_eq!(states(&study).iter().filter(|(_, state)| state.suspended).count(), 0);
    study.type_keys("f");
    let forgotten: Vec<_> = states(&study).into_iter().filter(|(_, state)| state.reviews == 0).collect();
    assert_eq!(forgotten.len(), 1);
    assert!(forgotten[0].0.ends_with("long#table"), "{forgotten:?}");
    study.type_keys("u");
    assert_eq!(states(&study), rated);
    assert_eq!(study.world.store.health(&Model::default()).unwrap().findings, vec![]);
}

#[test]
fn leaving_a_note_half_written_asks() {
    let mut study = Study::with(&pack("two-cards")).press("rnhalf<esc>");
    assert!(study.screen().contains("Leave this text?"));
    study.type_keys("n");
    assert!(study.screen().contains("half"));
    study.type_keys(" more<esc>y");
    assert!(study.model.overlays.is_empty());
    assert!(study.world.store.notes().unwrap().is_empty());
}

#[test]
fn what_is_typed_stays_until_it_is_on_disk() {
    let mut study = Study::with(&pack("two-cards")).press("rnmine");
    let now = study.now();
    let asked = update(&mut study.model, now, Msg::Act(Action::Open));
    assert!(matches!(asked[..], [Effect::Ask(Request::Annotate(_))]));
    let trouble = Trouble { summary: "the disk is full".into(), hint: String::new(), retry: None };
    study.send(Msg::Done(Outcome::Failed(trouble)));
    study.type_keys("<enter>");
    assert!(study.screen().contains("mine") && study.world.store.notes().unwrap().is_empty());
    // Another window writes one meanwhile.
    let subject = study.model.subject().unwrap();
    let theirs = Annotation { flagged: true, text: "theirs".into() };
    let change = Annotating { subject, before: Annotation::default(), after: theirs };
    study.world.store.annotate(&change, now).unwrap();
    study.type_keys("<enter>");
    let screen = study.screen();
    assert!(screen.contains("mine") && screen.contains("Another window changed this note."), "{screen}");
    assert_eq!(study.world.store.notes().unwrap()[0].1, "theirs");
    study.type_keys("<enter>");
    assert!(study.model.overlays.is_empty());
    assert_eq!(study.world.store.notes().unwrap()[0].1, "mine");
    study.type_keys("u");
    assert_eq!(study.world.store.notes().unwrap()[0].1, "theirs");
}

#[test]
fn news_name_the_key_that_undoes_here_or_none() {
    let mut study = Study::with(&pack("two-cards"));
    let keys =
        vec![("review: undo".into(), vec!["z".into()]), ("an item that was opened: redo".into(), vec!["Z".into()])];
    study.model.take_settings(plimsoll::domain::settings::Settings { keys, ..Default::default() });
    study.type_keys("b<enter><enter>m");
    assert_eq!(study.model.status.as_ref().unwrap().text, "Flagged. u undoes it.");
    study.type_keys("u");
    assert_eq!(study.model.status.as_ref().unwrap().text, "Undid flagging. Z does it again.");
    study.type_keys("<esc><esc><esc>rm");
    assert_eq!(study.model.status.as_ref().unwrap().text, "Flagged. z undoes it.");
    assert_eq!(study.model.key_does(Action::Adopt, "takes it."), "");
}

#[test]
fn a_note_written_while_the_index_is_made_is_found() {
    let mut study = Study::fresh();
    study.ask(Request::Sync { closely: false });
    let now = study.now();
    let indexed = |study: &mut Study| match study.world.perform(&study.model, now, Request::Index, &mut |_, _| ()) {
        Outcome::Index(indexed) => indexed,
        other => panic!("{other:?}"),
    };
    assert!(matches!(indexed(&mut study), Indexed::Part { .. }));
    study.model.screen = Screen::Home;
    study.type_keys("rnsee Zanzibar<enter>");
    let notes = |study: &mut Study| loop {
        if let Indexed::Whole(library) = indexed(study) {
            return library.notes.len();
        }
    };
    assert_eq!(notes(&mut study), 1);
    assert!(matches!(indexed(&mut study), Indexed::Part { .. }));
    study.type_keys("u");
    assert_eq!(notes(&mut study), 0);
}

#[test]
fn headings_are_counted_anew_only_when_something_was_done() {
    let mut study = Study::with(&pack("many-kinds")).press("b<enter><enter>");
    let back = |study: &mut Study| {
        let now = study.now();
        update(&mut study.model, now, Msg::Act(Action::Back));
        update(&mut study.model, now, Msg::Act(Action::Back))
    };
    assert_eq!(back(&mut study), []);
    study.type_keys("<enter><enter>f");
    let headings = Request::Headings(Shelf::Services);
    assert_eq!(back(&mut study), [Effect::Ask(headings)]);
}

#[test]
fn left_on_the_own_shelf_keeps_its_place() {
    let mut study =
        Study::with(&pack("many-kinds")).press("b<enter><enter>m<esc><down><enter>m<esc><tab><tab><tab><down>");
    let place = |study: &Study| {
        let Screen::Browse(browse) = &study.model.screen else { panic!() };
        browse.listed.as_ref().map(|listed| (listed.keys.len(), listed.selected))
    };
    assert_eq!(place(&study), Some((2, 1)));
    study.type_keys("h");
    assert_eq!(place(&study), Some((2, 1)));
}

#[test]
fn a_note_may_have_several_lines() {
    let mut study = Study::with(&pack("two-cards")).press("rnone");
    study.send(Msg::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::ALT)));
    study.send(Msg::Paste("two\r\nthree".into()));
    study.type_keys("<enter>");
    assert_eq!(study.world.store.notes().unwrap()[0].1, "one\ntwo\nthree");
}

#[test]
fn from_an_item_to_review_search_and_back() {
    let mut study = Study::with(&pack("many-kinds")).press("b<enter>/wide<tab>");
    let Screen::Search(search) = &study.model.screen else { panic!() };
    assert!(search.service.is_some());
    assert_eq!((search.field.text(), search.hits.total), ("wide", 1));
    study.type_keys("<esc><esc><esc>");
    assert!(matches!(&study.model.screen, Screen::Browse(browse) if browse.listed.is_some()));
    study.type_keys("<enter>r");
    assert!(matches!(study.model.screen, Screen::Review(_)));
}

#[test]
fn a_list_is_narrowed_by_typing_and_whole_again() {
    let listed = |study: &Study| match &study.model.screen {
        Screen::Browse(browse) => {
            let listed = browse.listed.as_ref().unwrap();
            let line = listed.keys.get(listed.selected).and_then(|key| listed.lines.get(key));
            (listed.keys.len(), line.map_or(String::new(), |line| line.item.title().to_owned()))
        }
        other => panic!("{other:?}"),
    };
    let mut study = Study::with(&pack("many-kinds")).press("b<enter>/");
    assert_eq!(listed(&study), (2, "A long card".to_owned()));
    study.type_keys("q");
    assert_eq!(listed(&study).0, 0);
    study.type_keys("<backspace>wdie");
    assert_eq!(listed(&study), (1, "Wide letters".to_owned()));
    // What is done to it leaves the list as it is narrowed.
    study.type_keys("<enter>m<esc>");
    assert_eq!(listed(&study), (1, "Wide letters".to_owned()));
    study.type_keys("<esc>");
    assert_eq!(listed(&study), (2, "Wide letters".to_owned()));
    study.type_keys("/<esc>/long<enter>r<esc>");
    assert!(study.model.found().is_some());
    study.type_keys("<esc><esc><esc><esc>");
    assert!(matches!(study.model.screen, Screen::Home));
}

/// The row that is selected, the item that is opened, and how many of its cards were ever rated.
fn place(study: &Study) -> (usize, String, usize) {
    let selected = match &study.model.screen {
        Screen::Browse(browse) => browse.listed.as_ref().unwrap().selected,
        Screen::Search(search) => search.selected,
        other => panic!("{other:?}"),
    };
    let found = study.model.found().unwrap();
    let about = found.about.as_ref().unwrap();
    (selected, found.id.to_string(), about.cards.iter().filter(|card| card.state.reviews > 0).count())
}

#[test]
fn reviewing_an_item_ends_where_it_began() {
    for start in ["b<enter><down><enter>", "/ecs<down><enter>"] {
        let mut study = Study::with(&pack("many-kinds")).press(start);
        let (row, id, rated) = place(&study);
        assert_eq!((row, rated), (1, 0));
        // Leaving leads back, and so does the rating, also one after which the day's review would ask again.
        study.type_keys("r<esc>");
        assert_eq!(place(&study), (row, id.clone(), 0));
        study.type_keys("r<space>1");
        assert_eq!(place(&study), (row, id.clone(), 1), "{start}");
        assert_eq!(study.model.status.as_ref().unwrap().text, "Rated Again. u takes it back.");
        study.type_keys("u");
        assert_eq!(place(&study), (row, id.clone(), 0));
        study.type_keys("U");
        assert_eq!(place(&study), (row, id.clone(), 1));
        // Undone while another is asked: that one waits.
        study.type_keys("ru");
        let Screen::Review(review) = &study.model.screen else { panic!() };
        assert_eq!(review.showing.as_ref().unwrap().card.state.reviews, 0);
        study.type_keys("U");
        assert_eq!(place(&study), (row, id.clone(), 1), "nothing else was to be asked");
    }
}

#[test]
fn every_card_of_an_item_is_asked_once() {
    let mut study = Study::with(&pack("two-cards")).press("b<enter><enter>");
    let cards = study.model.found().unwrap().about.as_ref().unwrap().cards.len();
    study.type_keys("r");
    for _ in 0..cards {
        assert!(matches!(study.model.screen, Screen::Review(_)));
        // One of them has two gaps.
        for action in [Action::Reveal, Action::Reveal, Action::Grade(Rating::Again)] {
            study.send(Msg::Act(action));
        }
    }
    assert_eq!(place(&study).2, cards);
}

#[test]
fn where_to_edit_it_names_file_and_line() {
    let mut study = Study::with(&pack("many-kinds")).press("b<enter><enter>e");
    let Some(plimsoll::app::overlay::Overlay::Reader { text, .. }) = study.model.overlays.last() else { panic!() };
    assert!(text.contains("items.yaml`, line 2"), "{text}");
    study.type_keys("<esc><tab>e");
    let Some(plimsoll::app::overlay::Overlay::Reader { text, .. }) = study.model.overlays.last() else { panic!() };
    assert!(text.contains("items.yaml`, line 8"), "{text}");
}

#[test]
fn a_hard_card_is_reviewed_from_stats_and_back() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>").at("2026-03-05 09:00");
    study.type_keys("r<space>1<esc><esc>shhr");
    assert!(matches!(study.model.screen, Screen::Review(_)));
    study.type_keys("<space><space><space>1");
    let stats = |study: &Study| match &study.model.screen {
        Screen::Stats(screen) => screen.stats.as_ref().unwrap().hardest[screen.selected].reviews,
        other => panic!("{other:?}"),
    };
    assert_eq!(stats(&study), 3);
    study.type_keys("u");
    assert_eq!(stats(&study), 2);
}

#[test]
fn rows_are_clicked_and_the_wheel_goes_through_them() {
    let mut study = Study::with(&pack("many-kinds")).press("b");
    let click = |study: &mut Study, what: &str| {
        let screen = study.screen();
        let row = screen.lines().position(|row| row.contains(what)).unwrap();
        let hit = study.draw().at(12, u16::try_from(row).unwrap()).unwrap();
        study.send(Msg::Act(hit));
    };
    // A click selects; on what is selected it opens.
    click(&mut study, "Amazon ECS");
    assert!(study.screen().contains("Browse · Amazon ECS"));
    click(&mut study, "Wide letters");
    assert!(study.model.found().is_none());
    let selected = |study: &Study| match &study.model.screen {
        Screen::Browse(browse) => browse.listed.as_ref().unwrap().selected,
        other => panic!("{other:?}"),
    };
    assert_eq!(selected(&study), 1);
    study.send(Msg::Mouse(MouseEventKind::ScrollUp));
    assert_eq!(selected(&study), 0);
    study.send(Msg::Mouse(MouseEventKind::ScrollDown));
    assert_eq!(selected(&study), 1, "the last row");
    click(&mut study, "Wide letters");
    assert_eq!(study.model.found().unwrap().id.slug(), "wide");
    // A card of it, and back by the footer.
    click(&mut study, "漢字");
    assert_eq!(study.model.found().unwrap().part, 1);
    study.type_keys("<esc><esc>");
    click(&mut study, "Subjects");
    assert!(matches!(&study.model.screen, Screen::Browse(browse) if browse.shelf == Shelf::Subjects));
}
