//! An item that was opened, from the search or from Browse: to read, with its cards and all that belongs to it.

use std::rc::Rc;

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::message::{Effect, Related, Request};
use crate::app::model::{Model, Page, Screen};
use crate::app::overlay::Overlay;
use crate::domain::annotation::Subject;
use crate::domain::browse::About;
use crate::domain::id::ItemId;

/// An item that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The item.
    pub id: ItemId,
    /// Lines scrolled in it.
    pub scroll: u16,
    /// The card that keys are about, from 1; 0 for all of it.
    pub part: usize,
    /// The item with its cards, once it was fetched.
    pub about: Option<Rc<About>>,
    /// What belongs to it, as listed.
    related: Vec<Related>,
}

impl Found {
    /// An item at its start.
    #[must_use]
    pub fn new(id: ItemId) -> Self {
        Self { id, scroll: 0, part: 0, about: None, related: vec![] }
    }

    /// What keys are about.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.about.as_ref().map_or_else(|| Subject::item(self.id.clone()), |about| about.subject(self.part))
    }
}

impl Model {
    /// The item that is opened.
    #[must_use]
    pub fn found(&self) -> Option<&Found> {
        match &self.screen {
            Screen::Search(search) => search.opened.last(),
            Screen::Browse(browse) => browse.opened.last(),
            _ => None,
        }
    }

    /// The items that are opened, the one shown last.
    pub(super) fn opened(&mut self) -> Option<&mut Vec<Found>> {
        match &mut self.screen {
            Screen::Search(search) => Some(&mut search.opened),
            Screen::Browse(browse) => Some(&mut browse.opened),
            _ => None,
        }
    }

    /// Opens an item.
    pub(super) fn open_item(&mut self, id: ItemId) -> Vec<Effect> {
        let Some(opened) = self.opened() else { return vec![] };
        // Going back and forth between two items doesn't pile them up.
        if let Some(at) = opened.iter().position(|found| found.id == id) {
            opened.truncate(at + 1);
        } else {
            opened.push(Found::new(id.clone()));
        }
        self.page = Page::default();
        vec![Effect::Ask(Request::About(id))]
    }

    /// An item has been fetched.
    pub(super) fn about_came(&mut self, about: Option<Rc<About>>) -> Vec<Effect> {
        if let Screen::Exam(_) = &self.screen {
            return self.question_read(about.as_deref());
        }
        let Some(found) = self.opened().and_then(|opened| opened.last_mut()) else { return vec![] };
        match about {
            Some(about) if about.item.id == found.id => {
                found.part = found.part.min(about.parts());
                found.about = Some(about);
            }
            Some(_) => {}
            None => {
                self.opened().map(Vec::pop);
                self.say("This is in no pack now; its history is kept.");
            }
        }
        vec![]
    }

    /// Handles an action on an item that was opened.
    pub(super) fn found_act(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page;
        let Some(found) = self.opened().and_then(|opened| opened.last_mut()) else { return vec![] };
        let parts = found.about.as_ref().map_or(0, |about| about.parts());
        if let Some(scroll) = page.scrolled(found.scroll, action) {
            found.scroll = scroll;
            return vec![];
        }
        match action {
            Action::NextCard => found.part = if found.part < parts { found.part + 1 } else { 0 },
            Action::Pick(part) => found.part = part.min(parts),
            Action::Back | Action::QuitOrBack => {
                self.opened().map(Vec::pop);
                self.page = Page::default();
                return match &self.screen {
                    // What was done here shows in the list.
                    Screen::Browse(_) if self.found().is_none() => self.lines_again(),
                    _ => self.look_again(),
                };
            }
            Action::ReviewThis => return vec![Effect::Ask(Request::CardsOf(found.subject()))],
            Action::Undo => return vec![Effect::Ask(Request::Undo)],
            Action::Redo => return vec![Effect::Ask(Request::Redo)],
            Action::Place => return vec![Effect::Ask(Request::Place(found.subject()))],
            Action::Related => return vec![Effect::Ask(Request::Related(found.id.clone()))],
            Action::Exam(Wish::Take(nth)) => return self.go_to(nth),
            Action::Source => {
                let source = found.about.as_ref().and_then(|about| about.item.source.clone());
                self.say(source.map_or("This names no source.".into(), |source| format!("Source: {source}")));
            }
            _ => {}
        }
        vec![]
    }

    /// What belongs to the opened item has been fetched: it is offered as a list.
    pub(super) fn related_came(&mut self, related: Vec<Related>) -> Vec<Effect> {
        let rows = related.iter().map(|one| match one {
            Related::Item(item) => format!("{:<9} {}", item.kind.name(), item.title()),
            Related::Rule { id, .. } => format!("{:<9} {id}", "rule"),
        });
        let rows: Vec<String> = rows.collect();
        let Some(found) = self.opened().and_then(|opened| opened.last_mut()) else { return vec![] };
        found.related = related;
        if rows.is_empty() {
            self.say("No note, trap, question or rule belongs to this.");
        } else {
            self.overlays.push(Overlay::choose("What belongs to it", rows, 0));
        }
        vec![]
    }

    fn go_to(&mut self, nth: usize) -> Vec<Effect> {
        match self.found().and_then(|found| found.related.get(nth).cloned()) {
            Some(Related::Item(item)) => self.open_item(item.id),
            Some(Related::Rule { id, text }) => {
                self.overlays.push(Overlay::Reader { title: format!("Rule {id}"), text, scroll: 0 });
                vec![]
            }
            None => vec![],
        }
    }
}
