-- migrate:up
-- stopgraph: release 3.1
-- stopgraph: background fill_rows
UPDATE seats SET row_name = 'a' WHERE row_name IS NULL;
-- migrate:down
ALTER TABLE seats ALTER COLUMN row_name SET NOT NULL;
