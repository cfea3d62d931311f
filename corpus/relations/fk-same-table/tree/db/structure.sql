CREATE TABLE things (
    id bigint NOT NULL,
    author_id bigint,
    owner_id bigint DEFAULT 0
);
CREATE TABLE notes (
    id bigint NOT NULL,
    parent_id bigint
);
CREATE TABLE folders (
    id bigint NOT NULL,
    parent_id bigint,
    root_id bigint
);
