//! An item to read: a trap as a card, a note as it is written, a question without its key.

use ratatui::text::{Line, Span};

use crate::app::search::Library;
use crate::domain::content::{Item, Kind};
use crate::domain::text::clean_line;
use crate::ui::markdown;
use crate::ui::theme::{Role, Theme};

/// The item as lines.
pub fn lines(item: &Item, library: Option<&Library>, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let services = library.and_then(|library| library.services.get(item.id.pack()));
    let title_of = |id: &str| services.map_or_else(|| id.to_owned(), |all| all.title(id).to_owned());
    let service = clean_line(&title_of(item.service.as_str())).into_owned();
    let mut lines = vec![Line::from(vec![
        Span::styled(service, theme.style(Role::Service)),
        Span::styled(format!(" · {}", item.kind.name()), theme.style(Role::Muted)),
    ])];
    let mut add = |text: &str| lines.extend(markdown::render(text, width, theme));
    match &item.kind {
        Kind::Note(note) => add(&format!("# {}\n\n{}", note.title, note.body)),
        Kind::Trap(trap) => {
            let instead: Vec<String> = trap.instead.iter().map(|id| title_of(id.as_str())).collect();
            add(&format!("# {}\n\n**What lures.** {}\n\n**What is true.** {}", trap.title, trap.lure, trap.truth));
            if !instead.is_empty() {
                lines.push(Line::default());
                lines.extend(markdown::render(&format!("**Choose instead.** {}", instead.join(", ")), width, theme));
            }
        }
        Kind::Question(question) => {
            let options: Vec<String> = question.options.iter().map(|option| format!("- {}", option.text)).collect();
            add(&format!("{}\n\n{}", question.stem, options.join("\n")));
        }
    }
    lines
}
