//! What belongs to an item: what it names, what names it, and the rules that share its keywords.

use crate::app::message::Related;
use crate::domain::content::{Item, Kind, Rule};
use crate::domain::id::ItemId;
use crate::domain::search::{named, rules_sharing};
use crate::failure::Failure;
use crate::store::Store;

/// Rules that are listed at most.
const RULES: usize = 8;

/// The notes and traps that an item names, as far as they are in use.
///
/// # Errors
/// When the store can't be read.
pub fn items_named(store: &Store, item: &Item) -> Result<Vec<Item>, Failure> {
    let mut items = Vec::new();
    for slug in named(item) {
        if let Ok(id) = ItemId::new(format!("{}/{slug}", item.id.pack())) {
            items.extend(store.item(&id)?);
        }
    }
    Ok(items)
}

/// Everything that belongs to an item: notes, traps, questions, then rules. A note or a question has no keywords of its
/// own, so those of its traps count.
///
/// # Errors
/// When the store can't be read.
pub fn related(store: &Store, id: &ItemId) -> Result<Vec<Related>, Failure> {
    let Some(item) = store.item(id)? else { return Ok(vec![]) };
    let mut items = items_named(store, &item)?;
    items.extend(store.naming(id)?);
    items.sort_by_key(|item| match item.kind {
        Kind::Note(_) => 0,
        Kind::Trap(_) => 1,
        Kind::Question(_) => 2,
    });
    let traps = std::iter::once(&item).chain(&items).filter_map(|item| match &item.kind {
        Kind::Trap(trap) => Some(trap.keywords.as_slice()),
        _ => None,
    });
    let keywords = match &item.kind {
        Kind::Trap(trap) => trap.keywords.clone(),
        _ => traps.flatten().cloned().collect(),
    };
    let book = store.rules_of(id.pack())?;
    let rules = rules_sharing(&keywords, &book, RULES).into_iter().filter_map(|id| {
        let rule = book.rules.get(id)?;
        Some(Related::Rule { id: id.clone(), text: text_of(rule) })
    });
    let rules: Vec<_> = rules.collect();
    Ok(items.into_iter().map(|item| Related::Item(Box::new(item))).chain(rules).collect())
}

/// A rule to read, Markdown.
fn text_of(rule: &Rule) -> String {
    let list = |title: &str, signals: &[String]| match signals {
        [] => String::new(),
        _ => format!(
            "\n\n**{title}**\n\n{}",
            signals.iter().map(|s| format!("- `{}`", s.replace('`', "'"))).collect::<Vec<_>>().join("\n")
        ),
    };
    let services = |title: &str, services: &std::collections::BTreeMap<_, f64>| match services.len() {
        0 => String::new(),
        _ => {
            let each =
                services.iter().map(|(id, weight): (&crate::domain::id::ServiceId, _)| format!("{id} ({weight})"));
            format!("\n\n**{title}** {}", each.collect::<Vec<_>>().join(", "))
        }
    };
    let option = rule.option.as_ref();
    [
        rule.because.clone(),
        services("Points to", &rule.points_to),
        services("Against", &rule.against),
        list("One of these", &rule.any),
        list("All of these", &rule.all),
        list("None of these", &rule.none),
        list("Options that say", option.map_or(&[], |option| &option.any)),
    ]
    .concat()
}
