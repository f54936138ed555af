//! Messages in, model and store out, without a screen.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use plimsoll::app::{Action, Msg, Screen};
use plimsoll::domain::memory::Rating;
use proptest::prelude::*;
use support::{Study, calendar, pack};

fn reviews(study: &Study) -> usize {
    study.world.store.journal(&calendar()).unwrap().len()
}

#[test]
fn a_rating_shows_the_wait_that_is_kept() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>");
    let Screen::Review(review) = &study.model.screen else { panic!() };
    let (key, shown) = {
        let showing = review.showing.as_ref().unwrap();
        (showing.card.key, showing.outcomes[3])
    };
    study.type_keys("4");
    let kept = study.world.store.card(key).unwrap().unwrap().state;
    assert_eq!(kept.due_day, shown.after.due_day);
    assert_eq!(kept.memory, shown.after.memory);
}

#[test]
fn a_held_key_never_grades() {
    let mut study = Study::with(&pack("two-cards")).press("r");
    let space = || Msg::Key(KeyEvent::new(KeyCode::Char(' '), KeyModifiers::NONE));
    for _ in 0..100 {
        study.wait(30);
        study.send(space());
    }
    assert_eq!(reviews(&study), 0);
    study.wait(150);
    study.send(space());
    assert_eq!(reviews(&study), 0, "a slow repeat is still a repeat");
    study.wait(199);
    study.send(space());
    assert_eq!(reviews(&study), 0, "held until it was let go for a fifth of a second");
    study.wait(200);
    study.send(space());
    assert_eq!(reviews(&study), 1);
}

#[test]
fn digits_grade_at_once_but_only_on_the_back() {
    let mut study = Study::with(&pack("two-cards")).press("r3");
    assert_eq!(reviews(&study), 0);
    study.send(Msg::Act(Action::Reveal));
    study.send(Msg::Act(Action::Grade(Rating::Good)));
    assert_eq!(reviews(&study), 1);
}

#[test]
fn undo_brings_the_card_back_from_any_screen() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><enter>");
    assert!(matches!(study.model.screen, Screen::Home));
    study.type_keys("u");
    let Screen::Review(review) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    assert_eq!(review.showing.as_ref().unwrap().card.state.reviews, 0);
    assert_eq!(review.left(), 2);
    study.type_keys("U");
    assert_eq!(study.world.store.today(study.now(), &study.model.rules).unwrap().done, 1);
}

#[test]
fn a_second_window_is_told() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>");
    let Screen::Review(review) = &study.model.screen else { panic!() };
    let key = review.showing.as_ref().unwrap().card.key;
    let mut other = plimsoll::store::Store::open(study.folder.path()).unwrap();
    let card = other.card(key).unwrap().unwrap();
    let now = study.now();
    let all = plimsoll::domain::review::schedule::outcomes(
        &card.id,
        &card.state,
        now,
        &study.model.rules,
        &study.model.memory,
    );
    let change = plimsoll::domain::review::journal::Change {
        card: key,
        revision: card.revision,
        operation: plimsoll::domain::review::journal::Operation::Review { rating: Rating::Easy, took: 1 },
        before: card.state,
        after: all.unwrap()[3].after,
        now,
    };
    other.record(&change, &study.model.memory).unwrap();
    study.type_keys("1");
    assert_eq!(reviews(&study), 1);
    assert!(study.model.status.as_ref().unwrap().text.contains("Another window"));
}

#[test]
fn a_day_that_turns_while_a_card_is_shown_is_seen_first() {
    let mut study = Study::with(&pack("two-cards")).at("2026-01-06 03:59").press("r<space>");
    study.wait(120_000);
    study.type_keys("3");
    assert_eq!(reviews(&study), 0, "the key was aimed at yesterday's buttons");
    study.type_keys("3");
    assert_eq!(reviews(&study), 1);
}

#[test]
fn a_paste_is_never_run_as_keys() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>");
    study.send(Msg::Paste("3333q".into()));
    assert_eq!((reviews(&study), study.quit), (0, false));
}

#[test]
fn suspending_and_burying_take_cards_out_and_undo_brings_them_back() {
    let mut study = Study::with(&pack("two-cards")).press("r-@");
    assert!(matches!(study.model.screen, Screen::Closing(_)));
    assert_eq!(study.model.today.due.total(), 0);
    study.type_keys("uu");
    let Screen::Review(review) = &study.model.screen else { panic!() };
    assert_eq!(review.left(), 2);
}

#[test]
fn sleep_costs_no_wake_ups_but_the_new_day() {
    let study = Study::with(&pack("two-cards"));
    assert_eq!(plimsoll::app::next_wake(&study.model), Some(study.now().next_day_at));
    let study = study.press("k");
    assert_eq!(plimsoll::app::next_wake(&study.model), None);
}

#[test]
fn every_action_of_the_table_is_handled_without_harm() {
    let mut seen = Vec::new();
    for binding in plimsoll::app::keymap::BINDINGS {
        if seen.contains(&binding.action) {
            continue;
        }
        seen.push(binding.action);
        // What means something in a mock exam alone is tried there too; elsewhere one screen is enough.
        let of_exam = matches!(binding.action, Action::Sit(_) | Action::Exam(_));
        let starts = ["", "r<space>", "k", "?", "<f2>", "/e<enter>", "r<space>3<space><space>4<esc>"];
        for start in starts.into_iter().take(if of_exam { 1 } else { 7 }) {
            let mut study = Study::with(&pack("two-cards")).press(start);
            study.send(Msg::Act(binding.action));
            study.screen();
        }
    }
}

#[test]
fn from_a_hit_to_its_cards() {
    let mut study = Study::with(&pack("many-kinds")).press("/serverles<enter>r");
    let Screen::Review(review) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    assert_eq!(review.showing.as_ref().unwrap().card.id.as_str(), "many-kinds/no-gpu#trap");
    study.type_keys("<space>4");
    assert_eq!(reviews(&study), 1);
}

#[test]
fn a_hit_is_put_aside_and_brought_back() {
    let suspended = |study: &Study| -> usize {
        let states = study.world.store.states().unwrap();
        states.iter().filter(|(_, state)| state.suspended).count()
    };
    let study = Study::with(&pack("many-kinds")).press("/serverless<enter>@");
    assert_eq!((suspended(&study), reviews(&study)), (1, 1));
    let study = study.press("u");
    assert_eq!((suspended(&study), reviews(&study)), (0, 2));
    let study = study.press("u");
    assert_eq!(reviews(&study), 2, "there is nothing to bring back any more");
    // What was put aside another time can be brought back, too.
    let study = study.press("@<esc><enter>@");
    assert_eq!(suspended(&study), 0);
}

fn search(study: &Study) -> &plimsoll::app::search::Search {
    match &study.model.screen {
        Screen::Search(search) => search,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_service_and_a_kind_narrow_the_search() {
    let listed = |study: &Study| search(study).listed.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let study = Study::with(&pack("many-kinds")).press("/<ctrl-s>farg<enter>");
    assert_eq!(listed(&study), "many-kinds/no-gpu");
    let study = study.press("<ctrl-s>elastic");
    let study = study.press("<esc><ctrl-s>amazon ecs<enter>");
    assert_eq!(listed(&study), "many-kinds/long many-kinds/wide");
    let study = study.press("<tab>");
    assert_eq!(listed(&study), "", "no trap is about it");
    let study = study.press("<esc>");
    assert!(search(&study).idle(), "escape clears the filters, too");
}

#[test]
fn from_a_hit_to_its_note_and_its_rules_and_back() {
    let opened = |study: &Study| search(study).opened.last().map(|found| found.id.slug().to_owned());
    let study = Study::with(&pack("many-kinds")).press("/serverless<enter>g<enter>");
    assert_eq!(opened(&study).as_deref(), Some("long"));
    let mut study = study.press("g");
    assert!(study.screen().contains("trap      Serverless GPU"), "{}", study.screen());
    let study = study.press("<enter>");
    assert_eq!(opened(&study).as_deref(), Some("no-gpu"));
    let mut study = study.press("g<down><enter>");
    assert!(study.screen().contains("Rule accelerated"), "{}", study.screen());
    let study = study.press("<esc><esc>");
    assert_eq!(opened(&study), None, "going to the trap and back again piled nothing up");
}

#[test]
fn a_scenario_is_read_while_it_is_typed() {
    let which = |study: &Study| match &study.model.screen {
        Screen::Which(which) => {
            let first = which.answer.as_ref().and_then(|answer| answer.verdicts.first());
            (first.map(|verdict| verdict.service.to_string()), which.marks.clone(), which.selected)
        }
        other => panic!("{other:?}"),
    };
    let mut study = Study::with(&pack("many-kinds")).press("wIt needs GP");
    assert!(which(&study).1.is_empty());
    study.type_keys("Us.");
    let (first, marks, selected) = which(&study);
    assert_eq!((first.as_deref(), selected), (Some("ecs-ec2"), None));
    assert_eq!(marks.first(), Some(&(3..13)));
    study.type_keys("<tab>");
    assert_eq!(which(&study).2, Some(0));
    let study = study.press("<esc><esc>");
    assert_eq!(which(&study).0, None, "escape clears the text");
    let mut study = study;
    study.send(Msg::Paste("It runs every night.\n\u{1b}[31m".repeat(1_000)));
    study.screen();
    assert_eq!(which(&study).0.as_deref(), Some("batch"));
    let study = study.press("<esc><esc>");
    assert!(matches!(study.model.screen, Screen::Home));
}

#[test]
fn the_selected_hit_stays_selected_while_more_is_typed() {
    let mut study = Study::with(&pack("many-kinds")).press("/e<down>");
    let chosen = |study: &Study| match &study.model.screen {
        Screen::Search(search) => search.listed[search.selected].clone(),
        other => panic!("{other:?}"),
    };
    let before = chosen(&study);
    study.type_keys("<space>");
    assert_eq!(chosen(&study), before);
}

#[test]
fn past_queries_come_back() {
    let study = Study::with(&pack("many-kinds")).press("/gpu<enter><esc><esc>letters<enter><esc><esc><up>");
    let typed = |study: &Study| match &study.model.screen {
        Screen::Search(search) => search.field.text().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(typed(&study), "letters");
    let study = study.press("<up>");
    assert_eq!(typed(&study), "gpu");
    let study = study.press("<down><down>");
    assert_eq!(typed(&study), "");
    assert_eq!(study.world.store.past_queries().unwrap(), ["gpu", "letters"]);
    let mut study = study.press("q?");
    assert_eq!(typed(&study), "q?", "letters are text here");
    study.send(Msg::Paste("x\u{1b}[31m\ny".repeat(2_000)));
    study.screen();
    // As after a restart.
    study.model.queries.clear();
    let study = study.press("<esc><esc>/<up>");
    assert_eq!(typed(&study), "letters");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Random keys on random screens never break anything, and what the journal says stays consistent.
    #[test]
    fn random_keys_do_no_harm(keys in prop::collection::vec(0usize..24, 0..80), gaps in prop::collection::vec(0i64..100_000, 80)) {
        const KEYS: [&str; 24] = ["r", "<space>", "<enter>", "1", "2", "3", "4", "u", "U", "-", "@", "i", "t", "o", "<esc>",
            "?", "k", "<f2>", "x", "<down>", "<up>", "<pgdn>", "n", "T"];
        let mut study = Study::with(&pack("many-kinds"));
        for (key, gap) in keys.iter().zip(&gaps) {
            study.wait(*gap);
            study.type_keys(KEYS[*key]);
        }
        let rows = study.world.store.journal(&calendar()).unwrap();
        let rebuilt = plimsoll::domain::review::journal::replay(&rows, &study.model.rules, &study.model.memory).unwrap();
        for (id, state) in study.world.store.states().unwrap() {
            prop_assert_eq!(state, rebuilt.get(id.as_str()).copied().unwrap_or_default());
        }
    }
}

#[test]
fn cramming_goes_round_and_changes_no_day() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<space><space>4<esc>");
    let states = study.world.store.states().unwrap();
    study.type_keys("c<enter>");
    let Screen::Review(review) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    assert!(review.cramming());
    assert_eq!(review.left(), 2);
    let first = review.showing.as_ref().unwrap().card.key;
    study.type_keys("<space>1<space><space>3");
    let Screen::Review(review) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    assert_eq!(
        (review.left(), review.showing.as_ref().unwrap().card.key),
        (1, first),
        "what was not known comes once more"
    );
    study.type_keys("<space>3");
    assert!(matches!(study.model.screen, Screen::Closing(_)), "{:?}", study.model.screen);
    assert_eq!(study.world.store.states().unwrap(), states);
    assert_eq!(reviews(&study), 5);
    study.type_keys("u");
    assert!(matches!(study.model.screen, Screen::Review(_)));
}

#[test]
fn cards_can_be_reviewed_ahead() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>3<space><space>3").at("2026-01-05 09:30");
    study.type_keys("<esc><esc>r<space>3<space><space>3<esc><esc>");
    assert_eq!(study.world.store.today(study.now(), &study.model.rules).unwrap().due.total(), 0);
    study.type_keys("a");
    let Screen::Review(review) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    assert_eq!(review.left(), 2);
    let before = reviews(&study);
    study.type_keys("<space><space>3");
    assert_eq!(reviews(&study), before + 1);
}

#[test]
fn a_leech_is_told_and_can_be_put_aside() {
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc>").at("2026-03-05 09:00");
    study.model.rules.leech = 1;
    study.type_keys("r<space>1");
    assert!(matches!(study.model.overlays.last(), Some(plimsoll::app::overlay::Overlay::Leech { .. })));
    let leech = study.screen();
    assert!(leech.contains("Forgotten once") && leech.contains("more time than it teaches"), "{leech}");
    study.type_keys("@");
    assert!(study.model.overlays.is_empty());
    let states = study.world.store.states().unwrap();
    assert_eq!(states.iter().filter(|(_, state)| state.suspended).count(), 1);
    study.type_keys("u");
    assert!(study.world.store.states().unwrap().iter().all(|(_, state)| !state.suspended));
}

#[test]
fn a_setting_holds_at_once_and_at_the_next_start() {
    let mut study = Study::with(&pack("two-cards")).press(",<down><left>");
    assert_eq!(study.model.rules.new_per_day, 19);
    assert_eq!(study.world.library.settings().read().settings.rules.new_per_day, 19);
    study.type_keys("<enter><ctrl-u>1<enter>");
    assert_eq!(study.model.rules.new_per_day, 1);
    study.type_keys("<enter><ctrl-u>many<enter>");
    assert_eq!(study.model.rules.new_per_day, 1);
    assert!(study.model.status.as_ref().unwrap().text.contains("a whole number from 0 to 9999"));
    study.type_keys("<end><up><right><esc>");
    assert!(study.screen().contains("Montag, 5. Januar"));
    assert_eq!(study.model.today.due.total(), 1);
    study.type_keys("T");
    assert_eq!(study.world.library.settings().read().settings.theme, study.model.theme.name());
}

#[test]
fn own_keys_hold_everywhere_they_are_named() {
    let mut study = Study::with(&pack("two-cards"));
    let keys = vec![
        ("review: undo".into(), vec!["z".into()]),
        ("review, front: show the answer".into(), vec!["x".into()]),
        ("home: review".into(), vec!["v".into()]),
    ];
    let settings = plimsoll::domain::settings::Settings { keys, ..Default::default() };
    study.model.take_settings(settings);
    assert!(study.screen().contains("▸ v starts."));
    study.type_keys("v");
    assert!(study.screen().contains("▸ x shows the answer"), "{}", study.screen());
    study.type_keys("x4");
    assert_eq!(study.world.store.today(study.now(), &study.model.rules).unwrap().done, 1);
    study.type_keys("?");
    assert!(study.screen().contains("z               undo"), "{}", study.screen());
    study.type_keys("<esc>u");
    assert_eq!(study.world.store.today(study.now(), &study.model.rules).unwrap().done, 1);
    study.type_keys("z");
    assert_eq!(study.world.store.today(study.now(), &study.model.rules).unwrap().done, 0);
    study.type_keys("@");
    assert!(study.model.status.as_ref().unwrap().text.contains("z brings it back"));
}

#[test]
fn boxes_name_the_keys_as_they_are() {
    let mut study = Study::with(&pack("two-cards"));
    let own = [
        ("write a note: keep it", "ctrl-o"),
        ("a question to you: yes", "J"),
        ("type a value: go", "F5"),
        ("settings, limits and keys: take away", "D"),
        ("press a key: leave it as it is", "F6"),
        ("a card of your own: keep", "F7"),
    ];
    let keys = own.iter().map(|(name, key)| ((*name).to_owned(), vec![(*key).to_owned()])).collect();
    study.model.take_settings(plimsoll::domain::settings::Settings { keys, ..Default::default() });
    let mut shows = |keys: &str, text: &str| {
        study.type_keys(keys);
        let screen = study.screen();
        assert!(screen.contains(text), "{text}: {screen}");
    };
    shows("rn", "ctrl-o keeps it");
    shows("half<esc>", "J yes");
    shows("J+", "F7 keeps it");
    shows("<esc><esc>,<enter>", "F5 takes it");
    shows("<esc><tab><tab>", "D goes back");
    shows("<enter>", "F6 leaves it");
}

#[test]
fn stats_lead_to_a_card_and_back() {
    let mut study = Study::with(&pack("two-cards")).press("s");
    assert!(matches!(study.model.screen, Screen::Stats(_)));
    study.type_keys("<enter><space>4<esc><esc>");
    let mut study = study.at("2026-03-05 09:00").press("r<space>1<space>");
    // From the card itself, without leaving it.
    study.type_keys("c");
    let never = "This card was never rated, so there is nothing to forget yet.";
    assert_eq!(study.model.status.as_ref().map(|status| status.text.as_str()), Some(never));
    study.type_keys("c<esc><esc>shh<enter>");
    let Some(plimsoll::app::overlay::Overlay::Curve(curve)) = study.model.overlays.last() else {
        panic!("{:?}", study.model.overlays)
    };
    assert_eq!(curve.showings.iter().map(|showing| showing.rating).collect::<Vec<_>>(), [Rating::Easy, Rating::Again]);
    let card = curve.card.clone();
    study.type_keys("q");
    assert!(study.model.overlays.is_empty() && matches!(study.model.screen, Screen::Stats(_)));
    study.type_keys("<esc>");
    assert!(matches!(study.model.screen, Screen::Home));
    // And from an item that was opened.
    let title = study.world.store.card(study.world.store.card_key(&card).unwrap().unwrap()).unwrap().unwrap();
    study.type_keys("/");
    study.type_keys(title.item.title());
    study.type_keys("<enter>c");
    let Some(plimsoll::app::overlay::Overlay::Curve(curve)) = study.model.overlays.last() else {
        panic!("{:?}", study.model.overlays)
    };
    assert_eq!(curve.card, card);
}

#[test]
fn a_long_history_is_counted_in_parts() {
    use plimsoll::app::message::Counted;
    use plimsoll::app::{Effect, Outcome, Request, next_wake, update};
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>s");
    let now = study.now();
    update(&mut study.model, now, Msg::Done(Outcome::Stats(Counted::Part(40_000, 100_000))));
    assert_eq!(next_wake(&study.model), Some(now.at));
    assert_eq!(update(&mut study.model, now, Msg::Woke), [Effect::Ask(Request::Stats)]);
    let Screen::Stats(screen) = &study.model.screen else { panic!() };
    let whole = screen.stats.clone().unwrap();
    update(&mut study.model, now, Msg::Done(Outcome::Stats(Counted::Whole(whole))));
    assert!(next_wake(&study.model).is_none_or(|at| at > now.at));
}

/// Days of ratings of both cards, as somebody would give them who forgets sooner than most.
fn months_of_ratings(study: &mut Study, days: i64) {
    use plimsoll::domain::chance::Chance;
    use plimsoll::domain::review::journal::{Change, Operation};
    use plimsoll::domain::review::schedule::outcomes;
    let mut chance = Chance::new(3, "ratings");
    let cards: Vec<i64> = plimsoll::store::Store::queue(
        &study.world.store,
        study.now(),
        &study.model.rules,
        &plimsoll::domain::review::Filter::default(),
    )
    .unwrap()
    .iter()
    .map(|entry| entry.card)
    .collect();
    let start = study.now().at;
    for day in 0..days {
        for key in &cards {
            let now = calendar().now(start.plus(day * 86_400_000));
            let card = study.world.store.card(*key).unwrap().unwrap();
            let rating = if chance.below(10) < 4 { Rating::Again } else { Rating::Good };
            let all = outcomes(&card.id, &card.state, now, &study.model.rules, &study.model.memory).unwrap();
            let operation = Operation::Review { rating, took: 1_000 };
            let after = all[rating as usize - 1].after;
            let change = Change { card: *key, revision: card.revision, operation, before: card.state, after, now };
            study.world.store.record(&change, &study.model.memory).unwrap();
        }
    }
    study.set_clock(start.plus(days * 86_400_000));
    study.send(Msg::Woke);
}

#[test]
fn fitting_says_when_there_is_too_little() {
    use plimsoll::app::fitting::Fitting;
    use plimsoll::app::overlay::Overlay;
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>so");
    assert!(matches!(study.model.overlays.last(), Some(Overlay::Fitting(Fitting::TooFew(_)))));
    study.type_keys("<enter>");
    assert!(study.model.overlays.is_empty() && matches!(study.model.screen, Screen::Stats(_)));
}

#[test]
fn a_fit_that_couldnt_be_read_is_tried_again() {
    use plimsoll::app::fitting::Fitting;
    use plimsoll::app::overlay::Overlay;
    use plimsoll::app::{Outcome, Request, Trouble};
    let mut study = Study::with(&pack("two-cards")).press("r<space>4<esc><esc>s");
    let now = study.now();
    let asked = plimsoll::app::update(&mut study.model, now, Msg::Act(Action::Fit));
    assert_eq!(asked.len(), 1);
    let retry = Some(Request::Ratings { first: false });
    study.send(Msg::Done(Outcome::Failed(Trouble { summary: "can't read".into(), hint: String::new(), retry })));
    assert!(matches!(study.model.overlays[..], [Overlay::Trouble(_)]));
    study.type_keys("r");
    assert!(matches!(study.model.overlays[..], [Overlay::Fitting(Fitting::TooFew(_))]));
}

#[test]
fn curves_say_whose_they_are_and_why_there_is_none() {
    let mut study = Study::with(&pack("two-cards")).press("b<enter><enter>");
    let news = |study: &Study| study.model.status.as_ref().map(|status| status.text.clone()).unwrap_or_default();
    study.type_keys("c");
    assert_eq!(news(&study), "The first of its cards was never rated. tab goes to the others.");
    study.type_keys("<esc><esc><esc>r<space>4<esc><esc>b<enter><enter>c");
    assert_eq!(news(&study), "The first of its 2 cards. tab goes to the others.");
    let study = Study::with(&pack("mock-exam")).press("/kind:question<enter>c");
    assert_eq!(news(&study), "A question joins the daily cards when a mock exam has asked it.");
}

#[test]
fn a_fit_is_taken_and_taken_back() {
    use plimsoll::app::fitting::Fitting;
    use plimsoll::app::overlay::Overlay;
    let mut study = Study::with(&pack("two-cards"));
    months_of_ratings(&mut study, 560);
    study.type_keys("s");
    let usual = study.model.memory.weights().to_vec();
    // Cancelled half-way, nothing comes of it.
    let now = study.now();
    let effects = plimsoll::app::update(&mut study.model, now, Msg::Act(Action::Fit));
    assert_eq!(effects.len(), 1);
    assert_eq!(plimsoll::app::next_wake(&study.model), Some(now.at));
    study.type_keys("<esc>");
    assert!(study.model.overlays.is_empty() && plimsoll::app::next_wake(&study.model).is_none_or(|at| at > now.at));
    study.type_keys("o");
    let Some(Overlay::Fitting(Fitting::Fitted(report))) = study.model.overlays.last() else {
        panic!("{:?}", study.model.overlays)
    };
    assert!(report.better(), "{report:?}");
    let weights = report.weights;
    let hits = study.draw();
    assert_eq!((hits.at(0, 0), hits.at(79, 23)), (None, None), "no stray click throws it away");
    let screen = study.screen();
    let row = screen.lines().position(|line| line.contains("enter take it")).unwrap();
    let column = screen.lines().nth(row).unwrap().split("enter take it").next().unwrap().chars().count() - 1;
    let hit = hits.at(u16::try_from(column).unwrap(), u16::try_from(row).unwrap()).unwrap();
    study.send(Msg::Act(hit));
    assert!(study.model.overlays.is_empty());
    assert_eq!(study.model.memory.weights(), weights.model().unwrap().weights());
    assert_eq!(study.world.store.weights().unwrap().map(|adopted| adopted.weights), Some(weights));
    study.type_keys("u");
    assert_eq!((study.model.memory.weights(), study.world.store.weights().unwrap()), (usual.as_slice(), None));
    assert!(matches!(study.model.screen, Screen::Stats(_)));
    study.type_keys("U");
    assert_eq!(study.model.memory.weights(), weights.model().unwrap().weights());
}
