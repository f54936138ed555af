//! English words and the terms of computing, for spelling.
//!
//! The list has base forms; regular inflections are worked out, in American and British spelling. See
//! `words-copyright.txt` for where it is from.

use std::collections::HashSet;

/// Words that are known.
pub(in crate::pack) struct Words {
    known: HashSet<String>,
}

impl Words {
    /// Words one a line; lines that begin with `#` are comments.
    pub fn of(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self { known: lines.map(str::to_lowercase).collect() }
    }

    /// Whether the lower-case word is listed, or is made of one that is by inflection or a common prefix.
    pub fn has(&self, word: &str) -> bool {
        const PREFIXES: [&str; 13] =
            ["auto", "de", "inter", "micro", "mis", "multi", "non", "over", "pre", "re", "sub", "un", "under"];
        let rest = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix)).filter(|rest| rest.len() > 3);
        self.inflected(word) || rest.into_iter().any(|rest| self.inflected(rest))
    }

    fn inflected(&self, word: &str) -> bool {
        self.known.contains(word) || bases(word).iter().any(|base| self.known.contains(base))
    }

    /// A known word that is one slip away: two letters swapped, one too many, one missing or one wrong.
    pub fn near(&self, word: &str) -> Option<String> {
        slips(word).find(|candidate| self.inflected(candidate))
    }
}

/// Every text that one slip turns into the word, the likeliest slips first.
fn slips(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    let text = |parts: [&[char]; 3]| parts.into_iter().flatten().collect::<String>();
    let mut all = Vec::new();
    for at in 1..letters.len() {
        all.push(text([&letters[..at - 1], &[letters[at], letters[at - 1]], &letters[at + 1..]]));
    }
    for at in 0..letters.len() {
        all.push(text([&letters[..at], &[], &letters[at + 1..]]));
    }
    for (skip, ends) in [(0, letters.len() + 1), (1, letters.len())] {
        for at in 0..ends {
            all.extend(('a'..='z').map(|new| text([&letters[..at], &[new], &letters[at + skip..]])));
        }
    }
    all.into_iter()
}

/// What the word may be an inflection of. The list leaves out whatever this explains, so a stricter rule here needs a
/// longer list.
fn bases(word: &str) -> Vec<String> {
    let mut bases = Vec::new();
    let mut add = |base: String| {
        if base.len() >= 2 {
            bases.push(base);
        }
    };
    let stem = |suffix: &str| word.strip_suffix(suffix).map(str::to_owned);
    stem("s").into_iter().filter(|base| !hisses(base) && !ends_in_y(base)).for_each(&mut add);
    stem("es").into_iter().filter(|base| hisses(base) || base.ends_with('o')).for_each(&mut add);
    stem("ies").into_iter().for_each(|stem| add(stem + "y"));
    for suffix in ["ed", "ing", "er", "est", "ers", "able"] {
        let Some(stem) = stem(suffix) else { continue };
        let drops_e = stem.ends_with('e') && !["ee", "oe", "ye"].iter().any(|end| stem.ends_with(end));
        if !drops_e && !doubles(&stem) && (suffix == "ing" || !ends_in_y(&stem)) {
            add(stem.clone());
        }
        if !stem.ends_with('e') && (suffix == "ing" || !stem.ends_with('y')) {
            add(format!("{stem}e"));
        }
        if let [.., before, last] = stem.as_bytes()
            && before == last
            && last.is_ascii()
            && stem.len() > 2
        {
            add(stem[..stem.len() - 1].to_owned());
        }
        stem.strip_suffix('i').into_iter().for_each(|stem| add(format!("{stem}y")));
    }
    for suffix in ["ly", "ness"] {
        let Some(stem) = stem(suffix) else { continue };
        stem.strip_suffix('i').into_iter().for_each(|stem| add(format!("{stem}y")));
        if suffix == "ly" {
            add(format!("{stem}le"));
        }
        if !ends_in_y(&stem) {
            add(stem);
        }
    }
    for suffix in ["less", "ment", "ments", "ful", "fold"] {
        stem(suffix).into_iter().for_each(&mut add);
    }
    bases
}

/// Whether a plural's s would need an e before it.
fn hisses(word: &str) -> bool {
    ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end))
}

/// Whether the word ends in a consonant and y, which becomes i.
fn ends_in_y(word: &str) -> bool {
    word.strip_suffix('y').is_some_and(|rest| rest.ends_with(|c| !vowel(c)))
}

/// Whether a short word ends in consonant, vowel, consonant, so that the last is doubled, as in "running".
fn doubles(word: &str) -> bool {
    let mut letters = word.chars().rev();
    let (last, middle, before) = (letters.next(), letters.next(), letters.next());
    (3..=4).contains(&word.len())
        && last.is_some_and(|c| !vowel(c) && !matches!(c, 'w' | 'x' | 'y'))
        && middle.is_some_and(vowel)
        && before.is_some_and(|c| !vowel(c))
}

fn vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_are_known() {
        let words = Words::of("# a comment\ntask\nrun\ncreate\ntry\nsimple\nhappy\n");
        for word in
            ["tasks", "running", "runner", "created", "creating", "tries", "tried", "simply", "happiness", "taskless"]
        {
            assert!(words.has(word), "{word}");
        }
        for word in ["taks", "runing", "createing", "tryed", "tryes", "a comment"] {
            assert!(!words.has(word), "{word}");
        }
    }

    #[test]
    fn slips_are_mended() {
        let words = Words::of("task\nreceive\nseparate\n");
        for (slip, meant) in
            [("taks", "task"), ("recieving", "receiving"), ("seperate", "separate"), ("taask", "task"), ("tsk", "task")]
        {
            assert_eq!(words.near(slip).as_deref(), Some(meant));
        }
        assert_eq!(words.near("completely"), None);
    }
}
