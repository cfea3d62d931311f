-- +goose Up
-- stopgraph: release 3.0
CREATE TABLE seats (id bigint PRIMARY KEY, row_name text);
-- +goose Down
DROP TABLE seats;
