//! The imperative shell: clock, terminal, signals, performing requests, and the loop that ties them to the model.

pub mod backups;
pub mod clock;
pub mod colour;
pub mod exams;
pub mod indexing;
mod leech;
pub mod leftovers;
pub mod library;
pub mod own;
pub mod perform;
pub mod planning;
pub mod related;
pub mod rulebooks;
pub mod run;
pub mod scenarios;
pub mod settings;
pub mod signals;
mod subjects;
pub mod terminal;

pub use backups::Backups;
pub use clock::Clock;
pub use library::Library;
pub use settings::SettingsFile;
