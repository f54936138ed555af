//! Markdown as lines for a given width.
//!
//! Shown are headings, stress, code, lists, quotes, tables, links with their address, and rules. Fenced blocks hold
//! diagrams, so they stay exactly as they stand. HTML is shown as text. Blocks are as far apart as in the source, and
//! every text is cleaned after it was parsed, because an entity can name any character.

mod blocks;
mod indent;
mod inline;
mod table;
mod wrap;

use std::ops::Range;

use ratatui::text::Line;

use crate::domain::content::{Cloze, Piece};
use crate::domain::text;
use crate::ui::theme::Theme;

use blocks::Blocks;
use inline::{GAP_CLOSED, GAP_END, GAP_START, MARK_END, MARK_START};

/// `text` in lines of at most `width` columns, for a `width` of 10 or more. Text keeps the ground it is drawn on.
#[must_use]
pub fn render(text: &str, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    lines(&text::clean(text), width, theme)
}

/// [`render`] with stretches of the text marked: characters of `text` from 0, ends exclusive, as the rules engine gives
/// them. Where they overlap they are one; what lies outside the text is passed over.
#[must_use]
pub fn render_marked(text: &str, marks: &[Range<usize>], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let mut marks: Vec<Range<usize>> =
        marks.iter().map(|mark| mark.start..mark.end.min(bytes.len() - 1)).filter(|mark| !mark.is_empty()).collect();
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut source = String::new();
    let mut done = 0;
    for mark in marks {
        let (start, end) = (mark.start.max(done), mark.end.max(done));
        if start < end {
            source.push_str(&text::clean(&text[bytes[done]..bytes[start]]));
            source.push(MARK_START);
            source.push_str(&text::clean(&text[bytes[start]..bytes[end]]));
            source.push(MARK_END);
        }
        done = done.max(end);
    }
    source.push_str(&text::clean(&text[bytes[done]..]));
    lines(&source, width, theme)
}

/// `cloze` with its first `open` gaps filled in and marked, the others as `[…]`. Its text is Markdown.
#[must_use]
pub fn render_cloze(cloze: &Cloze, open: usize, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let mut source = String::new();
    let mut gaps = 0;
    for piece in cloze.pieces() {
        match piece {
            Piece::Text(text) => source.push_str(&text::clean(text)),
            Piece::Gap(text) if gaps < open => {
                source.push(GAP_START);
                source.push_str(&text::clean_line(text));
                source.push(GAP_END);
                gaps += 1;
            }
            Piece::Gap(_) => source.push(GAP_CLOSED),
        }
    }
    lines(&source, width, theme)
}

/// [`render`] for output without a screen: no styles, and no spaces at the ends of lines.
#[must_use]
pub fn plain(text: &str, width: u16) -> Vec<String> {
    let text_of = |line: Line| line.spans.iter().map(|span| span.content.as_ref()).collect::<String>();
    render(text, width, &Theme::default()).into_iter().map(|line| text_of(line).trim_end().to_owned()).collect()
}

fn lines(source: &str, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    Blocks::new(source, usize::from(width).max(1), theme).lines().into_iter().map(wrap::line).collect()
}

#[cfg(test)]
mod tests;
