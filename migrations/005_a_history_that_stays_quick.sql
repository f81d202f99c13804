-- A message is kept as a sentence with places for its numbers, once per check, status and period: the numbers stand
-- in the run. So sentences repeat, and a search for words has few of them to look through.
ALTER TABLE check_run ADD COLUMN numbers TEXT;
ALTER TABLE run_message ADD COLUMN check_id INTEGER;
ALTER TABLE run_message ADD COLUMN status INTEGER;
INSERT INTO run_message (period, hash, text, check_id, status)
  SELECT m.period, m.hash, m.text, r.check_id, r.status
  FROM (SELECT DISTINCT check_id, status, message_id FROM check_run) r JOIN run_message m ON m.id = r.message_id;
UPDATE check_run SET message_id = (
  SELECT own.id FROM run_message old
  JOIN run_message own ON own.period = old.period AND own.hash = old.hash AND own.text = old.text
  WHERE old.id = check_run.message_id AND own.check_id = check_run.check_id AND own.status = check_run.status);
DELETE FROM run_message WHERE check_id IS NULL;

-- What did not simply pass, by what it said: the newest runs of a message without a walk through all runs. Passes,
-- which are nearly all runs and say nearly always the same, are found in their check's own history.
CREATE INDEX check_run_by_message ON check_run (message_id, finished_at) WHERE status <> 0;

-- The words of messages and incidents. The texts themselves stay where they are.
CREATE VIRTUAL TABLE run_message_search USING fts5 (
  text, content = 'run_message', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO run_message_search (run_message_search) VALUES ('rebuild');
CREATE TRIGGER run_message_added AFTER INSERT ON run_message BEGIN
  INSERT INTO run_message_search (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER run_message_removed AFTER DELETE ON run_message BEGIN
  INSERT INTO run_message_search (run_message_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE VIRTUAL TABLE incident_search USING fts5 (
  title, sentence, content = 'incident', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO incident_search (incident_search) VALUES ('rebuild');
CREATE TRIGGER incident_added AFTER INSERT ON incident BEGIN
  INSERT INTO incident_search (rowid, title, sentence) VALUES (new.id, new.title, new.sentence);
END;
CREATE TRIGGER incident_removed AFTER DELETE ON incident BEGIN
  INSERT INTO incident_search (incident_search, rowid, title, sentence)
    VALUES ('delete', old.id, old.title, old.sentence);
END;
CREATE TRIGGER incident_reworded AFTER UPDATE OF title, sentence ON incident
WHEN old.title <> new.title OR old.sentence <> new.sentence BEGIN
  INSERT INTO incident_search (incident_search, rowid, title, sentence)
    VALUES ('delete', old.id, old.title, old.sentence);
  INSERT INTO incident_search (rowid, title, sentence) VALUES (new.id, new.title, new.sentence);
END;

CREATE VIRTUAL TABLE incident_event_search USING fts5 (
  text, content = 'incident_event', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO incident_event_search (incident_event_search) VALUES ('rebuild');
CREATE TRIGGER incident_event_added AFTER INSERT ON incident_event BEGIN
  INSERT INTO incident_event_search (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER incident_event_removed AFTER DELETE ON incident_event BEGIN
  INSERT INTO incident_event_search (incident_event_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

-- Runs in sum: what is left of them when they themselves are gone, and what long charts are drawn from. `start` is the
-- number of whole hours, or days in UTC, since the epoch. The band is the last one that held in that time.
CREATE TABLE check_hour (
  check_id INTEGER NOT NULL REFERENCES check_rule (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  learning INTEGER NOT NULL,
  deferred INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warned INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  min REAL,
  median REAL,
  max REAL,
  low REAL,
  high REAL,
  PRIMARY KEY (check_id, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE check_day (
  check_id INTEGER NOT NULL REFERENCES check_rule (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  learning INTEGER NOT NULL,
  deferred INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  warned INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  min REAL,
  median REAL,
  max REAL,
  low REAL,
  high REAL,
  PRIMARY KEY (check_id, start)
) STRICT, WITHOUT ROWID;
-- Hours that were summed up and then got another run, because a clock was set back.
CREATE TABLE check_hour_again (
  check_id INTEGER NOT NULL REFERENCES check_rule (id) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  PRIMARY KEY (check_id, start)
) STRICT, WITHOUT ROWID;

-- Removed by the user, and shown no more; what it leaves behind, perhaps millions of runs, goes bit by bit.
ALTER TABLE connection ADD COLUMN removed_at INTEGER;
ALTER TABLE monitored_table ADD COLUMN removed_at INTEGER;
ALTER TABLE check_rule ADD COLUMN removed_at INTEGER;
