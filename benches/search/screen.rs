//! The Search screen over a large store, from the key to the frame.

use std::path::PathBuf;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use plimsoll::app::{Effect, Model, Msg, Screen, update};
use plimsoll::domain::content::{Pack, RuleBook};
use plimsoll::domain::id::PackId;
use plimsoll::domain::time::{Calendar, Timestamp};
use plimsoll::domain::today::Origin;
use plimsoll::shell::Library;
use plimsoll::shell::perform::World;
use plimsoll::store::{Import, Store};
use plimsoll::ui;
use ratatui::backend::CrosstermBackend;
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::{Length, Synthetic, now, report, resident};

struct Sitting {
    world: World,
    model: Model,
    screen: Terminal<CrosstermBackend<std::io::Sink>>,
}

pub fn measure(items: usize, words: usize, folder: Option<PathBuf>) {
    let own = tempfile::tempdir().expect("a folder");
    let folder = folder.unwrap_or_else(|| own.path().to_owned());
    let keys = fill(&folder, items, words);
    let before = resident();
    let mut sitting = Sitting::new(&folder);
    let first = sitting.timed(Msg::Key(KeyEvent::new(KeyCode::Char('/'), KeyModifiers::NONE)));
    let mut slices = vec![];
    while sitting.model.indexing.is_some() {
        slices.push(sitting.timed(Msg::Woke));
    }
    slices.sort();
    let sum: Duration = slices.iter().sum();
    println!("\n{items} items in a store, the Search screen at 200x60");
    println!("  `/` drawn in {:.1} ms, then the index in {} slices", ms(first), slices.len());
    report("a slice with its frame", &slices, &slices);
    println!("  all slices {:.0} ms, resident set grew by {:.1} MB", ms(sum), resident() - before);
    let mut frames = vec![];
    for query in keys {
        for letter in query.chars() {
            frames.push(sitting.timed(Msg::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE))));
        }
        sitting.timed(Msg::Key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL)));
    }
    frames.sort();
    report("key to frame", &frames, &frames);
    let paste = sitting.timed(Msg::Paste("lorem ipsum dolor ".repeat(600)));
    println!("  10 kB pasted: {:.1} ms; resident set grew by {:.1} MB in all", ms(paste), resident() - before);
}

/// Loads a synthetic pack unless the folder has it; gives whole queries to type.
fn fill(folder: &std::path::Path, items: usize, words: usize) -> Vec<String> {
    let mut synthetic = Synthetic::new(words, Length::Shipped);
    let services = synthetic.services();
    let mut store = Store::open(folder).expect("a store");
    if store.packs().expect("packs").is_empty() {
        let pack = Pack {
            id: PackId::new("synthetic").expect("an id"),
            title: "Synthetic".into(),
            version: "1".into(),
            language: "en".into(),
            services,
            exams: [].into(),
            objectives: [].into(),
            items: (0..items).map(|number| synthetic.item(number)).collect(),
            rules: RuleBook::default(),
        };
        store.import(&Import { pack: &pack, origin: Origin::Copy, hash: 1, stamp: 0 }, Timestamp(0)).expect("loaded");
    }
    let keys = synthetic.keys();
    let last_of_each = keys.windows(2).filter(|pair| pair[1].len() == 1).map(|pair| pair[0].clone());
    last_of_each.collect()
}

impl Sitting {
    fn new(folder: &std::path::Path) -> Self {
        let world = World::new(Store::open(folder).expect("a store"), Library::new(folder));
        let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
        let model = Model::new(calendar.now(Timestamp(1_767_603_600_000)), calendar, (200, 60), false);
        let area = ratatui::layout::Rect::new(0, 0, 200, 60);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let screen = Terminal::with_options(CrosstermBackend::new(std::io::sink()), options).expect("a terminal");
        Self { world, model, screen }
    }

    /// Processor time from the message to the drawn frame.
    fn timed(&mut self, msg: Msg) -> Duration {
        let start = now();
        let at = self.model.calendar.now(Timestamp(1_767_603_600_000));
        let effects: Vec<Effect> = update(&mut self.model, at, msg);
        self.world.carry_out(&mut self.model, &|| at, effects, &mut |_, _, _| {});
        self.screen.draw(|frame| drop(ui::view(&self.model, frame))).expect("a frame");
        assert!(matches!(self.model.screen, Screen::Search(_)), "still searching");
        now().saturating_sub(start)
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
