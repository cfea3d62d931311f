CREATE TABLE crates (
    id bigint NOT NULL,
    name text,
    status integer
);
