-- stopgraph: release 3.40
DROP TABLE old_documents;
