//! The rules of all packs, ready to read scenarios.

use crate::app::which::{Engines, Read};
use crate::domain::rules::Engine;
use crate::failure::Failure;
use crate::store::Store;

/// The engines of the packs in use that have rules.
///
/// # Errors
/// When the store can't be read.
pub fn engines(store: &Store) -> Result<Engines, Failure> {
    let packs = store.rule_packs()?.into_iter().filter(|pack| !pack.rules.is_empty());
    Ok(Engines { packs: packs.map(|pack| Read { engine: Engine::of(&pack), services: pack.services }).collect() })
}
