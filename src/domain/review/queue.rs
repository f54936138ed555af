//! The order of a day's cards: reviews and new ones mixed, cards of one item apart.

use crate::domain::time::Timestamp;

/// Why a card is in today's queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// In a learning step, back at this instant.
    Step(Timestamp),
    /// Due for review.
    Review,
    /// Never seen.
    New,
}

/// A card in the queue. Keys are the store's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The card.
    pub card: i64,
    /// Its item, by which siblings are known.
    pub item: i64,
    /// Why it is here.
    pub due: Due,
}

/// Mixes reviews and new cards evenly, both in the order given, and keeps siblings from following each other where
/// another card can stand between them.
#[must_use]
pub fn mixed(reviews: Vec<Entry>, new: Vec<Entry>) -> Vec<Entry> {
    let (total_reviews, total_new) = (reviews.len(), new.len());
    let mut order = Vec::with_capacity(total_reviews + total_new);
    let (mut reviews, mut new) = (reviews.into_iter().peekable(), new.into_iter().peekable());
    let (mut taken_reviews, mut taken_new) = (0, 0);
    while reviews.peek().is_some() || new.peek().is_some() {
        // Whichever kind is further behind its share comes next; reviews first when level.
        let new_behind = (taken_new + 1) * (total_reviews + 1) < (taken_reviews + 1) * (total_new + 1);
        if new.peek().is_some() && (new_behind || reviews.peek().is_none()) {
            taken_new += 1;
            order.extend(new.next());
        } else {
            taken_reviews += 1;
            order.extend(reviews.next());
        }
    }
    part_siblings(&mut order);
    order
}

/// Where two neighbours belong to one item, brings the nearest later card of another item between them.
fn part_siblings(order: &mut [Entry]) {
    for at in 1..order.len() {
        let before = order[at - 1].item;
        if order[at].item == before
            && let Some(other) = (at + 1..order.len()).find(|later| order[*later].item != before)
        {
            order[at..=other].rotate_right(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(card: i64, item: i64, due: Due) -> Entry {
        Entry { card, item, due }
    }

    #[test]
    fn new_cards_are_spread_over_the_reviews() {
        let reviews = (0..6).map(|n| entry(n, n, Due::Review)).collect();
        let new = (10..12).map(|n| entry(n, n, Due::New)).collect();
        let order: Vec<i64> = mixed(reviews, new).iter().map(|e| e.card).collect();
        assert_eq!(order, [0, 1, 10, 2, 3, 11, 4, 5]);
    }

    #[test]
    fn siblings_are_parted() {
        let reviews = [1, 1, 2].iter().enumerate().map(|(n, item)| entry(n as i64, *item, Due::Review)).collect();
        let order: Vec<i64> = mixed(reviews, vec![]).iter().map(|e| e.item).collect();
        assert_eq!(order, [1, 2, 1]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_doubled(reviews in prop::collection::vec(0i64..5, 0..40), new in prop::collection::vec(0i64..5, 0..40)) {
            let total = reviews.len() + new.len();
            let entries = |items: &[i64], from: usize, due| items.iter().enumerate().map(|(n, item)| entry((from + n) as i64, *item, due)).collect();
            let order = mixed(entries(&reviews, 0, Due::Review), entries(&new, reviews.len(), Due::New));
            let mut cards: Vec<i64> = order.iter().map(|e| e.card).collect();
            cards.sort_unstable();
            prop_assert_eq!(cards, (0..total as i64).collect::<Vec<_>>());
        }

        /// Two siblings meet only where nothing else was left to stand between them.
        #[test]
        fn siblings_meet_only_at_the_end(items in prop::collection::vec(0i64..4, 0..40)) {
            let reviews = items.iter().enumerate().map(|(n, item)| entry(n as i64, *item, Due::Review)).collect();
            let order = mixed(reviews, vec![]);
            if let Some(meet) = order.windows(2).position(|pair| pair[0].item == pair[1].item) {
                prop_assert!(order[meet..].iter().all(|e| e.item == order[meet].item));
            }
        }
    }
}
