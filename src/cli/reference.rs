//! `keys`, `completions`, `man`.

use super::{Context, Output};
use crate::app::keymap::Keymap;
use crate::failure::Failure;

/// Lists every key.
pub fn keys(context: &Context, out: &mut Output) -> u8 {
    out.line(&Keymap::with(&context.settings.keys).0.reference());
    0
}

/// Prints a completion script.
pub fn completions(command: &mut clap::Command, shell: clap_complete::Shell, out: &mut Output) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "plimsoll", &mut script);
    out.text(&String::from_utf8_lossy(&script));
    0
}

/// Prints the manual page.
pub fn man(command: clap::Command, out: &mut Output) -> Result<u8, Failure> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::failed(format!("can't make the manual page: {error}"), ""))?;
    out.text(&String::from_utf8_lossy(&page));
    Ok(0)
}
