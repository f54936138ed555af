//! What the history says: a page for each question.

mod ahead;
mod answers;
mod cards;
mod curve;
mod days;
mod hardest;
mod known;
mod recall;

pub use curve::view as curve;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Bar, BarChart, BarGroup, Tabs};

use crate::app::keymap::Scope;
use crate::app::model::Page;
use crate::app::stats::{Section, StatsScreen};
use crate::app::{Action, Model};
use crate::domain::stats::Stats;
use crate::domain::text::width;
use crate::ui::parts::scroll;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, markdown};

/// What the screen is for, before it can show it.
const PROMISE: &str = "After the first cards you see here how much you do, how much you recall beside what was predicted, \
    what is to come, and which cards are hard to keep.";

/// Draws the screen.
pub fn view(model: &Model, screen: &StatsScreen, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let right = screen
        .stats
        .as_ref()
        .filter(|stats| !stats.is_empty())
        .map_or_else(String::new, |stats| format!("{} of {} cards seen", stats.cards.seen, stats.cards.all));
    let area = sheet(frame, model, theme, hits, "Stats", right);
    let Some(stats) = &screen.stats else {
        let text = match screen.counting {
            Some((done, all)) => format!("Counting your reviews: {} %", 100 * done / all.max(1)),
            None => "Counting your reviews…".to_owned(),
        };
        frame.render_widget(Line::styled(text, theme.style(Role::Muted)), lines_of(area, 1, 1));
        return;
    };
    if stats.is_empty() {
        nothing_yet(model, area, theme, frame, hits);
        return;
    }
    tabs(screen, lines_of(area, 0, 1), theme, frame, hits);
    let body = lines_of(area, 2, area.height);
    match screen.section {
        Section::Days => days::draw(model, stats, body, theme, frame),
        Section::Recall => {
            text(&recall::lines(stats, model.settings.dates, body.width, theme), screen, body, theme, frame, hits);
        }
        Section::Ahead => ahead::draw(model, stats, body, theme, frame),
        Section::Cards => cards::draw(stats, body, theme, frame),
        Section::Known => text(&known::lines(stats, body.width, theme), screen, body, theme, frame, hits),
        Section::Hardest => hardest::draw(screen, stats, body, theme, frame, hits),
        Section::Answers => answers::draw(stats, body, theme, frame),
    }
}

/// So many lines of an area from `at` on, as far as there are any.
fn lines_of(area: Rect, at: u16, lines: u16) -> Rect {
    Rect { y: area.y.saturating_add(at), height: lines, ..area }.intersection(area)
}

fn tabs(screen: &StatsScreen, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let between = if area.width >= 70 { "  " } else { "" };
    let mut x = area.x;
    let mut titles = Vec::new();
    let mut chosen = 0;
    for (at, section) in Section::ALL.iter().enumerate() {
        // Marked by more than its colour.
        let (left, right) = if *section == screen.section { ("‹", "›") } else { (" ", " ") };
        let title = format!("{left}{}{right}", section.title());
        let wide = u16::try_from(width(&title)).unwrap_or(0);
        hits.add(Rect { x, width: wide, ..area }.intersection(area), Action::Pick(at));
        x = x.saturating_add(wide).saturating_add(u16::try_from(between.len()).unwrap_or(0));
        if *section == screen.section {
            chosen = at;
        }
        titles.push(title);
    }
    let tabs = Tabs::new(titles)
        .select(chosen)
        .divider(between)
        .padding("", "")
        .style(theme.style(Role::Muted))
        .highlight_style(theme.style(Role::Focus));
    frame.render_widget(tabs, area);
}

/// A page of lines that may be more than fit.
fn text(
    lines: &[Line<'static>],
    screen: &StatsScreen,
    area: Rect,
    theme: &Theme,
    frame: &mut Frame<'_>,
    hits: &mut Hits,
) {
    let scrolled = scroll(frame, area, lines, screen.scroll.into(), theme);
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    hits.page = Page { height: short(scrolled.page), most: short(scrolled.last) };
}

fn nothing_yet(model: &Model, area: Rect, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let call = Line::from(vec![
        Span::styled("▸ ", theme.style(Role::Focus)),
        Span::styled(model.keymap.key(Scope::StatsEmpty, Action::Review).to_owned(), theme.style(Role::KeyHint)),
        Span::styled(" starts the first cards.", theme.style(Role::Base)),
    ]);
    let mut lines =
        vec![Line::default(), Line::styled("Nothing was reviewed yet.", theme.style(Role::Due)), Line::default()];
    lines.extend(markdown::render(PROMISE, area.width.min(72), theme));
    lines.extend([Line::default(), call]);
    for (line, row) in lines.iter().zip(area.rows()) {
        frame.render_widget(line, row);
    }
    if let Some(row) = area.rows().nth(lines.len() - 1) {
        hits.add(row, Action::Review);
    }
}

/// A heading.
fn heading(text: impl Into<String>, theme: &Theme) -> Line<'static> {
    Line::styled(text.into(), theme.style(Role::Title))
}

/// Upright bars, each with its number in it and its name below; as wide as the room allows, `most` columns at most.
fn bars(named: &[(String, u64)], most: u16, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let count = u16::try_from(named.len()).unwrap_or(u16::MAX).max(1);
    let each = (area.width / count).max(1);
    let gap = u16::from(each > 2);
    let wide = (each - gap).min(most);
    let style = theme.style(Role::Service);
    let bar = |(name, value): &(String, u64), named: bool| {
        // Numbers that touch would be read as one.
        let fits = *value > 0 && gap > 0 && value.to_string().len() <= usize::from(wide);
        Bar::default()
            .value(*value)
            .label(Line::styled(if named { name.clone() } else { String::new() }, theme.style(Role::Muted)))
            .text_value(if fits { value.to_string() } else { String::new() })
            .style(style)
            .value_style(style.add_modifier(Modifier::REVERSED))
    };
    let every = if gap > 0 { 1 } else { 3 };
    let bars: Vec<Bar<'_>> = named.iter().enumerate().map(|(at, named)| bar(named, at % every == 0)).collect();
    let chart = BarChart::default().data(BarGroup::default().bars(&bars)).bar_width(wide).bar_gap(gap);
    frame.render_widget(chart, area);
}

/// `12 %`.
fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Days over which the pace is said.
const PACE: u32 = 30;

/// How much was done lately, in words.
fn pace(stats: &Stats) -> String {
    let (reviews, minutes) = stats.days.pace(stats.today, PACE);
    format!("{reviews:.1} reviews and {minutes:.1} min a day over {PACE} days")
}
