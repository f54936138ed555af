//! A text as words with their places.

use super::word;

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing, a space, a hyphen or a slash.
    None,
    /// A comma or a bracket.
    Comma,
    /// A semicolon, colon or dash: another clause.
    Clause,
    /// The end of a sentence or a line of its own.
    Sentence,
}

/// One word or number.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// The word in lower case without accents; of "doesn't" there are "does" and "not".
    pub raw: String,
    /// What its forms have in common.
    pub stem: String,
    /// Where it starts, in characters of the text.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// What stands before it.
    pub gap: Gap,
    /// Whether a question mark stands between it and the next word.
    pub asked: bool,
    /// Whether it is all capitals, such as "WORST" and "NOT".
    pub capitals: bool,
}

/// Abbreviations whose point ends no sentence, beside those of single letters such as "e.g.".
const SHORT: [&str; 5] = ["vs", "approx", "incl", "resp", "cf"];

/// One word or number on its way to whoever takes a text apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'t> {
    /// As in [`Token`].
    pub raw: &'t str,
    pub start: usize,
    pub end: usize,
    pub gap: Gap,
    pub capitals: bool,
}

/// Takes the words of a text one by one: not everybody needs them all at once, or as words of their own.
pub(super) trait TakeWords {
    fn take(&mut self, word: Word<'_>);

    /// A question mark stands behind the last word.
    fn asked(&mut self) {}
}

/// Takes the text apart.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    each_word(text, &mut tokens);
    tokens
}

impl TakeWords for Vec<Token> {
    fn take(&mut self, word: Word<'_>) {
        let Word { raw, start, end, gap, capitals } = word;
        self.push(Token { raw: raw.to_owned(), stem: word::stem(raw), start, end, gap, asked: false, capitals });
    }

    fn asked(&mut self) {
        if let Some(last) = self.last_mut() {
            last.asked = true;
        }
    }
}

/// Takes the text apart, word by word.
pub(super) fn each_word(text: &str, taker: &mut dyn TakeWords) {
    let mut split = Split { taker, gap: Gap::Sentence, letters: 0, abbreviated: false, lower: String::new() };
    let mut run = String::new();
    let mut rest = text;
    let mut at = 0;
    // Line ends that follow one another: two make a paragraph.
    let mut line_ends = 0;
    while let Some(c) = rest.chars().next() {
        let plain = plain_word(rest);
        if plain > 0 {
            split.plain(&rest[..plain], at, at + plain);
            rest = &rest[plain..];
            at += plain;
            line_ends = 0;
            continue;
        }
        if c.is_alphanumeric() {
            let characters;
            (characters, rest) = take_run(rest, &mut run);
            split.run(&run, at, at + characters);
            at += characters;
            line_ends = 0;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let next = || rest.chars().next();
        match c {
            '\n' => {
                line_ends += 1;
                if line_ends > 1 {
                    split.widen(Gap::Sentence);
                }
            }
            '*' | '•' | '-' | '–' | '—' if line_ends > 0 => split.widen(Gap::Sentence),
            '?' => {
                split.widen(Gap::Sentence);
                split.taker.asked();
            }
            '!' => split.widen(Gap::Sentence),
            '.' if next().is_none_or(|c| c.is_whitespace() || matches!(c, '"' | ')' | '”' | '\'')) => split.point(),
            ',' | '(' | ')' | '[' | ']' | '"' | '“' | '”' => split.widen(Gap::Comma),
            ';' | ':' | '—' | '–' => split.widen(Gap::Clause),
            '-' if next().is_some_and(char::is_whitespace) && at > 0 => split.widen(Gap::Clause),
            _ => {}
        }
        if !c.is_whitespace() {
            line_ends = 0;
        }
        at += 1;
    }
}

/// How many letters and digits of ASCII a text begins with, if they surely are a whole run: most words are.
fn plain_word(text: &str) -> usize {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len());
    match bytes.get(end) {
        Some(b'\'' | 0x80..) => 0,
        // It may be a number that goes on.
        Some(b'.' | b',') if bytes[..end].last().is_some_and(u8::is_ascii_digit) => 0,
        _ => end,
    }
}

/// Takes a run of letters, digits and apostrophes off a text that begins with one; how many characters it has, and the rest.
fn take_run<'t>(text: &'t str, run: &mut String) -> (usize, &'t str) {
    run.clear();
    // Whether it is a number so far, and whether a digit was last.
    let (mut number, mut digit) = (true, false);
    let mut chars = text.chars();
    let mut characters = 0;
    loop {
        let rest = chars.as_str();
        let Some(c) = chars.next() else { return (characters, rest) };
        match c {
            '\u{ad}' | '\u{200b}' => {}
            '\'' | '’' => {
                run.push('\'');
                (number, digit) = (false, false);
            }
            // A point or comma belongs to a number only when a digit follows.
            '.' | ',' if number && digit && chars.as_str().starts_with(|c: char| c.is_ascii_digit()) => {
                run.push(c);
                digit = false;
            }
            _ if c.is_alphanumeric() => {
                run.push(c);
                digit = c.is_ascii_digit();
                number &= digit;
            }
            _ => return (characters, rest),
        }
        characters += 1;
    }
}

struct Split<'s> {
    taker: &'s mut dyn TakeWords,
    gap: Gap,
    /// How many of the last words are single letters, to two.
    letters: u8,
    /// Whether the last word is an abbreviation.
    abbreviated: bool,
    /// Room for words that were written with capitals.
    lower: String,
}

impl Split<'_> {
    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn point(&mut self) {
        if self.letters < 2 && !self.abbreviated {
            self.widen(Gap::Sentence);
        }
    }

    /// A run of ASCII letters and digits.
    fn plain(&mut self, run: &str, start: usize, end: usize) {
        if !run.bytes().any(|b| b.is_ascii_uppercase()) {
            return self.lower(run, start, end, false);
        }
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        lower.push_str(run);
        lower.make_ascii_lowercase();
        self.lower(&lower, start, end, is_capitals(run));
        self.lower = lower;
    }

    /// A run of letters, digits and apostrophes.
    fn run(&mut self, run: &str, start: usize, end: usize) {
        let plain = run.trim_matches('\'');
        let plain = plain.strip_suffix("'s").or_else(|| plain.strip_suffix("'S")).unwrap_or(plain);
        let lower = word::lower(plain);
        if let Some(verb) = lower.strip_suffix("n't").filter(|verb| !verb.is_empty()) {
            let verb = match verb {
                "ca" => "can",
                "wo" => "will",
                "sha" => "shall",
                other => other,
            };
            self.push(verb, start, end, false);
            self.push("not", start, end, false);
        } else {
            self.lower(&lower, start, end, is_capitals(plain));
        }
    }

    /// A run in lower case.
    fn lower(&mut self, lower: &str, start: usize, end: usize, capitals: bool) {
        if lower == "cannot" {
            self.push("can", start, end, false);
            self.push("not", start, end, false);
            return;
        }
        // "10GB" is a number and a unit, "10.5" one number, "ec2" one word.
        if lower.starts_with(|c: char| c.is_ascii_digit())
            && let Some(digits) = lower.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))
            && is_unit(&lower[digits..])
        {
            self.push(&lower[..digits], start, start + digits, false);
            self.push(&lower[digits..], start + digits, end, false);
            return;
        }
        for part in lower.split('\'').filter(|part| !part.is_empty()) {
            self.push(part, start, end, capitals);
        }
    }

    fn push(&mut self, raw: &str, start: usize, end: usize, capitals: bool) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        self.letters = if raw.len() == 1 { self.letters.saturating_add(1) } else { 0 };
        self.abbreviated = SHORT.contains(&raw);
        self.taker.take(Word { raw, start, end, gap, capitals });
    }
}

fn is_capitals(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// Units that are written right behind the digits.
fn is_unit(word: &str) -> bool {
    matches!(
        word,
        "s" | "sec"
            | "ms"
            | "min"
            | "mins"
            | "h"
            | "hr"
            | "hrs"
            | "kb"
            | "mb"
            | "gb"
            | "tb"
            | "pb"
            | "kib"
            | "mib"
            | "gib"
            | "tib"
            | "vcpu"
            | "vcpus"
            | "k"
            | "m"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.raw).collect()
    }

    #[test]
    fn words_numbers_and_units_come_apart() {
        assert_eq!(
            raw("On-premises, CI/CD: 10GB (1,000 x 0.5)."),
            ["on", "premises", "ci", "cd", "10", "gb", "1,000", "x", "0.5"]
        );
        assert_eq!(
            raw("It doesn't and can’t; the team's t3.medium ec2"),
            ["it", "does", "not", "and", "can", "not", "the", "team", "t3", "medium", "ec2"]
        );
    }

    #[test]
    fn places_are_characters_of_the_text() {
        let text = "Ünï  \u{1F600} don't 5GB";
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<String> = tokens(text).iter().map(|t| chars[t.start..t.end].iter().collect()).collect();
        assert_eq!(found, ["Ünï", "don't", "don't", "5", "GB"]);
    }

    #[test]
    fn sentences_clauses_and_questions() {
        let gaps: Vec<_> =
            tokens("One, two; three. Four e.g. five? Six\n\nSeven\n- eight").iter().map(|t| (t.gap, t.asked)).collect();
        use Gap::{Clause, Comma, None, Sentence};
        assert_eq!(
            gaps,
            [
                (Sentence, false),
                (Comma, false),
                (Clause, false),
                (Sentence, false),
                (None, false),
                (None, false),
                (None, true),
                (Sentence, false),
                (Sentence, false),
                (Sentence, false)
            ]
        );
    }

    #[test]
    fn only_units_come_off_digits_and_only_numbers_go_on_behind_a_point() {
        assert_eq!(raw("5min 5xy"), ["5", "min", "5xy"]);
        assert_eq!(raw("1.5 a1.5"), ["1.5", "a1", "5"]);
    }
}
