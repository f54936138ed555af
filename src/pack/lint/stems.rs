//! Questions whose scenario already says the answer.

use super::Finding;
use crate::domain::content::{Item, Kind, Pack, Question};
use crate::pack::problem::quoted;

pub(super) fn findings(pack: &Pack) -> Vec<Finding> {
    let questions = pack.items.iter().filter_map(|item| match &item.kind {
        Kind::Question(question) => Some((item, question)),
        Kind::Note(_) | Kind::Trap(_) => None,
    });
    questions.filter_map(|(item, question)| named(pack, item, question)).collect()
}

/// The service's title or an alias in the stem. An alias of one word can be a field of work ("kubernetes" for Amazon
/// EKS), which gives the answer away only where it stands in the key and in no distractor.
fn named(pack: &Pack, item: &Item, question: &Question) -> Option<Finding> {
    let service = pack.services.get(item.service.as_str())?;
    let in_options =
        |name: &str, right| question.options.iter().any(|o| o.correct == right && stands_in(&o.text, name));
    let gives_away = |name: &&String| {
        let one_word = **name != service.title && !name.contains(char::is_whitespace);
        stands_in(&question.stem, name) && (!one_word || (in_options(name, true) && !in_options(name, false)))
    };
    let name = std::iter::once(&service.title).chain(&service.aliases).find(gives_away)?;
    let message = format!("the stem names its own answer: {}", quoted(name));
    Some(Finding::of(item, &["stem"], message, "describe what is needed, not what it is called"))
}

/// Whether the name stands in the text as whole words, in any case.
fn stands_in(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !name.is_empty()
        && text.match_indices(&name).any(|(at, found)| {
            !letter(text[..at].chars().next_back()) && !letter(text[at + found.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_words() {
        assert!(stands_in("They use Amazon ECS.", "amazon ecs"));
        assert!(stands_in("ECS", "ecs"));
        assert!(!stands_in("secs and recs", "ecs"));
        assert!(!stands_in("anything", ""));
    }
}
