-- stopgraph: release 1.2
-- stopgraph: finalize fill_cent
-- stopgraph: finalise fill_cents
ALTER TABLE orders ALTER COLUMN state SET NOT NULL; -- stopgraph:disable implicit-stop -- nothing to find
--Stopgraph:cancel fill_cents
ALTER TABLE orders ALTER COLUMN cents SET NOT NULL;
