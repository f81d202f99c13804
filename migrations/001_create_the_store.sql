-- Every time is UTC, in milliseconds since the Unix epoch. Words of the domain (states, kinds, modes) are kept as
-- text without CHECK constraints: SQLite cannot alter a constraint, and the domain's schemas guard them already.
-- AUTOINCREMENT where an id leaves the store (a link, a notification, a run in flight): such an id is never reused.

-- What Pulse notes about the file itself, such as whether it was closed properly.
CREATE TABLE housekeeping (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per setting, so that one bad value costs only itself. Values are JSON.
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE connection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  database_name TEXT NOT NULL,
  login TEXT NOT NULL,
  tls_mode TEXT NOT NULL,
  tls_ca_file TEXT,
  stand_in TEXT,
  policy TEXT NOT NULL CHECK (json_valid(policy)),
  paused INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;

-- Apart from the connection, so that nothing that lists connections ever holds a secret.
CREATE TABLE connection_secret (
  connection_id INTEGER PRIMARY KEY REFERENCES connection (id) ON DELETE CASCADE,
  mode TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE monitored_table (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
  schema_name TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (connection_id, schema_name, name)
) STRICT;

CREATE TABLE accepted_schema (
  table_id INTEGER PRIMARY KEY REFERENCES monitored_table (id) ON DELETE CASCADE,
  columns TEXT NOT NULL CHECK (json_valid(columns)),
  accepted_at INTEGER NOT NULL
) STRICT;

CREATE TABLE schema_event (
  id INTEGER PRIMARY KEY,
  table_id INTEGER NOT NULL REFERENCES monitored_table (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  differences TEXT NOT NULL CHECK (json_valid(differences))
) STRICT;
CREATE INDEX schema_event_by_table ON schema_event (table_id);

-- `check` is a word of SQL's own.
CREATE TABLE check_rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
  -- Null for a check on the connection itself.
  table_id INTEGER REFERENCES monitored_table (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  config TEXT NOT NULL CHECK (json_valid(config)),
  warn_min REAL,
  warn_max REAL,
  fail_min REAL,
  fail_max REAL,
  interval_ms INTEGER NOT NULL,
  pending_runs INTEGER NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;
CREATE INDEX check_rule_by_connection ON check_rule (connection_id);
CREATE INDEX check_rule_by_table ON check_rule (table_id);

-- Status codes, here and in check_run, are ordered by how bad they are:
-- 0 pass, 1 learning, 2 deferred, 3 error, 4 warn, 5 fail.
CREATE TABLE check_state (
  check_id INTEGER PRIMARY KEY REFERENCES check_rule (id) ON DELETE CASCADE,
  status INTEGER NOT NULL,
  value REAL,
  message TEXT NOT NULL,
  at INTEGER NOT NULL,
  since INTEGER NOT NULL,
  judged_at INTEGER
) STRICT;

-- The big one. Clustered by check and time, because that is how charts, retention and exports read it: a check's
-- history lies together instead of being spread over every page of the file.
CREATE TABLE check_run (
  check_id INTEGER NOT NULL REFERENCES check_rule (id) ON DELETE CASCADE,
  finished_at INTEGER NOT NULL,
  id INTEGER NOT NULL,
  status INTEGER NOT NULL,
  value REAL,
  -- No foreign key: it would want an index of its own on ten million rows. Store and retention keep it true.
  message_id INTEGER NOT NULL,
  -- finished_at - started_at: two bytes instead of six. Negative when the clock was set back meanwhile.
  elapsed_ms INTEGER NOT NULL,
  -- Microseconds that the replica was busy.
  busy_us INTEGER NOT NULL,
  PRIMARY KEY (check_id, finished_at, id)
) STRICT, WITHOUT ROWID;
-- Newest first over all checks. With the status (and the primary key that every index ends in), filters are
-- answered from the index alone.
CREATE UNIQUE INDEX check_run_by_id ON check_run (id, status);

-- A check says the same few sentences over and over: each is kept once per period (some days), found by a hash so
-- that the text is not stored a second time in an index. A period goes when its runs are gone.
CREATE TABLE run_message (
  id INTEGER PRIMARY KEY,
  period INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX run_message_by_hash ON run_message (period, hash);

CREATE TABLE incident (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
  -- Null for an incident of the whole connection.
  table_id INTEGER REFERENCES monitored_table (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  severity TEXT NOT NULL,
  title TEXT NOT NULL,
  sentence TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  fired_at INTEGER,
  resolved_at INTEGER,
  acknowledged_at INTEGER
) STRICT;
-- Open ones first, then newest first: exactly the order of every list.
CREATE INDEX incident_in_order ON incident ((state = 'resolved'), started_at DESC, id DESC);
CREATE INDEX incident_by_table ON incident (table_id, (state = 'resolved'), started_at DESC, id DESC);
CREATE INDEX incident_by_connection ON incident (connection_id);

CREATE TABLE incident_member (
  incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  -- What happened stays told when the check itself is removed.
  check_id INTEGER REFERENCES check_rule (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  severity TEXT NOT NULL,
  message TEXT NOT NULL,
  since INTEGER NOT NULL,
  resolved_at INTEGER,
  PRIMARY KEY (incident_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_member_by_check ON incident_member (check_id) WHERE check_id IS NOT NULL;

CREATE TABLE incident_event (
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX incident_event_by_incident ON incident_event (incident_id);

CREATE TABLE alert (
  key TEXT PRIMARY KEY,
  connection_id INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
  table_id INTEGER REFERENCES monitored_table (id) ON DELETE CASCADE,
  check_id INTEGER REFERENCES check_rule (id) ON DELETE CASCADE,
  phase TEXT NOT NULL,
  streak INTEGER NOT NULL,
  severity TEXT NOT NULL,
  name TEXT NOT NULL,
  message TEXT NOT NULL,
  since INTEGER NOT NULL,
  incident_id INTEGER REFERENCES incident (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX alert_by_connection ON alert (connection_id);
CREATE INDEX alert_by_table ON alert (table_id);
CREATE INDEX alert_by_check ON alert (check_id);
CREATE INDEX alert_by_incident ON alert (incident_id);

CREATE TABLE inbox_item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  incident_id INTEGER NOT NULL REFERENCES incident (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  delivery TEXT NOT NULL,
  read_at INTEGER
) STRICT;
CREATE INDEX inbox_item_by_incident ON inbox_item (incident_id);
CREATE INDEX inbox_item_waiting ON inbox_item (id) WHERE delivery = 'waiting';

CREATE TABLE query_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  connection_id INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
  -- Not a foreign key: a log keeps its lines when a check goes. Readers see null for a check that is gone.
  check_id INTEGER,
  reason_id INTEGER NOT NULL,
  sql_id INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  error TEXT,
  cancel_confirmed INTEGER CHECK (cancel_confirmed IN (0, 1))
) STRICT;
CREATE INDEX query_log_by_connection ON query_log (connection_id);
CREATE INDEX query_log_by_time ON query_log (started_at);

-- As run_message, for the statements and reasons of the query log.
CREATE TABLE query_text (
  id INTEGER PRIMARY KEY,
  period INTEGER NOT NULL,
  hash INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX query_text_by_hash ON query_text (period, hash);
