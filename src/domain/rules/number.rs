//! Numbers with units: "up to 20 minutes", "16 vCPUs", "a few hours".

use super::token::{Gap, Token};

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Time, in seconds.
    Time,
    /// Data, in bytes; decimal and binary units are the same.
    Data,
    /// Anything else, by the stem of its word.
    Count(String),
}

/// How a signal compares a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

/// A number in a text: all values that it may mean.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// First word, with "up to" and the like.
    pub from: usize,
    /// Behind its last word, the unit.
    pub to: usize,
    pub unit: Unit,
    /// The least it may mean.
    pub low: f64,
    /// The most it may mean; infinite for "more than".
    pub high: f64,
    /// Whether `high` itself is left out, as in "less than".
    pub open: bool,
    /// Whether it says how often ("every 5 minutes") or when ("5 minutes ago"), not how long.
    pub rhythm: bool,
}

impl Number {
    /// Whether some value it may mean compares so with `limit`.
    pub fn is(&self, comparison: Comparison, limit: f64) -> bool {
        match comparison {
            Comparison::Below => self.high < limit || (self.open && self.high <= limit),
            Comparison::AtMost => self.high <= limit,
            Comparison::Equal => self.low <= limit && limit <= self.high && !(self.open && limit >= self.high),
            Comparison::AtLeast => self.high >= limit && !(self.open && self.high <= limit),
            Comparison::Above => self.high > limit,
        }
    }
}

/// Every number that has a unit, in order.
pub(super) fn numbers(tokens: &[Token]) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match number_at(tokens, at) {
            Some(number) => {
                at = number.to.max(at + 1);
                found.push(number);
            }
            None => at += 1,
        }
    }
    found
}

fn number_at(tokens: &[Token], at: usize) -> Option<Number> {
    let (mut low, mut next) = value(tokens, at)?;
    let mut high = low;
    // "10 to 15", "10-15", "between 10 and 15"
    let joins = |token: &Token| matches!(token.raw.as_str(), "to" | "and" | "or");
    if let Some((second, behind)) = tokens.get(next).filter(|token| joins(token)).and_then(|_| value(tokens, next + 1))
    {
        (high, next) = (second.max(low), behind);
    } else if let Some((second, behind)) =
        value(tokens, next).filter(|_| tokens.get(next).is_some_and(|t| t.gap == Gap::None))
        && tokens[at].raw.bytes().all(|b| b.is_ascii_digit())
    {
        (high, next) = (second.max(low), behind);
    }
    if matches!(word(tokens, next), "or") && matches!(word(tokens, next + 1), "more") {
        (high, next) = (f64::INFINITY, next + 2);
    }
    if tokens.get(next).is_some_and(|token| token.gap > Gap::None) {
        return None;
    }
    let (unit, factor, to) = unit(tokens, next)?;
    (low, high) = (low * factor, high * factor);
    let mut number = Number { from: at, to, unit, low, high, open: false, rhythm: false };
    bound(tokens, &mut number);
    let before = number.from.checked_sub(1).map_or("", |at| tokens[at].raw.as_str());
    number.rhythm = matches!(before, "every" | "each" | "per" | "last" | "past" | "on")
        || word(tokens, to) == "ago"
        || is_rate(tokens, &number, before)
        || is_ordinal(tokens, &number);
    Some(number)
}

/// Whether "a day" says how often, as in "300 pictures a day", and not how long, as in "takes a day".
fn is_rate(tokens: &[Token], number: &Number, before: &str) -> bool {
    let length = matches!(
        before,
        "for"
            | "take"
            | "takes"
            | "took"
            | "taking"
            | "last"
            | "lasts"
            | "than"
            | "about"
            | "almost"
            | "nearly"
            | "roughly"
            | "around"
            | "of"
            | "in"
            | "after"
            | "until"
            | "wait"
            | "waits"
            | "need"
            | "needs"
            | "half"
            | "and"
            | "or"
            | "to"
            | "exceed"
            | "exceeds"
            | "by"
            | "is"
            | "be"
            | "spend"
            | "spends"
            | "works"
    );
    matches!(word(tokens, number.from), "a" | "an")
        && number.to == number.from + 2
        && number.unit == Unit::Time
        && !length
}

/// Whether "a second" counts things, as in "a second container", and no time.
fn is_ordinal(tokens: &[Token], number: &Number) -> bool {
    word(tokens, number.to - 1) == "second"
        && matches!(word(tokens, number.to.saturating_sub(2)), "a" | "one")
        && tokens.get(number.to).is_some_and(|next| {
            next.gap == Gap::None
                && !matches!(next.raw.as_str(), "and" | "or" | "to" | "of" | "for" | "at" | "in" | "each")
        })
}

/// Takes in "up to", "more than" and the like before the number.
fn bound(tokens: &[Token], number: &mut Number) {
    let back = |n: usize| number.from.checked_sub(n).map_or("", |at| tokens[at].raw.as_str());
    // How many words, whether they bound from above, and whether the bound itself is out.
    let (words, most, open) = match (back(3), back(2), back(1)) {
        ("no" | "not", "less" | "fewer", "than") | (_, "minimum", "of") => (2, false, false),
        ("no" | "not", "more" | "longer" | "later", "than")
        | (_, "maximum" | "limit", "of")
        | (_, "up" | "upto", "to")
        | (_, "at", "most") => (2, true, false),
        (_, "less" | "fewer" | "shorter" | "lower" | "smaller", "than") => (2, true, true),
        (_, "more" | "longer" | "greater" | "larger" | "bigger" | "higher", "than") | (_, "at", "least") => {
            (2, false, false)
        }
        (_, _, "under" | "below") => (1, true, true),
        (_, _, "within" | "maximum" | "max") => (1, true, false),
        (_, _, "over" | "above" | "exceeding" | "exceeds" | "exceed" | "minimum" | "beyond") => (1, false, false),
        _ => return,
    };
    number.from -= words;
    if most {
        (number.low, number.open) = (0.0, open);
    } else {
        number.high = f64::INFINITY;
    }
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.raw.as_str())
}

/// The value that starts at a word, and the place behind it.
fn value(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let (mut value, mut next) = match word(tokens, at) {
        "half" => (0.5, at + if matches!(word(tokens, at + 1), "a" | "an") { 2 } else { 1 }),
        "several" | "many" => (f64::NAN, at + 1),
        "few" => (3.0, at + 1),
        "couple" => (2.0, at + if word(tokens, at + 1) == "of" { 2 } else { 1 }),
        "hundreds" | "thousands" | "millions" | "dozens" => return of_many(tokens, at),
        "a" | "an" => match word(tokens, at + 1) {
            "few" => (3.0, at + 2),
            "couple" => (2.0, at + if word(tokens, at + 2) == "of" { 3 } else { 2 }),
            "hundred" | "thousand" | "million" | "billion" | "dozen" | "hour" | "minute" | "second" | "day" => {
                (1.0, at + 1)
            }
            "single" => (1.0, at + 2),
            "quarter" if word(tokens, at + 2) == "of" => {
                (0.25, at + if matches!(word(tokens, at + 3), "a" | "an") { 4 } else { 3 })
            }
            _ => return None,
        },
        digits if digits.starts_with(|c: char| c.is_ascii_digit()) => (digits.replace(',', "").parse().ok()?, at + 1),
        name => (named(name)?, at + 1),
    };
    if value.is_nan() {
        value = 4.0;
    }
    // "twenty five", "two hundred", "5 million"
    if (20.0..100.0).contains(&value)
        && let Some(ones) = named(word(tokens, next)).filter(|ones| *ones < 10.0)
    {
        (value, next) = (value + ones, next + 1);
    }
    while let Some(times) = times(word(tokens, next)) {
        (value, next) = (value * times, next + 1);
    }
    Some((value, next))
}

/// "hundreds of", "thousands of".
fn of_many(tokens: &[Token], at: usize) -> Option<(f64, usize)> {
    let many = match word(tokens, at) {
        "dozens" => 36.0,
        "hundreds" => 300.0,
        "thousands" => 3_000.0,
        _ => 3_000_000.0,
    };
    (word(tokens, at + 1) == "of").then_some((many, at + 2))
}

fn times(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "hundred" => 100.0,
        "thousand" | "k" => 1_000.0,
        "million" => 1_000_000.0,
        "billion" => 1_000_000_000.0,
        _ => return None,
    })
}

fn named(word: &str) -> Option<f64> {
    const NAMES: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 7] = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = NAMES.iter().zip(0_u8..).find(|(name, _)| **name == word).map(|(_, value)| value);
    let tens = || TENS.iter().zip(3_u8..).find(|(name, _)| **name == word).map(|(_, value)| value * 10);
    small.or_else(tens).map(f64::from)
}

/// The unit at a word, how many of its base it is, and the place behind it.
pub(super) fn unit(tokens: &[Token], at: usize) -> Option<(Unit, f64, usize)> {
    let first = tokens.get(at)?;
    // "30 more tasks"
    let at = if matches!(first.raw.as_str(), "more" | "additional" | "further") { at + 1 } else { at };
    let token = tokens.get(at)?;
    let (unit, factor) = match token.raw.as_str() {
        "ms" | "millisecond" | "milliseconds" => (Unit::Time, 0.001),
        "s" | "sec" | "secs" | "second" | "seconds" => (Unit::Time, 1.0),
        "min" | "mins" | "minute" | "minutes" => (Unit::Time, 60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => (Unit::Time, 3_600.0),
        "day" | "days" => (Unit::Time, 86_400.0),
        "week" | "weeks" => (Unit::Time, 604_800.0),
        "month" | "months" => (Unit::Time, 2_592_000.0),
        "year" | "years" => (Unit::Time, 31_536_000.0),
        "kb" | "kib" => (Unit::Data, 1024.0),
        "mb" | "mib" | "megabyte" | "megabytes" => (Unit::Data, 1_048_576.0),
        "gb" | "gib" | "gigabyte" | "gigabytes" => (Unit::Data, 1_073_741_824.0),
        "tb" | "tib" | "terabyte" | "terabytes" => (Unit::Data, 1_099_511_627_776.0),
        "pb" | "pib" | "petabyte" | "petabytes" => (Unit::Data, 1_125_899_906_842_624.0),
        raw if raw.starts_with(|c: char| c.is_alphabetic()) && raw.len() > 1 => (Unit::Count(token.stem.clone()), 1.0),
        _ => return None,
    };
    Some((unit, factor, at + 1))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn only(text: &str) -> Number {
        let all = numbers(&tokens(text));
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all[0].clone()
    }

    #[test]
    fn values_have_one_base() {
        for text in ["20 minutes", "twenty minutes", "1,200 seconds", "20-minute", "a third of 20min"] {
            let number = numbers(&tokens(text)).pop().unwrap();
            assert_eq!((number.unit, number.low), (Unit::Time, 1_200.0), "{text}");
        }
        assert_eq!(only("half an hour").low, 1_800.0);
        assert_eq!(only("two hundred tasks").low, 200.0);
        assert_eq!(only("hundreds of tasks").low, 300.0);
        assert_eq!(only("dozens of tasks").low, 36.0);
        assert_eq!(only("forty-five minutes").low, 2_700.0);
        for text in ["a couple of minutes", "the couple of minutes", "the last couple minutes"] {
            assert_eq!((only(text).low, only(text).unit), (120.0, Unit::Time), "{text}");
        }
        assert_eq!(only("a quarter of an hour").low, 900.0);
        assert_eq!(only("half a day").low, 43_200.0);
        assert_eq!(only("a few days").low, 259_200.0);
        assert_eq!(only("a single task").low, 1.0);
        assert_eq!((only("5k tasks").low, only("5 thousand tasks").low), (5_000.0, 5_000.0));
        assert_eq!((only("two million tasks").low, only("a billion tasks").low), (2e6, 1e9));
        assert_eq!((only("a dozen tasks").low, only("three dozen tasks").low), (12.0, 36.0));
        for (text, seconds) in [("3 ms", 0.003), ("3 hrs", 10_800.0), ("3h", 10_800.0), ("3 weeks", 1_814_400.0)] {
            assert_eq!(only(text).low, seconds, "{text}");
        }
        assert_eq!((only("3 months").low, only("3 years").low), (7_776_000.0, 94_608_000.0));
        assert_eq!((only("2 KB").low, only("2 MiB").low), (2_048.0, 2_097_152.0));
        assert_eq!((only("2 TB").low, only("2 petabytes").low), (2_199_023_255_552.0, 2_251_799_813_685_248.0));
        assert_eq!(only("10GB").unit, Unit::Data);
        assert_eq!(only("16 vCPUs").unit, only("one vCPU").unit);
    }

    #[test]
    fn bounds_are_part_of_it() {
        let quarter = 900.0;
        for (text, below, above) in [
            ("up to 15 minutes", false, false),
            ("less than 15 minutes", true, false),
            ("more than 15 minutes", false, true),
            ("up to three hours", false, true),
            ("10 to 20 minutes", false, true),
            ("between 2 and 5 minutes", true, false),
            ("a few seconds", true, false),
            ("several hours", false, true),
            ("no longer than 10 minutes", true, false),
            ("an hour", false, true),
            ("over 15 minutes", false, true),
            ("minimum 20 minutes", false, true),
            ("under 15 minutes", true, false),
            ("within 15 minutes", false, false),
        ] {
            let number = only(text);
            assert_eq!(
                (number.is(Comparison::Below, quarter), number.is(Comparison::Above, quarter)),
                (below, above),
                "{text}"
            );
        }
        assert!(
            only("15 minutes").is(Comparison::Equal, quarter) && only("15 minutes").is(Comparison::AtLeast, quarter)
        );
    }

    #[test]
    fn a_bound_is_in_or_out() {
        let compared = |text: &str| {
            use Comparison::{Above, AtLeast, AtMost, Below, Equal};
            [Below, AtMost, Equal, AtLeast, Above].map(|comparison| only(text).is(comparison, 900.0))
        };
        assert_eq!(compared("15 minutes"), [false, true, true, true, false]);
        assert_eq!(compared("14 minutes"), [true, true, false, false, false]);
        assert_eq!(compared("16 minutes"), [false, false, false, true, true]);
        assert_eq!(compared("less than 15 minutes"), [true, true, false, false, false]);
        assert_eq!(compared("up to 15 minutes"), [false, true, true, true, false]);
        assert_eq!(compared("less than 20 minutes"), [false, false, true, true, true]);
        assert_eq!(compared("more than 10 minutes"), [false, false, true, true, true]);
    }

    #[test]
    fn rhythms_are_told_from_lengths() {
        assert!(only("runs every 5 minutes").rhythm);
        assert!(only("created 15 months ago").rhythm);
        assert!(only("they upload photos a day").rhythm);
        assert!(!only("a run takes a day").rhythm);
        assert!(only("in a second container").rhythm && !only("takes a second").rhythm);
        assert!(!only("takes a second, then stops").rhythm && !only("takes a second and stops").rhythm);
        assert!(!only("runs for 5 minutes").rhythm);
    }
}
