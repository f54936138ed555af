//! Search: traps, notes and questions found while somebody types, whatever they mistype.
//!
//! [`Index`] holds which words stand where, and no text. A query's words are held against the words of the whole
//! index, of which there are few even in a large pack, never against texts: each may be met exactly or by another
//! name, as a start, inside, with a letter wrong, by its stem, or by its letters with gaps, in this order. Documents
//! that hit all words of the query are ranked by where they have them and how rare they are. [`Hits::row`] then marks
//! the letters in the few texts that are shown.

mod document;
mod edits;
mod fold;
mod function_words;
mod fuzzy;
mod index;
mod mark;
mod narrow;
mod postings;
mod query;
mod rank;
mod row;
mod same;
mod shared;
mod slot;
mod starts;
mod stems;
mod unsorted;
mod vocabulary;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use document::{Document, Kind};
pub use index::{Builder, Index};
pub use narrow::narrowed;
pub use query::Query;
pub use row::Row;
pub use shared::{named, rules_sharing};

use self::mark::Marks;
use self::rank::{Ranked, rank};
use self::slot::{loosen, slots};
use crate::domain::id::{ItemId, ServiceId};

/// With fewer hits, spelling mistakes are looked for in words that are known, too.
const FEW: usize = 3;

/// What a query found.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// How many documents hit, those beyond the limit included.
    pub total: usize,
    /// Best first: by score, then traps before notes before questions, then in the order of their packs.
    pub hits: Vec<Hit>,
    /// Whether no document has every word of the query, and these have most of them.
    pub partial: bool,
    marks: Marks,
}

/// A document that a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// `pack/item`.
    pub id: ItemId,
    /// Which kind of item.
    pub kind: Kind,
    /// What it is about.
    pub service: ServiceId,
    /// Higher is better; comparable within one search only.
    pub score: f32,
}

impl Index {
    /// Ranks the documents that hit every word of `query` that matters and pass its filters, and returns the first
    /// `limit`. Filters without words list what passes; an empty query finds nothing.
    #[must_use]
    pub fn search(&self, query: &Query, limit: usize) -> Hits {
        if query.is_empty() || self.is_empty() {
            return Hits::default();
        }
        let mut remembered = self.remembered.take();
        let mut found = slots(self, query, &mut remembered);
        let mut ranked = self.rank(query, &found, limit);
        let more = (ranked.partial || ranked.total < FEW) && loosen(self, query, &mut found, &mut remembered);
        self.remembered.replace(remembered);
        if more {
            ranked = self.rank(query, &found, limit);
        }
        let hits = ranked.best.iter().filter_map(|scored| {
            let about = self.about.get(scored.document)?;
            Some(Hit {
                id: ItemId::new(self.id(scored.document)).ok()?,
                kind: about.kind,
                service: self.services.get(usize::from(about.service))?.id.clone(),
                score: scored.score,
            })
        });
        Hits {
            total: ranked.total,
            hits: hits.collect(),
            partial: ranked.partial,
            marks: Marks::new(self, query, &found),
        }
    }

    fn rank(&self, query: &Query, found: &[slot::Slot], limit: usize) -> Ranked {
        match self.scratch.try_borrow_mut() {
            Ok(mut scratch) => rank(self, query, found, limit, &mut scratch),
            Err(_) => rank(self, query, found, limit, &mut rank::Scratch::default()),
        }
    }

    /// Services that somebody may mean by `typed`: by id, another name, or the start of an id.
    fn services_called(&self, typed: &str) -> Vec<u16> {
        let by = |fits: &dyn Fn(&str) -> bool| -> Vec<u16> {
            (0..).zip(&self.services).filter(|(_, service)| fits(service.id.as_str())).map(|(at, _)| at).collect()
        };
        let exact = by(&|id| id == typed);
        if !exact.is_empty() {
            return exact;
        }
        let called: Vec<_> = self.same.of(&fold::words(typed).join(" ")).filter_map(|group| group.service).collect();
        if called.is_empty() { by(&|id| id.starts_with(typed)) } else { called }
    }
}

impl Hits {
    /// How `document`, one of the hits, is listed, with an excerpt of at most `width` characters.
    #[must_use]
    pub fn row(&self, document: &Document<'_>, width: usize) -> Row {
        Row::new(document, &self.marks, width)
    }

    /// Letters of `text` that match the query: characters from 0, end exclusive, in order.
    #[must_use]
    pub fn matches(&self, text: &str) -> Vec<Range<usize>> {
        self.marks.spans(text).into_iter().map(|span| span.at).collect()
    }
}
