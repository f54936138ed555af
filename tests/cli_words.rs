//! What the command line says in words, held against what it says in JSON and against what was typed.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

#[path = "support/program.rs"]
mod program;

use std::io::Write;
use std::process::Stdio;

use program::{command, run, said, study, typed};

#[test]
fn a_plan_in_words_agrees_with_its_json() {
    let study = study();
    let words = run(study.path(), &["plan", "--date", "2026-12-19"]).out;
    let answer: serde_json::Value = serde_json::from_str(&run(study.path(), &["plan", "--json"]).out).unwrap();
    let plan = &answer["plan"];
    let (cards, minutes) = (plan["planned_today"].as_u64().unwrap(), plan["minutes_today"].as_u64().unwrap());
    assert!(cards == 2 && (1..=3).contains(&minutes), "{plan}");
    assert!(words.contains(&format!("Today: 2 cards, 2 of them new, about {minutes} min")), "{words}");
    for forecast in answer["forecast"].as_array().unwrap() {
        let recall = 100.0 * forecast["expected_recall"].as_f64().unwrap();
        let said = words.lines().filter_map(|line| line.strip_suffix(" %")?.split_once(" min a day: about "));
        let said: Vec<f64> = said.map(|(_, percent)| percent.parse().unwrap()).collect();
        assert!(said.iter().any(|percent| (percent - recall).abs() < 0.51), "{recall} in {words}");
    }
    // The cards of today leave none for today.
    typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n");
    let words = run(study.path(), &["plan"]).out;
    assert!(words.contains("Today: 0 cards, 0 of them new, about 0 min"), "{words}");
}

#[test]
fn cards_to_come_are_reviewed_ahead() {
    let study = study();
    typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n");
    assert_eq!(typed(study.path(), &["review", "--plain"], "q\n").out, "Done for now.\n");
    let ahead = typed(study.path(), &["review", "--plain", "--ahead", "60"], "q\n");
    assert_ne!(ahead.out, "Done for now.\n");
}

#[test]
fn classes_without_cards_are_not_listed() {
    let study = study();
    typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n");
    let words = run(study.path(), &["stats"]).out;
    let stable = words.lines().find_map(|line| line.strip_prefix("Cards by stability: ")).unwrap();
    let cards: Vec<u32> = stable
        .trim_end_matches('.')
        .split(", ")
        .map(|class| class.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    assert!(cards.iter().sum::<u32>() == 2 && !cards.contains(&0), "{stable}");
}

#[test]
fn a_comparison_simulates_until_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let said = run(folder.path(), &["simulate", "--learners", "2", "--setting", "shorter", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let policies = answer["settings"][0]["policies"].as_array().unwrap();
    assert!(policies.len() > 4);
    for policy in policies {
        assert!(policy["recall"].as_f64().is_some_and(|recall| (10.0..100.0).contains(&recall)), "{policy}");
    }
}

#[test]
fn a_pack_with_nothing_to_warn_of_is_fine_and_says_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    std::fs::create_dir(&pack).unwrap();
    let path = pack.to_string_lossy().into_owned();
    assert_eq!(run(folder.path(), &["pack", "new", &path]).code, 0);
    let fine = run(folder.path(), &["pack", "check", &path]);
    assert_eq!(fine.code, 0);
    assert_eq!(fine.out, "My pack is fine: 1 notes with 2 cards, 1 traps, 1 questions, 1 objectives\n");
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_plan_names_its_exam_and_what_its_chance_rests_on() {
    let study = study();
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/mock-exam");
    assert_eq!(run(study.path(), &["pack", "add", &pack.to_string_lossy(), "--copy"]).code, 0);
    let mate = run(study.path(), &["plan", "--exam", "mate", "--date", "2026-12-19"]).out;
    assert!(mate.starts_with("mate, 2026-12-19") && mate.contains("not calibrated: no mock exam yet"), "{mate}");
    let all = run(study.path(), &["plan", "--exam", "all"]).out;
    assert!(all.starts_with("All cards alike, 2026-12-19"), "{all}");
    let none = run(study.path(), &["plan", "--exam", "boatswain"]);
    assert!(none.code == 2 && none.err.contains("There is: mock-exam/mate, all"), "{}", none.err);
}

#[test]
fn after_the_exam_a_card_is_asked_without_a_word_on_it() {
    let study = study();
    assert_eq!(run(study.path(), &["plan", "--date", "2026-12-01"]).code, 0);
    let asked = typed(study.path(), &["review", "--plain"], "q\n").out;
    assert!(asked.contains("AWS Fargate (2 left)") && !asked.contains("exam day"), "{asked}");
}

#[test]
fn stats_count_hours_classes_and_minutes() {
    let study = study();
    assert_eq!(typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n").code, 0);
    let later = |args: &[&str], input: &str| {
        let mut command = command(study.path());
        command.env("PLIMSOLL_NOW", "2027-01-20T10:00:00+00:00").args(args);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    };
    assert_eq!(later(&["review", "--plain"], "\n1\n\n\n3\n").code, 0);
    let answer = json(&later(&["stats", "--json"], "").out);
    let hours = (&answer["hours"][9], &answer["hours"][10]);
    assert_eq!((&hours.0["due"], &hours.0["retention"]), (&0.into(), &serde_json::Value::Null), "{answer}");
    assert_eq!((&hours.1["due"], &hours.1["retention"]), (&2.into(), &0.5.into()), "{answer}");
    let cards = |classes: &serde_json::Value| -> u64 {
        classes.as_array().map_or(0, |all| all.iter().map(|class| class["cards"].as_u64().unwrap()).sum())
    };
    assert_eq!(cards(&answer["stability"]), 2, "{answer}");
    assert!(answer["minutes_a_day"].as_f64().is_some_and(|minutes| (0.0..2.0).contains(&minutes)), "{answer}");
    let hardest = answer["hardest"][0]["difficulty"].as_f64().unwrap();
    assert!((1.0..=10.0).contains(&hardest), "{answer}");
}

#[test]
fn of_two_exams_of_a_name_the_one_that_has_the_service_is_meant() {
    let (study, other) = (study(), tempfile::tempdir().unwrap());
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/mock-exam");
    for file in ["pack.yaml", "questions.yaml"] {
        let text = std::fs::read_to_string(pack.join(file)).unwrap();
        std::fs::write(other.path().join(file), text.replace("mock-exam", "other").replace("engine", "tugboat"))
            .unwrap();
    }
    for folder in [pack.as_path(), other.path()] {
        let added = run(study.path(), &["pack", "add", &folder.to_string_lossy(), "--copy"]);
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let both = run(study.path(), &["exam", "mate", "--service", "ship"]);
    assert!(both.err.contains("2 packs have an exam called"), "{}", both.err);
    // That far it comes without a terminal.
    let one = run(study.path(), &["exam", "mate", "--service", "tugboat"]);
    assert!(one.code != 0 && one.err.contains("terminal") && !one.err.contains("2 packs"), "{}", one.err);
}

#[test]
fn after_the_exam_no_plan_says_how_many_cards_come() {
    let study = study();
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/many-kinds");
    assert_eq!(run(study.path(), &["pack", "add", &pack.to_string_lossy(), "--copy"]).code, 0);
    let asked = |date: &str| {
        assert_eq!(run(study.path(), &["plan", "--date", date, "--minutes", "1"]).code, 0);
        typed(study.path(), &["review", "--plain"], "q\n").out
    };
    // A minute is enough for two of the five.
    let (before, after) = (asked("2026-12-19"), asked("2026-12-01"));
    assert!(before.contains("(2 left)"), "{before}");
    assert!(after.contains("(5 left)"), "{after}");
}
