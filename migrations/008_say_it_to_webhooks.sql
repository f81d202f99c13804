-- Addresses that messages are posted to, beside the desktop. The address itself may hold a secret (Slack's does), so
-- only its host stands here. How it goes is kept, too: a restart neither forgets a failure nor tells of it again.
CREATE TABLE webhook (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  host TEXT NOT NULL,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  -- Attempts in a row that failed, since when, why, and before when there is no other.
  attempts INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER,
  problem TEXT,
  next_at INTEGER NOT NULL DEFAULT 0,
  failure_told INTEGER NOT NULL DEFAULT 0 CHECK (failure_told IN (0, 1))
) STRICT;

-- Apart, as for connections: nothing that lists webhooks ever holds a secret.
CREATE TABLE webhook_secret (
  webhook_id INTEGER PRIMARY KEY REFERENCES webhook (id) ON DELETE CASCADE,
  mode TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;

-- What is to be posted, written together with the inbox's item: a message is posted as it was decided, however late.
CREATE TABLE webhook_delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id INTEGER NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
  inbox_item_id INTEGER NOT NULL REFERENCES inbox_item (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  message TEXT NOT NULL CHECK (json_valid(message)),
  UNIQUE (webhook_id, inbox_item_id)
) STRICT;
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, id) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_by_item ON webhook_delivery (inbox_item_id);
