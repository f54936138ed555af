//! The Elm Architecture: a model, messages that change it, and requests to the world that come out of it.
//!
//! `update` never touches disk, clock or screen. What it wants done goes out as a [`Request`]; the shell performs it at once
//! and its [`Outcome`] comes back as a message, before the next draw, so the screen never shows as done what isn't on disk.

pub mod action;
pub mod annotate;
pub mod browse;
pub mod closing;
pub mod exam;
pub mod field;
pub mod fitting;
pub mod found;
pub mod home;
pub mod keymap;
pub mod message;
pub mod model;
pub mod overlay;
pub mod own;
pub mod packs;
pub mod plan;
pub mod planner;
pub mod review;
pub mod search;
pub mod settings;
pub mod stats;
pub mod update;
pub mod which;

pub use action::Action;
pub use message::{Effect, Msg, Outcome, Request, Trouble};
pub use model::{Model, Screen, ThemeName};
pub use update::{next_wake, update};
