//! Numbers, dates and waits as people say them.

use jiff::civil::Date;

use crate::domain::review::Wait;
use crate::domain::settings::Dates;
use crate::domain::time::{Calendar, Now, StudyDay, Timestamp};
use crate::domain::today::NextDue;

/// `1 card`, `2 cards`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// How long until a card comes back: `10 min`, `4 days`, `2.3 months`.
#[must_use]
pub fn wait(wait: Wait) -> String {
    match wait {
        Wait::Minutes(minutes) => format!("{minutes} min"),
        Wait::Days(days) if days < 45 => count(days.into(), "day", "days"),
        Wait::Days(days) if days < 365 => format!("{:.1} months", f64::from(days) / 30.4375),
        Wait::Days(days) => format!("{:.1} years", f64::from(days) / 365.25),
    }
}

/// `under a minute`, `about 6 min`.
#[must_use]
pub fn minutes(seconds: u32) -> String {
    if seconds < 60 { "under a minute".into() } else { format!("about {} min", seconds.div_ceil(60)) }
}

/// `Friday 21 November`.
#[must_use]
pub fn long_date(date: Date, dates: Dates) -> String {
    let Some((days, months)) = names(dates) else { return written(date, dates, "%A %-d %B") };
    let (day, month) = (days[weekday(date)], months[usize::from(date.month().unsigned_abs()) - 1]);
    match dates {
        Dates::German => format!("{day}, {}. {month}", date.day()),
        Dates::Spanish => format!("{day} {} de {month}", date.day()),
        _ => format!("{day} {} {month}", date.day()),
    }
}

/// `Fri 21 Nov`.
#[must_use]
pub fn short_date(date: Date, dates: Dates) -> String {
    let Some((days, months)) = names(dates) else { return written(date, dates, "%a %-d %b") };
    let short = |name: &str, letters: usize| name.chars().take(letters).collect::<String>();
    let (day, month) = (days[weekday(date)], months[usize::from(date.month().unsigned_abs()) - 1]);
    match dates {
        Dates::German => format!("{} {}. {}", short(day, 2), date.day(), short(month, 3)),
        // Juin and juillet begin alike.
        Dates::French => format!("{} {} {}", short(day, 3), date.day(), short(month, 4)),
        _ => format!("{} {} {}", short(day, 3), date.day(), short(month, 3)),
    }
}

/// Names of the days from Monday on and of the months.
type Names = (&'static [&'static str; 7], &'static [&'static str; 12]);

/// `Nov`.
#[must_use]
pub fn month(date: Date, dates: Dates) -> String {
    let named = names(dates).map(|(_, months)| months[usize::from(date.month().unsigned_abs()) - 1]);
    named.map_or_else(|| date.strftime("%b").to_string(), |name| name.chars().take(3).collect())
}

/// `Nov 2026`, `2026-11`.
#[must_use]
pub fn month_of_year(year: i16, month: i8, dates: Dates) -> String {
    match Date::new(year, month, 1) {
        Ok(date) if dates != Dates::Iso => format!("{} {year}", self::month(date, dates)),
        _ => format!("{year:04}-{month:02}"),
    }
}

const GERMAN: Names = (
    &["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    &[
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
);
const FRENCH: Names = (
    &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    &[
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
);
const SPANISH: Names = (
    &["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    &[
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
);

fn names(dates: Dates) -> Option<Names> {
    match dates {
        Dates::German => Some(GERMAN),
        Dates::French => Some(FRENCH),
        Dates::Spanish => Some(SPANISH),
        Dates::English | Dates::Iso => None,
    }
}

fn written(date: Date, dates: Dates, english: &str) -> String {
    if dates == Dates::Iso { date.to_string() } else { date.strftime(english).to_string() }
}

fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)
}

/// `09:42`.
#[must_use]
pub fn clock(at: Timestamp, calendar: &Calendar) -> String {
    at.instant().to_zoned(calendar.zone.clone()).strftime("%H:%M").to_string()
}

/// `tomorrow`, `on Fri 21 Nov`.
#[must_use]
pub fn day(day: StudyDay, now: Now, dates: Dates) -> String {
    match day.since(now.day) {
        0 => "today".into(),
        1 => "tomorrow".into(),
        _ => format!("on {}", short_date(day.date(), dates)),
    }
}

/// `at 09:42`, `tomorrow`, `on Fri 21 Nov`.
#[must_use]
pub fn next_due(next: NextDue, now: Now, calendar: &Calendar, dates: Dates) -> String {
    match next {
        NextDue::At(at) => format!("at {}", clock(at, calendar)),
        NextDue::Day(next) => day(next, now, dates),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_read_well() {
        let said: Vec<String> =
            [Wait::Minutes(1), Wait::Days(1), Wait::Days(44), Wait::Days(70), Wait::Days(800)].map(wait).to_vec();
        assert_eq!(said, ["1 min", "1 day", "44 days", "2.3 months", "2.2 years"]);
    }

    #[test]
    fn dates_read_well() {
        let date = jiff::civil::date(2026, 11, 20);
        let both = |dates| (long_date(date, dates), short_date(date, dates));
        let said = |long: &str, short: &str| (long.to_owned(), short.to_owned());
        assert_eq!(both(Dates::English), said("Friday 20 November", "Fri 20 Nov"));
        assert_eq!(both(Dates::German), said("Freitag, 20. November", "Fr 20. Nov"));
        assert_eq!(both(Dates::French), said("vendredi 20 novembre", "ven 20 nove"));
        assert_eq!(both(Dates::Spanish), said("viernes 20 de noviembre", "vie 20 nov"));
        assert_eq!(both(Dates::Iso), said("2026-11-20", "2026-11-20"));
        assert_eq!((minutes(59).as_str(), minutes(61).as_str()), ("under a minute", "about 2 min"));
    }
}
