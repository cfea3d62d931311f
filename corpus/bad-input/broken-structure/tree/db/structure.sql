CREATE TABLE plots (
    id bigint NOT NULL,
    creator_id bigint,
    owner_id bigint
);

CREATE TABLE ((;
