//! What a pack holds, valid by construction: notes, traps, questions, rules, services, objectives and blueprints.
//!
//! `pack/` builds these from YAML after every check; the store keeps items as they stand here.

mod cloze;
pub mod order;
mod service;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use cloze::{BadCloze, Cloze, Piece};
pub use service::{Service, Services};

use crate::domain::id::{CardId, DomainId, ExamId, ItemId, ObjectiveId, PackId, ServiceId, Slug};

/// A whole pack, in the order of its files.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Its id, which owns all progress.
    pub id: PackId,
    /// Its name for people.
    pub title: String,
    /// Free text, e.g. `2026.11.0`.
    pub version: String,
    /// Language tag of the texts, e.g. `en`.
    pub language: String,
    /// What answers select, with their parents.
    pub services: Services,
    /// Exam blueprints.
    pub exams: BTreeMap<ExamId, Blueprint>,
    /// What the syllabus demands.
    pub objectives: BTreeMap<ObjectiveId, Objective>,
    /// Notes, traps and questions in file order.
    pub items: Vec<Item>,
    /// Rules and the phrases they use.
    pub rules: RuleBook,
}

/// A real exam's form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blueprint {
    /// Its name for people.
    pub title: String,
    /// Questions on the paper.
    pub questions: u32,
    /// Questions among them that don't count.
    pub unscored: u32,
    /// Minutes allowed.
    pub minutes: u32,
    /// Domains with their weights in percent, which sum to 100.
    pub domains: BTreeMap<DomainId, Domain>,
}

/// A domain of a blueprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// Its name for people.
    pub title: String,
    /// Share of the scored questions, percent.
    pub weight: f64,
}

/// One thing the syllabus demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    /// One sentence.
    pub title: String,
    /// Exams that ask it, and the domain in each.
    pub exams: BTreeMap<ExamId, DomainId>,
}

/// A note, trap or question with what all of them have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// `pack/item`.
    pub id: ItemId,
    /// What it is about (note, trap) or what the right answer selects (question).
    pub service: ServiceId,
    /// Subjects, e.g. `networking`.
    pub tags: Vec<String>,
    /// Objectives it teaches.
    pub teaches: Vec<ObjectiveId>,
    /// Domain in each exam, where it says so itself.
    pub exams: BTreeMap<ExamId, DomainId>,
    /// Where it is from: an address or a text.
    pub source: Option<String>,
    /// When somebody last held it against the source, `YYYY-MM`.
    pub verified: Option<Month>,
    /// What kind it is.
    pub kind: Kind,
}

#[cfg(test)]
impl Item {
    /// An item with nothing but what every one has.
    pub(crate) fn bare(id: &str, service: &str, kind: Kind) -> Self {
        Self {
            id: ItemId::new(id).unwrap(),
            service: ServiceId::new(service).unwrap(),
            tags: vec![],
            teaches: vec![],
            exams: BTreeMap::new(),
            source: None,
            verified: None,
            kind,
        }
    }
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Month {
    /// Year, 1970 to 9999.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
}

/// The three kinds of item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A short text to read.
    Note(Note),
    /// A confusion.
    Trap(Trap),
    /// A scenario with options.
    Question(Question),
}

/// A short text with flashcards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Its heading.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Flashcards in file order.
    pub cards: Vec<Card>,
}

/// A named flashcard of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its name in the note.
    pub id: Slug,
    /// What it shows.
    pub face: Face,
}

/// A flashcard's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Face {
    /// Front and back, Markdown.
    Basic {
        /// The asking side.
        front: String,
        /// The answering side.
        back: String,
    },
    /// One sentence with gaps.
    Cloze(Cloze),
}

/// A confusion: what lures, what is true, what to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trap {
    /// Its name.
    pub title: String,
    /// What misleads, and to what.
    pub lure: String,
    /// What is true.
    pub truth: String,
    /// What to choose instead.
    pub instead: Vec<ServiceId>,
    /// Words under which somebody would look for it.
    pub keywords: Vec<String>,
    /// Notes that explain it, by their slug in the same pack.
    pub notes: Vec<Slug>,
}

/// A scenario with options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The scenario and what it asks, Markdown.
    pub stem: String,
    /// How many options are right.
    pub choose: u8,
    /// True where the stem alone can't decide.
    pub needs_options: bool,
    /// 1 easy, 2 medium, 3 hard; 2 when the pack doesn't say.
    pub difficulty: u8,
    /// Two to six, in file order.
    pub options: Vec<Choice>,
    /// Options that must stay at the end, in this order.
    pub pin_last: Vec<Slug>,
    /// Traps that its distractors set, by slug.
    pub traps: Vec<Slug>,
    /// Notes that explain it, by slug.
    pub notes: Vec<Slug>,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name in the question; explanations hang on it, never on a letter.
    pub id: Slug,
    /// What it proposes.
    pub text: String,
    /// Why it is right or wrong.
    pub why: String,
    /// Whether it belongs to the key.
    pub correct: bool,
}

/// Signals that point to or against services, or to or against an answer option.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// One of these must be there, if any are listed.
    pub any: Vec<String>,
    /// All of these must be there.
    pub all: Vec<String>,
    /// None of these may be there.
    pub none: Vec<String>,
    /// Within how many words the signals of `all`, and one of `any`, must stand.
    pub near: Option<u16>,
    /// In which part of the scenario the signals of `any` must stand (those of `all`, where there is no `any`).
    pub part: Option<Part>,
    /// What an answer option must say for `fits` and `breaks` to hold.
    pub option: Option<OptionSignals>,
    /// Services it supports, with weights above 0.
    pub points_to: BTreeMap<ServiceId, f64>,
    /// Services it speaks against, with weights above 0.
    pub against: BTreeMap<ServiceId, f64>,
    /// How much it supports such an option, above 0.
    pub fits: Option<f64>,
    /// How much it speaks against such an option, above 0.
    pub breaks: Option<f64>,
    /// The reason, one sentence.
    pub because: String,
}

/// Signals looked for in an answer option.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionSignals {
    /// One of these must be there, if any are listed.
    pub any: Vec<String>,
    /// All of these must be there.
    pub all: Vec<String>,
    /// None of these may be there.
    pub none: Vec<String>,
}

/// What a sentence of a scenario is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Who they are and what they have.
    Setting,
    /// What they need, want, refuse or suffer from.
    Need,
    /// The question.
    Ask,
}

/// A pack's rules, the lists of phrases that their signals name, and stories beside them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleBook {
    /// Phrases by the name of their list.
    pub phrases: BTreeMap<Slug, Vec<String>>,
    /// Rules by their id.
    pub rules: BTreeMap<Slug, Rule>,
    /// Short stories by the service that they point to; kept apart from the rest.
    #[serde(skip)]
    pub stories: BTreeMap<ServiceId, Vec<String>>,
}

impl RuleBook {
    /// Whether nothing in it speaks of scenarios.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.stories.is_empty()
    }
}

impl Kind {
    /// `note`, `trap` or `question`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Note(_) => "note",
            Self::Trap(_) => "trap",
            Self::Question(_) => "question",
        }
    }
}

impl Item {
    /// What people call it: a title, or the start of a question's stem.
    #[must_use]
    pub fn title(&self) -> &str {
        match &self.kind {
            Kind::Note(note) => &note.title,
            Kind::Trap(trap) => &trap.title,
            Kind::Question(question) => question.stem.lines().next().unwrap_or_default(),
        }
    }

    /// The cards it brings into review, in order: a note's own, a trap's `trap`, a question's `question`.
    #[must_use]
    pub fn cards(&self) -> Vec<CardId> {
        match &self.kind {
            Kind::Note(note) => note.cards.iter().map(|card| CardId::of(&self.id, &card.id)).collect(),
            Kind::Trap(_) | Kind::Question(_) => vec![CardId::of(&self.id, &self.only_card())],
        }
    }

    fn only_card(&self) -> Slug {
        Slug::new(self.kind.name()).unwrap_or_else(|_| unreachable!("kind names are plain"))
    }
}
