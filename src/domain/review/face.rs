//! What a card shows on each side.

use crate::domain::content::{Cloze, Face, Item, Kind, Question, Trap};
use crate::domain::id::CardId;

/// The two sides of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sides {
    /// Markdown on both.
    Basic {
        /// The asking side.
        front: String,
        /// The answering side.
        back: String,
    },
    /// One sentence with gaps.
    Cloze(Cloze),
    /// Lure, then truth.
    Trap(Trap),
    /// Stem and options, then key and whys.
    Question(Question),
}

impl Sides {
    /// The sides of the card named `card`; none when the item has no such card (any more).
    #[must_use]
    pub fn of(item: &Item, card: &CardId) -> Option<Self> {
        let slug = card.as_str().split_once('#').map(|(_, slug)| slug)?;
        match &item.kind {
            Kind::Note(note) => note.cards.iter().find(|c| c.id.as_str() == slug).map(|card| match &card.face {
                Face::Basic { front, back } => Self::Basic { front: front.clone(), back: back.clone() },
                Face::Cloze(cloze) => Self::Cloze(cloze.clone()),
            }),
            Kind::Trap(trap) => (slug == "trap").then(|| Self::Trap(trap.clone())),
            Kind::Question(question) => (slug == "question").then(|| Self::Question(question.clone())),
        }
    }

    /// How many gaps must be opened before the answer counts as shown.
    #[must_use]
    pub fn gaps(&self) -> usize {
        if let Self::Cloze(cloze) = self { cloze.gaps() } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::{Card, Note};
    use crate::domain::id::{ItemId, ServiceId, Slug};

    #[test]
    fn a_card_is_found_by_its_name() {
        let slug = |text: &str| Slug::new(text).unwrap();
        let cards = vec![Card { id: slug("idle"), face: Face::Basic { front: "F".into(), back: "B".into() } }];
        let item = Item {
            id: ItemId::new("p/n").unwrap(),
            service: ServiceId::new("s").unwrap(),
            tags: vec![],
            teaches: vec![],
            exams: [].into(),
            source: None,
            verified: None,
            kind: Kind::Note(Note { title: "T".into(), body: "B".into(), cards }),
        };
        let found = Sides::of(&item, &CardId::new("p/n#idle").unwrap());
        assert_eq!(found, Some(Sides::Basic { front: "F".into(), back: "B".into() }));
        assert_eq!(Sides::of(&item, &CardId::new("p/n#gone").unwrap()), None);
    }
}
