-- The first schema: packs and their items, cards with their scheduling state, the journal of everything the learner did.
--
-- Why it looks like this:
-- * Progress hangs on ids alone (pack, item, card), so a pack can be reworded, reordered and taken out without losing any;
--   what vanishes is retired, never deleted.
-- * The journal is only ever appended to and is the truth; card states, days and mastery are kept beside it so that the
--   program starts without reading it, and can be rebuilt from it.
-- * Days are study days since 1970-01-01, instants are milliseconds since then, in UTC.

CREATE TABLE pack (
    id          TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    version     TEXT NOT NULL,
    origin      TEXT NOT NULL CHECK (origin IN ('shipped', 'folder', 'copy')),
    folder      TEXT,                 -- where a 'folder' pack is edited
    hash        INTEGER NOT NULL,     -- of all its files: unchanged means nothing to load
    stamp       INTEGER NOT NULL,     -- of its files' sizes and times: the cheap look at start
    definition  TEXT NOT NULL,        -- services, exams, objectives and rules, JSON
    imported_at INTEGER NOT NULL,
    removed_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
    pack  TEXT NOT NULL REFERENCES pack (id),
    id    TEXT NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (pack, id)
) STRICT, WITHOUT ROWID;

-- Each service with itself and everything above it.
CREATE TABLE ancestry (
    pack     TEXT NOT NULL REFERENCES pack (id),
    service  TEXT NOT NULL,
    ancestor TEXT NOT NULL,
    PRIMARY KEY (pack, service, ancestor)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
    key     INTEGER PRIMARY KEY,
    pack    TEXT NOT NULL REFERENCES pack (id),
    slug    TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('note', 'trap', 'question')),
    service TEXT NOT NULL,
    hash    INTEGER NOT NULL,         -- of the body: unchanged items are skipped
    body    TEXT NOT NULL,            -- the item, JSON
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    UNIQUE (pack, slug)
) STRICT;

CREATE TABLE tag (
    item INTEGER NOT NULL REFERENCES item (key),
    name TEXT NOT NULL,
    PRIMARY KEY (item, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE card (
    key        INTEGER PRIMARY KEY,
    item       INTEGER NOT NULL REFERENCES item (key),
    slug       TEXT NOT NULL,
    rank       INTEGER NOT NULL,      -- order in which new cards come
    retired    INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    joined     INTEGER NOT NULL DEFAULT 1 CHECK (joined IN (0, 1)), -- a question's card joins after an attempt
    revision   INTEGER NOT NULL DEFAULT 0,
    phase      INTEGER NOT NULL DEFAULT 0 CHECK (phase BETWEEN 0 AND 3), -- new, learning, review, relearning
    step       INTEGER NOT NULL DEFAULT 0,
    stability  REAL,                  -- days
    difficulty REAL,                  -- 1 to 10
    due_at     INTEGER NOT NULL DEFAULT 0,
    due_day    INTEGER NOT NULL DEFAULT 0,
    last_day   INTEGER,
    reviews    INTEGER NOT NULL DEFAULT 0,
    lapses     INTEGER NOT NULL DEFAULT 0,
    suspended  INTEGER NOT NULL DEFAULT 0 CHECK (suspended IN (0, 1)),
    buried     INTEGER,               -- hidden through this study day
    UNIQUE (item, slug)
) STRICT;

CREATE INDEX card_new ON card (rank)
    WHERE phase = 0 AND retired = 0 AND joined = 1 AND suspended = 0;
CREATE INDEX card_due ON card (due_day)
    WHERE phase = 2 AND retired = 0 AND joined = 1 AND suspended = 0;
CREATE INDEX card_step ON card (due_at)
    WHERE phase IN (1, 3) AND retired = 0 AND joined = 1 AND suspended = 0;

-- One row for each thing the learner did. 'undo' and 'redo' rows name the row they reverse; root is the row of the
-- operation itself, so an operation is undone exactly when the last row of its root is an 'undo'.
CREATE TABLE journal (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL CHECK (kind IN ('review', 'bury', 'suspend', 'resume', 'undo', 'redo')),
    at       INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    card     INTEGER NOT NULL REFERENCES card (key),
    root     INTEGER REFERENCES journal (seq),      -- null for an operation itself
    reverses INTEGER UNIQUE REFERENCES journal (seq),
    rating   INTEGER CHECK (rating BETWEEN 1 AND 4),
    took     INTEGER,                 -- milliseconds from showing the front to the rating
    origin   TEXT,                    -- where a review came from: 'due', ...
    before   TEXT NOT NULL,           -- the card's state, JSON
    after    TEXT NOT NULL,
    CHECK ((kind = 'review') = (rating IS NOT NULL)),
    CHECK ((kind IN ('undo', 'redo')) = (root IS NOT NULL)),
    CHECK ((root IS NULL) = (reverses IS NULL))
) STRICT;

CREATE INDEX journal_root ON journal (root, seq) WHERE root IS NOT NULL;
CREATE INDEX journal_card ON journal (card, seq);

-- What each study day held; kept by each operation's transaction.
CREATE TABLE day (
    day     INTEGER PRIMARY KEY,
    reviews INTEGER NOT NULL DEFAULT 0,
    new     INTEGER NOT NULL DEFAULT 0,   -- cards seen for the first time
    due     INTEGER NOT NULL DEFAULT 0,   -- reviews of cards that had a day
    kept    INTEGER NOT NULL DEFAULT 0,   -- those of them that were recalled
    took    INTEGER NOT NULL DEFAULT 0    -- milliseconds
) STRICT;

-- Sum of recall over the cards of each service and its children, as of the study day given; kept by each operation's
-- transaction and counted anew when the day has changed.
CREATE TABLE mastery (
    pack    TEXT NOT NULL REFERENCES pack (id),
    service TEXT NOT NULL,
    cards   INTEGER NOT NULL,
    recall  REAL NOT NULL,
    PRIMARY KEY (pack, service)
) STRICT, WITHOUT ROWID;

-- Single facts, e.g. the study day of the mastery table.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
