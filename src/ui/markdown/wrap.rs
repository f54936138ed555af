//! Words into lines.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::text::{graphemes, width};

/// Text of one look. A run that is `\n` ends the line; no other run holds line ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub text: String,
    pub style: Style,
}

impl Run {
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self { text: text.into(), style }
    }
}

/// Columns that `runs` take on one line.
pub fn columns(runs: &[Run]) -> usize {
    runs.iter().map(|run| width(&run.text)).sum()
}

/// Columns of the longest word, below which `runs` can't be wrapped without breaking it.
pub fn longest_word(runs: &[Run]) -> usize {
    let word = |token: &Token| if let Token::Word(cells) = token { span_of(cells) } else { 0 };
    tokens(runs).iter().map(word).max().unwrap_or(0)
}

/// `runs` in lines of at most `limit` columns, at least one line.
///
/// Lines end between words, and on either side of a wide character as Chinese and Japanese allow it. A word that is
/// longer than a line is broken where the line ends. Spaces at line ends vanish.
pub fn wrap(runs: &[Run], limit: usize) -> Vec<Vec<Run>> {
    let mut lines = Lines { done: Vec::new(), current: Vec::new(), used: 0, limit: limit.max(1) };
    let mut spaces = Vec::new();
    for token in tokens(runs) {
        match token {
            Token::Space(cell) => spaces.push(cell),
            Token::Break => {
                lines.end();
                spaces.clear();
            }
            Token::Word(word) => lines.add(&mut spaces, word),
        }
    }
    lines.end();
    lines.done
}

/// A line for the screen.
pub fn line(runs: Vec<Run>) -> Line<'static> {
    Line::from_iter(runs.into_iter().flat_map(spans))
}

/// A span is placed by the width of its whole string and drawn by its clusters. Where joining letters make the two
/// differ, every cluster gets a span of its own, so that what follows doesn't cover it.
fn spans(run: Run) -> Vec<Span<'static>> {
    let whole = Span::styled(run.text, run.style);
    if whole.width() == width(&whole.content) {
        return vec![whole];
    }
    graphemes(&whole.content).map(|(grapheme, _)| Span::styled(grapheme.to_owned(), run.style)).collect()
}

/// A cluster that shares cells.
#[derive(Debug, Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    columns: usize,
    style: Style,
}

enum Token<'a> {
    Word(Vec<Cell<'a>>),
    Space(Cell<'a>),
    Break,
}

fn span_of(cells: &[Cell<'_>]) -> usize {
    cells.iter().map(|cell| cell.columns).sum()
}

fn tokens(runs: &[Run]) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut word: Vec<Cell<'_>> = Vec::new();
    for run in runs {
        for (text, columns) in graphemes(&run.text) {
            let cell = Cell { text, columns, style: run.style };
            let splits = text == " " || text == "\n" || word.last().is_some_and(|last| may_part(*last, cell));
            if splits && !word.is_empty() {
                tokens.push(Token::Word(std::mem::take(&mut word)));
            }
            match text {
                " " => tokens.push(Token::Space(cell)),
                "\n" => tokens.push(Token::Break),
                _ => word.push(cell),
            }
        }
    }
    if !word.is_empty() {
        tokens.push(Token::Word(word));
    }
    tokens
}

/// Whether a line may end between two clusters without a space: next to a wide one, but not before what closes
/// and not behind what opens.
fn may_part(left: Cell<'_>, right: Cell<'_>) -> bool {
    let closes = ".,;:!?%)]}»”’…、。，．：；！？％）〕］｝〉》」』】ー・々";
    let opens = "([{«“‘（〔［｛〈《「『【";
    (left.columns > 1 || right.columns > 1)
        && !right.text.starts_with(|c| closes.contains(c))
        && !opens.contains(left.text)
}

struct Lines<'a> {
    done: Vec<Vec<Run>>,
    current: Vec<Cell<'a>>,
    used: usize,
    limit: usize,
}

impl<'a> Lines<'a> {
    fn add(&mut self, spaces: &mut Vec<Cell<'a>>, word: Vec<Cell<'a>>) {
        let columns = span_of(&word);
        if !self.current.is_empty() {
            if self.used + spaces.len() + columns <= self.limit {
                self.used += spaces.len();
                self.current.append(spaces);
            } else {
                self.end();
            }
        }
        spaces.clear();
        for cell in word {
            self.push(cell);
        }
    }

    fn push(&mut self, cell: Cell<'a>) {
        if self.used + cell.columns > self.limit && !self.current.is_empty() {
            self.end();
        }
        if cell.columns <= self.limit {
            self.current.push(cell);
            self.used += cell.columns;
        } else {
            self.push_parts(cell);
        }
    }

    /// A cluster that is wider than a whole line, such as a long Indic conjunct, falls into its characters.
    fn push_parts(&mut self, cell: Cell<'a>) {
        for (start, character) in cell.text.char_indices() {
            let text = &cell.text[start..start + character.len_utf8()];
            let part = match width(text) {
                columns if columns <= self.limit => Cell { text, columns, style: cell.style },
                _ => Cell { text: "…", columns: 1, style: cell.style },
            };
            if self.used + part.columns > self.limit {
                self.end();
            }
            self.used += part.columns;
            self.current.push(part);
        }
    }

    fn end(&mut self) {
        let mut runs: Vec<Run> = Vec::new();
        for cell in self.current.drain(..) {
            match runs.last_mut() {
                Some(last) if last.style == cell.style => last.text.push_str(cell.text),
                _ => runs.push(Run::new(cell.text, cell.style)),
            }
        }
        self.done.push(runs);
        self.used = 0;
    }
}
