//! A doubtful key, reported: a stub in a YAML file next to the pack, for whoever mends the pack.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::domain::content::Question;

/// What somebody doubts about one question. People add to it by hand, so what is there stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The day on which it was reported, `YYYY-MM-DD`.
    pub reported: String,
    /// The stem, to find the question again when its id has changed.
    pub stem: String,
    /// The options that the pack holds for right.
    pub key: Vec<String>,
    /// The options that the learner chose.
    pub chosen: Vec<String>,
    /// Why: left empty for the learner to fill in.
    #[serde(default)]
    pub because: String,
}

impl Doubt {
    /// The stub for a question.
    #[must_use]
    pub fn of(question: &Question, chosen: &[String], day: &str) -> Self {
        let key = question.options.iter().filter(|option| option.correct).map(|option| option.id.to_string()).collect();
        Self { reported: day.into(), stem: question.stem.clone(), key, chosen: chosen.to_vec(), because: String::new() }
    }
}

/// Adds the stub to the file, by the question's name; one that is there already stays as it is. True when it was added.
///
/// # Errors
/// When the file can't be read or written, or holds something else; it is left as it is.
pub fn report(file: &Path, question: &str, doubt: Doubt) -> io::Result<bool> {
    let bad = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    let mut doubts: BTreeMap<String, Doubt> = match fs::read_to_string(file) {
        Ok(text) if text.trim().is_empty() => BTreeMap::new(),
        Ok(text) => serde_yaml::from_str(&text).map_err(bad)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => return Err(error),
    };
    if doubts.contains_key(question) {
        return Ok(false);
    }
    doubts.insert(question.to_owned(), doubt);
    let text = serde_yaml::to_string(&doubts).map_err(bad)?;
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // A file cut short by a crash must not pass for a whole one, so it gets its name last.
    let half = file.with_extension("half");
    fs::write(&half, text)?;
    fs::rename(&half, file)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubt() -> Doubt {
        Doubt {
            reported: "2026-03-02".into(),
            stem: "Which: one?\n- \"two\"".into(),
            key: vec!["a".into()],
            chosen: vec!["b".into(), "c".into()],
            because: String::new(),
        }
    }

    #[test]
    fn a_stub_is_added_once_and_what_people_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("below/doubts.yaml");
        assert!(report(&file, "first", doubt()).unwrap());
        let text = fs::read_to_string(&file).unwrap().replace("because: ''", "because: The page says otherwise.");
        fs::write(&file, text).unwrap();
        assert!(report(&file, "second", doubt()).unwrap());
        assert!(!report(&file, "first", doubt()).unwrap());
        let doubts: BTreeMap<String, Doubt> = serde_yaml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert_eq!(doubts["first"].because, "The page says otherwise.");
        assert_eq!(doubts["second"], doubt());
    }

    #[test]
    fn a_file_that_is_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("doubts.yaml");
        fs::write(&file, "- my notes").unwrap();
        assert!(report(&file, "q", doubt()).is_err());
        assert_eq!(fs::read_to_string(&file).unwrap(), "- my notes");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("doubts.yaml");
        fs::write(&file, b"caf\xe9").unwrap();
        assert!(report(&file, "q", doubt()).is_err());
        assert_eq!(fs::read(&file).unwrap(), b"caf\xe9");
    }
}
