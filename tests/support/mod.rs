//! A study for tests: a world, keys in, the screen out.

#![allow(dead_code, clippy::unwrap_used, reason = "each test program uses its part, and tests may unwrap")]

use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use plimsoll::app::{Effect, Model, Msg, Request, update};
use plimsoll::domain::time::{Calendar, Now, Timestamp};
use plimsoll::shell::Library;
use plimsoll::shell::perform::World;
use plimsoll::store::Store;
use plimsoll::ui;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

/// A learner at a screen, with a clock that only the test moves.
pub struct Study {
    pub folder: TempDir,
    pub world: World,
    pub model: Model,
    pub quit: bool,
    at: Timestamp,
    screen: Terminal<TestBackend>,
}

/// A pack folder among the fixtures.
pub fn pack(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study").join(name)
}

pub fn calendar() -> Calendar {
    Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 }
}

/// `2026-01-05 09:00` in UTC.
pub fn instant(text: &str) -> Timestamp {
    let civil: jiff::civil::DateTime = text.replace(' ', "T").parse().unwrap();
    Timestamp(civil.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond())
}

impl Study {
    /// A store with that pack alone, at 80x24, on Monday 5 January 2026 at 09:00.
    pub fn with(pack: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let library = Library::new(folder.path());
        let at = instant("2026-01-05 09:00");
        if library.add(&mut store, at, pack, true, &mut |_, _| ()).is_err() {
            panic!("{} is no valid pack", pack.display());
        }
        Self::over(folder, store, at)
    }

    /// A first start: nothing in the store yet.
    pub fn fresh() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let mut study = Self::over(folder, store, instant("2026-01-05 09:00"));
        study.model.screen = plimsoll::app::Screen::Welcome;
        study
    }

    fn over(folder: TempDir, store: Store, at: Timestamp) -> Self {
        let world = World::new(store, Library::new(folder.path()));
        let model = Model::new(calendar().now(at), calendar(), (80, 24), false);
        let screen = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut study = Self { folder, world, model, quit: false, at, screen };
        study.ask(Request::Refresh);
        study
    }

    /// Sets the clock.
    pub fn at(mut self, text: &str) -> Self {
        self.at = instant(text);
        self.send(Msg::Woke);
        self.ask(Request::Refresh);
        self
    }

    pub fn sized(mut self, width: u16, height: u16) -> Self {
        self.screen = Terminal::new(TestBackend::new(width, height)).unwrap();
        self.send(Msg::Resize(width, height));
        self
    }

    pub fn now(&self) -> Now {
        self.model.calendar.now(self.at)
    }

    /// Sets the clock while the program runs.
    pub fn set_clock(&mut self, at: Timestamp) {
        self.at = at;
    }

    /// A new start of the program in that time zone, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`.
    pub fn fly(&mut self, zone: &str) {
        let calendar = Calendar { zone: jiff::tz::TimeZone::posix(zone).unwrap(), rollover_hour: 4 };
        self.model = Model::new(calendar.now(self.at), calendar, self.model.size, false);
        self.ask(Request::RunningExam);
        self.ask(Request::Refresh);
    }

    /// Lets time pass.
    pub fn wait(&mut self, ms: i64) {
        self.at = self.at.plus(ms);
    }

    /// Presses keys: characters stand for themselves, names in angle brackets for the others. A second passes before each.
    pub fn press(mut self, keys: &str) -> Self {
        self.type_keys(keys);
        self
    }

    pub fn type_keys(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let (key, len) = match rest.strip_prefix('<').and_then(|after| after.split_once('>')) {
                Some((name, _)) => (named(name), name.len() + 2),
                None => (KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE), first.len_utf8()),
            };
            rest = &rest[len..];
            self.wait(1_000);
            self.send(Msg::Key(key));
            // As the loop does: what was drawn decides how far a text scrolls.
            self.draw();
        }
    }

    pub fn send(&mut self, msg: Msg) {
        let now = self.now();
        let effects = update(&mut self.model, now, msg);
        self.carry_out(effects);
        // As the loop does while nobody presses a key.
        while plimsoll::app::next_wake(&self.model).is_some_and(|at| at <= now.at) && self.unread() {
            let effects = update(&mut self.model, now, Msg::Woke);
            self.carry_out(effects);
        }
    }

    /// Whether the screen waits for an index or for rules.
    fn unread(&self) -> bool {
        use plimsoll::app::Screen;
        use plimsoll::app::overlay::Overlay;
        match &self.model.screen {
            _ if matches!(self.model.overlays.last(), Some(Overlay::Fitting(fitting)) if fitting.busy()) => true,
            Screen::Search(_) => self.model.indexing.is_some(),
            _ => self.model.engines.is_none(),
        }
    }

    pub fn ask(&mut self, request: Request) {
        self.carry_out(vec![Effect::Ask(request)]);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let now = self.now();
        self.quit |= self.world.carry_out(&mut self.model, &|| now, effects, &mut |_, _, _| {});
    }

    pub fn draw(&mut self) -> ui::Hits {
        let mut hits = ui::Hits::default();
        self.screen.draw(|frame| hits = ui::view(&self.model, frame)).unwrap();
        (self.model.page, self.model.columns) = (hits.page, hits.columns);
        hits
    }

    /// Where clicks would mean something in a window of another size.
    pub fn draw_sized(&self, width: u16, height: u16) -> ui::Hits {
        let mut hits = ui::Hits::default();
        Terminal::new(TestBackend::new(width, height))
            .unwrap()
            .draw(|frame| hits = ui::view(&self.model, frame))
            .unwrap();
        hits
    }

    /// What is on the screen.
    pub fn screen(&mut self) -> String {
        self.drawn().to_string()
    }

    /// What is on the screen, with its colours.
    pub fn cells(&mut self) -> Buffer {
        self.drawn().buffer().clone()
    }

    fn drawn(&mut self) -> TestBackend {
        self.draw();
        // Anew: unlike a terminal, the test backend keeps half of a wide letter that was drawn over.
        let mut fresh = Terminal::new(TestBackend::new(self.model.size.0, self.model.size.1)).unwrap();
        fresh.draw(|frame| drop(ui::view(&self.model, frame))).unwrap();
        fresh.backend().clone()
    }
}

fn named(name: &str) -> KeyEvent {
    let key = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match name {
        "space" => key(KeyCode::Char(' ')),
        "enter" => key(KeyCode::Enter),
        "esc" => key(KeyCode::Esc),
        "up" => key(KeyCode::Up),
        "down" => key(KeyCode::Down),
        "pgdn" => key(KeyCode::PageDown),
        "pgup" => key(KeyCode::PageUp),
        "home" => key(KeyCode::Home),
        "end" => key(KeyCode::End),
        "left" => key(KeyCode::Left),
        "right" => key(KeyCode::Right),
        "tab" => key(KeyCode::Tab),
        "f1" => key(KeyCode::F(1)),
        "f2" => key(KeyCode::F(2)),
        "backspace" => key(KeyCode::Backspace),
        other => match other.strip_prefix("ctrl-") {
            Some(letter) => KeyEvent::new(KeyCode::Char(letter.chars().next().unwrap()), KeyModifiers::CONTROL),
            None => panic!("no key is called {other}"),
        },
    }
}
