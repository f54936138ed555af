//! How ready the learner is: predicted recall on exam day, always as a range, never as a scaled score.
//!
//! Two things make the range: how differently the same plan can go (the 10th to the 90th percentile of many runs), and
//! how wrong the forecast itself is known to be. With the weights that FSRS starts from it promises 2 points too much on
//! the mean of many learners, and far more to those who forget fast; once fitted, 0.7.

use super::ahead::Expected;
use super::course::Course;
use super::deck::Deck;

/// From one share to another, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// A part of the exam: a domain, a service, or all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name for people.
    pub title: String,
    /// Its share of the exam, 0 to 1; none for a service.
    pub share: Option<f64>,
    /// Its cards.
    pub cards: usize,
    /// Those of them that were shown at least once.
    pub seen: usize,
    /// Recall on exam day if nothing more were studied.
    pub now: Range,
    /// Recall on exam day if the learner keeps to the plan; none until that was played.
    pub on_day: Option<Range>,
}

/// How ready the learner is.
#[derive(Debug, Clone, PartialEq)]
pub struct Readiness {
    /// The whole exam.
    pub whole: Part,
    /// Its domains, in the order of the deck.
    pub domains: Vec<Part>,
    /// Its services, most cards first.
    pub services: Vec<Part>,
    /// Cards expected to be unseen on exam day, if the learner keeps to the plan.
    pub unseen: Option<usize>,
    /// Cards to leave out when the minutes can't cover all, lowest weight first: name and number of cards.
    pub leave_out: Vec<(String, usize)>,
}

/// What the forecast is known to promise too much, and how far it may be off beyond that.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Margin {
    bias: f64,
    half: f64,
}

/// Below this expected recall, time is short and the forecast is at its worst.
const SHORT: f64 = 0.85;

/// Outcomes after which a fit is as good as it was measured to become.
const MANY_OUTCOMES: f64 = 1500.0;

/// More unseen cards than this share of the exam's are worth a word.
const WORTH_A_WORD: f64 = 0.01;

impl Range {
    /// A range held within 0 to 1.
    #[must_use]
    pub fn new(low: f64, high: f64) -> Self {
        let low = low.clamp(0.0, 1.0);
        Self { low, high: high.clamp(low, 1.0) }
    }

    /// Its ends in whole percent.
    #[must_use]
    pub fn percent(self) -> (u32, u32) {
        ((100.0 * self.low).round() as u32, (100.0 * self.high).round() as u32)
    }
}

impl Margin {
    fn of(course: &Course, short: bool) -> Self {
        if !course.is_fitted() {
            return Self { bias: 0.02, half: if short { 0.09 } else { 0.06 } };
        }
        let known = (course.outcomes() as f64 / MANY_OUTCOMES).min(1.0);
        Self { bias: 0.007, half: if short { 0.08 } else { 0.04 - 0.02 * known } }
    }

    /// A forecast with its error. `share` of what it rests on was ever shown: what is unseen is no matter of belief.
    fn around(self, low: f64, mean: f64, high: f64, share: f64) -> Range {
        let (bias, half) = (self.bias * share, self.half * share);
        Range::new(low.min(mean - half) - bias, high.max(mean + half) - bias)
    }
}

/// The members of a part: places of cards with their weights.
struct Members {
    title: String,
    share: Option<f64>,
    cards: Vec<usize>,
}

impl Readiness {
    /// Readiness of a course over that deck, with what is to be expected from keeping to the plan once that was played.
    #[must_use]
    pub fn of(deck: &Deck, course: &Course, expected: Option<&Expected>) -> Self {
        let weights: Vec<f64> = course.cards().iter().map(|card| card.weight).collect();
        let now = course.forecast();
        let part = |members: &Members| part(members, course, &weights, &now, expected);
        let inside = || (0..deck.cards.len()).filter(|at| weights[*at] > 0.0);
        let whole = part(&Members { title: "All".into(), share: None, cards: inside().collect() });
        let of_domain = |(at, domain): (usize, &super::deck::DeckDomain)| Members {
            title: domain.title.clone(),
            share: Some(domain.share),
            cards: inside().filter(|card| deck.cards[*card].domain == Some(at)).collect(),
        };
        let of_service = |(at, title): (usize, &String)| Members {
            title: title.clone(),
            share: None,
            cards: inside().filter(|card| deck.cards[*card].service == at).collect(),
        };
        let mut services: Vec<Part> = deck.services.iter().enumerate().map(of_service).map(|m| part(&m)).collect();
        services.retain(|service| service.cards > 0);
        services.sort_by(|a, b| b.cards.cmp(&a.cards).then(a.title.cmp(&b.title)));
        let (unseen, leave_out) = expected.map_or((None, vec![]), |expected| at_risk(deck, &weights, expected));
        Self {
            domains: deck.domains.iter().enumerate().map(of_domain).map(|members| part(&members)).collect(),
            whole,
            services,
            unseen,
            leave_out,
        }
    }
}

fn part(members: &Members, course: &Course, weights: &[f64], now: &[f64], expected: Option<&Expected>) -> Part {
    let seen = |at: &usize| course.cards()[*at].state().is_some();
    let whole: f64 = members.cards.iter().map(|at| weights[*at]).sum();
    let mean = |value: &dyn Fn(usize) -> f64| {
        if whole > 0.0 { members.cards.iter().map(|at| weights[*at] * value(*at)).sum::<f64>() / whole } else { 0.0 }
    };
    let recall = mean(&|at| now[at]);
    let known = mean(&|at| if seen(&at) { 1.0 } else { 0.0 });
    let share_short = recall < SHORT * known;
    Part {
        title: members.title.clone(),
        share: members.share,
        cards: members.cards.len(),
        seen: members.cards.iter().filter(|at| seen(at)).count(),
        now: Margin::of(course, share_short).around(recall, recall, recall, known),
        on_day: expected.and_then(|expected| on_day(members, course, weights, expected)),
    }
}

fn on_day(members: &Members, course: &Course, weights: &[f64], expected: &Expected) -> Option<Range> {
    let mut inside = vec![false; weights.len()];
    members.cards.iter().for_each(|at| inside[*at] = true);
    let (mut sum, mut unseen, mut whole) = (0.0, 0.0, 0.0);
    for card in expected.cards.iter().filter(|card| inside[card.at]) {
        sum += weights[card.at] * card.recall;
        unseen += weights[card.at] * card.unseen;
        whole += weights[card.at];
    }
    if whole <= 0.0 {
        return None;
    }
    let (mean, unseen) = (sum / whole, unseen / whole);
    let margin = Margin::of(course, mean < SHORT);
    // How differently the runs went was kept for all cards that were played; a part with fewer cards varies more, a deck
    // that they only stand for less.
    let spread = (expected.cards.len() as f64 / (members.cards.len().max(1)) as f64).sqrt();
    let middle = *expected.curve.last()?;
    let (low, high) = (quantile(&expected.runs, 0.1)?, quantile(&expected.runs, 0.9)?);
    Some(margin.around(mean + spread * (low - middle), mean, mean + spread * (high - middle), 1.0 - unseen))
}

/// What is likely never shown, and which domains to leave out first: those whose cards weigh least.
fn at_risk(deck: &Deck, weights: &[f64], expected: &Expected) -> (Option<usize>, Vec<(String, usize)>) {
    let worth = weights.iter().filter(|weight| **weight > 0.0).count();
    let each = worth as f64 / (expected.cards.len().max(1)) as f64;
    let unseen = each * expected.cards.iter().map(|card| card.unseen).sum::<f64>();
    if unseen < WORTH_A_WORD * worth as f64 {
        return (Some(unseen.round() as usize), vec![]);
    }
    let mut domains: Vec<(f64, usize, f64)> = Vec::new();
    for card in &expected.cards {
        let Some(domain) = deck.cards[card.at].domain else { continue };
        match domains.iter_mut().find(|(_, at, _)| *at == domain) {
            Some((_, _, sum)) => *sum += each * card.unseen,
            None => domains.push((weights[card.at], domain, each * card.unseen)),
        }
    }
    domains.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let named = domains.into_iter().map(|(_, at, sum)| (deck.domains[at].title.clone(), sum.round() as usize));
    (Some(unseen.round() as usize), named.filter(|(_, cards)| *cards > 0).collect())
}

/// The value below which that share of sorted values lies, between neighbours in proportion.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)?) as f64;
    let (low, lean) = (place.floor() as usize, place.fract());
    let high = (low + 1).min(sorted.len() - 1);
    Some(sorted[low] + (sorted[high] - sorted[low]) * lean)
}

#[cfg(test)]
mod tests {
    use super::super::ahead::ExpectedCard;
    use super::super::deck::tests::{card, domain};
    use super::*;
    use crate::domain::memory::Rating;
    use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula};
    use crate::domain::plan::habits::CardKind;
    use crate::domain::plan::{CourseCard, Fit, Goal, Rated};
    use crate::domain::time::StudyDay;

    fn deck() -> Deck {
        let mut first = card(1, Some(0));
        first.past = vec![Rated::new(20, Rating::Good, 9.0)];
        Deck {
            cards: vec![first, card(2, Some(0)), card(3, Some(1)), card(4, None)],
            domains: vec![domain("Heavy", 0.8), domain("Light", 0.2)],
            services: vec!["ECS".into(), "EKS".into()],
            ..Deck::default()
        }
    }

    fn course(deck: &Deck) -> Course {
        let goal = Goal { exam: None, date: StudyDay(25), minutes: [20; 7] };
        deck.course(Formula::new(&DEFAULT_WEIGHTS), &goal)
    }

    fn expected() -> Expected {
        let card = |at, recall, unseen| ExpectedCard { at, recall, unseen };
        let cards = vec![card(0, 0.9, 0.0), card(1, 0.8, 0.0), card(2, 0.2, 0.75)];
        Expected { times: 1.0, curve: vec![0.2, 0.72], runs: vec![0.70, 0.72, 0.74], cards }
    }

    #[test]
    fn now_is_recall_on_exam_day_if_nothing_more_is_studied() {
        let deck = deck();
        let found = Readiness::of(&deck, &course(&deck), None);
        // Weights 1.2, 1.2, 0.6: the one card shown is 0.4 of the exam.
        let recall = 0.4 * Formula::new(&DEFAULT_WEIGHTS).recall(5.0, 2.3065);
        let (low, high) = (recall - 0.4 * 0.11, recall + 0.4 * 0.07);
        assert!((found.whole.now.low - low).abs() < 1e-9, "{:?} {low}", found.whole);
        assert!((found.whole.now.high - high).abs() < 1e-9, "{:?} {high}", found.whole);
        assert_eq!((found.whole.cards, found.whole.seen, found.whole.on_day), (3, 1, None));
        // Nothing of the second domain was ever shown: there is no doubt about that.
        assert_eq!(found.domains[1].now, Range { low: 0.0, high: 0.0 });
        assert_eq!(found.services.len(), 1, "a service without cards is not listed");
        // A day after the rating there is time enough, and the forecast is not as bad.
        let goal = Goal { exam: None, date: StudyDay(21), minutes: [20; 7] };
        let tomorrow = Readiness::of(&deck, &deck.course(Formula::new(&DEFAULT_WEIGHTS), &goal), None).whole.now;
        let recall = 0.4 * Formula::new(&DEFAULT_WEIGHTS).recall(1.0, 2.3065);
        assert!((tomorrow.low - (recall - 0.4 * 0.08)).abs() < 1e-9, "{tomorrow:?} {recall}");
        assert!((tomorrow.high - (recall + 0.4 * 0.04).min(1.0)).abs() < 1e-9, "{tomorrow:?} {recall}");
    }

    #[test]
    fn on_the_day_the_range_holds_the_runs_and_the_known_error() {
        let deck = deck();
        let found = Readiness::of(&deck, &course(&deck), Some(&expected()));
        let whole = found.whole.on_day.unwrap();
        // Mean 0.72 with 0.15 of the weight unseen: 0.09 and 0.02 of the remaining 0.85.
        assert!((whole.low - (0.72 - 0.85 * 0.11)).abs() < 1e-9, "{whole:?}");
        assert!((whole.high - (0.72 + 0.85 * 0.07)).abs() < 1e-9, "{whole:?}");
        let heavy = found.domains[0].on_day.unwrap();
        assert!(heavy.low > whole.low && heavy.high > 0.87, "{heavy:?}");
    }

    #[test]
    fn what_weighs_least_is_left_out_first() {
        let deck = deck();
        let found = Readiness::of(&deck, &course(&deck), Some(&expected()));
        assert_eq!((found.unseen, found.leave_out), (Some(1), vec![("Light".to_owned(), 1)]));
        let mut covered = expected();
        covered.cards[2].unseen = 0.0;
        let found = Readiness::of(&deck, &course(&deck), Some(&covered));
        assert_eq!((found.unseen, found.leave_out), (Some(0), vec![]));
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[0.3], 0.9), Some(0.3));
        assert!((quantile(&[0.0, 1.0, 2.0], 0.25).unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn ranges_stay_within_all_and_nothing() {
        assert_eq!(Range::new(-0.2, 1.3).percent(), (0, 100));
        assert_eq!(Range::new(0.7, 0.6).percent(), (70, 70));
    }

    #[test]
    fn a_fit_narrows_the_range_as_outcomes_come() {
        let one = || CourseCard::new(1, 1.0, CardKind::Basic);
        let fresh = |days: u32| {
            let past = (0..days).map(|day| (0, Rated::new(day, Rating::Good, 9.0)));
            Course::new(vec![one()], Formula::new(&DEFAULT_WEIGHTS), 5000).begun(0, past)
        };
        let margin = |course: &Course, short| (Margin::of(course, short).bias, Margin::of(course, short).half);
        assert_eq!([margin(&fresh(9), false), margin(&fresh(9), true)], [(0.02, 0.06), (0.02, 0.09)]);
        let fitted = |outcomes: u32| {
            let mut course = fresh(outcomes + 1);
            let shift = serde_json::from_str("[0.1, 0.0, 0.0, 0.0, 0.0]").unwrap();
            course.take_fit(Fit { shift, before: 7, ratings: 7 });
            course
        };
        let (bias, half) = margin(&fitted(750), false);
        assert!((bias - 0.007).abs() < 1e-12 && (half - 0.03).abs() < 1e-12, "{half}");
        assert_eq!(margin(&fitted(750), true), (0.007, 0.08));
        assert!((margin(&fitted(3000), false).1 - 0.02).abs() < 1e-12);
    }

    #[test]
    fn a_part_varies_more_than_the_whole_and_its_range_holds_the_runs() {
        let deck = deck();
        let wide = Expected { runs: vec![0.5, 0.72, 0.94], ..expected() };
        let found = Readiness::of(&deck, &course(&deck), Some(&wide));
        // Of three runs the 10th percentile lies 0.2 of the way from the first to the second, the 90th as far from the end.
        let (low, high) = (0.5 + 0.2 * 0.22, 0.94 - 0.2 * 0.22);
        let heavy = found.domains[0].on_day.unwrap();
        let spread = (3.0f64 / 2.0).sqrt();
        assert!((heavy.low - (0.85 + spread * (low - 0.72) - 0.02)).abs() < 1e-9, "{heavy:?}");
        assert!((heavy.high - (0.85 + spread * (high - 0.72) - 0.02).min(1.0)).abs() < 1e-9, "{heavy:?}");
        // Unseen by 0.75 on the mean of its one card.
        let light = found.domains[1].on_day.unwrap();
        let spread = 3.0f64.sqrt();
        assert!((light.low - (0.2 + spread * (low - 0.72) - 0.25 * 0.02).max(0.0)).abs() < 1e-9, "{light:?}");
        assert!((light.high - (0.2 + spread * (high - 0.72) - 0.25 * 0.02)).abs() < 1e-9, "{light:?}");
        assert_eq!((found.services[0].title.as_str(), found.services[0].cards), ("ECS", 3));
        assert_eq!((found.domains[0].cards, found.domains[0].seen, found.domains[1].seen), (2, 1, 0));
        let none = Expected { cards: vec![], ..expected() };
        assert_eq!(Readiness::of(&deck, &course(&deck), Some(&none)).whole.on_day, None);
    }

    #[test]
    fn few_unseen_cards_among_many_are_no_matter() {
        let mut deck = Deck { domains: vec![domain("A", 0.5), domain("B", 0.5)], ..Deck::default() };
        // Another hundred are no part of the exam.
        deck.cards = (0..400).map(|key| card(key, (key < 300).then_some((key % 2) as usize))).collect();
        let weights = deck.weights();
        // Half of the cards were played, so each stands for two.
        let unseen = |share: f64| {
            let cards = (0..150).map(|at| ExpectedCard { at, recall: 0.9, unseen: share / 150.0 }).collect();
            at_risk(&deck, &weights, &Expected { cards, ..expected() })
        };
        assert_eq!(unseen(1.4), (Some(3), vec![]));
        let named = |count| vec![("A".to_owned(), count), ("B".to_owned(), count)];
        assert_eq!(unseen(1.6), (Some(3), named(2)));
        assert_eq!(unseen(20.0), (Some(40), named(20)));
    }
}
