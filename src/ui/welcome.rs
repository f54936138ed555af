//! The first start: what this is, and the one key to press.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::keymap::Scope;
use crate::app::{Action, Model};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown, words};

const TEXT: &str = "\
**Get ready for your AWS exam, a few minutes a day.**

This comes with flashcards, traps and scenario questions on containers: ECS, EKS, Fargate and ECR.

1. A card asks you something. Answer in your head.
2. `space` shows the answer.
3. Say how well you knew it, `1` to `4`. It comes back just before you would forget it.

Every rating is kept the moment you press the key, and nothing leaves this machine.";

/// Draws the first screen.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let area = sheet(frame, model, theme, hits, "⊖ Plimsoll", "Welcome");
    let mut lines = vec![Line::default()];
    lines.extend(markdown::render(TEXT, area.width.min(72), theme));
    lines.push(Line::default());
    let call = lines.len();
    let key = words::capital(model.keymap.key(Scope::Welcome, Action::Review));
    lines.push(Line::from(vec![
        ratatui::text::Span::styled("▸ ", theme.style(Role::Focus)),
        ratatui::text::Span::styled(key, theme.style(Role::KeyHint)),
        ratatui::text::Span::styled(" shows you the first cards.", theme.style(Role::Base)),
    ]));
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
    if let Some(row) = area.rows().nth(call) {
        hits.add(Rect { height: 1, ..row }, Action::Review);
    }
}
