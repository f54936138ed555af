//! Rules and questions held against each other: questions on which the rules see another service than the key, and rules
//! that nothing in the pack fires.
//!
//! A dispute need not be a fault, since words can mislead and often should: it is told as worth knowing. A rule that no
//! text of the pack fires is one that nobody has ever seen at work: a warning. Of the questions that are held back from
//! whoever writes rules only the number is told, so that rules can't be tuned to them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Finding, Findings};
use crate::domain::content::{Face, Item, Kind, Pack, Question};
use crate::domain::halves;
use crate::domain::id::Slug;
use crate::domain::rules::{Answer, Engine, held_back};

/// So many paragraphs, cards, stories and names are read for what fires; the shipped pack has two thirds.
const MOST_TEXTS: usize = 20_000;

/// So many of them before it is asked whether a rule is left.
const AT_ONCE: usize = 1_000;

/// Pieces of evidence that a dispute names.
const NAMED: usize = 3;

pub(super) fn findings(pack: &Pack, items: &[Item], most_read: usize, found: &mut Findings) {
    if pack.rules.is_empty() {
        return;
    }
    let engine = Engine::of(pack);
    if !engine.weighs_all() {
        let message = "the pack has more words than are weighed beside its rules";
        let hint = "the first notes and traps count, then stories as far as there is room: fewer of them tell as much";
        found.push(Finding::of_pack(message, hint).info());
    }
    let mut fired: BTreeSet<Slug> = BTreeSet::new();
    let (mut held, mut held_disputed) = (0, 0);
    let questions: Vec<(&Item, &Question)> = items.iter().filter_map(question).collect();
    let read = |(_, question): &(&Item, &Question)| {
        let options: Vec<&str> = question.options.iter().map(|option| option.text.as_str()).collect();
        engine.choose(&question.stem, &options, usize::from(question.choose))
    };
    let answers = halves::of(&questions, |part| part.iter().map(read).collect::<Vec<_>>());
    for ((item, question), answer) in questions.into_iter().zip(answers.into_iter().flatten()) {
        let disputed = dispute(&answer, item, question);
        fired.extend(answer.evidence.into_iter().map(|evidence| evidence.rule));
        if held_back(&item.id) {
            held += 1;
            held_disputed += usize::from(disputed.is_some());
        } else {
            found.extend(disputed.map(|message| Finding::of(item, &["stem"], message, "").info()));
        }
    }
    if held_disputed > 0 {
        let message = format!("disputed: {held_disputed} of the {held} questions held back from rule writing");
        found.push(Finding::of_pack(message, "").info());
    }
    for id in unfired(pack, &engine, items, most_read, fired) {
        let hint = "check its signals against how scenarios are worded, or take it out";
        found.push(Finding::of_rule(id.as_str(), "no text of the pack fires the rule", hint));
    }
}

fn question(item: &Item) -> Option<(&Item, &Question)> {
    match &item.kind {
        Kind::Question(question) => Some((item, question)),
        Kind::Note(_) | Kind::Trap(_) => None,
    }
}

/// The rules that no text fires beside those that questions `fired`; none where there is too much text to tell.
fn unfired<'p>(
    pack: &'p Pack,
    engine: &Engine,
    items: &[Item],
    most_read: usize,
    mut fired: BTreeSet<Slug>,
) -> Vec<&'p Slug> {
    let names = pack.services.iter().flat_map(|(_, service)| [&service.title].into_iter().chain(&service.aliases));
    let demands = pack.objectives.values().map(|objective| &objective.title);
    let mut size = 0;
    let fits = |story: &&String| {
        size += story.len();
        size <= most_read
    };
    let told: Vec<&String> = pack.rules.stories.values().flatten().take_while(fits).collect();
    let every_story = told.len() == pack.rules.stories.values().map(Vec::len).sum::<usize>();
    let short = names.chain(demands).map(|text| Cow::Borrowed(text.as_str()));
    let told = told.into_iter().map(|text| Cow::Borrowed(text.as_str()));
    let mut texts = short.chain(items.iter().flat_map(texts_of).map(Cow::Owned)).chain(told);
    let mut left = MOST_TEXTS;
    loop {
        let waiting: Vec<&Slug> = pack.rules.rules.keys().filter(|id| !fired.contains(*id)).collect();
        let part: Vec<Cow<'_, str>> = texts.by_ref().take(left.min(AT_ONCE)).collect();
        if waiting.is_empty() || part.is_empty() {
            // What wasn't read might have fired the others.
            let all_read = texts.next().is_none() && items.len() == pack.items.len() && every_story;
            return if all_read { waiting } else { Vec::new() };
        }
        left -= part.len();
        let rules =
            |part: &[Cow<'_, str>]| part.iter().flat_map(|text| engine.fired(text).cloned()).collect::<Vec<_>>();
        fired.extend(halves::of(&part, rules).into_iter().flatten());
    }
}

/// What the rules say of a question whose stem should be enough, if it isn't what its key says.
fn dispute(answer: &Answer, item: &Item, question: &Question) -> Option<String> {
    if question.needs_options {
        return None;
    }
    let first = answer.verdicts.first().filter(|first| !answer.abstained && first.service != item.service)?;
    let sure = first.confidence * 100.0;
    let words = words_for(answer);
    Some(format!("disputed: the rules point to {} ({sure:.0} %), the key to {}: {words}", first.service, item.service))
}

/// The strongest words for the first verdict, each with its rule.
fn words_for(answer: &Answer) -> String {
    let first = answer.verdicts.first().map(|first| &first.service);
    let in_stem = answer.evidence.iter().filter(|evidence| evidence.option.is_none());
    let mut evidence: Vec<_> =
        in_stem.filter(|evidence| evidence.service.as_ref() == first && evidence.weight > 0.0).collect();
    evidence.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.start.cmp(&b.start)));
    let named = evidence.iter().take(NAMED).map(|evidence| format!("\"{}\" ({})", evidence.text, evidence.rule));
    named.collect::<Vec<_>>().join(", ")
}

/// The texts of a note or trap, long ones by paragraphs: one by one, since each holds the title once more.
fn texts_of(item: &Item) -> Box<dyn Iterator<Item = String> + '_> {
    match &item.kind {
        Kind::Note(note) => {
            let cards = note.cards.iter().map(|card| match &card.face {
                Face::Basic { front, back } => format!("{front} {back}"),
                Face::Cloze(cloze) => cloze.solved(),
            });
            let titled = |paragraph: &str| format!("{}. {paragraph}", note.title);
            Box::new(note.body.split("\n\n").map(titled).chain(cards))
        }
        Kind::Trap(trap) => Box::new(
            [trap.lure.clone(), trap.truth.clone(), format!("{}. {}", trap.title, trap.keywords.join(", "))]
                .into_iter(),
        ),
        Kind::Question(_) => Box::new(std::iter::empty()),
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::content::Month;
    use crate::pack::{Files, Problem, Severity, check};

    fn problems(rules: &str, questions: &[(&str, &str, &str)]) -> Vec<Problem> {
        let head = "format: 1\nid: sample\ntitle: Sample\nlanguage: xx\nservices: {ecs: {}, eks: {}}\n";
        let mut items = "questions:\n".to_owned();
        for (id, service, stem) in questions {
            items += &format!(
                "  {id}:\n    service: {service}\n    stem: {stem}\n    source: us\n    options:\n      \
                 a: {{text: First., why: Yes., correct: true}}\n      b: {{text: Second., why: No.}}\n"
            );
        }
        let files = [("pack.yaml", head), ("rules.yaml", rules), ("items.yaml", &items)];
        let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()));
        check(&Files::of(files), Month { year: 2026, month: 11 }, &mut |_| {}).problems
    }

    const RULES: &str = "rules:\n  tools: {any: [kubectl], points_to: {eks: 3}, because: It speaks to Kubernetes.}\n";

    #[test]
    fn a_disputed_question_is_worth_knowing_and_fails_nothing() {
        // One of them is held back whatever the hash says of each.
        let ids: Vec<String> = (0..12).map(|number| format!("q{number}")).collect();
        let questions: Vec<_> = ids.iter().map(|id| (id.as_str(), "ecs", "Which service does kubectl need?")).collect();
        let problems = problems(RULES, &questions);
        let told: Vec<_> = problems.iter().filter(|problem| problem.message.starts_with("disputed")).collect();
        assert!(told.iter().all(|problem| problem.severity == Severity::Info), "{told:?}");
        let one = told.iter().find(|problem| problem.item.is_some()).unwrap();
        assert!(one.message.contains("the rules point to eks") && one.message.contains("\"kubectl\" (tools)"), "{one}");
        assert!(one.line.is_some() && one.file == "items.yaml");
        let held = told.iter().filter(|problem| problem.item.is_none()).collect::<Vec<_>>();
        assert!(held.len() == 1 && told.len() < 13, "{held:?}");
    }

    #[test]
    fn stories_for_which_there_is_no_room_are_told() {
        let told = |stories: usize| {
            let words: Vec<String> = ('b'..='z').flat_map(|a| ('b'..='m').map(move |b| format!("{a}{b}"))).collect();
            let stories = format!("    - {}\n", words.join(" ")).repeat(stories);
            let problems = problems(&format!("stories:\n  ecs:\n{stories}"), &[]);
            problems.iter().any(|problem| problem.message.contains("more words than are weighed"))
        };
        assert!(!told(1_000) && told(2_000));
    }

    #[test]
    fn agreement_and_doubt_are_no_dispute() {
        let questions = [("a", "eks", "Which service does kubectl need?"), ("b", "ecs", "Which of them is it?")];
        let problems = problems(RULES, &questions);
        assert!(problems.iter().all(|problem| !problem.message.starts_with("disputed")), "{problems:?}");
    }

    #[test]
    fn a_rule_that_nothing_in_the_pack_fires_is_told_at_its_place() {
        let rules = format!("{RULES}  boats: {{any: [blue boats], points_to: {{ecs: 1}}, because: Nobody knows.}}\n");
        let problems = problems(&rules, &[("a", "eks", "Which service does kubectl need?")]);
        let unused: Vec<_> = problems.iter().filter(|problem| problem.message.contains("fires the rule")).collect();
        assert_eq!(unused.len(), 1, "{problems:?}");
        assert_eq!((unused[0].severity, unused[0].item.as_deref()), (Severity::Warning, Some("boats")));
        assert_eq!((unused[0].file.as_str(), unused[0].line), ("rules.yaml", Some(3)));
        let told = format!("{rules}stories: {{ecs: [A captain has blue boats.]}}\n");
        let problems = self::problems(&told, &[("a", "eks", "Which service does kubectl need?")]);
        assert!(
            problems.iter().all(|problem| !problem.message.contains("fires the rule")),
            "a story does: {problems:?}"
        );
    }
}
