-- stopgraph: release 1.2
ALTER TABLE orders ALTER COLUMN region SET NOT NULL;
ALTER TABLE orders DROP COLUMN customer_name;
