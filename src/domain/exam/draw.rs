//! Drawing a paper: which questions, and in which order.
//!
//! Specified, because a stored seed must draw the same paper years from now: candidates in the order of their ids are
//! shuffled with the stream `paper` of the seed (see [`Chance`]), then, unless the seed alone decides, sorted stably by when
//! they were last shown, never first. Each domain gives its share (largest remainder) from the front of its own, first
//! of the questions that count, then of those that don't. The paper is put in order with the stream `order`.

use serde::{Deserialize, Serialize};

use crate::domain::chance::Chance;
use crate::domain::exam::apportion::{apportion, within};
use crate::domain::exam::bank::{Bank, Candidate};
use crate::domain::exam::setup::{Order, Setup};
use crate::domain::id::{DomainId, ItemId};

/// What was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The questions in the order of the paper; fewer than asked for when the bank has no more.
    pub picks: Vec<Pick>,
    /// Domains that have fewer questions than their share; others fill their places.
    pub short: Vec<Shortfall>,
}

/// A question on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// The question.
    pub id: ItemId,
    /// Its domain in the exam.
    pub domain: Option<DomainId>,
    /// Whether it counts; the learner isn't told before the report.
    pub scored: bool,
    /// Whether it was never shown before.
    pub first_sight: bool,
}

/// A domain with too few questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortfall {
    /// The domain.
    pub domain: DomainId,
    /// Its share of the paper.
    pub wanted: u32,
    /// How many questions fit.
    pub have: u32,
}

/// Draws a paper. Empty when nothing fits.
#[must_use]
pub fn draw(bank: &Bank, setup: &Setup) -> Drawn {
    let mut pool = bank.fitting(&setup.scope);
    Chance::new(setup.seed, "paper").shuffle(&mut pool);
    if setup.order == Order::Fresh {
        pool.sort_by_key(|candidate| candidate.seen);
    }
    let mut groups = Groups::of(bank, setup, pool);
    let room = groups.room();
    let questions = setup.questions.min(room.iter().sum());
    let short = groups.short(&room, setup.questions);
    // On a paper that the bank can't fill, the unscored ones shrink with it.
    let share = u64::from(setup.unscored.min(setup.questions)) * u64::from(questions);
    let unscored = u32::try_from(share / u64::from(setup.questions.max(1))).unwrap_or(0);
    let mut picks = groups.take(questions - unscored, true);
    picks.extend(groups.take(unscored, false));
    Chance::new(setup.seed, "order").shuffle(&mut picks);
    Drawn { picks, short }
}

/// The pool by domain, each in the order in which its questions are taken.
struct Groups<'a> {
    domains: Vec<Option<&'a DomainId>>,
    weights: Vec<f64>,
    pools: Vec<std::vec::IntoIter<&'a Candidate>>,
}

impl<'a> Groups<'a> {
    fn of(bank: &'a Bank, setup: &'a Setup, pool: Vec<&'a Candidate>) -> Self {
        let chosen = |id: &&DomainId| setup.scope.domain.as_ref().is_none_or(|only| only == *id);
        let mut domains: Vec<Option<&DomainId>> = bank.blueprint.domains.keys().filter(chosen).map(Some).collect();
        if domains.is_empty() {
            domains.push(None);
        }
        let weight = |domain: &Option<&DomainId>| domain.map_or(1.0, |id| bank.blueprint.domains[id].weight);
        let mut pools: Vec<Vec<&Candidate>> = vec![Vec::new(); domains.len()];
        for candidate in pool {
            if let Some(at) = domains.iter().position(|domain| *domain == candidate.domain.as_ref()) {
                pools[at].push(candidate);
            }
        }
        let weights = domains.iter().map(weight).collect();
        Self { domains, weights, pools: pools.into_iter().map(Vec::into_iter).collect() }
    }

    fn room(&self) -> Vec<u32> {
        self.pools.iter().map(|pool| u32::try_from(pool.len()).unwrap_or(u32::MAX)).collect()
    }

    fn short(&self, room: &[u32], questions: u32) -> Vec<Shortfall> {
        let shares = apportion(&self.weights, questions);
        let lacking = |((domain, have), wanted): ((&Option<&DomainId>, &u32), u32)| {
            let domain = (*domain)?.clone();
            (*have < wanted).then_some(Shortfall { domain, wanted, have: *have })
        };
        self.domains.iter().zip(room).zip(shares).filter_map(lacking).collect()
    }

    fn take(&mut self, questions: u32, scored: bool) -> Vec<Pick> {
        let shares = within(&self.weights, &self.room(), questions);
        let pick = |candidate: &Candidate| Pick {
            id: candidate.id.clone(),
            domain: candidate.domain.clone(),
            scored,
            first_sight: candidate.seen.is_none(),
        };
        self.pools.iter_mut().zip(shares).flat_map(|(pool, share)| pool.take(share as usize).map(pick)).collect()
    }
}
