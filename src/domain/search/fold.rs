//! Words of a text, folded so that `Café`, `CAFE` and `cafe` are the same.
//!
//! Hyphens, slashes and ampersands part words, so `blue/green` is `blue green`. Names written in one, such as
//! `stopTimeout` or `CoreDNS`, count as their parts and as a whole, so that both `timeout` and `stoptimeout` find them.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Bytes of a folded word that count; what is longer is no word.
pub(super) const LONGEST: usize = 40;

/// A folded word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Lower case, without diacritics; never empty.
    pub word: &'a str,
    /// Bytes of the text that it was folded from.
    pub at: Range<usize>,
    /// Whether it repeats the pieces just before it as one word.
    pub whole: bool,
}

/// Calls `visit` with each word of `text` in order; `buffer` is reused between calls.
pub(super) fn each_word(text: &str, buffer: &mut String, mut visit: impl FnMut(Piece<'_>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at = word_from(text, at, buffer, &mut visit);
        } else if byte.is_ascii() {
            at += 1;
        } else {
            let Some(character) = text[at..].chars().next() else { return };
            if character.is_alphanumeric() {
                at = word_from(text, at, buffer, &mut visit);
            } else {
                at += character.len_utf8();
            }
        }
    }
}

/// The folded words of `text`, without repeated wholes.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, &mut String::new(), |piece| {
        if !piece.whole {
            words.push(piece.word.to_owned());
        }
    });
    words
}

/// What `character` becomes: nothing for marks, up to four characters otherwise.
pub(super) fn fold(character: char, mut push: impl FnMut(char)) {
    if character.is_ascii() {
        if character.is_ascii_alphanumeric() || character == '.' {
            push(character.to_ascii_lowercase());
        }
        return;
    }
    for lower in character.to_lowercase() {
        decompose_compatible(lower, |part| {
            if part.is_alphanumeric() && !is_combining_mark(part) {
                part.to_lowercase().for_each(|part| spell(part, &mut push));
            }
        });
    }
}

/// Spells out letters that Unicode doesn't take apart, although nobody types them on another keyboard.
fn spell(letter: char, mut push: impl FnMut(char)) {
    let spelled = match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        other => return push(other),
    };
    spelled.chars().for_each(push);
}

/// What a byte of a word is: 0 for none, otherwise one of three bits.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'A'..=b'Z' => CAPITAL,
            b'a'..=b'z' => SMALL,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    classes
};
const CAPITAL: u8 = 1;
const SMALL: u8 = 2;
const DIGIT: u8 = 4;

/// Visits the word that starts at byte `start` and returns its end.
fn word_from(text: &str, start: usize, buffer: &mut String, visit: &mut impl FnMut(Piece<'_>)) -> usize {
    let bytes = text.as_bytes();
    let first = CLASSES[usize::from(bytes[start])];
    let mut end = start + usize::from(first != 0);
    // A capital at the start says nothing.
    let mut inside = first & !CAPITAL;
    for byte in &bytes[end..] {
        let class = CLASSES[usize::from(*byte)];
        if class == 0 {
            break;
        }
        inside |= class;
        end += 1;
    }
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let plain = match bytes.get(end) {
        None => true,
        Some(b'\'') => false,
        Some(b'.') => end == start || !digit(bytes.get(end - 1)) || !digit(bytes.get(end + 1)),
        Some(byte) => byte.is_ascii(),
    };
    if plain && end - start <= LONGEST && inside & CAPITAL == 0 && first != CAPITAL && end > start {
        // Most words, as they stand.
        visit(Piece { word: &text[start..end], at: start..end, whole: false });
        return end;
    }
    if plain && inside & (CAPITAL | SMALL) != CAPITAL | SMALL {
        visit_folded(text, start..end, false, buffer, visit);
        return end;
    }
    let end = end_of_any(text, start);
    let parts = if text[start..end].is_ascii() { parts_of(bytes, start..end) } else { vec![] };
    if parts.len() > 1 {
        for part in parts {
            visit_folded(text, part, false, buffer, visit);
        }
        visit_folded(text, start..end, true, buffer, visit);
    } else {
        visit_folded(text, start..end, false, buffer, visit);
    }
    end
}

fn visit_folded(text: &str, at: Range<usize>, whole: bool, buffer: &mut String, visit: &mut impl FnMut(Piece<'_>)) {
    buffer.clear();
    let raw = &text[at.clone()];
    if raw.len() <= LONGEST && raw.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        buffer.push_str(raw);
        buffer.make_ascii_lowercase();
    } else {
        let owner = raw.strip_suffix("'s").or_else(|| raw.strip_suffix("’s")).unwrap_or(raw);
        for character in owner.chars() {
            fold(character, |folded| buffer.push(folded));
            if buffer.len() > LONGEST {
                break;
            }
        }
        while buffer.len() > LONGEST {
            buffer.pop();
        }
    }
    if !buffer.is_empty() {
        visit(Piece { word: buffer, at, whole });
    }
}

/// The end of the word at `start` in any script: apostrophes inside belong to it, and points between digits.
fn end_of_any(text: &str, start: usize) -> usize {
    let mut before = None;
    let mut characters = text[start..].char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, next)| *next);
        let belongs = match character {
            // Scripts without spaces: every character is a word.
            _ if is_ideograph(character) => {
                return start + if before.is_none() { at + character.len_utf8() } else { at };
            }
            '\'' | '’' => after.is_some_and(char::is_alphabetic),
            '.' => before.is_some_and(is_digit) && after.is_some_and(is_digit),
            _ => character.is_alphanumeric() || is_combining_mark(character),
        };
        if !belongs {
            return start + at;
        }
        before = Some(character);
    }
    text.len()
}

/// Cuts `stopTimeout`, `CoreDNS` and `ECSAllAtOnce`, but not `GPUs`, `vCPU` and `IPv4`.
fn parts_of(bytes: &[u8], word: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = word.start;
    for at in word.start + 1..word.end {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let after = bytes[at + 1..word.end].first().copied().unwrap_or(0);
        let rises = !before.is_ascii_uppercase() && here.is_ascii_uppercase();
        let plural = after == b's' && at + 2 == word.end;
        let falls = before.is_ascii_uppercase() && here.is_ascii_uppercase() && after.is_ascii_lowercase() && !plural;
        if (rises || falls) && at - from > 1 && word.end - at > 1 {
            parts.push(from..at);
            from = at;
        }
    }
    parts.push(from..word.end);
    parts
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

fn is_ideograph(character: char) -> bool {
    matches!(character,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_word(text, &mut String::new(), |piece| all.push(piece.word.to_owned()));
        all
    }

    #[test]
    fn case_and_diacritics_fold() {
        assert_eq!(
            words("Café CAFÉ cafe\u{301} Straße Ｆａｒｇａｔｅ"),
            ["cafe", "cafe", "cafe", "strasse", "fargate"]
        );
        assert_eq!(words("Łódź Øre İstanbul"), ["lodz", "ore", "istanbul"]);
    }

    #[test]
    fn joints_part_words() {
        assert_eq!(
            words("blue/green B/G right-sized R&D ecr.api ECS_CLUSTER").join(" "),
            "blue green b g right sized r d ecr api ecs cluster"
        );
        assert_eq!(words("platform 1.4.0, 0.25 vCPU."), ["platform", "1.4.0", "0.25", "vcpu"]);
    }

    #[test]
    fn names_in_one_count_twice() {
        assert_eq!(all("stopTimeout"), ["stop", "timeout", "stoptimeout"]);
        assert_eq!(all("CoreDNS"), ["core", "dns", "coredns"]);
        assert_eq!(all("ECSAllAtOnce"), ["ecs", "all", "at", "once", "ecsallatonce"]);
        assert_eq!(all("podX podXY"), ["podx", "pod", "xy", "podxy"]);
        assert_eq!(all(&"a".repeat(LONGEST + 1)), ["a".repeat(LONGEST)]);
        assert_eq!(all("ECSIsOn"), ["ecs", "is", "on", "ecsison"]);
        assert_eq!(all("GPUs vCPU IPv4 Fargate EKS k8s"), ["gpus", "vcpu", "ipv4", "fargate", "eks", "k8s"]);
    }

    #[test]
    fn apostrophes_go() {
        assert_eq!(words("can't the task's users’ l'eau"), ["cant", "the", "task", "users", "leau"]);
    }

    #[test]
    fn ideographs_are_words() {
        assert_eq!(words("東京タワー AWSの本"), ["東", "京", "タ", "ワ", "ー", "aws", "の", "本"]);
    }

    proptest! {
        #[test]
        fn pieces_lie_in_the_text(text in any::<String>()) {
            let mut ends = 0;
            each_word(&text, &mut String::new(), |piece| {
                assert!(!piece.word.is_empty() && piece.word.len() <= LONGEST);
                assert!(!text[piece.at.clone()].is_empty());
                assert!(piece.whole || piece.at.start >= ends);
                ends = piece.at.end;
            });
        }

        #[test]
        fn folding_again_changes_nothing(text in any::<String>()) {
            for word in words(&text).iter().filter(|word| word.len() < LONGEST) {
                prop_assert_eq!(&words(word).concat(), word);
            }
        }
    }
}
