CREATE TABLE harvests (
    id bigint NOT NULL,
    weight integer,
    season_id bigint
);

CREATE TABLE old_harvests (
    id bigint NOT NULL,
    weight integer,
    season_id bigint
);
