-- stopgraph: release 1.1
ALTER TABLE orders ADD COLUMN region text;
-- stopgraph: background fill_region
UPDATE orders SET region = 'north' WHERE region IS NULL AND customer_name IS NOT NULL;
-- stopgraph: end
CREATE INDEX orders_on_region ON orders (region);
