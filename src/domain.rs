//! The pure core: no file, no clock, no SQL, no terminal. Time and chance are arguments.

pub mod annotation;
pub mod backups;
pub mod browse;
pub mod chance;
pub mod content;
pub mod dates;
pub mod exam;
pub(crate) mod halves;
pub mod id;
pub mod memory;
pub mod optimize;
pub mod own;
pub mod plan;
pub mod review;
pub mod rules;
pub mod search;
pub mod settings;
pub mod stats;
pub mod text;
pub mod time;
pub mod today;
pub mod verdict;
