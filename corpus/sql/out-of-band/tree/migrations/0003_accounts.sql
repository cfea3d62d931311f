-- stopgraph: release 3.36
DROP TABLE accounts;
CREATE TABLE accounts (id bigint);
