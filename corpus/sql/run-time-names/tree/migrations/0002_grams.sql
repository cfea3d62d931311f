-- stopgraph: release 1.0
-- stopgraph: background grams
UPDATE parcels SET grams = heavy.weight * 1000
FROM (SELECT id FROM (SELECT id FROM parcels)) AS known, parcels AS heavy WHERE known.id = parcels.id AND heavy.id = parcels.id;
-- stopgraph: end
