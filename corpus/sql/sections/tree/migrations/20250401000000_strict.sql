-- migrate:up
-- stopgraph: release 3.3
ALTER TABLE seats ALTER COLUMN row_name SET NOT NULL;
-- migrate:down
