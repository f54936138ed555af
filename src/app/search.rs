//! Search: hits while typing, a preview, and from a hit to its cards, its note or its source.

use std::collections::{HashMap, HashSet};

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::field::Field;
use crate::app::found::Found;
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Indexed, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::domain::content::{Item, Services};
use crate::domain::id::{ItemId, ServiceId};
use crate::domain::search::{Document, Hits, Index, Kind, Query, Row};

/// Hits that are ranked to the end; more are only counted.
pub const MOST: usize = 100;

/// Characters of a hit's excerpt.
const EXCERPT: usize = 160;

/// The first row of the list of services.
const ALL: &str = "All services";

/// What can be searched.
#[derive(Debug)]
pub struct Library {
    /// The index of all items.
    pub index: Index,
    /// The services of each pack, by its id.
    pub services: HashMap<String, Services>,
    /// The learner's own notes by item: they are searched with it.
    pub notes: HashMap<ItemId, String>,
}

/// An item that has changed, for the library.
#[derive(Debug, Clone, PartialEq)]
pub struct Fresh {
    /// The item.
    pub item: Item,
    /// The services of its pack.
    pub services: Services,
    /// The learner's notes on it and its cards; empty for none.
    pub notes: String,
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
    /// Only this service and those below it.
    pub service: Option<ServiceId>,
    /// The hit that was opened, and behind it those from which it was reached.
    pub opened: Vec<Found>,
    /// Items that are listed, once fetched.
    pub items: HashMap<ItemId, Item>,
    /// Where it was opened, if not on Home.
    back: Option<Box<Screen>>,
    /// The selected hit, which stays selected while more is typed.
    chosen: Option<ItemId>,
    /// Which past query is shown, counted from the latest.
    past: Option<usize>,
    missed: Vec<ItemId>,
}

impl Library {
    /// What of an item is searched; none when its pack is not in the library.
    #[must_use]
    pub fn document<'a>(&'a self, item: &'a Item) -> Option<Document<'a>> {
        let services = self.services.get(item.id.pack())?;
        let notes = self.notes.get(&item.id).map_or("", String::as_str);
        Some(Document::of(item, services).with_notes(notes))
    }

    /// Takes an item in, in place of what it was.
    pub fn take_in(&mut self, fresh: Fresh) {
        let Fresh { item, services, notes } = fresh;
        self.index.add(&Document::of(&item, &services).with_notes(&notes));
        self.services.insert(item.id.pack().to_owned(), services);
        if notes.is_empty() {
            self.notes.remove(&item.id);
        } else {
            self.notes.insert(item.id, notes);
        }
    }

    /// All services by id, with their titles, those of several packs once.
    #[must_use]
    pub fn services(&self) -> Vec<(&ServiceId, &str)> {
        let mut all: Vec<_> = self.services.values().flat_map(Services::iter).collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        all.dedup_by(|a, b| a.0 == b.0);
        all.into_iter().map(|(id, service)| (id, service.title.as_str())).collect()
    }

    /// What a service is called.
    #[must_use]
    pub fn title<'a>(&'a self, id: &'a ServiceId) -> &'a str {
        self.services().into_iter().find(|(known, _)| *known == id).map_or(id.as_str(), |(_, title)| title)
    }
}

impl Search {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if self.opened.is_empty() { Scope::Search } else { Scope::Found }
    }

    /// The item of a row, once it was fetched.
    #[must_use]
    pub fn item(&self, at: usize) -> Option<&Item> {
        self.items.get(self.listed.get(at)?)
    }

    /// How a row is listed.
    #[must_use]
    pub fn row(&self, at: usize, library: &Library) -> Option<Row> {
        Some(self.hits.row(&library.document(self.item(at)?)?, EXCERPT))
    }

    /// Whether nothing is typed.
    #[must_use]
    pub fn idle(&self) -> bool {
        self.field.text().trim().is_empty() && self.kind.is_none() && self.service.is_none()
    }

    /// Forgets items that are not listed.
    fn forget_others(&mut self) {
        let kept: HashSet<&ItemId> = self.listed.iter().chain(&self.missed).collect();
        self.items.retain(|id, _| kept.contains(id));
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
        let mut effects = self.index_anew();
        effects.extend([Effect::Ask(Request::MissedTraps), Effect::Ask(Request::PastQueries)]);
        effects
    }

    /// Starts making the index if it is wanted and not there.
    pub(super) fn index_anew(&mut self) -> Vec<Effect> {
        if self.library.is_some() || !matches!(self.screen, Screen::Search(_)) {
            return vec![];
        }
        self.indexing = Some((0, 0));
        vec![Effect::Ask(Request::Index)]
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
        if !search.opened.is_empty() {
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
            Action::ChooseService => return self.choose_service(),
            Action::Exam(Wish::Take(nth)) => {
                search.service =
                    nth.checked_sub(1).and_then(|at| Some(self.library.as_ref()?.services().get(at)?.0.clone()));
                return self.query_changed();
            }
            Action::Back if search.field.text().is_empty() && search.back.is_some() => return self.leave_search(),
            Action::Back if search.idle() => return self.go_home(),
            Action::Back => {
                search.field.set("");
                (search.kind, search.service) = (None, None);
                return self.query_changed();
            }
            Action::QuitOrBack => return self.leave_search(),
            _ => {}
        }
        self.fetch()
    }

    /// Opens the search over another screen with a query typed, for one service where one is given.
    pub(super) fn search_here(&mut self, service: Option<String>, query: &str) -> Vec<Effect> {
        let back = std::mem::replace(&mut self.screen, Screen::Home);
        let mut effects = self.open_search();
        if let Screen::Search(search) = &mut self.screen {
            search.back = Some(Box::new(back));
            search.service = service.and_then(|id| ServiceId::new(id).ok());
            search.field.set(query);
        }
        effects.extend(self.query_changed());
        effects
    }

    fn leave_search(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        match search.back.take() {
            Some(back) => {
                self.screen = *back;
                self.lines_again()
            }
            None => self.go_home(),
        }
    }

    fn choose_service(&mut self) -> Vec<Effect> {
        let Some(library) = &self.library else {
            self.say("The packs are still being read.");
            return vec![];
        };
        let Screen::Search(search) = &self.screen else { return vec![] };
        let services = library.services();
        let chosen = services.iter().position(|(id, _)| search.service.as_ref() == Some(*id));
        let rows = std::iter::once(ALL.to_owned()).chain(services.iter().map(|(id, title)| format!("{title} ({id})")));
        let rows = rows.collect();
        self.overlays.push(Overlay::choose("Only this service", rows, chosen.map_or(0, |at| at + 1)));
        vec![]
    }

    fn open_hit(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        let Some(id) = search.listed.get(search.selected).cloned() else { return vec![] };
        let query = search.field.text().trim().to_owned();
        let mut effects = self.open_item(id);
        if !query.is_empty() {
            self.queries.retain(|past| *past != query);
            self.queries.push(query.clone());
            effects.push(Effect::Ask(Request::KeepQuery(query)));
        }
        effects
    }

    /// What is typed has changed: ranks anew and keeps the selected hit selected.
    pub(super) fn query_changed(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        search.past = None;
        self.rank()
    }

    /// What can be searched has changed: ranks anew, with the past query that is shown.
    pub(super) fn search_again(&mut self) -> Vec<Effect> {
        self.rank()
    }

    fn rank(&mut self) -> Vec<Effect> {
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        if search.idle() {
            search.hits = Hits::default();
            search.listed = search.missed.clone();
        } else if let Some(library) = &self.library {
            let mut query = Query::new(search.field.text()).of_kinds(search.kind);
            if let Some(service) = &search.service {
                query = query.of_service(service.to_string());
            }
            search.hits = library.index.search(&query, MOST);
            search.listed = search.hits.hits.iter().map(|hit| hit.id.clone()).collect();
        }
        let kept = search.chosen.as_ref().and_then(|chosen| search.listed.iter().position(|id| id == chosen));
        search.selected = kept.unwrap_or(0);
        search.forget_others();
        self.fetch()
    }

    /// Fetches the items of the rows that may be on the screen.
    fn fetch(&mut self) -> Vec<Effect> {
        let height = usize::from(self.size.1);
        let Screen::Search(search) = &mut self.screen else { return vec![] };
        let rows = search.listed.iter().skip(search.selected.saturating_sub(height)).take(2 * height);
        let near = rows.enumerate().filter(|(at, _)| search.selected >= height || *at <= search.selected + height);
        let missing = near.map(|(_, id)| id).filter(|id| !search.items.contains_key(*id));
        let missing: Vec<ItemId> = missing.cloned().collect();
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

    /// The index has been made, or a part of it: the rest follows when nothing else is to be done.
    pub(super) fn index_came(&mut self, indexed: Indexed) -> Vec<Effect> {
        match indexed {
            Indexed::Part { done, all } => {
                self.indexing = Some((done, all));
                vec![]
            }
            Indexed::Whole(library) => {
                self.indexing = None;
                self.library = Some(library);
                self.rank()
            }
        }
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
}
