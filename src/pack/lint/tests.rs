use super::*;
use crate::pack::{Severity, load};

const TODAY: Month = Month { year: 2026, month: 11 };

fn files(language: &str, items: &str) -> Files {
    let head = format!("format: 1\nid: sample\ntitle: Sample\nlanguage: {language}\nservices: {{ecs: {{}}}}\n");
    Files::of([("pack.yaml".to_owned(), head.into_bytes()), ("items.yaml".to_owned(), items.to_owned().into_bytes())])
}

#[test]
fn a_pack_with_errors_is_mended_first() {
    let files = files("en", "notes:\n  a: {service: esc, title: T, body: Seperate.}\n");
    let (checked, loaded) = (check(&files, TODAY, &mut |_| {}), load(&files));
    assert_eq!(checked.problems, loaded.problems);
    assert_eq!(checked.problems[0].severity, Severity::Error);
}

#[test]
fn other_languages_have_other_words() {
    let items = "notes:\n  a: {service: ecs, title: Titel, body: Das ist getrennt und kein ENI., source: wir}\n";
    assert!(check(&files("de", items), TODAY, &mut |_| {}).problems.is_empty());
    assert_eq!(check(&files("en-GB", items), TODAY, &mut |_| {}).problems.len(), 4);
}

#[test]
fn hostile_prose_ends() {
    for part in ["(", "ENI (", "a (b c ", "wrod ", "Wrod. ", "[", "`", "|", "*a*", "((ENI) ", "-", "'x "] {
        let body = part.repeat(40_000 / part.len());
        let items = format!("notes:\n  a:\n    service: ecs\n    title: T\n    body: |\n      x {body}\n");
        assert!(check(&files("en", &items), TODAY, &mut |_| {}).pack.is_some(), "{part}");
    }
}

#[test]
fn only_so_much_is_read_word_by_word_and_that_is_said() {
    let note = |id: &str, body: &str| format!("  {id}: {{service: ecs, title: T, source: us, body: {body}}}\n");
    let items = format!("notes:\n{}{}{}", note("a", "A word."), note("b", "A word."), note("slip", "It is seperate."));
    let pack = load(&files("en", &items)).pack.unwrap();
    let said = |most| -> Vec<_> {
        findings(&pack, TODAY, most, &mut |_| {}).told.into_iter().map(|finding| finding.message).collect()
    };
    assert_eq!(said(100), ["\"seperate\" isn't in the word list"]);
    assert_eq!(said(25), ["only the first 2 of 3 items were read word by word"]);
}

#[test]
fn what_is_only_counted_takes_no_room() {
    let mut found = Findings::default();
    found.extend((0..MOST_TOLD + 7).map(|at| Finding::of_pack(at.to_string(), "")));
    assert_eq!((found.told.len(), found.untold), (MOST_TOLD, 7));
    assert_eq!(found.told[0].message, "0");
}

#[test]
fn words_of_services_names_are_no_mistakes() {
    let head =
        "format: 1\nid: p\ntitle: P\nlanguage: en\nservices: {zorble: {title: Zorble Runnard, aliases: [gribl]}}\n";
    let body = "The zorble and its runnard are a gribl. It is seperate.";
    let items = format!("notes:\n  a: {{service: zorble, title: T, source: us, body: {body}}}\n");
    let files = [("pack.yaml", head.to_owned()), ("items.yaml", items)];
    let checked = check(&Files::of(files.map(|(name, text)| (name.to_owned(), text.into_bytes()))), TODAY, &mut |_| {});
    let said: Vec<_> = checked.problems.iter().map(crate::pack::Problem::render).collect();
    assert!(said.len() == 1 && said[0].contains("seperate"), "{said:?}");
}

#[test]
fn what_is_beyond_the_limit_is_counted() {
    let notes: String =
        (0..MOST_TOLD + 5).map(|n| format!("  n{n}: {{service: ecs, title: T, body: A word.}}\n")).collect();
    let checked = check(&files("en", &format!("notes:\n{notes}")), TODAY, &mut |_| {});
    assert_eq!((checked.problems.len(), checked.more), (MOST_TOLD, 5), "{:?}", checked.problems[0]);
}

#[test]
fn every_step_is_told() {
    let items = "notes:\n  a: {service: ecs, title: T, source: us, body: A word.}\n";
    let mut told = Vec::new();
    let _ = check(&files("en", items), TODAY, &mut |step| told.push(step));
    let looks = ["sources, cards and questions", "rules", "spelling and abbreviations", "the places of what was found"];
    let read = [Checked::Files(1, 2), Checked::Files(2, 2)];
    assert_eq!(told, read.into_iter().chain(looks.map(Checked::At)).collect::<Vec<_>>());
}

#[test]
fn a_rule_and_an_item_of_one_id_are_each_placed_and_so_is_what_comes_after() {
    let note =
        |id: &str, word: &str| format!("notes:\n  {id}: {{service: ecs, title: T, source: us, body: A {word}.}}\n");
    let rule = "rules:\n  a: {any: [kubectl], points_to: {ecs: 1}, because: It is so.}\n";
    let head = "format: 1\nid: sample\ntitle: Sample\nlanguage: en\nservices: {ecs: {}}\n";
    let parts = [
        ("pack.yaml", head.to_owned()),
        ("1.yaml", note("a", "wrod")),
        ("2.yaml", note("b", "word")),
        ("3.yaml", rule.to_owned()),
        ("4.yaml", note("c", "wirld")),
        ("5.yaml", note("d", "word")),
    ];
    let checked = check(&Files::of(parts.map(|(name, text)| (name.to_owned(), text.into_bytes()))), TODAY, &mut |_| {});
    let places: Vec<_> = checked.problems.iter().map(|problem| (problem.file.as_str(), problem.line)).collect();
    assert_eq!(places, [("1.yaml", Some(2)), ("3.yaml", Some(2)), ("4.yaml", Some(2))], "{:?}", checked.problems);
}
