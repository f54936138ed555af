//! Hostile input: the corpus as it is, and turned, cut and doubled at random. Nothing may panic, and what is refused is
//! refused in clean text. `HOSTILE_SECONDS=600 cargo test --release --test hostile` does it for longer with other seeds;
//! `fuzz/` grows the corpus with an eye on which code is reached.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may unwrap, and say how far they came"
)]

#[path = "support/attempts.rs"]
mod attempts;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plimsoll::domain::chance::Chance;

/// Pieces that parsers stumble over.
const PIECES: [&str; 16] = [
    "\u{1b}[2J",
    "\u{202e}",
    "\0",
    "&a ",
    "*a ",
    "<<: ",
    "!!binary ",
    "[[[[[[[[",
    "{{{{{{{{",
    "\n- ",
    ": ",
    "\"",
    "'",
    "\t",
    "| ",
    "```",
];

fn corpus(folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// The bytes with a few things done to them.
fn turned(chance: &mut Chance, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let length = u32::try_from(bytes.len()).unwrap();
        let (from, to) = (chance.below(length) as usize, chance.below(length) as usize);
        let (from, to) = (from.min(to), from.max(to));
        match chance.below(5) {
            0 if length > 0 => bytes[from] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(from..to)),
            2 if length < 60_000 => {
                let piece = bytes[from..to].to_vec();
                bytes.splice(from..from, piece);
            }
            3 => bytes.truncate(to),
            _ => drop(bytes.splice(from..from, PIECES[chance.below(16) as usize].bytes())),
        }
    }
    bytes
}

/// Tries the corpus as it is, and then turned: some rounds, or as many as the time that was asked for allows.
fn every(purpose: &str, rounds: usize, attempt: impl Fn(&[u8])) {
    let seeds = corpus(purpose);
    seeds.iter().for_each(|(_, bytes)| attempt(bytes));
    let time = std::env::var("HOSTILE_SECONDS").ok().map(|text| Duration::from_secs(text.parse().unwrap()));
    let mut chance = Chance::new(time.map_or(0, |_| u64::from(std::process::id())), purpose);
    let (start, mut done, mut slowest) = (Instant::now(), 0u64, Duration::ZERO);
    while time.map_or(done < rounds as u64, |time| start.elapsed() < time) {
        let at = chance.below(u32::try_from(seeds.len()).unwrap()) as usize;
        let bytes = turned(&mut chance, &seeds[at].1);
        let one = Instant::now();
        attempt(&bytes);
        slowest = slowest.max(one.elapsed());
        done += 1;
    }
    println!("{purpose}: {done} inputs in {} s, the slowest {} ms", start.elapsed().as_secs(), slowest.as_millis());
}

#[test]
fn packs() {
    every("packs", 600, attempts::pack);
}

#[test]
fn rules() {
    every("rules", 300, attempts::rules);
}

#[test]
fn markdown() {
    every("markdown", 300, attempts::text);
}

#[test]
fn queries() {
    every("queries", 60, attempts::query);
}

#[test]
fn lines() {
    every("lines", 200, attempts::line);
}

#[test]
fn settings() {
    every("settings", 300, attempts::settings);
}

#[test]
fn plans() {
    every("plans", 30, attempts::plan);
}

#[test]
fn backups() {
    every("backups", 60, attempts::backup);
}

/// Runs the program under a limit of memory; gives its exit code and everything it said.
fn limited(data: &Path, args: &[&str], input: Stdio) -> (Option<i32>, String) {
    let mut shell = Command::new("sh");
    // Address space, in KiB: what is mapped but never touched counts too, so this is above the 200 MB that are promised.
    shell.args(["-c", "ulimit -v 400000; ulimit -t 20; exec \"$0\" \"$@\""]).arg(pty::program()).args(args);
    let output = shell.env("PLIMSOLL_DATA_DIR", data).stdin(input).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

fn calm(said: &str) {
    assert!(!said.contains("panicked"), "{said}");
    assert!(!said.contains(['\u{1b}', '\u{7}', '\u{202e}', '\0', '\u{9b}']), "{said:?}");
}

#[test]
fn packs_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    for (path, _) in corpus("packs") {
        let pack = folder.path().join(path.file_stem().unwrap());
        fs::create_dir(&pack).unwrap();
        fs::copy(&path, pack.join("pack.yaml")).unwrap();
        let (code, said) = limited(folder.path(), &["pack", "check", &pack.to_string_lossy()], Stdio::null());
        assert!(matches!(code, Some(0 | 2)), "{}: {code:?} {said}", path.display());
        calm(&said);
    }
    assert!(!Path::new("/tmp/owned").exists());
}

#[test]
fn many_ids_and_files_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let head = "format: 1\nid: hostile\ntitle: Hostile\nservices: {s: {title: S}}\n";
    let pack = |name: &str| {
        let pack = folder.path().join(name);
        fs::create_dir(&pack).unwrap();
        fs::write(pack.join("pack.yaml"), head).unwrap();
        pack
    };
    let many = pack("many");
    for file in 0..4 {
        let ids: String = (0..250_000).map(|n| format!("i{file}{n}:\n")).collect();
        fs::write(many.join(format!("n{file}.yaml")), format!("notes:\n  {}", ids.trim_end().replace('\n', "\n  ")))
            .unwrap();
    }
    let devices = pack("devices");
    std::os::unix::fs::symlink("/dev/zero", devices.join("zero.yaml")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", devices.join("passwd.yaml")).unwrap();
    std::os::unix::fs::symlink("..", devices.join("up")).unwrap();
    std::os::unix::fs::symlink(".", devices.join("round")).unwrap();
    assert!(Command::new("mkfifo").arg(devices.join("pipe.yaml")).status().unwrap().success());
    fs::write(devices.join("\u{1b}]0;owned\u{7}.yaml"), "x: [").unwrap();
    for pack in [many, devices] {
        let (code, said) = limited(folder.path(), &["pack", "check", &pack.to_string_lossy()], Stdio::null());
        assert_eq!(code, Some(2), "{said}");
        calm(&said);
        assert!(!said.contains("root:"), "{said}");
    }
}

#[test]
fn scenarios_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/lines/lines.jsonl")).unwrap();
    let (code, said) = limited(folder.path(), &["which", "--jsonl"], file.into());
    assert!(code.is_some(), "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with('{')).count(), 5, "{said}");
    calm(&said);
}

/// Input without an end is read as far as it can mean something.
#[test]
fn endless_input_takes_no_room() {
    let folder = tempfile::tempdir().unwrap();
    let endless = folder.path().join("endless");
    fs::File::create(&endless).unwrap().set_len(600 << 20).unwrap();
    let given = |args: &[&str]| limited(folder.path(), args, fs::File::open(&endless).unwrap().into());
    let (code, said) = given(&["which", "--jsonl"]);
    assert_eq!((code, said.trim()), (Some(1), r#"{"line":1,"error":"the line is longer than 1 MiB"}"#));
    let (code, said) = given(&["which"]);
    assert!(code == Some(2) && said.contains("longer than 1 MiB"), "{code:?} {said}");
    let (code, said) = given(&["review", "--plain"]);
    assert_eq!(code, Some(0), "{said}");
    calm(&said);
    fs::rename(&endless, folder.path().join("settings.toml")).unwrap();
    let (code, said) = limited(folder.path(), &["due"], Stdio::null());
    assert!(code == Some(0) && said.contains("over 256 KiB"), "{code:?} {said}");
    let (code, said) = limited(folder.path(), &["config", "review.leech", "6"], Stdio::null());
    assert!(code == Some(1) && said.contains("over 256 KiB"), "{code:?} {said}");
}
