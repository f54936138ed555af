//! Half-written copies that a killed program left behind in the data directory.
//!
//! What is written beside its place is called `....half-PID` until it is whole, so whose process is gone is nobody's.

use std::fs;
use std::path::Path;

/// Removes them. What can't be removed stays: it does no harm but take room.
pub fn sweep(data_dir: &Path) {
    for folder in [data_dir.to_owned(), data_dir.join("backups"), data_dir.join("packs")] {
        for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let Some(process) = entry.file_name().to_str().and_then(writer) else { continue };
            if process != std::process::id() && gone(process) {
                let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                let path = entry.path();
                let _ = if folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            }
        }
    }
}

/// The process that the name of a half-written file or folder, or of what SQLite keeps beside it, ends with.
fn writer(name: &str) -> Option<u32> {
    let (_, end) = name.rsplit_once(".half-")?;
    let number = ["-journal", "-wal", "-shm"].iter().find_map(|beside| end.strip_suffix(beside)).unwrap_or(end);
    // No sign, no zero in front: only what is written here.
    number.parse().ok().filter(|process: &u32| *process > 0 && process.to_string() == number)
}

/// Whether there is surely no such process. Where that can't be told, there may be one.
fn gone(process: u32) -> bool {
    #[cfg(unix)]
    if let Some(process) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) {
        return rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH);
    }
    let _ = process;
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_who_wrote() {
        assert_eq!(writer("plimsoll-2026-11-21.db.half-77"), Some(77));
        assert_eq!(writer(".half-77"), Some(77));
        assert_eq!(writer("plimsoll.schema-1.backup.db.half-77-journal"), Some(77));
        for other in
            ["plimsoll.db", "half-77", "a.half-", "a.half-077", "a.half-+7", "a.half-0", "a.half-7.db", "a.half-7-x"]
        {
            assert_eq!(writer(other), None, "{other}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn what_a_killed_program_left_is_swept_and_nothing_else() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        let (dead, alive) = (child.id(), std::process::id());
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path();
        for place in ["backups", "packs/mine", &format!("packs/.half-{dead}/sub"), "packs/.half-1"] {
            fs::create_dir_all(data.join(place)).unwrap();
        }
        let swept = [
            format!("plimsoll.incoming.db.half-{dead}"),
            format!("settings.toml.half-{dead}"),
            format!("backups/plimsoll-2026-11-21.db.half-{dead}"),
            format!("packs/.half-{dead}/sub/a.yaml"),
        ];
        let kept =
            ["plimsoll.db", "packs/mine/pack.yaml", &format!("settings.toml.half-{alive}"), "packs/.half-1/a.yaml"];
        for name in swept.iter().map(String::as_str).chain(kept) {
            fs::write(data.join(name), "x").unwrap();
        }
        sweep(data);
        assert!(swept.iter().all(|name| !data.join(name).exists()));
        assert!(!data.join(format!("packs/.half-{dead}")).exists());
        assert!(kept.iter().all(|name| data.join(name).exists()));
        sweep(&data.join("none"));
    }
}
