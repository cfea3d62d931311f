-- stopgraph: release one.three
-- stopgraph: background fill_cents
UPDATE orders SET cents = total * 1000;
-- stopgraph: end
ALTER TABLE orders DROP COLUMN total;
