//! Hostile input: the corpus as it is, and turned, cut and doubled at random. Nothing may panic, and what is refused is
//! refused in clean text. `HOSTILE_SECONDS=600 cargo test --release --test hostile` does it for longer with other seeds.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests may unwrap, and say how far they came"
)]

#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plimsoll::domain::chance::Chance;
use plimsoll::domain::content::Month;
use plimsoll::domain::rules::Engine;
use plimsoll::domain::search::Query;
use plimsoll::domain::text::clean;
use plimsoll::pack::{self, Files};
use plimsoll::store::{Store, examine};
use plimsoll::ui::markdown;

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
fn every(purpose: &str, folder: &str, rounds: usize, mut attempt: impl FnMut(&[u8])) {
    let seeds = corpus(folder);
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
    every("packs", "packs", 600, |bytes| {
        let files = Files::of([("pack.yaml".to_owned(), bytes.to_vec())]);
        let loaded = pack::check(&files, Month { year: 2026, month: 11 });
        assert!(loaded.pack.is_some() || !loaded.problems.is_empty(), "refused without a word");
        assert!(loaded.problems.len() <= pack::MOST_TOLD + 1);
        if let Some(pack) = &loaded.pack {
            drop(Engine::of(pack).read("GPUs at the LEAST cost"));
        }
    });
}

#[test]
fn markdown_rules_and_queries() {
    let files = Files::embedded();
    let pack = pack::load(&files).pack.unwrap();
    let engine = Engine::of(&pack);
    every("texts", "texts", 300, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        for width in [1, 20, 80] {
            for line in markdown::plain(&text, width) {
                assert_eq!(clean(&line), line, "a terminal would see more than text");
            }
        }
        drop(Query::new(&text));
        drop(engine.read(&text));
        drop(engine.choose(&text, &["ECS", &text], 1));
    });
}

#[test]
fn backups() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.db");
    Store::open(&folder.path().join("data")).unwrap().back_up(&file, false).unwrap();
    let sound = fs::read(&file).unwrap();
    let mut chance = Chance::new(3, "backups");
    for _ in 0..120 {
        let turned = turned(&mut chance, &sound);
        fs::write(&file, &turned).unwrap();
        if let Err(error) = examine(&file) {
            assert!(!error.to_string().is_empty());
        }
        let after = fs::read(&file).unwrap();
        assert!(after == turned, "looking at a file changed it");
    }
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
    let file = fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/texts/which.jsonl")).unwrap();
    let (code, said) = limited(folder.path(), &["which", "--jsonl"], file.into());
    assert!(code.is_some(), "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with('{')).count(), 5, "{said}");
    calm(&said);
}
