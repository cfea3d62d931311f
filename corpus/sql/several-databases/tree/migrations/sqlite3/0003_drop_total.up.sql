-- stopgraph: release 1.1
ALTER TABLE carts DROP COLUMN total;
