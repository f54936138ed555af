-- The exam plan: what the learner plans for, and what was last worked out from it.
--
-- Why it looks like this:
-- * There is one plan, so there is one row.
-- * Working a plan out takes longer than a first frame may; what Home says of it is kept until it was worked out anew.

CREATE TABLE plan (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    goal   TEXT NOT NULL,             -- exam, date and minutes, JSON
    glance TEXT                       -- what Home last said of it, JSON
) STRICT;
