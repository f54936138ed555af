//! Documents by the first one and two letters of their words.
//!
//! So few letters start thousands of words. Joining all their postings with each key would take longer than all the
//! rest, so these are joined once, and without the long texts: one letter stands for words of titles, keywords and ids,
//! two for those of the short texts, too.

use std::collections::HashMap;

use super::postings::Postings;
use super::vocabulary::Vocabulary;

/// More different starts than this are not kept; two letters of an alphabet make under a thousand.
const MOST: usize = 20_000;

/// Postings by start.
#[derive(Debug, Clone, Default)]
pub(super) struct Starts {
    by_letters: HashMap<String, u16>,
    lists: Vec<Lists>,
    /// By word: its starts of one and of two letters.
    of_word: Vec<[Option<u16>; 2]>,
    /// By start: places and counts in the document at hand.
    places: Vec<[u8; 2]>,
    seen: Vec<u16>,
}

/// Postings of one start.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    /// Where it stands in titles, keywords and ids.
    pub strong: Postings,
    /// How often it stands in the short texts.
    pub weak: Postings,
}

impl Starts {
    /// Takes in a word of the document at hand, with its places and count there.
    pub fn take_in(&mut self, vocabulary: &Vocabulary, word: u32, places: [u8; 2]) {
        for at in self.of_word.len()..=word as usize {
            let word = vocabulary.word(u32::try_from(at).unwrap_or(u32::MAX));
            let starts = [1, 2].map(|letters| word.char_indices().nth(letters).map(|(end, _)| &word[..end]));
            let starts = starts.map(|start| self.number(start?));
            self.of_word.push(starts);
        }
        let [strong, core] = places;
        let of_word = self.of_word[word as usize];
        for (start, places) in of_word.into_iter().zip([[strong, 0], [strong, core]]) {
            let Some(start) = start else { continue };
            let known = &mut self.places[usize::from(start)];
            if *known == [0; 2] && places != [0; 2] {
                self.seen.push(start);
            }
            *known = [known[0] | places[0], known[1].max(places[1])];
        }
    }

    /// Writes the starts of the document at hand; `worth` makes a byte of a count.
    pub fn post(&mut self, document: u32, worth: impl Fn(u8) -> u8) {
        for start in self.seen.drain(..) {
            let [strong, core] = std::mem::take(&mut self.places[usize::from(start)]);
            let lists = &mut self.lists[usize::from(start)];
            if strong > 0 {
                lists.strong.push(document, strong);
            }
            if core > 0 {
                lists.weak.push(document, worth(core));
            }
        }
    }

    /// The number of a start that some longer word has.
    pub fn number_of(&self, letters: &str) -> Option<u16> {
        self.by_letters.get(letters).copied()
    }

    /// Postings of a start.
    pub fn lists(&self, number: u16) -> &Lists {
        &self.lists[usize::from(number)]
    }

    /// Gives back what the last growth took too much.
    pub fn shrink(&mut self) {
        for lists in &mut self.lists {
            lists.strong.shrink();
            lists.weak.shrink();
        }
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        let lists: usize = self.lists.iter().map(|lists| lists.strong.bytes() + lists.weak.bytes()).sum();
        lists + self.lists.capacity() * size_of::<Lists>() + 8 * self.of_word.capacity()
    }

    fn number(&mut self, letters: &str) -> Option<u16> {
        if let Some(known) = self.by_letters.get(letters) {
            return Some(*known);
        }
        let number = u16::try_from(self.lists.len()).ok().filter(|number| usize::from(*number) < MOST)?;
        self.by_letters.insert(letters.to_owned(), number);
        self.lists.push(Lists::default());
        self.places.push([0; 2]);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_stands_for_titles_and_two_for_more() {
        let mut vocabulary = Vocabulary::default();
        let (task, table) = (vocabulary.learn("task"), vocabulary.learn("table"));
        let mut starts = Starts::default();
        starts.take_in(&vocabulary, task, [1, 0]);
        starts.take_in(&vocabulary, table, [2, 3]);
        starts.post(0, |core| core);
        starts.take_in(&vocabulary, task, [0, 1]);
        starts.post(1, |core| core);
        let read = |letters| {
            let lists = starts.lists(starts.number_of(letters).unwrap());
            let mut all = vec![];
            lists.strong.each(|document, byte| all.push((document, byte)));
            lists.weak.each(|document, byte| all.push((document, byte)));
            all
        };
        assert_eq!(read("t"), [(0, 3)]);
        assert_eq!(read("ta"), [(0, 3), (0, 3), (1, 1)]);
        assert_eq!(starts.number_of("task"), None);
    }
}
