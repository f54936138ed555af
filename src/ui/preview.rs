//! An item to read: a trap as a card, a note as it is written, a question without its key.

use ratatui::text::{Line, Span};

use crate::app::search::Library;
use crate::domain::content::{Item, Kind};
use crate::domain::text::clean_line;
use crate::ui::found::NOTE;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

/// The item as lines, its service and kind first.
pub fn lines(item: &Item, library: Option<&Library>, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let services = library.and_then(|library| library.services.get(item.id.pack()));
    let title_of = |id: &str| services.map_or_else(|| id.to_owned(), |all| all.title(id).to_owned());
    let service = clean_line(&title_of(item.service.as_str())).into_owned();
    let mut lines = vec![Line::from(vec![
        Span::styled(service, theme.style(Role::Service)),
        Span::styled(format!(" · {}", item.kind.name()), theme.style(Role::Muted)),
    ])];
    let instead: Vec<String> = match &item.kind {
        Kind::Trap(trap) => trap.instead.iter().map(|id| title_of(id.as_str())).collect(),
        _ => vec![],
    };
    lines.extend(text(item, &instead, width, theme));
    if let Some(notes) = library.and_then(|library| library.notes.get(&item.id)) {
        lines.extend([Line::default(), Line::styled(format!("{NOTE} Your note"), theme.style(Role::Focus))]);
        lines.extend(markdown::render(notes, width, theme));
    }
    lines
}

/// Its text alone; `instead` names what a trap says to choose.
pub fn text(item: &Item, instead: &[String], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    match &item.kind {
        Kind::Note(note) => markdown::render(&format!("# {}\n\n{}", note.title, note.body), width, theme),
        Kind::Trap(trap) => {
            let text = format!("# {}\n\n**What lures.** {}\n\n**What is true.** {}", trap.title, trap.lure, trap.truth);
            let mut lines = markdown::render(&text, width, theme);
            if !instead.is_empty() {
                lines.push(Line::default());
                lines.extend(markdown::render(&format!("**Choose instead.** {}", instead.join(", ")), width, theme));
            }
            lines
        }
        Kind::Question(question) => {
            let options: Vec<String> = question.options.iter().map(|option| format!("- {}", option.text)).collect();
            markdown::render(&format!("{}\n\n{}", question.stem, options.join("\n")), width, theme)
        }
    }
}
