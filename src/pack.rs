//! Packs: folders of YAML to [`Pack`](crate::domain::content::Pack)s, with every problem told in one go.
//!
//! [`Files`] come from a folder, from the binary or from the store's copy; [`load`] makes a pack of them or says why
//! not. A pack is untrusted text: what could hurt (size, depth, aliases, control characters) is refused first.
//!
//! One streaming YAML parse per file (`tree`) keeps every place, so that `form` (fields and types, from the schema of
//! `raw`) and `check` (everything else) can say where each problem is.

mod archive;
mod check;
mod digest;
mod doubt;
mod embedded;
mod files;
mod folder;
mod form;
mod lint;
mod load;
mod names;
mod new;
mod own;
mod place;
mod problem;
mod raw;
mod scan;
mod schema;
mod tree;

pub use doubt::{Doubt, report};
pub use embedded::embedded_hash;
pub use files::{Files, LARGEST_FILE, LARGEST_PACK};
pub use folder::stamp;
pub use lint::{Checked, check};
pub use load::{Counts, Loaded, MOST_ENTRIES, MOST_VALUES, load, load_with};
pub use new::{NotMade, new};
pub use own::{NotAdded, Taken, add as add_own, put_back, take_out, write_anew};
pub use place::place;
pub use problem::{MOST_TOLD, Problem, Severity};
pub use schema::schema;
