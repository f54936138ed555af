-- Cards that the learner added to their own pack, so that adding one can be undone, and the index from which Home counts.
--
-- Why it looks like this:
-- * Undoing takes the entry out of the learner's file, so its text, word for word, has to be kept for redo. The row of the
--   journal is an annotation that says what stood there before, to which this table adds the text: a kind of row of its own
--   would need the journal's CHECK widened, and SQLite can't do that without writing a million rows anew.
-- * Before the first frame the cards in learning steps are counted. Whether one is put aside for the day stood in the card
--   alone; with it in the index 25,000 of them are counted in 2 ms instead of 13.

CREATE TABLE added (
    seq  INTEGER PRIMARY KEY REFERENCES journal (seq),
    trap INTEGER NOT NULL CHECK (trap IN (0, 1)),
    text TEXT NOT NULL             -- the entry as it was written into the file
) STRICT;

DROP INDEX card_step;
CREATE INDEX card_step ON card (due_at, buried)
    WHERE phase IN (1, 3) AND retired = 0 AND joined = 1 AND suspended = 0;
