-- stopgraph: release 1.1
CREATE TABLE totals AS SELECT sum(grams) AS grams FROM (SELECT grams FROM parcels UNION ALL SELECT 0);
ALTER TABLE parcels DROP COLUMN weight;
ALTER TABLE ${prefix}_parcels DROP COLUMN label;
SELECT 'DROP TABLE ' || tablename FROM pg_tables WHERE tablename LIKE 'old%' \gexec
