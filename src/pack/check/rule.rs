//! Rules: signals that point to or against services.

use std::collections::BTreeMap;

use super::{Check, Kind, ServiceId, Slug};
use crate::domain::content::Rule;
use crate::pack::raw::{self, Entries};

impl Check<'_> {
    /// A rule of the pack.
    pub fn rule(&mut self, rule: raw::Rule) -> Option<(Slug, Rule)> {
        for (field, signals) in [("any", &rule.any), ("all", &rule.all), ("none", &rule.none)] {
            self.texts(field, signals);
        }
        self.text(&["because"], &rule.because);
        if rule.any.is_empty() && rule.all.is_empty() {
            self.error(&[], "the rule has no signal", "list words or phrases under `any` or `all`");
        }
        if rule.points_to.0.is_empty() && rule.against.0.is_empty() {
            self.error(&[], "the rule says nothing", "name services with weights under `points_to` or `against`");
        }
        let points_to = self.weights("points_to", &rule.points_to);
        let against = self.weights("against", &rule.against);
        let id = self.own_id()?;
        let (any, all, none, because) = (rule.any, rule.all, rule.none, rule.because);
        Some((id, Rule { any, all, none, points_to: points_to?, against: against?, because }))
    }

    fn weights(&mut self, field: &str, weights: &Entries<f64>) -> Option<BTreeMap<ServiceId, f64>> {
        let mut all = Some(BTreeMap::new());
        for ((service, weight), mark) in weights.0.iter().zip(self.marks(field)) {
            if *weight <= 0.0 {
                let message = format!("the weight of `{service}` in `{field}` is {weight}");
                self.error(&[field, service], message, "weights are above 0; what speaks against goes under `against`");
            }
            match (self.name::<ServiceId>(Kind::Service, service, mark), &mut all) {
                (Some(service), Some(all)) => {
                    all.insert(service, *weight);
                }
                _ => all = None,
            }
        }
        all
    }
}
