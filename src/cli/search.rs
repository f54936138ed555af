//! `search`: the trap somebody half remembers, on the command line.

use std::collections::HashMap;

use serde::Serialize;

use super::{Context, Output, names, screens};
use crate::domain::content::Services;
use crate::domain::search::{Kind, Query};
use crate::domain::text::clean_line;
use crate::failure::Failure;
use crate::shell::{Library, perform};
use crate::store::Store;

/// Characters of an excerpt.
const EXCERPT: usize = 160;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Words, in any order; kind:trap and service:eks work in the text too
    query: Vec<String>,
    /// Only these kinds, separated by commas: trap, note, question
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    kind: Vec<KindName>,
    /// Only this service and its children
    #[arg(long, value_name = "SERVICE")]
    service: Option<String>,
    /// The most hits to list
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum KindName {
    Trap,
    Note,
    Question,
}

#[derive(Serialize)]
struct Answer {
    query: String,
    total: usize,
    hits: Vec<Hit>,
}

#[derive(Serialize)]
struct Hit {
    id: String,
    kind: &'static str,
    service: String,
    title: String,
    excerpt: String,
    score: f32,
    matches: Vec<[usize; 2]>,
    title_matches: Vec<[usize; 2]>,
}

/// Searches, or opens the screen when there is nothing to search for.
pub fn run(context: &Context, args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let text = args.query.join(" ");
    if text.trim().is_empty() && !args.json && args.kind.is_empty() && args.service.is_none() {
        return screens::search(context);
    }
    let mut store = context.store()?;
    Library::new(&context.data_dir()?).sync(&mut store, context.clock.now().at, false, &mut |_, _| {})?;
    let library = perform::index(&store)?;
    let kinds = args.kind.iter().map(|kind| match kind {
        KindName::Trap => Kind::Trap,
        KindName::Note => Kind::Note,
        KindName::Question => Kind::Question,
    });
    let mut query = Query::new(&text).of_kinds(kinds);
    if let Some(service) = &args.service {
        query = query.of_service(called(&store, &library.services, service)?);
    }
    let found = library.index.search(&query, args.limit);
    let mut hits = Vec::new();
    for hit in &found.hits {
        let Some(item) = store.item(&hit.id)? else { continue };
        let Some(document) = library.document(&item) else { continue };
        let row = found.row(&document, EXCERPT);
        let pairs = |ranges: &[std::ops::Range<usize>]| ranges.iter().map(|range| [range.start, range.end]).collect();
        hits.push(Hit {
            id: item.id.to_string(),
            kind: hit.kind.name(),
            service: hit.service.to_string(),
            matches: pairs(&row.matches),
            title_matches: pairs(&row.title_matches),
            title: row.title,
            excerpt: row.excerpt,
            score: hit.score,
        });
    }
    if args.json {
        out.json(&Answer { query: text, total: found.total, hits });
    } else if hits.is_empty() {
        super::output::remark(&format!("nothing found for {text:?}"));
    } else {
        let colour = context.global.color.output();
        for hit in &hits {
            out.marked(&format!("{:<8}  ", hit.kind), &hit.title, &hit.title_matches, colour);
            out.marked("          ", &hit.excerpt, &hit.matches, colour);
            out.line(&format!("          {}", clean_line(&hit.id)));
        }
        let rest = found.total.saturating_sub(hits.len());
        if rest > 0 {
            super::output::remark(&format!("and {rest} more; --limit shows them"));
        }
    }
    Ok(0)
}

/// The service as the query takes it: an id, the start of one, or another name of it.
fn called(store: &Store, services: &HashMap<String, Services>, typed: &str) -> Result<String, Failure> {
    let typed = typed.to_lowercase();
    let [ids, ..] = store.filter_names()?;
    let name = |name: &String| name.to_lowercase() == typed;
    let mut all = services.values().flat_map(Services::iter);
    let fits = ids.iter().any(|id| id.starts_with(&typed))
        || all.any(|(_, service)| name(&service.title) || service.aliases.iter().any(name));
    if fits { Ok(typed) } else { Err(names::unknown("service", &typed, &ids)) }
}
