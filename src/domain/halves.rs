//! Two things at a time, where the machine can: a large pack has more to read than one may wait for. What comes of it is
//! the same as one after the other.

use std::panic::resume_unwind;
use std::thread;

/// What comes of both, the second on a thread of its own; where none can be had, one after the other.
pub(crate) fn both<A, B: Send>(first: impl FnOnce() -> A, second: impl Fn() -> B + Sync) -> (A, B) {
    thread::scope(|scope| {
        let other = thread::Builder::new().spawn_scoped(scope, &second);
        let first = first();
        let second = match other {
            Ok(other) => other.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => second(),
        };
        (first, second)
    })
}

/// What comes of each half of the list, in order.
pub(crate) fn of<T: Sync, R: Send>(all: &[T], read: impl Fn(&[T]) -> R + Sync) -> [R; 2] {
    let (first, second) = all.split_at(all.len() / 2);
    both(|| read(first), || read(second)).into()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn halves_keep_their_order_and_leave_nothing_out() {
        for length in [0, 1, 2, 7] {
            let all: Vec<usize> = (0..length).collect();
            assert_eq!(of(&all, <[usize]>::to_vec).concat(), all);
        }
    }
}
