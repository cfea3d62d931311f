CREATE TABLE plots (
    id bigint NOT NULL,
    creator_id bigint,
    owner_id bigint,
    CONSTRAINT check_1a2b3c4d5e CHECK ((owner_id IS NOT NULL))
);

ALTER TABLE ONLY plots
    ADD CONSTRAINT plots_pkey PRIMARY KEY (id);
