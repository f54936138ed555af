mod scores;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::content::{self, Item, Note, Service, Services, Trap};

fn services() -> Services {
    let service = |title: &str, aliases: &[&str]| Service {
        title: title.into(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        parents: vec![],
    };
    let all = [("fargate", service("AWS Fargate", &[])), ("eks", service("Amazon EKS", &["k8s", "kubernetes"]))];
    Services::new(all.into_iter().map(|(id, s)| (ServiceId::new(id).unwrap(), s)).collect::<BTreeMap<_, _>>()).unwrap()
}

fn item(name: &str, service: &str, kind: content::Kind) -> Item {
    Item::bare(&format!("p/{name}"), service, kind)
}

fn trap(name: &str, service: &str, title: &str, lure: &str, keywords: &[&str]) -> Item {
    let keywords = keywords.iter().map(|word| (*word).to_owned()).collect();
    let truth = "Something else is true.".into();
    let trap = Trap { title: title.into(), lure: lure.into(), truth, instead: vec![], keywords, notes: vec![] };
    item(name, service, content::Kind::Trap(trap))
}

fn note(name: &str, service: &str, title: &str, body: &str) -> Item {
    item(name, service, content::Kind::Note(Note { title: title.into(), body: body.into(), cards: vec![] }))
}

fn items() -> Vec<Item> {
    vec![
        trap(
            "gpu",
            "fargate",
            "Serverless GPU",
            "No servers to manage, so Fargate looks right.",
            &["cuda", "training"],
        ),
        note("billing", "fargate", "What Fargate bills", "The configured size, per second, GPU or not."),
        trap("privileged", "fargate", "Privileged containers", "A host agent on Fargate.", &["daemon"]),
        note("nodes", "eks", "Worker nodes", "Managed node groups run blue/green upgrades of their instances."),
    ]
}

fn index(items: &[Item]) -> Index {
    let services = services();
    Index::build(items.iter().map(|item| Document::of(item, &services)))
}

fn found(query: &str) -> Vec<String> {
    let items = items();
    let hits = index(&items).search(&Query::new(query), 10);
    hits.hits.iter().map(|hit| hit.id.slug().to_owned()).collect()
}

#[test]
fn words_are_found_in_any_order_and_as_they_are_typed() {
    assert_eq!(found("gpu serverless")[0], "gpu");
    assert_eq!(found("serverless gpu")[0], "gpu");
    assert_eq!(found("serv gp")[0], "gpu");
    assert_eq!(found("cuda")[0], "gpu");
}

#[test]
fn titles_and_keywords_weigh_more_than_bodies() {
    assert_eq!(found("gpu"), ["gpu", "billing"]);
}

#[test]
fn mistakes_are_forgiven() {
    for typed in ["privleged", "priviliged", "rpivileged", "privilleged", "privileges"] {
        assert_eq!(found(typed).first().map(String::as_str), Some("privileged"), "{typed}");
    }
}

#[test]
fn other_names_are_found() {
    assert_eq!(found("k8s nodes"), ["nodes"]);
    for typed in ["blue green", "blue/green", "b/g"] {
        assert_eq!(found(typed), ["nodes"], "{typed}");
    }
}

#[test]
fn questions_in_plain_words_are_understood() {
    assert_eq!(found("can fargate use gpu")[0], "gpu");
}

#[test]
fn filters_narrow_it() {
    assert_eq!(found("kind:note gpu"), ["billing"]);
    assert_eq!(found("service:eks"), ["nodes"]);
    assert!(found("").is_empty());
}

#[test]
fn documents_come_and_go() {
    let items = items();
    let services = services();
    let mut index = index(&items);
    assert!(index.remove(&items[0].id) && !index.remove(&items[0].id));
    let first = |index: &Index| index.search(&Query::new("cuda"), 5).hits.first().map(|hit| hit.id.clone());
    assert_ne!(first(&index).as_ref(), Some(&items[0].id));
    index.add(&Document::of(&items[0], &services));
    assert_eq!(first(&index).as_ref(), Some(&items[0].id));
}

#[test]
fn an_index_knows_about_how_many_bytes_it_takes() {
    let items: Vec<Item> =
        (0..300).map(|n| note(&format!("n{n}"), "eks", &format!("Title {n}"), &format!("Body of word{n}."))).collect();
    let bytes = index(&items).bytes();
    let empty = Index::default().bytes();
    // Each has an id of some 5 bytes, two words of its own and places of some five.
    assert!((300 * 80..300 * 2_000).contains(&(bytes - empty)), "{empty} {bytes}");
    assert!(empty < 500_000, "{empty}");
}

#[test]
fn hostile_queries_end() {
    let items = items();
    let index = index(&items);
    for query in [
        "a".repeat(10_000),
        " ".repeat(10_000),
        "\u{301}".repeat(5_000),
        "a ".repeat(5_000),
        ".*+?[](){}|\\^$".repeat(700),
    ] {
        let hits = index.search(&Query::new(&query), 10);
        assert!(hits.hits.len() <= 10);
    }
}

proptest! {
    /// Whatever is typed, matches lie inside the texts they are about.
    #[test]
    fn spans_lie_in_their_texts(query in "\\PC{0,30}", word in "(gpu|fargat|blu gren|serverles|k8s)?") {
        let (items, services) = (items(), services());
        let hits = index(&items).search(&Query::new(&format!("{query} {word}")), 10);
        for hit in &hits.hits {
            let item = items.iter().find(|item| item.id == hit.id).unwrap();
            let row = hits.row(&Document::of(item, &services), 60);
            for (text, spans) in [(&row.title, &row.title_matches), (&row.excerpt, &row.matches)] {
                let length = text.chars().count();
                prop_assert!(spans.iter().all(|span| span.start < span.end && span.end <= length), "{spans:?} in {text:?}");
                prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
        }
    }

    /// The order of documents in the index changes nothing but the order among equals.
    #[test]
    fn scores_do_not_hang_on_the_order(query in "(gpu|fargate|host agent|blue green|per second)") {
        let forward = items();
        let backward: Vec<Item> = forward.iter().rev().cloned().collect();
        let scores = |items: &[Item]| -> BTreeMap<String, String> {
            let hits = index(items).search(&Query::new(&query), 10);
            hits.hits.iter().map(|hit| (hit.id.to_string(), format!("{:.4}", hit.score))).collect()
        };
        prop_assert_eq!(scores(&forward), scores(&backward));
    }
}
