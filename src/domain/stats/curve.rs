//! The forgetting curve of a card: its chance of recall from its first showing on, with every showing marked.

use crate::domain::id::CardId;
use crate::domain::memory::{Memory, Model, Rating};
use crate::domain::review::journal::Source;
use crate::domain::time::{StudyDay, Timestamp};

/// Days that are looked ahead of today at most.
const AHEAD: u32 = 180;

/// Points of a curve, about: a curve of more days, over ten years of them, is drawn in steps of several.
const MOST_POINTS: u32 = 4_000;

/// A showing of a card and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Showing {
    /// When.
    pub at: Timestamp,
    /// Its study day.
    pub day: StudyDay,
    /// The answer.
    pub rating: Rating,
    /// Where it came from.
    pub source: Source,
    /// The memory after it, and the day from which recall falls. Cramming leaves both as they were.
    pub after: Option<(Memory, StudyDay)>,
}

/// The forgetting curve of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The card.
    pub card: CardId,
    /// The title of its item.
    pub title: String,
    /// Its showings since it was new, those undone left out.
    pub showings: Vec<Showing>,
    /// When it comes, for a card that comes on a day.
    pub due: Option<StudyDay>,
    /// The study day that it was read on.
    pub today: StudyDay,
    /// Days from the first showing, and the chance of recall then, 0 to 1: falling between showings, past today up to the
    /// day that it comes. One for each day, and over more than ten years for every so many.
    pub points: Vec<(u32, f64)>,
}

impl Curve {
    /// The curve of these showings, in order.
    #[must_use]
    pub fn new(
        (card, title): (CardId, String),
        showings: Vec<Showing>,
        due: Option<StudyDay>,
        today: StudyDay,
        model: &Model,
    ) -> Self {
        let points = points(&showings, due, today, model);
        Self { card, title, showings, due, today, points }
    }

    /// Days from its first showing.
    #[must_use]
    pub fn since_first(&self, day: StudyDay) -> u32 {
        self.showings.first().map_or(0, |first| day.since(first.day))
    }

    /// The chance of recall just before each showing; none for the first.
    #[must_use]
    pub fn before(&self, model: &Model) -> Vec<Option<f64>> {
        let mut last: Option<(Memory, StudyDay)> = None;
        self.showings
            .iter()
            .map(|showing| {
                let before = last.map(|(memory, from)| recall(model, memory, showing.day.since(from)));
                last = showing.after.or(last);
                before
            })
            .collect()
    }

    /// The chance of recall today; none for a card never shown.
    #[must_use]
    pub fn recall(&self, model: &Model) -> Option<f64> {
        let (memory, from) = self.memory()?;
        Some(recall(model, memory, self.today.since(from)))
    }

    /// The memory as it stands, and the day from which recall falls.
    #[must_use]
    pub fn memory(&self) -> Option<(Memory, StudyDay)> {
        self.showings.iter().rev().find_map(|showing| showing.after)
    }
}

fn recall(model: &Model, memory: Memory, days: u32) -> f64 {
    f64::from(model.retrievability(memory, days as f32))
}

fn points(showings: &[Showing], due: Option<StudyDay>, today: StudyDay, model: &Model) -> Vec<(u32, f64)> {
    let Some(first) = showings.first() else { return vec![] };
    let last_day = showings.iter().map(|showing| showing.day).max().unwrap_or(first.day);
    let ahead = due.map_or(0, |due| due.since(today)).min(AHEAD);
    let end = today.max(last_day).plus(ahead.max(1));
    let step = end.since(first.day) / MOST_POINTS + 1;
    let mut points = Vec::new();
    let mut at = 0;
    while at < showings.len() {
        // Several showings on one day: the last of them counts.
        let day = showings[at].day;
        while showings.get(at + 1).is_some_and(|next| next.day <= day) {
            at += 1;
        }
        let until = showings.get(at + 1).map_or(end, |next| next.day);
        if let Some((memory, from)) = showings[at].after {
            let (start, days) = (day.since(first.day), until.since(day));
            let on = (0..days).step_by(step as usize).chain([days]);
            points.extend(on.map(|on| (start.saturating_add(on), recall(model, memory, day.plus(on).since(from)))));
        }
        at += 1;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    fn showing(day: i32, source: Source, after: (f32, i32)) -> Showing {
        let memory = Memory { stability: after.0, difficulty: 5.0 };
        let at = Timestamp(i64::from(day) * 86_400_000);
        Showing { at, day: StudyDay(day), rating: Rating::Good, source, after: Some((memory, StudyDay(after.1))) }
    }

    fn curve(showings: Vec<Showing>, due: Option<i32>) -> Curve {
        let name = (CardId::new("p/i#c").unwrap(), "Title".into());
        Curve::new(name, showings, due.map(StudyDay), StudyDay(130), &Model::default())
    }

    #[test]
    fn recall_falls_between_showings_and_is_whole_at_each() {
        let due = [showing(100, Source::Due, (10.0, 100)), showing(110, Source::Due, (30.0, 110))];
        let curve = curve(due.to_vec(), Some(140));
        let at = |day: u32| curve.points.iter().filter(|point| point.0 == day).map(|point| point.1).collect::<Vec<_>>();
        assert_eq!(at(0), [1.0]);
        // Before and after the second showing: 90 % after as many days as stability says, then whole again.
        assert!((at(10)[0] - 0.9).abs() < 1e-4 && (at(10)[1] - 1.0).abs() < 1e-9, "{:?}", at(10));
        assert_eq!(curve.points.last().map(|point| point.0), Some(40));
        assert!((at(40)[0] - 0.9).abs() < 1e-4);
        let model = Model::default();
        assert_eq!(curve.before(&model)[0], None);
        assert!((curve.before(&model)[1].unwrap() - 0.9).abs() < 1e-4);
        assert!(curve.recall(&model).unwrap() > 0.9);
    }

    #[test]
    fn cramming_is_marked_and_changes_nothing() {
        let first = showing(100, Source::Due, (10.0, 100));
        let plain = curve(vec![first], Some(120));
        let crammed = curve(vec![first, showing(105, Source::Cram, (10.0, 100))], Some(120));
        assert_eq!(crammed.showings.len(), 2);
        let last = |curve: &Curve| *curve.points.last().unwrap();
        assert_eq!(last(&plain), last(&crammed));
        assert_eq!(plain.recall(&Model::default()), crammed.recall(&Model::default()));
    }

    #[test]
    fn a_day_far_off_does_not_fill_the_memory() {
        let far =
            curve(vec![showing(100, Source::Due, (10.0, 100)), showing(i32::MAX, Source::Due, (30.0, i32::MAX))], None);
        assert!(far.points.len() < 2 * MOST_POINTS as usize, "{}", far.points.len());
        let days: Vec<u32> = far.points.iter().map(|point| point.0).collect();
        assert!(days.is_sorted() && days.first() == Some(&0) && days.last() == Some(&(i32::MAX as u32 - 100)));
        let years = curve(vec![showing(-3_600, Source::Due, (10.0, -3_600))], None);
        assert_eq!(years.points.len(), 3_732, "one for each of ten years' days");
    }

    #[test]
    fn a_card_never_shown_has_no_curve() {
        let curve = curve(vec![], None);
        assert!(curve.points.is_empty() && curve.recall(&Model::default()).is_none());
    }
}
