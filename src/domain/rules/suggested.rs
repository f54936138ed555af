//! What somebody only suggests, thinks or has tried: "a consultant proposes Kubernetes", "they tried a larger instance".
//!
//! A scenario names such a service to tempt. It is no requirement, but it may be right, so it counts less than half.

use super::token::{Gap, Token};

/// Words behind which a suggestion stands, in order.
const CUES: [&str; 26] = [
    "advised",
    "advises",
    "argues",
    "believed",
    "believes",
    "blamed",
    "blames",
    "considered",
    "experimented",
    "favors",
    "favours",
    "idea",
    "proposal",
    "propose",
    "proposed",
    "proposes",
    "recommended",
    "recommends",
    "suggest",
    "suggested",
    "suggestion",
    "suggests",
    "suspects",
    "thinks",
    "thought",
    "tried",
];

/// Whose advice is a requirement.
const BINDING: [&str; 8] =
    ["aws", "auditor", "auditors", "management", "manufacturer", "supplier", "vendor", "vendors"];

/// The first word of a suggestion, if one starts behind this word.
pub(super) fn suggestion(tokens: &[Token], at: usize) -> Option<usize> {
    let by = at.checked_sub(1).map_or("", |before| tokens[before].raw.as_str());
    if CUES.binary_search(&tokens[at].raw.as_str()).is_err() || BINDING.contains(&by) {
        return None;
    }
    tokens.get(at + 1).filter(|next| next.gap < Gap::Clause).map(|_| at + 1)
}

#[cfg(test)]
mod tests {
    use super::super::scope::lights;
    use super::super::token::tokens;
    use super::CUES;

    fn suggested(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        let lights = lights(&tokens);
        let words = tokens.into_iter().zip(lights).filter(|(_, light)| light.suggested);
        words.map(|(token, _)| token.raw).collect()
    }

    #[test]
    fn what_somebody_suggests_ends_with_its_clause() {
        assert!(CUES.is_sorted());
        assert_eq!(suggested("A consultant proposes Amazon EKS, but the shop has two tasks."), ["amazon", "eks"]);
        assert_eq!(suggested("They tried larger nodes. Nodes fail."), ["larger", "nodes"]);
        assert_eq!(suggested("A colleague's idea of a queue because orders pile up"), ["of", "a", "queue"]);
    }

    #[test]
    fn binding_advice_is_a_requirement() {
        assert!(suggested("The vendor recommends GPUs and management suggests nothing.").is_empty());
        assert!(suggested("The task assumes a role").is_empty());
    }
}
