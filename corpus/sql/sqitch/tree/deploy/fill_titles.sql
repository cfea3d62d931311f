-- requires: schema
BEGIN;
-- stopgraph: background titles
UPDATE books SET title = name WHERE title IS NULL;
-- stopgraph: end
COMMIT;
