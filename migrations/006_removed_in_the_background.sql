-- What was removed is left out of every list, so it has to be found without a look at all that is there.
CREATE INDEX check_rule_removed ON check_rule (id) WHERE removed_at IS NOT NULL;
CREATE INDEX monitored_table_removed ON monitored_table (id) WHERE removed_at IS NOT NULL;
CREATE INDEX connection_removed ON connection (id) WHERE removed_at IS NOT NULL;
