//! The key table with the learner's own keys in it.

use std::fmt::Write;

use super::{BINDINGS, Binding, Scope};
use crate::app::action::Action;

/// A row of the table with the keys that it has now.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The row.
    pub row: &'static Binding,
    /// Names of its keys, the one to show first.
    pub keys: Vec<String>,
}

/// Every key as it is now.
#[derive(Debug, Clone)]
pub struct Keymap {
    rows: Vec<Bound>,
}

/// Keys that a row should have instead: its name, as [`Binding::name`] gives it, and names of keys.
pub type Own = (String, Vec<String>);

/// Names of keys that are no single character.
const NAMED: [&str; 15] = [
    "space",
    "enter",
    "esc",
    "up",
    "down",
    "left",
    "right",
    "pgup",
    "pgdn",
    "home",
    "end",
    "tab",
    "shift-tab",
    "backspace",
    "delete",
];

/// Those that a text field needs itself.
const EDITING: [&str; 9] = ["space", "backspace", "delete", "left", "right", "up", "down", "home", "end"];

/// Scopes whose keys hold at the same time.
const TOGETHER: [(Scope, Scope); 7] = [
    (Scope::Front, Scope::Review),
    (Scope::Back, Scope::Review),
    (Scope::StatsCards, Scope::Stats),
    (Scope::ExamPractice, Scope::ExamQuestion),
    (Scope::ExamReport, Scope::ExamResults),
    (Scope::ExamQuestions, Scope::ExamResults),
    (Scope::ExamWhy, Scope::ExamResults),
];

impl Default for Keymap {
    fn default() -> Self {
        let own = |key: &&str| (*key).to_owned();
        let bound = |row: &'static Binding| Bound { row, keys: row.keys.iter().map(own).collect() };
        Self { rows: BINDINGS.iter().map(bound).collect() }
    }
}

impl Keymap {
    /// The table with these keys instead. What can't be is left as it was and told, by its place among them.
    #[must_use]
    pub fn with(own: &[Own]) -> (Self, Vec<(usize, String)>) {
        let mut keymap = Self::default();
        let mut problems = Vec::new();
        for (at, (name, keys)) in own.iter().enumerate() {
            if let Err(why) = keymap.rebind(name, keys) {
                problems.push((at, why));
            }
        }
        (keymap, problems)
    }

    fn rebind(&mut self, name: &str, keys: &[String]) -> Result<(), String> {
        let wanted = name.trim().to_lowercase();
        let Some(at) = self.rows.iter().position(|bound| bound.row.name() == wanted) else {
            let like = |bound: &&Bound| strsim::jaro_winkler(&bound.row.name(), &wanted);
            let near = self.rows.iter().max_by(|a, b| like(a).total_cmp(&like(b))).filter(|near| like(near) > 0.8);
            let near = near.map(|near| format!("; did you mean {:?}?", near.row.name())).unwrap_or_default();
            return Err(format!("no key is called {name:?}{near}"));
        };
        let row = self.rows[at].row;
        if keys.is_empty() {
            return Err(format!("{wanted:?} needs a key"));
        }
        for key in keys {
            if !known(key) {
                return Err(format!("{key:?} is no key; keys are written as `plimsoll keys` writes them"));
            }
            if row.scope.takes_text() && key.chars().count() == 1 {
                return Err(format!("{key:?} is text in {:?}", row.scope.title()));
            }
            if row.scope.takes_text() && EDITING.contains(&key.as_str()) && !row.keys.contains(&key.as_str()) {
                return Err(format!("{key:?} is for typing in {:?}", row.scope.title()));
            }
            if let Some(other) = self.taken(at, key) {
                return Err(format!("{key:?} is {:?} already; {wanted:?} keeps its keys", other.name()));
            }
        }
        self.rows[at].keys = keys.to_vec();
        Ok(())
    }

    /// The other row that has this key at the same time.
    fn taken(&self, at: usize, key: &str) -> Option<&'static Binding> {
        let row = self.rows[at].row;
        // A row's own table may hide an outer key; a learner's key may not do so unseen.
        let hides = |scope: Scope| {
            scope == row.scope
                || scope == Scope::Global
                || row.scope == Scope::Global
                || TOGETHER.contains(&(scope, row.scope))
                || TOGETHER.contains(&(row.scope, scope))
        };
        let had = row.keys.contains(&key);
        let others = self.rows.iter().enumerate().filter(|(other, _)| *other != at);
        let mut found = others.filter(|(_, bound)| hides(bound.row.scope) && bound.keys.iter().any(|one| one == key));
        // What the table itself hides is meant: a key that the row had from the start.
        found.find(|(_, bound)| !had || bound.row.scope == row.scope).map(|(_, bound)| bound.row)
    }

    /// All rows, in the order of the table.
    #[must_use]
    pub fn all(&self) -> &[Bound] {
        &self.rows
    }

    /// The action of a key in these scopes, innermost first.
    #[must_use]
    pub fn action_of(&self, name: &str, scopes: &[Scope]) -> Option<Action> {
        let text = scopes.first().is_some_and(|scope| scope.takes_text());
        scopes.iter().find_map(|scope| {
            // Where characters are text, the outer scopes keep only their ctrl- and F keys, and the like of esc.
            let typing = |key: &str| key.chars().count() == 1 || EDITING.contains(&key);
            let reaches = |key: &str| !(text && *scope == Scope::Global && typing(key));
            let mut here = self.rows.iter().filter(|bound| bound.row.scope == *scope);
            here.find(|bound| bound.keys.iter().any(|key| key == name && reaches(key))).map(|bound| bound.row.action)
        })
    }

    /// The rows that hold in these scopes, innermost first, without those that an inner scope hides.
    #[must_use]
    pub fn holding(&self, scopes: &[Scope]) -> Vec<&Bound> {
        let holds =
            |bound: &Bound| bound.keys.first().is_some_and(|key| self.action_of(key, scopes) == Some(bound.row.action));
        let of = |scope: &Scope| {
            let scope = *scope;
            self.rows.iter().filter(move |bound| bound.row.scope == scope)
        };
        scopes.iter().flat_map(of).filter(|bound| holds(bound)).collect()
    }

    /// The key to name for an action in a scope; empty when it has none there.
    #[must_use]
    pub fn key(&self, scope: Scope, action: Action) -> &str {
        let found = self.rows.iter().find(|bound| bound.row.scope == scope && bound.row.action == action);
        found.and_then(|bound| bound.keys.first()).map_or("", String::as_str)
    }

    /// The table as text, a scope at a time: what `plimsoll keys` prints and the README shows.
    #[must_use]
    pub fn reference(&self) -> String {
        let mut scopes: Vec<Scope> = self.rows.iter().map(|bound| bound.row.scope).collect();
        scopes.dedup();
        let mut text = String::new();
        for scope in scopes {
            let _ = writeln!(text, "{}", scope.title());
            for bound in self.rows.iter().filter(|bound| bound.row.scope == scope) {
                let _ = writeln!(text, "  {:<16} {}", bound.keys.join(" "), bound.row.label);
            }
            text.push('\n');
        }
        text.truncate(text.trim_end().len());
        text
    }
}

impl Binding {
    /// The name by which it can be given other keys: `review: undo`.
    #[must_use]
    pub fn name(&self) -> String {
        // Two rows rate Good: the digit at once, and a key that may be held down.
        let held = if self.action == Action::ConfirmGood { ", by a large key" } else { "" };
        format!("{}: {}{held}", self.scope.title(), self.label).to_lowercase()
    }
}

/// Whether a key can have that name.
fn known(key: &str) -> bool {
    let plain = |key: &str| NAMED.contains(&key) || (key.chars().count() == 1 && !key.contains(char::is_whitespace));
    let function = key.strip_prefix('F').and_then(|n| n.parse().ok()).is_some_and(|n: u8| (1..=24).contains(&n));
    plain(key) || function || key.strip_prefix("ctrl-").is_some_and(|rest| plain(rest) && rest == rest.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(own: &[(&str, &[&str])]) -> (Keymap, Vec<(usize, String)>) {
        let owned = |(name, keys): &(&str, &[&str])| -> Own {
            ((*name).to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())
        };
        Keymap::with(&own.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn rows_have_names_of_their_own() {
        let mut names: Vec<String> = BINDINGS.iter().map(Binding::name).collect();
        names.sort();
        let doubled: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(doubled.is_empty(), "{doubled:?}");
    }

    #[test]
    fn the_table_itself_could_be_given_as_own_keys() {
        let own: Vec<Own> =
            BINDINGS.iter().map(|row| (row.name(), row.keys.iter().map(|key| (*key).to_owned()).collect())).collect();
        let (keymap, problems) = Keymap::with(&own);
        assert_eq!(problems, []);
        assert_eq!(keymap.reference(), Keymap::default().reference());
    }

    #[test]
    fn own_keys_take_the_place_of_the_others() {
        let (keymap, problems) = with(&[("Review: undo", &["z", "ctrl-z"])]);
        assert_eq!(problems, []);
        let scopes = [Scope::Front, Scope::Review, Scope::Global];
        assert_eq!(keymap.action_of("z", &scopes), Some(Action::Undo));
        assert_eq!(keymap.action_of("ctrl-z", &scopes), Some(Action::Undo));
        assert_eq!(keymap.action_of("u", &scopes), None);
        assert_eq!(keymap.key(Scope::Review, Action::Undo), "z");
        assert!(keymap.reference().contains("  z ctrl-z         undo"));
    }

    #[test]
    fn conflicts_are_refused_by_name() {
        let refused = |name, keys| {
            let (keymap, problems) = with(&[(name, keys)]);
            assert_eq!(keymap.reference(), Keymap::default().reference());
            problems.into_iter().next().unwrap().1
        };
        let said = refused("review: undo", &["-"]);
        assert_eq!(said, "\"-\" is \"review: put aside for today\" already; \"review: undo\" keeps its keys");
        assert!(refused("review: undo", &["3"]).contains("review, back: good"), "scopes that hold together");
        assert!(refused("home: undo", &["?"]).contains("everywhere: all keys"));
        assert!(refused("review: undoo", &["z"]).contains("did you mean \"review: undo\"?"));
        assert!(refused("review: undo", &["strg-z"]).contains("is no key"));
        assert!(refused("review: undo", &[]).contains("needs a key"));
        assert!(refused("search: open", &["o"]).contains("is text"));
        assert!(refused("write a note: keep it", &["space"]).contains("is for typing"));
        assert!(refused("stats: fit to your reviews", &["enter"]).contains("forgetting curve"));
    }

    #[test]
    fn a_text_can_be_typed_whatever_keys_hold_everywhere() {
        let (keymap, problems) = with(&[("everywhere: back", &["backspace", "esc"])]);
        assert_eq!(problems, []);
        assert_eq!(keymap.action_of("backspace", &[Scope::Packs, Scope::Global]), Some(Action::Back));
        assert_eq!(keymap.action_of("backspace", &[Scope::Note, Scope::Global]), None);
        assert_eq!(keymap.action_of("esc", &[Scope::Note, Scope::Global]), Some(Action::Back));
    }

    #[test]
    fn keys_can_be_exchanged_one_after_the_other() {
        let own: [(&str, &[&str]); 3] = [("home: packs", &["X"]), ("home: exam", &["k"]), ("home: packs", &["e"])];
        let (keymap, problems) = with(&own);
        assert_eq!(problems, []);
        assert_eq!(keymap.action_of("e", &[Scope::Home]), Some(Action::Packs));
    }
}
