//! Whether output is coloured, and which theme a screen starts with.

use std::io::IsTerminal;

use crate::app::ThemeName;

/// When to colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Colour {
    /// Whether plain output gets colours.
    #[must_use]
    pub fn output(self) -> bool {
        match self {
            Self::Auto => !no_color() && std::io::stdout().is_terminal(),
            Self::Always => true,
            Self::Never => false,
        }
    }

    /// The theme of screens: `chosen` unless colours are off.
    #[must_use]
    pub fn theme(self, chosen: ThemeName) -> ThemeName {
        match self {
            Self::Never => ThemeName::Mono,
            Self::Auto if no_color() => ThemeName::Mono,
            Self::Auto | Self::Always => chosen,
        }
    }
}

/// The convention of no-color.org: set and not empty.
fn no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}
