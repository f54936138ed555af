//! A sentence with gaps: `Fargate bills {{vCPU and memory}} until the task {{stops}}.`

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A text cut at its gaps. It has at least one, and none is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cloze {
    pieces: Vec<Piece>,
}

/// A part of a cloze.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Always shown.
    Text(String),
    /// Hidden until opened.
    Gap(String),
}

/// Why a text is not a cloze.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadCloze {
    /// No `{{...}}` in it.
    #[error("a cloze needs at least one gap, written {{{{like this}}}}")]
    NoGap,
    /// `{{` without `}}`.
    #[error("a gap is opened with {{{{ and never closed with }}}}")]
    Open,
    /// `{{}}`.
    #[error("a gap is empty")]
    Empty,
}

impl Cloze {
    /// Cuts `text` at its gaps.
    ///
    /// # Errors
    /// [`BadCloze`] when there is no gap, an empty one, or one that never ends.
    pub fn new(text: &str) -> Result<Self, BadCloze> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (gap, behind) = after.split_once("}}").ok_or(BadCloze::Open)?;
            if gap.trim().is_empty() {
                return Err(BadCloze::Empty);
            }
            if !before.is_empty() {
                pieces.push(Piece::Text(before.to_owned()));
            }
            pieces.push(Piece::Gap(gap.trim().to_owned()));
            rest = behind;
        }
        if pieces.is_empty() {
            return Err(BadCloze::NoGap);
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The parts in order.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many gaps it has, at least one.
    #[must_use]
    pub fn gaps(&self) -> usize {
        self.pieces.iter().filter(|piece| matches!(piece, Piece::Gap(_))).count()
    }

    /// The whole sentence without braces.
    #[must_use]
    pub fn solved(&self) -> String {
        self.masked(usize::MAX)
    }

    /// The sentence with all but the first `open` gaps as `[…]`.
    #[must_use]
    pub fn masked(&self, open: usize) -> String {
        let mut seen = 0;
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(t) => text.push_str(t),
                Piece::Gap(t) => {
                    text.push_str(if seen < open { t } else { "[…]" });
                    seen += 1;
                }
            }
        }
        text
    }
}

impl TryFrom<String> for Cloze {
    type Error = BadCloze;
    fn try_from(text: String) -> Result<Self, BadCloze> {
        Self::new(&text)
    }
}

impl From<Cloze> for String {
    fn from(cloze: Cloze) -> String {
        let written = |piece| match piece {
            Piece::Text(t) => t,
            Piece::Gap(t) => format!("{{{{{t}}}}}"),
        };
        cloze.pieces.into_iter().map(written).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_open_one_by_one() {
        let cloze = Cloze::new("Fargate bills {{vCPU and memory}} until the task {{ stops }}.").unwrap();
        assert_eq!(cloze.gaps(), 2);
        assert_eq!(cloze.masked(0), "Fargate bills […] until the task […].");
        assert_eq!(cloze.masked(1), "Fargate bills vCPU and memory until the task […].");
        assert_eq!(cloze.masked(2), cloze.solved());
    }

    #[test]
    fn a_cloze_needs_whole_gaps() {
        assert_eq!(Cloze::new("no gap"), Err(BadCloze::NoGap));
        assert_eq!(Cloze::new("{{open"), Err(BadCloze::Open));
        assert_eq!(Cloze::new("an {{ }} empty one"), Err(BadCloze::Empty));
    }

    #[test]
    fn it_survives_being_stored() {
        let cloze = Cloze::new("{{A}} is {{B}}").unwrap();
        let text = serde_json::to_string(&cloze).unwrap();
        assert_eq!(serde_json::from_str::<Cloze>(&text).unwrap(), cloze);
    }
}
