CREATE TABLE builds (
    id bigint NOT NULL,
    partition_id bigint
);
CREATE TABLE events (
    id bigint NOT NULL
);
CREATE TABLE audit_events (
    id bigint NOT NULL,
    event_id bigint
);
ALTER TABLE ONLY builds ADD CONSTRAINT builds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audit_events ADD CONSTRAINT audit_events_pkey PRIMARY KEY (id);
