CREATE TABLE beds (
    id bigint NOT NULL,
    owner_id bigint,
    CONSTRAINT check_bed_owner CHECK ((owner_id IS NOT NULL)) NOT VALID
);
