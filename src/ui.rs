//! The screen: draws the model, never changes it.

pub mod markdown;
pub mod parts;
pub mod theme;
