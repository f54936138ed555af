//! The pure core: no file, no clock, no SQL, no terminal. Time and chance are arguments.

pub mod content;
pub mod id;
pub mod time;
