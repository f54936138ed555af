//! What was taken in but is not in the postings yet.
//!
//! A document has some words that thousands have and some that few have, and each of their postings lies somewhere else
//! in memory. Written some hundred documents at a time and word by word, every postings list is fetched once instead of
//! once for each document, which takes a third of the time.

use super::postings::Postings;

/// Entries that are kept back, a megabyte of them.
const MOST: usize = 128 * 1024;
/// Fewer are not worth sorting.
const FEW: usize = 4096;
/// Documents that sixteen bits tell apart.
const DOCUMENTS: u32 = 1 << 16;

/// Words of the last documents, in the order of documents.
#[derive(Debug, Clone, Default)]
pub(super) struct Unsorted {
    /// Each a word, its document counted from `first`, and its bytes in strong and in weak places; 0 is none.
    entries: Vec<(u32, u16, [u8; 2])>,
    sorted: Vec<(u32, u16, [u8; 2])>,
    /// By word: where its entries go.
    places: Vec<u32>,
    first: u32,
}

impl Unsorted {
    /// Whether they have to be written before `document` can be taken in.
    pub fn is_full(&self, document: u32) -> bool {
        self.entries.len() >= MOST || document - self.first >= DOCUMENTS
    }

    /// Takes in a word of `document`, which is not before any other.
    pub fn push(&mut self, word: u32, document: u32, bytes: [u8; 2]) {
        if self.entries.is_empty() {
            self.first = document;
        }
        #[expect(clippy::cast_possible_truncation, reason = "is_full says when there is no room")]
        self.entries.push((word, (document - self.first) as u16, bytes));
    }

    /// Writes all of them.
    pub fn write(&mut self, strong: &mut [Postings], weak: &mut [Postings]) {
        if self.entries.len() >= FEW {
            self.sort(strong.len());
        }
        for (word, document, bytes) in self.entries.drain(..) {
            let (at, document) = (word as usize, self.first + u32::from(document));
            for (postings, byte) in [&mut strong[at], &mut weak[at]].into_iter().zip(bytes) {
                if byte > 0 {
                    postings.push(document, byte);
                }
            }
        }
    }

    /// Forgets the room, too.
    pub fn shrink(&mut self) {
        *self = Self::default();
    }

    /// By word, otherwise in the same order: counts, then moves.
    fn sort(&mut self, words: usize) {
        self.places.clear();
        self.places.resize(words, 0);
        for (word, ..) in &self.entries {
            self.places[*word as usize] += 1;
        }
        let mut sum = 0;
        for place in &mut self.places {
            (*place, sum) = (sum, sum + *place);
        }
        self.sorted.resize(self.entries.len(), (0, 0, [0; 2]));
        for entry in &self.entries {
            let place = &mut self.places[entry.0 as usize];
            self.sorted[*place as usize] = *entry;
            *place += 1;
        }
        std::mem::swap(&mut self.entries, &mut self.sorted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_written_as_few_are() {
        let mut at_once = Unsorted::default();
        let mut one_by_one = Unsorted::default();
        let (mut all, mut each) = (vec![[Postings::default(), Postings::default()]; 50], vec![]);
        each.clone_from(&all);
        let write = |unsorted: &mut Unsorted, to: &mut Vec<[Postings; 2]>| {
            let mut strong: Vec<_> = to.iter().map(|[strong, _]| strong.clone()).collect();
            let mut weak: Vec<_> = to.iter().map(|[_, weak]| weak.clone()).collect();
            unsorted.write(&mut strong, &mut weak);
            *to = strong.into_iter().zip(weak).map(<[Postings; 2]>::from).collect();
        };
        for document in 0..1000 {
            for word in 0..10 {
                let entry = (document * 7 + word * 5) % 50;
                let bytes = [(document % 3) as u8, (word % 2) as u8 + 1];
                at_once.push(entry, document, bytes);
                one_by_one.push(entry, document, bytes);
            }
            write(&mut one_by_one, &mut each);
        }
        write(&mut at_once, &mut all);
        assert!(all == each && all.iter().all(|[_, weak]| weak.count() == 200));
    }
}
