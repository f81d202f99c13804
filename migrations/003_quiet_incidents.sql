-- When it last turned bad, what ended it, and what became of the words about it: what the user last heard (told),
-- and why nothing is said now (held). An incident may be folded under another one, which speaks for it.
ALTER TABLE incident ADD COLUMN turned_at INTEGER;
ALTER TABLE incident ADD COLUMN resolution TEXT;
ALTER TABLE incident ADD COLUMN parent_id INTEGER REFERENCES incident (id) ON DELETE SET NULL;
ALTER TABLE incident ADD COLUMN is_group INTEGER NOT NULL DEFAULT 0 CHECK (is_group IN (0, 1));
ALTER TABLE incident ADD COLUMN flapping TEXT;
ALTER TABLE incident ADD COLUMN label TEXT;
ALTER TABLE incident ADD COLUMN silence_id INTEGER REFERENCES silence (id) ON DELETE SET NULL;
ALTER TABLE incident ADD COLUMN held TEXT;
ALTER TABLE incident ADD COLUMN told TEXT;
ALTER TABLE incident ADD COLUMN told_at INTEGER;
UPDATE incident SET turned_at = fired_at;
-- Until now a message went out with every firing.
UPDATE incident SET told = severity, told_at = fired_at WHERE state = 'firing';
CREATE INDEX incident_by_parent ON incident (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX incident_by_silence ON incident (silence_id) WHERE silence_id IS NOT NULL;
-- All that a review of what is to be said has to look at: a handful, however long the history.
CREATE INDEX incident_unsettled ON incident (id)
  WHERE state = 'firing' OR told IS NOT NULL OR flapping IS NOT NULL OR held = 'quiet';
-- A finding that comes back soon belongs to the incident that it had before.
CREATE INDEX incident_member_by_key ON incident_member (key);

-- The check type, or the cause, by which findings are grouped and silenced; when it was last seen bad; and since
-- when it is good but kept firing for a while.
ALTER TABLE alert ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN good_since INTEGER;
UPDATE alert SET kind = coalesce((SELECT type FROM check_rule WHERE id = alert.check_id), replace(key, rtrim(key, replace(key, ':', '')), ''));
UPDATE alert SET seen_at = since;

CREATE TABLE silence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER REFERENCES connection (id) ON DELETE CASCADE,
  table_id INTEGER REFERENCES monitored_table (id) ON DELETE CASCADE,
  check_id INTEGER REFERENCES check_rule (id) ON DELETE CASCADE,
  kind TEXT,
  matcher TEXT,
  -- Null: until what it covers is resolved.
  until INTEGER,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX silence_by_connection ON silence (connection_id);
CREATE INDEX silence_by_table ON silence (table_id);
CREATE INDEX silence_by_check ON silence (check_id);
CREATE INDEX silence_active ON silence (id) WHERE ended_at IS NULL;
