//! Tables: columns next to each other with a rule under their heads, or one cell below the other when it gets narrow.

use pulldown_cmark::Alignment;
use ratatui::style::Style;

use super::wrap::{Run, columns, longest_word, wrap};

/// Columns between two cells of a row.
const BETWEEN: usize = 2;

/// Below this many columns a wrapped cell is harder to read than a list.
const NARROWEST: usize = 8;

/// A table while it is read: cells by row, the heads first.
pub struct Table {
    pub alignments: Vec<Alignment>,
    pub rows: Vec<Vec<Vec<Run>>>,
}

impl Table {
    pub fn new(alignments: Vec<Alignment>) -> Self {
        Self { alignments, rows: Vec::new() }
    }

    /// The table in lines of at most `limit` columns, with heads in `strong` and the rule in `rule`.
    pub fn lines(&self, limit: usize, strong: Style, rule: Style) -> Vec<Vec<Run>> {
        match self.widths(limit) {
            Some(widths) => self.grid(&widths, rule),
            None => self.list(limit, strong),
        }
    }

    /// The width of every column, or nothing if they can't stand next to each other.
    fn widths(&self, limit: usize) -> Option<Vec<usize>> {
        let count = self.alignments.len();
        let free = limit.checked_sub(BETWEEN * count.saturating_sub(1))?;
        let widest = |column: usize, measure: fn(&[Run]) -> usize| {
            self.rows.iter().filter_map(|row| row.get(column)).map(|cell| measure(cell)).max().unwrap_or(0).max(1)
        };
        let wanted: Vec<usize> = (0..count).map(|column| widest(column, columns)).collect();
        if wanted.iter().sum::<usize>() <= free {
            return Some(wanted);
        }
        let least: Vec<usize> = wanted.iter().map(|wanted| *wanted.min(&NARROWEST)).collect();
        if least.iter().sum::<usize>() > free {
            return None;
        }
        // Whole words if there is room for them; then the room goes where it saves most lines.
        let words: Vec<usize> = (0..count).map(|column| widest(column, longest_word).max(least[column])).collect();
        let mut widths = if words.iter().sum::<usize>() <= free { words } else { least };
        for _ in widths.iter().sum::<usize>()..free {
            let lines = |column: &usize| wanted[*column] * 1000 / widths[*column];
            let Some(tallest) = (0..count).filter(|column| widths[*column] < wanted[*column]).max_by_key(lines) else {
                break;
            };
            widths[tallest] += 1;
        }
        Some(widths)
    }

    fn grid(&self, widths: &[usize], rule: Style) -> Vec<Vec<Run>> {
        let rows: Vec<Vec<Vec<Vec<Run>>>> = self.rows.iter().map(|row| self.wrapped(row, widths)).collect();
        // The first cell shows where a row begins, unless it goes over several lines itself.
        let apart = rows.iter().skip(1).any(|row| row.first().is_some_and(|cell| cell.len() > 1));
        let mut lines = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if apart && index > 1 {
                lines.push(Vec::new());
            }
            let height = row.iter().map(Vec::len).max().unwrap_or(0);
            lines.extend((0..height).map(|line| self.grid_line(row, line, widths)));
            if index == 0 {
                let whole = widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1);
                lines.push(vec![Run::new("─".repeat(whole), rule)]);
            }
        }
        lines
    }

    fn wrapped(&self, row: &[Vec<Run>], widths: &[usize]) -> Vec<Vec<Vec<Run>>> {
        let empty = Vec::new();
        widths.iter().enumerate().map(|(column, width)| wrap(row.get(column).unwrap_or(&empty), *width)).collect()
    }

    fn grid_line(&self, row: &[Vec<Vec<Run>>], line: usize, widths: &[usize]) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut owed = 0;
        for (column, width) in widths.iter().enumerate() {
            let cell = row.get(column).and_then(|cell| cell.get(line)).map_or(&[][..], Vec::as_slice);
            let spare = width.saturating_sub(columns(cell));
            let before = match self.alignments.get(column) {
                Some(Alignment::Right) => spare,
                Some(Alignment::Center) => spare / 2,
                _ => 0,
            };
            if !cell.is_empty() {
                runs.push(Run::new(" ".repeat(owed + before), Style::new()));
                runs.extend(cell.iter().cloned());
                owed = 0;
            } else {
                owed += before;
            }
            owed += spare - before + BETWEEN;
        }
        runs.retain(|run| !run.text.is_empty());
        runs
    }

    fn list(&self, limit: usize, strong: Style) -> Vec<Vec<Run>> {
        let Some((heads, rows)) = self.rows.split_first() else { return Vec::new() };
        let mut lines = Vec::new();
        for row in rows {
            if !lines.is_empty() {
                lines.push(Vec::new());
            }
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let mut runs = heads.get(column).cloned().unwrap_or_default();
                if !runs.is_empty() {
                    runs.push(Run::new(": ", strong));
                }
                runs.extend(cell.iter().cloned());
                lines.extend(wrap(&runs, limit));
            }
        }
        // A table of heads alone.
        if rows.is_empty() {
            lines.extend(heads.iter().flat_map(|head| wrap(head, limit)));
        }
        lines
    }
}
