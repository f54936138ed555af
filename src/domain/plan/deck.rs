//! The learner's cards as a plan needs them: where each belongs in the exam, and its ratings.

use super::course::{Course, CourseCard, Rated};
use super::habits::CardKind;
use crate::domain::memory::formula::Formula;
use crate::domain::plan::Goal;
use crate::domain::time::StudyDay;

/// A card of the deck.
#[derive(Debug, Clone, PartialEq)]
pub struct DeckCard {
    /// The store's number for it.
    pub key: i64,
    /// Its domain, as a place in [`Deck::domains`]; none for a card outside the exam.
    pub domain: Option<usize>,
    /// Its service, as a place in [`Deck::services`].
    pub service: usize,
    /// What is on it.
    pub kind: CardKind,
    /// Whether it comes today whatever the plan says: in a learning step, or brought forward by a mock exam.
    pub front: bool,
    /// Whether the learner put it aside for today.
    pub hidden: bool,
    /// Its ratings, oldest first, by study day.
    pub past: Vec<Rated>,
}

/// A domain of the exam.
#[derive(Debug, Clone, PartialEq)]
pub struct DeckDomain {
    /// Its name for people.
    pub title: String,
    /// Its share of the exam, 0 to 1.
    pub share: f64,
}

/// A finished mock exam that is held against readiness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mock {
    /// Its study day.
    pub day: u32,
    /// Questions right at first sight.
    pub right: u32,
    /// Questions seen for the first time.
    pub of: u32,
}

/// All cards that can come up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deck {
    /// Cards by key.
    pub cards: Vec<DeckCard>,
    /// Domains of the exam; none when there is no exam, and then every card counts alike.
    pub domains: Vec<DeckDomain>,
    /// Names of the services for people.
    pub services: Vec<String>,
    /// Mock exams, oldest first.
    pub mocks: Vec<Mock>,
    /// Seconds studied today so far.
    pub spent: f64,
    /// Scored questions of the exam; none when there is no exam.
    pub questions: Option<u32>,
}

/// A study day as a course counts it.
#[must_use]
pub fn course_day(day: StudyDay) -> u32 {
    u32::try_from(day.0).unwrap_or(0)
}

impl Deck {
    /// What each card is worth: its domain's share times the cards of the exam, divided by the domain's cards, so 1 on
    /// average; 0 outside the exam.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        if self.domains.is_empty() {
            return vec![1.0; self.cards.len()];
        }
        let mut counts = vec![0.0; self.domains.len()];
        for domain in self.cards.iter().filter_map(|card| card.domain) {
            counts[domain] += 1.0;
        }
        let present = |at: &usize| counts[*at] > 0.0 && self.domains[*at].share > 0.0;
        let whole: f64 = (0..counts.len()).filter(present).map(|at| self.domains[at].share).sum();
        let cards: f64 = (0..counts.len()).filter(present).map(|at| counts[at]).sum();
        let weight = |domain: usize| {
            if present(&domain) { self.domains[domain].share / whole * cards / counts[domain] } else { 0.0 }
        };
        self.cards.iter().map(|card| card.domain.map_or(0.0, weight)).collect()
    }

    /// The course that these cards make up until the goal's exam, planned with these formulas.
    #[must_use]
    pub fn course(&self, formula: Formula, goal: &Goal) -> Course {
        let make =
            |(card, weight): (&DeckCard, f64)| CourseCard::new(u64::try_from(card.key).unwrap_or(0), weight, card.kind);
        let cards = self.cards.iter().zip(self.weights()).map(make).collect();
        let all = self.cards.iter().enumerate();
        let mut past: Vec<(usize, Rated)> =
            all.flat_map(|(at, card)| card.past.iter().map(move |rated| (at, *rated))).collect();
        past.sort_by_key(|(_, rated)| rated.day);
        let course = Course::new(cards, formula, course_day(goal.date));
        match past.first().map(|(_, rated)| rated.day) {
            Some(first) => course.begun(first, past),
            None => course.begun(course_day(goal.date), []),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::memory::Rating;
    use crate::domain::memory::formula::DEFAULT_WEIGHTS;

    pub fn card(key: i64, domain: Option<usize>) -> DeckCard {
        let (kind, past) = (CardKind::Basic, vec![]);
        DeckCard { key, domain, service: 0, kind, front: false, hidden: false, past }
    }

    pub fn domain(title: &str, share: f64) -> DeckDomain {
        DeckDomain { title: title.into(), share }
    }

    #[test]
    fn weights_follow_the_blueprint() {
        let deck = Deck {
            cards: vec![card(1, Some(0)), card(2, Some(1)), card(3, Some(1)), card(4, None), card(5, Some(1))],
            domains: vec![domain("A", 0.5), domain("B", 0.3), domain("no cards", 0.2)],
            ..Deck::default()
        };
        // Four cards; A is 5/8 of what has cards, B 3/8 shared by three.
        let expected = [2.5, 0.5, 0.5, 0.0, 0.5];
        for (found, expected) in deck.weights().into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found}, expected {expected}");
        }
        // A domain that the exam doesn't ask for has no share in the mean.
        let without = Deck { domains: vec![domain("A", 0.5), domain("B", 0.0)], ..deck.clone() };
        assert_eq!(without.weights(), [1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(Deck { domains: vec![], ..deck }.weights(), [1.0; 5]);
    }

    #[test]
    fn a_course_knows_the_past() {
        let goal = Goal { exam: None, date: StudyDay(40), minutes: [20; 7] };
        let mut first = card(1, None);
        first.past = vec![Rated::new(20, Rating::Good, 9.0)];
        let deck = Deck { cards: vec![first, card(2, None)], ..Deck::default() };
        let course = deck.course(Formula::new(&DEFAULT_WEIGHTS), &goal);
        assert_eq!(course.card(0, 25).and_then(|card| card.seen).map(|seen| seen.elapsed), Some(5));
        assert_eq!(course.card(1, 25).and_then(|card| card.seen), None);
        assert!(Deck::default().course(Formula::new(&DEFAULT_WEIGHTS), &goal).cards().is_empty());
    }
}
