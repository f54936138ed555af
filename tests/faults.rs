//! Faults of the disk and of others, one by one: each ends in a clear message and an intact store. `docs/faults.md` is the
//! table of them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests may unwrap, and wait for a real program")]

#[path = "support/packs.rs"]
mod packs;
#[path = "support/pty.rs"]
#[allow(dead_code, reason = "each test program uses its part")]
mod pty;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use plimsoll::domain::chance::Chance;
use plimsoll::domain::memory::Model;
use plimsoll::domain::time::Calendar;
use plimsoll::store::{Check, Fault, Store, examine, recover, restore};
use pty::{Terminal, program};
use rusqlite::Connection;

const NOW: &str = "2026-12-02T09:00:00+00:00";

struct Run {
    code: i32,
    out: String,
    err: String,
}

fn typed(data: &Path, args: &[&str], input: &str) -> Run {
    let mut command = Command::new(program());
    command.args(args).env("PLIMSOLL_DATA_DIR", data).env("PLIMSOLL_NOW", NOW);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

fn run(data: &Path, args: &[&str]) -> Run {
    typed(data, args, "")
}

/// `data` with a small pack in it, and that many ratings of its cards.
fn study(ratings: usize) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    drop(packs::store_with(&data, [&packs::many(folder.path(), 40)]));
    if ratings > 0 {
        assert_eq!(typed(&data, &["review", "--plain"], &"\n4\n".repeat(ratings)).code, 0);
    }
    assert_eq!(reviews(&data), ratings);
    (folder, data)
}

fn reviews(data: &Path) -> usize {
    let store = Store::open(data).unwrap();
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    store.journal(&Calendar { zone: jiff::tz::TimeZone::UTC, rollover_hour: 4 }).unwrap().len()
}

#[test]
fn a_backup_on_a_full_disk_leaves_nothing() {
    let (folder, data) = study(3);
    let file = folder.path().join("mine.db");
    let script = "trap '' XFSZ; ulimit -f 100; exec \"$0\" backup \"$1\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(program()).arg(&file).env("PLIMSOLL_DATA_DIR", &data).env("PLIMSOLL_NOW", NOW);
    let output = shell.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("mine.db") && (said.contains("room") || said.contains("space")), "{said}");
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("mine")), "{left:?}");
    assert_eq!(reviews(&data), 3);
}

/// The superuser may write everywhere, so it becomes somebody else for this, where it can.
#[test]
fn a_folder_turned_read_only_is_told() {
    let (folder, data) = study(2);
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let mut command = Command::new(if root { "setpriv".into() } else { program() });
    if root {
        let chown = Command::new("chown").args(["-R", "65534:65534"]).arg(folder.path()).status();
        if !chown.is_ok_and(|status| status.success()) {
            return;
        }
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"]).arg(program());
    }
    for (path, mode) in [(data.clone(), 0o555), (data.join("plimsoll.db"), 0o444)] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    command.args(["review", "--plain"]).env("PLIMSOLL_DATA_DIR", &data).env("PLIMSOLL_NOW", NOW).stdin(Stdio::null());
    let output = command.output();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(data.join("plimsoll.db"), fs::Permissions::from_mode(0o644)).unwrap();
    // Without `setpriv`, or with the program where nobody else may go, there is nothing to see.
    let Ok(output) = output else { return };
    if matches!(output.status.code(), Some(126 | 127)) {
        return;
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("plimsoll.db") && said.contains("--data-dir"), "{said}");
    assert_eq!(reviews(&data), 2);
}

#[test]
fn a_log_that_vanishes_leaves_the_store_as_of_its_last_fold() {
    let (_folder, data) = study(2);
    let mut terminal = Terminal::start(&data, &["review"], &[("PLIMSOLL_NOW", NOW)]);
    for _ in 0..3 {
        terminal.wait_for("shows the answer");
        terminal.type_keys(" ");
        terminal.until("the answer", |screen| !screen.contains("shows the answer"));
        terminal.type_keys("4");
    }
    terminal.wait_for("shows the answer");
    terminal.kill();
    fs::remove_file(data.join("plimsoll.db-wal")).unwrap();
    let doctor = run(&data, &["doctor"]);
    assert_eq!(doctor.code, 0, "{}{}", doctor.out, doctor.err);
    assert!((2..=5).contains(&reviews(&data)));
}

#[test]
fn a_log_without_its_store_does_not_get_into_a_backup() {
    let (folder, data) = study(2);
    let file = folder.path().join("mine.db");
    assert_eq!(run(&data, &["backup", &file.to_string_lossy()]).code, 0);
    let mut terminal = Terminal::start(&data, &["review"], &[("PLIMSOLL_NOW", NOW)]);
    terminal.wait_for("shows the answer");
    terminal.type_keys(" ");
    terminal.wait_for("Easy");
    terminal.type_keys("4");
    terminal.wait_for("shows the answer");
    terminal.kill();
    fs::remove_file(data.join("plimsoll.db")).unwrap();
    assert_eq!(run(&data, &["restore", &file.to_string_lossy()]).code, 0);
    assert_eq!(reviews(&data), 2);
    assert_eq!(run(&data, &["doctor"]).code, 0);
}

#[test]
fn an_emptied_store_is_not_taken_for_a_new_one() {
    let (_folder, data) = study(2);
    fs::write(data.join("plimsoll.db"), "").unwrap();
    let due = run(&data, &["due"]);
    assert_eq!(due.code, 1, "{}", due.out);
    assert!(due.err.contains("there was a store before") && due.err.contains("plimsoll restore"), "{}", due.err);
    let list = run(&data, &["restore"]);
    let backup = list.out.split_whitespace().nth(1).unwrap();
    let restored = run(&data, &["restore", backup]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(reviews(&data), 2);
}

/// Cut off and with bits turned, anywhere: never a panic, and what is recovered is a sound store.
#[test]
fn damage_anywhere_ends_in_a_message_or_a_sound_store() {
    let (folder, data) = study(12);
    let sound = fs::read(data.join("plimsoll.db")).unwrap();
    let mut chance = Chance::new(5, "damage");
    let (mut refused, mut saved) = (0, 0);
    for round in 0..60 {
        let broken = folder.path().join(format!("broken-{round}"));
        fs::create_dir(&broken).unwrap();
        let mut bytes = sound.clone();
        let length = u32::try_from(bytes.len()).unwrap();
        if round % 3 == 0 {
            bytes.truncate(1 + chance.below(length - 1) as usize);
        } else {
            for _ in 0..=chance.below(20) {
                bytes[chance.below(length) as usize] ^= 1 << chance.below(8);
            }
        }
        fs::write(broken.join("plimsoll.db"), &bytes).unwrap();
        let health = Store::open(&broken).and_then(|store| store.health(&Model::default()));
        if let Err(error) = &health {
            refused += 1;
            assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
        if health.is_ok_and(|health| health.findings.is_empty()) {
            continue;
        }
        let file = folder.path().join(format!("saved-{round}.db"));
        let Ok(recovered) = recover(&broken, &file, &Model::default()) else { continue };
        saved += 1;
        assert!(recovered.reviews <= 12);
        examine(&file).unwrap();
        restore(&broken, &file, "now").unwrap();
        let store = Store::open(&broken).unwrap();
        let mut findings = store.health(&Model::default()).unwrap().findings;
        // A row of the journal that is lost, or a number turned inside one, is told for ever: nobody can know what it was.
        findings.retain(|found| found.check != Check::Journal || found.repair.is_some());
        assert_eq!(findings, vec![], "round {round}");
    }
    assert!(refused > 5 && saved > 5, "{refused} refused, {saved} saved");
}

#[test]
fn a_first_page_without_its_beginning_is_damage_and_not_somebody_elses() {
    let (_folder, data) = study(1);
    let path = data.join("plimsoll.db");
    let mut bytes = fs::read(&path).unwrap();
    bytes[..8].fill(0);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(Store::open(&data).unwrap_err().fault, Fault::Damaged);
    assert!(run(&data, &["due"]).err.contains("plimsoll restore"));
}

/// A verb and a window while another program holds the store: one try, or `LOCK_SECONDS=60 cargo test --test faults lock`
/// as many as the time allows.
#[test]
fn a_lock_held_by_another_program_is_told_and_waited_out() {
    let (_folder, data) = study(1);
    let time = std::env::var("LOCK_SECONDS").map_or(0, |seconds| seconds.parse().unwrap());
    let mut window = Terminal::start(&data, &["review"], &[("PLIMSOLL_NOW", NOW)]);
    window.wait_for("shows the answer");
    window.type_keys(" ");
    window.wait_for("Easy");
    let other = Connection::open(data.join("plimsoll.db")).unwrap();
    other.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = std::time::Instant::now();
    window.type_keys("4");
    loop {
        let remove = run(&data, &["pack", "remove", "many"]);
        assert_eq!(remove.code, 1, "{}", remove.out);
        assert!(
            remove.err.contains("is in use") && remove.err.contains("Another program holds the store"),
            "{}",
            remove.err
        );
        window.until("what is wrong", |screen| screen.contains("is in use") && screen.contains("try again"));
        assert!(!window.text().contains("locked"));
        if start.elapsed().as_secs() >= time {
            break;
        }
        window.type_keys("r");
    }
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    // The last try, or this one; never both.
    window.type_keys("r");
    window.wait_for("shows the answer");
    window.kill();
    assert_eq!(run(&data, &["due"]).code, 0);
    assert_eq!(reviews(&data), 2);
}

/// Nothing can be read either.
#[test]
fn a_store_that_is_locked_as_a_whole_is_told() {
    let (_folder, data) = study(1);
    let other = Connection::open(data.join("plimsoll.db")).unwrap();
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let due = run(&data, &["due"]);
    assert_eq!(due.code, 1, "{}", due.out);
    assert!(due.err.contains("is in use") && due.err.contains("Another program holds the store"), "{}", due.err);
    other.execute_batch("COMMIT").unwrap();
    drop(other);
    assert_eq!(run(&data, &["due"]).code, 0);
    assert_eq!(reviews(&data), 1);
}

/// A store of the first schema, killed at random moments while it is brought up to date.
#[test]
fn a_migration_killed_half_way_is_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance::new(6, "migration");
    for round in 0..25 {
        let data = folder.path().join(format!("data-{round}"));
        fs::create_dir(&data).unwrap();
        let old = Connection::open(data.join("plimsoll.db")).unwrap();
        old.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
        old.execute_batch(include_str!("../migrations/0001_foundation.sql")).unwrap();
        old.execute_batch(include_str!("../src/store/tests/schema_1.sql")).unwrap();
        old.execute_batch("PRAGMA user_version = 1; PRAGMA application_id = 0x504c494d").unwrap();
        drop(old);
        let mut command = Command::new(program());
        command.args(["due"]).env("PLIMSOLL_DATA_DIR", &data).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_micros(u64::from(chance.below(60_000))));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(reviews(&data), 3);
        let copy = data.join("plimsoll.schema-1.backup.db");
        assert_eq!(examine(&copy).unwrap().rows, 3);
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o077, 0);
    }
}

/// Even in a folder that everybody may read.
#[test]
fn stores_and_backups_are_their_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    drop(Store::open(folder.path()).unwrap());
    let (_other, data) = study(2);
    let mine = folder.path().join("mine.db");
    assert_eq!(run(&data, &["backup", &mine.to_string_lossy()]).code, 0);
    assert_eq!(run(&data, &["restore", &mine.to_string_lossy()]).code, 0);
    let mut seen = 0;
    for place in [folder.path().to_owned(), data.clone(), data.join("backups")] {
        for entry in fs::read_dir(place).unwrap().map(Result::unwrap) {
            if entry.file_name().to_string_lossy().contains(".db") {
                seen += 1;
                assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", entry.path());
            }
        }
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn escapes_in_names_of_files_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("a\u{1b}]0;owned\u{7}\u{202e}b");
    let path = name.to_string_lossy().into_owned();
    for args in [
        &["pack", "add", &path][..],
        &["pack", "check", &path],
        &["restore", &path],
        &["backup", &format!("{path}/none")],
        &["review", "--service", &path, "--plain"],
        &["pack", "remove", &path],
        &["--data-dir", "/dev/null/\u{1b}[2J", "due"],
        &[&path],
    ] {
        let told = run(folder.path(), args);
        assert_ne!(told.code, 0, "{args:?}");
        let said = told.out + &told.err;
        assert!(!said.is_empty() && !said.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{args:?}: {said:?}");
    }
}
