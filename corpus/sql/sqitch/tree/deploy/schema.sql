BEGIN;
CREATE TABLE books (id bigint PRIMARY KEY, name text, title text);
COMMIT;
