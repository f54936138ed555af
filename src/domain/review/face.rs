//! What a card shows on each side.

use std::collections::BTreeSet;

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

    /// Whether the name of the card's service, read beside the asking side, would help to answer: a word of it is in the
    /// answer and not in what is asked. What a question is about is what it asks for.
    #[must_use]
    pub fn given_away_by(&self, service: &str) -> bool {
        let (asked, answer) = match self {
            Self::Basic { front, back } => (front.clone(), back.clone()),
            Self::Cloze(cloze) => (cloze.masked(0), cloze.solved()),
            Self::Trap(trap) => (trap.lure.clone(), trap.truth.clone()),
            Self::Question(_) => return true,
        };
        let (asked, answer) = (words(&asked), words(&answer));
        words(service).iter().any(|word| word.len() > 1 && answer.contains(word) && !asked.contains(word))
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let letters = |letter: char| !letter.is_alphanumeric();
    text.split(letters).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::{Card, Note};
    use crate::domain::id::Slug;

    #[test]
    fn a_card_is_found_by_its_name() {
        let slug = |text: &str| Slug::new(text).unwrap();
        let cards = vec![Card { id: slug("idle"), face: Face::Basic { front: "F".into(), back: "B".into() } }];
        let item = Item::bare("p/n", "s", Kind::Note(Note { title: "T".into(), body: "B".into(), cards }));
        let found = Sides::of(&item, &CardId::new("p/n#idle").unwrap());
        assert_eq!(found, Some(Sides::Basic { front: "F".into(), back: "B".into() }));
        assert_eq!(Sides::of(&item, &CardId::new("p/n#gone").unwrap()), None);
    }

    #[test]
    fn the_name_of_a_service_tells_what_only_the_answer_says() {
        let basic = |front: &str, back: &str| Sides::Basic { front: front.into(), back: back.into() };
        let least = basic("Containers with the LEAST operational overhead?", "ECS on Fargate.");
        assert!(least.given_away_by("ECS on Fargate"));
        assert!(!least.given_away_by("Amazon EKS"));
        let idle =
            basic("What does an idle ECS service on Fargate cost?", "Nothing is scaled to zero: what Fargate bills.");
        assert!(!idle.given_away_by("Fargate"), "it is in the question");
        let cloze = Sides::Cloze(Cloze::new("Pods get roles by {{IRSA}} on EKS.").unwrap());
        assert!(cloze.given_away_by("IRSA"));
        assert!(!cloze.given_away_by("Amazon EKS"));
    }
}
