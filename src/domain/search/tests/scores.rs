//! What a hit is worth, against sums by hand.

use super::*;

/// How much a word says that so many of four documents have.
fn rare(with: f32) -> f32 {
    (1.0 + 4.0 / (with + 0.5)).ln()
}

fn scores(items: &[Item], query: &str) -> Vec<(String, f32)> {
    let hits = index(items).search(&Query::new(query), 10).hits;
    hits.into_iter().map(|hit| (hit.id.slug().to_owned(), hit.score)).collect()
}

/// The hits of a query in order, and what they are worth.
fn close(query: &str, by_hand: &[(&str, f32)]) {
    let found = scores(&items(), query);
    let same = |((name, score), (hand, by_hand)): (&(String, f32), &(&str, f32))| {
        name == hand && (score - by_hand).abs() < 0.002
    };
    assert!(found.len() == by_hand.len() && found.iter().zip(by_hand).all(same), "{query}: {found:?}, {by_hand:?}");
}

#[test]
fn places_weigh() {
    // A keyword, alone, and half of it again because it is the whole query.
    close("training ", &[("gpu", rare(1.0) * (0.8 + 0.2 + 0.5))]);
    // A word of a title of two, and one in a lure.
    close("containers ", &[("privileged", rare(1.0) * (0.9 + 0.5 / 2.0))]);
    close("agent ", &[("privileged", rare(1.0) * 0.45)]);
    // A word of a note's text; notes come a little after traps.
    close("second ", &[("billing", 0.97 * rare(1.0) * 0.25)]);
}

#[test]
fn a_services_name_finds_what_is_about_it() {
    close("eks ", &[("nodes", 0.97 * rare(1.0) * 0.9 * 0.35)]);
}

#[test]
fn the_start_of_a_word_is_worth_what_it_is_of_the_word() {
    // Title and id by 0.7 and 0.25 of three letters of ten, or by 0.5 and 0.35 of them when nothing more will be typed.
    for (query, worth) in [("pri", 0.7 + 0.25 * 0.3), ("pri ", 0.5 + 0.35 * 0.3)] {
        close(query, &[("privileged", rare(1.0) * (1.2 * worth + 0.5 * worth * worth / 2.0))]);
    }
}

#[test]
fn three_letters_are_found_inside_words_where_nothing_else_is() {
    let items = [note("one", "eks", "Cargo", "Text."), note("two", "eks", "Target", "Text.")];
    let found = |query: &str| scores(&items, query).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(found("rgo "), ["one"]);
    assert!(found("rg ").is_empty());
}

#[test]
fn mistakes_cost_by_their_number_and_by_how_rare_the_word_is() {
    // One mistake, of a word that one document of four has; then of a word that goes on.
    let common = 0.7 + 0.3 * 2.0_f32.ln() / 5.0_f32.ln();
    for (query, worth) in [("privleged ", 0.75 * common), ("privleg ", 0.75 * (0.5 + 0.4 * 0.7) * common)] {
        close(query, &[("privileged", rare(1.0) * (1.2 * worth + 0.5 * worth * worth / 2.0))]);
    }
}

#[test]
fn two_mistakes_are_looked_for_only_where_one_finds_nothing() {
    let items = [note("one", "eks", "Tulip", "Text."), note("two", "eks", "Tunic", "Text.")];
    let found = |query: &str| scores(&items, query).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(found("tulik "), ["one"]);
    assert_eq!(found("tulkk "), ["one"]);
    assert_eq!(found("tunkk "), ["two"]);
}

#[test]
fn two_words_written_as_one_are_found() {
    let items = [note("one", "eks", "Worker", "Its nodes."), note("two", "eks", "Worker", "No more.")];
    assert_eq!(scores(&items, "workernodes ").into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["one"]);
}

#[test]
fn letters_with_gaps_are_worth_little() {
    let of = |query: &str| scores(&items(), query).first().map_or(0.0, |(_, score)| *score);
    assert!(
        of("srvrlss ") > 0.0 && of("srvrlss ") < 0.4 * of("serverless "),
        "{} {}",
        of("srvrlss "),
        of("serverless ")
    );
}

#[test]
fn another_name_in_two_words_is_found_where_both_stand() {
    let items = [note("one", "eks", "Text", "A balancer."), note("two", "eks", "Text", "A balancer of load.")];
    assert_eq!(scores(&items, "lb ").into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["two"]);
}

#[test]
fn forms_of_a_near_word_are_worth_less_than_the_word() {
    let items = [note("one", "eks", "Killing", "Text.")];
    let rare = (1.0_f32 + 1.0 / 1.5).ln();
    let worth = 0.55 * 0.85;
    let by_hand = 0.97 * rare * (0.9 * worth + 0.5 * worth * worth);
    let found = scores(&items, "crash ");
    assert!(found.len() == 1 && (found[0].1 - by_hand).abs() < 0.002, "{found:?} {by_hand}");
}

#[test]
fn a_word_with_few_hits_may_be_a_mistake_too() {
    let named = |many: usize| {
        let pods = (0..many).map(|n| note(&format!("n{n}"), "eks", "Pods", "Text."));
        let items: Vec<Item> = pods.chain([note("ports", "eks", "Pots", "Text.")]).collect();
        scores(&items, "pods ").into_iter().map(|(name, _)| name).filter(|name| name == "ports").count()
    };
    assert_eq!([named(1), named(2), named(3)], [1, 1, 0]);
}

#[test]
fn neighbours_are_worth_more_together() {
    // The whole title by two words, of which one is in the id as well.
    close("privileged containers ", &[("privileged", rare(1.0) * (0.9 + 0.3 + 0.9 + 0.5 * 2.0 + 0.15 * 2.0))]);
    close("containers privileged ", &[("privileged", rare(1.0) * (0.9 + 0.3 + 0.9 + 0.5 * 2.0))]);
}

#[test]
fn a_word_that_a_title_says_twice_is_met_once() {
    let items = [note("again", "eks", "Pods upon pods", "Text."), note("other", "eks", "Nodes", "Text.")];
    let pods = (1.0_f32 + 2.0 / 1.5).ln();
    // One word of the query, two matches, and "upon" fills less than another word.
    let by_hand = 0.97 * pods * (0.9 + 0.5 * 2.0 / 2.3);
    let found = scores(&items, "pods ");
    assert!(found.len() == 1 && (found[0].1 - by_hand).abs() < 0.002, "{found:?}, {by_hand}");
}

#[test]
fn words_that_say_little_count_less() {
    let items = [note("one", "eks", "Pods", "Keep them."), note("two", "eks", "Nodes", "Pods.")];
    // In titles it is as rare as in texts, where each counts for itself.
    let pods = (1.0_f32 + 2.0 / 1.5).ln();
    let keep = 0.4 * pods;
    let by_hand = [0.97 * (0.9 * pods + 0.25 * keep + 0.5 * pods), 0.97 * 0.25 * pods];
    let found = scores(&items, "keep pods ");
    assert!(
        found.iter().zip(by_hand).all(|((_, score), by_hand)| (score - by_hand).abs() < 0.002),
        "{found:?}, {by_hand:?}"
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn a_mistyped_word_means_the_more_common_one() {
    let items = [
        note("zero", "eks", "Pots", "Pots."),
        note("one", "eks", "Pods", "Pods."),
        note("two", "eks", "Pods again", "Pods."),
    ];
    assert_eq!(scores(&items, "poks ")[0].0, "one");
}

#[test]
fn a_mistake_is_seldom_in_the_first_letter() {
    let items = [note("zero", "eks", "Load", "Text."), note("one", "eks", "Mead", "Text.")];
    assert_eq!(scores(&items, "moad ")[0].0, "one");
}

#[test]
fn letters_with_gaps_may_look_like_two_small_words() {
    let items = [note("tokens", "eks", "Tokenization", "Of words.")];
    assert_eq!(scores(&items, "toin").len(), 1);
}
