//! Plimsoll: exam preparation in the terminal.
//!
//! The house on one page. The top may use what is below it, never up or sideways (`tests/layering.rs` holds the walls):
//!
//! ```text
//! main -> cli -> shell -> { ui, app, store, pack } -> domain
//!                         ui -> app (reads the model only)
//! ```
//!
//! * [`domain`]: pure: content, memory, review, plan, exam, rules, search. No file, clock, SQL or terminal; time and chance
//!   are arguments.
//! * [`pack`]: YAML folders to domain packs, with every problem told.
//! * [`store`]: SQLite: packs, card states, and the journal that is the truth.
//! * [`app`]: model, messages, update (The Elm Architecture), and the one key table.
//! * [`ui`]: draws the model.
//! * [`shell`]: clock, terminal, signals, performing requests, the loop.
//! * [`cli`]: one file a verb.

pub mod app;
pub mod cli;
pub mod domain;
pub mod failure;
pub mod pack;
pub mod shell;
pub mod store;
pub mod ui;
