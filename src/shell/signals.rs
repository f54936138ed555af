//! The only thread besides the main one. It sleeps until a signal comes, gives the terminal back, and ends the program.
//!
//! crossterm retries its read when a signal interrupts it, so a flag alone would never be seen; and nothing that was shown
//! is unsaved, so ending here loses nothing.

#[cfg(unix)]
mod unix {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::{emulate_default_handler, raise};

    use crate::failure::Failure;
    use crate::shell::terminal;

    /// Starts watching.
    ///
    /// # Errors
    /// When the system refuses.
    #[allow(clippy::disallowed_methods)] // The one thread, and the one exit that main can't make.
    pub fn watch() -> Result<(), Failure> {
        let failed = |error: std::io::Error| Failure::failed(format!("can't watch for signals: {error}"), "");
        let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT]).map_err(failed)?;
        std::thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                let mut stopped = false;
                for signal in &mut signals {
                    match signal {
                        SIGTSTP => {
                            stopped = terminal::give_back();
                            let _ = emulate_default_handler(SIGTSTP);
                        }
                        SIGCONT => {
                            // The main thread sleeps in a read; a change of size wakes it and makes it draw anew.
                            if std::mem::take(&mut stopped) && terminal::set_up().is_ok() {
                                let _ = raise(SIGWINCH);
                            }
                        }
                        other => {
                            terminal::give_back();
                            std::process::exit(128 + other);
                        }
                    }
                }
            })
            .map(drop)
            .map_err(failed)
    }
}

#[cfg(unix)]
pub use unix::watch;

/// Windows closes the console itself; there is nothing to watch.
///
/// # Errors
/// Never.
#[cfg(not(unix))]
pub fn watch() -> Result<(), crate::failure::Failure> {
    Ok(())
}
