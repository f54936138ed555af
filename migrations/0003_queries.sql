-- Past queries of the search, so that an empty field brings them back after a restart, too.
--
-- Why it looks like this: a query that is used again moves to the end instead of standing there twice, so its text is
-- the key. Only the latest are kept; the program deletes the others as it adds one.

CREATE TABLE query (
    text TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL UNIQUE   -- higher is later
) STRICT, WITHOUT ROWID;
