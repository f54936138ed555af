//! A list narrowed while somebody types: what stays keeps its order.

use super::edits::Pattern;
use super::fold::{each_word, words};
use super::fuzzy::Gaps;

/// The places of those texts that have every typed word; where none has, of those that have them with a mistake or with
/// letters left out. All of them while nothing is typed.
#[must_use]
pub fn narrowed<'a>(texts: impl IntoIterator<Item = &'a str>, typed: &str) -> Vec<usize> {
    let texts: Vec<String> = texts.into_iter().map(folded).collect();
    let typed = words(typed);
    let of = |has: &dyn Fn(&str, &str) -> bool| -> Vec<usize> {
        let stays = |text: &str| typed.iter().all(|word| has(text, word));
        texts.iter().enumerate().filter(|(_, text)| stays(text)).map(|(at, _)| at).collect()
    };
    let exact = of(&|text, word| text.contains(word));
    if !exact.is_empty() {
        return exact;
    }
    let gaps = Gaps::new();
    let near = |typed: &str, word: &str| {
        let allowed = u32::try_from(typed.chars().count() / 4).unwrap_or(0).min(2);
        Pattern::new(typed).distance(word).start <= allowed || gaps.likeness(word, typed).is_some()
    };
    of(&|text, typed| text.contains(typed) || text.split(' ').any(|word| near(typed, word)))
}

/// Its words with a space after each; names written in one also as a whole.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    each_word(text, &mut String::new(), |piece| {
        folded.push_str(piece.word);
        folded.push(' ');
    });
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: [&str; 4] = ["Task roles and execution roles", "CoreDNS in EKS", "Karpenter", "Café tasks"];

    #[test]
    fn every_word_narrows_it_in_any_order() {
        assert_eq!(narrowed(TITLES, " "), [0, 1, 2, 3]);
        assert_eq!(narrowed(TITLES, "task"), [0, 3]);
        assert_eq!(narrowed(TITLES, "exec ROLES"), [0]);
        assert!(narrowed(TITLES, "roles core").is_empty());
        assert_eq!(narrowed(TITLES, "coredns"), [1]);
        assert_eq!(narrowed(TITLES, "cafe"), [3]);
    }

    #[test]
    fn mistakes_count_only_where_nothing_fits() {
        assert_eq!(narrowed(TITLES, "exceution"), [0]);
        assert_eq!(narrowed(TITLES, "krpntr"), [2]);
        assert_eq!(narrowed(TITLES, "tasl"), [0, 3]);
        assert_eq!(narrowed(["task", "tasl"], "tasl"), [1]);
        assert!(narrowed(TITLES, "zzzz").is_empty());
    }
}
