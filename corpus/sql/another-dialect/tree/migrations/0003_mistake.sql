-- `id` and AUTO_INCREMENT in a comment are nobody's
CREATE TABLE shelves (id bigint, label text DEFAULT 'PRAGMA');
ALTER TABLE shelves ADD COLUM width integer NOT NUL;
ALTER TABLE shelves DROP COLUM label CASCAD;
