//! A hit as it is listed: its title and the part of its texts that shows most of the query.

use std::ops::Range;

use super::document::Document;
use super::mark::{Marks, Span};
use crate::domain::text::clean_line;

/// Shorter texts, such as tags, make no excerpt.
const SHORTEST: usize = 20;
/// Characters before the first match of an excerpt that starts inside a text, about.
const LEAD: usize = 30;

/// A hit as it is listed. Offsets count characters from 0, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// In one line, safe for a terminal.
    pub title: String,
    /// Matched letters of the title.
    pub title_matches: Vec<Range<usize>>,
    /// The part of the texts that shows most of the query, in one line, safe for a terminal.
    pub excerpt: String,
    /// Matched letters of the excerpt.
    pub matches: Vec<Range<usize>>,
}

impl Row {
    /// Makes the row of `document`, its excerpt of at most `width` characters.
    pub(super) fn new(document: &Document<'_>, marks: &Marks, width: usize) -> Self {
        let title = clean_line(document.title).into_owned();
        let title_matches = ranges(marks.spans(&title));
        let texts = document.core.iter().chain(&document.body);
        let texts = texts.filter(|text| text.len() >= SHORTEST).map(|text| plain(&clean_line(text)));
        let mut best: Option<(usize, String, Vec<Span>, Range<usize>)> = None;
        for text in texts {
            let spans = marks.spans(&text);
            let (words, window) = densest(&spans, width.saturating_sub(LEAD));
            if best.as_ref().is_none_or(|(most, ..)| words > *most) {
                best = Some((words, text, spans, window));
            }
        }
        let Some((_, text, spans, window)) = best else {
            return Self { title, title_matches, excerpt: String::new(), matches: vec![] };
        };
        let (excerpt, shift, cut) = cut(&text, &spans, &window, width);
        let inside = spans.into_iter().filter(|span| cut.start <= span.at.start && span.at.end <= cut.end);
        let matches = inside.map(|span| span.at.start - cut.start + shift..span.at.end - cut.start + shift).collect();
        Self { title, title_matches, excerpt, matches }
    }
}

fn ranges(spans: Vec<Span>) -> Vec<Range<usize>> {
    spans.into_iter().map(|span| span.at).collect()
}

/// Without the marks of Markdown, which say nothing in a single line.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let word = word.trim_matches(['`', '*', '|', '#']);
        if word.chars().any(|character| !"-=_+|<>.:'^v/\\~`*#".contains(character)) {
            if !plain.is_empty() {
                plain.push(' ');
            }
            plain.extend(word.chars().filter(|character| *character != '`'));
        }
    }
    plain
}

/// How many different words of the query stand within `width` characters at best, and which spans those are.
fn densest(spans: &[Span], width: usize) -> (usize, Range<usize>) {
    let mut best = (0, 0, 0..0);
    for (from, first) in spans.iter().enumerate() {
        let within = spans[from..].iter().take_while(|span| span.at.end <= first.at.start + width.max(1));
        let (mut seen, mut count) = (0_u32, 0);
        for span in within {
            seen |= 1 << span.word.min(31);
            count += 1;
        }
        let words = seen.count_ones() as usize;
        if (words, count) > (best.0, best.1) {
            best = (words, count, from..from + count);
        }
    }
    (best.0, best.2)
}

/// The excerpt, how many characters stand before the text in it, and which characters of the text it holds.
fn cut(text: &str, spans: &[Span], window: &Range<usize>, width: usize) -> (String, usize, Range<usize>) {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= width {
        return (text.to_owned(), 0, 0..characters.len());
    }
    let first = spans.get(window.start).filter(|_| !window.is_empty()).map_or(0, |span| span.at.start);
    let room = width.saturating_sub(2).max(1);
    let mut start = first.saturating_sub(LEAD).min(characters.len().saturating_sub(room));
    if start > 0 {
        // From the start of a word on.
        start = (start..first).find(|at| characters[at - 1] == ' ').unwrap_or(start);
    }
    let mut end = (start + room).min(characters.len());
    let last = window.clone().next_back().and_then(|last| spans.get(last)).map_or(start, |span| span.at.end);
    if end < characters.len() {
        end = (last.max(start + 1)..end).rev().find(|at| characters[*at] == ' ').unwrap_or(end);
    }
    let shift = usize::from(start > 0);
    let mut excerpt = String::new();
    if start > 0 {
        excerpt.push('…');
    }
    excerpt.extend(&characters[start..end]);
    if end < characters.len() {
        excerpt.push('…');
    }
    (excerpt, shift, start..end)
}
