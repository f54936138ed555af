//! Names of things: every id is a type of its own, checked when it is made.
//!
//! Progress hangs on ids, so they are plain: lower-case letters, digits and hyphens. The full id of an item is
//! `pack/item`, of a card `pack/item#card`.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest id that is accepted, in characters.
pub const LONGEST: usize = 80;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadId {
    /// Nothing there.
    #[error("an id can't be empty")]
    Empty,
    /// Over [`LONGEST`] characters.
    #[error("an id has at most {LONGEST} characters")]
    TooLong,
    /// A character that ids don't have.
    #[error("an id has only {allowed}, not {found:?}")]
    Character {
        /// The first character that doesn't belong.
        found: char,
        /// What would be allowed, in words.
        allowed: &'static str,
    },
    /// A full id without its `/`, or a card id without its `#`.
    #[error("a full id reads {0}")]
    Form(&'static str),
}

fn plain(text: &str) -> Result<(), BadId> {
    spelled(text, "a-z, 0-9 and '-'", |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn with_capitals(text: &str) -> Result<(), BadId> {
    spelled(text, "letters A-Z, a-z, 0-9 and '-'", |c| c.is_ascii_alphanumeric() || c == '-')
}

fn spelled(text: &str, allowed: &'static str, fits: impl Fn(char) -> bool) -> Result<(), BadId> {
    if text.is_empty() {
        return Err(BadId::Empty);
    }
    if text.len() > LONGEST {
        return Err(BadId::TooLong);
    }
    text.chars().find(|c| !fits(*c)).map_or(Ok(()), |found| Err(BadId::Character { found, allowed }))
}

fn full_item(text: &str) -> Result<(), BadId> {
    let (pack, item) = text.split_once('/').ok_or(BadId::Form("pack/item"))?;
    plain(pack)?;
    plain(item)
}

fn full_card(text: &str) -> Result<(), BadId> {
    let (item, card) = text.split_once('#').ok_or(BadId::Form("pack/item#card"))?;
    full_item(item)?;
    plain(card)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes the text if it is such an id.
            ///
            /// # Errors
            /// [`BadId`] says what is wrong with it.
            pub fn new(text: impl Into<String>) -> Result<Self, BadId> {
                let text = text.into();
                $check(&text)?;
                Ok(Self(text))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> {
                Self::new(text)
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

id!(
    /// A pack, e.g. `aws-containers`.
    PackId, plain
);
id!(
    /// What an answer selects, e.g. `ecs-fargate`.
    ServiceId, plain
);
id!(
    /// An exam blueprint, e.g. `saa-c03`.
    ExamId, plain
);
id!(
    /// A domain of an exam blueprint, e.g. `high-performing`.
    DomainId, plain
);
id!(
    /// One thing the syllabus demands, e.g. `SF-037`.
    ObjectiveId, with_capitals
);
id!(
    /// A name inside its owner: an item in its pack, a card in its note, an option in its question.
    Slug, plain
);
id!(
    /// An item's full id, `pack/item`.
    ItemId, full_item
);
id!(
    /// A card's full id, `pack/item#card`.
    CardId, full_card
);

impl ItemId {
    /// The id of `item` in `pack`.
    #[must_use]
    pub fn of(pack: &PackId, item: &Slug) -> Self {
        Self(format!("{pack}/{item}"))
    }

    /// The pack's part.
    #[must_use]
    pub fn pack(&self) -> &str {
        self.0.split_once('/').map_or("", |(pack, _)| pack)
    }

    /// The item's own part.
    #[must_use]
    pub fn slug(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, item)| item)
    }
}

impl CardId {
    /// The id of `card` of `item`.
    #[must_use]
    pub fn of(item: &ItemId, card: &Slug) -> Self {
        Self(format!("{item}#{card}"))
    }

    /// The item's full id.
    #[must_use]
    pub fn item(&self) -> ItemId {
        ItemId(self.0.split_once('#').map_or("", |(item, _)| item).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain() {
        assert!(Slug::new("fargate-no-gpu").is_ok());
        assert_eq!(Slug::new(""), Err(BadId::Empty));
        assert!(matches!(Slug::new("Fargate"), Err(BadId::Character { found: 'F', .. })));
        assert!(matches!(Slug::new("a\u{1b}[31m"), Err(BadId::Character { .. })));
        assert_eq!(Slug::new("x".repeat(81)), Err(BadId::TooLong));
        assert!(ObjectiveId::new("SF-037").is_ok());
    }

    #[test]
    fn full_ids_take_apart() {
        let item = ItemId::new("aws-containers/fargate-no-gpu").unwrap();
        assert_eq!((item.pack(), item.slug()), ("aws-containers", "fargate-no-gpu"));
        let card = CardId::of(&item, &Slug::new("trap").unwrap());
        assert_eq!(card.as_str(), "aws-containers/fargate-no-gpu#trap");
        assert_eq!(card.item(), item);
        assert!(ItemId::new("no-slash").is_err());
        assert!(CardId::new("pack/item").is_err());
    }
}
