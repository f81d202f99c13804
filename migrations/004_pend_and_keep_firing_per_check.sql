-- A check's own pending period and how long it keeps firing, in minutes. Null: the runs alone, and as set for all.
ALTER TABLE check_rule ADD COLUMN pending_minutes INTEGER;
ALTER TABLE check_rule ADD COLUMN keep_firing_minutes INTEGER;
