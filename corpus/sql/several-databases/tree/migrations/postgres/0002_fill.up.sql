-- stopgraph: release 1.0
ALTER TABLE carts ADD COLUMN cents bigint;
-- stopgraph: background cents
UPDATE carts SET cents = total * 100;
-- stopgraph: end
