//! The one key table. It drives dispatch, the footer, help, the palette, `plimsoll keys` and the README.

mod own;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::Action;
use crate::app::exam::Wish;
use crate::domain::exam::{Act, Sure, Walk};
use crate::domain::memory::Rating;

pub use own::{Bound, Keymap, Own};

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

const fn row(scope: Scope, keys: &'static [&'static str], action: Action, label: &'static str, hint: u8) -> Binding {
    Binding { scope, keys, action, label, hint }
}

/// Every key of the program.
pub const BINDINGS: &[Binding] = &[
    row(Scope::Global, &["?", "F1"], Action::Help, "all keys", 90),
    row(Scope::Global, &["esc"], Action::Back, "back", 80),
    row(Scope::Global, &["q"], Action::QuitOrBack, "quit or back", 0),
    row(Scope::Global, &["ctrl-k", "F2"], Action::Palette, "find a command", 0),
    row(Scope::Global, &["ctrl-c"], Action::Quit, "quit", 0),
    row(Scope::Welcome, &["enter", "space"], Action::Review, "start the first cards", 1),
    row(Scope::Welcome, &["h"], Action::Back, "look around first", 2),
    row(Scope::Welcome, &["q"], Action::Quit, "quit", 3),
    row(Scope::Home, &["enter", "r"], Action::Review, "review", 1),
    row(Scope::Home, &["n"], Action::MoreNew, "10 more new cards", 0),
    row(Scope::Home, &["a"], Action::Ahead, "the next 3 days' cards now", 0),
    row(Scope::Home, &["c"], Action::Cram, "cram, without changing any day", 0),
    row(Scope::Home, &["u"], Action::Undo, "undo", 0),
    row(Scope::Home, &["U"], Action::Redo, "redo", 0),
    row(Scope::Home, &["/"], Action::Search, "search", 4),
    row(Scope::Home, &["w"], Action::Which, "which", 7),
    row(Scope::Home, &["b"], Action::Browse, "browse", 5),
    row(Scope::Home, &["e"], Action::MockExam, "exam", 2),
    row(Scope::Home, &["E"], Action::Exam(Wish::History), "past exams", 0),
    row(Scope::Home, &["p"], Action::Plan, "plan", 3),
    row(Scope::Home, &["s"], Action::Stats, "stats", 6),
    row(Scope::Home, &["k"], Action::Packs, "packs", 8),
    row(Scope::Home, &[","], Action::Settings, "settings", 9),
    row(Scope::Home, &["T"], Action::NextTheme, "other colours", 10),
    row(Scope::Home, &["q", "esc"], Action::Quit, "quit", 11),
    row(Scope::Review, &["u"], Action::Undo, "undo", 10),
    row(Scope::Review, &["U"], Action::Redo, "redo", 0),
    row(Scope::Review, &["-"], Action::Bury, "put aside for today", 20),
    row(Scope::Review, &["@"], Action::Suspend, "put aside for good", 0),
    row(Scope::Review, &["m"], Action::Flag, "flag", 35),
    row(Scope::Review, &["n"], Action::Note, "your note", 36),
    row(Scope::Review, &["+"], Action::NewCard, "new card of your own", 0),
    row(Scope::Review, &["f"], Action::Forget, "forget: start as new", 0),
    row(Scope::Review, &["i"], Action::Numbers, "numbers", 30),
    row(Scope::Review, &["t"], Action::Behind, "note behind it", 40),
    row(Scope::Review, &["c"], Action::Curve, "forgetting curve", 0),
    row(Scope::Review, &["o"], Action::Source, "source", 0),
    row(Scope::Review, &["down", "j"], Action::Down, "scroll down", 0),
    row(Scope::Review, &["up", "k"], Action::Up, "scroll up", 0),
    row(Scope::Review, &["pgdn"], Action::PageDown, "page down", 0),
    row(Scope::Review, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Front, &["space", "enter"], Action::Reveal, "show the answer", 0),
    row(Scope::Back, &["1"], Action::Grade(Rating::Again), "again", 0),
    row(Scope::Back, &["2"], Action::Grade(Rating::Hard), "hard", 0),
    row(Scope::Back, &["3"], Action::Grade(Rating::Good), "good", 0),
    row(Scope::Back, &["4"], Action::Grade(Rating::Easy), "easy", 0),
    row(Scope::Back, &["space", "enter"], Action::ConfirmGood, "good", 1),
    row(Scope::Closing, &["enter", "space"], Action::Back, "home", 1),
    row(Scope::Closing, &["r"], Action::Review, "what is due by now", 2),
    row(Scope::Closing, &["u"], Action::Undo, "undo", 3),
    row(Scope::Closing, &["U"], Action::Redo, "redo", 0),
    row(Scope::Packs, &["down", "j"], Action::Down, "next", 2),
    row(Scope::Packs, &["up", "k"], Action::Up, "previous", 0),
    row(Scope::Packs, &["enter"], Action::Open, "problems", 1),
    row(Scope::Packs, &["l"], Action::Reload, "load changed files", 3),
    row(Scope::Settings, &["right", "l"], Action::Right, "more, or the next", 2),
    row(Scope::Settings, &["left", "h"], Action::Left, "less", 3),
    row(Scope::Settings, &["enter"], Action::Open, "change it", 1),
    row(Scope::Settings, &["down", "j"], Action::Down, "next", 0),
    row(Scope::Settings, &["up", "k"], Action::Up, "previous", 0),
    row(Scope::Settings, &["tab"], Action::NextKind, "limits, keys", 4),
    row(Scope::Settings, &["u"], Action::Undo, "undo", 5),
    row(Scope::Settings, &["U"], Action::Redo, "redo", 0),
    row(Scope::Settings, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Settings, &["pgdn"], Action::PageDown, "page down", 0),
    row(Scope::Settings, &["home"], Action::Top, "first", 0),
    row(Scope::Settings, &["end"], Action::Bottom, "last", 0),
    row(Scope::SettingsLists, &["enter"], Action::Open, "change it", 1),
    row(Scope::SettingsLists, &["x", "delete"], Action::Remove, "take away", 2),
    row(Scope::SettingsLists, &["+"], Action::More, "new limit", 3),
    row(Scope::SettingsLists, &["tab"], Action::NextKind, "settings, limits, keys", 4),
    row(Scope::SettingsLists, &["u"], Action::Undo, "undo", 5),
    row(Scope::SettingsLists, &["U"], Action::Redo, "redo", 0),
    row(Scope::SettingsLists, &["down", "j"], Action::Down, "next", 0),
    row(Scope::SettingsLists, &["up", "k"], Action::Up, "previous", 0),
    row(Scope::SettingsLists, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::SettingsLists, &["pgdn", "space"], Action::PageDown, "page down", 0),
    row(Scope::SettingsLists, &["home"], Action::Top, "first", 0),
    row(Scope::SettingsLists, &["end"], Action::Bottom, "last", 0),
    row(Scope::Plan, &["enter"], Action::Open, "keep it", 1),
    row(Scope::Plan, &["down", "j", "tab"], Action::Down, "next row", 2),
    row(Scope::Plan, &["up", "k"], Action::Up, "row above", 0),
    row(Scope::Plan, &["right", "l"], Action::Right, "next", 3),
    row(Scope::Plan, &["left", "h"], Action::Left, "previous", 0),
    row(Scope::Plan, &["+", "="], Action::More, "more", 4),
    row(Scope::Plan, &["-"], Action::Less, "less", 5),
    row(Scope::Plan, &[">", "."], Action::NextMonth, "a month later", 0),
    row(Scope::Plan, &["<", ","], Action::LastMonth, "a month earlier", 0),
    row(Scope::Plan, &["pgdn", "space"], Action::PageDown, "read on", 6),
    row(Scope::Plan, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Plan, &["x"], Action::ClearPlan, "take the plan away", 0),
    row(Scope::Stats, &["tab", "right", "l"], Action::Right, "next page", 2),
    row(Scope::Stats, &["left", "h"], Action::Left, "page before", 0),
    row(Scope::Stats, &["down", "j"], Action::Down, "down", 0),
    row(Scope::Stats, &["up", "k"], Action::Up, "up", 0),
    row(Scope::Stats, &["pgdn", "space"], Action::PageDown, "read on", 0),
    row(Scope::Stats, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Stats, &["home"], Action::Top, "to the start", 0),
    row(Scope::Stats, &["end"], Action::Bottom, "to the end", 0),
    row(Scope::Stats, &["o"], Action::Fit, "fit to your reviews", 3),
    row(Scope::Stats, &["u"], Action::Undo, "undo", 0),
    row(Scope::Stats, &["U"], Action::Redo, "redo", 0),
    row(Scope::StatsCards, &["enter"], Action::Open, "forgetting curve", 1),
    row(Scope::StatsEmpty, &["enter", "r"], Action::Review, "review", 1),
    row(Scope::Search, &["enter"], Action::Open, "open", 1),
    row(Scope::Search, &["down", "ctrl-n"], Action::Down, "next", 2),
    row(Scope::Search, &["up", "ctrl-p"], Action::Up, "previous", 0),
    row(Scope::Search, &["tab"], Action::NextKind, "traps, notes or questions only", 3),
    row(Scope::Search, &["ctrl-s"], Action::ChooseService, "one service only", 4),
    row(Scope::Search, &["pgdn"], Action::PageDown, "page down", 0),
    row(Scope::Search, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Browse, &["enter", "right", "l"], Action::Open, "open", 1),
    row(Scope::Browse, &["tab"], Action::NextKind, "next shelf", 2),
    row(Scope::Browse, &["/"], Action::Search, "search here", 3),
    row(Scope::Browse, &["+"], Action::NewCard, "new card", 4),
    row(Scope::Browse, &["left", "h"], Action::Left, "back to the headings", 0),
    row(Scope::Browse, &["down", "j"], Action::Down, "next", 0),
    row(Scope::Browse, &["up", "k"], Action::Up, "previous", 0),
    row(Scope::Browse, &["pgdn", "space"], Action::PageDown, "page down", 0),
    row(Scope::Browse, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Browse, &["home", "g"], Action::Top, "first", 0),
    row(Scope::Browse, &["end", "G"], Action::Bottom, "last", 0),
    row(Scope::Browse, &["u"], Action::Undo, "undo", 0),
    row(Scope::Browse, &["U"], Action::Redo, "redo", 0),
    row(Scope::Found, &["r"], Action::ReviewThis, "review this now", 1),
    row(Scope::Found, &["g", "t", "enter"], Action::Related, "related", 2),
    row(Scope::Found, &["w"], Action::Decide, "which service", 0),
    row(Scope::Found, &["tab"], Action::NextCard, "next card", 3),
    row(Scope::Found, &["m"], Action::Flag, "flag", 4),
    row(Scope::Found, &["n"], Action::Note, "your note", 5),
    row(Scope::Found, &["@"], Action::Suspend, "put aside, or back", 6),
    row(Scope::Found, &["+"], Action::NewCard, "new card of your own", 0),
    row(Scope::Found, &["f"], Action::Forget, "forget: start as new", 0),
    row(Scope::Found, &["u"], Action::Undo, "undo", 0),
    row(Scope::Found, &["U"], Action::Redo, "redo", 0),
    row(Scope::Found, &["c"], Action::Curve, "forgetting curve", 0),
    row(Scope::Found, &["e"], Action::Place, "where to edit it", 0),
    row(Scope::Found, &["o"], Action::Source, "source", 0),
    row(Scope::Found, &["down", "j"], Action::Down, "scroll down", 0),
    row(Scope::Found, &["up", "k"], Action::Up, "scroll up", 0),
    row(Scope::Found, &["pgdn", "space"], Action::PageDown, "page down", 0),
    row(Scope::Found, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Found, &["home"], Action::Top, "start", 0),
    row(Scope::Found, &["end"], Action::Bottom, "end", 0),
    row(Scope::Which, &["tab", "ctrl-n"], Action::Down, "next reason", 1),
    row(Scope::Which, &["shift-tab", "ctrl-p"], Action::Up, "reason before", 2),
    row(Scope::ExamSetUp, &["enter"], Action::Exam(Wish::Start), "start", 1),
    row(Scope::ExamSetUp, &["down", "j", "tab"], Action::Down, "next row", 2),
    row(Scope::ExamSetUp, &["up", "k"], Action::Up, "row above", 0),
    row(Scope::ExamSetUp, &["right", "l"], Action::Right, "change", 3),
    row(Scope::ExamSetUp, &["left", "h"], Action::Left, "change back", 0),
    row(Scope::ExamSetUp, &["space"], Action::Exam(Wish::Choices), "choose", 4),
    row(Scope::ExamSetUp, &["H"], Action::Exam(Wish::History), "past exams", 5),
    row(Scope::ExamQuestion, &["a"], Action::Sit(Act::Choose(0)), "choose A", 2),
    row(Scope::ExamQuestion, &["b"], Action::Sit(Act::Choose(1)), "choose B", 0),
    row(Scope::ExamQuestion, &["c"], Action::Sit(Act::Choose(2)), "choose C", 0),
    row(Scope::ExamQuestion, &["d"], Action::Sit(Act::Choose(3)), "choose D", 0),
    row(Scope::ExamQuestion, &["e"], Action::Sit(Act::Choose(4)), "choose E", 0),
    row(Scope::ExamQuestion, &["f"], Action::Sit(Act::Choose(5)), "choose F", 0),
    row(Scope::ExamQuestion, &["A"], Action::Sit(Act::Strike(0)), "strike A out", 3),
    row(Scope::ExamQuestion, &["B"], Action::Sit(Act::Strike(1)), "strike B out", 0),
    row(Scope::ExamQuestion, &["C"], Action::Sit(Act::Strike(2)), "strike C out", 0),
    row(Scope::ExamQuestion, &["D"], Action::Sit(Act::Strike(3)), "strike D out", 0),
    row(Scope::ExamQuestion, &["E"], Action::Sit(Act::Strike(4)), "strike E out", 0),
    row(Scope::ExamQuestion, &["F"], Action::Sit(Act::Strike(5)), "strike F out", 0),
    row(Scope::ExamQuestion, &["enter", "l", "right"], Action::Exam(Wish::Advance), "next", 1),
    row(Scope::ExamQuestion, &["h", "left"], Action::Sit(Act::Back), "back", 8),
    row(Scope::ExamQuestion, &["m"], Action::Sit(Act::Flag), "flag", 5),
    row(Scope::ExamQuestion, &["r"], Action::Sit(Act::List), "review list", 4),
    row(Scope::ExamQuestion, &["1"], Action::Sit(Act::Confidence(Sure::Guess)), "a guess", 7),
    row(Scope::ExamQuestion, &["2"], Action::Sit(Act::Confidence(Sure::Unsure)), "not sure", 0),
    row(Scope::ExamQuestion, &["3"], Action::Sit(Act::Confidence(Sure::Sure)), "sure", 0),
    row(Scope::ExamQuestion, &["g"], Action::Exam(Wish::GoTo), "go to a question", 0),
    row(Scope::ExamQuestion, &["down", "j"], Action::Down, "scroll down", 0),
    row(Scope::ExamQuestion, &["up", "k"], Action::Up, "scroll up", 0),
    row(Scope::ExamQuestion, &["pgdn", "space"], Action::PageDown, "read on", 0),
    row(Scope::ExamQuestion, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::ExamQuestion, &["S"], Action::Exam(Wish::HandIn), "hand in", 6),
    row(Scope::ExamQuestion, &["H"], Action::Sit(Act::HideClock), "hide or show the clock", 0),
    row(Scope::ExamQuestion, &["P"], Action::Exam(Wish::Pause), "pause", 0),
    row(Scope::ExamQuestion, &["+"], Action::Exam(Wish::Extend), "30 minutes more", 0),
    row(Scope::ExamQuestion, &["X"], Action::Exam(Wish::GiveUp), "give up", 0),
    row(Scope::ExamPractice, &["enter"], Action::Exam(Wish::Advance), "check, then next", 1),
    row(Scope::ExamPractice, &["l", "right"], Action::Sit(Act::Next), "next", 0),
    row(Scope::ExamPractice, &["t"], Action::Behind, "notes behind it, once checked", 8),
    row(Scope::ExamPractice, &["o"], Action::Source, "source, once checked", 0),
    row(Scope::ExamPractice, &["!"], Action::Exam(Wish::Doubt), "doubt the key, once checked", 0),
    row(Scope::ExamList, &["enter"], Action::Open, "go to it", 1),
    row(Scope::ExamList, &["right", "l"], Action::Right, "next", 0),
    row(Scope::ExamList, &["left", "h"], Action::Left, "previous", 0),
    row(Scope::ExamList, &["down", "j"], Action::Down, "row below", 0),
    row(Scope::ExamList, &["up", "k"], Action::Up, "row above", 0),
    row(Scope::ExamList, &["n"], Action::Exam(Wish::NextOpen), "next open one", 2),
    row(Scope::ExamList, &["f"], Action::Exam(Wish::Filter), "filter", 3),
    row(Scope::ExamList, &["g"], Action::Exam(Wish::GoTo), "go to a number", 0),
    row(Scope::ExamList, &["S"], Action::Exam(Wish::HandIn), "hand in", 4),
    row(Scope::ExamList, &["r"], Action::Sit(Act::Back), "back to the question", 0),
    row(Scope::ExamList, &["H"], Action::Sit(Act::HideClock), "hide or show the clock", 0),
    row(Scope::ExamList, &["P"], Action::Exam(Wish::Pause), "pause", 0),
    row(Scope::ExamList, &["+"], Action::Exam(Wish::Extend), "30 minutes more", 0),
    row(Scope::ExamList, &["X"], Action::Exam(Wish::GiveUp), "give up", 0),
    row(Scope::ExamPaused, &["P", "enter", "space"], Action::Sit(Act::Pause), "go on", 1),
    row(Scope::ExamPaused, &["X"], Action::Exam(Wish::GiveUp), "give up", 2),
    row(Scope::ExamResults, &["w"], Action::Exam(Wish::Show(Walk::Wrong)), "wrong ones", 6),
    row(Scope::ExamResults, &["m"], Action::Exam(Wish::Show(Walk::Flagged)), "flagged ones", 0),
    row(Scope::ExamResults, &["g"], Action::Exam(Wish::Show(Walk::Guessed)), "guessed ones", 0),
    row(Scope::ExamResults, &["s"], Action::Exam(Wish::Show(Walk::Slow)), "slow ones", 0),
    row(Scope::ExamResults, &["a"], Action::Exam(Wish::Show(Walk::All)), "all questions", 4),
    row(Scope::ExamResults, &["tab"], Action::Exam(Wish::Summary), "report or questions", 0),
    row(Scope::ExamResults, &["r"], Action::Review, "review the cards", 3),
    row(Scope::ExamResults, &["R"], Action::Exam(Wish::Again), "sit the wrong ones again", 5),
    row(Scope::ExamResults, &["H"], Action::Exam(Wish::History), "past exams", 7),
    row(Scope::ExamResults, &["+"], Action::NewCard, "new card of your own", 0),
    row(Scope::ExamResults, &["down", "j"], Action::Down, "down", 0),
    row(Scope::ExamResults, &["up", "k"], Action::Up, "up", 0),
    row(Scope::ExamResults, &["pgdn", "space"], Action::PageDown, "page down", 0),
    row(Scope::ExamResults, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::ExamResults, &["home"], Action::Top, "to the start", 0),
    row(Scope::ExamResults, &["end"], Action::Bottom, "to the end", 0),
    row(Scope::ExamReport, &["enter"], Action::Open, "walk the misses", 1),
    row(Scope::ExamQuestions, &["enter"], Action::Open, "why", 1),
    row(Scope::ExamWhy, &["enter", "l", "right"], Action::Right, "next", 1),
    row(Scope::ExamWhy, &["h", "left"], Action::Left, "previous", 0),
    row(Scope::ExamWhy, &["t"], Action::Behind, "trap and note behind it", 2),
    row(Scope::ExamWhy, &["v"], Action::Decide, "what decides it", 0),
    row(Scope::ExamWhy, &["M"], Action::Flag, "flag for later", 0),
    row(Scope::ExamWhy, &["n"], Action::Note, "your note", 3),
    row(Scope::ExamWhy, &["o"], Action::Source, "source", 0),
    row(Scope::ExamWhy, &["!"], Action::Exam(Wish::Doubt), "doubt the key", 0),
    row(Scope::ExamHistory, &["enter"], Action::Open, "report", 1),
    row(Scope::ExamHistory, &["down", "j"], Action::Down, "next", 2),
    row(Scope::ExamHistory, &["up", "k"], Action::Up, "previous", 0),
    row(Scope::ExamHistory, &["pgdn"], Action::PageDown, "page down", 0),
    row(Scope::ExamHistory, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::ExamHistory, &["home"], Action::Top, "newest", 0),
    row(Scope::ExamHistory, &["end"], Action::Bottom, "oldest", 0),
    row(Scope::ExamHistory, &["e"], Action::MockExam, "sit another", 3),
    row(Scope::Reader, &["down", "j"], Action::Down, "scroll", 1),
    row(Scope::Reader, &["up", "k"], Action::Up, "scroll up", 0),
    row(Scope::Reader, &["pgdn", "space"], Action::PageDown, "page down", 0),
    row(Scope::Reader, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Reader, &["home", "g"], Action::Top, "start", 0),
    row(Scope::Reader, &["end", "G"], Action::Bottom, "end", 0),
    row(Scope::Reader, &["enter", "q", "?", "t"], Action::Back, "close", 2),
    row(Scope::Curve, &["enter", "q", "c"], Action::Back, "close", 1),
    row(Scope::Fitting, &["esc", "q"], Action::Back, "cancel", 1),
    row(Scope::Fitted, &["enter", "y"], Action::Adopt, "take it", 1),
    row(Scope::Fitted, &["esc", "n", "q"], Action::Back, "leave it as it was", 2),
    row(Scope::FitOver, &["enter", "q"], Action::Back, "close", 1),
    row(Scope::Leech, &["@"], Action::Suspend, "put it aside for good", 1),
    row(Scope::Leech, &["enter", "q"], Action::Back, "keep it", 2),
    row(Scope::Leech, &["down", "j"], Action::Down, "scroll", 0),
    row(Scope::Leech, &["up", "k"], Action::Up, "scroll up", 0),
    row(Scope::Leech, &["pgdn", "space"], Action::PageDown, "page down", 0),
    row(Scope::Leech, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Confirm, &["y"], Action::Yes, "yes", 1),
    row(Scope::Confirm, &["n", "esc", "enter", "q"], Action::No, "no", 2),
    row(Scope::Trouble, &["enter", "esc", "q"], Action::Back, "close", 2),
    row(Scope::Trouble, &["r"], Action::Retry, "try again", 1),
    row(Scope::Palette, &["down", "ctrl-n"], Action::Down, "next", 2),
    row(Scope::Palette, &["up", "ctrl-p"], Action::Up, "previous", 0),
    row(Scope::Palette, &["enter"], Action::Open, "run", 1),
    row(Scope::Choose, &["down", "ctrl-n"], Action::Down, "next", 2),
    row(Scope::Choose, &["up", "ctrl-p"], Action::Up, "previous", 0),
    row(Scope::Choose, &["pgdn"], Action::PageDown, "page down", 0),
    row(Scope::Choose, &["pgup"], Action::PageUp, "page up", 0),
    row(Scope::Choose, &["enter"], Action::Open, "take it", 1),
    row(Scope::Number, &["enter"], Action::Open, "go", 1),
    row(Scope::Note, &["enter", "ctrl-s"], Action::Open, "keep it", 1),
    row(Scope::Form, &["enter"], Action::Open, "next row, then keep", 1),
    row(Scope::Form, &["ctrl-s"], Action::Keep, "keep", 2),
    row(Scope::Form, &["tab"], Action::NextRow, "next row", 0),
    row(Scope::Form, &["shift-tab"], Action::RowBefore, "row before", 0),
    row(Scope::Form, &["ctrl-t"], Action::Trap, "trap or card", 3),
    row(Scope::Form, &["down"], Action::Down, "next service", 0),
    row(Scope::Form, &["up"], Action::Up, "service before", 0),
    row(Scope::Press, &["esc"], Action::Back, "leave it as it is", 1),
];

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
