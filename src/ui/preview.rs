//! An item to read: a trap as a card, a note as it is written, a question without its key.

use std::ops::Range;

use ratatui::text::{Line, Span};

use crate::app::search::Library;
use crate::domain::content::{Item, Kind};
use crate::domain::search::Hits;
use crate::domain::text::clean_line;
use crate::ui::found::NOTE;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

/// The item as lines, its service and kind first, with what the query of `found` matched marked.
pub fn lines(item: &Item, library: Option<&Library>, found: &Hits, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let services = library.and_then(|library| library.services.get(item.id.pack()));
    let title_of = |id: &str| services.map_or_else(|| id.to_owned(), |all| all.title(id).to_owned());
    let service = clean_line(&title_of(item.service.as_str())).into_owned();
    let mut lines = vec![Line::from(vec![
        Span::styled(service, theme.style(Role::Service)),
        Span::styled(format!(" · {}", item.kind.name()), theme.style(Role::Muted)),
    ])];
    let instead: Vec<String> = match &item.kind {
        Kind::Trap(trap) => trap.instead.iter().map(|id| title_of(id.as_str())).collect(),
        _ => vec![],
    };
    lines.extend(Text::of(item, &instead, Some(found)).lines(width, theme));
    if let Some(notes) = library.and_then(|library| library.notes.get(&item.id)) {
        lines.extend([Line::default(), Line::styled(format!("{NOTE} Your note"), theme.style(Role::Focus))]);
        let mut text = Text { found: Some(found), ..Text::default() };
        text.push(notes);
        lines.extend(text.lines(width, theme));
    }
    lines
}

/// Its text alone; `instead` names what a trap says to choose.
pub fn text(item: &Item, instead: &[String], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    Text::of(item, instead, None).lines(width, theme)
}

/// Markdown and the stretches of it that a search found.
#[derive(Default)]
struct Text<'a> {
    found: Option<&'a Hits>,
    markdown: String,
    marks: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    fn of(item: &Item, instead: &[String], found: Option<&'a Hits>) -> Self {
        let mut all = Self { found, ..Self::default() };
        match &item.kind {
            Kind::Note(note) => all.label("# ").push(&note.title).label("\n\n").push(&note.body),
            Kind::Trap(trap) => {
                all.label("# ").push(&trap.title);
                all.label("\n\n**What lures.** ").push(&trap.lure);
                all.label("\n\n**What is true.** ").push(&trap.truth);
                if !instead.is_empty() {
                    all.label("\n\n**Choose instead.** ").push(&instead.join(", "));
                }
                &mut all
            }
            Kind::Question(question) => {
                all.push(&question.stem).label("\n");
                for option in &question.options {
                    all.label("\n- ").push(&option.text);
                }
                &mut all
            }
        };
        all
    }

    /// Adds what is ours, in which nothing is marked.
    fn label(&mut self, text: &str) -> &mut Self {
        self.markdown.push_str(text);
        self
    }

    fn push(&mut self, text: &str) -> &mut Self {
        if let Some(found) = self.found {
            let start = self.markdown.chars().count();
            let marks = words(text, &found.matches(text));
            self.marks.extend(marks.into_iter().map(|mark| start + mark.start..start + mark.end));
        }
        self.label(text)
    }

    fn lines(&self, width: u16, theme: &Theme) -> Vec<Line<'static>> {
        markdown::render_marked(&self.markdown, &self.marks, width, theme)
    }
}

/// Those of `marks`, which are in order, that lie in words: one in an address, in a diagram or in the number of a list
/// would change how the text is taken.
fn words(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    if marks.is_empty() {
        return vec![];
    }
    let mut kept = Vec::new();
    let mut marks = marks.iter().peekable();
    let (mut at, mut fenced) = (0, false);
    for line in text.split_inclusive('\n') {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        let mut first = true;
        for word in line.split_inclusive(char::is_whitespace) {
            let end = at + word.chars().count();
            let number =
                first && word.trim_end().trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit());
            let address = word.contains("://") || word.contains("](");
            while let Some(mark) = marks.next_if(|mark| mark.start < end) {
                if !(fenced || fence || number || address) {
                    kept.push(mark.clone());
                }
            }
            first &= word.trim().is_empty();
            at = end;
        }
        fenced ^= fence;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_marked() {
        let all = |text: &str, part: &str| -> Vec<usize> {
            let marks: Vec<_> = text.match_indices(part).map(|(at, _)| at..at + part.len()).collect();
            words(text, &marks).into_iter().map(|mark| mark.start).collect()
        };
        assert_eq!(all("a task, [task](https://task.dev) task", "task"), [2, 33]);
        assert_eq!(all("```\ntask\n```\ntask", "task"), [13]);
        assert_eq!(all("  1. one 1\n1) two", "1"), [9]);
    }
}
