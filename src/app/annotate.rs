//! Flags, own notes, putting aside and forgetting: the same keys on a card, on what was opened, and after a mock exam.

use std::rc::Rc;

use crate::app::action::Action;
use crate::app::exam::Exam;
use crate::app::exam::results::View;
use crate::app::field::Field;
use crate::app::message::{Deed, Effect, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::annotation::{Annotating, Annotation, Subject};
use crate::domain::review::journal::{Operation, Reversed};

impl Model {
    /// Handles the keys that are the same wherever an item or a card is shown; none when it isn't their business.
    pub(super) fn subject_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        if action == Action::NewCard {
            return Some(self.new_card());
        }
        let deed = match action {
            Action::Flag | Action::Note | Action::Curve => None,
            Action::Forget => Some(Deed::Forget),
            Action::Suspend if !matches!(self.screen, Screen::Review(_)) => Some(Deed::PutAside),
            _ => return None,
        };
        let subject = self.subject()?;
        let request = match deed {
            Some(deed) => Request::Do(deed, subject),
            None if action == Action::Flag => Request::Flag(subject),
            None if action == Action::Curve => Request::Curve(subject),
            None => Request::Note(subject),
        };
        Some(vec![Effect::Ask(request)])
    }

    /// The item or card that is shown.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        match &self.screen {
            Screen::Review(review) => review.showing.as_ref().map(|showing| showing.card.subject()),
            Screen::Exam(exam) => match &**exam {
                Exam::Results(results) if results.view == View::Why => {
                    let slot = results.attempt.slots().get(results.place()?)?;
                    Some(Subject::item(slot.item().id.clone()))
                }
                _ => None,
            },
            _ => self.found().map(crate::app::found::Found::subject),
        }
    }

    /// What an item or card is annotated with has been fetched, to be changed.
    pub(super) fn note_came(&mut self, subject: Subject, before: Annotation) -> Vec<Effect> {
        // What is being typed stays, whatever another window wrote.
        if let Some(Overlay::Note { subject: noting, before: was, .. }) = self.overlays.last_mut()
            && *noting == subject
        {
            *was = before;
            self.say("Another window changed this note. Keeping yours puts it in its place.");
            return vec![];
        }
        let mut field = Field::lines();
        field.set(&before.text);
        let title = if subject.card.is_some() { "Your note on this card" } else { "Your note" };
        self.overlays.push(Overlay::Note { title, subject, before, field });
        vec![]
    }

    /// A note was typed.
    pub(super) fn note_typed(&mut self, subject: Subject, before: Annotation, text: &str) -> Vec<Effect> {
        let after = before.saying(text);
        if after == before {
            self.overlays.pop();
            return vec![];
        }
        // It stays on the screen until it is on disk.
        vec![Effect::Ask(Request::Annotate(Box::new(Annotating { subject, before, after })))]
    }

    /// A flag or a note is on disk; none when another window was faster.
    pub(super) fn annotated(&mut self, done: Option<Annotating>) -> Vec<Effect> {
        let noting = match self.overlays.last() {
            Some(Overlay::Note { subject, .. }) => Some(subject.clone()),
            _ => None,
        };
        let Some(done) = done else {
            let Some(subject) = noting else {
                self.say("Another window changed this note; look at it first.");
                return self.look_again();
            };
            return vec![Effect::Ask(Request::Note(subject))];
        };
        if noting.is_some_and(|subject| subject == done.subject) {
            self.overlays.pop();
        }
        let said = match done.name() {
            "flagging" => "Flagged",
            "taking the flag off" => "Flag taken off",
            "deleting your note" => "Note deleted",
            _ => "Note kept; search finds it",
        };
        self.say_done(&format!("{said}."), "undoes it.");
        self.annotation_is(&done.subject, &done.after)
    }

    /// An annotation says that now: what is shown and what is searched follow.
    fn annotation_is(&mut self, subject: &Subject, now: &Annotation) -> Vec<Effect> {
        if let Screen::Review(review) = &mut self.screen
            && let Some(showing) = &mut review.showing
            && showing.card.item.id == subject.item
        {
            if subject.card.is_none() {
                showing.card.on_item = now.clone();
            } else if showing.card.subject() == *subject {
                showing.card.on_card = now.clone();
            }
        }
        self.question_says(subject, now);
        let mut effects = self.look_again();
        if self.library.is_some() {
            effects.push(Effect::Ask(Request::Reindex(subject.item.clone())));
        }
        effects
    }

    /// What is shown is fetched anew, as something was done to it.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        self.headings_changed();
        match self.found() {
            Some(found) => vec![Effect::Ask(Request::About(found.id.clone()))],
            None if matches!(self.screen, Screen::Stats(_)) => vec![Effect::Ask(Request::Stats)],
            None => self.lines_again(),
        }
    }

    /// An operation on the cards of what is shown is on disk.
    pub(super) fn deed_done(&mut self, operation: Operation, cards: &[i64]) -> Vec<Effect> {
        let count = match cards.len() {
            1 => "1 card".to_owned(),
            n => format!("{n} cards"),
        };
        if cards.is_empty() {
            self.say("There are no cards here that could be changed.");
        } else {
            let done = match operation {
                Operation::Forget => format!("Forgot {count}: new again."),
                Operation::Resume => format!("Brought {count} back."),
                _ => format!("Put {count} aside for good."),
            };
            self.say_done(&done, "undoes it.");
        }
        self.planner.outdated();
        if let Screen::Review(review) = &mut self.screen {
            let shown = review.showing.as_ref().is_some_and(|showing| cards.contains(&showing.card.key));
            cards.iter().for_each(|card| review.session.drop_card(*card));
            if shown {
                review.showing = None;
                return self.next_card();
            }
        }
        self.look_again()
    }

    /// Something was undone, from whichever screen.
    pub(super) fn undone(&mut self, reversed: Option<Reversed>) -> Vec<Effect> {
        let Some(reversed) = reversed else {
            self.say("Nothing to undo.");
            return vec![];
        };
        let redo = self.key_does(Action::Redo, "does it again.");
        self.say(format!("Undid {}.{redo}", reversed.name()));
        match reversed {
            Reversed::Annotation { done, now } => self.annotation_is(&done.subject, &now),
            Reversed::Cards { card, operation, count } => self.cards_undone(card, operation, count),
            Reversed::Weights(weights) => self.weights_came(weights.as_deref()),
            Reversed::Added { stays: true, .. } => {
                self.say("You edited that card since you added it, so it stays as it is.");
                vec![]
            }
            Reversed::Added { added, .. } => self.own_card_gone(&added.item),
        }
    }

    /// Something was done again.
    pub(super) fn redone(&mut self, reversed: Option<Reversed>) -> Vec<Effect> {
        let Some(reversed) = reversed else {
            self.say("Nothing to do again.");
            return vec![];
        };
        self.say(format!("Did {} again.", reversed.name()));
        match reversed {
            Reversed::Annotation { done, now } => self.annotation_is(&done.subject, &now),
            Reversed::Cards { card, .. } => self.cards_redone(card),
            Reversed::Weights(weights) => self.weights_came(weights.as_deref()),
            Reversed::Added { .. } => self.own_pack_changed(),
        }
    }

    /// An item has been read again for the search, with its notes.
    pub(super) fn reindexed(&mut self, item: Option<crate::app::search::Fresh>) -> Vec<Effect> {
        let Some(fresh) = item else { return vec![] };
        match self.library.as_mut().map(Rc::get_mut) {
            Some(Some(library)) => {
                library.take_in(fresh);
                self.search_again()
            }
            // Somebody else holds it: it is made anew when it is wanted.
            Some(None) => {
                self.library = None;
                self.index_anew()
            }
            None => vec![],
        }
    }
}
