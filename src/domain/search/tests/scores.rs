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
fn neighbours_are_worth_more_together() {
    let both = rare(1.0) + rare(2.0);
    let apart = rare(1.0) * 0.9;
    close("privileged containers ", &[("privileged", 2.0 * rare(1.0) * (0.9 + 0.3 + 0.5 * 2.0 + 0.15))]);
    let _ = (both, apart);
}

#[test]
fn words_that_say_little_count_less() {
    close("every training ", &[("gpu", 1.0)]);
    close("keep agent ", &[("gpu", 1.0)]);
}

#[test]
fn a_mistyped_word_means_the_more_common_one() {
    let items = [
        note("pots", "eks", "Pots", "Pots."),
        note("one", "eks", "Pods", "Pods."),
        note("two", "eks", "Pods again", "Pods."),
    ];
    assert_eq!(scores(&items, "poks ")[0].0, "one");
}

#[test]
fn letters_with_gaps_may_look_like_two_small_words() {
    let items = [note("tokens", "eks", "Tokenization", "Of words.")];
    assert_eq!(scores(&items, "toin").len(), 1);
}
