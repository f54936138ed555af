-- Reviews tallied by study day and hour, so that the Stats screen opens as fast after years as after days.
--
-- Why it looks like this:
-- * Recall held against prediction needs the memory before each review, which only the journal has; reading a million
--   rows took twice as long as a screen may take to open. Tallies of what was read once are kept; fact 'tallied' is the
--   last row of the journal that they hold, and what came after it is counted when it is wanted.
-- * They follow from the journal alone and may be thrown away at any time.
-- * Predicted chances are whole millionths: what is undone is taken off exactly.

CREATE TABLE tally (
    day            INTEGER NOT NULL,
    hour           INTEGER NOT NULL,   -- of the learner's wall clock
    learning_again INTEGER NOT NULL,   -- answers in learning steps
    learning_hard  INTEGER NOT NULL,
    learning_good  INTEGER NOT NULL,
    learning_easy  INTEGER NOT NULL,
    due_again      INTEGER NOT NULL,   -- answers to cards that had a day
    due_hard       INTEGER NOT NULL,
    due_good       INTEGER NOT NULL,
    due_easy       INTEGER NOT NULL,
    predicted      INTEGER NOT NULL,   -- sum of the latter's predicted chances of recall, millionths
    PRIMARY KEY (day, hour)
) STRICT, WITHOUT ROWID;
