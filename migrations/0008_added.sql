-- Cards that the learner added to their own pack, so that adding one can be undone, and the index from which Home counts.
--
-- Why it looks like this:
-- * Undoing takes the entry out of the learner's file, so its text, word for word, has to be kept for redo. The row of the
--   journal is an annotation that says what stood there before, to which this table adds the text: a kind of row of its own
--   would need the journal's CHECK widened, and SQLite can't do that without writing a million rows anew.
-- * Before the first frame the cards due are counted. Whether each is put aside for the day stood in the card alone, and
--   looking at twenty thousand cards takes longer than a frame may; in the index it is counted over the index.

CREATE TABLE added (
    seq  INTEGER PRIMARY KEY REFERENCES journal (seq),
    trap INTEGER NOT NULL CHECK (trap IN (0, 1)),
    text TEXT NOT NULL             -- the entry as it was written into the file
) STRICT;
