-- stopgraph: release 3.43
CREATE TABLE lines (id bigint);
DROP TABLE carts;
