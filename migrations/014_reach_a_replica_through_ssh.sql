-- Null: the server is reached directly.
ALTER TABLE connection ADD COLUMN ssh_host TEXT;
