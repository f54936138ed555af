//! An answer of the rules to be read by people: which words to mark, and every reason once.

use std::ops::Range;

use crate::domain::id::Slug;
use crate::domain::rules::Answer;

/// Why: a rule, the words that fired it, and what it did.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The rule, or the note or trap that speaks where no rule does.
    pub rule: Slug,
    /// One sentence.
    pub because: String,
    /// Its words in the scenario, in characters, in order and without overlaps.
    pub at: Vec<Range<usize>>,
    /// The services that it speaks for, and against where the weight is negative; the strongest first.
    pub weights: Vec<(String, f64)>,
}

/// Of the strongest evidence, what evidence must weigh for its words to count as deciding.
const DECIDES: f64 = 0.25;

/// The deciding words of a scenario, in characters, in order and without overlaps. Words that are only weak evidence
/// beside others don't decide.
#[must_use]
pub fn deciding(answer: &Answer) -> Vec<Range<usize>> {
    let evidence = answer.evidence.iter().filter(|evidence| evidence.option.is_none());
    let strongest = evidence.clone().map(|evidence| evidence.weight.abs()).fold(0.0, f64::max);
    let evidence = evidence.filter(|evidence| evidence.weight.abs() >= DECIDES * strongest);
    joined(evidence.map(|evidence| evidence.start..evidence.end).collect())
}

/// The reasons of an answer, those for its first verdict first and of each verdict the strongest first; those that lie in
/// options left out.
#[must_use]
pub fn reasons(answer: &Answer) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for evidence in answer.evidence.iter().filter(|evidence| evidence.option.is_none()) {
        let at = reasons.iter().position(|reason| reason.rule == evidence.rule).unwrap_or_else(|| {
            let because = evidence.because.clone();
            reasons.push(Reason { rule: evidence.rule.clone(), because, at: vec![], weights: vec![] });
            reasons.len() - 1
        });
        let reason = &mut reasons[at];
        reason.at.push(evidence.start..evidence.end);
        if let Some(service) = &evidence.service {
            match reason.weights.iter_mut().find(|(known, _)| known == service.as_str()) {
                Some((_, weight)) => *weight += evidence.weight,
                None => reason.weights.push((service.to_string(), evidence.weight)),
            }
        }
    }
    // Evidence comes in the order of the verdicts, so what a reason names first is the verdict that it is told for.
    let place = |service: &String| answer.verdicts.iter().position(|verdict| verdict.service.as_str() == service);
    let told_for = |reason: &Reason| {
        let first = reason.weights.first();
        let place = first.and_then(|(service, _)| place(service)).unwrap_or(usize::MAX);
        (place, first.map_or(0.0, |(_, weight)| weight.abs()))
    };
    reasons.sort_by(|one, other| {
        let ((one, weight), (other, than)) = (told_for(one), told_for(other));
        one.cmp(&other).then(than.total_cmp(&weight))
    });
    for reason in &mut reasons {
        reason.at = joined(std::mem::take(&mut reason.at));
        reason.weights.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    }
    reasons
}

/// Ranges in order, those that overlap or touch as one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges.into_iter().filter(|range| range.start < range.end) {
        match joined.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::ServiceId;
    use crate::domain::rules::{Evidence, Verdict};

    fn evidence(rule: &str, service: &str, weight: f64, at: Range<usize>, option: Option<usize>) -> Evidence {
        Evidence {
            rule: Slug::new(rule).unwrap(),
            service: Some(ServiceId::new(service).unwrap()),
            weight,
            text: String::new(),
            start: at.start,
            end: at.end,
            because: "Because.".into(),
            option,
        }
    }

    #[test]
    fn a_rule_is_one_reason_with_all_its_words() {
        let evidence = vec![
            evidence("a", "eks", 1.0, 5..9, None),
            evidence("b", "ecs", 1.0, 7..12, None),
            evidence("a", "ecs", -2.0, 20..24, None),
            evidence("a", "eks", 1.0, 20..24, None),
            evidence("c", "eks", 1.0, 0..90, Some(1)),
            evidence("d", "eks", 0.2, 40..50, None),
        ];
        let answer = Answer { verdicts: vec![], abstained: false, evidence, options: None, chosen: None };
        assert_eq!(deciding(&answer), [5..12, 20..24]);
        let found = reasons(&answer);
        assert_eq!(found.iter().map(|reason| reason.rule.as_str()).collect::<Vec<_>>(), ["a", "b", "d"]);
        assert_eq!(found[0].at, [5..9, 20..24]);
        assert_eq!(found[0].weights, [("ecs".to_owned(), -2.0), ("eks".to_owned(), 2.0)]);
    }

    #[test]
    fn what_says_most_for_a_verdict_is_told_first() {
        let verdict =
            |service: &str| Verdict { service: ServiceId::new(service).unwrap(), score: 1.0, confidence: 0.4 };
        let evidence = vec![
            evidence("weak", "eks", 0.2, 5..9, None),
            evidence("strong", "eks", 0.6, 5..9, None),
            evidence("strong", "ecs", 3.0, 5..9, None),
            evidence("split", "eks", 0.4, 5..9, None),
            evidence("split", "eks", 0.4, 20..24, None),
            evidence("other", "ecs", 2.0, 7..12, None),
            evidence("against", "lambda", -1.0, 7..12, None),
        ];
        let verdicts = vec![verdict("eks"), verdict("ecs")];
        let answer = Answer { verdicts, abstained: false, evidence, options: None, chosen: None };
        let found = reasons(&answer);
        let order: Vec<_> = found.iter().map(|reason| reason.rule.as_str()).collect();
        assert_eq!(order, ["split", "strong", "weak", "other", "against"]);
    }
}
