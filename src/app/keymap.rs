//! The one key table. It drives dispatch, the footer, help, the palette, `plimsoll keys` and the README.

mod own;
mod table;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::Action;

pub use own::{Bound, Keymap, Own};
pub use table::BINDINGS;

/// Where a key means something. Innermost scope first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everywhere.
    Global,
    /// The first screen of all.
    Welcome,
    /// Home.
    Home,
    /// A card, either side.
    Review,
    /// A card's front.
    Front,
    /// A card's back.
    Back,
    /// After the last card.
    Closing,
    /// The packs.
    Packs,
    /// The settings.
    Settings,
    /// Limits and keys among them.
    SettingsLists,
    /// The plan.
    Plan,
    /// What the history says.
    Stats,
    /// The same, where cards are listed.
    StatsCards,
    /// The same, before there is any.
    StatsEmpty,
    /// Typing a search.
    Search,
    /// What can be browsed.
    Browse,
    /// Typing what its list is narrowed to.
    Narrow,
    /// An item that was opened.
    Found,
    /// Typing a scenario.
    Which,
    /// Setting a mock exam up.
    ExamSetUp,
    /// A question of a mock exam.
    ExamQuestion,
    /// The same in practice.
    ExamPractice,
    /// The review list of a mock exam.
    ExamList,
    /// A paused mock exam.
    ExamPaused,
    /// A finished mock exam, whatever is shown of it.
    ExamResults,
    /// Its report.
    ExamReport,
    /// Its questions.
    ExamQuestions,
    /// One of them with its reasons.
    ExamWhy,
    /// All mock exams.
    ExamHistory,
    /// A text to read on top of a screen.
    Reader,
    /// The forgetting curve of a card.
    Curve,
    /// Fitting to the own reviews, while it goes on.
    Fitting,
    /// What came of it, for the better.
    Fitted,
    /// What came of it, when nothing is to be changed.
    FitOver,
    /// A card that is forgotten again and again.
    Leech,
    /// A question to the learner.
    Confirm,
    /// Something went wrong.
    Trouble,
    /// Finding an action by name.
    Palette,
    /// Choosing from a list.
    Choose,
    /// Typing a number.
    Number,
    /// Writing a note.
    Note,
    /// Making a card.
    Form,
    /// Pressing a key that something should have.
    Press,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// Names of the keys, the one to show first.
    pub keys: &'static [&'static str],
    /// What they mean.
    pub action: Action,
    /// What they do, in a few words.
    pub label: &'static str,
    /// Place in the footer, 1 first; 0 leaves it out.
    pub hint: u8,
}

impl Scope {
    /// Its name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Welcome => "First start",
            Self::Home => "Home",
            Self::Review => "Review",
            Self::Front => "Review, front",
            Self::Back => "Review, back",
            Self::Closing => "After the last card",
            Self::Packs => "Packs",
            Self::Settings => "Settings",
            Self::SettingsLists => "Settings, limits and keys",
            Self::Plan => "Plan",
            Self::Stats => "Stats",
            Self::StatsCards => "Stats, the hardest cards",
            Self::StatsEmpty => "Stats, before the first review",
            Self::Search => "Search",
            Self::Browse => "Browse",
            Self::Narrow => "Browse, finding in a list",
            Self::Found => "An item that was opened",
            Self::Which => "Which service",
            Self::ExamSetUp => "Exam, set-up",
            Self::ExamQuestion => "Exam, question",
            Self::ExamPractice => "Exam, question in practice",
            Self::ExamList => "Exam, review list",
            Self::ExamPaused => "Exam, paused",
            Self::ExamResults => "Exam, results",
            Self::ExamReport => "Exam, report",
            Self::ExamQuestions => "Exam, questions",
            Self::ExamWhy => "Exam, why",
            Self::ExamHistory => "Past exams",
            Self::Reader => "Reading",
            Self::Curve => "Forgetting curve",
            Self::Fitting => "Fitting to your reviews",
            Self::Fitted => "A better fit",
            Self::FitOver => "No better fit",
            Self::Leech => "A card forgotten again and again",
            Self::Confirm => "A question to you",
            Self::Trouble => "When something failed",
            Self::Palette => "Find a command",
            Self::Choose => "Choose from a list",
            Self::Number => "Type a value",
            Self::Note => "Write a note",
            Self::Form => "A card of your own",
            Self::Press => "Press a key",
        }
    }

    /// Whether plain characters are text here, not keys.
    #[must_use]
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Palette
                | Self::Search
                | Self::Narrow
                | Self::Which
                | Self::Choose
                | Self::Number
                | Self::Note
                | Self::Form
                | Self::Press
        )
    }
}

/// The name of a key as the table writes it: `a`, `A`, `space`, `ctrl-k`, `F2`. None for keys that have no name here.
#[must_use]
pub fn key_name(key: &KeyEvent) -> Option<String> {
    let plain = match key.code {
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Enter => "enter".into(),
        KeyCode::Esc => "esc".into(),
        KeyCode::Up => "up".into(),
        KeyCode::Down => "down".into(),
        KeyCode::Left => "left".into(),
        KeyCode::Right => "right".into(),
        KeyCode::PageUp => "pgup".into(),
        KeyCode::PageDown => "pgdn".into(),
        KeyCode::Home => "home".into(),
        KeyCode::End => "end".into(),
        KeyCode::Tab => "tab".into(),
        KeyCode::BackTab => "shift-tab".into(),
        KeyCode::Backspace => "backspace".into(),
        KeyCode::Delete => "delete".into(),
        KeyCode::F(n) => format!("F{n}"),
        _ => return None,
    };
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return Some(format!("ctrl-{}", plain.to_lowercase()));
    }
    // Alt is for text fields; alone it must not fire what the bare letter means.
    (!key.modifiers.contains(KeyModifiers::ALT)).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action_of(name: &str, scopes: &[Scope]) -> Option<Action> {
        Keymap::default().action_of(name, scopes)
    }

    #[test]
    fn no_key_stands_twice_in_a_scope() {
        let mut all: Vec<_> = BINDINGS.iter().flat_map(|b| b.keys.iter().map(move |key| (b.scope, *key))).collect();
        all.sort_unstable();
        let doubled: Vec<_> = all.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(doubled.is_empty(), "{doubled:?}");
    }

    #[test]
    fn scopes_stand_together() {
        let mut scopes: Vec<_> = BINDINGS.iter().map(|b| b.scope).collect();
        scopes.dedup();
        let before = scopes.len();
        scopes.sort_unstable();
        scopes.dedup();
        assert_eq!(scopes.len(), before);
    }

    #[test]
    fn inner_scopes_win() {
        assert_eq!(action_of("q", &[Scope::Home, Scope::Global]), Some(Action::Quit));
        assert_eq!(action_of("q", &[Scope::Packs, Scope::Global]), Some(Action::QuitOrBack));
        assert_eq!(action_of("x", &[Scope::Home, Scope::Global]), None);
    }

    #[test]
    fn text_fields_keep_their_characters() {
        let scopes = [Scope::Palette, Scope::Global];
        assert_eq!((action_of("q", &scopes), action_of("?", &scopes)), (None, None));
        assert_eq!(action_of("F1", &scopes), Some(Action::Help));
        assert_eq!(action_of("esc", &scopes), Some(Action::Back));
    }

    #[test]
    fn keys_have_names() {
        let name = |code, modifiers| key_name(&KeyEvent::new(code, modifiers));
        assert_eq!(name(KeyCode::Char('K'), KeyModifiers::CONTROL).as_deref(), Some("ctrl-k"));
        assert_eq!(name(KeyCode::Char(' '), KeyModifiers::NONE).as_deref(), Some("space"));
        assert_eq!(name(KeyCode::Char('U'), KeyModifiers::SHIFT).as_deref(), Some("U"));
        assert_eq!(name(KeyCode::Char('q'), KeyModifiers::ALT), None);
    }
}
