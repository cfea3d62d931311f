CREATE TABLE things (
    id bigint NOT NULL,
    creator_id bigint,
    owner_id bigint DEFAULT NULL
);
