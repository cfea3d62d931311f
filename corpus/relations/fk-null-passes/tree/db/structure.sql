CREATE TABLE beds (
    id bigint NOT NULL,
    owner_id bigint,
    creator_id bigint
);

CREATE TABLE gardeners (
    id bigint NOT NULL
);
