//! The forgetting curve of a card, over whatever screen it was asked from.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::Marker;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Axis, Chart, Dataset, GraphType};

use super::{lines_of, percent};
use crate::app::{Action, Model};
use crate::domain::memory::Rating;
use crate::domain::review::journal::Source;
use crate::domain::stats::{Curve, Showing};
use crate::domain::text::{cut, pad_left};
use crate::ui::parts::popup;
use crate::ui::theme::{Role, Theme};
use crate::ui::{Hits, words};

/// Columns of the shares beside the chart.
const SCALE: u16 = 6;

/// Lines below the chart: the marks, the dates, what they mean, and three about the card.
const BELOW: u16 = 6;

pub fn view(model: &Model, curve: &Curve, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let room = frame.area();
    let (wide, high) = (room.width.saturating_sub(8).min(110), room.height.saturating_sub(5).min(26));
    let area = popup(frame, wide, high, &curve.title, theme);
    hits.beside(Action::Back);
    let chart = Rect { x: area.x + SCALE, width: area.width.saturating_sub(SCALE), ..area };
    let chart = lines_of(chart, 0, area.height.saturating_sub(BELOW));
    let end = f64::from(curve.points.last().map_or(1, |point| point.0).max(1));
    let lowest = curve.points.iter().map(|point| point.1).fold(0.9, f64::min);
    let from = ((lowest * 10.0).floor() / 10.0).clamp(0.0, 0.8);
    graph(curve, (from, end), chart, theme, frame);
    for (share, line) in [(1.0, 0), (f64::midpoint(from, 1.0), chart.height / 2), (from, chart.height - 1)] {
        let text = Line::styled(pad_left(&percent(share), usize::from(SCALE) - 1), theme.style(Role::Muted));
        frame.render_widget(text, Rect { x: area.x, y: chart.y + line, width: SCALE, height: 1 });
    }
    let below = Rect { y: chart.bottom(), height: area.bottom().saturating_sub(chart.bottom()), ..area };
    let inside = Rect { x: chart.x, width: chart.width, ..below };
    frame.render_widget(Line::from(marks(curve, end, chart.width, theme)), lines_of(inside, 0, 1));
    frame.render_widget(dates(model, curve, end, chart.width, theme), lines_of(inside, 1, 1));
    let place = lines_of(below, 2, 1);
    frame.render_widget(Line::styled(legend(curve), theme.style(Role::Muted)), place);
    for (at, text) in (3..).zip(said(model, curve)) {
        let place = lines_of(below, at, 1);
        frame.render_widget(Line::styled(cut(&text, place.width.into()).into_owned(), theme.style(Role::Base)), place);
    }
}

fn graph(curve: &Curve, (from, end): (f64, f64), area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let today = curve.since_first(curve.today);
    let part = |past: bool| -> Vec<(f64, f64)> {
        let held = |point: &&(u32, f64)| if past { point.0 <= today } else { point.0 >= today };
        curve.points.iter().filter(held).map(|(day, recall)| (f64::from(*day), *recall)).collect()
    };
    let (past, ahead) = (part(true), part(false));
    let line = |points, marker, kind, role| {
        Dataset::default().data(points).marker(marker).graph_type(kind).style(theme.style(role))
    };
    let datasets = vec![
        line(&ahead, Marker::Dot, GraphType::Scatter, Role::Muted),
        line(&past, Marker::Braille, GraphType::Line, Role::Service),
    ];
    let chart = Chart::new(datasets)
        .x_axis(Axis::default().bounds([0.0, end]))
        .y_axis(Axis::default().bounds([from, 1.0]))
        .style(theme.style(Role::Base));
    frame.render_widget(chart, area);
}

/// The column of a day.
fn column(day: u32, end: f64, width: u16) -> usize {
    (f64::from(day) / end * f64::from(width.saturating_sub(1))).round() as usize
}

/// A letter for each showing; where several share a column, the worst of them.
fn marks(curve: &Curve, end: f64, width: u16, theme: &Theme) -> Vec<Span<'static>> {
    let mut row: Vec<Option<(u8, char, Role)>> = vec![None; usize::from(width.max(1))];
    for showing in &curve.showings {
        let at = column(curve.since_first(showing.day), end, width).min(row.len() - 1);
        let mark = mark(showing);
        if row[at].is_none_or(|there| mark.0 <= there.0) {
            row[at] = Some(mark);
        }
    }
    row.into_iter()
        .map(|mark| match mark {
            Some((_, letter, role)) => Span::styled(letter.to_string(), theme.style(role)),
            None => Span::raw(" "),
        })
        .collect()
}

/// What the letters that stand there mean.
fn legend(curve: &Curve) -> String {
    let meanings = [
        ('x', "x missed in an exam"),
        ('A', "A again"),
        ('H', "H hard"),
        ('G', "G good"),
        ('E', "E easy"),
        ('c', "c crammed"),
    ];
    let there: Vec<char> = curve.showings.iter().map(|showing| mark(showing).1).collect();
    let meant: Vec<&str> =
        meanings.iter().filter(|(letter, _)| there.contains(letter)).map(|(_, text)| *text).collect();
    meant.join("  ")
}

fn mark(showing: &Showing) -> (u8, char, Role) {
    match (showing.source, showing.rating) {
        (Source::Cram, _) => (9, 'c', Role::Muted),
        (Source::Exam, _) => (0, 'x', Role::Wrong),
        (Source::Due, Rating::Again) => (1, 'A', Role::Wrong),
        (Source::Due, Rating::Hard) => (2, 'H', Role::Base),
        (Source::Due, Rating::Good) => (3, 'G', Role::Base),
        (Source::Due, Rating::Easy) => (4, 'E', Role::Base),
    }
}

/// When it began, today, and when it comes.
fn dates(model: &Model, curve: &Curve, end: f64, width: u16, theme: &Theme) -> Line<'static> {
    let mut text: Vec<char> = vec![' '; width.into()];
    let today = curve.since_first(curve.today);
    let short = |day| words::short_date(day, model.settings.dates);
    let first = curve.showings.first().map_or_else(String::new, |showing| short(showing.day.date()));
    let named = [(0, first), (today, "today".to_owned())];
    let mut free = 0;
    for (day, name) in named {
        let letters: Vec<char> = name.chars().collect();
        let at = column(day, end, width).saturating_sub(letters.len() / 2);
        let at = at.min(usize::from(width).saturating_sub(letters.len()));
        if at >= free && at + letters.len() <= text.len() {
            text[at..at + letters.len()].copy_from_slice(&letters);
            free = at + letters.len() + 1;
        }
    }
    Line::styled(text.into_iter().collect::<String>(), theme.style(Role::Muted))
}

/// Three lines about the card.
fn said(model: &Model, curve: &Curve) -> [String; 3] {
    let forgotten = curve.showings.iter().filter(|showing| showing.rating == Rating::Again).count();
    let times = |n: usize| match n {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        n => format!("{n} times"),
    };
    let mut said = [
        format!("Shown {}, forgotten {}.", times(curve.showings.len()), times(forgotten)),
        String::new(),
        String::new(),
    ];
    if let Some((memory, _)) = curve.memory() {
        said[0].push_str(&format!(" Difficulty {:.1}.", memory.difficulty));
        let recall = curve.recall(&model.memory).unwrap_or(0.0);
        let days = f64::from(memory.stability);
        let days = if days < 10.0 { format!("{days:.1}") } else { format!("{days:.0}") };
        said[1] = format!("Recall now {}. It falls to 90 % in {days} days.", percent(recall));
    }
    if let Some(due) = curve.due {
        let when = if due <= curve.today { "now".to_owned() } else { words::day(due, model.now, model.settings.dates) };
        said[2] = format!("It comes {when}.");
    }
    said
}
