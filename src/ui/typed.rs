//! How a text that is being typed falls into lines.

/// Bytes of the text for each line of at most so many columns; at least one line. A space at an edge and a line end stay
/// with the line before.
pub use crate::domain::text::rows as wrapped;
