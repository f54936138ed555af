//! What the plan says, the same on every screen and on the command line.

use jiff::civil::Date;

use super::card::HORIZON;
use super::goal::Standing;
use super::outlook::{Prognosis, Verdict};
use super::readiness::Range;
use crate::domain::dates::near_date;
use crate::domain::settings::Dates;

/// What a card belongs to, for its line. Without a domain's name only its share is said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belongs<'a> {
    /// Name of its domain.
    pub domain: &'a str,
    /// The domain's share of the exam, 0 to 1.
    pub share: f64,
}

/// `82–94 %`; one number only where there is no doubt.
#[must_use]
pub fn range(range: Range) -> String {
    match range.percent() {
        (low, high) if low == high => format!("{low} %"),
        (low, high) => format!("{low}–{high} %"),
    }
}

/// `19 days to the exam`.
#[must_use]
pub fn countdown(standing: Standing) -> String {
    match standing {
        Standing::Ahead(1) => "Exam tomorrow".into(),
        Standing::Ahead(days) => format!("{days} days to the exam"),
        Standing::Today => "Exam today".into(),
        Standing::Past(1) => "Exam was yesterday".into(),
        Standing::Past(days) => format!("Exam was {days} days ago"),
    }
}

/// Why a card comes now, or why it would better wait. `today` is the date of the verdict.
#[must_use]
pub fn why_now(verdict: &Verdict, new: bool, belongs: Option<Belongs<'_>>, today: Date, dates: Dates) -> String {
    let seconds = seconds(verdict.seconds);
    if let Some(later) = verdict.later.filter(|_| verdict.index < 0.0) {
        return format!("Could rest until about {}: a later review helps more", in_days(today, later, dates));
    }
    if new {
        let gain = verdict.with - verdict.without;
        return match belongs {
            Some(Belongs { domain: "", share }) => {
                format!("New, {:.0} % of the exam: +{gain:.2} recall on exam day for {seconds}", 100.0 * share)
            }
            Some(Belongs { domain, share }) => {
                format!(
                    "New, {domain}, {:.0} % of the exam: +{gain:.2} recall on exam day for {seconds}",
                    100.0 * share
                )
            }
            None => format!("New: +{gain:.2} recall on exam day for {seconds}"),
        };
    }
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    format!("Exam-day recall {} to {} for {seconds}", percent(verdict.without), percent(verdict.with))
}

/// The same for a card that a mock exam brought forward, wherever the plan would have put it.
#[must_use]
pub fn why_in_front(verdict: &Verdict) -> String {
    let percent = |share: f64| format!("{:.0} %", 100.0 * share);
    format!("From your mock exam: exam-day recall {} to {}", percent(verdict.without), percent(verdict.with))
}

/// What a rating leaves on exam day, and when the card likely comes next: `88 %, Thu 12`, or `88 %, done` where not before
/// the exam. Twelve columns are all that the smallest window has for it.
#[must_use]
pub fn after_rating(prognosis: &Prognosis, today: Date, dates: Dates) -> String {
    let next = prognosis.next.map_or_else(|| "done".to_owned(), |days| in_days(today, days, dates));
    format!("{:.0} %, {next}", 100.0 * prognosis.on_exam_day)
}

/// What holds of an exam further away than is planned; none for a nearer one.
#[must_use]
pub fn far_away(standing: Standing) -> Option<String> {
    let Standing::Ahead(days) = standing else { return None };
    (days as usize > HORIZON).then(|| {
        format!("More than {HORIZON} days away: for now days are planned as if the exam were in {HORIZON}, and the forecast is a rough guess.")
    })
}

/// The date so many days on: `Thu 12`, with the month where it is another one.
#[must_use]
pub fn in_days(today: Date, days: u32, dates: Dates) -> String {
    near_date(today.saturating_add(jiff::Span::new().days(days.min(100_000))), today, dates)
}

fn seconds(seconds: f64) -> String {
    format!("about {:.0} s", seconds.max(1.0))
}

/// The chance of passing: only with its condition.
pub const PASS_CONDITION: &str = "if the exam's questions were like your cards";

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict() -> Verdict {
        Verdict { index: 0.01, seconds: 15.2, now: 0.7, with: 0.884, without: 0.62, later: Some(3) }
    }

    #[test]
    fn reasons_read_well() {
        let today = jiff::civil::date(2026, 11, 9);
        assert_eq!(
            why_now(&verdict(), false, None, today, Dates::English),
            "Exam-day recall 62 % to 88 % for about 15 s"
        );
        let new = Verdict { seconds: 38.0, with: 0.71, without: 0.0, now: 0.0, ..verdict() };
        let belongs = Belongs { domain: "Networking", share: 0.26 };
        assert_eq!(
            why_now(&new, true, Some(belongs), today, Dates::English),
            "New, Networking, 26 % of the exam: +0.71 recall on exam day for about 38 s"
        );
        let waits = Verdict { index: -0.01, ..verdict() };
        let wait = |dates| why_now(&waits, false, None, today, dates);
        assert_eq!(wait(Dates::English), "Could rest until about Thu 12: a later review helps more");
        assert_eq!(wait(Dates::German), "Could rest until about Do 12.: a later review helps more");
        assert_eq!(in_days(today, 30, Dates::English), "Wed 9 Dec");
        assert_eq!(why_in_front(&waits), "From your mock exam: exam-day recall 62 % to 88 %");
        let after = Prognosis { on_exam_day: 0.876, as_planned: 0.95, seconds: 12.0, next: Some(3) };
        assert_eq!(after_rating(&after, today, Dates::English), "88 %, Thu 12");
        assert_eq!(after_rating(&Prognosis { next: None, ..after }, today, Dates::English), "88 %, done");
    }

    #[test]
    fn ranges_and_countdowns_read_well() {
        assert_eq!(range(Range::new(0.816, 0.94)), "82–94 %");
        assert_eq!(range(Range::new(0.0, 0.0)), "0 %");
        assert_eq!(countdown(Standing::Ahead(19)), "19 days to the exam");
        assert_eq!(countdown(Standing::Past(1)), "Exam was yesterday");
        assert_eq!((far_away(Standing::Today), far_away(Standing::Ahead(60))), (None, None));
        assert!(far_away(Standing::Ahead(61)).is_some_and(|text| text.contains("60 days")));
    }

    #[test]
    fn a_card_may_rest_only_where_another_day_is_better() {
        let today = jiff::civil::date(2026, 11, 9);
        let even = Verdict { index: 0.0, ..verdict() };
        assert!(why_now(&even, false, None, today, Dates::English).starts_with("Exam-day recall"));
        let never = Verdict { index: -0.01, later: None, ..verdict() };
        assert!(why_now(&never, false, None, today, Dates::English).starts_with("Exam-day recall"));
        let new = Verdict { without: 0.1, ..verdict() };
        assert_eq!(why_now(&new, true, None, today, Dates::English), "New: +0.78 recall on exam day for about 15 s");
    }
}
