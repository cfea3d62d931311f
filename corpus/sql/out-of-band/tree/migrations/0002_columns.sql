-- stopgraph: release 3.35
ALTER TABLE invoices DROP COLUMN note;
DROP TABLE notes;
