//! The judged queries over the shipped pack: what people type finds what they mean. The half that nothing was tuned on
//! is the bar.
#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

#[path = "search/judged.rs"]
mod judged;

use judged::judged;
use plimsoll::domain::search::{Document, Index, Query};
use plimsoll::pack::{self, Files};

#[test]
fn what_people_type_finds_what_they_mean() {
    let pack = pack::load(&Files::embedded()).pack.unwrap();
    let index = Index::build(pack.items.iter().map(|item| Document::of(item, &pack.services)));
    for half in ["tune", "held"] {
        let queries = judged(half).unwrap();
        assert!(queries.len() >= 60);
        let (mut hits, mut typos, mut typo_hits) = (0, 0, 0);
        for query in &queries {
            let ids: Vec<String> = query.wanted.iter().map(|id| format!("{}/{id}", pack.id)).collect();
            let known = |id: &String| pack.items.iter().any(|item| item.id.as_str() == id);
            assert!(ids.iter().any(known), "{:?} wants only items that are not in the pack", query.query);
            let found = index.search(&Query::new(&query.query), 5);
            let hit = found.hits.iter().any(|hit| ids.iter().any(|id| id == hit.id.as_str()));
            hits += usize::from(hit);
            typos += usize::from(query.kind == "typo");
            typo_hits += usize::from(hit && query.kind == "typo");
        }
        let share = hits as f64 / queries.len() as f64;
        let typo_share = typo_hits as f64 / typos as f64;
        assert!(share >= 0.95, "{half}: {share:.3} of {} in the first five", queries.len());
        assert!(typo_share >= 0.90, "{half}: {typo_share:.3} of {typos} mistyped ones");
    }
}
