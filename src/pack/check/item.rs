//! Notes, their flashcards, and traps.

use super::{Check, Common, Kind, ObjectiveId, ServiceId, Slug};
use crate::domain::content::{self, Card, Cloze, Face, Item, Note, Trap};
use crate::domain::id::{ItemId, PackId};
use crate::pack::raw;

impl Check<'_> {
    /// A note of the pack.
    pub fn note(&mut self, pack: &PackId, note: raw::Note) -> Option<Item> {
        self.heading(&["title"], &note.title);
        self.text(&["body"], &note.body);
        let cards: Vec<_> = note.cards.0.into_iter().map(|(id, card)| self.card(&id, card)).collect();
        let common = Common {
            service: &note.service,
            tags: note.tags,
            teaches: &note.teaches,
            exams: &note.exams,
            source: note.source,
            verified: note.verified,
        };
        let rest = self.common(pack, common);
        // Most notes have a card or two, and a list that grows has room for four.
        let cards = cards.into_iter().collect::<Option<Box<_>>>()?.into_vec();
        rest.map(|item| item(content::Kind::Note(Note { title: note.title, body: note.body, cards })))
    }

    /// A trap of the pack.
    pub fn trap(&mut self, pack: &PackId, trap: raw::Trap) -> Option<Item> {
        self.heading(&["title"], &trap.title);
        self.text(&["lure"], &trap.lure);
        self.text(&["truth"], &trap.truth);
        self.texts("keywords", &trap.keywords);
        let instead = self.names::<ServiceId>(Kind::Service, "instead", &trap.instead);
        let notes = self.names::<Slug>(Kind::Note, "notes", &trap.notes);
        let common = Common {
            service: &trap.service,
            tags: trap.tags,
            teaches: &trap.teaches,
            exams: &trap.exams,
            source: trap.source,
            verified: trap.verified,
        };
        let rest = self.common(pack, common);
        let kind = Trap {
            title: trap.title,
            lure: trap.lure,
            truth: trap.truth,
            instead: instead?,
            keywords: trap.keywords,
            notes: notes?,
        };
        rest.map(|item| item(content::Kind::Trap(kind)))
    }

    /// What every item has; the kind makes it whole.
    pub(super) fn common(&mut self, pack: &PackId, common: Common<'_>) -> Option<impl FnOnce(content::Kind) -> Item> {
        let service = self.name::<ServiceId>(Kind::Service, common.service, self.mark(&["service"]));
        self.texts("tags", &common.tags);
        let teaches = self.names::<ObjectiveId>(Kind::Objective, "teaches", common.teaches);
        let exams = self.exams(common.exams);
        self.text_if_any("source", common.source.as_ref());
        let verified = self.month(common.verified.as_ref());
        let id = ItemId::of(pack, &self.own_id()?);
        let (service, teaches, exams) = (service?, teaches?, exams?);
        let (tags, source) = (common.tags, common.source);
        Some(move |kind| Item { id, service, tags, teaches, exams, source, verified, kind })
    }

    fn card(&mut self, id: &str, card: raw::Card) -> Option<Card> {
        let slug = self.as_id::<Slug>(&["cards", id], id);
        let face = match (card.front, card.back, card.cloze) {
            (Some(front), Some(back), None) => {
                self.text(&["cards", id, "front"], &front);
                self.text(&["cards", id, "back"], &back);
                Some(Face::Basic { front, back })
            }
            (None, None, Some(cloze)) => {
                self.text(&["cards", id, "cloze"], &cloze);
                let cut = Cloze::new(&cloze);
                if let Err(error) = &cut {
                    self.error(
                        &["cards", id, "cloze"],
                        error.to_string(),
                        "write {{what to recall}} into the sentence",
                    );
                }
                cut.ok().map(Face::Cloze)
            }
            (front, back, cloze) => {
                let message = match (front.is_some(), back.is_some(), cloze.is_some()) {
                    (_, _, true) => format!("card `{id}` has a cloze and a front or back"),
                    (true, ..) => format!("card `{id}` has no back"),
                    (_, true, _) => format!("card `{id}` has no front"),
                    _ => format!("card `{id}` has nothing on it"),
                };
                self.error(&["cards", id], message, "a card has `front` and `back`, or only `cloze`");
                None
            }
        };
        Some(Card { id: slug?, face: face? })
    }
}
