//! In which order a learner meets a pack's items for the first time.

use std::collections::HashMap;

use crate::domain::content::Item;

/// The place of each item, 0 first, in the items' own order.
///
/// Within a service, items come in file order, so a pack can put basics first. Between services they are mixed in
/// proportion: after a tenth of the days, a tenth of each service is known, and the large services come first.
#[must_use]
pub fn introduction(items: &[Item]) -> Vec<usize> {
    let mut sizes: HashMap<&str, u64> = HashMap::new();
    for item in items {
        *sizes.entry(item.service.as_str()).or_default() += 1;
    }
    let mut met: HashMap<&str, u64> = HashMap::new();
    let mut shares = Vec::with_capacity(items.len());
    for item in items {
        let service = item.service.as_str();
        let nth = met.entry(service).or_default();
        *nth += 1;
        // The middle of the nth of so many equal parts.
        shares.push((2 * *nth - 1, 2 * sizes.get(service).copied().unwrap_or(1)));
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    // Fractions compared without dividing; equal ones stay in file order.
    order.sort_by(|a, b| (shares[*a].0 * shares[*b].1).cmp(&(shares[*b].0 * shares[*a].1)));
    let mut places = vec![0; items.len()];
    for (place, item) in order.into_iter().enumerate() {
        places[item] = place;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::{Kind, Note};

    fn items(services: &[&str]) -> Vec<Item> {
        let note = || Kind::Note(Note { title: "T".into(), body: "B".into(), cards: vec![] });
        let item = |(n, service): (usize, &&str)| Item::bare(&format!("p/i{n}"), service, note());
        services.iter().enumerate().map(item).collect()
    }

    #[test]
    fn one_service_keeps_its_order() {
        assert_eq!(introduction(&items(&["a", "a", "a"])), [0, 1, 2]);
        assert!(introduction(&[]).is_empty());
    }

    #[test]
    fn services_are_mixed_in_proportion() {
        // Shares: a 1/8 3/8 5/8 7/8, b 1/4 3/4, c 1/2.
        assert_eq!(introduction(&items(&["a", "a", "a", "a", "b", "b", "c"])), [0, 2, 4, 6, 1, 5, 3]);
    }
}
