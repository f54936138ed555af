//! The loop: draw, wait, read the clock once, update, perform, draw again.

use std::io::Write;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, MouseButton, MouseEventKind};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{QueueableCommand, queue};
use ratatui::layout::Rect;

use crate::app::update::first_requests;
use crate::app::{Effect, Model, Msg, Request, next_wake, update};
use crate::failure::Failure;
use crate::shell::clock::{Clock, tick};
use crate::shell::perform::World;
use crate::shell::signals;
use crate::shell::terminal::{self, Held, Screen};
use crate::ui::{self, Hits};

/// Work that takes longer shows how far it has come.
const SLOW: Duration = Duration::from_millis(50);

/// Runs the screens until the learner leaves. `start` is what to do first, e.g. to open the review.
///
/// # Errors
/// When the terminal can't be used; the store's failures are shown on screen.
pub fn run(mut world: World, clock: &Clock, model: Model, start: Vec<Effect>) -> Result<(), Failure> {
    screens(&mut world, clock, model, start)?;
    // The terminal is given back by now: nobody waits at a dead screen for a large store.
    if let Err(failure) = world.library.backups().daily(&world.store, clock.now().day) {
        let summary = format!("no backup was made today: {}", failure.summary);
        return Err(Failure::failed(summary, failure.hint));
    }
    Ok(())
}

fn screens(world: &mut World, clock: &Clock, mut model: Model, start: Vec<Effect>) -> Result<(), Failure> {
    let mut held = Held::take()?;
    // Makes the event source listen for changes of size, so that one raised from now on is never lost.
    let _ = event::poll(Duration::ZERO);
    signals::watch()?;
    if let Ok(size) = held.screen.size() {
        model.size = (size.width, size.height);
    }
    let mut hits = Hits::default();
    let mut still = false;
    let first = first_requests().into_iter().map(Effect::Ask).chain(start).collect();
    if carry_out(world, clock, &mut model, first, &mut held.screen) {
        return Ok(());
    }
    draw(&mut held.screen, &mut model, &mut hits, &mut still)?;
    // Whatever can wait until something is on screen.
    let mut later = vec![Effect::Ask(Request::Sync { closely: false })];
    if model.today.stale {
        later.push(Effect::Ask(Request::Refresh));
    }
    later.push(Effect::Ask(Request::BackUp));
    model.replan();
    carry_out(world, clock, &mut model, later, &mut held.screen);
    draw(&mut held.screen, &mut model, &mut hits, &mut still)?;
    loop {
        let mut quit = false;
        for msg in wait(clock, &model, &hits)? {
            if let Msg::Resize(width, height) = msg {
                // Everything anew, also at the same size: that is how the screen comes back after a stop. Not
                // `clear`, which asks the terminal for its cursor and waits seconds where nobody answers.
                let _ = held.screen.resize(Rect::new(0, 0, width, height));
            }
            let effects = update(&mut model, clock.now(), msg);
            if carry_out(world, clock, &mut model, effects, &mut held.screen) {
                quit = true;
                break;
            }
        }
        if quit {
            return Ok(());
        }
        draw(&mut held.screen, &mut model, &mut hits, &mut still)?;
    }
}

/// Performs effects while telling on screen how far slow ones have come. True when one of them is the end.
fn carry_out(world: &mut World, clock: &Clock, model: &mut Model, effects: Vec<Effect>, screen: &mut Screen) -> bool {
    let mut said = tick();
    let mut progress = |model: &Model, done: usize, all: usize| {
        if said.elapsed() >= SLOW {
            said = tick();
            // A frame that can't be drawn now is drawn at the end.
            let _ = screen.draw(|frame| ui::view_loading(model, frame, done, all));
        }
    };
    world.carry_out(model, &|| clock.now(), effects, &mut progress)
}

fn draw(screen: &mut Screen, model: &mut Model, hits: &mut Hits, still: &mut bool) -> Result<(), Failure> {
    let gone = |error: std::io::Error| Failure::failed(format!("the terminal is gone: {error}"), "Nothing is lost.");
    queue!(screen.backend_mut(), BeginSynchronizedUpdate).map_err(gone)?;
    if *still != model.settings.still {
        *still = model.settings.still;
        queue!(screen.backend_mut(), terminal::still_cursor(*still)).map_err(gone)?;
    }
    screen.draw(|frame| *hits = ui::view(model, frame)).map_err(gone)?;
    screen.backend_mut().queue(EndSynchronizedUpdate).map_err(gone)?.flush().map_err(gone)?;
    (model.page, model.columns) = (hits.page, hits.columns);
    Ok(())
}

/// Waits for the next event and takes what else is queued; or until the model wants to be woken.
fn wait(clock: &Clock, model: &Model, hits: &Hits) -> Result<Vec<Msg>, Failure> {
    let gone = |error: std::io::Error| Failure::failed(format!("the terminal is gone: {error}"), "Nothing is lost.");
    let mut msgs = Vec::new();
    if let Some(at) = next_wake(model) {
        let ms = u64::try_from(at.since(clock.now().at)).unwrap_or(0);
        if !event::poll(Duration::from_millis(ms)).map_err(gone)? {
            return Ok(vec![Msg::Woke]);
        }
    }
    loop {
        let event = event::read().map_err(gone)?;
        if let Event::Resize(..) = event {
            terminal::look_again();
        }
        msgs.extend(message(event, hits));
        if !event::poll(Duration::ZERO).map_err(gone)? {
            return Ok(msgs);
        }
    }
}

/// The message of a terminal event; none for those that mean nothing here.
fn message(event: Event, hits: &Hits) -> Option<Msg> {
    match event {
        // Windows reports releases too.
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(key)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => hits.at(mouse.column, mouse.row).map(Msg::Act),
            kind @ (MouseEventKind::ScrollUp | MouseEventKind::ScrollDown) => Some(Msg::Mouse(kind)),
            _ => None,
        },
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_when_it_goes_down() {
        let key = |kind| {
            let key = event::KeyEvent::new_with_kind(event::KeyCode::Enter, event::KeyModifiers::NONE, kind);
            message(Event::Key(key), &Hits::default()).is_some()
        };
        let kinds = [KeyEventKind::Press, KeyEventKind::Repeat, KeyEventKind::Release];
        assert_eq!(kinds.map(key), [true, true, false]);
    }
}
