-- Finds the rows of the journal that are about weights, of which there are few.
--
-- Why it looks like this: the last of them says which weights hold, which every start of the program asks for; without an
-- index a million rows would be read for it.

CREATE INDEX journal_weights ON journal (seq) WHERE card IS NULL AND item IS NULL;
