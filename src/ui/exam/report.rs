//! The report: what the paper was worth, what it can't say, what to do next.

mod pace;
mod parts;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::Model;
use crate::app::exam::Results;
use crate::app::model::Page;
use crate::domain::exam::{End, Mode, Share, Verdict};
use crate::ui::exam::{READABLE, title, to_u16};
use crate::ui::parts::scroll;
use crate::ui::sheet::sheet;
use crate::ui::theme::{Role, Theme};
use crate::ui::words;
use crate::ui::{Hits, markdown};

/// Draws the report.
pub fn view(model: &Model, results: &Results, theme: &Theme, frame: &mut Frame<'_>, hits: &mut Hits) {
    let terms = results.attempt.terms();
    let date = model.calendar.day_of(terms.started_at).date();
    let right = format!("{}, seed {}", words::short_date(date, model.settings.dates), terms.setup.seed);
    let area = sheet(frame, model, theme, hits, &format!("Report · {}", title(&results.attempt)), right);
    let area = Rect { width: area.width.min(READABLE), ..area };
    let mut lines = score(results, area.width, theme);
    lines.extend(parts::next(results, area.width, theme));
    lines.extend(parts::sent(results, area.width, theme));
    lines.extend(parts::shares(results, area.width, theme));
    lines.extend(pace::time(results, area.width, theme));
    lines.extend(parts::answers(results, area.width, theme));
    lines.extend(parts::all_sent(results, area.width, theme));
    let scrolled = scroll(frame, area, &lines, results.scroll.into(), theme);
    hits.page = Page { height: to_u16(scrolled.page), most: to_u16(scrolled.last) };
}

/// The score with its counts and its interval.
fn score(results: &Results, columns: u16, theme: &Theme) -> Vec<Line<'static>> {
    let report = &results.report;
    let (low, high) = report.score.interval_percent();
    let mut head = vec![
        Span::styled(format!("{} right", report.score), theme.style(Role::Title)),
        Span::styled(format!(", {} %", report.score.percent()), theme.style(Role::Title)),
    ];
    let end = match (report.end, results.attempt.terms().mode()) {
        (Some(End::TimeUp), _) => "   handed in by the clock",
        (Some(End::Abandoned), _) => "   given up, incomplete",
        (_, Mode::Practice) => "   practice",
        _ => "",
    };
    head.push(Span::styled(end, theme.style(Role::Muted)));
    let count = |what: Verdict| report.verdicts.iter().filter(|verdict| **verdict == what).count();
    let mut lines = vec![Line::from(head), interval(report.score, columns, theme)];
    let mut say = |text: String, role: Role| {
        let rendered = markdown::render(&text, columns, theme);
        lines.extend(rendered.into_iter().map(|line| line.patch_style(theme.style(role))));
    };
    say(format!("Your true level on such questions: {low} to {high} % (95 % interval)"), Role::Base);
    let mut counts = vec![format!("{} wrong", count(Verdict::Wrong)), format!("{} blank", count(Verdict::Blank))];
    if report.unreached > 0 {
        counts.push(format!("{} of them never reached", report.unreached));
    }
    if report.repeats.of > 0 && report.first_sight.of > 0 {
        counts.push(format!("first sight {}, seen before {}", report.first_sight, report.repeats));
    } else if report.repeats.of > 0 {
        counts.push("all seen before".into());
    }
    say(counts.join(" · "), Role::Muted);
    if let Some((least, most)) = report.range {
        let unscored = results.attempt.slots().iter().filter(|slot| !slot.scored).count();
        let (least, most) = (least.percent(), most.percent());
        say(format!("{unscored} didn't count; had others not counted, {least} to {most} %."), Role::Muted);
    }
    if results.attempt.terms().setup.exam.is_some() {
        say(format!("On {} alone, not on the whole exam.", results.attempt.terms().pack_title), Role::Muted);
    }
    lines
}

/// From 0 to 100 %: where the score lies, and how far the interval goes.
fn interval(share: Share, columns: u16, theme: &Theme) -> Line<'static> {
    let cells = usize::from(columns.saturating_sub(12).min(60));
    let at = |value: f64| ((value * cells as f64) as usize).min(cells.saturating_sub(1));
    let (low, high) = share.interval();
    let (low, high, here) = (at(low), at(high), at(share.value()));
    let mut spans = vec![Span::styled("  0 ", theme.style(Role::Muted))];
    for cell in 0..cells {
        let (sign, role) = match cell {
            cell if cell == here => ("◆", Role::Focus),
            cell if (low..=high).contains(&cell) => ("━", Role::Service),
            _ => ("·", Role::Muted),
        };
        spans.push(Span::styled(sign, theme.style(role)));
    }
    spans.push(Span::styled(" 100 %", theme.style(Role::Muted)));
    Line::from(spans)
}
