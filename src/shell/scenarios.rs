//! Scenarios as lines of JSON, for `which --jsonl`.

use serde::{Deserialize, Serialize};

use crate::app::which::Engines;
use crate::domain::rules::Answer;

/// A line.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<serde_json::Value>,
    scenario: String,
    #[serde(default)]
    options: Option<Vec<String>>,
    #[serde(default)]
    choose: Option<usize>,
}

/// The answer to it.
#[derive(Serialize)]
struct Answered<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<serde_json::Value>,
    #[serde(flatten)]
    answer: &'a Answer,
}

/// A line that can't be answered.
#[derive(Serialize)]
struct Bad {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<serde_json::Value>,
    line: usize,
    error: String,
}

type Refused = (Option<serde_json::Value>, String);

/// Answers a line in one line of JSON, and says whether it could be. `number` is the line's, from 1, for what is wrong.
///
/// # Errors
/// When the answer can't be written as JSON.
pub fn answer(engines: &Engines, line: &[u8], number: usize) -> serde_json::Result<(String, bool)> {
    match one(engines, line) {
        Ok(said) => said.map(|said| (said, true)),
        Err((id, error)) => serde_json::to_string(&Bad { id, line: number, error }).map(|said| (said, false)),
    }
}

/// What is said of a line that is too long to be read.
///
/// # Errors
/// When the answer can't be written as JSON.
pub fn too_long(number: usize) -> serde_json::Result<(String, bool)> {
    let bad = Bad { id: None, line: number, error: "the line is longer than 1 MiB".into() };
    serde_json::to_string(&bad).map(|said| (said, false))
}

/// Why a line is no scenario; it is the only line that its reader saw.
fn refusal(error: &serde_json::Error) -> String {
    let (whole, column) = (error.to_string(), error.column());
    let what = whole.strip_suffix(&format!(" at line {} column {column}", error.line())).unwrap_or(&whole);
    format!("{what} at column {column}")
}

fn one(engines: &Engines, bytes: &[u8]) -> Result<serde_json::Result<String>, Refused> {
    let bytes = bytes.trim_ascii_end();
    let line: Line = serde_json::from_slice(bytes).map_err(|error| {
        let id = serde_json::from_slice::<serde_json::Value>(bytes).ok();
        (id.and_then(|value| value.get("id").cloned()), refusal(&error))
    })?;
    if line.scenario.trim().is_empty() {
        return Err((line.id, "`scenario` is empty".into()));
    }
    let answer = match (&line.options, line.choose) {
        (None, None) => engines.read(&line.scenario),
        (None, Some(_)) => return Err((line.id, "`choose` needs `options`".into())),
        (Some(options), choose) => {
            let choose = choose.unwrap_or(1);
            if choose == 0 || choose > options.len() {
                let error = format!("`choose` is {choose}, and there are {} options", options.len());
                return Err((line.id, error));
            }
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            engines.choose(&line.scenario, &options, choose)
        }
    };
    let Some((answer, _)) = answer else { return Err((line.id, "no pack has rules".into())) };
    Ok(serde_json::to_string(&Answered { id: line.id, answer: &answer }))
}
