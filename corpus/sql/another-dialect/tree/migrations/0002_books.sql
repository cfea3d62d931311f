CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
PRAGMA foreign_keys = OFF;
INSERT OR IGNORE INTO books (title) VALUES ('one');
ALTER TABLE books ADD COLUMN pages integer;
