//! One word as signals and scenarios share it: without case, accents, British spelling and inflection.
//!
//! Only inflection goes ("manages", "managed", "managing"), never derivation: a stemmer for search would make
//! "container" and "contains", or "operator" and "operational", the same word, and a rule must not fire on those.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The lower-case word without accents.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect())
}

/// What all forms of a lower-case word have in common; not always a word itself.
pub(super) fn stem(word: &str) -> String {
    if let Some(base) = irregular(word) {
        return base.to_owned();
    }
    if word.len() <= 3 || !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let single = without_plural(word);
    let american = american(single);
    let mut base = without_ending(&american);
    if base.len() >= 4 && base.ends_with('e') {
        base.pop();
    }
    if base.len() >= 3 && base.ends_with('y') && !base[..base.len() - 1].ends_with(vowel) {
        base.pop();
        base.push('i');
    }
    base
}

/// "files" to "file", "policies" to "policy"; "access", "status" and "analysis" stay.
fn without_plural(word: &str) -> Cow<'_, str> {
    if ["ss", "us", "is"].iter().any(|end| word.ends_with(end)) {
        return Cow::Borrowed(word);
    }
    if let Some(base) = word.strip_suffix("ies").filter(|base| base.len() >= 2) {
        return Cow::Owned(format!("{base}y"));
    }
    Cow::Borrowed(word.strip_suffix('s').unwrap_or(word))
}

fn american(word: Cow<'_, str>) -> String {
    let word = word.into_owned();
    for (british, american) in [
        ("isation", "ization"),
        ("ised", "ized"),
        ("ising", "izing"),
        ("ise", "ize"),
        ("centre", "center"),
        ("licence", "license"),
    ] {
        if let Some(base) = word.strip_suffix(british).filter(|base| base.len() >= 3 || british.len() > 5) {
            return format!("{base}{american}");
        }
    }
    match word.find("our").filter(|at| *at >= 3 && word.len() >= 6) {
        Some(at) => format!("{}or{}", &word[..at], &word[at + 3..]),
        None => word,
    }
}

/// Without "-ed" and "-ing", and without the consonant that they double.
fn without_ending(word: &str) -> String {
    let long_enough = |base: &&str| base.len() >= 3 && base.contains(vowel);
    let base = match word.strip_suffix("ied") {
        Some(base) if base.len() >= 2 => return format!("{base}y"),
        _ if word.ends_with("eed") => None,
        _ => word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")).filter(long_enough),
    };
    undoubled(base.unwrap_or(word))
}

/// "runn" to "run", "modell" to "model", and, to be the same in all forms, "install" to "instal".
fn undoubled(word: &str) -> String {
    let bytes = word.as_bytes();
    let doubled = bytes.len() >= 4 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    let one_goes = match bytes.last() {
        Some(b'l') => bytes.len() >= 6,
        Some(b'b' | b'd' | b'g' | b'm' | b'n' | b'p' | b'r' | b't') => true,
        _ => false,
    };
    word[..word.len() - usize::from(doubled && one_goes)].to_owned()
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn irregular(word: &str) -> Option<&'static str> {
    Some(match word {
        "is" | "are" | "was" | "were" | "been" | "being" | "am" => "be",
        "has" | "had" | "having" | "have" => "have",
        "does" | "did" | "done" | "doing" => "do",
        "used" | "uses" | "using" | "use" => "use",
        "ran" => "run",
        "built" => "build",
        "kept" => "keep",
        "lost" | "loses" | "losing" | "lose" => "lose",
        "sent" => "send",
        "wrote" | "written" | "writing" | "writes" | "write" => "write",
        "took" | "taken" => "tak",
        "began" | "begun" => "begin",
        "grew" | "grown" => "grow",
        "went" | "gone" | "goes" => "go",
        "made" => "mak",
        "held" => "hold",
        "paid" | "pays" | "paying" | "pay" => "pay",
        "found" => "find",
        "left" | "leaves" | "leave" | "leaving" => "leave",
        "bought" => "buy",
        "chosen" | "chose" => "choos",
        "broke" | "broken" => "break",
        "knew" | "known" => "know",
        "shown" => "show",
        "gave" | "given" => "giv",
        "fell" | "fallen" => "fall",
        "rose" | "risen" => "ris",
        "met" => "meet",
        "brought" => "bring",
        "spent" => "spend",
        "lied" | "lay" | "lain" => "lie",
        "stood" => "stand",
        "saw" | "seen" => "see",
        "died" | "dies" | "dying" | "die" => "die",
        "vms" => "vm",
        "azs" => "az",
        "dbs" => "db",
        // A time, where "the second" is a place in a row.
        "seconds" => "seconds",
        // These end like "status" and "analysis".
        "cpus" => "cpu",
        "vcpus" => "vcpu",
        "gpus" => "gpu",
        "apis" => "api",
        "amis" => "ami",
        "enis" => "eni",
        "clis" => "cli",
        "children" => "child",
        "indices" | "indexes" => "index",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(words: &[&str]) {
        let stems: Vec<_> = words.iter().map(|word| stem(&lower(word))).collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} {stems:?}");
    }

    #[test]
    fn forms_of_a_word_are_one() {
        same(&["manage", "manages", "managed", "Managing"]);
        same(&["run", "runs", "ran", "running"]);
        same(&["policy", "policies"]);
        same(&["batch", "batches", "batched", "batching"]);
        same(&["image", "images"]);
        same(&["process", "processes", "processed", "processing"]);
        same(&["containerise", "containerized", "containerising", "containerize"]);
        same(&["premises", "premise"]);
        same(&["cache", "caches", "cached", "caching"]);
        same(&["modelling", "modeling", "models"]);
        same(&["install", "installs", "installed", "installing"]);
        same(&["data centre", "data centres", "data center"].map(|two| two.split(' ').nth(1).unwrap_or_default()));
        same(&["copy", "copies", "copied", "copying"]);
        same(&["lose", "loses", "lost"]);
        same(&["behaviour", "behavior"]);
        same(&["café", "Cafe"]);
        same(&["write", "wrote", "written", "writing"]);
    }

    #[test]
    fn other_words_stay_apart() {
        let apart = [
            ("manager", "manage"),
            ("container", "contains"),
            ("operator", "operational"),
            ("role", "rolling"),
            ("file", "fill"),
            ("server", "serve"),
            ("ecs", "ec2"),
            ("status", "stat"),
            ("four", "for"),
            ("string", "str"),
        ];
        for (one, other) in apart {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }
}
