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

/// Takes the text apart.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut split = Split { tokens: Vec::with_capacity(text.len() / 5), gap: Gap::Sentence };
    let mut chars = text.chars().enumerate().peekable();
    // Line ends that follow one another: two make a paragraph.
    let mut line_ends = 0;
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            let mut run = String::from(c);
            let mut end = at + 1;
            while let Some((_, next)) = chars.peek().copied() {
                let inside = next.is_alphanumeric()
                    || matches!(next, '\'' | '’' | '\u{ad}' | '\u{200b}')
                    || (matches!(next, '.' | ',') && run.ends_with(|c: char| c.is_ascii_digit()) && all_number(&run));
                if !inside {
                    break;
                }
                // A point or comma belongs to a number only when a digit follows.
                if matches!(next, '.' | ',') {
                    let mut ahead = chars.clone();
                    ahead.next();
                    if !ahead.peek().is_some_and(|(_, c)| c.is_ascii_digit()) {
                        break;
                    }
                }
                if !matches!(next, '\u{ad}' | '\u{200b}') {
                    run.push(next);
                }
                end += 1;
                chars.next();
            }
            split.run(&run, at, end);
            line_ends = 0;
            continue;
        }
        let next = chars.peek().map(|(_, c)| *c);
        match c {
            '\n' => {
                line_ends += 1;
                if line_ends > 1 {
                    split.widen(Gap::Sentence);
                }
            }
            '*' | '•' | '-' | '–' | '—' if line_ends > 0 => split.widen(Gap::Sentence),
            '?' => split.asked(),
            '!' => split.widen(Gap::Sentence),
            '.' if next.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | ')' | '”' | '\'')) => split.point(),
            ',' | '(' | ')' | '[' | ']' | '"' | '“' | '”' => split.widen(Gap::Comma),
            ';' | ':' | '—' | '–' => split.widen(Gap::Clause),
            '-' if next.is_some_and(char::is_whitespace) && at > 0 => split.widen(Gap::Clause),
            _ => {}
        }
        if !c.is_whitespace() {
            line_ends = 0;
        }
    }
    split.tokens
}

fn all_number(run: &str) -> bool {
    run.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

struct Split {
    tokens: Vec<Token>,
    gap: Gap,
}

impl Split {
    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn asked(&mut self) {
        self.widen(Gap::Sentence);
        if let Some(last) = self.tokens.last_mut() {
            last.asked = true;
        }
    }

    fn point(&mut self) {
        let letters = |last: &[Token]| last.len() == 2 && last.iter().all(|token| token.raw.len() == 1);
        let spelled = self.tokens.len() >= 2 && letters(&self.tokens[self.tokens.len() - 2..]);
        if !spelled && !self.tokens.last().is_some_and(|last| SHORT.contains(&last.raw.as_str())) {
            self.widen(Gap::Sentence);
        }
    }

    /// A run of letters, digits and apostrophes.
    fn run(&mut self, run: &str, start: usize, end: usize) {
        let run = run.replace('’', "'");
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
        } else if lower == "cannot" {
            self.push("can", start, end, false);
            self.push("not", start, end, false);
        } else {
            let capitals = plain.len() > 2 && plain.bytes().all(|b| b.is_ascii_uppercase());
            // "10GB" is a number and a unit, "10.5" one number, "ec2" one word.
            let digits = lower.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
            match digits {
                Some(at) if at > 0 && is_unit(&lower[at..]) => {
                    let width = lower[..at].chars().count();
                    self.push(&lower[..at], start, start + width, false);
                    self.push(&lower[at..], start + width, end, false);
                }
                _ => {
                    for part in lower.split('\'').filter(|part| !part.is_empty()) {
                        self.push(part, start, end, capitals);
                    }
                }
            }
        }
    }

    fn push(&mut self, raw: &str, start: usize, end: usize, capitals: bool) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let stem = word::stem(raw);
        self.tokens.push(Token { raw: raw.to_owned(), stem, start, end, gap, asked: false, capitals });
    }
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
