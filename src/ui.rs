//! The screen: draws the model, never changes it.

pub mod theme;
