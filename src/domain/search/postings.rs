//! Which documents have a word: numbers as differences in as few bytes as they take, each with one byte of what it is
//! worth there.

/// Documents in rising order, each with a byte.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

impl Postings {
    /// Adds `document`, which must be greater than all before.
    pub fn push(&mut self, document: u32, worth: u8) {
        let mut difference = document - self.last;
        self.last = document;
        self.count += 1;
        if difference < 0x80 {
            self.bytes.push(difference as u8);
            self.bytes.push(worth);
            return;
        }
        while difference >= 0x80 {
            self.bytes.push((difference & 0x7f) as u8 | 0x80);
            difference >>= 7;
        }
        self.bytes.push(difference as u8);
        self.bytes.push(worth);
    }

    /// How many documents, those that were removed since included.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Calls `visit` with documents and their bytes, in rising order.
    #[inline]
    pub fn each(&self, mut visit: impl FnMut(u32, u8)) {
        let mut document = 0_u32;
        let mut rest = self.bytes.as_slice();
        loop {
            // Nearly all differences take one byte.
            while let [difference @ 0..0x80, worth, after @ ..] = rest {
                document += u32::from(*difference);
                visit(document, *worth);
                rest = after;
            }
            let mut difference = 0;
            let mut shift = 0;
            let worth = loop {
                let [byte, after @ ..] = rest else { return };
                rest = after;
                difference |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if *byte < 0x80 {
                    let [worth, after @ ..] = rest else { return };
                    rest = after;
                    break *worth;
                }
            };
            document += difference;
            visit(document, worth);
        }
    }

    /// Gives back what the last growth took too much.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// Bytes on the heap.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn its_bytes_are_about_one_or_two_a_document() {
        let mut postings = Postings::default();
        (0..1_000).for_each(|document| postings.push(3 * document, 1));
        postings.shrink();
        assert!((1_000..4_000).contains(&postings.bytes()), "{}", postings.bytes());
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(documents in proptest::collection::btree_map(any::<u32>(), any::<u8>(), 0..50)) {
            let mut postings = Postings::default();
            for (document, worth) in &documents {
                postings.push(*document, *worth);
            }
            prop_assert_eq!(postings.count() as usize, documents.len());
            let mut out = vec![];
            postings.each(|document, worth| out.push((document, worth)));
            prop_assert_eq!(out, documents.into_iter().collect::<Vec<_>>());
        }
    }
}
