//! The Settings screen: limits, keys by pressing them, and undo.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

mod support;

use plimsoll::app::Action;
use plimsoll::app::keymap::{Keymap, Scope};
use support::{Study, pack};

fn picture(name: &str, keys: &str) {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut study = Study::with(&pack("many-kinds")).sized(width, height).press(keys);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), study.screen());
    }
}

/// To the row of a key: the table is long.
fn at(name: &str) -> String {
    let study = Study::with(&pack("two-cards"));
    let row = study.model.keymap.all().iter().position(|bound| bound.row.name() == name).unwrap();
    format!(",<tab><tab>{}", "<down>".repeat(row))
}

#[test]
fn screens() {
    picture("limits", ",<tab>+ecs<enter>5 40<enter>");
    picture("keys", &format!("{}<enter>z", at("review: undo")));
    picture("key-taken", &format!("{}<enter>-", at("review: undo")));
}

#[test]
fn a_key_is_rebound_by_pressing_it_and_undone() {
    let undo = at("review: undo");
    let mut study = Study::with(&pack("two-cards")).press(&format!("{undo}<enter>-"));
    assert!(study.screen().contains("review: put aside"), "{}", study.screen());
    assert!(study.model.settings.keys.is_empty());
    study.type_keys("z");
    assert_eq!(study.model.keymap.key(Scope::Review, Action::Undo), "z");
    study.type_keys("u");
    assert_eq!(study.model.keymap.key(Scope::Review, Action::Undo), "u");
    study.type_keys("U");
    assert_eq!(study.model.keymap.key(Scope::Review, Action::Undo), "z");
    // It holds in a new window, and x gives the old one back.
    assert_eq!(
        study.world.library.settings().read().settings.keys,
        [("review: undo".to_owned(), vec!["z".to_owned()])]
    );
    study.type_keys("x");
    assert_eq!(study.model.keymap.key(Scope::Review, Action::Undo), "u");
}

#[test]
fn limits_are_set_changed_and_taken_away() {
    let limits = |study: &Study| -> Vec<(String, Option<u32>, Option<u32>)> {
        let all = study.world.library.settings().read().settings.rules.limits;
        all.into_iter().map(|limit| (limit.name, limit.new, limit.reviews)).collect()
    };
    let mut study = Study::with(&pack("many-kinds")).press(",<tab><enter>ecs-ec2<enter>5 40<enter>");
    assert_eq!(limits(&study), [("ecs-ec2".to_owned(), Some(5), Some(40))]);
    assert_eq!(study.model.rules.limits.len(), 1);
    study.type_keys("<up><up><enter><ctrl-u>- 7<enter>");
    assert_eq!(limits(&study), [("ecs-ec2".to_owned(), None, Some(7))]);
    study.type_keys("<enter><ctrl-u>many<enter>");
    assert!(study.screen().contains("whole numbers"));
    study.type_keys("x");
    assert_eq!(limits(&study), []);
    study.type_keys("uu");
    assert_eq!(limits(&study), [("ecs-ec2".to_owned(), Some(5), Some(40))]);
}

#[test]
fn values_are_undone_too() {
    let mut study = Study::with(&pack("two-cards")).press(",<down><right><right>");
    assert_eq!(study.model.rules.new_per_day, 30);
    study.type_keys("uuu");
    assert_eq!(study.model.rules.new_per_day, 20);
    study.type_keys("U");
    assert_eq!(study.model.rules.new_per_day, 25);
}

#[test]
fn with_little_motion_an_exams_clock_shows_minutes() {
    let mut study = Study::with(&pack("mock-exam"));
    study.model.settings.still = true;
    study.type_keys("e<enter>");
    let before = study.screen();
    assert!(before.contains("min left"), "{before}");
    study.wait(1_000);
    study.send(plimsoll::app::Msg::Woke);
    assert_eq!(study.screen(), before);
}

#[test]
fn no_key_of_ones_own_hides_another_that_holds_with_it() {
    let exam = "e<enter>";
    let studies = [
        Study::with(&pack("two-cards")).press("r"),
        Study::with(&pack("two-cards")).press("r<space>"),
        Study::with(&pack("two-cards"))
            .press("r<space>4<esc><esc>")
            .at("2026-03-05 09:00")
            .press("r<space>1<esc><esc>shh"),
        Study::with(&pack("mock-exam")).press("e<down><right><enter>"),
        Study::with(&pack("mock-exam")).press(&format!("{exam}Sy")),
        Study::with(&pack("mock-exam")).press(&format!("{exam}Sya")),
        Study::with(&pack("mock-exam")).press(&format!("{exam}Sya<enter>")),
    ];
    let mut together = vec![];
    for study in &studies {
        let scopes = study.model.scopes();
        let [inner, outer, Scope::Global] = scopes[..] else { panic!("{scopes:?}") };
        together.push(inner);
        let rows = |scope| {
            Keymap::default().all().iter().filter(|bound| bound.row.scope == scope).cloned().collect::<Vec<_>>()
        };
        for hiding in rows(inner) {
            for hidden in rows(outer) {
                let key = hiding.keys[0].clone();
                let refused = !Keymap::with(&[(hidden.row.name(), vec![key.clone()])]).1.is_empty();
                assert!(refused || hidden.keys.contains(&key), "{} = {key}, {}", hidden.row.name(), hiding.row.name());
            }
        }
    }
    use Scope::{Back, ExamPractice, ExamQuestions, ExamReport, ExamWhy, Front, StatsCards};
    assert_eq!(together, [Front, Back, StatsCards, ExamPractice, ExamReport, ExamQuestions, ExamWhy]);
}

#[test]
fn a_new_limit_from_among_the_keys_leaves_a_row_marked() {
    let mut study = Study::with(&pack("many-kinds")).press(&format!("{}+<esc>", at("review: undo")));
    assert!(study.screen().contains("▸ Limit a pack or a service…"), "{}", study.screen());
}
