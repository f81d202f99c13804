-- A message may be about no incident: that nothing can be saved, say.
CREATE TABLE inbox_item_of_any (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident_id INTEGER REFERENCES incident (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  delivery TEXT NOT NULL,
  read_at INTEGER
) STRICT;
INSERT INTO inbox_item_of_any SELECT id, incident_id, kind, at, title, body, delivery, read_at FROM inbox_item;
DROP TABLE inbox_item;
ALTER TABLE inbox_item_of_any RENAME TO inbox_item;
CREATE INDEX inbox_item_by_incident ON inbox_item (incident_id);
CREATE INDEX inbox_item_waiting ON inbox_item (id) WHERE delivery = 'waiting';
