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
    let mut stem = String::with_capacity(word.len() + 1);
    push_stem(&mut stem, word);
    stem
}

/// Adds the stem of a lower-case word to a text.
pub(super) fn push_stem(text: &mut String, word: &str) {
    if let Some(base) = irregular(word) {
        text.push_str(base);
        return;
    }
    let mut stem = Stem { from: text.len(), text };
    stem.text.push_str(word);
    if word.len() <= 3 || word.bytes().any(|b| b.is_ascii_digit() || !b.is_ascii()) {
        return;
    }
    stem.singular();
    stem.american();
    stem.without_ending();
    if stem.word().len() >= 4 && stem.word().ends_with('e') {
        stem.cut(1);
    }
    if let [_, .., before, b'y'] = stem.word().as_bytes()
        && !vowel(char::from(*before))
    {
        stem.end_with(1, "i");
    }
}

/// A word of ASCII letters at the end of a text, which becomes its stem where it stands.
struct Stem<'t> {
    text: &'t mut String,
    from: usize,
}

impl Stem<'_> {
    fn word(&self) -> &str {
        &self.text[self.from..]
    }

    /// Takes so many letters off.
    fn cut(&mut self, letters: usize) {
        self.text.truncate(self.text.len() - letters);
    }

    /// Puts an ending in place of so many letters.
    fn end_with(&mut self, instead_of: usize, end: &str) {
        self.cut(instead_of);
        self.text.push_str(end);
    }

    /// "files" to "file", "policies" to "policy"; "access", "status" and "analysis" stay.
    fn singular(&mut self) {
        match self.word().as_bytes() {
            [.., b's' | b'u' | b'i', b's'] => {}
            [_, _, .., b'i', b'e', b's'] => self.end_with(3, "y"),
            [.., b's'] => self.cut(1),
            _ => {}
        }
    }

    fn american(&mut self) {
        for (british, american) in [
            ("isation", "ization"),
            ("ised", "ized"),
            ("ising", "izing"),
            ("ise", "ize"),
            ("centre", "center"),
            ("licence", "license"),
        ] {
            let long_enough = self.word().len() >= british.len() + 3 || british.len() > 5;
            if long_enough && self.word().ends_with(british) {
                return self.end_with(british.len(), american);
            }
        }
        let our = self.word().as_bytes().windows(3).position(|letters| letters == b"our");
        if let Some(at) = our.filter(|at| *at >= 3 && self.word().len() >= 6) {
            self.text.remove(self.from + at + 1);
        }
    }

    /// Without "-ed" and "-ing", and without the consonant that they double.
    fn without_ending(&mut self) {
        let ending = match self.word().as_bytes() {
            [.., b'e', b'e', b'd'] => 0,
            [.., b'e', b'd'] => 2,
            [.., b'i', b'n', b'g'] => 3,
            _ => 0,
        };
        let base = &self.word()[..self.word().len() - ending];
        if base.len() >= 3 && base.contains(vowel) {
            self.cut(ending);
        }
        self.undouble();
    }

    /// "runn" to "run", "modell" to "model", and, to be the same in all forms, "install" to "instal".
    fn undouble(&mut self) {
        let [_, _, .., before, last] = self.word().as_bytes() else { return };
        let one_goes = match last {
            b'l' => self.word().len() >= 6,
            b'b' | b'd' | b'g' | b'm' | b'n' | b'p' | b'r' | b't' => true,
            _ => false,
        };
        if before == last && one_goes {
            self.cut(1);
        }
    }
}

/// "children".
const LONGEST_IRREGULAR: usize = 8;

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn irregular(word: &str) -> Option<&'static str> {
    // Most words are too long to be held against all of them.
    if word.len() > LONGEST_IRREGULAR {
        return None;
    }
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
        same(&["ally", "allies", "allied", "allying"]);
        same(&["reply", "replies", "replied"]);
        same(&["need", "needs", "needed"]);
        same(&["lose", "loses", "lost"]);
        same(&["behaviour", "behavior"]);
        same(&["café", "Cafe"]);
        same(&["write", "wrote", "written", "writing"]);
        for forms in [
            "is are was were been being am",
            "has had having have",
            "does did done doing",
            "used uses using use",
            "build built builds",
            "keep kept keeps",
            "lose loses losing",
            "send sent sends",
            "take took taken takes",
            "begin began begun",
            "grow grew grown",
            "go went gone goes",
            "make made makes",
            "hold held",
            "pay paid pays",
            "find found finds",
            "leave left leaves leaving",
            "buy bought",
            "choose chose chosen chooses",
            "break broke broken",
            "know knew known",
            "show shown shows",
            "give gave given gives",
            "fall fell fallen",
            "rise rose risen",
            "meet met",
            "bring brought brings",
            "spend spent",
            "lie lied lay lain",
            "stand stood",
            "see saw seen",
            "die died dies dying",
            "vm vms",
            "cpu cpus",
            "vcpu vcpus",
            "gpu gpus",
            "api apis",
            "ami amis",
            "child children",
            "index indexes indices",
        ] {
            same(&forms.split(' ').collect::<Vec<_>>());
        }
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
