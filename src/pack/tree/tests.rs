use super::*;

/// Message and place of each fault.
fn faults(text: &str) -> Vec<(String, u32, u32)> {
    parse(text).faults.into_iter().map(|fault| (fault.message, fault.mark.line, fault.mark.column)).collect()
}

fn only(text: &str) -> (String, u32, u32) {
    let mut faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[test]
fn values_know_their_places() {
    let parsed = parse("notes:\n  a: {title: Tä, tags: [x, yy]}\n  b:\n    body: |\n      text\n    title:\n");
    let root = parsed.root.unwrap();
    let at = |steps: &[&str]| root.find(steps).map(|mark| (mark.line, mark.column));
    assert_eq!(at(&["notes"]), Some((1, 1)));
    assert_eq!(at(&["notes", "a"]), Some((2, 3)));
    assert_eq!(at(&["notes", "a", "title"]), Some((2, 14)));
    assert_eq!(at(&["notes", "a", "tags", "1"]), Some((2, 28)));
    assert_eq!(at(&["notes", "b", "body"]).map(|(line, _)| line), Some(5));
    assert_eq!(at(&["notes", "b", "title"]), Some((6, 5)), "an empty value is where its key is");
    assert_eq!(at(&["notes", "b", "nowhere"]), Some((3, 3)), "as far as there is something");
    assert_eq!(at(&["nowhere"]), None);
}

#[test]
fn comments_alone_are_nothing() {
    for text in ["", "# only a comment\n", "---\n", "---\n...\n"] {
        let parsed = parse(text);
        assert!(parsed.faults.is_empty() && !parsed.broken, "{text:?}");
        assert!(parsed.root.is_none_or(|root| root.is_blank()), "{text:?}");
    }
}

#[test]
fn keys_stand_once() {
    let parsed = parse("a:\n  k: 1\n  l: 2\n  k: 3\n");
    assert!(!parsed.broken);
    assert_eq!(parsed.faults[0].message, "`k` is there twice; the first is in line 2");
    assert_eq!(parsed.faults[0].steps, ["a", "k"]);
    let many: String = (0..40).chain([7, 39]).map(|n| format!("key-{n}: x\n")).collect();
    assert_eq!(faults(&many).iter().map(|(_, line, _)| *line).collect::<Vec<_>>(), [41, 42]);
}

#[test]
fn anchors_aliases_and_tags_are_refused() {
    assert_eq!(only("a: 1\nb: &x text\n"), ("an anchor (`&name`) is set here".to_owned(), 2, 4));
    assert!(only("a: 1\nb: *x\n").0.starts_with("an alias"));
    assert!(only("a: !!str 1\n").0.starts_with("a tag"));
    assert!(parse("a: &x [1]\nb: *x\n").broken);
    assert_eq!(faults("a: &x [1]\nb: *x\n").len(), 2);
    assert!(faults("a: \"*x\"\nb: |\n  *x and &y\nc: R&D, 2*3\n").is_empty(), "in texts they are letters");
}

#[test]
fn depth_has_a_limit_of_either_kind() {
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(1_000), "? ".repeat(1_000)] {
        let (message, line, _) = only(&text);
        assert_eq!((message.as_str(), line), ("more than 16 mappings or lists stand in each other", 1));
    }
    assert!(faults(&format!("{}{}", "[".repeat(16), "]".repeat(16))).is_empty());
}

#[test]
fn syntax_errors_are_placed_and_true() {
    let (message, line, column) = only("notes:\n  a:\n    title: x\n   body: y\n");
    assert!(message.starts_with("this isn't YAML"), "{message}");
    assert_eq!((line, column), (4, 4));
    let (message, line, _) = only("a: b: c\n");
    assert!(message.contains("mapping values are not allowed"), "{message}");
    assert_eq!(line, 1);
    for text in ["a: \"open\nb: 1\n", "a: [1, 2\nb: 3\n", "a:\n\t- b\n", "a: 'x' y\n", "%bad\n", "}", "a: 1\nb\n"] {
        assert!(parse(text).broken, "{text:?}");
    }
}

#[test]
fn one_document_a_file() {
    assert_eq!(only("a: 1\n---\nb: 2\n"), ("a second YAML document starts here".to_owned(), 2, 1));
}

#[test]
fn hostile_texts_end() {
    let fill = |part: &str| part.repeat(100_000 / part.len());
    for part in [
        "a", "? ", "- - \n", "\"", "'", "[]", "{}", "a: ", "&a ", "*a ", "!a ", "\n", "#", "%", "|\n", "a\n", ": ",
        ",", "---\n", "{{", "\t",
    ] {
        parse(&fill(part));
        parse(&format!("notes: [{}", fill(part)));
        parse(&format!("notes:\n  a: \"{}", fill(part)));
    }
}

/// Every text that another YAML library sees as text, this tree has too, in the same place of the document.
#[test]
fn another_library_reads_the_same() {
    fn same(node: &Node<'_>, other: &serde_yaml::Value, at: &str) {
        match (&node.value, other) {
            (Value::Text { text, .. }, serde_yaml::Value::String(other)) => assert_eq!(text, other, "{at}"),
            (Value::Text { plain, .. }, other) => assert!(plain & !other.is_sequence() & !other.is_mapping(), "{at}"),
            (Value::List(list), serde_yaml::Value::Sequence(other)) => {
                assert_eq!(list.len(), other.len(), "{at}");
                list.iter().zip(other).for_each(|(node, other)| same(node, other, at));
            }
            (Value::Map(entries), serde_yaml::Value::Mapping(other)) => {
                assert_eq!(entries.len(), other.len(), "{at}");
                for (entry, (key, other)) in entries.iter().zip(other) {
                    assert!(key.as_str().is_none_or(|key| key == entry.key), "{at}");
                    same(&entry.value, other, &format!("{at}/{}", entry.key));
                }
            }
            other => panic!("{at}: {other:?}"),
        }
    }
    let valid = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs/valid");
    let folders = std::fs::read_dir(valid).unwrap().map(|folder| folder.unwrap().path());
    let packs = folders.map(|folder| crate::pack::Files::read_folder(&folder).unwrap());
    for files in packs.chain([crate::pack::Files::embedded()]) {
        for (path, bytes) in files.iter() {
            let bytes = bytes.unwrap();
            let text = crate::pack::scan::text(&bytes).unwrap();
            if let Some(root) = parse(text).root.filter(|root| !root.is_blank()) {
                same(&root, &serde_yaml::from_str(text).unwrap(), path);
            }
        }
    }
}

#[test]
fn a_file_has_so_many_values_and_no_more() {
    let list = |values: usize| format!("notes: [{}]", "a,".repeat(values - 3));
    assert_eq!(parse(&list(MOST_VALUES)).values, MOST_VALUES);
    assert!(faults(&list(MOST_VALUES + 1))[0].0.contains("more than 200000 keys and values"));
}

#[test]
fn so_many_lists_stand_in_each_other_and_no_more() {
    let nested = |deep: usize| format!("notes: {}{}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(faults(&nested(DEEPEST)), []);
    assert!(only(&nested(DEEPEST + 1)).0.contains("stand in each other"));
}
