//! The rules section as it is written. It may grow what the rules engine needs.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Entries;

/// Words in a scenario that point to or against services.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "anyOf" = [{"required": ["any"]}, {"required": ["all"]}],
    "allOf" = [{"anyOf": [{"required": ["points_to"]}, {"required": ["against"]}]}]
))]
pub(in crate::pack) struct Rule {
    /// One of these must be there.
    #[serde(default)]
    pub any: Vec<String>,
    /// All of these must be there.
    #[serde(default)]
    pub all: Vec<String>,
    /// None of these may be there.
    #[serde(default)]
    pub none: Vec<String>,
    /// Services it supports, with weights above 0.
    #[serde(default)]
    pub points_to: Entries<f64>,
    /// Services it speaks against, with weights above 0.
    #[serde(default)]
    pub against: Entries<f64>,
    /// The reason, one sentence.
    pub because: String,
}
