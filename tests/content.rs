//! The shipped pack holds what CONTRIBUTING and the README promise of it.
#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

use std::collections::{BTreeMap, BTreeSet};

use plimsoll::domain::content::{Item, Kind, Pack, Question};
use plimsoll::domain::id::ServiceId;
use plimsoll::pack::{self, Files};

fn shipped() -> Pack {
    let loaded = pack::load(&Files::embedded());
    assert_eq!(loaded.problems, vec![]);
    loaded.pack.unwrap()
}

fn questions(pack: &Pack) -> impl Iterator<Item = (&Item, &Question)> {
    pack.items.iter().filter_map(|item| match &item.kind {
        Kind::Question(question) => Some((item, question)),
        _ => None,
    })
}

#[test]
fn every_objective_is_taught_and_every_item_teaches() {
    let pack = shipped();
    assert_eq!(pack.objectives.len(), 381);
    let taught: BTreeSet<_> = pack.items.iter().flat_map(|item| &item.teaches).collect();
    let untaught: Vec<_> = pack.objectives.keys().filter(|id| !taught.contains(id)).collect();
    assert!(untaught.is_empty(), "{untaught:?}");
    let idle: Vec<_> = pack.items.iter().filter(|item| item.teaches.is_empty()).map(|item| &item.id).collect();
    assert!(idle.is_empty(), "{idle:?}");
    let unasked: Vec<_> = pack.objectives.iter().filter(|(_, o)| o.exams.is_empty()).map(|(id, _)| id).collect();
    assert!(unasked.is_empty(), "no exam asks {unasked:?}");
}

#[test]
fn every_item_has_a_source_and_a_month() {
    let pack = shipped();
    let bare: Vec<_> = pack.items.iter().filter(|item| item.source.is_none() || item.verified.is_none()).collect();
    assert!(bare.is_empty(), "{bare:?}");
}

#[test]
fn there_is_enough_of_each_kind() {
    let pack = shipped();
    let count = |kind: &str| pack.items.iter().filter(|item| item.kind.name() == kind).count();
    let cards: usize = pack.items.iter().filter(|i| i.kind.name() == "note").map(|item| item.cards().len()).sum();
    assert!(cards >= 450 && count("trap") >= 90 && count("question") >= 240, "{cards} {}", count("trap"));
    assert!(questions(&pack).filter(|(_, question)| question.choose > 1).count() >= 35);
}

#[test]
fn questions_cover_services_and_subjects() {
    let pack = shipped();
    let mut by_service: BTreeMap<ServiceId, usize> = BTreeMap::new();
    let mut by_tag: BTreeMap<&str, usize> = BTreeMap::new();
    for (item, _) in questions(&pack) {
        for service in pack.services.ancestry(&item.service) {
            *by_service.entry(service).or_default() += 1;
        }
        for tag in &item.tags {
            *by_tag.entry(tag).or_default() += 1;
        }
    }
    for (service, least) in [("ecs", 70), ("eks", 50), ("fargate", 40), ("ecr", 30)] {
        let found = by_service[service];
        assert!(found >= least, "{service}: {found}");
    }
    for tag in ["networking", "security", "deployment", "storage", "monitoring"] {
        assert!(by_tag[tag] >= 10, "{tag}: {}", by_tag[tag]);
    }
}

/// A candidate must know when not to choose a container service.
#[test]
fn enough_answers_are_no_container_service() {
    const OTHERS: [&str; 20] = [
        "lambda",
        "batch",
        "step-functions",
        "elastic-beanstalk",
        "lightsail",
        "ec2",
        "s3",
        "sqs",
        "amplify",
        "api-gateway",
        "cloudfront",
        "dynamodb",
        "aurora",
        "mgn",
        "ec2-image-builder",
        "eventbridge",
        "codeartifact",
        "outposts",
        "app-runner",
        "savings-plans",
    ];
    let pack = shipped();
    let found = questions(&pack).filter(|(item, _)| OTHERS.contains(&item.service.as_str())).count();
    assert!(found >= 35, "{found}");
}

#[test]
fn the_labels_that_rules_and_questions_use_exist() {
    const LABELS: &str = "ecs ecs-ec2 ecs-fargate ecs-anywhere ecs-managed-instances eks eks-ec2 eks-fargate eks-anywhere ecr \
        fargate efs ebs s3 iam-task-role iam-execution-role irsa eks-pod-identity alb nlb cloud-map service-connect \
        codedeploy-blue-green ecs-blue-green codepipeline service-auto-scaling capacity-provider cluster-autoscaler karpenter \
        cloudwatch container-insights x-ray cloudtrail secrets-manager parameter-store lambda batch app-runner \
        elastic-beanstalk lightsail ec2 step-functions vpc-endpoints guardduty inspector";
    let pack = shipped();
    let missing: Vec<_> = LABELS.split_whitespace().filter(|label| pack.services.get(label).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let nameless: Vec<_> = pack.services.iter().filter(|(_, s)| s.title.is_empty()).map(|(id, _)| id).collect();
    assert!(nameless.is_empty(), "{nameless:?}");
}

#[test]
fn blueprints_are_those_of_the_real_exams() {
    let pack = shipped();
    let form = |id: &str| {
        let exam = &pack.exams[id];
        (exam.questions, exam.unscored, exam.minutes, exam.domains.len())
    };
    assert_eq!(form("clf-c02"), (65, 15, 90, 4));
    assert_eq!(form("saa-c03"), (65, 15, 130, 4));
    assert_eq!(form("dva-c02"), (65, 15, 130, 4));
    assert_eq!(form("soa-c03"), (65, 15, 130, 5));
    assert_eq!(form("sap-c02"), (75, 10, 180, 4));
    assert_eq!(form("dop-c02"), (75, 10, 180, 6));
}

/// Options are shuffled, so the key's place tells nothing; its length must not either.
#[test]
fn the_longest_option_is_not_the_key_more_often_than_chance() {
    let pack = shipped();
    let (mut single, mut longest, mut expected) = (0, 0, 0.0);
    for (_, question) in questions(&pack).filter(|(_, question)| question.choose == 1) {
        let length = |text: &str| text.chars().count();
        let most = question.options.iter().map(|option| length(&option.text)).max().unwrap();
        let at_most: Vec<_> = question.options.iter().filter(|option| length(&option.text) == most).collect();
        single += 1;
        longest += usize::from(at_most.len() == 1 && at_most[0].correct);
        expected += 1.0 / question.options.len() as f64;
    }
    // Three standard deviations of a binomial with one of four.
    let limit = expected + 3.0 * (0.1875 * f64::from(single)).sqrt();
    assert!((longest as f64) < limit, "{longest} of {single}");
}
