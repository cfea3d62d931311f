CREATE TABLE marks (
    id bigint NOT NULL,
    note_id integer NOT NULL,
    note_id_convert_to_bigint bigint
);
