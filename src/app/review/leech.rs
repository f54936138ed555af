//! A card that is forgotten again and again: said once, with what can be done.

use crate::app::message::{Effect, Leech};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;

impl Model {
    /// What there is to say about it has come.
    pub(in crate::app) fn leech_came(&mut self, leech: Option<Leech>) -> Vec<Effect> {
        if let Some(Leech { card, lapses, text }) = leech {
            let title = format!("Forgotten {}", if lapses == 1 { "once".into() } else { format!("{lapses} times") });
            self.overlays.push(Overlay::Leech { card, title, text, scroll: 0 });
        }
        vec![]
    }

    /// A card was put aside that isn't the one shown.
    pub(in crate::app) fn put_aside_came(&mut self, card: i64) -> Vec<Effect> {
        self.say_done("Put aside for good.", "brings it back.");
        let Screen::Review(review) = &mut self.screen else { return self.look_again() };
        review.session.drop_card(card);
        if review.showing.as_ref().is_some_and(|showing| showing.card.key == card) {
            review.showing = None;
            return self.next_card();
        }
        vec![]
    }
}
