//! What a sentence is for: the setting, a requirement, or the ask.

use super::token::{Gap, Token};
use crate::domain::content::Part;

/// A sentence, by its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence {
    pub from: usize,
    pub to: usize,
    pub part: Part,
}

/// Words of requirements.
const NEEDS: [&str; 47] = [
    "must",
    "need",
    "needs",
    "needed",
    "require",
    "requires",
    "required",
    "requirement",
    "requirements",
    "should",
    "shall",
    "want",
    "wants",
    "wanted",
    "wish",
    "wishes",
    "demand",
    "demands",
    "insist",
    "insists",
    "prefer",
    "prefers",
    "would",
    "looking",
    "looks",
    "seeks",
    "ask",
    "asks",
    "expects",
    "refuse",
    "refuses",
    "without",
    "least",
    "most",
    "fewest",
    "lowest",
    "cannot",
    "plan",
    "plans",
    "planning",
    "goal",
    "ensure",
    "minimize",
    "minimise",
    "reduce",
    "avoid",
    "future",
];

/// Words of complaints, in order: what is wrong is what somebody wants to be mended.
const COMPLAINTS: [&str; 42] = [
    "breaks",
    "broken",
    "complain",
    "complains",
    "complaint",
    "complaints",
    "crash",
    "crashed",
    "crashes",
    "denied",
    "disappear",
    "disappeared",
    "error",
    "errors",
    "expensive",
    "fail",
    "failed",
    "fails",
    "forgets",
    "hangs",
    "hardly",
    "killed",
    "late",
    "lose",
    "loses",
    "lost",
    "never",
    "refused",
    "slow",
    "slowly",
    "stopped",
    "stops",
    "stuck",
    "throttled",
    "timed",
    "timeout",
    "too",
    "vanish",
    "vanished",
    "waste",
    "wasted",
    "wrong",
];

/// Words that open a question, also where the question mark was lost.
const ASKS: [&str; 8] = ["which", "what", "how", "who", "where", "why", "when", "choose"];

/// All sentences in order. The last question counts as the ask; without any question mark, the last sentence does.
pub(super) fn sentences(tokens: &[Token]) -> Vec<Sentence> {
    let mut starts: Vec<usize> = (0..tokens.len()).filter(|at| tokens[*at].gap == Gap::Sentence || *at == 0).collect();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let mut all: Vec<Sentence> =
        starts.iter().zip(ends).map(|(from, to)| Sentence { from: *from, to, part: Part::Setting }).collect();
    for sentence in &mut all {
        let words = &tokens[sentence.from..sentence.to];
        let opens = words.first().is_some_and(|word| ASKS.contains(&word.raw.as_str()));
        sentence.part = if words.iter().any(|word| word.asked) || (opens && words.len() > 2) {
            Part::Ask
        } else if words.iter().any(|word| needs(&word.raw)) {
            Part::Need
        } else {
            Part::Setting
        };
    }
    if all.len() > 1
        && all.iter().all(|sentence| sentence.part != Part::Ask)
        && let Some(last) = all.last_mut()
    {
        last.part = Part::Need;
    }
    all
}

fn needs(word: &str) -> bool {
    NEEDS.contains(&word) || COMPLAINTS.binary_search(&word).is_ok()
}

/// Whether the ask wants the opposite: the worst, or the one that does NOT fit.
pub(super) fn reversed(tokens: &[Token], sentences: &[Sentence]) -> bool {
    let asks = sentences.iter().filter(|sentence| sentence.part == Part::Ask);
    asks.flat_map(|ask| &tokens[ask.from..ask.to]).any(|token| {
        matches!(token.raw.as_str(), "worst" | "incorrect" | "incorrectly" | "except" | "false")
            || (token.capitals && matches!(token.raw.as_str(), "not" | "cannot"))
    })
}

/// Words between "which" and "service" that leave it a question for a service.
const OF_SERVICES: [&str; 14] = [
    "aws",
    "amazon",
    "managed",
    "fully",
    "of",
    "these",
    "the",
    "single",
    "cloud",
    "one",
    "other",
    "following",
    "container",
    "compute",
];

/// Words behind "service" that make it another thing: "which service account", "which service discovery".
const OTHER_THINGS: [&str; 14] = [
    "account",
    "accounts",
    "role",
    "roles",
    "discovery",
    "type",
    "types",
    "feature",
    "features",
    "setting",
    "settings",
    "parameter",
    "parameters",
    "definition",
];

/// Whether the ask wants a service by its name ("which AWS service"), and so nothing that is part of one.
pub(super) fn wants_service(tokens: &[Token], sentences: &[Sentence]) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.raw.as_str());
    let asks = sentences.iter().filter(|sentence| sentence.part == Part::Ask);
    asks.flat_map(|ask| ask.from..ask.to).any(|at| {
        if !matches!(word(at), "which" | "what") {
            return false;
        }
        let named = (at + 1..tokens.len().min(at + 6)).find(|next| !OF_SERVICES.contains(&word(*next)));
        named.is_some_and(|named| {
            matches!(word(named), "service" | "services") && !OTHER_THINGS.contains(&word(named + 1))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn parts(text: &str) -> Vec<Part> {
        sentences(&tokens(text)).iter().map(|sentence| sentence.part).collect()
    }

    #[test]
    fn setting_need_and_ask() {
        use Part::{Ask, Need, Setting};
        assert_eq!(parts("A shop runs on EC2. It must scale. Which service fits?"), [Setting, Need, Ask]);
        assert_eq!(parts("Pods fail. Which change helps? (Choose two.)"), [Need, Ask, Setting]);
        assert_eq!(parts("Serverless containers"), [Setting]);
        assert_eq!(parts("Tasks run. The team wants them back."), [Setting, Need]);
    }

    #[test]
    fn who_asks_for_a_service_wants_no_part_of_one() {
        for (text, expected) in [
            ("Which AWS service fits?", true),
            ("It grows. What services would you choose?", true),
            ("Which service account fits?", false),
            ("Which service role is missing?", false),
            ("Which setting of the service fits?", false),
            ("The service fails. Which change helps?", false),
        ] {
            let tokens = tokens(text);
            assert_eq!(wants_service(&tokens, &sentences(&tokens)), expected, "{text}");
        }
    }

    #[test]
    fn a_complaint_is_a_need() {
        assert!(COMPLAINTS.is_sorted());
        use Part::{Ask, Need, Setting};
        assert_eq!(parts("A shop runs tasks. Orders are lost. What helps?"), [Setting, Need, Ask]);
    }

    #[test]
    fn the_ask_may_be_reversed() {
        for (text, expected) in [
            ("Which option is the WORST choice?", true),
            ("Which does NOT meet the requirements?", true),
            ("All of these fit EXCEPT which?", true),
            ("It does NOT scale. Which service should they use?", false),
            ("Which service does not need servers?", false),
        ] {
            let tokens = tokens(text);
            assert_eq!(reversed(&tokens, &sentences(&tokens)), expected, "{text}");
        }
    }
}
