//! What the learner puts on an item or on one of its cards: a flag, and a note of their own.

use serde::{Deserialize, Serialize};

use crate::domain::id::{CardId, ItemId, Slug};

/// The longest note that is kept, in characters.
pub const LONGEST: usize = 10_000;

/// What it stands on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The item.
    pub item: ItemId,
    /// One of its cards; none for all of it.
    pub card: Option<Slug>,
}

/// A flag and a note; both empty is the same as none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Whether it is flagged.
    pub flagged: bool,
    /// The note; empty for none.
    pub text: String,
}

/// A change to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotating {
    /// On what.
    pub subject: Subject,
    /// What it said.
    pub before: Annotation,
    /// What it says now.
    pub after: Annotation,
}

impl Subject {
    /// All of an item.
    #[must_use]
    pub fn item(item: ItemId) -> Self {
        Self { item, card: None }
    }

    /// One card; where an item is its only card (a trap, a question), all of it.
    #[must_use]
    pub fn card(card: &CardId) -> Self {
        let name = card.as_str().split_once('#').map_or("", |(_, name)| name);
        let own = !matches!(name, "trap" | "question");
        Self { item: card.item(), card: Slug::new(name).ok().filter(|_| own) }
    }
}

impl Annotation {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.flagged && self.text.is_empty()
    }

    /// With another note: without spaces around it, and cut at [`LONGEST`].
    #[must_use]
    pub fn saying(&self, text: &str) -> Self {
        Self { text: text.trim().chars().take(LONGEST).collect(), flagged: self.flagged }
    }
}

impl Annotating {
    /// What it did, for people: `flagging`, `writing your note`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let text = self.before.text != self.after.text;
        match (text, self.before.text.is_empty(), self.after.text.is_empty()) {
            (true, true, _) => "writing your note",
            (true, false, true) => "deleting your note",
            (true, false, false) => "changing your note",
            (false, ..) if self.after.flagged => "flagging",
            (false, ..) => "taking the flag off",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_its_only_card_is_annotated_as_a_whole() {
        let subject = |id: &str| Subject::card(&CardId::new(id).unwrap());
        assert_eq!(subject("p/note#idle").card, Some(Slug::new("idle").unwrap()));
        assert_eq!(subject("p/lure#trap"), Subject::item(ItemId::new("p/lure").unwrap()));
        assert_eq!(subject("p/scenario#question").card, None);
    }

    #[test]
    fn changes_have_names() {
        let named = |before: (bool, &str), after: (bool, &str)| {
            let of = |(flagged, text): (bool, &str)| Annotation { flagged, text: text.into() };
            let subject = Subject::item(ItemId::new("p/i").unwrap());
            Annotating { subject, before: of(before), after: of(after) }.name()
        };
        assert_eq!(named((false, ""), (true, "")), "flagging");
        assert_eq!(named((true, "a"), (false, "a")), "taking the flag off");
        assert_eq!(named((true, ""), (true, "a")), "writing your note");
        assert_eq!(named((true, "a"), (true, "b")), "changing your note");
        assert_eq!(named((true, "a"), (true, "")), "deleting your note");
    }

    #[test]
    fn a_note_is_trimmed_and_cut() {
        let long = "x".repeat(LONGEST + 5);
        assert_eq!(Annotation::default().saying(" a\nb \n").text, "a\nb");
        assert_eq!(Annotation::default().saying(&long).text.len(), LONGEST);
    }
}
