//! Standard output. A closed pipe is not an error: whoever read it has seen enough.

use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use crate::domain::text::clean;
use crate::failure::Failure;

/// Says something beside the answer, on standard error.
pub fn remark(text: &str) {
    // Nothing can be said when standard error is closed.
    let _ = writeln!(io::stderr(), "plimsoll: {}", clean(text));
}

/// How far something slow has come: one line on standard error that writes over itself, only where somebody may watch.
#[derive(Debug, Default)]
pub struct Pace {
    shown: bool,
}

impl Pace {
    /// Tells that so many files of so many are read.
    pub fn tell(&mut self, done: usize, all: usize) {
        // Under a handful there is nothing to wait for.
        if all > 5 {
            self.say(&format!("Reading file {done} of {all}"));
        }
    }

    /// Tells how far something is.
    pub fn say(&mut self, text: &str) {
        if io::stderr().is_terminal() {
            self.shown = true;
            let _ = write!(io::stderr(), "\r{text}\u{1b}[K");
        }
    }
}

impl Drop for Pace {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}

/// Where results go.
pub struct Output {
    to: BufWriter<Box<dyn Write>>,
    failed: Option<io::Error>,
}

impl std::fmt::Debug for Output {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Output").field("failed", &self.failed).finish_non_exhaustive()
    }
}

impl Output {
    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self::to(Box::new(io::stdout()))
    }

    /// Somewhere else, for tests.
    #[must_use]
    pub fn to(writer: Box<dyn Write>) -> Self {
        Self { to: BufWriter::new(writer), failed: None }
    }

    /// A line, cleaned of what could disturb a terminal.
    pub fn line(&mut self, text: &str) {
        let line = format!("{}\n", clean(text));
        self.text(&line);
    }

    /// A line with the matched characters standing out, where colours are wanted.
    pub fn marked(&mut self, lead: &str, text: &str, matches: &[[usize; 2]], colour: bool) {
        if !colour {
            return self.line(&format!("{lead}{text}"));
        }
        let mut line = lead.to_owned();
        let mut on = false;
        for (at, character) in clean(text).chars().enumerate() {
            let found = matches.iter().any(|range| (range[0]..range[1]).contains(&at));
            if found != on {
                line.push_str(if found { "\u{1b}[1;4m" } else { "\u{1b}[0m" });
                on = found;
            }
            line.push(character);
        }
        line.push_str(if on { "\u{1b}[0m\n" } else { "\n" });
        self.text(&line);
    }

    /// Text as it is.
    pub fn text(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = self.to.write_all(text.as_bytes()).err();
        }
    }

    /// A JSON answer.
    pub fn json(&mut self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string_pretty(value) {
            self.text(&text);
            self.text("\n");
        }
    }

    /// Shows what was written so far, e.g. before waiting for an answer.
    pub fn show(&mut self) {
        if self.failed.is_none() {
            self.failed = self.to.flush().err();
        }
    }

    /// Whether nobody reads any more.
    #[must_use]
    pub fn closed(&self) -> bool {
        self.failed.is_some()
    }

    /// Writes out what is left.
    ///
    /// # Errors
    /// When it can't be written, unless the reader closed the pipe.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.show();
        match self.failed.take() {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::failed(format!("can't write the answer: {error}"), ""))
            }
            _ => Ok(()),
        }
    }
}
