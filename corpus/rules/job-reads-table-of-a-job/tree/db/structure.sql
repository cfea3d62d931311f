CREATE TABLE crates (
    id bigint NOT NULL
);
