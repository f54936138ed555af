//! Text that is safe to put into a terminal's cells, and how many of them it takes.
//!
//! Packs are written by strangers. A control character in one could move the cursor or change the terminal's title,
//! a bidirectional override could show an answer in another order than it is stored, and an invisible character
//! makes a terminal and this program disagree about where the next cell is. [`clean`] takes all of them out, and
//! every text from a pack or a file passes it before it is shown.

mod measure;
mod rows;

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

pub use measure::{clip, cut, graphemes, pad, pad_left, width};
pub use rows::rows;

/// A tab ends at the next multiple of this many columns.
const TAB: usize = 4;

/// Marks kept on one letter. Every living script gets by with fewer; towers of them paint over the lines above.
const MARKS: usize = 6;

/// `text` without anything that could disturb a terminal, borrowed when there was nothing to take out.
///
/// - `\r\n`, `\r` and the Unicode line and paragraph separators become `\n`, the only control character that is left.
/// - A tab becomes spaces up to the next tab stop.
/// - Gone are: other control characters, bidirectional controls, characters that take no column (joiners, fillers,
///   soft hyphens, variation selectors, tags), skin tones, noncharacters, and combining marks at the start of a line
///   or beyond six on a letter. Joined emoji fall apart into their parts, because terminals don't agree on
///   the width of the whole.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte == b'\n' || (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let clean = without_stray_graphemes(&by_character(text));
    if clean == text { Cow::Borrowed(text) } else { Cow::Owned(clean) }
}

/// [`clean`] for a place that holds one line: line ends become spaces.
#[must_use]
pub fn clean_line(text: &str) -> Cow<'_, str> {
    match clean(text) {
        line if !line.contains('\n') => line,
        lines => Cow::Owned(lines.replace('\n', " ")),
    }
}

fn by_character(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut column = 0;
    // A line starts with no letter that could carry a mark, as if it carried all it may.
    let mut marks = MARKS;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => {
                if character == '\r' && characters.peek() == Some(&'\n') {
                    continue;
                }
                clean.push('\n');
                (column, marks) = (0, MARKS);
            }
            '\t' => {
                let spaces = TAB - column % TAB;
                clean.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
                marks = 0;
            }
            _ if is_forbidden(character) => {}
            _ => {
                let character = full_size_sound_mark(character);
                if is_combining_mark(character) {
                    if marks >= MARKS {
                        continue;
                    }
                    marks += 1;
                } else {
                    marks = 0;
                }
                column += character.width().unwrap_or(0);
                clean.push(character);
            }
        }
    }
    clean
}

/// Takes out clusters that have no column of their own, such as a vowel of a Korean syllable without its consonant.
fn without_stray_graphemes(text: &str) -> String {
    text.graphemes(true).filter(|grapheme| *grapheme == "\n" || width(grapheme) > 0).collect()
}

/// Halfwidth sound marks have one column or none, depending on whom one asks; the combining ones have none for all.
fn full_size_sound_mark(character: char) -> char {
    match character {
        '\u{ff9e}' => '\u{3099}',
        '\u{ff9f}' => '\u{309a}',
        other => other,
    }
}

/// Whether `character` must never reach a terminal. `\n`, `\r` and tabs are forbidden too, [`clean`] replaces them.
fn is_forbidden(character: char) -> bool {
    let Some(columns) = character.width() else { return true };
    if columns == 0 && !is_combining_mark(character) && !is_korean_part(character) {
        return true;
    }
    matches!(character,
        // Invisible although Unicode counts them as marks: grapheme joiner, Khmer inherent vowels,
        // Mongolian and general variation selectors.
        '\u{34f}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e0fff}'
        // Invisible although they count as wide: Hangul fillers.
        | '\u{115f}'..='\u{1160}' | '\u{3164}' | '\u{ffa0}'
        // Line controls and format characters: separators, bidirectional controls, operators, shorthand, music,
        // annotations, hieroglyph layout.
        | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // Skin tones: a terminal that can't join them draws a second emoji.
        | '\u{1f3fb}'..='\u{1f3ff}'
        // Noncharacters.
        | '\u{fdd0}'..='\u{fdef}')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// Vowels and final consonants of spelled-out Korean syllables: no column of their own, but visible.
fn is_korean_part(character: char) -> bool {
    matches!(character, '\u{1161}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7fb}')
}

#[cfg(test)]
pub(crate) mod tests;
