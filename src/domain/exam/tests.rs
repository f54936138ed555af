//! Attempts as learners sit them.

mod drawing;
mod edges;
mod exporting;
mod learner;
mod random;
mod reporting;
mod sitting;

use std::collections::BTreeMap;

use learner::{Sitting, attempt};

use super::*;
use crate::domain::content::{Blueprint, Choice, Domain, Item, Kind, Question, Service, Services};
use crate::domain::id::{DomainId, ExamId, ItemId, PackId, ServiceId, Slug};
use crate::domain::time::Timestamp;

pub(super) const SECOND: i64 = 1_000;
pub(super) const MINUTE: i64 = 60 * SECOND;
pub(super) const START: Timestamp = Timestamp(1_767_600_000_000);

pub(super) fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

pub(super) fn exam() -> Option<ExamId> {
    Some(ExamId::new("saa-c03").unwrap())
}

pub(super) fn domain(text: &str) -> DomainId {
    DomainId::new(text).unwrap()
}

/// SAA-C03's form.
pub(super) fn blueprint() -> Blueprint {
    let domains = [
        ("secure", "Secure architectures", 30.0),
        ("resilient", "Resilient architectures", 26.0),
        ("high-performing", "High-performing architectures", 24.0),
        ("cost-optimized", "Cost-optimized architectures", 20.0),
    ];
    let domains = domains.map(|(id, title, weight)| (domain(id), Domain { title: title.into(), weight }));
    Blueprint {
        title: "Solutions Architect Associate".into(),
        questions: 65,
        unscored: 15,
        minutes: 130,
        domains: domains.into(),
    }
}

pub(super) fn services() -> Services {
    let service = |(id, title, parents): (&str, &str, &[&str])| {
        let parents = parents.iter().map(|parent| ServiceId::new(*parent).unwrap()).collect();
        (ServiceId::new(id).unwrap(), Service { title: title.into(), aliases: vec![], parents })
    };
    let all: [(&str, &str, &[&str]); 4] = [
        ("ecs", "Amazon ECS", &[]),
        ("fargate", "AWS Fargate", &[]),
        ("ecs-fargate", "ECS on Fargate", &["ecs", "fargate"]),
        ("eks", "Amazon EKS", &[]),
    ];
    Services::new(all.map(service).into()).unwrap()
}

/// A question with options a, b, c, ..., whose key is the first ones; it names a trap and a note.
pub(super) fn question(name: &str, choose: u8, options: u8) -> Item {
    let option = |at: u8| {
        let letter = char::from(b'a' + at);
        let text = format!("Option {letter} of {name}");
        Choice { id: slug(&letter.to_string()), text, why: format!("Why {letter}."), correct: at < choose }
    };
    let question = Question {
        stem: format!("What about {name}?"),
        choose,
        needs_options: false,
        difficulty: 2,
        options: (0..options).map(option).collect(),
        pin_last: vec![],
        traps: vec![slug("lure")],
        notes: vec![slug("sheet")],
    };
    Item {
        source: Some("https://example.org/source".into()),
        ..Item::bare(&format!("demo/{name}"), "ecs-fargate", Kind::Question(question))
    }
}

pub(super) fn bank_of(candidates: Vec<Candidate>) -> Bank {
    let pack = (PackId::new("demo").unwrap(), "Demo".to_owned(), "2026.11.0".to_owned(), 7);
    Bank::new(pack, exam(), blueprint(), services(), candidates)
}

pub(super) fn candidate(name: &str, in_domain: &str) -> Candidate {
    Candidate {
        id: ItemId::new(format!("demo/{name}")).unwrap(),
        service: ServiceId::new("ecs-fargate").unwrap(),
        domain: Some(domain(in_domain)),
        seen: None,
        missed: false,
        doubted: false,
    }
}

/// Each domain with that many questions, named like `secure-07`.
pub(super) fn bank(each: u32) -> Bank {
    let of = |id: &DomainId| (0..each).map(|n| candidate(&format!("{id}-{n:02}"), id.as_str())).collect::<Vec<_>>();
    bank_of(blueprint().domains.keys().flat_map(of).collect())
}

pub(super) fn setup(questions: u32) -> Setup {
    Setup::full(exam(), &blueprint(), 42).length(questions, &blueprint())
}

/// A paper of these questions, in that order.
pub(super) fn paper_of(setup: &Setup, items: Vec<Item>) -> Paper {
    let pick =
        |item: &Item| Pick { id: item.id.clone(), domain: Some(domain("secure")), scored: true, first_sight: true };
    let drawn = Drawn { picks: items.iter().map(pick).collect(), short: vec![] };
    Paper::new(&bank(1), setup, &drawn, items, START).unwrap()
}

pub(super) fn items_of(drawn: &Drawn) -> Vec<Item> {
    drawn.picks.iter().map(|pick| question(pick.id.slug(), 1, 4)).collect()
}

pub(super) fn by_domain(drawn: &Drawn) -> BTreeMap<&str, usize> {
    drawn.picks.iter().fold(BTreeMap::new(), |mut counts, pick| {
        *counts.entry(pick.domain.as_ref().map_or("", DomainId::as_str)).or_default() += 1;
        counts
    })
}
