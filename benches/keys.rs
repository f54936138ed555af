//! What a key press costs: a rating from the key to the drawn frame at 200x60, beside the commit that it contains.
//!
//! `cargo bench --bench keys`
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may unwrap")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use plimsoll::app::{Effect, Model, Msg, Request, update};
use plimsoll::domain::time::{Calendar, Now, Timestamp};
use plimsoll::shell::Library;
use plimsoll::shell::perform::World;
use plimsoll::store::Store;
use plimsoll::ui;
use ratatui::backend::CrosstermBackend;
use ratatui::{Terminal, TerminalOptions, Viewport};

struct Sitting {
    world: World,
    model: Model,
    at: Timestamp,
    screen: Terminal<CrosstermBackend<std::io::Sink>>,
}

impl Sitting {
    fn new(data: &std::path::Path) -> Self {
        let mut store = Store::open(data).unwrap();
        let library = Library::new(data);
        let at = Timestamp(1_767_603_600_000);
        library.sync(&mut store, at, false, &mut |_, _| {}).unwrap();
        let calendar = Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 };
        let mut model = Model::new(calendar.now(at), calendar, (200, 60), false);
        model.rules.new_per_day = u32::MAX;
        let area = ratatui::layout::Rect::new(0, 0, 200, 60);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let screen = Terminal::with_options(CrosstermBackend::new(std::io::sink()), options).unwrap();
        let mut sitting = Self { world: World::new(store, library), model, at, screen };
        sitting.ask(Request::Refresh);
        sitting.press('r');
        sitting
    }

    fn now(&self) -> Now {
        self.model.calendar.now(self.at)
    }

    fn ask(&mut self, request: Request) {
        let now = self.now();
        self.world.carry_out(&mut self.model, &|| now, vec![Effect::Ask(request)], &mut |_, _, _| {});
    }

    fn press(&mut self, key: char) {
        self.at = self.at.plus(1_000);
        let now = self.now();
        let effects = update(&mut self.model, now, Msg::Key(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE)));
        self.world.carry_out(&mut self.model, &|| now, effects, &mut |_, _, _| {});
        self.screen.draw(|frame| drop(black_box(ui::view(&self.model, frame)))).unwrap();
    }
}

fn keys(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let mut sitting = Sitting::new(folder.path());
    c.bench_function("scroll: key to frame at 200x60", |b| b.iter(|| sitting.press('j')));
    // Suspend and undo take the same way as a rating and can be repeated for ever.
    c.bench_function("put aside and undo: two commits, two cards read, two frames", |b| {
        b.iter(|| {
            sitting.press('@');
            sitting.press('u');
        });
    });
    let plain = rusqlite_floor(folder.path());
    c.bench_function("floor: two commits of two rows by plain SQLite", |b| b.iter(&plain));
}

/// The same durability without the program: what the disk alone costs.
fn rusqlite_floor(folder: &std::path::Path) -> impl Fn() + use<> {
    let db = rusqlite::Connection::open(folder.join("floor.db")).unwrap();
    db.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a, b);").unwrap();
    let one = "BEGIN IMMEDIATE; INSERT INTO t VALUES (1, 'text'); INSERT INTO t VALUES (2, 'text'); COMMIT;";
    move || {
        db.execute_batch(one).unwrap();
        db.execute_batch(one).unwrap();
    }
}

criterion_group!(benches, keys);
criterion_main!(benches);
