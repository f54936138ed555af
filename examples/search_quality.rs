//! How often search shows what a person wanted, ours beside other ways: `cargo run --release --example search_quality`.
//!
//! Judged queries are in `tests/fixtures/search/queries.toml`. `-v` lists the queries of the tuned half that fail.
#![allow(clippy::print_stdout, reason = "an example prints what it measures")]

use std::error::Error;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use plimsoll::domain::content::{Item, Services};
use plimsoll::domain::search::{Document, Index, Query};
use plimsoll::pack::{Files, load};
use rusqlite::Connection;

#[path = "../tests/search/judged.rs"]
mod judged;

use judged::{Judged, judged};

/// How far down a wanted item still counts.
const DEPTH: usize = 5;

/// Ids of items for a query, best first.
type Engine<'a> = (&'static str, Box<dyn Fn(&str) -> Vec<String> + 'a>);

fn main() -> Result<(), Box<dyn Error>> {
    let verbose = std::env::args().any(|argument| argument == "-v");
    let pack = load(&Files::embedded()).pack.ok_or("the shipped pack is not valid")?;
    let index = Index::build(pack.items.iter().map(|item| Document::of(item, &pack.services)));
    let texts = texts(&pack.items, &pack.services);
    let (words, trigrams) = (fts(&texts, "unicode61", "prefix='1 2 3'")?, fts(&texts, "trigram", "")?);
    let engines: Vec<Engine<'_>> = vec![
        ("ours", Box::new(|query| ours(&index, query))),
        ("fuzzy-matcher over texts", Box::new(|query| fuzzy(&texts, query))),
        ("SQLite FTS5, bm25, prefix", Box::new(|query| matched(&words, &prefixes(query)))),
        ("SQLite FTS5, bm25, trigram", Box::new(|query| matched(&trigrams, &parts(query)))),
    ];
    for half in ["tune", "held"] {
        let judged = judged(half)?;
        println!("\n{half}: {} queries, {} items", judged.len(), texts.len());
        println!("{:28} {:>6} {:>6} {:>10} {:>6}", "", "hit@1", "hit@5", "typo hit@5", "MRR");
        for (name, search) in &engines {
            let ranks: Vec<_> = judged.iter().map(|judged| (judged, rank(&search(&judged.query), judged))).collect();
            println!("{name:28} {}", row(&ranks));
        }
        let ranks: Vec<_> = judged.iter().map(|judged| (judged, rank(&ours(&index, &judged.query), judged))).collect();
        for kind in ["plain", "abbreviation", "synonym", "order", "typo", "partial", "question"] {
            let of: Vec<_> = ranks.iter().filter(|(judged, _)| judged.kind == kind).copied().collect();
            println!("  ours, {kind:12} ({:2}) {:6} {}", of.len(), "", row(&of));
        }
        if verbose && half == "tune" {
            for (judged, rank) in ranks.iter().filter(|(_, rank)| rank.is_none_or(|rank| rank > 1)) {
                let found = ours(&index, &judged.query);
                println!("\n{:?} at {rank:?}, wanted {:?}", judged.query, judged.wanted);
                for id in found.iter().take(DEPTH) {
                    println!("    {id}{}", if judged.wanted.contains(id) { " *" } else { "" });
                }
            }
        }
    }
    Ok(())
}

fn row(ranks: &[(&Judged, Option<usize>)]) -> String {
    let share = |hits: usize, of: usize| hits as f64 / of.max(1) as f64;
    let within = |ranks: &[(&Judged, Option<usize>)], depth: usize| {
        share(ranks.iter().filter(|(_, rank)| rank.is_some_and(|rank| rank <= depth)).count(), ranks.len())
    };
    let typos: Vec<_> = ranks.iter().filter(|(judged, _)| judged.kind == "typo").copied().collect();
    let reciprocal: f64 = ranks.iter().filter_map(|(_, rank)| *rank).map(|rank| 1.0 / rank as f64).sum();
    format!(
        "{:6.3} {:6.3} {:10.3} {:6.3}",
        within(ranks, 1),
        within(ranks, DEPTH),
        within(&typos, DEPTH),
        reciprocal / ranks.len().max(1) as f64
    )
}

/// Where the first wanted item stands, from 1.
fn rank(found: &[String], judged: &Judged) -> Option<usize> {
    found.iter().position(|id| judged.wanted.contains(id)).map(|at| at + 1)
}

fn ours(index: &Index, query: &str) -> Vec<String> {
    let hits = index.search(&Query::new(query), 20).hits;
    hits.into_iter().map(|hit| hit.id.slug().to_owned()).collect()
}

/// Slug, title and keywords, and everything else of each item.
fn texts(items: &[Item], services: &Services) -> Vec<(String, String, String)> {
    let text = |item| {
        let document = Document::of(item, services);
        let head = format!("{} {}", document.title, document.keywords.join(" "));
        let rest: Vec<_> = document.core.iter().chain(&document.body).map(AsRef::as_ref).collect();
        (item.id.slug().to_owned(), head, rest.join(" "))
    };
    items.iter().map(text).collect()
}

fn fuzzy(texts: &[(String, String, String)], query: &str) -> Vec<String> {
    let matcher = SkimMatcherV2::default().ignore_case();
    let score = |(id, head, body): &(String, String, String)| {
        matcher.fuzzy_match(&format!("{head} {body}"), query).map(|score| (score, id.clone()))
    };
    let mut found: Vec<_> = texts.iter().filter_map(score).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.into_iter().map(|(_, id)| id).collect()
}

fn fts(texts: &[(String, String, String)], tokenizer: &str, more: &str) -> Result<Connection, rusqlite::Error> {
    let store = Connection::open_in_memory()?;
    let more = if more.is_empty() { String::new() } else { format!(", {more}") };
    store.execute(
        &format!("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, head, body, tokenize='{tokenizer}'{more})"),
        [],
    )?;
    for text in texts {
        store.execute("INSERT INTO texts VALUES (?1, ?2, ?3)", [&text.0, &text.1, &text.2])?;
    }
    Ok(store)
}

/// Every word quoted, the last one as a prefix.
fn prefixes(query: &str) -> String {
    let words: Vec<_> = query.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', ""))).collect();
    format!("{}*", words.join(" "))
}

/// Every word of three letters or more quoted.
fn parts(query: &str) -> String {
    let words = query.split_whitespace().filter(|word| word.chars().count() > 2);
    words.map(|word| format!("\"{}\"", word.replace('"', ""))).collect::<Vec<_>>().join(" ")
}

/// Head words count three times.
fn matched(store: &Connection, query: &str) -> Vec<String> {
    let found = || -> Result<Vec<String>, rusqlite::Error> {
        let mut ask =
            store.prepare("SELECT id FROM texts WHERE texts MATCH ?1 ORDER BY bm25(texts, 0, 3, 1) LIMIT 20")?;
        ask.query_map([query], |row| row.get(0))?.collect()
    };
    found().unwrap_or_default()
}
