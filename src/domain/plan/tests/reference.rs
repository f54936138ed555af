//! The plan held against the same sums written out without tables, prices' search or samples: every way through the few
//! days that are left is tried.

use super::{learner, plan, seen};
use crate::domain::memory::formula::State;
use crate::domain::plan::habits::CardKind;
use crate::domain::plan::learner::Learner;
use crate::domain::plan::{Card, Days, Outlook};

/// What the best course brings: its value, and of that the recall on exam day and the seconds spent.
#[derive(Debug, Clone, Copy)]
struct Best {
    value: f64,
    recall: f64,
    seconds: f64,
    wait: Option<u32>,
}

/// The days until the exam for one learner and one class of cards.
struct Reference {
    learner: Learner,
    /// What a second costs on each day, for a card of this weight and pace.
    prices: Vec<f64>,
}

impl Reference {
    fn new(outlook: &Outlook, days: usize, card: &Card) -> Self {
        let learner = learner();
        let ratio = card.weight / learner.habits.pace[card.kind as usize];
        Self { prices: (0..days).map(|day| outlook.price_on(day) / ratio).collect(), learner }
    }

    fn exam(&self) -> u32 {
        self.prices.len() as u32
    }

    /// The best that can be made from a day on of a card that isn't shown on it and was last shown `elapsed` days before.
    fn from(&self, day: u32, state: State, elapsed: u32) -> Best {
        let alone = self.learner.formula.recall(f64::from(elapsed + self.exam() - day), state.stability);
        let mut best = Best { value: alone, recall: alone, seconds: 0.0, wait: None };
        for then in day + 1..self.exam() {
            let shown = self.shown(then, state, elapsed + then - day);
            let value = shown.value - self.prices[then as usize] * self.seconds(state, elapsed + then - day);
            if value > best.value {
                let seconds = shown.seconds + self.seconds(state, elapsed + then - day);
                best = Best { value, seconds, wait: Some(then - day), ..shown };
            }
        }
        best
    }

    fn seconds(&self, state: State, elapsed: u32) -> f64 {
        self.learner.habits.seconds_at(self.learner.formula.recall(f64::from(elapsed), state.stability))
    }

    /// What a card comes to that is shown on a day, without the time that this showing takes.
    fn shown(&self, day: u32, state: State, elapsed: u32) -> Best {
        let prospect = self.learner.formula.prospect(state);
        let outcomes = self.learner.outcomes(&prospect, prospect.recall(f64::from(elapsed)));
        let after = outcomes.into_iter().zip(self.learner.difficulties(state.difficulty));
        self.mean(day, after.map(|((share, ln_s), difficulty)| (share, State { stability: ln_s.exp(), difficulty })))
    }

    /// The same for a card's first showing.
    fn introduced(&self, day: u32) -> Best {
        let arrivals = self.learner.introductions().into_iter();
        let state = |ln_s: f64, difficulty| State { stability: ln_s.exp(), difficulty };
        self.mean(day, arrivals.map(|a| (a.share, state(a.ln_stability, a.difficulty))))
    }

    fn mean(&self, day: u32, after: impl Iterator<Item = (f64, State)>) -> Best {
        let mut sum = Best { value: 0.0, recall: 0.0, seconds: 0.0, wait: None };
        for (share, state) in after {
            let best = self.from(day, state, 0);
            sum.value += share * best.value;
            sum.recall += share * best.recall;
            sum.seconds += share * best.seconds;
        }
        sum
    }

    /// A new card's best day from `from` on: what it gains and the seconds it takes.
    fn introduction(&self, from: u32) -> Option<(f64, u32, f64)> {
        let first = self.learner.habits.seconds_when_new();
        let days = (from..self.exam()).filter(|day| self.prices[*day as usize].is_finite());
        let worth = days.map(|day| {
            let shown = self.introduced(day);
            (shown.value - first * self.prices[day as usize], day, first + shown.seconds)
        });
        worth.filter(|(gain, ..)| *gain > 0.0).max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Seconds, before the kind's pace, that a card takes until the exam when it goes its best way from today on.
    fn wanted(&self, card: &Card) -> f64 {
        let Some(seen) = card.seen else { return self.introduction(0).map_or(0.0, |(.., seconds)| seconds) };
        let (later, today) = (self.from(0, seen.state, seen.elapsed), self.shown(0, seen.state, seen.elapsed));
        let seconds = self.seconds(seen.state, seen.elapsed);
        let value = today.value - self.prices[0] * seconds;
        if seen.elapsed > 0 && value > later.value { seconds + today.seconds } else { later.seconds }
    }
}

/// Cards old and new, of two weights and all kinds.
fn cards() -> Vec<Card> {
    let mut cards: Vec<Card> = (0..40u32)
        .map(|n| {
            let (n, stability) = (u64::from(n), 0.4 * 1.13f64.powi(n as i32));
            let kind = CardKind::ALL[n as usize % 4];
            Card {
                weight: if n % 3 == 0 { 2.0 } else { 0.5 },
                kind,
                ..seen(n, stability, 2.0 + (n % 7) as f64, 1 + n as u32 % 5)
            }
        })
        .collect();
    cards.extend((40..44).map(|n| Card { kind: CardKind::ALL[n as usize % 4], ..Card::new(n) }));
    cards
}

#[test]
fn verdicts_are_those_of_trying_every_way() {
    let (cards, days) = (cards(), 4);
    // With little time and with plenty.
    let outlooks = [4.0, 15.0].map(|minutes| {
        let (outlook, today) = plan(&cards, Days::equal(days, minutes));
        for entry in &today.order {
            let verdict = entry.verdict.unwrap();
            assert_eq!(Some(verdict), outlook.judge(&cards[entry.at]));
            assert!((entry.seconds - verdict.seconds).abs() < 1e-9 && (entry.now - verdict.now).abs() < 1e-9);
        }
        outlook
    });
    let mut waits = 0;
    for (outlook, card) in outlooks.iter().flat_map(|outlook| cards.iter().map(move |card| (outlook, card))) {
        let reference = Reference::new(outlook, days, card);
        let pace = reference.learner.habits.pace[card.kind as usize];
        let (shown, waiting, seconds) = match card.seen {
            Some(seen) => (
                reference.shown(0, seen.state, seen.elapsed).value,
                reference.from(0, seen.state, seen.elapsed).value,
                reference.seconds(seen.state, seen.elapsed),
            ),
            None => (
                reference.introduced(0).value,
                reference.introduction(1).map_or(0.0, |(gain, ..)| gain),
                reference.learner.habits.seconds_when_new(),
            ),
        };
        let verdict = outlook.judge(card).unwrap();
        assert!((verdict.seconds - seconds * pace).abs() < 1e-3, "{card:?} {verdict:?} {seconds}");
        let (found, expected) = (verdict.index / card.weight * verdict.seconds, shown - waiting);
        assert!((found - expected).abs() < 3e-3, "{card:?} {verdict:?}: {found}, expected {expected}");
        // Recall on exam day if it is shown today and never again, and if it never is.
        let after = match card.seen {
            Some(seen) => {
                let prospect = reference.learner.formula.prospect(seen.state);
                reference.learner.outcomes(&prospect, prospect.recall(f64::from(seen.elapsed))).to_vec()
            }
            None => reference.learner.introductions().iter().map(|a| (a.share, a.ln_stability)).collect(),
        };
        let recall = |days: f64, ln_s: f64| reference.learner.formula.recall(days, ln_s.exp());
        let with: f64 = after.iter().map(|(share, ln_s)| share * recall(days as f64, *ln_s)).sum();
        assert!((verdict.with - with).abs() < 1e-9, "{card:?} {verdict:?} {with}");
        let alone = card.seen.map_or(0.0, |seen| {
            reference.learner.formula.recall(f64::from(seen.elapsed + days as u32), seen.state.stability)
        });
        assert!((verdict.without - alone).abs() < 1e-9, "{card:?} {verdict:?} {alone}");
        // The curves say the same day by day.
        let [left, kept] = outlook.curves(card);
        assert!((left[days] - alone).abs() < 1e-9 && (kept[days] - with).abs() < 1e-9);
        let second: f64 = after.iter().map(|(share, ln_s)| share * recall(1.0, *ln_s)).sum();
        assert!((kept[1] - second).abs() < 1e-9 && left.len() == days + 1);
        if let Some(seen) = card.seen {
            let tomorrow = reference.learner.formula.recall(f64::from(seen.elapsed + 1), seen.state.stability);
            assert!((left[1] - tomorrow).abs() < 1e-9);
            waits += u32::from(verdict.later.is_some());
            assert!(verdict.later.is_none_or(|wait| (1..days as u32).contains(&wait)));
        }
    }
    assert!(waits > 9, "{waits} have a better later day");
}

#[test]
fn on_later_days_the_index_is_that_of_trying_every_way() {
    let (cards, days, on) = (cards(), 5, 2);
    let (outlook, _) = plan(&cards, Days::equal(days, 4.0));
    for card in &cards {
        let reference = Reference::new(&outlook, days, card);
        let class = outlook.class_of(card).unwrap();
        let (found, seconds, expected) = match card.seen {
            Some(seen) => (
                outlook.index_on(on as usize, seen, class),
                reference.seconds(seen.state, seen.elapsed),
                reference.shown(on, seen.state, seen.elapsed).value
                    - reference.from(on, seen.state, seen.elapsed).value,
            ),
            None => (
                outlook.index_of_new_on(on as usize, class),
                reference.learner.habits.seconds_when_new(),
                reference.introduced(on).value - reference.introduction(on + 1).map_or(0.0, |(gain, ..)| gain),
            ),
        };
        assert!((found * seconds - expected).abs() < 3e-3, "{card:?}: {}, expected {expected}", found * seconds);
    }
}

#[test]
fn a_prognosis_is_that_of_trying_every_way() {
    let (cards, days) = (cards(), 4);
    let (outlook, _) = plan(&cards, Days::equal(days, 4.0));
    let mut comes_back = 0;
    for (card, stability) in cards.iter().zip([0.3, 0.7, 1.5, 3.0, 8.0, 40.0].into_iter().cycle()) {
        let reference = Reference::new(&outlook, days, card);
        let pace = reference.learner.habits.pace[card.kind as usize];
        let after = State { stability, difficulty: 5.5 };
        let (found, best) = (outlook.prognosis(card, after), reference.from(0, after, 0));
        assert!((found.on_exam_day - reference.learner.formula.recall(days as f64, stability)).abs() < 1e-9);
        // Between points of the grid recall and seconds jump where another way becomes the best.
        assert!((found.as_planned - best.recall).abs() < 0.06, "{card:?} {stability} {found:?} {best:?}");
        assert!((found.seconds - best.seconds * pace).abs() < 6.0 * pace, "{card:?} {stability} {found:?} {best:?}");
        assert_eq!(found.next.is_some(), best.wait.is_some(), "{card:?} {stability} {found:?} {best:?}");
        comes_back += u32::from(found.next.is_some());
    }
    assert!((6..cards.len() as u32 - 6).contains(&comes_back), "{comes_back}");
}

#[test]
fn time_has_the_price_at_which_what_is_worth_it_fills_the_minutes() {
    // With more cards than are looked at one by one, and with a day off.
    let (few, days) = (cards(), 4);
    let many: Vec<Card> = (0..200u32).map(|n| seen(n.into(), 0.4 * 1.02f64.powi(n as i32), 5.0, 1 + n % 5)).collect();
    let open = Days::equal(days, 3.0);
    let off = Days::new([3.0, 0.0, 3.0, 3.0]);
    for (cards, days_) in [(&few, open.clone()), (&few, off), (&many, open.scaled(4.0))] {
        let (outlook, _) = plan(cards, days_.clone());
        let wanted: f64 = cards
            .iter()
            .map(|card| {
                let reference = Reference::new(&outlook, days, card);
                reference.wanted(card) * reference.learner.habits.pace[card.kind as usize]
            })
            .sum();
        let share = wanted / days_.seconds();
        assert!((0.8..1.0).contains(&share), "{share} of the seconds");
        // Dearer in the last days: by e^(-1/4) from the last to the one before.
        let dear = |day: usize| outlook.price_on(day) / outlook.price().0;
        assert!((dear(3) - 4.0).abs() < 1e-6 && (dear(2) - (1.0 + 3.0 * (-0.25f64).exp())).abs() < 1e-6);
        assert_eq!(outlook.price_on(1).is_infinite(), !days_.open(1));
    }
}
