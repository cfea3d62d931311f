CREATE TABLE lamps (id bigint NOT NULL, level integer);
CREATE TABLE rooms (id bigint NOT NULL, lamp_id bigint, wanted_level integer);
