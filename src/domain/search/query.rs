//! What somebody typed: words, and filters such as `kind:trap service:eks`.

use super::document::Kind;
use super::fold::each_word;
use super::function_words::{is_function, is_light};

/// Words of a query that count; a pasted page has more.
const MOST_WORDS: usize = 24;
/// Bytes of a query that are looked at.
const MOST_BYTES: usize = 4096;

/// A query, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Folded words in order, each once.
    pub(super) words: Vec<Word>,
    kinds: Vec<Kind>,
    services: Vec<String>,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As the index spells it.
    pub text: String,
    /// Whether a document without it is no hit.
    pub required: bool,
    /// Whether it is still being typed, so that it stands for every word that starts with it.
    pub open: bool,
}

impl Query {
    /// Takes `text` apart. `kind:` takes `trap`, `note` and `question`, or how they start, and `service:` an id or
    /// another name of a service; both take several with commas, both may stand anywhere.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut end = text.len().min(MOST_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = &text[..end];
        let mut query = Self::default();
        let mut plain = String::new();
        for part in text.split_whitespace() {
            if !query.take_filter(part) {
                plain.push_str(part);
                plain.push(' ');
            }
        }
        query.take_words(&plain, !text.ends_with(char::is_whitespace));
        query
    }

    /// Leaves only hits of these kinds, besides those that the text names; none means all.
    #[must_use]
    pub fn of_kinds(mut self, kinds: impl IntoIterator<Item = Kind>) -> Self {
        self.kinds.extend(kinds);
        self
    }

    /// Leaves only hits of this service and those below it.
    #[must_use]
    pub fn of_service(mut self, service: impl Into<String>) -> Self {
        self.services.push(service.into());
        self
    }

    /// Whether there is neither a word nor a filter in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.kinds.is_empty() && self.services.is_empty()
    }

    /// Kinds asked for; none means all.
    #[must_use]
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Services asked for, as typed; none means all.
    #[must_use]
    pub fn services(&self) -> &[String] {
        &self.services
    }

    /// Whether `part` is a filter. One that is not finished filters nothing yet.
    fn take_filter(&mut self, part: &str) -> bool {
        let Some((name, values)) = part.split_once(':') else { return false };
        let values = values.split(',').filter(|value| !value.is_empty());
        if name.eq_ignore_ascii_case("kind") {
            let kind = |value: &str| Kind::ALL.into_iter().find(|kind| starts(kind.name(), value));
            let kinds: Option<Vec<_>> = values.map(kind).collect();
            let Some(kinds) = kinds else { return false };
            self.kinds.extend(kinds);
            return true;
        }
        if name.eq_ignore_ascii_case("service") {
            self.services.extend(values.map(str::to_lowercase));
            return true;
        }
        false
    }

    fn take_words(&mut self, text: &str, open: bool) {
        let mut buffer = String::new();
        let mut last = String::new();
        each_word(text, &mut buffer, |piece| {
            if !piece.whole {
                last.clear();
                last.push_str(piece.word);
                if self.words.len() < MOST_WORDS && !self.words.iter().any(|word| word.text == piece.word) {
                    let required = !is_function(piece.word) && !is_light(piece.word);
                    self.words.push(Word { text: piece.word.to_owned(), required, open: false });
                }
            }
        });
        if let Some(word) = self.words.iter_mut().find(|word| open && word.text == last) {
            word.open = true;
        }
        if !self.words.iter().any(|word| word.required) {
            let light = self.words.iter().any(|word| !is_function(&word.text));
            for word in &mut self.words {
                word.required = !light || !is_function(&word.text);
            }
        }
    }
}

fn starts(name: &str, typed: &str) -> bool {
    name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn required(text: &str) -> Vec<String> {
        Query::new(text).words.into_iter().filter(|word| word.required).map(|word| word.text).collect()
    }

    #[test]
    fn filters_are_taken_out() {
        let query = Query::new("gpu kind:trap,n Service:EKS,ecs spot");
        assert_eq!(query.kinds(), [Kind::Trap, Kind::Note]);
        assert_eq!(query.services(), ["eks", "ecs"]);
        assert_eq!(required("gpu kind:trap spot"), ["gpu", "spot"]);
        assert!(Query::new("kind: service:").is_empty());
        assert_eq!(required("kind:fish http://x"), ["kind", "fish", "http", "x"]);
    }

    #[test]
    fn questions_come_down_to_their_subject() {
        assert_eq!(required("Can Fargate use GPUs?"), ["fargate", "gpus"]);
        assert_eq!(required("what is it"), ["what", "is", "it"]);
        assert_eq!(required("how to use"), ["use"]);
    }

    #[test]
    fn only_a_word_that_may_go_on_is_open() {
        assert!(Query::new("fargate gp").words[1].open);
        assert!(!Query::new("fargate gp ").words[1].open);
        assert!(!Query::new("fargate gp").words[0].open);
    }

    proptest! {
        #[test]
        fn any_text_is_a_bounded_query(text in any::<String>()) {
            let query = Query::new(&text.repeat(50));
            prop_assert!(query.words.len() <= MOST_WORDS);
            prop_assert!(query.words.is_empty() || query.words.iter().any(|word| word.required));
        }
    }
}
