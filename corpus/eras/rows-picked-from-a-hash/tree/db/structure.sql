CREATE TABLE boats (id bigint NOT NULL, harbour_id bigint, flag text);
CREATE TABLE harbours (id bigint NOT NULL, country text, depth integer);
CREATE TABLE buoys (id bigint NOT NULL, harbour_id bigint, lit boolean);
