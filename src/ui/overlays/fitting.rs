//! Fitting the memory model: how far it is, and what came of it.

use ratatui::Frame;
use ratatui::text::Line;

use crate::app::fitting::Fitting;
use crate::app::keymap::Scope;
use crate::app::{Action, Model};
use crate::domain::optimize::wording::{said, too_few};
use crate::ui::parts::{bar_line, popup};
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown};

/// Columns of the box at most.
const WIDE: u16 = 60;

pub fn draw(model: &Model, fitting: &Fitting, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let columns = frame.area().width.saturating_sub(10).min(WIDE);
    let text = match fitting {
        Fitting::Reading(..) | Fitting::Working(_) => {
            "How fast you forget is your own. This looks for the numbers that fit your reviews best.".to_owned()
        }
        Fitting::TooFew(few) => too_few(*few),
        Fitting::Fitted(report) => said(report, model.rules.retention),
    };
    let mut lines = markdown::render(&text, columns, theme);
    if fitting.busy() {
        lines.push(Line::default());
        let mut line = bar_line(fitting.part(), columns.saturating_sub(6), Role::Service, theme);
        line.push_span(format!(" {:3.0} %", 100.0 * fitting.part()));
        lines.push(line);
    }
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let area = popup(frame, columns, height, "Fit to your reviews", theme);
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
    // A stray click shall not throw minutes of work away.
    if fitting.scope() != Scope::Fitted {
        hits.beside(Action::Back);
    }
}
