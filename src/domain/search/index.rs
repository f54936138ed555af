//! What is known of all documents, without their texts.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

use super::document::{Document, Kind};
use super::fold::each_word;
use super::function_words::FUNCTION;
use super::postings::Postings;
use super::rank::Scratch;
use super::same::Same;
use super::slot::Remembered;
use super::starts::{Join, Lists, Starts};
use super::stems::Stems;
use super::unsorted::Unsorted;
use super::vocabulary::{Ends, Vocabulary};
use crate::domain::content::Services;
use crate::domain::id::{ItemId, ServiceId};

/// Where in a document's strong places a word stands: bits of a posting's byte.
pub(super) mod place {
    pub const TITLE: u8 = 1;
    pub const KEYWORD: u8 = 2;
    /// A keyword that is just this word.
    pub const ALONE: u8 = 4;
    pub const ID: u8 = 8;
}

/// Ends a phrase in [`Index::phrases`].
pub(super) const BREAK: u32 = u32::MAX;

/// An inverted index over documents: it finds, ranks and knows where words stand, and keeps no text.
///
/// A [`Builder`] makes it. When items change afterwards, [`Index::add`] takes each in, in place of the document with the
/// same id if there is one, and [`Index::remove`] forgets one; nothing else needs to be made anew for a card or a note.
/// For 100,000 items of 180 characters it takes one and a half times the memory of their texts.
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) vocabulary: Vocabulary,
    pub(super) stems: Stems,
    pub(super) same: Same,
    pub(super) services: Vec<Service>,
    by_service: HashMap<ServiceId, u16>,
    /// By word: where it stands in titles, keywords and ids.
    pub(super) strong: Vec<Postings>,
    /// By word: how often it stands in the other texts.
    pub(super) weak: Vec<Postings>,
    pub(super) starts: Starts,
    unsorted: Unsorted,
    ids: String,
    ends: Vec<u32>,
    by_id: HashTable<u32>,
    /// By document.
    pub(super) about: Vec<About>,
    /// Words of title and keywords of all documents, each phrase ended by [`BREAK`].
    words: Vec<u32>,
    word_ends: Vec<u32>,
    removed: usize,
    pub(super) scratch: RefCell<Scratch>,
    pub(super) remembered: RefCell<Remembered>,
    entry: Entry,
}

/// Builds an index document by document, in as many sittings as it takes.
#[derive(Debug, Default)]
pub struct Builder {
    index: Index,
}

/// What ranking asks of each document.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    pub service: u16,
    pub kind: Kind,
    pub removed: bool,
}

/// A service that documents are about.
#[derive(Debug, Clone)]
pub(super) struct Service {
    pub id: ServiceId,
    /// Services above it.
    pub above: Vec<u16>,
    /// Its documents.
    pub documents: Postings,
}

/// Room for taking one document in.
#[derive(Debug, Clone, Default)]
struct Entry {
    buffer: String,
    /// By word: places and counts in the document at hand.
    places: Vec<[u8; 3]>,
    seen: Vec<u32>,
    /// Its words in running text that are yet to be looked up, with their fields.
    spelled: Vec<(Ends, u8)>,
    numbers: Vec<u32>,
}

/// Fields of running text: where in [`Entry::places`] a word of it counts.
mod field {
    pub const ID: u8 = 0;
    pub const CORE: u8 = 1;
    pub const BODY: u8 = 2;
}

impl Default for Index {
    fn default() -> Self {
        let mut index = Self {
            vocabulary: Vocabulary::default(),
            stems: Stems::default(),
            same: Same::new(),
            services: vec![],
            by_service: HashMap::new(),
            strong: vec![],
            weak: vec![],
            starts: Starts::default(),
            unsorted: Unsorted::default(),
            ids: String::new(),
            ends: vec![],
            by_id: HashTable::new(),
            about: vec![],
            words: vec![],
            word_ends: vec![],
            removed: 0,
            scratch: RefCell::default(),
            remembered: RefCell::default(),
            entry: Entry::default(),
        };
        // First of all, so that a small number tells a function word.
        for word in FUNCTION {
            index.vocabulary.learn(word);
        }
        let singles: Vec<_> = index.same.single_words().map(str::to_owned).collect();
        for word in singles {
            index.vocabulary.learn(&word);
        }
        index.settle();
        index
    }
}

impl Builder {
    /// Takes a document in, in place of one with the same id.
    pub fn add(&mut self, document: &Document<'_>) {
        self.index.take_in(document);
    }

    /// The index of all documents taken in.
    #[must_use]
    pub fn finish(self) -> Index {
        let mut index = self.index;
        index.settle();
        index.unsorted.shrink();
        for postings in index.strong.iter_mut().chain(&mut index.weak) {
            postings.shrink();
        }
        index.strong.shrink_to_fit();
        index.weak.shrink_to_fit();
        index.ids.shrink_to_fit();
        index.words.shrink_to_fit();
        index
    }
}

impl Index {
    /// An index of `documents`; of two with the same id the later counts.
    #[must_use]
    pub fn build<'a>(documents: impl IntoIterator<Item = Document<'a>>) -> Self {
        let mut builder = Builder::default();
        for document in documents {
            builder.add(&document);
        }
        builder.finish()
    }

    /// Takes a document in, in place of one with the same id.
    pub fn add(&mut self, document: &Document<'_>) {
        self.take_in(document);
        self.settle();
    }

    /// Forgets the document of that id; false when there was none. Its words stay until the index is built anew.
    pub fn remove(&mut self, id: &ItemId) -> bool {
        let hash = xxh3_64(id.as_str().as_bytes());
        let Self { by_id, ids, ends, .. } = self;
        let Ok(entry) = by_id.find_entry(hash, |known| id_at(ids, ends, *known as usize) == id.as_str()) else {
            return false;
        };
        let (number, _) = entry.remove();
        self.about[number as usize].removed = true;
        self.removed += 1;
        true
    }

    /// How many documents there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.about.len() - self.removed
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that it takes on the heap, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let postings: usize = self.strong.iter().chain(&self.weak).map(Postings::bytes).sum();
        let rows = (self.strong.capacity() + self.weak.capacity()) * size_of::<Postings>();
        let documents = self.about.capacity() * size_of::<About>() + self.ids.capacity() + 5 * self.by_id.capacity();
        let phrases = 4 * (self.words.capacity() + self.word_ends.capacity() + self.ends.capacity());
        self.vocabulary.bytes() + self.stems.bytes() + self.starts.bytes() + postings + rows + documents + phrases
    }

    /// Documents with that word.
    pub(super) fn count(&self, word: u32) -> u32 {
        let count = |postings: &[Postings]| postings.get(word as usize).map_or(0, Postings::count);
        count(&self.strong).max(count(&self.weak))
    }

    /// How common that word is, 0 to 1, by magnitude.
    #[expect(clippy::cast_precision_loss, reason = "a magnitude")]
    pub(super) fn frequency(&self, word: u32) -> f32 {
        (1.0 + self.count(word) as f32).ln() / (1.0 + self.about.len() as f32).ln()
    }

    /// The id of a document.
    pub(super) fn id(&self, document: usize) -> &str {
        id_at(&self.ids, &self.ends, document)
    }

    /// Words of the document's title and keywords, phrase by phrase.
    pub(super) fn phrases(&self, document: usize) -> impl Iterator<Item = &[u32]> {
        let end = self.word_ends[document] as usize;
        let start = if document == 0 { 0 } else { self.word_ends[document - 1] as usize };
        self.words[start..end].split(|word| *word == BREAK)
    }

    /// Documents with words that start with one or two `letters` and are longer.
    pub(super) fn start(&self, letters: &str) -> Rc<Lists> {
        self.starts.of(letters, || {
            let length = letters.chars().count();
            let (mut strong, mut weak) = (Join::new(self.about.len()), Join::new(self.about.len()));
            for word in self.vocabulary.starting_with(letters) {
                if self.vocabulary.length(word) > length {
                    strong.add(&self.strong[word as usize], |known, places| known | places);
                    if length > 1 {
                        weak.add(&self.weak[word as usize], |known, worth| known.max(core_only(worth)));
                    }
                }
            }
            Lists { strong: strong.done(), weak: weak.done() }
        })
    }

    fn settle(&mut self) {
        self.write();
        self.vocabulary.settle();
        self.stems.settle(&self.vocabulary);
        self.starts.clear();
        self.remembered.get_mut().clear();
    }

    /// Writes what was taken in into the postings.
    fn write(&mut self) {
        self.strong.resize_with(self.vocabulary.len(), Postings::default);
        self.weak.resize_with(self.vocabulary.len(), Postings::default);
        self.unsorted.write(&mut self.strong, &mut self.weak);
    }

    fn take_in(&mut self, document: &Document<'_>) {
        self.remove(document.id);
        let service = self.service(document);
        let number = u32::try_from(self.about.len()).unwrap_or(u32::MAX);
        if document.kind != Kind::Question {
            self.take_phrase(document.title, place::TITLE);
        }
        for keyword in &document.keywords {
            self.take_phrase(keyword, place::KEYWORD);
        }
        self.take_text(document.id.slug(), field::ID);
        document.core.iter().for_each(|text| self.take_text(text, field::CORE));
        document.body.iter().for_each(|text| self.take_text(text, field::BODY));
        self.look_up();
        self.post(number);
        self.word_ends.push(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.ids.push_str(document.id.as_str());
        self.ends.push(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        self.about.push(About { service, kind: document.kind, removed: false });
        self.services[usize::from(service)].documents.push(number, 0);
        let Self { by_id, ids, ends, .. } = self;
        let hash = |id: &str| xxh3_64(id.as_bytes());
        by_id.insert_unique(hash(document.id.as_str()), number, |known| hash(id_at(ids, ends, *known as usize)));
    }

    fn take_phrase(&mut self, text: &str, place: u8) {
        let from = self.words.len();
        let Self { entry, vocabulary, words, .. } = self;
        let Entry { buffer, places, seen, .. } = entry;
        each_word(text, buffer, |piece| {
            let number = vocabulary.learn(piece.word);
            mark(places, seen, number)[0] |= place;
            if !piece.whole {
                words.push(number);
            }
        });
        if place == place::KEYWORD
            && let [word] = self.words[from..]
        {
            self.entry.places[word as usize][0] |= place::ALONE;
        }
        self.words.push(BREAK);
    }

    fn take_text(&mut self, text: &str, field: u8) {
        let Entry { buffer, spelled, .. } = &mut self.entry;
        let vocabulary = &mut self.vocabulary;
        each_word(text, buffer, |piece| spelled.push((vocabulary.ends(piece.word), field)));
    }

    /// Notes the words of running text. They are looked up in a row, which lets the processor fetch several at once from
    /// a table that is larger than its caches.
    fn look_up(&mut self) {
        let Entry { places, seen, spelled, numbers, .. } = &mut self.entry;
        numbers.clear();
        numbers.extend(spelled.iter().map(|(ends, _)| self.vocabulary.learn_ends(*ends)));
        for (number, (_, field)) in numbers.iter().zip(spelled.drain(..)) {
            // Function words in running text find nothing that anybody looks for, and are a third of it.
            if (*number as usize) < FUNCTION.len() {
                continue;
            }
            let places = mark(places, seen, *number);
            if field == field::ID {
                places[0] |= place::ID;
            } else {
                let count = &mut places[usize::from(field)];
                *count = count.saturating_add(1);
            }
        }
    }

    /// Keeps the words of the document at hand for the postings.
    fn post(&mut self, document: u32) {
        if self.unsorted.is_full(document) {
            self.write();
        }
        let length = length_class(self.entry.seen.len());
        for number in self.entry.seen.drain(..) {
            let [strong, core, body] = std::mem::take(&mut self.entry.places[number as usize]);
            let weak = if core > 0 || body > 0 { length << 4 | core.min(3) << 2 | body.min(3) } else { 0 };
            self.unsorted.push(number, document, [strong, weak]);
        }
    }

    /// The number of the document's service, with all of its names known.
    fn service(&mut self, document: &Document<'_>) -> u16 {
        if let Some(known) = self.by_service.get(document.service) {
            return *known;
        }
        let ancestry = document.services.ancestry(document.service);
        let own = self.name(document.service, document.services);
        for id in &ancestry {
            self.name(id, document.services);
        }
        for id in ancestry.iter().chain([document.service]) {
            let above = document.services.ancestry(id);
            let above = above.iter().filter(|other| *other != id).filter_map(|other| self.by_service.get(other));
            let above = above.copied().collect();
            if let Some(known) = self.by_service.get(id) {
                self.services[usize::from(*known)].above = above;
            }
        }
        let singles: Vec<_> = self.same.single_words().map(str::to_owned).collect();
        for word in singles {
            self.vocabulary.learn(&word);
        }
        own
    }

    /// The number of a service, new with all of its names when it wasn't known.
    fn name(&mut self, id: &ServiceId, services: &Services) -> u16 {
        if let Some(known) = self.by_service.get(id) {
            return *known;
        }
        let number = u16::try_from(self.services.len()).unwrap_or(u16::MAX);
        self.services.push(Service { id: id.clone(), above: vec![], documents: Postings::default() });
        self.by_service.insert(id.clone(), number);
        let about = services.get(id.as_str());
        let names = about
            .into_iter()
            .flat_map(|about| std::iter::once(about.title.as_str()).chain(about.aliases.iter().map(String::as_str)));
        self.same.add_service(number, std::iter::once(id.as_str()).chain(names));
        number
    }
}

/// What a byte of [`Index::weak`] is without the long texts: 0 when the word stands nowhere else.
fn core_only(worth: u8) -> u8 {
    if worth & 0b1100 == 0 { 0 } else { worth & !0b11 }
}

/// How long a document is by its different words, 0 to 15: twice the words are four classes more.
fn length_class(words: usize) -> u8 {
    let half_octaves = (words.max(1) * words.max(1)).ilog2();
    u8::try_from((2 * half_octaves).saturating_sub(16).min(15)).unwrap_or(15)
}

fn id_at<'a>(ids: &'a str, ends: &[u32], at: usize) -> &'a str {
    let start = if at == 0 { 0 } else { ends[at - 1] as usize };
    &ids[start..ends[at] as usize]
}

fn mark<'a>(places: &'a mut Vec<[u8; 3]>, seen: &mut Vec<u32>, number: u32) -> &'a mut [u8; 3] {
    let at = number as usize;
    if places.len() <= at {
        places.resize(at + 1, [0; 3]);
    }
    let place = &mut places[at];
    if *place == [0; 3] {
        seen.push(number);
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_long_texts_alone_is_not_in_the_core() {
        assert_eq!([0b0011, 0b0111, 0b1000, 0b1101].map(core_only), [0, 0b0100, 0b1000, 0b1100]);
    }

    #[test]
    fn its_bytes_are_those_of_all_its_parts() {
        let index = Index::default();
        let rows = (index.strong.capacity() + index.weak.capacity()) * size_of::<Postings>();
        let parts = [index.vocabulary.bytes(), index.stems.bytes(), index.starts.bytes(), rows];
        let all: usize = parts.iter().sum();
        assert!(rows > 10_000 && index.bytes() >= all && index.bytes() < all + 10_000, "{} {parts:?}", index.bytes());
    }
}
