//! Where on the screen a click means something, and how far the text drawn can be scrolled.

use ratatui::layout::{Position, Rect};

use crate::app::Action;
use crate::app::model::Page;

/// What the last draw left for the mouse and for scrolling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    areas: Vec<(Rect, Action)>,
    /// The keys in the footer, which are those of what stands on top.
    footer: Vec<(Rect, Action)>,
    /// What a click beside a popup means.
    beside: Option<Action>,
    /// How much of the scrolled text is visible and hidden.
    pub page: Page,
    /// Columns on which a text field of several lines wraps.
    pub columns: u16,
}

impl Hits {
    /// Makes an area mean an action; later areas lie on top of earlier ones.
    pub fn add(&mut self, area: Rect, action: Action) {
        self.areas.push((area, action));
    }

    /// Makes a key in the footer mean its action, below whatever popup there is.
    pub fn add_footer(&mut self, area: Rect, action: Action) {
        self.footer.push((area, action));
    }

    /// Forgets what lies below a popup.
    pub fn cover(&mut self) {
        self.areas.clear();
        self.beside = None;
    }

    /// Makes a click that hits nothing else mean an action.
    pub fn beside(&mut self, action: Action) {
        self.beside = Some(action);
    }

    /// What a click there means.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<Action> {
        let hit = |(area, _): &&(Rect, Action)| area.contains(Position::new(column, row));
        let hit = self.areas.iter().rev().find(hit).or_else(|| self.footer.iter().find(hit));
        hit.map(|(_, action)| *action).or(self.beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_top_is_hit() {
        let mut hits = Hits::default();
        hits.add(Rect::new(0, 0, 10, 10), Action::Back);
        hits.add(Rect::new(2, 2, 2, 1), Action::Reveal);
        assert_eq!(hits.at(3, 2), Some(Action::Reveal));
        assert_eq!(hits.at(4, 2), Some(Action::Back));
        assert_eq!(hits.at(10, 0), None);
        hits.add_footer(Rect::new(0, 9, 4, 1), Action::Adopt);
        hits.cover();
        assert_eq!((hits.at(3, 2), hits.at(3, 9)), (None, Some(Action::Adopt)));
        hits.beside(Action::Back);
        assert_eq!((hits.at(3, 2), hits.at(3, 9)), (Some(Action::Back), Some(Action::Adopt)));
        hits.add(Rect::new(0, 8, 10, 2), Action::Down);
        assert_eq!(hits.at(3, 9), Some(Action::Down));
    }
}
