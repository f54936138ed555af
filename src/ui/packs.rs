//! The packs: what is loaded, from where, and what is wrong with it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::keymap::Scope;
use crate::app::message::PackRow;
use crate::app::packs::Packs;
use crate::app::{Action, Model};
use crate::domain::text::{clean_line, cut};
use crate::domain::today::Origin;
use crate::ui::parts::table::{Column, row, widths};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Lines that a pack takes.
const EACH: usize = 4;

/// Draws the packs.
pub fn view(model: &Model, packs: &Packs, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = sheet(frame, model, theme, hits, "Packs", "");
    let Some(rows) = &packs.rows else { return };
    if rows.is_empty() {
        let text = "No packs. Add one with `plimsoll pack add FOLDER`, start one with `plimsoll pack new FOLDER`.";
        for (line, row) in crate::ui::markdown::render(text, area.width, theme).iter().zip(area.rows().skip(1)) {
            frame.render_widget(line, row);
        }
        return;
    }
    let shown = (usize::from(area.height) / EACH).max(1);
    let first = packs.selected.saturating_sub(shown - 1);
    for (at, pack) in rows.iter().enumerate().skip(first).take(shown) {
        let top = area.y + u16::try_from((at - first) * EACH).unwrap_or(0);
        let block = Rect { y: top, height: EACH as u16, ..area }.intersection(area);
        hits.add(block, Action::Pick(at));
        let chosen = at == packs.selected;
        for (line, row) in lines(pack, chosen, model.keymap.key(Scope::Packs, Action::Open), area.width, theme)
            .iter()
            .zip(block.rows().skip(1))
        {
            if chosen {
                frame.buffer_mut().set_style(row, theme.style(Role::Base));
            }
            frame.render_widget(line, row);
        }
    }
}

fn lines(pack: &PackRow, chosen: bool, key: &str, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let info = &pack.info;
    let columns = [Column::words(1), Column::share(1), Column::number(14)];
    let places = widths(&columns, width);
    let mark = if chosen { "▸" } else { "" };
    let title = format!("{} ({} {})", info.title, info.id, info.version);
    let seen = format!("{} of {} seen", info.seen, info.cards);
    let head = [
        (mark, theme.style(Role::Focus)),
        (title.as_str(), theme.style(Role::Title)),
        (seen.as_str(), theme.style(Role::Base)),
    ];
    let columns_below = [Column::words(1), Column::share(1)];
    let below = |text: &str, role: Role| {
        row(&[("", theme.style(Role::Base)), (text, theme.style(role))], &columns_below, &widths(&columns_below, width))
    };
    let kinds = [
        words::count(info.notes.into(), "note", "notes"),
        words::count(info.traps.into(), "trap", "traps"),
        words::count(info.questions.into(), "question", "questions"),
        words::count(info.cards.into(), "card", "cards"),
    ];
    let mut counts = kinds.join(" · ");
    if info.retired > 0 {
        counts.push_str(&format!(" · {} retired", info.retired));
    }
    let from = match &info.origin {
        Origin::Shipped => "comes with the program".to_owned(),
        Origin::Folder(folder) => format!("from {}", clean_line(folder)),
        Origin::Copy => "a copy in the data directory".into(),
    };
    let (state, role) = match pack.problems.len() {
        0 => (from, Role::Muted),
        1 => (format!("{from}: 1 problem, {key} shows it"), Role::Warning),
        n => (format!("{from}: {n} problems, {key} shows them"), Role::Warning),
    };
    let state = cut(&state, usize::from(width).saturating_sub(4)).into_owned();
    vec![row(&head, &columns, &places), below(&counts, Role::Base), below(&state, role)]
}
