//! Packs as folders: the folder's name is the assertion, its problems are a snapshot.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plimsoll::domain::content::Month;
use plimsoll::domain::id::PackId;
use plimsoll::pack::{self, Files, Loaded, Severity};

const TODAY: Month = Month { year: 2026, month: 11 };

fn fixtures(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/packs").join(kind);
    let mut all: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

fn load(folder: &Path) -> Loaded {
    match Files::read_folder(folder) {
        Ok(files) => pack::load(&files),
        Err(problems) => Loaded { pack: None, problems, more: 0, counts: pack::Counts::default() },
    }
}

/// All problems as a person sees them, the folder's own path left out.
fn told(folder: &Path, loaded: &Loaded) -> String {
    let mut text = String::new();
    for problem in &loaded.problems {
        writeln!(text, "{}", problem.render()).unwrap();
    }
    text.replace(&folder.display().to_string(), "FOLDER")
}

#[test]
fn valid_packs_have_no_problem() {
    for folder in fixtures("valid") {
        let loaded = load(&folder);
        assert_eq!(told(&folder, &loaded), "", "{}", name(&folder));
        assert!(loaded.pack.is_some(), "{}", name(&folder));
    }
}

#[test]
fn a_valid_pack_is_what_its_files_say() {
    let every = fixtures("valid").into_iter().find(|folder| name(folder) == "every-field").unwrap();
    insta::assert_debug_snapshot!("every-field", load(&every).pack.unwrap());
}

#[test]
fn invalid_packs_tell_every_problem() {
    for folder in fixtures("invalid") {
        let loaded = load(&folder);
        let errors = loaded.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        assert!(loaded.pack.is_none() && errors > 0, "{}", name(&folder));
        insta::assert_snapshot!(name(&folder), told(&folder, &loaded));
    }
}

#[test]
fn weak_packs_are_told_and_can_be_used() {
    for folder in fixtures("weak") {
        let loaded = pack::check(&Files::read_folder(&folder).unwrap(), TODAY, &mut |_| {});
        assert!(loaded.pack.is_some(), "{}", name(&folder));
        assert!(loaded.problems.iter().all(|problem| problem.severity == Severity::Warning), "{}", name(&folder));
        insta::assert_snapshot!(format!("weak-{}", name(&folder)), told(&folder, &loaded));
        assert!(load(&folder).problems.is_empty(), "loading alone doesn't look for weaknesses");
    }
}

/// What needs the whole pack, more than one field, or isn't about values at all: a schema can't see it. It sees all others.
const ONLY_THE_PROGRAM_SEES: [&str; 13] = [
    "anchors-and-aliases",
    "control-characters-by-escape",
    "cycles-of-services",
    "duplicate-ids-in-a-mapping",
    "duplicate-ids-over-files",
    "duplicate-option-texts",
    "no-option-right",
    "pack-yaml-empty",
    "phrases-in-a-circle",
    "pin-last-names-no-option",
    "signals-that-never-match",
    "unknown-names",
    "wrong-number-of-right-options",
];

#[test]
fn the_schema_sees_what_a_schema_can_see() {
    let schema: serde_json::Value = serde_json::from_str(&pack::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let fits = |folder: &Path| {
        let files = Files::read_folder(folder).ok()?;
        let values = files.iter().map(|(_, bytes)| {
            let bytes = bytes.ok()?;
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            serde_yaml::from_slice::<serde_json::Value>(bytes).ok()
        });
        let values: Option<Vec<_>> = values.collect();
        Some(values?.iter().all(|value| value.is_null() || schema.is_valid(value)))
    };
    for folder in fixtures("valid") {
        assert_eq!(fits(&folder), Some(true), "{}", name(&folder));
    }
    let unseen: BTreeSet<_> =
        fixtures("invalid").iter().filter(|folder| fits(folder) == Some(true)).map(|folder| name(folder)).collect();
    let expected: BTreeSet<_> = ONLY_THE_PROGRAM_SEES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(unseen, expected);
}

#[test]
fn the_shipped_pack_fits_the_schema_and_has_no_problem() {
    let files = Files::embedded();
    let schema: serde_json::Value = serde_json::from_str(&pack::schema()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for (path, bytes) in files.iter() {
        let value: serde_json::Value = serde_yaml::from_slice(&bytes.unwrap()).unwrap();
        let wrong: Vec<_> =
            schema.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{path}: {wrong:?}");
    }
    if !files.is_empty() {
        let loaded = pack::load(&files);
        assert_eq!(told(Path::new("-"), &loaded), "");
    }
}

#[test]
fn a_new_pack_has_no_problem() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("my/capitals");
    let id = PackId::new("capitals").unwrap();
    pack::new(&target, &id).unwrap();
    let loaded = pack::check(&Files::read_folder(&target).unwrap(), TODAY, &mut |_| {});
    assert_eq!(told(&target, &loaded), "", "not even a weakness");
    assert_eq!(loaded.pack.unwrap().id, id);
    assert!(matches!(pack::new(&target, &id), Err(pack::NotMade::NotEmpty(_))), "nothing is overwritten");
}

#[test]
fn progress_is_told_after_each_file() {
    let folder = fixtures("valid").into_iter().find(|folder| name(folder) == "every-field").unwrap();
    let mut seen = Vec::new();
    let _ = pack::load_with(&Files::read_folder(&folder).unwrap(), &mut |done, all| seen.push((done, all)));
    assert_eq!(seen, [(1, 3), (2, 3), (3, 3)]);
}

mod hostile {
    use super::*;

    const HEAD: &str = "format: 1\nid: sample\ntitle: Sample\nservices: {ecs: {}}\n";

    fn pack_with(items: impl Into<Vec<u8>>) -> Loaded {
        let files = [("pack.yaml".to_owned(), HEAD.into()), ("items.yaml".to_owned(), items.into())];
        pack::load(&Files::of(files))
    }

    fn only(loaded: &Loaded) -> String {
        assert_eq!(loaded.problems.len(), 1, "{:?}", loaded.problems);
        assert!(loaded.pack.is_none());
        loaded.problems[0].render()
    }

    #[test]
    fn a_hundred_thousand_brackets() {
        assert!(only(&pack_with("[".repeat(100_000))).contains("stand in each other"));
        assert!(only(&pack_with("- ".repeat(100_000))).contains("stand in each other"));
    }

    #[test]
    fn an_alias_bomb() {
        let mut bomb = "notes:\n  a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
        for (from, to) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            writeln!(bomb, "  {to}: &{to} [{}]", vec![format!("*{from}"); 9].join(", ")).unwrap();
        }
        let loaded = pack_with(bomb);
        assert_eq!(loaded.problems.len(), 9 + 8 * 9);
        assert!(loaded.problems.iter().all(|problem| problem.message.starts_with("an a")));
    }

    #[test]
    fn a_file_of_three_mebibytes() {
        let loaded = pack_with(format!("# {}\n", "x".repeat(3 * 1024 * 1024)));
        assert!(only(&loaded).starts_with("items.yaml: error: the file has 3145731 bytes"));
    }

    #[test]
    fn a_pack_over_its_limit() {
        let comment = format!("# {}\n", "x".repeat(2_000_000));
        let files = (0..40).map(|n| (format!("{n:02}.yaml"), comment.clone().into_bytes()));
        let loaded = pack::load(&Files::of(files.chain([("pack.yaml".to_owned(), HEAD.into())])));
        assert!(loaded.pack.is_none());
        assert!(loaded.problems[0].message.contains("64 MiB"), "{:?}", loaded.problems[0]);
    }

    #[test]
    fn more_problems_than_anybody_reads() {
        let many: String = (0..2_500).map(|n| format!("  n{n}: {{service: nowhere, title: T, body: B}}\n")).collect();
        let loaded = pack_with(format!("notes:\n{many}"));
        assert_eq!((loaded.problems.len(), loaded.more), (pack::MOST_TOLD, 1_500));
        let twice: String = (0..2_500).map(|_| "  n: {}\n").collect();
        let loaded = pack_with(format!("notes:\n{twice}"));
        assert_eq!((loaded.problems.len(), loaded.more), (pack::MOST_TOLD, 2_499 + 3 - 1_000));
    }

    /// Each would take minutes if anything were looked up by walking along the mapping.
    #[test]
    fn mappings_of_thousands_end() {
        let many = |entry: &dyn Fn(usize) -> String| (0..5_000).map(entry).collect::<String>();
        let options = many(&|n| format!("      o{n}: {{text: \"\", why: W}}\n"));
        let cards = many(&|n| format!("      C{n}: {{front: F}}\n"));
        let exams = many(&|n| format!("      e{n}: d{n}\n"));
        let tags = many(&|n| format!("t{n}, "));
        let notes = many(&|n| format!("  n{n}: {{service: ecs, title: T, body: B, teaches: [nowhere-{n}]}}\n"));
        for items in [
            format!("questions:\n  q:\n    service: ecs\n    stem: S\n    options:\n{options}"),
            format!("notes:\n  n:\n    service: ecs\n    title: T\n    body: B\n    cards:\n{cards}"),
            format!("notes:\n  n:\n    service: ecs\n    title: T\n    body: B\n    exams:\n{exams}"),
            format!("notes:\n  n: {{service: ecs, title: T, body: B, tags: [{tags}], teaches: [{tags}]}}"),
            format!("objectives:\n{}notes:\n{notes}", many(&|n| format!("  somewhere-{n}: {{title: T}}\n"))),
        ] {
            let loaded = pack_with(items);
            assert!(loaded.pack.is_none() && !loaded.problems.is_empty());
        }
    }

    #[test]
    fn ten_thousand_services_in_a_circle() {
        let ring: String = (0..10_000).map(|n| format!("  s{n}: {{parents: [s{}]}}\n", (n + 1) % 10_000)).collect();
        assert!(only(&pack_with(format!("services:\n{ring}"))).contains("circle"));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        let inside = folder.path().join("inside");
        for path in [&outside, &inside, &inside.join("sub"), &inside.join(".hidden")] {
            fs::create_dir(path).unwrap();
        }
        fs::write(inside.join("pack.yaml"), HEAD).unwrap();
        fs::write(inside.join("readme.md"), "not YAML").unwrap();
        fs::write(inside.join("named.yml"), "notes: {}").unwrap();
        fs::write(outside.join("secret.yaml"), "password: 1").unwrap();
        fs::write(inside.join("sub/real.yaml"), "notes: {a: {service: ecs, title: A, body: B}}").unwrap();
        fs::write(inside.join(".hidden/kept.yaml"), "notes: {b: {service: ecs, title: A, body: B}}").unwrap();
        symlink(outside.join("secret.yaml"), inside.join("file-out.yaml")).unwrap();
        symlink("../outside", inside.join("folder-out")).unwrap();
        symlink("/dev/zero", inside.join("zero.yaml")).unwrap();
        symlink(".", inside.join("self")).unwrap();
        symlink("..", inside.join("sub/up")).unwrap();
        symlink("round.yaml", inside.join("round.yaml")).unwrap();
        symlink("nowhere", inside.join("dangling.md")).unwrap();
        symlink("sub/real.yaml", inside.join("again.yaml")).unwrap();
        symlink("sub", inside.join("sub-again")).unwrap();
        symlink(".hidden/kept.yaml", inside.join("linked.yaml")).unwrap();
        let files = Files::read_folder(&inside).unwrap();
        let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["linked.yaml", "pack.yaml", "sub/real.yaml"]);
        insta::assert_snapshot!("links-and-devices", told(&inside, &pack::load(&files)));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("pack.yaml"), HEAD).unwrap();
        let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.yaml")).status();
        if made.is_ok_and(|status| status.success()) {
            assert!(only(&load(folder.path())).contains("pipe"));
        }
    }

    #[test]
    fn no_folder_and_no_pack() {
        let folder = tempfile::tempdir().unwrap();
        assert!(only(&load(&folder.path().join("nowhere"))).contains("can't be read"));
        assert!(only(&load(folder.path())).contains("there is no pack.yaml"));
        fs::write(folder.path().join("pack.yml"), HEAD).unwrap();
        assert!(only(&load(folder.path())).contains("rename pack.yml"));
        assert!(only(&load(&folder.path().join("pack.yml"))).contains("this is a file"));
    }
}

#[test]
fn the_stamp_sees_changes() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    assert!(pack::stamp(folder.path()).is_err());
    write("pack.yaml", "format: 1\n");
    let first = pack::stamp(folder.path()).unwrap();
    write("notes.md", "not of the pack");
    assert_eq!(pack::stamp(folder.path()).unwrap(), first);
    write("notes.yaml", "notes:\n");
    let second = pack::stamp(folder.path()).unwrap();
    write("notes.yaml", "notes: {}\n");
    let third = pack::stamp(folder.path()).unwrap();
    assert!(first != second && second != third);
    assert_eq!(pack::stamp(folder.path()).unwrap(), third);
}
