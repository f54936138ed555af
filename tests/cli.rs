//! The command line: what it answers, and how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests may unwrap")]

#[path = "support/program.rs"]
mod program;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use program::{command, run, said, study, typed};
use tempfile::TempDir;

#[test]
fn due_counts_in_words_and_in_json() {
    let study = study();
    let words = run(study.path(), &["due"]);
    assert_eq!(words.out, "2 due: 0 learning, 0 to review, 2 new; about 1 min\n");
    let answer: serde_json::Value = serde_json::from_str(&run(study.path(), &["due", "--json"]).out).unwrap();
    assert_eq!(answer["new"], 2);
    assert_eq!(answer["total"], 2);
    assert_eq!(answer["planned_today"], 2);
    assert_eq!(answer["next_due"].as_str().map(str::len), Some(25));
}

/// A data directory with a pack that has rules, the shipped one taken out.
fn ruled() -> TempDir {
    let folder = study();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/many-kinds");
    assert_eq!(run(folder.path(), &["pack", "add", &pack.to_string_lossy(), "--copy"]).code, 0);
    folder
}

#[test]
fn which_says_the_service_and_why() {
    let ruled = ruled();
    let words = run(ruled.path(), &["which", "A team needs GPUs", "every night."]);
    assert_eq!(words.code, 0);
    assert!(words.out.starts_with("A team [needs GPUs] [every night].\n\n"), "{}", words.out);
    assert!(words.out.contains("ECS on EC2 ") && words.out.contains(" %\n"), "{}", words.out);
    assert!(words.out.contains("  Fargate has no GPUs. (accelerated)\n"), "{}", words.out);
    let read = typed(ruled.path(), &["which", "--json"], "Häuser: it needs GPUs.\n");
    let answer: serde_json::Value = serde_json::from_str(&read.out).unwrap();
    assert_eq!(answer["verdicts"][0]["service"], "ecs-ec2");
    let strongest = answer["evidence"].as_array().unwrap().iter().find(|one| one["rule"] == "accelerated").unwrap();
    assert_eq!((&strongest["start"], &strongest["end"]), (&serde_json::json!(11), &serde_json::json!(21)));
    assert_eq!((answer["abstained"].is_boolean(), answer["options"].is_null()), (true, true));
    assert_eq!(run(ruled.path(), &["which", " "]).code, 2);
    assert_eq!(run(ruled.path(), &["which", "--json", "--jsonl"]).code, 2);
    assert_eq!(run(study().path(), &["which", "It needs GPUs."]).code, 1, "no pack has rules");
}

#[test]
fn which_answers_line_by_line() {
    let ruled = ruled();
    let lines = [
        r#"{"id": "a", "scenario": "It needs GPUs.", "options": ["AWS Fargate", "ECS on EC2"]}"#,
        "",
        r#"{"scenario": "It ne"#,
        r#"{"id": 2, "options": []}"#,
        r#"{"id": 3, "scenario": "It needs GPUs.", "options": ["AWS Fargate"], "choose": 2}"#,
        r#"{"scenario": "It runs every night."}"#,
    ];
    let read = typed(ruled.path(), &["which", "--jsonl"], &lines.join("\n"));
    assert_eq!(read.code, 1);
    let answers: Vec<serde_json::Value> = read.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 5);
    assert_eq!((&answers[0]["id"], &answers[0]["chosen"]), (&serde_json::json!("a"), &serde_json::json!([1])));
    assert_eq!((&answers[1]["line"], answers[1].get("id")), (&serde_json::json!(3), None));
    assert_eq!(answers[1]["error"], "EOF while parsing a string at column 19");
    assert_eq!((&answers[2]["line"], &answers[2]["id"]), (&serde_json::json!(4), &serde_json::json!(2)));
    assert!(answers[3]["error"].as_str().unwrap().contains("choose"));
    assert_eq!(answers[4]["verdicts"][0]["service"], "batch");
}

#[test]
fn stats_in_words_and_in_json() {
    let study = study();
    assert!(run(study.path(), &["stats"]).out.starts_with("No reviews yet."));
    assert_eq!(typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n").code, 0);
    let words = run(study.path(), &["stats"]);
    assert!(words.out.starts_with("1 day in a row, 1 at most."), "{}", words.out);
    let json = run(study.path(), &["stats", "--json"]).out;
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["streak"], 1);
    assert_eq!(answer["answers"]["learning"]["easy"], 2);
    assert_eq!(answer["forecast"].as_array().map(Vec::len), Some(30));
    assert_eq!(answer["hours"][9]["reviews"], 2);
    // Instants are in the learner's own time.
    let card = answer["hardest"][0]["card"].as_str().map_or_else(|| "two-cards/billing#idle".to_owned(), str::to_owned);
    let curve = run(study.path(), &["stats", "--card", &card, "--json"]).out;
    let curve: serde_json::Value = serde_json::from_str(&curve).unwrap();
    assert_eq!(curve["showings"][0]["at"].as_str().map(|at| &at[19..]), Some("+00:00"), "{curve}");
    // Everything the answer has is described.
    let docs = include_str!("../docs/json.md").split_once("## `plimsoll stats --json`").unwrap().1;
    for name in answer.as_object().unwrap().keys() {
        assert!(docs.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn fitting_needs_reviews_enough() {
    let study = study();
    assert_eq!(typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n").code, 0);
    let words = run(study.path(), &["optimize"]);
    assert_eq!((words.code, words.out.starts_with("0 reviews of cards that came back")), (0, true), "{}", words.out);
    let json = run(study.path(), &["optimize", "--dry-run", "--json"]).out;
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&answer["adopted"], &answer["needed"]), (&serde_json::json!(false), &serde_json::json!(1000)));
    assert!(run(study.path(), &["optimize", "--history"]).out.starts_with("Nothing was fitted yet"));
    assert_eq!(run(study.path(), &["optimize", "--history", "--json"]).out, "[]\n");
    let docs = include_str!("../docs/json.md").split_once("## `plimsoll optimize --json`").unwrap().1;
    for name in answer.as_object().unwrap().keys() {
        assert!(docs.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_forgetting_curve_of_a_card() {
    let study = study();
    assert_eq!(typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n").code, 0);
    let json = run(study.path(), &["stats", "--json"]).out;
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["seen"], 2);
    let card = plimsoll::store::Store::open(study.path()).unwrap().states().unwrap()[0].0.clone();
    let curve = run(study.path(), &["stats", "--card", &card, "--json"]).out;
    let curve: serde_json::Value = serde_json::from_str(&curve).unwrap();
    assert_eq!((&curve["card"], &curve["recall"]), (&serde_json::json!(card), &serde_json::json!(1.0)));
    assert_eq!(curve["showings"][0]["rating"], "easy");
    assert!(curve["points"].as_array().unwrap().len() > 2);
    let docs = include_str!("../docs/json.md").split_once("## `plimsoll stats --card ID --json`").unwrap().1;
    for name in curve.as_object().unwrap().keys().chain(curve["showings"][0].as_object().unwrap().keys()) {
        assert!(docs.contains(&format!("`{name}`")) || docs.contains(&format!("\"{name}\"")), "{name}");
    }
    assert!(run(study.path(), &["stats", "--card", &card]).out.contains("Recall now 100 %."));
    let none = run(study.path(), &["stats", "--card", "nothing/here#card"]);
    assert_eq!((none.code, none.err.contains("there is no card")), (2, true));
}

#[test]
fn a_plain_review_line_by_line() {
    let study = study();
    let sitting = typed(study.path(), &["review", "--plain"], "nonsense\n\n4\n\n\n4\n");
    assert_eq!(sitting.code, 0, "{}", sitting.err);
    insta::assert_snapshot!("plain", sitting.out);
    assert!(run(study.path(), &["due"]).out.starts_with("Nothing due."));
    // Undo across runs, then the end of input.
    let undone = typed(study.path(), &["review", "--plain"], "");
    assert_eq!(undone.out, "Done for now.\n");
}

#[test]
fn a_plain_review_undoes_and_puts_aside() {
    let study = study();
    let sitting = typed(study.path(), &["review", "--plain"], "\n4\nu\n-\n@\nq\n");
    assert!(
        sitting.out.contains("Undid rating Easy.") && sitting.out.contains("Put aside until tomorrow."),
        "{}",
        sitting.out
    );
    assert!(sitting.out.contains("Put aside for good."));
}

#[test]
fn filters_reach_the_review() {
    let study = study();
    let misspelt = typed(study.path(), &["review", "--plain", "--service", "fargat"], "");
    assert_eq!(misspelt.code, 2);
    assert!(misspelt.err.contains("Did you mean fargate?"), "{}", misspelt.err);
    assert!(typed(study.path(), &["review", "--plain", "--service", "fargate"], "q\n").out.contains("AWS Fargate"));
}

#[test]
fn search_answers_in_words_and_in_json() {
    let study = study();
    let words = run(study.path(), &["search", "bils", "fargate"]);
    assert_eq!(words.code, 0);
    assert!(words.out.contains("What Fargate bills") && !words.out.contains('\u{1b}'), "{}", words.out);
    let coloured = run(study.path(), &["--color", "always", "search", "bills"]);
    assert!(coloured.out.contains("\u{1b}[1;4mbills\u{1b}[0m"), "{}", coloured.out);
    let answer = run(study.path(), &["search", "--json", "bills"]).out;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((answer["query"].as_str(), answer["total"].as_u64()), (Some("bills"), Some(1)));
    let hit = &answer["hits"][0];
    assert_eq!(hit["id"], "two-cards/billing");
    let part = |text: &serde_json::Value, range: &serde_json::Value| -> String {
        let (from, to) = (range[0].as_u64().unwrap() as usize, range[1].as_u64().unwrap() as usize);
        text.as_str().unwrap().chars().skip(from).take(to - from).collect()
    };
    assert_eq!(part(&hit["title"], &hit["title_matches"][0]), "bills");
    assert_eq!(part(&hit["excerpt"], &hit["matches"][0]), "bills");
    let none = run(study.path(), &["search", "zzzz"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("nothing found"), "{}", none.err);
    assert_eq!(run(study.path(), &["search", "--kind", "trap", "bills"]).out, "");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let study = study();
    let mut child = command(study.path()).arg("keys").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = said(child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
}

#[test]
fn without_a_terminal_nothing_draws_a_screen() {
    let study = study();
    for args in [&[][..], &["review"][..]] {
        let ended = run(study.path(), args);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""));
        assert!(ended.err.contains("need a terminal") && ended.err.contains("--plain"), "{}", ended.err);
    }
}

#[test]
fn wrong_usage_is_told_with_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = run(folder.path(), &["reveiw"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("review"), "{}", wrong.err);
    let ended = said(command(folder.path()).env("PLIMSOLL_NOW", "yesterday").arg("due").output().unwrap());
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("PLIMSOLL_NOW"), "{}", ended.err);
    let unknown = run(folder.path(), &["pack", "remove", "nowhere"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("no pack is called"), "{}", unknown.err);
}

#[test]
fn packs_are_written_checked_added_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let pack = folder.path().join("my-pack");
    let path = pack.to_string_lossy().into_owned();
    assert_eq!(run(&data, &["pack", "new", &path]).code, 0);
    let again = run(&data, &["pack", "new", &path]);
    assert_eq!(again.code, 2);
    let checked = run(&data, &["pack", "check", "--strict", &path]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    assert_eq!(run(&data, &["pack", "add", &path]).code, 0);
    assert!(run(&data, &["pack", "list"]).out.contains("my-pack"));

    // An edit is seen at the next start and told; a mistake keeps the last good state.
    let file = pack.join("more.yaml");
    std::fs::write(&file, "notes:\n  added: {service: nowhere, title: T, body: B}\n").unwrap();
    let broken = run(&data, &["pack", "list"]);
    assert_eq!(broken.code, 0);
    assert!(broken.out.contains("nowhere"), "{}", broken.out);
    let refused = run(&data, &["pack", "add", &path]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("more.yaml"), "{}", refused.err);
    let json: serde_json::Value = serde_json::from_str(&run(&data, &["pack", "check", "--json", &path]).out).unwrap();
    assert_eq!(json["ok"], false);
    assert_eq!(json["problems"][0]["file"], "more.yaml");
    assert_eq!(json["problems"][0]["severity"], "error");

    // The folder gone, the copy serves; removed, it is out and comes back with its history.
    std::fs::remove_dir_all(&pack).unwrap();
    assert!(run(&data, &["pack", "list"]).out.contains("my-pack"));
    assert_eq!(run(&data, &["pack", "remove", "my-pack"]).code, 0);
    assert!(!run(&data, &["pack", "list"]).out.contains("my-pack"));
}

#[test]
fn a_store_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("plimsoll.db"), "my diary").unwrap();
    let ended = run(folder.path(), &["due"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("is not a plimsoll store") && ended.err.contains("--data-dir"), "{}", ended.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("plimsoll.db")).unwrap(), "my diary");
}

/// A file-size limit stands for a full disk: nothing that was said to be kept is lost, and the failure is told.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let study = study();
    let before = run(study.path(), &["due"]).out;
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" review --plain";
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_plimsoll")]);
    shell.env("PLIMSOLL_DATA_DIR", study.path()).env("PLIMSOLL_NOW", "2026-12-02T09:00:00+00:00");
    let mut child = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(b"\n4\n");
    let ended = said(child.wait_with_output().unwrap());
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("plimsoll.db") && ended.err.contains("room"), "{}", ended.err);
    assert_eq!(run(study.path(), &["due"]).out, before);
}

#[test]
fn a_data_directory_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let ended = run(&file.join("below"), &["due"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("below"), "{}", ended.err);
}

#[test]
fn reference_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["keys"]).out.contains("Review, back"));
    assert!(run(folder.path(), &["man"]).out.contains(".TH plimsoll"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(folder.path(), &["completions", shell]).out.contains("plimsoll"));
    }
    let schema: serde_json::Value = serde_json::from_str(&run(folder.path(), &["pack", "schema"]).out).expect("JSON");
    assert!(schema.is_object());
    assert!(!folder.path().join("plimsoll.db").exists(), "reference needs no store");
}

#[test]
fn the_shipped_pack_is_fine() {
    let folder = tempfile::tempdir().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/aws-containers");
    let checked = run(folder.path(), &["pack", "check", &pack.to_string_lossy()]);
    assert_eq!(checked.code, 0, "{}", checked.out);
}

#[test]
fn backups_are_made_listed_and_restored() {
    let study = study();
    let file = study.path().join("mine.db");
    let path = file.to_string_lossy().into_owned();
    assert!(run(study.path(), &["restore"]).err.contains("no backups yet"));
    // The first sitting leaves the first automatic backup.
    assert_eq!(typed(study.path(), &["review", "--plain"], "\n4\nq\n").code, 0);
    let list = run(study.path(), &["restore"]);
    assert!(
        list.out.starts_with("2026-12-02  ") && list.out.contains("2 cards and 1 rating, the last"),
        "{}",
        list.out
    );
    let made = run(study.path(), &["backup", &path]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    assert!(made.out.contains("1 rating; it was read back and is whole"), "{}", made.out);
    let again = run(study.path(), &["backup", &path]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("exists already") && again.err.contains("--force"), "{}", again.err);
    assert_eq!(run(study.path(), &["backup", &path, "--force"]).code, 0);

    typed(study.path(), &["review", "--plain"], "\n\n4\n");
    let restored = run(study.path(), &["restore", &path]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(restored.out.contains("1 rating, the last from 2026-12-02"), "{}", restored.out);
    let aside = restored.out.lines().nth(1).unwrap().strip_prefix("The one before is kept as ").unwrap();
    assert!(run(study.path(), &["restore", aside]).out.contains("2 ratings"));
    let missing = run(study.path(), &["restore", "nowhere.db"]);
    assert_eq!(missing.code, 1);
    assert!(missing.err.contains("nowhere.db"), "{}", missing.err);
}

#[test]
fn doctor_says_how_the_store_is_and_mends_only_what_it_is_told_to() {
    let study = study();
    typed(study.path(), &["review", "--plain"], "\n4\n\n\n3\n");
    let sound = run(study.path(), &["doctor"]);
    assert_eq!(sound.code, 0, "{}", sound.out);
    assert!(sound.out.contains("is sound: 2 ratings of 2 cards replayed"), "{}", sound.out);

    let other = rusqlite::Connection::open(study.path().join("plimsoll.db")).unwrap();
    other.execute_batch("UPDATE card SET lapses = 7 WHERE reviews > 0; UPDATE day SET reviews = 40").unwrap();
    drop(other);
    let told = run(study.path(), &["doctor"]);
    assert_eq!(told.code, 1);
    for said in ["2 cards are not as the journal left them", "two-cards/billing#", "--repair states", "--repair days"] {
        assert!(told.out.contains(said), "{said}: {}", told.out);
    }
    assert_eq!(run(study.path(), &["doctor"]).out, told.out, "nothing is done unasked");
    let one = run(study.path(), &["doctor", "--json", "--repair", "states"]);
    let answer: serde_json::Value = serde_json::from_str(&one.out).unwrap();
    assert_eq!((one.code, answer["ok"].as_bool()), (1, Some(false)));
    assert_eq!(answer["findings"][0]["repaired"], true);
    assert_eq!(
        (answer["findings"][1]["repair"].as_str(), answer["findings"][1]["repaired"].as_bool()),
        (Some("days"), Some(false))
    );
    assert_eq!(run(study.path(), &["doctor", "--repair", "days"]).code, 0);
    assert_eq!(run(study.path(), &["doctor"]).code, 0);
    let kept = std::fs::read_dir(study.path())
        .unwrap()
        .filter(|f| f.as_ref().unwrap().file_name().to_string_lossy().contains("before-repair"));
    assert!(kept.count() >= 1, "the store before a repair is kept");
}

#[test]
fn doctor_saves_what_a_damaged_store_still_holds() {
    let study = study();
    typed(study.path(), &["review", "--plain"], "\n4\n\n\n3\n");
    let path = study.path().join("plimsoll.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).unwrap();
    let page: i64 =
        other.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'card_due'", [], |row| row.get(0)).unwrap();
    drop(other);
    let mut bytes = std::fs::read(&path).unwrap();
    let page = page as usize;
    bytes[(page - 1) * 4096..page * 4096].fill(0xAA);
    std::fs::write(&path, &bytes).unwrap();
    let told = run(study.path(), &["doctor"]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("is damaged") && told.out.contains("--repair recover"), "{}{}", told.out, told.err);
    let saved = run(study.path(), &["doctor", "--repair", "recover"]);
    assert!(saved.out.contains("Saved 2 ratings and 2 cards"), "{}{}", saved.out, saved.err);
    let file = saved.out.lines().last().unwrap().split("restore ").nth(1).unwrap();
    assert_eq!(run(study.path(), &["restore", file]).code, 0);
    assert!(run(study.path(), &["doctor"]).out.contains("is sound: 2 ratings of 2 cards"));
}

#[test]
fn settings_are_shown_changed_and_checked() {
    let study = study();
    let all = run(study.path(), &["config"]);
    assert!(all.out.contains("review.desired_retention") && all.out.contains("0.90"), "{}", all.out);
    assert_eq!(run(study.path(), &["config", "review.new_per_day"]).out, "20\n");
    let set = run(study.path(), &["config", "review.new_per_day", "1"]);
    assert_eq!((set.code, set.out.as_str()), (0, "review.new_per_day is now 1\n"));
    assert!(run(study.path(), &["due"]).out.starts_with("1 due"), "it holds");
    assert_eq!(run(study.path(), &["config", "review.learning_steps", "2", "15"]).code, 0);
    assert_eq!(run(study.path(), &["config", "review.learning_steps"]).out, "2 15\n");
    for (args, said) in [
        (&["config", "review.new_perday"][..], "Did you mean review.new_per_day?"),
        (&["config", "review.desired_retention", "7"], "a number from 0.70 to 0.99"),
        (&["config", "look.theme", "pink"], "one of ansi, dark, light, mono"),
    ] {
        let wrong = run(study.path(), args);
        assert_eq!(wrong.code, 2, "{args:?}");
        assert!(wrong.err.contains(said), "{}", wrong.err);
    }
    let path = run(study.path(), &["config", "--path"]).out.trim().to_owned();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("# New cards a day."), "{text}");
    std::fs::write(&path, text.replace("leech = ", "leach = ") + "[limits.fargate]\nnew = 0\n").unwrap();
    let told = run(study.path(), &["due"]);
    assert_eq!(told.code, 0);
    let line = text.lines().position(|line| line.starts_with("leech")).unwrap() + 1;
    let expected = format!("settings.toml:{line}: there is no setting review.leach; did you mean review.leech?");
    assert!(told.err.contains(&expected), "{}", told.err);
    assert!(told.out.starts_with("Nothing due"), "the limit holds: {}", told.out);
}

#[test]
fn a_plan_is_set_shown_and_followed_without_a_screen() {
    let study = study();
    let far = run(study.path(), &["plan", "--date", "2040-01-01"]);
    assert_eq!(far.code, 2, "{}", far.out);
    assert!(far.err.contains("more than ten years away"), "{}", far.err);
    let set = run(study.path(), &["plan", "--date", "2026-12-19", "--weekday", "wed=5,sun=0"]);
    assert!(set.out.contains("17 days to the exam") && set.out.contains("wed 5"), "{}{}", set.out, set.err);
    let answer: serde_json::Value = serde_json::from_str(&run(study.path(), &["plan", "--json"]).out).unwrap();
    assert_eq!((&answer["plan"]["days_left"], &answer["plan"]["aimed_days"]), (&17.into(), &17.into()));
    let docs = include_str!("../docs/json.md").split_once("## `plimsoll plan --json`").unwrap().1;
    for part in ["plan", "readiness"] {
        for name in answer[part].as_object().unwrap().keys() {
            assert!(docs.contains(&format!("\"{name}\"")), "{name}");
        }
    }
    // Why now, and what each rating leaves on exam day.
    let sitting = typed(study.path(), &["review", "--plain"], "\n4\nu\nq\n");
    let asked = sitting.out.matches("New: +0.").count();
    assert_eq!(asked, 3, "the first, the second, and the first again: {}", sitting.out);
    assert!(sitting.out.contains("[1 Again ") && sitting.out.contains(" %, "), "{}", sitting.out);
    typed(study.path(), &["review", "--plain"], "\n4\n\n\n4\n");
    assert!(run(study.path(), &["due"]).out.contains("Nothing due. Next card: 2026-12-03T04:00:00"));
    let past = run(study.path(), &["plan", "--date", "2026-12-01"]);
    assert!(past.out.contains("The exam is over: cards come at 90 % recall."), "{}", past.out);
    assert_eq!(run(study.path(), &["plan", "--clear"]).code, 0);
    assert!(run(study.path(), &["plan"]).out.starts_with("No plan:"));
}
