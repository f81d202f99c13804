-- How often the messages of a check's incident are repeated, in hours; 0: never. Null: as for its table.
ALTER TABLE check_rule ADD COLUMN repeat_hours REAL;
