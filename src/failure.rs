//! The one error that people see: what failed, why, and what to do.

use std::fmt;

/// A failure at the edge of the program.
#[derive(Debug)]
pub struct Failure {
    /// What failed, and why.
    pub summary: String,
    /// What to do; may be empty.
    pub hint: String,
    /// Exit code: 1 failed, 2 wrong usage or invalid pack.
    pub code: u8,
}

impl Failure {
    /// Something that failed.
    #[must_use]
    pub fn failed(summary: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { summary: summary.into(), hint: hint.into(), code: 1 }
    }

    /// Something asked for wrongly, or an invalid pack.
    #[must_use]
    pub fn usage(summary: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { summary: summary.into(), hint: hint.into(), code: 2 }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "plimsoll: {}", self.summary)?;
        if !self.hint.is_empty() {
            write!(f, "\n  {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

impl From<crate::store::Error> for Failure {
    fn from(error: crate::store::Error) -> Self {
        Self::failed(error.to_string(), error.hint())
    }
}
