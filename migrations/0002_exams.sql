-- Mock exams: attempts with their papers and everything that happened in them, and the way of their misses into the
-- daily cards.
--
-- Why it looks like this:
-- * An attempt is what its events make of it: one row each, written before the screen shows what it says. Only what the
--   list of attempts and the next draw need is kept beside them.
-- * What was asked stays as it was worded, once for each wording, so that every attempt can be walked again after the
--   pack has changed.
-- * A card can be pulled forward to today, which is a new kind of row in the journal. SQLite can't widen a CHECK, so
--   the journal is written anew with its rows, their numbers and the next number (8 seconds for a million rows).

CREATE TABLE attempt (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    pack       TEXT NOT NULL REFERENCES pack (id),
    started_at INTEGER NOT NULL,
    terms      TEXT NOT NULL,         -- seed, deadline, what was asked for and the names it uses, JSON
    state      TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'ended')),
    entry      TEXT,                  -- its line in the history, JSON, once it has ended
    sent       TEXT,                  -- what it put into the daily cards, JSON, once it has ended
    CHECK ((state = 'ended') = (entry IS NOT NULL)),
    CHECK ((state = 'ended') = (sent IS NOT NULL))
) STRICT;

-- One attempt at a time, whichever window starts it.
CREATE UNIQUE INDEX attempt_running ON attempt (state) WHERE state = 'running';

CREATE TABLE wording (
    hash INTEGER PRIMARY KEY,         -- of the body, as in item
    body TEXT NOT NULL                -- the question as it was asked, JSON
) STRICT;

CREATE TABLE asked (
    attempt     INTEGER NOT NULL REFERENCES attempt (id),
    place       INTEGER NOT NULL,     -- on the paper, from 0
    item        INTEGER NOT NULL REFERENCES item (key),
    wording     INTEGER NOT NULL REFERENCES wording (hash),
    domain      TEXT,
    scored      INTEGER NOT NULL CHECK (scored IN (0, 1)),
    first_sight INTEGER NOT NULL CHECK (first_sight IN (0, 1)),
    shown       INTEGER NOT NULL DEFAULT 0 CHECK (shown IN (0, 1)),
    correct     INTEGER CHECK (correct IN (0, 1)), -- once it has ended; null if never shown, or doubted
    PRIMARY KEY (attempt, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX asked_item ON asked (item, attempt);

CREATE TABLE attempt_event (
    attempt INTEGER NOT NULL REFERENCES attempt (id),
    seq     INTEGER NOT NULL,         -- from 0, without gaps
    at      INTEGER NOT NULL,         -- the exam's clock
    wall    INTEGER NOT NULL,         -- the wall clock
    what    TEXT NOT NULL,            -- JSON
    PRIMARY KEY (attempt, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE journal_wider (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL CHECK (kind IN ('review', 'bury', 'suspend', 'resume', 'pull', 'undo', 'redo')),
    at       INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    card     INTEGER NOT NULL REFERENCES card (key),
    root     INTEGER REFERENCES journal_wider (seq),      -- null for an operation itself
    reverses INTEGER UNIQUE REFERENCES journal_wider (seq),
    rating   INTEGER CHECK (rating BETWEEN 1 AND 4),
    took     INTEGER,                 -- milliseconds from showing the front to the rating
    origin   TEXT,                    -- where a review came from: 'due', or 'exam' for a miss
    before   TEXT NOT NULL,           -- the card's state, JSON
    after    TEXT NOT NULL,
    CHECK ((kind = 'review') = (rating IS NOT NULL)),
    CHECK ((kind IN ('undo', 'redo')) = (root IS NOT NULL)),
    CHECK ((root IS NULL) = (reverses IS NULL))
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
