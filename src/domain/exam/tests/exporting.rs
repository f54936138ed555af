use jiff::tz::TimeZone;

use super::*;
use crate::domain::time::Calendar;

fn calendar() -> Calendar {
    Calendar { zone: TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap(), rollover_hour: 4 }
}

/// Two questions about images: the first changed from right to wrong, the second a lucky guess.
fn finished() -> (Sitting, Sent) {
    let mut items = vec![question("scan-images", 1, 3), question("share-images", 2, 5)];
    let mut options = Vec::new();
    for item in &mut items {
        let Kind::Question(question) = &mut item.kind else { unreachable!() };
        question.stem = format!("A company keeps images in a registry. What about {}?", item.id.slug());
        options.push(question.options.len());
    }
    let mut paper = paper_of(&setup(2), items);
    paper.terms.short = vec![Shortfall { domain: domain("resilient"), wanted: 1, have: 0 }];
    paper.slots[1].first_sight = false;
    let mut s = Sitting::on(paper);
    s.attempt.id = 7;
    s.wait(70 * SECOND);
    s.choose("a").unwrap();
    s.choose("b").unwrap();
    s.acts([Act::Flag, Act::Confidence(Sure::Sure), Act::Next]);
    s.wait(30 * SECOND);
    s.choose("a").unwrap();
    s.choose("b").unwrap();
    let struck = s.at("e");
    s.acts([Act::Strike(struck), Act::Confidence(Sure::Guess), Act::HandIn]);
    let item = |name: &str, kind: &str, cards: u32| SentItem {
        item: ItemId::new(format!("demo/{name}")).unwrap(),
        kind: kind.into(),
        title: format!("What about {name}?"),
        cards,
    };
    let sent = Sent {
        questions: vec![item("scan-images", "question", 1), item("share-images", "question", 1)],
        linked: vec![item("lure", "trap", 1)],
    };
    (s, sent)
}

/// The fenced block of docs/json.md under that heading.
fn documented(heading: &str) -> String {
    let docs = include_str!("../../../../docs/json.md");
    let (_, after) =
        docs.split_once(&format!("## `{heading}`")).unwrap_or_else(|| panic!("no {heading} in docs/json.md"));
    let (_, block) = after.split_once("```json\n").unwrap();
    block.split_once("```").unwrap().0.to_owned()
}

/// The examples in the documentation are what the program says.
#[test]
fn the_documentation_shows_what_is_said() {
    let (s, sent) = finished();
    let entries = [Entry::of(&s.attempt)];
    let list = export::list(&entries, &calendar());
    let report = export::report(&s.attempt, &sent, &calendar()).unwrap();
    let said = [serde_json::to_string_pretty(&list).unwrap(), serde_json::to_string_pretty(&report).unwrap()];
    for (heading, said) in ["plimsoll exam --list --json", "plimsoll exam --report ID --format json"].iter().zip(said) {
        assert_eq!(documented(heading).trim_end(), said, "{heading} now says\n{said}\n");
    }
}

#[test]
fn markdown_reads_well() {
    let (s, sent) = finished();
    insta::assert_snapshot!(export::markdown(&s.attempt, &sent, &calendar()).unwrap());
}

#[test]
fn markdown_says_only_what_there_is_to_say() {
    let said = |s: &Sitting| export::markdown(&s.attempt, &Sent::default(), &calendar()).unwrap();
    let mut s = attempt(2);
    s.finish(1);
    assert!(!said(&s).contains("At first sight"), "all of it was");
    let bank = bank(40);
    let drawn = draw(&bank, &setup(65));
    let mut s = Sitting::on(Paper::new(&bank, &setup(65), &drawn, items_of(&drawn), START).unwrap());
    s.finish(52);
    assert!(said(&s).contains("15 questions don't count"));
    let unscored = s.attempt.slots().iter().position(|slot| !slot.scored).unwrap();
    s.act(Act::Doubt(unscored)).unwrap();
    assert!(said(&s).contains("14 questions don't count"));
}

#[test]
fn keys_are_not_told_while_it_runs() {
    let s = attempt(1);
    assert!(export::report(&s.attempt, &Sent::default(), &calendar()).is_none());
    assert!(export::markdown(&s.attempt, &Sent::default(), &calendar()).is_none());
    // The list names it without a score of what was not handed in.
    let list = serde_json::to_value(export::list(&[Entry::of(&s.attempt)], &calendar())).unwrap();
    assert_eq!(list["attempts"][0]["state"], "running");
    assert_eq!(list["attempts"][0]["score"], serde_json::Value::Null);
}

#[test]
fn hostile_texts_are_cleaned() {
    let mut item = question("q", 1, 2);
    let Kind::Question(question) = &mut item.kind else { unreachable!() };
    question.stem = "A \u{1b}[31mred\u{202e} stem".into();
    question.options[0].why = "\u{9b}2J".into();
    let mut s = Sitting::on(paper_of(&setup(1), vec![item]));
    s.act(Act::HandIn).unwrap();
    let json = serde_json::to_string(&export::report(&s.attempt, &Sent::default(), &calendar())).unwrap();
    let markdown = export::markdown(&s.attempt, &Sent::default(), &calendar()).unwrap();
    for text in [json, markdown] {
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{9b}']) && !text.contains("\\u001b"), "{text}");
        assert!(text.contains("red stem"), "{text}");
    }
}
