//! The text inside a block: stress, code, links, and the gaps of a cloze.

use ratatui::style::{Modifier, Style};

use crate::domain::text::clean_line;
use crate::ui::theme::{Role, Theme};

use super::wrap::Run;

// Noncharacters: `clean` takes them out of every text, so none comes from a pack.
/// Stands for a gap that is still closed.
pub const GAP_CLOSED: char = '\u{fdd0}';
/// Stands before the text of an opened gap.
pub const GAP_START: char = '\u{fdd1}';
/// Stands behind the text of an opened gap.
pub const GAP_END: char = '\u{fdd2}';

/// Stands before a stretch of text that is marked.
pub const MARK_START: char = '\u{fdd3}';
/// Stands behind it.
pub const MARK_END: char = '\u{fdd4}';

fn is_gap(character: char) -> bool {
    matches!(character, GAP_CLOSED | GAP_START | GAP_END | MARK_START | MARK_END)
}

/// Collects the runs of one block or table cell.
pub struct Inline<'t> {
    theme: &'t Theme,
    runs: Vec<Run>,
    /// Where in the source the block's text began and how far it got.
    range: Option<(usize, usize)>,
    /// Styles of the stress that is open, each on top of the ones before.
    styles: Vec<Style>,
    /// Open links and pictures: their first run and address.
    links: Vec<(usize, String)>,
    /// Whether the source has gaps. Otherwise an entity that names one of their marks is just forbidden text.
    has_gaps: bool,
    in_gap: bool,
    in_mark: bool,
}

impl<'t> Inline<'t> {
    pub fn new(theme: &'t Theme, source: &str) -> Self {
        let has_gaps = source.contains(is_gap);
        let [in_gap, in_mark] = [false; 2];
        Self { theme, runs: Vec::new(), range: None, styles: Vec::new(), links: Vec::new(), has_gaps, in_gap, in_mark }
    }

    /// What was collected, and its place in the source. Starts anew.
    pub fn take(&mut self) -> Option<(Vec<Run>, (usize, usize))> {
        let range = self.range.take()?;
        self.links.clear();
        Some((std::mem::take(&mut self.runs), range))
    }

    /// Notes that something of the block stands at `start..end` of the source.
    pub fn reach(&mut self, start: usize, end: usize) {
        let (first, last) = self.range.unwrap_or((start, end));
        self.range = Some((first, last.max(end)));
    }

    pub fn open(&mut self, style: Style) {
        self.styles.push(self.style().patch(style));
    }

    pub fn close(&mut self) {
        self.styles.pop();
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    pub fn text(&mut self, text: &str) {
        self.push(text, self.style());
    }

    pub fn code(&mut self, code: &str) {
        self.push(code, self.style().patch(self.theme.style(Role::Service)));
    }

    pub fn line_end(&mut self) {
        self.runs.push(Run::new("\n", Style::new()));
    }

    pub fn open_link(&mut self, address: &str) {
        self.links.push((self.runs.len(), clean_line(address).into_owned()));
    }

    /// Writes the address behind the link's text, unless the text says it already.
    pub fn close_link(&mut self) {
        let Some((first, address)) = self.links.pop() else { return };
        let shown: String = self.runs.iter().skip(first).map(|run| run.text.as_str()).collect();
        let bare = |text: &str| {
            let text = text.trim().trim_end_matches('/');
            ["https://", "http://", "mailto:"]
                .iter()
                .find_map(|scheme| text.strip_prefix(scheme))
                .unwrap_or(text)
                .to_owned()
        };
        if address.is_empty() || bare(&shown) == bare(&address) {
            return;
        }
        let address = if shown.trim().is_empty() { address } else { format!(" ({address})") };
        self.runs.push(Run::new(address, self.style().patch(self.theme.style(Role::Muted))));
    }

    fn push(&mut self, text: &str, style: Style) {
        for part in text.split_inclusive(|c| self.has_gaps && is_gap(c)) {
            let mark = part.chars().next_back().filter(|c| self.has_gaps && is_gap(*c));
            let shown = clean_line(part);
            if !shown.is_empty() {
                let style = if self.in_gap { style.patch(self.opened()) } else { style };
                let style = if self.in_mark { style.patch(self.theme.style(Role::Match)) } else { style };
                self.runs.push(Run::new(shown, style));
            }
            match mark {
                Some(GAP_CLOSED) => self.runs.push(Run::new("[…]", style.patch(self.theme.style(Role::Focus)))),
                Some(mark @ (MARK_START | MARK_END)) => self.in_mark = mark == MARK_START,
                Some(mark) => self.in_gap = mark == GAP_START,
                None => {}
            }
        }
    }

    /// An opened gap is underlined too, so that it is found without colours.
    fn opened(&self) -> Style {
        self.theme.style(Role::Correct).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
    }
}
