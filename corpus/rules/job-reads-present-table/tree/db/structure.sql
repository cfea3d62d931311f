CREATE TABLE plots (
    id bigint NOT NULL,
    creator_id bigint,
    owner_id bigint
);

CREATE TABLE old_plots (
    id bigint NOT NULL,
    owner_id bigint
);
