//! What stands on top of a screen: help, commands by name, a question, a failure, a text.

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::field::Field;
use crate::app::fitting::Fitting;
use crate::app::keymap::{Keymap, Scope};
use crate::app::message::{Effect, Request, Trouble};
use crate::app::model::Model;
use crate::app::own::Form;
use crate::domain::annotation::{Annotation, Subject};
use crate::domain::stats::Curve;

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
    /// What to do about a card that is forgotten again and again.
    Leech {
        /// The card.
        card: i64,
        /// Its heading.
        title: String,
        /// The text, Markdown.
        text: String,
        /// Lines scrolled.
        scroll: u16,
    },
    /// The forgetting curve of a card.
    Curve(Box<Curve>),
    /// Fitting to the own reviews.
    Fitting(Fitting),
    /// One of a list.
    Choose(Choose),
    /// A note of the learner's own to be typed.
    Note {
        /// Its heading.
        title: &'static str,
        /// On what it stands.
        subject: Subject,
        /// What was there.
        before: Annotation,
        /// What was typed.
        field: Field,
    },
    /// A card of the learner's own.
    Form(Box<Form>),
    /// A key to be pressed, which something has from then on.
    Press {
        /// What the key table calls it.
        name: String,
        /// Why the last key can't be it.
        why: Option<String>,
    },
    /// A setting to be typed.
    Value {
        /// What it is, and what it can be.
        title: String,
        /// What was typed.
        field: Field,
    },
    /// A number to be typed.
    Number {
        /// What it is for.
        title: &'static str,
        /// What was typed.
        field: Field,
    },
}

/// A list to choose from.
#[derive(Debug, Clone, Default)]
pub struct Choose {
    /// What is chosen.
    pub title: &'static str,
    /// What was typed.
    pub field: Field,
    /// The selected row among those that match.
    pub selected: usize,
    /// All of them.
    pub rows: Vec<String>,
}

/// Commands by name.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    /// What was typed.
    pub field: Field,
    /// The selected row among those that match.
    pub selected: usize,
    /// All commands: label, key, action.
    pub commands: Vec<(&'static str, String, Action)>,
}

impl Overlay {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self {
            Self::Help { .. } | Self::Reader { .. } => Scope::Reader,
            Self::Palette(_) => Scope::Palette,
            Self::Curve(_) => Scope::Curve,
            Self::Fitting(fitting) => fitting.scope(),
            Self::Leech { .. } => Scope::Leech,
            Self::Confirm { .. } => Scope::Confirm,
            Self::Trouble(_) => Scope::Trouble,
            Self::Choose(_) => Scope::Choose,
            Self::Note { .. } => Scope::Note,
            Self::Form(_) => Scope::Form,
            Self::Press { .. } => Scope::Press,
            Self::Number { .. } | Self::Value { .. } => Scope::Number,
        }
    }

    /// What is wrong in the settings file.
    #[must_use]
    pub fn settings_problems(problems: &[String]) -> Self {
        let list: Vec<String> = problems.iter().map(|problem| format!("```\n{problem}\n```")).collect();
        let text = format!("What is wrong stands at its default; the rest holds.\n\n{}", list.join("\n"));
        Self::Reader { title: "Settings file".into(), text, scroll: 0 }
    }

    /// A list to choose from, with the nth selected.
    #[must_use]
    pub fn choose(title: &'static str, rows: Vec<String>, selected: usize) -> Self {
        Self::Choose(Choose { title, rows, selected, field: Field::default() })
    }

    /// The text field that has the keys, if there is one. What is typed changes what is selected.
    pub(super) fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Palette(palette) => {
                palette.selected = 0;
                Some(&mut palette.field)
            }
            Self::Choose(choose) => {
                choose.selected = 0;
                Some(&mut choose.field)
            }
            Self::Form(form) => Some(form.field()),
            Self::Number { field, .. } | Self::Value { field, .. } | Self::Note { field, .. } => Some(field),
            _ => None,
        }
    }
}

impl Choose {
    /// The rows that have every word typed, by their place among all.
    #[must_use]
    pub fn matching(&self) -> Vec<(usize, &str)> {
        let typed = self.field.text().to_lowercase();
        let has = |row: &str| typed.split_whitespace().all(|word| row.to_lowercase().contains(word));
        self.rows.iter().enumerate().filter(|(_, row)| has(row)).map(|(at, row)| (at, row.as_str())).collect()
    }
}

impl Palette {
    /// The commands of these scopes, those about moving and typing left out.
    #[must_use]
    pub fn of(keymap: &Keymap, scopes: &[Scope]) -> Self {
        let useful = |action: Action| {
            use Action::{Back, ConfirmGood, Down, PageDown, PageUp, Palette, Up};
            !matches!(action, Up | Down | PageUp | PageDown | Palette | ConfirmGood | Back)
        };
        let held = keymap.holding(scopes).into_iter().filter(|bound| useful(bound.row.action));
        let commands = held.map(|bound| (bound.row.label, bound.keys[0].clone(), bound.row.action)).collect();
        Self { commands, ..Self::default() }
    }

    /// The commands whose label has every word typed.
    #[must_use]
    pub fn matching(&self) -> Vec<(&'static str, String, Action)> {
        let typed = self.field.text().to_lowercase();
        let has = |label: &str| typed.split_whitespace().all(|word| label.to_lowercase().contains(word));
        self.commands.iter().filter(|(label, ..)| has(label)).cloned().collect()
    }
}

impl Model {
    /// Handles an action for the uppermost overlay; none when there is no overlay or it is not its business.
    pub(super) fn overlay_act(&mut self, action: Action) -> Option<Vec<Effect>> {
        if let Some(effects) = self.form_act(action) {
            return Some(effects);
        }
        let page = self.page;
        match self.overlays.last_mut()? {
            Overlay::Leech { card, .. } if action == Action::Suspend => {
                let card = *card;
                self.overlays.pop();
                return Some(vec![Effect::Ask(Request::SuspendCard(card))]);
            }
            Overlay::Help { scroll, .. } | Overlay::Reader { scroll, .. } | Overlay::Leech { scroll, .. } => {
                if let Some(moved) = page.scrolled(*scroll, action) {
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
                    Action::Open => rows.get(palette.selected.min(last)).cloned(),
                    Action::Pick(at) => rows.get(at).cloned(),
                    _ => None,
                };
                if let Some((_, _, action)) = run {
                    self.overlays.pop();
                    return Some(self.act(action));
                }
            }
            Overlay::Choose(choose) => {
                let rows: Vec<usize> = choose.matching().into_iter().map(|(at, _)| at).collect();
                let last = rows.len().saturating_sub(1);
                let selected = choose.selected.min(last);
                let taken = match action {
                    Action::Up | Action::Down | Action::PageUp | Action::PageDown => {
                        choose.selected = match action {
                            Action::Up => selected.saturating_sub(1),
                            Action::PageUp => selected.saturating_sub(10),
                            Action::PageDown => (selected + 10).min(last),
                            _ => (selected + 1).min(last),
                        };
                        return Some(vec![]);
                    }
                    Action::Open => rows.get(selected).copied(),
                    Action::Pick(at) => rows.get(at).copied(),
                    _ => None,
                };
                if let Some(taken) = taken {
                    self.overlays.pop();
                    return Some(self.act(Action::Exam(Wish::Take(taken))));
                }
            }
            Overlay::Note { field, before, subject, .. } => match action {
                Action::Open => {
                    let (text, subject, before) = (field.text().to_owned(), subject.clone(), before.clone());
                    return Some(self.note_typed(subject, before, &text));
                }
                Action::Back if field.text().trim() != before.text => {
                    let question = "Leave this text? It isn't kept.".into();
                    self.overlays.push(Overlay::Confirm { question, yes: Action::Discard });
                    return Some(vec![]);
                }
                Action::Discard => {
                    self.overlays.pop();
                    return Some(vec![]);
                }
                _ => {}
            },
            Overlay::Fitting(_) if action == Action::Adopt => return Some(self.adopt()),
            Overlay::Curve(_) | Overlay::Fitting(_) | Overlay::Form(_) | Overlay::Press { .. } => {}
            Overlay::Value { field, .. } => {
                if action == Action::Open {
                    let text = field.text().to_owned();
                    self.overlays.pop();
                    return Some(self.setting_typed(&text));
                }
            }
            Overlay::Number { field, .. } => {
                if action == Action::Open {
                    // More than any number is a number that nothing has.
                    let text = field.text().trim().to_owned();
                    let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
                    let number = digits.then(|| text.parse().unwrap_or(usize::MAX));
                    self.overlays.pop();
                    return Some(number.map_or(vec![], |number| self.act(Action::Exam(Wish::Take(number)))));
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
                    return Some(match retry {
                        // What it was read for has gone with the failure.
                        Some(Request::Ratings { .. }) => self.fit(),
                        retry => retry.map(Effect::Ask).into_iter().collect(),
                    });
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
