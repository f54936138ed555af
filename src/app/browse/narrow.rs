//! A list in Browse narrowed by typing.

use crate::app::browse::Browse;
use crate::app::field::Field;
use crate::app::message::{Effect, Request};
use crate::app::model::Model;
use crate::domain::browse::Shelf;
use crate::domain::search::narrowed;

/// What a list is narrowed to.
#[derive(Debug, Default)]
pub struct Narrowing {
    /// What is typed.
    pub field: Field,
    /// The titles of all items of the list by their numbers, once fetched.
    titles: Vec<(i64, String)>,
}

impl Browse {
    /// What the list that is shown is narrowed to.
    pub(in crate::app) fn narrowing(&mut self) -> Option<&mut Narrowing> {
        if !self.opened.is_empty() {
            return None;
        }
        self.listed.as_mut()?.narrowing.as_mut()
    }
}

impl Model {
    /// Narrows the list by typing; from there, and from the headings, all texts are searched.
    pub(super) fn find_here(&mut self) -> Vec<Effect> {
        let Some(browse) = self.browse() else { return vec![] };
        let Some(listed) = &mut browse.listed else { return self.search_here(None, "") };
        if let Some(narrowing) = &listed.narrowing {
            let typed = narrowing.field.text().to_owned();
            let service = (browse.shelf == Shelf::Services).then(|| listed.under.id.clone());
            return self.search_here(service, &typed);
        }
        listed.narrowing = Some(Narrowing::default());
        vec![Effect::Ask(Request::Titles(listed.all.clone()))]
    }

    /// The titles have been fetched.
    pub(in crate::app) fn titles_came(&mut self, titles: Vec<(i64, String)>) -> Vec<Effect> {
        let Some(narrowing) = self.browse().and_then(|browse| browse.listed.as_mut()?.narrowing.as_mut()) else {
            return vec![];
        };
        narrowing.titles = titles;
        self.narrow()
    }

    /// What is typed has changed: shows what has it, the selected item staying selected.
    pub(in crate::app) fn narrow(&mut self) -> Vec<Effect> {
        let Some(listed) = self.browse().and_then(|browse| browse.listed.as_mut()) else { return vec![] };
        let Some(Narrowing { field, titles }) = &listed.narrowing else { return vec![] };
        let chosen = listed.keys.get(listed.selected).copied();
        listed.keys = if field.text().trim().is_empty() {
            listed.all.clone()
        } else {
            let shown = narrowed(titles.iter().map(|(_, title)| title.as_str()), field.text());
            shown.into_iter().map(|at| titles[at].0).collect()
        };
        let place = chosen.and_then(|chosen| listed.keys.iter().position(|key| *key == chosen));
        listed.selected = place.unwrap_or(0);
        self.fetch_lines()
    }

    /// Shows the whole list again, the selected item staying selected.
    pub(super) fn whole_list(&mut self) -> Vec<Effect> {
        if let Some(narrowing) = self.browse().and_then(Browse::narrowing) {
            narrowing.field.set("");
        }
        let effects = self.narrow();
        if let Some(listed) = self.browse().and_then(|browse| browse.listed.as_mut()) {
            listed.narrowing = None;
        }
        effects
    }
}
