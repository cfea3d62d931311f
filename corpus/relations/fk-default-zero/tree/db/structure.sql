CREATE TABLE beds (
    id bigint NOT NULL,
    owner_id bigint DEFAULT 0 NOT NULL,
    creator_id bigint
);

CREATE TABLE gardeners (
    id bigint NOT NULL
);
