-- How a check's value becomes a verdict (fixed bounds, change bounds, learned bounds), and what a failure counts as.
ALTER TABLE check_rule ADD COLUMN rule TEXT NOT NULL DEFAULT '{"kind":"fixed"}' CHECK (json_valid(rule));
ALTER TABLE check_rule ADD COLUMN severity TEXT NOT NULL DEFAULT 'broken';

-- Volume compared itself with an earlier window by a setting of its own; now every check can, by its rule.
UPDATE check_rule
SET rule = json_object('kind', 'change', 'against', json_extract(config, '$.compareWith'))
WHERE type = 'volume' AND json_extract(config, '$.compareWith') IN ('previous', 'day', 'week');
UPDATE check_rule SET config = json_remove(config, '$.compareWith') WHERE type = 'volume';

-- Usual band of the value when it was judged by learned bounds. Null, which costs a byte, otherwise.
ALTER TABLE check_run ADD COLUMN low REAL;
ALTER TABLE check_run ADD COLUMN high REAL;
ALTER TABLE check_state ADD COLUMN low REAL;
ALTER TABLE check_state ADD COLUMN high REAL;

-- What a check has learned: its baseline, and whatever else its type remembers (a set of known values, say).
CREATE TABLE check_memory (
  check_id INTEGER PRIMARY KEY REFERENCES check_rule (id) ON DELETE CASCADE,
  baseline TEXT,
  known TEXT CHECK (known IS NULL OR json_valid(known)),
  updated_at INTEGER NOT NULL
) STRICT;

-- What the planner estimated for a check, and the step it chose.
CREATE TABLE check_price (
  check_id INTEGER PRIMARY KEY REFERENCES check_rule (id) ON DELETE CASCADE,
  price TEXT NOT NULL CHECK (json_valid(price)),
  priced_at INTEGER NOT NULL
) STRICT;

-- What the replica's catalogue said of a table, kept so that plans need not ask again.
CREATE TABLE table_facts (
  table_id INTEGER PRIMARY KEY REFERENCES monitored_table (id) ON DELETE CASCADE,
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  at INTEGER NOT NULL
) STRICT;
