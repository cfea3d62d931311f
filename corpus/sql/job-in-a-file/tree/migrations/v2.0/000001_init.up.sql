CREATE TABLE parcels (id bigint PRIMARY KEY, weight integer, grams integer);
-- stopgraph: background grams
