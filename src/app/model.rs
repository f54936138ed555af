//! All that the program knows while it runs.

use std::rc::Rc;

use crate::app::action::Action;
use crate::app::browse::Browse;
use crate::app::closing::Closing;
use crate::app::exam::Exam;
use crate::app::keymap::{Keymap, Scope};
use crate::app::overlay::Overlay;
use crate::app::packs::Packs;
use crate::app::plan::PlanScreen;
use crate::app::planner::Planner;
use crate::app::review::Review;
use crate::app::search::{Library, Search};
use crate::app::settings::Changes;
use crate::app::stats::StatsScreen;
use crate::app::which::{Engines, Which};
use crate::domain::exam::Stored;
use crate::domain::memory;
use crate::domain::review::{Filter, Rules};
use crate::domain::settings::Settings;
use crate::domain::time::{Calendar, Now, Timestamp};
use crate::domain::today::Today;

/// The state of everything on screen.
#[derive(Debug)]
pub struct Model {
    /// What is shown.
    pub screen: Screen,
    /// What is shown on top, last one uppermost.
    pub overlays: Vec<Overlay>,
    /// A line of news, until its time is over.
    pub status: Option<Status>,
    /// The clock as of the last message.
    pub now: Now,
    /// The learner's calendar, to say when things are.
    pub calendar: Calendar,
    /// The state of the day, once it was read.
    pub today: Today,
    /// The mock exam that runs while another screen is shown.
    pub running: Option<Box<Stored>>,
    /// What the learner has set.
    pub settings: Settings,
    /// The keys as the learner has them.
    pub keymap: Keymap,
    /// The exam plan.
    pub planner: Planner,
    /// How cards are scheduled.
    pub rules: Rules,
    /// FSRS with the learner's weights.
    pub memory: memory::Model,
    /// The colours.
    pub theme: ThemeName,
    /// Width and height of the window, cells.
    pub size: (u16, u16),
    /// How much of the scrolled text was visible and hidden at the last draw.
    pub page: Page,
    /// Columns on which the last draw wrapped a text field of several lines.
    pub columns: u16,
    /// What can be searched; made when search is first opened, and anew after packs changed.
    pub library: Option<Rc<Library>>,
    /// The rules of all packs; read when they are first wanted, and anew after packs changed.
    pub engines: Option<Rc<Engines>>,
    /// Items read for the index and in all, while it is being made.
    pub indexing: Option<(u32, u32)>,
    /// Past queries, the latest last.
    pub queries: Vec<String>,
    /// What a list of sittings to choose from stands for.
    pub choices: Vec<Filter>,
    /// Changes of the settings that can be taken back.
    pub changes: Changes,
    /// Files loaded so far and in all, while packs are loading.
    pub loading: Option<(usize, usize)>,
}

/// What is shown.
#[derive(Debug)]
pub enum Screen {
    /// The first start.
    Welcome,
    /// What to do now.
    Home,
    /// Cards.
    Review(Box<Review>),
    /// After the last card.
    Closing(Closing),
    /// What is loaded.
    Packs(Packs),
    /// What can be set.
    Settings(crate::app::settings::Settings),
    /// The exam plan.
    Plan(Box<PlanScreen>),
    /// Leafing through what is to be learned.
    Browse(Box<Browse>),
    /// What the history says.
    Stats(Box<StatsScreen>),
    /// Finding things while typing.
    Search(Box<Search>),
    /// Which service a scenario points to.
    Which(Box<Which>),
    /// Mock exams.
    Exam(Box<Exam>),
}

/// A line of news.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What it says.
    pub text: String,
    /// When it goes.
    pub until: Timestamp,
}

/// How the last draw lay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Page {
    /// Lines of scrolled text visible.
    pub height: u16,
    /// The furthest that it can be scrolled.
    pub most: u16,
}

impl Page {
    /// Where an action scrolls to from a line, none when it doesn't scroll. A leap leaves one line of the page before.
    #[must_use]
    pub fn scrolled(self, from: u16, action: Action) -> Option<u16> {
        let from = from.min(self.most);
        let leap = self.height.max(2) - 1;
        Some(match action {
            Action::Up => from.saturating_sub(1),
            Action::Down => from.saturating_add(1).min(self.most),
            Action::PageUp => from.saturating_sub(leap),
            Action::PageDown => from.saturating_add(leap).min(self.most),
            Action::Top => 0,
            Action::Bottom => self.most,
            _ => return None,
        })
    }
}

/// The palettes by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ThemeName {
    /// The user's own 16 colours.
    #[default]
    Ansi,
    /// Calm colours on a dark ground.
    Dark,
    /// Calm colours on a light ground.
    Light,
    /// No colours.
    Mono,
}

/// How long news stays, milliseconds.
const NEWS_STAYS: i64 = 6_000;

impl Model {
    /// A model on its first screen.
    #[must_use]
    pub fn new(now: Now, calendar: Calendar, size: (u16, u16), first_start: bool) -> Self {
        Self {
            screen: if first_start { Screen::Welcome } else { Screen::Home },
            overlays: Vec::new(),
            status: None,
            now,
            calendar,
            today: Today::default(),
            running: None,
            settings: Settings::default(),
            keymap: Keymap::default(),
            planner: Planner::default(),
            rules: Rules::default(),
            memory: memory::Model::default(),
            theme: ThemeName::default(),
            size,
            page: Page::default(),
            columns: u16::MAX,
            library: None,
            engines: None,
            indexing: None,
            queries: Vec::new(),
            choices: Vec::new(),
            changes: Changes::default(),
            loading: None,
        }
    }

    /// The scopes in which a key is looked up, innermost first.
    #[must_use]
    pub fn scopes(&self) -> Vec<Scope> {
        match self.overlays.last() {
            Some(overlay) => vec![overlay.scope(), Scope::Global],
            None => self.screen_scopes(),
        }
    }

    /// The same for the screen alone, whatever stands on top of it.
    fn screen_scopes(&self) -> Vec<Scope> {
        let mut scopes = match &self.screen {
            Screen::Welcome => vec![Scope::Welcome],
            Screen::Home => vec![Scope::Home],
            Screen::Review(review) => review.scopes(),
            Screen::Closing(_) => vec![Scope::Closing],
            Screen::Packs(_) => vec![Scope::Packs],
            Screen::Settings(settings) => vec![settings.scope()],
            Screen::Plan(plan) => vec![plan.scope()],
            Screen::Stats(stats) => stats.scopes(),
            Screen::Search(search) => vec![search.scope()],
            Screen::Browse(browse) => vec![browse.scope()],
            Screen::Which(_) => vec![Scope::Which],
            Screen::Exam(exam) => exam.scopes(),
        };
        scopes.push(Scope::Global);
        scopes
    }

    /// Takes the learner's settings over.
    pub fn take_settings(&mut self, settings: Settings) {
        self.rules = settings.rules.clone();
        self.keymap = Keymap::with(&settings.keys).0;
        self.settings = settings;
    }

    /// A sentence about the key that an action has on this screen: `u undoes it.` Empty where it has none.
    #[must_use]
    pub fn key_does(&self, action: Action, does: &str) -> String {
        let scopes = self.screen_scopes();
        let bound = self.keymap.holding(&scopes).into_iter().find(|bound| bound.row.action == action);
        bound.map_or_else(String::new, |bound| format!(" {} {does}", bound.keys[0]))
    }

    /// What was done, with the key that takes it back here.
    pub(super) fn say_done(&mut self, done: &str, undoes: &str) {
        let undo = self.key_does(Action::Undo, undoes);
        self.say(format!("{done}{undo}"));
    }

    /// Says something in the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), until: self.now.at.plus(NEWS_STAYS) });
    }
}

impl ThemeName {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Ansi, Self::Dark, Self::Light, Self::Mono];

    /// The name by which it is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ansi => "ansi",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Mono => "mono",
        }
    }

    /// The palette of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|name| *name == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}
