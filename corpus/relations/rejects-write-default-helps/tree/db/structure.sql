CREATE TABLE harvests (
    id bigint NOT NULL,
    weight integer,
    season_id bigint DEFAULT 1
);

CREATE TABLE old_harvests (
    id bigint NOT NULL,
    weight integer,
    season_id bigint
);
