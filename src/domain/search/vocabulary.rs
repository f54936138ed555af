//! The different words of all documents: 100,000 items have some 20,000, so whatever is costly looks here and not into
//! texts.

use hashbrown::HashTable;
use memchr::memmem;
use xxhash_rust::xxh3::xxh3_64;

/// Ends a word in the joined text; no folded word contains it.
const END: char = '\n';

/// All words, each numbered in the order of first sight.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    /// All words one after the other.
    text: String,
    /// Where each word ends, its [`END`] not counted.
    ends: Vec<u32>,
    by_hash: HashTable<Entry>,
    /// Numbers by spelling; lacks the newest until [`Vocabulary::settle`].
    by_spelling: Vec<u32>,
    /// Letters that each word has, see [`letters`].
    letters: Vec<u32>,
    /// Characters of each word.
    lengths: Vec<u8>,
    /// The first byte of each word.
    firsts: Vec<u8>,
}

/// A word in the table, with what tells it from others without a look at its text.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Its first eight bytes.
    head: u64,
    number: u32,
    length: u32,
}

impl Vocabulary {
    /// The number of `word`, new when it wasn't known.
    pub fn learn(&mut self, word: &str) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        if let Some(number) = self.find(hash, word) {
            return number;
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(word);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.text.push(END);
        self.letters.push(letters(word));
        self.firsts.push(word.bytes().next().unwrap_or(0));
        self.lengths.push(u8::try_from(word.chars().count()).unwrap_or(u8::MAX));
        let Self { by_hash, text, ends, .. } = self;
        let entry = Entry { head: head(word), number, length: u32::try_from(word.len()).unwrap_or(u32::MAX) };
        by_hash.insert_unique(hash, entry, |known| xxh3_64(word_at(text, ends, known.number).as_bytes()));
        number
    }

    /// Sorts the words learned since the last time in.
    pub fn settle(&mut self) {
        let known = self.by_spelling.len();
        let new = known..self.ends.len();
        let number = |at| u32::try_from(at).unwrap_or(u32::MAX);
        if new.len() > 64 {
            self.by_spelling.extend(new.map(number));
            let Self { by_spelling, text, ends, .. } = self;
            by_spelling.sort_by_cached_key(|known| word_at(text, ends, *known));
            return;
        }
        for word in new.map(number) {
            let at = self.by_spelling.partition_point(|known| self.word(*known) < self.word(word));
            self.by_spelling.insert(at, word);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of that number.
    pub fn word(&self, number: u32) -> &str {
        word_at(&self.text, &self.ends, number)
    }

    /// The number of `word`.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.find(xxh3_64(word.as_bytes()), word)
    }

    /// Characters of that word.
    pub fn length(&self, number: u32) -> usize {
        self.lengths.get(number as usize).copied().unwrap_or(0).into()
    }

    /// Words that start with `start`, by spelling.
    pub fn starting_with<'a>(&'a self, start: &'a str) -> impl Iterator<Item = u32> + 'a {
        let from = self.by_spelling.partition_point(|number| self.word(*number) < start);
        self.by_spelling[from..].iter().copied().take_while(move |number| self.word(*number).starts_with(start))
    }

    /// Words that have `part` behind their first letter.
    pub fn containing(&self, part: &str) -> Vec<u32> {
        let finder = memmem::Finder::new(part.as_bytes());
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(at) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let at = from + at;
            let word = self.ends.partition_point(|end| (*end as usize) < at);
            let Some(end) = self.ends.get(word) else { break };
            if at > self.start(word) {
                found.push(u32::try_from(word).unwrap_or(u32::MAX));
                from = *end as usize;
            } else {
                from = at + 1;
            }
        }
        found
    }

    /// Words that an edit distance of `edits` from `typed` can't rule out at a glance: they have nearly the same letters
    /// and length, or, when `longer`, are longer and may start like it.
    pub fn about_as(&self, typed: &str, edits: u32, longer: bool) -> Vec<u32> {
        let wanted = letters(typed);
        let length = typed.chars().count();
        let (least, most) = (length.saturating_sub(edits as usize), length + edits as usize);
        let mut bytes = typed.bytes();
        let starts = [bytes.next().unwrap_or(0), bytes.next().unwrap_or(0)];
        let mut found = Vec::new();
        self.with_letters(wanted, edits, |number| {
            let at = number as usize;
            let length = usize::from(self.lengths[at]);
            let near = (least..=most).contains(&length) && rest(self.letters[at] & !wanted, edits) == 0;
            if near || (longer && length >= least && starts.contains(&self.firsts[at])) {
                found.push(number);
            }
        });
        found
    }

    /// Words with all the letters of `typed` that start as it does and are longer.
    pub fn spanning(&self, typed: &str) -> Vec<u32> {
        let length = typed.chars().count();
        let start = typed.bytes().next();
        let mut found = Vec::new();
        self.with_letters(letters(typed), 0, |number| {
            let at = number as usize;
            if Some(self.firsts[at]) == start && usize::from(self.lengths[at]) > length {
                found.push(number);
            }
        });
        found
    }

    /// Calls `visit` with words that lack at most `missing` of the letters `wanted`.
    fn with_letters(&self, wanted: u32, missing: u32, mut visit: impl FnMut(u32)) {
        let mut number = 0;
        for some in self.letters.chunks(32) {
            // Without a branch inside, many at once.
            let mut lacking = [0; 32];
            for (lacking, has) in lacking.iter_mut().zip(some) {
                *lacking = rest(wanted & !has, missing);
            }
            for lacking in &lacking[..some.len()] {
                if *lacking == 0 {
                    visit(number);
                }
                number += 1;
            }
        }
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.lengths.capacity()
            + self.firsts.capacity()
            + 4 * (self.ends.capacity() + self.by_spelling.capacity() + self.letters.capacity())
            + (size_of::<Entry>() + 1) * self.by_hash.capacity()
    }

    fn start(&self, word: usize) -> usize {
        if word == 0 { 0 } else { self.ends[word - 1] as usize + END.len_utf8() }
    }

    fn find(&self, hash: u64, word: &str) -> Option<u32> {
        let head = head(word);
        let same = |known: &Entry| {
            known.head == head
                && known.length as usize == word.len()
                && (word.len() <= 8 || self.word(known.number) == word)
        };
        self.by_hash.find(hash, same).map(|known| known.number)
    }
}

fn head(word: &str) -> u64 {
    let mut head = [0; 8];
    let bytes = word.as_bytes();
    if let Some(whole) = bytes.first_chunk() {
        head = *whole;
    } else {
        head[..bytes.len()].copy_from_slice(bytes);
    }
    u64::from_le_bytes(head)
}

fn word_at<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize + END.len_utf8() };
    &text[start..ends[at] as usize]
}

/// `bits` without its `ones` lowest ones: 0 if it has no more. Most processors that this is built for may not count.
#[inline]
fn rest(bits: u32, ones: u32) -> u32 {
    let one = bits & bits.wrapping_sub(1);
    let two = one & one.wrapping_sub(1);
    match ones {
        0 => bits,
        1 => one,
        2 => two,
        _ => two & two.wrapping_sub(1),
    }
}

/// One bit for each letter of the Latin alphabet, one for digits, five for the rest: a word that lacks none of
/// another's bits may have its letters, a word that lacks one has not.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |bits, character| {
        bits | match character {
            'a'..='z' => 1 << (character as u32 - 'a' as u32),
            '0'..='9' => 1 << 26,
            other => 1 << (27 + other as u32 % 5),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            vocabulary.learn(word);
        }
        vocabulary.settle();
        vocabulary
    }

    fn named(vocabulary: &Vocabulary, numbers: impl IntoIterator<Item = u32>) -> Vec<&str> {
        numbers.into_iter().map(|number| vocabulary.word(number)).collect()
    }

    #[test]
    fn words_are_found_by_start_and_inside() {
        let words = known(&["task", "subtask", "tasks", "table", "ask"]);
        assert_eq!(named(&words, words.starting_with("ta")), ["table", "task", "tasks"]);
        assert_eq!(named(&words, words.containing("ask")), ["task", "subtask", "tasks"]);
        assert_eq!(words.number("tasks"), Some(2));
        assert_eq!(words.number("tas"), None);
    }

    #[test]
    fn a_word_learned_later_is_sorted_in() {
        let mut words = known(&["b", "d"]);
        assert_eq!(words.learn("c"), 2);
        assert_eq!(words.learn("b"), 0);
        words.settle();
        assert_eq!(named(&words, words.starting_with("")), ["b", "c", "d"]);
    }

    #[test]
    fn letters_rule_out() {
        let words = known(&["service", "device", "vice", "serving", "xyz", "evsciess"]);
        assert_eq!(named(&words, words.about_as("sevice", 1, false)), ["service", "device"]);
        assert_eq!(named(&words, words.about_as("sevi", 0, true)), ["service", "serving", "evsciess"]);
        assert_eq!(named(&words, words.spanning("srv")), ["service", "serving"]);
    }
}
