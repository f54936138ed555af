//! Pack format 1 as it is written: the one description of its fields, for reading and for the JSON Schema.
//!
//! Doc comments here are what an editor shows while somebody writes a pack.

mod entries;
mod rule;

use schemars::JsonSchema;
use serde::Deserialize;

pub(super) use entries::Entries;
pub(super) use rule::{Phrases, Rule, Stories, part};

/// A pack's file: `pack.yaml` says what the pack is; sections may stand in any file.
///
/// Files are read entry by entry, so only the schema of this is used.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "entries are read one by one, so that one bad entry hides no other")]
#[schemars(title = "Plimsoll pack, format 1", extend("dependentRequired" = {
    "format": ["id", "title"], "id": ["format", "title"], "title": ["format", "id"],
    "version": ["format", "id", "title"], "language": ["format", "id", "title"]
}))]
pub(super) struct File {
    /// The format of the pack's files: 1. Only in pack.yaml.
    #[schemars(extend("const" = 1))]
    pub format: Option<i64>,
    /// The pack's id, which owns all progress: a-z, 0-9 and hyphens. Only in pack.yaml.
    #[schemars(extend("pattern" = "^[a-z0-9-]{1,80}$"))]
    pub id: Option<String>,
    /// The pack's name for people. Only in pack.yaml.
    #[schemars(length(max = 300))]
    pub title: Option<String>,
    /// Free text, such as 2026.11.0. Only in pack.yaml.
    pub version: Option<String>,
    /// Language of the texts, such as en. Only in pack.yaml.
    pub language: Option<String>,
    /// What answers select, by id.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub services: Entries<Service>,
    /// Exam blueprints by id.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub exams: Entries<Exam>,
    /// What the syllabus demands, by id (capitals allowed).
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, Objective>",
        extend("type" = ["object", "null"], "propertyNames" = {"pattern": "^[A-Za-z0-9-]{1,80}$"}))]
    pub objectives: Entries<Objective>,
    /// Short texts with flashcards, by id.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub notes: Entries<Note>,
    /// Confusions, by id.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub traps: Entries<Trap>,
    /// Scenario questions, by id.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub questions: Entries<Question>,
    /// What in a scenario points to or against a service, by id.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub rules: Entries<Rule>,
    /// Lists of signals that rules name together, by id: `<name>` in a signal is any of them.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub phrases: Entries<Phrases>,
    /// Short stories by the id of the service that they point to: weak evidence under the rules, by the words that a
    /// scenario has in common with them.
    #[serde(default)]
    #[schemars(extend("type" = ["object", "null"]))]
    pub stories: Entries<Stories>,
}

/// What an answer selects.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    /// Its name for people; the id when left out.
    #[schemars(length(max = 300))]
    pub title: Option<String>,
    /// Other names under which people look for it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// More general services that it belongs to.
    #[serde(default)]
    pub parents: Vec<String>,
}

/// The form of a real exam.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Exam {
    /// Its name for people; the id when left out.
    #[schemars(length(max = 300))]
    pub title: Option<String>,
    /// Questions on the paper.
    #[schemars(range(min = 1, max = 1000))]
    pub questions: i64,
    /// Questions among them that don't count.
    #[serde(default)]
    #[schemars(range(min = 0, max = 999))]
    pub unscored: i64,
    /// Minutes allowed.
    #[schemars(range(min = 1, max = 10_000))]
    pub minutes: i64,
    /// Domains by id; their weights sum to 100.
    #[schemars(extend("minProperties" = 1))]
    pub domains: Entries<Domain>,
}

/// A domain of an exam.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Domain {
    /// Its name for people; the id when left out.
    #[schemars(length(max = 300))]
    pub title: Option<String>,
    /// Share of the scored questions, percent.
    #[schemars(extend("exclusiveMinimum" = 0, "maximum" = 100))]
    pub weight: f64,
}

/// One thing the syllabus demands.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Objective {
    /// One sentence.
    #[schemars(length(max = 300))]
    pub title: String,
    /// Exams that ask it, and the domain in each.
    #[serde(default)]
    pub exams: Entries<String>,
}

/// A short text with flashcards.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    /// The service it is about.
    pub service: String,
    /// Its heading.
    #[schemars(length(max = 300))]
    pub title: String,
    /// Markdown; fenced text blocks are shown as they stand.
    pub body: String,
    /// Flashcards by id.
    #[serde(default)]
    pub cards: Entries<Card>,
    /// Subjects, such as networking.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Objectives it teaches.
    #[serde(default)]
    pub teaches: Vec<String>,
    /// The domain it belongs to in each exam.
    #[serde(default)]
    pub exams: Entries<String>,
    /// Where it is from: an address or a text.
    pub source: Option<String>,
    /// When somebody last held it against the source: YYYY-MM.
    #[schemars(extend("pattern" = "^[0-9]{4}-(0[1-9]|1[0-2])$"))]
    pub verified: Option<String>,
}

/// A flashcard: front and back, or a cloze.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [
    {"required": ["front", "back"], "not": {"required": ["cloze"]}},
    {"required": ["cloze"], "not": {"anyOf": [{"required": ["front"]}, {"required": ["back"]}]}}
]))]
pub(super) struct Card {
    /// The asking side.
    pub front: Option<String>,
    /// The answering side.
    pub back: Option<String>,
    /// A sentence with gaps, written {{like this}}.
    #[schemars(extend("pattern" = "\\{\\{[\\s\\S]+\\}\\}"))]
    pub cloze: Option<String>,
}

/// A confusion; it is itself a flashcard.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Trap {
    /// The service it is about.
    pub service: String,
    /// Its name.
    #[schemars(length(max = 300))]
    pub title: String,
    /// What misleads, and to what.
    pub lure: String,
    /// What is true.
    pub truth: String,
    /// Services to choose instead.
    #[serde(default)]
    pub instead: Vec<String>,
    /// Words under which somebody would look for it.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Notes that explain it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Subjects, such as networking.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Objectives it teaches.
    #[serde(default)]
    pub teaches: Vec<String>,
    /// The domain it belongs to in each exam.
    #[serde(default)]
    pub exams: Entries<String>,
    /// Where it is from: an address or a text.
    pub source: Option<String>,
    /// When somebody last held it against the source: YYYY-MM.
    #[schemars(extend("pattern" = "^[0-9]{4}-(0[1-9]|1[0-2])$"))]
    pub verified: Option<String>,
}

/// A scenario with options.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// The service that the right answer selects.
    pub service: String,
    /// The scenario and what it asks, Markdown.
    pub stem: String,
    /// How many options are right; 1 when left out.
    #[schemars(range(min = 1, max = 6))]
    pub choose: Option<i64>,
    /// True where the stem alone can't decide.
    #[serde(default)]
    pub needs_options: bool,
    /// 1 easy, 2 medium, 3 hard; 2 when left out.
    #[schemars(range(min = 1, max = 3))]
    pub difficulty: Option<i64>,
    /// Two to six options by id.
    #[schemars(extend("minProperties" = 2, "maxProperties" = 6))]
    pub options: Entries<Choice>,
    /// Options that must stay at the end, such as "none of these".
    #[serde(default)]
    pub pin_last: Vec<String>,
    /// Traps that its distractors set.
    #[serde(default)]
    pub traps: Vec<String>,
    /// Notes that explain it.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Subjects, such as networking.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Objectives it teaches.
    #[serde(default)]
    pub teaches: Vec<String>,
    /// The domain it belongs to in each exam.
    #[serde(default)]
    pub exams: Entries<String>,
    /// Where it is from: an address or a text.
    pub source: Option<String>,
    /// When somebody last held it against the source: YYYY-MM.
    #[schemars(extend("pattern" = "^[0-9]{4}-(0[1-9]|1[0-2])$"))]
    pub verified: Option<String>,
}

/// An option of a question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    /// What it proposes.
    pub text: String,
    /// Why it is right or wrong here.
    pub why: String,
    /// Whether it is right.
    #[serde(default)]
    pub correct: bool,
}
