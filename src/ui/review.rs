//! A card: front, answer, and what each rating would do.

mod planned;
mod sides;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use crate::app::keymap::Scope;
use crate::app::model::Page;
use crate::app::review::{Review, Showing, why_now};
use crate::app::{Action, Model};
use crate::domain::memory::Rating;
use crate::domain::review::{Sitting, leech};
use crate::domain::text::{clean_line, cut, pad, width};
use crate::ui::found::{FLAG, NOTE};
use crate::ui::parts::scroll;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown, words};

/// Lines of text are no longer than this: longer ones are hard to read.
const READABLE: u16 = 84;

/// Draws the card.
pub fn view(model: &Model, review: &Review, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let title = match review.filter.sitting {
        Sitting::Today => "Review",
        Sitting::Ahead(_) => "Review ahead",
        Sitting::Cram => "Cram",
    };
    let area = sheet(frame, model, theme, hits, title, progress(model, review));
    let Some(showing) = &review.showing else {
        if review.waiting {
            let line = Line::styled("Planning today's cards…", theme.style(Role::Muted));
            frame.render_widget(line, Rect { y: area.y + 1, height: 1, ..area }.intersection(area));
        }
        return;
    };
    let area = Rect { width: area.width.min(READABLE), ..area };
    let [head, _, body, _, buttons] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
        Constraint::Length(2),
    ])
    .areas(area);
    frame.render_widget(heading(model, review, showing, head.width, theme), head);
    let mut lines = sides::lines(showing, body.width, theme);
    if showing.back() {
        // Before the answer it could give it away.
        for note in showing.card.notes() {
            lines.extend([Line::default(), Line::styled(format!("{NOTE} Your note"), theme.style(Role::Focus))]);
            lines.extend(markdown::render(note, body.width, theme));
        }
    }
    if showing.numbers {
        lines.extend(numbers(model, showing, theme));
        lines.extend(planned::lines(model, showing, body.width, theme));
    }
    let scrolled = scroll(frame, body, &lines, showing.scroll.into(), theme);
    hits.page = Page { height: to_u16(scrolled.page), most: to_u16(scrolled.last) };
    if showing.back() {
        ratings(model, review, showing, buttons, theme, frame, hits);
    } else {
        reveal(model, showing, buttons, theme, frame, hits);
    }
}

fn progress(model: &Model, review: &Review) -> String {
    let left = review.left();
    // The pace of the last weeks counts as ten cards, so that one quick card doesn't promise a quick end.
    let usual = f64::from(model.today.seconds) / f64::from(model.today.due.total().max(1));
    let took = review.tally.took as f64 / 1000.0;
    let each = (usual * 10.0 + took) / (10.0 + f64::from(review.tally.rated));
    let seconds = (each * left as f64).round() as u32;
    match left {
        0 => String::new(),
        1 => "last card".into(),
        left => format!("{left} left, {}", words::minutes(seconds)),
    }
}

fn heading(model: &Model, review: &Review, showing: &Showing, columns: u16, theme: &Theme) -> Line<'static> {
    let mut parts = Vec::new();
    let service = &showing.card.service;
    if showing.back() || !showing.sides.given_away_by(service) {
        parts.push(Span::styled(clean_line(service).into_owned(), theme.style(Role::Service)));
    }
    let muted = theme.style(Role::Muted);
    let kind = Some(showing.card.item.kind.name()).filter(|kind| *kind != "note");
    parts.extend(kind.map(|kind| Span::styled(kind.to_owned(), muted)));
    if showing.card.flagged() {
        match parts.last_mut() {
            Some(last) => last.content = format!("{} {FLAG}", last.content).into(),
            None => parts.push(Span::styled(FLAG, muted)),
        }
    }
    let taken: usize = parts.iter().map(|part| part.width() + 3).sum();
    let left = usize::from(columns).saturating_sub(taken);
    let why = planned::why(model, showing, left)
        .unwrap_or_else(|| why_now(review.filter.sitting, &showing.card, model.now, &model.memory));
    parts.push(Span::styled(cut(&why, left).into_owned(), muted));
    let gap = Span::styled(" · ", muted);
    let mut spans: Vec<Span<'static>> = parts.into_iter().flat_map(|part| [part, gap.clone()]).collect();
    spans.pop();
    Line::from(spans)
}

fn reveal(model: &Model, showing: &Showing, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let gaps = showing.sides.gaps();
    let does = if gaps > 1 { format!("opens gap {} of {gaps}", showing.opened + 1) } else { "shows the answer".into() };
    let line = Line::from(vec![
        Span::styled("▸ ", theme.style(Role::Focus)),
        Span::styled(model.keymap.key(Scope::Front, Action::Reveal).to_owned(), theme.style(Role::KeyHint)),
        Span::styled(format!(" {does}"), theme.style(Role::Base)),
    ]);
    if let Some(row) = area.rows().next_back() {
        frame.render_widget(line, row);
        hits.add(row, Action::Reveal);
    }
}

/// The four ratings, names above; below, the wait each gives, or with a plan the recall on exam day and the next showing.
#[allow(clippy::too_many_arguments)]
fn ratings(
    model: &Model,
    review: &Review,
    showing: &Showing,
    area: Rect,
    theme: &Theme,
    frame: &mut Frame<'_>,
    hits: &mut Hits,
) {
    let columns = Layout::horizontal([Constraint::Fill(1); 4]).split(area);
    for (outcome, column) in showing.outcomes.iter().zip(columns.iter()) {
        let role = match outcome.rating {
            Rating::Again => Role::Wrong,
            Rating::Hard => Role::Warning,
            Rating::Good => Role::Correct,
            Rating::Easy => Role::New,
        };
        let wide = usize::from(column.width);
        let key = model.keymap.key(Scope::Back, Action::Grade(outcome.rating));
        let name = Line::from(vec![
            Span::styled(format!("{key} "), theme.style(Role::KeyHint)),
            Span::styled(pad(outcome.rating.name(), wide.saturating_sub(width(key) + 1)), theme.style(role)),
        ]);
        let planned = || planned::then(model, showing, outcome.rating);
        let wait = match (review.cramming(), outcome.rating) {
            (false, _) => planned().unwrap_or_else(|| words::wait(outcome.wait)),
            (true, Rating::Again) => "once more".into(),
            (true, _) => "done".into(),
        };
        let wait = Line::styled(format!("  {wait}"), theme.style(Role::Muted));
        for (line, row) in [name, wait].iter().zip(column.rows()) {
            frame.render_widget(line, row);
        }
        hits.add(*column, Action::Grade(outcome.rating));
    }
}

fn numbers(model: &Model, showing: &Showing, theme: &Theme) -> Vec<Line<'static>> {
    let state = &showing.card.state;
    let mut facts = vec![("Card", showing.card.id.to_string())];
    if let Some(memory) = state.memory {
        let elapsed = state.elapsed(model.now.day);
        let recall = model.memory.retrievability(memory, elapsed as f32) * 100.0;
        facts.push(("Recall now", format!("{recall:.0} %")));
        facts.push(("Stability", format!("{:.1} days until recall falls to 90 %", memory.stability)));
        facts.push(("Difficulty", format!("{:.1} of 10", memory.difficulty)));
    }
    facts.push((
        "Ratings",
        format!("{}, forgotten {}", state.reviews, words::count(state.lapses.into(), "time", "times")),
    ));
    if leech::is(state, model.rules.leech) {
        facts.push(("Tag", leech::TAG.into()));
    }
    if let Some(last) = state.last_day {
        facts.push(("Last rated", words::short_date(last.date(), model.settings.dates)));
    }
    let mut lines = vec![Line::default(), Line::styled("Numbers", theme.style(Role::Title))];
    lines.extend(facts.into_iter().map(|(name, value)| {
        Line::from(vec![
            Span::styled(pad(name, 12), theme.style(Role::Muted)),
            Span::styled(value, theme.style(Role::Base)),
        ])
    }));
    lines
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
