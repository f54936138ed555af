//! Today's list as the learner goes through it, and what Home says of the plan.

use serde::{Deserialize, Serialize};

use super::course::Course;
use super::deck::Deck;
use super::readiness::{Range, Readiness};
use super::today::Today;
use crate::domain::time::StudyDay;

/// Recall of cards that come first whatever the plan says, when their time is reckoned: they were missed or are just
/// being learned.
const RECALL_IN_FRONT: f64 = 0.7;

/// The cards of a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Agenda {
    /// Keys of the planned cards, best first.
    pub list: Vec<i64>,
    /// Those that would come next if there were more time.
    pub beyond: Vec<i64>,
    /// Planned cards that were shown before.
    pub review: u32,
    /// Planned cards that are new.
    pub new: u32,
    /// Cards brought forward by a mock exam or in a learning step, which come first.
    pub front: u32,
    /// Seconds that all of these are expected to take.
    pub seconds: f64,
    /// Seconds still meant for today.
    pub left: f64,
}

/// What Home says of the plan; kept for its first frame.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Glance {
    /// The day it was made.
    pub day: StudyDay,
    /// Cards to review today.
    pub review: u32,
    /// New cards today.
    pub new: u32,
    /// Seconds they are expected to take.
    pub seconds: u32,
    /// Readiness in whole percent: lower and upper end if nothing more were studied.
    pub now: (u32, u32),
    /// The same on exam day if the learner keeps to the plan; none until that was played.
    pub on_day: Option<(u32, u32)>,
}

impl Agenda {
    /// The list for `left` seconds and so many `extra` cards. Cards that come first take their time from it; the last
    /// card may run over. Cards put aside for today and cards outside the exam are no part of it.
    #[must_use]
    pub fn new(deck: &Deck, course: &Course, today: &Today, left: f64, extra: usize) -> Self {
        let habits = course.habits();
        let seconds_of = |at: usize| habits.pace[deck.cards[at].kind as usize] * habits.seconds_at(RECALL_IN_FRONT);
        let front = || (0..deck.cards.len()).filter(|at| deck.cards[*at].front && !deck.cards[*at].hidden);
        let mut agenda = Self { left, front: count(front().count()), ..Self::default() };
        agenda.seconds = front().map(seconds_of).sum();
        let mut extra = extra;
        for entry in &today.order {
            let card = &deck.cards[entry.at];
            if card.front || card.hidden || course.cards()[entry.at].weight <= 0.0 {
                continue;
            }
            if agenda.seconds >= left {
                if extra == 0 {
                    agenda.beyond.push(card.key);
                    continue;
                }
                extra -= 1;
            }
            agenda.seconds += entry.seconds;
            agenda.list.push(card.key);
            let kind = if course.cards()[entry.at].state().is_some() { &mut agenda.review } else { &mut agenda.new };
            *kind += 1;
        }
        agenda
    }
}

impl Glance {
    /// What is said of an agenda and a readiness.
    #[must_use]
    pub fn of(day: StudyDay, agenda: &Agenda, readiness: &Readiness) -> Self {
        let seconds = agenda.seconds.round().clamp(0.0, 86_400.0) as u32;
        let percent = |range: Range| range.percent();
        Self {
            day,
            review: agenda.review,
            new: agenda.new,
            seconds,
            now: percent(readiness.whole.now),
            on_day: readiness.whole.on_day.map(percent),
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::deck::tests::card;
    use super::*;
    use crate::domain::memory::formula::{DEFAULT_WEIGHTS, Formula};
    use crate::domain::plan::habits::Habits;
    use crate::domain::plan::{Days, Goal};

    fn agenda(deck: &Deck, left: f64, extra: usize) -> Agenda {
        let goal = Goal { exam: None, date: StudyDay(40), minutes: [20; 7] };
        let course = deck.course(Formula::new(&DEFAULT_WEIGHTS), &goal);
        let (course, _, today) = course.planning(30, Days::equal(10, 20.0)).take(left);
        Agenda::new(deck, &course, &today, left, extra)
    }

    #[test]
    fn new_cards_fill_the_seconds_and_the_last_one_runs_over() {
        let deck = Deck { cards: (1..9).map(|key| card(key, None)).collect(), ..Deck::default() };
        // A new card takes 38 seconds: two don't fill 80, three do.
        let found = agenda(&deck, 80.0, 0);
        assert_eq!((found.list.as_slice(), found.new, found.review), (&[1, 2, 3][..], 3, 0));
        assert_eq!(found.beyond, [4, 5, 6, 7, 8]);
        assert_eq!(agenda(&deck, 80.0, 2).list, [1, 2, 3, 4, 5]);
        assert_eq!(agenda(&deck, 0.0, 0).list, [0i64; 0]);
    }

    #[test]
    fn what_comes_first_takes_its_time() {
        let mut deck = Deck { cards: (1..9).map(|key| card(key, None)).collect(), ..Deck::default() };
        deck.cards[4].front = true;
        deck.cards[0].hidden = true;
        let found = agenda(&deck, 80.0, 0);
        assert_eq!((found.list.as_slice(), found.front), (&[2, 3][..], 1));
        assert!(found.seconds > 80.0 && !found.beyond.contains(&5));
        // A card in front takes 0.3 of a lapse's time and 0.7 of a pass's.
        deck.cards[5].front = true;
        let found = agenda(&deck, 0.0, 0);
        let habits = Habits::default();
        assert_eq!((found.list.as_slice(), found.front), (&[0i64; 0][..], 2));
        assert!((found.seconds - 2.0 * habits.seconds_at(0.7)).abs() < 1e-9, "{found:?}");
    }
}
