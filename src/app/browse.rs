//! Browse: services, subjects and objectives, the items under each, and what was opened.

mod narrow;

use std::collections::HashMap;

use crate::app::action::Action;
use crate::app::found::Found;
use crate::app::keymap::Scope;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen};
use crate::domain::browse::{Heading, Line, Shelf, Under};

pub use narrow::Narrowing;

/// The Browse screen.
#[derive(Debug, Default)]
pub struct Browse {
    /// How items are gathered.
    pub shelf: Shelf,
    /// What they are gathered under; none until it was read.
    pub headings: Option<Vec<Heading>>,
    /// Whether something was done that shows in them.
    stale: bool,
    /// The selected heading.
    pub heading: usize,
    /// The items under it, once it was opened.
    pub listed: Option<Listed>,
    /// The item that was opened, and behind it those from which it was reached.
    pub opened: Vec<Found>,
}

/// Items under a heading.
#[derive(Debug, Default)]
pub struct Listed {
    /// Which.
    pub under: Under,
    /// Their heading.
    pub title: String,
    /// Their numbers, in order, as far as they are shown.
    pub keys: Vec<i64>,
    /// All of them.
    pub all: Vec<i64>,
    /// What they are narrowed to.
    pub narrowing: Option<Narrowing>,
    /// The selected one.
    pub selected: usize,
    /// Those near the selected one, once fetched.
    pub lines: HashMap<i64, Line>,
}

impl Browse {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match &self.listed {
            _ if !self.opened.is_empty() => Scope::Found,
            Some(Listed { narrowing: Some(_), .. }) => Scope::Narrow,
            _ => Scope::Browse,
        }
    }
}

impl Model {
    /// Opens Browse.
    pub(super) fn open_browse(&mut self) -> Vec<Effect> {
        self.screen = Screen::Browse(Box::default());
        vec![Effect::Ask(Request::Headings(Shelf::default()))]
    }

    pub(super) fn browse(&mut self) -> Option<&mut Browse> {
        if let Screen::Browse(browse) = &mut self.screen { Some(browse) } else { None }
    }

    /// Handles an action on the Browse screen.
    pub(super) fn browse_act(&mut self, action: Action) -> Vec<Effect> {
        let rows = usize::from(self.page.height.max(1));
        let Some(browse) = self.browse() else { return vec![] };
        if !browse.opened.is_empty() {
            return self.found_act(action);
        }
        match action {
            Action::Undo => return vec![Effect::Ask(Request::Undo)],
            Action::Redo => return vec![Effect::Ask(Request::Redo)],
            Action::Search => return self.find_here(),
            Action::NextKind => {
                let shelf = browse.shelf.next(true);
                return self.turn_to_shelf(shelf);
            }
            Action::Back if browse.narrowing().is_some() => return self.whole_list(),
            // On the shelf of the learner's own marks nothing lies above the list.
            Action::Left if browse.shelf == Shelf::Mine => return vec![],
            Action::Back | Action::QuitOrBack | Action::Left => {
                if browse.listed.take().is_some() && browse.shelf != Shelf::Mine {
                    // What was done below shows in the headings; counting them takes a while in a large store.
                    let headings = Effect::Ask(Request::Headings(browse.shelf));
                    return if std::mem::take(&mut browse.stale) { vec![headings] } else { vec![] };
                }
                return if action == Action::Left { vec![] } else { self.go_home() };
            }
            _ => {}
        }
        let count = match &browse.listed {
            Some(listed) => listed.keys.len(),
            None => browse.headings.as_ref().map_or(0, Vec::len),
        };
        let last = count.saturating_sub(1);
        let selected = match &mut browse.listed {
            Some(listed) => &mut listed.selected,
            None => &mut browse.heading,
        };
        let open = match action {
            Action::Open => true,
            Action::Pick(at) => at == *selected,
            _ => false,
        };
        *selected = match action {
            Action::Up => selected.saturating_sub(1),
            Action::Down => *selected + 1,
            Action::PageUp => selected.saturating_sub(rows),
            Action::PageDown => *selected + rows,
            Action::Top => 0,
            Action::Bottom => last,
            Action::Pick(at) => at,
            _ => *selected,
        }
        .min(last);
        if open { self.open_selected() } else { self.fetch_lines() }
    }

    fn turn_to_shelf(&mut self, shelf: Shelf) -> Vec<Effect> {
        let Some(browse) = self.browse() else { return vec![] };
        *browse = Browse { shelf, ..Browse::default() };
        if shelf == Shelf::Mine {
            let under = Under { shelf, ..Under::default() };
            return vec![Effect::Ask(Request::ItemsUnder(under))];
        }
        vec![Effect::Ask(Request::Headings(shelf))]
    }

    fn open_selected(&mut self) -> Vec<Effect> {
        let Some(browse) = self.browse() else { return vec![] };
        if let Some(listed) = &browse.listed {
            let line = listed.keys.get(listed.selected).and_then(|key| listed.lines.get(key));
            let Some(id) = line.map(|line| line.item.id.clone()) else { return vec![] };
            return self.open_item(id);
        }
        let heading = browse.headings.as_ref().and_then(|headings| headings.get(browse.heading));
        let Some(heading) = heading else { return vec![] };
        let under = Under { shelf: browse.shelf, pack: heading.pack.clone(), id: heading.id.clone() };
        vec![Effect::Ask(Request::ItemsUnder(under))]
    }

    /// Headings have been fetched.
    pub(super) fn headings_came(&mut self, shelf: Shelf, headings: Vec<Heading>) -> Vec<Effect> {
        if let Some(browse) = self.browse().filter(|browse| browse.shelf == shelf) {
            browse.heading = browse.heading.min(headings.len().saturating_sub(1));
            browse.headings = Some(headings);
        }
        vec![]
    }

    /// The items under a heading have been listed.
    pub(super) fn items_under_came(&mut self, under: Under, keys: Vec<i64>) -> Vec<Effect> {
        let Some(browse) = self.browse().filter(|browse| browse.shelf == under.shelf) else { return vec![] };
        let heading = browse.headings.as_ref().and_then(|headings| headings.get(browse.heading));
        let title = match under.shelf {
            Shelf::Mine => Shelf::Mine.name().to_owned(),
            Shelf::Objectives => under.id.clone(),
            _ => heading.map_or_else(|| under.id.clone(), |heading| heading.title.clone()),
        };
        // Listed anew, e.g. after a flag was taken off: the place stays.
        let before = browse.listed.take().filter(|listed| listed.under == under);
        let (selected, narrowing) = before.map_or((0, None), |listed| (listed.selected, listed.narrowing));
        let selected = selected.min(keys.len().saturating_sub(1));
        let narrow = narrowing.is_some().then(|| Effect::Ask(Request::Titles(keys.clone())));
        let lines = HashMap::new();
        browse.listed = Some(Listed { under, title, all: keys.clone(), keys, selected, narrowing, lines });
        let mut effects = self.fetch_lines();
        effects.extend(narrow);
        effects
    }

    /// Fetches the lines that may be on the screen.
    pub(super) fn fetch_lines(&mut self) -> Vec<Effect> {
        let height = usize::from(self.size.1);
        let Some(listed) = self.browse().and_then(|browse| browse.listed.as_mut()) else { return vec![] };
        let first = listed.selected.saturating_sub(height);
        let near = &listed.keys[first..(listed.selected + height).min(listed.keys.len())];
        // Far ones are forgotten, so that leafing through thousands takes no more room.
        if listed.lines.len() > 8 * height {
            listed.lines.retain(|key, _| near.contains(key));
        }
        let missing: Vec<i64> = near.iter().filter(|key| !listed.lines.contains_key(*key)).copied().collect();
        if missing.is_empty() { vec![] } else { vec![Effect::Ask(Request::Lines(missing))] }
    }

    /// Items in one line each have been fetched.
    pub(super) fn lines_came(&mut self, lines: Vec<(i64, Line)>) -> Vec<Effect> {
        if let Some(listed) = self.browse().and_then(|browse| browse.listed.as_mut()) {
            listed.lines.extend(lines);
        }
        vec![]
    }

    /// Something was done that shows in the headings.
    pub(super) fn headings_changed(&mut self) {
        if let Some(browse) = self.browse() {
            browse.stale = true;
        }
    }

    /// Items have come: what is listed is listed anew.
    pub(super) fn listed_again(&mut self) -> Vec<Effect> {
        self.headings_changed();
        match self.browse() {
            Some(browse) => match &browse.listed {
                Some(listed) => vec![Effect::Ask(Request::ItemsUnder(listed.under.clone()))],
                None => vec![Effect::Ask(Request::Headings(browse.shelf))],
            },
            None => vec![],
        }
    }

    /// What was done to an item shows in its line, and on the learner's own shelf in the list.
    pub(super) fn lines_again(&mut self) -> Vec<Effect> {
        let Some(listed) = self.browse().and_then(|browse| browse.listed.as_mut()) else { return vec![] };
        if listed.under.shelf == Shelf::Mine {
            return vec![Effect::Ask(Request::ItemsUnder(listed.under.clone()))];
        }
        let old: Vec<i64> = listed.lines.keys().copied().collect();
        vec![Effect::Ask(Request::Lines(old))]
    }
}
