//! Laws of the engine, and what scenarios do to keywords.

mod weights;

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::content::{Item, Kind, OptionSignals, Part, Rule, Service, Trap};
use crate::domain::id::PackId;

fn services(edges: &[(&str, &[&str])]) -> Services {
    let id = |text: &str| ServiceId::new(text).unwrap();
    let service = |name: &str, parents: &[&str]| Service {
        title: format!("Amazon {}", name.to_uppercase()),
        aliases: vec![],
        parents: parents.iter().map(|parent| id(parent)).collect(),
    };
    Services::new(edges.iter().map(|(name, parents)| (id(name), service(name, parents))).collect()).unwrap()
}

fn some_services() -> Services {
    services(&[
        ("ecs", &[]),
        ("fargate", &[]),
        ("ecs-fargate", &["ecs", "fargate"]),
        ("eks", &[]),
        ("alb", &[]),
        ("lambda", &[]),
    ])
}

fn list(signals: &[&str]) -> Vec<String> {
    signals.iter().map(|signal| (*signal).to_owned()).collect()
}

fn weights(pairs: &[(&str, f64)]) -> BTreeMap<ServiceId, f64> {
    pairs.iter().map(|(id, weight)| (ServiceId::new(*id).unwrap(), *weight)).collect()
}

fn rule(any: &[&str], points_to: &[(&str, f64)]) -> Rule {
    Rule { any: list(any), points_to: weights(points_to), because: "So it is.".to_owned(), ..Rule::default() }
}

fn engine(rules: Vec<Rule>) -> Engine {
    let id = |number: usize| Slug::new(format!("r{number}")).unwrap();
    let rules = rules.into_iter().enumerate().map(|(number, rule)| (id(number), rule)).collect();
    Engine::new(&RuleBook { rules, ..RuleBook::default() }, &some_services())
}

fn order(answer: &Answer) -> Vec<&str> {
    answer.verdicts.iter().map(|verdict| verdict.service.as_str()).collect()
}

/// The example of the pack format.
fn no_servers() -> Rule {
    Rule {
        none: list(&["no containers"]),
        against: weights(&[("ecs", 2.0)]),
        ..rule(
            &["without managing servers", "no servers to manage", "serverless"],
            &[("ecs-fargate", 3.0), ("fargate", 2.0)],
        )
    }
}

#[test]
fn words_are_found_in_all_their_forms() {
    let engine = engine(vec![no_servers()]);
    for text in ["It runs without managing any servers.", "There is no Server to manage!", "SERVERLESS"] {
        assert_eq!(order(&engine.read(text))[0], "ecs-fargate", "{text}");
    }
    for text in ["It manages servers.", "Serverless, but there are no containers.", ""] {
        assert!(engine.read(text).abstained, "{text}");
    }
}

#[test]
fn evidence_quotes_its_words() {
    let text = "Ünlü runs 😀 without managing  the servers.";
    let answer = engine(vec![no_servers()]).read(text);
    let first = &answer.evidence[0];
    assert_eq!(first.text, "without managing  the servers");
    let quoted: String = text.chars().skip(first.start).take(first.end - first.start).collect();
    assert_eq!((quoted.as_str(), first.because.as_str()), (first.text.as_str(), "So it is."));
    assert!(answer.evidence.iter().any(|part| part.weight < 0.0));
}

#[test]
fn the_ask_outweighs_the_setting() {
    let engine = engine(vec![rule(&["EKS"], &[("eks", 2.0)]), rule(&["load balancer"], &[("alb", 2.0)])]);
    assert_eq!(order(&engine.read("The shop runs on EKS. Which load balancer fits?"))[0], "alb");
    assert_eq!(order(&engine.read("A load balancer stands in front. Should the shop use EKS?"))[0], "eks");
}

#[test]
fn what_is_denied_speaks_against() {
    let engine = engine(vec![rule(&["Kubernetes"], &[("eks", 2.0)]), rule(&["containers"], &[("ecs", 1.0)])]);
    for text in [
        "They have containers and do not want to manage Kubernetes.",
        "They want containers instead of Kubernetes.",
        "Containers are fine; Kubernetes is not an option.",
        "Containers without the complexity of Kubernetes",
    ] {
        let answer = engine.read(text);
        assert_eq!(order(&answer), ["ecs"], "{text}");
        assert!(answer.evidence.iter().any(|part| part.weight < 0.0 && part.text == "Kubernetes"), "{text}");
    }
    assert_eq!(order(&engine.read("Kubernetes runs the containers."))[0], "eks");
}

#[test]
fn signals_can_ask_for_a_denial() {
    let engine = engine(vec![rule(&["not (manage|patch) ... (servers|hosts)"], &[("fargate", 2.0)])]);
    for text in [
        "It refuses to patch the hosts.",
        "Nobody wants to manage any more servers.",
        "It can't scale or patch its Linux hosts.",
        "They are tired of managing servers.",
    ] {
        assert_eq!(order(&engine.read(text)), ["fargate"], "{text}");
    }
    for text in ["It patches the hosts.", "Not cheap, but it manages its servers."] {
        assert!(engine.read(text).verdicts.is_empty(), "{text}");
    }
}

#[test]
fn what_they_leave_counts_little() {
    let engine = engine(vec![rule(&["ECS"], &[("ecs", 2.0)]), rule(&["EKS"], &[("eks", 2.0)])]);
    assert_eq!(order(&engine.read("The team migrates its services from EKS to ECS."))[0], "ecs");
    assert_eq!(order(&engine.read("The team migrates its services from ECS to EKS."))[0], "eks");
    assert_eq!(order(&engine.read("They are moving away from ECS, towards EKS."))[0], "eks");
}

#[test]
fn what_is_only_suggested_counts_little() {
    let engine = engine(vec![rule(&["EKS"], &[("eks", 2.0)]), rule(&["load balancer"], &[("alb", 1.5)])]);
    assert_eq!(order(&engine.read("EKS runs the shop behind a load balancer."))[0], "eks");
    for text in ["A consultant proposes EKS. There is a load balancer.", "They tried EKS, then a load balancer."] {
        assert_eq!(order(&engine.read(text))[0], "alb", "{text}");
    }
}

#[test]
fn the_same_words_are_told_once() {
    let twice = Rule { all: list(&["(kubectl|pods)"]), ..rule(&["kubectl"], &[("eks", 2.0)]) };
    let answer = engine(vec![twice]).read("They type kubectl.");
    let told: Vec<(&str, f64)> = answer.evidence.iter().map(|part| (part.text.as_str(), part.weight)).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!((told[0].1 - answer.verdicts[0].score).abs() < 0.001, "{told:?}");
}

#[test]
fn numbers_compare() {
    let engine = engine(vec![
        rule(&["(run|take) ... > 15 minutes"], &[("ecs-fargate", 2.0)]),
        rule(&["(run|take) ... < 15 minutes"], &[("lambda", 2.0)]),
    ]);
    for (text, service) in [
        ("Each job takes three quarters, or 40 minutes.", "ecs-fargate"),
        ("A job runs for up to two hours.", "ecs-fargate"),
        ("It takes about 90 seconds.", "lambda"),
        ("The function takes less than 15 minutes.", "lambda"),
    ] {
        assert_eq!(order(&engine.read(text))[0], service, "{text}");
    }
    assert!(engine.read("It runs every 20 minutes.").verdicts.is_empty());
}

#[test]
fn signals_may_have_to_be_near_and_in_a_part() {
    let near = Rule { all: list(&["pods", "restart"]), near: Some(4), ..rule(&[], &[("eks", 2.0)]) };
    let asked = Rule { part: Some(Part::Ask), ..rule(&["cost"], &[("lambda", 1.0)]) };
    let engine = engine(vec![near, asked]);
    assert_eq!(order(&engine.read("All the pods have to restart.")), ["eks"]);
    assert!(engine.read("The pods of the shop in the north never had any reason to restart.").verdicts.is_empty());
    assert!(engine.read("The cost is high.").verdicts.is_empty());
    assert_eq!(order(&engine.read("They run code. Which service has the lowest cost?")), ["lambda"]);
}

#[test]
fn a_supported_child_stands_above_its_parents() {
    let engine = engine(vec![
        rule(&["ECS"], &[("ecs", 2.0)]),
        rule(&["Fargate"], &[("fargate", 2.0)]),
        rule(&["tasks on Fargate"], &[("ecs-fargate", 2.0)]),
    ]);
    assert_eq!(order(&engine.read("ECS runs tasks on Fargate."))[0], "ecs-fargate");
    assert_eq!(order(&engine.read("ECS runs tasks."))[0], "ecs");
}

#[test]
fn two_equal_verdicts_are_less_certain_than_one() {
    let engine = engine(vec![rule(&["one"], &[("alb", 3.0)]), rule(&["two"], &[("lambda", 3.0)])]);
    let confidence = |text: &str| engine.read(text).verdicts[0].confidence;
    assert!(confidence("one") > confidence("one two"));
    assert!(engine.read("nothing of it").abstained);
}

#[test]
fn options_are_read_by_the_same_rules() {
    let breaks = Rule {
        any: list(&["GPU"]),
        option: Some(OptionSignals { any: list(&["Fargate"]), ..OptionSignals::default() }),
        breaks: Some(4.0),
        because: "Fargate has no GPUs.".to_owned(),
        ..Rule::default()
    };
    let engine = engine(vec![rule(&["containers"], &[("ecs", 1.0), ("fargate", 1.0)]), breaks]);
    let options = ["Run it on AWS Fargate.", "Run it on Amazon ECS with its own instances."];
    let answer = engine.choose("Containers need a GPU.", &options, 1);
    assert_eq!(answer.chosen, Some(vec![1]));
    let against = answer.evidence.iter().find(|part| part.option == Some(0)).unwrap();
    assert_eq!((against.text.as_str(), against.weight), ("Fargate", -4.0));
    let worst = engine.choose("Containers need a GPU. Which option is the WORST?", &options, 1);
    assert_eq!(worst.chosen, Some(vec![0]));
}

#[test]
fn a_long_text_of_nothing_but_signals_stays_small() {
    let engine = engine(vec![no_servers(), rule(&["server ... server ... server", "not server"], &[("eks", 1.0)])]);
    let text = "no server to manage, serverless server ".repeat(2_700);
    assert!(text.len() > 100_000);
    let answer = engine.read(&text);
    assert!(!answer.verdicts.is_empty() && answer.evidence.len() < 30, "{}", answer.evidence.len());
}

#[test]
fn a_third_is_held_back() {
    let held = |id: &str| held_back(&ItemId::new(id).unwrap());
    let count = (0..3_000).filter(|n| held(&format!("pack/q-{n}"))).count();
    assert!((900..1_100).contains(&count), "{count}");
    assert!(held_back(&ItemId::new("a/a").unwrap()) == held_back(&ItemId::new("a/a").unwrap()));
}

fn trap(id: &str, service: &str, truth: &str, lure: &str) -> Item {
    let words = |text: &str| text.to_owned();
    let trap = Trap {
        title: words("A trap"),
        lure: words(lure),
        truth: words(truth),
        instead: vec![],
        keywords: vec![],
        notes: vec![],
    };
    Item::bare(&format!("p/{id}"), service, Kind::Trap(trap))
}

fn with_traps(rules: BTreeMap<Slug, Rule>, items: Vec<Item>) -> Engine {
    Engine::of(&Pack {
        id: PackId::new("p").unwrap(),
        title: String::new(),
        version: String::new(),
        language: "en".to_owned(),
        services: some_services(),
        exams: BTreeMap::new(),
        objectives: BTreeMap::new(),
        items,
        rules: RuleBook { rules, ..RuleBook::default() },
    })
}

fn two_traps() -> Vec<Item> {
    vec![
        trap("paths", "alb", "Listeners route by path and host.", "Pick a zebra gateway."),
        trap("short", "lambda", "Functions end after fifteen minutes.", "Functions run for weeks."),
    ]
}

#[test]
fn facts_speak_where_no_rule_does() {
    let engine = with_traps(BTreeMap::new(), two_traps());
    let answer = engine.read("Requests go by path and host.");
    assert_eq!(order(&answer), ["alb"]);
    assert!(answer.evidence.iter().all(|part| part.rule.as_str() == "paths"));
    assert!(answer.evidence.iter().any(|part| part.text == "path"));
    assert_eq!(order(&engine.read("Nothing that anybody wrote down.")), Vec::<&str>::new());
}

#[test]
fn fired_rules_are_told_in_order() {
    let engine = engine(vec![rule(&["path"], &[("eks", 3.0)]), rule(&["boat"], &[("ecs", 1.0)]), rule(&["host"], &[])]);
    let fired: Vec<&str> = engine.fired("Requests go by host and by path.").map(Slug::as_str).collect();
    assert_eq!(fired, ["r0", "r2"]);
}

#[test]
fn the_evidence_of_the_first_verdict_comes_first() {
    let rules = [(Slug::new("path").unwrap(), rule(&["path"], &[("eks", 0.2)]))].into();
    let answer = with_traps(rules, two_traps()).read("Requests go by path and host.");
    assert_eq!(order(&answer), ["alb", "eks"]);
    let services: Vec<_> =
        answer.evidence.iter().filter_map(|part| part.service.as_ref()).map(ServiceId::as_str).collect();
    assert!(services.is_sorted() && services.contains(&"eks"), "{services:?}");
}

#[test]
fn rules_outweigh_facts() {
    let rules = [(Slug::new("path").unwrap(), rule(&["path"], &[("eks", 3.0)]))].into();
    let engine = with_traps(rules, two_traps());
    assert_eq!(order(&engine.read("Requests go by path and host.")), ["eks", "alb"]);
}

#[test]
fn facts_speak_for_true_options_and_against_lures() {
    let engine = with_traps(BTreeMap::new(), two_traps());
    let answer = engine.choose("Functions by path or host", &["Functions run for weeks", "Listeners route"], 1);
    assert_eq!(answer.chosen, Some(vec![1]));
}

#[test]
fn synonyms_meet_facts() {
    let items = two_traps();
    let mut pack_rules = RuleBook::default();
    let mut read = |name: &str| {
        pack_rules.phrases = [(Slug::new(name).unwrap(), list(&["route", "sent on"]))].into();
        let facts = Facts::of(&items, &BTreeMap::new(), &some_services(), &pack_rules);
        Engine { facts, ..Engine::new(&pack_rules, &some_services()) }.read("Visitors are sent on by a host.")
    };
    let (with, without) = (read("word-route"), read("other-list"));
    assert_eq!((order(&with), order(&without)), (vec!["alb"], vec!["alb"]));
    assert!(with.verdicts[0].score > without.verdicts[0].score);
    assert!(with.evidence.iter().any(|part| part.text == "sent on"), "{:?}", with.evidence);
}

#[test]
fn stories_speak_for_their_service_and_not_for_options() {
    let told =
        ["A florist's callers are sent on by the path in the address, and she counts the seconds until they arrive."];
    let alb = ServiceId::new("alb").unwrap();
    let book = RuleBook { stories: [(alb, list(&told))].into(), ..RuleBook::default() };
    let facts = Facts::of(&[], &BTreeMap::new(), &some_services(), &book);
    let engine = Engine { facts, ..Engine::new(&book, &some_services()) };
    let answer = engine.read("Callers of a baker are to be sent on by their address.");
    assert_eq!(order(&answer), ["alb"]);
    let sent = answer.evidence.iter().find(|part| part.text == "sent").expect("a word of the story");
    assert_eq!((sent.rule.as_str(), sent.service.as_ref().map(ServiceId::as_str)), ("stories-alb", Some("alb")));
    assert_eq!(sent.because, "It is told like “A florist's callers are sent on by the…”.");
    let answer = engine.choose("Callers by address", &["The path of callers in the address", "Another"], 1);
    assert!(answer.options.unwrap().iter().all(|option| option.score == 0.0), "a story is no truth about options");
}

#[test]
fn an_option_without_a_name_is_no_worse_than_wrong_ones() {
    let engine = engine(vec![rule(&["containers"], &[("ecs", 2.0)]), rule(&["balanced"], &[("alb", 0.2)])]);
    let scores = |options: &[&str]| -> Vec<f64> {
        let answer = engine.choose("Containers are balanced.", options, 1);
        answer.options.unwrap().iter().map(|option| option.score).collect()
    };
    let [ecs, alb, nameless] = scores(&["Use Amazon ECS", "Use Amazon ALB", "Set it to 0"])[..] else { panic!() };
    assert!(ecs > nameless && nameless > alb, "{ecs} {nameless} {alb}");
    assert!(scores(&["Set it to 0", "Set it to 1"]).iter().all(|score| *score == 0.0));
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "ECS",
        "Fargate",
        "tasks",
        "pods",
        "without",
        "not",
        "servers",
        "manage",
        "15 minutes",
        "from",
        "to",
        "move",
        ".",
        ",",
        "?",
        "must",
        "Which",
        "containers",
        "is not an option",
        "é",
        "instead of",
        "3 GB",
    ]);
    prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let signal = prop::sample::select(vec![
        "ECS",
        "tasks",
        "not manage servers",
        "manage ... servers",
        "> 10 minutes",
        "pods",
        "Fargate",
        "containers",
        "(ECS|pods) ... tasks",
    ]);
    let service = prop::sample::select(vec!["ecs", "fargate", "ecs-fargate", "eks", "alb"]);
    let signals = prop::collection::vec(signal, 1..3);
    (signals.clone(), signals, prop::bool::ANY, service, 1_u8..5, prop::bool::ANY).prop_map(
        |(any, none, forbid, service, weight, against)| {
            let weights = weights(&[(service, f64::from(weight))]);
            let (points_to, against) = if against { (BTreeMap::new(), weights) } else { (weights, BTreeMap::new()) };
            let none = if forbid { list(&none) } else { vec![] };
            Rule { any: list(&any), none, points_to, against, because: "So.".to_owned(), ..Rule::default() }
        },
    )
}

proptest! {
    #[test]
    fn the_order_of_rules_decides_nothing(mut rules in prop::collection::vec(any_rule(), 1..12), text in words(), turn in 0_usize..12) {
        let before = engine(rules.clone()).read(&text);
        let turn = turn % rules.len();
        rules.rotate_left(turn);
        let mut after = engine(rules).read(&text);
        prop_assert_eq!(&before.verdicts, &after.verdicts);
        prop_assert_eq!(before.abstained, after.abstained);
        // The same words count the same, whatever the rules are called.
        let plain = |answer: &mut Answer| {
            let mut all: Vec<_> = answer.evidence.iter().map(|e| (e.service.clone(), e.start, e.end, format!("{:.4}", e.weight))).collect();
            all.sort();
            all
        };
        prop_assert_eq!(plain(&mut before.clone()), plain(&mut after));
    }

    #[test]
    fn answers_keep_their_form(rules in prop::collection::vec(any_rule(), 0..8), text in words()) {
        let answer = engine(rules).read(&text);
        let length = text.chars().count();
        for part in &answer.evidence {
            prop_assert!(part.start < part.end && part.end <= length);
            let quoted: String = text.chars().skip(part.start).take(part.end - part.start).collect();
            prop_assert_eq!(&quoted, &part.text);
        }
        prop_assert!(answer.verdicts.windows(2).all(|pair| pair[0].score >= pair[1].score));
        prop_assert!(answer.verdicts.iter().all(|v| (0.0..=1.0).contains(&v.confidence) && v.score > 0.0));
        let sum: f64 = answer.verdicts.iter().map(|v| v.confidence).sum();
        prop_assert!(sum <= 1.0001, "{}", sum);
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,300}", signal in "\\PC{0,40}") {
        let answer = engine(vec![rule(&[&signal, "a"], &[("ecs", 1.0)])]).choose(&text, &[&signal, &text], 1);
        prop_assert_eq!(answer.chosen.map(|chosen| chosen.len()), Some(1));
    }

    #[test]
    fn options_may_stand_in_any_order(rules in prop::collection::vec(any_rule(), 0..8), stem in words(), mut options in prop::collection::vec(words(), 2..5)) {
        options.dedup();
        let engine = engine(rules);
        let texts = |options: &[String]| -> Vec<String> {
            let refs: Vec<&str> = options.iter().map(String::as_str).collect();
            let chosen = engine.choose(&stem, &refs, 1).chosen.unwrap();
            // Texts that fold to the same words are the same option.
            chosen.into_iter().map(|at| line::Line::of(&options[at]).text().to_owned()).collect()
        };
        let before = texts(&options);
        options.reverse();
        prop_assert_eq!(before, texts(&options));
    }
}
