//! Services and the graph of their parents.

use std::collections::BTreeMap;

use super::{Check, Kind, ServiceId};
use crate::domain::content::{Service, Services};
use crate::pack::problem::{Mark, Problem, Problems};
use crate::pack::raw;

/// A service and where its parents stand.
pub(in crate::pack) struct Placed {
    pub service: Service,
    pub file: u32,
    /// Place of each parent, in order.
    pub parents: Vec<Mark>,
}

impl Check<'_> {
    /// A service of the pack.
    pub fn service(&mut self, service: raw::Service) -> Option<(ServiceId, Placed)> {
        let title = self.title(service.title);
        self.texts("aliases", &service.aliases);
        let parents = self.names(Kind::Service, "parents", &service.parents);
        let marks = self.marks("parents");
        let id = self.own_id()?;
        let service = Service { title, aliases: service.aliases, parents: parents? };
        Some((id, Placed { service, file: self.file_no, parents: marks }))
    }
}

/// The services as a graph. Tells every cycle, at the parent that closes it; `path` gives a file's path by its number.
pub(in crate::pack) fn graph(
    mut placed: BTreeMap<ServiceId, Placed>,
    problems: &mut Problems,
    path: impl Fn(u32) -> String,
) -> Services {
    let ids: Vec<_> = placed.keys().cloned().collect();
    for Placed { service, parents, .. } in placed.values_mut() {
        // Unknown parents have their own problem; without them, what is left can be held against cycles.
        let known: Vec<_> = service.parents.iter().map(|parent| ids.binary_search(parent).is_ok()).collect();
        keep(&mut service.parents, &known);
        keep(parents, &known);
    }
    const MOST_CYCLES: usize = 100;
    for _ in 0..MOST_CYCLES {
        let services = placed.iter().map(|(id, placed)| (id.clone(), placed.service.clone())).collect();
        let cycle = match Services::new(services) {
            Ok(services) => return services,
            Err(cycle) => cycle,
        };
        let [.., from, to] = cycle.as_slice() else { return Services::default() };
        let Some(Placed { service, file, parents }) = placed.get_mut(from) else { return Services::default() };
        let Some(at) = service.parents.iter().position(|parent| parent == to) else { return Services::default() };
        let around = cycle.iter().map(ServiceId::as_str).collect::<Vec<_>>().join(" → ");
        let message = format!("the parents go round in a circle: {around}");
        let problem = Problem::error(&path(*file), message, "take out one of these parents");
        problems.add(problem.at(parents.get(at).copied().unwrap_or_default()).of(from.as_str()));
        service.parents.remove(at);
        parents.remove(at);
    }
    Services::default()
}

fn keep<T>(list: &mut Vec<T>, which: &[bool]) {
    let mut which = which.iter();
    list.retain(|_| which.next().copied().unwrap_or(false));
}
