#![no_main]

#[path = "../../tests/support/attempts.rs"]
#[allow(dead_code, reason = "each target uses its part")]
mod attempts;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| attempts::query(bytes));
