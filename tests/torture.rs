//! A short run of the crash torture, and several windows at once. `examples/torture.rs` runs both for as long as one likes.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may unwrap, and wait for a real program")]

#[path = "support/packs.rs"]
mod packs;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;
#[path = "support/sitting.rs"]
mod sitting;
#[path = "support/torture.rs"]
mod torture;

use std::time::Duration;

#[test]
fn nothing_that_was_shown_is_lost_to_a_kill() {
    let counts = torture::run(1, |counts| counts.all() < 30);
    assert!(counts.shown > 20, "{counts:?}");
}

#[test]
fn four_windows_count_every_review_once() {
    let hammered = torture::windows::hammer(Duration::from_secs(3));
    assert!(hammered.ratings > 20 && hammered.verbs > 0, "{hammered:?}");
}
