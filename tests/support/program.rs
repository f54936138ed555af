//! The program as a command: arguments and typed lines in, what it says out.

#![allow(dead_code, clippy::unwrap_used, reason = "each test program uses its part, and tests may unwrap")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// How a run of the program ended.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn command(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.env_remove("NO_COLOR").env("PLIMSOLL_DATA_DIR", data).env("PLIMSOLL_NOW", "2026-12-02T09:00:00+00:00");
    command.stdin(Stdio::null());
    command
}

pub fn said(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

pub fn run(data: &Path, args: &[&str]) -> Run {
    said(command(data).args(args).output().unwrap())
}

pub fn typed(data: &Path, args: &[&str], input: &str) -> Run {
    let mut child =
        command(data).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    said(child.wait_with_output().unwrap())
}

/// A data directory with the small pack added, the shipped one taken out.
pub fn study() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["due"]).code, 0);
    assert_eq!(run(folder.path(), &["pack", "remove", "aws-containers"]).code, 0);
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/study/two-cards");
    let added = run(folder.path(), &["pack", "add", &pack.to_string_lossy(), "--copy"]);
    assert_eq!((added.code, added.out.as_str()), (0, "Two cards (two-cards): 1 new\n"));
    folder
}
