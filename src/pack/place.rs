//! Where in a pack's files an item stands.

use super::files::Files;
use super::{scan, tree};

/// The file and the line, from 1, at which an item starts, or one of its cards; none when it isn't there.
#[must_use]
pub fn place(files: &Files, item: &str, card: Option<&str>) -> Option<(String, u32)> {
    files.iter().find_map(|(path, bytes)| {
        // A look at the text first: reading a file as YAML takes longer.
        let bytes = bytes.ok()?;
        let text = scan::text(&bytes).ok().filter(|text| text.contains(item))?;
        let root = tree::parse(text).root?;
        ["notes", "traps", "questions"].into_iter().find_map(|section| {
            let found = root.get(section)?.value.get(item)?;
            let of_card = card.and_then(|card| found.value.get("cards")?.value.get(card));
            Some((path.to_owned(), of_card.unwrap_or(found).mark.line))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_cards_are_found_by_line() {
        let text = "traps:\n  b: {title: c}\nnotes:\n  a:\n    cards:\n      c: {front: F, back: B}\n";
        let files = Files::of([("x.yaml".to_owned(), b"notes: {}".to_vec()), ("y.yaml".to_owned(), text.into())]);
        let at =
            |item: &str, card: Option<&str>| place(&files, item, card).map(|(file, line)| format!("{file}:{line}"));
        assert_eq!(at("b", None).as_deref(), Some("y.yaml:2"));
        assert_eq!(at("a", None).as_deref(), Some("y.yaml:4"));
        assert_eq!(at("a", Some("c")).as_deref(), Some("y.yaml:6"));
        assert_eq!(at("a", Some("gone")).as_deref(), Some("y.yaml:4"));
        assert_eq!(at("c", None), None);
    }
}
