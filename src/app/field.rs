//! A line of text being typed, with the readline keys people's fingers know.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::text;

/// The longest text that is taken, in characters; a longer paste is cut.
pub const LONGEST: usize = 10_000;

/// A text with a cursor, which stands between graphemes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    cursor: usize,
    /// Whether it holds several lines.
    lines: bool,
    /// Columns on which the lines wrap, where `enter` starts a new one, too.
    columns: Option<u16>,
}

impl Field {
    /// A field for several lines: `alt-enter` and `ctrl-j` start a new one.
    #[must_use]
    pub fn lines() -> Self {
        Self { lines: true, ..Self::default() }
    }

    /// A field for several lines that wrap: `enter` starts a new one, too.
    #[must_use]
    pub fn of_lines() -> Self {
        Self { columns: Some(u16::MAX), ..Self::lines() }
    }

    /// Tells on how many columns the lines wrap, so that `up` and `down` go by what is seen.
    pub fn wrap(&mut self, columns: u16) {
        self.columns = self.columns.map(|_| columns.max(1));
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor and from it on.
    #[must_use]
    pub fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Replaces the text and puts the cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.cursor = 0;
        self.insert(text);
    }

    /// Puts text in at the cursor, cleaned, and on one line unless it holds several.
    pub fn insert(&mut self, text: &str) {
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let taken: String = text.chars().take(room).collect();
        let clean = if self.lines { text::clean(&taken) } else { text::clean_line(&taken) };
        self.text.insert_str(self.cursor, &clean);
        self.cursor += clean.len();
    }

    /// Handles an editing key; false when it isn't one.
    pub fn key(&mut self, key: &KeyEvent) -> bool {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Char('j') if control && self.lines => self.insert("\n"),
            KeyCode::Enter if self.lines && (alt || self.columns.is_some()) => self.insert("\n"),
            KeyCode::Up if self.lines => self.vertically(false),
            KeyCode::Down if self.lines => self.vertically(true),
            KeyCode::Char('a') if control => self.cursor = self.line_start(),
            KeyCode::Char('e') if control => self.cursor = self.line_end(),
            KeyCode::Char('b') if control => self.cursor = self.left(),
            KeyCode::Char('f') if control => self.cursor = self.right(),
            KeyCode::Char('h') if control => self.cut_from(self.left()),
            KeyCode::Char('d') if control => self.cut_to(self.right()),
            KeyCode::Char('u') if control => self.cut_from(self.line_start()),
            KeyCode::Char('w') if control => self.cut_from(self.word_left()),
            KeyCode::Char('b') if alt => self.cursor = self.word_left(),
            KeyCode::Char('f') if alt => self.cursor = self.word_right(),
            KeyCode::Char('d') if alt => self.cut_to(self.word_right()),
            KeyCode::Char(c) if !control && !alt => self.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Backspace if alt || control => self.cut_from(self.word_left()),
            KeyCode::Backspace => self.cut_from(self.left()),
            KeyCode::Delete => self.cut_to(self.right()),
            KeyCode::Left => self.cursor = self.left(),
            KeyCode::Right => self.cursor = self.right(),
            KeyCode::Home => self.cursor = self.line_start(),
            KeyCode::End => self.cursor = self.line_end(),
            _ => return false,
        }
        true
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    /// To the row below or above, as far from its start, counted in graphemes.
    fn vertically(&mut self, down: bool) {
        let rows = text::rows(&self.text, self.columns.map_or(usize::MAX, usize::from));
        let row = rows.iter().rposition(|row| row.start <= self.cursor).unwrap_or(0);
        let along = self.text[rows[row].start..self.cursor].graphemes(true).count();
        let to = if down { row.checked_add(1) } else { row.checked_sub(1) };
        let Some(to) = to.and_then(|to| rows.get(to)) else { return };
        let line = &self.text[to.clone()];
        // The end of a wrapped row is the start of the next one, so the cursor stays before its last letter.
        let last = if to.end < self.text.len() { line.graphemes(true).next_back().map_or(0, str::len) } else { 0 };
        let end = line.len() - last;
        self.cursor = to.start + line.grapheme_indices(true).nth(along).map_or(end, |(at, _)| at.min(end));
    }

    fn left(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.cursor, |g| self.cursor + g.len())
    }

    fn word_left(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
    }

    fn word_right(&self) -> usize {
        let after = &self.text[self.cursor..];
        let gap = after.len() - after.trim_start().len();
        let word = after[gap..].find(char::is_whitespace).unwrap_or(after.len() - gap);
        self.cursor + gap + word
    }

    fn cut_from(&mut self, start: usize) {
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    fn cut_to(&mut self, end: usize) {
        self.text.replace_range(self.cursor..end, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(field: &mut Field, code: KeyCode, modifiers: KeyModifiers) {
        field.key(&KeyEvent::new(code, modifiers));
    }

    #[test]
    fn it_edits_like_a_shell() {
        let mut field = Field::default();
        field.insert("fargate gpu traps");
        press(&mut field, KeyCode::Char('w'), KeyModifiers::CONTROL);
        assert_eq!(field.text(), "fargate gpu ");
        press(&mut field, KeyCode::Char('a'), KeyModifiers::CONTROL);
        press(&mut field, KeyCode::Char('d'), KeyModifiers::ALT);
        assert_eq!(field.text(), " gpu ");
        press(&mut field, KeyCode::Char('e'), KeyModifiers::CONTROL);
        field.insert("x");
        assert_eq!(field.text(), " gpu x");
        press(&mut field, KeyCode::Char('u'), KeyModifiers::CONTROL);
        assert_eq!(field.text(), "");
    }

    #[test]
    fn several_lines_are_gone_through() {
        let mut field = Field::lines();
        field.insert("one\r\ntwenty\n");
        press(&mut field, KeyCode::Enter, KeyModifiers::ALT);
        press(&mut field, KeyCode::Char('j'), KeyModifiers::CONTROL);
        assert_eq!(field.text(), "one\ntwenty\n\n\n");
        field.set("one\ntwenty\n漢字");
        for (code, before) in [
            (KeyCode::Up, "one\ntw"),
            (KeyCode::End, "one\ntwenty"),
            (KeyCode::Up, "one"),
            (KeyCode::Up, "one"),
            (KeyCode::Home, ""),
            (KeyCode::Down, "one\n"),
            (KeyCode::Right, "one\nt"),
            (KeyCode::Down, "one\ntwenty\n漢"),
            (KeyCode::Down, "one\ntwenty\n漢"),
        ] {
            press(&mut field, code, KeyModifiers::NONE);
            assert_eq!(field.halves().0, before, "{code:?}");
        }
        press(&mut field, KeyCode::Char('u'), KeyModifiers::CONTROL);
        assert_eq!(field.text(), "one\ntwenty\n字");
    }

    #[test]
    fn rows_that_wrap_are_gone_through() {
        let mut field = Field::of_lines();
        field.insert("run the tasks\r\nwithout servers");
        field.wrap(8);
        // run the / tasks / without / servers
        for (code, before) in [
            (KeyCode::Up, "run the tasks\nwithout"),
            (KeyCode::Up, "run the tasks"),
            (KeyCode::Home, ""),
            (KeyCode::End, "run the tasks"),
            (KeyCode::Down, "run the tasks\nwitho"),
            (KeyCode::Down, "run the tasks\nwithout serve"),
            (KeyCode::Enter, "run the tasks\nwithout serve\n"),
        ] {
            press(&mut field, code, KeyModifiers::NONE);
            assert_eq!(field.halves().0, before, "{code:?}");
        }
    }

    #[test]
    fn a_paste_is_cleaned_and_cut() {
        let mut field = Field::default();
        field.insert("a\u{1b}[31m\nb");
        assert!(!field.text().contains(['\u{1b}', '\n']));
        field.insert(&"x".repeat(20_000));
        assert!(field.text().chars().count() <= LONGEST);
    }

    proptest! {
        #[test]
        fn the_cursor_always_stands_between_graphemes(start in "\\PC{0,20}", keys in prop::collection::vec(0u8..15, 0..40)) {
            let mut field = Field::of_lines();
            field.wrap(7);
            field.insert(&start);
            for key in keys {
                let (code, modifiers) = match key {
                    0 => (KeyCode::Left, KeyModifiers::NONE),
                    1 => (KeyCode::Right, KeyModifiers::NONE),
                    2 => (KeyCode::Backspace, KeyModifiers::NONE),
                    3 => (KeyCode::Delete, KeyModifiers::NONE),
                    4 => (KeyCode::Char('w'), KeyModifiers::CONTROL),
                    5 => (KeyCode::Char('b'), KeyModifiers::ALT),
                    6 => (KeyCode::Char('f'), KeyModifiers::ALT),
                    7 => (KeyCode::Char('d'), KeyModifiers::ALT),
                    8 => (KeyCode::Home, KeyModifiers::NONE),
                    9 => (KeyCode::Char('é'), KeyModifiers::NONE),
                    10 => (KeyCode::Char('漢'), KeyModifiers::NONE),
                    11 => (KeyCode::Up, KeyModifiers::NONE),
                    12 => (KeyCode::Down, KeyModifiers::NONE),
                    13 => (KeyCode::Enter, KeyModifiers::ALT),
                    _ => (KeyCode::End, KeyModifiers::NONE),
                };
                press(&mut field, code, modifiers);
                let (before, after) = field.halves();
                prop_assert_eq!(format!("{before}{after}"), field.text());
            }
        }
    }
}
