//! Cards that share a value table: those for which a second of study weighs the same.
//!
//! A card of weight `w` of a kind that takes `m` times as long is worth its time where one of weight `w/m` of the usual
//! kind is, so one table serves each distinct `w/m`.

use super::card::Card;
use super::habits::Habits;

/// More tables than this are not built; near ratios then share one.
pub const MOST_CLASSES: usize = 12;

/// The classes of a deck.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    /// Their ratios of weight to pace, growing.
    pub ratios: Vec<f64>,
    /// The mean pace of each class's cards.
    pub paces: Vec<f64>,
    pace: [f64; 4],
}

impl Classes {
    /// The classes of these cards. Cards of weight 0 are in none.
    pub fn of(cards: &[Card], habits: &Habits) -> Self {
        let ratio = |card: &Card| card.weight / habits.pace[card.kind as usize];
        let mut all: Vec<f64> = cards.iter().map(ratio).filter(|ratio| *ratio > 0.0 && ratio.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        let mut ratios = gathered(&all, 1e-9);
        let mut apart = 0.01;
        while ratios.len() > MOST_CLASSES {
            apart *= 1.5;
            ratios = gathered(&all, apart);
        }
        let mut classes = Self { paces: vec![1.0; ratios.len()], ratios, pace: habits.pace };
        let mut sums = vec![(0.0, 0.0); classes.ratios.len()];
        for card in cards {
            if let Some(class) = classes.class_of(card) {
                sums[class] = (sums[class].0 + classes.pace_of(card), sums[class].1 + 1.0);
            }
        }
        classes.paces = sums.into_iter().map(|(pace, count): (f64, f64)| pace / count.max(1.0)).collect();
        classes
    }

    /// The class of a card: the nearest ratio.
    pub fn class_of(&self, card: &Card) -> Option<usize> {
        let ratio = card.weight / self.pace_of(card);
        if !(ratio > 0.0 && ratio.is_finite()) || self.ratios.is_empty() {
            return None;
        }
        let above = self.ratios.partition_point(|other| *other < ratio).min(self.ratios.len() - 1);
        let below = above.saturating_sub(1);
        let far = |class: usize| (self.ratios[class] / ratio).ln().abs();
        Some(if far(below) < far(above) { below } else { above })
    }

    /// How many times as long as usual a card of this kind takes.
    pub fn pace_of(&self, card: &Card) -> f64 {
        self.pace[card.kind as usize]
    }
}

/// Sorted values with neighbours merged whose logarithms are nearer than `apart` to the first of their group; the mean
/// of each group.
fn gathered(sorted: &[f64], apart: f64) -> Vec<f64> {
    let mut groups: Vec<(f64, f64, f64)> = Vec::new();
    for value in sorted {
        match groups.last_mut() {
            Some((first, sum, count)) if (value / *first).ln() <= apart => {
                *sum += value;
                *count += 1.0;
            }
            _ => groups.push((*value, *value, 1.0)),
        }
    }
    groups.into_iter().map(|(_, sum, count)| sum / count).collect()
}

#[cfg(test)]
mod tests {
    use super::super::habits::CardKind;
    use super::*;

    fn card(weight: f64, kind: CardKind) -> Card {
        Card { weight, kind, ..Card::new(0) }
    }

    #[test]
    fn a_slow_kind_counts_like_a_light_weight() {
        let habits = Habits { pace: [1.0, 1.0, 2.0, 2.0], ..Habits::default() };
        let cards = [card(1.0, CardKind::Basic), card(2.0, CardKind::Trap), card(0.5, CardKind::Cloze)];
        let classes = Classes::of(&cards, &habits);
        assert_eq!(classes.ratios, [0.5, 1.0]);
        assert_eq!(classes.class_of(&cards[1]), Some(1));
        assert_eq!(classes.paces, [1.0, 1.5]);
    }

    #[test]
    fn cards_outside_the_exam_have_no_class() {
        let cards = [card(0.0, CardKind::Basic), card(f64::NAN, CardKind::Basic), card(-1.0, CardKind::Basic)];
        let classes = Classes::of(&cards, &Habits::default());
        assert!(classes.ratios.is_empty());
        assert!(cards.iter().all(|card| classes.class_of(card).is_none()));
    }

    #[test]
    fn many_weights_share_tables_with_their_neighbours() {
        let cards: Vec<Card> = (1..=500).map(|n| card(f64::from(n) / 100.0, CardKind::Basic)).collect();
        let classes = Classes::of(&cards, &Habits::default());
        assert!(classes.ratios.len() <= MOST_CLASSES);
        for card in &cards {
            let ratio = classes.ratios[classes.class_of(card).unwrap()];
            assert!((0.5..2.0).contains(&(ratio / card.weight)), "{} in {ratio}", card.weight);
        }
    }

    #[test]
    fn a_card_goes_with_the_nearest_ratio() {
        let habits = Habits { pace: [1.0, 2.0, 1.0, 1.0], ..Habits::default() };
        // As many ratios as may be: none are gathered.
        let cards: Vec<Card> = (0..MOST_CLASSES as i32).map(|n| card(2f64.powi(n), CardKind::Basic)).collect();
        let classes = Classes::of(&cards, &habits);
        assert_eq!(classes.ratios, (0..MOST_CLASSES as i32).map(|n| 2f64.powi(n)).collect::<Vec<_>>());
        let class = |weight, kind| classes.class_of(&card(weight, kind));
        // The middle of 1 and 2 is at 1.414.
        assert_eq!((class(1.3, CardKind::Basic), class(1.5, CardKind::Basic)), (Some(0), Some(1)));
        assert_eq!((class(1.0, CardKind::Cloze), class(8.0, CardKind::Cloze)), (Some(0), Some(2)));
        assert_eq!((class(0.001, CardKind::Basic), class(1e9, CardKind::Basic)), (Some(0), Some(MOST_CLASSES - 1)));
        assert_eq!((class(0.0, CardKind::Basic), class(f64::INFINITY, CardKind::Basic)), (None, None));
    }

    #[test]
    fn neighbours_are_gathered_at_their_mean() {
        // One more ratio than there may be: at the first widening that helps, 1.5 percent, the two near ones become one.
        let mut cards: Vec<Card> = (0..MOST_CLASSES as i32).map(|n| card(2f64.powi(n), CardKind::Basic)).collect();
        cards.extend([card(1.01, CardKind::Basic), card(1.01, CardKind::Basic)]);
        let classes = Classes::of(&cards, &Habits::default());
        assert_eq!(classes.ratios.len(), MOST_CLASSES);
        assert!((classes.ratios[0] - 3.02 / 3.0).abs() < 1e-12, "{:?}", classes.ratios);
        assert_eq!(gathered(&[1.0, 1.1, 1.2, 1.3], 0.2).len(), 2, "by the distance from the first of the group");
    }
}
