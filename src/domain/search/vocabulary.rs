//! The different words of all documents: 100,000 items have some 20,000, so whatever is costly looks here and not into
//! texts.

use hashbrown::HashTable;
use memchr::memmem;

/// Ends a word in the joined text; no folded word contains it.
const END: char = '\n';
/// So many different words are told apart, twenty times as many as 100,000 items have. All others are one more word, so that
/// a pack of nothing but new words doesn't take all of the memory.
const MOST: usize = 400_000;
/// Stands for them. No folded word is like it, so nobody finds it.
const OTHERS: &str = "\u{10ffff}";
/// Words looked at together.
const AT_ONCE: usize = 32;
/// The part of a shape that is the length.
const MASK: u32 = 0xff;

/// All words, each numbered in the order of first sight.
#[derive(Debug, Clone, Default)]
pub(super) struct Vocabulary {
    /// All words one after the other.
    text: String,
    /// Where each word ends, its [`END`] not counted.
    ends: Vec<u32>,
    by_hash: HashTable<Entry>,
    /// Those that begin with a digit: there may be many, each of them rare, and apart from them the others lie close
    /// together, which is faster.
    numbers_by_hash: HashTable<Entry>,
    /// Numbers by spelling; lacks the newest until [`Vocabulary::settle`].
    by_spelling: Vec<u32>,
    /// Characters of each word.
    lengths: Vec<u8>,
    /// The words with a letter, which are all that may be mistyped.
    spelled: Spelled,
}

/// What is looked at of each word before its spelling, side by side.
#[derive(Debug, Clone, Default)]
struct Spelled {
    numbers: Vec<u32>,
    /// Letters that each word has, see [`letters`].
    letters: Vec<u32>,
    /// Characters of each word, and above them its first byte.
    shapes: Vec<u32>,
}

/// A word in a table, with what tells it from others, nearly always without a look at its text.
#[derive(Debug, Clone, Copy)]
struct Entry {
    number: u32,
    ends: Ends,
}

/// The first and the last eight bytes of a word and its length: all of it up to sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    first: [u32; 2],
    last: [u32; 2],
    length: u32,
}

impl Vocabulary {
    /// The number of `word`, new when it wasn't known.
    pub fn learn(&mut self, word: &str) -> u32 {
        let ends = Ends::of(word);
        self.find(ends, word).unwrap_or_else(|| self.insert(ends, word))
    }

    /// What is needed to look `word` up later. Words too long for that are learned now.
    #[inline]
    pub fn ends(&mut self, word: &str) -> Ends {
        let ends = Ends::of(word);
        if word.len() <= 16 { ends } else { Ends::from(self.learn(word)) }
    }

    /// The number of the word with these [`Vocabulary::ends`], new when it wasn't known.
    #[inline]
    pub fn learn_ends(&mut self, ends: Ends) -> u32 {
        if ends.length == Ends::NUMBERED {
            return ends.first[0];
        }
        let table = if ends.is_number() { &self.numbers_by_hash } else { &self.by_hash };
        match table.find(ends.hash(), |known| known.ends == ends) {
            Some(known) => known.number,
            None => self.insert(ends, ends.spelled(&mut [0; 16])),
        }
    }

    #[inline(never)]
    fn insert(&mut self, ends: Ends, word: &str) -> u32 {
        let known = self.ends.len();
        if known >= MOST {
            return u32::try_from(MOST - 1).unwrap_or(u32::MAX);
        } else if known == MOST - 1 && word != OTHERS {
            return self.insert(Ends::of(OTHERS), OTHERS);
        }
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.text.push_str(word);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.text.push(END);
        let length = u8::try_from(word.chars().count()).unwrap_or(u8::MAX);
        self.lengths.push(length);
        if !word.bytes().all(|byte| byte.is_ascii_digit()) {
            self.spelled.numbers.push(number);
            self.spelled.letters.push(letters(word));
            self.spelled.shapes.push(shape(length.into(), word));
        }
        let table = if ends.is_number() { &mut self.numbers_by_hash } else { &mut self.by_hash };
        table.insert_unique(ends.hash(), Entry { number, ends }, |known| known.ends.hash());
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
            let mut keyed: Vec<_> =
                by_spelling.iter().map(|known| (start(word_at(text, ends, *known)), *known)).collect();
            keyed.sort_unstable_by(|(a, this), (b, that)| {
                a.cmp(b).then_with(|| word_at(text, ends, *this).cmp(word_at(text, ends, *that)))
            });
            by_spelling.clear();
            by_spelling.extend(keyed.into_iter().map(|(_, number)| number));
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
        self.find(Ends::of(word), word)
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

    /// Words that an edit distance of `edits`, at most 2, from `typed` can't rule out at a glance: they have nearly the
    /// same letters and length, or, when `longer`, are longer and may start like it.
    pub fn about_as(&self, typed: &str, edits: u32, longer: bool) -> Vec<u32> {
        let wanted = letters(typed);
        let length = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX).min(MASK);
        let (least, most) = (length.saturating_sub(edits), length + edits);
        let mut bytes = typed.bytes().map(u32::from);
        let starts = [bytes.next().unwrap_or(MASK), bytes.next().unwrap_or(MASK)];
        self.spelled.all(|has, shape| {
            let (length, first) = (shape & MASK, shape >> 8);
            let lacks = rest(wanted & !has, edits) == 0;
            let near = (length >= least) & (length <= most) & (rest(has & !wanted, edits) == 0);
            lacks & (near | (longer & (length >= least) & ((first == starts[0]) | (first == starts[1]))))
        })
    }

    /// Words with all the letters of `typed` that start as it does and are longer.
    pub fn spanning(&self, typed: &str) -> Vec<u32> {
        let wanted = letters(typed);
        let typed = shape(u32::try_from(typed.chars().count()).unwrap_or(u32::MAX).min(MASK), typed);
        self.spelled.all(|has, shape| (wanted & !has == 0) & (shape >> 8 == typed >> 8) & (shape & MASK > typed & MASK))
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.lengths.capacity()
            + 4 * (self.ends.capacity() + self.by_spelling.capacity() + 3 * self.spelled.numbers.capacity())
            + (size_of::<Entry>() + 1) * (self.by_hash.capacity() + self.numbers_by_hash.capacity())
    }

    fn start(&self, word: usize) -> usize {
        if word == 0 { 0 } else { self.ends[word - 1] as usize + END.len_utf8() }
    }

    #[inline]
    fn find(&self, ends: Ends, word: &str) -> Option<u32> {
        let same = |known: &Entry| known.ends == ends && (word.len() <= 16 || self.word(known.number) == word);
        let table = if ends.is_number() { &self.numbers_by_hash } else { &self.by_hash };
        table.find(ends.hash(), same).map(|known| known.number)
    }
}

impl Spelled {
    /// Numbers of the words that `fits` says yes to, from their letters and shapes.
    #[inline]
    fn all(&self, fits: impl Fn(u32, u32) -> bool) -> Vec<u32> {
        let mut found = Vec::new();
        let (letters, letters_left) = self.letters.as_chunks::<AT_ONCE>();
        let (shapes, shapes_left) = self.shapes.as_chunks::<AT_ONCE>();
        let last = [padded(letters_left), padded(shapes_left)];
        let chunks = letters.iter().zip(shapes).chain(std::iter::once((&last[0], &last[1])));
        for (numbers, (letters, shapes)) in self.numbers.chunks(AT_ONCE).zip(chunks) {
            // Without a branch inside, many at once.
            let mut fit = [0; AT_ONCE];
            for at in 0..AT_ONCE {
                fit[at] = u32::from(fits(letters[at], shapes[at]));
            }
            if fit.iter().fold(0, |any, fit| any | fit) != 0 {
                found.extend(numbers.iter().zip(fit).filter(|(_, fit)| *fit != 0).map(|(number, _)| *number));
            }
        }
        found
    }
}

impl From<u32> for Ends {
    /// Of a word that has this number already.
    fn from(number: u32) -> Self {
        Self { first: [number, 0], last: [0; 2], length: Self::NUMBERED }
    }
}

impl Ends {
    /// The length that stands for a number in place of the ends.
    const NUMBERED: u32 = u32::MAX;

    /// The word, of at most sixteen bytes.
    fn spelled(self, room: &mut [u8; 16]) -> &str {
        let length = self.length as usize;
        let part = match length {
            8.. => 8,
            4.. => 4,
            2.. => 2,
            _ => 1,
        };
        room[..part].copy_from_slice(&whole(self.first).to_le_bytes()[..part]);
        room[length - part..length].copy_from_slice(&whole(self.last).to_le_bytes()[..part]);
        std::str::from_utf8(&room[..length]).unwrap_or_default()
    }

    #[inline]
    fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let (first, last) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u16::from_le_bytes(*first).into(), u16::from_le_bytes(*last).into())
        } else {
            let only = bytes.first().copied().unwrap_or(0).into();
            (only, only)
        };
        Self { first: halves(first), last: halves(last), length: u32::try_from(bytes.len()).unwrap_or(u32::MAX) }
    }

    #[inline]
    fn is_number(self) -> bool {
        self.first[0].to_le_bytes()[0].is_ascii_digit()
    }

    /// Mixes by multiplying to twice the width and folding, as several well-known hashes do.
    #[inline]
    fn hash(self) -> u64 {
        let a = whole(self.first) ^ 0x9e37_79b9_7f4a_7c15;
        let b = whole(self.last).rotate_left(self.length) ^ 0xd1b5_4a32_d192_ed03;
        let product = u128::from(a) * u128::from(b);
        (product as u64) ^ (product >> 64) as u64
    }
}

/// In halves, which lie closer together in a table.
#[inline]
fn halves(bits: u64) -> [u32; 2] {
    [bits as u32, (bits >> 32) as u32]
}

#[inline]
fn whole([low, high]: [u32; 2]) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

/// The first eight bytes, so that they are in the order of spelling.
fn start(word: &str) -> u64 {
    let mut bytes = [0; 8];
    for (byte, of) in bytes.iter_mut().zip(word.bytes()) {
        *byte = of;
    }
    u64::from_be_bytes(bytes)
}

/// What [`Spelled`] says of a word of so many characters.
fn shape(length: u32, word: &str) -> u32 {
    length | u32::from(word.bytes().next().unwrap_or(0)) << 8
}

fn padded(some: &[u32]) -> [u32; AT_ONCE] {
    let mut all = [0; AT_ONCE];
    all[..some.len()].copy_from_slice(some);
    all
}

fn word_at<'a>(text: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] as usize + END.len_utf8() };
    &text[start..ends[at] as usize]
}

/// `bits` without its `ones` lowest ones, at most 2: 0 if it has no more. Most processors that this is built for may not
/// count, and without a branch several words are looked at at once.
#[inline]
fn rest(bits: u32, ones: u32) -> u32 {
    let keep = |unless: bool| if unless { 0 } else { u32::MAX };
    let one = bits & (bits.wrapping_sub(1) | keep(ones > 0));
    one & (one.wrapping_sub(1) | keep(ones > 1))
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
    fn so_many_words_are_told_apart_and_all_others_are_one() {
        let mut words = Vocabulary::default();
        let (first, long) = (words.learn("first"), "a-word-of-many-letters");
        for at in 1..MOST + 10 {
            words.learn(&format!("w{at}"));
        }
        words.settle();
        let others = u32::try_from(MOST - 1).unwrap();
        assert_eq!((words.learn("w1"), words.learn("first")), (first + 1, first));
        assert_eq!((words.learn("new"), words.learn(long), words.learn(&format!("w{MOST}"))), (others, others, others));
        assert_eq!((words.number("new"), words.word(others)), (None, OTHERS));
        assert_eq!(words.starting_with("w399").count(), 1 + 10 + 100 + 999);
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
    fn its_bytes_are_about_what_each_word_takes() {
        let mut words = Vocabulary::default();
        (0..1_000).for_each(|at| _ = words.learn(&format!("word{at:04}")));
        (0..500).for_each(|at| _ = words.learn(&format!("{at:08}")));
        words.settle();
        // Letters and their end, a length, two numbers, three for those with a letter, and an entry in a table.
        let least = 1_500 * (9 + 1 + 2 * 4 + size_of::<Entry>() + 1) + 1_000 * 3 * 4;
        assert!((least..3 * least).contains(&words.bytes()), "{} {least}", words.bytes());
    }

    #[test]
    fn short_words_are_their_ends() {
        let mut words = Vocabulary::default();
        for word in ["a", "ab", "abc", "abcd", "1", "été", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnop"] {
            let ends = words.ends(word);
            assert_eq!(ends.spelled(&mut [0; 16]), word);
            assert_eq!(words.learn_ends(ends), words.learn(word), "{word}");
        }
        let long = "abcdefghijklmnopq";
        let ends = words.ends(long);
        let number = words.learn_ends(ends);
        assert_eq!(words.word(number), long);
    }

    #[test]
    fn numbers_are_found_but_not_taken_for_mistakes() {
        let words = known(&["1234", "12ab", "ab"]);
        assert_eq!(named(&words, words.starting_with("12")), ["1234", "12ab"]);
        assert_eq!(words.number("1234"), Some(0));
        assert_eq!(named(&words, words.about_as("12a", 2, true)), ["12ab", "ab"]);
    }

    #[test]
    fn letters_rule_out() {
        let words = known(&["service", "device", "vice", "serving", "xyz", "evsciess"]);
        assert_eq!(named(&words, words.about_as("sevice", 1, false)), ["service", "device"]);
        assert_eq!(named(&words, words.about_as("sevi", 0, true)), ["service", "serving", "evsciess"]);
        assert_eq!(named(&words, words.spanning("srv")), ["service", "serving"]);
        // Letters of other scripts share five bits.
        let words = known(&["сервис", "девайс", "网络"]);
        assert!(named(&words, words.about_as("севис", 1, false)).contains(&"сервис"));
        assert!((0x400..0x500).filter_map(char::from_u32).all(|letter| letters(&letter.to_string()) >> 27 > 0));
    }
}
