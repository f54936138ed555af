//! Some cards reviewed now, from wherever they were shown: each is asked once, then the learner is back there.

use crate::app::action::Action;
use crate::app::message::Effect;
use crate::app::model::{Model, Screen};
use crate::app::review::Review;
use crate::app::stats::NOT_JOINED;
use crate::domain::content::Kind;
use crate::domain::review::journal::Operation;
use crate::domain::review::{Entry, Filter};

impl Review {
    /// Whether it is about cards that were chosen on another screen, and ends there.
    #[must_use]
    pub fn aside(&self) -> bool {
        self.back.is_some()
    }
}

impl Model {
    /// The cards of what is shown have been fetched: reviews them now.
    pub(in crate::app) fn cards_of_came(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        if entries.is_empty() {
            let why = self.why_no_cards();
            self.say(why);
            return vec![];
        }
        let back = std::mem::replace(&mut self.screen, Screen::Home);
        let mut review = Review::new(Filter::default(), self.now);
        review.back = Some(Box::new(back));
        self.screen = Screen::Review(Box::new(review));
        self.queue_came(entries)
    }

    fn why_no_cards(&self) -> String {
        if matches!(self.screen, Screen::Stats(_)) {
            return "This card is put aside.".into();
        }
        let about = self.found().and_then(|found| found.about.as_ref());
        let question = about.is_some_and(|about| matches!(about.item.kind, Kind::Question(_)));
        let aside = about.is_some_and(|about| about.cards.iter().any(|card| card.state.suspended));
        if aside {
            format!("Its cards are put aside.{}", self.key_does(Action::Suspend, "brings them back."))
        } else if question {
            NOT_JOINED.into()
        } else {
            "There are no cards to review here.".into()
        }
    }

    /// Back on the screen from which cards were reviewed; what was done shows there.
    pub(super) fn come_back(&mut self, back: Screen) -> Vec<Effect> {
        self.screen = back;
        let mut effects = self.index_anew();
        effects.extend(self.look_again());
        effects
    }

    /// Says what a rating led back from.
    pub(super) fn say_rated(&mut self, operation: Operation) {
        let Operation::Review { rating, .. } = operation else { return };
        if !matches!(self.screen, Screen::Review(_) | Screen::Closing(_)) {
            self.say_done(&format!("Rated {}.", rating.name()), "takes it back.");
        }
    }
}
