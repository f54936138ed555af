//! The walls of the house: which folder may name what. The layers are drawn in `src/lib.rs`.

#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

use std::fs;
use std::path::{Path, PathBuf};

/// Names that a place must not have, and the files there that may.
struct Wall {
    place: &'static str,
    forbidden: &'static [&'static str],
    except: &'static [&'static str],
}

const WALLS: &[Wall] = &[
    Wall {
        place: "src/domain",
        forbidden: &[
            "crate::app",
            "crate::cli",
            "crate::pack",
            "crate::shell",
            "crate::store",
            "crate::ui",
            "crate::failure",
            "std::fs",
            "std::env",
            "std::net",
            "std::process",
            "SystemTime",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "TimeZone::system",
            "rusqlite",
            "ratatui",
            "crossterm",
            "serde_yaml",
        ],
        except: &[],
    },
    Wall { place: "src", forbidden: &["fsrs::"], except: &["src/domain/memory.rs", "src/domain/memory"] },
    Wall { place: "src", forbidden: &["fuzzy_matcher"], except: &["src/domain/search.rs", "src/domain/search"] },
    Wall { place: "src", forbidden: &["serde_yaml::"], except: &["src/pack/doubt.rs", "src/pack/own.rs"] },
    Wall { place: "src", forbidden: &["rusqlite::"], except: &["src/store.rs", "src/store"] },
    Wall { place: "src", forbidden: &["Color::", "::Color"], except: &["src/ui/theme.rs", "src/ui/theme"] },
    Wall {
        place: "src/pack",
        forbidden: &["crate::app", "crate::cli", "crate::shell", "crate::store", "crate::ui", "ratatui"],
        except: &[],
    },
    Wall {
        place: "src/store",
        forbidden: &["crate::app", "crate::cli", "crate::shell", "crate::pack", "crate::ui", "ratatui"],
        except: &[],
    },
    Wall {
        place: "src/app",
        forbidden: &["crate::cli", "crate::shell", "crate::store", "crate::pack", "crate::ui", "ratatui", "std::fs"],
        except: &[],
    },
    Wall {
        place: "src/ui",
        forbidden: &["crate::cli", "crate::shell", "crate::store", "crate::pack", "std::fs", "&mut Model"],
        except: &[],
    },
    Wall { place: "src/shell", forbidden: &["crate::cli"], except: &[] },
];

#[test]
fn the_walls_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut breaches = Vec::new();
    for wall in WALLS {
        for file in sources(root, wall.place) {
            let name = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            let allowed = |except: &&str| name == **except || name.starts_with(&format!("{except}/"));
            if wall.except.iter().any(allowed) || name.contains("/tests") {
                continue;
            }
            let text = fs::read_to_string(&file).unwrap();
            for (at, line) in code(&text) {
                for word in wall.forbidden.iter().filter(|word| line.contains(**word)) {
                    breaches.push(format!("{name}:{at}: names {word}"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

#[test]
fn main_is_short() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/main.rs")).unwrap();
    assert!(text.lines().count() < 40);
}

/// The lines that are code: no comments, nothing below the file's own tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    lines
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The Rust files of a folder and of the module file beside it.
fn sources(root: &Path, place: &str) -> Vec<PathBuf> {
    let mut files = vec![root.join(format!("{place}.rs"))];
    files.retain(|file| file.exists());
    let mut open = vec![root.join(place)];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "{place} has no sources");
    files
}
