ALTER TABLE parcels ADD COLUMN weight integer;
