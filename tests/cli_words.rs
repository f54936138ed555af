//! What the command line says in words, held against what it says in JSON and against what was typed.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

#[path = "support/program.rs"]
mod program;

use program::{run, study, typed};

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
