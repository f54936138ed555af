//! What rules and facts weigh, against sums by hand.

use super::*;
use crate::domain::content::{Note, Part};

fn close(found: f64, by_hand: f64) {
    assert!((found - by_hand).abs() < 0.0002, "{found} instead of {by_hand}");
}

fn score(answer: &Answer, service: &str) -> f64 {
    answer.verdicts.iter().find(|verdict| verdict.service.as_str() == service).map_or(0.0, |verdict| verdict.score)
}

/// Four facts about ECS and two about EKS, of which the last is a lure. They have 4, 3, 3, 3, 5 and 5 words that count.
fn hosts_and_pods() -> Vec<Item> {
    let body = "Hosts drain tasks.\n\nHosts stop.\n\nHosts start.\n\nHosts wait.".to_owned();
    let mut note = trap("hosts", "ecs", "", "");
    note.kind = Kind::Note(Note { title: "Hosts".to_owned(), body, cards: vec![] });
    let mut pods = trap("pods", "eks", "Pods drain slowly.", "Nodes drain hosts.");
    if let Kind::Trap(trap) = &mut pods.kind {
        trap.keywords = list(&["pods"]);
    }
    vec![note, pods]
}

fn facts(phrases: &[(&str, &[&str])]) -> Facts {
    let phrases = phrases.iter().map(|(name, words)| (Slug::new(*name).unwrap(), list(words))).collect();
    let book = RuleBook { phrases, ..RuleBook::default() };
    Facts::of(&hosts_and_pods(), &BTreeMap::new(), &some_services(), &book)
}

/// Of a word that stands so often in a fact of so many words, where so many services have it.
fn fact_weight(times: f64, words: f64, services_with: f64) -> f64 {
    let mean = 23.0 / 6.0;
    (1.0 + 2.0 / services_with).ln() * times * 2.2 / (times + 1.2 * (0.5 + 0.5 * words / mean))
}

#[test]
fn a_fact_is_met_by_rare_words_and_the_more_the_shorter_it_is() {
    let facts = facts(&[("word-node", &["nodes", "machines"])]);
    let met = |text: &str| facts.met(&facts.words(&reading::Reading::of(text)));
    let both = met("Hosts drain?");
    // "Hosts" stands in the heading too, and what lures makes no word common.
    let by_hand = [
        fact_weight(2.0, 4.0, 1.0) + fact_weight(1.0, 4.0, 2.0),
        fact_weight(2.0, 3.0, 1.0),
        fact_weight(2.0, 3.0, 1.0),
        fact_weight(2.0, 3.0, 1.0),
        fact_weight(1.0, 5.0, 2.0),
        fact_weight(1.0, 5.0, 1.0) + fact_weight(1.0, 5.0, 2.0),
    ];
    assert_eq!(both.len(), by_hand.len());
    both.iter().zip(by_hand).for_each(|(met, by_hand)| close(*met, by_hand));
    // A list of synonyms counts less than a word, and makes no fact longer.
    close(met("Machines?")[5], 0.65 * fact_weight(1.0, 5.0, 1.0));
    // So does a word of the setting, and one that is only suggested.
    close(met("Hosts. What?")[1], 0.8 * by_hand[1]);
    close(met("Somebody proposes hosts?")[1], 0.4 * by_hand[1]);
}

#[test]
fn of_a_services_facts_the_best_eight_back_it() {
    let facts = facts(&[]);
    // By number: ALB, ECS, ECS on Fargate, EKS.
    let backing = facts.backing(&vec![1.0, 6.0, 2.0, 4.0, 3.0, 9.0], 4);
    // What notes and traps say counts a fifth less than stories, and where there are none backs a third as much.
    let most = 0.8 * (6.0 + 4.0 * 0.8 + 2.0 * 0.64 + 1.0 * 0.512);
    let well = 3.2 * most / (most + 6.0);
    close(backing[1], well);
    close(backing[3], well * (0.8 * 3.0 / most).powi(4));
    assert_eq!((backing[0], backing[2]), (0.0, 0.0));
    assert_eq!(facts.backing(&vec![0.0; 6], 4), [0.0; 4]);
    let told: Vec<String> = (0..10).map(|day| format!("Hosts wait since day {day}.")).collect();
    let book = RuleBook { stories: [(ServiceId::new("ecs").unwrap(), told)].into(), ..RuleBook::default() };
    let facts = Facts::of(&[], &BTreeMap::new(), &some_services(), &book);
    let most: f64 = (0..8).map(|best| 0.8_f64.powi(best)).sum();
    close(facts.backing(&vec![1.0; 10], 4)[1], 9.0 * most / (most + 6.0));
}

#[test]
fn an_option_agrees_by_facts_that_speak_of_both() {
    let facts = facts(&[]);
    let both = |scenario: f64, option: f64| scenario.powf(0.57) * option.powf(0.43);
    let (scenario, option) = (vec![4.0, 1.0, 0.0, 2.0, 0.0, 9.0], vec![1.0, 4.0, 2.0, 0.0, 5.0, 4.0]);
    let truths = both(4.0, 1.0) + 0.8 * both(1.0, 4.0);
    close(facts.agreement(&scenario, &option), truths - 0.15 * both(9.0, 4.0));
    let lured = vec![0.0, 0.0, 0.0, 0.0, 0.0, 9.0];
    close(facts.agreement(&lured, &option), 0.0);
    assert_eq!((facts.shared(&scenario, &option), facts.shared(&lured, &option)), (Some(0), None));
}

/// What is left of a weight when rules of so much weight speak for its service.
fn share(breadth: f64) -> f64 {
    (breadth / 10.0).powf(-0.35)
}

#[test]
fn words_that_have_spoken_for_a_service_count_less_again() {
    let ask = 1.15;
    let engine = engine(vec![rule(&["pods"], &[("eks", 3.0)]), rule(&["pods restart"], &[("eks", 2.0)])]);
    close(score(&engine.read("Pods?"), "eks"), ask * share(5.0) * 3.0);
    // Half of the words of the second rule were said before, and 0.65 of that half is gone.
    close(score(&engine.read("Pods restart?"), "eks"), ask * share(5.0) * (3.0 + 2.0 * (1.0 - 0.5 * 0.65)));
    // Also where other words stand before.
    let half_said = ask * share(5.0) * (3.0 + 2.0 * (1.0 - 0.5 * 0.65));
    close(score(&engine.read("Which of them should have its pods restart?"), "eks"), half_said);
    // What speaks against it is another matter.
    let mut against = rule(&["pods"], &[]);
    against.against = weights(&[("eks", 1.0)]);
    let engine = super::engine(vec![rule(&["pods"], &[("eks", 3.0)]), against]);
    close(score(&engine.read("Pods?"), "eks"), ask * share(3.0) * 2.0);
}

#[test]
fn where_words_stand_weighs() {
    let signals = ["pods", "nodes", "clusters", "hosts", "charts", "masters", "kubelets", "manifests"];
    let engine = engine(vec![rule(&signals, &[("eks", 4.0)])]);
    for (text, strength) in [
        ("Which pods?", 1.15),
        ("The pods must stay. Which one?", 1.1),
        ("There are pods. Which one?", 0.9),
        ("Somebody proposes pods. Which one?", 0.9 * 0.4),
        ("They migrate from pods to tasks. Which one?", 0.9 * 0.4),
        ("Which pods or nodes or clusters?", 1.15 * (1.0 + 2.0 * 0.8)),
        ("Which pods or other pods?", 1.15),
        // Five further signals count, and no more.
        ("Which pods, nodes, clusters, hosts, charts, masters, kubelets, manifests?", 1.15 * (1.0 + 5.0 * 0.8)),
    ] {
        let found = score(&engine.read(text), "eks");
        assert!((found - strength * share(4.0) * 4.0).abs() < 0.0002, "{text}: {}", found / share(4.0) / 4.0);
    }
}

#[test]
fn parents_and_children_lift_each_other() {
    let engine = engine(vec![rule(&["ECS"], &[("ecs", 4.0)]), rule(&["tasks"], &[("ecs-fargate", 3.0)])]);
    let (ask, ecs, child) = (1.15, share(4.0) * 4.0, share(3.0) * 3.0);
    let answer = engine.read("ECS tasks?");
    close(score(&answer, "ecs-fargate"), ask * (child + 0.3 * ecs));
    close(score(&answer, "ecs"), ask * (ecs + 0.12 * child));
    close(score(&answer, "fargate"), ask * 0.12 * (child + 0.3 * ecs));
    close(score(&engine.read("Tasks?"), "ecs"), ask * 0.12 * child);
    // Who asks for a service means the whole.
    let asked = engine.read("It has tasks. Which AWS service fits?");
    let tasks = 0.9 * child;
    close(score(&asked, "ecs-fargate"), 0.7 * tasks);
    close(score(&asked, "ecs"), 0.12 * tasks + 0.1 * tasks);
}

#[test]
fn facts_count_half_where_no_rule_speaks_and_more_the_more_rules_say() {
    let text = "Hosts that wait?";
    let facts = facts(&[]);
    // Three words, of six that are enough.
    let backing = facts.backing(&facts.met(&facts.words(&reading::Reading::of(text))), 6)[1] * 3.0 / 6.0;
    let with = |weight: f64| {
        let rules = [(Slug::new("wait").unwrap(), rule(&["wait"], &[("lambda", weight)]))].into();
        let answer = with_traps(rules, hosts_and_pods()).read(text);
        (score(&answer, "ecs"), score(&answer, "lambda"))
    };
    let rules = |weight: f64| 1.15 * share(weight) * weight;
    close(score(&with_traps(BTreeMap::new(), hosts_and_pods()).read(text), "ecs"), 0.5 * backing);
    let (by_facts, by_rules) = with(3.0);
    close(by_rules, rules(3.0));
    // Below all of it: 0.5 and 0.12 for each weight of the rules.
    assert!(0.5 + 0.12 * by_rules < 1.15);
    close(by_facts, backing * (0.5 + 0.12 * by_rules).min(1.0));
    let (by_facts, by_rules) = with(5.0);
    assert!(by_rules > 1.0 / 0.12 - 0.5 / 0.12);
    close(by_facts, backing);
}

#[test]
fn facts_say_the_less_of_a_text_the_fewer_words_it_has() {
    let engine = with_traps(BTreeMap::new(), hosts_and_pods());
    let of = |text: &str| score(&engine.read(text), "ecs");
    let enough = of("Hosts so or so or so?");
    close(of("Hosts so?"), enough * 2.0 / 6.0);
    close(of("Hosts so or so or so or so or so?"), enough);
}

#[test]
fn an_option_is_worth_what_the_scenario_points_to() {
    let engine = engine(vec![
        rule(&["containers"], &[("ecs", 2.0)]),
        rule(&["pods"], &[("eks", 4.0)]),
        rule(&["balanced"], &[("alb", 1.0)]),
    ]);
    let (ecs, eks) = (share(3.0) * 2.0, share(4.0) * 4.0);
    let scores = |options: &[&str]| -> Vec<f64> {
        let answer = engine.choose("Which containers or pods?", options, 1);
        answer.options.unwrap().iter().map(|option| option.score).collect()
    };
    let named = |of: f64| 2.2 * of + 0.75 * of / 2.0;
    // A rule's weight proposes 0.15 of itself: two thirds for EKS, beside a name.
    let pods = 0.15 * 4.0;
    let both = 2.2 * pods + 0.75 * pods / (1.0 + 1.0 + pods);
    let found = scores(&["Use Amazon EKS", "Use Amazon ECS", "Run pods behind Amazon ALB", "Set it to 0"]);
    let mean = (named(1.0) + named(ecs / eks) + both) / 3.0;
    for (found, by_hand) in found.iter().zip([named(1.0), named(ecs / eks), both, 0.4 * mean]) {
        close(*found, by_hand);
    }
    // However many rules propose it, it is proposed one and a half times at most, and counts once.
    let many = rule(&["fleet"], &[("eks", 20.0)]);
    let engine = super::engine(vec![rule(&["pods"], &[("eks", 4.0)]), many]);
    let answer = engine.choose("Which pods?", &["Run a fleet"], 1);
    close(answer.options.unwrap()[0].score, 2.2 + 0.75 * 1.5 / 2.5);
}

#[test]
fn an_option_says_what_it_proposes_without_parents() {
    let engine = engine(vec![
        rule(&["pods"], &[("eks", 3.0)]),
        rule(&["functions"], &[("lambda", 2.0)]),
        rule(&["tasks"], &[("ecs-fargate", 5.0)]),
    ]);
    let services = |option: &str| -> Vec<String> {
        let answer = engine.choose("Which?", &[option], 1);
        answer.options.unwrap()[0].services.iter().map(ToString::to_string).collect()
    };
    assert_eq!(services("Use Amazon ALB"), ["alb"]);
    assert_eq!(services("Run pods"), ["eks"]);
    assert_eq!(services("Run tasks on Amazon ECS behind Amazon ALB"), ["alb", "ecs-fargate"]);
    assert_eq!(services("Run functions"), Vec::<String>::new(), "a light word proposes nothing yet");
    assert_eq!(services("Use no Amazon ALB"), Vec::<String>::new());
}

#[test]
fn a_name_without_its_short_words_is_not_another_services() {
    let service = |title: &str| Service { title: title.to_owned(), aliases: vec![], parents: vec![] };
    let all = [("eks", service("EKS")), ("eks-a", service("EKS-A")), ("void", service("—"))];
    let services = Services::new(all.into_iter().map(|(id, s)| (ServiceId::new(id).unwrap(), s)).collect()).unwrap();
    let engine = Engine::new(&RuleBook::default(), &services);
    let answer = engine.choose("Which?", &["Use EKS"], 1);
    let proposed = &answer.options.unwrap()[0].services;
    assert_eq!(proposed.iter().map(ServiceId::as_str).collect::<Vec<_>>(), ["eks"]);
}

#[test]
fn a_rule_of_one_part_hears_only_that_part() {
    let needed = Rule { part: Some(Part::Need), ..rule(&["pods"], &[("eks", 4.0)]) };
    let engine = engine(vec![needed]);
    assert!(engine.read("There are pods. Which one?").verdicts.is_empty());
    close(score(&engine.read("The pods must stay. Which one?"), "eks"), 1.1 * share(4.0) * 4.0);
    // A requirement may stand in the question too.
    close(score(&engine.read("It runs. Which pods?"), "eks"), 1.15 * share(4.0) * 4.0);
}
