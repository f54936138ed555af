//! What is to be sat, and how many questions there are for it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::exam::setup::Row;
use crate::app::exam::{SetUp, Wish};
use crate::app::keymap::Scope;
use crate::app::{Action, Model};
use crate::domain::exam::{Mode, Setup};
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::exam::{call, put, times};
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown, words};

/// Columns of a row's name.
const NAME: usize = 12;

/// Draws the set-up.
pub fn view(model: &Model, set_up: &SetUp, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let seed = if set_up.forms.is_some() { format!("seed {}", set_up.seed) } else { String::new() };
    let area = sheet(frame, model, theme, hits, "Mock exam", seed);
    let Some(forms) = &set_up.forms else { return };
    if forms.is_empty() {
        let lines = [
            Line::default(),
            Line::styled("There are no questions to sit an exam with.", theme.style(Role::Title)),
            Line::styled("Add a pack that has some with `plimsoll pack add FOLDER`.", theme.style(Role::Base)),
        ];
        put(frame, area, &lines);
        return;
    }
    let Some(setup) = set_up.setup() else { return };
    let mut y = area.y + u16::from(area.height >= 20);
    let selected = set_up.selected();
    for (at, row) in set_up.rows().into_iter().enumerate() {
        let place = Rect { y, height: 1, ..area };
        let typed = model.keymap.key(Scope::ExamSetUp, Action::Exam(Wish::Choices));
        let typed = (row == selected).then(|| format!(" {typed}: type another"));
        let line = value(set_up, &setup, row, typed.as_deref(), place.width, theme);
        if row == selected {
            frame.buffer_mut().set_style(place, theme.style(Role::Base));
        }
        frame.render_widget(line, place);
        hits.add(place, Action::Pick(at));
        y += 1;
    }
    y += 1;
    let below = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    let mut lines = vec![counts(set_up, theme)];
    let roomy = area.height >= 20;
    let start = lines.len() + usize::from(roomy);
    if set_up.available.total > 0 {
        // Where there is little room, it is for what must be said.
        let apart = |lines: &mut Vec<Line<'static>>| lines.extend(roomy.then(Line::default));
        apart(&mut lines);
        lines.push(call(
            &words::capital(model.keymap.key(Scope::ExamSetUp, Action::Exam(Wish::Start))),
            "starts.",
            theme,
        ));
        apart(&mut lines);
        lines.extend(notes(set_up, &setup, below.width, theme));
    }
    let room = usize::from(below.height);
    if lines.len() > room && room > 0 {
        lines.truncate(room - 1);
        lines.push(Line::styled("…", theme.style(Role::Muted)));
    }
    put(frame, below, &lines);
    if let Some(row) = below.rows().nth(start) {
        hits.add(row, Action::Exam(Wish::Start));
    }
}

/// A row: its name, and what can be chosen with what is chosen marked; in words where that is too long. The selected row
/// says how something else is typed.
fn value(set_up: &SetUp, setup: &Setup, row: Row, typed: Option<&str>, columns: u16, theme: &Theme) -> Line<'static> {
    let selected = typed.is_some();
    let mut spans = vec![
        Span::styled(if selected { "▸ " } else { "  " }, theme.style(Role::Focus)),
        Span::styled(pad(row.name(), NAME), theme.style(if selected { Role::Title } else { Role::Muted })),
    ];
    let room = usize::from(columns).saturating_sub(NAME + 2);
    if row == Row::Minutes {
        let pace = setup.pace() / 1000;
        let kept = if set_up.minutes.is_none() { "the real exam's pace" } else { "your own pace" };
        let typed = typed.map_or_else(String::new, |typed| format!(" {typed}"));
        let value = format!("[{}]", setup.minutes);
        let text = format!("  {pace} s a question, {kept}");
        let text = if width(&value) + width(&text) <= room { text } else { format!("  {pace} s a question") };
        spans.push(Span::styled(value.clone(), theme.style(Role::Focus)));
        spans.push(Span::styled(text.clone(), theme.style(Role::Muted)));
        if width(&value) + width(&text) + width(&typed) <= room {
            spans.push(Span::styled(typed, theme.style(Role::KeyHint)));
        }
        return Line::from(spans);
    }
    let (choices, now) = set_up.choices(row);
    let all: usize = choices.iter().map(|choice| width(choice) + 3).sum();
    if all <= room.max(1) && choices.len() < 7 {
        for (at, choice) in choices.iter().enumerate() {
            let style = theme.style(if at == now { Role::Focus } else { Role::Muted });
            let marked = if at == now { format!("[{choice}]") } else { format!(" {choice} ") };
            spans.push(Span::styled(marked, style));
            spans.push(Span::raw(" "));
        }
        if row == Row::Questions
            && let Some(typed) = typed
        {
            spans.push(Span::styled(typed.to_owned(), theme.style(Role::KeyHint)));
        }
    } else if let Some(choice) = choices.get(now) {
        let hint = match (selected, now) {
            (true, _) => format!("  {} of {}", now + 1, choices.len()),
            (false, 0) if row != Row::Exam => format!("  or one of {}", choices.len() - 1),
            _ => String::new(),
        };
        let text = cut(&clean_line(choice), room.saturating_sub(width(&hint) + 2)).into_owned();
        spans.push(Span::styled(format!("[{text}]"), theme.style(Role::Focus)));
        spans.push(Span::styled(hint, theme.style(Role::Muted)));
    }
    Line::from(spans)
}

/// How many questions there are.
fn counts(set_up: &SetUp, theme: &Theme) -> Line<'static> {
    let available = &set_up.available;
    match (&set_up.bank, available.total) {
        (None, _) => Line::styled("Counting…", theme.style(Role::Muted)),
        (_, 0) => Line::styled("No question fits this choice.", theme.style(Role::Warning)),
        (_, total) => {
            let fit = words::count(total.into(), "question fits", "questions fit");
            let past = format!(": {} never shown, {} missed before", available.unseen, available.missed);
            Line::from(vec![Span::styled(fit, theme.style(Role::Title)), Span::styled(past, theme.style(Role::Base))])
        }
    }
}

/// What is lacking, how long it takes, and what the score will be about.
fn notes(set_up: &SetUp, setup: &Setup, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let Some(bank) = &set_up.bank else { return vec![] };
    let mut lines = Vec::new();
    let mut say = |text: String, role: Role| {
        let rendered = markdown::render(&text, columns, theme);
        lines.extend(rendered.into_iter().map(|line| line.patch_style(theme.style(role))));
    };
    let drawn = setup.questions.min(set_up.available.total);
    if drawn < setup.questions {
        let paper = words::count(drawn.into(), "question", "questions");
        say(format!("The paper will have {paper}, with the time in proportion."), Role::Warning);
    } else if let Some(short) = set_up.short.first() {
        let title = bank.blueprint.domains.get(&short.domain).map_or(short.domain.as_str(), |domain| &domain.title);
        let more = match set_up.short.len() {
            1 => String::new(),
            n => format!(" ({} more like it)", n - 1),
        };
        say(format!("{title}: {} of {} wanted; others fill in{more}.", short.have, short.wanted), Role::Muted);
    }
    if set_up.available.doubted > 0 {
        let out = words::count(set_up.available.doubted.into(), "question", "questions");
        say(format!("{out} left out, whose key you doubt."), Role::Muted);
    }
    match setup.mode {
        Mode::Practice => say("No time limit; each answer is explained when you check it.".into(), Role::Muted),
        Mode::Exam => {
            let time = times::span(setup.pace() * i64::from(drawn));
            say(format!("{time} by the clock, which runs on while you are away."), Role::Muted);
        }
    }
    if setup.unscored > 0 {
        say(format!("{} of them don't count, unmarked, as in the real exam.", setup.unscored), Role::Muted);
    }
    if set_up.chosen().is_some_and(|form| form.exam.is_some()) {
        say(format!("All from {}, so no score for the whole exam.", bank.title), Role::Muted);
    }
    lines
}
