//! Takes the terminal over and gives it back: on return, on panic, on a signal.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::failure::Failure;

/// The screen that views are drawn on.
pub type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Whether the terminal is ours now, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();
/// Whether the cursor was made to stand still, so that the terminal gets its own back.
static STILL: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; dropping it gives it back.
#[derive(Debug)]
pub struct Held {
    /// Where to draw.
    pub screen: Screen,
}

/// A frame goes out in one write.
const FRAME_BYTES: usize = 64 * 1024;

impl Held {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When there is none, or it can't show screens.
    pub fn take() -> Result<Self, Failure> {
        let hint = "Use `plimsoll review --plain` for cards line by line, or `plimsoll due` for counts.";
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(Failure::failed("screens need a terminal for input and output", hint));
        }
        if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return Err(Failure::failed("this terminal can't show screens (TERM=dumb)", hint));
        }
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                give_back();
                before(panic);
            }));
        });
        let bad = |error: io::Error| Failure::failed(format!("can't use the terminal: {error}"), hint);
        set_up().map_err(bad)?;
        let screen = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::stdout())));
        match screen {
            Ok(screen) => Ok(Self { screen }),
            Err(error) => {
                give_back();
                Err(bad(error))
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        give_back();
    }
}

/// Puts the terminal into the state that screens need.
///
/// # Errors
/// When the terminal refuses.
pub fn set_up() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, cursor::Hide)?;
    // After a stop, as it was before it.
    if STILL.load(Ordering::SeqCst) { execute!(io::stdout(), still_cursor(true)) } else { Ok(()) }
}

/// Lets the cursor of text fields blink as the terminal has it, or stand still.
pub fn still_cursor(still: bool) -> cursor::SetCursorStyle {
    STILL.store(still, Ordering::SeqCst);
    if still { cursor::SetCursorStyle::SteadyBar } else { cursor::SetCursorStyle::DefaultUserShape }
}

/// Makes keys that came at the very moment of a change of size be read. crossterm drops the news that there are some when
/// it hears of both at once, and would not look again before the next key. Setting the attributes that the terminal has
/// anyhow wakes whoever waits for its input.
#[cfg(unix)]
pub fn look_again() {
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    let input = io::stdin();
    if let Ok(as_it_is) = tcgetattr(&input) {
        let _ = tcsetattr(&input, OptionalActions::Now, &as_it_is);
    }
}

/// Windows queues its events in one place, from where none is lost.
#[cfg(not(unix))]
pub fn look_again() {}

/// Gives the terminal back as it was; does nothing when it isn't ours. True when it was.
pub fn give_back() -> bool {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return false;
    }
    if STILL.load(Ordering::SeqCst) {
        let _ = execute!(io::stdout(), cursor::SetCursorStyle::DefaultUserShape);
    }
    // Nothing sensible can be done when the terminal is gone.
    let _ = execute!(io::stdout(), DisableBracketedPaste, DisableMouseCapture, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
    let _ = io::stdout().flush();
    true
}
