//! A drawn paper: its questions, and what was agreed before the first one was shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::content::{Choice, Item, Kind, Question};
use crate::domain::exam::bank::Bank;
use crate::domain::exam::draw::{Drawn, Pick, Shortfall};
use crate::domain::exam::options::option_order;
use crate::domain::exam::setup::{Mode, Setup};
use crate::domain::id::{DomainId, ItemId, PackId, ServiceId, Slug};
use crate::domain::time::Timestamp;

/// The 30 minutes for non-native speakers, milliseconds.
const EXTRA: i64 = 30 * 60_000;

/// What holds for a whole attempt, decided before its first question is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// The pack it is drawn from.
    pub pack: PackId,
    /// That pack's name for people.
    pub pack_title: String,
    /// That pack's version.
    pub version: String,
    /// Hash of that pack's files.
    pub hash: u64,
    /// The exam's name for people.
    pub title: String,
    /// Questions of the real exam; a paper with fewer is a short one.
    pub full: u32,
    /// What the learner asked for, the seed with it.
    pub setup: Setup,
    /// When it starts.
    pub started_at: Timestamp,
    /// Milliseconds a question may take on average.
    pub pace: i64,
    /// Domains that lacked questions.
    pub short: Vec<Shortfall>,
    /// Names of the exam's domains.
    pub domains: BTreeMap<DomainId, String>,
    /// The services asked for and everything above them.
    pub services: BTreeMap<ServiceId, Named>,
}

/// A service's name, and the services above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its name for people.
    pub title: String,
    /// Everything above it.
    pub above: Vec<ServiceId>,
}

/// A question in its place on the paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    item: Item,
    order: Vec<usize>,
    /// Its domain in the exam.
    pub domain: Option<DomainId>,
    /// Whether it counts.
    pub scored: bool,
    /// Whether it was never shown before this attempt.
    pub first_sight: bool,
}

/// A paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// What was agreed.
    pub terms: Terms,
    /// The questions in order, at least one.
    pub slots: Vec<Slot>,
}

impl Paper {
    /// The paper of what was drawn, with the questions' texts. None when nothing was drawn, or when one of `items` is
    /// missing or no question: then the pack has changed since the bank was read.
    #[must_use]
    pub fn new(bank: &Bank, setup: &Setup, drawn: &Drawn, items: Vec<Item>, at: Timestamp) -> Option<Self> {
        let mut items: BTreeMap<ItemId, Item> = items.into_iter().map(|item| (item.id.clone(), item)).collect();
        let slot = |pick: &Pick| Slot::new(items.remove(&pick.id)?, setup.seed, pick);
        let slots: Vec<Slot> = drawn.picks.iter().map(slot).collect::<Option<_>>()?;
        if slots.is_empty() {
            return None;
        }
        let asked: std::collections::BTreeSet<ServiceId> =
            slots.iter().flat_map(|slot| bank.services.ancestry(&slot.item.service)).collect();
        let named = |id: ServiceId| {
            let title = bank.services.title(id.as_str()).to_owned();
            let above = bank.services.ancestry(&id).into_iter().filter(|above| *above != id).collect();
            (id, Named { title, above })
        };
        let terms = Terms {
            pack: bank.pack.clone(),
            pack_title: bank.title.clone(),
            version: bank.version.clone(),
            hash: bank.hash,
            title: bank.blueprint.title.clone(),
            full: bank.blueprint.questions,
            setup: setup.clone(),
            started_at: at,
            pace: setup.pace(),
            short: drawn.short.clone(),
            domains: bank.blueprint.domains.iter().map(|(id, domain)| (id.clone(), domain.title.clone())).collect(),
            services: asked.into_iter().map(named).collect(),
        };
        Some(Self { terms, slots })
    }

    /// Milliseconds from the start to the end without pauses, the 30 minutes not counted: the pace times the questions, so
    /// that a bank that is short of questions doesn't make the rest slower. None without a time limit.
    #[must_use]
    pub fn allowed(&self) -> Option<i64> {
        let setup = &self.terms.setup;
        let whole = i64::from(setup.minutes.max(1)) * 60_000;
        let questions = i64::try_from(self.slots.len()).unwrap_or(i64::MAX);
        setup.timed.then(|| whole * questions / i64::from(setup.questions.max(1)))
    }

    /// Milliseconds that non-native speakers have on top: 30 minutes, on a short paper in proportion.
    #[must_use]
    pub fn extra(&self) -> i64 {
        let questions = i64::try_from(self.slots.len()).unwrap_or(i64::MAX);
        let full = i64::from(self.terms.full.max(1));
        EXTRA * questions.min(full) / full
    }
}

impl Terms {
    /// Exam or practice.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.setup.mode
    }

    /// Why the attempt can't go on with the pack as it is now; none when it can. What was answered can still be handed in.
    #[must_use]
    pub fn stale(&self, now: Option<(&str, u64)>) -> Option<String> {
        let Self { pack_title, version, .. } = self;
        match now {
            Some((_, hash)) if hash == self.hash => None,
            Some((new, _)) if new != version => {
                Some(format!("This paper was drawn from {pack_title} {version}, and the pack is now {new}."))
            }
            Some(_) => {
                Some(format!("This paper was drawn from {pack_title} {version}, whose files have changed since."))
            }
            None => Some(format!("This paper was drawn from {pack_title} {version}, which is no longer there.")),
        }
    }
}

impl Slot {
    /// The question in its place, its options in the order that the seed gives. None when the item is no question.
    #[must_use]
    pub fn new(item: Item, seed: u64, pick: &Pick) -> Option<Self> {
        let Kind::Question(question) = &item.kind else { return None };
        let order = option_order(seed, &item.id, question);
        Some(Self { order, item, domain: pick.domain.clone(), scored: pick.scored, first_sight: pick.first_sight })
    }

    /// The item.
    #[must_use]
    pub fn item(&self) -> &Item {
        &self.item
    }

    /// The question.
    #[must_use]
    pub fn question(&self) -> &Question {
        match &self.item.kind {
            Kind::Question(question) => question,
            _ => unreachable!("a slot is made of a question only"),
        }
    }

    /// How many options belong to the key.
    #[must_use]
    pub fn choose(&self) -> usize {
        usize::from(self.question().choose.max(1))
    }

    /// The options in the order of the screen: the first is A.
    #[must_use]
    pub fn options(&self) -> impl ExactSizeIterator<Item = &Choice> {
        self.order.iter().map(|at| &self.question().options[*at])
    }

    /// The option at a place on the screen, 0 for A.
    #[must_use]
    pub fn option(&self, place: usize) -> Option<&Choice> {
        self.question().options.get(*self.order.get(place)?)
    }

    /// The letter of an option on the screen, A to F.
    #[must_use]
    pub fn letter(&self, option: &Slug) -> Option<char> {
        self.options().zip('A'..='Z').find(|(choice, _)| choice.id == *option).map(|(_, letter)| letter)
    }

    /// Whether this is the whole key and nothing else.
    pub fn is_right<'a>(&self, chosen: impl IntoIterator<Item = &'a Slug>) -> bool {
        let chosen: std::collections::BTreeSet<&Slug> = chosen.into_iter().collect();
        let key = self.question().options.iter().filter(|option| option.correct);
        !chosen.is_empty() && key.map(|option| &option.id).collect::<std::collections::BTreeSet<_>>() == chosen
    }
}
