//! The clock of an exam in words.

use ratatui::text::Span;

use crate::domain::exam::{Attempt, State, Warning};
use crate::domain::time::Timestamp;
use crate::ui::theme::{Role, Theme};

/// Less than this is neither ahead nor behind, milliseconds.
const ON_PACE: i64 = 60_000;

/// `1:32:07`, `9:58`.
pub fn clock(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// What is left for a learner: started seconds count whole, so that 0:00 is the end.
pub fn left(ms: i64) -> String {
    clock(ms.saturating_add(999))
}

/// `43 min`, `1 h 20 min`, `50 s`.
pub fn span(ms: i64) -> String {
    let minutes = (ms.max(0) + 30_000) / 60_000;
    match minutes {
        _ if ms < 90_000 => format!("{} s", (ms.max(0) + 500) / 1000),
        ..120 => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

/// The countdown in the title line; hidden, only its warnings. Where little should move, it counts minutes until the last.
pub fn countdown(attempt: &Attempt, now: Timestamp, still: bool, theme: &Theme) -> Span<'static> {
    let role = match attempt.warning(now) {
        None => Role::Muted,
        Some(Warning::Ten | Warning::Five) => Role::Warning,
        Some(Warning::One) => Role::Urgent,
    };
    let text = match (attempt.remaining(now), attempt.clock_hidden()) {
        (None, true) => String::new(),
        (None, false) if still => format!("{} min so far", attempt.used(now) / 60_000),
        (None, false) => format!("{} so far", clock(attempt.used(now))),
        // The last minute counts down whatever is set: it is the one that decides.
        (Some(ms), false) if still && ms > 60_000 => format!("{} min left", (ms + 59_999) / 60_000),
        (Some(ms), false) => format!("{} left", left(ms)),
        (Some(_), true) => match attempt.warning(now) {
            None => "clock hidden".into(),
            Some(Warning::Ten) => "under 10 minutes left".into(),
            Some(Warning::Five) => "under 5 minutes left".into(),
            Some(Warning::One) => "under 1 minute left".into(),
        },
    };
    let text = if role == Role::Urgent { format!(" {text} ") } else { text };
    Span::styled(text, theme.style(role))
}

/// How the answers so far compare with the pace.
pub fn pacing(attempt: &Attempt, now: Timestamp) -> String {
    let ahead = attempt.ahead(now);
    match ahead.abs() {
        ..ON_PACE => "on pace".into(),
        _ if ahead > 0 => format!("{} ahead", span(ahead)),
        _ => format!("{} behind", span(-ahead)),
    }
}

/// The line on Home about an exam that runs.
pub fn home_line(attempt: &Attempt, now: Timestamp, still: bool) -> String {
    let title = &attempt.terms().title;
    let answered = attempt.slots().len() - attempt.open().len();
    let done = format!("{answered} of {} answered", attempt.slots().len());
    match (attempt.state(), attempt.remaining(now)) {
        (State::Paused(_), _) => format!("{title}, paused: {done}"),
        (_, Some(ms)) if still && ms > 60_000 => format!("{title}: {} min left, {done}", (ms + 59_999) / 60_000),
        (_, Some(ms)) => format!("{title}: {} left, {done}", left(ms)),
        (_, None) => format!("{title}: {done}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!([0, 59_999, 600_000, 7_800_000].map(clock), ["0:00", "0:59", "10:00", "2:10:00"]);
        assert_eq!([0, 1, 59_999, 60_000].map(left), ["0:00", "0:01", "1:00", "1:00"]);
        assert_eq!([400, 50_000, 90_000, 7_260_000].map(span), ["0 s", "50 s", "2 min", "2 h 1 min"]);
    }
}
