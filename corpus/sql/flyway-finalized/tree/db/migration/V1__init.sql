-- stopgraph: release 1.0
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint, customer_name text);
