-- Who looks after a table, and by which tags it is found and grouped. Tags are a JSON array, sorted.
CREATE TABLE table_label (
  table_id INTEGER PRIMARY KEY REFERENCES monitored_table (id) ON DELETE CASCADE,
  owner TEXT,
  tags TEXT NOT NULL CHECK (json_valid(tags))
) STRICT;
