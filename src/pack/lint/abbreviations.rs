//! Abbreviations that a reader meets before the pack has ever spelled them out.
//!
//! Spelled out is `elastic network interface (ENI)` or `ENI (elastic network interface)` anywhere before, in the order
//! of the pack's files, or a title and alias of a service, such as ECS and "elastic container service".

use std::collections::HashSet;

use super::{Finding, Findings, Words, prose};
use crate::domain::content::{Item, Pack};

/// What everybody knows who reads about computers, and names that nobody spells out. Words that questions stress with
/// capitals ("MOST cost-effective") are in the word list.
const KNOWN: &str = "AM API APIS ARM ARM64 ASCII AWS CAD CD CI CLI CNAME CPU CPUS CSS CSV DNS EU EUR FAQ GB GET GPU GPUS \
    GUI HTML HTTP HTTPS ID IDE IDS IP IPS IT JSON KB MB ML NET NVIDIA OK OS PC PDF PHP PM POSIX RAM REST SDK SDKS SQL SRV \
    SSD SSH SSL TB TCP TLS TV TXT UDP UI UK URI URL URLS US USB USD UTC VM VMS VPN XML YAML ZIP";

pub(super) fn findings(pack: &Pack, items: &[Item], words: &Words) -> Findings {
    let mut found = Findings::default();
    let mut known: HashSet<String> = KNOWN.split_whitespace().map(str::to_owned).collect();
    for (id, service) in pack.services.iter() {
        let names: Vec<&str> = service.aliases.iter().chain([&service.title]).map(String::as_str).collect();
        let shorts = names.iter().flat_map(|name| name.split_whitespace()).chain([id.as_str()]);
        for short in shorts.map(str::to_uppercase).filter(|short| short.len() <= 6) {
            if names.iter().any(|name| spells(name, &short)) {
                known.insert(short);
            }
        }
    }
    let exam_ids = pack.exams.keys().flat_map(|id| id.as_str().split('-'));
    known.extend(exam_ids.map(str::to_uppercase));
    let objectives = pack.objectives.values().map(|objective| objective.title.as_str());
    let exams = pack.exams.values().flat_map(|exam| exam.domains.values()).map(|domain| domain.title.as_str());
    for title in objectives.chain(exams) {
        spelled_out(title, &mut known);
    }
    for item in items {
        for (steps, text) in prose::texts(item) {
            let text = prose::of(&text);
            spelled_out(&text, &mut known);
            for word in prose::words(&text).filter_map(|word| abbreviation(word.text)) {
                if !stressed(word, words) && known.insert(word.to_owned()) {
                    let message = format!("`{word}` is used before the pack spells it out");
                    let hint = format!("write it out here once, as in \"long form ({word})\"");
                    found.push(Finding::of(item, &steps, message, hint));
                }
            }
        }
    }
    found
}

/// The abbreviation that a word is: two to six capitals, maybe with digits between; a plural's s is left out.
fn abbreviation(word: &str) -> Option<&str> {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let word = word.strip_suffix('s').unwrap_or(word);
    let shape = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    (shape && word.len() <= 6 && capitals >= 2 && word.starts_with(|c: char| c.is_ascii_uppercase())).then_some(word)
}

/// Whether it is a plain word in capitals, as in "Choose TWO" or "the LATEST tag".
fn stressed(word: &str, words: &Words) -> bool {
    const SHORT: [&str; 27] = [
        "A", "ALL", "AND", "ANY", "ARE", "BUT", "CAN", "FEW", "FOR", "HAS", "IF", "IN", "IS", "IT", "MAY", "NO", "NOT",
        "OF", "ON", "ONE", "OR", "PUT", "SIX", "TEN", "TO", "TWO", "YES",
    ];
    SHORT.contains(&word) || (word.len() > 3 && words.has(&word.to_lowercase()))
}

/// Takes in every `long form (SHORT)` and `SHORT (long form)` of the text.
fn spelled_out(text: &str, known: &mut HashSet<String>) {
    // A long form is a few words; a bracket that isn't closed soon holds none.
    const LONGEST: usize = 120;
    for (open, _) in text.match_indices('(') {
        let Some((length, _)) = text[open..].char_indices().take(LONGEST).find(|(_, c)| *c == ')') else { continue };
        let inside = &text[open + 1..open + length];
        let before = text[..open].trim_end();
        for short in prose::words(inside).filter_map(|word| abbreviation(word.text)) {
            let words: Vec<&str> = before.split_whitespace().rev().take(short.len() * 2 + 1).collect();
            let starts =
                (1..=words.len()).map(|count| words[..count].iter().rev().copied().collect::<Vec<_>>().join(" "));
            if starts.into_iter().any(|long| spells(&long, short)) {
                known.insert(short.to_owned());
            }
        }
        let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        if let Some(short) = abbreviation(last).filter(|short| spells(inside, short)) {
            known.insert(short.to_owned());
        }
    }
}

/// Whether the words of the long form give the letters of the short one, in order, from any of its words on.
fn spells(long: &str, short: &str) -> bool {
    let words: Vec<Vec<char>> = long
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(20)
        .map(|word| word.to_lowercase().chars().collect())
        .collect();
    let letters: Vec<char> = short.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    words.len() > 1
        && words.iter().enumerate().any(|(at, word)| word.first() == letters.first() && fits(&words[at..], &letters))
}

/// Whether the words use up the letters: each gives none, or its first and maybe later ones ("OpenID Connect": O, I, D,
/// C).
fn fits(words: &[Vec<char>], letters: &[char]) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some((word, rest)) = words.split_first() else { return false };
    if fits(rest, letters) {
        return true;
    }
    if word.first() != letters.first() {
        return false;
    }
    let mut taken = 1;
    loop {
        if fits(rest, &letters[taken..]) {
            return true;
        }
        let used = letters[..taken]
            .iter()
            .try_fold(0, |from, letter| word[from..].iter().position(|c| c == letter).map(|at| from + at + 1));
        match (used, letters.get(taken)) {
            (Some(from), Some(next)) if word[from..].contains(next) => taken += 1,
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_forms_are_seen() {
        for (long, short) in [
            ("elastic network interface", "ENI"),
            ("Amazon Elastic Kubernetes Service", "EKS"),
            ("OpenID Connect", "OIDC"),
            ("software bill of materials", "SBOM"),
            ("IAM roles for service accounts", "IRSA"),
            ("Application Load Balancer", "ALB"),
        ] {
            assert!(spells(long, short), "{long} {short}");
        }
        for (long, short) in [("elastic network", "ENI"), ("ENI", "ENI"), ("some other thing", "ENI")] {
            assert!(!spells(long, short), "{long} {short}");
        }
    }

    #[test]
    fn either_side_of_the_bracket_may_be_long() {
        let known = |text: &str| {
            let mut known = HashSet::new();
            spelled_out(text, &mut known);
            known
        };
        assert!(known("Each task has an elastic network interface (ENI) of its own.").contains("ENI"));
        assert!(known("Each task has an ENI (elastic network interface).").contains("ENI"));
        assert!(known("Elastic network interfaces (ENIs) are many.").contains("ENI"));
        assert!(known("Something else (ENI).").is_empty());
        assert!(known("never closed (ENI").is_empty());
    }

    #[test]
    fn shapes_of_abbreviations() {
        assert_eq!(abbreviation("ENIs"), Some("ENI"));
        assert_eq!(abbreviation("EC2"), Some("EC2"));
        for word in ["Eni", "A", "X86", "RUNNING", "IPv4", "vCPU"] {
            assert_eq!(abbreviation(word), None, "{word}");
        }
    }
}
