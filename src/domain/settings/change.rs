//! A change of the settings, and the one that takes it back.

use super::{Settings, Value, find};
use crate::domain::review::Limit;

/// Something that is set.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A setting by its name.
    Value(&'static str, Value),
    /// The keys of what the key table calls so; none for those it has by itself.
    Keys(String, Option<Vec<String>>),
    /// The limits of a pack or a service; without any number there is none.
    Limit(Limit),
}

impl Change {
    /// What sets it back to how it is in `settings`.
    #[must_use]
    pub fn before(&self, settings: &Settings) -> Self {
        match self {
            Self::Value(name, value) => {
                Self::Value(name, find(name).map_or_else(|| value.clone(), |setting| (setting.get)(settings)))
            }
            Self::Keys(name, _) => {
                let own = settings.keys.iter().find(|(own, _)| same_key(own, name));
                Self::Keys(name.clone(), own.map(|(_, keys)| keys.clone()))
            }
            Self::Limit(limit) => {
                let none = || Limit { name: limit.name.clone(), new: None, reviews: None };
                Self::Limit(
                    settings.rules.limits.iter().find(|one| one.name == limit.name).cloned().unwrap_or_else(none),
                )
            }
        }
    }

    /// What it is about, for people.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Value(name, _) => {
                find(name).map_or_else(|| (*name).to_owned(), |setting| setting.title().to_lowercase())
            }
            Self::Keys(name, _) => format!("the key of \"{name}\""),
            Self::Limit(limit) => format!("the limits of {}", limit.name),
        }
    }
}

/// Whether two names are about the same row of the key table.
#[must_use]
pub fn same_key(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_knows_what_takes_it_back() {
        let keys = vec![("Review: Undo".into(), vec!["z".into()])];
        let mut settings = Settings { keys, ..Settings::default() };
        settings.rules.limits = vec![Limit { name: "eks".into(), new: Some(3), reviews: None }];
        let value = Change::Value("review.new_per_day", Value::Whole(3));
        assert_eq!(value.before(&settings), Change::Value("review.new_per_day", Value::Whole(20)));
        let keys = |name: &str| Change::Keys(name.into(), Some(vec!["x".into()])).before(&settings);
        assert_eq!(keys("review: undo"), Change::Keys("review: undo".into(), Some(vec!["z".into()])));
        assert_eq!(keys("review: redo"), Change::Keys("review: redo".into(), None));
        let limit = |name: &str| Limit { name: name.into(), new: Some(9), reviews: Some(9) };
        assert_eq!(Change::Limit(limit("eks")).before(&settings), Change::Limit(settings.rules.limits[0].clone()));
        let none = Limit { name: "ecs".into(), new: None, reviews: None };
        assert_eq!(Change::Limit(limit("ecs")).before(&settings), Change::Limit(none));
    }
}
