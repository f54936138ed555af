//! Services and their parents: a graph without cycles.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::id::ServiceId;

/// What an answer selects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Its name for people.
    pub title: String,
    /// Other names under which people look for it.
    pub aliases: Vec<String>,
    /// More general services that it belongs to.
    pub parents: Vec<ServiceId>,
}

/// All services of a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Services {
    by_id: BTreeMap<ServiceId, Service>,
}

impl Services {
    /// Takes services whose parents all exist.
    ///
    /// # Errors
    /// The services on a cycle of parents, in order, first one repeated at the end; or a lone missing parent.
    pub fn new(by_id: BTreeMap<ServiceId, Service>) -> Result<Self, Vec<ServiceId>> {
        let missing = |service: &Service| service.parents.iter().find(|id| !by_id.contains_key(*id)).cloned();
        if let Some(missing) = by_id.values().find_map(missing) {
            return Err(vec![missing]);
        }
        let services = Self { by_id };
        match services.cycle() {
            Some(cycle) => Err(cycle),
            None => Ok(services),
        }
    }

    /// The service of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Service> {
        self.by_id.get(id)
    }

    /// The id as it is kept here, so that it can be borrowed.
    #[must_use]
    pub fn key(&self, id: &str) -> Option<&ServiceId> {
        self.by_id.get_key_value(id).map(|(id, _)| id)
    }

    /// Its name for people, or the id itself when the pack doesn't know it.
    #[must_use]
    pub fn title<'a>(&'a self, id: &'a str) -> &'a str {
        self.by_id.get(id).map_or(id, |service| service.title.as_str())
    }

    /// All of them by id.
    pub fn iter(&self) -> impl Iterator<Item = (&ServiceId, &Service)> {
        self.by_id.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The service and everything above it, each once.
    #[must_use]
    pub fn ancestry(&self, id: &ServiceId) -> BTreeSet<ServiceId> {
        let mut found = BTreeSet::new();
        let mut open = vec![id.clone()];
        while let Some(id) = open.pop() {
            if let Some(service) = self.by_id.get(&id)
                && found.insert(id)
            {
                open.extend(service.parents.iter().cloned());
            }
        }
        found
    }

    fn cycle(&self) -> Option<Vec<ServiceId>> {
        let mut done = BTreeSet::new();
        self.by_id.keys().find_map(|start| self.cycle_from(start, &mut done))
    }

    /// Depth first with the path kept aside, so that a long chain of parents can't exhaust the stack.
    fn cycle_from<'a>(&'a self, start: &'a ServiceId, done: &mut BTreeSet<&'a ServiceId>) -> Option<Vec<ServiceId>> {
        let mut path: Vec<(&ServiceId, usize)> = vec![(start, 0)];
        let mut on_path = BTreeSet::from([start]);
        while let Some((id, next)) = path.pop() {
            let parent = self.by_id.get(id).and_then(|service| service.parents.get(next));
            let Some(parent) = parent.filter(|_| !done.contains(id)) else {
                done.insert(id);
                on_path.remove(id);
                continue;
            };
            path.push((id, next + 1));
            if !on_path.insert(parent) {
                let from = path.iter().position(|(id, _)| *id == parent).unwrap_or(0);
                let around = path[from..].iter().map(|(id, _)| (*id).clone());
                return Some(around.chain([parent.clone()]).collect());
            }
            path.push((parent, 0));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services(edges: &[(&str, &[&str])]) -> BTreeMap<ServiceId, Service> {
        let id = |text: &str| ServiceId::new(text).unwrap();
        let service = |name: &str, parents: &[&str]| Service {
            title: name.into(),
            aliases: vec![],
            parents: parents.iter().map(|parent| id(parent)).collect(),
        };
        edges.iter().map(|(name, parents)| (id(name), service(name, parents))).collect()
    }

    #[test]
    fn ancestry_counts_each_once() {
        let all = Services::new(services(&[("a", &[]), ("b", &["a"]), ("c", &["a"]), ("d", &["b", "c"])])).unwrap();
        let names: Vec<_> = all.ancestry(&ServiceId::new("d").unwrap()).into_iter().map(String::from).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_cycle_is_named() {
        let cycle = Services::new(services(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"])])).unwrap_err();
        assert_eq!(cycle.iter().map(ServiceId::as_str).collect::<Vec<_>>(), ["a", "b", "c", "a"]);
        assert!(Services::new(services(&[("a", &["a"])])).is_err());
    }

    #[test]
    fn a_missing_parent_is_named() {
        let missing = Services::new(services(&[("a", &["nowhere"])])).unwrap_err();
        assert_eq!(missing.iter().map(ServiceId::as_str).collect::<Vec<_>>(), ["nowhere"]);
    }

    #[test]
    fn a_pack_without_services_has_none() {
        assert!(Services::default().is_empty());
        assert!(!Services::new(services(&[("a", &[])])).unwrap().is_empty());
    }
}
