-- stopgraph: release 1.1
-- stopgraph: background fill_cents
UPDATE orders SET cents = total * 100;
-- stopgraph: background missing_file
