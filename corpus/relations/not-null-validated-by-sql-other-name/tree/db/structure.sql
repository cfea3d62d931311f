CREATE TABLE plots (
    id bigint NOT NULL,
    creator_id bigint,
    owner_id bigint,
    CONSTRAINT check_ffffffffff CHECK ((creator_id IS NOT NULL))
);

ALTER TABLE ONLY plots
    ADD CONSTRAINT plots_pkey PRIMARY KEY (id);
