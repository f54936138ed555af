-- Stories beside a pack's rules.
--
-- Why it looks like this:
-- * They are a megabyte of text that only the rules read. In a column of their own behind all others they cost nothing where
--   the rest of a pack's definition is read, as before every first frame with a plan.

ALTER TABLE pack ADD COLUMN stories TEXT NOT NULL DEFAULT '{}';  -- JSON: texts by service
