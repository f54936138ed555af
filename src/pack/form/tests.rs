use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::pack::{raw, tree};

/// YAML in flow style: fields that questions have, nearly have or don't have, over values of every kind.
fn value() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("text".to_owned()),
        Just("2".to_owned()),
        Just("\"2\"".to_owned()),
        Just("2.5".to_owned()),
        Just("-1".to_owned()),
        Just("true".to_owned()),
        Just("yes".to_owned()),
        Just("99999999999999999999".to_owned()),
    ];
    let key = prop::sample::select(vec![
        "service",
        "stem",
        "choose",
        "needs_options",
        "difficulty",
        "options",
        "text",
        "why",
        "correct",
        "tags",
        "exams",
        "wy",
        "extra",
    ]);
    scalar.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(|list| format!("[{}]", list.join(", "))),
            prop::collection::btree_map(key.clone(), inner, 0..6).prop_map(|map| {
                let fields: Vec<_> = map.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{{}}}", fields.join(", "))
            }),
        ]
    })
}

/// A question whose fields mostly fit.
fn question() -> impl Strategy<Value = String> {
    let good = |text: &'static str| prop_oneof![4 => Just(text.to_owned()), 1 => value()];
    let options = good("{a: {text: A, why: B, correct: true}, b: {text: C, why: D}}");
    (good("ecs"), good("Stem"), good("2"), good("false"), options, prop::option::of(value())).prop_map(
        |(service, stem, choose, needs, options, extra)| {
            let extra = extra.map(|value| format!(", tags: {value}")).unwrap_or_default();
            format!("{{service: {service}, stem: {stem}, choose: {choose}, needs_options: {needs}, options: {options}{extra}}}")
        },
    )
}

#[test]
fn a_list_stands_for_no_fields() {
    let text = "{service: ecs, stem: Stem, choose: 2, options: {a: [text, text]}}";
    let node = tree::parse(text).root.unwrap();
    let error = raw::Question::deserialize(&node).unwrap_err().to_string();
    assert!(error.contains("invalid type: sequence"), "{error}");
    assert_eq!(Form::new().misfits(&schema::name::<raw::Question>(), &node, node.mark).len(), 1);
}

proptest! {
    /// Otherwise an entry that can't be read would have no problem, or one that can be would.
    #[test]
    fn form_and_type_agree(text in prop_oneof![value(), question()]) {
        let parsed = tree::parse(&text);
        prop_assume!(!parsed.broken);
        let node = parsed.root.unwrap();
        let misfits = Form::new().misfits(&schema::name::<raw::Question>(), &node, node.mark);
        let read = raw::Question::deserialize(&node);
        prop_assert_eq!(read.is_ok(), misfits.is_empty(), "{} {:?} {:?}", text, read, misfits);
    }
}
