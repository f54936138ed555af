//! What a day's plan promises, whatever the deck and the days.

mod reference;

use proptest::prelude::*;

use super::habits::{CardKind, Habits};
use super::*;
use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula, State};
use crate::domain::time::StudyDay;

fn seen(id: u64, stability: f64, difficulty: f64, elapsed: u32) -> Card {
    Card { seen: Some(Seen { state: State { stability, difficulty }, elapsed }), ..Card::new(id) }
}

/// FSRS as it comes, and a learner whom traps and questions take longer.
fn learner() -> Learner {
    let habits = Habits { pace: [1.0, 0.7, 1.5, 3.0], ..Habits::default() };
    Learner::new(Formula::new(&DEFAULT_WEIGHTS), habits)
}

fn plan(cards: &[Card], days: Days) -> (Outlook, Today) {
    let seconds = 60.0 * days.minutes(0);
    Planning::new(learner(), cards.to_vec(), days, None).take(seconds)
}

#[test]
fn on_the_last_evening_a_card_is_worth_what_it_gains_by_tomorrow() {
    let cards = [seen(1, 3.0, 5.0, 4), seen(2, 40.0, 3.0, 10), Card::new(3)];
    let (outlook, today) = plan(&cards, Days::equal(1, 20.0));
    assert_eq!(today.order.len(), 3);
    for card in &cards {
        let verdict = outlook.judge(card).unwrap();
        let expected = (verdict.with - verdict.without) / verdict.seconds;
        assert!((verdict.index - expected).abs() < 1e-4, "{verdict:?}, expected {expected}");
        assert_eq!(verdict.later, None);
    }
    // Recall of a card of stability 3 after 4 days is below 90 %, of stability 40 after 10 above.
    assert_eq!(today.order.iter().map(|entry| entry.id).collect::<Vec<_>>(), [3, 1, 2]);
}

#[test]
fn recall_on_exam_day_follows_the_formulas() {
    let card = seen(1, 3.0, 5.0, 4);
    let (outlook, _) = plan(&[card], Days::equal(9, 20.0));
    let verdict = outlook.judge(&card).unwrap();
    let formula = Formula::new(&DEFAULT_WEIGHTS);
    assert!((verdict.now - formula.recall(4.0, 3.0)).abs() < 1e-9);
    assert!((verdict.without - formula.recall(13.0, 3.0)).abs() < 1e-9);
    assert!((verdict.seconds - Habits::default().seconds_at(verdict.now)).abs() < 1e-9);
    assert!(verdict.with > verdict.without);
}

#[test]
fn a_card_well_known_waits_for_a_better_day() {
    let fresh = seen(1, 10.0, 5.0, 1);
    let (outlook, today) = plan(&[fresh, seen(2, 2.0, 5.0, 6)], Days::equal(20, 1.0));
    assert_eq!(today.order[0].id, 2);
    let verdict = outlook.judge(&fresh).unwrap();
    assert!(verdict.index < 0.0 && verdict.later.is_some_and(|wait| wait > 1), "{verdict:?}");
}

#[test]
fn after_a_rating_the_plan_says_when_it_comes_back() {
    let card = seen(1, 3.0, 5.0, 4);
    let (outlook, _) = plan(&[card], Days::equal(20, 1.0));
    let state = |stability| State { stability, difficulty: 5.0 };
    let (bad, good) = (outlook.prognosis(&card, state(0.5)), outlook.prognosis(&card, state(30.0)));
    assert!(bad.on_exam_day < good.on_exam_day);
    assert!(bad.as_planned >= bad.on_exam_day && bad.seconds > 0.0);
    assert!(bad.next.unwrap() < good.next.unwrap_or(u32::MAX), "{bad:?} {good:?}");
}

#[test]
fn the_ends_of_time_hold() {
    let cards = [seen(1, 3.0, 5.0, 4), Card::new(2)];
    for days in [0, 1, 2, 60, 61, 730] {
        let (outlook, today) = plan(&cards, Days::equal(days, 20.0));
        assert_eq!(today.order.len(), 2, "{days}");
        assert_eq!(outlook.judge(&cards[0]).is_none(), days == 0);
        let after = outlook.prognosis(&cards[0], State { stability: 3.0, difficulty: 5.0 });
        assert!(after.as_planned >= after.on_exam_day && (days > 1 || after.next.is_none()), "{days} {after:?}");
    }
    let (_, none) = plan(&[], Days::equal(30, 20.0));
    assert!(none.order.is_empty() && none.fit == 0);
    let (_, one) = plan(&cards[..1], Days::equal(30, 20.0));
    assert_eq!(one.fit, 1);
}

#[test]
fn without_minutes_nothing_is_shown() {
    let cards = [seen(1, 3.0, 5.0, 4), Card::new(2)];
    let (_, today) = plan(&cards, Days::equal(30, 0.0));
    assert_eq!((today.fit, today.seconds), (0, 0.0));
    // A free Sunday, then work again.
    let (outlook, today) = plan(&cards, Days::new((0..30).map(|day| if day % 7 == 0 { 0.0 } else { 20.0 })));
    assert_eq!(today.fit, 0);
    assert!(cards.iter().filter_map(|card| outlook.judge(card)?.later).all(|wait| wait % 7 != 0));
}

#[test]
fn cards_shown_today_are_not_shown_again() {
    let (_, today) = plan(&[seen(1, 0.2, 9.0, 0), seen(2, 50.0, 3.0, 1)], Days::equal(10, 20.0));
    assert_eq!(today.order.iter().map(|entry| entry.id).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_price_known_from_yesterday_finds_about_the_same() {
    let cards: Vec<Card> = (0..60).map(|n| seen(n, 1.0 + n as f64 / 4.0, 5.0, 1 + n as u32 % 7)).collect();
    let (outlook, whole) = plan(&cards, Days::equal(12, 4.0));
    let short = Planning::new(learner(), cards, Days::equal(12, 4.0), Some(outlook.price()));
    let (again, list) = short.take(240.0);
    assert!((again.price_on(0) / outlook.price_on(0)).ln().abs() < 0.1);
    let ids = |today: &Today| today.order[..10].iter().map(|entry| entry.id).collect::<std::collections::BTreeSet<_>>();
    assert!(ids(&whole).intersection(&ids(&list)).count() >= 8);
}

#[test]
fn slices_give_what_one_go_gives() {
    // Of several weights, each with tables of its own.
    let card = |n: u64| Card { weight: [0.5, 1.0, 1.5][n as usize % 3], ..seen(n, 2.0, 5.0, 1 + n as u32) };
    let cards: Vec<Card> = (0..30).map(card).collect();
    let mut slices = Planning::new(learner(), cards.clone(), Days::equal(6, 4.0), None);
    let mut last = slices.progress();
    while !slices.finished() {
        let next = slices.step(1);
        // What there is to do is known from the beginning.
        assert_eq!((next.done, next.total), (last.done + 1, last.total));
        last = next;
    }
    assert_eq!(last.done, last.total);
    let (_, sliced) = slices.take(240.0);
    let (_, whole) = plan(&cards, Days::equal(6, 4.0));
    assert_eq!(sliced.order, whole.order);
}

#[test]
fn impossible_weights_give_way_to_the_usual_ones() {
    let mut weights = DEFAULT_WEIGHTS;
    weights[20] = f64::NAN;
    let broken = Learner::new(Formula::new(&weights), Habits::default());
    let cards = vec![seen(1, 3.0, 5.0, 4), Card::new(2)];
    let (outlook, today) = Planning::new(broken, cards, Days::equal(4, 10.0), None).take(600.0);
    assert_eq!(outlook.learner().formula.weights(), &DEFAULT_WEIGHTS);
    assert!(today.order.iter().all(|entry| entry.verdict.is_some_and(|verdict| verdict.index.is_finite())));
}

fn any_card() -> impl Strategy<Value = Card> {
    let state = (-3.0f64..6.0, 1.0f64..10.0).prop_map(|(ln_s, difficulty)| State { stability: ln_s.exp(), difficulty });
    let memory = prop::option::of((state, 0u32..90).prop_map(|(state, elapsed)| Seen { state, elapsed }));
    let kind = prop::sample::select(CardKind::ALL.to_vec());
    (any::<u64>(), memory, prop::sample::select(vec![0.0, 0.5, 1.0, 1.7]), kind)
        .prop_map(|(id, seen, weight, kind)| Card { id, seen, weight, kind })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_list_runs_over_by_no_more_than_its_last_card(
        cards in prop::collection::vec(any_card(), 0..40),
        days in 0usize..8,
        minutes in 0.0f64..20.0,
    ) {
        let (_, today) = plan(&cards, Days::equal(days, minutes));
        let budget = if days == 0 { 0.0 } else { 60.0 * minutes };
        let fitting = &today.order[..today.fit];
        let but_last: f64 = fitting.iter().take(today.fit.saturating_sub(1)).map(|entry| entry.seconds).sum();
        prop_assert!(today.fit == 0 || but_last < budget);
        prop_assert!(today.fit == today.order.len() || today.seconds >= budget);
        prop_assert!((fitting.iter().map(|entry| entry.seconds).sum::<f64>() - today.seconds).abs() < 1e-6);
    }

    #[test]
    fn a_card_outside_the_exam_never_comes_before_its_like_inside(
        card in any_card(),
        others in prop::collection::vec(any_card(), 0..10),
        days in 1usize..6,
    ) {
        prop_assume!(card.seen.is_none_or(|seen| seen.elapsed > 0));
        let outside = Card { id: 1, weight: 0.0, ..card };
        let inside = Card { id: 2, weight: 1.0, ..card };
        let cards: Vec<Card> = [outside, inside].into_iter().chain(others).collect();
        let (_, today) = plan(&cards, Days::equal(days, 10.0));
        let place = |at: usize| today.order.iter().position(|entry| entry.at == at);
        prop_assert!(place(0) > place(1));
    }

    #[test]
    fn whatever_weights_and_habits_there_are_a_list_can_be_made(
        weights in prop::array::uniform21(any::<f64>()),
        odd in prop::sample::select(vec![f64::NAN, f64::INFINITY, -1.0, 12.4]),
        cards in prop::collection::vec(any_card(), 0..9),
    ) {
        let habits = Habits { review_seconds: [38.2, 17.6, odd, 8.9], pass: [0.2, odd, 0.1], ..Habits::default() };
        let learner = Learner::new(Formula::new(&weights), habits);
        let (_, today) = Planning::new(learner, cards.clone(), Days::equal(3, 5.0), None).take(300.0);
        let open = cards.iter().filter(|card| card.seen.is_none_or(|seen| seen.elapsed > 0)).count();
        prop_assert_eq!(today.order.len(), open);
    }

    #[test]
    fn an_exam_on_any_day_leaves_a_list_within_the_minutes(
        dates in prop::collection::vec(prop::sample::select(vec![-400i32, -1, 0, 1, 2, 59, 60, 61, 730]), 1..4),
        ratings in prop::collection::vec((0usize..3, 0u32..40, 1u8..=4), 0..12),
        cards in 0usize..3,
    ) {
        // No card, one, or two; the exam moved from date to date.
        let mut deck = Deck { cards: (0..cards as i64).map(|key| deck::tests::card(key, None)).collect(), ..Deck::default() };
        for (at, day, rating) in ratings {
            if let Some(card) = deck.cards.get_mut(at) {
                card.past.push(Rated::new(day, crate::domain::memory::Rating::of(rating).unwrap(), 9.0));
                card.past.sort_by_key(|rated| rated.day);
            }
        }
        let today = StudyDay(40);
        for ahead in dates {
            let goal = Goal { exam: None, date: StudyDay(today.0 + ahead), minutes: [1; 7] };
            let work = deck.course(Formula::new(&DEFAULT_WEIGHTS), &goal).planning(40, goal.days(today));
            let (course, outlook, list) = work.take(60.0);
            prop_assert_eq!(outlook.days().to_exam(), ahead.max(0) as usize);
            let agenda = Agenda::new(&deck, &course, &list, 60.0, 0);
            prop_assert!(agenda.list.len() + agenda.beyond.len() == cards);
            let last = agenda.list.last().map_or(0.0, |_| outlook.learner().habits.seconds_when_new().max(40.0));
            prop_assert!(agenda.seconds <= 60.0 + last, "{agenda:?}");
            prop_assert!(course.forecast().iter().all(|recall| (0.0..=1.0).contains(recall)));
        }
    }

    #[test]
    fn every_card_not_shown_today_stands_once_in_the_list(
        cards in prop::collection::vec(any_card(), 0..40),
        days in 0usize..5,
    ) {
        let (_, today) = plan(&cards, Days::equal(days, 5.0));
        let mut places: Vec<usize> = today.order.iter().map(|entry| entry.at).collect();
        places.sort_unstable();
        let open = |at: &usize| cards[*at].seen.is_none_or(|seen| seen.elapsed > 0);
        prop_assert_eq!(places, (0..cards.len()).filter(open).collect::<Vec<_>>());
        prop_assert!(today.order.iter().all(|entry| entry.seconds > 0.0 && entry.seconds.is_finite()));
    }
}
