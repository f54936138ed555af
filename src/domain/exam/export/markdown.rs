//! A finished attempt to read outside.

use std::fmt::Write;

use crate::domain::exam::attempt::Attempt;
use crate::domain::exam::export::question::{key, letters, word};
use crate::domain::exam::mark::{Mark, Sure};
use crate::domain::exam::misses::{Sent, SentItem};
use crate::domain::exam::paper::Slot;
use crate::domain::exam::report::{Part, Report, verdict};
use crate::domain::exam::setup::Mode;
use crate::domain::exam::share::Share;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::Calendar;

const MINUTE: i64 = 60_000;

/// The report as Markdown, every question with it. None while the attempt runs, since it holds the keys.
#[must_use]
pub fn markdown(attempt: &Attempt, sent: &Sent, calendar: &Calendar) -> Option<String> {
    attempt.end()?;
    let report = Report::of(attempt);
    let mut text = Text::default();
    head(&mut text, attempt, &report, calendar);
    parts(&mut text, "Domains", "Domain", &report.domains);
    parts(&mut text, "Services", "Service", &report.services);
    time(&mut text, attempt, &report);
    answers(&mut text, &report);
    cards(&mut text, sent);
    text.line("## Questions\n");
    for (number, (slot, mark)) in (1..).zip(attempt.questions()) {
        question(&mut text, number, slot, mark);
    }
    Some(text.done())
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn line(&mut self, line: impl std::fmt::Display) {
        // Writing to a string can't fail.
        _ = writeln!(self.0, "{line}");
    }

    fn done(self) -> String {
        format!("{}\n", clean(self.0.trim_end()))
    }
}

fn head(text: &mut Text, attempt: &Attempt, report: &Report, calendar: &Calendar) {
    let terms = attempt.terms();
    let mode = if terms.mode() == Mode::Exam { "exam" } else { "practice" };
    let at = terms.started_at.instant().to_zoned(calendar.zone.clone()).strftime("%Y-%m-%d %H:%M");
    let end = report.end.map_or("running", |end| end.name());
    let used = report.used / MINUTE;
    let of = report.allowed.map(|allowed| format!(" of {}", allowed / MINUTE)).unwrap_or_default();
    let paused = if attempt.ever_paused() { ", paused" } else { "" };
    let (pack, version) = (clean_line(&terms.pack_title), clean_line(&terms.version));
    text.line(format_args!("# {}: {}\n", clean_line(&terms.title), counts(report.score)));
    text.line(format_args!("- {at}, {mode} mode, {end} after {used}{of} min{paused}"));
    text.line(format_args!("- {} questions from {pack} {version}, seed {}", attempt.slots().len(), terms.setup.seed));
    let (low, high) = report.score.interval_percent();
    text.line(format_args!("- 95 % interval: {low} to {high} %"));
    if let Some((low, high)) = report.range {
        let unscored = attempt.questions().filter(|(slot, mark)| !slot.scored && !mark.doubted).count();
        text.line(format_args!(
            "- {unscored} questions don't count, as in the real exam; had others been those, {} to {high}",
            low.right
        ));
    }
    if report.first_sight.of > 0 && report.repeats.of > 0 {
        text.line(format_args!("- At first sight {}, seen before {}", report.first_sight, report.repeats));
    }
    for short in &terms.short {
        let title = terms.domains.get(&short.domain).map_or(short.domain.as_str(), String::as_str);
        text.line(format_args!("- {}: {} wanted, {} there", clean_line(title), short.wanted, short.have));
    }
    text.line(format_args!(
        "- A score on the questions of {pack}, no forecast of the exam's own score, which has no public formula"
    ));
    text.line(format_args!("\n**{}**\n", clean_line(&report.advice)));
}

fn parts(text: &mut Text, heading: &str, column: &str, parts: &[Part]) {
    if parts.is_empty() {
        return;
    }
    text.line(format_args!("## {heading}\n\n| {column} | right | 95 % interval |\n|---|--:|--:|"));
    for part in parts {
        let (low, high) = part.share.interval_percent();
        let interval = if part.share.bar().is_some() { format!("{low} to {high} %") } else { "too few".into() };
        let title = clean_line(&part.title).replace('|', "\\|");
        text.line(format_args!("| {title} | {} | {interval} |", part.share));
    }
    text.line("");
}

fn time(text: &mut Text, attempt: &Attempt, report: &Report) {
    text.line(format_args!("## Time\n\nPlanned: {} a question.", clock(attempt.terms().pace)));
    if let Some(last) = report.pacing.last() {
        let side = if last.ahead < 0 { "behind" } else { "ahead" };
        let answers = if last.answered == 1 { "answer" } else { "answers" };
        text.line(format_args!("After {} {answers}: {} {side}.", last.answered, clock(last.ahead.abs())));
    }
    if !report.slowest.is_empty() {
        let slow = |place: &usize| format!("{} ({})", place + 1, clock(attempt.marks()[*place].time));
        let named: Vec<String> = report.slowest.iter().map(slow).collect();
        text.line(format_args!("Slowest: {}.", named.join(", ")));
    }
    text.line("");
}

fn answers(text: &mut Text, report: &Report) {
    let lists = [
        ("Blank", &report.blank),
        ("Changed from right to wrong", &report.right_to_wrong),
        ("Changed from wrong to right", &report.wrong_to_right),
        ("Lucky guesses", &report.lucky),
        ("Sure and wrong", &report.sure_and_wrong),
    ];
    if lists.iter().all(|(_, places)| places.is_empty()) {
        return;
    }
    text.line("## Answers\n");
    for (name, places) in lists {
        if !places.is_empty() {
            let numbers: Vec<String> = places.iter().map(|place| (place + 1).to_string()).collect();
            text.line(format_args!("- {name}: {}", numbers.join(", ")));
        }
    }
    if report.unreached > 0 {
        text.line(format_args!("- Never reached, so not among the cards: {}", report.unreached));
    }
    text.line("");
}

fn cards(text: &mut Text, sent: &Sent) {
    let (again, forward) = sent.cards();
    if again + forward == 0 {
        return;
    }
    text.line(format_args!("## Into the daily cards\n\n{again} rated Again, {forward} brought forward:\n"));
    let line = |item: &SentItem| format!("- {}: {}", item.kind, clean_line(&item.title));
    sent.questions.iter().chain(&sent.linked).for_each(|item| text.line(line(item)));
    text.line("");
}

fn question(text: &mut Text, number: usize, slot: &Slot, mark: &Mark) {
    let mut notes = vec![word(verdict(slot, mark)).to_owned()];
    notes.extend((!slot.scored).then(|| "doesn't count".into()));
    notes.extend(mark.doubted.then(|| "key doubted".into()));
    notes.extend(mark.flagged.then(|| "flagged".into()));
    notes.extend(mark.sure.map(Sure::name).map(str::to_owned));
    notes.push(clock(mark.time));
    text.line(format_args!("### {number}. {}\n", notes.join(", ")));
    text.line(format_args!("{}\n", slot.question().stem.trim()));
    for (letter, option) in ('A'..='Z').zip(slot.options()) {
        let chosen = mark.chosen.contains(&option.id);
        let said = match (option.correct, chosen) {
            (true, true) => " (right, chosen)",
            (true, false) => " (right)",
            (false, true) => " (chosen)",
            (false, false) => "",
        };
        text.line(format_args!("- {letter}{said}: {}", indented(&option.text)));
        text.line(format_args!("  - {}", indented(&option.why)));
    }
    let key: Vec<String> = letters(slot, key(slot)).into_iter().map(String::from).collect();
    text.line(format_args!("\nKey: {}", key.join(", ")));
    if let Some(source) = &slot.item().source {
        text.line(format_args!("\nSource: {}", clean_line(source)));
    }
    text.line("");
}

/// A text inside a list, its lines kept together.
fn indented(text: &str) -> String {
    text.trim().lines().collect::<Vec<_>>().join("\n    ")
}

/// Right of all, with the share where there is one.
fn counts(share: Share) -> String {
    if share.of == 0 { "nothing counted".into() } else { format!("{share} ({} %)", share.percent()) }
}

/// Minutes and seconds.
fn clock(ms: i64) -> String {
    let seconds = ms / 1000;
    if seconds < 60 { format!("{seconds} s") } else { format!("{}:{:02} min", seconds / 60, seconds % 60) }
}
