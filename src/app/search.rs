//! Search: hits while typing, a preview, and from a hit to its cards, its note or its source.

use std::collections::HashMap;
use std::rc::Rc;

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Page, Screen};
use crate::app::overlay::Overlay;
use crate::app::review::Review;
use crate::domain::content::{self, Item, Services};
use crate::domain::id::ItemId;
use crate::domain::review::{Entry, Filter};
use crate::domain::search::{Document, Hits, Index, Kind, Query, Row};

/// Hits that are ranked to the end; more are only counted.
pub const MOST: usize = 100;

/// Characters of a hit's excerpt.
const EXCERPT: usize = 160;

/// Past queries that are kept.
const KEPT: usize = 50;

/// What can be searched.
#[derive(Debug)]
pub struct Library {
    /// The index of all items.
    pub index: Index,
    /// The services of each pack.
    pub services: HashMap<String, Services>,
}

/// The Search screen.
#[derive(Debug, Default)]
pub struct Search {
    /// What is typed.
    pub field: Field,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// What was found.
    pub hits: Hits,
    /// The hits as they are listed: traps missed lately when nothing is typed.
    pub listed: Vec<ItemId>,
    /// The selected row.
    pub selected: usize,
    /// The hit that was opened.
    pub opened: Option<ItemId>,
    /// Lines scrolled in it.
    pub scroll: u16,
    /// Items fetched so far.
    pub items: HashMap<ItemId, Item>,
    /// The selected hit, which stays selected while more is typed.
    chosen: Option<ItemId>,
    /// Which past query is shown, counted from the latest.
    past: Option<usize>,
    missed: Vec<ItemId>,
}

impl Search {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if self.opened.is_some() { Scope::Found } else { Scope::Search }
    }

    /// The item of a row, once it was fetched.
    #[must_use]
    pub fn item(&self, at: usize) -> Option<&Item> {
        self.items.get(self.listed.get(at)?)
    }

    /// How a row is listed.
    #[must_use]
    pub fn row(&self, at: usize, library: &Library) -> Option<Row> {
        let item = self.item(at)?;
        let services = library.services.get(item.id.pack())?;
        Some(self.hits.row(&Document::of(item, services), EXCERPT))
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn idle(&self) -> bool {
        self.field.text().trim().is_empty() && self.kind.is_none()
    }

    fn select(&mut self, at: usize) {
        self.selected = at.min(self.listed.len().saturating_sub(1));
        self.chosen = self.listed.get(self.selected).cloned();
    }
}

impl Model {
    /// Opens the search.
    pub(super) fn open_search(&mut self) -> Vec<Effect> {
        self.screen = Screen::Search(Box::default());
        let index = self.library.is_none().then_some(Effect::Ask(Request::Index));
        index.into_iter().chain([Effect::Ask(Request::MissedTraps)]).collect()
    }

    /// Opens the search with a query typed.
    #[must_use]
    pub fn search_for(&mut self, query: &str) -> Vec<Effect> {
        let mut effects = self.open_search();
        if let Screen::Search(search) = &mut self.screen {
            search.field.set(query);
        }
        effects.extend(self.query_changed());
        effects
    }

    /// Handles an action on the Search screen.
    pub(super) fn search_act(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page;
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        if search.opened.is_some() {
            return self.found_act(action);
        }
        let rows = usize::from(page.height.max(1));
        match action {
            Action::Up if search.field.text().is_empty() || search.past.is_some() => return self.past_query(1),
            Action::Down if search.past.is_some() => return self.past_query(-1),
            Action::Up => search.select(search.selected.saturating_sub(1)),
            Action::Down => search.select(search.selected + 1),
            Action::PageUp => search.select(search.selected.saturating_sub(rows)),
            Action::PageDown => search.select(search.selected + rows),
            Action::Pick(at) if at == search.selected => return self.open_hit(),
            Action::Pick(at) => search.select(at),
            Action::Open => return self.open_hit(),
            Action::NextKind => {
                search.kind = match search.kind {
                    None => Some(Kind::Trap),
                    Some(Kind::Trap) => Some(Kind::Note),
                    Some(Kind::Note) => Some(Kind::Question),
                    Some(Kind::Question) => None,
                };
                return self.query_changed();
            }
            Action::Back if search.idle() => return self.go_home(),
            Action::Back => {
                search.field.set("");
                search.kind = None;
                return self.query_changed();
            }
            Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        vec![]
    }

    fn open_hit(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        let Some(id) = search.listed.get(search.selected).cloned() else { return vec![] };
        let query = search.field.text().trim().to_owned();
        search.opened = Some(id);
        search.scroll = 0;
        if !query.is_empty() {
            self.queries.retain(|past| *past != query);
            self.queries.push(query);
            let old = self.queries.len().saturating_sub(KEPT);
            self.queries.drain(..old);
        }
        self.page = Page::default();
        vec![]
    }

    fn found_act(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page;
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        let Some(id) = search.opened.clone() else { return vec![] };
        let height = i32::from(page.height.max(2)) - 1;
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -height,
            Action::PageDown => height,
            Action::Back | Action::QuitOrBack => {
                search.opened = None;
                return vec![];
            }
            Action::ReviewThis => return vec![Effect::Ask(Request::CardsOf(id))],
            Action::Suspend => {
                let question = "Put every card of this aside until you bring it back?".into();
                self.overlays.push(Overlay::Confirm { question, yes: Action::Yes });
                return vec![];
            }
            Action::Yes => return vec![Effect::Ask(Request::SuspendItem(id))],
            Action::Behind => return vec![Effect::Ask(Request::Behind(id))],
            Action::Source => {
                let source = search.items.get(&id).and_then(|item| item.source.clone());
                self.say(source.map_or("This names no source.".into(), |source| format!("Source: {source}")));
                return vec![];
            }
            _ => return vec![],
        };
        let moved = (i32::from(search.scroll.min(page.most)) + by).clamp(0, i32::from(page.most));
        search.scroll = u16::try_from(moved).unwrap_or(0);
        vec![]
    }

    /// What is typed has changed: ranks anew and keeps the selected hit selected.
    pub(super) fn query_changed(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        search.past = None;
        self.rank()
    }

    fn rank(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        if search.idle() {
            search.hits = Hits::default();
            search.listed = search.missed.clone();
        } else if let Some(library) = &self.library {
            let query = Query::new(search.field.text()).of_kinds(search.kind);
            search.hits = library.index.search(&query, MOST);
            search.listed = search.hits.hits.iter().map(|hit| hit.id.clone()).collect();
        }
        let kept = search.chosen.as_ref().and_then(|chosen| search.listed.iter().position(|id| id == chosen));
        search.selected = kept.unwrap_or(0);
        let missing: Vec<ItemId> = search.listed.iter().filter(|id| !search.items.contains_key(*id)).cloned().collect();
        if missing.is_empty() { vec![] } else { vec![Effect::Ask(Request::Items(missing))] }
    }

    fn past_query(&mut self, step: isize) -> Vec<Effect> {
        let count = self.queries.len();
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        let next = match (search.past, step) {
            (None, 1) if count > 0 => Some(0),
            (Some(at), 1) => Some((at + 1).min(count.saturating_sub(1))),
            (Some(at), -1) => at.checked_sub(1),
            _ => None,
        };
        let text = next.and_then(|at| self.queries.get(count - 1 - at)).cloned().unwrap_or_default();
        search.field.set(&text);
        search.past = next;
        self.rank()
    }

    /// The index has been made.
    pub(super) fn index_came(&mut self, library: Rc<Library>) -> Vec<Effect> {
        self.library = Some(library);
        self.rank()
    }

    /// Items for the list have been fetched.
    pub(super) fn items_came(&mut self, items: Vec<Item>) -> Vec<Effect> {
        if let Screen::Search(search) = &mut self.screen {
            search.items.extend(items.into_iter().map(|item| (item.id.clone(), item)));
        }
        vec![]
    }

    /// Traps that were missed lately have been fetched.
    pub(super) fn missed_came(&mut self, items: Vec<Item>) -> Vec<Effect> {
        if let Screen::Search(search) = &mut self.screen {
            search.missed = items.iter().map(|item| item.id.clone()).collect();
        }
        self.items_came(items);
        self.rank()
    }

    /// The cards of the opened hit have been fetched: reviews them now.
    pub(super) fn cards_of_came(&mut self, entries: Vec<Entry>) -> Vec<Effect> {
        let Screen::Search(search) = &self.screen else { return vec![] };
        if entries.is_empty() {
            let question = search
                .opened
                .as_ref()
                .and_then(|id| search.items.get(id))
                .is_some_and(|item| matches!(item.kind, content::Kind::Question(_)));
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
