-- Flags and notes of the learner's own, cards forgotten, and what the Browse screen lists.
--
-- Why it looks like this:
-- * A flag and a note stand on an item or on one of its cards, by the card's name, so that they outlive rewording and
--   come back with what was retired. Each change is a row of the journal, which undo needs; so the journal has rows that
--   are about no card's state. Those of the weights of the memory model name neither card nor item.
-- * What the learner did with one key may concern several cards; their rows share a batch, the number of the first, and
--   are undone together.
-- * Forgetting is a new kind of row. SQLite can't widen a CHECK, so the journal is written anew with its rows, their
--   numbers and the next number: 16 seconds for a million rows on a busy machine, 25 times as long as reading them.
-- * What an item teaches stood in its body only; looking it up took reading every body.

CREATE TABLE annotation (
    item    INTEGER NOT NULL REFERENCES item (key),
    card    TEXT NOT NULL,             -- the card's name; empty for the whole item
    flagged INTEGER NOT NULL CHECK (flagged IN (0, 1)),
    text    TEXT NOT NULL,
    PRIMARY KEY (item, card)
) STRICT, WITHOUT ROWID;

CREATE TABLE teaches (
    item      INTEGER NOT NULL REFERENCES item (key),
    objective TEXT NOT NULL,
    PRIMARY KEY (item, objective)
) STRICT, WITHOUT ROWID;

CREATE INDEX teaches_objective ON teaches (objective, item);

INSERT OR IGNORE INTO teaches (item, objective)
    SELECT item.key, taught.value FROM item, json_each(item.body, '$.teaches') AS taught
    WHERE json_valid(item.body) AND instr(item.body, '"teaches":[]') = 0;

CREATE INDEX item_service ON item (pack, service, kind) WHERE retired = 0;

CREATE TABLE journal_wider (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL CHECK (kind IN (
        'review', 'bury', 'suspend', 'resume', 'pull', 'forget', 'annotate', 'weights', 'undo', 'redo')),
    at       INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    card     INTEGER REFERENCES card (key),               -- whose state it changes; null for the others
    item     INTEGER REFERENCES item (key),               -- of an annotation
    root     INTEGER REFERENCES journal_wider (seq),      -- null for an operation itself
    reverses INTEGER UNIQUE REFERENCES journal_wider (seq),
    batch    INTEGER REFERENCES journal_wider (seq),      -- the first row of what was done at once; null for a single one
    rating   INTEGER CHECK (rating BETWEEN 1 AND 4),
    took     INTEGER,                 -- milliseconds from showing the front to the rating
    origin   TEXT,                    -- where a review came from: 'due', 'cram', or 'exam' for a miss
    before   TEXT NOT NULL,           -- the card's state, JSON; of an annotation what it said
    after    TEXT NOT NULL,
    CHECK ((kind = 'review') = (rating IS NOT NULL)),
    CHECK ((kind IN ('undo', 'redo')) = (root IS NOT NULL)),
    CHECK ((root IS NULL) = (reverses IS NULL)),
    CHECK (kind IN ('undo', 'redo') OR (kind IN ('annotate', 'weights')) = (card IS NULL)),
    CHECK (kind != 'annotate' OR item IS NOT NULL)
) STRICT;

INSERT INTO journal_wider (seq, kind, at, day, card, root, reverses, rating, took, origin, before, after)
    SELECT seq, kind, at, day, card, root, reverses, rating, took, origin, before, after FROM journal ORDER BY seq;

-- The next number comes after every number that was ever given, not only after those still there.
DELETE FROM sqlite_sequence WHERE name = 'journal_wider';
INSERT INTO sqlite_sequence (name, seq) SELECT 'journal_wider', seq FROM sqlite_sequence WHERE name = 'journal';

-- The references of a table to itself are renamed with it.
DROP TABLE journal;
ALTER TABLE journal_wider RENAME TO journal;

CREATE INDEX journal_root ON journal (root, seq) WHERE root IS NOT NULL;
CREATE INDEX journal_card ON journal (card, seq);
CREATE INDEX journal_pull ON journal (day, seq, card) WHERE kind = 'pull';
CREATE INDEX journal_forget ON journal (card, seq) WHERE kind = 'forget';
CREATE INDEX journal_batch ON journal (batch, seq) WHERE batch IS NOT NULL;
