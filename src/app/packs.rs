//! The packs: what is loaded, from where, and what is wrong with it.

use crate::app::action::Action;
use crate::app::message::{Effect, PackRow, Request};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;

/// The Packs screen.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    /// What there is; none until it was read.
    pub rows: Option<Vec<PackRow>>,
    /// The selected row.
    pub selected: usize,
}

impl Model {
    /// Handles an action on the Packs screen.
    pub(super) fn packs_act(&mut self, action: Action) -> Vec<Effect> {
        let Screen::Packs(packs) = &mut self.screen else { return vec![] };
        let rows = packs.rows.as_deref().unwrap_or_default();
        let last = rows.len().saturating_sub(1);
        match action {
            Action::Up => packs.selected = packs.selected.saturating_sub(1),
            Action::Down => packs.selected = (packs.selected + 1).min(last),
            Action::Pick(at) => packs.selected = at.min(last),
            Action::Open => {
                let Some(row) = rows.get(packs.selected) else { return vec![] };
                let text = if row.problems.is_empty() {
                    "No problems. Everything in this pack is in use.".to_owned()
                } else {
                    let list: Vec<String> = row.problems.iter().map(|p| format!("```\n{p}\n```")).collect();
                    format!("Its last good state stays in use until these are mended:\n\n{}", list.join("\n"))
                };
                let title = format!("Problems of {}", row.info.title);
                self.overlays.push(Overlay::Reader { title, text, scroll: 0 });
            }
            Action::Reload => return vec![Effect::Ask(Request::Sync { closely: true }), Effect::Ask(Request::Packs)],
            Action::Back | Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        vec![]
    }
}
