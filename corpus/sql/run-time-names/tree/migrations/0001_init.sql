\set reader `cat /run/secrets/reader`
CREATE TABLE ${schema}.parcels (id bigint PRIMARY KEY, weight int, label text);
GRANT SELECT ON parcels TO :reader;
CREATE POLICY parcels_reader ON parcels FOR SELECT TO :"reader" USING (label = :'label');
COPY parcels (id, weight, label) FROM stdin;
1	10	it's; here
2	\N	-- stopgraph: background nothing
\.
ALTER TABLE parcels ADD COLUMN grams int;
