//! The table of everything that can be set.

use crate::domain::memory::RETENTION;
use crate::domain::review::{NewOrder, ReviewOrder};
use crate::domain::settings::{Dates, Range, Setting, THEMES, Value};

const REVIEW_ORDERS: [(&str, ReviewOrder); 3] =
    [("due", ReviewOrder::Due), ("weakest", ReviewOrder::Weakest), ("random", ReviewOrder::Random)];

const NEW_ORDERS: [(&str, NewOrder); 4] =
    [("mixed", NewOrder::Mixed), ("first", NewOrder::First), ("last", NewOrder::Last), ("random", NewOrder::Random)];

const YES: [(&str, bool); 2] = [("no", false), ("yes", true)];

/// Every setting, in the order of the file and the screen.
pub const ALL: &[Setting] = &[
    Setting {
        name: "review.desired_retention",
        about: "How likely a card should still be known when it comes back. Higher means more reviews.",
        range: Range::Number(*RETENTION.start() as f64, *RETENTION.end() as f64, 0.01),
        get: |s| Value::Number((f64::from(s.rules.retention) * 10_000.0).round() / 10_000.0),
        put: |s, v| {
            if let Value::Number(n) = v {
                s.rules.retention = (*n as f32).clamp(*RETENTION.start(), *RETENTION.end());
            }
        },
    },
    Setting {
        name: "review.new_per_day",
        about: "New cards a day. While an exam plan is set, its minutes decide instead.",
        range: Range::Whole(0, 9999),
        get: |s| Value::Whole(s.rules.new_per_day.into()),
        put: |s, v| whole(v, &mut s.rules.new_per_day),
    },
    Setting {
        name: "review.reviews_per_day",
        about: "Most reviews a day. A larger backlog is spread over days. While an exam plan is set, its minutes decide instead.",
        range: Range::Whole(1, 9999),
        get: |s| Value::Whole(s.rules.reviews_per_day.into()),
        put: |s, v| whole(v, &mut s.rules.reviews_per_day),
    },
    Setting {
        name: "review.learning_steps",
        about: "Minutes until a new card comes again, step by step, before it gets a day.",
        range: Range::Minutes,
        get: |s| list(&s.rules.learning),
        put: |s, v| steps(v, &mut s.rules.learning),
    },
    Setting {
        name: "review.relearning_steps",
        about: "The same for a card that was forgotten.",
        range: Range::Minutes,
        get: |s| list(&s.rules.relearning),
        put: |s, v| steps(v, &mut s.rules.relearning),
    },
    Setting {
        name: "review.learn_ahead",
        about: "Minutes that a card in its steps may come early when nothing else is left.",
        range: Range::Whole(0, 1440),
        get: |s| Value::Whole(s.rules.learn_ahead.into()),
        put: |s, v| whole(v, &mut s.rules.learn_ahead),
    },
    Setting {
        name: "review.review_order",
        about: "Reviews: due longest first, weakest first, or at random.",
        range: Range::Word(&["due", "weakest", "random"]),
        get: |s| name_of(&REVIEW_ORDERS, s.rules.review_order),
        put: |s, v| word(v, &REVIEW_ORDERS, &mut s.rules.review_order),
    },
    Setting {
        name: "review.new_order",
        about: "New cards: mixed among the reviews, first, last, or mixed at random.",
        range: Range::Word(&["mixed", "first", "last", "random"]),
        get: |s| name_of(&NEW_ORDERS, s.rules.new_order),
        put: |s, v| word(v, &NEW_ORDERS, &mut s.rules.new_order),
    },
    Setting {
        name: "review.leech",
        about: "After how many lapses a card is worth a word: reword it or put it aside. 0 for never.",
        range: Range::Whole(0, 99),
        get: |s| Value::Whole(s.rules.leech.into()),
        put: |s, v| whole(v, &mut s.rules.leech),
    },
    Setting {
        name: "day.rollover_hour",
        about: "Hour at which a new study day starts. Holds from the next start.",
        range: Range::Whole(0, 23),
        get: |s| Value::Whole(s.rollover_hour.into()),
        put: |s, v| {
            if let Value::Whole(n) = v {
                s.rollover_hour = i8::try_from(*n).unwrap_or(4);
            }
        },
    },
    Setting {
        name: "look.theme",
        about: "Colours: your terminal's own (ansi), dark, light, or none (mono).",
        range: Range::Word(&THEMES),
        get: |s| Value::Word(s.theme.clone()),
        put: |s, v| {
            if let Value::Word(word) = v {
                s.theme.clone_from(word);
            }
        },
    },
    Setting {
        name: "look.dates",
        about: "Language of dates.",
        range: Range::Word(&["english", "german", "french", "spanish", "iso"]),
        get: |s| name_of(&Dates::ALL, s.dates),
        put: |s, v| word(v, &Dates::ALL, &mut s.dates),
    },
    Setting {
        name: "look.reduced_motion",
        about: "Yes: the cursor doesn't blink, an exam's clock shows minutes until the last one, and no percentages run.",
        range: Range::Word(&["no", "yes"]),
        get: |s| name_of(&YES, s.still),
        put: |s, v| word(v, &YES, &mut s.still),
    },
];

/// The setting of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Setting> {
    ALL.iter().find(|setting| setting.name == name)
}

/// The name that was probably meant.
#[must_use]
pub fn near(name: &str) -> Option<&'static str> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let like = |known: &str| strsim::jaro_winkler(known, name).max(strsim::jaro_winkler(&last(known), &last(name)));
    let best = ALL.iter().map(|setting| setting.name).max_by(|a, b| like(a).total_cmp(&like(b)))?;
    (like(best) > 0.8).then_some(best)
}

fn whole(value: &Value, to: &mut u32) {
    if let Value::Whole(n) = value {
        *to = u32::try_from(*n).unwrap_or(*to);
    }
}

fn list(steps: &[u32]) -> Value {
    Value::List(steps.iter().map(|step| i64::from(*step)).collect())
}

fn steps(value: &Value, to: &mut Vec<u32>) {
    if let Value::List(list) = value {
        *to = list.iter().filter_map(|step| u32::try_from(*step).ok()).collect();
    }
}

fn name_of<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> Value {
    Value::Word(names.iter().find(|(_, one)| *one == value).map_or_else(String::new, |(name, _)| (*name).to_owned()))
}

fn word<T: Copy>(value: &Value, names: &[(&'static str, T)], to: &mut T) {
    if let Value::Word(word) = value
        && let Some((_, found)) = names.iter().find(|(name, _)| name == word)
    {
        *to = *found;
    }
}
