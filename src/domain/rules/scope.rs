//! The light in which each word stands: refused ("without managing servers"), or left behind ("moves from ECS to").

use super::suggested::suggestion;
use super::token::{Gap, Token};

/// What the words around a word do to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Light {
    /// The word that denies it ("not", "without", "instead of"), by its number.
    pub denied_by: Option<u32>,
    /// Whether what ends right before this word is denied ("Kubernetes | is not an option").
    pub denies_what_was: bool,
    /// Whether it is what they come from: "migrates from", "replaces".
    pub left_behind: bool,
    /// Whether it is only suggested, thought or tried.
    pub suggested: bool,
}

/// No denial reaches further than this many words.
const REACH: usize = 14;

/// The light of every word, in one pass.
pub(super) fn lights(tokens: &[Token]) -> Vec<Light> {
    let mut lights = vec![Light::default(); tokens.len()];
    for at in 0..tokens.len() {
        if let Some(first) = denial(tokens, at) {
            let cue = u32::try_from(at).unwrap_or(u32::MAX);
            let end = end(tokens, first, REACH);
            for light in &mut lights[first..subject_over(tokens, at, first, end)] {
                light.denied_by = Some(cue);
            }
        }
        if let Some(first) = source(tokens, at) {
            let behind = end_of_source(tokens, first);
            for light in &mut lights[first..behind] {
                light.left_behind = true;
            }
        }
        if let Some(first) = suggestion(tokens, at) {
            let end = end(tokens, first, REACH);
            for light in &mut lights[first..end] {
                light.suggested = true;
            }
        }
        if rules_out(tokens, at) {
            lights[at].denies_what_was = true;
        }
    }
    lights
}

fn raw(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.raw.as_str())
}

/// The first word that a denial at this word reaches.
fn denial(tokens: &[Token], at: usize) -> Option<usize> {
    let next = raw(tokens, at + 1);
    let words = match raw(tokens, at) {
        "not"
            if matches!(
                next,
                "only" | "just" | "yet" | "more" | "less" | "later" | "longer" | "fewer" | "necessarily"
            ) =>
        {
            return None;
        }
        // "no one" denies like "nobody"; "no more than 5" bounds a number.
        "no" if next == "one" => 2,
        "no" if matches!(next, "more" | "less" | "later" | "fewer" | "matter" | "other") => return None,
        "nothing" if matches!(next, "but" | "else") => return None,
        "not" | "no" | "never" | "without" | "nobody" | "none" | "neither" | "nor" | "nothing" | "avoid" | "avoids"
        | "avoiding" | "refuse" | "refuses" | "refused" | "unwilling" | "lack" | "lacks" | "lacking" | "eliminate"
        | "eliminates" | "eliminating" | "forbid" | "forbids" | "excluding" | "unable" | "offload" | "offloads"
        | "offloading" | "nowhere" | "hardly" | "rejects" | "rejected" => 1,
        "instead" | "burden" | "hassle" | "overhead" | "rid" | "free" | "relieved" | "tired" | "complexity"
        | "effort"
            if next == "of" =>
        {
            2
        }
        "rather" | "other" if next == "than" => 2,
        "free" | "relief" | "away" if next == "from" => 2,
        "give" | "giving" | "gives" | "gave" if next == "up" => 2,
        "stop" | "stops" | "stopping" if next.len() > 5 && next.ends_with("ing") => 1,
        "worry" | "worrying" if next == "about" => 2,
        "hand" | "hands" if next == "over" => 2,
        "little" | "too" if matches!(next, "time" | "much") => 2,
        _ => return None,
    };
    // "Whether busy or not." denies nothing of what follows.
    tokens.get(at + words).filter(|next| next.gap < Gap::Clause || words > 1).map(|_| at + words)
}

/// The end of what a denial reaches: the end of its clause, also over a list ("patch, scale or replace servers").
fn end(tokens: &[Token], first: usize, reach: usize) -> usize {
    let limit = tokens.len().min(first + reach);
    let mut in_list = false;
    for at in first..limit {
        let token = &tokens[at];
        if at > first && token.gap >= Gap::Clause {
            return at;
        }
        if at > first && token.gap == Gap::Comma && !in_list {
            in_list = list_goes_on(tokens, at, limit);
            if !in_list {
                return at;
            }
        }
        let turns = matches!(
            token.raw.as_str(),
            "but"
                | "however"
                | "while"
                | "whereas"
                | "although"
                | "though"
                | "because"
                | "since"
                | "so"
                | "which"
                | "when"
                | "if"
                | "until"
                | "unless"
                | "yet"
                | "except"
                | "whose"
                | "who"
        );
        if turns && at > first {
            return at;
        }
        if at > first && aside(tokens, at) {
            return at;
        }
        // "Nobody knows or wants to learn it" denies both.
        let of_subject =
            token.raw == "or" && matches!(raw(tokens, first.wrapping_sub(1)), "nobody" | "one" | "neither");
        if matches!(token.raw.as_str(), "and" | "or") && finite(raw(tokens, at + 1)) && !of_subject {
            return at;
        }
    }
    limit
}

/// Where "a developer without experience | wants to deploy" goes on with what isn't denied.
fn subject_over(tokens: &[Token], cue: usize, first: usize, end: usize) -> usize {
    let without =
        raw(tokens, cue) == "without" || (raw(tokens, cue) == "no" && raw(tokens, cue.wrapping_sub(1)) == "with");
    let says = |at: &usize| {
        finite(raw(tokens, *at)) && !matches!(raw(tokens, *at), "they" | "it" | "he" | "she" | "we" | "can")
    };
    if without { (first + 1..end).find(says).unwrap_or(end) } else { end }
}

/// Whether what follows says whose or where it is that is denied: "servers that run containers", "hosts for the tasks".
fn aside(tokens: &[Token], at: usize) -> bool {
    let before = raw(tokens, at.wrapping_sub(1));
    match raw(tokens, at) {
        "that" => !matches!(
            before,
            "require" | "requires" | "want" | "wants" | "need" | "needs" | "mean" | "means" | "ensure" | "so" | "such"
        ),
        "for" => !matches!(
            before,
            "support"
                | "need"
                | "needs"
                | "requirement"
                | "plan"
                | "plans"
                | "budget"
                | "time"
                | "look"
                | "looking"
                | "ask"
                | "wish"
                | "reason"
                | "use"
                | "room"
                | "wait"
                | "pay"
                | "paying"
                | "allow"
                | "suitable"
                | "responsible"
        ),
        "beneath" | "underneath" | "behind" => true,
        _ => false,
    }
}

/// Whether a word is a harm, whose denial asks for the same as its mention: "orders are lost", "no order may be lost".
pub(super) fn harm(stem: &str) -> bool {
    matches!(
        stem,
        "lose"
            | "loss"
            | "drop"
            | "miss"
            | "expos"
            | "leak"
            | "overload"
            | "overwhelm"
            | "overwrit"
            | "overwrite"
            | "overwritten"
            | "duplicat"
            | "downtim"
            | "outag"
            | "crash"
            | "disrupt"
            | "throttl"
            | "tamper"
            | "compromis"
            | "plaintext"
            | "hardcod"
    )
}

/// Whether the comma before a word is one of "a, b or c".
fn list_goes_on(tokens: &[Token], at: usize, limit: usize) -> bool {
    for next in at..limit.min(at + 8) {
        if tokens[next].gap >= Gap::Clause && next > at {
            return false;
        }
        match raw(tokens, next) {
            "or" | "nor" => return true,
            // "No name resolves, and the pods wait": what comes behind the only comma stands for itself.
            "and" => return next > at && !finite(raw(tokens, next + 1)),
            word if finite(word) => return false,
            _ => {}
        }
    }
    false
}

/// Verbs that start a statement of their own after "and".
fn finite(word: &str) -> bool {
    matches!(
        word,
        "needs"
            | "wants"
            | "must"
            | "requires"
            | "has"
            | "have"
            | "is"
            | "are"
            | "was"
            | "will"
            | "should"
            | "would"
            | "uses"
            | "plans"
            | "can"
            | "wishes"
            | "demands"
            | "asks"
            | "expects"
            | "runs"
            | "does"
            | "prefers"
            | "they"
            | "it"
            | "he"
            | "she"
            | "we"
            | "may"
            | "want"
            | "need"
            | "insists"
            | "keeps"
            | "accepts"
    )
}

/// The first word of what is left behind, if somebody leaves something here.
fn source(tokens: &[Token], at: usize) -> Option<usize> {
    let leaves = |word: &str| {
        [
            "migrat",
            "move",
            "moving",
            "switch",
            "convert",
            "chang",
            "shift",
            "transition",
            "port",
            "replatform",
            "transfer",
            "go",
            "away",
        ]
        .iter()
        .any(|verb| word.starts_with(verb))
    };
    let since = at.saturating_sub(10);
    match raw(tokens, at) {
        "from"
            if tokens[since..at]
                .iter()
                .rev()
                .take_while(|token| token.gap < Gap::Sentence)
                .any(|token| leaves(&token.raw)) =>
        {
            let to =
                (at + 1..tokens.len().min(at + 12)).any(|next| matches!(raw(tokens, next), "to" | "into" | "onto"));
            (to || raw(tokens, at.wrapping_sub(1)) == "away").then_some(at + 1)
        }
        "off" if at > 0 && leaves(raw(tokens, at - 1)) => Some(at + 1),
        "replace" | "replaces" | "replacing" | "retire" | "retires" | "retiring" | "decommission" | "decommissions" => {
            let by = (at + 1..tokens.len().min(at + 12)).any(|next| matches!(raw(tokens, next), "with" | "by"));
            by.then_some(at + 1)
        }
        _ => None,
    }
    .filter(|first| *first < tokens.len())
}

fn end_of_source(tokens: &[Token], first: usize) -> usize {
    let limit = tokens.len().min(first + 12);
    let turns = |at: &usize| {
        tokens[*at].gap >= Gap::Clause
            || matches!(raw(tokens, *at), "to" | "into" | "onto" | "with" | "by" | "and" | "but")
    };
    (first..limit).find(|at| turns(at) && *at > first).unwrap_or(limit)
}

/// Whether "is not an option", "must not be used", "is ruled out" starts here.
fn rules_out(tokens: &[Token], at: usize) -> bool {
    let verb = matches!(
        raw(tokens, at),
        "is" | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "can"
            | "must"
            | "may"
            | "should"
            | "will"
            | "does"
            | "do"
            | "seems"
    );
    if !verb {
        return false;
    }
    let out = |at: usize| {
        matches!((raw(tokens, at), raw(tokens, at + 1)), ("ruled", "out") | ("out", "of") | ("been", "ruled"))
            || matches!(
                raw(tokens, at),
                "forbidden" | "prohibited" | "excluded" | "unnecessary" | "undesirable" | "unacceptable" | "impossible"
            )
    };
    if out(at + 1) {
        return true;
    }
    if raw(tokens, at + 1) != "not" {
        return false;
    }
    // "Sizes that Fargate does not offer."
    let offer = matches!(raw(tokens, at + 2), "offer" | "provide" | "support");
    if offer && tokens.get(at + 3).is_none_or(|next| next.gap > Gap::None) {
        return true;
    }
    (at + 2..tokens.len().min(at + 6)).any(|next| {
        matches!(
            raw(tokens, next),
            "option"
                | "wanted"
                | "needed"
                | "required"
                | "allowed"
                | "permitted"
                | "possible"
                | "used"
                | "acceptable"
                | "desired"
                | "planned"
                | "considered"
                | "necessary"
                | "supported"
                | "available"
                | "goal"
                | "approved"
                | "intended"
                | "necessity"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn denied(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        let lights = lights(&tokens);
        tokens
            .iter()
            .zip(&lights)
            .filter(|(_, light)| light.denied_by.is_some())
            .map(|(token, _)| token.raw.clone())
            .collect()
    }

    fn left(text: &str) -> Vec<String> {
        let tokens = tokens(text);
        let lights = lights(&tokens);
        tokens.iter().zip(&lights).filter(|(_, light)| light.left_behind).map(|(token, _)| token.raw.clone()).collect()
    }

    #[test]
    fn a_denial_reaches_to_the_end_of_its_clause() {
        assert_eq!(denied("It does not manage servers, but runs pods."), ["manage", "servers"]);
        assert_eq!(denied("Without managing the control plane; on EKS"), ["managing", "the", "control", "plane"]);
        assert_eq!(denied("No servers and must scale"), ["servers"]);
        assert_eq!(denied("It can't run in containers."), ["run", "in", "containers"]);
        assert_eq!(denied("Instead of EC2, tasks"), ["ec2"]);
        assert_eq!(denied("not manage servers that run containers"), ["manage", "servers"]);
        assert_eq!(denied("without hosts for the tasks"), ["hosts"]);
        assert_eq!(denied("They give up servers"), ["servers"]);
        assert_eq!(denied("They stop patching servers"), ["patching", "servers"]);
        assert_eq!(denied("They don't worry about servers"), ["worry", "about", "servers"]);
        assert_eq!(denied("They worry about servers"), ["servers"]);
        assert_eq!(denied("Instead of: EC2, tasks"), ["ec2"]);
        assert_eq!(denied("Nodes without anybody to worry about servers").last().map(String::as_str), Some("servers"));
        assert_eq!(denied("They should hand over patches"), ["patches"]);
        assert_eq!(denied("no support for containers"), ["support", "for", "containers"]);
        assert_eq!(denied("Nobody knows or wants to learn pods"), ["knows", "or", "wants", "to", "learn", "pods"]);
        assert_eq!(denied("A team without AWS experience wants to run containers"), ["aws", "experience"]);
    }

    #[test]
    fn a_denial_reaches_over_a_list() {
        let words = denied("The team does not want to patch, scale or replace servers and wants pods.");
        assert_eq!(words, ["want", "to", "patch", "scale", "or", "replace", "servers"]);
    }

    #[test]
    fn what_follows_the_only_comma_is_not_denied() {
        assert_eq!(denied("No name resolves, and the pods wait."), ["name", "resolves"]);
        assert_eq!(denied("No hosts, pods, and nodes"), ["hosts", "pods", "and", "nodes"]);
        assert_eq!(denied("They do not patch servers, hosts; pods or tasks run"), ["patch", "servers"]);
    }

    #[test]
    fn some_negations_deny_nothing() {
        assert!(denied("Not only ECS but also EKS, no more than five tasks").is_empty());
        assert!(denied("nothing but containers").is_empty());
        assert!(denied("They give servers to a team").is_empty());
        assert!(denied("They stop every server").is_empty());
        assert!(denied("They worry at night").is_empty());
        assert!(denied("They stop bring-up").is_empty());
        assert!(denied("It bills them, busy or not. Save by fewer tasks.").is_empty());
    }

    #[test]
    fn what_comes_before_can_be_denied() {
        let tokens = tokens("Kubernetes is not an option and ECS is ruled out while pods do not start");
        let at: Vec<_> = (0..tokens.len()).filter(|at| lights(&tokens)[*at].denies_what_was).collect();
        assert_eq!(at, [1, 7]);
        let of = |text: &str| lights(&super::super::token::tokens(text)).iter().any(|light| light.denies_what_was);
        assert!(of("It needs sizes that Fargate does not offer."));
        assert!(of("It needs sizes that Fargate does not offer, so it waits."));
        assert!(!of("The service does not support retries of calls."));
    }

    #[test]
    fn what_they_come_from_is_left_behind() {
        assert_eq!(left("They migrate the shop from Docker Swarm to Amazon ECS."), ["docker", "swarm"]);
        assert_eq!(left("The firm replaces EC2 with Fargate"), ["ec2"]);
        assert!(left("Traffic comes from the internet to the pods").is_empty());
    }

    #[test]
    fn harms_are_told_from_what_is_wanted() {
        for (word, is_harm) in [("leaked", true), ("overloaded", true), ("scaled", false)] {
            assert_eq!(harm(&super::super::word::stem(word)), is_harm, "{word}");
        }
        assert!(left("They shift off EC2.").contains(&"ec2".to_owned()));
        assert!(left("off EC2").is_empty());
    }
}
