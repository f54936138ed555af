//! The Settings screen: what can be set, changed with arrows or typed.

use crate::app::action::Action;
use crate::app::field::Field;
use crate::app::message::{Effect, Request};
use crate::app::model::{Model, Screen, ThemeName};
use crate::app::overlay::Overlay;
use crate::domain::settings::{ALL, Settings as Values, Value};

/// The Settings screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settings {
    /// The selected row.
    pub selected: usize,
}

impl Model {
    /// Handles an action on the Settings screen.
    pub(super) fn settings_act(&mut self, action: Action) -> Vec<Effect> {
        let Screen::Settings(screen) = &mut self.screen else { return vec![] };
        let last = ALL.len() - 1;
        match action {
            Action::Up => screen.selected = screen.selected.saturating_sub(1),
            Action::Down => screen.selected = (screen.selected + 1).min(last),
            Action::Top | Action::PageUp => screen.selected = 0,
            Action::Bottom | Action::PageDown => screen.selected = last,
            Action::Pick(at) => screen.selected = at.min(last),
            Action::Left | Action::Right => {
                let setting = &ALL[screen.selected.min(last)];
                return match setting.next(&self.settings, action == Action::Right) {
                    Some(value) => vec![Effect::Ask(Request::KeepSetting(setting.name, value))],
                    None if matches!((setting.get)(&self.settings), Value::List(_)) => self.type_setting(),
                    None => vec![],
                };
            }
            Action::Open => return self.type_setting(),
            Action::Back | Action::QuitOrBack => return self.go_home(),
            _ => {}
        }
        vec![]
    }

    fn type_setting(&mut self) -> Vec<Effect> {
        let Screen::Settings(screen) = &self.screen else { return vec![] };
        let setting = &ALL[screen.selected.min(ALL.len() - 1)];
        let mut field = Field::default();
        field.set(&(setting.get)(&self.settings).to_string());
        let title = format!("{}: {}", setting.title(), setting.range);
        self.overlays.push(Overlay::Value { title, field });
        vec![]
    }

    /// A value was typed for the selected setting.
    pub(super) fn setting_typed(&mut self, text: &str) -> Vec<Effect> {
        let Screen::Settings(screen) = &self.screen else { return vec![] };
        let setting = &ALL[screen.selected.min(ALL.len() - 1)];
        let tried = setting.read(text).and_then(|value| {
            // Tried on a copy, so that what can't be is told here and not as a failure of the file.
            setting.set(&mut self.settings.clone(), &value)?;
            Ok(value)
        });
        match tried {
            Ok(value) => vec![Effect::Ask(Request::KeepSetting(setting.name, value))],
            Err(why) => {
                self.say(why);
                vec![]
            }
        }
    }

    /// A change is on disk.
    pub(super) fn setting_kept(&mut self, settings: Values) -> Vec<Effect> {
        if let Some(theme) = ThemeName::named(&settings.theme).filter(|_| settings.theme != self.settings.theme) {
            self.theme = theme;
        }
        if settings.rollover_hour != self.settings.rollover_hour {
            self.say("The new hour holds from the next start.");
        }
        self.take_settings(settings);
        vec![]
    }
}
