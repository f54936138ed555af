//! What the learner can set. One table drives the file, `plimsoll config` and the Settings screen.

mod change;
mod table;

use std::fmt;

use crate::domain::review::Rules;

pub use change::{Change, same_key};
pub use table::{ALL, find, near};

/// Everything that can be set, always within its range.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How cards are scheduled.
    pub rules: Rules,
    /// Hour at which a study day starts, 0 to 23.
    pub rollover_hour: i8,
    /// The colours, one of [`THEMES`].
    pub theme: String,
    /// How dates are written.
    pub dates: Dates,
    /// Whether as little as possible moves by itself.
    pub still: bool,
    /// Keys of the learner's own: names of what they do, as the key table has them, and names of keys.
    pub keys: Vec<(String, Vec<String>)>,
}

/// The names of the colours.
pub const THEMES: [&str; 4] = ["ansi", "dark", "light", "mono"];

/// How dates are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dates {
    /// `Fri 21 Nov`.
    #[default]
    English,
    /// `Fr 21 Nov`.
    German,
    /// `ven 21 nov`.
    French,
    /// `vie 21 nov`.
    Spanish,
    /// `2026-11-21`.
    Iso,
}

/// A thing that can be set.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name: a table of the file, a point, a key.
    pub name: &'static str,
    /// What it does, for the file and the screen.
    pub about: &'static str,
    /// What it can be.
    pub range: Range,
    /// Reads it.
    pub get: fn(&Settings) -> Value,
    /// Changes it to a value within the range.
    put: fn(&mut Settings, &Value),
}

/// What a setting can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// A whole number from the first to the last.
    Whole(i64, i64),
    /// A number from the first to the last, changed by the third.
    Number(f64, f64, f64),
    /// Whole minutes from 1 up, a few of them.
    Minutes,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// What a setting is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Whole numbers.
    List(Vec<i64>),
    /// A word.
    Word(String),
}

/// Most steps that cards can have.
const MOST_STEPS: usize = 10;

/// The longest step: a day, in minutes.
const LONGEST_STEP: i64 = 1440;

impl Default for Settings {
    fn default() -> Self {
        Self {
            rules: Rules::default(),
            rollover_hour: 4,
            theme: THEMES[0].to_owned(),
            dates: Dates::default(),
            still: false,
            keys: vec![],
        }
    }
}

impl Setting {
    /// Its name for people: `New per day`.
    #[must_use]
    pub fn title(&self) -> String {
        let key = self.name.split('.').nth(1).unwrap_or(self.name).replace('_', " ");
        let mut letters = key.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// Changes it.
    ///
    /// # Errors
    /// A sentence that says what it can be; then nothing changed.
    pub fn set(&self, settings: &mut Settings, value: &Value) -> Result<(), String> {
        let fits = match (self.range, value) {
            (Range::Whole(from, to), Value::Whole(n)) => (from..=to).contains(n),
            (Range::Number(from, to, _), Value::Number(n)) => (from..=to).contains(n),
            (Range::Minutes, Value::List(steps)) => {
                steps.len() <= MOST_STEPS && steps.iter().all(|step| (1..=LONGEST_STEP).contains(step))
            }
            (Range::Word(words), Value::Word(word)) => words.contains(&word.as_str()),
            (Range::Number(from, to, _), Value::Whole(n)) => {
                let n = *n as f64;
                if (from..=to).contains(&n) {
                    (self.put)(settings, &Value::Number(n));
                    return Ok(());
                }
                false
            }
            _ => false,
        };
        if !fits {
            return Err(format!("{} is {}", self.name, self.range));
        }
        (self.put)(settings, value);
        Ok(())
    }

    /// The value that these words say, e.g. `0.92`, `1 10`, `dark`.
    ///
    /// # Errors
    /// A sentence that says what it can be.
    pub fn read(&self, text: &str) -> Result<Value, String> {
        let text = text.trim();
        let wrong = || format!("{} is {}", self.name, self.range);
        Ok(match self.range {
            Range::Whole(..) => Value::Whole(text.parse().map_err(|_| wrong())?),
            Range::Number(..) => Value::Number(text.trim_end_matches('%').trim().parse().map_err(|_| wrong())?),
            Range::Minutes => {
                let numbers = text.trim_matches(['[', ']']).split([',', ' ']).filter(|part| !part.is_empty());
                Value::List(numbers.map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?)
            }
            Range::Word(_) => Value::Word(text.to_lowercase()),
        })
    }

    /// The next value up or down; none at the end, and for lists.
    #[must_use]
    pub fn next(&self, settings: &Settings, up: bool) -> Option<Value> {
        match (self.range, (self.get)(settings)) {
            (Range::Whole(from, to), Value::Whole(n)) => {
                // Large numbers in fives.
                let step = if n + i64::from(up) > 20 { 5 } else { 1 };
                let next = if up { (n / step + 1) * step } else { (n - 1).div_euclid(step) * step };
                let next = next.clamp(from, to);
                (next != n).then_some(Value::Whole(next))
            }
            (Range::Number(from, to, step), Value::Number(n)) => {
                let steps = (n / step).round() + if up { 1.0 } else { -1.0 };
                // Two places are all that anybody sets.
                let next = ((steps * step).clamp(from, to) * 100.0).round() / 100.0;
                ((next - n).abs() > 1e-6).then_some(Value::Number(next))
            }
            (Range::Word(words), Value::Word(word)) => {
                let at = words.iter().position(|one| *one == word).unwrap_or(0);
                let next = if up { at + 1 } else { at + words.len() - 1 } % words.len();
                Some(Value::Word(words[next].to_owned()))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(from, to) => write!(f, "a whole number from {from} to {to}"),
            Self::Number(from, to, _) => write!(f, "a number from {from:.2} to {to:.2}"),
            Self::Minutes => write!(f, "a list of up to {MOST_STEPS} whole minutes, each 1 to {LONGEST_STEP}"),
            Self::Word(words) => write!(f, "one of {}", words.join(", ")),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(n) => write!(f, "{n}"),
            Self::Number(n) => write!(f, "{n:.2}"),
            Self::List(list) => {
                let list: Vec<String> = list.iter().map(i64::to_string).collect();
                f.write_str(&list.join(" "))
            }
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Dates {
    /// All of them by the word that sets them.
    pub const ALL: [(&'static str, Self); 5] = [
        ("english", Self::English),
        ("german", Self::German),
        ("french", Self::French),
        ("spanish", Self::Spanish),
        ("iso", Self::Iso),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(name: &str, text: &str) -> Result<Settings, String> {
        let mut settings = Settings::default();
        let setting = find(name).unwrap();
        let value = setting.read(text)?;
        setting.set(&mut settings, &value)?;
        Ok(settings)
    }

    #[test]
    fn values_are_read_and_held_in_their_range() {
        assert_eq!(set("review.desired_retention", "0.85").unwrap().rules.retention, 0.85);
        assert_eq!(set("review.learning_steps", "[2, 15, 60]").unwrap().rules.learning, [2, 15, 60]);
        assert_eq!(set("review.relearning_steps", "").unwrap().rules.relearning, [0u32; 0]);
        assert_eq!(set("look.dates", "ISO").unwrap().dates, Dates::Iso);
        assert_eq!(set("day.rollover_hour", "0").unwrap().rollover_hour, 0);
        for (name, text) in [
            ("review.desired_retention", "1.5"),
            ("review.desired_retention", "nan"),
            ("review.new_per_day", "-1"),
            ("review.learning_steps", "1 0"),
            ("day.rollover_hour", "24"),
            ("look.theme", "pink"),
        ] {
            let error = set(name, text).unwrap_err();
            assert!(error.contains(name) && error.contains(" is "), "{error}");
        }
    }

    #[test]
    fn every_setting_keeps_what_it_is_given() {
        let mut settings = Settings::default();
        for setting in ALL {
            let value = (setting.get)(&settings);
            setting.set(&mut settings, &value).unwrap();
            assert_eq!(settings, Settings::default(), "{}", setting.name);
            assert_eq!(setting.read(&value.to_string()).unwrap(), value, "{}", setting.name);
            if let Some(up) = setting.next(&settings, true) {
                setting.set(&mut settings, &up).unwrap();
                assert_eq!((setting.get)(&settings), up, "{}", setting.name);
                let down = setting.next(&settings, false).unwrap();
                setting.set(&mut settings, &down).unwrap();
            }
            settings = Settings::default();
        }
    }

    #[test]
    fn steps_up_and_down() {
        let step = |name: &str, text: &str, up: bool| {
            find(name).unwrap().next(&set(name, text).unwrap(), up).map(|value| value.to_string()).unwrap_or_default()
        };
        let whole = |n: &str, up: bool| step("review.new_per_day", n, up);
        assert_eq!([whole("19", true), whole("20", true), whole("23", true)], ["20", "25", "25"]);
        assert_eq!([whole("25", false), whole("23", false), whole("20", false)], ["20", "20", "19"]);
        assert_eq!(whole("0", false), "");
        let retention = |n: &str, up: bool| step("review.desired_retention", n, up);
        let here: f64 = 0.9;
        let moved = [retention("0.9", true), retention("0.9", false)].map(|text| text.parse::<f64>().unwrap());
        assert!(moved[0] > here && moved[1] < here, "{moved:?}");
        let Range::Number(least, most, _) = find("review.desired_retention").unwrap().range else { panic!() };
        assert_eq!([retention(&least.to_string(), false), retention(&most.to_string(), true)], ["", ""]);
        let Range::Word(words) = find("look.dates").unwrap().range else { panic!() };
        for (at, word) in words.iter().enumerate() {
            assert_eq!(step("look.dates", word, true), words[(at + 1) % words.len()]);
            assert_eq!(step("look.dates", word, false), words[(at + words.len() - 1) % words.len()]);
        }
    }

    #[test]
    fn a_misspelt_name_has_a_near_one() {
        assert_eq!(near("review.new_perday"), Some("review.new_per_day"));
        assert_eq!(near("new_per_day"), Some("review.new_per_day"));
        assert_eq!(near("zzz"), None);
    }
}
