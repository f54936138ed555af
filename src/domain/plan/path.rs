//! Learning steps inside one showing: what ratings may follow the first, and how often.
//!
//! A new card has two steps: it is done after two passes in a row (one, if the first rating was already a pass) or one
//! Easy; Again starts over. A lapsed card has one step. Planning with only the likeliest path per first rating
//! promises 2.5 points of recall too much, so all paths count that matter.

use crate::domain::memory::Rating;

/// Ratings that follow the first one, and how often they do, given the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// 0 to 1; the paths of one first rating sum to 1.
    pub share: f64,
    /// The further ratings of the day.
    pub then: Vec<Rating>,
}

/// Shares of the next rating after Again, Hard and Good in a learning step: means over many learners' logs.
const NEXT: [[f64; 4]; 3] =
    [[0.3686, 0.0628, 0.5108, 0.0577], [0.0442, 0.4553, 0.4457, 0.0549], [0.0519, 0.047, 0.8462, 0.055]];

/// Paths with a smaller share than this are left out.
const LEAST_SHARE: f64 = 0.004;

/// No showing has more steps than this.
const MOST_STEPS: usize = 5;

/// All paths of a new card whose first rating was `first`.
#[must_use]
pub fn learning(first: Rating) -> Vec<Path> {
    let needed = if first >= Rating::Good { 1 } else { 2 };
    let mut done = Vec::new();
    walk(Path { share: 1.0, then: Vec::new() }, first, 0, needed, &mut done);
    done.retain(|path| path.share >= LEAST_SHARE);
    let total: f64 = done.iter().map(|path| path.share).sum();
    done.iter_mut().for_each(|path| path.share /= total);
    done
}

/// The four paths of a lapsed card after its Again.
#[must_use]
pub fn relearning() -> [Path; 4] {
    let path = |share, then: &[Rating]| Path { share, then: then.to_vec() };
    [
        path(0.6595, &[Rating::Good]),
        path(0.0604, &[Rating::Easy]),
        path(0.2157, &[Rating::Again, Rating::Good]),
        path(0.0643, &[Rating::Hard, Rating::Good]),
    ]
}

fn walk(path: Path, last: Rating, passes: u32, needed: u32, done: &mut Vec<Path>) {
    if last == Rating::Easy || passes == needed || path.then.len() == MOST_STEPS {
        done.push(path);
        return;
    }
    for (next, chance) in Rating::ALL.into_iter().zip(NEXT[last as usize - 1]) {
        let share = path.share * chance;
        let then = path.then.iter().copied().chain([next]).collect();
        let passes = match next {
            Rating::Again => 0,
            Rating::Hard => passes,
            Rating::Good | Rating::Easy => passes + 1,
        };
        walk(Path { share, then }, next, passes, needed, done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_paths_as_matter() {
        let count: usize = Rating::ALL.into_iter().map(|first| learning(first).len()).sum();
        assert_eq!(count, 49);
    }

    #[test]
    fn shares_sum_to_one() {
        for first in Rating::ALL {
            let total: f64 = learning(first).iter().map(|path| path.share).sum();
            assert!((total - 1.0).abs() < 1e-12, "{first:?}: {total}");
        }
        let total: f64 = relearning().iter().map(|path| path.share).sum();
        assert!((total - 1.0).abs() < 1e-3);
    }

    #[test]
    fn easy_needs_no_step_and_good_needs_one() {
        assert_eq!(learning(Rating::Easy), [Path { share: 1.0, then: vec![] }]);
        let after_good = learning(Rating::Good);
        let likeliest = after_good.iter().max_by(|a, b| a.share.total_cmp(&b.share)).unwrap();
        assert_eq!(likeliest.then, [Rating::Good]);
        let after_again = learning(Rating::Again);
        assert!(after_again.iter().all(|path| path.then != [Rating::Good]), "one pass is not enough after Again");
    }
}
