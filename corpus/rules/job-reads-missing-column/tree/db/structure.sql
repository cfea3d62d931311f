CREATE TABLE plots (
    id bigint NOT NULL,
    owner_id bigint
);
