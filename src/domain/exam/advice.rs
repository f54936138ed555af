//! What to do next, in one line. It promises nothing that the paper can't carry.

use crate::domain::exam::event::End;
use crate::domain::exam::report::Report;
use crate::domain::exam::share::Share;

/// Questions at first sight that it takes before anybody may be called ready.
const ENOUGH: u32 = 45;

/// The low end of the interval from which somebody is.
const READY: f64 = 0.75;

/// How far below the whole a domain must be to be called weak.
const GAP: f64 = 0.10;

/// The most useful thing to do after this report.
pub(super) fn next(report: &Report) -> String {
    let Report { score, right_to_wrong, wrong_to_right, sure_and_wrong, blank, .. } = report;
    let questions = report.verdicts.len();
    if report.end == Some(End::Abandoned) {
        return "Incomplete: sit a paper to its end to see where you stand.".into();
    }
    if score.of == 0 {
        return "No question on this paper counted: sit another one.".into();
    }
    if report.end == Some(End::TimeUp) && blank.len() >= 3 {
        let left = blank.len();
        return format!(
            "Time ran out with {left} questions open: practise 20 at this pace before the next full paper."
        );
    }
    if sure_and_wrong.len() >= 3 {
        let count = sure_and_wrong.len();
        return format!("{count} answers you were sure of are wrong: start with those, they lead today's cards.");
    }
    if report.end == Some(End::HandedIn) && report.unreached * 2 >= questions {
        return format!(
            "{} of {questions} questions were never reached: sit a paper to its end to see where you stand.",
            report.unreached
        );
    }
    if let Some((title, share)) = weakest(report) {
        return format!("Weakest: {title}, {share}. Review its cards, then sit 20 questions of it alone.");
    }
    if right_to_wrong.len() >= wrong_to_right.len() + 3 {
        let (lost, won) = (right_to_wrong.len(), wrong_to_right.len());
        return format!("Changing answers lost {lost} and won {won}: change one only for a reason that you can name.");
    }
    if report.short {
        let (low, high) = score.interval_percent();
        return format!(
            "{questions} questions can't tell {low} % from {high} %: sit a full paper to see where you stand."
        );
    }
    if ready(report) {
        let low = report.first_sight.interval_percent().0;
        return format!(
            "Ready on this subject as far as a paper can tell: even the low end is {low} %. Keep reviewing to the day."
        );
    }
    if score.right == score.of {
        return "Nothing missed: keep up the daily cards, and sit a paper of unseen questions next.".into();
    }
    "Review today's cards first, they hold what you missed; sit the next paper in a few days.".into()
}

/// A whole paper that counts, mostly at first sight, whose interval lies high altogether.
fn ready(report: &Report) -> bool {
    let first = report.first_sight;
    report.counts && !report.short && first.of >= ENOUGH && first.interval().0 >= READY
}

/// The domain clearly below the rest, if there are others and it has questions enough to say so.
fn weakest(report: &Report) -> Option<(&str, Share)> {
    let weak =
        report.domains.iter().filter(|part| part.share.bar().is_some_and(|bar| bar <= report.score.value() - GAP));
    let weakest = weak.min_by(|a, b| a.share.value().total_cmp(&b.share.value()))?;
    Some((&weakest.title, weakest.share))
}
