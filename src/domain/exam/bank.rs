//! The questions that a paper can be drawn from.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::content::{Blueprint, Objective, Services};
use crate::domain::exam::setup::{Only, Scope};
use crate::domain::id::{DomainId, ExamId, ItemId, ObjectiveId, PackId, ServiceId};
use crate::domain::time::Timestamp;

/// A question with what the draw must know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The question.
    pub id: ItemId,
    /// What its right answer selects.
    pub service: ServiceId,
    /// Its domain in the exam.
    pub domain: Option<DomainId>,
    /// When it was last shown, in an exam or as a card; none when it never was.
    pub seen: Option<Timestamp>,
    /// Whether it was answered wrong, or not at all, when an exam last asked it.
    pub missed: bool,
    /// Whether the learner doubts its key as it is worded now. Then it is not drawn.
    pub doubted: bool,
}

/// The questions of one pack that belong to one exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Bank {
    /// The pack.
    pub pack: PackId,
    /// Its name for people.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Hash of its files.
    pub hash: u64,
    /// The exam; none for the whole pack.
    pub exam: Option<ExamId>,
    /// The exam's form.
    pub blueprint: Blueprint,
    /// The pack's services.
    pub services: Services,
    candidates: Vec<Candidate>,
}

/// How many questions there are for a scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Available {
    /// All of them.
    pub total: u32,
    /// Those never shown.
    pub unseen: u32,
    /// Those missed when last asked.
    pub missed: u32,
    /// Those left out, because the learner doubts their key; in none of the other counts.
    pub doubted: u32,
    /// All of them by domain, every domain of the blueprint named.
    pub domains: BTreeMap<DomainId, u32>,
}

impl Bank {
    /// A bank of those candidates that are part of the exam: all of them for the whole pack, else those in one of the
    /// blueprint's domains.
    #[must_use]
    pub fn new(
        pack: (PackId, String, String, u64),
        exam: Option<ExamId>,
        blueprint: Blueprint,
        services: Services,
        mut candidates: Vec<Candidate>,
    ) -> Self {
        let (pack, title, version, hash) = pack;
        match exam {
            Some(_) => {
                candidates.retain(|c| c.domain.as_ref().is_some_and(|domain| blueprint.domains.contains_key(domain)));
            }
            None => candidates.iter_mut().for_each(|candidate| candidate.domain = None),
        }
        // In the order of their ids, so that neither files nor tables decide what a seed draws.
        candidates.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Self { pack, title, version, hash, exam, blueprint, services, candidates }
    }

    /// The form of a whole pack without domains: its questions, 65 at most, two minutes each.
    #[must_use]
    pub fn whole(title: &str, questions: u32) -> Blueprint {
        let questions = questions.clamp(1, 65);
        Blueprint { title: title.to_owned(), questions, unscored: 0, minutes: 2 * questions, domains: [].into() }
    }

    /// All questions by id.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The questions that fit, by id.
    #[must_use]
    pub fn fitting(&self, scope: &Scope) -> Vec<&Candidate> {
        let mut fitting = self.asked_for(scope);
        fitting.retain(|candidate| !candidate.doubted);
        fitting
    }

    /// The questions that are asked for, doubtful keys or not.
    fn asked_for(&self, scope: &Scope) -> Vec<&Candidate> {
        let services = scope.service.as_ref().map(|service| self.below(service));
        let fits = |candidate: &&Candidate| {
            let past = match &scope.only {
                Only::Any => true,
                Only::Unseen => candidate.seen.is_none(),
                Only::Missed => candidate.missed,
                Only::These(these) => these.contains(&candidate.id),
            };
            past && (scope.domain.is_none() || candidate.domain == scope.domain)
                && services.as_ref().is_none_or(|services| services.contains(&candidate.service))
        };
        self.candidates.iter().filter(fits).collect()
    }

    /// How many questions fit.
    #[must_use]
    pub fn available(&self, scope: &Scope) -> Available {
        let fitting = self.fitting(scope);
        let count = |of: &dyn Fn(&Candidate) -> bool| {
            u32::try_from(fitting.iter().filter(|candidate| of(candidate)).count()).unwrap_or(u32::MAX)
        };
        let of_domain = |domain: &DomainId| count(&|candidate| candidate.domain.as_ref() == Some(domain));
        Available {
            total: count(&|_| true),
            unseen: count(&|candidate| candidate.seen.is_none()),
            missed: count(&|candidate| candidate.missed),
            doubted: u32::try_from(self.asked_for(scope).len() - fitting.len()).unwrap_or(u32::MAX),
            domains: self.blueprint.domains.keys().map(|domain| (domain.clone(), of_domain(domain))).collect(),
        }
    }

    /// The service and everything below it.
    fn below(&self, service: &ServiceId) -> BTreeSet<ServiceId> {
        let belongs = |id: &&ServiceId| self.services.ancestry(id).contains(service);
        self.services.iter().map(|(id, _)| id).filter(belongs).cloned().collect()
    }
}

/// An item's domain in an exam: its own entry, else that of the first objective it teaches that has one.
#[must_use]
pub fn domain_in<'a>(
    exam: &ExamId,
    own: &'a BTreeMap<ExamId, DomainId>,
    teaches: &[ObjectiveId],
    objectives: &'a BTreeMap<ObjectiveId, Objective>,
) -> Option<&'a DomainId> {
    let taught = || teaches.iter().find_map(|id| objectives.get(id)?.exams.get(exam));
    own.get(exam).or_else(taught)
}
