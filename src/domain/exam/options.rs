//! The order in which a question's options stand on the screen.

use crate::domain::chance::Chance;
use crate::domain::content::Question;
use crate::domain::id::ItemId;

/// The places of the options in the question's own list, in the order of the screen: shuffled, the pinned ones last.
///
/// A pure function of the seed and the question's id: options in the order of their ids are shuffled with the stream
/// `options of <id>` of the seed, so that moving an option in the pack's file doesn't change what an old paper showed.
#[must_use]
pub fn option_order(seed: u64, id: &ItemId, question: &Question) -> Vec<usize> {
    let mut order: Vec<usize> = (0..question.options.len()).collect();
    order.sort_by_key(|at| &question.options[*at].id);
    let pin = |at: &usize| question.pin_last.iter().position(|pinned| *pinned == question.options[*at].id);
    let (mut free, mut pinned): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|at| pin(at).is_none());
    Chance::new(seed, &format!("options of {id}")).shuffle(&mut free);
    pinned.sort_by_key(pin);
    free.append(&mut pinned);
    free
}
