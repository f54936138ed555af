//! Points in the plane of memory states at which values are kept, and reading between them.

use crate::domain::memory::formula::State;

/// Points along the logarithm of stability.
pub(super) const STABILITIES: usize = 40;

/// Points along difficulty.
pub(super) const DIFFICULTIES: usize = 6;

/// Values of one day: [`DIFFICULTIES`] rows of [`STABILITIES`].
pub(super) const LAYER: usize = STABILITIES * DIFFICULTIES;

/// Days of stability at the two ends. Beyond them the end's value counts.
const ENDS: (f64, f64) = (0.01, 5000.0);

/// Between which two points something lies: the lower one and how far towards the next, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Between {
    pub at: usize,
    pub lean: f32,
}

/// The stability of a point, days.
pub(super) fn stability(point: usize) -> f64 {
    let (least, most) = (ENDS.0.ln(), ENDS.1.ln());
    (least + (most - least) * point as f64 / (STABILITIES - 1) as f64).exp()
}

/// The difficulty of a row.
pub(super) fn difficulty(row: usize) -> f64 {
    1.0 + 9.0 * row as f64 / (DIFFICULTIES - 1) as f64
}

/// Where a logarithm of stability lies.
pub(super) fn along_stability(ln_stability: f64) -> Between {
    let (least, most) = (ENDS.0.ln(), ENDS.1.ln());
    between((ln_stability - least) / (most - least), STABILITIES)
}

/// Where a difficulty lies.
pub(super) fn along_difficulty(difficulty: f64) -> Between {
    between((difficulty - 1.0) / 9.0, DIFFICULTIES)
}

/// The value of a layer there, bilinear.
pub(super) fn read(layer: &[f32], s: Between, d: Between) -> f32 {
    let at = d.at * STABILITIES + s.at;
    let low = layer[at] + (layer[at + 1] - layer[at]) * s.lean;
    let at = at + STABILITIES;
    let high = layer[at] + (layer[at + 1] - layer[at]) * s.lean;
    low + (high - low) * d.lean
}

/// The value of a layer at a state.
pub(super) fn read_state(layer: &[f32], state: State) -> f32 {
    read(layer, along_stability(state.stability.ln()), along_difficulty(state.difficulty))
}

fn between(share: f64, points: usize) -> Between {
    let place = (share * (points - 1) as f64).clamp(0.0, (points - 1) as f64);
    // The last point is read as the far end of the last gap.
    let at = (place as usize).min(points - 2);
    Between { at, lean: (place - at as f64) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_read_as_themselves() {
        let layer: Vec<f32> = (0..LAYER).map(|n| n as f32).collect();
        for row in 0..DIFFICULTIES {
            for point in 0..STABILITIES {
                let state = State { stability: stability(point), difficulty: difficulty(row) };
                let read = read_state(&layer, state);
                assert!((read - (row * STABILITIES + point) as f32).abs() < 1e-3, "{row} {point}: {read}");
            }
        }
    }

    #[test]
    fn between_points_it_is_linear_and_beyond_the_ends_it_stays() {
        let layer: Vec<f32> = (0..LAYER).map(|n| (n % STABILITIES) as f32).collect();
        let middle = (stability(7) * stability(8)).sqrt();
        assert!((read_state(&layer, State { stability: middle, difficulty: 4.2 }) - 7.5).abs() < 1e-3);
        assert!((read_state(&layer, State { stability: 1e-3, difficulty: 1.0 })).abs() < 1e-6);
        assert!((read_state(&layer, State { stability: 36_500.0, difficulty: 10.0 }) - 39.0).abs() < 1e-3);
    }
}
