//! A hit that was opened: from it to its cards, its source, and what belongs to it.

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::message::{Effect, Related, Request};
use crate::app::model::{Model, Page, Screen};
use crate::app::overlay::Overlay;
use crate::app::review::Review;
use crate::domain::content::{Item, Kind};
use crate::domain::id::ItemId;
use crate::domain::review::{Entry, Filter};

/// An item that was opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The item.
    pub id: ItemId,
    /// Lines scrolled in it.
    pub scroll: u16,
    /// Its cards that were put aside here and can be brought back.
    aside: Vec<i64>,
    /// What belongs to it, as listed.
    related: Vec<Related>,
}

impl Found {
    /// An item at its start.
    #[must_use]
    pub fn new(id: ItemId) -> Self {
        Self { id, scroll: 0, aside: vec![], related: vec![] }
    }
}

impl Model {
    fn found(&mut self) -> Option<&mut Found> {
        match &mut self.screen {
            Screen::Search(search) => search.opened.last_mut(),
            _ => None,
        }
    }

    fn opened_item(&self) -> Option<&Item> {
        match &self.screen {
            Screen::Search(search) => search.items.get(&search.opened.last()?.id),
            _ => None,
        }
    }

    /// Handles an action on a hit that was opened.
    pub(super) fn found_act(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page;
        let Some(found) = self.found() else { return vec![] };
        let id = found.id.clone();
        if let Some(line) = page.scrolled(found.scroll, action) {
            found.scroll = line;
            return vec![];
        }
        match action {
            Action::Back | Action::QuitOrBack => {
                if let Screen::Search(search) = &mut self.screen {
                    search.opened.pop();
                }
                self.page = Page::default();
                return vec![];
            }
            Action::ReviewThis => return vec![Effect::Ask(Request::CardsOf(id))],
            Action::Suspend => return vec![Effect::Ask(Request::SuspendItem(id))],
            Action::Undo if found.aside.is_empty() => {
                self.say("Nothing was put aside here.");
                return vec![];
            }
            Action::Undo => return vec![Effect::Ask(Request::Resume(found.aside.clone()))],
            Action::Related => return vec![Effect::Ask(Request::Related(id))],
            Action::Exam(Wish::Take(nth)) => return self.go_to(nth),
            Action::Source => {
                let source = self.opened_item().and_then(|item| item.source.clone());
                self.say(source.map_or("This names no source.".into(), |source| format!("Source: {source}")));
            }
            _ => {}
        }
        vec![]
    }

    /// What belongs to the opened item has been fetched: it is offered as a list.
    pub(in crate::app) fn related_came(&mut self, related: Vec<Related>) -> Vec<Effect> {
        let rows = related.iter().map(|one| match one {
            Related::Item(item) => format!("{:<9} {}", item.kind.name(), item.title()),
            Related::Rule { id, .. } => format!("{:<9} {id}", "rule"),
        });
        let rows: Vec<String> = rows.collect();
        let Some(found) = self.found() else { return vec![] };
        found.related = related;
        if rows.is_empty() {
            self.say("No note, trap, question or rule belongs to this.");
        } else {
            self.overlays.push(Overlay::choose("What belongs to it", rows, 0));
        }
        vec![]
    }

    fn go_to(&mut self, nth: usize) -> Vec<Effect> {
        let related = self.found().and_then(|found| found.related.get(nth).cloned());
        match related {
            Some(Related::Item(item)) => {
                if let Screen::Search(search) = &mut self.screen {
                    let id = item.id.clone();
                    // Going back and forth between two items doesn't pile them up.
                    if let Some(at) = search.opened.iter().position(|found| found.id == id) {
                        search.opened.truncate(at + 1);
                    } else {
                        search.opened.push(Found::new(id.clone()));
                    }
                    search.items.insert(id, *item);
                    self.page = Page::default();
                }
            }
            Some(Related::Rule { id, text }) => {
                self.overlays.push(Overlay::Reader { title: format!("Rule {id}"), text, scroll: 0 });
            }
            None => {}
        }
        vec![]
    }

    /// The cards of the opened hit have been put aside.
    pub(in crate::app) fn suspended(&mut self, cards: Vec<i64>, before: Vec<i64>) -> Vec<Effect> {
        let question = self.opened_item().is_some_and(|item| matches!(item.kind, Kind::Question(_)));
        let news = match (cards.len(), before.len()) {
            (0, 0) if question => "Its card is not in the daily cards yet: a mock exam puts it there.".into(),
            (0, 0) => "There are no cards to put aside here.".into(),
            (0, _) => "Its cards were put aside before. u brings them back.".into(),
            (1, _) => "Put 1 card aside for good. u brings it back.".into(),
            (count, _) => format!("Put {count} cards aside for good. u brings them back."),
        };
        if let Some(found) = self.found() {
            found.aside = if cards.is_empty() { before } else { cards };
        }
        self.say(news);
        vec![]
    }

    /// They have been brought back.
    pub(in crate::app) fn resumed(&mut self, cards: usize) -> Vec<Effect> {
        if let Some(found) = self.found() {
            found.aside.clear();
        }
        self.say(if cards == 1 { "Brought 1 card back.".into() } else { format!("Brought {cards} cards back.") });
        vec![]
    }

    /// The cards of the opened hit have been fetched: reviews them now.
    pub(in crate::app) fn cards_of_came(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        if entries.is_empty() {
            let question = self.opened_item().is_some_and(|item| matches!(item.kind, Kind::Question(_)));
            self.say(if question {
                "A question joins the daily cards when a mock exam has asked it."
            } else {
                "There are no cards to review here."
            });
            return vec![];
        }
        self.screen = Screen::Review(Box::new(Review::new(Filter::default(), self.now)));
        self.queue_came(entries)
    }
}
