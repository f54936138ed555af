//! What stands on top of a screen: help, commands by name, a question, a failure, a text.

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::keymap::{self, Scope};
use crate::app::message::{Effect, Trouble};
use crate::app::model::Model;

/// Something on top of the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys that hold in these scopes.
    Help {
        /// The scopes below.
        scopes: Vec<Scope>,
        /// Lines scrolled.
        scroll: u16,
    },
    /// Commands by name.
    Palette(Palette),
    /// A question with what Yes does.
    Confirm {
        /// The question.
        question: String,
        /// What Yes does.
        yes: Action,
    },
    /// Something failed.
    Trouble(Trouble),
    /// A text, Markdown.
    Reader {
        /// Its heading.
        title: String,
        /// The text.
        text: String,
        /// Lines scrolled.
        scroll: u16,
    },
}

/// Commands by name.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    /// What was typed.
    pub field: Field,
    /// The selected row among those that match.
    pub selected: usize,
    /// All commands: label, key, action.
    pub commands: Vec<(&'static str, &'static str, Action)>,
}

impl Overlay {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Self::Help { .. } | Self::Reader { .. } => Scope::Reader,
            Self::Palette(_) => Scope::Palette,
            Self::Confirm { .. } => Scope::Confirm,
            Self::Trouble(_) => Scope::Trouble,
        }
    }
}

impl Palette {
    /// The commands of these scopes, those about moving and typing left out.
    #[must_use]
    pub fn of(scopes: &[Scope]) -> Self {
        let useful = |action: Action| {
            use Action::{Back, ConfirmGood, Down, PageDown, PageUp, Palette, Up};
            !matches!(action, Up | Down | PageUp | PageDown | Palette | ConfirmGood | Back)
        };
        let commands =
            keymap::holding(scopes).filter(|b| useful(b.action)).map(|b| (b.label, b.keys[0], b.action)).collect();
        Self { commands, ..Self::default() }
    }

    /// The commands whose label has every word typed.
    #[must_use]
    pub fn matching(&self) -> Vec<(&'static str, &'static str, Action)> {
        let typed = self.field.text().to_lowercase();
        let has = |label: &str| typed.split_whitespace().all(|word| label.to_lowercase().contains(word));
        self.commands.iter().filter(|(label, ..)| has(label)).copied().collect()
    }
}

impl Model {
    /// Handles an action for the uppermost overlay; none when there is no overlay or it is not its business.
    pub(super) fn overlay_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        let page = self.page;
        let scrolled = |offset: u16| -> Option<u16> {
            let height = i32::from(page.height.max(2)) - 1;
            let by = match action {
                Action::Up => -1,
                Action::Down => 1,
                Action::PageUp => -height,
                Action::PageDown => height,
                Action::Top => -i32::from(u16::MAX),
                Action::Bottom => i32::from(u16::MAX),
                _ => return None,
            };
            let moved = (i32::from(offset.min(page.most)) + by).clamp(0, i32::from(page.most));
            Some(u16::try_from(moved).unwrap_or(0))
        };
        match self.overlays.last_mut()? {
            Overlay::Help { scroll, .. } | Overlay::Reader { scroll, .. } => {
                if let Some(moved) = scrolled(*scroll) {
                    *scroll = moved;
                    return Some(vec![]);
                }
            }
            Overlay::Palette(palette) => {
                let rows = palette.matching();
                let last = rows.len().saturating_sub(1);
                let run = match action {
                    Action::Up => {
                        palette.selected = palette.selected.min(last).saturating_sub(1);
                        return Some(vec![]);
                    }
                    Action::Down => {
                        palette.selected = (palette.selected + 1).min(last);
                        return Some(vec![]);
                    }
                    Action::Open => rows.get(palette.selected.min(last)).copied(),
                    Action::Pick(at) => rows.get(at).copied(),
                    _ => None,
                };
                if let Some((_, _, action)) = run {
                    self.overlays.pop();
                    return Some(self.act(action));
                }
            }
            Overlay::Confirm { yes, .. } => {
                let yes = *yes;
                if matches!(action, Action::Yes | Action::No | Action::Back | Action::QuitOrBack) {
                    self.overlays.pop();
                    return Some(if action == Action::Yes { self.act(yes) } else { vec![] });
                }
            }
            Overlay::Trouble(trouble) => {
                if action == Action::Retry {
                    let retry = trouble.retry.clone();
                    self.overlays.pop();
                    return Some(retry.map(Effect::Ask).into_iter().collect());
                }
            }
        }
        match action {
            Action::Back | Action::QuitOrBack => {
                self.overlays.pop();
                Some(vec![])
            }
            Action::Help if matches!(self.overlays.last(), Some(Overlay::Help { .. })) => {
                self.overlays.pop();
                Some(vec![])
            }
            Action::Quit | Action::Help | Action::Palette => None,
            _ => Some(vec![]),
        }
    }
}
