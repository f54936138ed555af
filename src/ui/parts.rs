//! Small parts that several screens share.

mod bar;
mod field;
mod frame;
mod hints;
mod popup;
mod scroll;
pub mod table;

pub use bar::{bar, bar_line};
pub use field::{end_of, field};
pub use frame::{Framed, MIN_HEIGHT, MIN_WIDTH, frame, too_small};
pub use hints::{HintPlace, hint_places, key_hints};
pub use popup::popup;
pub use scroll::{Scrolled, more, scroll};

#[cfg(test)]
mod tests;
