//! Exam blueprints and objectives.

use std::collections::BTreeMap;

use super::{Check, DomainId, ExamId, ObjectiveId};
use crate::domain::content::{Blueprint, Domain, Objective};
use crate::pack::raw::{self, Entries};

impl Check<'_> {
    /// A blueprint of the pack.
    pub fn exam(&mut self, exam: raw::Exam) -> Option<(ExamId, Blueprint)> {
        let title = self.title(exam.title);
        let questions = self.count("questions", exam.questions, 1, 1_000);
        let most_unscored = questions.map_or(999, |questions| i64::from(questions) - 1);
        let unscored = self.count("unscored", exam.unscored, 0, most_unscored);
        let minutes = self.count("minutes", exam.minutes, 1, 10_000);
        self.names.set_domains(self.id.unwrap_or_default(), exam.domains.0.iter().map(|(id, _)| id.clone()));
        let domains = self.domains(exam.domains);
        let id = self.own_id()?;
        let (questions, unscored, minutes) = (questions?, unscored?, minutes?);
        Some((id, Blueprint { title, questions, unscored, minutes, domains: domains? }))
    }

    /// An objective of the pack.
    pub fn objective(&mut self, objective: raw::Objective) -> Option<(ObjectiveId, Objective)> {
        self.heading(&["title"], &objective.title);
        let exams = self.exams(&objective.exams);
        let id = self.own_id()?;
        Some((id, Objective { title: objective.title, exams: exams? }))
    }

    fn count(&mut self, field: &str, number: i64, least: i64, most: i64) -> Option<u32> {
        if (least..=most).contains(&number) {
            return u32::try_from(number).ok();
        }
        self.error(&[field], format!("`{field}` is {number}"), format!("it is {least} to {most}"));
        None
    }

    fn domains(&mut self, domains: Entries<raw::Domain>) -> Option<BTreeMap<DomainId, Domain>> {
        // Three times 33.3 is meant to be 100.
        const NEAR_ENOUGH: f64 = 0.11;
        let sum: f64 = domains.0.iter().map(|(_, domain)| domain.weight).sum();
        if domains.0.is_empty() {
            self.error(&["domains"], "the exam has no domain", "name at least one, with `weight: 100`");
        } else if (sum - 100.0).abs() > NEAR_ENOUGH {
            self.error(&["domains"], format!("the weights of the domains sum to {sum}"), "they sum to 100 percent");
        }
        let mut all = Some(BTreeMap::new());
        for (id, domain) in domains.0 {
            if let Some(title) = &domain.title {
                self.heading(&["domains", &id, "title"], title);
            }
            if domain.weight <= 0.0 {
                let message = format!("the weight of domain `{id}` is {}", domain.weight);
                self.error(&["domains", &id, "weight"], message, "weights are above 0");
            }
            let title = domain.title.unwrap_or_else(|| id.clone());
            match (self.as_id(&["domains", &id], &id), &mut all) {
                (Some(id), Some(all)) => {
                    all.insert(id, Domain { title, weight: domain.weight });
                }
                _ => all = None,
            }
        }
        all
    }
}
