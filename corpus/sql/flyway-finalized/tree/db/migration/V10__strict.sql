-- stopgraph: release 1.2
-- stopgraph: finalize fill_region
ALTER TABLE orders ALTER COLUMN region SET NOT NULL;
ALTER TABLE orders DROP COLUMN customer_name;
