//! Sitting a mock exam from outside: what a key should do, and whether the screen and the disk agree.

use std::path::Path;

use plimsoll::domain::exam::{Act, Attempt, Sure};
use plimsoll::domain::time::Timestamp;
use plimsoll::store::Store;

use crate::pty::Terminal;

pub fn instant(text: &str) -> Timestamp {
    Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// The newest attempt as it is on disk.
pub fn kept(data: &Path) -> Attempt {
    let store = Store::open(data).unwrap();
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    let newest = store.attempts().unwrap().remove(0).id;
    store.attempt(newest).unwrap().unwrap().attempt
}

/// Whether the screen shows the question as the attempt has it: place, flag, confidence, and each option.
pub fn shows(screen: &str, attempt: &Attempt) -> bool {
    let (slot, mark) = attempt.current();
    let options = slot.options().zip('A'..).all(|(option, letter)| {
        let [open, on] = if slot.choose() > 1 { ["[ ]", "[x]"] } else { ["( )", "(•)"] };
        let sign = match (mark.struck.contains(&option.id), mark.chosen.contains(&option.id)) {
            (true, _) => " ✗ ",
            (_, true) => on,
            _ => open,
        };
        screen.contains(&format!("{sign} {letter}  "))
    });
    let sure = [(Sure::Guess, "1 a guess"), (Sure::Unsure, "2 not sure"), (Sure::Sure, "3 sure")];
    options
        && screen.contains(&format!("Question {} of", attempt.place().question + 1))
        && screen.contains("⚑ flagged") == mark.flagged
        && sure.iter().all(|(sure, text)| screen.contains(text) == (mark.sure == Some(*sure)))
}

/// What the learner made of each question; not how long it took, which differs with the machine.
pub fn answers(attempt: &Attempt) -> Vec<String> {
    let one = |mark: &plimsoll::domain::exam::Mark| {
        format!("{:?} {:?} {:?} {} {:?} {}", mark.chosen, mark.first, mark.struck, mark.flagged, mark.sure, mark.visits)
    };
    attempt.marks().iter().map(one).collect()
}

/// Presses the key of an act; the screen must come to show what the same act makes of the attempt.
pub fn press(terminal: &mut Terminal, expected: &mut Attempt, (key, act): (&str, Act)) {
    apply(expected, act);
    terminal.type_keys(key);
    terminal.until(&format!("what {key} does"), |screen| shows(screen, expected));
}

pub fn apply(attempt: &mut Attempt, act: Act) {
    let at = attempt.terms().started_at;
    let events = attempt.take(act, at).unwrap_or_default();
    events.iter().for_each(|event| attempt.apply(event));
}

/// Keys with what they mean; those that a question refuses change nothing, on the screen and here.
pub const KEYS: [(&str, Act); 13] = [
    ("a", Act::Choose(0)),
    ("b", Act::Choose(1)),
    ("c", Act::Choose(2)),
    ("A", Act::Strike(0)),
    ("C", Act::Strike(2)),
    ("D", Act::Strike(3)),
    ("m", Act::Flag),
    ("1", Act::Confidence(Sure::Guess)),
    ("3", Act::Confidence(Sure::Sure)),
    ("l", Act::Next),
    ("l", Act::Next),
    ("l", Act::Next),
    ("h", Act::Back),
];
