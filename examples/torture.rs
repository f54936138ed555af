//! Crash torture for as long as one likes:
//! `cargo build --release && cargo run --release --example torture -- --seconds 3600 --seed 7`.
//!
//! `--kills N` stops at so many kills; `--windows` hammers one store with four windows instead of killing.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stdout, reason = "a test program by nature")]

#[cfg(unix)]
#[path = "../tests/support/packs.rs"]
mod packs;
#[cfg(unix)]
#[path = "../tests/support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;
#[cfg(unix)]
#[path = "../tests/support/sitting.rs"]
mod sitting;
#[cfg(unix)]
#[path = "../tests/support/torture.rs"]
mod torture;

#[cfg(unix)]
fn main() {
    use std::time::{Duration, Instant};

    let args: Vec<String> = std::env::args().collect();
    let number = |name: &str| args.iter().skip_while(|arg| *arg != name).nth(1).map(|n| n.parse::<u64>().unwrap());
    let program = pty::program();
    assert!(program.exists(), "{} is missing: run `cargo build --release` first", program.display());
    let time = Duration::from_secs(number("--seconds").unwrap_or(60));
    let start = Instant::now();
    if args.iter().any(|arg| arg == "--windows") {
        println!("{:?}", torture::windows::hammer(time));
        return;
    }
    let most = number("--kills").unwrap_or(u64::MAX);
    let mut told = 0;
    let counts = torture::run(number("--seed").unwrap_or(1), |counts| {
        if counts.all() >= told + 100 {
            told = counts.all();
            println!("{told} kills in {} s, {} operations shown and kept", start.elapsed().as_secs(), counts.shown);
        }
        start.elapsed() < time && u64::from(counts.all()) < most
    });
    println!("{counts:#?}\n{} kills in {} s: nothing lost, nothing twice", counts.all(), start.elapsed().as_secs());
}

#[cfg(not(unix))]
fn main() {
    println!("The torture needs a pseudo-terminal and SIGKILL.");
}
