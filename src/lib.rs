//! Plimsoll: exam preparation in the terminal.

pub mod domain;
pub mod pack;
pub mod store;
