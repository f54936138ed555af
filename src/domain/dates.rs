//! Dates in the words that the learner has chosen.

use jiff::civil::Date;

use crate::domain::settings::Dates;

/// Names of the days from Monday on and of the months.
type Names = (&'static [&'static str; 7], &'static [&'static str; 12]);

/// `Friday 21 November`.
#[must_use]
pub fn long_date(date: Date, dates: Dates) -> String {
    let (day, month) = (weekday(date, dates), month_name(date, dates));
    match dates {
        Dates::Iso => date.to_string(),
        Dates::German => format!("{day}, {}. {month}", date.day()),
        Dates::Spanish => format!("{day} {} de {month}", date.day()),
        Dates::English | Dates::French => format!("{day} {} {month}", date.day()),
    }
}

/// `Fri 21 Nov`.
#[must_use]
pub fn short_date(date: Date, dates: Dates) -> String {
    let month = month_name(date, dates);
    match dates {
        Dates::Iso => date.to_string(),
        // Juin and juillet begin alike.
        Dates::French => format!("{} {}", day_of_month(date, dates), letters(month, 4)),
        _ => format!("{} {}", day_of_month(date, dates), letters(month, 3)),
    }
}

/// `Thu 12`, with the month where it is another one than that of `today`; `11-12`, with the year where it is another one.
#[must_use]
pub fn near_date(date: Date, today: Date, dates: Dates) -> String {
    let same_year = date.year() == today.year();
    match dates {
        Dates::Iso if same_year => date.strftime("%m-%d").to_string(),
        Dates::Iso => date.to_string(),
        _ if same_year && date.month() == today.month() => day_of_month(date, dates),
        _ => short_date(date, dates),
    }
}

/// `Nov`.
#[must_use]
pub fn month(date: Date, dates: Dates) -> String {
    letters(month_name(date, dates), 3)
}

/// `Nov 2026`, `2026-11`.
#[must_use]
pub fn month_of_year(year: i16, month: i8, dates: Dates) -> String {
    match Date::new(year, month, 1) {
        Ok(date) if dates != Dates::Iso => format!("{} {year}", self::month(date, dates)),
        _ => format!("{year:04}-{month:02}"),
    }
}

/// `November 2026`, `2026-11`.
#[must_use]
pub fn long_month(date: Date, dates: Dates) -> String {
    match dates {
        Dates::Iso => date.strftime("%Y-%m").to_string(),
        _ => format!("{} {}", month_name(date, dates), date.year()),
    }
}

/// `Mo`, `Tu`, and so on, from Monday on.
#[must_use]
pub fn weekdays(dates: Dates) -> [String; 7] {
    names(dates).0.map(|name| letters(name, 2))
}

/// `Monday`, from 0 on.
#[must_use]
pub fn weekday_name(day: usize, dates: Dates) -> &'static str {
    names(dates).0[day.min(6)]
}

/// `Fri 21`.
fn day_of_month(date: Date, dates: Dates) -> String {
    let day = weekday(date, dates);
    match dates {
        Dates::German => format!("{} {}.", letters(day, 2), date.day()),
        _ => format!("{} {}", letters(day, 3), date.day()),
    }
}

fn weekday(date: Date, dates: Dates) -> &'static str {
    weekday_name(usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0), dates)
}

fn month_name(date: Date, dates: Dates) -> &'static str {
    names(dates).1[usize::from(date.month().unsigned_abs()) - 1]
}

fn letters(name: &str, many: usize) -> String {
    name.chars().take(many).collect()
}

fn names(dates: Dates) -> Names {
    match dates {
        Dates::German => GERMAN,
        Dates::French => FRENCH,
        Dates::Spanish => SPANISH,
        Dates::English | Dates::Iso => ENGLISH,
    }
}

const ENGLISH: Names = (
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    &[
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
);
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_read_well() {
        let day = date(2026, 11, 20);
        let both = |dates| (long_date(day, dates), short_date(day, dates));
        let said = |long: &str, short: &str| (long.to_owned(), short.to_owned());
        assert_eq!(both(Dates::English), said("Friday 20 November", "Fri 20 Nov"));
        assert_eq!(both(Dates::German), said("Freitag, 20. November", "Fr 20. Nov"));
        assert_eq!(both(Dates::French), said("vendredi 20 novembre", "ven 20 nove"));
        assert_eq!(both(Dates::Spanish), said("viernes 20 de noviembre", "vie 20 nov"));
        assert_eq!(both(Dates::Iso), said("2026-11-20", "2026-11-20"));
        assert_eq!(
            (long_month(day, Dates::German), long_month(day, Dates::Iso)),
            ("November 2026".into(), "2026-11".into())
        );
        assert_eq!(weekdays(Dates::French).join(" "), "lu ma me je ve sa di");
        assert_eq!(weekdays(Dates::Iso).join(" "), "Mo Tu We Th Fr Sa Su");
    }

    #[test]
    fn near_dates_are_no_longer_than_they_must() {
        let near = |dates, day| near_date(day, date(2026, 11, 9), dates);
        let all = |day| [Dates::English, Dates::German, Dates::Iso].map(|dates| near(dates, day));
        assert_eq!(all(date(2026, 11, 12)), ["Thu 12", "Do 12.", "11-12"]);
        assert_eq!(all(date(2026, 12, 9)), ["Wed 9 Dec", "Mi 9. Dez", "12-09"]);
        assert_eq!(all(date(2027, 1, 9)), ["Sat 9 Jan", "Sa 9. Jan", "2027-01-09"]);
    }
}
