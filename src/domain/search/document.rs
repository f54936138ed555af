//! What of an item is searched.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::domain::content::{self, Face, Item, Services};
use crate::domain::id::{ItemId, ServiceId};

/// Kinds of item in the order in which they stand among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A confusion: what people look for first.
    Trap,
    /// A short text.
    Note,
    /// A scenario.
    Question,
}

/// A text with an id. It borrows what it can: the index keeps no text.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// `pack/item`.
    pub id: &'a ItemId,
    /// Which kind of item.
    pub kind: Kind,
    /// What it is about.
    pub service: &'a ServiceId,
    /// The services of its pack: their names, other names and parents find it too.
    pub services: &'a Services,
    /// What people call it.
    pub title: &'a str,
    /// Words under which somebody would look for it, and the words of its id.
    pub keywords: Vec<&'a str>,
    /// Short texts that say what it is about: lure and truth, a stem.
    pub core: Vec<Cow<'a, str>>,
    /// All other texts.
    pub body: Vec<Cow<'a, str>>,
}

impl Kind {
    /// All kinds, traps first.
    pub const ALL: [Self; 3] = [Self::Trap, Self::Note, Self::Question];

    /// `trap`, `note` or `question`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::Note => "note",
            Self::Question => "question",
        }
    }
}

impl<'a> Document<'a> {
    /// The texts of `item`; `services` are those of its pack.
    #[must_use]
    pub fn of(item: &'a Item, services: &'a Services) -> Self {
        let mut document = Self {
            id: &item.id,
            kind: Kind::Trap,
            service: &item.service,
            services,
            title: item.title(),
            keywords: vec![],
            core: vec![],
            body: vec![],
        };
        match &item.kind {
            content::Kind::Trap(trap) => {
                document.keywords = trap.keywords.iter().map(String::as_str).collect();
                document.core = vec![trap.truth.as_str().into(), trap.lure.as_str().into()];
            }
            content::Kind::Note(note) => {
                document.kind = Kind::Note;
                document.body.push(note.body.as_str().into());
                document.body.extend(note.cards.iter().flat_map(|card| sides(&card.face)));
            }
            content::Kind::Question(question) => {
                document.kind = Kind::Question;
                document.core.push(question.stem.as_str().into());
                let texts = question.options.iter().flat_map(|option| [option.text.as_str(), option.why.as_str()]);
                document.body = texts.map(Cow::Borrowed).collect();
            }
        }
        document.body.extend(item.tags.iter().map(|tag| Cow::Borrowed(tag.as_str())));
        document.body.extend(item.teaches.iter().map(|objective| Cow::Borrowed(objective.as_str())));
        document
    }
}

impl<'a> Document<'a> {
    /// With the learner's own notes on it; nothing for an empty text.
    #[must_use]
    pub fn with_notes(mut self, notes: &'a str) -> Self {
        if !notes.is_empty() {
            self.core.push(notes.into());
        }
        self
    }
}

fn sides(face: &Face) -> Vec<Cow<'_, str>> {
    match face {
        Face::Basic { front, back } => vec![front.as_str().into(), back.as_str().into()],
        Face::Cloze(cloze) => vec![cloze.solved().into()],
    }
}
