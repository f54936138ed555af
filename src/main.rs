//! The `plimsoll` program: everything is in the library; this sets the exit code.

use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    match plimsoll::cli::run(std::env::args_os()) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            // Nothing can be said when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(failure.code)
        }
    }
}
