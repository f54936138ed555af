//! The Settings screen: what can be set, the limits of single packs and services, and the keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::app::field::Field;
use crate::app::keymap::{Keymap, Own, Scope, key_name};
use crate::app::message::{Effect, Request, Way};
use crate::app::model::{Model, Screen, ThemeName};
use crate::app::overlay::Overlay;
use crate::domain::review::Limit;
use crate::domain::settings::{ALL, Change, Settings as Values, Value, same_key};

/// The Settings screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// What is shown of them.
    pub part: Part,
    /// The selected row.
    pub selected: usize,
    /// Packs and services that can be limited, while one is chosen.
    names: Vec<String>,
    /// The one whose limits are typed.
    limited: Option<String>,
}

/// A part of the settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// What has one value.
    #[default]
    Values,
    /// Limits of single packs and services.
    Limits,
    /// Keys.
    Keys,
}

/// Changes that can be taken back, and those taken back, each as it was and as it became; the latest last.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    done: Vec<(Change, Change)>,
    undone: Vec<(Change, Change)>,
}

impl Settings {
    /// The scope of its keys.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if self.part == Part::Values { Scope::Settings } else { Scope::SettingsLists }
    }
}

impl Part {
    /// All of them in order.
    pub const ALL: [Self; 3] = [Self::Values, Self::Limits, Self::Keys];

    /// Its name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Values => "Settings",
            Self::Limits => "Limits",
            Self::Keys => "Keys",
        }
    }
}

impl Model {
    fn settings_screen(&mut self) -> Option<&mut Settings> {
        if let Screen::Settings(screen) = &mut self.screen { Some(screen) } else { None }
    }

    /// Handles an action on the Settings screen.
    pub(super) fn settings_act(&mut self, action: Action) -> Vec<Effect> {
        let rows = usize::from(self.page.height.max(2)) - 1;
        let limits = self.settings.rules.limits.len();
        let keys = self.keymap.all().len();
        let Some(screen) = self.settings_screen() else { return vec![] };
        let last = match screen.part {
            Part::Values => ALL.len() - 1,
            // The last row adds one.
            Part::Limits => limits,
            Part::Keys => keys.saturating_sub(1),
        };
        match action {
            Action::Up => screen.selected = screen.selected.saturating_sub(1),
            Action::Down => screen.selected = (screen.selected + 1).min(last),
            Action::PageUp => screen.selected = screen.selected.saturating_sub(rows),
            Action::PageDown => screen.selected = (screen.selected + rows).min(last),
            Action::Top => screen.selected = 0,
            Action::Bottom => screen.selected = last,
            Action::Pick(at) => screen.selected = at.min(last),
            Action::NextKind => {
                let at = Part::ALL.iter().position(|part| *part == screen.part).unwrap_or(0);
                *screen = Settings { part: Part::ALL[(at + 1) % Part::ALL.len()], ..Settings::default() };
            }
            Action::Left | Action::Right if screen.part == Part::Values => {
                let setting = &ALL[screen.selected.min(last)];
                return match setting.next(&self.settings, action == Action::Right) {
                    Some(value) => self.set(Change::Value(setting.name, value)),
                    None if matches!((setting.get)(&self.settings), Value::List(_)) => self.open_setting(),
                    None => vec![],
                };
            }
            Action::Open | Action::Right => return self.open_setting(),
            Action::More => return vec![Effect::Ask(Request::LimitNames)],
            Action::Remove => return self.remove_setting(),
            Action::Undo => {
                let back = self.changes.done.last().map(|(before, _)| before.clone());
                return self.step(back, Way::Undo, "Nothing was changed here since the start.");
            }
            Action::Redo => {
                let again = self.changes.undone.last().map(|(_, after)| after.clone());
                return self.step(again, Way::Redo, "Nothing to do again.");
            }
            Action::Exam(Wish::Take(nth)) => {
                let name = screen.names.get(nth).cloned();
                return name.map(|name| self.type_limit(name)).unwrap_or_default();
            }
            Action::Back | Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        vec![]
    }

    fn set(&self, change: Change) -> Vec<Effect> {
        vec![Effect::Ask(Request::Set(change, Way::New))]
    }

    fn step(&mut self, change: Option<Change>, way: Way, otherwise: &str) -> Vec<Effect> {
        match change {
            Some(change) => vec![Effect::Ask(Request::Set(change, way))],
            None => {
                self.say(otherwise);
                vec![]
            }
        }
    }

    /// Opens what is selected: a value or limits to type, or a key to press.
    fn open_setting(&mut self) -> Vec<Effect> {
        let Some(screen) = self.settings_screen() else { return vec![] };
        let at = screen.selected;
        match screen.part {
            Part::Values => {
                let setting = &ALL[at.min(ALL.len() - 1)];
                let mut field = Field::default();
                field.set(&(setting.get)(&self.settings).to_string());
                self.overlays.push(Overlay::Value { title: format!("{}: {}", setting.title(), setting.range), field });
            }
            Part::Limits => {
                return match self.settings.rules.limits.get(at).map(|limit| limit.name.clone()) {
                    Some(name) => self.type_limit(name),
                    None => vec![Effect::Ask(Request::LimitNames)],
                };
            }
            Part::Keys => {
                let Some(bound) = self.keymap.all().get(at) else { return vec![] };
                self.overlays.push(Overlay::Press { name: bound.row.name(), why: None });
            }
        }
        vec![]
    }

    /// Takes the selected limit away, or gives the selected keys back what they are by themselves.
    fn remove_setting(&mut self) -> Vec<Effect> {
        let Some(screen) = self.settings_screen() else { return vec![] };
        let (part, at) = (screen.part, screen.selected);
        let change = match part {
            Part::Values => None,
            Part::Limits => self
                .settings
                .rules
                .limits
                .get(at)
                .map(|limit| Change::Limit(Limit { name: limit.name.clone(), new: None, reviews: None })),
            Part::Keys => {
                let name = self.keymap.all().get(at).map(|bound| bound.row.name()).unwrap_or_default();
                let own = self.settings.keys.iter().any(|(own, _)| same_key(own, &name));
                own.then_some(Change::Keys(name, None))
            }
        };
        change.map(|change| self.set(change)).unwrap_or_default()
    }

    /// Packs and services that can be limited have been listed.
    pub(super) fn limit_names_came(&mut self, names: Vec<String>) -> Vec<Effect> {
        let limits = self.settings.rules.limits.len();
        let Some(screen) = self.settings_screen() else { return vec![] };
        if screen.part != Part::Limits {
            // The row that adds one.
            *screen = Settings { part: Part::Limits, selected: limits, ..Settings::default() };
        }
        screen.names.clone_from(&names);
        self.overlays.push(Overlay::choose("Limit which pack or service?", names, 0));
        vec![]
    }

    fn type_limit(&mut self, name: String) -> Vec<Effect> {
        let known = self.settings.rules.limits.iter().find(|limit| limit.name == name);
        let text = |n: Option<u32>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        let mut field = Field::default();
        if let Some(limit) = known {
            field.set(&format!("{} {}", text(limit.new), text(limit.reviews)));
        }
        let title = format!("{name}: new and reviews a day, e.g. 5 40; - for no limit");
        if let Some(screen) = self.settings_screen() {
            screen.limited = Some(name);
        }
        self.overlays.push(Overlay::Value { title, field });
        vec![]
    }

    /// A value was typed for what is selected.
    pub(super) fn setting_typed(&mut self, text: &str) -> Vec<Effect> {
        let Some(screen) = self.settings_screen() else { return vec![] };
        let limited = screen.limited.take();
        let at = screen.selected;
        let tried = match limited {
            Some(name) => limit_of(name, text).map(Change::Limit),
            None => {
                let setting = &ALL[at.min(ALL.len() - 1)];
                setting.read(text).and_then(|value| {
                    // Tried on a copy, so that what can't be is told here and not as a failure of the file.
                    setting.set(&mut self.settings.clone(), &value)?;
                    Ok(Change::Value(setting.name, value))
                })
            }
        };
        match tried {
            Ok(change) => self.set(change),
            Err(why) => {
                self.say(why);
                vec![]
            }
        }
    }

    /// A key was pressed that something should have from now on. None when it is not such a key, or isn't waited for.
    pub(super) fn key_pressed(&mut self, key: &KeyEvent) -> Option<Vec<Effect>> {
        let Some(Overlay::Press { name, why }) = self.overlays.last_mut() else { return None };
        // These two lead out of everywhere.
        let out =
            key.code == KeyCode::Esc || key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
        if out {
            return None;
        }
        let Some(pressed) = key_name(key) else { return Some(vec![]) };
        let mut own: Vec<Own> = self.settings.keys.iter().filter(|(own, _)| !same_key(own, name)).cloned().collect();
        own.push((name.clone(), vec![pressed.clone()]));
        let refused = Keymap::with(&own).1.into_iter().find(|(at, _)| *at == own.len() - 1);
        if let Some((_, because)) = refused {
            *why = Some(because);
            return Some(vec![]);
        }
        let name = name.clone();
        self.overlays.pop();
        Some(self.set(Change::Keys(name, Some(vec![pressed]))))
    }

    /// A change is on disk.
    pub(super) fn set_done(&mut self, settings: Values, change: Change, way: Way) -> Vec<Effect> {
        let name = change.name();
        match way {
            Way::New => {
                self.changes.done.push((change.before(&self.settings), change));
                self.changes.undone.clear();
                self.say_done("Kept.", "undoes it.");
            }
            Way::Undo => {
                self.changes.undone.extend(self.changes.done.pop());
                self.say(format!("Undid changing {name}."));
            }
            Way::Redo => {
                self.changes.done.extend(self.changes.undone.pop());
                self.say(format!("Changed {name} again."));
            }
        }
        self.setting_kept(settings)
    }

    /// Settings have changed on disk.
    pub(super) fn setting_kept(&mut self, settings: Values) -> Vec<Effect> {
        if let Some(theme) = ThemeName::named(&settings.theme).filter(|_| settings.theme != self.settings.theme) {
            self.theme = theme;
        }
        if settings.rollover_hour != self.settings.rollover_hour {
            self.say("The new hour holds from the next start.");
        }
        self.take_settings(settings);
        let limits = self.settings.rules.limits.len();
        if let Some(screen) = self.settings_screen().filter(|screen| screen.part == Part::Limits) {
            screen.selected = screen.selected.min(limits);
        }
        vec![]
    }
}

/// `5 40`, `5`, `- 40`.
fn limit_of(name: String, text: &str) -> Result<Limit, String> {
    let wrong = || format!("{name}: two whole numbers, new cards and reviews a day; - for no limit");
    let number = |word: &str| match word {
        "-" => Ok(None),
        word => word.parse().map(Some).map_err(|_| wrong()),
    };
    let words: Vec<&str> = text.split([',', ' ']).filter(|word| !word.is_empty()).collect();
    let (new, reviews) = match words[..] {
        [] => (None, None),
        [new] => (number(new)?, None),
        [new, reviews] => (number(new)?, number(reviews)?),
        _ => return Err(wrong()),
    };
    Ok(Limit { name, new, reviews })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read() {
        let read = |text: &str| limit_of("eks".into(), text).map(|limit| (limit.new, limit.reviews));
        assert_eq!(read("5 40"), Ok((Some(5), Some(40))));
        assert_eq!(read("5"), Ok((Some(5), None)));
        assert_eq!(read("-, 0"), Ok((None, Some(0))));
        assert_eq!(read(""), Ok((None, None)));
        assert!(read("many").unwrap_err().contains("eks"));
        assert!(read("1 2 3").is_err());
    }
}
