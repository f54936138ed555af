//! What to say about a card that is forgotten again and again.

use crate::app::Model;
use crate::app::message::Leech;
use crate::domain::review::Sides;
use crate::domain::review::journal::{Change, Operation, Recorded};
use crate::domain::time::Now;
use crate::domain::today::Origin;
use crate::failure::Failure;
use crate::shell::perform::World;

impl World {
    /// The card, the trap or note beside it, and what can be done.
    pub(super) fn leech(&self, card: i64) -> Result<Option<Leech>, Failure> {
        let Some(card) = self.store.card(card)? else { return Ok(None) };
        let lapses = card.state.lapses;
        let front = match Sides::of(&card.item, &card.id) {
            Some(Sides::Basic { front, .. }) => front,
            Some(Sides::Cloze(cloze)) => cloze.solved(),
            Some(Sides::Trap(trap)) => trap.lure,
            Some(Sides::Question(question)) => question.stem,
            None => String::new(),
        };
        let origin = self.store.pack_marks()?.into_iter().find(|(pack, ..)| pack.as_str() == card.item.id.pack());
        let slug = card.item.id.slug();
        let reword = match origin.map(|(_, origin, ..)| origin) {
            Some(Origin::Folder(folder)) => {
                format!("or reword `{slug}` in `{folder}`, so that it asks for less at once")
            }
            Some(Origin::Copy) => {
                let pack = card.item.id.pack();
                format!("or reword `{slug}` in its copy, `packs/{pack}` in the data directory")
            }
            _ => "and ask it another way in a card of your own (`plimsoll pack new`)".into(),
        };
        let mut text = format!(
            "> {}\n\nA card that slips so often costs more time than it teaches. Read what is behind it once more; put it \
             aside with `@`, {reword}.",
            front.trim().replace('\n', "\n> ")
        );
        let behind = self.behind(&card.item.id)?;
        if !behind.is_empty() {
            text = format!("{text}\n\n---\n\n{behind}");
        }
        Ok(Some(Leech { card: card.key, lapses, text }))
    }

    /// Puts one card aside until it is brought back.
    pub(super) fn suspend_card(&mut self, key: i64, model: &Model, now: Now) -> Result<bool, Failure> {
        let Some(card) = self.store.card(key)?.filter(|card| !card.state.suspended) else { return Ok(false) };
        let change = Change {
            card: key,
            revision: card.revision,
            operation: Operation::Suspend,
            before: card.state,
            after: card.state.suspend(),
            now,
        };
        Ok(self.store.record(&change, &model.memory)? == Recorded::Done)
    }
}
