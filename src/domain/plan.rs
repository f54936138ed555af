//! Studying to an exam date.
//!
//! Given cards, a day for the exam and minutes for every day until then, which cards should be shown today so that the
//! expected share recalled *on the exam day* becomes as large as it can be? FSRS with a desired retention answers
//! another question, the cheapest upkeep for ever.
//!
//! The answer here is a price index. A second of study has a price in recall, higher near the exam. For every state of
//! memory and every day a value table holds the best that can still be made of such a card at that price; the price is
//! set so that what is worth its price fills the minutes. A card's index is what showing it today gains over its best
//! later day, per second. Today's list is the cards by falling index until the minutes are used.

pub mod habits;
pub mod path;
pub mod simulate;

mod agenda;
mod ahead;
mod build;
mod card;
mod class;
mod course;
mod deck;
mod fit;
mod goal;
mod grid;
mod lattice;
mod learner;
mod outlook;
mod pass;
mod price;
pub mod readiness;
mod table;
mod today;
pub mod wording;
mod work;

pub use agenda::{Agenda, Glance};
pub use ahead::{Ahead, Expected, ExpectedCard};
pub use build::{Outlooking, Progress};
pub use card::{Card, Days, HORIZON, Seen};
pub use class::MOST_CLASSES;
pub use course::{Course, CourseCard, FIT_EVERY, Rated};
pub use deck::{Deck, DeckCard, DeckDomain, Mock, course_day};
pub use fit::{Fit, Fitting, Shift, log_likelihood};
pub use goal::{Goal, MOST_DAYS, MOST_MINUTES, Standing, WEEKDAYS, weekday};
pub use learner::Learner;
pub use outlook::{Outlook, Prognosis, Verdict};
pub use pass::{PASS_SHARE, Passing};
pub use price::Price;
pub use readiness::{Part, Range, Readiness};
pub use today::{Entry, Planning, Today};
pub use work::Work;

#[cfg(test)]
mod tests;
