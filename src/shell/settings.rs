//! The settings file: commented TOML beside the store. Changes keep comments, order and whatever else stands in it.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use toml_edit::{Array, Document, DocumentMut, Item, Table, value};

use crate::app::keymap::Keymap;
use crate::domain::review::Limit;
use crate::domain::settings::{ALL, Change, Setting, Settings, Value, find, near, same_key};
use crate::failure::Failure;

/// The settings file of a data directory.
#[derive(Debug, Clone)]
pub struct SettingsFile {
    path: PathBuf,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The settings; what is wrong in the file stands at its default.
    pub settings: Settings,
    /// What is wrong, a line each: where, what, and what was probably meant.
    pub problems: Vec<String>,
    /// Whether the file says which colours.
    pub has_theme: bool,
}

/// The largest file that is read, in bytes: a hundred times what all settings with their comments take.
const LARGEST: u64 = 256 * 1024;

/// What the table of limits says, for the file.
const LIMITS: &str = "\
# Limits of single packs or services (with what is below them); while an exam plan is set, its minutes decide instead.
# [limits.eks]
# new = 5
# reviews = 40

# Keys of your own: what they do, as `plimsoll keys` says it, e.g.
# [keys]
# \"review: undo\" = \"z\"
# \"home: packs\" = [\"k\", \"F5\"]
";

impl SettingsFile {
    /// That of a data directory.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self { path: data_dir.join("settings.toml") }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it. A file that isn't there says nothing; one that can't be read says so.
    #[must_use]
    pub fn read(&self) -> Read {
        let nothing = Read { settings: Settings::default(), problems: vec![], has_theme: false };
        match self.text() {
            Ok(text) => self.parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => nothing,
            Err(error) => {
                let problems = vec![format!("{}: {error}", self.path.display())];
                Read { problems, ..nothing }
            }
        }
    }

    /// What the file holds.
    fn text(&self) -> std::io::Result<String> {
        let mut text = String::new();
        File::open(&self.path)?.take(LARGEST + 1).read_to_string(&mut text)?;
        if text.len() as u64 > LARGEST {
            return Err(std::io::Error::other(format!(
                "it has over {} KiB, and so large a file isn't read",
                LARGEST / 1024
            )));
        }
        Ok(text)
    }

    fn parse(&self, text: &str) -> Read {
        let mut read = Read { settings: Settings::default(), problems: vec![], has_theme: false };
        let place = |span: Option<std::ops::Range<usize>>| {
            let line = span.map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            format!("{}:{line}", self.path.display())
        };
        let document = match Document::parse(text) {
            Ok(document) => document,
            Err(error) => {
                let why = error.message().lines().next().unwrap_or_default().to_owned();
                read.problems.push(format!("{}: {why}; the settings are at their defaults", place(error.span())));
                return read;
            }
        };
        for (table_name, item) in document.iter() {
            let key_span = document.as_table().key(table_name).and_then(toml_edit::Key::span);
            let Some(table) = item.as_table_like() else {
                read.problems.push(format!("{}: {}", place(key_span), unknown(table_name)));
                continue;
            };
            if table_name == "limits" {
                for (name, item) in table.iter() {
                    let at = table.key(name).and_then(toml_edit::Key::span);
                    match limit(name, item) {
                        Ok(limit) => read.settings.rules.limits.push(limit),
                        Err(why) => read.problems.push(format!("{}: {why}", place(at))),
                    }
                }
                continue;
            }
            if table_name == "keys" {
                let mut places = Vec::new();
                for (name, item) in table.iter() {
                    let at = table.key(name).and_then(toml_edit::Key::span);
                    match keys(item) {
                        Some(keys) => {
                            read.settings.keys.push((name.to_owned(), keys));
                            places.push(at);
                        }
                        None => read.problems.push(format!("{}: {name:?} is a key or a list of keys", place(at))),
                    }
                }
                let told = Keymap::with(&read.settings.keys).1;
                read.problems.extend(told.into_iter().map(|(at, why)| format!("{}: {why}", place(places[at].clone()))));
                continue;
            }
            for (key, item) in table.iter() {
                let at = table.key(key).and_then(toml_edit::Key::span);
                let name = format!("{table_name}.{key}");
                let wrong = match find(&name) {
                    None => Some(unknown(&name)),
                    Some(setting) => match plain(item) {
                        Some(value) => setting.set(&mut read.settings, &value).err(),
                        None => Some(format!("{name} is {}", setting.range)),
                    },
                };
                read.has_theme |= name == "look.theme" && wrong.is_none();
                read.problems.extend(wrong.map(|why| format!("{}: {why}", place(at))));
            }
        }
        read
    }

    /// Changes one setting in the file, writing all of them with comments where there is no file yet.
    ///
    /// # Errors
    /// When the value is out of range, or the file can't be understood or written; then it is as it was.
    pub fn set(&self, setting: &Setting, to: &Value) -> Result<Settings, Failure> {
        setting.set(&mut Settings::default(), to).map_err(|why| Failure::usage(why, ""))?;
        let (table, key) = setting.name.split_once('.').unwrap_or(("review", setting.name));
        self.edit(table, |table| {
            let mut new = item(to);
            match (table.get_mut(key).and_then(Item::as_value_mut), new.as_value_mut()) {
                // What stands around the value, a comment behind it too.
                (Some(old), Some(value)) => {
                    *value.decor_mut() = old.decor().clone();
                    *old = value.clone();
                }
                _ => drop(table.insert(key, new)),
            }
        })
    }

    /// Changes anything that can be set.
    ///
    /// # Errors
    /// When it can't be, a key that is taken told by name, or the file can't be understood or written; then it is as it was.
    pub fn change(&self, change: &Change) -> Result<Settings, Failure> {
        match change {
            Change::Value(name, value) => {
                let unknown = || Failure::failed(format!("there is no setting {name}"), "Please report it.");
                self.set(find(name).ok_or_else(unknown)?, value)
            }
            Change::Keys(name, keys) => self.edit("keys", |table| {
                let old = table.iter().map(|(own, _)| own.to_owned()).find(|own| same_key(own, name));
                match (keys.as_deref(), old) {
                    (None, Some(old)) => drop(table.remove(&old)),
                    (None, None) => {}
                    (Some(keys), old) => {
                        let new = match keys {
                            [key] => value(key),
                            keys => value(keys.iter().collect::<Array>()),
                        };
                        table.insert(&old.unwrap_or_else(|| name.clone()), new);
                    }
                }
            }),
            Change::Limit(limit) => self.edit("limits", |table| {
                if limit.new.is_none() && limit.reviews.is_none() {
                    table.remove(&limit.name);
                    return;
                }
                if table.get(&limit.name).is_none() {
                    table.insert(&limit.name, Item::Table(Table::new()));
                }
                let Some(own) = table.get_mut(&limit.name).and_then(Item::as_table_like_mut) else { return };
                for (key, most) in [("new", limit.new), ("reviews", limit.reviews)] {
                    match most {
                        Some(most) => drop(own.insert(key, value(i64::from(most)))),
                        None => drop(own.remove(key)),
                    }
                }
            }),
        }
    }

    /// Changes a table of the file. What the file would say wrongly by it is told, and nothing changed.
    fn edit(&self, table: &str, change: impl FnOnce(&mut dyn toml_edit::TableLike)) -> Result<Settings, Failure> {
        let broken = |why: String| {
            Failure::failed(format!("can't change {}: {why}", self.path.display()), "Mend the file, or move it away.")
        };
        let text = match self.text() {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => template(&Settings::default()),
            Err(error) => return Err(broken(error.to_string())),
        };
        let mut document: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| broken(error.message().to_owned()))?;
        let known = self.parse(&text).problems;
        let mut empty = Table::new();
        // Limits stand in tables of their own, so theirs needs no heading.
        empty.set_implicit(table == "limits");
        let found = document.entry(table).or_insert_with(|| Item::Table(empty));
        let Some(found) = found.as_table_like_mut() else { return Err(broken(format!("{table} is no table"))) };
        change(found);
        let text = document.to_string();
        let read = self.parse(&text);
        if read.problems.len() > known.len() {
            let why = read.problems.into_iter().find(|problem| !known.contains(problem)).unwrap_or_default();
            return Err(Failure::usage(why, "Nothing was changed."));
        }
        self.write(&text).map_err(|error| broken(error.to_string()))?;
        Ok(read.settings)
    }

    /// Written beside its place first, so that it is never half there.
    fn write(&self, text: &str) -> std::io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let half = self.path.with_extension(format!("toml.half-{}", std::process::id()));
        let mut file = File::create(&half)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all())?;
        fs::rename(&half, &self.path)
    }
}

/// The whole file with comments.
#[must_use]
pub fn template(settings: &Settings) -> String {
    let mut text = "# Settings of plimsoll. What is missing here is at its default.\n".to_owned();
    let mut table = "";
    for setting in ALL {
        let (of, key) = setting.name.split_once('.').unwrap_or_default();
        if of != table {
            table = of;
            let _ = write!(text, "\n[{table}]\n");
        }
        let value = item(&(setting.get)(settings));
        let _ = write!(text, "# {} {}.\n{key} = {value}\n", setting.about, capital(&setting.range.to_string()));
    }
    text + "\n" + LIMITS
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn unknown(name: &str) -> String {
    match near(name) {
        Some(near) => format!("there is no setting {name}; did you mean {near}?"),
        None => format!("there is no setting {name}"),
    }
}

fn item(to: &Value) -> Item {
    match to {
        Value::Whole(n) => value(*n),
        Value::Number(n) => value(*n),
        Value::Word(word) => value(word),
        Value::List(list) => value(list.iter().copied().collect::<Array>()),
    }
}

fn plain(item: &Item) -> Option<Value> {
    let value = item.as_value()?;
    if let Some(list) = value.as_array() {
        return list.iter().map(toml_edit::Value::as_integer).collect::<Option<_>>().map(Value::List);
    }
    let whole = value.as_integer().map(Value::Whole);
    whole.or_else(|| value.as_float().map(Value::Number)).or_else(|| Some(Value::Word(value.as_str()?.to_owned())))
}

fn keys(item: &Item) -> Option<Vec<String>> {
    if let Some(key) = item.as_str() {
        return Some(vec![key.to_owned()]);
    }
    item.as_array()?.iter().map(|key| key.as_str().map(str::to_owned)).collect()
}

fn limit(name: &str, item: &Item) -> Result<Limit, String> {
    let table = item.as_table_like().ok_or_else(|| format!("limits.{name} is a table with new and reviews"))?;
    let mut limit = Limit { name: name.to_owned(), new: None, reviews: None };
    for (key, item) in table.iter() {
        let number = item.as_integer().and_then(|n| u32::try_from(n).ok());
        let place = match key {
            "new" => &mut limit.new,
            "reviews" => &mut limit.reviews,
            other => return Err(format!("there is no setting limits.{name}.{other}; there are new and reviews")),
        };
        *place = Some(number.ok_or_else(|| format!("limits.{name}.{key} is a whole number from 0 up"))?);
    }
    Ok(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, SettingsFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::new(folder.path());
        fs::write(file.path(), text).unwrap();
        (folder, file)
    }

    fn problems(text: &str) -> Vec<String> {
        let (_folder, file) = file(text);
        let start = format!("{}:", file.path().display());
        file.read().problems.into_iter().map(|line| line.replace(&start, "")).collect()
    }

    #[test]
    fn the_template_says_the_defaults() {
        let (_folder, file) = file(&template(&Settings::default()));
        let read = file.read();
        assert_eq!((read.settings, read.problems), (Settings::default(), vec![]));
        assert!(ALL.iter().all(|setting| template(&Settings::default()).contains(setting.about)));
    }

    #[test]
    fn a_theme_is_chosen_only_where_a_known_one_is_named() {
        let (_folder, chosen) = file("[look]\ntheme = 'light'\n");
        assert!(chosen.read().has_theme);
        for text in ["[review]\nnew_per_day = 5\n", "[look]\ntheme = 'plaid'\n", ""] {
            let (_folder, file) = file(text);
            assert!(!file.read().has_theme, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_was_meant() {
        let text = "[review]\nnew_perday = 5\ndesired_retention = 2.0\nreviews_per_day = 50\n[lok]\ntheme = 'dark'\n";
        assert_eq!(
            problems(text),
            [
                "2: there is no setting review.new_perday; did you mean review.new_per_day?",
                "3: review.desired_retention is a number from 0.70 to 0.99",
                "6: there is no setting lok.theme; did you mean look.theme?",
            ]
        );
        assert_eq!(problems("[review]\nnew_per_day = = 5\n").len(), 1);
        assert!(problems("[review]\nnew_per_day = = 5\n")[0].starts_with("2: "));
        assert_eq!(
            problems("[limits.eks]\nnew = 5\nold = 6\n"),
            ["1: there is no setting limits.eks.old; there are new and reviews"]
        );
        assert_eq!(problems("theme = 'dark'\n"), ["1: there is no setting theme; did you mean look.theme?"]);
    }

    #[test]
    fn own_keys_are_read_and_conflicts_told() {
        let text = "[keys]\n\"review: undo\" = \"z\"\n\"home: packs\" = \"e\"\n\"home: exam\" = 5\n";
        assert_eq!(
            problems(text),
            [
                "4: \"home: exam\" is a key or a list of keys",
                "3: \"e\" is \"home: exam\" already; \"home: packs\" keeps its keys"
            ]
        );
    }

    #[test]
    fn what_is_right_holds_beside_what_is_wrong() {
        let (_folder, file) = file("[review]\nnew_perday = 5\nreviews_per_day = 50\n[limits.eks]\nnew = 3\n");
        let rules = file.read().settings.rules;
        assert_eq!(rules.reviews_per_day, 50);
        assert_eq!(rules.limits, [Limit { name: "eks".into(), new: Some(3), reviews: None }]);
    }

    #[test]
    fn a_change_keeps_comments_order_and_the_rest() {
        let text = "# mine\n[look]\ntheme = 'dark' # at night\n\n[review]\n# few\nnew_per_day = 7\nunknown = 1\n";
        let (_folder, file) = file(text);
        let setting = find("review.new_per_day").unwrap();
        file.set(setting, &Value::Whole(12)).unwrap();
        file.set(find("look.theme").unwrap(), &Value::Word("light".into())).unwrap();
        let changed = fs::read_to_string(file.path()).unwrap();
        assert_eq!(changed, text.replace("= 7", "= 12").replace("'dark'", "\"light\""));
        file.set(find("day.rollover_hour").unwrap(), &Value::Whole(3)).unwrap();
        assert_eq!(file.read().settings.rollover_hour, 3);
        assert!(file.set(setting, &Value::Whole(-1)).is_err());
        assert_eq!(file.read().settings.rules.new_per_day, 12);
    }

    #[test]
    fn the_first_change_writes_all_with_comments() {
        let folder = tempfile::tempdir().unwrap();
        let file = SettingsFile::new(folder.path());
        file.set(find("review.leech").unwrap(), &Value::Whole(6)).unwrap();
        let text = fs::read_to_string(file.path()).unwrap();
        assert_eq!(text, template(&Settings::default()).replace("leech = 8", "leech = 6"));
    }

    #[test]
    fn limits_and_keys_are_changed_beside_what_stands_there() {
        let text = "# mine\n[keys]\n\"Review: undo\" = \"z\" # as elsewhere\n\n[limits.eks]\nnew = 3\n";
        let (_folder, file) = file(text);
        let keys = |name: &str, keys: Option<&[&str]>| {
            let keys = keys.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
            file.change(&Change::Keys(name.into(), keys))
        };
        let limit = |name: &str, new, reviews| file.change(&Change::Limit(Limit { name: name.into(), new, reviews }));
        keys("home: packs", Some(&["P"])).unwrap();
        limit("eks", Some(3), Some(40)).unwrap();
        let settings = limit("ecs", None, Some(9)).unwrap();
        assert_eq!(settings.rules.limits.len(), 2);
        assert_eq!(settings.keys.len(), 2);
        let now = fs::read_to_string(file.path()).unwrap();
        assert!(now.starts_with("# mine\n[keys]\n\"Review: undo\" = \"z\" # as elsewhere\n"), "{now}");
        assert!(
            now.contains("[limits.eks]\nnew = 3\nreviews = 40\n") && now.contains("[limits.ecs]\nreviews = 9\n"),
            "{now}"
        );
        assert_eq!((file.read().settings, file.read().problems), (settings, vec![]));
        let taken = keys("review: redo", Some(&["-"])).unwrap_err();
        assert!(taken.summary.contains("review: put aside for today"), "{}", taken.summary);
        assert_eq!(fs::read_to_string(file.path()).unwrap(), now);
        keys("review: undo", None).unwrap();
        limit("ecs", None, None).unwrap();
        let settings = limit("eks", None, None).unwrap();
        assert_eq!((settings.keys.len(), settings.rules.limits.len()), (1, 0));
    }

    #[test]
    fn a_file_that_cannot_be_understood_is_left_alone() {
        let (_folder, file) = file("[review\n");
        assert!(file.set(find("review.leech").unwrap(), &Value::Whole(6)).is_err());
        assert_eq!(fs::read_to_string(file.path()).unwrap(), "[review\n");
    }
}
