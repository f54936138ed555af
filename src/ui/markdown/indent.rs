//! What stands before the lines of nested lists and quotes.

use ratatui::style::Style;

use crate::domain::text::width;

use super::wrap::Run;

/// The quotes and list items around a block, the outermost first.
pub struct Indent {
    levels: Vec<Level>,
    /// Beyond this many columns deeper levels are no longer indented, so that half of the width stays for text.
    limit: usize,
    used: usize,
    bar: Style,
    bullet: Style,
}

struct Level {
    kind: Kind,
    columns: usize,
    /// Whether a block inside was written already.
    started: bool,
}

enum Kind {
    Quote,
    /// With the bullet or number, until it has been written.
    Item(Option<String>),
}

impl Indent {
    pub fn new(limit: usize, bar: Style, bullet: Style) -> Self {
        Self { levels: Vec::new(), limit, used: 0, bar, bullet }
    }

    /// Columns taken from the lines.
    pub fn columns(&self) -> usize {
        self.used
    }

    pub fn open_quote(&mut self) {
        self.open(Kind::Quote, 2);
    }

    /// Opens an item that starts with `marker`, a bullet or a number with its space.
    pub fn open_item(&mut self, marker: String) {
        let columns = width(&marker);
        self.open(Kind::Item(Some(marker)), columns);
    }

    fn open(&mut self, kind: Kind, columns: usize) {
        let columns = if self.used + columns > self.limit { 0 } else { columns };
        self.used += columns;
        self.levels.push(Level { kind, columns, started: false });
    }

    pub fn close(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.used -= level.columns;
        }
    }

    /// Whether the innermost level is an item whose marker was not written yet.
    pub fn has_bare_marker(&self) -> bool {
        matches!(self.levels.last(), Some(Level { kind: Kind::Item(Some(_)), .. }))
    }

    /// What stands before the next line of a block.
    pub fn next(&mut self) -> Vec<Run> {
        let mut runs = Vec::new();
        for level in &mut self.levels {
            level.started = true;
            let marker = if let Kind::Item(marker) = &mut level.kind { marker.take() } else { None };
            if level.columns == 0 {
                continue;
            }
            runs.push(match (&level.kind, marker) {
                (Kind::Quote, _) => Run::new("│ ", self.bar),
                (Kind::Item(_), Some(marker)) => Run::new(marker, self.bullet),
                (Kind::Item(_), None) => Run::new(" ".repeat(level.columns), Style::new()),
            });
        }
        runs
    }

    /// What stands on the empty line before a block: the bars of the quotes that both neighbours are in.
    pub fn gap(&self) -> Vec<Run> {
        let shared = self.levels.iter().take_while(|level| level.started && level.columns > 0);
        let mut runs: Vec<Run> = shared
            .map(|level| match level.kind {
                Kind::Quote => Run::new("│ ", self.bar),
                Kind::Item(_) => Run::new(" ".repeat(level.columns), Style::new()),
            })
            .collect();
        while runs.last().is_some_and(|run| run.text.trim().is_empty()) {
            runs.pop();
        }
        if let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        runs
    }
}
