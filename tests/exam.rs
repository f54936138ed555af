//! Mock exams: messages in, model and store out.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::exam::Exam;
use plimsoll::app::exam::results::View;
use plimsoll::app::{Action, Msg, Request, Screen, next_wake};
use plimsoll::domain::exam::{Act, Attempt, End, Entry, Only, State, Status, Verdict};
use plimsoll::domain::id::{ExamId, PackId};
use plimsoll::domain::memory::Rating;
use plimsoll::domain::plan::Goal;
use plimsoll::domain::review::journal::{Operation, What};
use plimsoll::store::Store;
use proptest::prelude::*;
use support::{Study, calendar, instant, pack};

/// A study that sits the whole paper of twelve.
fn sitting() -> Study {
    Study::with(&pack("mock-exam")).press("e<enter>")
}

fn attempt(study: &Study) -> &Attempt {
    study.model.attempt().unwrap_or_else(|| panic!("{:?}", study.model.screen))
}

/// What the store has of the attempt, as after a crash.
fn stored(study: &Study) -> Attempt {
    let store = Store::open(study.folder.path()).unwrap();
    store.attempt(attempt(study).id).unwrap().unwrap().attempt
}

fn report(study: &Study) -> &plimsoll::domain::exam::Report {
    let Screen::Exam(exam) = &study.model.screen else { panic!("{:?}", study.model.screen) };
    let Exam::Results(results) = &**exam else { panic!("no report") };
    &results.report
}

/// Goes to the question of that id.
fn go_to(study: &mut Study, id: &str) {
    let at = attempt(study).slots().iter().position(|slot| slot.item().id.as_str().ends_with(id)).unwrap();
    study.send(Msg::Act(Action::Sit(Act::Go(at))));
}

/// The keys that choose the whole key of the question shown.
fn right(study: &Study) -> String {
    let (slot, _) = attempt(study).current();
    slot.options().zip('a'..).filter(|(option, _)| option.correct).map(|(_, letter)| letter).collect()
}

/// A key that chooses a wrong option of the question shown.
fn wrong(study: &Study) -> String {
    let (slot, _) = attempt(study).current();
    slot.options().zip('a'..).find(|(option, _)| !option.correct).map(|(_, letter)| letter.to_string()).unwrap()
}

#[test]
fn every_key_is_on_disk_before_it_shows() {
    let mut study = sitting();
    for keys in ["a", "B", "m", "2", "l", "b", "H", "r", "<enter>", "h", "P", "y", "P", "+", "y"] {
        study.type_keys(keys);
        let shown = attempt(&study).clone();
        let kept = stored(&study);
        assert_eq!((kept.marks(), kept.place(), kept.state()), (shown.marks(), shown.place(), shown.state()), "{keys}");
        assert_eq!(kept.remaining(study.now().at), shown.remaining(study.now().at), "{keys}");
    }
    assert!(attempt(&study).extended() && attempt(&study).clock_hidden());
}

#[test]
fn choose_two_takes_two_and_both_or_nothing() {
    let mut study = sitting();
    go_to(&mut study, "q05");
    study.type_keys("abc");
    let (slot, mark) = attempt(&study).current();
    assert_eq!((slot.choose(), mark.chosen.len()), (2, 2));
    assert!(study.model.status.as_ref().unwrap().text.contains("Choose only 2"));
    study.type_keys("ab");
    let keys = right(&study);
    study.type_keys(&keys[..1]);
    study.type_keys("l");
    assert!(study.model.status.as_ref().unwrap().text.contains("asks for 2, 1 chosen"));
    study.type_keys("Sy");
    assert_eq!(report(&study).score.right, 0);
}

#[test]
fn blanks_are_listed_first_and_count_as_wrong() {
    let mut study = sitting();
    go_to(&mut study, "q05");
    study.type_keys("a");
    let short = attempt(&study).place().question + 1;
    study.type_keys("S");
    let screen = study.screen();
    let (blank, few) = (screen.find("11 blank").unwrap(), screen.find("1 with too few chosen").unwrap());
    assert!(blank < few && screen.contains(&format!("too few chosen: {short}")), "{screen}");
    study.type_keys("y");
    assert_eq!(attempt(&study).end(), Some(End::HandedIn));
    assert_eq!((report(&study).blank.len(), report(&study).score.of), (11, 10));
}

#[test]
fn a_question_is_flagged_and_noted_afterwards_and_undone_there() {
    let mut study = sitting().press("Sya<enter>M");
    assert_eq!(study.model.status.as_ref().unwrap().text, "Flagged. u undoes it.");
    assert!(study.screen().contains("⚑ for later"));
    study.type_keys("l");
    assert!(!study.screen().contains("⚑ for later"), "another question");
    study.type_keys("h");
    assert!(study.screen().contains("⚑ for later"));
    study.type_keys("nMind the keel.<enter><end>");
    assert!(study.screen().contains("Mind the keel."), "{}", study.screen());
    study.type_keys("uu");
    assert!(!study.screen().contains("for later") && !study.screen().contains("keel."));
    study.type_keys("U");
    assert!(study.screen().contains("⚑ for later"));
}

#[test]
fn handing_in_asks_and_no_goes_on() {
    let study = sitting().press("aSn");
    assert_eq!(attempt(&study).state(), State::Running);
    let study = study.press("S<enter>");
    assert_eq!(attempt(&study).state(), State::Running);
}

#[test]
fn it_is_handed_in_at_zero_whatever_key_comes() {
    let mut study = sitting().press("a");
    let left = attempt(&study).remaining(study.now().at).unwrap();
    study.wait(left - 1_500);
    study.send(Msg::Woke);
    study.type_keys("lb");
    assert_eq!(attempt(&study).end(), Some(End::TimeUp), "a key after the deadline finds a finished exam");
    assert_eq!(report(&study).verdicts.iter().filter(|v| **v == Verdict::Blank).count(), 11);
    assert!(study.model.overlays.is_empty());
    assert_eq!(report(&study).used, report(&study).allowed.unwrap());
}

#[test]
fn zero_comes_while_a_question_is_asked() {
    let mut study = sitting().press("S");
    study.wait(24 * 60_000);
    study.send(Msg::Woke);
    assert!(study.model.overlays.is_empty());
    assert_eq!(attempt(&study).end(), Some(End::TimeUp));
}

#[test]
fn it_wakes_each_whole_second_of_the_countdown() {
    let mut study = sitting();
    study.wait(300);
    study.send(Msg::Woke);
    let at = next_wake(&study.model).unwrap();
    assert_eq!(attempt(&study).remaining(at).unwrap() % 1000, 0);
    assert!(at.since(study.now().at) <= 1000);
    let mut study = study.press("Py");
    study.wait(7_000);
    study.send(Msg::Woke);
    assert_eq!(next_wake(&study.model), None, "a paused exam needs no waking");
}

#[test]
fn warnings_come_once_and_stay_while_the_clock_is_hidden() {
    let mut study = sitting().press("H");
    assert!(study.screen().contains("clock hidden"));
    for (minutes, said, stays) in [
        (10, "10 minutes left.", "under 10 minutes left"),
        (5, "5 minutes left.", "under 5 minutes left"),
        (1, "1 minute left: answer", "under 1 minute left"),
    ] {
        let left = attempt(&study).remaining(study.now().at).unwrap();
        study.wait(left - minutes * 60_000);
        study.send(Msg::Woke);
        assert!(study.screen().contains(said), "{}", study.screen());
        study.wait(7_000);
        study.send(Msg::Woke);
        let screen = study.screen();
        assert!(!screen.contains(said) && screen.contains(stays), "{screen}");
    }
}

#[test]
fn a_suspended_process_loses_its_time_and_a_clock_set_back_gains_none() {
    let mut study = sitting();
    let before = attempt(&study).remaining(study.now().at).unwrap();
    study.wait(600_000);
    study.send(Msg::Woke);
    assert_eq!(attempt(&study).remaining(study.now().at), Some(before - 600_000));
    // Ten minutes asleep are no minutes of thought.
    assert!(attempt(&study).marks()[0].time < 5_000);
    study.wait(-3_600_000);
    study.send(Msg::Woke);
    assert_eq!(attempt(&study).remaining(study.now().at), Some(before - 600_000));
    study.wait(1_000);
    study.send(Msg::Woke);
    assert_eq!(attempt(&study).remaining(study.now().at), Some(before - 601_000));
}

#[test]
fn home_goes_on_with_it_and_time_has_run_on() {
    let mut study = sitting().press("al");
    let before = attempt(&study).remaining(study.now().at).unwrap();
    study.type_keys("<esc>y");
    assert!(matches!(study.model.screen, Screen::Home));
    assert!(study.screen().contains("Exam running"), "{}", study.screen());
    study.wait(60_000);
    study.type_keys("e");
    assert_eq!(attempt(&study).place().question, 1);
    assert_eq!(attempt(&study).remaining(study.now().at), Some(before - 63_000));
}

#[test]
fn its_time_ends_while_home_is_shown() {
    let mut study = sitting().press("a<esc>y");
    let id = study.model.running.as_ref().unwrap().attempt.id;
    study.wait(25 * 60_000);
    study.send(Msg::Woke);
    assert!(study.model.running.is_none());
    assert!(study.model.status.as_ref().unwrap().text.contains("handed in"));
    let over = study.world.store.attempt(id).unwrap().unwrap();
    assert_eq!(over.attempt.end(), Some(End::TimeUp));
}

/// Twenty minutes on Home, then the clock is put back by as much.
#[test]
fn a_clock_set_back_on_home_gives_no_time() {
    let mut study = sitting().press("a<esc>y");
    let id = study.model.running.as_ref().unwrap().attempt.id;
    let left = |study: &Study| study.model.running.as_ref().unwrap().attempt.remaining(study.now().at).unwrap();
    let before = left(&study);
    for _ in 0..60 {
        study.wait(10_000);
        study.send(Msg::Woke);
    }
    study.wait(-600_000);
    study.send(Msg::Woke);
    assert_eq!(left(&study), before - 600_000);
    // Also on disk, for whoever kills the program now; and nobody thought about the question meanwhile.
    let kept = study.world.store.attempt(id).unwrap().unwrap().attempt;
    assert_eq!(kept.remaining(study.now().at), Some(before - 600_000));
    study.type_keys("e");
    assert!(attempt(&study).marks()[0].time <= 4_000, "{}", attempt(&study).marks()[0].time);
}

/// Another window shows Home, whose clock is noted too; that takes no key away from the one that sits the exam.
#[test]
fn a_second_window_that_looks_on_is_in_nobodys_way() {
    let mut study = sitting();
    let mut there = Store::open(study.folder.path()).unwrap();
    for _ in 0..4 {
        study.wait(20_000);
        let mut looks_on = there.attempt(attempt(&study).id).unwrap().unwrap().attempt;
        let events = looks_on.take(Act::Away, study.now().at).unwrap();
        there.keep_events(&looks_on, &events, study.now(), &study.model.rules, &study.model.memory).unwrap();
        study.type_keys("m");
        assert_eq!(study.model.status.as_ref().map(|status| status.text.as_str()), None);
        assert_eq!(stored(&study).marks(), attempt(&study).marks());
        assert_eq!(stored(&study).remaining(study.now().at), attempt(&study).remaining(study.now().at));
    }
    assert!(!attempt(&study).marks()[0].flagged, "flagged and unflagged, twice each");
}

#[test]
fn a_doubt_is_noted_next_to_the_pack_and_the_question_is_not_drawn_again() {
    let mut study = sitting().press("aSya<enter>!");
    let doubted = attempt(&study).slots()[0].item().id.clone();
    let screen = study.screen();
    assert!(screen.contains("no longer counts") && screen.contains("mock-exam.doubts.yaml"), "{screen}");
    let file = std::fs::read_to_string(study.folder.path().join("packs/mock-exam.doubts.yaml")).unwrap();
    assert!(file.contains(doubted.slug()) && file.contains("because: ''"), "{file}");
    study.type_keys("<esc>");
    assert!(study.screen().contains("You doubt the key"), "{}", study.screen());
    study.type_keys("<esc><esc><esc>e");
    let screen = study.screen();
    assert!(screen.contains("11 questions fit") && screen.contains("1 question left out"), "{screen}");
    study.type_keys("<esc>E<enter>a<enter>!");
    assert!(study.screen().contains("It counts again."), "{}", study.screen());
    study.type_keys("<esc><esc><esc><esc>e");
    assert!(study.screen().contains("12 questions fit"), "{}", study.screen());
}

#[test]
fn a_number_that_no_question_has_is_told() {
    for number in ["0", "13", "99999999999999999999"] {
        let study = sitting().press(&format!("g{number}<enter>"));
        let said = study.model.status.as_ref().map(|status| status.text.clone());
        assert_eq!(said.as_deref(), Some("The questions are numbered 1 to 12."), "{number}");
    }
}

#[test]
fn another_set_up_leads_to_the_one_that_runs() {
    let mut study = sitting().press("a<esc>y");
    study.model.running = None;
    study.type_keys("e<enter>");
    assert_eq!(attempt(&study).marks()[0].chosen.len(), 1);
}

#[test]
fn a_changed_pack_refuses_and_says_why() {
    let mut study = sitting().press("a<esc>y");
    let folder = tempfile::tempdir().unwrap();
    for file in ["pack.yaml", "questions.yaml"] {
        let text = std::fs::read_to_string(pack("mock-exam").join(file)).unwrap();
        std::fs::write(folder.path().join(file), text.replace("version: \"1\"", "version: \"2\"")).unwrap();
    }
    let at = study.now().at;
    assert!(study.world.library.add(&mut study.world.store, at, folder.path(), true, &mut |_, _| ()).is_ok());
    study.ask(Request::RunningExam);
    study.type_keys("e");
    let screen = study.screen();
    assert!(screen.contains("drawn from Sea stories 1") && screen.contains("now 2"), "{screen}");
    study.type_keys("y");
    assert_eq!(attempt(&study).end(), Some(End::HandedIn));
}

#[test]
fn misses_go_into_the_daily_cards() {
    let mut study = sitting();
    go_to(&mut study, "q01");
    let key = wrong(&study);
    study.type_keys(&key);
    study.type_keys("3");
    go_to(&mut study, "q02");
    let key = right(&study);
    study.type_keys(&key);
    study.type_keys("1Sy");
    let rows = study.world.store.journal(&calendar()).unwrap();
    let again = |id: &str| {
        rows.iter().any(|row| {
            row.card.as_str().contains(id)
                && matches!(row.what, What::Done(Operation::Review { rating: Rating::Again, .. }))
        })
    };
    assert!(again("q01") && again("q02"), "wrong, and a lucky guess");
    assert!(
        rows.iter().any(|row| row.what == What::Done(Operation::Pull) && row.card.as_str().contains("fresh-water"))
    );
    let screen = study.screen();
    assert!(screen.contains("In your daily cards now") && screen.contains("rated Again"), "{screen}");
}

#[test]
fn nothing_helps_in_exam_mode() {
    let mut study = sitting().press("a");
    for key in ["<enter>", "t", "o", "!", "n", "<space>"] {
        study.type_keys(key);
        let screen = study.screen();
        assert!(
            !screen.contains("right:") && !screen.contains("wrong:") && !screen.contains("Fresh water"),
            "{screen}"
        );
    }
    for service in ["Ship", "Sail", "Engine", "Port", "Loading", "Steering"] {
        assert!(!study.screen().contains(service));
    }
}

#[test]
fn practice_checks_first_and_then_goes_on() {
    let mut study = Study::with(&pack("mock-exam")).press("e<down><right><enter>");
    assert_eq!(attempt(&study).remaining(study.now().at), None);
    study.type_keys("<enter>");
    assert!(study.model.status.as_ref().unwrap().text.contains("Nothing chosen yet"));
    let key = right(&study);
    study.type_keys(&key);
    // Taken back and chosen again until as many are chosen as asked for.
    while attempt(&study).status(0) != Some(Status::Answered) {
        study.type_keys(&key);
    }
    study.type_keys("<enter>");
    assert!(attempt(&study).marks()[0].checked);
    let screen = study.screen();
    assert!(screen.contains("✓ Right") && screen.contains("✗ wrong:"), "{screen}");
    study.type_keys(&key);
    assert!(study.model.status.as_ref().unwrap().text.contains("checked"));
    study.type_keys("<enter>");
    assert_eq!(attempt(&study).place().question, 1);
}

#[test]
fn a_second_window_shows_how_it_stands() {
    let mut study = sitting().press("a");
    let mut other = Store::open(study.folder.path()).unwrap();
    let mut there = other.attempt(attempt(&study).id).unwrap().unwrap().attempt;
    let events = there.take(Act::Next, study.now().at).unwrap();
    other.keep_events(&there, &events, study.now(), &study.model.rules, &study.model.memory).unwrap();
    study.type_keys("m");
    assert!(study.model.status.as_ref().unwrap().text.contains("Another window"));
    assert_eq!(attempt(&study).place().question, 1);
    study.type_keys("m");
    assert!(attempt(&study).marks()[1].flagged);
}

#[test]
fn a_click_chooses_what_it_points_at() {
    let mut study = sitting();
    go_to(&mut study, "q02");
    let screen = study.screen();
    let rows: Vec<&str> = screen.lines().collect();
    let row = rows.iter().position(|row| row.contains(") C ")).unwrap();
    let hit = study.draw().at(12, u16::try_from(row).unwrap()).unwrap();
    assert_eq!(hit, Action::Sit(Act::Choose(2)));
    study.send(Msg::Act(hit));
    assert_eq!(attempt(&study).current().1.chosen.len(), 1);
}

#[test]
fn the_same_seed_is_the_same_paper() {
    let paper = |seed: u64| {
        let study = Study::with(&pack("mock-exam"));
        let asked = plimsoll::app::exam::Asked { seed: Some(seed), ..Default::default() };
        let mut study = study;
        study.model.screen = Screen::Exam(Box::new(Exam::SetUp(plimsoll::app::exam::SetUp::asked(asked))));
        study.ask(Request::ExamForms);
        study.type_keys("<enter>");
        let slots = attempt(&study).slots().to_vec();
        let options = |slot: &plimsoll::domain::exam::Slot| {
            slot.options().map(|option| option.id.to_string()).collect::<Vec<_>>()
        };
        slots.iter().map(|slot| (slot.item().id.to_string(), options(slot))).collect::<Vec<_>>()
    };
    assert_eq!(paper(4711), paper(4711));
    assert_ne!(paper(4711), paper(4712));
    for (_, options) in paper(4711).into_iter().filter(|(_, options)| options.contains(&"none".to_owned())) {
        assert_eq!(options.last().unwrap(), "none");
    }
}

#[test]
fn the_wrong_ones_can_be_sat_again() {
    let mut study = sitting();
    go_to(&mut study, "q02");
    let key = right(&study);
    study.type_keys(&key);
    study.type_keys("SyR<enter>");
    assert_eq!(attempt(&study).slots().len(), 11);
    assert!(matches!(attempt(&study).terms().setup.scope.only, Only::These(_)));
}

#[test]
fn the_walk_goes_through_what_was_missed() {
    let mut study = sitting();
    go_to(&mut study, "q02");
    let key = right(&study);
    study.type_keys(&key);
    study.type_keys("mSy<enter>");
    let walked = |study: &Study| {
        let Screen::Exam(exam) = &study.model.screen else { panic!() };
        let Exam::Results(results) = &**exam else { panic!() };
        (results.view, results.walked().len())
    };
    assert_eq!(walked(&study), (View::Questions, 11));
    study.type_keys("m");
    assert_eq!(walked(&study), (View::Questions, 1));
    study.type_keys("<enter>");
    assert_eq!(walked(&study).0, View::Why);
    assert!(study.screen().contains("✓ right, you chose it:"), "{}", study.screen());
    study.type_keys("<enter>");
    assert_eq!(walked(&study).0, View::Questions, "after the last one the list");
}

#[test]
fn the_history_leads_back_to_every_report() {
    let mut study = sitting().press("aSy<esc>");
    study.type_keys("E");
    assert!(study.screen().contains("Mate"), "{}", study.screen());
    study.type_keys("<enter>");
    assert_eq!(report(&study).verdicts.len(), 12);
    study.type_keys("<esc>");
    assert!(study.screen().contains("Past exams"));
    let entries: Vec<Entry> = study.world.store.attempts().unwrap();
    assert_eq!(entries.len(), 1);
}

#[test]
fn ten_questions_are_never_ready() {
    let mut study = Study::with(&pack("mock-exam")).press("e<down><down><right><enter>");
    assert_eq!(attempt(&study).slots().len(), 10);
    while !attempt(&study).place().list {
        let keys = right(&study);
        study.type_keys(&keys);
        study.type_keys("l");
    }
    study.type_keys("Sy");
    assert_eq!(report(&study).score.right, 10);
    let mut seen = study.screen();
    for _ in 0..10 {
        study.type_keys("<pgdn>");
        seen.push_str(&study.screen());
    }
    assert!(seen.contains("10 of 10 right") && seen.contains("72 to 100 %"), "{seen}");
    assert!(!seen.to_lowercase().contains("ready"), "{seen}");
}

#[test]
fn every_action_of_the_table_is_handled_without_harm() {
    // Over one study after the other, so that it meets an exam in whatever state the one before left.
    for start in ["e", "e<enter>", "e<down><right><enter>a<enter>", "e<enter>r", "e<enter>Py", "e<enter>aSy", "E"] {
        let mut study = Study::with(&pack("mock-exam"));
        for binding in plimsoll::app::keymap::BINDINGS.iter().filter(|b| b.action != Action::Quit) {
            if study.model.overlays.len() > 3 || matches!(study.model.screen, Screen::Home) {
                study.model.overlays.clear();
                study.type_keys(start);
            }
            study.send(Msg::Act(binding.action));
            study.screen();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Random keys and pauses, clock jumps among them: nothing breaks, the store has what is shown, no time is gained, and
    /// it ends once.
    #[test]
    fn random_keys_do_no_harm(keys in prop::collection::vec(0usize..40, 0..80), gaps in prop::collection::vec(-20_000i64..60_000, 80)) {
        const KEYS: [&str; 40] = ["a", "b", "c", "d", "e", "f", "A", "B", "C", "<enter>", "l", "h", "m", "1", "2", "3", "r",
            "g", "5", "H", "P", "S", "y", "n", "+", "f", "<esc>", "<space>", "<down>", "<up>", "X", "w", "t", "o", "!", "R", "E",
            "?", "<f2>", "<right>"];
        let mut study = sitting();
        let mut left = i64::MAX;
        for (key, gap) in keys.iter().zip(&gaps) {
            study.wait(*gap);
            study.type_keys(KEYS[*key]);
            study.screen();
            let Some(shown) = study.model.attempt().cloned() else { left = i64::MAX; continue };
            let kept = study.world.store.attempt(shown.id).unwrap().unwrap().attempt;
            prop_assert_eq!(kept.marks(), shown.marks());
            prop_assert_eq!(kept.end(), shown.end());
            let now = shown.remaining(study.now().at).unwrap_or(0) - if shown.extended() { 30 * 60_000 } else { 0 };
            prop_assert!(now <= left || shown.end().is_some(), "{now} after {left}");
            left = now;
        }
    }
}

#[test]
fn the_exam_planned_for_is_offered_first_until_one_was_sat() {
    // The same pack with a second exam, which comes first by its name.
    let folder = tempfile::tempdir().unwrap();
    for file in ["pack.yaml", "questions.yaml"] {
        let text = std::fs::read_to_string(pack("mock-exam").join(file)).unwrap();
        let able =
            "exams:\n  able: {title: Able, questions: 2, minutes: 4, domains: {all: {title: All, weight: 100}}}\n";
        std::fs::write(folder.path().join(file), text.replacen("exams:\n", able, usize::from(file == "pack.yaml")))
            .unwrap();
    }
    let mut study = Study::with(folder.path());
    let offered = |study: &mut Study| {
        study.type_keys("e");
        let Screen::Exam(exam) = &study.model.screen else { panic!("{:?}", study.model.screen) };
        let Exam::SetUp(set_up) = &**exam else { panic!("no set-up") };
        set_up.chosen().unwrap().exam.as_ref().map(ToString::to_string)
    };
    assert_eq!(offered(&mut study).as_deref(), Some("able"));
    let goal = Goal {
        exam: Some((PackId::new("mock-exam").unwrap(), ExamId::new("mate").unwrap())),
        date: calendar().day_of(instant("2026-02-01 09:00")),
        minutes: [20; 7],
    };
    study.ask(Request::SetPlan(Some(goal)));
    study.type_keys("<esc>");
    assert_eq!(offered(&mut study).as_deref(), Some("mate"));
    // The whole pack is sat and handed in.
    study.type_keys("<right><enter>Sy<esc><esc>");
    assert_eq!(offered(&mut study), None);
}
