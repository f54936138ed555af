//! The rules section as it is written, and the phrases that signals name.
//!
//! A signal is a word or phrase; every form of its words counts, and articles between them don't matter. In it,
//! `(patch|scale)` is a choice, `...` lets a few words pass, `<name>` is any phrase of that list, `> 15 minutes` compares
//! a number, and `not ` at the start wants the rest denied in whatever words.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Entries;
use crate::domain::content::Part;

/// Words in a scenario that point to or against services, or to or against an answer option.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "anyOf" = [{"required": ["any"]}, {"required": ["all"]}, {"required": ["option"]}],
    "allOf" = [{"anyOf": [
        {"required": ["points_to"]}, {"required": ["against"]}, {"required": ["fits"]}, {"required": ["breaks"]}
    ]}]
))]
pub(in crate::pack) struct Rule {
    /// One of these signals must be there: words in all their forms, (one|other), ... for a few words, <name> for a
    /// list of phrases, > 15 minutes for a number, and not ... for something denied.
    #[serde(default)]
    pub any: Vec<String>,
    /// All of these must be there.
    #[serde(default)]
    pub all: Vec<String>,
    /// None of these may be there.
    #[serde(default)]
    pub none: Vec<String>,
    /// The signals of `all`, and one of `any`, must stand within so many words.
    #[schemars(range(min = 1, max = 200))]
    pub near: Option<i64>,
    /// Where the signals of `any` must stand (those of `all`, where there is no `any`): in the setting, in a need (what
    /// they want, the question included), or in the ask (the question); anywhere when left out.
    #[serde(rename = "in")]
    #[schemars(with = "Option<String>", extend("enum" = ["setting", "need", "ask"]))]
    pub part: Option<String>,
    /// What an answer option must say for `fits` and `breaks`; without `any` and `all` the rule holds in every scenario.
    pub option: Option<OptionSignals>,
    /// Services it supports, with weights above 0.
    #[serde(default)]
    pub points_to: Entries<f64>,
    /// Services it speaks against, with weights above 0.
    #[serde(default)]
    pub against: Entries<f64>,
    /// How much it supports such an option, above 0.
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub fits: Option<f64>,
    /// How much it speaks against such an option, above 0.
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub breaks: Option<f64>,
    /// The reason, one sentence.
    pub because: String,
}

/// Signals looked for in an answer option.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("anyOf" = [{"required": ["any"]}, {"required": ["all"]}]))]
pub(in crate::pack) struct OptionSignals {
    /// One of these signals must be there.
    #[serde(default)]
    pub any: Vec<String>,
    /// All of these must be there.
    #[serde(default)]
    pub all: Vec<String>,
    /// None of these may be there.
    #[serde(default)]
    pub none: Vec<String>,
}

/// Signals that rules name together: `<name>` in a signal is any of them.
#[derive(Debug, Deserialize, JsonSchema)]
pub(in crate::pack) struct Phrases(pub Vec<String>);

/// Short stories, each of which points to the service: what people have and want, in their words.
#[derive(Debug, Deserialize, JsonSchema)]
pub(in crate::pack) struct Stories(#[schemars(length(min = 1), inner(length(max = 2000)))] pub Vec<String>);

/// The part of a scenario that a word of the pack means.
pub(in crate::pack) fn part(word: &str) -> Option<Part> {
    match word {
        "setting" => Some(Part::Setting),
        "need" => Some(Part::Need),
        "ask" => Some(Part::Ask),
        _ => None,
    }
}
