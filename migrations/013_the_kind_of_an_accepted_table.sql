-- A view that took a table's place is another schema. Null: accepted before this was asked.
ALTER TABLE accepted_schema ADD COLUMN kind TEXT;
