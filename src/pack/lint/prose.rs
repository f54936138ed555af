//! The running text of items: what a person reads as sentences, without code, addresses and Markdown.

use std::borrow::Cow;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::domain::content::{Face, Item, Kind};

/// A word and what stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    /// Where it begins in the prose, in bytes.
    pub at: usize,
    /// Whether a sentence begins with it.
    pub first: bool,
}

/// Every text of the item that is prose: the fields to it, and the text as it is written.
pub(super) fn texts(item: &Item) -> Vec<(Vec<&str>, Cow<'_, str>)> {
    let mut texts: Vec<(Vec<&str>, Cow<'_, str>)> = Vec::new();
    let mut add = |steps: &[&'static str], text| texts.push((steps.to_vec(), Cow::Borrowed(text)));
    match &item.kind {
        Kind::Note(note) => {
            add(&["title"], &note.title);
            add(&["body"], &note.body);
            for card in &note.cards {
                let id = card.id.as_str();
                match &card.face {
                    Face::Basic { front, back } => {
                        texts.push((vec!["cards", id, "front"], front.into()));
                        texts.push((vec!["cards", id, "back"], back.into()));
                    }
                    Face::Cloze(cloze) => texts.push((vec!["cards", id, "cloze"], cloze.solved().into())),
                }
            }
        }
        Kind::Trap(trap) => {
            add(&["title"], &trap.title);
            add(&["lure"], &trap.lure);
            add(&["truth"], &trap.truth);
        }
        Kind::Question(question) => {
            add(&["stem"], &question.stem);
            for option in &question.options {
                let id = option.id.as_str();
                texts.push((vec!["options", id, "text"], (&option.text).into()));
                texts.push((vec!["options", id, "why"], (&option.why).into()));
            }
        }
    }
    texts
}

/// The sentences of a Markdown text: no code, no address; a line for each paragraph, list item and table cell.
pub(super) fn of(markdown: &str) -> String {
    let mut prose = String::new();
    let mut code = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(text) if !code => prose.push_str(&text),
            Event::Code(_) => prose.push('`'),
            Event::SoftBreak => prose.push(' '),
            Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => prose.push('\n'),
            _ => {}
        }
    }
    prose
}

/// The words of prose: letters, with digits, hyphens and apostrophes inside. Addresses, paths and the like are skipped.
pub(super) fn words(prose: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    let chunks = prose.split_inclusive(char::is_whitespace).map(move |chunk| {
        let start = at;
        at += chunk.len();
        (start, chunk)
    });
    let mut first = true;
    chunks.flat_map(move |(start, chunk)| {
        let opens = first;
        let ended = chunk.trim_end().ends_with(['.', '?', '!', ':', ';', '"', ')', '…']) || chunk.ends_with('\n');
        first = ended || (first && !chunk.contains(char::is_alphanumeric));
        let bare = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        let technical = bare.contains("://") || bare.contains(['@', '_', '=', '\\', '`', '.', '$', '<', '>', '*', '{']);
        let mut begin = true;
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
        let parts = (!technical).then(|| chunk.split(move |c| !inside(c))).into_iter().flatten();
        let parts: Vec<_> = parts
            .filter_map(|part| {
                let text = part.trim_matches(['-', '\'', '’']);
                let offset = text.as_ptr() as usize - chunk.as_ptr() as usize;
                (!text.is_empty()).then(|| Word {
                    text,
                    at: start + offset,
                    first: std::mem::take(&mut begin) && opens,
                })
            })
            .collect();
        parts
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn prose_has_no_code() {
        let text =
            "**Bold** and `code` in\na [link](https://example.org).\n\n```text\n[box] --> {x}\n```\n\n- one\n- two\n";
        assert_eq!(of(text), "Bold and ` in a link.\nonetwo\n".replace("onetwo", "one\ntwo"));
        assert!(of("| a | b |\n|---|---|\n| c | d |\n").contains("c\nd\n"));
    }

    #[test]
    fn words_know_where_sentences_begin() {
        let of = |text| words(text).filter(|word| word.first).map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(of("One two. Three (four) five: six\nseven"), ["One", "Three", "five", "six", "seven"]);
    }

    #[test]
    fn addresses_are_no_words() {
        assert_eq!(
            list("see https://example.org/a, and/or a.b.c don't re-use x_y"),
            ["see", "and", "or", "don't", "re-use"]
        );
        let at: Vec<_> = words("a (bc)").map(|word| word.at).collect();
        assert_eq!(at, [0, 3]);
    }
}
