//! Colours. Screens name a [`Role`], and only this file knows what it looks like.
//!
//! Colour never carries a meaning alone: whoever draws something right or wrong also writes it.

use ratatui::style::{Color, Modifier, Style};

mod palette;

use palette::Inks;

/// What a piece of the screen means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text, and the ground everything stands on: fill the screen with it first.
    Base,
    /// What may be overlooked: addresses, counts, explanations of keys.
    Muted,
    /// Where am I, and headings.
    Title,
    /// Rules and frames.
    Border,
    /// What the keys act on.
    Focus,
    /// The chosen row of a list; whole rows, so it changes the ground.
    Selection,
    /// A key in the footer.
    KeyHint,
    /// Found words.
    Match,
    /// Right, recalled.
    Correct,
    /// Wrong, forgotten.
    Wrong,
    /// Look here before going on.
    Warning,
    /// Time runs out.
    Urgent,
    /// Cards due now.
    Due,
    /// Cards never seen.
    New,
    /// Names of services, and code.
    Service,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Base,
        Self::Muted,
        Self::Title,
        Self::Border,
        Self::Focus,
        Self::Selection,
        Self::KeyHint,
        Self::Match,
        Self::Correct,
        Self::Wrong,
        Self::Warning,
        Self::Urgent,
        Self::Due,
        Self::New,
        Self::Service,
    ];
}

/// A look for every role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Look {
    Ansi,
    Mono,
    Inked(&'static Inks),
}

impl Default for Theme {
    /// The user's own 16 colours.
    fn default() -> Self {
        Self { look: Look::Ansi }
    }
}

impl Theme {
    /// What [`Theme::named`] knows, the default first.
    pub const NAMES: [&'static str; 4] = ["ansi", "dark", "light", "mono"];

    /// The theme of that name: `ansi` (the terminal's own colours and ground), `dark` and `light` (24-bit colours on
    /// a ground of their own), `mono` (no colours).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let look = match name {
            "ansi" => Look::Ansi,
            "dark" => Look::Inked(&palette::DARK),
            "light" => Look::Inked(&palette::LIGHT),
            "mono" => Look::Mono,
            _ => return None,
        };
        Some(Self { look })
    }

    /// How `role` looks. Only [`Role::Base`] and [`Role::Selection`] may set a ground; the others keep the one below,
    /// so that they can stand on both.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        match self.look {
            Look::Ansi => ansi(role),
            Look::Mono => Style::new().add_modifier(mono(role)),
            Look::Inked(inks) => inked(role, inks),
        }
    }

    /// How stressed text looks: *so* in Markdown. Without colours there are only bold, underlined and reversed.
    #[must_use]
    pub fn emphasis(&self) -> Style {
        match self.look {
            Look::Mono => Style::new().add_modifier(Modifier::UNDERLINED),
            _ => Style::new().add_modifier(Modifier::ITALIC),
        }
    }

    /// How strongly stressed text looks: **so** in Markdown.
    #[must_use]
    pub fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
}

/// Looks shared by all themes that have colours.
fn weight(role: Role) -> Modifier {
    match role {
        Role::Title | Role::Focus | Role::KeyHint | Role::Warning | Role::Due => Modifier::BOLD,
        Role::Match => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Urgent => Modifier::BOLD.union(Modifier::REVERSED),
        _ => Modifier::empty(),
    }
}

/// The ground is unknown, and so is what the 16 colours look like. So nothing is black or white, which may be
/// the ground; nothing yellow or bright, which fades on light grounds; nothing blue, which sinks on dark ones.
/// Bright black is the one grey that terminals show on both.
fn ansi(role: Role) -> Style {
    let style = Style::new().add_modifier(weight(role));
    match role {
        Role::Base | Role::Title | Role::KeyHint => style,
        Role::Selection => style.add_modifier(Modifier::REVERSED),
        Role::Muted | Role::Border => style.fg(Color::DarkGray),
        Role::Focus | Role::New | Role::Service => style.fg(Color::Cyan),
        Role::Match | Role::Warning | Role::Due => style.fg(Color::Magenta),
        Role::Correct => style.fg(Color::Green),
        Role::Wrong | Role::Urgent => style.fg(Color::Red),
    }
}

fn inked(role: Role, inks: &Inks) -> Style {
    let style = Style::new().add_modifier(weight(role));
    match role {
        Role::Base => style.fg(inks.text).bg(inks.ground),
        Role::Selection => style.fg(inks.text).bg(inks.raised),
        Role::Title => style.fg(inks.title),
        Role::Muted => style.fg(inks.muted),
        Role::Border => style.fg(inks.border),
        Role::Focus | Role::KeyHint => style.fg(inks.accent),
        Role::Match | Role::Warning => style.fg(inks.amber),
        Role::Correct => style.fg(inks.green),
        Role::Wrong | Role::Urgent => style.fg(inks.red),
        Role::Due => style.fg(inks.violet),
        Role::New | Role::Service => style.fg(inks.teal),
    }
}

fn mono(role: Role) -> Modifier {
    match role {
        Role::Base | Role::Muted | Role::Border | Role::Service => Modifier::empty(),
        Role::Title | Role::KeyHint | Role::Correct | Role::Warning | Role::Due => Modifier::BOLD,
        Role::Focus | Role::Match => Modifier::BOLD.union(Modifier::UNDERLINED),
        Role::Selection => Modifier::REVERSED,
        Role::Wrong | Role::New => Modifier::UNDERLINED,
        Role::Urgent => Modifier::BOLD.union(Modifier::REVERSED),
    }
}

#[cfg(test)]
mod tests;
