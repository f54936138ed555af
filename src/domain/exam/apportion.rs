//! Dividing a paper's questions among its domains.

/// Divides `seats` by weight with the largest remainders (Hamilton's method): each part gets the whole number below its
/// quota, and what is left goes to the largest fractions, the first part first on a tie. Weights that are all zero count as
/// equal.
pub(super) fn apportion(weights: &[f64], seats: u32) -> Vec<u32> {
    let fair = |weight: f64| if weight.is_finite() { weight.max(0.0) } else { 0.0 };
    let mut weights: Vec<f64> = weights.iter().map(|weight| fair(*weight)).collect();
    let mut total: f64 = weights.iter().sum();
    if total <= 0.0 {
        weights.fill(1.0);
        total = weights.len() as f64;
    }
    // Multiplied first, so that 30 % of 50 is 15 and not a hair above.
    let quotas: Vec<f64> = weights.iter().map(|weight| weight * f64::from(seats) / total).collect();
    let mut given: Vec<u32> = quotas.iter().map(|quota| quota.floor() as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).filter(|part| weights[*part] > 0.0).collect();
    order.sort_by(|a, b| quotas[*b].fract().total_cmp(&quotas[*a].fract()).then(a.cmp(b)));
    let left = seats.saturating_sub(given.iter().sum());
    for part in order.into_iter().cycle().take(left as usize) {
        given[part] += 1;
    }
    given
}

/// The same where a part has only so much room: what it can't take goes to the others by their weights, until the seats or
/// the room are used up. Parts of weight zero take something only when nobody else can.
pub(super) fn within(weights: &[f64], room: &[u32], seats: u32) -> Vec<u32> {
    let mut given = vec![0; weights.len()];
    let mut left = seats;
    while left > 0 {
        let open: Vec<usize> = (0..weights.len()).filter(|part| given[*part] < room[*part]).collect();
        if open.is_empty() {
            break;
        }
        let shares = apportion(&open.iter().map(|part| weights[*part]).collect::<Vec<_>>(), left);
        for (part, share) in open.into_iter().zip(shares) {
            let taken = share.min(room[part] - given[part]);
            given[part] += taken;
            left -= taken;
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_real_exams_divide_as_they_should() {
        // SAA-C03, 65 questions: quotas 19.5, 16.9, 15.6, 13.
        assert_eq!(apportion(&[30.0, 26.0, 24.0, 20.0], 65), [19, 17, 16, 13]);
        // Its 50 scored ones come out whole.
        assert_eq!(apportion(&[30.0, 26.0, 24.0, 20.0], 50), [15, 13, 12, 10]);
        // Ten questions: 3, 2.6, 2.4, 2.
        assert_eq!(apportion(&[30.0, 26.0, 24.0, 20.0], 10), [3, 3, 2, 2]);
        // A tie goes to the first.
        assert_eq!(apportion(&[1.0, 1.0, 1.0], 4), [2, 1, 1]);
        assert_eq!(apportion(&[], 4), [0; 0]);
    }

    #[test]
    fn what_a_part_lacks_goes_to_the_others() {
        assert_eq!(within(&[50.0, 30.0, 20.0], &[2, 90, 90], 10), [2, 5, 3]);
        assert_eq!(within(&[50.0, 50.0], &[1, 1], 10), [1, 1]);
        assert_eq!(within(&[1.0, 0.0], &[1, 9], 4), [1, 3]);
    }

    proptest! {
        #[test]
        fn every_seat_is_given_within_one_of_its_quota(weights in prop::collection::vec(0.0f64..100.0, 1..8), seats in 0u32..200) {
            let given = apportion(&weights, seats);
            prop_assert_eq!(given.iter().sum::<u32>(), seats);
            let total: f64 = weights.iter().sum();
            for (weight, got) in weights.iter().zip(&given) {
                if total > 0.0 {
                    prop_assert!((f64::from(*got) - weight * f64::from(seats) / total).abs() < 1.0 + 1e-9);
                }
            }
        }

        #[test]
        fn room_is_kept_and_used(parts in prop::collection::vec((0.0f64..100.0, 0u32..40), 1..8), seats in 0u32..200) {
            let (weights, room): (Vec<f64>, Vec<u32>) = parts.into_iter().unzip();
            let given = within(&weights, &room, seats);
            prop_assert!(given.iter().zip(&room).all(|(got, room)| got <= room));
            prop_assert_eq!(given.iter().sum::<u32>(), seats.min(room.iter().sum()));
        }
    }
}
