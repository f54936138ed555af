use proptest::prelude::*;

use super::*;
use crate::domain::rules::{Lists, MOST_BYTES, MOST_WORDS, Phrases, check_signal};
use crate::pack::Severity;

const HEAD_TEXT: &str = include_str!("../new/pack.yaml");
const ITEMS_TEXT: &str = include_str!("../new/first.yaml");

fn load_text(head: &[u8], items: &[u8]) -> Loaded {
    load(&Files::of([(HEAD.to_owned(), head.to_vec()), ("items.yaml".to_owned(), items.to_vec())]))
}

/// There is a pack or there is an error, never both, never neither; and problems are in order.
fn holds(loaded: &Loaded) {
    let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    assert_eq!(loaded.pack.is_none(), errors > 0, "{:?}", loaded.problems);
    let places = |problem: &Problem| (problem.file.clone(), problem.line, problem.column);
    assert!(loaded.problems.is_sorted_by_key(places));
}

/// The text with some bytes overwritten, cut out or doubled.
fn damaged(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let odd = prop::sample::select(b"\x00\t\n :#&*![]{}'\"|>-%@`\\\xff\xc3ae1~,?".to_vec());
    let cut = (0..text.len(), 0..40_usize, prop::collection::vec(odd, 0..4));
    prop::collection::vec(cut, 1..6).prop_map(move |cuts| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, length, new) in cuts {
            let from = at.min(bytes.len());
            let to = (from + length).min(bytes.len());
            bytes.splice(from..to, new);
        }
        bytes
    })
}

proptest! {
    #[test]
    fn damaged_files_never_panic(head in damaged(HEAD_TEXT), items in damaged(ITEMS_TEXT)) {
        holds(&load_text(HEAD_TEXT.as_bytes(), &items));
        holds(&load_text(&head, ITEMS_TEXT.as_bytes()));
    }

    #[test]
    fn any_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[ \\n:\\-\\[\\]{},#&*!|>'\"a-c~?%]{0,80}") {
        holds(&load_text(HEAD_TEXT.as_bytes(), &bytes));
        holds(&load_text(HEAD_TEXT.as_bytes(), text.as_bytes()));
        holds(&load_text(text.as_bytes(), b""));
    }
}

#[test]
fn ids_carry_everything_and_files_nothing() {
    let one = load_text(HEAD_TEXT.as_bytes(), ITEMS_TEXT.as_bytes()).pack.unwrap();
    let (notes, rest) = ITEMS_TEXT.split_once("\ntraps:").unwrap();
    let files =
        [(HEAD, HEAD_TEXT.to_owned()), ("z/notes.yaml", notes.to_owned()), ("rest.yaml", format!("traps:{rest}"))];
    let other = load(&Files::of(files.map(|(path, text)| (path.to_owned(), text.into_bytes())))).pack.unwrap();
    let by_id = |pack: &Pack| {
        let mut items = pack.items.clone();
        items.sort_by(|a, b| a.id.cmp(&b.id));
        items
    };
    assert_eq!(by_id(&one), by_id(&other));
}

#[test]
fn a_pack_has_so_many_entries_and_values_and_no_more() {
    let head = || ("pack.yaml".to_owned(), b"format: 1\nid: p\ntitle: P\n".to_vec());
    let many = |file: usize| {
        let entries: String = (0..=MOST_ENTRIES / 4).map(|n| format!("  o{file}-{n}: {{title: T}}\n")).collect();
        (format!("o{file}.yaml"), format!("objectives:\n{entries}").into_bytes())
    };
    let said = load(&Files::of([head(), many(1), many(2), many(3), many(4)])).problems[0].render();
    assert!(said.starts_with("o4.yaml:29999:3: error: from here on the pack has more than 120000 entries"), "{said}");
    let signals = vec!["a word"; MOST_ENTRIES / 100].join(", ");
    let rules: String = (0..100).map(|n| format!("  r{n}: {{any: [{signals}], because: So.}}\n")).collect();
    let said = load(&Files::of([head(), ("r.yaml".to_owned(), format!("rules:\n{rules}").into_bytes())])).problems;
    assert!(said.iter().any(|one| one.message.contains("more than 120000 entries")), "{:?}", said.last());
    // Lists in a section that nobody knows are values all the same.
    let dense =
        |n: usize| (format!("{n:02}.yaml"), format!("x: [{}]", "a,".repeat(tree::MOST_VALUES - 10)).into_bytes());
    let loaded = load(&Files::of(std::iter::once(head()).chain((1..=12).map(dense))));
    assert!(loaded.problems.iter().any(|one| one.file == "11.yaml" && one.message.contains("2000000 keys and values")));
}

#[test]
fn stories_of_a_pack_may_have_so_many_bytes() {
    let story = format!("    - {}\n", "told ".repeat(300).trim_end());
    let told = |services: usize| -> Loaded {
        let named = |n: usize| format!("s{n}: {{}}, ");
        let services: Vec<usize> = (0..services).collect();
        let head: String = services.iter().map(|n| named(*n)).collect();
        let head = format!("format: 1\nid: p\ntitle: P\nservices: {{{head}}}\n");
        let file = |n: &usize| (format!("{n}.yaml"), format!("stories:\n  s{n}:\n{}", story.repeat(350)).into_bytes());
        load(&Files::of([(HEAD.to_owned(), head.into_bytes())].into_iter().chain(services.iter().map(file))))
    };
    // 1,499 bytes a story, 350 stories a service.
    let most = MOST_STORIES / (350 * 1_499);
    assert!(told(most).pack.is_some());
    let over = told(most + 2);
    assert!(over.pack.is_none() && over.problems.len() == 1, "{:?}", over.problems);
    let first = over.problems[0].render();
    assert!(first.contains("yaml:2:3") && first.contains("more than 4194304 bytes of stories"), "{first}");
}

#[test]
fn signals_of_a_pack_may_have_so_many_words() {
    let rule = |id: usize, signals: &str| {
        format!("  r{id}: {{any: [{signals}], points_to: {{one: 1}}, because: It is so.}}\n")
    };
    // Each written out: a word in eighty wordings of three.
    let long = "\"(a ... b|c ... d|e ... f|g ... h) ... (i ... j|k ... l|m ... n|o ... p) ... (q ... r|s ... t|u ... v|w ... x|y ... z)\"";
    let files = |rules: usize| {
        let head = "format: 1\nid: p\ntitle: P\nservices: {one: {}}\nrules:\n".to_owned();
        let rules: String = (0..rules).map(|id| rule(id, long)).collect();
        Files::of([(HEAD.to_owned(), (head + &rules).into_bytes())])
    };
    let words = check_signal(long.trim_matches('"'), &Lists::of(&Phrases::new())).unwrap().words;
    assert!(load(&files(MOST_WORDS / words)).pack.is_some());
    let over = load(&files(MOST_WORDS / words + 3));
    assert!(over.pack.is_none() && over.problems.len() == 1, "{:?}", over.problems);
    assert!(over.problems[0].render().contains("split the pack in two"));

    // Few words, and none like another.
    let far = |rules: usize| {
        let head = "format: 1\nid: p\ntitle: P\nservices: {one: {}}\nrules:\n".to_owned();
        let rules: String = (0..rules).map(|id| rule(id, &format!("x{id:x>999}"))).collect();
        load(&Files::of([(HEAD.to_owned(), (head + &rules).into_bytes())]))
    };
    assert!(far(MOST_BYTES / 1_000).pack.is_some());
    assert!(far(MOST_BYTES / 1_000 + 1).problems[0].render().contains("bytes of different words"));

    let shipped = load(&Files::embedded()).pack.unwrap().rules;
    let lists = Lists::of(&shipped.phrases);
    let rules = shipped.rules.values().flat_map(|rule| rule.any.iter().chain(&rule.all).chain(&rule.none));
    let all: usize = rules.map(|signal| check_signal(signal, &lists).unwrap().words).sum();
    assert!(all * 3 < MOST_WORDS, "the shipped rules have {all} words");
}

#[test]
fn a_circle_is_told_beside_a_parent_that_is_missing() {
    let services = "services:\n  a: {title: A, parents: [nowhere, b]}\n  b: {title: B, parents: [a]}\n";
    let loaded = load_text(format!("format: 1\nid: p\ntitle: P\n{services}").as_bytes(), b"");
    let said: Vec<_> = loaded.problems.iter().map(Problem::render).collect();
    assert!(said.iter().any(|text| text.contains("a → b → a") || text.contains("b → a → b")), "{said:?}");
    assert!(said.iter().any(|text| text.contains("nowhere")), "{said:?}");
}

#[test]
fn a_pack_says_how_much_it_has() {
    let note = |id: &str| format!("  {id}: {{service: a, title: T, body: B, cards: {{c: {{front: F, back: B}}}}}}\n");
    let trap = "traps:\n  t: {service: a, title: T, lure: L, truth: U}\n";
    let loaded = load_text(
        b"format: 1\nid: p\ntitle: P\nservices: {a: {}}\n",
        format!("notes:\n{}{}{trap}", note("one"), note("two")).as_bytes(),
    );
    let counts = &loaded.counts;
    assert_eq!((counts.files, counts.notes, counts.traps, counts.questions), (2, 2, 1, 0), "{:?}", loaded.problems);
}
