//! Documents by the first one or two letters of their words.
//!
//! So few letters start thousands of words. Their postings are joined when somebody types them, and kept, without the
//! long texts: one letter stands for words of titles, keywords and ids, two for those of the short texts, too.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::postings::Postings;

/// Starts that are kept; two letters of an alphabet make under a thousand, few of which are common.
const MOST: usize = 256;

/// Joined postings of the starts that were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    known: RefCell<HashMap<String, Rc<Lists>>>,
}

/// Postings of one start.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lists {
    /// Where it stands in titles, keywords and ids.
    pub strong: Postings,
    /// How often it stands in the short texts.
    pub weak: Postings,
}

impl Starts {
    /// The postings of `letters`, joined by `join` unless they are known.
    pub fn of(&self, letters: &str, join: impl FnOnce() -> Lists) -> Rc<Lists> {
        let Ok(mut known) = self.known.try_borrow_mut() else { return Rc::new(join()) };
        if let Some(lists) = known.get(letters) {
            return Rc::clone(lists);
        }
        if known.len() == MOST {
            known.clear();
        }
        let lists = Rc::new(join());
        known.insert(letters.to_owned(), Rc::clone(&lists));
        lists
    }

    /// Forgets them: documents have come.
    pub fn clear(&mut self) {
        self.known.get_mut().clear();
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let of = |lists: &Rc<Lists>| lists.strong.bytes() + lists.weak.bytes() + size_of::<Lists>();
        self.known.borrow().values().map(of).sum()
    }
}

/// Joins postings of `documents` many documents: bits of all, or the greatest by what `worth` makes of it.
#[derive(Debug)]
pub(super) struct Join {
    known: Vec<u8>,
}

impl Join {
    /// Nothing yet.
    pub fn new(documents: usize) -> Self {
        Self { known: vec![0; documents] }
    }

    /// Adds postings: `of` makes of what is known of a document and of its byte what will be.
    pub fn add(&mut self, postings: &Postings, of: impl Fn(u8, u8) -> u8) {
        postings.each(|document, byte| {
            let known = &mut self.known[document as usize];
            *known = of(*known, byte);
        });
    }

    /// What is not 0, in order.
    pub fn done(self) -> Postings {
        let mut all = Postings::default();
        for (document, byte) in (0..).zip(self.known) {
            if byte != 0 {
                all.push(document, byte);
            }
        }
        all.shrink();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_joined_once() {
        let (mut task, mut table) = (Postings::default(), Postings::default());
        task.push(0, 1);
        task.push(7, 1);
        table.push(0, 2);
        let join = || {
            let mut join = Join::new(8);
            join.add(&task, |known, byte| known | byte);
            join.add(&table, |known, byte| known | byte);
            Lists { strong: join.done(), weak: Postings::default() }
        };
        let mut starts = Starts::default();
        let mut all = vec![];
        starts.of("t", join).strong.each(|document, byte| all.push((document, byte)));
        assert_eq!(all, [(0, 3), (7, 1)]);
        assert_eq!(starts.of("t", Lists::default).strong.count(), 2);
        starts.clear();
        assert_eq!(starts.of("t", Lists::default).strong.count(), 0);
    }
}
