//! The blocks of a text, one after the other. A parser's events are written as they come, so nesting however deep
//! needs no recursion.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};

use crate::domain::text::{clean, clip};
use crate::ui::theme::{Role, Theme};

use super::indent::Indent;
use super::inline::Inline;
use super::table::Table;
use super::wrap::{Run, wrap};

/// Writes a source as lines.
pub struct Blocks<'s> {
    source: &'s str,
    width: usize,
    theme: &'s Theme,
    lines: Vec<Vec<Run>>,
    indent: Indent,
    inline: Inline<'s>,
    /// The next number of each open list, or nothing for bullets.
    lists: Vec<Option<u64>>,
    table: Option<Table>,
    /// The text of the open code block.
    code: Option<String>,
    /// Whether the block that is open is a heading, which stands apart from what is above.
    heading: bool,
    /// Where the last written block ended in the source.
    end: usize,
}

impl<'s> Blocks<'s> {
    pub fn new(source: &'s str, width: usize, theme: &'s Theme) -> Self {
        Self {
            source,
            width,
            theme,
            lines: Vec::new(),
            indent: Indent::new(width / 2, theme.style(Role::Border), theme.style(Role::Muted)),
            inline: Inline::new(theme, source),
            lists: Vec::new(),
            table: None,
            code: None,
            heading: false,
            end: 0,
        }
    }

    /// All lines.
    pub fn lines(mut self) -> Vec<Vec<Run>> {
        for (event, range) in Parser::new_ext(self.source, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(tag) => self.start(tag, range.start),
                Event::End(tag) => self.finish(tag, range.start, range.end),
                Event::Rule => {
                    self.flush();
                    let rule = Run::new("─".repeat(self.room()), self.theme.style(Role::Border));
                    self.write(vec![vec![rule]], range.start, range.end);
                }
                Event::Text(text) if self.code.is_some() => self.code.get_or_insert_default().push_str(&text),
                other => {
                    self.inline.reach(range.start, range.end);
                    self.inside(&other);
                }
            }
        }
        self.flush();
        self.lines
    }

    fn inside(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::InlineHtml(text) => self.inline.text(text),
            Event::Code(text) => self.inline.code(text),
            Event::SoftBreak => self.inline.text(" "),
            Event::HardBreak => self.inline.line_end(),
            Event::Html(lines) => {
                for line in lines.lines() {
                    self.inline.text(line);
                    self.inline.line_end();
                }
            }
            // Of extensions that are switched off.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Emphasis => self.inline.open(self.theme.emphasis()),
            Tag::Strong => self.inline.open(self.theme.strong()),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.inline.reach(at, at);
                self.inline.open_link(&dest_url);
            }
            Tag::TableHead => {
                self.inline.open(self.theme.strong());
                self.add_row();
            }
            Tag::TableRow => self.add_row(),
            Tag::TableCell => {}
            block => {
                self.flush();
                self.start_block(block);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.heading = true;
                let title = self.theme.style(Role::Title);
                let underlined = if level == HeadingLevel::H1 { Modifier::UNDERLINED } else { Modifier::empty() };
                self.inline.open(title.add_modifier(underlined));
            }
            Tag::BlockQuote(_) => self.indent.open_quote(),
            Tag::List(first) => self.lists.push(first),
            Tag::Item => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "• ".to_owned(),
                };
                self.indent.open_item(marker);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.code = Some(String::new()),
            Tag::Table(alignments) => self.table = Some(Table::new(alignments)),
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd, start: usize, end: usize) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::TableHead => self.inline.close(),
            TagEnd::Link | TagEnd::Image => {
                self.inline.reach(start, end);
                self.inline.close_link();
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Heading(_) => {
                self.inline.close();
                self.flush();
                self.heading = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.indent.close();
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Item => {
                self.flush();
                if self.indent.has_bare_marker() {
                    self.write(vec![Vec::new()], start, end);
                }
                self.indent.close();
            }
            TagEnd::CodeBlock => self.finish_code(start, end),
            TagEnd::TableCell => {
                let runs = self.inline.take().map(|(runs, _)| runs).unwrap_or_default();
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(runs);
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    let (strong, rule) = (self.theme.strong(), self.theme.style(Role::Border));
                    self.write(table.lines(self.room(), strong, rule), start, end);
                }
            }
            _ => {}
        }
    }

    fn add_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.rows.push(Vec::new());
        }
    }

    /// Diagrams stay as they stand; what is too wide is cut with a mark.
    fn finish_code(&mut self, start: usize, end: usize) {
        let code = self.code.take().unwrap_or_default();
        let room = self.room();
        let line = |line: &str| vec![Run::new(clip(line, room), Style::new())];
        self.write(clean(&code).lines().map(line).collect(), start, end);
    }

    /// Columns left for a block's text.
    fn room(&self) -> usize {
        self.width - self.indent.columns()
    }

    /// Writes the text collected so far.
    fn flush(&mut self) {
        let Some((mut runs, (start, end))) = self.inline.take() else { return };
        while runs.last().is_some_and(|run| run.text == "\n") {
            runs.pop();
        }
        if !runs.is_empty() {
            self.write(wrap(&runs, self.room()), start, end);
        }
    }

    /// Adds a block that stands at `start..end` of the source, apart from the one before as it is there.
    fn write(&mut self, block: Vec<Vec<Run>>, start: usize, end: usize) {
        if block.is_empty() {
            return;
        }
        if !self.lines.is_empty() && (self.heading || self.is_apart(start)) {
            self.lines.push(self.indent.gap());
        }
        for mut line in block {
            let mut whole = self.indent.next();
            whole.append(&mut line);
            self.lines.push(whole);
        }
        self.end = self.end.max(end);
    }

    /// Whether an empty line stands between the last block and `start`. In a quote that line has a `>`.
    fn is_apart(&self, start: usize) -> bool {
        let before = self.source.get(..self.end).map_or(0, |text| text.trim_end().len());
        let between = self.source.get(before..start).unwrap_or_default();
        between.matches('\n').count() > 1
    }
}
