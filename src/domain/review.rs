//! Daily review: what a card's state is, what each rating makes of it, and in which order cards come.

pub mod audit;
pub mod card;
pub mod catch_up;
pub mod face;
pub mod fuzz;
pub mod journal;
pub mod leech;
pub mod load;
pub mod queue;
pub mod schedule;
pub mod session;
pub mod state;

pub use card::{CardView, Filter, Sitting};
pub use catch_up::CatchUp;
pub use face::Sides;
pub use load::Load;
pub use queue::{Due, Entry};
pub use schedule::{Limit, NewOrder, Outcome, ReviewOrder, Rules, Wait};
pub use session::Session;
pub use state::{CardState, Phase};
